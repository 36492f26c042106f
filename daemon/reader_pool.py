"""Letters are read in child processes, which a poison letter may kill or hang without harm (hazards D5, F25).

A few long-lived children, each with a memory limit. A letter that takes longer than the wall-clock limit, or takes its
child with it, comes back as `Unreadable`; the child is replaced, and the next letters flow.

The children are forked from a process that does nothing else and has the word lists loaded (`daemon.reader_seed`): they
share that memory, and the next one is there at once.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Timer

import parsers
from parsers.goods.catalogue import Catalogue
from parsers.letter import Letter, Unreadable

_FORKED = multiprocessing.get_context("forkserver")  # forking ourselves would copy threads' locks in whatever state
_FORKED.set_forkserver_preload(["daemon.reader_seed"])
START_SECONDS = 60.0
GRACE_SECONDS = 1.0
HERE = "here"
_CANNOT_START_SENTENCE = "a process that reads letters does not start; is there too little memory?"


class ReaderCannotStart(Exception):
    """The children cannot be started at all: no letter's fault. A sentence."""


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, own: frozenset[str], catalogue: Catalogue | None, memory_bytes: int) -> None:
        self._pipe, theirs = _FORKED.Pipe()
        self._process = _FORKED.Process(
            target=_serve, args=(theirs, own, catalogue, memory_bytes), daemon=True, name="amends-reader"
        )
        try:
            self._process.start()
        except (OSError, EOFError) as error:  # the process that is forked did not come up
            self._pipe.close()
            raise ReaderCannotStart(_CANNOT_START_SENTENCE) from error
        finally:
            theirs.close()
        if not self._lives():
            self.end()
            raise ReaderCannotStart(_CANNOT_START_SENTENCE)

    def _lives(self) -> bool:
        """Whether it is there: it says so when everything is loaded, which no letter is to be blamed for."""
        try:
            return self._pipe.poll(START_SECONDS) and self._pipe.recv() == HERE
        except (OSError, EOFError):
            return False

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def read(self, raw: bytes, seconds: float) -> Letter | Unreadable | None:
        """The letter; None when the child did not survive it or did not come back in time."""
        patience = Timer(
            seconds + GRACE_SECONDS, self._process.kill
        )  # a stopped one takes nothing: we would wait for ever
        patience.daemon = True
        patience.start()
        try:
            self._pipe.send_bytes(raw)
            if self._pipe.poll(seconds):
                return self._pipe.recv()
        except (OSError, EOFError):
            pass  # the child is gone
        finally:
            patience.cancel()
        return None

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


class ReaderPool:
    """Reads letters in `children` processes. Safe to use from several threads."""

    def __init__(
        self,
        *,
        own: frozenset[str],
        seconds: float,
        memory_bytes: int,
        catalogue: Catalogue | None = None,
        children: int = 2,
    ) -> None:
        """`own`: the desk's addresses; `seconds` of wall clock and `memory_bytes` of address space a letter may take.

        `catalogue`: the company's products; each child's own copy of it counts among those bytes.
        """
        self._own = own
        self._catalogue = catalogue
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._children = children
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        for _ in range(children):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(children, thread_name_prefix="amends-reading")

    def ready(self) -> None:
        """Start the children that do not run yet. Raises `ReaderCannotStart`."""
        list(self._threads.map(self._start_one, range(self._children)))

    def read(self, raws: Sequence[bytes]) -> list[Letter | Unreadable]:
        """Each letter as read, in order. Raises `ReaderCannotStart`."""
        return list(self._threads.map(self._read_one, raws))

    def _start_one(self, _number: int) -> None:
        self._idle.put(self._child())

    def _child(self) -> _Child:
        """The child that has been idle longest, or one in the place of it if it has died since. It must be put back."""
        child = self._idle.get()
        try:
            if child is not None and not child.is_alive():
                child.end()
                child = None
            return child or _Child(self._own, self._catalogue, self._memory_bytes)
        except BaseException:
            self._idle.put(None)
            raise

    def _read_one(self, raw: bytes) -> Letter | Unreadable:
        child: _Child | None = self._child()
        try:
            letter = child.read(raw, self._seconds)
            if letter is None:
                child.end()
                child = None
                return Unreadable(f"reading it took more than {self._seconds:g} s or more memory than is allowed")
            return letter
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End the children."""
        self._threads.shutdown(wait=True)
        while not self._idle.empty():
            child = self._idle.get()
            if child is not None:
                child.end()


def _serve(pipe: Connection, own: frozenset[str], catalogue: Catalogue | None, memory_bytes: int) -> None:
    """A child's life: bytes in, a letter out, until the pipe closes."""
    for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C, and systemd's to the whole group, are for the daemon:
        signal.signal(number, signal.SIG_IGN)  # it ends us, and a letter that is being read is not to be blamed
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    with suppress(OSError):  # the daemon is gone already
        pipe.send(HERE)
    while True:
        try:
            raw = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            answer = parsers.read(raw, own=own, catalogue=catalogue)
        except MemoryError:
            answer = Unreadable("reading it takes more memory than is allowed")
        pipe.send(answer)
