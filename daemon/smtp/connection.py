"""One SMTP connection: opened, secured, logged in; then single commands, and a mail handed over.

Owns everything that is aiosmtplib: no exception of it leaves this module. Whatever ends a connection is `Broken`,
whatever keeps one from being opened is `Unopened`. It drives the protocol step by step rather than through `data()`,
because `data()` raises the same two exceptions before and after the final dot, and that dot is the difference between
"the server has nothing" and "nobody knows" (hazards F13). It never speaks a password over an unencrypted line to
another machine (F15) and tries a password once per connection, so that a wrong one does not lock the account.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import ipaddress
import re
import ssl
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import aiosmtplib
from aiosmtplib import SMTPResponse
from aiosmtplib.protocol import SMTPProtocol

from daemon.courier import Down, Reply
from daemon.tls_advice import tls_advice
from daemon.tls_context import verifying_context

T = TypeVar("T")

CHUNK_BYTES = 65_536  # of content between two looks at the line; each chunk may take one command timeout
REPLY_CHARACTERS = 500  # of a server's text are kept: it ends up in reports and mails
UNKNOWN_COMMAND = frozenset({500, 502, 504})  # of AUTH it says nothing about the password, of EHLO that HELO may do
SIZE_VALUE = re.compile(r"[0-9]{1,20}")  # RFC 1870, 5
HELO_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[A-Za-z0-9.:]+\]")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")  # controls; bytes that were no UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """Where and how to hand in mail. Times in seconds.

    `password` and `oauth_token` are asked at each new connection, so that a rotated secret is picked up; at most one
    of them is set. `final_timeout` is the wait after the final dot (RFC 5321, 4.5.3.2.6: ten minutes). `helo` is our
    own host name; without it the address of our end of the line is given as a literal (RFC 5321, 4.1.3), which
    needs no name server. `ca_file` trusts a private authority instead of the system's.
    Raises ValueError for settings that contradict each other.
    """

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    username: str | None = None
    password: Callable[[], str] | None = field(default=None, repr=False)
    oauth_token: Callable[[], Awaitable[str]] | None = field(default=None, repr=False)
    connections: int = 2
    connect_timeout: float = 30.0
    command_timeout: float = 120.0
    final_timeout: float = 600.0
    per_connection: int = 100
    helo: str | None = None
    ca_file: str | None = None

    def __post_init__(self) -> None:
        if self.connections < 1 or self.per_connection < 1:
            raise ValueError("connections and per_connection are at least 1")
        if self.password is not None and self.oauth_token is not None:
            raise ValueError("a password and an OAuth token exclude each other")
        secrets = self.password is not None or self.oauth_token is not None
        if secrets != (self.username is not None):
            raise ValueError("a username needs a password or an OAuth token, and they need a username")
        if self.helo is not None and not HELO_NAME.fullmatch(self.helo):
            raise ValueError("helo needs to be a host name, or an address in square brackets")
        if self.security == "none" and not _is_loopback(self.host):
            raise ValueError("security = none is only for servers on this machine")


class Broken(Exception):
    """The connection is gone or speaks nonsense, and has been dropped. `dot_written`: the mail's fate is unknown."""

    def __init__(self, reason: str, *, dot_written: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.dot_written = dot_written


class Unopened(Exception):
    """No usable connection could be opened; `down` says why."""

    def __init__(self, down: Down) -> None:
        super().__init__(down.reason)
        self.down = down


class Connection:
    """An open connection, used by one transaction at a time. Made by `open_connection`."""

    def __init__(self, smtp: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
        self._smtp = smtp
        self._settings = settings
        self.mails = 0  # offered over this connection so far

    @property
    def alive(self) -> bool:
        """False once we know that the other end is gone."""
        return self._smtp.is_connected

    @property
    def takes_eight_bits(self) -> bool:
        """The server offers 8BITMIME (RFC 6152)."""
        return self._smtp.supports_extension("8bitmime")

    @property
    def takes_size(self) -> bool:
        """The server offers SIZE (RFC 1870)."""
        return self._smtp.supports_extension("size")

    @property
    def size_limit(self) -> int | None:
        """The server's limit in bytes for one mail; None if it names none (RFC 1870: 0 means none)."""
        limit = self._smtp.esmtp_extensions.get("size", "").strip()
        return int(limit) or None if SIZE_VALUE.fullmatch(limit) else None

    async def command(self, *words: str) -> Reply:
        """One command, one reply, whatever its code. Raises `Broken`."""
        try:
            response = await self._smtp.execute_command(*(word.encode("ascii") for word in words))
        except (aiosmtplib.SMTPException, OSError) as error:
            self.abandon()
            raise Broken(f"{words[0]}: {explained(error)}") from error
        return reply_of(response)

    async def hand_over(self, content: bytes) -> Reply:
        """After a 354: write `content` and the dot that ends it, and give the server's answer, whatever its code.

        The dot goes out only when all before it has been handed to the system. A server that refuses earlier is
        believed, and the dot is not sent. Raises `Broken`; its `dot_written` says whether the mail may have arrived.
        """
        protocol, dot_written = self._protocol(), False
        answer = _watched(protocol.read_response())
        try:
            await self._write(protocol, wire_form(content), answer)
            if not answer.done():
                protocol.write(b".\r\n")
                dot_written = True
            async with asyncio.timeout(self._settings.final_timeout):
                reply = reply_of(await answer)
        except (aiosmtplib.SMTPException, OSError) as error:
            self.abandon()
            place = "after the dot" if dot_written else "in the content"
            raise Broken(f"{place}: {explained(error)}", dot_written=dot_written) from error
        finally:
            answer.cancel()
        return self._checked(reply, dot_written=dot_written)

    def abandon(self) -> None:
        """Drop the line at once, with all that waits to be written. Never raises."""
        if isinstance(self._smtp.transport, asyncio.WriteTransport):
            self._smtp.transport.abort()
        self._smtp.close()

    def take_leave(self) -> None:
        """Write QUIT and close, without waiting for the answer. Never raises."""
        with contextlib.suppress(Broken, aiosmtplib.SMTPException):  # it may be gone already
            self._protocol().write(b"QUIT\r\n")
        self._smtp.close()

    def _checked(self, reply: Reply, *, dot_written: bool) -> Reply:
        """A final answer that decides something: yes after the dot, or no at any time."""
        if dot_written and reply.code // 100 in {2, 4, 5}:
            return reply
        self.abandon()  # it still waits for content, or follows no rule
        if not dot_written and reply.code // 100 in {4, 5}:
            return reply
        raise Broken(f"answered out of turn: {reply.code} {reply.text}", dot_written=dot_written)

    async def _write(self, protocol: SMTPProtocol, data: bytes, answer: asyncio.Task[SMTPResponse]) -> None:
        """Hand `data` to the system, chunk by chunk; stop when the server answers. Each chunk has its own timeout."""
        transport = self._smtp.transport
        if not isinstance(transport, asyncio.WriteTransport):
            raise ConnectionResetError("the connection was lost")
        transport.set_write_buffer_limits(high=0)  # drained means handed over, not "less than 64 KB wait here"
        for start in range(0, len(data), CHUNK_BYTES):
            if answer.done():
                return
            protocol.write(data[start : start + CHUNK_BYTES])
            if transport.get_write_buffer_size() > 0:
                await self._drained(protocol, answer)

    async def _drained(self, protocol: SMTPProtocol, answer: asyncio.Task[SMTPResponse]) -> None:
        drain = _watched(protocol._drain_helper())  # noqa: SLF001 - nothing public waits for writes
        try:
            done, _ = await asyncio.wait(
                {drain, answer}, timeout=self._settings.command_timeout, return_when=asyncio.FIRST_COMPLETED
            )
            if not done:
                raise TimeoutError("the server stopped reading")
            if drain in done:
                drain.result()
        finally:
            drain.cancel()

    def _protocol(self) -> SMTPProtocol:
        if self._smtp.protocol is None:
            raise Broken("the connection was lost")
        return self._smtp.protocol


async def open_connection(settings: SmtpSettings) -> Connection:
    """Connect, greet, encrypt, log in. Raises `Unopened`."""
    smtp = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        timeout=settings.connect_timeout,
        use_tls=settings.security == "tls",
        start_tls=False,  # done below or not at all: the library's default means "if the server happens to offer it"
        local_hostname="localhost",  # never sent, `_greet` names us; without it the library asks a name server
    )
    try:
        if settings.security != "none":  # it reads a file of some hundred authorities
            smtp.tls_context = await asyncio.to_thread(verifying_context, settings.ca_file)
        await smtp.connect()
        smtp.timeout = settings.command_timeout
        await _greet(smtp, settings)
        if settings.security == "starttls":
            await smtp.starttls()
            await _greet(smtp, settings)
        await _log_in(smtp, settings)
    except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:  # UnicodeError: a host name that is none
        smtp.close()
        advice = tls_advice(error, greeted_first=settings.security != "tls" and not smtp.is_connected)
        reason = explained(error) + (f"; {advice}" if advice else "")
        raise Unopened(Down(reason=reason, configuration=_needs_a_person(error))) from error
    except BaseException:
        smtp.close()
        raise
    return Connection(smtp, settings)


async def _greet(smtp: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
    """EHLO, and HELO for a server that knows no EHLO (RFC 5321, 3.2)."""
    name = settings.helo or _own_address(smtp)
    try:
        await smtp.ehlo(hostname=name)
    except aiosmtplib.SMTPHeloError as refusal:
        if refusal.code not in UNKNOWN_COMMAND or not smtp.is_connected:
            raise
        await smtp.helo(hostname=name)


async def _log_in(smtp: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
    """Log in with the first mechanism both sides know; no secret gets into an exception's text."""
    if settings.username is None:
        return
    if settings.security != "none" and smtp.get_transport_info("sslcontext") is None:
        raise AssertionError("a password would have gone over an unencrypted line")
    mechanisms = _mechanisms(smtp, oauth=settings.oauth_token is not None)
    if not mechanisms:
        raise aiosmtplib.SMTPNotSupported("the server offers no way to log in that we know")
    secret = await _secret(settings)
    for left, log_in in zip(reversed(range(len(mechanisms))), mechanisms, strict=True):
        try:
            await log_in(settings.username, secret)
        except aiosmtplib.SMTPAuthenticationError as refusal:
            if left == 0 or refusal.code not in UNKNOWN_COMMAND:
                text = _without_secret(refusal.message, settings.username, secret)
                raise aiosmtplib.SMTPAuthenticationError(refusal.code, text) from None
        else:
            return


def _watched(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """A task whose exception may go unread, when another one has told the story already."""
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return task


def _mechanisms(smtp: aiosmtplib.SMTP, *, oauth: bool) -> list[Callable[[str, str], Awaitable[object]]]:
    known: dict[str, Callable[[str, str], Awaitable[object]]] = (
        {"xoauth2": smtp.auth_xoauth2}
        if oauth
        else {"plain": smtp.auth_plain, "login": smtp.auth_login, "cram-md5": smtp.auth_crammd5}
    )
    return [log_in for name, log_in in known.items() if name in smtp.server_auth_methods]


async def _secret(settings: SmtpSettings) -> str:
    """The password or token as it is now. One that cannot be read is for a person to mend."""
    try:
        if settings.oauth_token is not None:
            return await settings.oauth_token()
        return settings.password() if settings.password is not None else ""
    except (OSError, LookupError, UnicodeError) as error:
        told = error if isinstance(error, LookupError) else type(error).__name__  # others may quote the secret
        reason = f"the secret for SMTP cannot be had: {told}"
        raise Unopened(Down(reason=reason, configuration=settings.oauth_token is None)) from error


def _without_secret(text: str, username: str, secret: str) -> str:
    """`text` without any spelling of the secret: a server may quote the line it did not like (hazards H36)."""
    plain = f"\0{username}\0{secret}".encode()
    bearer = f"user={username}\x01auth=Bearer {secret}\x01\x01".encode()
    spellings = [secret, *(base64.b64encode(raw).decode() for raw in (plain, bearer, secret.encode()))]
    for spelling in filter(None, spellings):
        text = text.replace(spelling, "***")
    return text


def _own_address(smtp: aiosmtplib.SMTP) -> str:
    """Our end of the line as an address literal (RFC 5321, 4.1.3)."""
    name = smtp.get_transport_info("sockname")
    if not name:
        raise aiosmtplib.SMTPServerDisconnected("the connection was lost")
    address = ipaddress.ip_address(str(name[0]).partition("%")[0])
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"


def _needs_a_person(error: BaseException) -> bool:
    """Whether waiting will not help: a lasting refusal, bad TLS, a missing extension or file."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return error.code >= 500
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
        cause = cause.__cause__
    return isinstance(error, FileNotFoundError) or not isinstance(error, OSError)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def reply_of(response: SMTPResponse) -> Reply:
    """A server's answer as a value; its text is one clean line."""
    return Reply(response.code, _one_line(response.message))


def explained(error: BaseException) -> str:
    """An exception as a line for people."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return _one_line(f"{error.code} {error.message}" if error.code > 0 else error.message)
    if isinstance(error, UnicodeError):
        return "a host name, user name or secret that cannot be encoded"
    return _one_line(str(error)) or type(error).__name__


def _one_line(text: str) -> str:
    return UNPRINTABLE.sub(" ", text).strip()[:REPLY_CHARACTERS]


def wire_form(content: bytes) -> bytes:
    """`content` as it goes over the wire, without the final dot: CRLF line ends only, leading dots doubled.

    Bare CR and LF become CRLF, so that no two servers can disagree about where the mail ends (hazards H16).
    """
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed
