"""The functional core's one door: a letter or a due deadline, and what is known about it -> a Plan.

Nothing is read or written here, and nothing is left to chance: the same arguments give the same plan. The shell
(`daemon.intake`, `daemon.deadlines`) looks things up before and applies the plan after, in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daemon.case import Case
from daemon.matching import Fresh, Joins, Match, Stranger
from daemon.planning import correspondence
from daemon.planning.clocks import Due, deadline_plan
from daemon.planning.effects import IntakeState, Plan
from daemon.planning.failures import bounce_plan
from daemon.planning.office import Office
from daemon.planning.openings import opening_plan
from daemon.planning.reading import Reading
from parsers.letter import Origin
from rules.engine import decide
from rules.vocabulary import Handling, History

__all__ = ["Due", "Known", "Office", "Plan", "Reading", "plan_deadline", "plan_letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database says about a letter."""

    match: Match
    next_number: str  # the number a new case would get
    answers_today: int  # mails that this address's own letters have caused in 24 hours
    first: Reading | None = None  # the first letter of the case that a triage choice is about


def plan_letter(office: Office, reading: Reading, known: Known, now: datetime) -> Plan:
    """What to do about a letter. Only a person is ever answered (RFC 3834; hazards D8)."""
    letter = reading.letter
    match letter.origin:
        case Origin.OWN:
            return Plan(state=IntakeState.FILED, reason=f"our own mail: {letter.origin_reason}")
        case Origin.BOUNCE if letter.bounce is not None:
            return bounce_plan(office, reading, letter.bounce, _case(known.match), now)
        case Origin.BOUNCE | Origin.AUTO_REPLY | Origin.LIST:
            return _plan_machine(office, reading, _joined(known.match))
        case Origin.PERSON:
            return _plan_person(office, reading, known, now)


def plan_deadline(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    """What to do about a deadline that has come."""
    return deadline_plan(office, case, deadline, now)


def _plan_machine(office: Office, reading: Reading, case: Case | None) -> Plan:
    """Filed in silence; but a complaint that a machine passed on (a web form, a list) is shown to a person."""
    letter = reading.letter
    if case is None and letter.origin is not Origin.BOUNCE and letter.facts.is_complaint:
        return correspondence.review_plan(office, reading, "a machine sent it, and it reads like a complaint")
    return correspondence.machine_plan(reading, case)


def _plan_person(office: Office, reading: Reading, known: Known, now: datetime) -> Plan:
    if reading.letter.sender is None:
        return correspondence.review_plan(office, reading, "the letter does not say in one voice whom it is from")
    match known.match:
        case Joins() as joins if joins.standing.is_staff:
            return correspondence.staff_plan(office, reading, joins, known.first, now=now)
        case Joins() as joins:
            return correspondence.added_plan(office, reading, joins, answers_today=known.answers_today, now=now)
        case Stranger() as stranger:
            return correspondence.stranger_plan(office, reading, stranger, now)
        case Fresh(related):
            return _plan_fresh(office, reading, known, related, now)


def _plan_fresh(office: Office, reading: Reading, known: Known, related: tuple[Case, ...], now: datetime) -> Plan:
    decision = decide(
        office.policy,
        reading.letter,
        history=History(open_cases=len(related)),
        languages=frozenset(office.config.desk.languages),
    )
    match decision.handling:
        case Handling.FILE:
            return Plan(state=IntakeState.FILED, reason=decision.reason)
        case Handling.ENQUIRY:
            return correspondence.enquiry_plan(office, reading, decision, answers_today=known.answers_today)
        case Handling.CASE | Handling.TRIAGE:
            return opening_plan(
                office,
                reading,
                decision,
                number=known.next_number,
                related=related,
                answers_today=known.answers_today,
                now=now,
            )


def _case(match: Match) -> Case | None:
    """The case a bounce is about: it comes from a machine, so its sender need not take part."""
    return match.case if isinstance(match, Joins | Stranger) else None


def _joined(match: Match) -> Case | None:
    return match.case if isinstance(match, Joins) else None
