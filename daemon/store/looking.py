"""A look into the database that the database itself keeps from changing anything."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from daemon.store.engine import Store


def file_of(url: str) -> str:
    """The file of an SQLite database, for people."""
    return make_url(url).database or url


def is_there(url: str) -> bool:
    """Whether there is a database at all; opening an SQLite file would make one."""
    where = make_url(url)
    return where.get_backend_name() != "sqlite" or bool(where.database and Path(where.database).exists())


@contextmanager
def looking(store: Store) -> Generator[Connection]:
    """A consistent view in which every write fails. Raises `StoreUnavailable`."""
    with store.reading() as connection:
        if not store.is_sqlite:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")  # until this transaction ends
            yield connection
            return
        connection.exec_driver_sql("PRAGMA query_only = ON")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("PRAGMA query_only = OFF")  # the connection goes back to the pool
