"""A small IMAP server that does exactly what a test wants to go wrong.

It keeps one folder of letters and knows enough commands for a whole session. `on["UID FETCH"] = fault` replaces the
answer to a command: the fault gets the `Exchange` and may send any bytes, one at a time if it likes, give the usual
answer, reset the connection, or say nothing at all. Everything clients send is kept in `said`.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

LETTER = b"From: buyer@customer.example\r\nSubject: It broke\r\n\r\nIt broke.\r\n"
GONE = (ConnectionError, TimeoutError, OSError, EOFError)


class Hangup(Exception):
    """The fault has ended the connection."""


@dataclass
class Exchange:
    """One command and the means to answer it."""

    server: ImapScript
    link: socket.socket
    tag: bytes
    command: str  # such as "UID FETCH"
    arguments: bytes
    read_line: Callable[[], bytes]

    def send(self, *lines: bytes) -> None:
        """Send lines, each with its CRLF."""
        self.link.sendall(b"".join(line + b"\r\n" for line in lines))

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.link.sendall(data)

    def ok(self, text: bytes = b"done") -> None:
        """The tagged OK."""
        self.send(self.tag + b" OK " + text)

    def no(self, text: bytes) -> None:
        """A tagged NO."""
        self.send(self.tag + b" NO " + text)

    def drip(self, data: bytes, seconds: float) -> None:
        """Send byte by byte with a pause after each, until done or the server is stopped."""
        for byte in data:
            self.link.sendall(bytes([byte]))
            if self.server.stopping.wait(seconds):
                raise Hangup

    def hang(self) -> None:
        """Say nothing until the server is stopped."""
        self.server.stopping.wait()
        raise Hangup

    def close(self) -> None:
        """End of file."""
        raise Hangup

    def reset(self) -> None:
        """A TCP reset."""
        self.link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Hangup

    def usual(self) -> None:
        """What the server would have done."""
        self.server.answer(self)

    @property
    def uids(self) -> list[int]:
        """The UIDs a command names, those that exist, in order."""
        return self.server.named(self.arguments.split(b" ", 1)[0])

    def fetched(self, uid: int) -> bytes:
        """The untagged FETCH line, literal included, that answers this command for one UID."""
        return self.server.entry(uid, self.arguments)


Fault = Callable[[Exchange], None]


@dataclass
class ImapScript:
    """Serves `letters` (UID -> bytes) on a free port from `start()` to `stop()`."""

    letters: dict[int, bytes] = field(default_factory=lambda: {1: LETTER})
    capability: bytes = b"IMAP4rev1 MOVE UIDPLUS IDLE"
    greeting: bytes = b"* OK ready\r\n"
    uidvalidity: int = 9
    on: dict[str, Fault] = field(default_factory=dict[str, Fault])
    said: list[bytes] = field(default_factory=list[bytes])
    seen: set[int] = field(default_factory=set[int])
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list[threading.Thread])
    _links: list[socket.socket] = field(default_factory=list[socket.socket])

    # ---- life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._spawn(self._accept)

    def stop(self) -> None:
        """End every connection and wait for its thread."""
        self.stopping.set()
        for link in [self._listener, *self._links]:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _spawn(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while not self.stopping.is_set():
                link, _ = self._listener.accept()
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._links.append(link)
                self._spawn(lambda link=link: self._serve(link))

    def _serve(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as stream, suppress(Hangup, *GONE):

            def read_line() -> bytes:
                if not (line := stream.readline()):
                    raise Hangup
                self.said.append(line.rstrip(b"\r\n"))
                return self.said[-1]

            if greet := self.on.get("GREETING"):
                greet(Exchange(self, link, b"*", "GREETING", b"", read_line))
            link.sendall(self.greeting)
            while True:
                tag, _, rest = read_line().partition(b" ")
                words = rest.split(b" ", 2 if rest.upper().startswith(b"UID ") else 1)
                verb, arguments = (b" ".join(words[:-1]), words[-1]) if len(words) > 1 else (rest, b"")
                exchange = Exchange(self, link, tag, verb.decode("ascii", "replace").upper(), arguments, read_line)
                self.on.get(exchange.command, Exchange.usual)(exchange)
                if exchange.command == "LOGOUT":
                    return

    # ---- the usual answers ------------------------------------------------------------------------------------

    def answer(self, exchange: Exchange) -> None:  # noqa: C901 - one case a command: a table, not a knot
        """What a well-behaved server says."""
        match exchange.command:
            case "CAPABILITY":
                exchange.send(b"* CAPABILITY " + self.capability)
            case "LIST":
                name = exchange.arguments.split()[-1]
                exchange.send(b'* LIST () "/" ' + name)
            case "SELECT" | "EXAMINE":
                self._select(exchange)
                mode = b"READ-WRITE" if exchange.command == "SELECT" else b"READ-ONLY"
                exchange.ok(b"[" + mode + b"] selected")
                return
            case "UID SEARCH":
                wanted = exchange.arguments.split()[-1]
                found = self.named(wanted) if b"UID" in exchange.arguments else self.numbered(wanted)
                exchange.send(b"* SEARCH " + b" ".join(str(uid).encode() for uid in found))
            case "UID FETCH":
                for uid in exchange.uids:
                    exchange.raw(exchange.fetched(uid))
            case "UID MOVE" | "UID EXPUNGE":
                for uid in exchange.uids:
                    del self.letters[uid]
            case "UID STORE":
                self.seen.update(exchange.uids)
            case "IDLE":
                exchange.send(b"+ idling")
                exchange.read_line()
            case "LOGOUT":
                exchange.send(b"* BYE see you")
            case _:
                pass  # LOGIN, NOOP, ID, CREATE, SUBSCRIBE, UID COPY: all is well
        exchange.ok()

    def _select(self, exchange: Exchange) -> None:
        count = str(len(self.letters)).encode()
        exchange.send(
            b"* FLAGS (\\Seen \\Deleted)",
            b"* " + count + b" EXISTS",
            b"* 0 RECENT",
            b"* OK [UIDVALIDITY %d] epoch" % self.uidvalidity,
            b"* OK [UIDNEXT %d] next" % (max(self.letters, default=0) + 1),
        )

    def named(self, ranges: bytes) -> list[int]:
        """The UIDs in a sequence set."""
        return [uid for uid in sorted(self.letters) if _within(ranges, uid, max(self.letters))]

    def numbered(self, ranges: bytes) -> list[int]:
        """The UIDs of the letters whose sequence numbers are in a sequence set."""
        last = len(self.letters)
        return [uid for number, uid in enumerate(sorted(self.letters), 1) if _within(ranges, number, last)]

    def entry(self, uid: int, items: bytes) -> bytes:
        """One FETCH line with what was asked for."""
        raw = self.letters[uid]
        number = sorted(self.letters).index(uid) + 1
        parts = [b"UID %d" % uid]
        if b"RFC822.SIZE" in items:
            parts.append(b"RFC822.SIZE %d" % len(raw))
        if b"INTERNALDATE" in items:
            parts.append(b'INTERNALDATE "22-Nov-2026 09:00:00 +0800"')
        if b"FLAGS" in items:
            parts.append(b"FLAGS (\\Seen)" if uid in self.seen else b"FLAGS ()")
        if b"HEADER" in items:
            head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            parts.append(b"BODY[HEADER] " + literal(head))
        elif section := re.search(rb"BODY\.PEEK\[\](?:<0\.(\d+)>)?", items):
            part = raw if section[1] is None else raw[: int(section[1])]
            parts.append((b"BODY[] " if section[1] is None else b"BODY[]<0> ") + literal(part))
        return b"* %d FETCH (" % number + b" ".join(parts) + b")\r\n"


def literal(data: bytes) -> bytes:
    """A literal with its length (RFC 3501, section 4.3)."""
    return b"{%d}\r\n" % len(data) + data


def _within(ranges: bytes, number: int, last: int) -> bool:
    """Whether a number is in a sequence set; "*" is the last one, and "n:*" always includes it."""
    for one in ranges.split(b","):
        ends: Sequence[int] = [last if end == b"*" else int(end) for end in one.split(b":")]
        if min(ends) <= number <= max(ends):
            return True
    return False
