"""The wiring, by hand: read this function to see the architecture.

    mailbox --intake--> database --sender--> SMTP
                 settling: parsers -> plan       ^
                           rules, templates      |
                 deadlines: due clocks -> plan --+

Everything that decides is pure (`daemon.plan` is its door); everything here only moves values between the mail
servers, the database and the plan. `daemon.supervisor` turns each worker's `once()` into a running service.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from daemon import journal
from daemon.alarms import Alarms
from daemon.catalogue_file import catalogue_of
from daemon.clock import Clock, SystemClock
from daemon.config import Config
from daemon.config_tables import Mailbox as MailboxSettings
from daemon.courier import Courier
from daemon.deadlines import Deadlines
from daemon.holder import Holder
from daemon.imap.mailbox import ImapMailbox
from daemon.imap.session import ImapSettings
from daemon.intake import Intake, Manner
from daemon.keyfile import load_or_lend, load_or_make
from daemon.mailbox import After, Mailbox
from daemon.plan import Office
from daemon.reader_pool import ReaderPool
from daemon.reloading import CurrentOffice, Reloading, office_under
from daemon.reporting import Reporting
from daemon.sender import Sender
from daemon.sent_folder import SentFolder
from daemon.settling import Reads, Settling
from daemon.smtp.connection import SmtpSettings
from daemon.smtp.courier import SmtpCourier
from daemon.store.engine import Store
from daemon.store.looking import file_of, is_there
from daemon.store.migrate import SchemaState, state_of, upgrade
from daemon.store.standing import has_written
from daemon.tokens import Signer
from rules.pack import load as load_pack
from rules.policy import Policy

NEW_DATABASE_SENTENCE = "the database has no tables yet; run: amends db upgrade"
NO_DATABASE_SENTENCE = (
    "there is no database at {}, and looking makes none; see that [store] url names it, or run: amends db upgrade"
)
OLD_DATABASE_SENTENCE = "the database is of an older version of amends; back it up, then run: amends db upgrade"
NEWER_DATABASE_SENTENCE = "the database is of a newer version of amends; install that version, or restore a backup"
KEY_LOST = (
    "the key file {} is not there, though mails were signed with it; stop the daemon and put it back from a backup, or see"
    " [desk] keys_file: with a new one, answers to mails sent so far go to the managers for review"
)
_SENTENCES = {
    SchemaState.EMPTY: NEW_DATABASE_SENTENCE,
    SchemaState.BEHIND: OLD_DATABASE_SENTENCE,
    SchemaState.AHEAD: NEWER_DATABASE_SENTENCE,
}


class NotReady(Exception):
    """Something stands in the way of starting that only the operator can mend. A sentence."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One mailbox being read: its intake, and how long it may rest between polls (seconds)."""

    name: str
    mailbox: Mailbox
    intake: Intake
    poll_seconds: int


@dataclass(frozen=True, slots=True)
class App:
    """All workers, wired."""

    config: Config
    store: Store
    clock: Clock
    office: Callable[[], Office]
    readers: tuple[Reader, ...]
    reader_pool: Reads
    deadlines: Deadlines
    reporting: Reporting
    sender: Sender
    courier: Courier
    alarms: Alarms
    reloading: Reloading

    async def close(self) -> None:
        """Give everything back; what was begun is found again at the next start."""
        await self.courier.close()
        for reader in self.readers:
            reader.intake.close()
        self.reader_pool.close()
        self.store.close()


def build(
    config: Config,
    *,
    adopt: bool = False,
    clock: Clock | None = None,
    mailbox: Callable[[MailboxSettings], Mailbox] | None = None,
    courier: Courier | None = None,
    reader_pool: Reads | None = None,
    chance: Random | None = None,
) -> App:
    """The application for this configuration.

    Raises `NotReady`, `PackInvalid`, `CatalogueError`, `KeyUnusable`, `StoreUnavailable`.
    What is given stands in for the real thing: the clock, the mailboxes (made from their settings), the courier, the
    readers, and what spreads the retries. `close()` closes them too.
    """
    clock = clock or SystemClock()
    open_mailbox = mailbox or _imap_mailbox
    store = open_store(config, journal.store_waits)
    key_lost = key_is_lost(config, store)
    current = CurrentOffice(open_office(config, store, clock.now()))
    holder = Holder.me()
    pool = reader_pool or open_readers(config)
    readers: list[Reader] = []
    for settings in config.mailboxes:
        opened = open_mailbox(settings)
        settling = Settling(settings.name, store, pool, current, clock, adopt=adopt)
        beside = sent_beside(settings)
        sent = Intake(
            (mailbox or _imap_sent_folder)(beside),
            store,
            Settling(beside.name, store, pool, current, clock, sent=True),
            current,
            clock,
            holder,
            Manner(start_from=settings.start_from, ours=lambda mail: current().signer.notice_of(mail) is not None),
        )
        then = SentFolder(beside.name, sent, clock).once
        manner = Manner(start_from=settings.start_from, adopt=adopt, afterwards=then)
        intake = Intake(opened, store, settling, current, clock, holder, manner)
        readers.append(Reader(settings.name, opened, intake, settings.poll_seconds))
    courier = courier or SmtpCourier(smtp_settings(config))
    alarms = Alarms(store, current, clock)
    if key_lost:
        journal.key_made_anew(file=str(config.desk.keys_file))
        alarms.sound("key", "the signing key was not there and was made anew", KEY_LOST.format(config.desk.keys_file))
    return App(
        config=config,
        store=store,
        clock=clock,
        office=current,
        readers=tuple(readers),
        reader_pool=pool,
        deadlines=Deadlines(store, current, clock, pool),
        reporting=Reporting(store, current, clock),
        sender=Sender(courier, store, current, clock, holder, chance or Random()),
        courier=courier,
        alarms=alarms,
        reloading=Reloading(current, store, alarms, clock),
    )


