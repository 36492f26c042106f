"""When promises are due: business time at desks around the world.

The calendar facts (make-up days, changes of clocks) are those of 2026. `test_hours_slowly` walks over the minutes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.durations import Budget, Unit
from rules.hours import (
    Calendar,
    WorkingTime,
    due,
    is_working,
    make_up_days_known,
    next_working,
    share_due,
    working_between,
)

SHANGHAI, LONDON, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
CHINA = Calendar(SHANGHAI, "CN")
ENGLAND = Calendar(LONDON, "GB-ENG")
AMERICA = Calendar(NEW_YORK, "US")
MINUTE = timedelta(minutes=1)


def at(zone: ZoneInfo, text: str) -> datetime:
    """A local time."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    "received, budget, expected",
    [
        # 2026-11-23 is a Monday
        ("2026-11-23 10:00", "5 working days", "2026-11-30 18:00"),
        ("2026-11-23 08:00", "1 working day", "2026-11-24 18:00"),  # the day of receipt never counts
        ("2026-11-23 23:30", "1 working day", "2026-11-24 18:00"),
        ("2026-11-28 12:00", "1 working day", "2026-11-30 18:00"),  # a Saturday
        ("2026-11-28 12:00", "5 working days", "2026-12-04 18:00"),
        ("2026-11-23 10:00", "3 days", "2026-11-26 18:00"),
        ("2026-11-25 10:00", "3 days", "2026-11-30 18:00"),  # Saturday: the next working day
        ("2026-11-23 14:00", "4 working hours", "2026-11-23 18:00"),  # used up exactly when work ends
        ("2026-11-23 14:01", "4 working hours", "2026-11-24 09:01"),
        ("2026-11-27 16:00", "4 working hours", "2026-11-30 11:00"),
        ("2026-11-28 12:00", "30 working minutes", "2026-11-30 09:30"),
        ("2026-11-23 18:00", "1 working hour", "2026-11-24 10:00"),
        ("2026-11-27 17:45", "30 minutes", "2026-11-27 18:15"),
        ("2026-11-27 17:45", "48 hours", "2026-11-29 17:45"),
        ("2026-12-31 16:00", "4 working hours", "2027-01-04 11:00"),  # 1 January 2027, a Friday, is a holiday
    ],
)
def test_promises_fall_due_as_the_manual_says(received: str, budget: str, expected: str):
    """Clock time runs on; working time waits for the doors to open; days end with the working day."""
    assert due(at(SHANGHAI, received), Budget.parse(budget), CHINA) == at(SHANGHAI, expected)


def test_spring_festival_stops_working_time_and_its_make_up_saturday_does_not():
    """Received on Friday 13 February 2026: Saturday 14th is worked, then nobody works until Tuesday 24th."""
    received = at(SHANGHAI, "2026-02-13 10:00")
    assert is_working(at(SHANGHAI, "2026-02-14 10:00"), CHINA)
    assert due(received, Budget.parse("1 working day"), CHINA) == at(SHANGHAI, "2026-02-14 18:00")
    assert due(received, Budget.parse("2 working days"), CHINA) == at(SHANGHAI, "2026-02-24 18:00")
    assert due(received, Budget.parse("5 working days"), CHINA) == at(SHANGHAI, "2026-02-27 18:00")
    assert due(received, Budget.parse("6 working days"), CHINA) == at(SHANGHAI, "2026-02-28 18:00")  # a Saturday


def test_a_day_is_a_day_of_the_desk_and_not_of_utc():
    """17:30 UTC on Monday is Tuesday in Shanghai: the first working day after it is Wednesday."""
    received = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert due(received, Budget.parse("1 working day"), CHINA) == at(SHANGHAI, "2026-11-25 18:00")


def test_a_change_of_clocks_moves_no_local_hour_and_no_clock_hour():
    """British summer time ends on 25 October 2026: days end at 18:00 local time, 48 hours are 48 hours."""
    friday = at(LONDON, "2026-10-23 17:00")
    assert due(friday, Budget.parse("1 working day"), ENGLAND) == datetime(2026, 10, 26, 18, tzinfo=UTC)
    assert due(friday, Budget.parse("48 hours"), ENGLAND) == at(LONDON, "2026-10-25 16:00")
    assert due(friday, Budget.parse("2 working hours"), ENGLAND) == at(LONDON, "2026-10-26 10:00")


