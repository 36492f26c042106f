"""A due deadline becomes mail: the reminder before, the reminder and the escalation when a clock runs out.

A missed clock is told again each working day while it lasts: to the department's head the first time, to head and
managers from the second (design, section 11). After an outage only the latest of them is told, never fifty: the next
one is set from now. Staff read these in working hours, except for the levels that allow no delay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from daemon.case import Case, DeadlineKind, EventKind, State
from daemon.planning.correspondence import holders, under_handover
from daemon.planning.effects import Deadline, Event, Notice, Plan
from daemon.planning.office import Office
from rules.hours import Budget, due
from templates.contexts import Escalation, Reminder

WAITING: dict[str, tuple[State, ...]] = {
    "signing": (State.DISPATCHED,),
    "answer": (State.DISPATCHED, State.ACCEPTED, State.TRIAGE),
}
"""The states in which a clock is still running; a reminder is only worth sending in one of them."""

AGAIN = Budget.parse("1 working day")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that has come. `clock_due`: when its clock runs out, or ran out first; `misses` so far on the case."""

    kind: DeadlineKind
    due_at: datetime
    clock_due: datetime
    misses: int


def deadline_plan(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    """What the deadline asks for. A clock that has stopped asks for nothing."""
    clock = deadline.kind.clock
    overtaken = deadline.kind.is_reminder and now >= deadline.clock_due
    if case.state not in WAITING[clock] or overtaken:
        return Plan(case_id=case.id)
    if deadline.kind.is_reminder:
        event = Event(EventKind.REMINDED, deadline.due_at, "amends", {"clock": clock})
        return Plan(case_id=case.id, events=(event,), notices=(_reminder(office, case, deadline, now, missed=False),))
    data = {"clock": clock, "due": deadline.clock_due.isoformat(), "times": deadline.misses + 1}
    return Plan(
        case_id=case.id,
        events=(Event(EventKind.MISSED, deadline.due_at, "amends", data),),
        deadlines=(Deadline(deadline.kind, due(now, AGAIN, office.calendar)),),
        notices=(_reminder(office, case, deadline, now, missed=True), _escalation(office, case, deadline, now)),
    )


def _reminder(office: Office, case: Case, deadline: Due, now: datetime, *, missed: bool) -> Notice:
    key = f"{case.number}/reminder/{deadline.kind}/{deadline.due_at.isoformat()}"
    party, recipients, language = holders(office, case)
    command = () if case.state is not State.DISPATCHED else ("ACCEPT",)
    context = Reminder(
        desk=office.desk,
        case=case.number,
        department=_holder(office, case),
        clock=deadline.kind.clock,
        due=office.local(deadline.clock_due),
        missed=missed,
        customer=case.customer,
        subject=case.subject,
        opened=office.local(case.received),
        buttons=tuple(office.button(word, effect_key=key, case=case.number, party=party) for word in command),
    )
    notice = office.write(
        context, key, party=party, recipients=recipients, language=language, thread=under_handover(office, case)
    )
    return _timed(office, case, notice, deadline, now)


def _escalation(office: Office, case: Case, deadline: Due, now: datetime) -> Notice:
    key = f"{case.number}/escalation/{deadline.kind}/{deadline.due_at.isoformat()}"
    department = None if case.state is State.TRIAGE else office.department_named(case.department)
    head = department.head if department else None
    times = deadline.misses + 1
    managers = () if head and times == 1 else office.managers()
    recipients = tuple(dict.fromkeys((*((head,) if head else ()), *managers)))
    level = office.policy.level(case.level)
    context = Escalation(
        desk=office.desk,
        case=case.number,
        department=_holder(office, case),
        clock=deadline.kind.clock,
        due=office.local(deadline.clock_due),
        times_missed=times,
        level_en=level.en,
        level_zh=level.zh,
        customer=case.customer,
        subject=case.subject,
        opened=office.local(case.received),
    )
    if department is not None and not managers:
        party, language = f"department:{department.name}", department.language  # the head may answer for it
    else:
        party, language = "managers", office.config.managers.language
    notice = office.write(context, key, party=party, recipients=recipients, language=language)
    return _timed(office, case, notice, deadline, now)


def _holder(office: Office, case: Case) -> str:
    """Who is late: the department, or the desk itself while nobody has chosen one."""
    return office.desk.name if case.state is State.TRIAGE else case.department


def _timed(office: Office, case: Case, notice: Notice, deadline: Due, now: datetime) -> Notice:
    urgent = office.policy.level(case.level).any_hour
    return replace(
        notice,
        valid_while=WAITING[deadline.kind.clock],
        not_before=None if urgent else office.working(now),
    )
