"""The folder of a mailbox where colleagues' mail programs keep what they sent by hand: only looked into.

It is read as a mailbox is, by an `Intake` of its own that files nothing away, on the mailbox's thread, over a
connection that lasts no longer than the look. Whatever is wrong with it, the mailbox itself goes on being read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from daemon import journal
from daemon.clock import Clock
from daemon.intake import Intake
from daemon.mailbox import MailboxRefused, MailboxUnavailable

EVERY = timedelta(minutes=5)  # each look is a login, and a colleague's mail is answered by nobody sooner
EVERY_IF_REFUSED = timedelta(hours=1)  # most likely there is no such folder


class SentFolder:
    """Looks into one sent folder from time to time. Belongs to its mailbox's thread."""

    def __init__(self, name: str, intake: Intake, clock: Clock) -> None:
        """`name`: as the ledger knows it."""
        self._name = name
        self._intake = intake
        self._clock = clock
        self._next = datetime.min.replace(tzinfo=UTC)
        self._refused = False

    def once(self) -> bool:
        """A batch, if it is time for one. True: there may be more at once. Raises `StoreUnavailable`."""
        now = self._clock.now()
        if now < self._next:
            return False
        rest = EVERY
        try:
            if self._intake.once():
                return True
            self._refused = False
        except MailboxRefused as refused:
            rest = EVERY_IF_REFUSED
            if not self._refused:
                journal.sent_folder_unread(mailbox=self._name, reason=str(refused))
            self._refused = True
        except MailboxUnavailable as lost:
            journal.mailbox_down(mailbox=self._name, reason=str(lost), again_seconds=rest.total_seconds())
        self._next = now + rest
        self._intake.release()
        return False
