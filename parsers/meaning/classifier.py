"""What kind of letter the words are like: a linear model over words, beside the grammar of word lists.

Word lists know only what somebody thought of; the model has weights for the small words as well, and so recognises a
complaint none of whose words is on a list ("we were given the 3rd, then the 9th, and here we are on the 21st").

A multinomial logistic regression over the words and word pairs of a letter (of Chinese: characters and pairs), those of
its subject once more, and the groups of the lexicon that were found in it, which is how the letters of a language without
training sentences are weighed too. The weights are trained by `python -m training` from letters kept there; `weights.tsv` is its output:
one feature a line, one column a kind, in tenths. Reading that file is the only disk access, once in a process.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.letter import Purpose, Topic
from parsers.meaning.clauses import all_words
from parsers.meaning.faults import asserted, contradictions, faults
from parsers.meaning.grams import words_in
from parsers.meaning.weights import Weights, lines_of
from parsers.text.reading import Reading
from parsers.text.subject_marks import ANSWER

SCALE = 10  # weights are kept in tenths
WORDS_POWER = 0.45  # a letter twice as long says less than twice as much
GROUPS_POWER = 0.5
GROUPS_WEIGHT = 0.45  # what the lexicon recognised says more than a word, however long the letter
GROUP_MARK = "@"
SUBJECT_MARK = "^"  # the words of the subject, which says in few what the letter is for, count a second time
TOPIC_MARK = "&"  # what a letter is about tells topics apart, and nothing of whether it is a complaint
BIAS = "="  # the line of the kinds' own weights
_TABLES = ("purpose.", "stance.", "urgency.", "threat.", "prior.", "contact.", "remedy.", "flag.", "carrier.")
_OFTEN = (2, 4)  # a group found so often is a feature more
_COUNTED = {
    f"purpose.{name}": [f"{GROUP_MARK}{often} {name}" for often in _OFTEN]
    for name in ("complaint", "grievance", "thanks", "enquiry", "supplier", "newsletter", "not_complaint", "doubt")
}
_FAULTS_OFTEN = (1, 2, 4)
_FAULTS = [f"{GROUP_MARK}{often} faults" for often in _FAULTS_OFTEN]
_CONTRADICTION, _SUPPOSED, _REAL = (GROUP_MARK + name for name in ("contradiction", "supposed", "real"))
_ABOUT = ("about.", "defect.")
_ABOUT_OFTEN = (1, 2, 3, 5)
_TOPICS = frozenset(topic.value for topic in Topic)


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
    return _model().weigh(_words(reading), *_found(reading))


def features(reading: Reading) -> frozenset[str]:
    """Everything in a letter that may have a weight."""
    return frozenset[str]().union(_words(reading), *_found(reading))


def _words(reading: Reading) -> set[str]:
    """The letter's words, and again those of its subject; but none of an answer's, which is often our own."""
    words = all_words(reading)
    if not ANSWER.match(reading.lower):
        of_subject, _, _ = words_in(reading.lower[: reading.body_start])
        words.update(map(SUBJECT_MARK.__add__, of_subject))
    return words


def _found(reading: Reading) -> tuple[set[str], set[str]]:
    """The groups of the lexicon that were found, and what the letter is about."""
    groups: set[str] = set()
    topical: set[str] = set()
    for group, hits in reading.hits.items():
        mark, about = _FEATURES[group]
        if mark:
            groups.add(mark)
        elif about:
            topical.update(about[: bisect_right(_ABOUT_OFTEN, len(hits))])
            if hits[0].start < reading.body_start:
                topical.add(about[-1])
    _add_particulars(reading, groups)
    return groups, topical


class _Features(dict[str, tuple[str, Sequence[str]]]):
    """The feature that a group of the lexicon is; of one that tells topics apart, the more the oftener it is found.

    The last of these is for one that the subject has.
    """

    def __missing__(self, group: str) -> tuple[str, Sequence[str]]:
        mark = GROUP_MARK + group if group.startswith(_TABLES) else ""
        often = [f"{often} " if often > 1 else "" for often in _ABOUT_OFTEN]
        about = [f"{TOPIC_MARK}{each}{group}" for each in (*often, "subject ")] if group.startswith(_ABOUT) else []
        self[group] = known = mark, about
        return known


_FEATURES = _Features()


def _add_particulars(reading: Reading, groups: set[str]) -> None:
    """What the groups alone do not say: how often, and whether a fault is told of or only spoken of."""
    for group, often in _COUNTED.items():
        if hits := reading.hits.get(group):
            groups.update(often[: bisect_right(_OFTEN, len(hits))])
    if told := faults(reading):
        groups.update([GROUP_MARK + hit.group for hit in told])
        groups.update(_FAULTS[: bisect_right(_FAULTS_OFTEN, len(told))])
        real = asserted(reading)
        if len(told) > len(real):
            groups.add(_SUPPOSED)
        if real:
            groups.add(_REAL)
    if contradictions(reading):
        groups.add(_CONTRADICTION)


def scaled(found: Iterable[str]) -> dict[str, float]:
    """How much each of these features counts, by how many of its sort there are."""
    words, groups, topical = _parted(found)
    values = dict.fromkeys(words, _word_value(len(words))) | dict.fromkeys(groups, _group_value(len(groups)))
    return values | dict.fromkeys(topical, _group_value(len(topical)))


def _parted(found: Iterable[str]) -> tuple[list[str], list[str], list[str]]:
    words: list[str] = []
    groups: list[str] = []
    topical: list[str] = []
    for feature in found:
        (groups if feature[0] == GROUP_MARK else topical if feature[0] == TOPIC_MARK else words).append(feature)
    return words, groups, topical


def _word_value(count: int) -> float:
    return max(1, count) ** -WORDS_POWER


def _group_value(count: int) -> float:
    return GROUPS_WEIGHT * max(1, count) ** -GROUPS_POWER


def softmax(scores: Iterable[float]) -> list[float]:
    """The scores as probabilities that add up to 1."""
    scores = list(scores)
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


class Model:
    """The file of weights."""

    def __init__(self, content: bytes) -> None:
        lines = lines_of(content)
        self.kinds = tuple(lines.pop("").decode().split("\t")[1:])
        self._weights = Weights(lines, len(self.kinds), lambda feature: _row(lines[feature]))
        places = {kind: index for index, kind in enumerate(self.kinds)}
        self._topics = {Topic(kind): index for kind, index in places.items() if kind in _TOPICS}
        self._purposes = {purpose: places[purpose] for purpose in Purpose if purpose in places}
        self.bias = tuple(_row(lines[BIAS]))

    def lean(self, found: Iterable[str]) -> Leaning:
        """What kind of letter has these features."""
        return self.weigh(*map(frozenset, _parted(found)))

    def weigh(self, words: AbstractSet[str], groups: AbstractSet[str], topical: AbstractSet[str]) -> Leaning:
        """The same of features that are parted already."""
        word_value, group_value = _word_value(len(words)), _group_value(len(groups))
        topical_value = _group_value(len(topical)) / SCALE
        sums: list[float] = []
        told: list[float] = []
        columns = (self._weights.columns(self._weights.total(found)[0]) for found in (words, groups, topical))
        for bias, word, group, about in zip(self.bias, *columns, strict=True):
            total = (bias + word * word_value + group * group_value) / SCALE
            sums.append(total)
            told.append(total + about * topical_value)
        shares = softmax(sums)
        complaint = sum([shares[index] for index in self._topics.values()])
        by_topic = softmax([told[index] for index in self._topics.values()])
        return Leaning(
            {topic: share * complaint for topic, share in zip(self._topics, by_topic, strict=True)},
            {purpose: shares[index] for purpose, index in self._purposes.items()},
        )


def _row(line: bytes) -> list[int]:
    _, *weights = line.split(b"\t")
    return [*map(int, weights)]


@cache
def _model() -> Model:
    return Model((Path(__file__).parent / "weights.tsv").read_bytes())
