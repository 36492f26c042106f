"""The look-ups behind a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from daemon.case import Case, EventKind, State
from daemon.planning.by_hand import NO_CASE, OURS
from daemon.planning.effects import IntakeState
from daemon.planning.figures import Counted, Figures, FiledLetter, Happened
from daemon.planning.papers import ANSWERS_OURS
from daemon.planning.restraint import TOO_MANY
from daemon.store.cases import AT_ONCE, COUNTING, load
from daemon.store.schema import case_references, cases, events, intake, letters
from parsers.letter import Origin

CLOSING = (EventKind.SATISFIED, EventKind.CLOSED, EventKind.REJECTED_CASE, EventKind.MERGED)
MOST_FILED = 50  # in one digest
LONGEST = timedelta(days=100)  # a report that was not written for longer begins anew
_EVENTS = select(cases.c.number, events.c.case_id, events.c.seq, events.c.kind, events.c.at, events.c.data).join(
    cases, cases.c.id == events.c.case_id
)


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to `until`, and what the last report could not know of the time before."""

    since: datetime
    until: datetime
    counted: Counted | None

    def holds(self, at: ColumnElement[datetime], noted: ColumnElement[int], last: int) -> ColumnElement[bool]:
        """Whether something is of this span: true at `at`, or before it and `noted` after the `last` that was counted."""
        within = and_(at >= self.since, at < self.until)
        return within if self.counted is None else or_(within, and_(at < self.since, noted > last))

    def takes(self, case: int, seq: int, at: datetime) -> bool:
        """The same, of an event; of a case that was opened since then all of them, however old its first letter."""
        if at >= self.since or self.counted is None:
            return at >= self.since
        return case > self.counted.case or seq > self.counted.events.get(str(case), 0)


def span(counted: Counted | None, since: datetime, until: datetime) -> Span:
    """What a report covers that should begin at `since`: it begins where the last one of its name ended.

    So one that could not be written leaves no gap, and one that comes at another hour from now on counts nothing twice.
    """
    follows = counted is not None and timedelta() < until - counted.until <= LONGEST
    return Span(counted.until if counted and follows else since, until, counted if follows else None)


def figures(
    connection: Connection, over: Span, earlier: datetime, is_staff: Callable[[str], bool]
) -> tuple[Figures, Counted]:
    """What the database says about the time, and what of it the next report need not count.

    `earlier`: when the period before began. `is_staff`: who is ours.
    """
    since, until = over.since, over.until
    rows = _rows(connection, over)
    happened = [_happened(row) for row in rows]
    ended = {one.case for one in happened if one.kind in CLOSING}
    opened = [one.case for one in happened if one.kind is EventKind.OPENED]
    counted_now = {(row.case_id, row.seq) for row in rows}
    before = [row for row in _penalties(connection, since) if (row.case_id, row.seq) not in counted_now]
    penalties = [_happened(row) for row in before]
    open_ids = connection.execute(select(cases.c.id).where(cases.c.state != State.CLOSED.value)).scalars()
    ids = {*(row.case_id for row in rows), *(row.case_id for row in before), *open_ids}
    known = {case.number: case for case in load(connection, sorted(ids)).values()}
    closed = tuple(known[number] for number in sorted(ended) if not known[number].state.is_open)
    filed, besides = _filed(connection, over)
    found = Figures(
        since=since,
        until=until,
        opened=tuple(known[number] for number in dict.fromkeys(opened)),
        standing=tuple(sorted((c for c in known.values() if c.state.is_open), key=lambda case: case.number)),
        closed=closed,
        missed=_missed(connection, [case.id for case in closed]),
        events=tuple(happened),
        earlier_penalties=tuple(one for one in penalties if _unclosed(known[one.case], since)),
        repeated=_repeated(connection, over),
        letters=_letters(connection, over, is_staff),
        opened_before=_opened_between(connection, earlier, since),
        filed=filed,
        filed_besides=besides,
        cases=known,
    )
    return found, _counted(connection, over)


def _happened(row: Row[*tuple[Any, ...]]) -> Happened:
    return Happened(row.number, EventKind(row.kind), row.at, row.data)


def _rows(connection: Connection, over: Span) -> list[Row[*tuple[Any, ...]]]:
    looked_at = events.c.at >= over.since
    if over.counted is not None:
        looked_at = or_(events.c.at >= over.counted.since, events.c.case_id > over.counted.case)
    query = _EVENTS.where(looked_at, events.c.at < over.until).order_by(events.c.at, events.c.case_id, events.c.seq)
    return [row for row in connection.execute(query) if over.takes(row.case_id, row.seq, row.at)]


