"""Open cases' deadlines, computed anew: after another policy, calendar or department's hours.

A case's deadlines follow from how it stands (`daemon.planning.timetable`); what is stored was right under the policy of
its day. The promise that the customer was told stays what it is: only the clocks behind it move.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from daemon.case import Case, DeadlineKind
from daemon.planning.office import Office
from daemon.planning.timetable import timetable
from daemon.store import cases, deadlines
from daemon.store.engine import Store


@dataclass(frozen=True, slots=True)
class Shift:
    """A deadline that comes at another time. `was` None: there was none; `becomes` None: there is none any more."""

    case: str
    kind: DeadlineKind
    was: datetime | None
    becomes: datetime | None


def shifts(office: Office, case: Case, stored: Mapping[DeadlineKind, datetime]) -> Iterator[Shift]:
    """What would move if the case's deadlines were computed now, in the order of `DeadlineKind`."""
    wanted = timetable(office, case)
    for kind in DeadlineKind:
        was, becomes = stored.get(kind), wanted.get(kind)
        if was != becomes:
            yield Shift(case.number, kind, was, becomes)


def homeless(office: Office, open_cases: Iterable[Case]) -> list[Case]:
    """Cases of a level that the policy does not know (any more): it has no clocks for them."""
    known = {level.code for level in office.policy.levels}
    return [case for case in open_cases if case.level not in known]


def survey(store: Store, office: Office) -> list[Shift]:
    """What would move; cases that the policy has no level for are left out. Raises `StoreUnavailable`."""
    return [shift for _, moved in _survey(store, office) for shift in moved]


def recompute(store: Store, office: Office, now: datetime) -> list[Shift]:
    """Move what has to, a transaction a case. What was moved. Raises `StoreUnavailable`."""
    moved: list[Shift] = []
    for case_id, _ in _survey(store, office):
        with store.writing() as connection:
            case = deadlines.held(connection, case_id)
            if homeless(office, [case]):
                continue
            moved += shifts(office, case, deadlines.stored(connection, case_id).get(case_id, {}))
            cases.keep_time(connection, {case_id: timetable(office, case)}, now)
    return moved


def _survey(store: Store, office: Office) -> list[tuple[int, list[Shift]]]:
    with store.reading() as connection:
        found = cases.open_ones(connection)
        stored = deadlines.stored(connection)
    lost = {case.id for case in homeless(office, found)}
    each = ((case.id, list(shifts(office, case, stored.get(case.id, {})))) for case in found if case.id not in lost)
    return [(case_id, moved) for case_id, moved in each if moved]
