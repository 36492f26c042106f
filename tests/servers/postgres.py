"""A private PostgreSQL: own directory, own port on 127.0.0.1, ended by its own process id.

One cluster a test process, one empty database a test. fsync is off: nothing here outlives the tests. PostgreSQL does
not run as root, so as root it runs as nobody.
"""

from __future__ import annotations

import itertools
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
import pytest

USER = "amends"
START_SECONDS = 30.0
STOP_SECONDS = 10.0
ATTEMPTS = 3  # a free port may be taken between our look and PostgreSQL's bind
_SYSTEM = Path("/usr/lib/postgresql")  # Debian and Ubuntu keep the server's programs out of PATH
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "timezone": "Asia/Kathmandu",  # +05:45: a time that was not stored in UTC shows
}


@dataclass(frozen=True, slots=True)
class _RunsAs:
    """Whom the server runs as; nothing given: whoever we are."""

    user: int | None = None
    group: int | None = None
    groups: tuple[int, ...] | None = None

    @classmethod
    def nobody(cls) -> _RunsAs:
        found = pwd.getpwnam("nobody")
        return cls(found.pw_uid, found.pw_gid, ())


class Postgres:
    """A running cluster. Use as a context manager, or call `start()` and `stop()`."""

    def __init__(self) -> None:
        self.port = 0
        self._base = Path()
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._runs_as = _RunsAs.nobody() if os.getuid() == 0 else _RunsAs()

    def start(self) -> None:
        """Make a cluster and wait until it answers. Raises RuntimeError with a sentence, or with PostgreSQL's log."""
        programs = find_programs()
        self._base = Path(tempfile.mkdtemp(prefix="postgres-"))  # sockets need short paths
        self._base.chmod(0o755)
        home = self._base / "home"
        home.mkdir(mode=0o700)
        if self._runs_as.user is not None and self._runs_as.group is not None:
            os.chown(home, self._runs_as.user, self._runs_as.group)
        cluster = ["-D", str(home / "data"), "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"]
        made = subprocess.run(
            [str(programs / "initdb"), *cluster],
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
            user=self._runs_as.user,
            group=self._runs_as.group,
            extra_groups=self._runs_as.groups,
        )
        if made.returncode:
            self.stop()
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")
        for _ in range(ATTEMPTS):
            if self._serves(programs, home):
                return
        log = self.log()
        self.stop()
        raise RuntimeError(f"PostgreSQL does not start:\n{log}")

    def stop(self) -> None:
        """End the server at once and remove everything it wrote."""
        self._end()
        shutil.rmtree(self._base, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def log(self) -> str:
        """What the server has written down."""
        path = self._base / "log"
        return path.read_text("utf-8", "replace") if path.exists() else "(no log)"

    def url(self, database: str) -> str:
        """A database's address, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The name of a new, empty database."""
        name = f"desk{next(self._numbers)}"
        self._say(f"CREATE DATABASE {name}")
        return name

    def drop(self, database: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._say(f"DROP DATABASE {database} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement.encode())

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True, connect_timeout=10
        )

    def _serves(self, programs: Path, home: Path) -> bool:
        """Start the server on a free port, and see whether it answers."""
        self.port = _free_port()
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        place = ["-D", str(home / "data"), "-k", str(home), "-p", str(self.port)]
        with (self._base / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(programs / "postgres"), *place, *options],
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests
                user=self._runs_as.user,
                group=self._runs_as.group,
                extra_groups=self._runs_as.groups,
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self._connect().close()
            except psycopg.OperationalError:
                time.sleep(0.01)  # polling a process that tells us nothing
            else:
                return True
        self._end()
        return False

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGQUIT)  # "immediate shutdown": its children end with it
            process.wait(STOP_SECONDS)


def find_programs() -> Path:
    """The folder that holds initdb and postgres; the newest version's. Raises RuntimeError with a sentence."""
    versions = [p for p in _SYSTEM.glob("*/bin") if (p / "initdb").is_file() and (p / "postgres").is_file()]
    if versions:
        return max(versions, key=lambda p: [int(n) for n in re.findall(r"\d+", p.parent.name)])
    found = shutil.which("initdb")
    if found and (folder := Path(found).resolve().parent).joinpath("postgres").is_file():
        return folder
    raise RuntimeError("These tests need PostgreSQL. Install it: apt-get install postgresql (or the like)")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this test process's own."""
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """An empty database of this test's own."""
    name = postgres.new_database()
    yield postgres.url(name)
    postgres.drop(name)
