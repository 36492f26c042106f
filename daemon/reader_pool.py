"""Letters are read in child processes, which a poison letter may kill or hang without harm (hazards D5, F25).

A few long-lived children, each with a memory limit. A letter that takes longer than the wall-clock limit, or takes its
child with it, comes back as `Unreadable`; the child is replaced, and the next letters flow.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import SimpleQueue

import parsers
from parsers.letter import Letter, Unreadable

_SPAWN = multiprocessing.get_context("spawn")  # fork would copy threads' locks in whatever state they are


class _Child:
    """One child process and the pipe to it."""

    def __init__(self, own: frozenset[str], memory_bytes: int) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(
            target=_serve, args=(theirs, own, memory_bytes), daemon=True, name="amends-reader"
        )
        self._process.start()
        theirs.close()

    def read(self, raw: bytes, seconds: float) -> Letter | Unreadable | None:
        """The letter; None when the child did not survive it or did not come back in time."""
        try:
            self._pipe.send_bytes(raw)
            if self._pipe.poll(seconds):
                return self._pipe.recv()
        except (OSError, EOFError):
            pass  # the child is gone
        return None

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()


class ReaderPool:
    """Reads letters in `children` processes. Safe to use from several threads."""

    def __init__(self, *, own: frozenset[str], seconds: float, memory_bytes: int, children: int = 2) -> None:
        """`own`: the desk's addresses; `seconds` of wall clock and `memory_bytes` of address space a letter may take."""
        self._own = own
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        for _ in range(children):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(children, thread_name_prefix="amends-reading")

    def read(self, raws: Sequence[bytes]) -> list[Letter | Unreadable]:
        """Each letter as read, in order."""
        return list(self._threads.map(self._read_one, raws))

    def _read_one(self, raw: bytes) -> Letter | Unreadable:
        child = self._idle.get()
        try:
            child = child or _Child(self._own, self._memory_bytes)
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


def _serve(pipe: Connection, own: frozenset[str], memory_bytes: int) -> None:
    """A child's life: bytes in, a letter out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon; it ends us by closing the pipe
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    while True:
        try:
            raw = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            answer = parsers.read(raw, own=own)
        except MemoryError:
            answer = Unreadable("reading it takes more memory than is allowed")
        pipe.send(answer)
