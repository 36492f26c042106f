"""What a mail to a department may mention: one frozen dataclass a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from templates.contexts.kinds import Kind
from templates.contexts.parts import (
    Button,
    CaseLine,
    Corrected,
    Desk,
    FactLine,
    LetterLine,
    Original,
    Promise,
    Resolved,
    Words,
)


class Told(StrEnum):
    """What became of a command."""

    ACCEPTED = "accepted"
    ALREADY_ACCEPTED = "already_accepted"
    PASSED_ON = "passed_on"  # of a bulletin: what a department says of it has gone to whoever signs it
    NOTED = "noted"  # no command word, or NOTE: kept, not sent to the customer
    ROUTED = "routed"  # a triage choice, WRONG or REASSIGN: the case went to `detail`
    SENT_PROGRESS = "sent_progress"
    SENT_QUESTION = "sent_question"
    SENT_OPTIONS = "sent_options"
    RESOLVED = "resolved"
    EXTENDED = "extended"  # the promise moved to `until`
    AWAITS_APPROVAL = "awaits_approval"
    DEFERRED = "deferred"
    NOT_COMPLAINT = "not_complaint"
    AWAY = "away"  # until `until`; `detail`: the deputy
    STATUS = "status"
    LISTED = "listed"
    RESENT = "resent"
    REMINDED = "reminded"
    ASSIGNED = "assigned"  # to the address `detail`
    APPROVED = "approved"
    REJECTED = "rejected"
    LEVELLED = "levelled"  # the level is now `detail`
    CLOSED = "closed"
    RESUMED = "resumed"
    MERGED = "merged"  # into the case `detail`
    SPLIT = "split"  # the new case is `detail`
    OPENED = "opened"  # a filed letter or one under review became the case `detail`
    JOINED = "joined"  # a letter under review belongs to the case
    FILED = "filed"  # a letter under review was filed
    REFUSED = "refused"  # `detail` says why, as a key
    ASKED_AGAIN = "asked_again"  # RESOLVE lacked something: see the mail ask_again
    CONFIRM = "confirm"  # a second mail is needed: see the mail confirmation


class Why(StrEnum):
    """Why a department has the case again."""

    DISSATISFIED = "dissatisfied"  # the customer said no to the closure check, or objected later
    RISEN = "risen"  # a clock was missed and the level rose
    RESUMED = "resumed"  # a deferred or closed case goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one command of a mail: `command` as understood ("ACCEPT", "" when there was none)."""

    told: Told
    command: str = ""
    detail: str = ""
    until: datetime | None = None
    leaves: datetime | None = None  # when the mail to the customer leaves, where it waits for the hours of the day
    replaces: bool = False  # of RESOLVED: the customer was given another answer before
    clocks: bool = True  # of LEVELLED: whether a time limit runs in the case
    passed_on: bool = True  # of LEVELLED: whether the department is told
    pauses: bool = True  # of SENT_QUESTION: whether the answer's time limit stands still meanwhile


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
    copy: bool = False  # for somebody who is only kept informed; no answer is asked for
    customer_reads: str = ""  # the customer's language, a key such as "zh", where it is not the reader's
    pauses: bool = True  # whether the answer's time limit stands still while the customer is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Redispatch:
    """To the department: the case is open again, with the customer's words."""

    kind: ClassVar[Kind] = Kind.REDISPATCH
    desk: Desk
    case: str
    department: str
    level_en: str
    level_zh: str
    why: Why
    times: int  # how often it has come back
    said: str  # the customer's words; "" where a clock brought it back
    before: Resolved | None  # what the department had answered
    letter: Words  # the first letter
    facts: tuple[FactLine, ...]
    promises: tuple[Promise, ...]
    original: Original
    buttons: tuple[Button, ...]
    copy: bool = False
    customer_reads: str = ""  # see `Handover`
    pauses: bool = True  # see `Handover`


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
    satisfied: bool = False  # the customer said that it is settled
    rating: int | None = None  # 1 to 5, with it
    chosen: str = ""  # the option that the customer chose
    choice: int | None = None  # its number in the mail with the options
    corrected: tuple[Corrected, ...] = ()  # what the customer put right, and that the case has now
    decided: str = ""  # a manager's command, whose words are shown instead of a customer's: "APPROVE", "LEVEL" …
    moved_to: str = ""  # the department that has the case now; the reader's had it until now
    withdrawn: bool = False  # the customer takes the complaint back, and the department is to confirm it
    unclear: bool = False  # asked whether it is settled, the customer said neither yes nor no
    by_hand: bool = False  # the words are a colleague's, to the customer, from the desk's account
    promises: tuple[Promise, ...] = ()  # the clocks, where the letter has moved them or they count anew
    unchosen: bool = False  # it answers the options, and no choice can be read in it
    given_up: bool = False  # with `unreachable`: nothing more goes to that address by itself
    stays_closed: bool = False  # the case is closed, and this letter has not opened it


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
class AskAgain:
    """To the department: its RESOLVE lacks something, so nothing went to the customer."""

    kind: ClassVar[Kind] = Kind.ASK_AGAIN
    desk: Desk
    case: str
    missing: tuple[str, ...]  # keys: cause, solution, measures, compensation
    empty: tuple[tuple[str, str], ...]  # (key, the empty phrase that stands there)
    said: str  # the reply as it was written
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """To a department: not a complaint, passed on. Reply-To is the sender."""

    kind: ClassVar[Kind] = Kind.ENQUIRY
    desk: Desk
    letter: Words
    original: Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """To the department, once a week: its open cases."""

    kind: ClassVar[Kind] = Kind.WORKLIST
    desk: Desk
    department: str
    cases: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """To whoever sent a command that needs a second mail."""

    kind: ClassVar[Kind] = Kind.CONFIRMATION
    desk: Desk
    case: str
    command: str
    detail: str  # what would be done
    why: str  # a key: no_token, authentication, close
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """To whoever sent commands: what each did, or why it was refused."""

    kind: ClassVar[Kind] = Kind.RECEIPT
    desk: Desk
    case: str
    done: tuple[Done, ...]
    kept: str  # words that were no command, kept as a note; ""
    promises: tuple[Promise, ...]
    cases: tuple[CaseLine, ...]  # of LIST and STATUS
    buttons: tuple[Button, ...]
    letters: tuple[LetterLine, ...] = ()  # the case's further letters, of STATUS
    meant: str = ""  # the command that a misspelt word may have meant: "PROGRESS"; nothing was done
    unreachable: str = ""  # the customer's address, where mail to it has come back for good
    departments: tuple[str, ...] = ()  # their names, where a command named none that we know
    levels: tuple[str, ...] = ()  # their names, where a command named none that we know
    reaches: str = ""  # the customer's other address, where the reply named it