def say_waiting() -> None:
    """Tell the operator who typed a command why nothing happens."""
    sys.stderr.write("another process holds the database; waiting for it …\n")
    sys.stderr.flush()


def open_store(config: Config, waits: Callable[[], None] = say_waiting) -> Store:
    """The database, its tables up to date: SQLite's by ourselves, PostgreSQL's only by `amends db upgrade`."""
    store = Store(config.store.url, waits)
    state = state_of(store.engine)
    if state is SchemaState.AHEAD or (state is not SchemaState.CURRENT and not store.is_sqlite):
        raise NotReady(_SENTENCES[state])
    if state is not SchemaState.CURRENT:
        upgrade(store.engine)
    return store


def open_for_reading(config: Config) -> Store:
    """The database as it is, for those who only look: neither made nor brought up to date. Raises `NotReady`."""
    store = _existing(config)
    state = state_of(store.engine)
    if state is not SchemaState.CURRENT:
        raise NotReady(_SENTENCES[state])
    return store


def open_to_change(config: Config) -> Store:
    """A database that is there already, its tables up to date: a mistyped path is no new desk. Raises `NotReady`."""
    _existing(config).close()
    return open_store(config)


def _existing(config: Config) -> Store:
    if not is_there(config.store.url):
        raise NotReady(NO_DATABASE_SENTENCE.format(file_of(config.store.url)))
    return Store(config.store.url, say_waiting)


def open_office(
    config: Config, store: Store, now: datetime, policy: Policy | None = None, *, looks: bool = False
) -> Office:
    """The company as the plan sees it; under `policy` instead of the configured one, where it is given.

    `looks`: no mail will be signed, so no key is made where there is none.
    """
    file = config.desk.keys_file
    signer = Signer(load_or_lend(file) if looks else load_or_make(file), store.life(now))
    return office_under(config, policy or load_pack(config.desk.policy), signer)


def key_is_lost(config: Config, store: Store) -> bool:
    """Whether mails were signed by a key that is not there: moved, or [desk] keys_file names another place now."""
    if config.desk.keys_file.exists():
        return False
    with store.reading() as connection:
        return has_written(connection)


def open_readers(config: Config) -> ReaderPool:
    """The children that read letters, with the company's catalogue. Raises `CatalogueError`."""
    return ReaderPool(
        own=config.own_addresses,
        catalogue=catalogue_of(config),
        seconds=config.limits.parse_seconds,
        memory_bytes=config.limits.parse_memory_bytes,
    )


def sent_beside(mailbox: MailboxSettings) -> MailboxSettings:
    """The mailbox's sent folder, as a mailbox that is only looked into."""
    changes = {"name": f"{mailbox.name} (sent)", "folder": mailbox.sent, "after": After.LEAVE, "idle": False}
    return mailbox.model_copy(update=changes)


def _imap_mailbox(settings: MailboxSettings) -> Mailbox:
    return ImapMailbox(imap_settings(settings))


def _imap_sent_folder(settings: MailboxSettings) -> Mailbox:
    return ImapMailbox(replace(imap_settings(settings), examine=True))


def imap_settings(mailbox: MailboxSettings) -> ImapSettings:
    """The mailbox's part of the configuration, as the adapter takes it."""
    return ImapSettings(
        name=mailbox.name,
        host=mailbox.host,
        port=mailbox.port,
        security=mailbox.security.value,
        username=mailbox.username,
        password=mailbox.password,
        folder=mailbox.folder,
        handled=mailbox.handled,
        quarantine=mailbox.quarantine,
        after=After(mailbox.after.value),
        idle=mailbox.idle,
    )


def smtp_settings(config: Config) -> SmtpSettings:
    """The SMTP server's part of the configuration, as the adapter takes it."""
    smtp = config.smtp
    return SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security.value,
        username=smtp.username or None,
        password=smtp.password if smtp.username else None,
        connections=smtp.connections,
    )
