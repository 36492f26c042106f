"""How much speaks for one mention of a thing being a mention of what the letter is about.

A logistic regression over signs that hold or do not: how the name comes up, what it is made of, the words around it, and
what the lexicon finds in its sentence, before or behind it, near or far, for things of its kind. The weights are in
`mention_weights.tsv`; `product_evidence` brings the mentions of a thing together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from operator import add, itemgetter
from pathlib import Path

from parsers.goods.candidates import Candidate, has_han
from parsers.goods.goods_words import KNOWN_WORDS
from parsers.goods.name_signs import signs_of_name
from parsers.lexicon import Hit
from parsers.meaning.sentences import Said, sentences
from parsers.text.reading import Reading
from parsers.text.sign_weights import BIAS, SCALE, sign_weights

WEIGHTS = Path(__file__).with_name("mention_weights.tsv")
_WEIGHTS = (0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0)  # a candidate's own
_STEPS = tuple(f"w{weight}" for weight in _WEIGHTS)
_ASKED = tuple(
    (label, f"with_{label}")
    for label in ("replacement", "repair", "refund", "delivery", "compensation", "explanation", "prior")
)
_PERHAPS = -0.5  # log odds
_AROUND = 60  # characters on either side in which the words around a name are looked for
_WORDS_AROUND = 3  # on either side
_HAN_AROUND = 3  # characters on either side of a Chinese name
_REACH, _MOST_HITS = 200, 60  # characters on either side of a name, and hits there, that are looked at (H34)
_COARSE = {"ware": "ware", "part": "part", "fixture": "part", "none": "none"}  # of the lexicon's kinds of things
_OTHER = "other"
_LEFT, _RIGHT = (
    {kind: tuple([f"{kind}&{side}{far}" for far in range(3)]) for kind in (*_COARSE.values(), _OTHER)} for side in "LR"
)  # what the signs of the lexicon's phrases beside a name begin with, the nearest first
_CLOSE, _NEAR = 1, 4  # words between a name and what the lexicon finds
_HAN_OF_WORD = 2  # characters of Chinese that are about as long as a word
_HAN_GAPS = ((_CLOSE + 1) * _HAN_OF_WORD, (_NEAR + 1) * _HAN_OF_WORD)
_ROW = "row"  # where it stands tells, whatever it is called
_START = itemgetter(1)  # of a hit
# What stands before a name in a list: "- ", "2) 12 pcs. of ".
_ITEM = re.compile(r"[-*•·>( ]{0,4}(?:\d[\d.,]{0,7} ?[.):、x×]? ?){0,2}(?:[a-z]{1,6}\.? )?(?:of )?")
_LONGEST_ITEM = 37  # characters of these
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\w\s]")


def mention_odds(reading: Reading, candidate: Candidate) -> float:
    """The logarithm of the odds that it names what the letter is about."""
    return reading.once(_Placed).odds(reading, candidate)


def mention_signs(reading: Reading, candidate: Candidate) -> set[str]:
    """The signs of one mention."""
    if _ROW in candidate.cues:
        return {_ROW, _thing(candidate.name)}
    return _signs_of_place(reading, candidate).union(_signs_of_finding(candidate))


class _Placed:
    """The odds of a letter's mentions. What words and place tell is known by the place: the same is found in several ways.

    It keeps no reading, which keeps it: the two would stay until garbage is looked for, with all that the letter holds.
    """

    def __init__(self, reading: Reading) -> None:
        del reading
        self._weights = sign_weights(WEIGHTS)
        self._known: dict[tuple[int, int], int] = {}

    def odds(self, reading: Reading, candidate: Candidate) -> float:
        """The logarithm of the odds of one mention."""
        weights = self._weights[has_han(candidate.name)]
        if _ROW in candidate.cues:
            return _total(weights, (BIAS, *mention_signs(reading, candidate))) / SCALE
        place = (candidate.start, candidate.end)
        placed = self._known.get(place)
        if placed is None:
            signs = _signs_of_place(reading, candidate)
            placed = self._known[place] = _total(weights, (BIAS, *signs))
        return (placed + _total(weights, _signs_of_finding(candidate))) / SCALE


def _total(weights: Mapping[str, int], signs: Iterable[str]) -> int:
    return sum(map(weights.get, signs, repeat(0)))


def _signs_of_finding(candidate: Candidate) -> set[str]:
    """How it was found; none of these signs is one of its place."""
    return {*candidate.cues, *_STEPS[: bisect_right(_WEIGHTS, candidate.weight)]}


def _signs_of_place(reading: Reading, candidate: Candidate) -> set[str]:
    start, end = reading.sentence(candidate.start)
    within = (start, max(end, candidate.end))
    is_han = has_han(candidate.name)
    around = (_han_around if is_han else _words_around)(reading.lower, candidate, within)
    kind = _kind(candidate.name)
    found = {*signs_of_name(candidate.name), *reading.once(_Told)[start], *around}
    if candidate.start < reading.body_start:
        found.add("in_subject")
    if _is_item(reading, candidate):
        found.add("item")
    found.update(_phrases_around(reading, (candidate.start, candidate.end), within, kind, is_han=is_han))
    return found


@lru_cache(maxsize=KNOWN_WORDS)
def _thing(name: str) -> str:
    """The sign of what kind of thing it names."""
    return next((sign for sign in signs_of_name(name) if sign.startswith(("is_", "are_"))), "is_none")


@lru_cache(maxsize=KNOWN_WORDS)
def _kind(name: str) -> str:
    """The kind of thing, as far as what stands around tells more of some kinds than of others."""
    return _COARSE.get(_thing(name).partition("_")[2], _OTHER)


class _Told(dict[int, list[str]]):
    """What sentences say besides, by where they start: that something is wrong, what is asked for, a question."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._text = reading.text
        self._wrong = [hit.start for hit in reading.found("defect.")]
        self._said = {said.start: said for said in sentences(reading)}

    def __missing__(self, start: int) -> list[str]:
        self[start] = found = self._signs(self._said[start]) if start in self._said else []
        return found

    def _signs(self, said: Said) -> list[str]:
        odds = said.odds
        found = [sign for label, sign in _ASKED if odds[label] > _PERHAPS]
        at = bisect_left(self._wrong, said.start)
        if at < len(self._wrong) and self._wrong[at] < said.end:
            found.append("with_defect")
        if self._text.find("?", said.start, said.end) >= 0:
            found.append("in_question")
        return found


