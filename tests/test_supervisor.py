"""The service's wake-ups, without a service."""

from __future__ import annotations

import datetime as dt

import pytest
import schedule

from daemon.supervisor import wake_up


def test_a_clock_that_is_set_back_stops_no_wake_up(monkeypatch: pytest.MonkeyPatch):
    """`schedule` goes by the wall clock, which every autumn goes back an hour: the clocks are looked at all the same."""

    class Earlier(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Earlier:
            found = super().now(tz)
            return found - dt.timedelta(hours=1)

    woken: list[bool] = []
    timetable = schedule.Scheduler()
    timetable.every(5).seconds.do(lambda: woken.append(True))  # pyright: ignore[reportUnknownMemberType] - schedule types its job loosely
    monkeypatch.setattr("schedule.datetime.datetime", Earlier)
    wake_up(timetable)
    wake_up(timetable)
    assert woken == [True]
