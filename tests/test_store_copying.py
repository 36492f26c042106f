"""A desk that moves from SQLite to PostgreSQL takes everything along, and goes on counting."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from daemon.holder import Holder
from daemon.store import cases, leases, letters, schema
from daemon.store.copying import CannotCopy, copy
from daemon.store.engine import Store
from daemon.store.migrate import upgrade
from tests.test_store import NOW, opening


def made(url: str) -> Store:
    """A database with tables and no rows."""
    store = Store(url)
    upgrade(store.engine)
    return store


@pytest.fixture
def old(tmp_path: Path) -> Store:
    """An SQLite desk with two cases and a mailbox."""
    store = made(f"sqlite:///{tmp_path / 'amends.db'}")
    store.life(NOW)
    with store.writing() as connection:
        cases.save(connection, [opening("C2026-000001"), opening("C2026-000002")], NOW)
        letters.contact(connection, "complaints", NOW, NOW)
    return store


def test_everything_goes_along(old: Store, postgres_url: str):
    """Cases, mailboxes and the desk's own life are in the copy as they were, and the next case has an id of its own."""
    new = made(postgres_url)
    rows = dict(copy(old, new, NOW))
    assert (rows["cases"], rows["mailboxes"], rows["desk"]) == (2, 1, 1)
    assert new.life(NOW) == old.life(NOW)
    for table in (schema.cases, schema.mailboxes):
        with old.reading() as before, new.reading() as after:
            assert before.execute(select(table)).all() == after.execute(select(table)).all()
    with new.writing() as connection:
        (saved,) = cases.save(connection, [opening("C2026-000003")], NOW)
    assert saved.id == 3
    new.close()


def test_nothing_is_laid_over_another_desk(old: Store, tmp_path: Path):
    """A database that is not empty, and the database itself, are refused."""
    other = made(f"sqlite:///{tmp_path / 'other.db'}")
    other.life(NOW)
    for target, words in ((other, "not empty"), (old, "itself")):
        with pytest.raises(CannotCopy, match=words):
            list(copy(old, target, NOW))


def test_a_daemon_must_be_stopped_first(old: Store, tmp_path: Path):
    """While a daemon holds a mailbox nothing is copied: what it does next would be missing."""
    with old.writing() as connection:
        leases.take(connection, "mailbox:complaints", Holder.me(), now=NOW, until=NOW + timedelta(minutes=5))
    with pytest.raises(CannotCopy, match="stop it first"):
        list(copy(old, made(f"sqlite:///{tmp_path / 'other.db'}"), NOW))
