"""Opening the database, and the two kinds of transaction: `reading` and `writing`.

SQLite: WAL, synchronous=FULL, foreign keys on, and `BEGIN IMMEDIATE` for writers, so that two writers wait for each
other instead of failing half-way (hazards F17). In one process a lock lines the writers up before SQLite has to.
PostgreSQL: psycopg 3. Transactions are short and never contain network I/O of ours.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from daemon.store import schema

BUSY_TIMEOUT_MS = 30_000
SILENT_MS = 2_000  # of waiting for another process; then somebody is told
LOCKED_ADVICE = "another process has held it for {:.0f} s; see which (`fuser -v FILE`), end it or wait, and try again"
BROKEN_ADVICE = "see that [store] url names the right file; if it does, stop the daemon and restore a backup"
SHUT_ADVICE = (
    "see whether its disk is full (a hosted server then takes no more), whether it is a standby, and its rights"
)
_SHUT = frozenset(["25006", "42501"])  # it only lets us read; our right to write was taken back
_BREAKS = frozenset(["25P03", "25P04", "XX001", "XX002"])  # it ended our transaction; a page or an index is damaged
_BROKEN = frozenset([sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB])
BY_AND_BY = {"yield_per": 1000}  # of a long answer, so many rows are in memory
WAL_RETRY_SECONDS = 0.01
_WAITS = "amends_waits"


class StoreUnavailable(Exception):
    """The database cannot be used now: locked, full, gone. Its text is a sentence for the operator."""


class DatabaseMoved(Exception):
    """The database's file is not where it was, or is another one: to go on would write where nobody looks. A sentence."""


class Store:
    """One database. Safe to use from several threads; each transaction belongs to one."""

    def __init__(self, url: str, waits: Callable[[], None] = lambda: None) -> None:
        """`url` as SQLAlchemy writes it, such as sqlite:////var/lib/amends/amends.db.

        `waits` is called when another process holds an SQLite file for longer than a moment, once each time.
        """
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            _create_private(self.url.database)
        # The connection used last is used next: it has the pages and statements of the last transaction at hand.
        self.engine: Engine = create_engine(self.url, pool_pre_ping=not self.is_sqlite, pool_use_lifo=True)
        self._writers: AbstractContextManager[Any] = Lock() if self.is_sqlite else nullcontext()
        self._file = _identity(self.url.database) if self.is_sqlite else None
        if self.is_sqlite:
            event.listen(self.engine, "do_connect", self._before_connecting)
            event.listen(self.engine, "connect", partial(_on_connect, waits))

    def stay_in_place(self) -> None:
        """Raises `DatabaseMoved` when the file was moved, deleted or replaced under us.

        SQLite has it open and notices nothing: what is written goes with the moved file, or is gone with the deleted one.
        """
        path = self.url.database
        if self._file is None or (now := _identity(path)) == self._file:
            return
        what = "was replaced" if now else "was moved or deleted"
        raise DatabaseMoved(
            f"the database file {path} {what} while the daemon ran, which has stopped. Put the one that was there back (or a"
            " backup), then start it again; a daemon that runs must be stopped before its file is touched"
        )

    def make_whole(self) -> None:
        """Write what is still in the log beside it into the file, wherever that is now: SQLite leaves it out of a moved one."""
        with suppress(StoreUnavailable), as_sentence(), self._writers, self.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # pyright: ignore[reportOptionalMemberAccess] - it is connected

    def _before_connecting(self, *_: Any) -> None:
        """A connection more would make a new, empty file at the old place."""
        try:
            self.stay_in_place()
        except DatabaseMoved as moved:
            raise sqlite3.OperationalError(str(moved)) from moved

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """A consistent view; nothing written in it is kept."""
        with as_sentence(), self.engine.connect() as connection:
            begin(connection, writes=False)
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One durable transaction: all of it, or on an exception none."""
        with as_sentence(), self._writers, self.engine.connect() as connection, begin(connection, writes=True):
            yield connection

    def life(self, now: datetime) -> str:
        """This database's own random name, made at its first use."""
        found = self._read_life()
        if found is None:
            try:
                with self.writing() as connection:
                    row = {"id": 1, "life": secrets.token_hex(16), "born_at": now}
                    connection.execute(insert(schema.desk).values(row))
            except IntegrityError:
                pass  # another daemon was first: its answer counts
            found = self._read_life()
        if found is None:
            raise StoreUnavailable("the table desk cannot be written")
        return found

    def _read_life(self) -> str | None:
        with self.reading() as connection:
            return connection.execute(select(schema.desk.c.life)).scalar_one_or_none()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _create_private(database: str | None) -> None:
    """An SQLite file holds people's letters: only its owner may read it (hazards H37)."""
    if not database or database == ":memory:":
        return
    path = Path(database)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        advice = "make its folder, let this user write there, or name another in [store] url"
        raise StoreUnavailable(f"the database file {path} cannot be opened: {error.strerror}; {advice}") from error


