"""Time that jumps from one thing due to the next: nothing due is skipped, and nothing is done before it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from daemon.app import App
from daemon.rehearsal.clock import VirtualClock
from daemon.store import cases, outbox

LOOK_AGAIN = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5))  # at what is due and cannot be done


class Jumps:
    """Moves one clock for one desk."""

    def __init__(self, clock: VirtualClock, app: Callable[[], App], settle: Callable[[], bool]) -> None:
        """`app`: the desk, which knows what is due. `settle` lets it do what is due now, and says if anything came of it."""
        self._clock = clock
        self._app = app
        self._settle = settle
        self._in_vain = 0

    def until(self, moment: datetime) -> None:
        """Time passes until `moment` (aware), which has come when this returns. A moment that has passed is no error."""
        while (following := self._next()) is not None and following <= moment:
            self._clock.move_to(following)
            self._in_vain = 0 if self._settle() else self._in_vain + 1
        self._clock.move_to(max(moment, self._clock.now()))

    def _next(self) -> datetime | None:
        """When the next deadline, mail or report is due. What is due already and could not be done is looked at again soon."""
        now, app = self._clock.now(), self._app()
        with app.store.reading() as connection:
            waiting = (cases.next_due(connection), outbox.next_due(connection), app.reporting.next_due())
        due = [at for at in waiting if at is not None]
        again = now + LOOK_AGAIN[min(self._in_vain, len(LOOK_AGAIN) - 1)]
        return min((at if at > now else again for at in due), default=None)
