"""What is wrong, in the writer's words and as a code, and what the complaint is about.

The topic is weighed, not ruled: the model of `parsers.meaning.classifier` says what the letter is like as a whole, every defect
phrase speaks for a topic besides; safety weighs more because it changes who must act. The code is the most particular
one that is told of: a crack rather than damage, rust rather than "does not work". The same defect has the same code in
every language and wording, because that is how a repeated complaint is recognised.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from parsers.letter import Fact, Topic
from parsers.lexicon import Hit
from parsers.meaning.classifier import Leaning
from parsers.meaning.faults import asserted, contradictions, faults, is_asked
from parsers.text.denial import is_conditional, is_supposed
from parsers.text.reading import Reading

MAX_DEFECTS = 12
MAX_EVIDENCE = 5
_SPEAKS_FOR = {  # every other code is a fault of the goods
    "late": Topic.LATE_DELIVERY,
    "wrong_goods": Topic.WRONG_OR_MISSING_GOODS,
    "missing_part": Topic.WRONG_OR_MISSING_GOODS,
    "billing": Topic.BILLING,
    "attitude": Topic.SERVICE_ATTITUDE,
    "safety": Topic.SAFETY_COMPLIANCE,
    "repair_service": Topic.AFTER_SALES_REPAIR,
}
_WEIGHTS = {
    "safety": 2.2,
    "wrong_goods": 1.6,
    "missing_part": 1.6,
    "billing": 1.5,
    "late": 1.1,
    "damaged": 1.2,
}
_BROKEN = frozenset({"damaged", "crack", "dent", "scratch", "wet"})  # what also happens on the way
_VAGUE = {
    "wrong_goods": 0.6,
    "not_working": 0.5,
    "damaged": 0.5,
    "repair_service": 0.3,
    "attitude": 0.3,
    "late": 0.6,
    "safety": 0.7,
}
_SUBJECT_WEIGHT = 1.5
_WORDS_WEIGHT = 1.5  # of the defect phrases, beside the model's logarithm
_COMMONPLACE = 0.25  # against a fault of the goods, of which letters speak by the way whatever they are about
_UNLIKELY = 0.02  # the least share that the model gives a topic


@dataclass(frozen=True, slots=True)
class Defects:
    """The phrases that say what is wrong, the most telling code among them, and how often each code was met."""

    phrases: tuple[Fact[str], ...]
    kind: str | None
    counts: Counter[str]

    @property
    def only_billing(self) -> bool:
        """Whether nothing but a charge is wrong: then "fix it" means the money."""
        return self.counts.keys() == {"billing"}


def read_defects(reading: Reading) -> Defects:
    """Everything said to be wrong, in order."""
    hits = faults(reading)
    counts = Counter(map(_code, hits))
    seen: dict[str, Fact[str]] = {}
    for hit in hits:
        phrase = reading.lower[hit.start : hit.end]
        if phrase not in seen:
            seen[phrase] = Fact(reading.text[hit.start : hit.end], (reading.span(hit.start, hit.end),))
    return Defects(tuple(seen.values())[:MAX_DEFECTS], _kind(reading, hits), counts)


def _kind(reading: Reading, hits: tuple[Hit, ...]) -> str | None:
    """The most telling code of what is told of; of what is only asked where nothing is told, of what is supposed never.

    Words that say something vague and something particular ("the handle came off") say the particular.
    """
    told = asserted(reading) or contradictions(reading) or [hit for hit in hits if not _is_doubtful(reading, hit)]
    particular = [hit for hit in told if _code(hit) not in _VAGUE][:MAX_DEFECTS]
    codes = [_code(hit) for hit in told if _code(hit) not in _VAGUE or not _is_told_by(particular, hit)]
    counts = Counter(codes)
    weight = {code: _VAGUE.get(code, 1.0) for code in counts}
    return max(counts, key=lambda code: (counts[code] * weight[code], weight[code])) if counts else None


def _is_told_by(particular: list[Hit], vague: Hit) -> bool:
    """Whether one of these shares words with it."""
    return any(hit.start < vague.end and vague.start < hit.end for hit in particular)


def _is_doubtful(reading: Reading, hit: Hit) -> bool:
    """Whether it hangs on a condition, or is asked after as something that might be: `会生锈吗?`, not "why does it leak?"."""
    return is_conditional(reading, hit) or (is_asked(reading, hit) and is_supposed(reading, hit))


def read_topic(reading: Reading, leaning: Leaning, *, aggrieved: bool) -> Fact[Topic]:
    """The topic that most speaks for, with the words that do; `OTHER` for a letter that is no complaint."""
    if not aggrieved:
        return Fact(Topic.OTHER)
    by_topic = _by_topic(reading)
    complaint = max(leaning.complaint, _UNLIKELY)
    shares = {topic: share / complaint for topic, share in leaning.topics.items()}
    scores = {topic: math.log(max(_UNLIKELY, share)) for topic, share in shares.items()}
    spoken = {topic: sum([_weight(reading, hit) for hit in hits]) for topic, hits in by_topic.items()}
    total = 1 + sum(spoken.values())
    for topic, weight in spoken.items():
        scores[topic] += _WORDS_WEIGHT * weight / total
    scores[Topic.PRODUCT_QUALITY] -= _COMMONPLACE
    topic = max(scores, key=scores.__getitem__)
    return Fact(topic, reading.spans(by_topic.get(topic, [])[:MAX_EVIDENCE]))


def _by_topic(reading: Reading) -> dict[Topic, list[Hit]]:
    """The defect phrases by what they speak for, each place once."""
    by_topic: dict[Topic, list[Hit]] = {}
    moved = bool(reading.found("carrier.transit"))
    places: set[tuple[Topic, int]] = set()
    for hit in [*faults(reading), *contradictions(reading)]:
        code = _code(hit)
        topic = _SPEAKS_FOR.get(code, Topic.PRODUCT_QUALITY)
        if code in _BROKEN and moved:
            topic = Topic.DAMAGED_IN_TRANSIT
        if (topic, hit.start) not in places:
            places.add((topic, hit.start))
            by_topic.setdefault(topic, []).append(hit)
    return by_topic


def _weight(reading: Reading, hit: Hit) -> float:
    return _WEIGHTS.get(_code(hit), 1.0) * (_SUBJECT_WEIGHT if hit.start < reading.body_start else 1.0)


def _code(hit: Hit) -> str:
    return hit.group.partition(".")[2]
