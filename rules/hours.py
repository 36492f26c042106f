"""Business time: when a promise is due, and whether people are at work.

Owns the meaning of working hours, working days and public holidays. It never looks at the clock: times come in as
aware datetimes and go out as aware UTC.

The day of receipt never counts. What is counted in days is due when work ends on the last of them:

- n minutes or hours: so much time later, day and night.
- n days: n calendar days after the day of receipt, or if that is no working day, the next one.
- n working days: the n-th working day after the day of receipt. Received on Monday at 10:00 (or at 23:00), 5 working
  days are over on the next Monday when work ends; received on Saturday, on Friday. A Saturday that is worked
  (a Chinese make-up day) is a working day like any other.
- n working minutes or hours: as soon as so much working time has passed. What arrives out of hours starts when work
  does, and what ends exactly with the working day is due then, not next morning.

"Day" is the day in the calendar's time zone. A local time that a change of clocks shows twice means the first, one
that it skips is read as if the clock had not been changed yet (RFC 5545, section 3.3.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from rules.durations import Budget, Unit

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAY_TO_FRIDAY = frozenset(range(5))
DAY_MINUTES = 24 * 60
LONGEST_REST_DAYS = 366  # a calendar that never works within a year is a mistake, not a holiday
SHIFTS_KEPT = 4096  # of a calendar: clocks ask for the same days again and again
_MAKE_UP_MEMORY_YEARS = 10
_ONE_DAY = timedelta(days=1)
_NONE = timedelta(0)
_HOURS = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])\s*[-\u2013]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])")


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Which hours of which days are worked, as a pack or a department says it; the place comes with `Calendar`.

    `opens` and `closes` are minutes since local midnight (closes up to 1440: the end of the day); `weekdays` count
    from Monday = 0. `off` and `working` are single days that differ, and beat every other rule.
    """

    opens: int = 9 * 60
    closes: int = 18 * 60
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY_MINUTES:
            raise ValueError("working hours must end after they begin, on the same day")
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("at least one day of the week must be worked, Monday = 0 to Sunday = 6")
        if both := sorted(self.off & self.working):
            raise ValueError(f"{both[0]} cannot be both a day off and a working day")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time at a place: `country` is ISO 3166 ("CN", "GB", with a part: "GB-SCT"), "" for no public holidays.

    Raises ValueError for a country whose holidays are not known.
    """

    zone: ZoneInfo
    country: str = ""
    time: WorkingTime = WorkingTime()
    _shifts: dict[date, tuple[datetime, datetime] | None] = field(
        default_factory=dict[date, tuple[datetime, datetime] | None], init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.country:
            _load_country(self.country, (2000,))

    def with_days(self, *, off: frozenset[date] = frozenset(), working: frozenset[date] = frozenset()) -> Calendar:
        """The same calendar with more days off and more working days; the days given here beat its own."""
        time = replace(self.time, off=(self.time.off - working) | off, working=(self.time.working - off) | working)
        return replace(self, time=time)

    def works_on(self, day: date) -> bool:
        """Whether a local day is a working day."""
        if day in self.time.off:
            return False
        if day in self.time.working:
            return True
        holidays, made_up = _public_days(self.country, day.year) if self.country else (_NO_DAYS, _NO_DAYS)
        return day in made_up or (day.weekday() in self.time.weekdays and day not in holidays)

    def local_day(self, moment: datetime) -> date:
        """The day it is at this place at a moment."""
        return moment.astimezone(self.zone).date()

    def shift(self, day: date) -> tuple[datetime, datetime] | None:
        """When work begins and ends on a local day, in UTC; None when it is not worked (or does not exist there)."""
        if day not in self._shifts:
            if len(self._shifts) >= SHIFTS_KEPT:
                self._shifts.clear()
            self._shifts[day] = self._shift(day)
        return self._shifts[day]

    def _shift(self, day: date) -> tuple[datetime, datetime] | None:
        if not self.works_on(day):
            return None
        opens, closes = self._at(day, self.time.opens), self._at(day, self.time.closes)
        exists = self.local_day(opens) == day  # a place that crosses the date line skips a day
        return (opens, closes) if exists and opens < closes else None

    def shifts(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The shifts of a day and of all the days after it, in order. Raises ValueError after a year without work."""
        idle = 0
        while True:
            if shift := self.shift(day):
                idle = 0
                yield shift
            elif (idle := idle + 1) > LONGEST_REST_DAYS:
                raise ValueError(f"no working day in the {LONGEST_REST_DAYS} days before {day}: see the calendar")
            day += _ONE_DAY

    def _at(self, day: date, minutes: int) -> datetime:
        day += timedelta(days=minutes // DAY_MINUTES)
        hour, minute = divmod(minutes % DAY_MINUTES, 60)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).astimezone(UTC)


