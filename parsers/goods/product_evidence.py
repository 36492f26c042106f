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
from functools import cache, lru_cache
from itertools import combinations, repeat
from pathlib import Path
from typing import NamedTuple

from parsers.goods.candidates import Candidate, has_han, singular
from parsers.goods.goods_words import KNOWN_WORDS, is_noun, thing, thing_at_end
from parsers.meaning.sentences import Said, sentences
from parsers.text.reading import Reading
from parsers.text.wording import endings, word_set

SCALE = 100
BIAS = "="
_WEIGHTS = (0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0)  # a candidate's own
_STEPS = tuple(f"w{weight}" for weight in _WEIGHTS)
_PLACES = (60, 150, 300, 600, 1200)  # characters before the first mention
_AFTER = tuple(f"after{place}" for place in _PLACES)
_SHARES = (0.4, 0.6, 0.8)
_BELOW = tuple(f"below{share}" for share in _SHARES)
_MENTIONED = ("n2", "n3", "n4")
_JOINED = tuple((f"joined{share}", share) for share in (0.4, 0.8))
_TOGETHER = frozenset({"after60", "best", "headed", "length1", "unknown"})  # each weighs differently with another
_KINDS = ("packing", "paper", "surroundings")  # of words, in the lexicon
_MANY = 5
_ASKED = tuple(
    (label, f"with_{label}")
    for label in ("replacement", "repair", "refund", "delivery", "compensation", "explanation", "prior")
)
_PERHAPS = -0.5  # log odds
_NEAR = 20  # characters
# What stands before a name in a list: "- ", "2) 12 pcs. of ".
_ITEM = re.compile(r"[-*•·>( ]{0,4}(?:\d[\d.,]{0,7} ?[.):、x×]? ?){0,2}(?:[a-z]{1,6}\.? )?(?:of )?")
_LONGEST_ITEM = 37  # characters of these
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\w\s]")
_LONG = 6  # characters of a Chinese name


class Standing(NamedTuple):
    """How a thing stands among the others of its letter."""

    share: float  # its weight, as a share of the weightiest's
    beside: float  # the same of another that "and" joins it to, 0 for none
    among: int  # how many things the letter names, itself among them


def signs(reading: Reading, group: Sequence[Candidate], standing: Standing) -> frozenset[str]:
    """The signs of a group of names for one thing, its weightiest first."""
    return frozenset(_signs(reading, group, standing))


@cache
def _pairs(together: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"{one}&{other}" for one, other in combinations(sorted(together), 2))


def _signs(reading: Reading, group: Sequence[Candidate], standing: Standing) -> set[str]:
    first = group[0]
    if "row" in first.cues:  # where it stands tells, whatever it is called
        found = {"row", *[kind for kind in _of_name(first.name) if kind.startswith("is_")]}
    else:
        found = {f"among{min(standing.among, _MANY)}", *_of_name(first.name)}
        found.update(_STEPS[: bisect_right(_WEIGHTS, first.weight)])
        told = reading.once(_Told)
        for candidate in group:
            found.update(candidate.cues)
            found.update(told[reading.sentence(candidate.start)[0]])
            _add_beside(found, reading, candidate)
        _add_places(found, group, reading.body_start)
        _add_standing(found, standing)
    found.update(_pairs(_TOGETHER.intersection(found)))
    return found


def _add_places(found: set[str], group: Sequence[Candidate], body: int) -> None:
    """Where the names stand, and how many they are."""
    starts = {candidate.start for candidate in group}
    if len(starts) > 1:
        found.update(_MENTIONED[: len(starts) - 1])
    if min(starts) < body:
        starts = {start for start in starts if start >= body}
        found.add("subject" if starts else "only_subject")
    if starts:
        found.update(_AFTER[: bisect_left(_PLACES, min(starts) - body)])


def _add_standing(found: set[str], standing: Standing) -> None:
    if standing.share >= 1:
        found.add("best")
    else:
        found.update(_BELOW[bisect_right(_SHARES, standing.share) :])
    if standing.beside:
        found.update([sign for sign, share in _JOINED if standing.beside >= share])


class _Told(dict[int, list[str]]):
    """What sentences say besides, by where they start: that something is wrong, what is asked for, a question."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._text = reading.text
        self._wrong = {reading.sentence(hit.start)[0] for hit in reading.found("defect.")}
        self._said = {said.start: said for said in sentences(reading)}

    def __missing__(self, start: int) -> list[str]:
        self[start] = found = self._signs(self._said[start]) if start in self._said else []
        return found

    def _signs(self, said: Said) -> list[str]:
        odds = said.odds
        found = [sign for label, sign in _ASKED if odds[label] > _PERHAPS]
        if said.start in self._wrong:
            found.append("with_defect")
        if self._text.find("?", said.start, said.end) >= 0:
            found.append("in_question")
        return found


def _add_beside(found: set[str], reading: Reading, candidate: Candidate) -> None:
    """The words before and behind the name, of Chinese the characters; and whether it begins an item of a list."""
    text, start, end = reading.lower, candidate.start, candidate.end
    line = text.rfind("\n", 0, start) + 1
    if start - line <= _LONGEST_ITEM and _ITEM.fullmatch(text, line, start):
        found.add("item")
    if has_han(candidate.name):
        found.add(f"B{_digitless(text[start - 1 : start])}".rstrip())
        found.add(f"A{_digitless(text[end : end + 1])}".rstrip())
    else:
        if before := _word_before(text, max(0, start - _NEAR), start):
            found.add(f"B{_digitless(before)}")
        if behind := _WORD.search(text, end, end + _NEAR):
            found.add(f"A{_digitless(behind[0])}")


def _word_before(text: str, first: int, end: int) -> str | None:
    """The last word or mark between two places."""
    pieces = text[first:end].split()
    if not pieces:
        return None
    last = _last_word(pieces[-1])
    return last if last or len(pieces) == 1 else (_WORD.findall(text, first, end) or [None])[-1]


@lru_cache(maxsize=KNOWN_WORDS)
def _last_word(piece: str) -> str | None:
    words = _WORD.findall(piece)
    return words[-1] if words else None


def _digitless(word: str) -> str:
    return "0" if word[:1].isdigit() else word


@lru_cache(maxsize=KNOWN_WORDS)
def _of_name(name: str) -> tuple[str, ...]:
    return tuple(_han_kinds(name) if has_han(name) else _latin_kinds(name))


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
    weights = _weights()[has_han(group[0].name)]
    return (weights[BIAS] + sum(map(weights.get, _signs(reading, group, standing), repeat(0)))) / SCALE


@cache
def _weights() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Those of names in letters with spaces, and of Chinese ones."""
    lines = (Path(__file__).parent / "product_weights.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {sign: int(latin) for sign, latin, _ in rows}, {sign: int(han) for sign, _, han in rows}
