"""What is told again: a missed clock by itself, or, when very many are told at once, all of them as a list.

A pack has a missed clock told again each working day. Where a department has stopped answering that would be dozens of
mails each morning, to it and to everybody above it, and in dozens nobody reads the one that counts. So what is told
again at the same moment to the same people goes out as lists once it is more than `[limits] repeats_apart` cases. What
is told for the first time always has a mail of its own, and so has a case that allows no delay (critical, severe, public)
or is at the top of its ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Literal

from daemon.case import UNSIGNED, Case
from daemon.planning.effects import Notice
from daemon.planning.lists import OVERDUE_KEY, case_line, with_buttons
from daemon.planning.office import Office
from daemon.planning.parties import Party, holder_name
from daemon.planning.staff_mail import Reason, escalation, not_before, reminder
from daemon.planning.timetable import Running
from templates.contexts import Cause, Kind, Overdue

LISTED = 25  # cases in one mail: what can be looked through at one sitting
UNSIGNED_COMMANDS = ("ACCEPT", "WRONG")
SIGNED_COMMANDS = ("PROGRESS", "RESOLVE")
MANAGERS_COMMANDS = ("REASSIGN", "STATUS")  # the department is reminded anyway


@dataclass(frozen=True, slots=True)
class Telling:
    """A missed clock that `party` is told of. `due_at`: when the telling came due; `times`: how often, this one included."""

    kind: Literal[Kind.REMINDER, Kind.ESCALATION]
    case: Case
    run: Running
    due_at: datetime
    party: Party
    times: int
    cause: Cause = Cause.MISSED


def written(office: Office, told: Sequence[Telling], now: datetime) -> list[tuple[Notice, ...]]:
    """The mails that tell each of them, one for one; what stands in a list has its mail where the list begins."""
    groups: dict[object, list[int]] = {}
    for place, one in enumerate(told):
        groups.setdefault(place if _grave(office, one) else _together(office, one, now), []).append(place)
    mails: list[tuple[Notice, ...]] = [()] * len(told)
    for places in groups.values():
        if len(places) > office.config.limits.repeats_apart:
            mails[places[0]] = tuple(_lists(office, [told[place] for place in places], now))
            continue
        for place in places:
            mails[place] = (by_itself(office, told[place], now),)
    return mails


def _grave(office: Office, one: Telling) -> bool:
    """Whether it must not be one line among many."""
    return one.cause is Cause.TOP or office.terms(one.case).any_hour


def _together(office: Office, one: Telling, now: datetime) -> object:
    """What may stand in one mail: what goes to the same people, at the same time."""
    return one.kind, one.party, not_before(office, one.case, now)


def by_itself(office: Office, one: Telling, now: datetime) -> Notice:
    """The mail that tells it alone."""
    if one.kind is Kind.REMINDER:
        return reminder(office, one.case, one.run, one.due_at, now, missed=True)
    reason = Reason(cause=one.cause, run=one.run, times=one.times)
    return escalation(office, one.case, reason, _clock_key(one), one.party, now)


def _lists(office: Office, some: Sequence[Telling], now: datetime) -> Iterable[Notice]:
    """As few mails as will do, about equally long, the longest overdue case first."""
    ordered = sorted(some, key=lambda one: (one.run.due, one.case.number))
    mails = -(-len(ordered) // LISTED)
    ends = [len(ordered) * number // mails for number in range(mails + 1)]
    return (_list(office, ordered[start:end], now) for start, end in pairwise(ends))


def _list(office: Office, some: Sequence[Telling], now: datetime) -> Notice:
    party = some[0].party
    members = sha256("\n".join(f"{one.case.number}/{_clock_key(one)}" for one in some).encode()).hexdigest()
    key = f"{OVERDUE_KEY}/{some[0].kind}/{party.name}/{','.join(party.recipients)}/{members}"
    departments = {holder_name(office, one.case) for one in some}
    context = Overdue(
        kind=some[0].kind,
        desk=office.desk,
        department=departments.pop() if len(departments) == 1 else "",
        cases=tuple(
            with_buttons(office, case_line(office, one.case, now, one.run), key, party, _commands(one)) for one in some
        ),
    )
    notice = office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
    return replace(notice, not_before=not_before(office, some[0].case, now))


def _commands(one: Telling) -> tuple[str, ...]:
    if not one.party.name.startswith("department:"):
        return MANAGERS_COMMANDS
    return UNSIGNED_COMMANDS if one.case.state in UNSIGNED else SIGNED_COMMANDS


def _clock_key(one: Telling) -> str:
    return f"{one.run.clock.kind}/{one.due_at.isoformat()}"
