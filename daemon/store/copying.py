"""A database copied into another one, empty until then: from SQLite to PostgreSQL, or back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from daemon.holder import Holder
from daemon.store import schema
from daemon.store.engine import Store

ROWS = 500  # at a time; one by one where letters and mails are kept, which may be large


class CannotCopy(Exception):
    """Why it was not copied. A sentence."""


def copy(source: Store, target: Store, now: datetime) -> Iterator[tuple[str, int]]:
    """Each table's name and how many rows it has there, in one transaction of `target`; take all of them.

    Both have the tables of this version. Nobody can write to `source` meanwhile, if it is SQLite; else it is read as it
    was at the beginning. Leases stay behind: they are those of processes. Raises `CannotCopy`, `StoreUnavailable`.
    """
    if source.url == target.url:
        raise CannotCopy("that is the database itself; name another")
    with source.writing() as old, target.writing() as new:
        if not source.is_sqlite:
            old.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _refuse_while_read(old, now)
        tables = [table for table in schema.metadata.sorted_tables if table is not schema.leases]
        if any(new.execute(select(table).limit(1)).first() for table in tables):
            raise CannotCopy("the other database is not empty; make a new one, nothing was changed")
        for table in tables:
            yield table.name, _copy_table(table, old, new)


def _refuse_while_read(old: Connection, now: datetime) -> None:
    held = [row for row in old.execute(select(schema.leases)) if row.until > now]
    if any(not Holder.parse(row.holder).is_dead() for row in held):
        raise CannotCopy(
            "a daemon works with the database: stop it first, or what it does from now on would be missing from the copy"
            " (if it was killed on another machine, wait for five minutes)"
        )


def _copy_table(table: Table, old: Connection, new: Connection) -> int:
    size = 1 if any(isinstance(column.type, LargeBinary) for column in table.columns) else ROWS
    count = 0
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=size)
    for rows in old.execute(query).mappings().partitions(size):
        new.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    if (
        count
        and new.dialect.name == "postgresql"
        and table.primary_key.columns.keys() == ["id"]
        and table is not schema.desk
    ):
        _go_on_counting(table, new)
    return count


def _go_on_counting(table: Table, new: Connection) -> None:
    """PostgreSQL counts ids apart from the rows; the next one must follow those that were brought along."""
    last = new.execute(select(func.max(table.c.id))).scalar_one()
    new.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": table.name, "last": last})
