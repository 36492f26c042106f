"""A scenario as values: who writes what when, and what is expected of the desk.

`daemon.rehearsal.scenario_file` reads one from TOML. Every moment is aware and absolute here, every file is read, every
name is known to exist; `line` says where in the file a thing stands, for whatever turns out only during the play.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from daemon.config import Config

ANY = "*"  # a notice of whatever kind


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """A notice that must have been sent: its kind, and to whom ("": to anybody)."""

    notice: str
    to: str


class MailServer(StrEnum):
    """Whether the server that takes the desk's mail answers."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something happens at `at`: the mail server goes or comes back, the daemon starts again, somebody writes."""

    line: int
    at: datetime
    smtp: MailServer | None  # from now on; None: as before
    restart: bool
    writes: bool  # False: nobody does; what follows is empty
    old: timedelta  # for so long the letter has been in the mailbox when the desk first looks; zero: it comes at `at`
    sender: str  # as in a From field; "" where the letter's own counts, or nobody's (a bounce)
    to: str  # "": the desk, or where an answer goes
    subject: str | None
    body: str
    letter: bytes | None  # a whole mail, as it is
    headers: Mapping[str, str]
    attachments: tuple[Attached, ...]
    answers: str  # the notice of its own that the sender answers
    answers_of: Wanted | None  # the notice somebody else got
    bounces: Wanted | None  # the notice that comes back

    @property
    def written(self) -> datetime:
        """When the letter was written, and received."""
        return self.at - self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be true: of notices (`notice` is not ""), or of the case number `case` in the order of opening."""

    line: int
    notice: str
    case: int | None
    to: str
    state: str
    level: str
    department: str
    by: datetime | None
    not_before: datetime | None
    count: int | None  # None: at least one
    contains: tuple[str, ...]
    absent: tuple[str, ...]
    language: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A play. `config` is the company's; the store and the key in it are the stage's to choose."""

    file: Path
    title: str
    config: Config
    start: datetime
    end: datetime
    steps: tuple[Step, ...]
    expectations: tuple[Expectation, ...]

    def local(self, moment: datetime) -> datetime:
        """The moment with the scenario's offset from UTC."""
        return moment.astimezone(self.start.tzinfo)


class ScenarioInvalid(Exception):
    """The scenario cannot be played. `problems`: one "file:line: what is wrong; what to do" each, in the file's order."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """At least one problem."""
        super().__init__("\n".join(problems))
        self.problems = problems
