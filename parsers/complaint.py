"""What a letter is for: a complaint, or one of the letters that are not.

Evidence is weighed for each purpose; the heaviest wins, and how far it leads says how sure we are. A complaint missed
is a customer lost, so doubt leans towards the complaint: letters of another purpose must clearly be so.
"""

from __future__ import annotations

import math
import re

from parsers.faults import contradictions, faults
from parsers.letter import Purpose, Span
from parsers.lexicon import Hit
from parsers.reading import Reading

SHORT_REPLY_CHARS = 160  # a reply longer than this says something by itself
_MOST_PER_GROUP = 5  # a word repeated does not become truer
_WEIGHTS = {
    Purpose.COMPLAINT: 1.3, Purpose.THANKS: 2.0, Purpose.ENQUIRY: 1.0, Purpose.ORDER: 2.0, Purpose.DUNNING: 2.2,
    Purpose.NEWSLETTER: 2.0, Purpose.NOTICE: 2.5,
}  # fmt: skip
_SUPPLIER_WEIGHT = 2.2  # the voice of somebody who sells, answers or apologises
_DEFECT_WEIGHT = 1.0
_GRIEVANCE_WEIGHT = 1.2  # understatement, irony, what was expected against what came: complaints without angry words
_MOST_DOUBTFUL = 0.8  # how sure we are at most that a letter is harmless that also speaks of something wrong
_PERSONAL = frozenset({Purpose.THANKS, Purpose.REPLY})  # where "but …" often begins the real message
_REDRESS_WEIGHT = 1.9
_IRONY = 0.3  # of the weight of praise, beside a fault and a demand
_BASE = 0.8  # a complaint must be told of, but one clear phrase is enough
_ANSWER = re.compile(r"(?:re|fw|fwd|aw|答复|回复|转发)\s?:")
_MILD_DEFECTS = frozenset({"repair_service"})


def read_purpose(
    reading: Reading, *, threat: bool, redress: bool, refund: bool
) -> tuple[Purpose, float, tuple[Span, ...]]:
    """The purpose, how sure it is (0 … 1), and the words it was concluded from.

    `threat`: legal steps are announced; `redress`: something is asked for that only the dissatisfied ask for;
    `refund`: the money is wanted back, which whoever only praises does not ask.
    """
    scores = {purpose: _weigh(reading, purpose) for purpose in _WEIGHTS}
    denied = len(_distinct(reading, reading.found("purpose.not_complaint")))
    supplier = _SUPPLIER_WEIGHT * len(_distinct(reading, _spoken(reading, "purpose.supplier")))
    scores[Purpose.NOTICE] += supplier
    asked = _asked(reading)
    defects = [
        hit
        for hit in faults(reading)
        if hit.group.partition(".")[2] not in _MILD_DEFECTS and reading.sentence(hit.start)[0] not in asked
    ]
    told = [*_spoken(reading, "purpose.grievance"), *contradictions(reading)]
    grievances = _DEFECT_WEIGHT * min(len(_distinct(reading, defects)), _MOST_PER_GROUP)
    grievances += _GRIEVANCE_WEIGHT * min(len(_distinct(reading, told)), _MOST_PER_GROUP)
    scores[Purpose.COMPLAINT] += grievances + (1.0 if reading.found("defect.repair_service") else 0.0)
    scores[Purpose.COMPLAINT] += (
        (2.0 if threat and grievances > 1 else 0.8 if threat else 0.0)
        + (2.0 if reading.found("purpose.explicit") else 0.0)
        + (1.0 if reading.found("prior.yes") else 0.0)
        + (1.0 if reading.found("urgency.critical") else 0.0)
    )
    insists = refund and bool(reading.found("prior.yes"))
    scores[Purpose.COMPLAINT] += _REDRESS_WEIGHT if redress or insists else 0.0
    if (redress or refund) and grievances:
        scores[Purpose.THANKS] *= _IRONY
    if denied:
        scores[Purpose.COMPLAINT] -= 1.5 * denied
    if not grievances and scores[Purpose.COMPLAINT] < 2.0:
        scores[Purpose.COMPLAINT] -= 1.0
    if scores[Purpose.DUNNING] and grievances > 2:
        scores[Purpose.DUNNING] -= 1.0
    return _doubted(reading, *_conclude(reading, scores), wrong=bool(grievances or threat or redress))


