"""INSERT … ON CONFLICT DO NOTHING: how every "at most once" of the tables is asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, row: dict[str, Any]) -> Any:
    """An insert that does nothing where a unique key is taken; `rowcount` tells. Add `.returning` where needed."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(**row).on_conflict_do_nothing()
