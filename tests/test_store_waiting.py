"""Another process holds the SQLite file: it is waited for, whoever waits is told, and the end is a sentence."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

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


@pytest.mark.parametrize(
    ("said", "is_the_letters"), [("too many SQL variables", True), ("database or disk is full", False)]
)
def test_what_no_waiting_mends_is_the_letters_fault(said: str, is_the_letters: bool):  # noqa: FBT001 - a table
    """A letter with more values than SQLite takes is given up in the end; a full disk is no letter's fault."""
    error = OperationalError("INSERT", {}, sqlite3.OperationalError(said))
    assert engine.is_trouble(error) is not is_the_letters
