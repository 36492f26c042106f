"""The intake ledger and the letters: what was seen where, its bytes, and how it ended.

A row of `intake` is one UID of one epoch of one mailbox; it is written before anything on the server changes, with
the bytes, and settled once. The unique key on (mailbox, uidvalidity, uid) is what makes a second look harmless.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, text, update

from daemon.planning.effects import IntakeState, Verdict
from daemon.store.engine import BY_AND_BY
from daemon.store.once import insert_once
from daemon.store.schema import INTAKE_PENDING, cases, intake, letters, mailboxes, message_ids, raw_letters
from parsers.letter import Letter

AT_ONCE = 10_000  # values in one statement
PENDING = text(f"intake.{INTAKE_PENDING}")
AGAIN = 1 << 32  # above every UIDVALIDITY
COMPRESSION = 1  # speed: mail is mostly base64, which hardly shrinks further

# What is asked for every letter, built once.
_RAW_ID = select(raw_letters.c.id).where(raw_letters.c.sha256 == bindparam("its_hash"))
_RAW_BYTES = select(raw_letters.c.bytes).where(raw_letters.c.id == bindparam("raw"))
_FIRST_SEEN = (
    select(intake.c.mailbox, intake.c.uid, intake.c.message_id, intake.c.case_id)
    .where(intake.c.raw_id == bindparam("raw"))
    .order_by(intake.c.id)
    .limit(1)
)
_STATE = select(intake.c.state).where(intake.c.id == bindparam("entry")).with_for_update()
_TWINS_LOOKED_AT = 10
_TWINS = (
    select(letters.c.raw_id, letters.c.case_id)
    .where(letters.c.content_key == bindparam("content"))
    .order_by(letters.c.id.desc())
    .limit(_TWINS_LOOKED_AT)
)
_BASELINE = (
    select(message_ids.c.id)
    .where(message_ids.c.message_id == bindparam("its_name"), message_ids.c.source == "baseline")
    .limit(1)
)
_PENDING = (
    select(
        intake.c.id.label("intake_id"),
        intake.c.raw_id,
        intake.c.uid,
        intake.c.uidvalidity,
        intake.c.attempts,
        raw_letters.c.bytes.label("raw"),
        raw_letters.c.complete,
        raw_letters.c.received,
    )
    .join(raw_letters, raw_letters.c.id == intake.c.raw_id)
    .where(PENDING, intake.c.mailbox == bindparam("its_mailbox"))
    .order_by(intake.c.id)
    .limit(bindparam("most"))
)
_OF_UIDS = and_(
    intake.c.mailbox == bindparam("its_mailbox"),
    intake.c.uidvalidity == bindparam("epoch"),
    intake.c.uid.in_(bindparam("uids", expanding=True)),
)
_STATES = select(intake.c.uid, intake.c.state).where(_OF_UIDS)
_FORGET_VANISHED = delete(intake).where(_OF_UIDS, intake.c.state == IntakeState.VANISHED.value)
_COUNT_ATTEMPTS = (
    update(intake).where(intake.c.id.in_(bindparam("entries", expanding=True))).values(attempts=intake.c.attempts + 1)
)
_UNCOUNT_ATTEMPTS = (
    update(intake).where(intake.c.id.in_(bindparam("entries", expanding=True))).values(attempts=intake.c.attempts - 1)
)
_ANY_PENDING = select(intake.c.id).where(PENDING, intake.c.mailbox == bindparam("its_mailbox")).limit(1)
_SETTLE = update(intake).where(intake.c.id == bindparam("entry"), intake.c.state == bindparam("before"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A letter's bytes as they came from the mailbox."""

    uid: int
    raw: bytes
    size: int  # bytes on the server
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A letter that is stored and not yet settled."""

    intake_id: int
    raw_id: int
    uid: int
    uidvalidity: int
    attempts: int
    raw: bytes
    complete: bool
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A letter from before the desk began: known by its headers, left where it is."""

    uid: int
    message_id: str | None
    received: datetime


def contact(connection: Connection, mailbox: str, start_from: datetime, now: datetime) -> datetime:
    """The mailbox's start, decided at the first contact and never again: letters received before are baseline."""
    row = {"name": mailbox, "start_from": start_from, "first_contact": now}
    connection.execute(insert_once(connection, mailboxes), row)
    return connection.execute(select(mailboxes.c.start_from).where(mailboxes.c.name == mailbox)).scalar_one()


def is_empty(connection: Connection, mailbox: str) -> bool:
    """Whether the ledger has never seen a letter of this mailbox."""
    return connection.execute(select(intake.c.id).where(intake.c.mailbox == mailbox).limit(1)).first() is None


