"""INSERT … ON CONFLICT DO NOTHING: how every "at most once" of the tables is asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table) -> Any:
    """An insert that does nothing where a unique key is taken; `rowcount` tells. Add `.returning` where needed.

    The row is given to `execute` beside it: a statement built anew for each row costs more than the row.
    Without `preserve_rowcount` SQLAlchemy forgets the `rowcount` of an INSERT on PostgreSQL: it would be -1.
    """
    return _insert_once(connection.dialect.name, table)


@lru_cache(maxsize=64)
def _insert_once(database: str, table: Table) -> Any:
    dialect = postgresql if database == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
