"""Cases with what belongs to them: participants, numbers, events and deadlines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BindParameter, Connection, and_, bindparam, func, insert, select, update

from daemon.case import Case, DeadlineKind, Dossier, Role, State
from daemon.planning.clocks import Due
from daemon.planning.effects import Event
from daemon.store.engine import BY_AND_BY
from daemon.store.once import insert_once
from daemon.store.schema import case_references, cases, counters, deadlines, events, participants

OF_ONE = 50  # cases of one customer that are looked at; a dealer may have thousands
AT_ONCE = 10_000  # SQLite takes 32,766 values in a statement and PostgreSQL 65,535, and a desk may have more cases
NUMBER_FORMAT = "C{year}-{value:06d}"

_CHANGING = (
    "state", "level", "department", "customer", "language", "subject", "reason", "promised_at", "policy", "dossier",
    "changed_at",
)  # fmt: skip

# What is asked for every letter, built once.
_COUNTER = select(counters.c.value).where(counters.c.name == bindparam("counter")).with_for_update()
_COUNT = update(counters).where(counters.c.name == bindparam("counter"))
_OPEN = insert(cases).returning(cases.c.id)
_NUMBER = select(cases.c.number).where(cases.c.id == bindparam("case"))
_WANTED: BindParameter[Any] = bindparam("wanted", expanding=True)
_NEWEST = select(events.c.case_id, func.max(events.c.seq).label("seq")).where(events.c.case_id.in_(_WANTED))
_NEWEST_OF_EACH = _NEWEST.group_by(events.c.case_id).subquery()
_LAST_EVENTS = select(events.c.case_id, events.c.seq, events.c.hash).join(
    _NEWEST_OF_EACH, and_(events.c.case_id == _NEWEST_OF_EACH.c.case_id, events.c.seq == _NEWEST_OF_EACH.c.seq)
)
_OF_ADDRESS = (
    select(participants.c.case_id)
    .join(cases, cases.c.id == participants.c.case_id)
    .where(participants.c.address == bindparam("who"))
    .order_by(cases.c.state == State.CLOSED.value, participants.c.case_id.desc())
    .limit(OF_ONE)
)
_ABOUT = (
    select(case_references.c.case_id)
    .join(participants, participants.c.case_id == case_references.c.case_id)
    .join(cases, cases.c.id == case_references.c.case_id)
    .where(
        case_references.c.value.in_(bindparam("values", expanding=True)),
        participants.c.address == bindparam("who"),
        cases.c.state != State.CLOSED.value,
    )
    .order_by(case_references.c.case_id.desc())
    .distinct()
    .limit(OF_ONE)
)
_OPEN_DEADLINES = select(deadlines.c.id, deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at).where(
    deadlines.c.case_id.in_(_WANTED), deadlines.c.settled_at.is_(None)
)
_SAVE = update(cases).where(cases.c.id == bindparam("which")).values({name: bindparam(name) for name in _CHANGING})
_MET = update(deadlines).where(deadlines.c.id == bindparam("which")).values(settled_at=bindparam("at"), outcome="met")
_MOVE = update(deadlines).where(deadlines.c.id == bindparam("which")).values(due_at=bindparam("at"))
_SET = insert(deadlines)
_TAKE = (
    update(deadlines)
    .where(deadlines.c.id.in_(_WANTED), deadlines.c.settled_at.is_(None))
    .values(settled_at=bindparam("at"), outcome="due")
    .returning(deadlines.c.id, deadlines.c.case_id, deadlines.c.kind, deadlines.c.due_at)
)
_DUE = (
    select(deadlines.c.id, deadlines.c.case_id, cases.c.department)
    .join(cases, cases.c.id == deadlines.c.case_id)
    .where(deadlines.c.settled_at.is_(None), deadlines.c.due_at <= bindparam("at"))
    .order_by(deadlines.c.due_at, deadlines.c.id)
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(deadlines.c.due_at)).where(deadlines.c.settled_at.is_(None))
_APPEND = insert(events)
COUNTING = tuple(cases.c.dossier[name].as_string().is_(None) for name in ("no_complaint", "merged_into"))
"""`Case.counts`, for a query: what is as it was at first stands in no dossier."""

_ID = select(cases.c.id).where(cases.c.number == bindparam("its_number"))
_DOSSIER = TypeAdapter(Dossier)
_PEOPLE = select(participants).where(participants.c.case_id.in_(_WANTED))
_CASES = select(cases).where(cases.c.id.in_(_WANTED))
_JOIN = insert(participants)


def next_number(connection: Connection, year: int) -> str:
    """The number the next case of the year gets; kept for this transaction."""
    name = f"case-{year}"
    value = connection.execute(_COUNTER, {"counter": name}).scalar_one_or_none()
    if value is None:  # the first of the year
        connection.execute(insert_once(connection, counters), {"name": name, "value": 0})
        value = connection.execute(_COUNTER, {"counter": name}).scalar_one()
    return NUMBER_FORMAT.format(year=year, value=value + 1)


def save(connection: Connection, changed: Iterable[Case], now: datetime) -> list[Case]:
    """Write cases as they are from now on, new ones (`id` 0) too; as they are in the database, with their ids."""
    saved: list[Case] = []
    known: list[dict[str, Any]] = []
    for case in changed:
        if case.id:
            known.append({**_row(case), "changed_at": now, "which": case.id})
            saved.append(case)
        else:
            _use_number(connection, case.number)
            row = {**_row(case), "number": case.number, "received": case.received, "changed_at": now}
            saved.append(replace(case, id=connection.execute(_OPEN, row).scalar_one()))
    if known:
        connection.execute(_SAVE, known)
    _join(connection, saved)
    return saved


def _join(connection: Connection, saved: Sequence[Case]) -> None:
    """Remember who takes part in the cases."""
    if not saved:
        return
    known = {(row.case_id, row.address) for row in connection.execute(_PEOPLE, {"wanted": [case.id for case in saved]})}
    people = {(case.id, who): role.value for case in saved for who, role in case.participants.items()}
    rows = [
        {"case_id": case_id, "address": who, "role": role}
        for (case_id, who), role in people.items()
        if (case_id, who) not in known
    ]
    if rows:
        connection.execute(_JOIN, rows)


def _row(case: Case) -> dict[str, Any]:
    return {
        "state": case.state.value,
        "level": case.level,
        "department": case.department,
        "customer": case.customer,
        "language": case.language,
        "subject": case.subject,
        "reason": case.reason,
        "promised_at": case.promised_at,
        "policy": case.policy,
        "dossier": _DOSSIER.dump_python(case.dossier, mode="json", exclude_defaults=True),
    }


def _use_number(connection: Connection, number: str) -> None:
    year, _, value = number.removeprefix("C").partition("-")
    connection.execute(_COUNT, {"counter": f"case-{year}", "value": int(value)})


def append(connection: Connection, happened: Iterable[tuple[int, Sequence[Event]]]) -> None:
    """Add events to the records of cases, by id; each is sealed to the one before it in its case."""
    news = [(case_id, event) for case_id, added in happened for event in added]
    if not news:
        return
    wanted = list(dict.fromkeys(case_id for case_id, _ in news))
    last = {row.case_id: (row.seq, row.hash) for row in connection.execute(_LAST_EVENTS, {"wanted": wanted})}
    rows: list[dict[str, Any]] = []
    for case_id, event in news:
        seq, previous = last.get(case_id, (0, ""))
        last[case_id] = (seq + 1, chained(previous, case_id, seq + 1, event))
        row = {"case_id": case_id, "seq": seq + 1, "at": event.at, "kind": event.kind.value}
        rows.append({**row, "hash": last[case_id][1], "actor": event.actor, "data": event.data})
    connection.execute(_APPEND, rows)


def chained(previous: str, case_id: int, seq: int, event: Event) -> str:
    """The hash that seals an event to everything before it."""
    told = [case_id, seq, event.at.astimezone(UTC).isoformat(), event.kind.value, event.actor, event.data]
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def refer(connection: Connection, referred: Iterable[tuple[int, Iterable[tuple[str, str]]]]) -> None:
    """Remember the numbers by which customers call the matters of cases, by id."""
    rows = [
        {"case_id": case_id, "kind": kind, "value": value} for case_id, numbers in referred for kind, value in numbers
    ]
    if rows:
        connection.execute(insert_once(connection, case_references), rows)


def keep_time(connection: Connection, wanted: Mapping[int, Mapping[DeadlineKind, datetime]], now: datetime) -> None:
    """Make the open deadlines of cases, by id, what `wanted` says: others are settled, those that moved are moved."""
    if not wanted:
        return
    rows = connection.execute(_OPEN_DEADLINES, {"wanted": list(wanted)})
    stands = {(row.case_id, row.kind): row for row in rows}
    goal = {(case_id, kind.value): at for case_id, times in wanted.items() for kind, at in times.items()}
    if gone := [{"which": row.id, "at": now} for key, row in stands.items() if key not in goal]:
        connection.execute(_MET, gone)
    if moved := [
        {"which": stands[key].id, "at": at} for key, at in goal.items() if key in stands and stands[key].due_at != at
    ]:
        connection.execute(_MOVE, moved)
    if fresh := [{"case_id": key[0], "kind": key[1], "due_at": at} for key, at in goal.items() if key not in stands]:
        connection.execute(_SET, fresh)


def due(connection: Connection, now: datetime, limit: int, batch: int) -> list[tuple[int, int]]:
    """Deadlines that have come, the oldest first: the id of each, and its case's.

    More than a `batch` of them: by department, of each the oldest first. What is told of together is then carried out
    together; of many departments a batch would hold a few each.
    """
    rows = list(connection.execute(_DUE, {"at": now, "most": limit}))
    if len(rows) > batch:
        rows.sort(key=lambda row: row.department)
    return [(row.id, row.case_id) for row in rows]


def next_due(connection: Connection) -> datetime | None:
    """When the next deadline comes."""
    return connection.execute(_NEXT_DUE).scalar_one_or_none()


def take_due(connection: Connection, which: Sequence[int], now: datetime) -> list[tuple[int, Due]]:
    """Settle deadlines and say (case id, what it was) of each, in the order asked; not of those somebody else has."""
    rows = {row.id: row for row in connection.execute(_TAKE, {"wanted": which, "at": now})}
    taken = (rows[one] for one in which if one in rows)
    return [(row.case_id, Due(DeadlineKind(row.kind), row.due_at)) for row in taken]


def load(connection: Connection, case_ids: Iterable[int]) -> dict[int, Case]:
    """Snapshots by id."""
    wanted = list(dict.fromkeys(case_ids))
    found: dict[int, Case] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= _load(connection, wanted[start : start + AT_ONCE])
    return found


def _load(connection: Connection, wanted: Sequence[int]) -> dict[int, Case]:
    people: dict[int, dict[str, Role]] = {case_id: {} for case_id in wanted}
    for row in connection.execute(_PEOPLE, {"wanted": wanted}):
        people[row.case_id][row.address] = Role(row.role)
    return {row.id: _case(row, people[row.id]) for row in connection.execute(_CASES, {"wanted": wanted})}


def id_of(connection: Connection, number: str) -> int | None:
    """The id of the case of that number."""
    return connection.execute(_ID, {"its_number": number}).scalar_one_or_none()


def number_of(connection: Connection, case_id: int) -> str:
    """The number of a case."""
    return connection.execute(_NUMBER, {"case": case_id}).scalar_one()


def by_number(connection: Connection, number: str) -> Case | None:
    """The case of that number."""
    case_id = connection.execute(select(cases.c.id).where(cases.c.number == number)).scalar_one_or_none()
    return None if case_id is None else load(connection, [case_id])[case_id]


def of_customer(connection: Connection, address: str) -> list[Case]:
    """The cases the address takes part in, the newest first; where these are too many, rather the open ones."""
    found = load(connection, connection.execute(_OF_ADDRESS, {"who": address}).scalars())
    return sorted(found.values(), key=lambda case: case.id, reverse=True)


def open_about(connection: Connection, address: str, values: Collection[str]) -> list[Case]:
    """Open cases that the address takes part in and that are known by one of these numbers, the newest first."""
    found = load(connection, connection.execute(_ABOUT, {"who": address, "values": sorted(values)}).scalars())
    return sorted(found.values(), key=lambda case: case.id, reverse=True)


def open_ones(connection: Connection, department: str | None = None) -> list[Case]:
    """Open cases, the oldest first: all, or a department's."""
    query = select(cases.c.id).where(cases.c.state != State.CLOSED.value).order_by(cases.c.id)
    if department is not None:
        query = query.where(cases.c.department == department, cases.c.state != State.TRIAGE.value)
    found = load(connection, connection.execute(query).scalars())
    return sorted(found.values(), key=lambda case: case.id)


