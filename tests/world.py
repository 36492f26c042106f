"""The stage of the stories: a desk with a real daemon, a mail world around it, a cast, and a clock you turn.

    world.letter(from_=ANN, text="…")    somebody writes to the desk
    world.run()                          the daemon does what is to be done now: `amends run --once`
    world.turn(hours=5)                  time passes, then the daemon does what is due
    world.inbox(ANN)                     what somebody finds in their mailbox

The daemon is the one that `daemon.app.build` makes, with a real database. Clock, mailboxes and mail server are the
rehearsal's, in memory; a story about the wire asks for `servers`, or names a server of its own. The children that read
letters are shared by all stories, since starting one takes longer than most stories. Stories look at mailboxes first
and at the database only where no mailbox shows what is claimed.
"""

from __future__ import annotations

import asyncio
import email.policy
import io
import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol, Self, cast
from zoneinfo import ZoneInfo

import pytest

from daemon import journal
from daemon.app import App, build
from daemon.config import Config, load
from daemon.config_tables import Mailbox as MailboxSettings
from daemon.courier import Courier
from daemon.demo.world import Fault, MailWorld, Sent
from daemon.mailbox import Mailbox
from daemon.reader_pool import ReaderPool
from daemon.rehearsal.clock import VirtualClock
from daemon.store import cases, letters, outbox
from daemon.store.engine import Store
from daemon.store.migrate import upgrade
from daemon.supervisor import Drained, drain
from tests.cast import BELLA, BROKEN_KETTLES, CAST, FINANCE, HANNAH, OSCAR, QUALITY, QUENTIN, Mail, Person, parsed
from tests.mail_world import MemoryMailWorld

CHINA = ZoneInfo("Asia/Shanghai")
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)  # no public holiday is near
DESK_ADDRESS = "desk@shop.example"
PASSWORD = "open-sesame"
PASSWORD_VARIABLE = "STAGE_PASSWORD"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was delivered to the desk."""

    raw: bytes
    message_id: str
    uid: int


# ---- children ---------------------------------------------------------------------------------------------------------


class SharedReaders(ReaderPool):
    """One pool for all stories: no story may close it."""

    def close(self) -> None:
        """The next story reads with them too."""

    def end(self) -> None:
        """The last story is told."""
        super().close()


# ---- the world --------------------------------------------------------------------------------------------------------


class Post(Protocol):
    """The desk's IMAP server: the mail world itself, or a Dovecot."""

    def deliver(self, address: str, raw: bytes, /, folder: str = "INBOX", received: datetime | None = None) -> int:
        """Put a letter into a folder. Gives its UID."""
        ...

    def mail(self, address: str, /, folder: str = "INBOX") -> list[bytes]:
        """What is in a folder."""
        ...


@dataclass(frozen=True, slots=True)
class Server:
    """Where the desk's mailbox is: a Dovecot, say, instead of the mail world."""

    post: Post
    port: int
    username: str
    password: str


