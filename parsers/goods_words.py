"""What single words tell of goods in languages that set words apart: nouns that are goods, models, idle words.

The words are the lexicon's. Every question is asked of most words of a letter, and so answered once a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from parsers.candidates import singular
from parsers.wording import endings, word_set

_MODEL = re.compile(r"(?=[A-Za-z-]*\d)(?=\d*-?[A-Za-z])[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")
_NO_MODEL = re.compile(
    r"(?i)\d+(?:st|nd|rd|th|am|pm|kg|g|mm|cm|m|km|v|w|kw|gb|mb|tb|l|ml|x|s|h|hrs?|mins?|days?|k|inch|hz|a|d|year|p|pcs|sn|oz|ct)"
    r"|[a-z]{1,3}\d{1,2}[a-z]{0,2}\d?[a-z]{2}|8d|mp3|\d+x\d+|r\d\d|d\d-d\d|q\d|\d-\w+|e-?\d{2,3}|err-?\d+"
)
_LONGEST_END = 6
MOST_DIGITS = 6
KNOWN_WORDS = 16_384  # of which the answers are kept: a few megabytes


THINGS = (  # what nouns name, in the lexicon's table `thing`
    "ware", "part", "fixture", "place", "packing", "unit", "paper", "carrier", "service", "money", "person", "body",
    "harm", "abstract",
)  # fmt: skip


@cache
def _nouns() -> frozenset[str]:
    return word_set("product.noun")


@cache
def _things() -> Mapping[str, str]:
    return {word: kind for kind in reversed(THINGS) for word in word_set(f"thing.{kind}")}


def thing(words: Sequence[str]) -> str | None:
    """What kind of thing a name in lower case is, by its last two words or its last; None when no list has it."""
    last = singular(words[-1])
    both = _things().get(f"{words[-2]}-{last}") if len(words) > 1 else None
    return both or _things().get(last) or _things().get(last.rpartition("-")[2])


@cache
def _heads() -> frozenset[str]:
    return word_set("product.head")


def thing_at_end(name: str) -> str | None:
    """The same of a name without spaces, by the longest end of it that a list has."""
    ends = (name[-length:] for length in range(min(_LONGEST_END, len(name)), 0, -1))
    return next((_things()[end] for end in ends if end in _things()), None)


@lru_cache(maxsize=KNOWN_WORDS)
def is_noun(word: str) -> bool:
    """Whether it is known to be goods, or ends in what is: `motorbike`, `spray-gun`, `washer-dryer`."""
    one = singular(word)
    if word in _nouns() or one in _nouns():
        return True
    first, dash, last = one.rpartition("-")
    if dash and first.isalpha() and first not in word_set("product.numeral") and last in _nouns():
        return not is_idle(last)
    if one.endswith(endings("product.no_head")):
        return False  # "suitable" is no table
    return any(one[at:] in _heads() for at in range(3, len(one) - 3)) and not is_idle(word)


@lru_cache(maxsize=KNOWN_WORDS)
def is_model(text: str) -> bool:
    """Whether it is the name of a model: `WL-920`, `CF198`."""
    return (
        2 <= len(text) <= 20
        and bool(_MODEL.match(text))
        and not _NO_MODEL.fullmatch(text)
        and sum(c.isdigit() for c in text) <= MOST_DIGITS
    )


@lru_cache(maxsize=KNOWN_WORDS)
def is_idle(word: str) -> bool:
    """Whether it is counted and spoken of in letters without being goods: days, calls, invoices."""
    return word in word_set("product.not") or singular(word) in word_set("product.not")


@lru_cache(maxsize=KNOWN_WORDS)
def is_participle(word: str) -> bool:
    """`leaking` in "the leaking boiler"."""
    return word.endswith(endings("product.participle")) and word in word_set("product.stop")


@lru_cache(maxsize=KNOWN_WORDS)
def leads(word: str) -> bool:
    """Whether it may stand before a name without belonging to it: "of", "the", "broken", an opening quote."""
    return (
        word in {"of", "(", '"', "'"} or word in word_set("product.determiner") or word in word_set("product.adjective")
    )


def is_plural(word: str) -> bool:
    """Whether it looks like the plural of an English noun."""
    return word.endswith("s") and word[-2:] != "ss"
