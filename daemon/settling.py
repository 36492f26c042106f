"""Stored letters -> read in a child -> plan -> one commit: letter, case, deadlines, mails. `once()` does one batch.

An attempt is counted, durably, before it is made; a letter that the daemon did not survive is read alone after that,
and given up at last (hazards D5, F25). Each letter has a savepoint: a bug that one letter finds costs only that letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from daemon import journal
from daemon.clock import Clock
from daemon.commit import apply
from daemon.crash import crashpoint
from daemon.facts_json import facts_json
from daemon.matching import match
from daemon.originals import original_of
from daemon.plan import Office, Plan, Reading, plan_letter
from daemon.planning.by_hand import by_hand_plan
from daemon.planning.effects import IntakeState
from daemon.planning.failures import unreadable_plan
from daemon.planning.sources import as_the_customers
from daemon.store import cases, letters
from daemon.store.engine import Store, StoreUnavailable, is_trouble
from daemon.store.files import StoredFiles
from daemon.store.letters import Pending
from daemon.store.trail import trail_of
from parsers.letter import Letter, Origin, Unreadable
from parsers.message.authentication import authentication_of, is_disowned

BATCH = 50


class Reads(Protocol):
    """What intake needs of the reader pool."""

    def ready(self) -> None:
        """Be able to read at once."""
        ...

    def read(self, raws: Sequence[bytes]) -> list[Letter | Unreadable]:
        """Each letter as read, in order."""
        ...

    def close(self) -> None:
        """Give back what reading takes."""
        ...


def files_of(connection: Connection, readers: Reads, office: Office, now: datetime) -> StoredFiles:
    """The desk's files for a plan that is made in this transaction."""

    def read(raw: bytes) -> Letter | Unreadable:
        [letter] = readers.read([raw])
        return letter if isinstance(letter, Unreadable) else _authenticated(letter, raw, office)

    return StoredFiles(connection, read, now, office.config)


def _authenticated(letter: Letter, raw: bytes, office: Office) -> Letter:
    """The letter with what our own server says of its sender. One that its domain disowns is not answered (hazards H28)."""
    domain, trusted = letter.sender.key.rpartition("@")[2] if letter.sender else "", office.config.desk.authserv_id
    return replace(
        letter,
        authentication=authentication_of(raw, trusted, domain),
        suppress_reply=letter.suppress_reply or is_disowned(raw, trusted),
    )


