"""How urgent the writer says it is, what is threatened, and whether this was written or said before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.letter import Fact, Flag, Span, Urgency
from parsers.lexicon import Hit
from parsers.meaning.circumstances import circumstances
from parsers.meaning.sentences import Said, likeliest, perhaps_saying, saying
from parsers.text.denial import is_denied, is_feared, is_supposed
from parsers.text.reading import Reading
from parsers.text.subject_marks import ANSWER, ANSWER_TO_ANSWER

MAX_EVIDENCE = 5
# log odds of a sentence's saying it (see `parsers.meaning.sentences`)
_SURE = 0.0
_PERHAPS_HIGH = -0.2
_SURELY_CRITICAL = -0.4
_NOT_CRITICAL = -2.0  # words of a stop, an injury or a fire, and yet no sentence that tells of one
_PERHAPS_LOW = -1.0
_KNOWN_LEGAL = -1.5
_KNOWN_PRIOR = -1.1  # of a sentence with words that are known to tell of it …
_UNKNOWN_PRIOR = -0.1  # … and of one without
_ANSWERING = -1.9  # … and of one in a mail that answers another …
_OTHERWISE = 1.5  # … and of one with words that mostly mean something else
_HARDLY = -1.5
_SEVERAL = 2  # so many pressing words are not all meant otherwise
_PRESSING = ("critical", "high", "threat", "legal")
_ASKED_SOON = ("remedy.", "ask.want", "ask.verb")
_CRITICAL = (Flag.LINE_STOPPED, Flag.INJURY, Flag.FIRE)
_BODILY = (f"flag.{Flag.INJURY.value}", f"flag.{Flag.FIRE.value}")
_THREATS = (
    "threat.authority",
    "threat.media",
    "threat.past",
    "flag.public_threat",
    "flag.public_channel",
)

_CAPITAL_BEFORE = re.compile(r"(?:\b[A-Z][A-Za-z']+|\bLLP,?) $")


def read_urgency(reading: Reading, *, legal: Fact[bool], unsafe: bool, aggrieved: bool) -> Fact[Urgency]:
    """The highest that is said, unless the writer says outright that there is no hurry.

    `aggrieved`: the letter is a complaint. Only then do danger and threats count as urgency. `unsafe`: it complains of
    a danger, which is urgent whatever is said.
    """
    low = _unhurried(reading)
    if aggrieved and (happened := _happened(reading)):
        told = _telling(reading, "critical", happened, _NOT_CRITICAL, _NOT_CRITICAL)
        return Fact(Urgency.CRITICAL if told else Urgency.HIGH, reading.spans(happened[:MAX_EVIDENCE]))
    if aggrieved and (told := saying(reading, "critical", _SURELY_CRITICAL)):
        return Fact(Urgency.CRITICAL, _evidence(reading, told, ()))
    fact = _by_words(reading, low, legal, aggrieved=aggrieved)
    if unsafe:
        return Fact(Urgency.HIGH, fact.spans if fact.value is Urgency.HIGH else ())
    if aggrieved and fact.value is Urgency.NORMAL and (pressing := saying(reading, "high", _PERHAPS_HIGH)):
        return Fact(Urgency.HIGH, _evidence(reading, pressing, ()))
    if aggrieved and fact.value is Urgency.NORMAL and (unhurried := saying(reading, "low", _PERHAPS_LOW)):
        return Fact(Urgency.LOW, _evidence(reading, unhurried, ()))
    alone = len(reading.found("urgency.high", *_THREATS)) < _SEVERAL
    if fact.value is Urgency.HIGH and alone and all(likeliest(reading, label) < _HARDLY for label in _PRESSING):
        return Fact(Urgency.LOW if low else Urgency.NORMAL)
    return fact


def _by_words(reading: Reading, low: list[Hit], legal: Fact[bool], *, aggrieved: bool) -> Fact[Urgency]:
    if high := [hit for hit in reading.found("urgency.high") if not is_denied(reading, hit, words=1)]:
        return _fact(reading, Urgency.LOW, low) if low else _fact(reading, Urgency.HIGH, high)
    threats = reading.found(*_THREATS)
    if aggrieved and (legal.value or threats):
        return Fact(Urgency.HIGH, legal.spans or reading.spans(threats[:MAX_EVIDENCE]))
    if aggrieved and (danger := _dangers(reading)):
        return _fact(reading, Urgency.HIGH, danger)
    if low:
        return _fact(reading, Urgency.LOW, low)
    return Fact(Urgency.NORMAL if aggrieved or _waits(reading) else Urgency.LOW)


def _unhurried(reading: Reading) -> list[Hit]:
    """Words of no hurry, where a sentence may well say that there is none: "no hurry" said of something else is none."""
    hits = reading.found("urgency.low")
    return hits if hits and _telling(reading, "low", hits, _PERHAPS_LOW, _PERHAPS_LOW) else []


def _fact(reading: Reading, level: Urgency, hits: list[Hit]) -> Fact[Urgency]:
    return Fact(level, reading.spans(hits[:MAX_EVIDENCE]))


def _happened(reading: Reading) -> list[Hit]:
    """A line or plant stopped, somebody hurt, a fire: told of as having happened."""
    told = [hit for hit in reading.found("urgency.critical") if not is_denied(reading, hit)]
    told = [hit for hit in told if not is_supposed(reading, hit)]
    bodily = {hit.start for hit in reading.found(*_BODILY)}  # of what is hurt or burnt nobody says that it will be
    told = [hit for hit in told if hit.start in bodily or not is_feared(reading, hit)]
    return sorted(
        [*told, *(hit for flag in _CRITICAL for hit in circumstances(reading, flag))], key=lambda hit: hit.start
    )


def _dangers(reading: Reading) -> list[Hit]:
    """The same, feared, or escaped this once: nobody writes that nobody was hurt unless somebody might have been."""
    hits = reading.found("urgency.critical", *(f"flag.{flag.value}" for flag in _CRITICAL))
    return [hit for hit in hits if is_supposed(reading, hit) or is_feared(reading, hit) or is_denied(reading, hit)]


def _waits(reading: Reading) -> bool:
    return bool(reading.found(*_ASKED_SOON))


def read_legal_threat(reading: Reading) -> Fact[bool]:
    """A lawyer, a court or legal proceedings announced, or liability notice given."""
    found = [hit for hit in reading.found("threat.legal") if not _is_question(reading, hit)]
    hits = [hit for hit in found if not _is_name(reading, hit) and not is_denied(reading, hit, words=1)]
    void = [hit.start for hit in found if hit not in hits]
    threats = [
        said
        for said in _telling(reading, "legal", hits, _KNOWN_LEGAL, _SURE)
        if not any(said.start <= start < said.end for start in void) or said.holds(hits)
    ]
    return Fact(bool(threats), _evidence(reading, threats, hits))


def _is_name(reading: Reading, hit: Hit) -> bool:
    """Whether one word with a capital stands beside others that have one: a house called "Ashby Court", a firm."""
    word = reading.text[hit.start : hit.end]
    if not word.istitle() or " " in word:
        return False
    return bool(_CAPITAL_BEFORE.search(reading.text, max(0, hit.start - 20), hit.start)) or (
        reading.text[hit.end : hit.end + 1] in ("", "\n") and reading.text[hit.start - 1 : hit.start] in ("", "\n")
    )


def _is_question(reading: Reading, hit: Hit) -> bool:
    start, end = reading.sentence(hit.start)
    return reading.text[end - 2 : end].rstrip().endswith("?") and "will" not in reading.lower[start:end]


def read_prior_contact(reading: Reading) -> Fact[bool]:
    """Whether the writer says they wrote, called or filled in a form about this before, or answers an answer."""
    hits = reading.found("prior.")
    answers = ANSWER.match(reading.lower) is not None
    known, unknown = (_ANSWERING, _ANSWERING) if answers else (_KNOWN_PRIOR, _UNKNOWN_PRIOR)
    told = _telling(reading, "prior", hits, known, unknown)
    if others := reading.found("contact.other"):
        told = [said for said in told if said.odds["prior"] > _OTHERWISE or not said.holds(others)]
    if not told and (again := ANSWER_TO_ANSWER.match(reading.lower)):
        return Fact(value=True, spans=(reading.span(*again.span()),))
    return Fact(bool(told), _evidence(reading, told, hits))


def _telling(reading: Reading, label: str, hits: Sequence[Hit], known: float, unknown: float) -> list[Said]:
    """The sentences that say `label`: less sure ones count where there are words that are known to say it."""
    if not hits:
        return saying(reading, label, unknown)
    return [said for said in perhaps_saying(reading, label, known) if said.odds[label] > unknown or said.holds(hits)]


def _evidence(reading: Reading, saying: Sequence[Said], hits: Sequence[Hit]) -> tuple[Span, ...]:
    """The words known to say it in each of the sentences; the whole sentence where none are known."""
    spans: list[Span] = []
    for said in saying[:MAX_EVIDENCE]:
        within = [hit for hit in hits if said.start <= hit.start < said.end]
        spans += reading.spans(within[:MAX_EVIDENCE]) or (said.span(reading),)
    return tuple(spans)