class World:
    """A desk and everybody it writes with. A context manager; `start()` starts the daemon at the first need.

    `settings` are merged into the configuration: `{"desk": {"subaddress": "+"}, "mailbox": [{…}, {…}]}`; in `mailbox`
    each table is merged into a whole one. `server`: the desk's mailbox is there; mail still goes out into the mail world.
    `database`: a file with tables and no rows, to begin with a copy of it. `servers`: the mail world is the demo's, on
    servers of this machine, instead of in memory.
    """

    def __init__(
        self,
        folder: Path,
        readers: SharedReaders | None,
        *,
        settings: Mapping[str, Any] | None = None,
        server: Server | None = None,
        start: datetime = MONDAY_MORNING,
        database: Path | None = None,
        servers: bool = False,
    ) -> None:
        self.folder, self.clock, self._zone = folder, VirtualClock(start), start.tzinfo
        self.config_path = folder / "config.toml"
        self.readers, self._settings, self._server = readers, dict(settings or {}), server
        self._database = database
        self.log = io.StringIO()
        self._numbers = itertools.count(1)
        mailboxes = cast("list[dict[str, Any]]", self._settings.get("mailbox", [{}]))
        self.desks = tuple(str(table.get("username", DESK_ADDRESS)) for table in mailboxes)
        people = {person.address: PASSWORD for person in CAST}
        people |= dict.fromkeys(self.desks, PASSWORD)
        self.servers = MailWorld(people) if servers else None
        self.mail = self.servers or MemoryMailWorld(people, self.clock)
        self._runner: asyncio.Runner | None = None
        self._app: App | None = None

    def __enter__(self) -> Self:
        journal.configure(self.log)
        if self.servers:
            self.servers.start()
        self._runner = asyncio.Runner()
        self.configure()
        if self._database is not None:
            shutil.copy(self._database, self.folder / "amends.db")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._runner is not None:
            self._runner.close()
        if self.servers:
            self.servers.stop()

    # -- configuration and the daemon's life

    def configure(self, **settings: Any) -> None:
        """Write the configuration, with `settings` merged in; a running daemon does not see it."""
        self._settings = _merged(self._settings, settings)
        self.config_path.write_text(toml(self._table()), encoding="utf-8")

    @property
    def config(self) -> Config:
        """As written."""
        return load(self.config_path)

    def start(self, *, adopt: bool = False) -> App:
        """Start the daemon. Raises what `build` raises."""
        mailbox, courier = self._ports()
        self._app = build(
            self.config, clock=self.clock, adopt=adopt, reader_pool=self.readers, mailbox=mailbox, courier=courier
        )
        return self._app

    def _ports(self) -> tuple[Callable[[MailboxSettings], Mailbox] | None, Courier | None]:
        """The mailboxes and the courier in memory; None for those that are to go by a server."""
        if isinstance(self.mail, MailWorld):
            return None, None
        self.mail.courier.reopen()
        outside = "port" in self._settings.get("smtp", {})
        return None if self._server else self.mail.mailbox, None if outside else self.mail.courier

    def stop(self) -> None:
        """End the daemon in good order."""
        app, self._app = self._app, None
        if app is not None and self._runner is not None:
            self._runner.run(app.close())

    @property
    def app(self) -> App:
        """The running daemon."""
        return self._app or self.start()

    # -- time

    def run(self) -> Drained:
        """The daemon does everything that is to be done now."""
        if self._runner is None:
            raise RuntimeError("use the world as a context manager")
        return self._runner.run(drain(self.app))

    def turn(self, **by: float) -> Drained:
        """Time passes (hours=5, days=2), then the daemon does what is due. Nothing of it happens in between.

        Less than nothing (days=-1) is a clock that was set back.
        """
        self.clock.set(self.clock.now() + timedelta(**by))
        return self.run()

    @property
    def now(self) -> datetime:
        """The stage's time, on the wall clock of its start."""
        return self.clock.now().astimezone(self._zone)

    # -- people writing

    def letter(
        self,
        *,
        from_: Person | str | None,
        text: str = BROKEN_KETTLES,
        subject: str = "Nine kettles leak",
        to: str | None = None,
        headers: Mapping[str, str] | None = None,
        attachments: Sequence[tuple[str, bytes]] = (),
        received: datetime | None = None,
        mailbox: str | None = None,
    ) -> Written:
        """Somebody writes to the desk. `headers` are added, or replace generated ones. `from_` None: no From at all."""
        message = EmailMessage(policy=email.policy.SMTP)
        fields = {
            "From": None if from_ is None else str(from_),
            "To": to or DESK_ADDRESS,
            "Subject": subject,
            "Date": format_datetime(self.now),
            "Message-ID": f"<letter-{next(self._numbers)}@mail.example>",
        }
        given = {
            name.title() if name.lower() != "message-id" else "Message-ID": v for name, v in (headers or {}).items()
        }
        for name, value in {**fields, **given}.items():
            if value:
                message[name] = value
        message.set_content(text)
        for name, content in attachments:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return self.deliver(message.as_bytes(), received=received, mailbox=mailbox)

    def deliver(self, raw: bytes, *, received: datetime | None = None, mailbox: str | None = None) -> Written:
        """These very bytes arrive at the desk."""
        when = received or self.now
        uid = self._post.deliver(mailbox or self.desk_user, raw, received=when)
        message = message_from_bytes(raw)
        return Written(raw, str(message["Message-ID"] or ""), uid)

    def reply(
        self,
        to: Mail,
        *,
        from_: Person | str,
        text: str,
        subject: str | None = None,
        at: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Written:
        """Somebody answers a mail of the desk with a mail program that quotes it below. `at`: to this address instead."""
        quoted = "\n".join(f"> {line}" for line in to.text.splitlines())
        attribution = f"On Mon, 23 Nov 2026 at 10:00, Shop complaints <{DESK_ADDRESS}> wrote:"
        threading = {
            "In-Reply-To": to.message_id,
            "References": " ".join([*to.headers.get("references", "").split(), to.message_id]),
        }
        return self.letter(
            from_=from_,
            to=at or to.headers.get("reply-to", to.sender),
            subject=subject if subject is not None else f"Re: {to.subject}",
            text=f"{text}\n\n{attribution}\n\n{quoted}\n",
            headers={**threading, **(headers or {})},
        )

    def bounce(self, of: Mail, *, recipient: str, status: str = "5.1.1", action: str = "") -> Written:
        """The customer's mail server gives a notice back (RFC 3464); without an `action`, what its status suggests."""
        action = action or ("failed" if status.startswith("5") else "delayed")
        head = of.raw.partition(b"\r\n\r\n")[0].decode("ascii")
        lines = [
            "Return-Path: <>",
            "From: MAILER-DAEMON@mx.customer.example (Mail Delivery System)",
            f"To: {DESK_ADDRESS}",
            "Subject: Undelivered Mail Returned to Sender",
            f"Message-ID: <bounce-{next(self._numbers)}@mx.customer.example>",
            f"Date: {format_datetime(self.now)}",
            "Auto-Submitted: auto-replied",
            "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
            "",
            "--B",
            "Content-Type: text/plain",
            "",
            "Your message could not be delivered.",
            "",
            "--B",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.customer.example",
            "",
            f"Final-Recipient: rfc822; {recipient}",
            f"Action: {action}",
            f"Status: {status}",
            "",
            "--B",
            "Content-Type: text/rfc822-headers",
            "",
            *head.splitlines(),
            "",
            "--B--",
            "",
        ]
        return self.deliver("\r\n".join(lines).encode("ascii"))

    # -- what can be seen

    def inbox(self, who: Person, kind: str | None = None) -> list[Mail]:
        """What somebody has got so far, in order; only notices of `kind` if given."""
        mails = [parsed(raw) for raw in self.mail.mail(who.address)]
        return [mail for mail in mails if kind is None or mail.kind == kind]

    def only(self, who: Person, kind: str) -> Mail:
        """The one notice of that kind that somebody has got."""
        [mail] = self.inbox(who, kind)
        return mail

    def kinds(self, who: Person) -> list[str]:
        """The kinds of everything somebody has got, in order."""
        return [mail.kind for mail in self.inbox(who)]

    def everything(self) -> list[Sent]:
        """Every mail that left the desk, in order."""
        return self.mail.sent

    def folder_of(self, name: str = "INBOX", mailbox: str | None = None) -> list[bytes]:
        """What lies in a folder of the desk's mailbox."""
        return self._post.mail(mailbox or self.desk_user, name)

    def cases(self) -> list[dict[str, Any]]:
        """All cases, as `amends cases --json` tells them."""
        with self.app.store.reading() as connection:
            return list(cases.listing(connection))

    def case(self) -> dict[str, Any]:
        """The only case."""
        [case] = self.cases()
        return case

    def history(self, number: str | None = None) -> list[str]:
        """The kinds of what happened to a case (the only one), in order."""
        with self.app.store.reading() as connection:
            case = cases.by_number(connection, number or self.case()["number"])
            if case is None:
                raise KeyError(number)
            return [event["kind"] for event in cases.history(connection, case.id)]

    def letters(self) -> list[dict[str, Any]]:
        """All letters, as `amends letters --json` tells them."""
        with self.app.store.reading() as connection:
            return list(letters.listing(connection))

    def ended(self) -> list[str]:
        """How each letter ended, in order of arrival."""
        return [letter["state"] for letter in self.letters()]

    def outbox(self) -> list[dict[str, Any]]:
        """All mails the desk wrote, as `amends outbox --json` tells them."""
        with self.app.store.reading() as connection:
            return list(outbox.listing(connection))

    def queued(self, kind: str) -> list[dict[str, Any]]:
        """The mails of one kind, whatever became of them."""
        return [mail for mail in self.outbox() if mail["notice"] == kind]

    # -- inside

    @property
    def _post(self) -> Post:
        return self._server.post if self._server else self.mail

    @property
    def desk_user(self) -> str:
        """Whose mailbox the desk reads."""
        return self._server.username if self._server else self.desks[0]

    def _table(self) -> dict[str, Any]:
        port = self._server.port if self._server else self.mail.imap_port
        mailbox = {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "username": self.desk_user,
            "password_file": "password",
        }
        (self.folder / "password").write_text(self._server.password if self._server else PASSWORD, encoding="utf-8")
        smtp = {"host": "127.0.0.1", "port": self.mail.smtp_port, "security": "none"}
        quality = {
            "name": "Quality",
            "aliases": ["质量部"],
            "roles": ["quality", "service"],
            "address": QUALITY.address,
            "head": HANNAH.address,
            "members": [QUENTIN.address],
        }
        table: dict[str, Any] = {
            "desk": {"name": "Shop complaints", "address": DESK_ADDRESS, "timezone": "Asia/Shanghai"},
            "smtp": smtp,
            "department": [quality, {"name": "Finance", "roles": ["finance"], "address": FINANCE.address}],
            "managers": {"addresses": [BELLA.address]},
            "operator": {"address": OSCAR.address},
        }
        settings = dict(self._settings)
        boxes = [{**mailbox, **box} for box in settings.pop("mailbox", [{}])]
        return {**_merged(table, settings), "mailbox": boxes}


def _merged(into: Mapping[str, Any], what: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced."""
    merged = dict(into)
    for key, value in what.items():
        before = merged.get(key)
        merged[key] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def toml(table: Mapping[str, Any]) -> str:
    """A configuration as text: tables, arrays of tables, and values. JSON's strings are TOML's."""
    lines: list[str] = []
    for name, value in table.items():
        tables = cast("list[dict[str, Any]]", value if isinstance(value, list) else [value])
        for one in tables:
            lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
            lines += [f"{key} = {_value(item)}" for key, item in one.items()]
    return "\n".join(lines) + "\n"


def _value(item: Any) -> str:
    return item.isoformat() if isinstance(item, datetime) else json.dumps(item, ensure_ascii=False)


# ---- faults -----------------------------------------------------------------------------------------------------------


def answering(reply: str, *, to: Person | None = None, times: int | None = None) -> Fault:
    """A fault of the mail world's SMTP server: this reply after the final dot; to one person's mail, so many times."""
    left = itertools.count() if times is None else iter(range(times))

    def fault(mail: Sent) -> str | None:
        concerned = to is None or to.address in mail.recipients
        return reply if concerned and next(left, None) is not None else None

    return fault


# ---- fixtures ---------------------------------------------------------------------------------------------------------

MakeWorld = Callable[..., World]


@pytest.fixture(scope="session")
def readers() -> Iterator[SharedReaders]:
    """The children that read letters, for all stories."""
    pool = SharedReaders(own=frozenset({DESK_ADDRESS}), seconds=20, memory_bytes=1_000_000_000)
    yield pool
    pool.end()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables without rows: making them takes longer than the rest of most stories."""
    file = tmp_path_factory.mktemp("database") / "amends.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store.engine)
    store.close()
    return file


@pytest.fixture
def make_world(tmp_path: Path, readers: SharedReaders, empty_database: Path) -> Iterator[MakeWorld]:
    """Worlds as a story needs them; ended with it."""
    made: list[World] = []

    def make(**arguments: Any) -> World:
        usual: dict[str, Any] = {"readers": readers, "database": empty_database}
        world = World(tmp_path, **{**usual, **arguments})
        made.append(world.__enter__())
        return world

    yield make
    for world in made:
        world.__exit__()


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """The usual desk."""
    return make_world()
