"""The life of a case: its states, what can happen to it, and what that makes of it.

`TRANSITIONS` is the whole truth: a pair that is not in it is illegal, and `step` says so. Everything that happens is
kept as an event, also what leaves the state as it was. Nothing here knows of time, mail or the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a case stands (design, section 11)."""

    RECEIVED = "received"
    TRIAGE = "triage"  # a person must choose the department
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"


class EventKind(StrEnum):
    """What can happen to a case. Past participles: it has happened."""

    OPENED = "opened"
    TRIAGED = "triaged"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ADDED = "added"  # the customer wrote again
    NOTED = "noted"  # staff wrote something that stays inside
    UNDELIVERED = "undelivered"  # a notice came back
    AUTO_REPLIED = "auto_replied"  # somebody's machine answered; kept, counts for nothing
    WITHHELD = "withheld"  # an answer the daily cap did not let out
    REVIEWED = "reviewed"  # a stranger wrote with this case's marks; the managers were asked
    REMINDED = "reminded"
    MISSED = "missed"  # a clock ran out


_ANYWHERE: tuple[EventKind, ...] = (
    EventKind.ADDED,
    EventKind.NOTED,
    EventKind.UNDELIVERED,
    EventKind.AUTO_REPLIED,
    EventKind.WITHHELD,
    EventKind.REVIEWED,
    EventKind.REMINDED,
    EventKind.MISSED,
)


def _row(state: State, moves: Mapping[EventKind, State]) -> Mapping[EventKind, State]:
    return {**dict.fromkeys(_ANYWHERE, state), **moves}


TRANSITIONS: Mapping[State, Mapping[EventKind, State]] = {
    State.RECEIVED: _row(State.RECEIVED, {EventKind.DISPATCHED: State.DISPATCHED, EventKind.TRIAGED: State.TRIAGE}),
    State.TRIAGE: _row(State.TRIAGE, {EventKind.DISPATCHED: State.DISPATCHED}),
    State.DISPATCHED: _row(State.DISPATCHED, {EventKind.ACCEPTED: State.ACCEPTED}),
    State.ACCEPTED: _row(State.ACCEPTED, {}),
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


class DeadlineKind(StrEnum):
    """Moments at which something must be done about a clock: `clock.mark`."""

    SIGNING_REMIND = "signing.remind"
    SIGNING_MISS = "signing.miss"
    ANSWER_REMIND = "answer.remind"
    ANSWER_MISS = "answer.miss"

    @property
    def clock(self) -> str:
        """The clock's name: "signing" or "answer"."""
        return self.value.partition(".")[0]

    @property
    def is_reminder(self) -> bool:
        """Whether it comes before the clock runs out."""
        return self.value.endswith(".remind")

    @property
    def miss(self) -> DeadlineKind:
        """The end of the same clock."""
        return DeadlineKind(f"{self.clock}.miss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as the core sees it: a snapshot, never changed."""

    id: int
    number: str
    state: State
    level: str
    department: str
    customer: str
    language: str
    subject: str
    received: datetime
    promised_at: datetime
    participants: Mapping[str, Role] = field(default_factory=dict[str, Role])
