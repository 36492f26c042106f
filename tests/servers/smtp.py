"""An SMTP server that can be made to misbehave at every stage, byte by byte.

`ScriptedSmtp` runs on an event loop in a thread of its own, so that a client may block, be cancelled or be measured
without disturbing it. It speaks plain RFC 5321 until a `Rule` says otherwise; it keeps what it accepted, and every
attempt to log in, for the test to look at.
"""

from __future__ import annotations

import asyncio
import base64
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, cast

START_SECONDS = 10.0


class Stage(StrEnum):
    """Where in the conversation a rule applies. `BODY` is in the middle of the content, `DOT` after its end."""

    GREETING = "greeting"
    EHLO = "ehlo"
    HELO = "helo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"
    RSET = "rset"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Say:
    """Answer so. A code of 400 and more refuses; `raw` is sent as it stands instead."""

    code: int
    text: str = "scripted"
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection in an orderly way (FIN)."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Tear the connection down (RST)."""


@dataclass(frozen=True, slots=True)
class Stall:
    """Say nothing more and read nothing more, but keep the connection."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Take some time for a command, then go on as usual; not in the middle of DATA."""

    seconds: float


Action = Say | Close | Reset | Stall | Wait


@dataclass(slots=True)
class Rule:
    """At `stage`, do `action`; only for `address`, only so many `times`, keeping the mail first if `keep`."""

    stage: Stage
    action: Action
    address: str | None = None
    times: int | None = None
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail that the server has. `content` is as the sender meant it: dots unstuffed, without the final dot."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    wire: bytes
    at: float  # monotonic seconds
    connection: int
    mail_parameters: tuple[str, ...]


