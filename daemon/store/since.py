"""What has happened since somebody last looked: for those who watch a desk at work and must not read it all each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from daemon.case import EventKind
from daemon.store.schema import cases, deadlines, events, intake, outbox

Turn = tuple[EventKind, dict[str, Any]]
"""What happened to a case, and what is on record about it."""

# What is asked after each step of a play, built once.
_CHANGED = (
    select(events.c.case_id, func.max(events.c.seq))
    .join(cases, cases.c.id == events.c.case_id)
    .where(cases.c.changed_at >= bindparam("since"))
    .group_by(events.c.case_id)
    .order_by(events.c.case_id)
)
_STANDING = select(
    cases.c.id,
    cases.c.number,
    cases.c.state,
    cases.c.level,
    cases.c.department,
    cases.c.customer,
    cases.c.subject,
    cases.c.reason,
).where(cases.c.id.in_(bindparam("wanted", expanding=True)))
_MAILS = select(
    outbox.c.id, outbox.c.message_id, outbox.c.kind.label("notice"), outbox.c.case_id, outbox.c.language
).where(outbox.c.message_id.in_(bindparam("wanted", expanding=True)))
_ARRIVAL = (
    select(intake.c.state, intake.c.reason, intake.c.case_id)
    .where(intake.c.mailbox == bindparam("its_mailbox"), intake.c.uid == bindparam("its_uid"))
    .order_by(intake.c.id.desc())
    .limit(1)
)
_FIRED = (
    select(deadlines.c.id, deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at)
    .where(deadlines.c.outcome == "due", deadlines.c.settled_at == bindparam("now"))
    .order_by(deadlines.c.due_at, deadlines.c.id)
)
_HAPPENED = (
    select(events.c.kind, events.c.data)
    .where(events.c.case_id == bindparam("case"), events.c.seq > bindparam("seen"))
    .order_by(events.c.seq)
)


def changed(connection: Connection, seen: Mapping[int, int], since: datetime) -> list[int]:
    """Ids of cases to which more has happened than `seen` (case id -> last event), in the order of opening.

    Only cases that were written at `since` or later are looked at.
    """
    rows = connection.execute(_CHANGED, {"since": since})
    return [case_id for case_id, last in rows if last > seen.get(case_id, 0)]


def happened(connection: Connection, case_id: int, seen: int) -> list[Turn]:
    """What has happened to a case after its event `seen`, in order."""
    rows = connection.execute(_HAPPENED, {"case": case_id, "seen": seen})
    return [(EventKind(row.kind), row.data) for row in rows]


def standing(connection: Connection, case_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """How these cases stand: number, state, level, department, customer, subject, reason."""
    if not case_ids:
        return {}
    return {row["id"]: dict(row) for row in connection.execute(_STANDING, {"wanted": case_ids}).mappings()}


def mails(connection: Connection, message_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Mails of ours by Message-ID: id, notice, case_id, language."""
    rows = connection.execute(_MAILS, {"wanted": list(message_ids)})
    return {row["message_id"]: dict(row) for row in rows.mappings()}


def arrival(connection: Connection, mailbox: str, uid: int) -> dict[str, Any] | None:
    """How the newest letter with this UID ended: state, reason, case_id."""
    row = connection.execute(_ARRIVAL, {"its_mailbox": mailbox, "its_uid": uid}).mappings().first()
    return None if row is None else dict(row)


def fired(connection: Connection, now: datetime) -> list[dict[str, Any]]:
    """Deadlines that came due and were carried out at this very moment: id, case_id, kind, due_at."""
    return [dict(row) for row in connection.execute(_FIRED, {"now": now}).mappings()]
