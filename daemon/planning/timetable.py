"""When something must be done about a case: every deadline it has, as a function of how it stands.

Nothing here remembers: the shell compares the timetable before and after a plan, and sets or settles what differs. So
a level, a calendar or a policy that changes moves the clocks by being asked again (`amends clocks --recompute`).

A clock begins where the pack says. While the customer owes an answer, the department's clocks stand still; after a
pause they run out later by as much working time (or clock time, where they count that) as the pause took. A time limit
of the law does not: where the pack says `pauses = false`, neither the clock nor the promise moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from daemon.case import ANSWERED, AT_WORK, UNSIGNED, Case, DeadlineKind, State, Watch
from daemon.planning.office import Office
from rules.durations import Budget, Unit
from rules.hours import Calendar, after_working, due, share_due, working_between
from rules.policy import Clock, Start
from rules.vocabulary import ClockKind

SIGNED = AT_WORK - UNSIGNED
EXTENDED = (ClockKind.ANSWER, ClockKind.CLOSING)  # what EXTEND moves
BEFORE = timedelta(hours=1)  # a promise for the morning: the delay is told so long before


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: since when, and when it runs out."""

    clock: Clock
    start: datetime
    due: datetime


def answer_due(office: Office, case: Case) -> datetime:
    """When such a case must be answered, whether or not its clock runs now; the promise, where it has no such clock."""
    clock = answer_clock(office, case)
    return case.promised_at if clock is None else _due(office, case, clock, case.dossier.counted_from)


def answer_clock(office: Office, case: Case) -> Clock | None:
    """The clock that the customer's promise comes from."""
    clocks = office.terms(case).clocks
    return clocks.get(ClockKind.ANSWER) or clocks.get(ClockKind.CLOSING)


def promise_pauses(office: Office, case: Case) -> bool:
    """Whether what the customer was promised waits while they are asked; a time limit of the law does not."""
    clock = answer_clock(office, case)
    return clock is None or clock.pauses


def running(office: Office, case: Case) -> dict[ClockKind, Running]:
    """The clocks of a case that run now; while it waits for its customer only those that the pack lets never stand still."""
    waits = case.dossier.waiting_since is not None
    found: dict[ClockKind, Running] = {}
    for kind, clock in office.terms(case).clocks.items():
        start = _start(case, clock)
        if start is not None and _runs(case, kind) and not (waits and clock.pauses):
            found[kind] = Running(clock, start, _due(office, case, clock, start))
    if (answer := found.get(ClockKind.ANSWER)) is not None and not _closes_first(found):
        found[ClockKind.ANSWER] = replace(answer, due=_promised_by(case, answer))
    return found


def _promised_by(case: Case, answer: Running) -> datetime:
    """When the answer is due where its level or department has got a longer clock since: what was promised is kept."""
    return case.promised_at if answer.start < case.promised_at < answer.due else answer.due


def _closes_first(runs: Mapping[ClockKind, Running]) -> bool:
    """Whether the case must be closed by the time that it must be answered."""
    closing, answer = runs.get(ClockKind.CLOSING), runs.get(ClockKind.ANSWER)
    return closing is not None and answer is not None and closing.due <= answer.due


def last_day(office: Office, case: Case) -> datetime | None:
    """The day that nothing moves, not even EXTEND: what the law gives for the final answer; None: there is none."""
    clock = office.terms(case).clocks.get(ClockKind.CLOSING)
    return None if clock is None or clock.extends else _due(office, case, clock, case.dossier.counted_from)


def within_law(office: Office, case: Case, promised: datetime, now: datetime) -> datetime:
    """The date, no later than the law's last day, while that is to come."""
    last = last_day(office, case)
    return promised if last is None or last <= max(case.promised_at, now) else min(promised, last)


def timetable(
    office: Office, case: Case, runs: Mapping[ClockKind, Running] | None = None
) -> dict[DeadlineKind, datetime]:
    """Every deadline of the case and when it comes. `runs`: what `running` says of the case, if it is known."""
    times: dict[DeadlineKind, datetime] = {}
    runs = dict(running(office, case) if runs is None else runs)
    if _closes_first(runs):
        del runs[ClockKind.ANSWER]  # who closes in time has answered in time: nobody is reminded twice
    for kind, run in runs.items():
        watch = watched(case, kind.value, run.start)
        if watch.again is not None and not _has_moved_on(run, watch):
            times[DeadlineKind.of(kind, "miss")] = watch.again
            continue
        times[DeadlineKind.of(kind, "miss")] = run.due
        if not watch.reminded and run.clock.remind_at < 1 and kind is not ClockKind.PROGRESS:
            remind = remind_at(run, office.calendar_of(case))
            if remind < run.due:
                times[DeadlineKind.of(kind, "remind")] = remind
    times.update(_courtesies(office, case))
    return times


def remind_at(run: Running, calendar: Calendar) -> datetime:
    """When so much of the clock is used up; as much later as pauses and extensions have moved its end."""
    clock = run.clock
    at = share_due(run.start, clock.budget, calendar, clock.remind_at)
    end = due(run.start, clock.budget, calendar)
    if run.due < end:  # promised for an earlier day
        if clock.budget.unit in (Unit.MINUTES, Unit.HOURS):
            return run.start + (run.due - run.start) * clock.remind_at
        worked = working_between(run.start, run.due, calendar) * clock.remind_at
        return after_working(run.start, worked, calendar) if worked else run.due
    if run.due == end:
        return at
    if clock.budget.unit in (Unit.MINUTES, Unit.HOURS):
        return at + (run.due - end)
    moved = working_between(end, run.due, calendar)
    return after_working(at, moved, calendar) if moved else at


