"""The steps that bring a database up to date: what they make, and what an interruption or a newer database does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from daemon.store import migrate, schema
from daemon.store.engine import Store, StoreUnavailable
from daemon.store.migrate import SchemaState, state_of, upgrade
from tests.servers.postgres import Postgres

NewUrl = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Gives a new, empty database at each call, on each kind of database in turn."""
    if request.param == "sqlite":
        files = (f"sqlite:///{tmp_path}/desk{number}.db" for number in range(100))
        return lambda: next(files)
    server: Postgres = request.getfixturevalue("postgres")
    return lambda: server.url(server.new_database())


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    """An empty database, opened as the daemon opens it."""
    store = Store(new_url())
    yield store
    store.close()


def described(engine: Engine) -> set[tuple[str, ...]]:
    """Everything in a database but its rows, as the database itself tells it; Alembic's own table left out."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return set(_sqlite(connection))
        return {tuple(str(value) for value in row) for query in _POSTGRES for row in connection.execute(text(query))}


def _sqlite(connection: Connection) -> Iterator[tuple[str, ...]]:
    """Each line of each CREATE statement: the order of constraints means nothing."""
    query = "SELECT type, name, sql FROM sqlite_master WHERE name != 'alembic_version' AND name NOT LIKE 'sqlite_%'"
    for kind, name, sql in connection.execute(text(query)):
        yield from ((kind, name, line.strip().strip(",")) for line in sql.splitlines())


_POSTGRES = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name != 'alembic_version'""",
    "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename != 'alembic_version'",
    """SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text != 'alembic_version'""",
)


def test_the_steps_make_exactly_the_schema(new_url: NewUrl, store: Store):
    """Tables, columns, constraints, and indexes with their conditions are those of schema.py, no more and no less."""
    direct = create_engine(new_url(), poolclass=NullPool)
    schema.metadata.create_all(direct)
    upgrade(store.engine)

    assert described(store.engine) == described(direct)
    assert {table.name for table in schema.metadata.sorted_tables} < set(inspect(store.engine).get_table_names())


def test_alembic_finds_no_difference_either(store: Store):
    """What `alembic revision --autogenerate` would write is nothing."""
    upgrade(store.engine)

    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_the_comparison_sees_checks_and_conditions(store: Store):
    """A step that forgets one of them is found, which Alembic's own comparison would not do."""
    upgrade(store.engine)
    whole = described(store.engine)
    assert any("ck_outbox_state_known" in " ".join(row) for row in whole)
    assert any("ix_outbox_open" in " ".join(row) and "WHERE" in " ".join(row) for row in whole)


def test_an_empty_database_becomes_current(store: Store):
    """`state_of` tells an empty database from a current one, and a second upgrade changes nothing."""
    assert state_of(store.engine) is SchemaState.EMPTY
    upgrade(store.engine)
    assert state_of(store.engine) is SchemaState.CURRENT
    before = described(store.engine)
    upgrade(store.engine)
    assert described(store.engine) == before


def test_an_older_database_is_behind(store: Store, monkeypatch: pytest.MonkeyPatch):
    """A database whose step is known, but not the newest, needs an upgrade."""

    def newer(steps: ScriptDirectory) -> str:
        del steps
        return "9999"

    upgrade(store.engine)
    monkeypatch.setattr(ScriptDirectory, "get_current_head", newer)

    assert state_of(store.engine) is SchemaState.BEHIND


def test_a_newer_database_is_left_alone(store: Store):
    """An older program does not touch what a newer one has made, and says so."""
    upgrade(store.engine)
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert state_of(store.engine) is SchemaState.AHEAD
    with pytest.raises(StoreUnavailable, match="newer version of amends"):
        upgrade(store.engine)


def test_an_interrupted_upgrade_has_not_happened(store: Store, monkeypatch: pytest.MonkeyPatch):
    """After a crash half-way the database is as empty as before, and the next upgrade succeeds (hazards F32)."""
    real = migrate._run

    def crash(connection: Connection) -> None:
        real(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "_run", crash)
    with pytest.raises(KeyboardInterrupt):
        upgrade(store.engine)
    monkeypatch.undo()
    assert inspect(store.engine).get_table_names() == []

    upgrade(store.engine)
    assert state_of(store.engine) is SchemaState.CURRENT


def test_daemons_that_upgrade_at_once_wait_for_each_other(new_url: NewUrl):
    """Several daemons on one database: one makes the tables, the others find them made."""
    url = new_url()
    stores = [Store(url) for _ in range(4)]
    failures: list[BaseException] = []
    together = threading.Barrier(len(stores))

    def start(store: Store) -> None:
        together.wait()
        try:
            upgrade(store.engine)
        except BaseException as error:  # noqa: BLE001 - told to the test, which fails by it
            failures.append(error)

    threads = [threading.Thread(target=start, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert state_of(stores[0].engine) is SchemaState.CURRENT
    for store in stores:
        store.close()


def test_many_first_openings_at_once_all_succeed(tmp_path: Path):
    """SQLite fails a second switch to WAL at once; the store waits for it instead (seen on a busy CI machine)."""
    failures: list[BaseException] = []
    for attempt in range(40):
        stores = [Store(f"sqlite:///{tmp_path}/first-{attempt}.db") for _ in range(4)]
        together = threading.Barrier(len(stores))
        arguments = [(store, together, failures) for store in stores]
        threads = [threading.Thread(target=_open_together, args=each) for each in arguments]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for store in stores:
            store.close()

    assert failures == []


def _open_together(store: Store, together: threading.Barrier, failures: list[BaseException]) -> None:
    together.wait()
    try:
        with store.engine.connect():
            pass
    except BaseException as error:  # noqa: BLE001 - told to the test, which fails by it
        failures.append(error)


def test_references_are_kept_after_an_upgrade(store: Store):
    """The upgrade's connection goes back to the pool with SQLite's foreign keys on again."""
    upgrade(store.engine)
    if not store.is_sqlite:
        return

    def switch(connection: Connection) -> Any:
        return connection.exec_driver_sql("PRAGMA foreign_keys").scalar()

    with store.reading() as connection:
        assert switch(connection) == 1


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path):
    """The operator reads why, without a traceback."""
    folder = tmp_path / "folder"
    folder.mkdir()
    engine = create_engine(f"sqlite:///{folder}")

    with pytest.raises(StoreUnavailable, match="the database cannot be used: unable to open database file"):
        state_of(engine)