def test_round_the_clock_desks_work_23_and_25_hour_days():
    """A desk that never closes has as many working hours as the day has, when clocks change too."""
    never_closes = Calendar(NEW_YORK, "", WorkingTime(0, 1440, frozenset(range(7))))
    spring, autumn = at(NEW_YORK, "2026-03-08 00:00"), at(NEW_YORK, "2026-11-01 00:00")
    assert working_between(spring, at(NEW_YORK, "2026-03-09 00:00"), never_closes) == timedelta(hours=23)
    assert working_between(autumn, at(NEW_YORK, "2026-11-02 00:00"), never_closes) == timedelta(hours=25)
    assert due(spring, Budget.parse("30 working hours"), never_closes) == spring.astimezone(UTC) + timedelta(hours=30)


def test_a_day_that_a_place_skipped_is_not_worked():
    """Samoa went from Thursday 29 to Saturday 31 December 2011: two working days are over on Monday 2 January."""
    apia = Calendar(ZoneInfo("Pacific/Apia"))
    assert due(at(apia.zone, "2011-12-28 10:00"), Budget.parse("1 working day"), apia) == at(
        apia.zone, "2011-12-29 18:00"
    )
    assert due(at(apia.zone, "2011-12-28 10:00"), Budget.parse("2 working days"), apia) == at(
        apia.zone, "2012-01-02 18:00"
    )


def test_a_holiday_kept_in_the_year_before_counts():
    """1 January 2028 is a Saturday: American offices keep it on Friday 31 December 2027."""
    assert not AMERICA.works_on(date(2027, 12, 31))
    assert due(at(NEW_YORK, "2027-12-30 10:00"), Budget.parse("1 working day"), AMERICA) == at(
        NEW_YORK, "2028-01-03 18:00"
    )


def test_a_companys_own_days_beat_the_countrys():
    """A pack or department can close on a working day and work on a holiday."""
    calendar = CHINA.with_days(off=frozenset({date(2026, 11, 24)}), working=frozenset({date(2026, 10, 1)}))
    assert due(at(SHANGHAI, "2026-11-23 10:00"), Budget.parse("1 working day"), calendar) == at(
        SHANGHAI, "2026-11-25 18:00"
    )
    assert is_working(at(SHANGHAI, "2026-10-01 10:00"), calendar)
    assert not is_working(at(SHANGHAI, "2026-10-01 10:00"), CHINA)


def test_the_reminder_of_days_comes_while_somebody_is_there():
    """80 % of five working days from Monday 10:00 (53 working hours) is Friday 16:24; of 30 minutes, 24 minutes."""
    monday = at(SHANGHAI, "2026-11-23 10:00")
    assert share_due(monday, Budget.parse("5 working days"), CHINA, 0.8) == at(SHANGHAI, "2026-11-27 16:24")
    assert share_due(monday, Budget.parse("30 minutes"), CHINA, 0.8) == monday + 24 * MINUTE
    assert share_due(monday, Budget.parse("4 working hours"), CHINA, 0.5) == monday + 120 * MINUTE


def test_what_falls_into_a_pause_does_not_count():
    """Asked on Monday at 11:00, answered on Tuesday at 10:00: eight working hours, or 23 hours by the clock."""
    monday = at(SHANGHAI, "2026-11-23 10:00")
    pause = (at(SHANGHAI, "2026-11-23 11:00"), at(SHANGHAI, "2026-11-24 10:00"))
    for budget, expected in (
        ("4 working hours", "2026-11-24 13:00"),
        ("30 minutes", "2026-11-23 10:30"),  # over before the pause
        ("4 hours", "2026-11-24 13:00"),
        ("2 working days", "2026-11-26 18:00"),
        ("2 days", "2026-11-26 18:00"),
    ):
        assert due(monday, Budget.parse(budget), CHINA, [pause]) == at(SHANGHAI, expected), budget


def test_a_promise_in_days_moves_by_whole_days():
    """Questions answered within the hour move nothing; once they come to half a working day, it is due a day later."""
    monday = at(SHANGHAI, "2026-11-23 10:00")
    hours = [(at(SHANGHAI, f"2026-11-{day} 10:00"), at(SHANGHAI, f"2026-11-{day} 12:00")) for day in (23, 24, 25)]
    for answered, expected in ((1, "2026-11-26 18:00"), (2, "2026-11-26 18:00"), (3, "2026-11-27 18:00")):
        promised = due(monday, Budget.parse("3 working days"), CHINA, hours[:answered])
        assert promised == at(SHANGHAI, expected), answered


def test_a_pause_out_of_hours_moves_no_promise_in_working_time():
    """Nobody would have worked on it anyway."""
    monday = at(SHANGHAI, "2026-11-23 10:00")
    night = [(at(SHANGHAI, "2026-11-23 18:00"), at(SHANGHAI, "2026-11-24 09:00"))]
    assert due(monday, Budget.parse("2 working days"), CHINA, night) == at(SHANGHAI, "2026-11-25 18:00")
    assert due(monday, Budget.parse("12 working hours"), CHINA, night) == at(SHANGHAI, "2026-11-24 13:00")


