"""Due deadlines -> plans -> commits. `once()` does one batch; each deadline is a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from daemon import journal
from daemon.clock import Clock
from daemon.commit import apply
from daemon.crash import crashpoint
from daemon.plan import Office, plan_deadline
from daemon.planning.effects import Change
from daemon.settling import Reads, files_of
from daemon.store import cases
from daemon.store.engine import Store, StoreUnavailable

BATCH = 50
STEP_ASIDE = timedelta(hours=1)  # a deadline that finds a bug of ours must not hold up the others


class Deadlines:
    """Keeps the clocks."""

    def __init__(self, store: Store, office: Callable[[], Office], clock: Clock, readers: Reads) -> None:
        """`readers` read a case's first letter again where it goes back to its department."""
        self._store = store
        self._readers = readers
        self._office = office
        self._clock = clock
        self._aside: dict[int, datetime] = {}

    def once(self) -> bool:
        """Carry out what is due now, at most one batch. True: there may be more. Raises `StoreUnavailable`."""
        now = self._clock.now()
        self._aside = {which: until for which, until in self._aside.items() if until > now}
        with self._store.reading() as connection:
            due = cases.due(connection, now, BATCH + len(self._aside))
        ready = [which for which in due if which not in self._aside][:BATCH]
        for which in ready:
            self._carry_out(which, now)
        return len(ready) == BATCH

    def _carry_out(self, which: int, now: datetime) -> None:
        crashpoint("deadline.before")
        try:
            with self._store.writing() as connection:
                taken = cases.take_due(connection, which, now)
                if taken is None:
                    return
                case_id, deadline = taken
                case = cases.load(connection, [case_id])[case_id]
                office = self._office()
                files = files_of(connection, self._readers, office, now)
                plan = plan_deadline(office, case, deadline, files, now)
                applied = apply(
                    connection, office, plan if plan.changes else replace(plan, changes=(Change(case=case),)), now
                )
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the other clocks must be kept; it is journaled
            journal.deadline_failed(deadline=which)
            self._aside[which] = now + STEP_ASIDE
            return
        crashpoint("deadline.after")
        journal.deadline_settled(case=case.number, kind=deadline.kind.value, notices=applied.queued)
