"""The parts of a plan: everything the daemon may do about one letter or one due deadline, as values.

A plan is applied in one transaction or not at all. A notice's `effect_key` says what it is the effect of; the
database takes each key once, so the same plan applied twice sends nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from daemon.case import DeadlineKind, EventKind, Role, State
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
class Deadline:
    """A moment to come back to the case."""

    kind: DeadlineKind
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a notice hangs in its reader's mail program (RFC 5322, section 3.6.4)."""

    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One mail to be written, sealed and queued."""

    context: Context
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
class Opening:
    """A new case."""

    number: str
    level: str
    department: str
    customer: str
    language: str
    subject: str
    reason: str
    received: datetime
    promised_at: datetime
    policy: str
    participants: tuple[tuple[str, Role], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do. `state` and `reason` settle the letter (None for a deadline: there is no letter)."""

    state: IntakeState | None = None
    reason: str = ""
    case_id: int | None = None  # an existing case; with `opening` it is the new one
    opening: Opening | None = None
    case_state: State | None = None
    department: str | None = None  # the case moves to it
    events: tuple[Event, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    settles: tuple[DeadlineKind, ...] = ()
    references: tuple[tuple[str, str], ...] = ()  # (kind, number) the case is known by from now on
    notices: tuple[Notice, ...] = ()
