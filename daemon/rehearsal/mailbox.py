"""A mailbox in memory: the letters of one account, and a `daemon.mailbox.Mailbox` that looks at them.

It does what Dovecot does as far as intake can see: UIDs that are never used twice, dates in whole seconds, letters that
keep their marks when they are moved. Only `wait()` knows real time: a rehearsal never waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event, RLock

from daemon.clock import Clock
from daemon.config_tables import Mailbox as MailboxSettings
from daemon.mailbox import After, Drawer, Fetched, MailboxRefused, MailboxUnavailable, Opened, Summary

EPOCH = 1  # the UIDVALIDITY of every folder: nothing renumbers them
_END_OF_HEADERS = re.compile(rb"\A\r?\n|\r?\n\r?\n")


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter on the server. `deleted`: marked so by somebody, and still there."""

    raw: bytes
    received: datetime  # INTERNALDATE
    seen: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Folder:
    """Letters by UID, ascending."""

    letters: dict[int, Kept] = field(default_factory=dict[int, Kept])
    uidnext: int = 1

    def add(self, letter: Kept) -> int:
        """Keep it under the next UID, which is given."""
        uid = self.uidnext
        self.letters[uid] = letter
        self.uidnext += 1
        return uid


class MemoryAccount:
    """The server's side: the folders of one user. May be used from any thread."""

    def __init__(self, *folders: str) -> None:
        """INBOX is always there; `folders` are others that are."""
        self._lock = RLock()
        self._folders = {_folder_name(name): Folder() for name in ("INBOX", *folders)}
        self._connections: set[Event] = set()  # each connection is known by the bell that ends its wait

    def arrive(self, raw: bytes, received: datetime, folder: str = "INBOX") -> int:
        """A letter arrives at `received` (aware). Gives its UID."""
        with self._lock:
            uid = self._folders[_folder_name(folder)].add(Kept(raw, received.astimezone(UTC).replace(microsecond=0)))
            for bell in self._connections:
                bell.set()
        return uid

    def letters(self, folder: str = "INBOX") -> dict[int, Kept]:
        """What is in a folder now, by UID; nothing if there is no such folder."""
        with self._lock:
            found = self._folders.get(_folder_name(folder))
            return dict(found.letters) if found else {}

    def mark(self, uids: Iterable[int], folder: str = "INBOX", *, seen: bool = False, deleted: bool = False) -> None:
        """Add marks to those of the letters that are there."""
        with self._lock:
            letters = self._folders[_folder_name(folder)].letters
            for uid in letters.keys() & set(uids):
                letter = letters[uid]
                letters[uid] = replace(letter, seen=letter.seen or seen, deleted=letter.deleted or deleted)

    def remove(self, uid: int, folder: str = "INBOX") -> None:
        """A letter is gone for good."""
        with self._lock:
            del self._folders[_folder_name(folder)].letters[uid]

    def move(self, uids: Iterable[int], folder: str, target: str) -> None:
        """Move those of the letters that are there, in the order of their UIDs. A missing target is made."""
        with self._lock:
            letters = self._folders[_folder_name(folder)].letters
            self.make(target)
            for uid in sorted(letters.keys() & set(uids)):
                self._folders[_folder_name(target)].add(letters.pop(uid))

    def make(self, folder: str) -> None:
        """See to it that there is such a folder."""
        with self._lock:
            self._folders.setdefault(_folder_name(folder), Folder())

    def select(self, folder: str) -> Opened | None:
        """What IMAP tells of a folder at its selection; None if there is no such folder."""
        with self._lock:
            found = self._folders.get(_folder_name(folder))
            return found and Opened(EPOCH, found.uidnext, len(found.letters), read_only=False)

    def set_back(self, uidnext: int) -> None:
        """The inbox's UIDs from this one on are given again, as by a server restored from a backup."""
        with self._lock:
            self._folders["INBOX"].uidnext = uidnext

    def connect(self, bell: Event) -> None:
        """A connection begins. Its `bell` rings when a letter arrives or the connection breaks."""
        with self._lock:
            self._connections.add(bell)

    def is_connected(self, bell: Event) -> bool:
        """Whether the connection still holds."""
        with self._lock:
            return bell in self._connections

    def disconnect(self, bell: Event) -> None:
        """A connection ends, if it has not yet."""
        with self._lock:
            self._connections.discard(bell)

    def drop(self) -> None:
        """All connections break."""
        with self._lock:
            for bell in self._connections:
                bell.set()
            self._connections.clear()


