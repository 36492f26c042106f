"""A clock that stands still until it is moved: a rehearsal's time jumps from one thing due to the next."""

from __future__ import annotations

from datetime import UTC, datetime


class VirtualClock:
    """A `daemon.clock.Clock` that shows `now` (aware) until `move_to`. May be read from any thread."""

    def __init__(self, now: datetime) -> None:
        self._now = _utc(now)

    def now(self) -> datetime:
        """Aware, in UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Make it `moment` (aware) now. Raises ValueError if that is in the past: time does not go back."""
        moment = _utc(moment)
        if moment < self._now:
            raise ValueError(f"it is {self._now} already, and time does not go back to {moment}")
        self._now = moment

    def set(self, moment: datetime) -> None:
        """Make it `moment` (aware) whatever it was: somebody sets the machine's clock, and perhaps back."""
        self._now = _utc(moment)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC)
