"""The look-ups behind a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from daemon.case import EventKind, State
from daemon.planning.by_hand import NO_CASE, OURS
from daemon.planning.figures import Figures, FiledLetter, Happened
from daemon.planning.papers import ANSWERS_OURS
from daemon.store.cases import COUNTING, load
from daemon.store.schema import case_references, cases, events, intake, letters
from parsers.letter import Origin
from rules.vocabulary import ClockKind

CLOSING = (EventKind.SATISFIED, EventKind.CLOSED, EventKind.REJECTED_CASE, EventKind.MERGED)
MOST_FILED = 50  # in one digest


def figures(connection: Connection, since: datetime, until: datetime, is_staff: Callable[[str], bool]) -> Figures:
    """What the database says about the time from `since` up to, not including, `until`. `is_staff`: who is ours."""
    happened = _events(connection, since, until)
    ended = {one.case for one in happened if one.kind in CLOSING}
    opened = [one.case for one in happened if one.kind is EventKind.OPENED]
    penalties = _open_penalties(connection, since)
    numbers = {*(one.case for one in happened), *(one.case for one in penalties)}
    open_ids = list(connection.execute(select(cases.c.id).where(cases.c.state != State.CLOSED.value)).scalars())
    ids = connection.execute(select(cases.c.id).where(cases.c.number.in_(numbers))).scalars()
    known = {case.number: case for case in load(connection, [*ids, *open_ids]).values()}
    before = since - (until - since)
    closed = tuple(known[number] for number in sorted(ended) if not known[number].state.is_open)
    filed, besides = _filed(connection, since, until)
    return Figures(
        since=since,
        until=until,
        opened=tuple(known[number] for number in dict.fromkeys(opened)),
        standing=tuple(sorted((c for c in known.values() if c.state.is_open), key=lambda case: case.number)),
        closed=closed,
        closed_late=_closed_late(connection, [case.id for case in closed]),
        events=tuple(happened),
        earlier_penalties=tuple(penalties),
        repeated=_repeated(connection, since, until),
        letters=_letters(connection, since, until, is_staff),
        opened_before=sum(one.kind is EventKind.OPENED for one in _events(connection, before, since)),
        filed=filed,
        filed_besides=besides,
        cases=known,
    )


def _events(connection: Connection, since: datetime, until: datetime) -> list[Happened]:
    query = (
        select(cases.c.number, events.c.kind, events.c.at, events.c.data)
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.at >= since, events.c.at < until)
        .order_by(events.c.at, events.c.case_id, events.c.seq)
    )
    return [Happened(row.number, EventKind(row.kind), row.at, row.data) for row in connection.execute(query)]


def _closed_late(connection: Connection, ids: Sequence[int]) -> frozenset[str]:
    query = (
        select(cases.c.number, events.c.data)
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.kind == EventKind.MISSED.value, events.c.case_id.in_(ids))
    )
    missed = connection.execute(query)
    return frozenset(row.number for row in missed if row.data.get("clock") == ClockKind.CLOSING.value)


def _open_penalties(connection: Connection, before: datetime) -> list[Happened]:
    query = (
        select(cases.c.number, events.c.kind, events.c.at, events.c.data)
        .join(cases, cases.c.id == events.c.case_id)
        .where(
            events.c.kind == EventKind.PENALISED.value,
            events.c.at < before,
            cases.c.state != State.CLOSED.value,
        )
        .order_by(events.c.at, events.c.case_id, events.c.seq)
    )
    return [Happened(row.number, EventKind(row.kind), row.at, row.data) for row in connection.execute(query)]


def _repeated(connection: Connection, since: datetime, until: datetime) -> tuple[tuple[str, int], ...]:
    query = (
        select(case_references.c.value, func.count())
        .join(cases, cases.c.id == case_references.c.case_id)
        .where(case_references.c.kind == "fault", cases.c.received >= since, cases.c.received < until, *COUNTING)
        .group_by(case_references.c.value)
        .having(func.count() > 1)
        .order_by(func.count().desc(), case_references.c.value)
    )
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _letters(connection: Connection, since: datetime, until: datetime, is_staff: Callable[[str], bool]) -> int:
    """Letters that people wrote to the desk; the answers of our own people are none."""
    query = (
        select(letters.c.sender, func.count())
        .where(letters.c.received >= since, letters.c.received < until, letters.c.origin == Origin.PERSON.value)
        .group_by(letters.c.sender)
    )
    return sum(count for sender, count in connection.execute(query) if not is_staff(sender or ""))


def _filed(connection: Connection, since: datetime, until: datetime) -> tuple[tuple[FiledLetter, ...], int]:
    """What was filed without a case, and how many letters more than can be listed.

    Newsletters and machines' mail too, people's letters first; not our own mail.
    """
    columns = (intake.c.id, letters.c.sender, letters.c.subject, letters.c.received, intake.c.reason)
    query = (
        select(*columns, func.count().over().label("all_of_them"))
        .join(letters, letters.c.raw_id == intake.c.raw_id)
        .where(
            intake.c.state == "filed",
            intake.c.case_id.is_(None),
            letters.c.origin != Origin.OWN.value,
            intake.c.reason.not_in((NO_CASE, OURS)),
            intake.c.reason.not_like(f"{ANSWERS_OURS}%"),
            letters.c.received >= since,
            letters.c.received < until,
        )
        .order_by(letters.c.origin != Origin.PERSON.value, intake.c.id)
        .limit(MOST_FILED)
    )
    rows = connection.execute(query).all()
    listed = tuple(FiledLetter(row.id, row.sender or "", row.subject, row.received, row.reason) for row in rows)
    return listed, rows[0].all_of_them - len(rows) if rows else 0
