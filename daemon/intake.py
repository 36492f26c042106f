"""Intake: one mailbox, from the server's folder to settled letters. `once()` does one batch.

    fetch -> commit the bytes -> settle (daemon.settling) -> file away

Nothing on the server changes before a letter is settled, and nothing is parsed before its bytes are committed (hazards
D1, D2). What a crash leaves behind is found again: stored letters by their state, unfiled ones by their UID still
being in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from daemon import journal
from daemon.arrival_time import came_at, can_be_true
from daemon.clock import Clock
from daemon.commit import apply
from daemon.crash import crashpoint
from daemon.holder import Holder
from daemon.mailbox import (
    Drawer,
    Fetched,
    Mailbox,
    MailboxBusy,
    MailboxError,
    MailboxRefused,
    MailboxUnavailable,
    Opened,
    Summary,
)
from daemon.narrowing import TRIES, Narrowing
from daemon.plan import Office, Plan
from daemon.planning.effects import IntakeState
from daemon.planning.failures import alarm_notice
from daemon.settling import Settling
from daemon.store import leases, letters
from daemon.store.engine import Store
from daemon.store.letters import Arrival, Baseline
from parsers.message.headers import message_id

BATCH_LETTERS = 50  # larger batches are no faster (measured)
BATCH_BYTES = 64 * 1024 * 1024  # a batch of giants is fetched in smaller batches
SURVEY_LETTERS = 500
FIRST_BYTES = 256 * 1024  # of a letter that is too big to be read whole
START_BEFORE_FIRST_CONTACT = timedelta(hours=48)
LEASE = timedelta(minutes=5)
POLLS_BEFORE_VANISHED = 3  # a letter may be announced before it can be had (hazards F06)
UIDS_NAMED = 20  # in an alarm
LOOK_AGAIN = timedelta(minutes=15)  # at letters that could not be had or filed away: the server may be mended by then
UNTOUCHED = frozenset({IntakeState.PENDING, IntakeState.BASELINE, IntakeState.VANISHED})  # nothing to file away


_MESSAGE_ID_FIELD = re.compile(rb"^message-id:((?:[^\r\n]|\r?\n[ \t]){0,2000})", re.IGNORECASE | re.MULTILINE)


class LedgerLost(Exception):
    """The ledger is empty and the handled folder is not: this looks like a lost database. A sentence."""


@dataclass(slots=True)
class _Session:
    """What is known of the folder while it is open."""

    opened: Opened
    start_from: datetime
    ledger: dict[int, IntakeState]
    floor: int  # every UID up to it is in the ledger, and filed away if it is to be
    misses: dict[int, int]  # UIDs that could not be had, and at how many polls
    filed: set[int]  # filed away in this session, as `after` says: with "leave" they stay in sight
    kept_back: set[int]  # of these, which the server would not have filed away

    def is_settled(self, uid: int) -> bool:
        """Whether the letter has its place, so that it may be filed away."""
        return self.ledger.get(uid, IntakeState.PENDING) not in UNTOUCHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a folder is taken in.

    `start_from`: of the configuration; only the first contact looks at it. `adopt`: go on with a lost ledger. `ours`:
    given for a folder that is only looked into; says which Message-IDs are our own mails'. `afterwards`: is done when a
    batch has left nothing over; True: there may be more.
    """

    start_from: datetime | None
    adopt: bool = False
    ours: Callable[[str], bool] | None = None
    afterwards: Callable[[], bool] | None = None


