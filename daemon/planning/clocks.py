"""A due deadline becomes mail: reminders and escalations when a clock runs out, and what the customer is owed in time.

A missed clock is told again while it lasts, as often as the pack says: the department is reminded, its head hears the
first time, head and managers from the second (or as the pack says). After an outage only the latest of them is told,
never fifty: the next one is set from now. A clock that rises takes the case one level up instead, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from daemon.case import Case, DeadlineKind, EventKind, Watch
from daemon.planning import customer_mail
from daemon.planning.dispatching import risen, sent_back
from daemon.planning.effects import Change, Event, Notice, Plan
from daemon.planning.extending import resumed
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.parties import holder, reached
from daemon.planning.retelling import Telling, by_itself, written
from daemon.planning.staff_mail import not_before, reminder
from daemon.planning.timetable import Running, running, timetable, watched, within_law
from rules.durations import Budget, Unit
from rules.hours import due, next_working
from rules.policy import Heard
from rules.vocabulary import ClockKind
from templates.contexts import Cause, Ended, Kind, Missing, Why

SOON = timedelta(minutes=15)  # a question due at closing time still leaves when the desk is so much later
A_DAY = timedelta(days=1)
HALF = 2  # a promise that cannot be kept is renewed for half of what it was


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline that has come."""

    kind: DeadlineKind
    due_at: datetime


def deadline_plans(office: Office, due: Sequence[tuple[Case, Due]], files: Files, now: datetime) -> list[Plan]:
    """What each of these deadlines, of a case each, asks for; what they tell again may stand in one of them for all."""
    outcomes = [_outcome(office, case, deadline, files, now) for case, deadline in due]
    mails = iter(written(office, [one for _, told_again in outcomes for one in told_again], now))
    return [_with_mails(plan, [next(mails) for _ in told_again]) for plan, told_again in outcomes]


def _with_mails(plan: Plan, mails: Sequence[tuple[Notice, ...]]) -> Plan:
    return replace(plan, notices=(*plan.notices, *chain.from_iterable(mails))) if mails else plan


def _outcome(
    office: Office, case: Case, deadline: Due, files: Files, now: datetime
) -> tuple[Plan, tuple[Telling, ...]]:
    """What the deadline asks for, and what it tells again. One that the case has overtaken asks for nothing."""
    runs = running(office, case)
    at = timetable(office, case, runs).get(deadline.kind)
    if at is None or at > now:
        return Plan(), ()
    courtesy = _COURTESIES.get(deadline.kind)
    if courtesy is not None:
        return courtesy(office, case, deadline, now), ()
    if deadline.kind.is_reminder:
        return _remind(office, case, runs[ClockKind(deadline.kind.clock)], deadline, now), ()
    return _miss(office, case, runs, deadline, files, now)


def _watching(case: Case, clock: ClockKind, watch: Watch, **noted: object) -> Case:
    return case.noting(watches={**case.dossier.watches, clock.value: watch}, **noted)


def _remind(office: Office, case: Case, run: Running, deadline: Due, now: datetime) -> Plan:
    kind = run.clock.kind
    noted = _watching(case, kind, replace(watched(case, kind.value, run.start), reminded=True))
    if max(now, not_before(office, case, now) or now) >= run.due:  # overtaken: the end of the clock says it all
        return Plan(changes=(Change(case=noted),))
    event = Event(EventKind.REMINDED, deadline.due_at, "amends", {"clock": kind.value, "due": run.due.isoformat()})
    notice = reminder(office, case, run, deadline.due_at, now, missed=False)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


