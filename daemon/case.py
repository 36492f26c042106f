"""The life of a case: its states, what can happen to it, and what that makes of it.

`TRANSITIONS` is the whole truth: a pair that is not in it is illegal, and `step` says so. Everything that happens is
kept as an event, also what leaves the state as it was. Nothing here knows of mail, the database or the time of day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

CASE_NUMBER = re.compile(r"(?<![A-Za-z0-9])[Cc]\d{4}-\d{6,9}(?!\d)", re.ASCII)
"""A case's number in a text, between Chinese words too; from a year's millionth case on it has more than six figures."""


class State(StrEnum):
    """Where a case stands (design, section 11)."""

    RECEIVED = "received"
    TRIAGE = "triage"  # a person must choose the department
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"  # the department has reported progress or asked
    OPTIONS_SENT = "options_sent"
    AGREED = "agreed"  # the customer has chosen
    RESOLVED = "resolved"
    CONFIRMING = "confirming"  # the customer has been asked whether it is settled
    CLOSED = "closed"
    DEFERRED = "deferred"
    REOPENED = "reopened"  # dissatisfied, or the level has risen: dispatched again

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self is not State.CLOSED


UNSIGNED = frozenset({State.DISPATCHED, State.REOPENED})
"""The department has the case and has not accepted it."""

AT_WORK = UNSIGNED | {State.ACCEPTED, State.INVESTIGATING, State.OPTIONS_SENT, State.AGREED}
"""The department owes the customer an answer."""

ANSWERED = frozenset({State.RESOLVED, State.CONFIRMING})
"""The customer has the answer, and has not said what becomes of it."""


class EventKind(StrEnum):
    """What can happen to a case. Past participles: it has happened."""

    OPENED = "opened"
    TRIAGED = "triaged"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    PROGRESSED = "progressed"
    ASKED = "asked"  # the department asked the customer
    ANSWERED = "answered"  # the customer answered what was asked
    OPTIONS_SENT = "options_sent"
    AGREED = "agreed"
    RESOLVED = "resolved"
    CHECKED = "checked"  # the customer was asked whether it is settled
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    CLOSED = "closed"
    DEFERRED = "deferred"
    RESUMED = "resumed"
    RISEN = "risen"  # a clock was missed, or the customer said no, and the level went up
    LEVELLED = "levelled"  # a person set the level
    REJECTED_CASE = "not_complaint"
    ADDED = "added"  # the customer wrote again
    CORRECTED = "corrected"  # the customer put a fact right
    WITHDRAWN = "withdrawn"  # the customer says that the matter is settled
    NOTED = "noted"  # staff wrote something that stays inside
    CONTACTED = "contacted"  # a colleague wrote to the customer by hand
    EXTENDED = "extended"
    REQUESTED = "requested"  # something waits for a manager's approval
    APPROVED = "approved"
    REJECTED = "rejected"
    ASSIGNED = "assigned"
    REFUSED = "refused"  # a command that was not carried out
    REMINDED = "reminded"
    MISSED = "missed"  # a clock ran out
    ESCALATED = "escalated"
    PENALISED = "penalised"
    CHASED = "chased"  # the customer was asked once more for what is missing
    DELAYED = "delayed"  # the customer was told a new date
    GREETED = "greeted"  # the customer got a sign of life
    WAITED = "waited"  # the customer did not answer what was asked, and the clocks go on without
    UNDELIVERED = "undelivered"  # a notice came back
    AUTO_REPLIED = "auto_replied"  # somebody's machine answered; kept, counts for nothing
    WITHHELD = "withheld"  # an answer the daily cap did not let out
    REVIEWED = "reviewed"  # a stranger wrote with this case's marks; the managers were asked
    MERGED = "merged"
    SPLIT = "split"


_MOVES = frozenset(
    {
        EventKind.OPENED,
        EventKind.TRIAGED,
        EventKind.DISPATCHED,
        EventKind.ACCEPTED,
        EventKind.PROGRESSED,
        EventKind.ASKED,
        EventKind.OPTIONS_SENT,
        EventKind.AGREED,
        EventKind.RESOLVED,
        EventKind.CHECKED,
        EventKind.SATISFIED,
        EventKind.DISSATISFIED,
        EventKind.CLOSED,
        EventKind.DEFERRED,
        EventKind.RESUMED,
        EventKind.RISEN,
        EventKind.REJECTED_CASE,
        EventKind.MERGED,
    }
)
_ANYWHERE = tuple(kind for kind in EventKind if kind not in _MOVES)

_TO_WORK: Mapping[EventKind, State] = {
    EventKind.DISPATCHED: State.DISPATCHED,  # WRONG, REASSIGN
    EventKind.TRIAGED: State.TRIAGE,  # nobody wants it: the managers choose
    EventKind.ACCEPTED: State.ACCEPTED,
    EventKind.PROGRESSED: State.INVESTIGATING,
    EventKind.ASKED: State.INVESTIGATING,
    EventKind.OPTIONS_SENT: State.OPTIONS_SENT,
    EventKind.RESOLVED: State.RESOLVED,
    EventKind.DEFERRED: State.DEFERRED,
    EventKind.RISEN: State.REOPENED,
    EventKind.DISSATISFIED: State.REOPENED,
    EventKind.REJECTED_CASE: State.CLOSED,
    EventKind.MERGED: State.CLOSED,
    EventKind.CLOSED: State.CLOSED,
}
_TO_OVER: Mapping[EventKind, State] = {
    EventKind.CHECKED: State.CONFIRMING,
    EventKind.SATISFIED: State.CLOSED,
    EventKind.DISSATISFIED: State.REOPENED,
    EventKind.RESUMED: State.REOPENED,
    EventKind.RESOLVED: State.RESOLVED,  # said better
    EventKind.RISEN: State.REOPENED,
    EventKind.DISPATCHED: State.DISPATCHED,
    EventKind.MERGED: State.CLOSED,
    EventKind.CLOSED: State.CLOSED,
}


def _row(state: State, moves: Mapping[EventKind, State]) -> Mapping[EventKind, State]:
    return {**dict.fromkeys(_ANYWHERE, state), **moves}


TRANSITIONS: Mapping[State, Mapping[EventKind, State]] = {
    State.RECEIVED: _row(State.RECEIVED, {EventKind.DISPATCHED: State.DISPATCHED, EventKind.TRIAGED: State.TRIAGE}),
    State.TRIAGE: _row(
        State.TRIAGE,
        {
            EventKind.DISPATCHED: State.DISPATCHED,
            EventKind.TRIAGED: State.TRIAGE,
            EventKind.REJECTED_CASE: State.CLOSED,
            EventKind.MERGED: State.CLOSED,
            EventKind.CLOSED: State.CLOSED,
            EventKind.RISEN: State.TRIAGE,
        },
    ),
    State.DISPATCHED: _row(State.DISPATCHED, _TO_WORK),
    State.REOPENED: _row(State.REOPENED, _TO_WORK),
    State.ACCEPTED: _row(State.ACCEPTED, _TO_WORK),
    State.INVESTIGATING: _row(State.INVESTIGATING, {**_TO_WORK, EventKind.ACCEPTED: State.INVESTIGATING}),
    State.OPTIONS_SENT: _row(
        State.OPTIONS_SENT,
        {
            **_TO_WORK,
            EventKind.ACCEPTED: State.OPTIONS_SENT,
            EventKind.PROGRESSED: State.OPTIONS_SENT,  # the customer may still choose
            EventKind.AGREED: State.AGREED,
        },
    ),
    State.AGREED: _row(
        State.AGREED, {**_TO_WORK, EventKind.ACCEPTED: State.AGREED, EventKind.PROGRESSED: State.AGREED}
    ),
    State.RESOLVED: _row(State.RESOLVED, {**_TO_OVER, EventKind.PROGRESSED: State.RESOLVED}),
    State.CONFIRMING: _row(
        State.CONFIRMING, {**_TO_OVER, EventKind.CHECKED: State.CONFIRMING, EventKind.PROGRESSED: State.CONFIRMING}
    ),
    State.CLOSED: _row(
        State.CLOSED,
        {
            EventKind.DISSATISFIED: State.REOPENED,
            EventKind.RESUMED: State.REOPENED,
            EventKind.DISPATCHED: State.DISPATCHED,
            EventKind.CLOSED: State.CLOSED,
        },
    ),
    State.DEFERRED: _row(
        State.DEFERRED,
        {
            EventKind.RESUMED: State.REOPENED,
            EventKind.DISSATISFIED: State.DEFERRED,
            EventKind.PROGRESSED: State.DEFERRED,
            EventKind.RESOLVED: State.RESOLVED,
            EventKind.DISPATCHED: State.DISPATCHED,
            EventKind.MERGED: State.CLOSED,
            EventKind.CLOSED: State.CLOSED,
        },
    ),
}
"""What each event makes of each state; `OPENED` is no transition: it makes a case, in `RECEIVED`."""


class IllegalTransition(Exception):
    """The event cannot happen to a case in this state."""

    def __init__(self, state: State, event: EventKind) -> None:
        super().__init__(f"a case that is {state} cannot be {event}")
        self.state = state
        self.event = event


def step(state: State, event: EventKind) -> State:
    """The state after `event`. Raises `IllegalTransition`."""
    try:
        return TRANSITIONS[state][event]
    except KeyError:
        raise IllegalTransition(state, event) from None


class Role(StrEnum):
    """What an address is to a case."""

    CUSTOMER = "customer"
    CC = "cc"  # copied in on the first letter: may add, decides nothing, gets no copies


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What has been done about one clock that began at `start`. `due`: when it ran out first; `again`: the next telling."""

    start: datetime
    reminded: bool = False
    times: int = 0  # how often its end was told
    due: datetime | None = None
    again: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What waits for a manager: "extend", "defer" or "close". `days` are working days."""

    asked: str
    reason: str
    by: str
    at: datetime
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A command as it was carried out last: what was said with it, as a digest, and when."""

    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the department said to close the case, as it wrote it; "" for what it left out."""

    cause: str = ""
    solution: str = ""
    measures: str = ""
    compensation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One option that was put to the customer."""

    number: int
    text: str
    benefit: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """A fact that the customer put right: its name in `parsers.letter.Facts`, and what it is instead of what."""

    of: str
    right: str
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything about a case that its clocks and letters depend on, besides where it stands."""

    role: str  # the policy's department role
    tags: tuple[str, ...] = ()
    channel: str = "mail"
    topic: str = "other"  # what the complaint is about (`parsers.letter.Topic`)
    counted_from: datetime  # the letter's receipt, or the last rise of the level
    dispatched_at: datetime | None = None  # None: never yet (triage)
    signed_at: datetime | None = None
    signed_by: str = ""  # whose word that was
    replied_at: datetime | None = None  # the first command that says more than ACCEPT
    reported_at: datetime | None = None  # the first that names cause or measures
    progressed_at: datetime | None = None
    waiting_since: datetime | None = None  # the customer owes an answer: the department's clocks stand still
    paused: tuple[tuple[datetime, datetime], ...] = ()
    extended_days: int = 0  # working days
    extended_to: datetime | None = None  # the day that EXTEND promised: no clock ends before it
    written_at: datetime | None = None  # when the customer last heard from us
    delays: int = 0  # how often a new date was told
    missing: tuple[str, ...] = ()  # what the acknowledgement asked for
    chased: bool = False
    amended: tuple[Amended, ...] = ()  # what the customer put right since the first letter
    added: tuple[int, ...] = ()  # raw ids of the letters that joined it since, the oldest first
    split_off: tuple[int, ...] = ()  # of those, what has become a case of its own
    telling: tuple[int, ...] = ()  # of those, the customer's own, surely: what they say counts like the first letter
    why: tuple[tuple[str, str], ...] = ()  # it lies with its department, or in triage: in English and in Chinese
    confirmed_on: date | None = None  # the last day on which a further letter was confirmed, on the office's wall clock
    placed: bool = False  # a person chose its department: WRONG, REASSIGN, a number in triage
    no_complaint: bool = False  # closed because it was none: it counts for nobody's history
    request: Request | None = None
    proposed: tuple[Proposed, ...] = ()
    chosen: int | None = None
    answered: Answered | None = None
    resolved_at: datetime | None = None
    checked_at: datetime | None = None
    closed_at: datetime | None = None
    rating: int | None = None
    dissatisfied: int = 0
    dispatches: int = 0  # how often it came back to the department
    wrongs: int = 0
    misses: int = 0
    assigned: str = ""
    mode: str = ""  # of a deferred case: watch or monitor
    merged_into: str = ""
    withdrawn: bool = False  # the customer says that it is settled; the department confirms
    unreachable: str = (
        ""  # the customer's address, where mail to it has come back for good and nobody wrote from it since
    )
    watches: Mapping[str, Watch] = field(default_factory=dict[str, Watch])  # by clock
    said: Mapping[str, Said] = field(default_factory=dict[str, Said])  # by command


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as the core sees it: a snapshot, never changed. `id` 0: not in the database yet."""

    id: int = 0
    number: str
    state: State
    level: str
    department: str
    customer: str
    language: str
    subject: str
    reason: str = ""
    policy: str = ""
    received: datetime
    promised_at: datetime
    dossier: Dossier
    participants: Mapping[str, Role] = field(default_factory=dict[str, Role])

    def moved(self, event: EventKind, **noted: Any) -> Case:
        """After `event`, with these fields of the dossier changed. Raises `IllegalTransition`."""
        return replace(self, state=step(self.state, event), dossier=replace(self.dossier, **noted))

    def noting(self, **noted: Any) -> Case:
        """With these fields of the dossier changed."""
        return replace(self, dossier=replace(self.dossier, **noted))

    @property
    def promise_told(self) -> datetime | None:
        """What the customer has read of a date; None: nothing was ever written, since the letter wanted no answer."""
        return None if self.dossier.written_at is None else self.promised_at

    @property
    def counts(self) -> bool:
        """Whether it is a complaint of its own: not found to be none, and not part of another case."""
        return not (self.dossier.no_complaint or self.dossier.merged_into)

    def may(self, event: EventKind) -> bool:
        """Whether the event can happen now."""
        return event in TRANSITIONS[self.state]


