"""The outbox: every mail we mean to send, from queued to settled.

    queued -> leased -> sent
                     -> queued      4xx, lost before the final dot: again at `next_at`
                     -> refused     5xx
                     -> uncertain   the final dot went out and no answer came: once more, then held
                     -> dead        five days of trying
    queued -> superseded            no longer true when its turn came

A row is leased by compare-and-set, with a fencing number that every later step must show. `data_begun_at` is written
before DATA, so that after a crash exactly those rows are uncertain. Bytes and Message-ID never change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, or_, select, text, update

from daemon.compose import enclosed, left_out
from daemon.holder import Holder
from daemon.store import letters
from daemon.store.engine import BY_AND_BY
from daemon.store.once import insert_once_for
from daemon.store.schema import OUTBOX_OPEN, cases, message_ids, outbox

AT_ONCE = 10_000  # values in one statement
UNCERTAIN_AGAIN = timedelta(minutes=30)


class OutboxState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    LEASED = "leased"
    SENT = "sent"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    HELD = "held"
    SUPERSEDED = "superseded"
    DEAD = "dead"


WAITING = (OutboxState.QUEUED.value, OutboxState.UNCERTAIN.value)
OPEN = text(f"outbox.{OUTBOX_OPEN}")  # leads SQLite to the index of the few open mails, past all that were ever sent
WAITS = text("outbox.state in ('queued', 'uncertain')")  # as it stands: an IN of values is expanded at each asking

# What is asked for every mail, built once.
_KNOWN = insert(message_ids)
_ANSWERS = select(func.count()).where(outbox.c.trigger == bindparam("who"), outbox.c.queued_at > bindparam("since"))
_HELD_BY_US = update(outbox).where(
    outbox.c.id == bindparam("mail"), outbox.c.fence == bindparam("ours"), outbox.c.lease_holder == bindparam("holder")
)
_STILL = update(outbox).where(
    outbox.c.id == bindparam("mail"), outbox.c.fence == bindparam("seen"), outbox.c.state == bindparam("before")
)
_TAKE = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("wanted", expanding=True)), WAITS)
    .values(
        state=OutboxState.LEASED.value,
        lease_holder=bindparam("holder"),
        lease_until=bindparam("until"),
        fence=outbox.c.fence + 1,
        attempts=outbox.c.attempts + 1,
        was_uncertain=outbox.c.state == OutboxState.UNCERTAIN.value,
        data_begun_at=None,
    )
    .returning(outbox.c.id)
)
_DUE = (
    select(outbox, cases.c.state.label("case_state"))
    .outerjoin(cases, cases.c.id == outbox.c.case_id)
    .where(OPEN, WAITS, outbox.c.next_at <= bindparam("now"))
    .order_by(outbox.c.next_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(of=outbox, skip_locked=True)
)
_TO_DO = (
    select(outbox.c.id)
    .where(OPEN, or_(outbox.c.state == OutboxState.LEASED.value, outbox.c.next_at <= bindparam("now")))
    .limit(1)
)
_LEASED = select(outbox).where(OPEN, outbox.c.state == OutboxState.LEASED.value)
_NEXT_DUE = select(func.min(outbox.c.next_at)).where(OPEN, WAITS)
_SENT_SINCE = select(func.count()).where(
    outbox.c.state == OutboxState.SENT.value, outbox.c.settled_at > bindparam("since")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A mail as it will be sent: nothing about it changes any more."""

    effect_key: str
    notice_id: str
    message_id: str
    kind: str
    case_id: int | None
    party: str
    sender: str
    recipients: tuple[str, ...]
    language: str
    subject: str
    head: bytes
    raw_id: int | None = None
    tail: bytes | None = None
    valid_while: tuple[str, ...] | None = None
    trigger: str | None = None
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Leased:
    """A mail that this process may send now."""

    id: int
    fence: int
    kind: str
    case_id: int | None
    party: str
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    attempts: int  # this one included
    was_uncertain: bool
    encloses: bool
    results: dict[str, Any]
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A mail whose second try is in doubt too: a person decides."""

    id: int
    kind: str
    case_id: int | None
    party: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abandoned:
    """What was taken back from dead holders: how many wait as before, how many are in doubt now, which are held."""

    waiting: int
    uncertain: int
    held: tuple[Held, ...]


def queue(connection: Connection, mails: Iterable[Sealed], now: datetime) -> int:
    """Put mails into the outbox; how many of them are new: the mail of an effect goes in once."""
    queue_once = insert_once_for(connection, outbox.c.id)
    known: list[dict[str, Any]] = []
    for mail in mails:
        outbox_id = connection.execute(queue_once, _row(mail, now)).scalar_one_or_none()
        if outbox_id is not None:
            row = {"message_id": mail.message_id, "source": "notice", "case_id": mail.case_id, "outbox_id": outbox_id}
            known.append(row)
    if known:
        connection.execute(_KNOWN, known)
    return len(known)


def _row(mail: Sealed, now: datetime) -> dict[str, Any]:
    return {
        "effect_key": mail.effect_key,
        "notice_id": mail.notice_id,
        "message_id": mail.message_id,
        "kind": mail.kind,
        "case_id": mail.case_id,
        "party": mail.party,
        "sender": mail.sender,
        "recipients": list(mail.recipients),
        "language": mail.language,
        "subject": mail.subject,
        "head": mail.head,
        "raw_id": mail.raw_id,
        "tail": mail.tail,
        "valid_while": None if mail.valid_while is None else list(mail.valid_while),
        "trigger": None if mail.trigger is None else _counted(mail.trigger),
        "state": OutboxState.QUEUED.value,
        "attempts": 0,
        "next_at": mail.next_at,
        "fence": 0,
        "was_uncertain": False,
        "results": {},
        "last_error": "",
        "queued_at": now,
    }


def has_work(connection: Connection, now: datetime) -> bool:
    """Whether a mail is due, or leased by somebody who may be dead."""
    return connection.execute(_TO_DO, {"now": now}).first() is not None


def lease(
    connection: Connection,
    holder: Holder,
    *,
    now: datetime,
    until: datetime,
    limit: int,
    ids: Sequence[int] | None = None,
) -> list[Leased]:
    """Take up to `limit` mails that are due, settling as superseded those that are no longer true."""
    query = _DUE if ids is None else _DUE.where(outbox.c.id.in_(ids))
    true: list[Any] = []
    for row in connection.execute(query, {"now": now, "limit": limit}).all():
        if row.valid_while is None or row.case_state in row.valid_while:
            true.append(row)
            continue
        why = f"the case is {row.case_state}"
        _settle(connection, row.id, row.fence, row.state, OutboxState.SUPERSEDED, now, error=why)
    if not true:
        return []
    taking = {"wanted": [row.id for row in true], "holder": str(holder), "until": until}
    taken = set(connection.execute(_TAKE, taking).scalars())
    return [_leased(connection, row) for row in true if row.id in taken]


def _leased(connection: Connection, row: Any) -> Leased:
    """The mail as it is now that it has been taken; `row` is as it was before."""
    answered = {who for who, result in row.results.items() if result["code"] < 400 or result["code"] >= 500}
    return Leased(
        id=row.id,
        fence=row.fence + 1,
        kind=row.kind,
        case_id=row.case_id,
        party=row.party,
        message_id=row.message_id,
        sender=row.sender,
        recipients=tuple(who for who in row.recipients if who not in answered),
        content=_content(connection, row),
        attempts=row.attempts + 1,
        was_uncertain=row.state == OutboxState.UNCERTAIN.value,
        encloses=row.raw_id is not None,
        results=dict(row.results),
        queued_at=row.queued_at,
    )


def begin_data(connection: Connection, mail: Leased, holder: Holder, *, now: datetime, until: datetime) -> bool:
    """Journal that DATA begins. False when the lease is no longer ours: then it must not."""
    lease = {"mail": mail.id, "ours": mail.fence, "holder": str(holder)}
    return connection.execute(_HELD_BY_US, {**lease, "data_begun_at": now, "lease_until": until}).rowcount == 1


def settle(
    connection: Connection, mail: Leased, state: OutboxState, *, results: dict[str, Any], error: str, now: datetime
) -> bool:
    """The mail's last word: sent, refused, held, dead or superseded. False when the lease was lost."""
    before = OutboxState.LEASED.value
    return _settle(connection, mail.id, mail.fence, before, state, now, results=results, error=error)


