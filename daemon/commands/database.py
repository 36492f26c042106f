"""`amends db upgrade`."""

from __future__ import annotations

from pathlib import Path

from daemon.app import say_waiting
from daemon.config import load
from daemon.store.engine import Store
from daemon.store.migrate import upgrade


def upgrade_database(path: Path) -> None:
    """Bring the tables up to date, or say that they are."""
    store = Store(load(path).store.url, say_waiting)
    upgrade(store.engine)
    print("the database is up to date")
