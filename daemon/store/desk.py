"""What the desk knows besides its cases: who is away, and which letters people have routed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from daemon.planning.effects import Absence, Example
from daemon.store.once import insert_once
from daemon.store.schema import absences, examples

_AWAY = select(absences.c.department, absences.c.deputy).where(absences.c.until > bindparam("now"))


def keep_absences(connection: Connection, found: Iterable[Absence]) -> None:
    """A department is away from now on; what was said before of it no longer counts."""
    for absence in found:
        connection.execute(delete(absences).where(absences.c.department == absence.department))
        row = {"department": absence.department, "until": absence.until, "deputy": absence.deputy}
        connection.execute(insert(absences), row)


def deputies(connection: Connection, now: datetime) -> dict[str, str]:
    """Who has a department's mail now, by the department's name; not those of whose mail nobody else has any."""
    rows = connection.execute(_AWAY, {"now": now})
    return {row.department: row.deputy for row in rows if row.deputy is not None}


def keep_examples(connection: Connection, found: Iterable[Example], now: datetime) -> None:
    """Remember how people routed these letters; the first answer counts."""
    for example in found:
        row = {
            "raw_id": example.raw_id,
            "handling": example.handling,
            "department": example.department,
            "actor": example.actor,
            "at": now,
        }
        connection.execute(insert_once(connection, examples), row)
