"""What another policy would have made of the letters that came: two verdicts on each case's first letter, compared.

Both policies are asked as if the letter had just come: with the history of that day, the channel it came by, and every
clock counted from its receipt. What people did about the case later changes nothing, except that it shows who was
right: the department that accepted it in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from daemon.case import Case, EventKind, State
from daemon.planning.destination import destination
from daemon.planning.effects import Event
from daemon.planning.office import Office
from daemon.planning.sources import as_the_customers
from parsers.letter import Letter
from rules.engine import decide
from rules.hours import due, is_working
from rules.vocabulary import ClockKind, Handling, History

SIGNS = frozenset(
    {
        EventKind.ACCEPTED,
        EventKind.PROGRESSED,  # who does something about a case has accepted it
        EventKind.ASKED,
        EventKind.OPTIONS_SENT,
        EventKind.RESOLVED,
    }
)


class Part(StrEnum):
    """What a policy decides."""

    HANDLING = "handling"
    DEPARTMENT = "department"
    LEVEL = "level"
    CLOCKS = "clocks"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy makes of a letter. `department` is the configured one; `clocks`: when each would run out."""

    handling: Handling
    department: str
    level: str
    clocks: dict[ClockKind, datetime]
    reason: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """One case under both policies. `accepted_by`: the department that accepted it last; "" for none so far."""

    number: str
    subject: str
    received: datetime
    accepted_by: str
    before: Verdict
    after: Verdict

    @property
    def changed(self) -> tuple[Part, ...]:
        """What the new policy decides otherwise."""
        return tuple(part for part in Part if getattr(self.before, part.value) != getattr(self.after, part.value))


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a back-test. `agreed_…`: accepted cases that the policy would have sent there itself."""

    cases: int
    unreadable: int
    changed: dict[Part, int]
    accepted: int
    agreed_before: int
    agreed_after: int
    triage_before: int
    triage_after: int


Recall = Callable[[Letter, datetime], History]
"""What was known on that day of a letter's customer, and of such complaints since a moment."""


def replayed(
    running: Office, trial: Office, case: Case, letter: Letter, happened: Iterable[Event], recall: Recall
) -> Replayed:
    """The case under the running policy and the one on trial. `letter`: its first, as read; `happened`: all since."""
    return Replayed(
        number=case.number,
        subject=case.subject,
        received=case.received,
        accepted_by=accepted_by(happened),
        before=verdict(running, case, letter, recall),
        after=verdict(trial, case, letter, recall),
    )


def verdict(office: Office, case: Case, letter: Letter, recall: Recall) -> Verdict:
    """What the office's policy makes of the case's first letter."""
    policy, received = office.policy, case.received
    letter = as_the_customers(letter, office.config).letter
    channel = case.dossier.channel
    decision = decide(
        policy,
        letter,
        channel=channel,
        history=recall(letter, remembered_since(office, received)),
        working=is_working(received, office.calendar),
        languages=frozenset(office.config.desk.languages),
    )
    department, decision = destination(office, letter, decision)
    calendar = office.calendar_of(replace(case, state=State.DISPATCHED, department=department.name))
    terms = policy.terms(level=decision.level, role=decision.department, tags=decision.tags, channel=channel)
    clocks = {kind: due(received, clock.budget, calendar) for kind, clock in terms.clocks.items()}
    return Verdict(decision.handling, department.name, decision.level, clocks, decision.reason)


def remembered_since(office: Office, moment: datetime) -> datetime:
    """How far back the policy looks for repeats, as `daemon.plan` reckons it."""
    return office.remembers_since(moment)


def accepted_by(happened: Iterable[Event]) -> str:
    """The department that had the case when it was accepted last; "" when nobody has accepted it."""
    has, accepted = "", ""
    for event in happened:
        if event.kind in {EventKind.OPENED, EventKind.DISPATCHED}:
            has = str(event.data.get("department", has))
        elif event.kind in SIGNS:
            accepted = has
    return accepted


def summary(replayed: Sequence[Replayed], unreadable: int) -> Summary:
    """The figures."""
    accepted = [one for one in replayed if one.accepted_by]
    return Summary(
        cases=len(replayed),
        unreadable=unreadable,
        changed={part: sum(part in one.changed for one in replayed) for part in Part},
        accepted=len(accepted),
        agreed_before=sum(_agrees(one.before, one) for one in accepted),
        agreed_after=sum(_agrees(one.after, one) for one in accepted),
        triage_before=sum(one.before.handling is Handling.TRIAGE for one in replayed),
        triage_after=sum(one.after.handling is Handling.TRIAGE for one in replayed),
    )


def _agrees(said: Verdict, one: Replayed) -> bool:
    """Whether the policy alone would have sent the case there; one that asks a person has not decided."""
    return said.handling is Handling.CASE and said.department == one.accepted_by