def _counted(connection: Connection, over: Span) -> Counted:
    """What this report has seen: an event that is noted later, with a moment of this span, has a higher number."""
    touched = select(events.c.case_id).where(events.c.at >= over.since, events.c.at < over.until)
    last = (
        select(events.c.case_id, func.max(events.c.seq)).where(events.c.case_id.in_(touched)).group_by(events.c.case_id)
    )
    return Counted(
        since=over.since,
        until=over.until,
        events={str(row[0]): row[1] for row in connection.execute(last)},
        case=connection.execute(select(func.coalesce(func.max(cases.c.id), 0))).scalar_one(),
        letter=connection.execute(select(func.coalesce(func.max(letters.c.id), 0))).scalar_one(),
    )


def _opened_between(connection: Connection, since: datetime, until: datetime) -> int:
    query = (
        select(func.count())
        .select_from(events)
        .where(events.c.kind == EventKind.OPENED.value, events.c.at >= since, events.c.at < until)
    )
    return connection.execute(query).scalar_one()


def _missed(connection: Connection, ids: Sequence[int]) -> frozenset[tuple[str, str]]:
    missed = _EVENTS.where(events.c.kind == EventKind.MISSED.value)
    some = (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
    rows = (row for which in some for row in connection.execute(missed.where(events.c.case_id.in_(which))))
    return frozenset((row.number, str(row.data.get("clock"))) for row in rows)


def _unclosed(case: Case, since: datetime) -> bool:
    """Whether the case was open at some moment from `since` on."""
    closed = case.dossier.closed_at
    return case.state.is_open or closed is None or closed >= since


def _penalties(connection: Connection, before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Those before, of cases that are not closed, or were not long ago."""
    query = _EVENTS.where(
        events.c.kind == EventKind.PENALISED.value,
        events.c.at < before,
        or_(cases.c.state != State.CLOSED.value, cases.c.changed_at >= before),
    ).order_by(events.c.at, events.c.case_id, events.c.seq)
    return connection.execute(query).all()


def _repeated(connection: Connection, over: Span) -> tuple[tuple[str, int], ...]:
    last = over.counted.case if over.counted else 0
    query = (
        select(case_references.c.value, func.count())
        .join(cases, cases.c.id == case_references.c.case_id)
        .where(case_references.c.kind == "fault", over.holds(cases.c.received, cases.c.id, last), *COUNTING)
        .group_by(case_references.c.value)
        .having(func.count() > 1)
        .order_by(func.count().desc(), case_references.c.value)
    )
    return tuple((row[0], row[1]) for row in connection.execute(query))


def _letters(connection: Connection, over: Span, is_staff: Callable[[str], bool]) -> int:
    """Letters that people wrote to the desk; the answers of our own people are none."""
    query = (
        select(letters.c.sender, func.count())
        .where(_read_in(over), letters.c.origin == Origin.PERSON.value)
        .group_by(letters.c.sender)
    )
    return sum(count for sender, count in connection.execute(query) if not is_staff(sender or ""))


def _read_in(over: Span) -> ColumnElement[bool]:
    return over.holds(letters.c.received, letters.c.id, over.counted.letter if over.counted else 0)


def _filed(connection: Connection, over: Span) -> tuple[tuple[FiledLetter, ...], int]:
    """What was filed without a case, or shown to no manager, and how many letters more than can be listed.

    Newsletters and machines' mail too, people's letters first; not our own mail.
    """
    columns = (intake.c.id, letters.c.sender, letters.c.subject, letters.c.received, intake.c.reason)
    query = (
        select(*columns, func.count().over().label("all_of_them"))
        .join(letters, letters.c.raw_id == intake.c.raw_id)
        .where(
            or_(
                and_(intake.c.state == IntakeState.FILED.value, intake.c.case_id.is_(None)),
                and_(intake.c.state == IntakeState.REVIEW.value, intake.c.reason.like(f"{TOO_MANY}%")),
            ),
            letters.c.origin != Origin.OWN.value,
            intake.c.reason.not_in((NO_CASE, OURS)),
            intake.c.reason.not_like(f"{ANSWERS_OURS}%"),
            _read_in(over),
        )
        .order_by(letters.c.origin != Origin.PERSON.value, intake.c.id)
        .limit(MOST_FILED)
    )
    rows = connection.execute(query).all()
    listed = tuple(FiledLetter(row.id, row.sender or "", row.subject, row.received, row.reason) for row in rows)
    return listed, rows[0].all_of_them - len(rows) if rows else 0