class DeadlineKind(StrEnum):
    """Moments at which something must be done about a case: `clock.mark`, or a courtesy to the customer."""

    SIGNING_REMIND = "signing.remind"
    SIGNING_MISS = "signing.miss"
    FIRST_REPLY_REMIND = "first_reply.remind"
    FIRST_REPLY_MISS = "first_reply.miss"
    REPORT_REMIND = "report.remind"
    REPORT_MISS = "report.miss"
    PROGRESS_REMIND = "progress.remind"
    PROGRESS_MISS = "progress.miss"
    ANSWER_REMIND = "answer.remind"
    ANSWER_MISS = "answer.miss"
    CLOSING_REMIND = "closing.remind"
    CLOSING_MISS = "closing.miss"
    CHASE = "chase"  # ask the customer once more for what is missing
    CONTACT = "contact"  # a sign of life
    DELAY = "delay"  # tell the customer before the promise breaks
    WAIT = "wait"  # the customer has not answered what was asked: go on without
    CHECK = "check"  # ask the customer whether it is settled
    SILENCE = "silence"  # no answer to that: close

    @classmethod
    def of(cls, clock: str, mark: str) -> DeadlineKind:
        """The kind of a clock's "remind" or "miss"."""
        return cls(f"{clock}.{mark}")

    @property
    def clock(self) -> str:
        """The clock's name: "signing" …; "" for a courtesy."""
        name, dot, _ = self.value.partition(".")
        return name if dot else ""

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the clock runs out."""
        return self.value.endswith(".remind")