def _identity(database: str | None) -> tuple[int, int] | None:
    """Which file it is: device and inode; None where there is none."""
    if not database or database == ":memory:":
        return None
    try:
        found = Path(database).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def _on_connect(waits: Callable[[], None], dbapi_connection: Any, record: Any) -> None:
    record.info[_WAITS] = waits
    dbapi_connection.isolation_level = None  # `begin` says BEGIN
    _enter_wal(dbapi_connection, waits)
    dbapi_connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _enter_wal(driver: Any, waits: Callable[[], None]) -> None:
    """The write-ahead log, once and for all; later this is a look at the file's header.

    Two processes that open a new file at once both hold a read lock when they want it alone: SQLite fails one of them
    at once, without waiting `busy_timeout`, so we wait for it ourselves.
    """
    _patiently(driver, "PRAGMA journal_mode=WAL", waits)


def _patiently(driver: Any, statement: str, waits: Callable[[], None]) -> None:
    """Carry out a statement that may have to wait for another process; what is waited for long is told."""
    began, told = monotonic(), False
    driver.execute(f"PRAGMA busy_timeout={SILENT_MS}")
    try:
        while not _done(driver, statement, began + BUSY_TIMEOUT_MS / 1000):
            if not told and monotonic() >= began + SILENT_MS / 1000:
                waits()
                told = True
            sleep(WAL_RETRY_SECONDS)
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _done(driver: Any, statement: str, patience: float) -> bool:
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > patience:
            raise
        return False
    return True


def begin(connection: Connection, *, writes: bool) -> RootTransaction:
    """A transaction on a connection that has none, to be used in `with`, or ended with the connection.

    SQLite is told straight by the driver: as an SQLAlchemy event this would cost every statement more than its work.
    """
    transaction = connection.begin()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        if writes:
            _patiently(driver, "BEGIN IMMEDIATE", connection.info[_WAITS])
        else:
            driver.execute("BEGIN")
    return transaction


@contextmanager
def as_sentence() -> Generator[None]:
    """What the operator can mend becomes `StoreUnavailable`; what is a bug of ours stays what it is."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:  # the driver's own are from our BEGIN
        cause = _cause(error)
        if _is_broken(cause):
            raise StoreUnavailable(f"the database cannot be used: {cause}; {BROKEN_ADVICE}") from error
        if _is_locked(cause):
            advice = LOCKED_ADVICE.format(BUSY_TIMEOUT_MS / 1000)
            raise StoreUnavailable(f"the database cannot be used: {cause}; {advice}") from error
        if not isinstance(error, (OperationalError, sqlite3.OperationalError)) and not is_trouble(error):
            raise
        advice = f"; {SHUT_ADVICE}" if _sqlstate(cause) in _SHUT else ""
        raise StoreUnavailable(f"the database cannot be used: {' '.join(str(cause).split())}{advice}") from error


def is_trouble(error: Exception) -> bool:
    """Whether it is the database's trouble, which time or its keeper mends, and no fault of what was to be written.

    What is more than PostgreSQL takes (class 54) is none; SQLite and the driver have another class of error for that.
    """
    if not isinstance(error, (DatabaseError, sqlite3.DatabaseError)):
        return False
    cause = _cause(error)
    if isinstance(error, (OperationalError, sqlite3.OperationalError)):
        too_many = isinstance(cause, sqlite3.Error) and str(cause).startswith("too many")  # "… SQL variables"
        return not (too_many or _sqlstate(cause).startswith("54"))
    lost = isinstance(error, DatabaseError) and error.connection_invalidated
    return lost or _is_broken(cause) or _sqlstate(cause) in _SHUT | _BREAKS


def _cause(error: DatabaseError | sqlite3.DatabaseError) -> object:
    """As the driver said it."""
    return error.orig if isinstance(error, DatabaseError) else error


def _sqlstate(cause: object) -> str:
    """PostgreSQL's code for what is wrong; SQLite has none."""
    return str(getattr(cause, "sqlstate", None) or "")


def _is_locked(cause: object) -> bool:
    """Whether another process kept SQLite waiting for longer than we do."""
    return (
        isinstance(cause, sqlite3.DatabaseError) and getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
    )


def _is_broken(cause: object) -> bool:
    """Whether SQLite says that the file is not one of its own, or is damaged: more than a time of waiting mends."""
    return isinstance(cause, sqlite3.DatabaseError) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BROKEN