def put_back(
    connection: Connection,
    mail: Leased,
    state: OutboxState,
    *,
    next_at: datetime,
    results: dict[str, Any],
    error: str,
    counts: bool = True,
) -> bool:
    """To be tried again at `next_at`: queued or uncertain. `counts=False`: it was not this mail's fault."""
    values = {
        "state": state.value,
        "next_at": next_at,
        "results": results,
        "last_error": error,
        "attempts": mail.attempts if counts else mail.attempts - 1,
        "lease_holder": None,
        "lease_until": None,
        "data_begun_at": None,
    }
    query = update(outbox).where(outbox.c.id == mail.id, outbox.c.fence == mail.fence, outbox.c.state == "leased")
    return connection.execute(query.values(**values)).rowcount == 1


def leave_original_out(connection: Connection, mail: Leased, words: str, *, error: str, now: datetime) -> bool:
    """A refused mail goes out again without the letter it encloses; nobody has it yet, so it stays the same mail."""
    query = select(outbox.c.head, outbox.c.tail).where(outbox.c.id == mail.id, outbox.c.fence == mail.fence)
    row = connection.execute(query).first()
    if row is None:
        return False
    values: dict[str, Any] = {"raw_id": None, "tail": left_out(row.head, words) + row.tail}
    changing = update(outbox).where(outbox.c.id == mail.id, outbox.c.fence == mail.fence)
    connection.execute(changing.values(**values))
    return put_back(connection, mail, OutboxState.QUEUED, next_at=now, results={}, error=error)


