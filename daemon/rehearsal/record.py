"""What happened in a play, line by line; `as_json` is the form that `amends rehearse --json` promises.

A line is a letter that came, a notice that left, a case that changed, or a deadline that came due. Cases are known by
the order in which they were opened: 1, 2, …; None where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter came. `state` and `reason`: how it ended."""

    at: datetime
    case: int | None
    number: str | None
    sender: str
    to: str
    subject: str
    text: str
    message_id: str
    state: str
    reason: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A mail left. `answers_to` is its envelope's sender: where it comes back to.

    `cases`: those it is about; several for a list of overdue cases, which has no `case` of its own.
    """

    at: datetime
    case: int | None
    number: str | None
    cases: tuple[int, ...]
    notice: str
    to: tuple[str, ...]
    subject: str
    language: str
    text: str
    html: str
    attachments: tuple[str, ...]
    message_id: str
    answers_to: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case was opened, or changed; how it stands from now on."""

    at: datetime
    case: int
    number: str
    state: str
    level: str
    department: str
    customer: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """A deadline came due. `due`: when, which is earlier than `at` if the desk was hindered."""

    at: datetime
    case: int
    number: str
    kind: str
    due: datetime


Line = LetterLine | NoticeLine | CaseLine | DeadlineLine


def as_json(line: Line, local: Callable[[datetime], datetime]) -> dict[str, Any]:
    """The line as one object. `local` gives a moment the scenario's offset."""
    at = local(line.at).isoformat()
    match line:
        case LetterLine():
            named = ("case", "number", "to", "subject", "text", "message_id", "state", "reason")
            told = {"at": at, "event": "letter", "from": line.sender}
        case NoticeLine():
            named = (
                "notice",
                "case",
                "number",
                "cases",
                "to",
                "subject",
                "language",
                "text",
                "html",
                "attachments",
                "message_id",
            )
            told = {"at": at, "event": "notice"}
        case CaseLine():
            named = ("case", "number", "state", "level", "department", "reason")
            told = {"at": at, "event": "case"}
        case DeadlineLine():
            named = ("case", "number", "kind")
            told = {"at": at, "event": "deadline", "due": local(line.due).isoformat()}
    return told | {name: getattr(line, name) for name in named}