@dataclass(slots=True)
class _Session:
    """One connection's state."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    encrypted: bool = False
    sender: str | None = None
    parameters: tuple[str, ...] = ()
    recipients: list[str] = field(default_factory=list[str])

    def forget(self) -> None:
        self.sender, self.parameters, self.recipients = None, (), []


class _Hangup(Exception):
    """The session is over."""


@dataclass(slots=True)
class ScriptedSmtp:
    """A context manager: entered, it listens on 127.0.0.1 at `port`.

    `extensions` are offered after EHLO. `tls` with a `certificate` (see `self_signed`) makes it encrypted from the
    start, or offers STARTTLS. `auth` are mechanisms offered, on an encrypted line only unless `tls` is None.
    `users` are the passwords it accepts.
    """

    extensions: tuple[str, ...] = ("SIZE 10000000", "8BITMIME")
    tls: Literal["implicit", "starttls"] | None = None
    certificate: Path | None = None
    auth: tuple[str, ...] = ()
    users: dict[str, str] = field(default_factory=dict[str, str])
    keep_content: bool = True

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list[Accepted])
    commands: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    logins: list[tuple[str, str, bool]] = field(default_factory=list[tuple[str, str, bool]])  # who, secret, encrypted
    connections: int = 0
    open_now: int = 0
    open_most: int = 0
    stalled: threading.Event = field(default_factory=threading.Event)  # set when a `Stall` has been reached
    _rules: list[Rule] = field(default_factory=list[Rule])
    _greylisted: set[tuple[str, str]] | None = None
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread | None = None
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    # -- the script

    def on(
        self, stage: Stage, action: Action, *, address: str | None = None, times: int | None = None, keep: bool = False
    ) -> None:
        """From now on, do `action` at `stage`. The newest rule that applies wins."""
        self._rules.insert(0, Rule(stage, action, address, times, keep))

    def behave(self) -> None:
        """Forget all rules."""
        self._rules.clear()
        self._greylisted = None

    def greylist(self) -> None:
        """Answer the first RCPT of each pair of sender and recipient with 451."""
        self._greylisted = set()

    def hang_up(self) -> None:
        """Close every open connection, and return when that is done."""
        self._call(self._hang_up())

    # -- its life

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="scripted-smtp", daemon=True)
        self._thread.start()
        self._call(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        if self._thread is not None:
            self._thread.join(START_SECONDS)
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(START_SECONDS)

    async def _start(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, ssl=self._context() if self.tls == "implicit" else None
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._hang_up()

    async def _hang_up(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _context(self) -> ssl.SSLContext:
        if self.certificate is None:
            raise ValueError("TLS needs a certificate")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        return context

    # -- a conversation

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise AssertionError("a session runs in a task")
        self._tasks.add(task)
        self.connections += 1
        self.open_now += 1
        self.open_most = max(self.open_most, self.open_now)
        session = _Session(self.connections, reader, writer, encrypted=self.tls == "implicit")
        try:
            await self._talk(session)
        except (_Hangup, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            pass  # however it ends, the test looks at what was recorded
        finally:
            self.open_now -= 1
            self._tasks.discard(task)
            session.writer.close()

    async def _talk(self, session: _Session) -> None:
        if not await self._acted(session, Stage.GREETING):
            await _say(session, 220, "scripted.example ESMTP")
        verbs: dict[str, Callable[[_Session, str], Coroutine[Any, Any, None]]] = {
            "EHLO": self._ehlo,
            "HELO": self._helo,
            "STARTTLS": self._starttls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "QUIT": self._quit,
        }
        while line := await session.reader.readline():
            command = line.decode("latin-1").rstrip("\r\n")
            self.commands.append((session.number, command))
            verb, _, rest = command.partition(" ")
            handler = verbs.get(verb.upper())
            if handler is None:
                await _say(session, 500, "unknown command")
            elif not await self._acted(session, Stage(verb.lower()), _path(rest)):
                await handler(session, rest)

    async def _acted(self, session: _Session, stage: Stage, address: str = "") -> bool:
        """Whether a rule took the place of the normal answer."""
        rule = self._rule(stage, address)
        if rule is None:
            return False
        await self._act(session, rule.action)
        return not isinstance(rule.action, Wait)

    def _rule(self, stage: Stage, address: str = "") -> Rule | None:
        for rule in self._rules:
            if rule.stage == stage and rule.address in {None, address} and rule.times != 0:
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None

    async def _ehlo(self, session: _Session, _rest: str) -> None:
        session.forget()
        lines = ["scripted.example", *self.extensions]
        if self.tls == "starttls" and not session.encrypted:
            lines.append("STARTTLS")
        if self.auth and (session.encrypted or self.tls is None):
            lines.append("AUTH " + " ".join(self.auth))
        marks = ["-"] * (len(lines) - 1) + [" "]
        await _send(session, "".join(f"250{m}{line}\r\n" for m, line in zip(marks, lines, strict=True)).encode())

    async def _helo(self, session: _Session, _rest: str) -> None:
        await _say(session, 250, "scripted.example")

    async def _starttls(self, session: _Session, _rest: str) -> None:
        if self.tls != "starttls":
            await _say(session, 502, "no such thing")
            return
        await _say(session, 220, "go ahead")
        await session.writer.start_tls(self._context())
        session.encrypted = True

    async def _auth(self, session: _Session, rest: str) -> None:
        mechanism, _, initial = rest.partition(" ")
        if mechanism.upper() == "PLAIN":
            _, user, secret = base64.b64decode(initial).decode().split("\0")
        elif mechanism.upper() == "LOGIN":
            await _say(session, 334, "UGFzc3dvcmQ6")
            answer = await session.reader.readline()
            user, secret = base64.b64decode(initial).decode(), base64.b64decode(answer).decode()
        else:
            user, _, bearer = base64.b64decode(initial).decode().removeprefix("user=").partition("\1auth=Bearer ")
            secret = bearer.rstrip("\1")
        self.logins.append((user, secret, session.encrypted))
        if self.users.get(user) == secret:
            await _say(session, 235, "welcome")
        else:
            await _say(session, 535, f"5.7.8 no: AUTH {rest} {secret}")  # some servers do quote what they did not like

    async def _mail(self, session: _Session, rest: str) -> None:
        session.sender = _path(rest)
        session.parameters = tuple(rest.partition(">")[2].split())
        session.recipients = []
        await _say(session, 250, "sender fine")

    async def _rcpt(self, session: _Session, rest: str) -> None:
        pair = (session.sender or "", _path(rest))
        if self._greylisted is not None and pair not in self._greylisted:
            self._greylisted.add(pair)
            await _say(session, 451, "4.7.1 greylisted, come back later")
            return
        session.recipients.append(_path(rest))
        await _say(session, 250, "recipient fine")

    async def _data(self, session: _Session, _rest: str) -> None:
        if not session.recipients:
            await _say(session, 503, "no recipients")
            return
        await _say(session, 354, "go ahead")
        if rule := self._rule(Stage.BODY):
            await session.reader.readline()
            await self._act(session, rule.action)
            if isinstance(rule.action, Say):
                await self._act(session, Stall())  # a close now could overtake what was said
        wire = await _until_dot(session.reader)
        rule = self._rule(Stage.DOT)
        if rule is None or rule.keep:
            self._keep(session, wire)
        session.forget()
        if rule is None:
            await _say(session, 250, f"2.0.0 queued as {len(self.accepted)}")
        else:
            await self._act(session, rule.action)

    async def _rset(self, session: _Session, _rest: str) -> None:
        session.forget()
        await _say(session, 250, "forgotten")

    async def _quit(self, session: _Session, _rest: str) -> None:
        await _say(session, 221, "bye")
        raise _Hangup

    async def _act(self, session: _Session, action: Action) -> None:
        match action:
            case Say(code, text, raw):
                await (_say(session, code, text) if raw is None else _send(session, raw))
                if code == 421:
                    raise _Hangup
            case Close():
                raise _Hangup
            case Reset():
                connection = session.writer.get_extra_info("socket")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                session.writer.transport.abort()
                raise _Hangup
            case Stall():
                cast("asyncio.Transport", session.writer.transport).pause_reading()
                self.stalled.set()
                await asyncio.Event().wait()
            case Wait(seconds):
                await asyncio.sleep(seconds)

    def _keep(self, session: _Session, wire: bytes) -> None:
        content = (b"\r\n" + wire).replace(b"\r\n.", b"\r\n")[2:]
        self.accepted.append(
            Accepted(
                sender=session.sender or "",
                recipients=tuple(session.recipients),
                content=content if self.keep_content else b"",
                wire=wire if self.keep_content else b"",
                at=time.monotonic(),
                connection=session.number,
                mail_parameters=session.parameters,
            )
        )


async def _until_dot(reader: asyncio.StreamReader) -> bytes:
    """Everything up to, and without, the line that is a single dot."""
    wire = bytearray()
    while True:
        line = await reader.readuntil(b"\n")
        if line == b".\r\n":
            return bytes(wire)
        wire += line


async def _say(session: _Session, code: int, text: str) -> None:
    await _send(session, f"{code} {text}\r\n".encode())


async def _send(session: _Session, data: bytes) -> None:
    session.writer.write(data)
    await session.writer.drain()


def _path(rest: str) -> str:
    """The address in `FROM:<…>` or `TO:<…>`."""
    return rest.partition("<")[2].partition(">")[0]


def self_signed(folder: Path, name: str = "server") -> Path:
    """A certificate for 127.0.0.1 and localhost with its key, in one file. Nobody trusts it unless told to."""
    key, certificate, both = (folder / f"{name}.{end}" for end in ("key", "crt", "pem"))
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    both.write_text(key.read_text() + certificate.read_text())
    return both