ABANDONED = "the process that was sending it ended"


def free_abandoned(connection: Connection, *, now: datetime) -> Abandoned:
    """Take back what dead holders held: as it was, or in doubt where DATA had begun; after a second doubt, held."""
    waiting = uncertain = 0
    held: list[Held] = []
    for row in connection.execute(_LEASED).all():
        if row.lease_until > now and not Holder.parse(row.lease_holder).is_dead():
            continue
        state = _state_after(row)
        begun = row.data_begun_at is not None
        values: dict[str, Any] = {
            "state": state.value,
            "next_at": row.data_begun_at + UNCERTAIN_AGAIN if begun else now,
            "settled_at": now if state is OutboxState.HELD else None,
            "last_error": ABANDONED,
            "lease_holder": None,
            "lease_until": None,
            "data_begun_at": None,
        }
        freeing = update(outbox).where(outbox.c.id == row.id, outbox.c.fence == row.fence, outbox.c.state == "leased")
        if connection.execute(freeing.values(**values, fence=row.fence + 1)).rowcount != 1:
            continue
        waiting, uncertain = waiting + (not begun), uncertain + (state is OutboxState.UNCERTAIN and begun)
        if state is OutboxState.HELD:
            recipients = tuple(row.recipients)
            held.append(Held(id=row.id, kind=row.kind, case_id=row.case_id, party=row.party, recipients=recipients))
    return Abandoned(waiting, uncertain, tuple(held))


def _state_after(row: Any) -> OutboxState:
    """Where an abandoned mail stands (hazards D4)."""
    if row.data_begun_at is None:
        return OutboxState.UNCERTAIN if row.was_uncertain else OutboxState.QUEUED
    return OutboxState.HELD if row.was_uncertain else OutboxState.UNCERTAIN


