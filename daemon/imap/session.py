"""One IMAP connection: how it is made, how long a command may take, and what its failures are called.

Owns the socket, TLS, the login, IDLE, and the one place (`Session.ask`) where imapclient's and imaplib's many
exceptions become `MailboxUnavailable` or `MailboxRefused`. Never knows what a letter is: `daemon.imap.mailbox` does.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal, TypeVar, cast

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from daemon.imap.wire import Bell, Client, Deadline, Endpoint, Imap, wait_readable
from daemon.mailbox import After, MailboxBusy, MailboxError, MailboxRefused, MailboxUnavailable
from daemon.tls_advice import tls_advice
from daemon.tls_context import verifying_context

T = TypeVar("T")

SLOWEST_LINK_BYTES_PER_SECOND = 20_000  # a slower one counts as hung; a 35 MB letter may take half an hour
FAREWELL_SECONDS = 2.0  # LOGOUT is a courtesy: some servers count connections
CONNECTING = "connecting"
SERVER_TEXT_CHARACTERS = 200  # of what a server says, shown to the operator

# Response codes (RFC 5530; THROTTLED is Gmail's and Microsoft's) that mean "later", not "never".
TRANSIENT_CODES = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED"})
TRANSIENT_WORDS = re.compile(r"too many|try again|temporar|timed? ?out", re.IGNORECASE)
THROTTLED = re.compile(r"throttl|backoff time", re.IGNORECASE)  # Microsoft's BAD, to whatever command
RESPONSE_CODE = re.compile(r"\[([A-Z][A-Z-]*)[\] ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """Where a mailbox is and how it is treated. Folder names are written with "/" whatever the server's separator."""

    name: str
    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    username: str
    password: Callable[[], str] = field(repr=False)  # asked at each login, so that a changed one is picked up
    folder: str = "INBOX"
    handled: str = "Handled"
    quarantine: str = "Quarantine"
    after: After = After.MOVE
    idle: bool = True
    examine: bool = False  # the folder is only looked into: EXAMINE (RFC 3501, section 6.3.2)
    connect_timeout: float = 15.0  # seconds, to a connection and the server's greeting
    read_timeout: float = 60.0  # seconds of silence
    command_deadline: float = 120.0  # seconds for a whole command, besides the time its bytes may take


class LinkLost(MailboxUnavailable):
    """The connection is gone, or was cut because a command took too long."""


class Garbled(MailboxUnavailable):
    """The answer came whole but cannot be read. The connection may still be used."""


