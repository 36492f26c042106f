"""`amends check`: is everything in order? With `--connect`, also the servers, by a mail the desk sends to itself.

Each line begins with `ok`, with `no`, or with `??`: not wrong, and yet worth a look. The mail to ourselves shows what
survives the way: the Message-ID (answers find their case by it), the sub-address (tokens travel in it), our headers,
and how big a mail the server takes.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import parsers
from daemon.app import KEY_LOST, imap_settings, key_is_lost, open_office, open_store, smtp_settings
from daemon.catalogue_file import CatalogueError, catalogue_of
from daemon.commands.doubts import doubts
from daemon.compose import Auto, Draft, compose
from daemon.config import Config, ConfigInvalid, load
from daemon.config_tables import Mailbox, SecretMissing
from daemon.courier import Delivered, Down, Envelope, Lost, Refused, Uncertain
from daemon.imap.mailbox import ImapMailbox
from daemon.mailbox import Drawer, MailboxError
from daemon.sealing import NOTICE_HEADER
from daemon.smtp.courier import SmtpCourier
from daemon.store.looking import is_there
from daemon.store.standing import standing
from parsers.goods.catalogue import Catalogue
from parsers.letter import Address
from rules.examples import failures
from rules.pack import PackInvalid
from rules.pack import load as load_pack
from rules.policy import Policy
from templates.check import check as check_templates

ARRIVES_WITHIN_SECONDS = 60
LOOK_EVERY_SECONDS = 1.0
LOOKED_AT = 50  # the newest letters of a folder


def check(path: Path, *, connect: bool) -> int:
    """Print one line a finding. Exit code 1 when something is not in order."""
    config = load(path)
    fine = True
    for ok, told in (*_offline(config), *(_online(config) if connect else ())):
        print(f"{'??' if ok is None else 'ok' if ok else 'no'}  {told}", flush=True)
        fine = fine and ok is not False
    return 0 if fine else 1


def _offline(config: Config) -> Iterator[tuple[bool | None, str]]:
    yield True, f"configuration: {len(config.mailboxes)} mailbox(es), {len(config.departments)} department(s)"
    policy, catalogue = _files(config)
    yield True, f"policy {policy.name} {policy.version}: {len(policy.rules)} rules"
    if catalogue:
        yield True, f"catalogue: {len(catalogue.entries)} articles"
    wrong = failures(policy, parsers.read)
    yield not wrong, "\n    ".join(wrong) or f"policy examples: all {len(policy.examples)} are decided as the pack says"
    broken = check_templates(config.desk.templates_dir)
    yield not broken, "\n    ".join(broken) or "templates: every notice renders in every language"
    yield from ((False, missing) for missing in _missing(config))
    made = "" if is_there(config.store.url) else " (made just now)"
    store = open_store(config)
    now = datetime.now(UTC)
    lost = key_is_lost(config, store)
    office = open_office(config, store, now, looks=lost)  # a new key would hide that the old one is missing
    if lost:
        yield False, KEY_LOST.format(config.desk.keys_file)
    key = "" if lost else " and signing key"
    yield True, f"database {store.url.render_as_string(hide_password=True)}{made}{key}"
    with store.reading() as connection:
        found = standing(connection)
    for doubt in doubts(office, found, now):
        yield None, doubt


def _files(config: Config) -> tuple[Policy, Catalogue | None]:
    """What the configuration names. Raises `ConfigInvalid` with what is wrong in any of it, letters and passwords too."""
    wrong: list[str] = []
    policy = catalogue = None
    try:
        policy = load_pack(config.desk.policy)
    except PackInvalid as invalid:
        wrong += invalid.problems
    try:
        catalogue = catalogue_of(config)
    except CatalogueError as invalid:
        wrong += invalid.problems
    if policy is None or wrong:
        raise ConfigInvalid((*wrong, *check_templates(config.desk.templates_dir), *_missing(config)))
    return policy, catalogue


def _missing(config: Config) -> Iterator[str]:
    """Passwords that are not where they should be; one told once, however many servers want it."""
    told: set[str] = set()
    for account in (*config.mailboxes, *((config.smtp,) if config.smtp.username else ())):
        try:
            account.password()
        except SecretMissing as missing:
            if str(missing) not in told:
                yield str(missing)
            told.add(str(missing))


def _online(config: Config) -> Iterator[tuple[bool, str]]:
    reached = [_reached(settings) for settings in config.mailboxes]
    yield from reached
    yield from asyncio.run(_round_trip(config, looks=any(opened for opened, _ in reached)))


def _reached(settings: Mailbox) -> tuple[bool, str]:
    mailbox = ImapMailbox(imap_settings(settings))
    try:
        opened = mailbox.open()
        handled = len(mailbox.drawer_uids(Drawer.HANDLED))
    except (MailboxError, SecretMissing) as error:
        return False, str(error) if isinstance(error, MailboxError) else f"mailbox {settings.name}: {error}"
    finally:
        mailbox.close()
    filed = f", {handled} in {settings.handled}" if settings.after.value == "move" else ""
    return not opened.read_only, (
        f"mailbox {settings.name}: {settings.folder} holds {opened.messages} letters{filed}"
        + (" but is read-only: letters cannot be filed away" if opened.read_only else "")
    )


async def _round_trip(config: Config, *, looks: bool) -> list[tuple[bool, str]]:
    """A mail from the desk to the desk, to its sub-address where one is configured; `looks`: it can be looked for."""
    local, _, domain = config.desk.address.partition("@")
    mark = secrets.token_hex(8)
    to = f"{local}{config.desk.subaddress}check@{domain}" if config.desk.subaddress else config.desk.address
    message_id = f"<amends-check.{mark}@{domain}>"
    draft = Draft(
        message_id=message_id,
        date=datetime.now(config.desk.timezone),
        sender=Address(config.smtp.sender, config.desk.name),
        to=(Address(to),),
        subject=f"Amends: a check of the way from the desk to itself ({mark})",
        text="This mail was sent by `amends check --connect`. Nobody needs to do anything.\n",
        html=None,
        language="en",
        auto=Auto.GENERATED,
        headers={NOTICE_HEADER: "check"},
    )
    courier = SmtpCourier(smtp_settings(config))

    async def go_on() -> bool:
        return True

    try:
        outcome = await courier.send(Envelope(config.smtp.sender, (to,), compose(draft)), go_on)
        limit = courier.size_limit
    except SecretMissing as missing:
        return [(False, str(missing))]
    finally:
        await courier.close()
    match outcome:
        case Delivered():
            size = f"takes mails up to {limit:,} bytes" if limit else "names no size limit"
            sent = (True, f"smtp {config.smtp.host}: accepted a mail to {to}; it {size}")
        case Refused(replies):
            return [(False, f"smtp {config.smtp.host}: {to}: {next(iter(replies.values())).text}")]
        case Lost(reason) | Uncertain(reason) | Down(reason):
            return [(False, f"smtp {config.smtp.host}: {reason}")]
    return [sent, *(await asyncio.to_thread(_arrived, config, message_id, to, mark) if looks else ())]


def _arrived(config: Config, message_id: str, to: str, mark: str) -> list[tuple[bool, str]]:
    """Look for the mail in every mailbox until it has come; a daemon that runs may have filed it by then."""
    boxes = [ImapMailbox(imap_settings(settings)) for settings in config.mailboxes]
    until = time.monotonic() + ARRIVES_WITHIN_SECONDS
    try:
        for box in boxes:
            box.open()
        while time.monotonic() < until:
            for box in boxes:
                if header := _found(box, mark.encode()):
                    return _survived(header, message_id, to, config)
            time.sleep(LOOK_EVERY_SECONDS)
    except MailboxError as error:
        return [(False, f"looking for the mail: {error}")]
    finally:
        for box in boxes:
            box.close()
    return [(False, f"the mail to {to} did not arrive within {ARRIVES_WITHIN_SECONDS} s; does {to} reach the mailbox?")]


def _found(box: ImapMailbox, mark: bytes) -> bytes | None:
    """The header of our mail, known by the mark in Message-ID and subject: one of an earlier check is another mail."""
    newest = box.headers(box.uids()[-LOOKED_AT:])
    filed = box.drawer_headers(Drawer.HANDLED, box.drawer_uids(Drawer.HANDLED)[-LOOKED_AT:])
    return next((header for header in (*newest.values(), *filed.values()) if mark in header), None)


def _survived(header: bytes, message_id: str, to: str, config: Config) -> list[tuple[bool, str]]:
    told = [(True, "the mail came back to the mailbox")]
    kept = message_id.encode() in header
    told.append((kept, "its Message-ID " + ("survives" if kept else "was replaced: answers cannot be matched by it")))
    named = NOTICE_HEADER.lower().encode() in header.lower()
    told.append((named, "our headers " + ("survive" if named else "were removed on the way")))
    if config.desk.subaddress:
        kept = to.encode() in header
        told.append((kept, f"the sub-address {to} " + ("survives" if kept else 'was lost; set subaddress = ""')))
    return told
