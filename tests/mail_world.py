"""The mail world of the stories, in memory: a mailbox for everybody, and a mail server that delivers into them.

It is made of the rehearsal's mailboxes and courier, and can be looked at and disturbed as `daemon.demo.world.MailWorld`,
which does the same with real servers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from daemon.config_tables import Mailbox as MailboxSettings
from daemon.courier import Reply
from daemon.demo.world import Fault, Sent, owner_of
from daemon.rehearsal.clock import VirtualClock
from daemon.rehearsal.courier import MemoryCourier
from daemon.rehearsal.courier import Sent as Accepted
from daemon.rehearsal.mailbox import MemoryAccount, MemoryMailbox


class MemoryMailWorld:
    """Mailboxes of `users`, by address; mail for others is in `sent` only. `fault` is as in `MailWorld`."""

    imap_port, smtp_port = 143, 25  # for the configuration's sake: nobody listens there, and nobody calls

    def __init__(self, users: Iterable[str], clock: VirtualClock) -> None:
        self.fault: Fault | None = None
        self.sent: list[Sent] = []
        self.courier = MemoryCourier(clock, self._accept)
        self.courier.objection = self._objection
        self._clock = clock
        self._accounts = {address.lower(): MemoryAccount() for address in users}

    def mailbox(self, settings: MailboxSettings) -> MemoryMailbox:
        """What the daemon reads of a configured mailbox."""
        return MemoryMailbox(settings, self._clock, self._accounts[settings.username.lower()])

    def deliver(self, address: str, raw: bytes, folder: str = "INBOX", received: datetime | None = None) -> int:
        """Put a letter into a folder as if it had come at `received` (aware; default now). Gives its UID."""
        return self._account(address).arrive(raw, received or self._clock.now(), folder)

    def mail(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """What is in a folder, in the order of arrival. A folder that does not exist has nothing in it."""
        return [letter.raw for letter in self._account(address).letters(folder).values()]

    def set_back(self, address: str, uidnext: int) -> None:
        """The server was restored from a backup: UIDs from `uidnext` on will be given again."""
        self._account(address).set_back(uidnext)

    def _account(self, address: str) -> MemoryAccount:
        """Raises KeyError for somebody who has no mailbox here."""
        owner = owner_of(address, self._accounts)
        if owner is None:
            raise KeyError(f"{address} is not a user of this mail world")
        return self._accounts[owner]

    def _objection(self, mail: Accepted) -> Reply | None:
        reply = self.fault and self.fault(Sent(mail.sender, mail.recipients, mail.content))
        return Reply(int(reply[:3]), reply[4:]) if reply else None

    def _accept(self, mail: Accepted) -> None:
        self.sent.append(Sent(mail.sender, mail.recipients, mail.content))
        for recipient in mail.recipients:
            if owner := owner_of(recipient, self._accounts):
                self._accounts[owner].arrive(mail.content, mail.at)