class Settling:
    """Settles what one mailbox's intake has stored."""

    def __init__(
        self,
        mailbox: str,
        store: Store,
        readers: Reads,
        office: Callable[[], Office],
        clock: Clock,
        *,
        adopt: bool = False,
        sent: bool = False,
    ) -> None:
        """`mailbox`: its configured name. `adopt`: letters known only from the handled folder are taken as done.

        `sent`: the letters are colleagues' own, from the folder where their mail programs keep what they sent.
        """
        self._mailbox = mailbox
        self._store = store
        self._readers = readers
        self._office = office
        self._clock = clock
        self._adopt = adopt
        self._sent = sent
        self._counted: set[int] = set()  # letters whose next attempt has been counted already

    def once(self) -> bool:
        """Read and settle one batch of stored letters. False when there are none."""
        with self._store.reading() as connection:
            if not letters.has_pending(connection, self._mailbox):
                return False
        self._readers.ready()  # before the attempt is counted: a start that fails is no letter's fault
        limit = self._office().config.limits.attempts
        with self._store.writing() as connection:
            waiting = [self._as_tried(p) for p in letters.pending(connection, self._mailbox, BATCH)]
            suspects = [p for p in waiting if p.attempts >= limit]
            batch = suspects[:1] or waiting  # a letter that may have killed us is read alone
            letters.count_attempts(connection, [p.intake_id for p in batch if p.intake_id not in self._counted])
        self._counted -= {p.intake_id for p in batch}
        if not batch:
            return False
        given_up = batch[0].attempts >= 2 * limit
        crashpoint("intake.read.before")
        read: list[Letter | Unreadable]
        if given_up:
            read = [Unreadable(f"the daemon did not survive it {batch[0].attempts} times")]
        else:
            read = self._readers.read([p.raw for p in batch])
        crashpoint("intake.settle.before")
        try:
            with self._store.writing() as connection:
                for stored, letter in zip(batch, read, strict=True):
                    self._settle(connection, stored, letter)
        except StoreUnavailable:
            self._uncount([p.intake_id for p in batch])
            raise
        crashpoint("intake.settle.after")
        return True

    def _as_tried(self, stored: Pending) -> Pending:
        """With the attempts that were made: one that is counted already is still to come."""
        return replace(stored, attempts=stored.attempts - (stored.intake_id in self._counted))

    def _uncount(self, intake_ids: Sequence[int]) -> None:
        """A full disk is no letter's fault: after some hours of it, all that came would be in quarantine."""
        try:
            with self._store.writing() as connection:
                letters.uncount_attempts(connection, intake_ids)
        except StoreUnavailable:
            self._counted.update(intake_ids)

    def _settle(self, connection: Connection, stored: Pending, letter: Letter | Unreadable) -> None:
        """One letter in a savepoint of its own: a bug that one letter finds costs only that letter."""
        try:
            with connection.begin_nested():
                self._plan_and_apply(connection, stored, letter)
        except Exception as error:
            if is_trouble(error):
                raise  # not the letter's
            journal.letter_failed(intake=stored.intake_id, attempts=stored.attempts + 1)
            if stored.attempts + 1 >= self._office().config.limits.attempts:
                self._give_up(connection, stored)

    def _give_up(self, connection: Connection, stored: Pending) -> None:
        """A letter that a bug of ours keeps from becoming a case: into quarantine, and the operator hears of it."""
        reason = "an error of ours, see the log; `amends retry` tries it again"
        office, now = self._office(), self._clock.now()
        plan = unreadable_plan(office, Unreadable(reason), now)
        apply(connection, office, plan, now)
        self._close_letter(connection, stored, plan, None, None)

    def _plan_and_apply(self, connection: Connection, stored: Pending, letter: Letter | Unreadable) -> None:
        if not letters.is_pending(connection, stored.intake_id):
            return  # another process was faster
        office, now = self._office(), self._clock.now()
        if isinstance(letter, Unreadable):
            plan = unreadable_plan(office, letter, now)
            apply(connection, office, plan, now)
            self._close_letter(connection, stored, plan, None, None)
            return
        if known := self._known_already(connection, stored, letter):
            plan, case_id = known
            self._close_letter(connection, stored, plan, letter, case_id)
            return
        letter = _authenticated(letter, stored.raw, office)
        written = as_the_customers(letter, office.config)
        letter = written.letter
        reading = Reading(
            raw_id=stored.raw_id,
            letter=letter,
            received=stored.received,
            original=original_of(stored.raw, letter, complete=stored.complete, limit=office.config.smtp.max_bytes),
            channel=written.channel,
            customer_known=written.customer_known,
        )
        files = files_of(connection, self._readers, office, now)
        trail = trail_of(connection, letter, office.signer)
        if self._sent:
            plan = by_hand_plan(office, reading, trail.marks, files, now)
        else:
            plan = plan_letter(office, reading, match(letter, trail, office.config), files, now)
        applied = apply(connection, office, plan, now)
        case_id = applied.cases.get(plan.case)
        belongs = None if plan.state is IntakeState.REVIEW else case_id
        letters.record(connection, stored.raw_id, letter, facts_json(letter), belongs, stored.received)
        self._close_letter(connection, stored, plan, letter, case_id)

    def _known_already(self, connection: Connection, stored: Pending, letter: Letter) -> tuple[Plan, int | None] | None:
        """The same letter by another way: through another mailbox, or after the server renumbered its folder."""
        for raw_id, case_id in letters.twins_by_content(connection, letter.content_key):
            if self._says_the_same(letters.raw_bytes(connection, raw_id), letter):
                return Plan(state=IntakeState.DUPLICATE, reason=f"the same letter as raw letter {raw_id}"), case_id
        if letters.is_baseline(connection, letter.message_id):
            renumbered = letters.had_other_epoch(connection, self._mailbox, stored.uidvalidity)
            if self._adopt or renumbered:
                return Plan(state=IntakeState.BASELINE, reason="known from before the desk began"), None
        return None

    def _says_the_same(self, raw: bytes, letter: Letter) -> bool:
        """Whether these bytes, of the same content, have been understood as `letter` is now.

        Header fields decide that too: one that calls the text a file or an automatic answer must not make a person's
        letter vanish, be it a list's copy that came first or a stranger's.
        """
        [before] = self._readers.read([raw])
        if isinstance(before, Unreadable) or before.text != letter.text:
            return False
        return before.origin is Origin.PERSON or letter.origin is not Origin.PERSON

    def _close_letter(
        self, connection: Connection, stored: Pending, plan: Plan, letter: Letter | None, case_id: int | None
    ) -> None:
        state = plan.state or IntakeState.QUARANTINED
        letters.settle(
            connection,
            stored.intake_id,
            state,
            plan.reason,
            case_id=case_id,
            message_id=letter.message_id if letter else None,
            now=self._clock.now(),
        )
        case = cases.number_of(connection, case_id) if case_id is not None else ""
        journal.letter_settled(intake=stored.intake_id, state=state.value, case=case, reason=plan.reason)
