"""How much speaks for one mention of a thing being a mention of what the letter is about.

A logistic regression over signs that hold or do not: how the name comes up, what it is made of, the words around it, and
what the lexicon finds in its sentence, before or behind it, near or far, for things of its kind. The weights are in
`mention_weights.tsv`; `product_evidence` brings the mentions of a thing together.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from pathlib import Path

from parsers.goods.candidates import Candidate, has_han
from parsers.goods.goods_words import KNOWN_WORDS
from parsers.goods.name_signs import signs_of_name
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
_CLOSE, _NEAR = 1, 4  # words between a name and what the lexicon finds
_HAN_OF_WORD = 2  # characters of Chinese that are about as long as a word
# What stands before a name in a list: "- ", "2) 12 pcs. of ".
_ITEM = re.compile(r"[-*•·>( ]{0,4}(?:\d[\d.,]{0,7} ?[.):、x×]? ?){0,2}(?:[a-z]{1,6}\.? )?(?:of )?")
_LONGEST_ITEM = 37  # characters of these
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\w\s]")


def mention_odds(reading: Reading, candidate: Candidate) -> float:
    """The logarithm of the odds that it names what the letter is about."""
    weights = sign_weights(WEIGHTS)[has_han(candidate.name)]
    return (weights.get(BIAS, 0) + sum(map(weights.get, mention_signs(reading, candidate), repeat(0)))) / SCALE


def mention_signs(reading: Reading, candidate: Candidate) -> set[str]:
    """The signs of one mention."""
    thing = next((sign for sign in signs_of_name(candidate.name) if sign.startswith(("is_", "are_"))), "is_none")
    if "row" in candidate.cues:  # where it stands tells, whatever it is called
        return {"row", thing}
    placed = reading.once(_Placed).signs(candidate, thing)
    return placed.union(candidate.cues, _STEPS[: bisect_right(_WEIGHTS, candidate.weight)])


class _Placed:
    """What a name's words and place tell, by its place: the same is often found in several ways."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._known: dict[tuple[int, int], set[str]] = {}

    def signs(self, candidate: Candidate, thing: str) -> set[str]:
        """The signs, without those of how it was found; `thing` is the sign of what it is."""
        place = (candidate.start, candidate.end)
        found = self._known.get(place)
        if found is None:
            found = self._known[place] = _signs_of_place(self._reading, candidate, thing)
        return found


def _signs_of_place(reading: Reading, candidate: Candidate, thing: str) -> set[str]:
    start, end = reading.sentence(candidate.start)
    within = (start, max(end, candidate.end))
    around = (_han_around if has_han(candidate.name) else _words_around)(reading.lower, candidate, within)
    found = {*signs_of_name(candidate.name), *reading.once(_Told)[start], *around}
    if candidate.start < reading.body_start:
        found.add("in_subject")
    if _is_item(reading, candidate):
        found.add("item")
    kind = _COARSE.get(thing.partition("_")[2], "other")
    found.update([f"{kind}&{sign}" for sign in around if sign[0] in "BA"])
    found.update([f"{kind}&{sign}" for sign in _phrases_around(reading, candidate, within)])
    return found


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
    before = _words(text, max(first, start - _AROUND), start)[: -_WORDS_AROUND - 1 : -1]
    behind = _words(text, end, min(last, end + _AROUND))[:_WORDS_AROUND]
    found = [f"B{before[0]}" if before else "first"]
    if behind:
        found.append(f"A{behind[0]}")
    found += [f"<{place}{word}" for place, word in enumerate(before[1:])]
    found += [f">{place}{word}" for place, word in enumerate(behind[1:])]
    if len(before) > 1:
        found.append(f"<{before[1]} {before[0]}")
    if len(behind) > 1:
        found.append(f">{behind[0]} {behind[1]}")
    return found


def _words(text: str, start: int, end: int) -> list[str]:
    return [word for piece in text[start:end].split() for word in _pieces(piece)]


@lru_cache(maxsize=KNOWN_WORDS)
def _pieces(piece: str) -> tuple[str, ...]:
    return tuple(map(_digitless, _WORD.findall(piece)))


def _digitless(word: str) -> str:
    return "0" if word[:1].isdigit() else word


def _phrases_around(reading: Reading, candidate: Candidate, within: tuple[int, int]) -> list[str]:
    """What the lexicon finds in the sentence beside the name: on which side, and how far."""
    starts, hits = reading.once(_hits)
    text, start, end = reading.text, candidate.start, candidate.end
    length = _HAN_OF_WORD if has_han(candidate.name) else 0
    least, most = max(within[0], start - _REACH), min(within[1], end + _REACH)
    begin = bisect_left(starts, least)
    found: list[str] = []
    for first, last, group in hits[begin : min(begin + _MOST_HITS, bisect_left(starts, most))]:
        if last > most or (first < end and last > start):
            continue
        a, b, side = (last, start, "L") if last <= start else (end, first, "R")
        words = (b - a) // length if length else text.count(" ", a, b)
        found.append(f"{side}{(words > _CLOSE) + (words > _NEAR)}{group}")
    return found


def _hits(reading: Reading) -> tuple[Sequence[int], Sequence[tuple[int, int, str]]]:
    """Everything that the lexicon finds, in order of place; and where each begins."""
    hits = sorted((hit.start, hit.end, group) for group, found in reading.hits.items() for hit in found)
    return [start for start, _, _ in hits], hits
