"""What the database goes on with, by the names that the configuration gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from daemon.case import State
from daemon.store.schema import cases, mailboxes, outbox


@dataclass(frozen=True, slots=True)
class Standing:
    """`departments`: how many open cases each has. `mailboxes`: all that were ever read."""

    departments: Mapping[str, int]
    mailboxes: frozenset[str]


def has_written(connection: Connection) -> bool:
    """Whether any mail was ever signed for this database."""
    return connection.execute(select(outbox.c.id).limit(1)).first() is not None


def standing(connection: Connection) -> Standing:
    """A look at all of it. A case that waits for a department to be chosen has none."""
    query = select(cases.c.department, func.count()).group_by(cases.c.department).order_by(cases.c.department)
    rows = connection.execute(query.where(cases.c.state != State.CLOSED.value, cases.c.department != ""))
    return Standing(
        departments={row[0]: row[1] for row in rows},
        mailboxes=frozenset(connection.execute(select(mailboxes.c.name)).scalars()),
    )