class Intake:
    """Takes letters from one mailbox. Belongs to one thread."""

    def __init__(
        self,
        mailbox: Mailbox,
        store: Store,
        settling: Settling,
        office: Callable[[], Office],
        clock: Clock,
        holder: Holder,
        manner: Manner,
    ) -> None:
        self._mailbox = mailbox
        self._store = store
        self._settling = settling
        self._office = office
        self._clock = clock
        self._holder = holder
        self._start_from = manner.start_from
        self._adopt = manner.adopt
        self._ours = manner.ours
        self._afterwards = manner.afterwards
        self._session: _Session | None = None
        self._taking = Narrowing(SURVEY_LETTERS)
        self._filing = Narrowing(SURVEY_LETTERS)
        self._narrowed = False
        self._looked_again: datetime | None = None  # at what could not be had

    def once(self) -> bool:
        """One batch. True: there may be more at once. Raises `MailboxError`, `LedgerLost`, `StoreUnavailable`."""
        self._narrowed = False
        if not self._take_lease():
            journal.mailbox_busy(mailbox=self._mailbox.name)
            return False
        if self._settling.once():
            return True
        try:
            session = self._session or self._open()
            more = self._next_batch(session)
        except MailboxError:
            self.close()
            raise
        return more or (self._afterwards is not None and self._afterwards())

    def narrowed(self) -> bool:
        """Whether the last failure was at certain letters, of which fewer will be asked for next time."""
        return self._narrowed

    def settle_stored(self) -> bool:
        """Settle a batch of what is stored already; needs no mail server. True: there may be more."""
        return self._settling.once()

    def close(self) -> None:
        """Drop the connection; the next `once()` opens it again."""
        self._session = None
        self._mailbox.close()

    def release(self) -> None:
        """Give the mailbox to whoever wants it."""
        self.close()
        with self._store.writing() as connection:
            leases.release(connection, self._lease, self._holder, self._clock.now())

    @property
    def _lease(self) -> str:
        return f"mailbox:{self._mailbox.name}"

    def _take_lease(self) -> bool:
        now = self._clock.now()
        with self._store.writing() as connection:
            return leases.take(connection, self._lease, self._holder, now=now, until=now + LEASE)

    # -- opening ---------------------------------------------------------------------------------------------------

    def _open(self) -> _Session:
        opened = self._mailbox.open()
        name, now = self._mailbox.name, self._clock.now()
        journal.mailbox_opened(mailbox=name, uidvalidity=opened.uidvalidity, messages=opened.messages)
        if opened.read_only and self._ours is None:
            journal.mailbox_read_only(mailbox=name)
        with self._store.reading() as connection:
            first_contact = letters.is_empty(connection, name)
            opened = replace(opened, uidvalidity=letters.epoch(connection, name, opened.uidvalidity, opened.uidnext))
            ledger = letters.ledger(connection, name, opened.uidvalidity)
        if not self._same_letter(opened.uidvalidity, ledger):
            opened, ledger = replace(opened, uidvalidity=opened.uidvalidity + letters.AGAIN), {}
        with self._store.reading() as connection:
            ledger = {uid: state for uid, state in ledger.items() if state is not IntakeState.VANISHED}  # look again
            if not ledger and letters.had_other_epoch(connection, name, opened.uidvalidity):
                journal.mailbox_epoch_changed(mailbox=name, uidvalidity=opened.uidvalidity)
        if first_contact:
            self._meet_the_past()
        with self._store.writing() as connection:
            wanted = self._start_from or now - START_BEFORE_FIRST_CONTACT
            start_from = letters.contact(connection, name, wanted, now)
        self._session = _Session(opened, start_from, ledger, floor=0, misses={}, filed=set(), kept_back=set())
        return self._session

    def _same_letter(self, epoch: int, ledger: Mapping[int, IntakeState]) -> bool:
        """Whether the newest letter that we know and still see is what the ledger says it is.

        Where a restored server gives UIDs again beyond the highest that we know, it is among those given twice.
        """
        uid = max((uid for uid in self._mailbox.uids() if uid in ledger), default=0) if ledger else 0
        if not uid:
            return True
        with self._store.reading() as connection:
            known = letters.message_id_of(connection, self._mailbox.name, epoch, uid)
        header = self._mailbox.headers([uid]).get(uid)
        seen = _message_id(header) if header else None
        return known is None or seen is None or known == seen

    def _meet_the_past(self) -> None:
        """An empty ledger beside a full drawer: stop, or with `adopt` remember what is in the drawer."""
        filed = self._mailbox.drawer_uids(Drawer.HANDLED)
        if not filed:
            return
        if not self._adopt:
            raise LedgerLost(
                f"mailbox {self._mailbox.name}: the handled folder holds {len(filed)} letters and the database knows"
                " none of them, so it may be a new or a lost database. Restore it, or run once with --adopt to go on:"
                " the letters in the handled folder are then taken as done"
            )
        for start in range(0, len(filed), SURVEY_LETTERS):
            headers = self._mailbox.drawer_headers(Drawer.HANDLED, filed[start : start + SURVEY_LETTERS])
            with self._store.writing() as connection:
                letters.remember_baseline(connection, (_message_id(header) for header in headers.values()))
        journal.baseline(mailbox=self._mailbox.name, letters=len(filed))

    # -- one batch -------------------------------------------------------------------------------------------------

    def _next_batch(self, session: _Session) -> bool:
        """New letters first: whatever keeps old ones from being filed away must not keep new ones from being read."""
        self._look_again(session)
        uids = self._mailbox.uids(after=session.floor)
        self._refresh(session, [uid for uid in uids if session.ledger.get(uid) is IntakeState.PENDING])
        new = [uid for uid in uids if uid not in session.ledger]
        asked = self._taking.choose(new)
        with self._narrowing(self._taking, asked):
            over = self._take_some(session, asked)
        self._note_misses(session, set(asked) - over)
        done = session.filed | self._filing.set_aside()
        left = [uid for uid in uids if uid not in done and session.is_settled(uid)]
        some = self._filing.choose(left)
        self._file_away(session, some)
        more = bool(over) or len(new) > len(asked) or len(left) > len(some)
        if not more and not session.misses:
            session.floor = max(uids, default=session.floor)
        return more

    @contextmanager
    def _narrowing(self, narrowing: Narrowing, asked: Sequence[int]) -> Generator[None]:
        """Ask for fewer next time where this breaks; what broke alone too often is set aside."""
        try:
            yield
        except MailboxBusy:
            raise
        except MailboxUnavailable:
            narrowing.failed(asked)
            self._narrowed = True
            raise
        narrowing.succeeded(asked)

    def _look_again(self, session: _Session) -> None:
        """What could not be had or filed away may be had by now; what was set aside in taking is told of and entered."""
        now = self._clock.now()
        if not timedelta() <= now - (self._looked_again or now) < LOOK_AGAIN:
            session.floor = 0
            session.ledger = {uid: s for uid, s in session.ledger.items() if s is not IntakeState.VANISHED}
            session.filed -= session.kept_back
            session.kept_back = set()
            self._taking.once_more()
            self._filing.once_more()
            self._looked_again = None
        self._looked_again = self._looked_again or now
        if aside := self._taking.set_aside() - session.ledger.keys():
            self._give_up(session, sorted(aside), f"the server failed at it {TRIES} times")

    def _take_some(self, session: _Session, asked: Sequence[int]) -> set[int]:
        """Take in of these as many as one batch carries. The UIDs that are left over."""
        summaries = self._placed(self._mailbox.summaries(asked) if asked else [])
        old = [s for s in summaries if s.received is not None and s.received < session.start_from]
        fresh = [s for s in summaries if s.received is None or s.received >= session.start_from]
        self._keep_baseline(session, old)
        fresh = self._without_ours(session, fresh)
        batch = _batch(fresh)
        self._take(session, batch)
        return {summary.uid for summary in fresh[len(batch) :]}

    def _placed(self, summaries: Sequence[Summary]) -> Sequence[Summary]:
        """The letters, those that the server dates 1970 by what their own header says."""
        lost = [summary.uid for summary in summaries if not can_be_true(summary.received)]
        if not lost:
            return summaries
        headers, now = self._mailbox.headers(lost), self._clock.now()
        return [
            s if can_be_true(s.received) else replace(s, received=came_at(s.received, headers.get(s.uid, b""), now))
            for s in summaries
        ]

    def _keep_baseline(self, session: _Session, old: Sequence[Summary]) -> None:
        if not old:
            return
        headers = self._mailbox.headers([summary.uid for summary in old])
        now = self._clock.now()
        found = _known_by_header(old, headers, now)
        with self._store.writing() as connection:
            letters.keep_baseline(connection, self._mailbox.name, session.opened.uidvalidity, found, now)
        session.ledger.update((letter.uid, IntakeState.BASELINE) for letter in found)
        journal.baseline(mailbox=self._mailbox.name, letters=len(found))

    def _without_ours(self, session: _Session, fresh: Sequence[Summary]) -> Sequence[Summary]:
        """The letters without our own mails, which are in the outbox already and need not be kept again."""
        if self._ours is None or not fresh:
            return fresh
        now = self._clock.now()
        known = _known_by_header(fresh, self._mailbox.headers([summary.uid for summary in fresh]), now)
        ours = [letter for letter in known if letter.message_id and self._ours(letter.message_id)]
        with self._store.writing() as connection:
            name, epoch = self._mailbox.name, session.opened.uidvalidity
            letters.keep_baseline(connection, name, epoch, ours, now, reason="our own mail")
        session.ledger.update((letter.uid, IntakeState.BASELINE) for letter in ours)
        return [summary for summary in fresh if summary.uid not in session.ledger]

    def _take(self, session: _Session, batch: Sequence[Summary]) -> None:
        if not batch:
            return
        whole = self._office().config.limits.letter_bytes
        fetched = self._mailbox.fetch([s.uid for s in batch if s.size <= whole])
        for giant in (s for s in batch if s.size > whole):
            fetched += self._mailbox.fetch([giant.uid], first_bytes=FIRST_BYTES)
        for problem in self._mailbox.problems:
            journal.fetch_problem(mailbox=self._mailbox.name, problem=problem)
        self._mailbox.problems.clear()
        now = self._clock.now()
        crashpoint("intake.keep.before")
        with self._store.writing() as connection:
            arrivals = [_arrival(letter, now) for letter in fetched]
            letters.keep(connection, self._mailbox.name, session.opened.uidvalidity, arrivals, whole=whole, now=now)
        crashpoint("intake.keep.after")
        taken = [arrival.uid for arrival in arrivals]
        self._refresh(session, taken)
        while self._settling.once():
            pass
        self._refresh(session, taken)

    def _refresh(self, session: _Session, uids: Sequence[int]) -> None:
        """Look up how these letters stand now."""
        if uids:
            with self._store.reading() as connection:
                session.ledger.update(letters.states(connection, self._mailbox.name, session.opened.uidvalidity, uids))

    def _file_away(self, session: _Session, uids: Sequence[int]) -> None:
        session.filed.update(uids)
        if not uids or session.opened.read_only:
            return
        bad = [uid for uid in uids if session.ledger[uid] is IntakeState.QUARANTINED]
        good = [uid for uid in uids if session.ledger[uid] is not IntakeState.QUARANTINED]
        crashpoint("intake.file.before")
        for drawer, some in ((Drawer.HANDLED, good), (Drawer.QUARANTINE, bad)):
            if some:
                self._put(session, drawer, some)
        crashpoint("intake.file.after")

    def _put(self, session: _Session, drawer: Drawer, uids: Sequence[int]) -> None:
        """Into the drawer. Letters that the server keeps where they are stay there, and others go on being read."""
        try:
            with self._narrowing(self._filing, uids):
                self._mailbox.file_away(uids, drawer)
        except MailboxRefused as refused:
            session.kept_back.update(uids)
            self._tell_unfiled(len(uids), refused)
        except MailboxUnavailable as lost:
            lost.filing = True
            if aside := self._filing.set_aside() & set(uids):
                self._tell_unfiled(len(aside), lost)
            raise

    def _tell_unfiled(self, count: int, why: MailboxError) -> None:
        journal.filing_refused(mailbox=self._mailbox.name, letters=count, reason=str(why))
        self._alarm("filing", f"letters in the mailbox {self._mailbox.name} cannot be filed away", f"why: {why}")

    def _note_misses(self, session: _Session, asked: set[int]) -> None:
        """Letters that were announced and could not be had: three polls, then they are entered as vanished."""
        missing = {uid for uid in asked if uid not in session.ledger}
        session.misses = {uid: session.misses.get(uid, 0) + 1 for uid in missing}
        gone = [uid for uid, polls in session.misses.items() if polls >= POLLS_BEFORE_VANISHED]
        if gone:
            self._give_up(session, gone, f"announced {POLLS_BEFORE_VANISHED} times and could never be fetched")
            session.misses = {uid: polls for uid, polls in session.misses.items() if uid not in gone}

    def _give_up(self, session: _Session, gone: Sequence[int], reason: str) -> None:
        """Enter letters that the server shows and does not give; a person may have to read them there."""
        with self._store.writing() as connection:
            letters.keep_vanished(
                connection, self._mailbox.name, session.opened.uidvalidity, gone, reason, self._clock.now()
            )
        session.ledger.update(dict.fromkeys(gone, IntakeState.VANISHED))
        named = ", ".join(map(str, gone[:UIDS_NAMED]))
        self._alarm(
            "unfetched",
            f"letters in the mailbox {self._mailbox.name} cannot be fetched: {len(gone)}",
            f"which: UID {named}; they stay in their folder: see there what they are",
            f"why: {reason}; they will be asked for again",
        )

    def _alarm(self, what: str, title: str, *lines: str) -> None:
        """Told once a day; a folder that is only looked into is worth none."""
        if self._ours is not None:
            return
        office, now = self._office(), self._clock.now()
        name = self._mailbox.name
        notice = alarm_notice(office, title, lines, f"alarm/{what}/{name}/{office.local(now).date()}")
        with self._store.writing() as connection:
            apply(connection, office, Plan(notices=(notice,)), now)


def _batch(fresh: Sequence[Summary]) -> Sequence[Summary]:
    """As many of the first letters as one batch carries: at least one."""
    total = 0
    for index, summary in enumerate(fresh[:BATCH_LETTERS]):
        total += summary.size
        if total > BATCH_BYTES and index:
            return fresh[:index]
    return fresh[:BATCH_LETTERS]


def _arrival(letter: Fetched, now: datetime) -> Arrival:
    """A letter that the server's clock says is yet to come has come now: promises are counted from it."""
    received = came_at(letter.received, letter.raw, now) or now
    return Arrival(uid=letter.uid, raw=letter.raw, size=letter.size, received=received)


def _known_by_header(some: Sequence[Summary], headers: Mapping[int, bytes], now: datetime) -> list[Baseline]:
    """The letters whose headers could be had."""
    return [
        Baseline(uid=s.uid, message_id=_message_id(headers[s.uid]), received=s.received or now)
        for s in some
        if s.uid in headers
    ]


def _message_id(header: bytes) -> str | None:
    found = _MESSAGE_ID_FIELD.search(header)
    return message_id(found[1]) if found else None
