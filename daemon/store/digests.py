"""Which reports have been written, and how the penalty bulletins stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, select, update

from daemon.planning.bulletin import Bulletin, Missed
from daemon.planning.figures import Counted
from daemon.store.once import insert_once
from daemon.store.schema import desk, digests

_WRITTEN = select(digests.c.at).where(
    digests.c.report == bindparam("its_name"), digests.c.period == bindparam("its_period")
)
_BULLETIN = TypeAdapter(Bulletin)
_COUNTED = TypeAdapter(Counted)
NEWEST = 3  # of a report: the one that is being written, and the one before
COUNTED = "counted"  # in `data`, beside a bulletin's own keys


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
    _lay_over(connection, report, period, _BULLETIN.dump_python(bulletin, mode="json"))


def count(connection: Connection, report: str, period: str, counted: Counted) -> None:
    """Remember what the period's report took in."""
    _lay_over(connection, report, period, {COUNTED: _COUNTED.dump_python(counted, mode="json")})


def last_counted(connection: Connection, report: str) -> Counted | None:
    """What the newest written report of that name took in; None where none is known to have."""
    newest = select(digests.c.data).where(digests.c.report == report).order_by(digests.c.at.desc()).limit(NEWEST)
    found = next((data[COUNTED] for data in connection.execute(newest).scalars() if COUNTED in data), None)
    return None if found is None else _COUNTED.validate_python(found)


def forgiven(connection: Connection, report: str) -> frozenset[Missed]:
    """What was taken out of the report's bulletins so far."""
    rows = connection.execute(select(digests.c.data).where(digests.c.report == report)).scalars()
    bulletins = (_BULLETIN.validate_python(data) for data in rows if data.get("rejected"))
    return frozenset(entry.missed for bulletin in bulletins for entry in bulletin.taken_out)


def _lay_over(connection: Connection, report: str, period: str, data: dict[str, Any]) -> None:
    which = (digests.c.report == report, digests.c.period == period)
    before: dict[str, Any] = connection.execute(select(digests.c.data).where(*which)).scalar_one_or_none() or {}
    connection.execute(update(digests).where(*which).values(data={**before, **data}))


def bulletin_of(connection: Connection, key: str) -> Bulletin | None:
    """The bulletin with this effect key: "report/NAME/PERIOD"."""
    word, _, rest = key.partition("/")
    report, _, period = rest.rpartition("/")
    query = select(digests.c.data).where(digests.c.report == report, digests.c.period == period)
    data = connection.execute(query).scalar_one_or_none() if word == "report" else None
    return _BULLETIN.validate_python(data) if data and "lines" in data else None


def resign(connection: Connection, bulletin: Bulletin) -> None:
    """Keep what a person decided about a bulletin."""
    report, _, period = bulletin.key.partition("/")[2].rpartition("/")
    keep(connection, report, period, bulletin)
