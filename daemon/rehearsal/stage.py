"""The stage: the real desk on a virtual clock, with mailboxes and a mail server in memory.

    stage.arrive(raw)         a letter comes into the desk's mailbox
    stage.settle()            the desk does everything that is due now
    stage.pass_until(moment)  time jumps from one thing due to the next, and the desk does each when it is due
    stage.restart()           the daemon ends and starts again, on the same database and mailboxes

The desk is what `daemon.app.build` makes, with an SQLite file of its own; it cannot know that it is being rehearsed.
Its key and its database's name are always the same, so that the same play gives the same bytes.
"""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Self

from daemon import journal
from daemon.app import App, build
from daemon.catalogue_file import catalogue_of
from daemon.config import Config
from daemon.config_tables import Mailbox as MailboxSettings
from daemon.mailbox import Mailbox
from daemon.rehearsal.inline import Inline
from daemon.rehearsal.jumps import Jumps
from daemon.rehearsal.mails import addresses_in
from daemon.rehearsal.ports import InlineReaders, MemoryAccount, MemoryCourier, MemoryMailbox, Sent, VirtualClock
from daemon.rehearsal.record import CaseLine, LetterLine, Line, NoticeLine
from daemon.rehearsal.watch import Watch
from daemon.store.fleeting import hasten, make
from daemon.supervisor import drain
from daemon.tokens import KEY_BYTES