class Denied(MailboxRefused):
    """A tagged NO or BAD. `code` is the response code without brackets, or empty. The connection may still be used."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class Session:
    """A logged-in connection. One thread; after `LinkLost` only `close()` makes sense."""

    def __init__(self, settings: ImapSettings) -> None:
        self._settings = settings
        self._deadline = Deadline()
        self._client: Imap | None = None
        self._secret = ""
        self.capabilities: frozenset[str] = frozenset()
        self.exists = 0  # messages in the selected folder as last told; expunged ones may still be counted
        self._shrunk = False  # some were expunged since `exists` was told
        self._news = False

    # ---- beginning and end ------------------------------------------------------------------------------------

    def connect(self) -> None:
        """Connect and log in. TLS is verified against the system's authorities; STARTTLS is never optional."""
        secure = self._settings.security
        context = None if secure == "none" else verifying_context()
        with self._guarded(CONNECTING, self._settings.connect_timeout + self._settings.command_deadline):
            endpoint = self._endpoint(context if secure == "tls" else None)
            self._client = client = cast("Imap", Client(endpoint, self._deadline))
        if secure == "starttls" and context is not None:
            self.ask("STARTTLS", lambda c: c.starttls(context))
        self._login()
        self.capabilities = self.ask(
            "CAPABILITY", lambda _: frozenset(c.decode("ascii", "replace") for c in client.capabilities())
        )
        if "ID" in self.capabilities:
            self._introduce()

    def _endpoint(self, context: ssl.SSLContext | None) -> Endpoint:
        where = self._settings
        return Endpoint(where.host, where.port, where.connect_timeout, where.read_timeout, context)

    def _login(self) -> None:
        self._secret = password = _password(self._settings)
        user = self._settings.username
        plain_ascii = (user + password).isascii()

        def login(client: Imap) -> object:
            if plain_ascii:
                return client.login(user, password)
            if "AUTH=PLAIN" in client._imap.capabilities:  # noqa: SLF001 - imapclient's own list must not be cached before login
                return client.plain_login(user, password)
            raise LoginError("the user name or password is not ASCII and the server does not offer AUTH=PLAIN")

        try:
            self.ask(f"logging in as {user}", login)
        except MailboxError as problem:
            raise problem.with_traceback(None) from None  # a cause could quote the command, password included
        finally:
            self._secret = ""

    def _introduce(self) -> None:
        """Say who we are: 163.com and its kin refuse SELECT to clients that do not (RFC 2971)."""
        with suppress(Denied, Garbled):  # a courtesy; what the server answers does not matter
            self.ask("ID", lambda c: c.id_({"name": "Amends"}))

    def close(self) -> None:
        """Log out if that can be done at once, and drop the connection. Never raises."""
        client, self._client = self._client, None
        try:
            if client is not None:
                _part(client, self._deadline)
        finally:
            self._deadline.release()

    # ---- commands ---------------------------------------------------------------------------------------------

    def ask(self, what: str, command: Callable[[Imap], T], transfer: int = 0) -> T:
        """Run one command; `transfer` is the number of bytes it may bring, which lengthens its deadline.

        Raises LinkLost, Denied or Garbled, or another MailboxError for what only time or a person can change.
        """
        client = self._client
        if client is None:
            raise LinkLost(f"{self._where()}: {what}: not connected")
        self._forget(client)
        with self._guarded(what, self._settings.command_deadline + transfer / SLOWEST_LINK_BYTES_PER_SECOND):
            return command(client)

    def refresh(self) -> None:
        """NOOP: lets the server tell what has changed, and proves that the connection is in step."""
        # imapclient's own noop() parses every line it gets, and falls over literals
        self.ask("NOOP", lambda c: _forced(c._imap.noop()))  # noqa: SLF001 - see above
        if self._client is not None:
            self._forget(self._client)  # now, because it may have brought a new EXISTS

    def news(self) -> bool:
        """Whether the server has told of new letters since this was last asked.

        It tells of each only once, with the answer to whatever command comes next (RFC 3501, section 7.3.1), and IDLE
        is silent then. A number that is only repeated is no news: some servers add it to every answer.
        """
        if self._client is not None:
            self._forget(self._client)
        told, self._news = self._news, False
        return told

    def search(self, *criteria: str) -> list[int]:
        """UID SEARCH; ascending. Criteria are our own words and numbers, never text from a letter (hazards D9)."""
        # imapclient's own search() refuses answers in more than one line, which RFC 3501 allows
        answer = self.ask("SEARCH", lambda c: _forced(c._imap.uid("SEARCH", *criteria)))  # noqa: SLF001 - see above
        words = b" ".join(line.partition(b"(")[0] for line in answer if line is not None).split()
        return sorted({int(word) for word in words if word.isdigit()})

    def _forget(self, client: Imap) -> None:
        """Drop what earlier commands left behind: imaplib would mix it into the next answer, and keeps it for ever."""
        left: dict[str, list[bytes]] = client._imap.untagged_responses  # noqa: SLF001 - imaplib has no public way to clear all
        gone = bool(left.get("EXPUNGE"))
        if counts := left.get("EXISTS"):
            told = int(counts[-1])
            self._news |= told != self.exists or self._shrunk or gone  # one went, one came: the number is the same
            self.exists, self._shrunk = told, False
        self._shrunk |= gone
        for kind in [kind for kind in left if kind != "BYE"]:
            del left[kind]

    @contextmanager
    def _guarded(self, what: str, seconds: float) -> Generator[None]:
        try:
            with self._deadline.within(seconds):
                yield
        except MailboxError:
            raise
        except Exception as problem:  # imapclient's parsers raise anything (hazards 4): this is the boundary
            if self._deadline.passed:
                raise LinkLost(f"{self._where()}: {what}: no complete answer within {seconds:.0f} s") from None
            raise self._named(what, problem) from problem

    def _where(self) -> str:
        return (
            f"mailbox {self._settings.name} at {self._settings.host}:{self._settings.port} ({self._settings.security})"
        )

    def _named(self, what: str, problem: Exception) -> MailboxError:
        """What an exception means to the operator and to the caller."""
        text = _shown(problem, self._secret)
        advice = tls_advice(problem, greeted_first=what == CONNECTING and self._settings.security != "tls")
        sentence = f"{self._where()}: {what}: {text}" + (f"; {advice}" if advice else "")
        if isinstance(problem, LoginError) and isinstance(problem.__context__, IMAPClient.AbortError | OSError):
            return LinkLost(sentence)  # imapclient calls a connection lost during LOGIN a failed login
        if what == CONNECTING and "* BYE" in text:
            return MailboxBusy(sentence)  # too many connections, or shutting down: nobody has been refused yet
        match problem:
            case ssl.SSLCertVerificationError():
                return MailboxRefused(f"{sentence}. Nothing was sent to this server")
            case CapabilityError() if what == "STARTTLS":
                return MailboxRefused(f"{sentence}. The password is not sent in the clear")
            case IMAPClient.AbortError() | OSError() | EOFError():
                return LinkLost(sentence)
            case ProtocolError():
                return Garbled(sentence)
            case imaplib.IMAP4.error() if "got more than" in text:
                return LinkLost(sentence)  # imaplib gave up in the middle of a line: nothing after it can be trusted
            case imaplib.IMAP4.error():
                return _denied(sentence, str(problem), login=isinstance(problem, LoginError))
            case _:
                return Garbled(f"{sentence} ({type(problem).__name__})")

    # ---- IDLE (RFC 2177) --------------------------------------------------------------------------------------

    def idle(self, seconds: float, bell: Bell) -> bool:
        """IDLE until the server tells of a change, `bell` rings, or `seconds` pass. True if there was a change.

        imapclient's idle_check() reads lines from a non-blocking socket and loses its place when one comes in two
        pieces (its issue 519): here the socket is only watched, and read when IDLE is over and blocking is right.
        """
        tag, lines = self.ask("IDLE", _begin_idle)
        client = cast("Imap", self._client)
        link = client.socket()
        if not lines and not self._already_read(client, link):
            wait_readable(seconds, link, bell)
        lines += self.ask("ending IDLE", lambda c: _end_idle(c, tag))
        return any(not line.startswith(b"* OK") for line in lines)

    def _already_read(self, client: Imap, link: socket.socket) -> bool:
        """Whether a line came in one piece with the server's "+ idling" and so waits in imaplib's buffer.

        The only place that knows imaplib's buffered reader `file`: there on Python 3.11 to 3.13.
        """
        link.settimeout(0)
        try:
            return bool(client._imap.file.peek(1))  # noqa: SLF001 - imapclient gives no access to its buffer
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError as problem:
            raise LinkLost(f"{self._where()}: IDLE: {_shown(problem, '')}") from problem
        finally:
            with suppress(OSError):
                link.settimeout(self._settings.read_timeout)


