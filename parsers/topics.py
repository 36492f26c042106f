"""What is wrong, in the writer's words and as a code, and what the complaint is about.

The topic is weighed, not ruled: every defect phrase speaks for a topic; safety and transport damage weigh more
because they change who must act.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from parsers.faults import contradictions, faults
from parsers.letter import Fact, Topic
from parsers.lexicon import Hit
from parsers.reading import Reading

MAX_DEFECTS = 12
_PRODUCT = ("leak", "no_power", "not_working", "noise", "smell", "display")
_SPEAKS_FOR = dict.fromkeys(_PRODUCT, Topic.PRODUCT_QUALITY) | {
    "damaged": Topic.PRODUCT_QUALITY,
    "late": Topic.LATE_DELIVERY,
    "wrong_goods": Topic.WRONG_OR_MISSING_GOODS,
    "billing": Topic.BILLING,
    "attitude": Topic.SERVICE_ATTITUDE,
    "safety": Topic.SAFETY_COMPLIANCE,
    "repair_service": Topic.AFTER_SALES_REPAIR,
}
_WEIGHTS = {
    "safety": 2.2,
    "wrong_goods": 1.6,
    "billing": 1.5,
    "late": 1.1,
    "attitude": 1.0,
    "repair_service": 1.0,
    "damaged": 1.2,
}
_SUBJECT_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Defects:
    """The phrases that say what is wrong, the commonest code among them, and how often each code was met."""

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
    counts = Counter(hit.group.partition(".")[2] for hit in hits)
    seen: dict[str, Fact[str]] = {}
    for hit in hits:
        seen.setdefault(
            reading.lower[hit.start : hit.end],
            Fact(reading.text[hit.start : hit.end], (reading.span(hit.start, hit.end),)),
        )
    kind = max(counts, key=lambda code: counts[code] * _WEIGHTS.get(code, 1.0)) if counts else None
    return Defects(tuple(seen.values())[:MAX_DEFECTS], kind, counts)


def read_topic(reading: Reading, *, aggrieved: bool) -> Fact[Topic]:
    """The topic that most speaks for; `OTHER` for a letter that is no complaint or tells of nothing known."""
    if not aggrieved:
        return Fact(Topic.OTHER)
    scores: Counter[Topic] = Counter()
    by_topic: dict[Topic, list[Hit]] = {}
    for hit in [*faults(reading), *contradictions(reading)]:
        code = hit.group.partition(".")[2]
        topic = _SPEAKS_FOR[code]
        if topic is Topic.PRODUCT_QUALITY and code == "damaged" and reading.found("carrier.transit"):
            topic = Topic.DAMAGED_IN_TRANSIT
        weight = _WEIGHTS.get(code, 1.0) * (_SUBJECT_WEIGHT if hit.start < reading.body_start else 1.0)
        scores[topic] += int(weight * 10)
        by_topic.setdefault(topic, []).append(hit)
    if not scores:
        return Fact(Topic.OTHER)
    topic = max(scores, key=lambda candidate: scores[candidate])
    return Fact(topic, reading.spans(by_topic[topic][:5]))
