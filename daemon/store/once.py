"""INSERT … ON CONFLICT DO NOTHING: how every "at most once" of the tables is asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table) -> Any:
    """An insert that does nothing where a unique key is taken; `rowcount` tells. Add `.returning` where needed.

    The row is given to `execute` beside it: a statement built anew for each row costs more than the row.
    Without `preserve_rowcount` SQLAlchemy forgets the `rowcount` of an INSERT on PostgreSQL: it would be -1.
    """
    return _insert_once(connection.dialect.name, table)


def insert_once_for(connection: Connection, column: Column[Any]) -> Any:
    """The same for the table of `column`; the result is the new row's value there, or nothing."""
    return _returning(connection.dialect.name, column)


@lru_cache(maxsize=64)
def _insert_once(database: str, table: Table) -> Any:
    dialect = postgresql if database == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@lru_cache(maxsize=64)
def _returning(database: str, column: Column[Any]) -> Any:
    return _insert_once(database, column.table).returning(column)
