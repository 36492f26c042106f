"""Databases that nobody needs tomorrow: with a name of one's choice, and without waiting for the disk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import event, insert

from daemon.store.engine import Store
from daemon.store.migrate import upgrade
from daemon.store.schema import desk

CACHE_KIB = 64 * 1024  # all of a play's database


def make(url: str, life: str, now: datetime) -> None:
    """An SQLite database with all tables and no rows, known as `life` instead of by a random name."""
    store = Store(url)
    hasten(store)
    try:
        upgrade(store.engine)
        with store.writing() as connection:
            connection.execute(insert(desk).values(id=1, life=life, born_at=now))
    finally:
        store.close()


def hasten(store: Store) -> None:
    """From now on a transaction survives the process, and not a power cut."""

    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")

    store.engine.dispose()  # those that are open wait for the disk
    event.listen(store.engine, "connect", on_connect)
