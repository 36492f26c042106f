"""What a letter is for: a complaint, or one of the letters that are not.

The model of `parsers.meaning.classifier` says how probable each purpose is; what it cannot see is added here as odds: numbers
that contradict each other, what is asked for, what is expressly said or denied. The most probable purpose wins, and its
share of the whole says how sure we are. A complaint missed is a customer lost, so doubt leans towards the complaint,
and a harmless letter that also speaks of something wrong is never thought surely harmless.
"""

from __future__ import annotations

from itertools import islice

from parsers.letter import Flag, Purpose, Span
from parsers.lexicon import Hit
from parsers.meaning.circumstances import circumstances
from parsers.meaning.classifier import Leaning
from parsers.meaning.faults import asserted, contradictions, faults
from parsers.patterns import later
from parsers.text.denial import is_supposed
from parsers.text.reading import Reading
from parsers.text.subject_marks import MARKED

SHORT_REPLY_CHARS = 160  # a reply longer than this says something by itself
SHORT_THANKS_CHARS = 250  # so much text may stand beside each word of thanks
MAX_EVIDENCE = 6
MOST_SURE = 0.99
_ODDS = {  # of a complaint, multiplied by this
    "contradiction": 1.5,
    "explicit": 1.5,
    "performed": 2.5,
    "redress": 1.4,
    "threat": 1.2,
    "denied": 0.5,
    "settled": 0.6,
    "fault": 1.1,
    "breach": 2.0,
    "harm": 2.5,
    "told before": 2.0,
    "chased": 4.0,
    "praised": 0.4,
}
_OTHER_REASONS = (  # for speaking of a fault than having one
    "stance.settled", "stance.own_reason", "stance.elsewhere", "stance.conditional", "stance.applicant",
    "stance.answers", "purpose.newsletter", "purpose.dunning", "purpose.supplier", "purpose.not_complaint",
    "purpose.thanks",
)  # fmt: skip
_OVER = ("stance.settled", "stance.answers", "stance.applicant", "purpose.not_complaint")  # it is not said here and now
_LITTLE = 4  # fewer words or characters say nothing of a purpose, unless the lexicon knows them
_MOST_DOUBTFUL = 0.7  # how sure we are at most that a letter is harmless that also speaks of something wrong
_PLAIN_THANKS = 0.8
_MUCH_PRAISE = 3  # words of thanks or praise
_HARDLY = 0.25  # a complaint so improbable
_PERSONAL = frozenset({Purpose.THANKS, Purpose.REPLY})  # where "but …" often begins the real message
_SPEAKS = later(r"[^\W\d_\u4e00-\u9fff]{2,}|[\u4e00-\u9fff]")


def read_purpose(
    reading: Reading, leaning: Leaning, *, threat: bool, redress: bool
) -> tuple[Purpose, float, tuple[Span, ...]]:
    """The purpose, how sure it is (0 … 1), and the words it was concluded from.

    `threat`: legal steps are announced; `redress`: something is asked for that only the dissatisfied ask for.
    """
    said = reading.hits
    other_reasons = not said.keys().isdisjoint(_OTHER_REASONS)
    real = bool(asserted(reading))
    told = {
        "contradiction": bool(contradictions(reading)),
        "explicit": bool(_said(reading, "purpose.explicit")),
        "performed": bool(_said(reading, "purpose.performative")) and said.keys().isdisjoint(_OVER),
        "redress": redress,
        "threat": threat,
        "denied": "purpose.not_complaint" in said,
        "settled": "stance.settled" in said,
        "fault": real and not other_reasons,
        "told before": real and bool(reading.found("prior.")) and "contact.other" not in said,
        "harm": not other_reasons and _harmed(reading),
        "chased": bool(reading.found("chase.yes")) and said.keys().isdisjoint(_OVER),
        "praised": _praised(reading),
        "breach": any(not is_supposed(reading, hit) for hit in reading.found("breach.yes")),
    }
    odds = 1.0
    for name, is_told in told.items():
        if is_told:
            odds *= _ODDS[name]
    complaint, others = leaning.complaint * odds, sum(leaning.purposes.values())
    sure = complaint / (complaint + others)
    if not _speaks(reading):
        return Purpose.UNCLEAR, 0.3, ()
    if sure >= 0.5:  # likelier than everything else together
        return Purpose.COMPLAINT, round(min(MOST_SURE, sure), 2), _evidence(reading, Purpose.COMPLAINT)
    purpose = max(leaning.purposes, key=lambda each: leaning.purposes[each])
    share = leaning.purposes[purpose] / (complaint + others)
    if _plainly_thanks(reading, sure, wrong=threat or redress):
        purpose, share = Purpose.THANKS, max(_PLAIN_THANKS, leaning.purposes.get(Purpose.THANKS, 0.0))
    return _harmless(reading, purpose, round(min(MOST_SURE, share), 2), wrong=threat or redress)