def read_hours(written: str) -> tuple[int, int]:
    """When work begins and ends, in minutes since midnight, from "09:00-18:00" (up to "24:00").

    Raises ValueError with a sentence that says what to write instead.
    """
    read = _HOURS.fullmatch(written.strip())
    opens, closes = (int(read[1]) * 60 + int(read[2]), int(read[3]) * 60 + int(read[4])) if read else (0, 0)
    if not 0 <= opens < closes <= DAY_MINUTES:
        raise ValueError(f'"{written}" are no working hours; write a span of one day such as "09:00-18:00"')
    return opens, closes


Pause = tuple[datetime, datetime]


def due(start: datetime, budget: Budget, calendar: Calendar, pauses: Iterable[Pause] = ()) -> datetime:
    """When a budget that began at `start` (aware) is used up, in UTC, as the module's promise says.

    `pauses` (from, to; aware, in order) do not count: clock time goes on as much later, everything else by as much
    working time as fell into the pauses. What is counted in days moves by whole days, of half a day or more: a question
    that is answered within the hour moves no promise.
    """
    promised = end = used_up = _due(_utc(start), budget, calendar)
    for pause in pauses:
        begun, over = max(_utc(pause[0]), _utc(start)), _utc(pause[1])
        if begun < min(over, end):
            used_up = _later(used_up, begun, over, budget.unit, calendar)
            end = _day_end(promised, used_up, budget.unit, calendar)
    return end


def moved_on(end: datetime, pause: Pause, unit: Unit, calendar: Calendar) -> datetime:
    """When something that was due at `end` is due after one pause (from, to; aware) that does not count, in UTC, as in `due`."""
    end, begun, over = _utc(end), _utc(pause[0]), _utc(pause[1])
    if begun >= min(over, end):
        return end
    return _day_end(end, _later(end, begun, over, unit, calendar), unit, calendar)


def _later(end: datetime, begun: datetime, over: datetime, unit: Unit, calendar: Calendar) -> datetime:
    if unit in {Unit.MINUTES, Unit.HOURS}:
        return end + (over - begun)
    missed = working_between(begun, over, calendar)
    return after_working(end, missed, calendar) if missed > _NONE else end


def _day_end(promised: datetime, end: datetime, unit: Unit, calendar: Calendar) -> datetime:
    """What is counted in days ends with the working day that was at least half over, `promised` at the earliest."""
    if unit not in {Unit.DAYS, Unit.WORKING_DAYS}:
        return end
    day_end = promised
    for opens, closes in calendar.shifts(calendar.local_day(promised)):
        if end - opens < (closes - opens) / 2:
            return day_end
        day_end = max(closes, promised)
    raise AssertionError("a calendar's shifts never end")


def _due(start: datetime, budget: Budget, calendar: Calendar) -> datetime:
    match budget.unit:
        case Unit.MINUTES | Unit.HOURS:
            return start + _length(budget)
        case Unit.WORKING_MINUTES | Unit.WORKING_HOURS:
            return after_working(start, _length(budget), calendar)
        case Unit.DAYS:
            return next(calendar.shifts(calendar.local_day(start) + timedelta(days=budget.amount)))[1]
        case Unit.WORKING_DAYS:
            shifts = calendar.shifts(calendar.local_day(start) + _ONE_DAY)
            return next(closes for n, (_, closes) in enumerate(shifts, 1) if n == budget.amount)


