"""Business time against `slow_hours`, on calendars, places, moments and promises drawn by chance.

1,000 examples in all, in every run; HOURS_EXAMPLES=10000 (the number in all) takes minutes and draws others each time:

    HOURS_EXAMPLES=10000 make test ARGS=tests/rules/test_hours_slowly.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules.durations import Budget, Unit
from rules.hours import Calendar, WorkingTime, due, is_working, next_working, share_due, working_between
from tests.rules import slow_hours as slow

ASKED = int(os.environ.get("HOURS_EXAMPLES", "500"))
PROPERTIES = 5
FROM, TO = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
PLACES = (
    ("Asia/Shanghai", "CN"),
    ("Europe/London", "GB-ENG"),
    ("America/New_York", "US"),
    ("Europe/Berlin", "DE"),
    ("Australia/Lord_Howe", ""),  # changes its clocks by half an hour
    ("Asia/Kathmandu", ""),  # 5:45 ahead
    ("Pacific/Chatham", ""),  # 12:45 and 13:45 ahead
    ("America/St_Johns", ""),
    ("Africa/Cairo", ""),  # changes at midnight: a day begins at 01:00, another has 23:00 twice
    ("America/Havana", ""),  # 00:00 is skipped, and 00:00 to 01:00 comes twice
    ("America/Santiago", ""),
    ("Africa/Casablanca", ""),  # goes back for Ramadan
    ("UTC", ""),
)


def usual(example: Callable[..., Any]) -> Callable[..., Any]:
    """The number of examples of a property; the same ones in every usual run, others in every long one."""
    unhurried = [HealthCheck.too_slow]
    return settings(
        max_examples=ASKED // PROPERTIES, deadline=None, derandomize=ASKED <= 1000, suppress_health_check=unhurried
    )(example)


def changes(zone: ZoneInfo) -> list[datetime]:
    """The hours in which a zone changes its clocks."""
    hours = [FROM + timedelta(hours=n) for n in range((TO - FROM) // timedelta(hours=1))]
    offsets = [hour.astimezone(zone).utcoffset() for hour in hours]
    return [hour for hour, before, after in zip(hours, offsets, offsets[1:], strict=False) if before != after]


MOMENTS_OF_NOTE = {
    name: [*changes(ZoneInfo(name)), *(datetime(year, 12, 31, 12, tzinfo=UTC) for year in (2024, 2025, 2026))]
    for name, _ in PLACES
}


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, list[datetime]]:
    """Working hours of any length on any days of the week, with days off and on of its own; and moments of note there."""
    name, country = draw(st.sampled_from(PLACES))
    opens = draw(st.sampled_from((0, 30, 90, 120, 9 * 60, 13 * 60)) | st.integers(0, slow.DAY - 1))
    closes = draw(st.sampled_from((slow.DAY, 23 * 60 + 30, 18 * 60)) | st.integers(1, slow.DAY))
    assume(opens < closes)
    weekdays = draw(st.just(frozenset(range(5))) | st.frozensets(st.integers(0, 6), min_size=1))
    notes = MOMENTS_OF_NOTE[name]
    near = st.sampled_from(notes).flatmap(
        lambda note: st.integers(-9, 9).map(lambda n: note.date() + timedelta(days=n))
    )
    off: frozenset[date] = draw(st.frozensets(near, max_size=4))
    on: frozenset[date] = draw(st.frozensets(near, max_size=2))
    return Calendar(ZoneInfo(name), country, WorkingTime(opens, closes, weekdays, off, on - off)), notes


@st.composite
def begun(draw: st.DrawFn) -> tuple[Calendar, int]:
    """A calendar and a minute: any, or one close to a change of clocks or the end of a year."""
    calendar, notes = draw(calendars())
    anywhen = st.integers(slow.minute_of(FROM), slow.minute_of(TO))
    near = st.sampled_from(notes).flatmap(
        lambda note: st.integers(-4 * slow.DAY, slow.DAY).map(lambda n: slow.minute_of(note) + n)
    )
    return calendar, draw(near | anywhen)


@st.composite
def budgets(draw: st.DrawFn) -> Budget:
    """A promise of up to about two weeks."""
    unit = draw(st.sampled_from(Unit))
    most = {Unit.MINUTES: 3000, Unit.HOURS: 100, Unit.WORKING_MINUTES: 2000, Unit.WORKING_HOURS: 40}.get(unit, 8)
    return Budget(draw(st.integers(1, most)), unit)


@st.composite
def pauses(draw: st.DrawFn, start: int) -> slow.Pauses:
    """Up to three, in order; the first may have begun before the clock."""
    found: list[tuple[int, int]] = []
    at = start - 100
    for _ in range(draw(st.integers(1, 3))):
        at += draw(st.integers(0, 2 * slow.DAY))
        over = at + draw(st.integers(0, 90) | st.integers(0, 4 * slow.DAY))
        found.append((at, over))
        at = over
    return tuple(found)


@usual
@given(begun(), budgets())
def test_a_promise_is_due_when_the_slow_walk_says(place: tuple[Calendar, int], budget: Budget):
    """`due` of every unit, over weekends, holidays, changes of clocks and year ends."""
    calendar, start = place
    assert due(slow.moment_of(start), budget, calendar) == slow.moment_of(slow.due(calendar, start, budget))


@usual
@given(begun(), budgets(), st.data())
def test_pauses_do_not_count(place: tuple[Calendar, int], budget: Budget, data: st.DataObject):
    """Minutes in a pause are as if they had not been; a promise in days moves by the working time in all of them."""
    calendar, start = place
    waiting = data.draw(pauses(start))
    given_pauses = [(slow.moment_of(begun), slow.moment_of(over)) for begun, over in waiting]
    expected = slow.moment_of(slow.due(calendar, start, budget, waiting))
    assert due(slow.moment_of(start), budget, calendar, given_pauses) == expected


@usual
@given(begun(), budgets(), st.data())
def test_a_share_is_used_up_when_the_slow_walk_says(place: tuple[Calendar, int], budget: Budget, data: st.DataObject):
    """Of clock time a share of the minutes; of everything else a share of the working minutes until it is due."""
    calendar, start = place
    end = slow.due(calendar, start, budget)
    by_the_clock = budget.unit in slow.CLOCK_TIME
    whole = end - start if by_the_clock else slow.worked_between(calendar, start, end)
    part = data.draw(st.integers(1, whole))
    expected = start + part if by_the_clock else slow.after_worked(calendar, start, part)
    if part == whole:
        expected = end
    assert share_due(slow.moment_of(start), budget, calendar, part / whole) == slow.moment_of(expected)


@usual
@given(begun())
def test_work_begins_next_when_the_slow_walk_says(place: tuple[Calendar, int]):
    """`next_working` is the minute itself, or the first worked one after it; `is_working` says which."""
    calendar, start = place
    moment, expected = slow.moment_of(start), slow.next_worked(calendar, start)
    assert next_working(moment, calendar) == slow.moment_of(expected)
    assert is_working(moment, calendar) is (expected == start)


@usual
@given(begun(), st.integers(-slow.DAY, 20 * slow.DAY))
def test_working_time_is_the_worked_minutes(place: tuple[Calendar, int], length: int):
    """`working_between` counts every worked minute once; backwards there are none."""
    calendar, start = place
    expected = timedelta(minutes=slow.worked_between(calendar, start, start + length))
    assert working_between(slow.moment_of(start), slow.moment_of(start + length), calendar) == expected