def ledger(connection: Connection, mailbox: str, uidvalidity: int) -> dict[int, IntakeState]:
    """Every UID of the epoch that is in the ledger, and how it stands."""
    query = select(intake.c.uid, intake.c.state).where(intake.c.mailbox == mailbox, intake.c.uidvalidity == uidvalidity)
    return {uid: IntakeState(state) for uid, state in connection.execute(query)}


def states(connection: Connection, mailbox: str, uidvalidity: int, uids: Sequence[int]) -> dict[int, IntakeState]:
    """How these UIDs of the epoch stand; those that are not in the ledger are left out."""
    which = {"its_mailbox": mailbox, "epoch": uidvalidity, "uids": uids}
    return {uid: IntakeState(state) for uid, state in connection.execute(_STATES, which)}


def remember_baseline(connection: Connection, found: Iterable[str | None]) -> None:
    """Message-IDs of letters that were done with before this database began."""
    rows = [{"message_id": message_id, "source": "baseline"} for message_id in found if message_id]
    if rows:
        connection.execute(insert(message_ids), rows)


def epoch(connection: Connection, mailbox: str, uidvalidity: int, uidnext: int) -> int:
    """The epoch of the folder's UIDs: its UIDVALIDITY, and how often the server has begun to give UIDs again under it.

    A server that was restored from a backup gives new letters the UIDs of letters that we know, and need not say so
    (RFC 3501, section 2.3.1.1 forbids it; a copied mail directory does it). Its UIDNEXT tells. 0: it gives none.
    """
    query = select(intake.c.uidvalidity, func.max(intake.c.uid)).where(intake.c.mailbox == mailbox)
    rows = connection.execute(query.group_by(intake.c.uidvalidity)).all()
    highest: dict[int, int] = {row[0]: row[1] for row in rows}
    now = max((known for known in highest if known % AGAIN == uidvalidity), default=uidvalidity)
    return now + AGAIN if 0 < uidnext <= highest.get(now, 0) else now


def message_id_of(connection: Connection, mailbox: str, uidvalidity: int, uid: int) -> str | None:
    """The Message-ID under which the ledger knows a UID."""
    known = select(intake.c.message_id).where(
        intake.c.mailbox == mailbox, intake.c.uidvalidity == uidvalidity, intake.c.uid == uid
    )
    return connection.execute(known).scalar_one_or_none()


def had_other_epoch(connection: Connection, mailbox: str, uidvalidity: int) -> bool:
    """Whether letters are known from this mailbox under another UIDVALIDITY (hazards F03)."""
    query = select(intake.c.id).where(intake.c.mailbox == mailbox, intake.c.uidvalidity != uidvalidity).limit(1)
    return connection.execute(query).first() is not None


def keep(
    connection: Connection, mailbox: str, uidvalidity: int, arrivals: Iterable[Arrival], *, whole: int, now: datetime
) -> int:
    """Store bytes and ledger rows; a letter whose very bytes are known is settled as a duplicate. How many are new.

    `whole`: letters on the server larger than this many bytes came without their end.
    """
    kept = 0
    arrivals = list(arrivals)
    _forget_vanished(connection, mailbox, uidvalidity, [arrival.uid for arrival in arrivals])
    for arrival in arrivals:
        sha256 = hashlib.sha256(arrival.raw).hexdigest()
        row = {
            "sha256": sha256,
            "bytes": zlib.compress(arrival.raw, COMPRESSION),
            "size": arrival.size,
            "complete": arrival.size <= whole,
            "received": arrival.received,
        }
        connection.execute(insert_once(connection, raw_letters), row)
        raw_id = connection.execute(_RAW_ID, {"its_hash": sha256}).scalar_one()
        twin = _first_seen(connection, raw_id)
        state = IntakeState.PENDING if twin is None else IntakeState.DUPLICATE
        entry = {
            "mailbox": mailbox,
            "uidvalidity": uidvalidity,
            "uid": arrival.uid,
            "raw_id": raw_id,
            "message_id": None if twin is None else twin.message_id,
            "state": state.value,
            "reason": "" if twin is None else f"the same bytes as {twin.mailbox} UID {twin.uid}",
            "case_id": None if twin is None else twin.case_id,
            "attempts": 0,
            "at": now,
        }
        kept += connection.execute(insert_once(connection, intake), entry).rowcount
    return kept


def keep_baseline(
    connection: Connection,
    mailbox: str,
    uidvalidity: int,
    old: Sequence[Baseline],
    now: datetime,
    reason: str = "received before the desk began",
) -> None:
    """Enter letters that are left alone: their Message-IDs are known, and nothing else happens."""
    entry = {
        "mailbox": mailbox,
        "uidvalidity": uidvalidity,
        "state": IntakeState.BASELINE.value,
        "reason": reason,
        "attempts": 0,
        "at": now,
    }
    rows = [{**entry, "uid": letter.uid, "message_id": letter.message_id} for letter in old]
    if rows:
        connection.execute(insert_once(connection, intake), rows)
    remember_baseline(connection, (letter.message_id for letter in old))


