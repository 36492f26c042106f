"""Another process holds the SQLite file: it is waited for, whoever waits is told, and the end is a sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from daemon.store import engine
from daemon.store.engine import Store, StoreUnavailable
from daemon.store.migrate import upgrade


def test_what_holds_the_database_is_told_once_and_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two seconds in silence, one word, and after half a minute what to do; then all goes on as before."""
    told: list[str] = []
    store = Store(f"sqlite:///{tmp_path / 'amends.db'}", lambda: told.append("waits"))
    upgrade(store.engine)
    monkeypatch.setattr(engine, "SILENT_MS", 1)
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 60)
    other = sqlite3.connect(tmp_path / "amends.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        pytest.raises(StoreUnavailable, match=r"database is locked; another process has held it.*fuser"),
        store.writing(),
    ):
        pass
    assert told == ["waits"]
    other.execute("ROLLBACK")
    with store.writing():
        pass
    assert told == ["waits"]
    store.close()
    other.close()
