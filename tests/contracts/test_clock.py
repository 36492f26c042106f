"""What every clock promises; and what is promised of those that can be moved."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Protocol

import pytest

from daemon.clock import Clock, SystemClock
from daemon.demo.clock import MovableClock
from daemon.rehearsal.clock import VirtualClock

NINE_IN_SHANGHAI = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)


class Moves(Clock, Protocol):
    """A clock that can be put forward."""

    def move_to(self, moment: datetime) -> None:
        """Make it `moment` now."""
        ...


MOVED: dict[str, Callable[[datetime], Moves]] = {"virtual": VirtualClock, "movable": MovableClock}


@pytest.fixture(params=["system", *MOVED])
def clock(request: pytest.FixtureRequest) -> Clock:
    """Each clock; those that are set, to a time in Shanghai."""
    return SystemClock() if request.param == "system" else MOVED[request.param](NINE_IN_SHANGHAI)


@pytest.fixture(params=list(MOVED))
def moved(request: pytest.FixtureRequest) -> Moves:
    """Each clock that can be moved, at nine in Shanghai."""
    return MOVED[request.param](NINE_IN_SHANGHAI)


def test_the_time_is_aware_and_in_utc(clock: Clock) -> None:
    """Whatever zone a clock was set in, what it tells has the offset of UTC."""
    assert clock.now().utcoffset() == timedelta(0)


def test_time_does_not_go_back(clock: Clock) -> None:
    """Of two readings the second is not earlier."""
    first = clock.now()
    assert clock.now() >= first


def test_a_clock_begins_where_it_is_set(moved: Moves) -> None:
    """The first reading is the moment given, but for what has passed since."""
    assert timedelta(0) <= moved.now() - NINE_IN_SHANGHAI < HOUR


def test_a_clock_can_be_moved_forward(moved: Moves) -> None:
    """After `move_to` it is that moment, told in UTC whatever zone it was given in."""
    moved.move_to(NINE_IN_SHANGHAI + 5 * HOUR)
    assert timedelta(0) <= moved.now() - NINE_IN_SHANGHAI - 5 * HOUR < HOUR
    assert moved.now().utcoffset() == timedelta(0)


def test_no_clock_can_be_moved_back(moved: Moves) -> None:
    """A moment that has passed, refused or ignored, changes nothing."""
    moved.move_to(NINE_IN_SHANGHAI + 5 * HOUR)
    with suppress(ValueError):
        moved.move_to(NINE_IN_SHANGHAI)
    assert moved.now() >= NINE_IN_SHANGHAI + 5 * HOUR


def test_virtual_time_stands_still_and_refuses_the_past() -> None:
    """A rehearsal's clock shows exactly what it was set to; a moment that has passed is its author's mistake."""
    clock = VirtualClock(NINE_IN_SHANGHAI)
    clock.move_to(NINE_IN_SHANGHAI)
    assert clock.now() == clock.now() == NINE_IN_SHANGHAI
    with pytest.raises(ValueError, match="time does not go back"):
        clock.move_to(NINE_IN_SHANGHAI - timedelta(microseconds=1))
    assert clock.now() == NINE_IN_SHANGHAI


def test_virtual_time_is_not_set_without_a_zone() -> None:
    """A moment without its zone would be another moment on another machine."""
    naive = NINE_IN_SHANGHAI.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(naive)
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(NINE_IN_SHANGHAI).move_to(naive)
