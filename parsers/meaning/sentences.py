"""What each sentence of a letter says to us: a linear model over its words, beside the grammar of word lists.

Word lists know only the requests somebody thought of; the model has weights for the small words as well, and so hears
a refund in "knock the extra one back" and none in "I don't want a voucher". One logistic regression a label, over the
words and word pairs of one sentence (of Chinese: characters and pairs), what stands behind a refusal apart from the rest,
the lexicon's groups in it, the words beside a remedy's, what the grammar makes of it, and what the letter is about.

The weights are trained by `python -m training` from sentences and letters kept there; `sentences.tsv` is its output:
one feature a line, one column a label. Reading that file is the only disk access, once in a process.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, cast

from parsers.letter import Remedy, Span, Topic
from parsers.lexicon import Hit
from parsers.meaning.beside import BESIDE_MARK, beside
from parsers.meaning.classifier import lean
from parsers.meaning.clauses import MAX_CHARS, Clause, parts
from parsers.meaning.grams import words_in
from parsers.meaning.requests import asked_for, outside_conditions
from parsers.meaning.weights import MOST, Weights, lines_of, packed
from parsers.text.reading import Reading

UNHEARD = -2.1  # log odds that say nothing any more
SCALE = 10  # weights are kept in tenths
LENGTH_POWER = 0.35  # a sentence twice as long says less than twice as much
BIAS = "="
GROUP_MARK = "@"
GROUP_MARKS = (GROUP_MARK, "~@", "^?")  # of the features that every language has
REMEDIES = frozenset(remedy.value for remedy in Remedy)
LABELS = (*(remedy.value for remedy in Remedy), "prior", "legal", "threat", "critical", "high", "low")
_UNHEARD = dict.fromkeys(LABELS, UNHEARD)
_TABLES = ("remedy.", "ask.", "urgency.", "threat.", "prior.", "contact.", "flag.", "sense.")
_SENSE = "@sense."
_REMEDY = "@remedy."
_ASKED = {remedy: f"@asked.{remedy.value}" for remedy in Remedy}
_REFUSED_WITHIN = 60  # characters behind a refusal, in one clause
_TURN = re.compile(r"[,;:!?。、\n(]|\.(?!\d)| but | - |--|而|要(?!求)|只|但")
_CLAUSE_MARK = re.compile(r"[,.;!?\n、。]")
_REFUSAL_END = re.compile(_TURN.pattern + r"|\[|[□☐☑☒■√✓✔]")  # the next box of a form that is ticked or not
TOPIC_MARK = "^t "
_OF_A_LETTER = 200  # characters; where in a shorter text a sentence stands says nothing, nor what that is about
_PLACES = ("^p0", "^p1", "^p2", "^p3", "^p4")  # what is wanted is rarely said first, or behind the name
_WORDLESS = (*GROUP_MARKS, *_PLACES, TOPIC_MARK, BESIDE_MARK)  # what features begin with that are no words
_STRANGE = 0.2  # the share of features with a weight below which a sentence is strange
_START = itemgetter(0)  # of a sentence

_Scopes = list[tuple[int, int]]  # where what is refused starts and ends


class Said(NamedTuple):  # a letter has dozens: cheaper to make than a dataclass
    """A sentence, from `start` up to `end` of the reading's text, and how sure each label is of it, as log odds."""

    start: int
    end: int
    odds: Mapping[str, float]  # `UNHEARD` for a label that is less sure than that
    strange: bool  # hardly a word has a weight: in such a language only the lexicon's words count

    def holds(self, hits: Iterable[Hit]) -> bool:
        """Whether one of these words of the lexicon's begins in it."""
        return any(self.start <= hit.start < self.end for hit in hits)

    def span(self, reading: Reading) -> Span:
        """Where it stands in the letter, without the white space around it."""
        text = reading.text[self.start : self.end]
        first = self.start + len(text) - len(text.lstrip())
        return reading.span(first, max(first, self.start + len(text.rstrip())))


class _Weighed(NamedTuple):
    """The sentences of a letter; those of which a label is surer than `UNHEARD`, by label; and the strange ones."""

    sentences: list[Said]
    heard: Mapping[str, list[Said]]
    strange: list[Said]


def sentences(reading: Reading) -> Sequence[Said]:
    """Every sentence of the letter that has words, weighed."""
    return reading.once(_weighed).sentences


def likeliest(reading: Reading, label: str) -> float:
    """The log odds of the sentence that most says `label`, `UNHEARD` if none does."""
    return max((said.odds[label] for said in reading.once(_weighed).heard.get(label, ())), default=UNHEARD)


def saying(reading: Reading, label: str, sure: float) -> list[Said]:
    """The sentences whose log odds of `label` are above `sure`, which is not below `UNHEARD`."""
    return [said for said in reading.once(_weighed).heard.get(label, ()) if said.odds[label] > sure]


def perhaps_saying(reading: Reading, label: str, sure: float) -> list[Said]:
    """The same, and the strange ones, of which only the lexicon's words can tell."""
    weighed = reading.once(_weighed)
    heard = [said for said in weighed.heard.get(label, ()) if said.odds[label] > sure and not said.strange]
    return sorted([*heard, *weighed.strange], key=_START)