def _asked(reading: Reading) -> frozenset[int]:
    """Where the questions begin that only enquire: `运输途中损坏有没有保险?` tells of no damage."""
    starts: set[int] = set()
    for hit in _spoken(reading, "purpose.enquiry"):
        start, end = reading.sentence(hit.start)
        if reading.text[start:end].rstrip().endswith("?"):
            starts.add(start)
    for hit in reading.found("purpose.complaint", "purpose.grievance", "prior.yes"):
        starts.discard(reading.sentence(hit.start)[0])
    return frozenset(starts)


def _doubted(
    reading: Reading, purpose: Purpose, sure: float, evidence: tuple[Span, ...], *, wrong: bool
) -> tuple[Purpose, float, tuple[Span, ...]]:
    """Less sure of a harmless purpose when anything in the letter speaks of dissatisfaction: then a person must look."""
    if purpose is Purpose.COMPLAINT:
        return purpose, sure, evidence
    signs = wrong or bool(reading.found("purpose.complaint", "purpose.explicit"))
    hints = purpose in _PERSONAL and bool(reading.found("purpose.doubt"))
    return purpose, min(sure, _MOST_DOUBTFUL) if signs or hints else sure, evidence


def _conclude(reading: Reading, scores: dict[Purpose, float]) -> tuple[Purpose, float, tuple[Span, ...]]:
    complaint = scores.pop(Purpose.COMPLAINT)
    rival = max(scores, key=lambda purpose: scores[purpose])
    margin = complaint - scores[rival]
    body = reading.text[reading.body_start :].strip()
    if complaint >= _BASE and margin > -0.2 * complaint:
        spans = reading.spans(_evidence(reading, Purpose.COMPLAINT))
        return Purpose.COMPLAINT, _sure(margin if scores[rival] > 0 else complaint), spans
    answers = bool(_ANSWER.match(reading.lower))
    if len(body) <= SHORT_REPLY_CHARS and scores[rival] < (2 if answers else 1) and reading.found("purpose.reply"):
        return Purpose.REPLY, 0.8, reading.spans(reading.found("purpose.reply")[:3])
    if scores[rival] <= 0:
        return Purpose.UNCLEAR, 0.3, ()
    return rival, _sure(-margin), reading.spans(_evidence(reading, rival))


def _sure(margin: float) -> float:
    return round(min(0.99, 1 / (1 + math.exp(-0.9 * max(margin, -1.0)))), 2)


def _evidence(reading: Reading, purpose: Purpose) -> list[Hit]:
    names = [f"purpose.{purpose.value}", *(["purpose.explicit"] if purpose is Purpose.COMPLAINT else [])]
    if purpose is not Purpose.COMPLAINT:
        return reading.found(*names, *(["purpose.supplier"] if purpose is Purpose.NOTICE else []))[:6]
    hits = [*reading.found(*names, "purpose.grievance"), *faults(reading), *contradictions(reading)]
    return sorted(hits, key=lambda hit: (hit.start, hit.end))[:6]


def _weigh(reading: Reading, purpose: Purpose) -> float:
    return _WEIGHTS[purpose] * min(
        len(_distinct(reading, _spoken(reading, f"purpose.{purpose.value}"))), _MOST_PER_GROUP
    )


def _spoken(reading: Reading, group: str) -> list[Hit]:
    """Without the subject of a reply: those are the words of the mail that is answered, often our own."""
    hits = reading.found(group)
    return [hit for hit in hits if hit.start >= reading.body_start] if _ANSWER.match(reading.lower) else hits


def _distinct(reading: Reading, hits: list[Hit]) -> set[str]:
    return {reading.lower[hit.start : hit.end] for hit in hits}
