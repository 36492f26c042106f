"""A plan becomes durable: applied in the caller's transaction, all of it or none.

The mails of the plan are written and sealed here, so that from the commit on their bytes and Message-IDs are fixed. A
case's deadlines follow from how it stands: they are compared with its timetable each time it is written. While a
department is away, whatever goes to its own address goes to its deputy as well, who speaks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from daemon.plan import Office, Plan
from daemon.planning.effects import Notice
from daemon.planning.parties import department_of
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

    notices = (_to_deputies(connection, office, notice, now) for notice in plan.notices)
    sealed = (seal(office, notice, case_id=ids.get(notice.case), raw=raw, now=now) for notice in notices)
    return Applied(ids, sum(outbox.queue(connection, mail, now) for mail in sealed))


def _to_deputies(connection: Connection, office: Office, notice: Notice, now: datetime) -> Notice:
    """The notice, with the deputy added where it goes to the address of a department that is away.

    Its party stays the department. Who may no longer speak for the department gets none of its mail.
    """
    department = department_of(office, notice.party)
    known = {address.lower() for address in notice.recipients}
    if department is None or department.address.lower() not in known:
        return notice
    deputy = desk.deputy(connection, department.name, now)
    if deputy is None or deputy.lower() in known or not department.speaks(deputy):
        return notice
    return replace(notice, recipients=(*notice.recipients, deputy))
