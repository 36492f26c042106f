"""The parts of a plan: everything the daemon may do about one letter or one due deadline, as values.

A plan is applied in one transaction or not at all. A notice's `effect_key` says what it is the effect of; the
database takes each key once, so the same plan applied twice sends nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from daemon.case import Case, EventKind, State
from daemon.planning.bulletin import Bulletin
from templates.contexts import Context


class IntakeState(StrEnum):
    """How a letter ended (design, section 4); exactly one of them, with a reason."""

    PENDING = "pending"
    CASE = "case"
    ENQUIRY = "enquiry"
    FILED = "filed"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    BASELINE = "baseline"
    VANISHED = "vanished"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the case: when it became true, and who did it."""

    kind: EventKind
    at: datetime
    actor: str
    data: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a notice hangs in its reader's mail program (RFC 5322, section 3.6.4)."""

    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One mail to be written, sealed and queued. `case`: the number its token is bound to; "" for none."""

    context: Context
    case: str = ""
    effect_key: str
    notice_id: str
    party: str
    recipients: tuple[str, ...]
    language: str
    thread: Thread = Thread()
    subject: str | None = None  # instead of the template's
    reply_to: str | None = None
    auto: Literal["auto-replied", "auto-generated"] = "auto-generated"  # RFC 3834, section 5
    encloses: int | None = None  # the raw id of the letter that goes along as it came
    valid_while: tuple[State, ...] | None = None
    trigger: str | None = None  # the address whose letter this answers
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A case after it: a new one (`case.id` 0), or as it is from now on. Its deadlines follow from it (`timetable`).

    `references`: (kind, number) pairs that the case is known by from now on.
    """

    case: Case
    events: tuple[Event, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about a letter that waited for review, or was filed: how it ends after all."""

    raw_id: int
    state: IntakeState
    reason: str
    case: str = ""  # the number of the case that it belongs to now


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A letter that people routed: kept for whoever improves the rules."""

    raw_id: int
    department: str
    actor: str
    handling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A department is away until then; `deputy` has its mail meanwhile."""

    department: str
    until: datetime
    deputy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do, in one transaction.

    `state`, `reason` and `case` settle the letter (None for a deadline: there is no letter). `case` is the number of the
    case that the letter belongs to; "" for none.
    """

    state: IntakeState | None = None
    reason: str = ""
    case: str = ""
    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    examples: tuple[Example, ...] = ()
    absences: tuple[Absence, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()  # as they stand after what a person decided