def _miss(
    office: Office, case: Case, runs: Mapping[ClockKind, Running], deadline: Due, files: Files, now: datetime
) -> tuple[Plan, tuple[Telling, ...]]:
    run = runs[ClockKind(deadline.kind.clock)]
    clock, watch = run.clock, watched(case, deadline.kind.clock, run.start)
    first = watch.times == 0
    data = {"clock": clock.kind.value, "due": run.due.isoformat(), "times": watch.times + 1, "level": case.level}
    data |= {"department": case.department}  # it may be another's by the time somebody counts
    events = [Event(EventKind.MISSED, deadline.due_at, "amends", data)]
    if first and clock.penalty:
        events.append(Event(EventKind.PENALISED, now, "amends", data))
    again = _again(office, case, clock.again, now)
    watch = replace(watch, times=watch.times + 1, due=run.due, again=again)
    misses = case.dossier.misses + (1 if clock.heard is not Heard.NOBODY else 0)
    noted = _watching(case, clock.kind, watch, misses=misses)
    if first and clock.rises and risen(office, case) != case.level:
        reading = files.first_letter(case)
        if reading is not None:
            back, mails = sent_back(office, reading, noted, Why.RISEN, said="", actor="amends", now=now)
            told = tuple(by_itself(office, one, now) for one in _escalations(office, case, run, deadline, misses, 1))
            return Plan(changes=(replace(back, events=(*events, *back.events)),), notices=(*mails, *told)), ()
    plan = Plan(changes=(Change(case=noted, events=tuple(events)),))
    if not first and _told_already(case, runs, clock.kind):
        return plan, ()
    reminding = Telling(
        kind=Kind.REMINDER, case=case, run=run, due_at=deadline.due_at, party=holder(office, case), times=watch.times
    )
    told = (reminding, *_escalations(office, case, run, deadline, misses, watch.times))
    if first:
        return replace(plan, notices=tuple(by_itself(office, one, now) for one in told)), ()
    return plan, told


def _again(office: Office, case: Case, every: Budget, now: datetime) -> datetime:
    """When a miss is told next: at the same time of the next working day, or as often as the pack says.

    What is told at night, because the case allows no delay, is told again as soon as people work.
    """
    calendar = office.calendar_of(case)
    if every.unit is not Unit.WORKING_DAYS:
        return due(now, every, calendar)
    works = office.working(now, case)
    if office.terms(case).any_hour and works > now:
        return works
    for _ in range(every.amount):
        works = next_working(office.local(works) + A_DAY, calendar)
    return works


def _told_already(case: Case, runs: Mapping[ClockKind, Running], kind: ClockKind) -> bool:
    """Whether an earlier clock of the case is told again and again already: people need not hear of each by itself."""
    others = (
        run
        for other, run in runs.items()
        if other is not kind and watched(case, other.value, run.start).times and run.clock.heard is not Heard.NOBODY
    )
    return any((run.due, run.clock.kind) < (runs[kind].due, kind) for run in others)


def _escalations(
    office: Office, case: Case, run: Running, deadline: Due, misses: int, times: int
) -> tuple[Telling, ...]:
    """Who above the department hears of it."""
    heard = run.clock.heard
    if heard is Heard.NOBODY:
        return ()
    ladder = office.policy.ladder
    at_top = run.clock.rises and risen(office, case) == case.level
    steps = ladder.first if misses == 1 and heard is Heard.LADDER else ladder.then
    steps = (*steps, *ladder.top) if at_top else steps
    cause = Cause.TOP if at_top else Cause.MISSED
    return tuple(
        Telling(Kind.ESCALATION, case=case, run=run, due_at=deadline.due_at, party=party, times=times, cause=cause)
        for party in reached(office, case, steps)
    )


