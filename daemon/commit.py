"""A plan becomes durable: applied in the caller's transaction, all of it or none.

The mails of the plan are written and sealed here, so that from the commit on their bytes and Message-IDs are fixed. A
case's deadlines follow from how it stands: they are compared with its timetable each time it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from daemon.plan import Office, Plan
from daemon.planning.timetable import timetable
from daemon.sealing import seal
from daemon.store import cases, desk, digests, letters, outbox


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan: the ids of the cases that it names, by number, and how many mails it queued."""

    cases: Mapping[str, int]
    queued: int


def apply(connection: Connection, office: Office, plan: Plan, now: datetime) -> Applied:
    """Write cases, events, deadlines and mails. The letter that the plan is about, and its intake row, are the caller's."""
    ids: dict[str, int] = {}
    for change in plan.changes:
        case = cases.save(connection, change.case, now)
        ids[case.number] = case.id
        cases.append(connection, case.id, change.events)
        cases.refer(connection, case.id, change.references)
        cases.keep_time(connection, case.id, timetable(office, case), now)
    for named in (plan.case, *(notice.case for notice in plan.notices), *(verdict.case for verdict in plan.verdicts)):
        if named and named not in ids and (found := cases.id_of(connection, named)) is not None:
            ids[named] = found
    for verdict in plan.verdicts:
        letters.overrule(connection, verdict, ids.get(verdict.case), now)
    desk.keep_examples(connection, plan.examples, now)
    desk.keep_absences(connection, plan.absences)
    for bulletin in plan.bulletins:
        digests.resign(connection, bulletin)

    def raw(raw_id: int) -> bytes:
        return letters.raw_bytes(connection, raw_id)

    sealed = (seal(office, notice, case_id=ids.get(notice.case), raw=raw, now=now) for notice in plan.notices)
    return Applied(ids, sum(outbox.queue(connection, mail, now) for mail in sealed))