def _has_moved_on(run: Running, watch: Watch) -> bool:
    """Whether a clock that was missed has got more time since (EXTEND, LEVEL): nobody is told before that is over."""
    return watch.due is not None and run.due > watch.due


def watched(case: Case, clock: str, start: datetime) -> Watch:
    """What has been done about the clock since it began at `start`."""
    watch = case.dossier.watches.get(clock)
    return watch if watch is not None and watch.start == start else Watch(start=start)


def _runs(case: Case, kind: ClockKind) -> bool:
    dossier, state = case.dossier, case.state
    match kind:
        case ClockKind.SIGNING:
            return state in UNSIGNED
        case ClockKind.FIRST_REPLY:
            return state in AT_WORK and dossier.replied_at is None
        case ClockKind.REPORT:
            return state in AT_WORK and dossier.reported_at is None
        case ClockKind.PROGRESS:
            return state in SIGNED
        case ClockKind.ANSWER | ClockKind.CLOSING:
            return state in AT_WORK or state is State.TRIAGE


def _start(case: Case, clock: Clock) -> datetime | None:
    dossier = case.dossier
    if clock.kind is ClockKind.PROGRESS and dossier.progressed_at is not None:
        return dossier.progressed_at
    match clock.start:
        case Start.RECEIVED:
            return dossier.counted_from
        case Start.DISPATCHED:
            return dossier.dispatched_at
        case Start.SIGNED:
            return dossier.signed_at


def _due(office: Office, case: Case, clock: Clock, start: datetime) -> datetime:
    dossier, calendar = case.dossier, office.calendar_of(case)
    paused = dossier.paused if clock.pauses else ()
    end = due(start, clock.budget, calendar, paused)
    if clock.kind in EXTENDED and clock.extends and dossier.extended_days:
        end = due(end, Budget(dossier.extended_days, Unit.WORKING_DAYS), calendar, paused)
        end = max(end, dossier.extended_to or end)
    return end


def _courtesies(office: Office, case: Case) -> dict[DeadlineKind, datetime]:
    if case.state in ANSWERED:
        return _after_the_answer(office, case)
    if case.state not in AT_WORK and case.state is not State.TRIAGE:
        return {}
    care, dossier, calendar = office.policy.care, case.dossier, office.calendar
    times: dict[DeadlineKind, datetime] = {}
    if dossier.waiting_since is not None:
        times[DeadlineKind.WAIT] = due(dossier.waiting_since, care.silence_closes_after, calendar)
    if dossier.unreachable:  # no mail would arrive; what the department owes is counted as ever
        return times
    asks = dossier.missing and not dossier.chased and dossier.answered is None  # answered without it: it was not needed
    if asks and care.chase_after is not None:
        times[DeadlineKind.CHASE] = office.civil(due(case.received, care.chase_after, calendar))
    if office.rests(case):
        return times
    waits = dossier.waiting_since is not None
    if dossier.written_at is not None and not (waits and promise_pauses(office, case)):  # else nobody was told a date
        times[DeadlineKind.DELAY] = delay_at(office, case)
    if not waits and care.contact_after is not None and dossier.written_at is not None:
        times[DeadlineKind.CONTACT] = office.civil(due(dossier.written_at, care.contact_after, calendar))
    return times


def _after_the_answer(office: Office, case: Case) -> dict[DeadlineKind, datetime]:
    """Whoever cannot be asked whether it is settled is waited for as long as an answer would have been."""
    dossier = case.dossier
    waited_from = dossier.checked_at or (dossier.resolved_at if dossier.unreachable else None)
    if waited_from is not None:
        return {DeadlineKind.SILENCE: due(waited_from, office.policy.care.silence_closes_after, office.calendar)}
    return {} if dossier.resolved_at is None else {DeadlineKind.CHECK: check_at(office, dossier.resolved_at)}


def check_at(office: Office, resolved: datetime) -> datetime:
    """When the customer is asked whether it is settled: a little after the answer, when people are up.

    What would fall later leaves at closing time if the answer left before it, else in the morning (design, section 11).
    An answer that waits for the morning leaves then, and the question comes so much after that: never beside it.
    """
    care = office.policy.care
    answered = office.civil(resolved)
    at = due(answered, care.check_after, office.calendar)
    closes = office.at_minute(answered, care.closes)
    if answered < closes < at:
        return closes
    return office.civil(at)


def delay_at(office: Office, case: Case) -> datetime:
    """When the customer is told of a delay: by noon of the promised day, always before the promise breaks.

    A promise for the night is taken back the evening before: a mail that waits for the morning comes too late.
    """
    promised = case.promised_at
    noon = office.at_minute(promised, office.policy.care.delay_by)
    told = noon if noon < promised else promised - BEFORE
    if office.civil(told) >= promised:
        days = (told, told - timedelta(days=1))
        evening = next(at for day in days if (at := office.at_minute(day, office.policy.care.closes)) < told)
        told = evening if evening > case.received else told
    return told if told > case.received else case.received + (promised - case.received) / 2
