"""What `rules.hours` promises, said again minute by minute: far too slow to be of use, and too simple to be wrong.

Moments are whole minutes since 1970 in UTC; a local time is `day * 1440 + minute of the day`. All that is asked of a
time zone is what its clocks show at a moment; opening and closing are found by watching the clock on the wall.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from rules.durations import Budget, Unit
from rules.hours import Calendar

DAY = 24 * 60
QUARTER = 15  # every zone changes its clocks at a quarter of an hour
WEST, EAST = 13 * 60, 15 * 60  # farther from UTC no clock is
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY = date(1970, 1, 1)
CLOCK_TIME = (Unit.MINUTES, Unit.HOURS)
WORKING_TIME = (Unit.WORKING_MINUTES, Unit.WORKING_HOURS)

Pauses = tuple[tuple[int, int], ...]


def minute_of(moment: datetime) -> int:
    """The moment as a number."""
    return (moment - EPOCH) // timedelta(minutes=1)


def moment_of(minute: int) -> datetime:
    """And back."""
    return EPOCH + timedelta(minutes=minute)


@cache
def _offset(zone: ZoneInfo, quarter: int) -> int:
    local = moment_of(quarter * QUARTER).astimezone(zone)
    return (local.replace(tzinfo=UTC) - local) // timedelta(minutes=1)


def wall(zone: ZoneInfo, minute: int) -> int:
    """What the clock on the wall shows at a minute."""
    return minute + _offset(zone, minute // QUARTER)


@cache
def first_shown(zone: ZoneInfo, local: int) -> int:
    """The first minute at which the wall shows a time; one that is skipped is read by the clock as it was before."""
    for minute in range(local - EAST, local + WEST + DAY):
        shown = wall(zone, minute)
        if shown == local:
            return minute
        if shown > local:
            return minute - 1 + (local - wall(zone, minute - 1))
    raise AssertionError("no clock is that far from UTC")


@cache
def _is_there(zone: ZoneInfo, day: int) -> bool:
    return any(wall(zone, minute) // DAY == day for minute in range(day * DAY - EAST, (day + 1) * DAY + WEST))


def works_on(calendar: Calendar, day: int) -> bool:
    """Whether a local day is worked at all."""
    return calendar.works_on(FIRST_DAY + timedelta(days=day)) and bool(shift(calendar, day))


def shift(calendar: Calendar, day: int) -> range:
    """The minutes that are worked on a local day; none when it is no working day, or is not there."""
    if not calendar.works_on(FIRST_DAY + timedelta(days=day)) or not _is_there(calendar.zone, day):
        return range(0)
    opens = first_shown(calendar.zone, day * DAY + calendar.time.opens)
    closes = first_shown(calendar.zone, day * DAY + calendar.time.closes)
    return range(opens, closes)


def is_worked(calendar: Calendar, minute: int) -> bool:
    """Whether a minute is working time."""
    return minute in shift(calendar, wall(calendar.zone, minute) // DAY)


def worked_between(calendar: Calendar, start: int, end: int) -> int:
    """How many minutes are worked from one to another."""
    return sum(is_worked(calendar, minute) for minute in range(start, end))


def next_worked(calendar: Calendar, minute: int) -> int:
    """The minute, or the next one that is worked."""
    while not is_worked(calendar, minute):
        minute += 1
    return minute


def after_worked(calendar: Calendar, start: int, minutes: int, pauses: Pauses = ()) -> int:
    """Let minute after minute pass; only those count that are worked and in no pause."""
    while minutes:
        minutes -= is_worked(calendar, start) and not _paused(start, pauses)
        start += 1
    return start


def after_passed(start: int, minutes: int, pauses: Pauses) -> int:
    """The same by the clock: every minute counts that is in no pause."""
    while minutes:
        minutes -= not _paused(start, pauses)
        start += 1
    return start


def due(calendar: Calendar, start: int, budget: Budget, pauses: Pauses = ()) -> int:
    """When a budget is used up."""
    minutes = budget.amount * budget.unit.minutes
    if budget.unit in CLOCK_TIME:
        return after_passed(start, minutes, pauses)
    if budget.unit in WORKING_TIME:
        return after_worked(calendar, start, minutes, pauses)
    promised = shift(calendar, _last_day(calendar, start, budget)).stop
    end, missed = promised, 0
    for begun, over in pauses:
        if begun < end:
            missed += worked_between(calendar, max(begun, start), over)
            end = _end_of_work(calendar, promised, missed)
    return end


def _last_day(calendar: Calendar, start: int, budget: Budget) -> int:
    """Let day after day pass; the day of receipt does not count."""
    day = wall(calendar.zone, start) // DAY
    if budget.unit is Unit.DAYS:
        day += budget.amount
        while not works_on(calendar, day):
            day += 1
        return day
    left = budget.amount
    while left:
        day += 1
        left -= works_on(calendar, day)
    return day


def _end_of_work(calendar: Calendar, promised: int, missed: int) -> int:
    """When work ends, as many days after the promised one as were missed, the last if half of it or more was."""
    day, end = wall(calendar.zone, promised - 1) // DAY, promised
    while True:
        day += 1
        if not works_on(calendar, day) or not shift(calendar, day):
            continue
        worked = len(shift(calendar, day))
        if 2 * missed < worked:
            return end
        missed, end = max(missed - worked, 0), shift(calendar, day).stop


def _paused(minute: int, pauses: Pauses) -> bool:
    return any(begun <= minute < over for begun, over in pauses)
