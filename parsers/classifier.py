"""What kind of letter the words are like: a linear model over words, beside the grammar of word lists.

Word lists know only what somebody thought of; the model has weights for the small words as well, and so recognises a
complaint none of whose words is on a list ("we were given the 3rd, then the 9th, and here we are on the 21st").

A multinomial logistic regression over the words and word pairs of a letter (of Chinese: characters, pairs and triples),
those of its subject once more, and the groups of the lexicon that were found in it, which is how the letters of a language without training sentences
are weighed too. The weights are trained by `python -m training` from letters kept there; `weights.tsv` is its output:
one feature a line, one column a kind, in tenths. Reading that file is the only disk access, once in a process.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.clauses import all_words, words_in
from parsers.faults import asserted, contradictions, faults
from parsers.letter import Purpose, Topic
from parsers.reading import Reading
from parsers.weights import NOTHING, Weights

SCALE = 10  # weights are kept in tenths
WORDS_POWER = 0.45  # a letter twice as long says less than twice as much
GROUPS_POWER = 0.5
GROUPS_WEIGHT = 0.45  # what the lexicon recognised says more than a word, however long the letter
GROUP_MARK = "@"
SUBJECT_MARK = "^"  # the words of the subject, which says in few what the letter is for, count a second time
TOPIC_MARK = "&"  # what a letter is about tells topics apart, and nothing of whether it is a complaint
BIAS = "="  # the line of the kinds' own weights
_TABLES = ("purpose.", "stance.", "urgency.", "threat.", "prior.", "remedy.", "flag.", "carrier.")
_COUNTED = ("complaint", "grievance", "thanks", "enquiry", "supplier", "newsletter", "not_complaint", "doubt")
_OFTEN = (2, 4)  # a group found so often is a feature more
_FAULTS_OFTEN = (1, 2, 4)
_ABOUT = ("about.", "defect.")
_ABOUT_OFTEN = (2, 3, 5)
_TOPICS = frozenset(topic.value for topic in Topic)
_ANSWER = re.compile(r"(?:re|aw|答复|回复)\s?:")  # the subject is that of the mail that is answered, often our own


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
    return _model().weigh(*_featured(reading))


def features(reading: Reading) -> frozenset[str]:
    """Everything in a letter that may have a weight."""
    return frozenset[str]().union(*_featured(reading))


def _featured(reading: Reading) -> tuple[set[str], set[str], set[str]]:
    """The letter's features: words, groups, and what it is about."""
    groups = {group for group in reading.hits if group.startswith(_TABLES)} | {hit.group for hit in faults(reading)}
    marked = {GROUP_MARK + group for group in (*groups, *_particulars(reading))}
    return (
        all_words(reading) | {SUBJECT_MARK + word for word in _subject_words(reading)},
        marked,
        {TOPIC_MARK + group for group in _topical(reading)},
    )


def _subject_words(reading: Reading) -> Iterator[str]:
    """The words of the subject; none of an answer's, which is often our own."""
    if not _ANSWER.match(reading.lower):
        words = words_in(reading.lower[: reading.body_start])
        yield from (*words.stems, *words.pairs, *words.grams)


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


def _particulars(reading: Reading) -> Iterator[str]:
    """What the groups alone do not say: how often, and whether a fault is told of or only spoken of."""
    if contradictions(reading):
        yield "contradiction"
    for name in _COUNTED:
        count = len(reading.hits.get(f"purpose.{name}", ()))
        yield from (f"{often} {name}" for often in _OFTEN if count >= often)
    told = faults(reading)
    yield from (f"{often} faults" for often in _FAULTS_OFTEN if len(told) >= often)
    real = asserted(reading)
    if len(told) > len(real):
        yield "supposed"
    if real:
        yield "real"


def _topical(reading: Reading) -> Iterator[str]:
    """What the letter speaks of, how often, and whether its subject does."""
    for group, hits in reading.hits.items():
        if group.startswith(_ABOUT):
            yield group
            yield from (f"{often} {group}" for often in _ABOUT_OFTEN if len(hits) >= often)
            if hits[0].start < reading.body_start:
                yield f"subject {group}"


def softmax(scores: Iterable[float]) -> list[float]:
    """The scores as probabilities that add up to 1."""
    scores = list(scores)
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


class Model:
    """The file of weights."""

    def __init__(self, text: str) -> None:
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        self.kinds = tuple(lines[0].split("\t")[1:])
        parted = (line.partition("\t") for line in lines[1:])
        rows = {feature: weights for feature, _, weights in parted}
        self._weights = Weights(rows, len(self.kinds))
        self.bias = tuple(map(int, rows[BIAS].split("\t")))

    def lean(self, found: Iterable[str]) -> Leaning:
        """What kind of letter has these features."""
        return self.weigh(*map(frozenset, _parted(found)))

    def weigh(self, words: AbstractSet[str], groups: AbstractSet[str], topical: AbstractSet[str]) -> Leaning:
        """The same of features that are parted already."""
        word_value, group_value = _word_value(len(words)), _group_value(len(groups))
        sums = [
            (bias + word * word_value + group * group_value) / SCALE
            for bias, word, group in zip(self.bias, self._total(words), self._total(groups), strict=True)
        ]
        shares = dict(zip(self.kinds, softmax(sums), strict=True))
        value = _group_value(len(topical)) / SCALE
        told = [total + each * value for total, each in zip(sums, self._total(topical), strict=True)]
        by_topic = {Topic(kind): each for kind, each in zip(self.kinds, told, strict=True) if kind in _TOPICS}
        complaint = sum(shares[topic] for topic in by_topic)
        topics = {topic: share * complaint for topic, share in zip(by_topic, softmax(by_topic.values()), strict=True)}
        return Leaning(topics, {purpose: shares[purpose] for purpose in Purpose if purpose in shares})

    def _total(self, features: AbstractSet[str]) -> list[int]:
        """The weights of these features together by kind, in tenths."""
        known = self._weights.known & features
        nothing = len(known) * NOTHING
        return [total - nothing for total in self._weights.sums(known)]


@cache
def _model() -> Model:
    return Model((Path(__file__).parent / "weights.tsv").read_text(encoding="utf-8"))
