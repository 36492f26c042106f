"""Due deadlines -> plans -> commits. `once()` does one batch, in one transaction.

What is due together is written together: a transaction a deadline would cost more than all that is done in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from daemon import journal
from daemon.case import Case, DeadlineKind
from daemon.clock import Clock
from daemon.commit import apply_all
from daemon.crash import crashpoint
from daemon.plan import Office, Plan, plan_deadlines
from daemon.planning.effects import Change
from daemon.settling import Reads, files_of
from daemon.store import cases
from daemon.store.engine import Store, StoreUnavailable

BATCH = 50
LOOKED_AT = 1000  # of these, the deadlines of one department come first
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
            due = cases.due(connection, now, LOOKED_AT + len(self._aside), BATCH)
        ready = [(which, case_id) for which, case_id in due if which not in self._aside][:BATCH]
        firsts: dict[int, int] = {}
        for which, case_id in ready:
            firsts.setdefault(case_id, which)  # what else a case has is planned when this is done
        self._carry_out(list(firsts.values()), now)
        return len(ready) == BATCH or len(firsts) < len(ready)

    def _carry_out(self, ready: Sequence[int], now: datetime) -> None:
        """All of these, of a case each, in one transaction; one by one where that fails, so that one fails alone."""
        if not ready:
            return
        crashpoint("deadline.before")
        try:
            settled = self._settle(ready, now)
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the other clocks must be kept; it is journaled
            if len(ready) > 1:
                for which in ready:
                    self._carry_out([which], now)
                return
            journal.deadline_failed(deadline=ready[0])
            self._aside[ready[0]] = now + STEP_ASIDE
            return
        crashpoint("deadline.after")
        for number, kind, queued in settled:
            journal.deadline_settled(case=number, kind=kind.value, notices=queued)

    def _settle(self, ready: Sequence[int], now: datetime) -> list[tuple[str, DeadlineKind, int]]:
        """Take, plan and apply. Of each: its case's number, what it was, how many mails came of it."""
        with self._store.writing() as connection:
            taken = cases.take_due(connection, ready, now)
            known = cases.load(connection, (case_id for case_id, _ in taken))
            office = self._office()
            files = files_of(connection, self._readers, office, now)
            due = [(known[case_id], deadline) for case_id, deadline in taken]
            plans = [
                _kept(case, plan) for (case, _), plan in zip(due, plan_deadlines(office, due, files, now), strict=True)
            ]
            applied = apply_all(connection, office, plans, now)
        each = zip(taken, applied, strict=True)
        return [(known[case_id].number, deadline.kind, done.queued) for (case_id, deadline), done in each]


def _kept(case: Case, plan: Plan) -> Plan:
    """The plan; the case is written in any event, which sets its deadlines anew."""
    return plan if plan.changes else replace(plan, changes=(Change(case=case),))