LIFE = "rehearsal"
KEY = bytes(range(KEY_BYTES))  # signs nothing that anybody outside the play could use


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in a mailbox whose fate is not yet in the record."""

    content: bytes
    mailbox: str
    uid: int


class Stage:
    """One desk. A context manager; everything it needs lives in memory and in a temporary folder that goes with it."""

    def __init__(self, config: Config, start: datetime) -> None:
        """`config`'s store and key are replaced by the stage's own; its mail servers are never asked.

        Raises `CatalogueError` when the catalogue that it names cannot be used.
        """
        self._catalogue = catalogue_of(config)
        self.clock = VirtualClock(start)
        self.courier = MemoryCourier(self.clock, self._on_sent)
        self.record: list[Line] = []
        self.problems: list[str] = []  # errors of the desk's own, from its journal
        self._given = config
        self._mailboxes: dict[str, MemoryMailbox] = {}
        self._accounts: dict[str, MemoryAccount] = {}
        self._watch = Watch()
        self._notices: list[NoticeLine] = []
        self._sent: list[Sent] = []
        self._letters: list[Letter] = []
        self._journal = io.StringIO()
        self._jumps = Jumps(self.clock, lambda: self._app, lambda: bool(self.settle()))

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="amends-rehearsal-")
        journal.configure(self._journal, only_errors=True)
        self._runner = asyncio.Runner()
        self._runner.get_loop().set_default_executor(Inline())
        self.config = _settled(self._given, Path(self._folder.name))
        _prepare(self.config, self.clock.now())
        self._app = self._build()
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._app.close())
        self._runner.close()
        journal.configure()
        self._folder.cleanup()

    # -- what happens -------------------------------------------------------------------------------------------------

    def arrive(self, raw: bytes, received: datetime | None = None) -> None:
        """A letter comes, or came at `received`, into the mailbox of the first of its recipients who has one here.

        Where none has, into the first mailbox.
        """
        head = raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
        asked = addresses_in(" ".join(line for line in head.splitlines() if line.lower().startswith(("to:", "cc:"))))
        names = {settings.username.lower(): settings.name for settings in reversed(self.config.mailboxes)}
        name = next((names[address] for address in asked if address in names), self.config.mailboxes[0].name)
        self._letters.append(Letter(raw, name, self._mailboxes[name].arrive(raw, received or self.clock.now())))

    def settle(self) -> list[Line]:
        """The desk does everything that is due now. What came of it, which is in the record from now on."""
        place = len(self.record)
        self._runner.run(drain(self._app, stays=True))
        now = self.clock.now()
        sent, self._sent = self._sent, []
        happened = self._watch.look(self._app.store, now, sent)
        letters, self._letters = self._letters, []
        came = [self._watch.letter(self._app.store, one.content, one.mailbox, one.uid, now) for one in letters]
        self.record += [*came, *happened]
        self._notices += [line for line in happened if isinstance(line, NoticeLine)]
        self.problems += self._complaints()
        return self.record[place:]

    def pass_until(self, moment: datetime) -> None:
        """Time passes; nothing due is skipped, and nothing is done before it is due."""
        self._jumps.until(moment)

    def restart(self) -> None:
        """The daemon ends, and another begins where it stopped."""
        self._runner.run(self._app.close())
        self.courier.reopen()
        self._app = self._build()

    # -- what can be seen ---------------------------------------------------------------------------------------------

    @property
    def cases(self) -> tuple[CaseLine, ...]:
        """Every case as it stands, in the order of opening."""
        return self._watch.cases()

    def notices(self, kind: str | None = None, to: str | None = None) -> list[NoticeLine]:
        """The mails that left so far, in order; of one kind, to one address."""
        of_kind = [mail for mail in self._notices if kind in (None, mail.notice)]
        return [mail for mail in of_kind if to is None or to.lower() in {who.lower() for who in mail.to}]

    def letters(self) -> list[LetterLine]:
        """The letters that came so far, with how they ended."""
        return [line for line in self.record if isinstance(line, LetterLine)]

    def folder(self, name: str, mailbox: str | None = None) -> list[bytes]:
        """What lies in a folder of a mailbox (the first)."""
        return self._mailboxes[mailbox or self.config.mailboxes[0].name].folder(name)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _build(self) -> App:
        readers = InlineReaders(self.config.own_addresses, self._catalogue)
        app = build(
            self.config,
            clock=self.clock,
            mailbox=self._mailbox,
            courier=self.courier,
            reader_pool=readers,
            chance=Random(0),
        )
        hasten(app.store)
        return app

    def _mailbox(self, settings: MailboxSettings) -> Mailbox:
        """One account for each user; folders that are watched are there, a sent folder only if the play makes it."""
        account = self._accounts.setdefault(settings.username.lower(), MemoryAccount())
        if settings in self.config.mailboxes:
            account.make(settings.folder)
        return self._mailboxes.setdefault(settings.name, MemoryMailbox(settings, self.clock, account))

    def _on_sent(self, mail: Sent) -> None:
        self._sent.append(mail)

    def _complaints(self) -> list[str]:
        """What the desk's journal calls an error: it is a bug of ours, and no play may hide it."""
        lines: list[dict[str, Any]] = [json.loads(line) for line in self._journal.getvalue().splitlines()]
        self._journal.seek(0)
        self._journal.truncate()
        return [f"the desk had an error: {_told(line)}" for line in lines]


def _told(line: dict[str, Any]) -> str:
    raised: Any = line.pop("exception", None)
    last = raised[-1] if isinstance(raised, list) and raised else {}  # pyright: ignore[reportUnknownVariableType] - JSON
    why = f": {last.get('exc_type')}: {last.get('exc_value')}" if last else ""  # pyright: ignore[reportUnknownMemberType] - JSON
    details = ", ".join(f"{key} {value}" for key, value in line.items() if key not in ("event", "level", "timestamp"))
    return f"{line.get('event')} ({details}){why}"


def _settled(config: Config, folder: Path) -> Config:
    """The configuration with the stage's own database and key, and one connection, so that mails keep their order."""
    store = config.store.model_copy(update={"url": f"sqlite:///{folder / 'amends.db'}"})
    desk = config.desk.model_copy(update={"keys_file": folder / "amends.key"})
    smtp = config.smtp.model_copy(update={"connections": 1})
    return config.model_copy(update={"store": store, "desk": desk, "smtp": smtp})


def _prepare(config: Config, now: datetime) -> None:
    config.desk.keys_file.write_text(KEY.hex() + "\n", encoding="ascii")
    config.desk.keys_file.chmod(0o600)
    make(config.store.url, LIFE, now)