def _weighed(reading: Reading) -> _Weighed:
    new = cast("Any", tuple).__new__  # past the constructor's own frame
    model = _model()
    features = _featured(reading)
    sentences: list[Said] = []
    by_label: defaultdict[str, list[Said]] = defaultdict(list)
    strange: list[Said] = []
    for start, end, at, to in parts(reading).sentences:
        if at < to:
            clauses = features[at:to]
            words, heard = model.hear(clauses)
            odds = {**_UNHEARD, **heard} if heard else _UNHEARD
            is_strange = _is_strange(words, clauses)
            said: Said = new(Said, (start, end, odds, is_strange))
            sentences.append(said)
            if is_strange:
                strange.append(said)
            for label in heard:
                by_label[label].append(said)
    return _Weighed(sentences, by_label, strange)


def _is_strange(known: int, clauses: list[list[str]]) -> bool:
    if known >= _STRANGE * sum(map(len, clauses)):  # as it mostly is, whatever comes twice
        return False
    return known < _STRANGE * sum(len(set(features)) for features in clauses)


def featured(reading: Reading) -> Iterator[tuple[int, int, list[set[str]]]]:
    """Each sentence's place and, clause by clause, everything in it that may have a weight."""
    clauses = _featured(reading)
    for start, end, at, to in parts(reading).sentences:
        yield start, end, list(map(set, clauses[at:to]))


def _featured(reading: Reading) -> list[list[str]]:
    """Of every clause of the letter, the same, with what is said twice twice."""
    topic, clauses = _topic(reading), parts(reading).clauses
    features = [[*words, "^ " + first] if first else [*words] for _, _, (words, first, _) in clauses]
    places = _places(reading, clauses)
    refused = _refused_in(reading, clauses, places)
    for number, scopes in refused.items():
        features[number] = _with_refusals(reading.lower, *clauses[number][:2], scopes)
    _add_standing(reading, topic, features)
    _add_groups(reading, topic, places, refused, features)
    return features


def _topic(reading: Reading) -> str:
    """What the letter is most likely about: "put it right" asks one thing of a bill, another of a kettle."""
    if len(reading.text) <= _OF_A_LETTER:
        return ""
    topics = reading.once(lean).topics
    return TOPIC_MARK + max(topics, key=topics.__getitem__)


def _places(reading: Reading, clauses: Sequence[Clause]) -> list[int]:
    """Of each place in the text and of its end, the number of its clause; behind the last, as many as there are."""
    places: list[int] = []
    for number, (_, last, _) in enumerate(clauses):
        places += [number] * (last - len(places))
    return places + [len(clauses)] * (len(reading.lower) + 1 - len(places))