def _forced(answer: tuple[str, list[bytes | None]]) -> list[bytes | None]:
    """What imaplib gives, if it is an OK; imaplib itself raises only for BAD."""
    status, lines = answer
    if status != "OK":
        raise imaplib.IMAP4.error((lines[-1] or b"").decode("ascii", "replace"))
    return lines


def _begin_idle(client: Imap) -> tuple[str, list[bytes]]:
    """The command's tag, and what the server said before it agreed (imapclient's own idle() trips over that)."""
    imap = client._imap  # noqa: SLF001 - imapclient offers only the parts that do not fit
    tag = cast("str", imap._command("IDLE"))  # noqa: SLF001 - as above
    said: list[bytes] = []
    while (line := cast("bytes | None", imap._get_response())) is not None:  # noqa: SLF001 - as above
        if imap.tagged_commands[tag]:
            _, text = imap.tagged_commands.pop(tag)
            raise imaplib.IMAP4.error(f"IDLE refused: {text!r}")
        said.append(line)
    return tag, said


def _end_idle(client: Imap, tag: str) -> list[bytes]:
    """Send DONE and give what the server said meanwhile."""
    imap = client._imap  # noqa: SLF001 - as in _begin_idle
    imap.send(b"DONE\r\n")
    said: list[bytes] = []
    while True:
        line = cast("bytes | None", imap._get_response())  # noqa: SLF001 - as above
        if imap.tagged_commands[tag]:
            imap.tagged_commands.pop(tag)
            return said
        said.append(line or b"")


def _part(client: Imap, deadline: Deadline) -> None:
    """LOGOUT within a moment; then the connection is dropped in any case."""
    try:
        if not deadline.passed:
            client.socket().settimeout(FAREWELL_SECONDS)
            with deadline.within(FAREWELL_SECONDS):
                client.logout()
    except Exception:  # noqa: BLE001 - the connection is being given up: nothing it does matters any more
        with suppress(Exception):
            client.shutdown()


def _password(settings: ImapSettings) -> str:
    """The password, fit to be sent. Its own text is never part of a message."""
    try:
        password = settings.password()
    except (OSError, LookupError, ValueError) as problem:
        raise MailboxRefused(f"mailbox {settings.name}: the password cannot be had: {problem}") from problem
    if any(character in settings.username + password for character in "\r\n\0"):
        # imapclient would send what follows a line break as a command of its own (hazards D9)
        raise MailboxRefused(f"mailbox {settings.name}: the user name or password contains a line break or NUL")
    return password


def _denied(sentence: str, text: str, *, login: bool) -> MailboxError:
    code = found[1] if (found := RESPONSE_CODE.search(text)) else ""
    if code == "SERVERBUG":
        return MailboxUnavailable(sentence)
    if code in TRANSIENT_CODES or THROTTLED.search(text) or (login and TRANSIENT_WORDS.search(text)):
        return MailboxBusy(sentence)
    return Denied(sentence, code)


def _unquoted(text: str) -> str:
    """Without what IMAP and Python add when they quote, so that a quoted password is still recognised."""
    return text.replace("\\", "").replace('"', "").replace("'", "")


def _shown(problem: Exception, secret: str) -> str:
    """An exception's text for one line of a log: short, printable, without the password."""
    text = str(problem) or type(problem).__name__
    if secret and _unquoted(secret) in _unquoted(text):
        return "the server's answer repeats the password and is not shown"
    text = "".join(character if character.isprintable() else " " for character in text)
    if len(text) > 3 and text[:2] in {"b'", 'b"'} and text[-1] == text[1]:  # imaplib shows bytes as Python does
        text = text[2:-1]
    return text if len(text) <= SERVER_TEXT_CHARACTERS else text[:SERVER_TEXT_CHARACTERS] + " …"
