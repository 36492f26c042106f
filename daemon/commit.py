"""A plan becomes durable: applied in the caller's transaction, all of it or none.

The mails of the plan are written and sealed here, so that from the commit on their bytes and Message-IDs are fixed. A
case's deadlines follow from how it stands: they are compared with its timetable each time it is written. While a
department is away, whatever goes to its own address goes to its deputy as well, who speaks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from daemon import journal
from daemon.plan import Office, Plan
from daemon.planning.effects import Notice
from daemon.planning.failures import alarm_notice
from daemon.planning.parties import department_of
from daemon.planning.timetable import timetable
from daemon.sealing import seal, worded
from daemon.store import cases, desk, digests, letters, outbox
from templates.contexts import letter_of
from templates.render import Rendered


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a plan: the ids of the cases that it names, by number, and how many mails it queued."""

    cases: Mapping[str, int]
    queued: int


def apply(connection: Connection, office: Office, plan: Plan, now: datetime) -> Applied:
    """Write cases, events, deadlines and mails. The letter that the plan is about, and its intake row, are the caller's."""
    return apply_all(connection, office, (plan,), now)[0]


def apply_all(connection: Connection, office: Office, plans: Sequence[Plan], now: datetime) -> list[Applied]:
    """Write several plans as `apply` does each, one for one; no two of them may change the same case."""
    changes = [change for plan in plans for change in plan.changes]
    saved = cases.save(connection, (change.case for change in changes), now)
    ids = {case.number: case.id for case in saved}
    cases.append(connection, ((case.id, change.events) for case, change in zip(saved, changes, strict=True)))
    cases.refer(connection, ((case.id, change.references) for case, change in zip(saved, changes, strict=True)))
    cases.keep_time(connection, {case.id: timetable(office, case) for case in saved}, now)

    def raw(raw_id: int) -> bytes:
        return letters.raw_bytes(connection, raw_id)

    for plan in plans:
        _name_cases(connection, plan, ids)
        _keep_the_rest(connection, plan, ids, now)
    deputies = desk.deputies(connection, now) if any(plan.notices for plan in plans) else {}  # AWAY holds at once
    applied: list[Applied] = []
    for plan in plans:
        notices = (_to_deputies(office, notice, deputies) for notice in plan.notices)
        mails = [(notice, *worded(office, notice)) for notice in notices]
        mails += [(alarm, *worded(office, alarm)) for alarm in _replaced(office, mails, now)]
        sealed = (
            seal(office, notice, words, case_id=ids.get(notice.case), raw=raw, now=now) for notice, words, _ in mails
        )
        applied.append(Applied(ids, outbox.queue(connection, sealed, now)))
    return applied


def _replaced(office: Office, mails: Sequence[tuple[Notice, Rendered, str]], now: datetime) -> list[Notice]:
    """An alarm a day for each letter of the desk's own that could not be written, so that ours took its place."""
    alarms: list[Notice] = []
    for notice, _, problem in mails:
        if problem:
            name = letter_of(notice.context)
            journal.letter_replaced(letter=name, language=notice.language, problem=problem)
            lines = (
                f"why: {problem}",
                "the built-in letter goes out instead; mend the file, ask amends check, restart",
            )
            key = f"alarm/letter/{notice.language}/{name}/{office.local(now).date()}"
            alarms.append(alarm_notice(office, f"the desk's own letter {name} cannot be written", lines, key))
    return list({alarm.effect_key: alarm for alarm in alarms}.values())


def _name_cases(connection: Connection, plan: Plan, ids: dict[str, int]) -> None:
    """Add to `ids` the cases that the plan only names."""
    for named in (plan.case, *(notice.case for notice in plan.notices), *(verdict.case for verdict in plan.verdicts)):
        if named and named not in ids and (found := cases.id_of(connection, named)) is not None:
            ids[named] = found


def _keep_the_rest(connection: Connection, plan: Plan, ids: Mapping[str, int], now: datetime) -> None:
    """What a plan says besides cases and mails: of letters, of the desk, of bulletins."""
    for verdict in plan.verdicts:
        letters.overrule(connection, verdict, ids.get(verdict.case), now)
    desk.keep_examples(connection, plan.examples, now)
    desk.keep_absences(connection, plan.absences)
    for bulletin in plan.bulletins:
        digests.resign(connection, bulletin)


def _to_deputies(office: Office, notice: Notice, deputies: Mapping[str, str]) -> Notice:
    """The notice, with the deputy added where it goes to the address of a department that is away.

    Its party stays the department. Who may no longer speak for the department gets none of its mail.
    """
    department = department_of(office, notice.party) if deputies else None
    if department is None or (deputy := deputies.get(department.name)) is None:
        return notice
    known = {address.lower() for address in notice.recipients}
    if department.address.lower() not in known or deputy.lower() in known or not department.speaks(deputy):
        return notice
    return replace(notice, recipients=(*notice.recipients, deputy))
