"""Which reports have been written, and how the penalty bulletins stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select, update

from daemon.planning.bulletin import Bulletin
from daemon.store.once import insert_once
from daemon.store.schema import desk, digests

_WRITTEN = select(digests.c.at).where(
    digests.c.report == bindparam("its_name"), digests.c.period == bindparam("its_period")
)
_BULLETIN = TypeAdapter(Bulletin)


def is_written(connection: Connection, report: str, period: str) -> bool:
    """Whether the period's report is in the outbox, or was."""
    return connection.execute(_WRITTEN, {"its_name": report, "its_period": period}).first() is not None


def claim(connection: Connection, report: str, period: str, now: datetime) -> bool:
    """Take the period's report upon oneself; False when somebody else has."""
    row: dict[str, Any] = {"report": report, "period": period, "at": now, "data": {}}
    return connection.execute(insert_once(connection, digests), row).rowcount == 1


def born(connection: Connection) -> datetime:
    """When this desk began."""
    return connection.execute(select(desk.c.born_at)).scalar_one()


def keep(connection: Connection, report: str, period: str, bulletin: Bulletin) -> None:
    """Remember a bulletin as it stands."""
    which = update(digests).where(digests.c.report == report, digests.c.period == period)
    connection.execute(which.values(data=_BULLETIN.dump_python(bulletin, mode="json")))


def bulletin_of(connection: Connection, key: str) -> Bulletin | None:
    """The bulletin with this effect key: "report/NAME/PERIOD"."""
    word, _, rest = key.partition("/")
    report, _, period = rest.rpartition("/")
    query = select(digests.c.data).where(digests.c.report == report, digests.c.period == period)
    data = connection.execute(query).scalar_one_or_none() if word == "report" else None
    return _BULLETIN.validate_python(data) if data else None


def resign(connection: Connection, bulletin: Bulletin) -> None:
    """Keep what a person decided about a bulletin."""
    report, _, period = bulletin.key.partition("/")[2].rpartition("/")
    keep(connection, report, period, bulletin)
