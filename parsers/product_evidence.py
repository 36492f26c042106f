"""How much speaks for a name being what a letter is about: the signs of it, and what each weighs.

A logistic regression over signs that hold or do not: how the name comes up, what it is made of, where it stands, how
often. The weights are trained by `python -m training` from labelled letters; `product_weights.tsv` is its output: one
sign a line, in hundredths, for names in letters with spaces and for Chinese ones. Reading that file is the only disk
access, once in a process.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from parsers.candidates import HAN, Candidate, singular
from parsers.goods_words import KNOWN_WORDS, is_noun
from parsers.reading import Reading
from parsers.wording import endings, word_set

SCALE = 100
BIAS = "="
_WEIGHTS = (0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0)  # a candidate's own
_STEPS = tuple(f"w{weight}" for weight in _WEIGHTS)
_PLACES = (60, 150, 300, 600, 1200)  # characters before the first mention
_AFTER = tuple(f"after{place}" for place in _PLACES)
_SHARES = (0.4, 0.6, 0.8)
_BELOW = tuple(f"below{share}" for share in _SHARES)
_MENTIONED = ("n2", "n3", "n4")
_TOGETHER = ("after60", "best", "headed", "length1", "unknown")  # each weighs differently where another holds
_KINDS = ("packing", "paper", "surroundings")  # of words, in the lexicon
_LONG = 6  # characters of a Chinese name


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands among the others of its letter."""

    share: float  # its weight, as a share of the weightiest's
    beside: float  # the same of another that "and" joins it to, 0 for none


def signs(reading: Reading, group: Sequence[Candidate], standing: Standing) -> frozenset[str]:
    """The signs of a group of names for one thing, its weightiest first."""
    found = set(_signs(reading, group, standing))
    return frozenset(found.union(_pairs(tuple([sign for sign in _TOGETHER if sign in found]))))


@cache
def _pairs(together: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{one}&{other}" for one, other in combinations(together, 2))


def _signs(reading: Reading, group: Sequence[Candidate], standing: Standing) -> Iterator[str]:
    first, body = group[0], reading.body_start
    if "row" in first.cues:  # where it stands tells, whatever it is called
        yield "row"
        yield from (kind for kind in _of_name(first.name) if kind.startswith("is_"))
        return
    for candidate in group:
        yield from candidate.cues
    yield from _STEPS[: bisect_right(_WEIGHTS, first.weight)]
    starts = {c.start for c in group}
    at = min((start for start in starts if start >= body), default=None)
    if min(starts) < body:
        yield "subject" if at is not None else "only_subject"
    if at is not None:
        yield from _AFTER[: bisect_left(_PLACES, at - body)]
    if standing.share >= 1:
        yield "best"
    else:
        yield from _BELOW[bisect_right(_SHARES, standing.share) :]
    yield from _MENTIONED[: len(starts) - 1]
    if standing.beside:
        yield from (f"joined{share}" for share in (0.4, 0.8) if standing.beside >= share)
    yield from _of_name(first.name)


@lru_cache(maxsize=KNOWN_WORDS)
def _of_name(name: str) -> tuple[str, ...]:
    return tuple(_han_kinds(name) if HAN.search(name) else _latin_kinds(name))


def _han_kinds(name: str) -> Iterator[str]:
    yield f"length{min(len(name), _LONG)}"
    yield from (f"is_{kind}" for kind in _KINDS if name in word_set(f"zh_product.{kind}"))
    if name.endswith(endings("zh_product.paper")) and name not in word_set("zh_product.paper"):
        yield "is_paper"
    if any(char.isascii() and char.isalnum() for char in name):
        yield "latin"


def _latin_kinds(name: str) -> Iterator[str]:
    words = name.lower().split()
    yield f"length{min(len(words), 4)}"
    head = singular(words[-1])
    if not any(is_noun(word) or name.split()[at][:1].isupper() for at, word in enumerate(words[:-1])):
        # a garage is where things stand, a garage door may be what is bought
        yield from (f"is_{kind}" for kind in (*_KINDS, "vague", "not") if _is(head, kind))


def _is(head: str, kind: str) -> bool:
    return head in word_set(f"product.{kind}")


def chance(reading: Reading, group: Sequence[Candidate], standing: Standing) -> float:
    """The evidence as the logarithm of the odds: above 0 it is rather a product of the letter than not."""
    column = int(HAN.search(group[0].name) is not None)
    weights = _weights()
    total = weights[BIAS][column]
    for sign in signs(reading, group, standing):
        if sign in weights:
            total += weights[sign][column]
    return total / SCALE


@cache
def _weights() -> Mapping[str, tuple[int, int]]:
    lines = (Path(__file__).parent / "product_weights.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {sign: (int(latin), int(han)) for sign, latin, han in rows}
