"""The real mailbox: one IMAP folder and its two drawers, read so that nothing on the server can be lost by us.

Promises, each of which a library or a server breaks if left to itself (hazards D2, D9, F01-F09):

- Nothing is ever marked as read by reading (PEEK), nothing is expunged that is not named by its UID, and only
  integers and names from the configuration are ever sent.
- One bad letter costs only itself: when the answer for many cannot be had, they are asked for one by one, and what
  still fails is left out and named in `problems`.
- ENVELOPE and BODYSTRUCTURE are never asked for: servers and imapclient fall over what letters put into them.

The connection itself, its deadlines and its errors are `daemon.imap.session`, on `daemon.imap.wire`.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import cast

from daemon.imap.folders import ensure, missing, naming
from daemon.imap.session import Denied, Garbled, ImapSettings, LinkLost, Session
from daemon.imap.wire import Bell, Imap
from daemon.mailbox import After, Drawer, Fetched, MailboxBusy, MailboxError, MailboxUnavailable, Opened, Summary

__all__ = ["ImapMailbox", "ImapSettings"]

FETCH_LETTERS = 50  # per command: measured fastest, and what is lost when it fails is little
FETCH_BYTES = 8_000_000  # per command, unless a single letter is larger
LIST_LETTERS = 500  # per command for sizes, headers and filing; imaplib writes every UID out
HEADER_BYTES = 10_000  # a generous mean, for the deadline only
SEARCH_UIDS = 40_000  # per answer: ten digits each stay well below imaplib's limit of 1 MB a line
IDLE_SECONDS = 9 * 60.0  # well below the 29 minutes of RFC 2177 and the 10 of many routers
PROBLEMS_KEPT = 200  # when nobody asks for them

DELETED, SEEN = b"\\Deleted", b"\\Seen"


class ImapMailbox:
    """A `daemon.mailbox.Mailbox` on an IMAP server.

    `problems` collects sentences about single letters and other small failures; the caller empties it.
    """

    def __init__(self, settings: ImapSettings) -> None:
        self._settings = settings
        self._bell = Bell()
        self._session: Session | None = None
        self._opened = Opened(0, 0, 0, read_only=False)
        self._folder = settings.folder
        self._drawers: dict[Drawer, str] = {}
        self._known: dict[int, Summary] = {}  # of the last summaries(): fetch() needs the sizes again
        self._may_idle = settings.idle
        self.problems: list[str] = []

    @property
    def name(self) -> str:
        """The configured name."""
        return self._settings.name

    # ---- opening and closing ----------------------------------------------------------------------------------

    def open(self) -> Opened:
        """Connect, log in, create missing drawers, select the folder.

        A missing folder itself is refused: a name mistyped in the configuration must not become an empty mailbox that
        is watched for ever.
        """
        self.close()
        try:
            self._opened = self._begin()
        except BaseException:
            self.close()  # whoever reconnects for hours must not collect sockets
            raise
        return self._opened

    def _begin(self) -> Opened:
        self._session = session = Session(self._settings)
        session.connect()
        self._may_idle = self._settings.idle and "IDLE" in session.capabilities
        self._known = {}
        name_of = naming(session)
        self._folder = name_of(self._settings.folder)
        self._drawers = {
            Drawer.HANDLED: name_of(self._settings.handled),
            Drawer.QUARANTINE: name_of(self._settings.quarantine),
        }
        if self._settings.after is After.MOVE:
            for folder in self._drawers.values():
                self._ensure_or_note(folder)
        try:
            return self._select(self._folder, read_only=self._settings.examine)
        except Denied as refusal:
            if named := missing(session, self._folder):
                raise Denied(f"{refusal}; {named}", refusal.code) from refusal
            raise

    def close(self) -> None:
        """Drop the connection. Never raises; may be called twice."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _live(self) -> Session:
        if self._session is None:
            raise MailboxUnavailable(f"mailbox {self._settings.name}: not connected")
        return self._session

    # ---- looking ----------------------------------------------------------------------------------------------

    def uids(self, after: int = 0) -> list[int]:
        """All UIDs greater than `after`, ascending, as the server sees the folder now."""
        session = self._live()
        session.refresh()  # without it Dovecot and pymap show an old folder
        session.news()  # so far: the search finds it. What comes during the search it may not find
        return self._search(after)

    def summaries(self, uids: Sequence[int]) -> list[Summary]:
        """Sizes and dates; a UID that has gone is left out."""
        found: dict[int, Summary] = {}
        for chunk in _chunks(uids, LIST_LETTERS):
            items = ("RFC822.SIZE", "INTERNALDATE", "FLAGS")
            entries = self._fetch("fetching sizes", chunk, items, b"RFC822.SIZE", without=("RFC822.SIZE", "FLAGS"))
            found |= {uid: _summary(uid, entry) for uid, entry in entries.items()}
        self._known = found
        return [found[uid] for uid in sorted(found)]

    def headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The header block of each letter, for the index of letters we leave alone."""
        found: dict[int, bytes] = {}
        for chunk in _chunks(uids, LIST_LETTERS):
            transfer = len(chunk) * HEADER_BYTES
            entries = self._fetch("fetching headers", chunk, ("BODY.PEEK[HEADER]",), b"BODY[HEADER]", transfer)
            found |= {uid: block for uid, entry in entries.items() if (block := _bytes(entry[b"BODY[HEADER]"]))}
        return found

    def fetch(self, uids: Sequence[int], first_bytes: int | None = None) -> list[Fetched]:
        """The letters' bytes (only the first `first_bytes` if given); one that has gone or is empty is left out."""
        wanted = _unique(uids)
        known = self._known
        if missing := [uid for uid in wanted if uid not in known]:
            known = known | {summary.uid: summary for summary in self.summaries(missing)}
            self._known = known
        letters: list[Fetched] = []
        for chunk in _by_weight([known[uid] for uid in wanted if uid in known], first_bytes):
            letters += self._fetch_bodies(chunk, first_bytes)
        return letters

    def _fetch_bodies(self, chunk: Sequence[Summary], first_bytes: int | None) -> list[Fetched]:
        key, item = (
            (b"BODY[]", "BODY.PEEK[]") if first_bytes is None else (b"BODY[]<0>", f"BODY.PEEK[]<0.{first_bytes}>")
        )
        transfer = sum(_weight(summary, first_bytes) for summary in chunk)
        entries = self._fetch("fetching letters", [summary.uid for summary in chunk], (item,), key, transfer)
        letters: list[Fetched] = []
        for summary in chunk:
            if summary.uid not in entries:
                continue
            if raw := _bytes(entries[summary.uid][key]):
                whole = first_bytes is None or len(raw) < first_bytes
                size = len(raw) if whole else max(summary.size, len(raw))
                letters.append(Fetched(summary.uid, raw, summary.received, size))
            else:
                self._note(f"UID {summary.uid}: the server gives an empty letter")
        return letters

    def _fetch(
        self,
        what: str,
        uids: Sequence[int],
        items: Sequence[str],
        key: bytes,
        transfer: int = 0,
        *,
        without: Sequence[str] = (),
    ) -> dict[int, dict[bytes, object]]:
        """The entries that are of a requested UID and have `key` (hazards F05).

        When the answer for several is a NO or cannot be read, each is asked for alone; then, if given, with the
        fewer items of `without`.
        """
        try:
            answer = self._live().ask(what, lambda c: c.fetch(uids, items), transfer)
        except (Denied, Garbled) as problem:
            self._live().refresh()  # is the connection still in step? If not, this raises
            if len(uids) > 1:
                alone = [self._fetch(what, [uid], items, key, transfer, without=without) for uid in uids]
                return {uid: entry for one in alone for uid, entry in one.items()}
            if without:
                return self._fetch(what, uids, without, key, transfer)
            self._note(f"UID {uids[0]}: {problem}")
            return {}
        return {uid: entry for uid in uids if (entry := answer.get(uid)) is not None and key in entry}

    def _search(self, after: int) -> list[int]:
        found: set[int] = set()
        for first, last in self._ranges(after):
            found |= set(self._live().search("UID", f"{first}:{last or '*'}"))
        return sorted(uid for uid in found if uid > after)  # "n:*" always finds the last letter, even below n

    def _ranges(self, after: int) -> list[tuple[int, int]]:
        """UID ranges that cover everything above `after`, each with at most some SEARCH_UIDS letters; 0 is no end.

        A folder larger than that is measured from its end: the UID of every SEARCH_UIDS-th letter is a boundary.
        The ranges have no gaps, so letters that come and go meanwhile are not missed, only counted elsewhere.
        """
        ranges: list[tuple[int, int]] = []
        last, number = 0, self._live().exists - SEARCH_UIDS
        while number > 0:
            boundary = self._uid_of(number)
            if boundary <= after:
                break
            ranges.append((boundary + 1, last))
            last, number = boundary, number - SEARCH_UIDS
        return [*ranges, (after + 1, last)][::-1]

    def _uid_of(self, number: int) -> int:
        """The UID of the letter with this sequence number; 0 if there is none."""
        with suppress(Denied):  # some servers say BAD to a number beyond the last
            return max(self._live().search(str(number)), default=0)
        return 0

    # ---- filing away ------------------------------------------------------------------------------------------

    def file_away(self, uids: Iterable[int], drawer: Drawer) -> None:
        """Do as `after` says: move into the drawer, mark as seen, or nothing. A UID that has gone is no error."""
        wanted = _unique(uids)
        if not wanted or self._settings.after is After.LEAVE:
            return
        if self._opened.read_only:
            self._note(f"the folder {self._folder} is read-only: {len(wanted)} letters cannot be filed away")
            return
        target = self._drawers[drawer]
        for chunk in _chunks(wanted, LIST_LETTERS):
            if self._settings.after is After.SEEN or target == self._folder:
                self._flag(chunk, SEEN)
            else:
                self._put(chunk, target)

    def _put(self, uids: Sequence[int], target: str) -> None:
        """MOVE (RFC 6851); else COPY and expunge just these (UIDPLUS, RFC 4315); else COPY and mark as seen.

        The last leaves the letter where it is: a bare EXPUNGE would also remove what others marked as deleted. There it
        is met again after each reconnection, and what is marked as seen is not copied once more.
        """
        capabilities = self._live().capabilities
        if "MOVE" in capabilities:
            self._transfer(uids, target, "MOVE")
            return
        if "UIDPLUS" in capabilities:
            self._transfer(uids, target, "COPY")
            self._flag(uids, DELETED)
            self._live().ask("UID EXPUNGE", lambda c: c.uid_expunge(uids))
        elif unseen := [summary.uid for summary in self.summaries(uids) if not summary.seen]:
            self._transfer(unseen, target, "COPY")
            self._flag(unseen, SEEN)

    def _transfer(self, uids: Sequence[int], target: str, command: str) -> None:
        """MOVE or COPY all; where the server refuses, those that are still there one by one.

        Raises MailboxRefused for the last one that was refused, after the others have been dealt with.
        """

        def transfer(some: Sequence[int]) -> None:
            what = f"{command} to {target}"
            self._live().ask(what, lambda c: c.move(some, target) if command == "MOVE" else c.copy(some, target))

        try:
            transfer(uids)
        except Denied as refusal:
            if refusal.code == "TRYCREATE":  # somebody has removed the drawer
                self._ensure(target)
        else:
            return
        last_refusal: Denied | None = None
        for uid in self._still_there(uids):
            try:
                transfer([uid])
            except Denied as refusal:
                last_refusal = refusal
        if last_refusal is not None:
            raise last_refusal

    def _still_there(self, uids: Sequence[int]) -> list[int]:
        self._live().refresh()
        return sorted(set(self._live().search("UID", ",".join(map(str, uids)))) & set(uids))

    def _flag(self, uids: Sequence[int], flag: bytes) -> None:
        self._live().ask(f"STORE {flag.decode()}", lambda c: c.add_flags(uids, [flag], silent=True))

    # ---- drawers ----------------------------------------------------------------------------------------------

    def drawer_uids(self, drawer: Drawer) -> list[int]:
        """UIDs in a drawer (none where it is the folder itself or `after` is not move): a full one tells of a past life."""
        if self._settings.after is not After.MOVE or self._drawer(drawer) == self._folder:
            return []
        with self._looking_into(drawer):
            return self._search(0)

    def drawer_headers(self, drawer: Drawer, uids: Sequence[int]) -> dict[int, bytes]:
        """Header blocks from a drawer."""
        with self._looking_into(drawer):
            return self.headers(uids)

    def _drawer(self, drawer: Drawer) -> str:
        self._live()
        return self._drawers[drawer]

    @contextmanager
    def _looking_into(self, drawer: Drawer) -> Generator[None]:
        """Select the drawer for reading, and the folder again afterwards, which must still be the same."""
        self._select(self._drawer(drawer), read_only=True)
        try:
            yield
        finally:
            again = self._select(self._folder, read_only=self._opened.read_only)
        if again.uidvalidity != self._opened.uidvalidity:
            raise MailboxUnavailable(
                f"mailbox {self._settings.name}: the folder {self._folder} was renumbered meanwhile"
            )

    # ---- folders ----------------------------------------------------------------------------------------------

    def _select(self, folder: str, *, read_only: bool) -> Opened:
        session = self._live()
        what = f"selecting {folder}"

        def select(client: Imap) -> tuple[dict[bytes, object], bool]:
            if not read_only:
                with suppress(client._imap.readonly):  # noqa: SLF001 - imaplib's way of saying [READ-ONLY] (hazards F08)
                    return client.select_folder(folder, readonly=False), False
            return client.select_folder(folder, readonly=True), True

        answer, read_only = session.ask(what, select)
        session.exists = _number(answer.get(b"EXISTS"))
        return Opened(_number(answer.get(b"UIDVALIDITY")), _number(answer.get(b"UIDNEXT")), session.exists, read_only)

    def _ensure(self, folder: str) -> None:
        if problem := ensure(self._live(), folder):
            self._note(problem)

    def _ensure_or_note(self, folder: str) -> None:
        """Letters are read and answered although it can be neither found nor made; filing them away says so."""
        try:
            self._ensure(folder)
        except (MailboxBusy, LinkLost, Garbled):
            raise
        except MailboxError as refusal:
            self._note(str(refusal))

    # ---- waiting ----------------------------------------------------------------------------------------------

    def wait(self, seconds: float) -> None:
        """Return when something may have arrived since the last `uids()`, when `wake()` is called, or after `seconds`."""
        until = time.monotonic() + seconds
        while not self._bell.answered() and (left := until - time.monotonic()) > 0 and not self._heard():
            if self._session is None or not self._may_idle:
                self._bell.wait(left)
            elif self._idle(self._session, min(left, IDLE_SECONDS)):
                break
        self._bell.answered()

    def _heard(self) -> bool:
        """Whether the server has told of letters since the last look, or does when it is asked now.

        Dovecot's IDLE also tells what it could have told before; pymap's tells only of what comes later.
        """
        if self._session is None:
            return False
        self._session.refresh()
        return self._session.news()

    def _idle(self, session: Session, seconds: float) -> bool:
        try:
            return session.idle(seconds, self._bell)
        except Denied as refusal:
            self._may_idle = False
            self._note(f"{refusal}. From now on the folder is only looked at from time to time")
            return False

    def wake(self) -> None:
        """End a `wait()` at once. The only method that may be called from another thread."""
        self._bell.ring()

    def _note(self, problem: str) -> None:
        self.problems.append(problem)
        del self.problems[:-PROBLEMS_KEPT]