def keep_vanished(
    connection: Connection, mailbox: str, uidvalidity: int, uids: Iterable[int], reason: str, now: datetime
) -> None:
    """Enter UIDs that were seen and could not be had (hazards F04, F06)."""
    for uid in uids:
        entry = {
            "mailbox": mailbox,
            "uidvalidity": uidvalidity,
            "uid": uid,
            "state": IntakeState.VANISHED.value,
            "reason": reason,
            "attempts": 0,
            "at": now,
        }
        connection.execute(insert_once(connection, intake), entry)


def pending(connection: Connection, mailbox: str, limit: int) -> list[Pending]:
    """Stored letters of the mailbox that are not settled, the oldest first."""
    asked = connection.execute(_PENDING, {"its_mailbox": mailbox, "most": limit})
    rows: list[dict[str, Any]] = [dict(row) for row in asked.mappings()]
    for row in rows:
        row["raw"] = zlib.decompress(row["raw"])
    return [Pending(**row) for row in rows]


def has_pending(connection: Connection, mailbox: str) -> bool:
    """Whether any stored letter of the mailbox is not settled."""
    return connection.execute(_ANY_PENDING, {"its_mailbox": mailbox}).first() is not None


def is_pending(connection: Connection, intake_id: int) -> bool:
    """Whether the letter is still to be settled; it stays so for this transaction."""
    return connection.execute(_STATE, {"entry": intake_id}).scalar_one_or_none() == IntakeState.PENDING.value


def count_attempts(connection: Connection, intake_ids: Sequence[int]) -> None:
    """Another attempt begins; committed before it does, so that a letter that kills us is known (hazards F25)."""
    if intake_ids:
        connection.execute(_COUNT_ATTEMPTS, {"entries": intake_ids})


def uncount_attempts(connection: Connection, intake_ids: Sequence[int]) -> None:
    """The attempt that was counted last says nothing of these letters."""
    connection.execute(_UNCOUNT_ATTEMPTS, {"entries": intake_ids})


def settle(
    connection: Connection,
    intake_id: int,
    state: IntakeState,
    reason: str,
    *,
    case_id: int | None,
    message_id: str | None,
    now: datetime,
) -> bool:
    """Say how a pending letter ended. False when somebody else has."""
    values = {
        "state": state.value, "reason": reason, "case_id": case_id, "message_id": message_id, "at": now
    }  # fmt: skip
    entry = {"entry": intake_id, "before": IntakeState.PENDING.value}
    return connection.execute(_SETTLE, {**entry, **values}).rowcount == 1


def twins_by_content(connection: Connection, content_key: str | None) -> list[tuple[int, int | None]]:
    """(raw id, case id) of the letters with the same content that came another way, the newest first (hazards H17, H42)."""
    if content_key is None:
        return []
    return [(row.raw_id, row.case_id) for row in connection.execute(_TWINS, {"content": content_key})]


def is_baseline(connection: Connection, message_id: str | None) -> bool:
    """Whether a letter from before the desk began had this Message-ID."""
    if message_id is None:
        return False
    return connection.execute(_BASELINE, {"its_name": message_id}).first() is not None


def record(
    connection: Connection, raw_id: int, letter: Letter, facts: dict[str, Any], case_id: int | None, received: datetime
) -> None:
    """Keep what was read, and remember the Message-ID for answers to it."""
    row: dict[str, Any] = {
        "raw_id": raw_id,
        "content_key": letter.content_key,
        "message_id": letter.message_id,
        "sender": letter.sender.key if letter.sender else None,
        "subject": letter.subject,
        "words": letter.text,
        "language": letter.language,
        "origin": letter.origin.value,
        "facts": facts,
        "case_id": case_id,
        "received": received,
    }
    connection.execute(insert(letters), row)
    ids = [(letter.message_id, "letter")] if letter.message_id else []
    if case_id is not None:  # mail overtakes mail: the letter that this one answers may come after it
        ids += [(message_id, "reference") for message_id in letter.in_reply_to]
    rows = [{"message_id": message_id, "source": source, "case_id": case_id} for message_id, source in ids]
    if rows:
        connection.execute(insert(message_ids), rows)


def raw_bytes(connection: Connection, raw_id: int) -> bytes:
    """A letter's bytes as they came."""
    return zlib.decompress(connection.execute(_RAW_BYTES, {"raw": raw_id}).scalar_one())


