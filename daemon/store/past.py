"""Cases as they began: their first letters, and what the desk knew on that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from daemon.case import TRANSITIONS, Case, EventKind, State
from daemon.config import Config
from daemon.planning.effects import Event
from daemon.store import record
from daemon.store.cases import load
from daemon.store.files import StoredFiles
from daemon.store.schema import cases, letters
from parsers.letter import Letter, Unreadable
from rules.vocabulary import History

AT_ONCE = 50
_ENDS = (EventKind.REJECTED_CASE, EventKind.MERGED)
_BEGINS = (EventKind.DISPATCHED, EventKind.RESUMED, EventKind.DISSATISFIED)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A case, the raw id of the letter that opened it, and all that happened since."""

    case: Case
    raw_id: int
    happened: tuple[Event, ...]


def beginnings(connection: Connection, since: datetime | None) -> Iterator[list[Beginning]]:
    """Every case whose first letter was received since then, the oldest first, some at a time."""
    first = select(letters.c.case_id, func.min(letters.c.id).label("first")).group_by(letters.c.case_id).subquery()
    query = (
        select(cases.c.id, letters.c.raw_id)
        .join(first, first.c.case_id == cases.c.id)
        .join(letters, letters.c.id == first.c.first)
        .order_by(cases.c.id)
    )
    if since is not None:
        query = query.where(cases.c.received >= since)
    rows = [(row.id, row.raw_id) for row in connection.execute(query)]
    for start in range(0, len(rows), AT_ONCE):
        some = dict(rows[start : start + AT_ONCE])
        found, happened = load(connection, some), record.happened(connection, some)
        yield [Beginning(found[case_id], raw_id, tuple(happened[case_id])) for case_id, raw_id in some.items()]


def history_of_that_day(connection: Connection, config: Config, case: Case, letter: Letter, since: datetime) -> History:
    """What was known of the letter's customer when it came, and of such complaints since then."""
    return _FilesOfThatDay(connection, config, case).history(letter, since)


class _FilesOfThatDay(StoredFiles):
    """The desk's files as they were when a case's first letter came: what was opened later is not in them."""

    _counting = ()  # that is told by what had happened by then

    def __init__(self, connection: Connection, config: Config, case: Case) -> None:
        super().__init__(connection, _unread, case.received, config)
        self._case = case

    def cases_of(self, address: str) -> Sequence[Case]:
        earlier = [case for case in super().cases_of(address) if case.id < self._case.id]
        happened = record.happened(self._connection, [case.id for case in earlier])
        return [_as_of(case, happened[case.id], self._case.received) for case in earlier]

    def _with_fault(self, letter: Letter, since: datetime) -> dict[int, str]:
        found = {which: who for which, who in super()._with_fault(letter, since).items() if which < self._case.id}
        happened = record.happened(self._connection, list(found))
        return {which: who for which, who in found.items() if not _left_out(happened[which], self._case.received)}


def _unread(_: bytes) -> Unreadable:
    return Unreadable("a history needs no letter but the one that it is asked for")


def _as_of(case: Case, happened: Sequence[Event], moment: datetime) -> Case:
    left_out = _left_out(happened, moment)
    return replace(case.noting(no_complaint=left_out, merged_into=""), state=_state(happened, moment))


def _left_out(happened: Sequence[Event], moment: datetime) -> bool:
    """Whether the case was no complaint of its own by then: found to be none, or merged, and not taken up again."""
    last = [event.kind for event in happened if event.at <= moment and event.kind in (*_ENDS, *_BEGINS)]
    return bool(last) and last[-1] in _ENDS


def _state(happened: Sequence[Event], moment: datetime) -> State:
    state = State.RECEIVED
    for event in happened:
        if event.at <= moment and event.kind is not EventKind.OPENED:
            state = TRANSITIONS[state].get(event.kind, state)
    return state
