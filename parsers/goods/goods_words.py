"""What single words tell of goods in languages that set words apart: nouns that are goods, models, idle words.

The words are the lexicon's. Every question is asked of most words of a letter, and so answered once a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import final

from parsers.goods.candidates import singular
from parsers.lexicon import lexicon
from parsers.patterns import later
from parsers.text.wording import endings, word_set

_MODEL = re.compile(r"(?=[A-Za-z-]*\d)(?=\d*-?[A-Za-z])[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")
_NO_MODEL = later(
    r"(?i)\d+(?:st|nd|rd|th|am|pm|kg|g|mm|cm|m|km|v|w|kw|gb|mb|tb|l|ml|x|s|h|hrs?|mins?|days?|k|inch|hz|a|d|year|p|pcs|sn|oz|ct)"
    r"|[a-z]{1,3}\d{1,2}[a-z]{0,2}\d?[a-z]{2}|8d|mp3|\d+x\d+|r\d\d|d\d-d\d|q\d|\d-\w+|e-?\d{2,3}|err-?\d+"
)
_CAMEL = re.compile(r"[A-Z][a-z]{2,12}[A-Z][a-z]{1,12}(?:[A-Z][a-z]{1,12})?")
_LONGEST_END = 6
_SHORTEST_HEAD = 4  # letters of a word that others end in
MOST_DIGITS = 6
KNOWN_WORDS = 16_384  # of which the answers are kept: a few megabytes
LONGEST_KEPT = 24  # characters of a word, marks included, of which all that it tells is kept


_THINGS = (  # what nouns name, in the lexicon's table `thing`
    "ware", "part", "fixture", "place", "packing", "unit", "paper", "carrier", "service", "money", "person", "body",
    "harm", "abstract",
)  # fmt: skip
_HEADS = frozenset({"ware", "part", "fixture"})  # kinds of things that another noun before them tells more of
_NO_KINDS: frozenset[str] = frozenset()
_BEFORE_NAMES = frozenset({"of", "(", '"', "'"})
_KINDS = (  # of words, in the lexicon's table `product`
    "stop", "determiner", "adjective", "trigger", "container", "measure", "not_counted", "quantity_label", "tail", "firm",
    "share", "standing", "size", "age", "colour", "person_title",
)  # fmt: skip


@cache
def _nouns() -> frozenset[str]:
    return word_set("product.noun")


@cache
def _things() -> Mapping[str, str]:
    return {word: kind for kind in reversed(_THINGS) for word in word_set(f"thing.{kind}")}


def thing(words: Sequence[str]) -> str | None:
    """What kind of thing a name in lower case is, by its last two words or its last; None when no list has it."""
    last = singular(words[-1])
    both = _things().get(f"{words[-2]}-{last}") if len(words) > 1 else None
    return both or _things().get(last) or _things().get(last.rpartition("-")[2])


def are_thing(before: Word, word: Word) -> bool:
    """Whether the two words together are known to be goods, whatever each is by itself: "watering can", "band saw"."""
    return before.joins and word.alpha and _things().get(f"{before.lower}-{word.one}") in _HEADS


@cache
def _joining() -> frozenset[str]:
    """What such two words may begin with."""
    pairs = [word.split("-") for word, kind in _things().items() if kind in _HEADS and "-" in word]
    return frozenset(["-".join(parts[:at]) for parts in pairs for at in range(1, len(parts))])


@cache
def _heads() -> frozenset[str]:
    return word_set("product.head")


@cache
def _ends_of_heads() -> frozenset[str]:
    return frozenset([head[-_SHORTEST_HEAD:] for head in _heads()])


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
    if one[-_SHORTEST_HEAD:] not in _ends_of_heads():
        return False
    ends = [one[at:] for at in range(3, len(one) - _SHORTEST_HEAD + 1)]
    return not _heads().isdisjoint(ends) and not is_idle(word)


@lru_cache(maxsize=KNOWN_WORDS)
def is_idle(word: str) -> bool:
    """Whether it is counted and spoken of in letters without being goods: days, calls, invoices."""
    return word in word_set("product.not") or singular(word) in word_set("product.not")


@final
@dataclass(slots=True, init=False)  # a frozen one of so many fields would cost more to make than all of its answers
class Word:
    """All that a word, number or mark tells by itself. Nobody changes it: one serves every letter."""

    text: str
    lower: str
    one: str  # in the singular
    # How it is written.
    alpha: bool  # it begins with a letter
    alnum: bool  # it begins with a letter or digit
    digit: bool  # it begins with a digit
    capital: bool  # it begins with a capital
    capitals: bool  # it has no other letters
    title: bool
    possessive: bool  # "customer's"
    plural: bool
    # What it is.
    number: bool  # a number word
    listed: bool  # it is known to be goods
    noun: (
        bool  # it is that, or something sold, though a letter that only mentions it need not be about it: "a bookmark"
    )
    model: bool  # `WL-920`, `HomeGuard`
    idle: bool
    stop: bool
    participle: bool  # `leaking` in "the leaking boiler"
    determiner: bool
    adjective: bool
    trigger: bool
    container: bool
    measure: bool
    not_counted: bool
    tail: bool
    firm: bool
    share: bool
    standing: bool
    size: bool
    age: bool
    month: bool
    colour: bool
    goes_on: bool  # with a noun before it, it is the thing that is named: "cherry picker", "hen house"
    joins: bool  # before some noun it is the first word of a thing's name of two: "watering can"
    one_tail: bool  # in the singular, as the next two
    one_idle: bool
    one_vague: bool
    # What it does where it stands.
    names: bool  # it is goods itself
    leads: bool  # it may stand before a name without belonging to it: "of", "the", "fifty", "broken", an opening quote
    may_lead: bool  # it may by what follows
    bars: bool  # no name goes on across it
    ends: bool  # no name that is only spoken of begins with it
    figure: bool  # a number, and no model's name
    counts: bool  # a number may begin with it
    introduces: bool  # a name may follow it, whatever that is
    states: bool  # a quantity or a name may follow it
    begins: bool  # a name that is goods may begin behind it
    opens: bool  # whatever is behind it may begin something: a trigger, a quote
    passed: bool  # nothing begins with it, unless what stands before it opens
    no_goods: bool  # what is named with it is a month or a person

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = lower = text.lower()
        self.one = one = singular(lower)
        kinds = _kinds().get(lower, _NO_KINDS)
        self.alpha = alpha = text[:1].isalpha()
        self.alnum = alnum = text[:1].isalnum()
        self.digit = digit = text[:1].isdigit()
        self.capital, self.capitals, self.title = text[:1].isupper(), text.isupper(), text.istitle()
        self.possessive = possessive = lower.endswith("'s")
        self.plural = lower.endswith("s") and not lower.endswith("ss")
        self.number = number = lower in lexicon().numbers or ("-" in lower and _is_number(lower))
        self.listed = listed = is_noun(lower)
        self.noun = noun = listed or _things().get(one) == "ware"
        self.model = model = _is_model(text) or is_brand(text)
        self.idle = is_idle(lower)
        self.stop = stop = "stop" in kinds
        self.participle = participle = stop and lower.endswith(endings("product.participle"))
        self.determiner = determiner = "determiner" in kinds
        self.adjective = adjective = "adjective" in kinds
        self.trigger = "trigger" in kinds
        self.container = container = "container" in kinds
        self.measure = "measure" in kinds
        self.not_counted = "not_counted" in kinds
        self.tail = "tail" in kinds
        self.firm = "firm" in kinds
        self.share = "share" in kinds
        self.standing = "standing" in kinds
        self.size = "size" in kinds
        self.age = "age" in kinds
        self.colour = "colour" in kinds
        self.month = month = lower in word_set("ref.month")
        self.goes_on = alpha and not stop and _things().get(one) in _HEADS
        self.joins = lower in _joining()
        self.one_tail = one in word_set("product.tail")
        self.one_idle = one in word_set("product.not")
        self.one_vague = one in word_set("product.vague")
        self.names = noun or model
        self.leads = determiner or adjective or number or lower in _BEFORE_NAMES
        self.may_lead = possessive or participle or container
        self.bars = not alnum or "一" <= text[0] <= "鿿" or (stop and not model)
        self.ends = ends = stop or not alpha
        self.figure = digit and not model
        self.counts = counts = digit or number or "-" in lower[1:]
        self.introduces = introduces = determiner or possessive or lexicon().numbers.get(lower) == 1
        self.states = states = "quantity_label" in kinds
        self.begins = ends and not counts
        self.opens = self.trigger or text == '"'
        self.passed = ends and not (counts or introduces or states)
        self.no_goods = (month and self.capital) or "person_title" in kinds


class Words(dict[str, Word]):
    """What is known of each word met so far, by how it is written; begun anew when these are too many."""

    def __missing__(self, text: str) -> Word:
        word = Word(text)
        if len(text) <= LONGEST_KEPT:
            if len(self) >= KNOWN_WORDS:
                self.clear()
            self[text] = word
        return word


def _is_number(word: str) -> bool:
    """Whether it is a number of several words: `forty-eight`."""
    return all(part in lexicon().numbers for part in word.split("-"))


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    groups = {kind: word_set(f"product.{kind}") for kind in _KINDS}
    words = frozenset[str]().union(*groups.values())
    return {word: frozenset([kind for kind, group in groups.items() if word in group]) for word in words}


@lru_cache(maxsize=KNOWN_WORDS)
def is_brand(text: str) -> bool:
    """Whether only brands are written so: `HomeGuard`, `PrintStudio`; not `McDonald`."""
    return _CAMEL.fullmatch(text) is not None and text.lower() not in word_set("product.no_brand")


def _is_model(text: str) -> bool:
    """Whether it is the name of a model: `WL-920`, `CF198`."""
    return (
        2 <= len(text) <= 20
        and not text.isalpha()
        and _MODEL.match(text) is not None
        and not _NO_MODEL.fullmatch(text)
        and sum(map(str.isdigit, text)) <= MOST_DIGITS
    )