class MemoryMailbox:
    """A `daemon.mailbox.Mailbox` on a `MemoryAccount`, one of its own unless `account` is given.

    Of the settings it heeds name, folders and `after`. A daemon that starts again may use the same object again.
    """

    def __init__(self, settings: MailboxSettings, clock: Clock, account: MemoryAccount | None = None) -> None:
        """`clock` dates the letters that `arrive` without a date."""
        self._settings = settings
        self._clock = clock
        self.account = account or MemoryAccount(settings.folder)
        self._drawers = {Drawer.HANDLED: settings.handled, Drawer.QUARANTINE: settings.quarantine}
        self._bell = Event()
        self.problems: list[str] = []

    @property
    def name(self) -> str:
        """The configured name."""
        return self._settings.name

    # ---- for the stage ----------------------------------------------------------------------------------------

    def arrive(self, raw: bytes, received: datetime | None = None) -> int:
        """A letter arrives in the watched folder, at `received` (aware) or now. Gives its UID."""
        return self.account.arrive(raw, received or self._clock.now(), self._settings.folder)

    def folder(self, name: str) -> list[bytes]:
        """The letters of a folder, oldest UID first; nothing if there is no such folder."""
        return [letter.raw for letter in self.account.letters(name).values()]

    # ---- for intake -------------------------------------------------------------------------------------------

    def open(self) -> Opened:
        """Connect, make missing drawers, select the folder. A missing folder itself is refused."""
        self.close()
        opened = self.account.select(self._settings.folder)
        if opened is None:
            raise MailboxRefused(f"mailbox {self.name}: there is no folder {self._settings.folder}")
        if self._settings.after is After.MOVE:
            for folder in self._drawers.values():
                self.account.make(folder)
        self.account.connect(self._bell)
        return opened

    def uids(self, after: int = 0) -> list[int]:
        """All UIDs greater than `after`, ascending."""
        return [uid for uid in self._letters() if uid > after]

    def summaries(self, uids: Sequence[int]) -> list[Summary]:
        """Sizes and dates; a UID that has gone is left out."""
        return [
            Summary(uid, len(letter.raw), letter.received, letter.seen) for uid, letter in self._letters(uids).items()
        ]

    def headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The header block of each letter."""
        return _header_blocks(self._letters(uids))

    def fetch(self, uids: Sequence[int], first_bytes: int | None = None) -> list[Fetched]:
        """The letters' bytes (only the first `first_bytes` if given); one that has gone or is empty is left out."""
        found = self._letters(uids)
        self.problems += [f"UID {uid}: an empty letter" for uid, letter in found.items() if not letter.raw]
        return [
            Fetched(uid, letter.raw[:first_bytes], letter.received, len(letter.raw))
            for uid, letter in found.items()
            if letter.raw
        ]

    def file_away(self, uids: Iterable[int], drawer: Drawer) -> None:
        """Do as `after` says: move into the drawer, mark as seen, or nothing. A UID that has gone is no error."""
        self._check_connected()
        if self._settings.after is After.LEAVE:
            return
        if self._moves_to(drawer):
            self.account.move(uids, self._settings.folder, self._drawers[drawer])
        else:
            self.account.mark(uids, self._settings.folder, seen=True)

    def drawer_uids(self, drawer: Drawer) -> list[int]:
        """UIDs in a drawer (none where it is the folder itself or `after` is not move)."""
        self._check_connected()
        return list(self.account.letters(self._drawers[drawer])) if self._moves_to(drawer) else []

    def drawer_headers(self, drawer: Drawer, uids: Sequence[int]) -> dict[int, bytes]:
        """Header blocks from a drawer."""
        self._check_connected()
        return _header_blocks(_some(self.account.letters(self._drawers[drawer]), uids))

    def wait(self, seconds: float) -> None:
        """Return when something has arrived, when `wake()` is called, or after `seconds` of real time."""
        self._bell.wait(seconds)
        self._bell.clear()

    def wake(self) -> None:
        """End a `wait()` at once. May be called from another thread."""
        self._bell.set()

    def close(self) -> None:
        """Drop the connection. Never raises; may be called twice."""
        self.account.disconnect(self._bell)

    def _check_connected(self) -> None:
        if not self.account.is_connected(self._bell):
            raise MailboxUnavailable(f"mailbox {self.name}: not connected")

    def _letters(self, uids: Iterable[int] | None = None) -> dict[int, Kept]:
        self._check_connected()
        return _some(self.account.letters(self._settings.folder), uids)

    def _moves_to(self, drawer: Drawer) -> bool:
        other = _folder_name(self._drawers[drawer]) != _folder_name(self._settings.folder)
        return self._settings.after is After.MOVE and other


def _some(letters: dict[int, Kept], uids: Iterable[int] | None) -> dict[int, Kept]:
    """Those asked for, ascending; all, if none are named."""
    return letters if uids is None else {uid: letters[uid] for uid in sorted(letters.keys() & set(uids))}


def _header_blocks(letters: dict[int, Kept]) -> dict[int, bytes]:
    """Up to and with the empty line, as BODY[HEADER] (RFC 3501, section 6.4.5); an empty letter has none."""
    return {uid: _header_block(letter.raw) for uid, letter in letters.items() if letter.raw}


def _header_block(raw: bytes) -> bytes:
    end = _END_OF_HEADERS.search(raw)
    return raw[: end.end()] if end else raw


def _folder_name(configured: str) -> str:
    """INBOX is the one name whose case does not matter (RFC 3501, section 5.1)."""
    first, slash, rest = configured.partition("/")
    return f"INBOX{slash}{rest}" if first.upper() == "INBOX" else configured
