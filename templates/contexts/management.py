"""What a mail to managers, role holders and the operator may mention: one frozen dataclass a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from templates.contexts.kinds import Kind
from templates.contexts.parts import (
    Button,
    CaseLine,
    Desk,
    FactLine,
    FiledLine,
    Original,
    PenaltyLine,
    Promise,
    Section,
    Words,
)


class Asked(StrEnum):
    """What waits for APPROVE or REJECT."""

    EXTEND = "extend"
    DEFER = "defer"
    CLOSE = "close"


class Cause(StrEnum):
    """Why a case is escalated."""

    MISSED = "missed"  # a clock
    TOP = "top"  # a clock, and no level is left to rise to
    WRONG = "wrong"  # departments send the case to each other
    ABSENT = "absent"  # the department's mailbox answers that nobody is there
    UNREACHED = "unreached"  # a mail to the department came back for good
    DISSATISFIED = "dissatisfied"  # the customer said no, and the level cannot rise
    NOTABLE = "notable"  # the policy wants them to know at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """To a head or to the managers: a clock of a case was missed."""

    kind: ClassVar[Kind] = Kind.ESCALATION
    desk: Desk
    case: str
    department: str
    cause: Cause
    clock: str  # of MISSED and TOP; ""
    due: datetime | None
    times_missed: int  # how often this time limit has been told as missed
    level_en: str
    level_zh: str
    customer: str
    subject: str
    opened: datetime
    said: str = ""  # somebody's words that led to it
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Many missed clocks told again in one mail: to a department instead of reminders, above it instead of escalations."""

    kind: Literal[Kind.REMINDER, Kind.ESCALATION]
    desk: Desk
    department: str  # whose cases they are; "" where they are several departments'
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """To the managers: a department asks for something that it may not decide alone."""

    kind: ClassVar[Kind] = Kind.APPROVAL
    desk: Desk
    case: str
    department: str
    asked: Asked
    days: int | None  # working days, of EXTEND
    promised: datetime | None  # the date it would be, of EXTEND
    reason: str
    level_en: str
    level_zh: str
    customer: str
    subject: str
    opened: datetime
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """To those the policy calls together at once: what happened, whose case, by when which report."""

    kind: ClassVar[Kind] = Kind.ANNOUNCEMENT
    desk: Desk
    case: str
    department: str
    level_en: str
    level_zh: str
    why: tuple[str, ...]
    why_zh: tuple[str, ...]
    called: tuple[str, ...]  # who gets this mail
    letter: Words
    facts: tuple[FactLine, ...]
    promises: tuple[Promise, ...]
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """To the managers: a letter that must not be trusted with a case yet."""

    kind: ClassVar[Kind] = Kind.REVIEW
    desk: Desk
    case: str
    reason: str
    letter: Words
    buttons: tuple[Button, ...] = ()  # what may be done with it, numbered; none: only a person's look is asked for
    bulletin: str = ""  # the penalty bulletin that a department writes about; it is answered directly
    signed: bool = False  # of the bulletin
    refused: bool = False  # a colleague's command: the writer reads that nothing was done, everybody else reads nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """To the managers: whose case is this? Each button is a numbered department."""

    kind: ClassVar[Kind] = Kind.TRIAGE
    desk: Desk
    case: str
    reason: str
    letter: Words
    facts: tuple[FactLine, ...]
    buttons: tuple[Button, ...]
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A report on its day, with its numbers."""

    kind: ClassVar[Kind] = Kind.DIGEST
    desk: Desk
    title_en: str
    title_zh: str
    since: datetime
    until: datetime
    opened: int
    closed: int
    open: int
    sections: tuple[Section, ...]
    overdue: tuple[CaseLine, ...]
    listed: tuple[CaseLine, ...]  # cases that need a look
    filed: tuple[FiledLine, ...]
    filed_besides: int = 0  # letters that were filed too and are not listed

    @property
    def quiet(self) -> bool:
        """Whether nothing happened: then two lines say so."""
        return not (self.opened or self.closed or self.open or self.overdue or self.listed or self.filed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """The penalty bulletin: to be signed, or signed."""

    kind: ClassVar[Kind] = Kind.PENALTIES
    desk: Desk
    title_en: str
    title_zh: str
    since: datetime
    until: datetime
    currency: str
    lines: tuple[PenaltyLine, ...]
    totals: tuple[tuple[str, int], ...]  # (department, sum)
    signed_by: str  # ""; the bulletin waits for APPROVE
    signed_at: datetime | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """To the operator: something needs a person."""

    kind: ClassVar[Kind] = Kind.ALARM
    desk: Desk
    title: str
    lines: tuple[str, ...]
