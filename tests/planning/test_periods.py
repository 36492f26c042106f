"""Which stretch of time a report tells of, and when it leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.planning.periods import Stretch, following, latest, preceding
from rules.policy import Period, Report, ReportKind
from tests.planning.desk import DESK, ZONE, at, office

OFFICE = office()


def report(every: Period, on: int | None = None, *, minutes: int = 540) -> Report:
    """A digest to the managers at 09:00."""
    return Report(
        name="digest", kind=ReportKind.DIGEST, en="Report", zh="报告", every=every, on=on, at=minutes, to=("managers",)
    )


WEEKLY, DAILY, MONTHLY = report(Period.WEEK, 0), report(Period.DAY), report(Period.MONTH)


@pytest.mark.parametrize(
    "now, expected",
    [
        (at(23, 9), Stretch("2026-W48", at(16, 9), at(23, 9), at(23, 9))),
        (at(23, 8, 59), Stretch("2026-W47", at(9, 9), at(16, 9), at(16, 9))),
        (at(29, 23), Stretch("2026-W48", at(16, 9), at(23, 9), at(23, 9))),
    ],
)
def test_a_week(now: datetime, expected: Stretch):
    """Due on Monday at nine to the minute, for the seven days before."""
    assert latest(OFFICE, WEEKLY, now) == expected


@pytest.mark.parametrize("month, day", [(3, 30), (10, 26)])
def test_a_week_in_which_clocks_are_changed(month: int, day: int):
    """It has an hour less or more, and begins when the one before it ended: no case is in two reports, or in none."""
    london = office(desk={"name": "Desk", "address": "desk@shop.example", "timezone": "Europe/London"})
    now = datetime(2026, month, day, 9, tzinfo=london.zone)
    week = latest(london, WEEKLY, now)
    assert week is not None
    before = preceding(london, WEEKLY, week)
    assert before is not None
    assert (before.until, london.local(week.since).hour) == (week.since, 9)


def test_the_month_before_has_days_of_its_own():
    """March's report compares with the whole of February."""
    march = latest(OFFICE, MONTHLY, datetime(2026, 4, 1, 9, tzinfo=ZONE))
    assert march is not None
    before = preceding(OFFICE, MONTHLY, march)
    assert before == Stretch("2026-02", at(1, 0, month=2), at(1, 0, month=3), at(2, 9, month=3))


def test_a_day():
    """The twenty-four hours before."""
    assert latest(OFFICE, DAILY, at(24, 12)) == Stretch("2026-11-24", at(23, 9), at(24, 9), at(24, 9))


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York"])
@pytest.mark.parametrize("every", [WEEKLY, DAILY])
def test_where_clocks_are_changed_no_hour_is_lost(zone: str, every: Report):
    """Each report begins where the one before it ended, in spring and in autumn."""
    there = office(desk={"name": "Desk", "address": DESK, "timezone": zone})
    for month, day in ((3, 9), (3, 30), (10, 26), (11, 2)):
        stretch = latest(there, every, datetime(2026, month, day, 9, tzinfo=ZoneInfo(zone)))
        assert stretch is not None
        before = latest(there, every, stretch.at - timedelta(minutes=1))
        assert before is not None
        assert stretch.since == before.until


def test_a_month_leaves_on_its_first_working_day():
    """November's report: on Tuesday 1 December. August's, after a Sunday 1st... October's, after the holidays."""
    stretch = latest(OFFICE, MONTHLY, at(1, 9, month=12))
    assert stretch == Stretch("2026-11", at(1, 0), at(1, 0, month=12), at(1, 9, month=12))
    october = latest(OFFICE, MONTHLY, at(20, 9, month=10))
    assert october is not None
    assert (october.key, october.at) == ("2026-09", at(8, 9, month=10))


def test_the_year_ends():
    """A week of two years has one key, and December is told of in January."""
    new_year = datetime(2027, 1, 20, 12, tzinfo=ZONE)
    assert latest(OFFICE, WEEKLY, datetime(2027, 1, 4, 9, tzinfo=ZONE)).key == "2027-W01"  # pyright: ignore[reportOptionalMemberAccess] - there is one every week
    monthly = latest(OFFICE, MONTHLY, new_year)
    assert monthly is not None
    assert monthly.key == "2026-12"


@given(st.integers(0, 60 * 24 * 365), st.sampled_from([WEEKLY, DAILY, MONTHLY]))
@settings(deadline=None, max_examples=60)
def test_periods_follow_each_other(minutes: int, kind: Report):
    """At any moment one report was the last and another is the next; when it comes it is the last, under a new key."""
    now = at(1, 0, month=1) + timedelta(minutes=minutes)
    before, after = latest(OFFICE, kind, now), following(OFFICE, kind, now)
    assert before is not None
    assert after is not None
    assert before.at <= now < after.at
    assert latest(OFFICE, kind, after.at) == after
    assert after.key != before.key
    assert after.since == before.until, "no moment is told of twice or not at all"