def _add_standing(reading: Reading, topic: str, features: list[list[str]]) -> None:
    """Add to the features what all clauses of a sentence share: where it stands, if it asks, what the letter is about."""
    text, body = reading.lower, reading.body_start
    length = len(text) if len(text) > _OF_A_LETTER else 0
    asks = "?" in text
    for start, end, at, to in parts(reading).sentences:
        shared = [topic] if topic else []
        if length and start >= body:
            shared.append(_PLACES[len(_PLACES) * start // length])
        if asks and "?" in text[max(start, end - 3) : end]:
            shared.append("^?")
        if end <= body:
            shared.append("^subject")
        for own in features[at:to]:
            own.extend(shared)


def _add_groups(
    reading: Reading, topic: str, places: Sequence[int], refused: Mapping[int, _Scopes], features: list[list[str]]
) -> None:
    """Add to the clauses' features what the lexicon and the grammar find, and the senses again in a letter about `topic`."""
    found: list[tuple[str, str, Sequence[Hit]]] = [
        (_ASKED[remedy], "", hits) for remedy, hits in asked_for(reading).items() if hits
    ]
    for group, hits in reading.hits.items():
        mark, is_sense = _MARKS[group]
        if mark:
            found.append((mark, _TOPICAL[topic][mark] if topic and is_sense else "", hits))
            if mark.startswith(_REMEDY):
                _add_beside(reading, places, hits, features)
    for mark, topical, hits in found:
        for _, start, _ in hits:
            number = places[start]
            if number < len(features):
                own = features[number]
                own.append(_marked(mark, start, refused[number]) if number in refused else mark)
                if topical:
                    own.append(topical)


def _add_beside(reading: Reading, places: Sequence[int], hits: Sequence[Hit], features: list[list[str]]) -> None:
    """Add to the clauses' features the words near a remedy's."""
    clauses = parts(reading).clauses
    for hit in hits:
        number = places[hit.start]
        if number < len(features):
            first, last, _ = clauses[number]
            features[number].extend(beside(reading.lower, first, last, hit))


def _marked(mark: str, start: int, scopes: _Scopes) -> str:
    return "~" + mark if _is_within(scopes, start) else mark


class _Marks(dict[str, tuple[str, bool]]):
    """The feature that a group is, and whether it is a sense; "" for one of other tables, or that only hides others."""

    def __missing__(self, group: str) -> tuple[str, bool]:
        hides = group.partition(".")[2].startswith("_")
        mark = GROUP_MARK + group if group.startswith(_TABLES) and not hides else ""
        self[group] = known = mark, mark.startswith(_SENSE)
        return known


_MARKS = _Marks()


class _OfTopic(dict[str, str]):
    """What each sense is in a letter about one topic."""

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic

    def __missing__(self, sense: str) -> str:
        told = self[sense] = self._topic + sense
        return told


_TOPICAL = {TOPIC_MARK + topic: _OfTopic(TOPIC_MARK + topic) for topic in Topic}


def _refused_in(reading: Reading, clauses: Sequence[Clause], places: Sequence[int]) -> Mapping[int, _Scopes]:
    """What is refused, by the clause it stands in."""
    scopes = _refused(reading)
    refused: dict[int, _Scopes] = {}
    for start, end in scopes:
        for number in range(places[start], places[max(start, end - 1)] + 1):
            if number < len(clauses) and number not in refused:
                first, last, _ = clauses[number]
                refused[number] = _overlapping(scopes, first, last)
    return refused


def _refused(reading: Reading) -> _Scopes:
    """What stands behind a refusal, up to the end of its clause, or before one that comes last."""
    text = reading.lower
    scopes: _Scopes = []
    for hit in outside_conditions(reading, reading.found("refusal.before")):
        if not scopes or hit.start >= scopes[-1][1]:
            stop = _REFUSAL_END.search(text, hit.end, hit.end + _REFUSED_WITHIN)
            scopes.append((hit.end, stop.start() if stop else min(len(text), hit.end + _REFUSED_WITHIN)))
    for hit in reading.found("refusal.behind"):
        before = text[max(0, hit.start - _REFUSED_WITHIN) : hit.start]
        scopes.append((hit.start - len(_CLAUSE_MARK.split(before)[-1]), hit.start))
    return sorted(scopes)


def _overlapping(scopes: _Scopes, first: int, last: int) -> _Scopes:
    near = scopes[max(0, bisect_right(scopes, (first, MAX_CHARS)) - 1) : bisect_left(scopes, (last, 0))]
    return [scope for scope in near if scope[1] > first]


def _is_within(scopes: _Scopes, at: int) -> bool:
    index = bisect_right(scopes, (at, MAX_CHARS)) - 1
    return index >= 0 and at < scopes[index][1]


def _with_refusals(text: str, first: int, last: int, scopes: _Scopes) -> list[str]:
    """The clause's words, what is refused with a mark."""
    done = first
    words: list[str] = []
    for start, end in scopes:
        if end > done:
            if start > done:
                words += _plain(text[done:start])
            done, begin = min(end, last), max(done, start)
            words += map("~".__add__, _plain(text[begin:done]))
    return words + _plain(text[done:last]) if done < last else words


def _plain(text: str) -> list[str]:
    features, first, _ = words_in(text)
    return [*features, "^ " + first] if first else [*features]


class Model:
    """The file of weights."""

    def __init__(self, content: bytes) -> None:
        self.rows: Mapping[str, bytes] = lines_of(content)
        self._weights = Weights(self.rows, len(LABELS) + 1, self._row)
        self._bias = [int(weight) / SCALE for weight in self.rows[BIAS].partition(b"\t")[2].split(b" ")]
        self._least: dict[int, tuple[float, int]] = {}  # by how many features are known

    def _row(self, feature: str) -> Sequence[int]:
        """Its weights; and, to be counted with them, whether it is a word."""
        weights = self.rows[feature].partition(b"\t")[2].split(b" ")
        return [*map(int, weights), not feature.startswith(_WORDLESS)]

    def hear(self, clauses: Iterable[Iterable[str]]) -> tuple[int, Mapping[str, float]]:
        """How many of a sentence's words are known, and which labels are surer than `UNHEARD`: their log odds.

        Given are its clauses' features; the likeliest clause decides.
        """
        words = 0
        heard: dict[str, float] = {}
        weights = self._weights
        for features in clauses:
            total, known = weights.total(features)
            words += weights.last(total)
            weight, least = self._least.get(known) or self._limits(known)
            if weights.reaches(total, least):
                for label, bias, column in zip(LABELS, self._bias, weights.columns(total), strict=False):
                    odds = bias + column * weight
                    if odds > heard.get(label, UNHEARD):
                        heard[label] = odds
        return words, heard

    def _limits(self, known: int) -> tuple[float, int]:
        """Where so many features are known, what each counts, and packed, the totals that make the labels heard."""
        weight = max(1, known) ** -LENGTH_POWER / SCALE
        least = [math.floor((UNHEARD - bias) / weight) for bias in self._bias]
        self._least[known] = limits = weight, packed([*least, MOST])
        return limits

    def weigh(self, clauses: Iterable[Iterable[str]]) -> dict[str, float]:
        """The log odds of each label of a sentence, `UNHEARD` for those that are less sure."""
        return {**_UNHEARD, **self.hear(clauses)[1]}


@cache
def _model() -> Model:
    return Model((Path(__file__).parent / "sentences.tsv").read_bytes())


def probability(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
