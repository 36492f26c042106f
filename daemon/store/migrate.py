"""The database's tables, brought up to date.

Each step is a file in `migrations/versions`, written by hand and numbered; once released it never changes. A new step:
change `schema.py`, add the next file, and the tests say what the two still disagree about, on SQLite and PostgreSQL.

All steps that are due run in one transaction on either database, so an upgrade that is interrupted has not happened
(hazards F32). Two daemons that upgrade at the same time wait for each other: SQLite by its write lock, PostgreSQL by an
advisory lock. Alembic is imported only when it is needed.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from daemon.store.engine import StoreUnavailable, as_sentence, begin

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

ADVISORY_LOCK = 0x616D656E6473  # "amends"


class SchemaState(StrEnum):
    """What the tables of a database are like, compared with what this version of Amends needs."""

    EMPTY = "empty"  # no tables yet
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"  # made by a newer version: not to be touched


def state_of(engine: Engine) -> SchemaState:
    """Compares; changes nothing. Raises `StoreUnavailable`."""
    with as_sentence(), engine.connect() as connection, _steps() as steps:
        return _state(connection, steps)


def upgrade(engine: Engine) -> None:
    """Run every step that is due; none if the tables are current. Raises `StoreUnavailable`, as for a newer database."""
    with as_sentence(), _steps() as steps, _exclusively(engine) as connection:
        if _state(connection, steps) is SchemaState.AHEAD:
            raise StoreUnavailable("the database was made by a newer version of amends; install that version, or newer")
        _run(connection)


def _state(connection: Connection, steps: ScriptDirectory) -> SchemaState:
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - 60 ms that most commands do not need

    now = MigrationContext.configure(connection).get_current_revision()
    if now is None:
        return SchemaState.EMPTY
    if now == steps.get_current_head():
        return SchemaState.CURRENT
    known = {step.revision for step in steps.walk_revisions()}
    return SchemaState.BEHIND if now in known else SchemaState.AHEAD


@contextmanager
def _steps() -> Generator[ScriptDirectory]:
    """The steps that this version of Amends knows, wherever its package lies."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    with _configured() as config:
        yield ScriptDirectory.from_config(config)


@contextmanager
def _configured() -> Generator[Config]:
    from alembic.config import Config  # noqa: PLC0415 - as above

    with resources.as_file(resources.files("daemon.store").joinpath("migrations")) as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        yield config


def _run(connection: Connection) -> None:
    """All steps up to the newest, in a transaction that is the caller's to end."""
    from alembic.command import upgrade as upgrade_to  # noqa: PLC0415 - as above

    with _configured() as config:
        config.attributes["connection"] = connection
        upgrade_to(config, "head")


@contextmanager
def _exclusively(engine: Engine) -> Generator[Connection]:
    """A connection in a transaction that no other upgrade runs beside."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with _loose_references(connection), begin(connection, writes=True):
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise RuntimeError(f"the upgrade would leave rows that refer to nothing: {broken[:5]}")
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
                yield connection


@contextmanager
def _loose_references(connection: Connection) -> Generator[None]:
    """SQLite can change a table only by making a new one, during which others refer to nothing (its ALTER TABLE page).

    The switch works outside transactions only, so it is given to the driver, past SQLAlchemy, which would begin one.
    """
    driver = connection.connection
    (before,) = driver.cursor().execute("PRAGMA foreign_keys").fetchone()
    driver.cursor().execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.cursor().execute(f"PRAGMA foreign_keys = {before}")
