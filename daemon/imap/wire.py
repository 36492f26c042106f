"""The wire under an IMAP session: a connection that can always be ended from outside, and imapclient put on top of it.

Two guards stand around every command. The socket's timeout ends a silent server; it is per read, so a server that
drips a byte a second would hang us for ever (hazards F02). So a `Deadline` also cuts the connection when a command
as a whole takes too long. It works on a duplicate of the socket: TLS may wrap the original, imaplib may close it, and
the number of a closed one may belong to somebody else by the time the alarm rings.

imapclient is untyped; `Imap` names the few of its methods that are used, with their types.
"""

from __future__ import annotations

import imaplib
import selectors
import socket
import ssl
import threading
import weakref
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol, cast

from imapclient import IMAPClient, SocketTimeout


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to connect; times in seconds. With a `context` TLS begins at the first byte."""

    host: str
    port: int
    connect_timeout: float
    read_timeout: float
    context: ssl.SSLContext | None


class Imap(Protocol):
    """The part of imapclient.IMAPClient that is used here."""

    _imap: Any  # imaplib.IMAP4: needed for what imapclient has no method for
    normalise_times: bool

    def starttls(self, ssl_context: ssl.SSLContext) -> object:
        """STARTTLS."""
        ...

    def login(self, username: str, password: str) -> object:
        """LOGIN."""
        ...

    def plain_login(self, identity: str, password: str) -> object:
        """AUTHENTICATE PLAIN."""
        ...

    def id_(self, parameters: dict[str, str]) -> object:
        """ID (RFC 2971)."""
        ...

    def capabilities(self) -> Sequence[bytes]:
        """CAPABILITY, upper case."""
        ...

    def namespace(self) -> Sequence[Sequence[tuple[str, str | None]] | None]:
        """NAMESPACE: personal, other users', shared; each (prefix, separator)."""
        ...

    def list_folders(self, directory: str, pattern: str) -> list[tuple[Sequence[bytes], bytes | None, str]]:
        """LIST: (flags, separator, name)."""
        ...

    def create_folder(self, folder: str) -> object:
        """CREATE."""
        ...

    def subscribe_folder(self, folder: str) -> object:
        """SUBSCRIBE."""
        ...

    def select_folder(self, folder: str, readonly: bool) -> dict[bytes, object]:  # noqa: FBT001 - imapclient's order
        """SELECT, or EXAMINE."""
        ...

    def fetch(self, messages: Sequence[int], data: Sequence[str]) -> dict[int, dict[bytes, object]]:
        """UID FETCH, by UID."""
        ...

    def add_flags(self, messages: Sequence[int], flags: Sequence[bytes], silent: bool) -> object:  # noqa: FBT001 - as above
        """UID STORE."""
        ...

    def copy(self, messages: Sequence[int], folder: str) -> object:
        """UID COPY."""
        ...

    def move(self, messages: Sequence[int], folder: str) -> object:
        """UID MOVE."""
        ...

    def uid_expunge(self, messages: Sequence[int]) -> object:
        """UID EXPUNGE."""
        ...

    def socket(self) -> socket.socket:
        """The socket, TLS included."""
        ...

    def logout(self) -> object:
        """LOGOUT."""
        ...

    def shutdown(self) -> None:
        """Drop the connection."""
        ...


class Bell:
    """A wake-up call that may be rung from any thread and is not lost when nobody waits."""

    def __init__(self) -> None:
        self._hear, self._ring = socket.socketpair()
        self._hear.settimeout(0)
        self._ring.settimeout(0)
        weakref.finalize(self, _close_all, self._hear, self._ring)

    def ring(self) -> None:
        """Wake whoever waits, or whoever waits next."""
        with suppress(BlockingIOError):  # full: it has been rung often enough
            self._ring.send(b"!")

    def answered(self) -> bool:
        """Whether it was rung since the last time; quiet afterwards."""
        rung = False
        with suppress(BlockingIOError):
            while self._hear.recv(512):
                rung = True
        return rung

    def wait(self, seconds: float) -> None:
        """Return when it is rung, or after `seconds`."""
        wait_readable(seconds, self)

    def fileno(self) -> int:
        """For select."""
        return self._hear.fileno()


def _close_all(*sockets: socket.socket) -> None:
    for one in sockets:
        one.close()


def wait_readable(seconds: float, *sources: Bell | socket.socket) -> None:
    """Return when one of `sources` can be read, or after `seconds`."""
    with selectors.DefaultSelector() as selector:
        for source in sources:
            selector.register(source, selectors.EVENT_READ)
        selector.select(max(0.0, seconds))


class Deadline:
    """Cuts a connection when a command has taken too long, whatever its socket is doing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._link: socket.socket | None = None
        self.passed = False

    def watch(self, link: socket.socket) -> None:
        """Be able to cut this connection, at once if the time is already up."""
        with self._lock:
            self._link = link.dup()
        if self.passed:
            self._cut()

    @contextmanager
    def within(self, seconds: float) -> Generator[None]:
        """Cut the connection unless the block ends in time."""
        alarm = threading.Timer(seconds, self._cut)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            if self._link is not None:
                with suppress(OSError):
                    self._link.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Let go of the connection without touching it."""
        with self._lock:
            if self._link is not None:
                self._link.close()
                self._link = None


class _Wire(imaplib.IMAP4):
    """imaplib on a socket that is watched from its first byte, greeting and TLS handshake included."""

    def __init__(self, endpoint: Endpoint, deadline: Deadline) -> None:
        self._endpoint, self._deadline = endpoint, deadline
        super().__init__(endpoint.host, endpoint.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        del timeout  # imaplib's own is not used
        link = socket.create_connection((self._endpoint.host, self._endpoint.port), self._endpoint.connect_timeout)
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # imaplib writes in pieces: +40 ms each otherwise
        self._deadline.watch(link)
        if self._endpoint.context is None:
            return link
        return self._endpoint.context.wrap_socket(link, server_hostname=self._endpoint.host)


class Client(IMAPClient):
    """imapclient on a `_Wire`."""

    def __init__(self, endpoint: Endpoint, deadline: Deadline) -> None:
        self._wire = (endpoint, deadline)
        timeout = SocketTimeout(connect=endpoint.connect_timeout, read=endpoint.read_timeout)
        encrypted = endpoint.context is not None
        super().__init__(endpoint.host, endpoint.port, ssl=encrypted, timeout=cast("float", timeout))
        self._imap.debug = 0  # imapclient's 5 makes a repr of every letter: a third of the speed
        self.normalise_times = False  # aware dates, not naive local ones

    # imapclient's name; its inferred return type lists only its own three classes.
    def _create_IMAP4(self) -> _Wire:  # noqa: N802 # pyright: ignore[reportIncompatibleMethodOverride] - see above
        return _Wire(*self._wire)
