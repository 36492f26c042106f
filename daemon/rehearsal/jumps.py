"""Time that jumps from one thing due to the next: nothing due is skipped, and nothing is done before it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from daemon.rehearsal.clock import VirtualClock
from daemon.store import cases, outbox
from daemon.store.engine import Store

LOOK_AGAIN = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))  # at what is due and cannot be done


class Jumps:
    """Moves one clock for one desk."""

    def __init__(self, clock: VirtualClock, store: Callable[[], Store], settle: Callable[[], bool]) -> None:
        """`store`: where the desk keeps what is due. `settle` lets it do what is due now, and says if anything came of it."""
        self._clock = clock
        self._store = store
        self._settle = settle
        self._in_vain = 0

    def until(self, moment: datetime) -> None:
        """Time passes until `moment` (aware), which has come when this returns. A moment that has passed is no error."""
        while (following := self._next()) is not None and following <= moment:
            self._clock.move_to(following)
            self._in_vain = 0 if self._settle() else self._in_vain + 1
        self._clock.move_to(max(moment, self._clock.now()))

    def _next(self) -> datetime | None:
        """When the next deadline or mail is due. What is due already and could not be done is looked at again soon."""
        now = self._clock.now()
        with self._store().reading() as connection:
            due = [at for at in (cases.next_due(connection), outbox.next_due(connection)) if at is not None]
        again = now + LOOK_AGAIN[min(self._in_vain, len(LOOK_AGAIN) - 1)]
        return min((at if at > now else again for at in due), default=None)
