"""How urgent the writer says it is, what is threatened, and whether this was written or said before."""

from __future__ import annotations

from parsers.letter import Fact, Urgency
from parsers.lexicon import Hit
from parsers.reading import Reading

_ASKED_SOON = ("remedy.", "ask.want", "ask.verb")


def read_urgency(reading: Reading, *, legal: Fact[bool], aggrieved: bool) -> Fact[Urgency]:
    """The highest that is said, unless the writer says outright that there is no hurry.

    `aggrieved`: the letter is a complaint. Only then do danger and threats count as urgency.
    """
    for level in (Urgency.CRITICAL, Urgency.HIGH):
        if level is Urgency.CRITICAL and not aggrieved:
            continue
        if hits := reading.found(f"urgency.{level.value}"):
            low = reading.found("urgency.low")
            if level is Urgency.HIGH and low:
                return Fact(Urgency.LOW, reading.spans(low[:3]))
            return Fact(level, reading.spans(hits[:5]))
    threats = reading.found("threat.legal", "threat.authority", "threat.media", "threat.past", "flag.public_threat")
    if aggrieved and (legal.value or threats):
        return Fact(Urgency.HIGH, legal.spans or reading.spans(threats[:3]))
    if low := reading.found("urgency.low"):
        return Fact(Urgency.LOW, reading.spans(low[:3]))
    return Fact(Urgency.NORMAL if aggrieved else Urgency.LOW if not _waits(reading) else Urgency.NORMAL)


def _waits(reading: Reading) -> bool:
    return bool(reading.found(*_ASKED_SOON))


def read_legal_threat(reading: Reading) -> Fact[bool]:
    """A lawyer, a court or legal proceedings announced, or liability notice given."""
    hits = [hit for hit in reading.found("threat.legal") if not _is_question(reading, hit)]
    return Fact(bool(hits), reading.spans(hits[:5]))


def _is_question(reading: Reading, hit: Hit) -> bool:
    start, end = reading.sentence(hit.start)
    return reading.text[end - 2 : end].rstrip().endswith("?") and "will" not in reading.lower[start:end]


def read_prior_contact(reading: Reading) -> Fact[bool]:
    """Whether the writer says they wrote, called or filled in a form about this before."""
    hits = reading.found("prior.yes")
    return Fact(bool(hits), reading.spans(hits[:5]))
