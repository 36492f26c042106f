"""A plan becomes durable: applied in the caller's transaction, all of it or none.

The mails of the plan are written and sealed here, so that from the commit on their bytes and Message-IDs are fixed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from daemon.case import State
from daemon.plan import Office, Plan
from daemon.sealing import seal
from daemon.store import cases, letters, outbox


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan: the case it concerned, and how many mails it queued."""

    case_id: int | None
    queued: int


def apply(connection: Connection, office: Office, plan: Plan, now: datetime) -> Applied:
    """Write case, events, deadlines and mails. Letter and intake rows are the caller's."""
    case_id = plan.case_id
    if plan.opening is not None:
        case_id = cases.open_case(connection, plan.opening, plan.case_state or State.RECEIVED, now)
    elif case_id is not None and (plan.case_state or plan.department):
        cases.change(connection, case_id, state=plan.case_state, department=plan.department, now=now)
    if case_id is not None:
        cases.append(connection, case_id, plan.events)
        cases.refer(connection, case_id, plan.references)
        cases.settle_deadlines(connection, case_id, plan.settles, "met", now)
        cases.set_deadlines(connection, case_id, plan.deadlines)
    if not plan.notices:
        return Applied(case_id, 0)
    number = "" if case_id is None else cases.number_of(connection, case_id)

    def raw(raw_id: int) -> bytes:
        return letters.raw_bytes(connection, raw_id)

    sealed = (seal(office, notice, case_id=case_id, case=number, raw=raw, now=now) for notice in plan.notices)
    return Applied(case_id, sum(outbox.queue(connection, mail, now) for mail in sealed))
