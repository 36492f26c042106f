"""What the Mailbox contract needs of the world around a mailbox: on real IMAP servers, and in memory."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from imapclient import IMAPClient

from daemon.config_tables import Mailbox as MailboxSettings
from daemon.demo.world import MailWorld
from daemon.imap.mailbox import ImapMailbox, ImapSettings
from daemon.mailbox import After, Mailbox
from daemon.rehearsal.clock import VirtualClock
from daemon.rehearsal.mailbox import MemoryAccount, MemoryMailbox
from tests.servers.dovecot import PASSWORD, Dovecot


class Bench(Protocol):
    """A folder INBOX with the drawers Handled and Quarantine, seen from all sides but ours."""

    def mailbox(self, after: After = After.MOVE, *, folder: str = "INBOX", handled: str = "Handled") -> Mailbox:
        """The mailbox under test, not yet opened. It is closed when the test ends."""
        ...

    def deliver(self, raw: bytes, received: datetime | None = None) -> int:
        """A letter arrives. Gives its UID."""
        ...

    def mail(self, folder: str = "INBOX") -> list[bytes]:
        """What is in a folder; nothing if there is no such folder."""
        ...

    def remove(self, uid: int) -> None:
        """A colleague deletes a letter for good."""
        ...

    def mark_deleted(self, uid: int) -> None:
        """A colleague marks a letter as deleted and leaves it there."""
        ...

    def is_seen(self, uid: int) -> bool:
        """Whether a letter in INBOX is marked as read."""
        ...

    def drop(self) -> None:
        """The connection of the mailbox breaks."""
        ...

    def close(self) -> None:
        """Close the mailboxes that were made."""
        ...


@dataclass
class ImapBench:
    """A Bench on an IMAP server that offers some user a folder."""

    settings: ImapSettings
    put: Callable[[bytes, datetime | None], int]
    look: Callable[[str], list[bytes]]
    cut: Callable[[], None]
    _made: list[ImapMailbox] = field(default_factory=list[ImapMailbox])

    def mailbox(self, after: After = After.MOVE, *, folder: str = "INBOX", handled: str = "Handled") -> ImapMailbox:
        """A mailbox on this server's user; see Bench."""
        settings = changed(self.settings, after=after, folder=folder, handled=handled)
        self._made.append(ImapMailbox(settings))
        return self._made[-1]

    def deliver(self, raw: bytes, received: datetime | None = None) -> int:
        """See Bench."""
        return self.put(raw, received)

    def mail(self, folder: str = "INBOX") -> list[bytes]:
        """See Bench."""
        return self.look(folder)

    def remove(self, uid: int) -> None:
        """See Bench."""
        with self.colleague() as client:
            client.delete_messages([uid])
            client.uid_expunge([uid])

    def mark_deleted(self, uid: int) -> None:
        """See Bench."""
        with self.colleague() as client:
            client.delete_messages([uid])

    def is_seen(self, uid: int) -> bool:
        """See Bench."""
        with self.colleague() as client:
            return rb"\Seen" in client.get_flags([uid])[uid]

    def drop(self) -> None:
        """See Bench."""
        self.cut()

    def close(self) -> None:
        """See Bench."""
        for mailbox in self._made:
            mailbox.close()

    @contextmanager
    def colleague(self) -> Generator[Any]:
        """Another mail program of the same user (an IMAPClient, untyped), with INBOX selected."""
        with cast("Any", IMAPClient(self.settings.host, self.settings.port, ssl=False, timeout=20)) as client:
            client.login(self.settings.username, self.settings.password())
            client.select_folder("INBOX")
            yield client


@dataclass
class MemoryBench:
    """A Bench on an account in memory, and on a clock that stands still."""

    account: MemoryAccount = field(default_factory=MemoryAccount)
    clock: VirtualClock = field(default_factory=lambda: VirtualClock(datetime(2026, 11, 23, tzinfo=UTC)))
    _made: list[MemoryMailbox] = field(default_factory=list[MemoryMailbox])

    def mailbox(self, after: After = After.MOVE, *, folder: str = "INBOX", handled: str = "Handled") -> MemoryMailbox:
        """See Bench."""
        account = {"host": "imap.shop.test", "username": "desk@shop.test"}
        settings = MailboxSettings.model_validate(account | {"after": after, "folder": folder, "handled": handled})
        self._made.append(MemoryMailbox(settings, self.clock, self.account))
        return self._made[-1]

    def deliver(self, raw: bytes, received: datetime | None = None) -> int:
        """See Bench."""
        return self.account.arrive(raw, received or self.clock.now())

    def mail(self, folder: str = "INBOX") -> list[bytes]:
        """See Bench."""
        return [letter.raw for letter in self.account.letters(folder).values()]

    def remove(self, uid: int) -> None:
        """See Bench."""
        self.account.remove(uid)

    def mark_deleted(self, uid: int) -> None:
        """See Bench."""
        self.account.mark([uid], deleted=True)

    def is_seen(self, uid: int) -> bool:
        """See Bench."""
        return self.account.letters()[uid].seen

    def drop(self) -> None:
        """See Bench."""
        self.account.drop()

    def close(self) -> None:
        """See Bench."""
        for mailbox in self._made:
            mailbox.close()


def changed(settings: ImapSettings, **changes: Any) -> ImapSettings:
    """The settings with some fields replaced."""
    fields = {name: getattr(settings, name) for name in ImapSettings.__slots__}
    return ImapSettings(**(fields | changes))


def settings_for(port: int, username: str = "desk@shop.test", password: str = "secret", **changes: Any) -> ImapSettings:
    """Settings for a server on this machine that answers within seconds."""
    plain = ImapSettings(
        name="complaints",
        host="127.0.0.1",
        port=port,
        security="none",
        username=username,
        password=lambda: password,
        connect_timeout=5.0,
        read_timeout=10.0,
        command_deadline=20.0,
    )
    return changed(plain, **changes)


def dovecot_bench(server: Dovecot) -> ImapBench:
    """A fresh user of a Dovecot."""
    user = server.new_user()
    return ImapBench(
        settings_for(server.port, user, PASSWORD),
        put=lambda raw, received: server.deliver(user, raw, received=received),
        look=lambda folder: server.mail(user, folder),
        cut=lambda: server.drop(user),
    )


def world_bench(world: MailWorld) -> ImapBench:
    """The desk of a mail world."""
    desk = "desk@shop.test"
    return ImapBench(
        settings_for(world.imap_port, desk, world.users[desk]),
        put=lambda raw, received: world.deliver(desk, raw, received=received),
        look=lambda folder: world.mail(desk, folder),
        cut=world.drop_sessions,
    )
