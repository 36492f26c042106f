"""What each notice may mention: one frozen dataclass a notice.

A template sees the fields of its context and nothing else. Everything that comes out of a letter is a plain string
here and is only ever a value, never template source (hazards H30). Times are aware and already in the reader's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Kind(StrEnum):
    """The catalogue of notices (design, section 6). The value is the name everybody uses for it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ADDED = "added"
    RECEIVED = "received"
    HANDOVER = "handover"
    UPDATE = "update"
    REMINDER = "reminder"
    ENQUIRY = "enquiry"
    RECEIPT = "receipt"
    ESCALATION = "escalation"
    REVIEW = "review"
    TRIAGE = "triage"
    ALARM = "alarm"


class Missing(StrEnum):
    """What the desk asks the customer for, because it helps."""

    REFERENCE = "reference"  # an invoice or order number
    PRODUCT = "product"
    PICTURES = "pictures"
    PHONE = "phone"


class Original(StrEnum):
    """What became of the original letter in a mail to a department."""

    ATTACHED = "attached"
    TOO_LARGE = "too_large"
    DANGEROUS = "dangerous"


class Told(StrEnum):
    """What a command from a department did."""

    ACCEPTED = "accepted"
    ALREADY_ACCEPTED = "already_accepted"
    NOTED = "noted"  # no command word: kept as a NOTE, not sent to the customer
    ROUTED = "routed"  # a triage choice was carried out
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk as a reader knows it."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """A product and how many of it."""

    name: str
    quantity: int | None


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact as the handling form shows it: `label` is a key such as "invoices", `words` the letter's own."""

    label: str
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A clock as a date: `clock` is a key such as "signing"."""

    clock: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Button:
    """A mailto: link with everything filled in.

    `command` is the word it sends ("ACCEPT"). Where a reader chooses by number, `choice` is the number it sends and
    `command` says what is chosen: a department's name.
    """

    command: str
    href: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A letter shown to staff: who wrote, when the server received it, and the writer's own words."""

    sender: str
    subject: str
    received: datetime
    text: str
    attachments: tuple[str, ...] = ()


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
    last_today: bool  # this address has written so often today that further letters get no mail of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """To the customer: we have your further letter."""

    kind: ClassVar[Kind] = Kind.ADDED
    desk: Desk
    case: str
    promised: datetime | None  # None: the promise has passed or the case is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """To the sender of an enquiry: a short, friendly line."""

    kind: ClassVar[Kind] = Kind.RECEIVED
    desk: Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """To the department: the complaint handling form."""

    kind: ClassVar[Kind] = Kind.HANDOVER
    desk: Desk
    case: str
    department: str
    level_en: str
    level_zh: str
    why: tuple[str, ...]  # the rules that fired, each a sentence
    letter: Words
    facts: tuple[FactLine, ...]
    promises: tuple[Promise, ...]
    related: tuple[str, ...]  # the same customer's other open cases
    original: Original
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """To the department: something new on the case, in the writer's own words."""

    kind: ClassVar[Kind] = Kind.UPDATE
    desk: Desk
    case: str
    letter: Words
    joined_because: str
    unreachable: str  # the customer's address when mail to it came back; "" otherwise
    original: Original | None  # None: there is no letter, a server's answer is shown
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """To the department: a clock is running out, or has."""

    kind: ClassVar[Kind] = Kind.REMINDER
    desk: Desk
    case: str
    department: str
    clock: str
    due: datetime
    missed: bool
    customer: str
    subject: str
    opened: datetime
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """To a department: not a complaint, passed on. Reply-To is the sender."""

    kind: ClassVar[Kind] = Kind.ENQUIRY
    desk: Desk
    letter: Words
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """To whoever sent a command: what it did, or why it was refused."""

    kind: ClassVar[Kind] = Kind.RECEIPT
    desk: Desk
    case: str
    told: Told
    command: str  # as understood, e.g. "ACCEPT"; "" when there was none
    detail: str  # the note's text, the chosen department, or why it was refused
    promises: tuple[Promise, ...]
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """To a head or to the managers: a clock of a case was missed."""

    kind: ClassVar[Kind] = Kind.ESCALATION
    desk: Desk
    case: str
    department: str
    clock: str
    due: datetime
    times_missed: int
    level_en: str
    level_zh: str
    customer: str
    subject: str
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """To the managers: a letter that must not be trusted with a case yet."""

    kind: ClassVar[Kind] = Kind.REVIEW
    desk: Desk
    case: str
    reason: str
    letter: Words
    buttons: tuple[Button, ...] = ()  # what may be done with it, numbered; none: only a person's look is asked for


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
class Alarm:
    """To the operator: something needs a person."""

    kind: ClassVar[Kind] = Kind.ALARM
    desk: Desk
    title: str
    lines: tuple[str, ...]


Context = (
    Acknowledgement
    | Added
    | Received
    | Handover
    | Update
    | Reminder
    | Enquiry
    | Receipt
    | Escalation
    | Review
    | Triage
    | Alarm
)
