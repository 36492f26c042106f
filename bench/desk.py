"""The whole desk beside the bare loop (`bench.bare`): letters a second, memory, and how soon an answer arrives.

Both run as programs of their own, in turns, each time on a fresh mailbox of the same private Dovecot with the same
letters, and send to the same sink. The time that a run on an empty mailbox takes is taken off. The desk sends two mails
a letter, the acknowledgement and the handover with the letter in it; the bare loop sends one line.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from statistics import median
from threading import Thread
from typing import IO

from bench.figures import Figure
from bench.letters import DESK, letters
from tests.servers.dovecot import PASSWORD, Dovecot

ROUNDS = 3
ANSWERS = 9  # letters sent one by one to a waiting desk
PATIENCE_SECONDS = 60.0
BARE = "the bare loop"
DEPARTMENT = "quality@shop.example"

Command = Callable[[str], list[str]]

_CONFIG = """
[desk]
name = "Shop complaints"
address = "{desk}"
timezone = "Asia/Shanghai"
subaddress = "+"

[[mailbox]]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{user}"
password_env = "BENCH_PASSWORD"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"

[limits]
answers_per_minute = 100000

[[department]]
name = "Quality"
roles = ["quality", "service"]
address = "{department}"

[managers]
addresses = ["boss@shop.example"]

[operator]
address = "operator@shop.example"
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took. `cpu_seconds` and `peak_bytes` include the program's own children."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int


class Sink:
    """The sink process, and what it says."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.sink"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(_stream(self._process.stdout).readline())
        self._mails: Queue[tuple[float, str]] = Queue()
        Thread(target=self._listen, daemon=True).start()

    def take(self) -> tuple[float, str]:
        """The next mail: when, to whom. Raises queue.Empty when none comes."""
        return self._mails.get(timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        """End the process."""
        self._process.communicate("")

    def _listen(self) -> None:
        for line in _stream(self._process.stdout):
            moment, _, recipient = line.rstrip("\n").partition(" ")
            self._mails.put((float(moment), recipient))


class Stand:
    """Servers, and one place for everything that the runs write."""

    def __init__(self, dovecot: Dovecot, sink: Sink, folder: Path) -> None:
        self.dovecot, self.sink = dovecot, sink
        self._folder = folder
        self._environment = {**os.environ, "BENCH_PASSWORD": PASSWORD}

    def ours(self, user: str, *arguments: str) -> list[str]:
        """The desk's command for this mailbox, with a database of its own."""
        home = self._home(user)
        config = home / "config.toml"
        ports = {"imap_port": self.dovecot.port, "smtp_port": self.sink.port}
        config.write_text(_CONFIG.format(desk=DESK, user=user, department=DEPARTMENT, **ports), "utf-8")
        return [sys.executable, "-m", "daemon", "run", *arguments, "--config", str(config)]

    def bare(self, user: str, how: str) -> list[str]:
        """The bare loop's command for this mailbox."""
        database = str(self._home(user) / "bare.db")
        ports = (str(self.dovecot.port), str(self.sink.port))
        return [sys.executable, "-m", "bench.bare", how, database, *ports, user, PASSWORD]

    def run(self, command: Sequence[str]) -> Taken:
        """Run to the end. Raises RuntimeError with what the program said when it fails."""
        with (self._folder / "log").open("w+b") as log:
            begin = time.monotonic()
            process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                log.seek(0)
                raise RuntimeError(log.read()[-2000:].decode("utf-8", "replace"))
        return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    @contextmanager
    def running(self, command: Sequence[str], ready: str) -> Generator[None]:
        """The program in the background, from the line that holds `ready` on."""
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, env=self._environment, stdout=pipe, stderr=subprocess.STDOUT, text=True)
        output = _stream(process.stdout)
        if not any(ready in line for line in output):
            raise RuntimeError(f"{command[2]} ended before it was ready")
        Thread(target=output.read, daemon=True).start()
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)

    def _home(self, user: str) -> Path:
        home = self._folder / user
        home.mkdir(exist_ok=True)
        return home


@contextmanager
def stand() -> Generator[Stand]:
    """Servers for one benchmark."""
    with Dovecot() as dovecot, tempfile.TemporaryDirectory() as folder:
        sink = Sink()
        try:
            yield Stand(dovecot, sink, Path(folder))
        finally:
            sink.close()


def run(some: Sequence[bytes]) -> Iterator[Figure]:
    """Throughput, then the time to an answer."""
    with stand() as servers:
        yield from _throughput(servers, some)
        yield from _answers(servers)


def _throughput(servers: Stand, some: Sequence[bytes]) -> Iterator[Figure]:
    ours: list[Taken] = []
    bare: list[Taken] = []
    for _ in range(ROUNDS):
        ours.append(_net(servers, some, lambda user: servers.ours(user, "--once"), mails=2))
        bare.append(_net(servers, some, lambda user: servers.bare(user, "once"), mails=1))
    rate, limit = (median(len(some) / taken.seconds for taken in runs) for runs in (ours, bare))
    cost, least = (median(taken.cpu_seconds / len(some) for taken in runs) for runs in (ours, bare))
    peak, small = (max(taken.peak_bytes for taken in runs) for runs in (ours, bare))
    yield Figure(what="letters a second", value=rate, unit="/s", beside=BARE, ratio=rate / limit)
    yield Figure(what="CPU a letter, all processes", value=1000 * cost, unit="ms", beside=BARE, ratio=cost / least)
    yield Figure(
        what="peak memory of the largest process", value=peak / 1e6, unit="MB", beside=BARE, ratio=peak / small
    )


def _net(servers: Stand, some: Sequence[bytes], command: Command, *, mails: int) -> Taken:
    """What the letters took: a run over them, less a run over an empty mailbox. Every mail must have arrived."""
    user, empty = servers.dovecot.new_user(), servers.dovecot.new_user()
    servers.dovecot.pour(user, some)
    start = servers.run(command(empty))
    taken = servers.run(command(user))
    arrived = sum(recipient != DEPARTMENT for _, recipient in (servers.sink.take() for _ in range(mails * len(some))))
    if arrived != len(some):
        raise AssertionError(f"{arrived} of {len(some)} letters were answered")
    return Taken(taken.seconds - start.seconds, taken.cpu_seconds - start.cpu_seconds, taken.peak_bytes)


def _answers(servers: Stand) -> Iterator[Figure]:
    """From APPEND to the customer's answer, programs idling; the first letter, which warms them up, is not counted."""
    some = letters(ANSWERS + 1)
    user, other = servers.dovecot.new_user(), servers.dovecot.new_user()
    with (
        servers.running(servers.ours(user), "mailbox opened"),
        servers.running(servers.bare(other, "serve"), "waiting"),
    ):
        ours: list[float] = []
        bare: list[float] = []
        for letter in some:
            ours.append(_answer(servers, user, letter, mails=2))
            bare.append(_answer(servers, other, letter, mails=1))
    mine, limit = median(ours[1:]), median(bare[1:])
    yield Figure(what="APPEND to answer", value=1000 * mine, unit="ms", beside=BARE, ratio=mine / limit)


def _answer(servers: Stand, user: str, letter: bytes, *, mails: int) -> float:
    begin = time.monotonic()
    servers.dovecot.deliver(user, letter)
    arrived = [servers.sink.take() for _ in range(mails)]
    return next(moment for moment, recipient in arrived if recipient != DEPARTMENT) - begin


def _stream(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise AssertionError("the process was started without this pipe")
    return stream
