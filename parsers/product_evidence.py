"""How much speaks for a name being what a letter is about: the signs of it, and what each weighs.

A logistic regression over signs that hold or do not: how the name comes up, what it is made of, where it stands, how
often. The weights are trained by `python -m training` from labelled letters; `product_weights.tsv` is its output: one
sign a line, in hundredths, for names in letters with spaces and for Chinese ones. Reading that file is the only disk
access, once in a process.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from parsers.candidates import HAN, Candidate, singular
from parsers.goods_words import KNOWN_WORDS, is_noun, thing, thing_at_end
from parsers.reading import Reading
from parsers.sentences import Said, sentences
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
_MANY = 5
_ASKED = ("replacement", "repair", "refund", "delivery", "compensation", "explanation", "prior")
_PERHAPS = -0.5  # log odds
_NEAR = 20  # characters
# What stands before a name in a list: "- ", "2) 12 pcs. of ".
_ITEM = re.compile(r"[-*•·>( ]{0,4}(?:\d[\d.,]{0,7} ?[.):、x×]? ?){0,2}(?:[a-z]{1,6}\.? )?(?:of )?")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\w\s]")
_LONG = 6  # characters of a Chinese name


@dataclass(frozen=True, slots=True)
class Standing:
    """How a thing stands among the others of its letter."""

    share: float  # its weight, as a share of the weightiest's
    beside: float  # the same of another that "and" joins it to, 0 for none
    among: int  # how many things the letter names, itself among them


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
    yield f"among{min(standing.among, _MANY)}"
    told = reading.once(_told)
    for candidate in group:
        yield from candidate.cues
        yield from told.get(reading.sentence(candidate.start)[0], ())
        yield from _beside(reading, candidate)
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


def _told(reading: Reading) -> Mapping[int, tuple[str, ...]]:
    """What each sentence says besides, by where it starts: that something is wrong, what is asked for, a question."""
    wrong = {reading.sentence(hit.start)[0] for hit in reading.found("defect.")}
    return {said.start: tuple(_told_in(reading, said, wrong=said.start in wrong)) for said in sentences(reading)}


def _told_in(reading: Reading, said: Said, *, wrong: bool) -> Iterator[str]:
    if wrong:
        yield "with_defect"
    if "?" in reading.text[said.start : said.end]:
        yield "in_question"
    yield from (f"with_{label}" for label in _ASKED if said.odds[label] > _PERHAPS)


def _beside(reading: Reading, candidate: Candidate) -> Iterator[str]:
    """The words before and behind the name, of Chinese the characters; and whether it begins an item of a list."""
    text, start, end = reading.lower, candidate.start, candidate.end
    if _ITEM.fullmatch(text, text.rfind("\n", 0, start) + 1, start):
        yield "item"
    if HAN.search(candidate.name):
        yield f"B{_digitless(text[start - 1 : start])}".rstrip()
        yield f"A{_digitless(text[end : end + 1])}".rstrip()
    else:
        before, behind = _WORD.findall(text, max(0, start - _NEAR), start), _WORD.search(text, end, end + _NEAR)
        if before:
            yield f"B{_digitless(before[-1])}"
        if behind:
            yield f"A{_digitless(behind[0])}"


def _digitless(word: str) -> str:
    return "0" if word[:1].isdigit() else word


@lru_cache(maxsize=KNOWN_WORDS)
def _of_name(name: str) -> tuple[str, ...]:
    return tuple(_han_kinds(name) if HAN.search(name) else _latin_kinds(name))


def _han_kinds(name: str) -> Iterator[str]:
    yield f"length{min(len(name), _LONG)}"
    if kind := thing_at_end(name):
        yield f"is_{kind}"
    yield from (f"is_{kind}" for kind in _KINDS if name in word_set(f"zh_product.{kind}"))
    if name.endswith(endings("zh_product.paper")) and name not in word_set("zh_product.paper"):
        yield "is_paper"
    if any(char.isascii() and char.isalnum() for char in name):
        yield "latin"


def _latin_kinds(name: str) -> Iterator[str]:
    words = name.lower().split()
    yield f"length{min(len(words), 4)}"
    yield "shape" + "".join(map(_shape, name.split()[:4]))
    head = singular(words[-1])
    if kind := thing(words):
        yield f"is_{kind}" if len(words) == 1 else f"are_{kind}"
    if not any(is_noun(word) or name.split()[at][:1].isupper() for at, word in enumerate(words[:-1])):
        # a garage is where things stand, a garage door may be what is bought
        yield from (f"is_{kind}" for kind in (*_KINDS, "vague", "not") if _is(head, kind))


def _shape(word: str) -> str:
    return "A" if word.isupper() else "0" if any(map(str.isdigit, word)) else "T" if word[0].isupper() else "a"


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