@dataclass(frozen=True, slots=True)
class Stored:
    """A letter's bytes, whether they are all of it, and when the server received it."""

    raw: bytes
    complete: bool
    received: datetime


def stored(connection: Connection, raw_id: int) -> Stored | None:
    """A stored letter."""
    query = select(raw_letters.c.bytes, raw_letters.c.complete, raw_letters.c.received)
    row = connection.execute(query.where(raw_letters.c.id == raw_id)).first()
    return None if row is None else Stored(zlib.decompress(row.bytes), row.complete, row.received)


def raw_of(connection: Connection, intake_id: int) -> int | None:
    """The raw id of a line in the ledger."""
    return connection.execute(select(intake.c.raw_id).where(intake.c.id == intake_id)).scalar_one_or_none()


def is_of_a_case(connection: Connection, raw_id: int) -> bool:
    """Whether the letter has ended as one of a case."""
    query = select(intake.c.id).where(intake.c.raw_id == raw_id, intake.c.state == IntakeState.CASE.value).limit(1)
    return connection.execute(query).first() is not None


def first_of_case(connection: Connection, case_id: int) -> int | None:
    """The raw id of the letter that opened the case."""
    query = select(letters.c.raw_id).where(letters.c.case_id == case_id).order_by(letters.c.id).limit(1)
    return connection.execute(query).scalar_one_or_none()


def overrule(connection: Connection, verdict: Verdict, case_id: int | None, now: datetime) -> None:
    """A person has decided how a letter ends after all; not of another that bears the same Message-ID (hazards H17)."""
    ended = {"state": verdict.state.value, "reason": verdict.reason, "case_id": case_id, "at": now}
    rows = update(intake).where(intake.c.raw_id == verdict.raw_id, intake.c.state != IntakeState.DUPLICATE.value)
    connection.execute(rows.values(**ended))
    if case_id is not None:
        before = connection.execute(
            select(letters.c.message_id, letters.c.case_id).where(letters.c.raw_id == verdict.raw_id)
        ).first()
        connection.execute(update(letters).where(letters.c.raw_id == verdict.raw_id).values(case_id=case_id))
        if before is not None:
            own = (message_ids.c.message_id == before.message_id, message_ids.c.source == "letter")
            ids = update(message_ids).where(*own, message_ids.c.case_id.is_not_distinct_from(before.case_id))
            connection.execute(ids.values(case_id=case_id))


def reopen(connection: Connection, intake_ids: Sequence[int] | None) -> list[int]:
    """Give quarantined letters (None: all) a new chance. The ids of those there are."""
    query = update(intake).where(intake.c.state == IntakeState.QUARANTINED.value, intake.c.raw_id.is_not(None))
    if intake_ids is not None:
        query = query.where(intake.c.id.in_(intake_ids))
    again = query.values(state=IntakeState.PENDING.value, reason="", attempts=0).returning(intake.c.id)
    return list(connection.execute(again).scalars())


def unsettled(connection: Connection, intake_ids: Sequence[int]) -> list[int]:
    """Which of these letters wait, in quarantine or for their turn."""
    waiting = (IntakeState.PENDING.value, IntakeState.QUARANTINED.value)
    found: list[int] = []
    for start in range(0, len(intake_ids), AT_ONCE):
        some = intake.c.id.in_(intake_ids[start : start + AT_ONCE])
        found += connection.execute(select(intake.c.id).where(some, intake.c.state.in_(waiting))).scalars()
    return sorted(found)


def listing(connection: Connection) -> Iterable[dict[str, Any]]:
    """Every letter ever seen, as `amends letters --json` shows it."""
    query = (
        select(
            intake.c.id,
            raw_letters.c.sha256,
            intake.c.message_id,
            intake.c.mailbox,
            intake.c.uidvalidity,
            intake.c.uid,
            intake.c.state,
            cases.c.number.label("case"),
            intake.c.reason,
            letters.c.sender,
            letters.c.subject,
            raw_letters.c.received,
        )
        .select_from(intake)
        .outerjoin(raw_letters, raw_letters.c.id == intake.c.raw_id)
        .outerjoin(letters, letters.c.raw_id == intake.c.raw_id)
        .outerjoin(cases, cases.c.id == intake.c.case_id)
        .order_by(intake.c.id)
    )
    return (dict(row) for row in connection.execute(query, execution_options=BY_AND_BY).mappings())


def _forget_vanished(connection: Connection, mailbox: str, uidvalidity: int, uids: Sequence[int]) -> None:
    """What could not be had has come after all."""
    connection.execute(_FORGET_VANISHED, {"its_mailbox": mailbox, "epoch": uidvalidity, "uids": uids})


def _first_seen(connection: Connection, raw_id: int) -> Any:
    return connection.execute(_FIRST_SEEN, {"raw": raw_id}).first()
