"""A new case: its number, department, clocks, and the first mails about it.

The promise in the acknowledgement is the clock that is kept: the same due time goes to the customer, to the
department and into the deadlines. A clock starts when the mail server received the letter; where that would already
have run out (the desk was down for days), it starts now, because nobody can be promised a past date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from daemon.case import Case, Dossier, EventKind, State
from daemon.config_tables import Department
from daemon.planning import customer_mail, forms, staff_mail
from daemon.planning.destination import destination
from daemon.planning.dispatching import handed_to, handover_notices, owing_anew, people_of
from daemon.planning.effects import Change, Event, IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.reading import Reading
from daemon.planning.timetable import answer_due
from parsers.letter import Authentication, Letter
from rules.vocabulary import Decision, Handling


def opening_plan(
    office: Office,
    reading: Reading,
    decision: Decision,
    *,
    files: Files,
    related: Sequence[Case] = (),
    channel: str = "mail",
    now: datetime,
) -> Plan:
    """Open a case for a letter that has just come."""
    change, notices = opened(office, reading, decision, files=files, related=related, channel=channel, now=now)
    number = change.case.number
    return Plan(state=IntakeState.CASE, reason=decision.reason, case=number, changes=(change,), notices=notices)


def opened(
    office: Office,
    reading: Reading,
    decision: Decision,
    *,
    files: Files,
    related: Sequence[Case] = (),
    channel: str = "mail",
    now: datetime,
) -> tuple[Change, tuple[Notice, ...]]:
    """The new case and the first mails about it. Raises ValueError for a letter without a sender: that is for review."""
    letter = reading.letter
    if letter.sender is None:
        raise ValueError("a case needs a customer; a letter without a sender is for review")
    unsure = decision.handling is Handling.TRIAGE
    department, decision = destination(office, letter, decision)
    case = _case(office, reading, decision, department, files.next_number(office.local(now).year), channel, now)
    data = {"level": case.level, "department": case.department, "reason": decision.reason, "tags": list(decision.tags)}
    events = [Event(EventKind.OPENED, reading.received, letter.sender.key, data)]
    if unsure:
        case = case.moved(EventKind.TRIAGED)
        staff = (staff_mail.triage(office, reading, case, decision.fired),)
    else:
        case = handed_to(case, department, EventKind.DISPATCHED, case.dossier.counted_from)
        staff = handover_notices(office, reading, case, decision.fired, tuple(related))
    events.append(Event(EventKind.TRIAGED if unsure else EventKind.DISPATCHED, now, "amends", data))
    acknowledgement = customer_mail.acknowledgement(office, reading, case, files.answers_today(letter.sender.key))
    if acknowledgement is None:
        why = _why_withheld(letter)
        events.append(Event(EventKind.WITHHELD, now, "amends", {"notice": "acknowledgement", "reason": why}))
        case = case.noting(written_at=None, missing=())
    first = () if acknowledgement is None else (acknowledgement,)
    return Change(case=case, events=tuple(events), references=references(reading)), (*first, *staff)


def _why_withheld(letter: Letter) -> str:
    if not letter.suppress_reply:
        return "the daily cap for this address"
    if letter.authentication is Authentication.FAIL:
        return "the letter asks for no answer, or its sender's domain disowns it (DMARC)"
    return "the letter asks for no answer"


def routed(
    office: Office, case: Case, reading: Reading, decision: Decision, *, actor: str, now: datetime
) -> tuple[Change, tuple[Notice, ...]]:
    """A person has chosen: the case goes to `decision.department` (a department's name), which has to sign for it.

    Raises ValueError when there is no such department, `IllegalTransition` when the case cannot move.
    """
    department = office.department_named(decision.department)
    if department is None:
        raise ValueError(f"there is no department called {decision.department!r}")
    moved = handed_to(case, department, EventKind.DISPATCHED, now)
    role = next(iter(department.roles), case.dossier.role)
    held = role if case.dossier.role not in department.roles else case.dossier.role
    moved = replace(moved.noting(role=held, assigned="", placed=True, why=decision.told), reason=decision.reason)
    moved = owing_anew(office, case, moved)
    data = {"department": department.name, "from": case.department, "reason": decision.reason}
    return (
        Change(case=moved, events=(Event(EventKind.DISPATCHED, now, actor, data),)),
        handover_notices(office, reading, moved, decision.fired),
    )


def references(reading: Reading) -> tuple[tuple[str, str], ...]:
    """What the case is known by: its numbers, and the faults by which repeated complaints are told."""
    return (*forms.case_numbers(reading.letter), *forms.faults(reading.letter))


def _case(
    office: Office,
    reading: Reading,
    decision: Decision,
    department: Department,
    number: str,
    channel: str,
    now: datetime,
) -> Case:
    letter = reading.letter
    if letter.sender is None:
        raise ValueError("a case needs a customer")
    dossier = Dossier(
        role=decision.department,
        tags=decision.tags,
        channel=channel,
        topic=letter.facts.topic.value.value,
        counted_from=reading.received,
        written_at=now,
        why=decision.told,
        missing=tuple(key.value for key in forms.missing(letter)),
    )
    case = Case(
        number=number,
        state=State.RECEIVED,
        level=decision.level,
        department=department.name,
        customer=letter.sender.key,
        language=office.language(letter.language),
        subject=letter.subject,
        reason=decision.reason,
        policy=f"{office.policy.name} {office.policy.version}",
        received=reading.received,
        promised_at=reading.received,
        dossier=dossier,
        participants=people_of(office, reading),
    )
    promised = answer_due(office, case)
    if promised <= now:
        case = case.noting(counted_from=now)
        promised = answer_due(office, case)
    return replace(case, promised_at=promised)