def test_a_pause_on_a_desk_that_never_closes_moves_no_whole_day_too_many():
    """Days that end at midnight: a pause of exactly a day moves the promise by exactly a day."""
    never_closes = Calendar(SHANGHAI, "", WorkingTime(0, 1440, frozenset(range(7))))
    monday = at(SHANGHAI, "2026-11-23 10:00")
    a_day = [(monday, monday + timedelta(hours=24))]
    assert due(monday, Budget.parse("1 working day"), never_closes, a_day) == at(SHANGHAI, "2026-11-26 00:00")


def test_work_begins_next_when_the_doors_open():
    """In working hours it is now; else the next opening, over weekend and holiday."""
    assert next_working(at(SHANGHAI, "2026-11-23 09:00"), CHINA) == at(SHANGHAI, "2026-11-23 09:00")
    assert next_working(at(SHANGHAI, "2026-11-23 18:00"), CHINA) == at(SHANGHAI, "2026-11-24 09:00")
    assert next_working(at(SHANGHAI, "2026-09-30 18:01"), CHINA) == at(SHANGHAI, "2026-10-08 09:00")


def test_an_unpublished_year_is_known_to_be_unsure():
    """China's make-up days of 2027 are not published yet; Britain has none, so its calendar is always sure."""
    assert make_up_days_known(date(2026, 12, 31), CHINA)
    assert not make_up_days_known(date(2027, 1, 1), CHINA) or _published(2027)
    assert make_up_days_known(date(2031, 1, 1), ENGLAND)


def _published(year: int) -> bool:
    """A newer edition of the holidays library may know the year by now."""
    return any(
        CHINA.works_on(date(year, 1, 1) + timedelta(days=n))
        for n in range(365)
        if (date(year, 1, 1) + timedelta(days=n)).weekday() > 4
    )


def test_mistakes_are_refused_not_guessed_at():
    """No naive times, unknown countries, senseless shares, or calendars on which nobody ever works."""
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2026, 1, 1), Budget.parse("1 hour"), CHINA)  # noqa: DTZ001 - a naive time is the point
    with pytest.raises(ValueError, match="ISO 3166"):
        Calendar(SHANGHAI, "XX")
    with pytest.raises(ValueError, match="share"):
        share_due(at(SHANGHAI, "2026-01-01 10:00"), Budget.parse("1 hour"), CHINA, 1.2)
    days = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(900))
    with pytest.raises(ValueError, match="no working day"):
        due(
            at(SHANGHAI, "2026-01-01 10:00"),
            Budget.parse("1 working day"),
            Calendar(SHANGHAI, "", WorkingTime(off=days)),
        )


CALENDARS = (
    CHINA,
    ENGLAND,
    AMERICA,
    Calendar(SHANGHAI, "CN", WorkingTime(8 * 60 + 30, 17 * 60 + 15, frozenset({0, 1, 2, 3, 4, 5}))),
    Calendar(NEW_YORK, "", WorkingTime(0, 1440, frozenset(range(7)))),
)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 20), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis adds the zone
    lambda t: t.replace(second=0, microsecond=0)
)


@settings(max_examples=200, deadline=None)
@given(MOMENTS, st.integers(1, 60), st.sampled_from(Unit), st.sampled_from(CALENDARS), st.floats(0.01, 1))
def test_every_reminder_comes_before_its_promise(
    start: datetime, amount: int, unit: Unit, calendar: Calendar, share: float
):
    """Start < reminder <= due, always in UTC; and of days and working time, a reminder falls into a shift or ends one."""
    budget = Budget(amount, unit)
    reminder, end = share_due(start, budget, calendar, share), due(start, budget, calendar)
    assert start < reminder <= end
    assert reminder.tzinfo is UTC
    assert end.tzinfo is UTC
    if unit not in {Unit.MINUTES, Unit.HOURS}:
        assert is_working(reminder, calendar) or is_working(reminder - timedelta(microseconds=1), calendar)


@settings(max_examples=200, deadline=None)
@given(MOMENTS, MOMENTS, st.integers(1, 30), st.sampled_from(Unit), st.sampled_from(CALENDARS))
def test_a_later_letter_is_never_due_sooner(
    one: datetime, other: datetime, amount: int, unit: Unit, calendar: Calendar
):
    """Promises keep the order of arrival."""
    earlier, later = sorted((one, other))
    assert due(earlier, Budget(amount, unit), calendar) <= due(later, Budget(amount, unit), calendar)