def _unique(uids: Iterable[int]) -> list[int]:
    """Ascending, each once, and integers beyond doubt: they become part of a command (hazards D9)."""
    return sorted({int(uid) for uid in uids})


def _chunks(uids: Sequence[int], size: int) -> Iterator[list[int]]:
    ordered = _unique(uids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def _weight(summary: Summary, first_bytes: int | None) -> int:
    return summary.size if first_bytes is None else min(summary.size, first_bytes)


def _by_weight(summaries: Sequence[Summary], first_bytes: int | None) -> Iterator[list[Summary]]:
    """Chunks of at most FETCH_LETTERS letters and, unless one alone is larger, FETCH_BYTES bytes."""
    chunk: list[Summary] = []
    weight = 0
    for summary in summaries:
        more = _weight(summary, first_bytes)
        if chunk and (len(chunk) == FETCH_LETTERS or weight + more > FETCH_BYTES):
            yield chunk
            chunk, weight = [], 0
        chunk.append(summary)
        weight += more
    if chunk:
        yield chunk


def _summary(uid: int, entry: dict[bytes, object]) -> Summary:
    flags = entry.get(b"FLAGS")
    seen = isinstance(flags, tuple) and SEEN in cast("tuple[object, ...]", flags)
    return Summary(uid, _number(entry[b"RFC822.SIZE"]), _aware(entry.get(b"INTERNALDATE")), seen)


def _aware(date: object) -> datetime | None:
    """INTERNALDATE in UTC; one without an offset cannot be placed, and one at the edge of time not be converted."""
    if not isinstance(date, datetime) or date.tzinfo is None:
        return None
    with suppress(OverflowError, ValueError):
        return date.astimezone(UTC)
    return None


def _number(value: object) -> int:
    """A number out of an answer; 0 where there is none."""
    return value if isinstance(value, int) else 0


def _bytes(value: object) -> bytes:
    """A string out of an answer; empty for NIL."""
    return value if isinstance(value, bytes) else b""