def _harmed(reading: Reading) -> bool:
    """Whether somebody was hurt, something burnt or a line stopped."""
    return any(circumstances(reading, flag) for flag in (Flag.INJURY, Flag.FIRE, Flag.LINE_STOPPED))


def _praised(reading: Reading) -> bool:
    """Whether it praises again and again, and says of nothing that it is wrong."""
    if len(reading.found("purpose.thanks")) < _MUCH_PRAISE or faults(reading) or contradictions(reading):
        return False
    return not reading.found("purpose.complaint", "purpose.explicit", "purpose.grievance")


def _plainly_thanks(reading: Reading, complaint: float, *, wrong: bool) -> bool:
    """Whether the letter thanks, and says nothing else: then it needs no model that has seen many such letters."""
    thanks = reading.found("purpose.thanks")
    if wrong or not thanks or complaint > _HARDLY or "?" in reading.text or faults(reading):
        return False
    others = ("purpose.complaint", "purpose.explicit", "purpose.grievance", "purpose.doubt", "purpose.enquiry")
    return not reading.found(*others, "purpose.order") and len(reading.text) <= SHORT_THANKS_CHARS * len(thanks)


def _harmless(
    reading: Reading, purpose: Purpose, sure: float, *, wrong: bool
) -> tuple[Purpose, float, tuple[Span, ...]]:
    """Less sure when anything in the letter speaks of dissatisfaction: then a person must look."""
    body = reading.text[reading.body_start :].strip()
    if len(body) <= SHORT_REPLY_CHARS and MARKED.match(reading.lower) and reading.found("purpose.reply"):
        purpose, sure = Purpose.REPLY, 0.8
    signs = (
        wrong or bool(reading.found("purpose.complaint", "purpose.explicit", "purpose.grievance")) or faults(reading)
    )
    hints = purpose in _PERSONAL and bool(reading.found("purpose.doubt"))
    return purpose, min(sure, _MOST_DOUBTFUL) if signs or hints else sure, _evidence(reading, purpose)


def _speaks(reading: Reading) -> bool:
    """Whether there are words enough to conclude anything from."""
    words = list(islice(_SPEAKS.finditer(reading.lower), _LITTLE))
    return len(words) >= _LITTLE or bool(reading.found("purpose.")) or bool(faults(reading))


def _evidence(reading: Reading, purpose: Purpose) -> tuple[Span, ...]:
    hits = reading.found(f"purpose.{purpose.value}")
    if purpose is Purpose.COMPLAINT:
        hits += [*reading.found("purpose.explicit", "purpose.grievance"), *faults(reading), *contradictions(reading)]
    if purpose is Purpose.NOTICE:
        hits += reading.found("purpose.supplier")
    hits.sort(key=lambda hit: (hit.start, hit.end))
    return reading.spans(hits[:MAX_EVIDENCE])


def _said(reading: Reading, group: str) -> list[Hit]:
    """Without the subject of a reply: those are the words of the mail that is answered, often our own."""
    hits = reading.found(group)
    return [hit for hit in hits if hit.start >= reading.body_start] if MARKED.match(reading.lower) else hits
