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
class Counted:
    """What the last report of a name took in: from `since` up to `until`, as far as the desk knew of it by then.

    What is true of that time and was noted only afterwards (a letter that waited in the mailbox, a clock that ran out
    while the daemon was down) is the next report's.
    """

    since: datetime
    until: datetime
    events: dict[str, int]  # of each case that something happened to: its last event, by id and number in the case
    case: int  # the last case and the last letter there were
    letter: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What happened from `since` up to `until`, and what stands now."""

    since: datetime
    until: datetime
    opened: tuple[Case, ...] = ()  # in the stretch
    standing: tuple[Case, ...] = ()  # open now
    closed: tuple[Case, ...] = ()  # in the stretch
    missed: frozenset[tuple[str, str]] = frozenset()  # (number, clock): what those ever missed
    events: tuple[Happened, ...] = ()  # in the stretch
    earlier_penalties: tuple[Happened, ...] = ()  # before it, of cases that were open in the stretch
    repeated: tuple[tuple[str, int], ...] = ()  # (fault, cases) more than once in the stretch
    letters: int = 0  # persons' letters in the stretch
    opened_before: int = 0  # cases opened in the period before
    filed: tuple[FiledLetter, ...] = ()
    filed_besides: int = 0  # how many more there were
    cases: dict[str, Case] = field(default_factory=dict[str, Case])  # every case spoken of, by number
