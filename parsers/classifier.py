"""What kind of letter the words are like: a linear model over words, beside the grammar of word lists.

Word lists know only what somebody thought of; the model has weights for the small words as well, and so recognises a
complaint none of whose words is on a list ("we were given the 3rd, then the 9th, and here we are on the 21st").

A multinomial logistic regression over the words and word pairs of a letter (of Chinese: characters, pairs and triples)
and the groups of the lexicon that were found in it, which is how the letters of a language without training sentences
are weighed too. The weights are trained by `python -m training` from sentences kept there; `weights.tsv` is its output:
one feature a line, one column a kind, in tenths. Reading that file is the only disk access, once in a process.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from operator import add
from pathlib import Path

from parsers.faults import contradictions, faults
from parsers.letter import Purpose, Topic
from parsers.reading import Reading

MAX_CHARS = 20_000  # what a letter is for is said before that
SCALE = 10  # weights are kept in tenths
LENGTH_POWER = 0.6  # a letter twice as long says less than twice as much
GROUP_MARK = "@"
BIAS = "="  # the line of the kinds' own weights
_LATIN = re.compile(r"[^\W\d_\u4e00-\u9fff]+(?:'[^\W\d_\u4e00-\u9fff]+)?|\d+|[?!]")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDINGS = ("ing", "ed", "es", "ly", "s")
_SHORTEST_STEM = 3
_TABLES = ("purpose.", "urgency.", "threat.", "prior.", "remedy.", "flag.", "carrier.")


@dataclass(frozen=True, slots=True)
class Leaning:
    """How probable each kind is, 0 … 1: of a complaint by topic, of other letters by purpose. All together are 1."""

    topics: Mapping[Topic, float]
    purposes: Mapping[Purpose, float]

    @property
    def complaint(self) -> float:
        """How probable it is that the letter is a complaint, of whatever topic."""
        return sum(self.topics.values())


def lean(reading: Reading) -> Leaning:
    """What kind of letter `reading` is like. A letter of which no word is known leans as letters in general do."""
    model = _model()
    rows = [model.rows[feature] for feature in model.rows.keys() & features(reading)]
    weight = 1 / (SCALE * len(rows) ** LENGTH_POWER) if rows else 0.0
    sums = list(map(sum, zip(*rows, strict=True))) if rows else [0] * len(model.kinds)
    shares = softmax([bias / SCALE + total * weight for bias, total in zip(model.bias, sums, strict=True)])
    by_kind = dict(zip(model.kinds, shares, strict=True))
    topics = {topic: by_kind[topic] for topic in Topic if topic in by_kind}
    return Leaning(topics, {purpose: by_kind[purpose] for purpose in Purpose if purpose in by_kind})


def features(reading: Reading) -> frozenset[str]:
    """Everything in a letter that may have a weight."""
    text = reading.lower[:MAX_CHARS]
    groups = {group for group in reading.hits if group.startswith(_TABLES)} | {hit.group for hit in faults(reading)}
    if contradictions(reading):
        groups.add("contradiction")
    return frozenset([*_latin(text), *_han(text), *(GROUP_MARK + group for group in groups)])


def _latin(text: str) -> list[str]:
    """The words, and every two that follow each other."""
    words = ["0" if word.isdigit() else _stem(word) for word in _LATIN.findall(text)]
    return [*words, *map(" ".join, pairwise(words))]


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """Roughly the stem of an English word; of another language's, the same of the same."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _han(text: str) -> list[str]:
    """The characters, and every two and three that follow each other."""
    found: list[str] = []
    for run in _HAN.findall(text):
        pairs = list(map(add, run, run[1:]))
        found += [*run, *pairs, *map(add, pairs, run[2:])]
    return found


def softmax(scores: Iterable[float]) -> list[float]:
    """The scores as probabilities that add up to 1."""
    scores = list(scores)
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@dataclass(frozen=True, slots=True)
class _Model:
    kinds: tuple[str, ...]
    bias: tuple[int, ...]
    rows: Mapping[str, tuple[int, ...]]


@cache
def _model() -> _Model:
    lines = (Path(__file__).parent / "weights.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")]
    kinds = tuple(table[0][1:])
    rows = {feature: tuple(map(int, weights)) for feature, *weights in table[1:]}
    return _Model(kinds, rows.pop(BIAS), rows)
