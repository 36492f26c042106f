"""What every clock promises; and what is promised of the one that is moved."""

from datetime import datetime, timedelta, timezone

import pytest

from daemon.clock import Clock, SystemClock
from daemon.rehearsal.clock import VirtualClock

NINE_IN_SHANGHAI = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))
HOUR = timedelta(hours=1)


@pytest.fixture(params=["system", "virtual"])
def clock(request: pytest.FixtureRequest) -> Clock:
    """Each clock; the one that is set, to a time in Shanghai."""
    return SystemClock() if request.param == "system" else VirtualClock(NINE_IN_SHANGHAI)


def test_the_time_is_aware_and_in_utc(clock: Clock) -> None:
    """Whatever zone a clock was set in, what it tells has the offset of UTC."""
    assert clock.now().utcoffset() == timedelta(0)


def test_time_does_not_go_back(clock: Clock) -> None:
    """Of two readings the second is not earlier."""
    first = clock.now()
    assert clock.now() >= first


def test_virtual_time_stands_still_and_refuses_the_past() -> None:
    """It shows what it was moved to; a moment that has passed is a mistake, unless the machine's clock is to be set back."""
    clock = VirtualClock(NINE_IN_SHANGHAI)
    clock.move_to(NINE_IN_SHANGHAI)
    assert clock.now() == clock.now() == NINE_IN_SHANGHAI
    clock.move_to(NINE_IN_SHANGHAI + HOUR)
    assert (clock.now(), clock.now().utcoffset()) == (NINE_IN_SHANGHAI + HOUR, timedelta(0))
    with pytest.raises(ValueError, match="time does not go back"):
        clock.move_to(NINE_IN_SHANGHAI + HOUR - timedelta(microseconds=1))
    assert clock.now() == NINE_IN_SHANGHAI + HOUR
    clock.set(NINE_IN_SHANGHAI)
    assert clock.now() == NINE_IN_SHANGHAI


def test_virtual_time_is_not_set_without_a_zone() -> None:
    """A moment without its zone would be another moment on another machine."""
    naive = NINE_IN_SHANGHAI.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(naive)
    with pytest.raises(ValueError, match="time zone"):
        VirtualClock(NINE_IN_SHANGHAI).move_to(naive)
