"""How much speaks for a thing being what a letter is about: its mentions, where they stand, how often, beside what.

A logistic regression as that of `mention_evidence`, whose odds for the mentions it takes together and compares with
those of the letter's other things. The weights are in `product_weights.tsv`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from parsers.goods.candidates import Candidate, has_han, singular
from parsers.goods.mention_evidence import mention_odds
from parsers.goods.name_signs import signs_of_name
from parsers.letter import Purpose, Topic
from parsers.meaning.classifier import lean
from parsers.text.reading import Reading
from parsers.text.sign_weights import BIAS, SCALE, sign_weights

WEIGHTS = Path(__file__).with_name("product_weights.tsv")
TOGETHER, BEHIND = "=together", "=behind"  # weights of the mentions' odds: all together; how far behind another thing's
_PLACES = (60, 150, 300, 600, 1200)  # characters before the first mention
_AFTER = tuple(f"after{place}" for place in _PLACES)
_SHARES = (0.4, 0.6, 0.8)
_BELOW = tuple(f"below{share}" for share in _SHARES)
_MENTIONED = ("n2", "n3", "n4")
_JOINED = tuple((f"joined{share}", share) for share in (0.4, 0.8))
_MANY = 5
_HEAD_OF_HAN = 2  # characters of a Chinese name that tell what it is
_RANKS = 4  # from which place on things are only said to come late
_OFTEN = 5  # so often a name comes up at most, as far as this tells anything
_COMPLAINT = 0.5  # how probable one must be
_PROBABLE = itemgetter(1)
_ALONE = -4.0  # the odds that a letter's only thing is compared with


class Standing(NamedTuple):
    """How a thing stands among the others of its letter."""

    share: float  # its weight, as a share of the weightiest's
    beside: float  # the same of another that "and" joins it to, 0 for none
    among: int  # how many things the letter names, itself among them
    rank: int = 0  # how many others come up before it, the subject left out
    counted: int = 0  # how many things of the letter are counted; 0 when it is not one of them


class Odds(NamedTuple):
    """Logarithms of the odds of a thing's mentions."""

    together: float  # of any of them, as it were
    behind: float  # how far its likeliest mention lies behind that of another thing; 0 when it leads


def chances(reading: Reading, groups: Sequence[Sequence[Candidate]], standings: Sequence[Standing]) -> list[float]:
    """Of each group of names for one thing the logarithm of the odds: above 0 it is rather a product of the letter."""
    odds = compared([[mention_odds(reading, candidate) for candidate in group] for group in groups])
    latin, han = sign_weights(WEIGHTS)
    return [
        _chance(han if has_han(group[0].name) else latin, signs(reading, group, standing), each)
        for group, standing, each in zip(groups, standings, odds, strict=True)
    ]


def _chance(weights: Mapping[str, int], signs: Iterable[str], odds: Odds) -> float:
    mentions = weights.get(TOGETHER, 0) * odds.together + weights.get(BEHIND, 0) * odds.behind
    return (weights.get(BIAS, 0) + mentions + sum(map(weights.get, signs, repeat(0)))) / SCALE


def compared(odds: Sequence[Sequence[float]]) -> list[Odds]:
    """What the odds of all things' mentions come to, thing by thing."""
    best = list(map(max, odds))
    likeliest = max(best) if len(best) > 1 else max([_ALONE, *best])
    return [Odds(math.log(sum(map(math.exp, each))), mine - likeliest) for each, mine in zip(odds, best, strict=True)]


def signs(reading: Reading, group: Sequence[Candidate], standing: Standing) -> set[str]:
    """The signs of a group of names for one thing, its weightiest first."""
    first = group[0]
    if "row" in first.cues:  # where it stands tells, whatever it is called
        return {"row"}
    found = {f"among{min(standing.among, _MANY)}", *signs_of_name(first.name)}
    _add_places(found, group, reading.body_start)
    _add_standing(found, standing)
    if not has_han(first.name):
        found.add(reading.once(_leaning))  # of Chinese letters it tells nothing more
    found.add(f"said{min(_OFTEN, times_said(reading, first))}")
    return found


def _leaning(reading: Reading) -> str:
    """What the letter is like: shops are written to about other things than banks, and thanked for others than blamed."""
    leaning = reading.once(lean)
    likely: Mapping[Topic, float] | Mapping[Purpose, float]
    likely = leaning.topics if leaning.complaint >= _COMPLAINT else leaning.purposes
    return f"leans_{max(likely.items(), key=_PROBABLE)[0].value}"


def times_said(reading: Reading, candidate: Candidate) -> int:
    """How often what the name ends in comes up, whether or not a grammar sees it there as a name."""
    start = max(candidate.start, candidate.end - _HEAD_OF_HAN) if has_han(candidate.name) else candidate.start
    words = reading.lower[start : candidate.end].split()
    return reading.lower.count(singular(words[-1])) if words else 0


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
    found.add(f"rank{min(standing.rank, _RANKS)}")
    if standing.counted:
        found.add(f"counted{min(standing.counted, _RANKS)}")
    if standing.beside:
        found.update([sign for sign, share in _JOINED if standing.beside >= share])