def hurry(connection: Connection, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Let mails be tried at once: by id any that was not sent; None: all that wait for their next try. Their ids."""
    query = update(outbox)
    if ids is None:
        query = query.where(OPEN, WAITS)
    else:
        again = (*WAITING, OutboxState.HELD.value, OutboxState.REFUSED.value, OutboxState.DEAD.value)
        query = query.where(outbox.c.id.in_(ids), outbox.c.state.in_(again))
        values: dict[str, Any] = {"state": OutboxState.QUEUED.value, "results": {}, "settled_at": None}
        gone = (OutboxState.HELD.value, OutboxState.REFUSED.value, OutboxState.DEAD.value)
        connection.execute(update(outbox).where(outbox.c.id.in_(ids), outbox.c.state.in_(gone)).values(**values))
    return list(connection.execute(query.values(next_at=now).returning(outbox.c.id)).scalars())


def answers_since(connection: Connection, address: str, since: datetime) -> int:
    """How many mails the address's own letters have caused since then (hazards H26)."""
    return connection.execute(_ANSWERS, {"who": _counted(address), "since": since}).scalar_one()


def _counted(address: str) -> str:
    """The mailbox behind an address: "ann+shop@x.example" and '"ann"@x.example' are read by whoever reads ann's mail."""
    local, at, domain = address.lower().rpartition("@")
    name = local.strip('"').partition("+")[0]
    return f"{name or local}{at}{domain}"


def sent_since(connection: Connection, since: datetime) -> int:
    """How many mails left since then: what [smtp] per_minute and per_day count."""
    return connection.execute(_SENT_SINCE, {"since": since}).scalar_one()


def next_due(connection: Connection) -> datetime | None:
    """When the next waiting mail is to be tried."""
    return connection.execute(_NEXT_DUE).scalar_one_or_none()


def states(connection: Connection, ids: Sequence[int]) -> Counter[str]:
    """How many of these mails stand how."""
    found = Counter[str]()
    for start in range(0, len(ids), AT_ONCE):
        query = select(outbox.c.state).where(outbox.c.id.in_(ids[start : start + AT_ONCE]))
        found.update(connection.execute(query).scalars())
    return found


def listing(connection: Connection, case_id: int | None = None) -> Iterable[dict[str, Any]]:
    """Every mail, as `amends outbox --json` shows it."""
    columns = (
        outbox.c.id,
        outbox.c.kind.label("notice"),
        cases.c.number.label("case"),
        outbox.c.recipients.label("to"),
        outbox.c.language,
        outbox.c.subject,
        outbox.c.message_id,
        outbox.c.state,
        outbox.c.attempts,
        outbox.c.next_at,
        outbox.c.results,
        outbox.c.last_error,
        outbox.c.queued_at,
        outbox.c.settled_at,
    )
    query = select(*columns).outerjoin(cases, cases.c.id == outbox.c.case_id).order_by(outbox.c.id)
    if case_id is not None:
        query = query.where(outbox.c.case_id == case_id)
    return (dict(row) for row in connection.execute(query, execution_options=BY_AND_BY).mappings())


def _content(connection: Connection, row: Any) -> bytes:
    """Head and tail never change, and the same letter is always enclosed in the same way."""
    if row.raw_id is None:
        return row.head + (row.tail or b"")
    return row.head + enclosed(letters.raw_bytes(connection, row.raw_id)).content + row.tail


def _settle(
    connection: Connection,
    outbox_id: int,
    fence: int,
    before: str,
    state: OutboxState,
    now: datetime,
    *,
    results: dict[str, Any] | None = None,
    error: str = "",
) -> bool:
    values: dict[str, Any] = {
        "state": state.value,
        "settled_at": now,
        "last_error": error,
        "lease_holder": None,
        "lease_until": None,
    }
    if results is not None:
        values["results"] = results
    return connection.execute(_STILL, {"mail": outbox_id, "seen": fence, "before": before, **values}).rowcount == 1
