"""The numbers behind a report, as values: what the desk's files say about a stretch of time.

`daemon.store.figures` fills it; `daemon.planning.reports` makes mails of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from daemon.case import Case, EventKind


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case."""

    case: str  # its number
    kind: EventKind
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FiledLetter:
    """A letter that was filed without a case."""

    intake_id: int
    sender: str
    subject: str
    received: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened from `since` up to `until`, and what stands now."""

    since: datetime
    until: datetime
    opened: tuple[Case, ...] = ()  # in the stretch
    standing: tuple[Case, ...] = ()  # open now
    closed: tuple[Case, ...] = ()  # in the stretch
    closed_late: frozenset[str] = frozenset()  # of those, the numbers of cases that missed a closing clock
    events: tuple[Happened, ...] = ()  # in the stretch
    earlier_penalties: tuple[Happened, ...] = ()  # before it, of cases that are still open
    repeated: tuple[tuple[str, int], ...] = ()  # (fault, cases) more than once in the stretch
    letters: int = 0  # persons' letters in the stretch
    opened_before: int = 0  # cases opened in the stretch of equal length before
    filed: tuple[FiledLetter, ...] = ()
    filed_besides: int = 0  # how many more there were
    cases: dict[str, Case] = field(default_factory=dict[str, Case])  # every case spoken of, by number