def _is_item(reading: Reading, candidate: Candidate) -> bool:
    """Whether the name begins an item of a list."""
    line = reading.text.rfind("\n", 0, candidate.start) + 1
    return candidate.start - line <= _LONGEST_ITEM and bool(_ITEM.fullmatch(reading.lower, line, candidate.start))


def _han_around(text: str, candidate: Candidate, within: tuple[int, int]) -> list[str]:
    """The one, two and three characters before the Chinese name and behind it."""
    before = text[max(within[0], candidate.start - _HAN_AROUND) : candidate.start]
    behind = text[candidate.end : min(within[1], candidate.end + _HAN_AROUND)].rstrip()
    found = [f"B{_digitless(before[-1:])}", f"A{_digitless(behind[:1])}"]
    found += [f"<{before[-2:]}", f"<{before}", f">{behind[:2]}", f">{behind}"]
    return found


def _words_around(text: str, candidate: Candidate, within: tuple[int, int]) -> list[str]:
    """The words and marks before the name and behind it, one by one and the next two together."""
    (first, last), start, end = within, candidate.start, candidate.end
    before = _nearest(_pieces_back, reversed(text[max(first, start - _AROUND) : start].split()))
    behind = _nearest(_pieces, text[end : min(last, end + _AROUND)].split())
    found = [f"B{before[0]}" if before else "first"]
    if behind:
        found.append(f"A{behind[0]}")
    found += map(add, ("<0", "<1"), before[1:])
    found += map(add, (">0", ">1"), behind[1:])
    if len(before) > 1:
        found.append(f"<{before[1]} {before[0]}")
    if len(behind) > 1:
        found.append(f">{behind[0]} {behind[1]}")
    return found


def _nearest(words_of: Callable[[str], tuple[str, ...]], pieces: Iterable[str]) -> list[str]:
    """The words of the first pieces, no more than are looked at."""
    words: list[str] = []
    for piece in pieces:
        words += words_of(piece)
        if len(words) >= _WORDS_AROUND:
            break
    return words[:_WORDS_AROUND]


@lru_cache(maxsize=KNOWN_WORDS)
def _pieces(piece: str) -> tuple[str, ...]:
    return tuple(map(_digitless, _WORD.findall(piece)))


@lru_cache(maxsize=KNOWN_WORDS)
def _pieces_back(piece: str) -> tuple[str, ...]:
    return _pieces(piece)[::-1]


def _digitless(word: str) -> str:
    return "0" if word[:1].isdigit() else word


def _phrases_around(
    reading: Reading, place: tuple[int, int], within: tuple[int, int], kind: str, *, is_han: bool
) -> list[str]:
    """What the lexicon finds in the sentence beside a name for a thing of this kind: on which side, and how far."""
    starts, hits = reading.once(_hits)
    start, end = place
    least, most = max(within[0], start - _REACH), min(within[1], end + _REACH)
    begin = bisect_left(starts, least)
    stop = min(begin + _MOST_HITS, bisect_left(starts, most))
    found: list[str] = []
    if before := hits[begin : bisect_left(starts, start, begin, stop)]:
        close, near = _HAN_GAPS if is_han else _gaps(reading.text[least:start].rsplit(" ", _NEAR + 1)[::-1])
        close, near, (left, further, far) = start - close, start - near, _LEFT[kind]
        found += [
            (left if last > close else further if last > near else far) + group
            for group, _, last in before
            if last <= start
        ]
    if behind := hits[bisect_left(starts, end, begin, stop) : stop]:
        close, near = _HAN_GAPS if is_han else _gaps(reading.text[end:most].split(" ", _NEAR + 1))
        close, near, (right, further, far) = end + close, end + near, _RIGHT[kind]
        found += [
            (right if first < close else further if first < near else far) + group
            for group, first, last in behind
            if last <= most
        ]
    return found


def _gaps(words: Sequence[str]) -> tuple[int, int]:
    """From how many characters on more than one of these words stand between, the nearest first; and more than a few."""
    return sum(map(len, words[: _CLOSE + 1])) + _CLOSE + 1, sum(map(len, words[: _NEAR + 1])) + _NEAR + 1


def _hits(reading: Reading) -> tuple[Sequence[int], Sequence[Hit]]:
    """Everything that the lexicon finds, in order of place; and where each begins."""
    hits = sorted(chain.from_iterable(reading.hits.values()), key=_START)
    return list(map(_START, hits)), hits
