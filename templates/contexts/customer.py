"""What a mail to a customer may mention: one frozen dataclass a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from templates.contexts.kinds import Kind
from templates.contexts.parts import Button, Choice, Corrected, Desk, Item, Missing, Resolved


class Ended(StrEnum):
    """Why a case was closed."""

    SATISFIED = "satisfied"  # the customer said so
    SILENCE = "silence"  # the customer did not answer the closure check
    WITHDRAWN = "withdrawn"  # the customer says that the matter is settled
    DECIDED = "decided"  # a manager closed it, or it turned out to be no complaint


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """To the customer: what we understood, what is missing, by when they will hear."""

    kind: ClassVar[Kind] = Kind.ACKNOWLEDGEMENT
    desk: Desk
    case: str
    invoices: tuple[str, ...]
    orders: tuple[str, ...]
    other_refs: tuple[str, ...]
    items: tuple[Item, ...]
    missing: tuple[Missing, ...]
    promised: datetime
    urgent: bool
    waybills: tuple[str, ...] = ()
    last_today: bool  # this address has written so often today that further letters get no mail of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """To the customer: we have your further letter."""

    kind: ClassVar[Kind] = Kind.ADDED
    desk: Desk
    case: str
    promised: datetime | None  # None: the promise has passed or the case is over
    corrected: tuple[Corrected, ...] = ()  # what the letter put right, and that we have
    moved_to: str = ""  # the department that has the case now, where the correction moved it
    chosen: str = ""  # the option that the letter chooses, as the department wrote it
    reopened: bool = False  # the customer has said that it is not settled, and it is taken up again
    unchosen: bool = False  # it answers our options, and no choice can be read in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """To the sender of an enquiry: a short, friendly line."""

    kind: ClassVar[Kind] = Kind.RECEIVED
    desk: Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """To the customer: a question of the department's, or the one chase for what is missing."""

    kind: ClassVar[Kind] = Kind.CLARIFICATION
    desk: Desk
    case: str
    question: str  # in the department's own words; "": the chase
    missing: tuple[Missing, ...]  # of the chase
    promised: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """To the customer: what the department reports, or a short sign of life."""

    kind: ClassVar[Kind] = Kind.PROGRESS
    desk: Desk
    case: str
    text: str  # as the department wrote it; "": a sign of life
    promised: datetime | None
    put_off: bool = False  # a manager has agreed that it cannot be settled for now
    taken_up: bool = False  # it had been put off, or closed, and goes on
    joined: str = ""  # the number of another complaint of theirs that is dealt with in this one from now on
    waits: bool = False  # with `joined`: their answer to what we asked comes first
    was: datetime | None = None  # the date that was promised and no longer holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """To the customer, before a promise is broken: the reason and the new date."""

    kind: ClassVar[Kind] = Kind.DELAY
    desk: Desk
    case: str
    reason: str  # as the department wrote it; "": none was given
    was: datetime | None  # None: the customer has never read of a date
    promised: datetime
    news: str = ""  # what the department reports with it, as it wrote it


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """To the customer: ways out to choose from, each with its benefit and its risk."""

    kind: ClassVar[Kind] = Kind.OPTIONS
    desk: Desk
    case: str
    choices: tuple[Choice, ...]
    buttons: tuple[Button, ...]  # one a choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """To the customer: apology, cause, what is done, compensation."""

    kind: ClassVar[Kind] = Kind.RESOLUTION
    desk: Desk
    case: str
    resolved: Resolved
    agreed: str  # the option that the customer chose; "" when there was no choice
    check_at: datetime  # when the customer will be asked whether it is settled
    replaces: bool = False  # an answer that the customer was given before, in other words
    items: tuple[Item, ...] = ()  # what the complaint was about, as the acknowledgement had it
    numbers: tuple[tuple[str, str], ...] = ()  # its numbers, likewise, each with its label: ("orders", "4500012377")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosureCheck:
    """To the customer: is it settled? Yes or no, 1 to 5, free words."""

    kind: ClassVar[Kind] = Kind.CLOSURE_CHECK
    desk: Desk
    case: str
    solution: str
    silence_until: datetime  # no answer by then is taken as agreement
    buttons: tuple[Button, ...]  # YES, NO, then 5 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """To the customer: the case is closed, why, and how to object.

    What staff write with CLOSE or NOT-COMPLAINT is for the record: it is not in it.
    """

    kind: ClassVar[Kind] = Kind.CLOSED
    desk: Desk
    case: str
    ended: Ended
