"""A case's record: its letters, and whether its events are still what was written.

Each event is sealed to the one before it (`daemon.store.cases.chained`): a change, a gap or a swap shows. What was cut
off at the very end does not: nothing after it remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, select

from daemon.case import EventKind
from daemon.planning.effects import Event
from daemon.store.cases import chained
from daemon.store.schema import cases, events, intake, letters

FETCHED_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Broken:
    """An event that is not what was written. `seq`: its number in the case, from 1; `why`: a sentence."""

    case: str
    seq: int
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along every case's record found."""

    cases: int
    events: int
    broken: tuple[Broken, ...]


def verify(connection: Connection) -> Verified:
    """Walk along every case's chain."""
    query = (
        select(cases.c.number, cases.c.id, events.c.seq, events.c.at, events.c.kind, events.c.actor, events.c.data)
        .add_columns(events.c.hash)
        .outerjoin(events, events.c.case_id == cases.c.id)
        .order_by(cases.c.id, events.c.seq)
    )
    rows = connection.execution_options(yield_per=FETCHED_AT_ONCE).execute(query)
    walked, seen, broken = 0, 0, list[Broken]()
    for number, chain in groupby(rows, key=lambda row: row.number):
        links = [row for row in chain if row.seq is not None]
        walked, seen = walked + 1, seen + len(links)
        broken += _broken(number, links)
    return Verified(walked, seen, tuple(broken))


def _broken(number: str, links: list[Row[Any]]) -> Iterator[Broken]:
    if not links:
        yield Broken(number, 1, "the case has no events at all; its record is gone")
    previous, expected = "", 1
    for row in links:
        if row.seq != expected:
            missing = f"{expected}" if row.seq == expected + 1 else f"{expected} to {row.seq - 1}"
            yield Broken(number, expected, f"missing: event {missing}")
        elif not _sealed(previous, row):
            yield Broken(number, row.seq, f"not what was written: {row.kind} by {row.actor}, or its seal, was changed")
        previous, expected = row.hash, row.seq + 1  # the rest is measured by what stands there: each break shows once


def _sealed(previous: str, row: Row[Any]) -> bool:
    try:
        event = Event(EventKind(row.kind), row.at, row.actor, row.data)
    except ValueError:  # a kind that there is not
        return False
    return chained(previous, row.id, row.seq, event) == row.hash


def letters_of(connection: Connection, case_id: int) -> list[dict[str, Any]]:
    """The letters of a case in order of arrival; `id` is the ledger's, which `amends letters` shows as L7."""
    query = (
        select(intake.c.id, letters.c.received, letters.c.sender, letters.c.subject, intake.c.state, intake.c.reason)
        .join(letters, letters.c.raw_id == intake.c.raw_id)
        .where(intake.c.case_id == case_id, intake.c.state != "duplicate")
        .order_by(letters.c.received, intake.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def happened(connection: Connection, case_ids: Iterable[int]) -> dict[int, list[Event]]:
    """Everything that happened to each case, in order."""
    wanted = list(case_ids)
    query = select(events.c.case_id, events.c.at, events.c.kind, events.c.actor, events.c.data)
    rows = connection.execute(query.where(events.c.case_id.in_(wanted)).order_by(events.c.case_id, events.c.seq))
    found: dict[int, list[Event]] = {case_id: [] for case_id in wanted}
    for row in rows:
        found[row.case_id].append(Event(EventKind(row.kind), row.at, row.actor, row.data))
    return found