def share_due(start: datetime, budget: Budget, calendar: Calendar, share: float) -> datetime:
    """When a share (above 0, up to 1) of a budget is used up, in UTC; the whole is `due`.

    Of clock time it is a share of the clock time, of everything else a share of the working time up to `due`: a
    reminder of a promise made in days comes while somebody is there to read it.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share lies above 0 and is at most 1, not {share}")
    end = due(start, budget, calendar)
    if share == 1:
        return end
    start = _utc(start)
    if budget.unit in {Unit.MINUTES, Unit.HOURS}:
        return start + (end - start) * share
    return after_working(start, working_between(start, end, calendar) * share, calendar)


def is_working(moment: datetime, calendar: Calendar) -> bool:
    """Whether it is working time at an aware moment. The minute of opening is, that of closing is not."""
    shift = calendar.shift(calendar.local_day(moment))
    return shift is not None and shift[0] <= moment < shift[1]


def next_working(moment: datetime, calendar: Calendar) -> datetime:
    """The moment itself when it is working time, else when work next begins; in UTC."""
    moment = _utc(moment)
    opens = next(opens for opens, closes in calendar.shifts(calendar.local_day(moment)) if moment < closes)
    return max(moment, opens)


def after_working(start: datetime, length: timedelta, calendar: Calendar) -> datetime:
    """The first moment, in UTC, at which so much working time (more than none) has passed since `start`."""
    if length <= _NONE:
        raise ValueError("a length of working time must be more than none")
    start = _utc(start)
    for opens, closes in calendar.shifts(calendar.local_day(start)):
        begun = max(start, opens)
        if (worked := max(closes - begun, _NONE)) >= length:
            return begun + length
        length -= worked
    raise AssertionError("a calendar's shifts never end")


def working_between(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much working time lies between two aware moments; none when `end` is not after `start`."""
    total, day, last = _NONE, calendar.local_day(start), calendar.local_day(end)
    while day <= last:
        if shift := calendar.shift(day):
            total += max(min(_utc(end), shift[1]) - max(_utc(start), shift[0]), _NONE)
        day += _ONE_DAY
    return total


def make_up_days_known(day: date, calendar: Calendar) -> bool:
    """Whether the country's make-up days of that year are known; always true where there are none.

    They are published a year at a time (in China each autumn), so a promise beyond them may turn out a day wrong.
    """
    if not calendar.country:
        return True
    years = range(day.year - _MAKE_UP_MEMORY_YEARS, day.year + 1)
    with_make_up_days = {year for year in years if _public_days(calendar.country, year)[1]}
    return not with_make_up_days or day.year in with_make_up_days


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be placed; give an aware datetime")
    return moment.astimezone(UTC)


def _length(budget: Budget) -> timedelta:
    return timedelta(minutes=budget.amount * budget.unit.minutes)


_NO_DAYS: frozenset[date] = frozenset()


@lru_cache(maxsize=256)
def _public_days(country: str, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """A year's public holidays, and its days at the weekend that are worked in exchange."""
    holidays, made_up = _load_country(country, (year - 1, year, year + 1))  # New Year's Day may be kept in December
    return frozenset(d for d in holidays if d.year == year), frozenset(d for d in made_up if d.year == year)


@lru_cache(maxsize=256)
def _load_country(country: str, years: tuple[int, ...]) -> tuple[frozenset[date], frozenset[date]]:
    import holidays  # noqa: PLC0415 - costs 50 ms, and a calendar without a country does not need it

    code, _, part = country.partition("-")
    try:
        found = holidays.country_holidays(code, subdiv=part or None, years=years, expand=False)
    except NotImplementedError as error:
        raise ValueError(
            f'the public holidays of "{country}" are not known; write an ISO 3166 code such as "CN" or "GB"'
        ) from error
    return frozenset(found), frozenset(found.weekend_workdays)
