"""One command out of a reply: what its carrying-out may look at, and what comes of it.

A reply may hold several commands; each is carried out on the case as the one before it left it. A command that cannot
be carried out changes nothing, and the receipt says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from daemon.case import Case, EventKind
from daemon.config_tables import Department
from daemon.matching import Joins, Standing
from daemon.planning.effects import Absence, Change, Event, Example, Notice, Verdict
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.parties import Party, department_party, managers
from daemon.planning.reading import Reading
from parsers.answers import Instruction
from templates.contexts import CaseLine, Done, LetterLine, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A command's surroundings. `number`: its place in the reply, from 0."""

    office: Office
    files: Files
    reading: Reading
    joins: Joins
    case: Case
    actor: str
    now: datetime
    number: int = 0

    @property
    def is_manager(self) -> bool:
        """Whether a manager is speaking."""
        return self.joins.standing is Standing.MANAGER

    @property
    def is_head(self) -> bool:
        """Whether the head of the department that has the case is speaking."""
        head = self.department.head if self.department else None
        return head is not None and head.lower() == self.actor

    @property
    def department(self) -> Department | None:
        """The department that has the case now."""
        return self.office.department_named(self.case.department)

    @property
    def speaks_for(self) -> Department | None:
        """The department that the sender speaks for: the case's (also whom it was assigned to), or one that had it before."""
        address = self.reading.letter.sender.key if self.reading.letter.sender else ""
        own, departments = self.department, self.office.config.departments
        if own is not None and (own.speaks(address) or address == self.case.dossier.assigned):
            return own
        return next((department for department in departments if department.speaks(address)), None)

    @property
    def sender(self) -> Party:
        """Whoever sent the reply, at the address it came from, in the language of their side."""
        address = self.reading.letter.sender.address if self.reading.letter.sender else ""
        side = (
            managers(self.office) if self.is_manager or self.speaks_for is None else department_party(self.speaks_for)
        )
        return Party(side.name, (address,), side.language)

    def key(self, what: str) -> str:
        """An effect key for a mail that this command causes."""
        place = f"/{self.number}" if self.number else ""
        return f"{self.case.number}/{what}/{self.reading.raw_id}{place}"

    @property
    def receipt_key(self) -> str:
        """The effect key of the receipt that tells of all commands of the reply."""
        return f"{self.case.number}/receipt/{self.reading.raw_id}"

    def event(self, kind: EventKind, **data: object) -> Event:
        """Something that the command makes happen."""
        return Event(kind, self.now, self.actor, dict(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What comes of a command. `case`: as it is afterwards (None: as it was); `others`: further cases that change."""

    done: Done
    case: Case | None = None
    events: tuple[Event, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    others: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    examples: tuple[Example, ...] = ()
    absences: tuple[Absence, ...] = ()
    listed: tuple[CaseLine, ...] = field(default_factory=tuple[CaseLine, ...])  # what LIST and STATUS show
    letters: tuple[LetterLine, ...] = field(default_factory=tuple[LetterLine, ...])  # what STATUS shows of one case


Handler = Callable[[Turn, Instruction], Outcome]


def refused(turn: Turn, instruction: Instruction, why: str) -> Outcome:
    """The command was not carried out; `why` is a key that the receipt has words for."""
    command = instruction.command.value
    event = turn.event(EventKind.REFUSED, command=command, why=why, text=instruction.text)
    return Outcome(done=Done(told=Told.REFUSED, command=command, detail=why), events=(event,))


def leaves(turn: Turn, notice: Notice) -> datetime | None:
    """When a mail to the customer leaves, on the office's wall clock; None: now. Nobody is told that it has gone before."""
    return turn.office.local(notice.not_before) if notice.not_before is not None else None


def signed(case: Case, now: datetime) -> Case:
    """The case as the department's first word about it leaves it: who does something about a case has accepted it."""
    if case.dossier.signed_at is not None:
        return case
    return case.noting(signed_at=now)


def replied(case: Case, now: datetime) -> Case:
    """The case after the department's first word that says more than ACCEPT."""
    case = signed(case, now)
    return case if case.dossier.replied_at is not None else case.noting(replied_at=now)
