"""What each sentence of a letter says to us: a linear model over its words, beside the grammar of word lists.

Word lists know only the requests somebody thought of; the model has weights for the small words as well, and so hears
a refund in "knock the extra one back" and none in "I don't want a voucher". One logistic regression a label, over the
words and word pairs of one sentence (of Chinese: characters, pairs and triples), what stands behind a refusal apart from
the rest, the lexicon's groups in it, alone and two by two, what the grammar makes of it, and what the letter is about.

The weights are trained by `python -m training` from sentences and letters kept there; `sentences.tsv` is its output:
one feature a line, one column a label. Reading that file is the only disk access, once in a process.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from operator import add
from pathlib import Path

from parsers.classifier import lean
from parsers.clauses import MAX_CHARS, Words, sentences_of, words_in
from parsers.letter import Remedy, Span
from parsers.reading import Reading
from parsers.requests import asked_for
from parsers.weights import NOTHING, Weights

SCALE = 10  # weights are kept in tenths
LENGTH_POWER = 0.4  # a sentence twice as long says less than twice as much
BIAS = "="
GROUP_MARKS = ("@", "~@", "^?")  # of the features that every language has
REMEDIES = frozenset(remedy.value for remedy in Remedy)
LABELS = (*(remedy.value for remedy in Remedy), "prior", "legal", "threat", "critical", "high", "low")
_TABLES = ("remedy.", "ask.", "urgency.", "threat.", "prior.", "flag.", "sense.")
_SENSE = "@sense."
_REFUSED_WITHIN = 60  # characters behind a refusal, in one clause
_TURN = re.compile(r"[,;:!?。、\n(]|\.(?!\d)| but | - |--|而|要(?!求)|只|但")
_CLAUSE_MARK = re.compile(r"[,.;!?\n、。]")
_REFUSAL_END = re.compile(_TURN.pattern + r"|\[|[□☐☑☒■√✓✔]")  # the next box of a form that is ticked or not
TOPIC_MARK = "^t "
_OF_A_LETTER = 200  # characters; where in a shorter text a sentence stands says nothing, nor what that is about
_PLACES = ("^p0", "^p1", "^p2", "^p3", "^p4")  # what is wanted is rarely said first, or behind the name
_STRANGE = 0.2  # the share of features with a weight below which a sentence is strange


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, from `start` up to `end` of the reading's text, and how sure each label is of it, as log odds."""

    start: int
    end: int
    odds: Mapping[str, float]
    strange: bool  # hardly a word has a weight: in such a language only the lexicon's words count

    def span(self, reading: Reading) -> Span:
        """Where it stands in the letter, without the white space around it."""
        text = reading.text[self.start : self.end]
        first = self.start + len(text) - len(text.lstrip())
        return reading.span(first, max(first, self.start + len(text.rstrip())))


def sentences(reading: Reading) -> Sequence[Said]:
    """Every sentence of the letter, weighed."""
    return reading.once(_weighed)


def _weighed(reading: Reading) -> list[Said]:
    model = _model()
    known = model.known
    said: list[Said] = []
    for start, end, clauses in _featured(reading):
        if clauses:
            weighed = [known.intersection(features) for features in clauses]
            words = sum(len(features - model.wordless) for features in weighed)
            said.append(Said(start, end, model.weigh(weighed), _is_strange(words, clauses)))
    return said


def _is_strange(known: int, clauses: list[list[str]]) -> bool:
    if known >= _STRANGE * sum(map(len, clauses)):  # as it mostly is, whatever comes twice
        return False
    return known < _STRANGE * sum(len(set(features)) for features in clauses)


def featured(reading: Reading) -> Iterable[tuple[int, int, list[set[str]]]]:
    """Each sentence's place and, clause by clause, everything in it that may have a weight."""
    for start, end, clauses in _featured(reading):
        yield start, end, list(map(set, clauses))


