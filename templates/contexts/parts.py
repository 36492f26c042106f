"""What notices are made of: the desk, a letter, a fact, a clock, a button, a line of a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    doubted: bool = False  # our own mail server could not confirm that the sender wrote it


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A further letter of a case as a line of a list: its number in the case, its beginning, and what can be done."""

    number: int
    sender: str
    received: datetime
    subject: str
    words: str
    button: Button


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out that the customer may choose: what is done, what is good about it, what may be bad."""

    number: int
    text: str
    benefit: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the department says to close a case, as it wrote it; "" for what it left out."""

    cause: str = ""
    solution: str = ""
    measures: str = ""
    compensation: str = ""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A fact that the customer put right. `of` is a key such as "invoices"; `wrong` may be ""."""

    of: str
    right: str
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case in a list. `state` is a key such as "dispatched"; `due` the next clock that runs out, if any does.

    `clock` says which one, where the list is about that.
    """

    case: str
    customer: str
    subject: str
    department: str
    level_en: str
    level_zh: str
    state: str
    opened: datetime
    due: datetime | None = None
    overdue: bool = False
    clock: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledLine:
    """A letter that was filed in silence, with a button that says it was a complaint."""

    sender: str
    subject: str
    received: datetime
    reason: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One row of a table of numbers. `label` is shown as it is unless the section says that it is a key."""

    label: str
    label_zh: str
    count: int
    share: float | None = None  # of the section's whole, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table of a report: `key` such as "levels", "categories", "deferred": what the pack calls the section."""

    key: str
    rows: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyLine:
    """One missed clock and what it costs: `amount` in whole units, for `months` full months unclosed."""

    number: int  # in this bulletin, from 1: what REJECT names
    case: str
    department: str
    level_en: str
    level_zh: str
    clock: str
    due: datetime
    amount: int
    months: int = 0
    before: int = 0  # of `amount`, what earlier bulletins have charged for the same clock
