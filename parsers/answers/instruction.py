"""What a reply can tell the desk, as data: commands, the labelled fields that go with them, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class Command(StrEnum):
    """Every command there is; the values are the canonical words. Who may give which is not decided here."""

    ACCEPT = "ACCEPT"
    WRONG = "WRONG"
    ASK = "ASK"
    PROGRESS = "PROGRESS"
    NOTE = "NOTE"
    OPTIONS = "OPTIONS"
    RESOLVE = "RESOLVE"
    DEFER = "DEFER"
    EXTEND = "EXTEND"
    NOT_COMPLAINT = "NOT-COMPLAINT"
    AWAY = "AWAY"
    STATUS = "STATUS"
    LIST = "LIST"
    RESEND = "RESEND"
    REMIND = "REMIND"
    REASSIGN = "REASSIGN"
    ASSIGN = "ASSIGN"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    LEVEL = "LEVEL"
    CLOSE = "CLOSE"
    RESUME = "RESUME"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    COMPLAINT = "COMPLAINT"
    CONFIRM = "CONFIRM"
    CHOICE = "CHOICE"


class Field(StrEnum):
    """What a label names."""

    CAUSE = "cause"
    SOLUTION = "solution"
    MEASURES = "measures"
    COMPENSATION = "compensation"
    REASON = "reason"
    DEPARTMENT = "department"
    DEPUTY = "deputy"
    UNTIL = "until"
    QUESTION = "question"
    DAYS = "days"


class Courtesy(StrEnum):
    """How ACCEPT was said where nobody wrote the word."""

    NONE = ""  # the word itself
    YES = "yes"  # `OK`, `好的`: a yes to whatever was asked
    RECEIVED = "received"  # `Received`, `收到`: the mail has come, which grants nothing that a manager was asked for


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of the solutions that OPTIONS offers."""

    number: int
    text: str
    benefit: str = ""
    risk: str = ""


def _no_fields() -> Mapping[Field, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One command and what was said with it."""

    command: Command
    text: str = ""  # everything behind the command word up to the next command, labels included, as written
    fields: Mapping[Field, str] = field(default_factory=_no_fields)
    choice: int | None = None  # the number chosen from a list, from 1
    days: int | None = None  # of EXTEND: working days
    target: str = ""  # department, address, level, case number or follow-up mode, by command
    reason: str = ""  # the text without target, days and choice
    until: date | None = None  # of AWAY: back on or away until this day; of EXTEND where it names a day
    proposals: tuple[Proposal, ...] = ()
    courtesy: Courtesy = Courtesy.NONE  # of ACCEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply as read."""

    instructions: tuple[Instruction, ...] = ()  # in order; empty when there was no command word
    note: str = ""  # what belongs to no command: the whole text of a reply without any
    meant: Command | None = None  # of a reply without any: the command that its first word almost is