def _featured(reading: Reading) -> Iterable[tuple[int, int, list[list[str]]]]:
    """The same, with what is said twice twice."""
    text = reading.lower
    groups, scopes = _groups(reading), _refused(reading)
    topic = _topic(reading)
    starts = [start for start, _ in groups]
    for start, end, pieces in sentences_of(reading):
        whole = ["^subject"] if end <= reading.body_start else list[str]()
        if "?" in text[max(start, end - 3) : end]:
            whole.append("^?")
        if reading.body_start <= start and len(reading.text) > _OF_A_LETTER:
            whole.append(_PLACES[len(_PLACES) * start // len(reading.text)])
        if topic:
            whole.append(topic)
        clauses: list[list[str]] = []
        for first, last, words in pieces:
            said = groups[bisect_left(starts, first) : bisect_left(starts, last)]
            refused = _overlapping(scopes, first, last) if scopes else scopes
            features = whole + (_with_refusals(text, first, last, refused) if refused else _plain(words))
            if said:
                names = [group for _, group in said]
                senses = [group for group in names if group.startswith(_SENSE)]
                features += map(add, senses, senses[1:])
                features += map(add, senses, senses[2:])
                if topic:
                    features += [topic + sense for sense in senses]
                if refused:
                    features += [("~" if _within(refused, at) else "") + group for at, group in said]
                else:
                    features += names
            clauses.append(features)
        yield start, end, clauses


def _topic(reading: Reading) -> str:
    """What the letter is most likely about: "put it right" asks one thing of a bill, another of a kettle."""
    if len(reading.text) <= _OF_A_LETTER:
        return ""
    topics = reading.once(lean).topics
    return TOPIC_MARK + max(topics, key=lambda topic: topics[topic]).value


def _groups(reading: Reading) -> list[tuple[int, str]]:
    """What the lexicon and the grammar find, as features, in order of place."""
    found = [(hit.start, "@" + hit.group) for hit in reading.found(*_TABLES)]
    found += [(hit.start, "@asked." + remedy.value) for remedy, hits in asked_for(reading).items() for hit in hits]
    found.sort()
    return found


def _refused(reading: Reading) -> list[tuple[int, int]]:
    """What stands behind a refusal, up to the end of its clause, or before one that comes last."""
    text = reading.lower
    scopes: list[tuple[int, int]] = []
    for hit in reading.found("refusal.before"):
        if not scopes or hit.start >= scopes[-1][1]:
            stop = _REFUSAL_END.search(text, hit.end, hit.end + _REFUSED_WITHIN)
            scopes.append((hit.end, stop.start() if stop else min(len(text), hit.end + _REFUSED_WITHIN)))
    for hit in reading.found("refusal.behind"):
        before = text[max(0, hit.start - _REFUSED_WITHIN) : hit.start]
        scopes.append((hit.start - len(_CLAUSE_MARK.split(before)[-1]), hit.start))
    return sorted(scopes)


def _overlapping(scopes: list[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    near = scopes[max(0, bisect_right(scopes, (first, MAX_CHARS)) - 1) : bisect_left(scopes, (last, 0))]
    return [scope for scope in near if scope[1] > first]


def _within(scopes: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(scopes, (at, MAX_CHARS)) - 1
    return index >= 0 and at < scopes[index][1]


def _with_refusals(text: str, first: int, last: int, scopes: list[tuple[int, int]]) -> list[str]:
    """The clause's words, what is refused with a mark."""
    done = first
    words: list[str] = []
    for start, end in scopes:
        if end > done:
            words += _plain(words_in(text[done : max(done, start)]))
            words += ["~" + word for word in _plain(words_in(text[max(done, start) : min(end, last)]))]
            done = min(end, last)
    return words + _plain(words_in(text[done:last]))


def _plain(words: Words) -> list[str]:
    return [*words.stems, "^ " + words.stems[0], *words.pairs, *words.grams] if words.stems else [*words.grams]


class Model:
    """The file of weights."""

    def __init__(self, text: str) -> None:
        lines = (line.partition("\t") for line in text.splitlines() if not line.startswith("# "))
        self.rows: Mapping[str, str] = {feature: weights for feature, _, weights in lines}
        self._weights = Weights(self.rows, len(LABELS))
        self.known = self._weights.known
        self.wordless = frozenset(one for one in self.known if one.startswith((*GROUP_MARKS, *_PLACES, TOPIC_MARK)))
        self._bias = [int(weight) / SCALE for weight in self.rows[BIAS].split(" ")]

    def weigh(self, clauses: Iterable[AbstractSet[str]]) -> dict[str, float]:
        """The log odds of each label of a sentence, given its clauses' features in `rows`: its likeliest clause's."""
        odds = list(map(self._odds, clauses))
        return dict(zip(LABELS, map(max, *odds) if len(odds) > 1 else odds[0], strict=True))

    def _odds(self, features: AbstractSet[str]) -> list[float]:
        weight = len(features) ** -LENGTH_POWER / SCALE if features else 0.0
        nothing = len(features) * NOTHING
        sums = self._weights.sums(features)
        return [bias + (total - nothing) * weight for bias, total in zip(self._bias, sums, strict=True)]


@cache
def _model() -> Model:
    return Model((Path(__file__).parent / "sentences.tsv").read_text(encoding="utf-8"))


def likeliest(reading: Reading, label: str) -> float:
    """The log odds of the sentence that most says `label`; minus infinity for a letter without words."""
    return max((said.odds[label] for said in sentences(reading)), default=-math.inf)


def saying(reading: Reading, label: str, sure: float) -> list[Said]:
    """The sentences whose log odds of `label` are above `sure`."""
    return [said for said in sentences(reading) if said.odds[label] > sure]


def probability(odds: float) -> float:
    """Log odds as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
