"""The functional core's one door: a letter or a due deadline, and what is known about it -> a Plan.

Nothing is written here, and nothing is left to chance: the same arguments give the same plan. What a plan must look up
it finds in the desk's `Files`, which the shell (`daemon.settling`, `daemon.deadlines`) lends it, read only, in the
transaction that carries it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from daemon.case import Case
from daemon.matching import Fresh, Joins, Match, Paperwork, Stranger
from daemon.planning import correspondence
from daemon.planning.clocks import Due, deadline_plans
from daemon.planning.customer import customer_plan
from daemon.planning.effects import IntakeState, Plan
from daemon.planning.failures import bounce_plan
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.openings import opening_plan
from daemon.planning.papers import caseless_plan, paper_plan
from daemon.planning.reading import Reading
from daemon.planning.staff import staff_plan
from parsers.letter import Origin
from rules.engine import decide
from rules.hours import is_working
from rules.vocabulary import Handling

__all__ = ["Due", "Office", "Plan", "Reading", "plan_deadlines", "plan_letter"]


def plan_letter(office: Office, reading: Reading, match: Match, files: Files, now: datetime) -> Plan:
    """What to do about a letter. Only a person is ever answered (RFC 3834; hazards D8)."""
    letter = reading.letter
    match = _followed(match, files)
    if not reading.customer_known:
        return correspondence.review_plan(
            office, reading, "it came from a source and does not say who the customer is", files, now
        )
    match letter.origin:
        case Origin.OWN:
            return Plan(state=IntakeState.FILED, reason=f"our own mail: {letter.origin_reason}")
        case Origin.BOUNCE if letter.bounce is not None:
            return bounce_plan(office, reading, letter.bounce, _case(match), now, signed=_is_signed(match))
        case Origin.BOUNCE | Origin.AUTO_REPLY | Origin.LIST:
            return _plan_machine(office, reading, match, files, now)
        case Origin.PERSON:
            return _plan_person(office, reading, match, files, now)


def plan_deadlines(office: Office, due: Sequence[tuple[Case, Due]], files: Files, now: datetime) -> list[Plan]:
    """What to do about each of these deadlines that have come, of a case each."""
    return deadline_plans(office, due, files, now)


def _plan_machine(office: Office, reading: Reading, match: Match, files: Files, now: datetime) -> Plan:
    """Filed in silence; but a complaint that a machine passed on (a web form, a list) is shown to a person."""
    letter = reading.letter
    joined = match if isinstance(match, Joins) else None
    if joined is None and letter.origin is not Origin.BOUNCE and letter.facts.is_complaint:
        return correspondence.review_plan(
            office, reading, "a machine sent it, and it reads like a complaint", files, now
        )
    return correspondence.machine_plan(office, reading, joined, files, now)


def _plan_person(office: Office, reading: Reading, match: Match, files: Files, now: datetime) -> Plan:
    if reading.letter.sender is None:
        return correspondence.review_plan(
            office, reading, "the letter does not say in one voice whom it is from", files, now
        )
    match match:
        case Joins() as joins if joins.standing.is_staff:
            return staff_plan(office, reading, joins, files, now)
        case Joins() as joins:
            return customer_plan(office, reading, joins, files, now)
        case Paperwork() as paper:
            return paper_plan(office, reading, paper, files, now)
        case Stranger() as stranger:
            return correspondence.stranger_plan(office, reading, stranger, files, now)
        case Fresh(related):
            given = caseless_plan(office, reading, files, now)
            return given or _plan_fresh(office, reading, related, files, now)


def _plan_fresh(office: Office, reading: Reading, related: tuple[Case, ...], files: Files, now: datetime) -> Plan:
    letter, policy = reading.letter, office.policy
    decision = decide(
        policy,
        letter,
        channel=reading.channel,
        history=files.history(letter, office.remembers_since(now)),
        working=is_working(reading.received, office.calendar),
        languages=frozenset(office.config.desk.languages),
    )
    match decision.handling:
        case Handling.FILE:
            return Plan(state=IntakeState.FILED, reason=decision.reason)
        case Handling.ENQUIRY:
            return correspondence.enquiry_plan(office, reading, decision, files)
        case Handling.CASE | Handling.TRIAGE:
            return opening_plan(
                office, reading, decision, files=files, related=related, channel=reading.channel, now=now
            )


def _followed(match: Match, files: Files) -> Match:
    """What belongs to a case that was merged into another belongs to that one."""
    seen: set[str] = set()
    while isinstance(match, Joins | Stranger) and match.case.dossier.merged_into not in {"", *seen}:
        seen.add(match.case.dossier.merged_into)
        into = files.case(match.case.dossier.merged_into)
        if into is None:
            return match
        match = replace(match, case=into, followed=True) if isinstance(match, Joins) else replace(match, case=into)
    return match


def _is_signed(match: Match) -> bool:
    """Whether a bounce bears a mark that only somebody who got our mail can show."""
    return match.proven if isinstance(match, Joins) else isinstance(match, Stranger) and match.signed


def _case(match: Match) -> Case | None:
    """The case a bounce is about: it comes from a machine, so its sender need not take part."""
    return match.case if isinstance(match, Joins | Stranger) else None