def numbers_of(connection: Connection, case_ids: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
    """The numbers each case is known by."""
    known: dict[int, set[tuple[str, str]]] = {case_id: set() for case_id in case_ids}
    for row in connection.execute(select(case_references).where(case_references.c.case_id.in_(case_ids))):
        known[row.case_id].add((row.kind, row.value))
    return known


def listing(connection: Connection) -> Iterable[dict[str, Any]]:
    """Every case, as `amends cases --json` shows it."""
    columns = (
        cases.c.number,
        cases.c.state,
        cases.c.level,
        cases.c.department,
        cases.c.customer,
        cases.c.language,
        cases.c.subject,
        cases.c.reason,
        cases.c.received,
        cases.c.promised_at,
        cases.c.policy,
        cases.c.changed_at,
    )
    query = select(*columns).order_by(cases.c.id)
    return (dict(row) for row in connection.execute(query, execution_options=BY_AND_BY).mappings())


def history(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """The case's record in order."""
    query = select(events.c.seq, events.c.at, events.c.kind, events.c.actor, events.c.data)
    rows = connection.execute(query.where(events.c.case_id == case_id).order_by(events.c.seq)).mappings()
    return [dict(row) for row in rows]


def open_deadlines(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """What the case is still waiting for."""
    query = select(deadlines.c.kind, deadlines.c.due_at)
    query = query.where(deadlines.c.case_id == case_id, deadlines.c.settled_at.is_(None))
    return [dict(row) for row in connection.execute(query.order_by(deadlines.c.due_at)).mappings()]


def _case(row: Any, people: dict[str, Role]) -> Case:
    return Case(
        id=row.id,
        number=row.number,
        state=State(row.state),
        level=row.level,
        department=row.department,
        customer=row.customer,
        language=row.language,
        subject=row.subject,
        reason=row.reason,
        policy=row.policy,
        received=row.received,
        promised_at=row.promised_at,
        dossier=_DOSSIER.validate_python(row.dossier),
        participants=people,
    )
