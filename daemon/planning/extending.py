"""More time for an answer: the promised day moves on, and the customer is told at once why and to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from daemon.case import Case, EventKind
from daemon.planning import customer_mail
from daemon.planning.effects import Event, Notice
from daemon.planning.office import Office
from daemon.planning.timetable import (
    EXTENDED,
    answer_clock,
    answer_due,
    promise_pauses,
    remind_at,
    running,
    within_law,
)
from rules.durations import Budget, Unit
from rules.hours import due, moved_on

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
    promised = within_law(office, case, promised, now)
    more = case.dossier.extended_days + days
    moved = replace(
        case.noting(extended_days=more, extended_to=promised, request=None, written_at=now), promised_at=promised
    )
    moved = _reminded_again(office, moved, now)
    notice = customer_mail.delay(office, moved, key, was=case.promise_told, reason=reason, now=now)
    data = {"days": days, "reason": reason, "was": case.promised_at.isoformat(), "promised": promised.isoformat()}
    return moved, notice, Event(EventKind.EXTENDED, now, actor, data)


def _reminded_again(office: Office, case: Case, now: datetime) -> Case:
    """The case, whose department has been given more time and is reminded anew when most of that is over."""
    runs, calendar = running(office, case), office.calendar_of(case)
    watches = dict(case.dossier.watches)
    for kind in EXTENDED:
        if kind in runs and kind.value in watches and remind_at(runs[kind], calendar) > now:
            watches[kind.value] = replace(watches[kind.value], reminded=False)
    return case.noting(watches=watches)


def resumed(office: Office, case: Case, now: datetime) -> Case:
    """The case after its customer has answered, or will not: the clocks go on, and the promise moves by as much as we waited.

    Where the pack's clock for the answer does not stand still, the promise stays.
    """
    since = case.dossier.waiting_since
    if since is None:
        return case
    after = case.noting(waiting_since=None, paused=(*case.dossier.paused, (since, now)))
    if not promise_pauses(office, case):
        return after
    clock = answer_clock(office, case)
    unit, calendar = Unit.WORKING_DAYS if clock is None else clock.budget.unit, office.calendar_of(case)
    if case.dossier.extended_to is not None:
        after = after.noting(extended_to=moved_on(case.dossier.extended_to, (since, now), unit, calendar))
    kept = case.promised_at == answer_due(office, case)  # otherwise a later date was told: it moves by itself
    promised = answer_due(office, after) if kept else moved_on(case.promised_at, (since, now), unit, calendar)
    return replace(after, promised_at=max(case.promised_at, promised))
