"""The Mailbox port: what intake needs of an IMAP mailbox, and nothing more.

A mailbox is synchronous and belongs to one thread. `ImapMailbox` (daemon.imap) is the real one; the in-memory one
passes the same contract suite (tests/contracts/). No text taken from a letter ever reaches the server: all arguments
are integers or come from the configuration (hazards D9).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class After(StrEnum):
    """What happens to a letter on the server once it is safely ours."""

    MOVE = "move"
    SEEN = "seen"
    LEAVE = "leave"


class Drawer(StrEnum):
    """Where a letter is filed away: the configured handled or quarantine folder."""

    HANDLED = "handled"
    QUARANTINE = "quarantine"


class MailboxError(Exception):
    """The mailbox cannot be used just now. Its text is a sentence for the operator."""

    filing = False  # whether only what is done with cannot be filed away: letters are read and answered


class MailboxUnavailable(MailboxError):
    """Transient: lost link, timeout, server busy. Reconnect with backoff; nothing is lost."""


class MailboxBusy(MailboxUnavailable):
    """The server asks for patience: no letter's fault."""


class MailboxRefused(MailboxError):
    """The server says no to our credentials or folder: retry slowly and tell the operator."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A selected folder. `uidvalidity` is the epoch of all UIDs (RFC 3501, section 2.3.1.1)."""

    uidvalidity: int
    uidnext: int
    messages: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is known of a letter before its bytes are fetched."""

    uid: int
    size: int  # bytes, RFC822.SIZE
    received: datetime | None  # INTERNALDATE, aware UTC; None where the server gives none that can be read
    seen: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """A letter's bytes as the server keeps them."""

    uid: int
    raw: bytes
    received: datetime | None
    size: int  # bytes on the server; larger than len(raw) when only the beginning was fetched


class Mailbox(Protocol):
    """One IMAP folder with its two drawers. Every method may raise `MailboxError`; after that call `close()`."""

    @property
    def name(self) -> str:
        """The configured name."""
        ...

    @property
    def problems(self) -> list[str]:
        """What could not be fetched and why, since the list was last cleared; the caller journals and clears it."""
        ...

    def open(self) -> Opened:
        """Connect, log in, create what folders are missing, select the folder."""
        ...

    def uids(self, after: int = 0) -> list[int]:
        """All UIDs greater than `after`, ascending, as the server sees the folder now."""
        ...

    def summaries(self, uids: Sequence[int]) -> list[Summary]:
        """Sizes and dates; a UID that has gone is left out."""
        ...

    def headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The header block of each letter, for the index of letters we leave alone."""
        ...

    def fetch(self, uids: Sequence[int], first_bytes: int | None = None) -> list[Fetched]:
        """The letters' bytes (only the first `first_bytes` if given); one that has gone or is empty is left out."""
        ...

    def file_away(self, uids: Iterable[int], drawer: Drawer) -> None:
        """Do as `after` says: move into the drawer, mark as seen, or nothing. A UID that has gone is no error."""
        ...

    def drawer_uids(self, drawer: Drawer) -> list[int]:
        """UIDs in a drawer (0 where it is the folder itself or `after` is not move): a full one tells of a past life."""
        ...

    def drawer_headers(self, drawer: Drawer, uids: Sequence[int]) -> dict[int, bytes]:
        """Header blocks from a drawer."""
        ...

    def wait(self, seconds: float) -> None:
        """Return when something may have arrived since the last `uids()`, when `wake()` is called, or after `seconds`."""
        ...

    def wake(self) -> None:
        """End a `wait()` at once. The only method that may be called from another thread."""
        ...

    def close(self) -> None:
        """Drop the connection. Never raises; may be called twice."""
        ...
