"""What is stored of open cases' deadlines, for whoever computes them anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from daemon.case import Case, DeadlineKind
from daemon.store import cases as case_rows
from daemon.store.schema import cases, deadlines

_HELD = select(cases.c.id).where(cases.c.id == bindparam("case")).with_for_update()


def stored(connection: Connection, case_id: int | None = None) -> dict[int, dict[DeadlineKind, datetime]]:
    """Open deadlines by case id: of all cases, or of one."""
    query = select(deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at).where(deadlines.c.settled_at.is_(None))
    if case_id is not None:
        query = query.where(deadlines.c.case_id == case_id)
    found: dict[int, dict[DeadlineKind, datetime]] = {}
    for row in connection.execute(query):
        found.setdefault(row.case_id, {})[DeadlineKind(row.kind)] = row.due_at
    return found


def held(connection: Connection, case_id: int) -> Case:
    """A case that there is, as it stands; nobody else changes it before this transaction ends."""
    connection.execute(_HELD, {"case": case_id})
    return case_rows.load(connection, [case_id])[case_id]