def _chase(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    missing = tuple(Missing(key) for key in case.dossier.missing)
    noted = case.noting(chased=True, written_at=now)
    event = Event(EventKind.CHASED, deadline.due_at, "amends", {"missing": list(case.dossier.missing)})
    notice = customer_mail.clarification(office, noted, f"{case.number}/chase", missing=missing, now=now)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


def _contact(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    noted = case.noting(written_at=now)
    event = Event(EventKind.GREETED, deadline.due_at, "amends")
    notice = customer_mail.progress(office, noted, f"{case.number}/contact/{deadline.due_at.isoformat()}", "", now)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


def _delay(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    """The promise cannot be kept any more: half of it again, and the customer is told before it breaks."""
    renewed = _renewed(office, case, now)
    noted = replace(case.noting(written_at=now, delays=case.dossier.delays + 1), promised_at=renewed)
    data = {"was": case.promised_at.isoformat(), "promised": renewed.isoformat()}
    event = Event(EventKind.DELAYED, deadline.due_at, "amends", data)
    key = f"{case.number}/delay/{case.promised_at.isoformat()}"
    notice = customer_mail.delay(office, noted, key, was=case.promised_at, reason="", now=now)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


def _renewed(office: Office, case: Case, now: datetime) -> datetime:
    """Half of what was promised first, and a day more each time: nobody wants a mail a day that says "tomorrow"."""
    clock = office.terms(case).clocks.get(ClockKind.ANSWER)
    days = 1 if clock is None else max(-(-_days(clock.budget) // HALF), 1)
    by_the_clock = clock is not None and clock.budget.unit in (Unit.MINUTES, Unit.HOURS)
    renewed = Budget(days + case.dossier.delays, Unit.DAYS if by_the_clock else Unit.WORKING_DAYS)
    return within_law(office, case, due(max(case.promised_at, now), renewed, office.calendar), now)


def _days(budget: Budget) -> int:
    """How many whole days were promised: eight weeks are eight weeks, also where a pack counts them in hours."""
    if budget.unit in (Unit.DAYS, Unit.WORKING_DAYS):
        return budget.amount
    by_the_clock = budget.unit in (Unit.MINUTES, Unit.HOURS)
    return timedelta(minutes=budget.amount * budget.unit.minutes) // A_DAY if by_the_clock else 1


def _wait(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    """The customer has not answered what was asked: the department goes on without, and is reminded that it must.

    The customer reads the new date where the promise has moved by the wait: it never moves without a mail.
    """
    noted = resumed(office, case, now)
    events = [Event(EventKind.WAITED, deadline.due_at, "amends", {"since": str(case.dossier.waiting_since)})]
    mails: tuple[Notice, ...] = ()
    if noted.promised_at != case.promised_at and not (case.dossier.unreachable or office.rests(case)):
        noted = noted.noting(written_at=now)
        events.append(Event(EventKind.GREETED, deadline.due_at, "amends"))
        mails = (customer_mail.progress(office, noted, f"{case.number}/wait/{deadline.due_at.isoformat()}", "", now),)
    runs = sorted(running(office, noted).values(), key=lambda run: run.due)
    told = tuple(reminder(office, noted, run, now, now, missed=False) for run in runs[:1])
    return Plan(changes=(Change(case=noted, events=tuple(events)),), notices=(*mails, *told))


def _check(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    noted = case.moved(EventKind.CHECKED, checked_at=now, written_at=now)
    event = Event(EventKind.CHECKED, deadline.due_at, "amends")
    key = f"{case.number}/check/{deadline.due_at.isoformat()}"
    notice = customer_mail.closure_check(office, noted, key, now if now - deadline.due_at > SOON else deadline.due_at)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


def _silence(office: Office, case: Case, deadline: Due, now: datetime) -> Plan:
    noted = case.moved(EventKind.CLOSED, closed_at=now, written_at=now)
    if lost := case.dossier.unreachable:
        data = {"ended": "unreachable", "address": lost}
        return Plan(changes=(Change(case=noted, events=(Event(EventKind.CLOSED, deadline.due_at, "amends", data),)),))
    event = Event(EventKind.CLOSED, deadline.due_at, "amends", {"ended": Ended.SILENCE.value})
    notice = customer_mail.closed(office, noted, f"{case.number}/closed/{deadline.due_at.isoformat()}", Ended.SILENCE)
    return Plan(changes=(Change(case=noted, events=(event,)),), notices=(notice,))


_COURTESIES: Mapping[DeadlineKind, Callable[[Office, Case, Due, datetime], Plan]] = {
    DeadlineKind.CHASE: _chase,
    DeadlineKind.CONTACT: _contact,
    DeadlineKind.DELAY: _delay,
    DeadlineKind.WAIT: _wait,
    DeadlineKind.CHECK: _check,
    DeadlineKind.SILENCE: _silence,
}
