"""More time for an answer: the promised day moves on, and the customer is told at once why and to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from daemon.case import Case, EventKind
from daemon.planning import customer_mail
from daemon.planning.effects import Event, Notice
from daemon.planning.office import Office
from daemon.planning.timetable import answer_due
from rules.durations import Budget, Unit
from rules.hours import due

LONGEST = 250  # working days: a year


def days_until(office: Office, case: Case, day: date, now: datetime) -> int | None:
    """How many working days more lead to `day` or the next one worked; None when it is promised by then, or far off."""
    start = max(case.promised_at, now)
    if day <= office.local(start).date():
        return None
    ends = ((days, due(start, Budget(days, Unit.WORKING_DAYS), office.calendar)) for days in range(1, LONGEST))
    return next((days for days, end in ends if office.local(end).date() >= day), None)


def extended(
    office: Office, case: Case, days: int, reason: str, *, key: str, actor: str, now: datetime
) -> tuple[Case, Notice, Event]:
    """The case with `days` more working days, the mail to the customer, and what goes on record."""
    promised = due(max(case.promised_at, now), Budget(max(days, 1), Unit.WORKING_DAYS), office.calendar)
    moved = replace(
        case.noting(extended_days=case.dossier.extended_days + days, request=None, written_at=now),
        promised_at=promised,
    )
    notice = customer_mail.delay(office, moved, key, was=case.promised_at, reason=reason, now=now)
    data = {"days": days, "reason": reason, "was": case.promised_at.isoformat(), "promised": promised.isoformat()}
    return moved, notice, Event(EventKind.EXTENDED, now, actor, data)


def resumed(office: Office, case: Case, now: datetime) -> Case:
    """The case after its customer has answered, or will not: the clocks go on, and the promise moves by as much as we waited."""
    since = case.dossier.waiting_since
    if since is None:
        return case
    after = case.noting(waiting_since=None, paused=(*case.dossier.paused, (since, now)))
    moved = answer_due(office, after) - answer_due(office, case)
    return replace(after, promised_at=max(case.promised_at, case.promised_at + moved))
