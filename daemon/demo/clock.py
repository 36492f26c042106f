"""A clock for a play: it runs like any other, and can be moved forwards. It never goes back, as time does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic


class MovableClock:
    """A `daemon.clock.Clock` that began at `start` (aware) and has run ever since; `move_to` makes it jump.

    May be read and moved from any thread. `seconds` tells the running seconds; only tests give another.
    """

    def __init__(self, start: datetime, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._set = (start.astimezone(UTC), seconds())  # one tuple, replaced as a whole: no thread sees half a jump

    def now(self) -> datetime:
        """Aware, in UTC."""
        start, since = self._set
        return start + timedelta(seconds=self._seconds() - since)

    def move_to(self, moment: datetime) -> None:
        """Make it `moment` now. Where that has passed already, nothing happens."""
        if moment > self.now():
            self._set = (moment.astimezone(UTC), self._seconds())
