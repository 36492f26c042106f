"""A customer puts something right or adds to it: the policy is asked again, and the case goes where it now says.

Only a letter that surely is the customer's can move a case, and only one that the rules had put where it is: what a
person chose (WRONG, REASSIGN, ASSIGN, a number in triage) stays, and so does a case in which options have been put to
the customer, or that is answered, withdrawn, deferred or closed. It moves as on REASSIGN, and never to where the pack
sends what no rule speaks of. Its level stays: the customer has a promise, and LEVEL is a manager's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.case import UNSIGNED, Amended, Case, EventKind, State
from daemon.config_tables import Department
from daemon.planning import staff_mail
from daemon.planning.destination import destination
from daemon.planning.dispatching import handed_to, handover_notices, owing_anew
from daemon.planning.effects import Event, Notice
from daemon.planning.files import Files
from daemon.planning.known import known
from daemon.planning.office import Office
from daemon.planning.parties import department_party, public_name
from daemon.planning.reading import Reading
from parsers.letter import Letter
from rules.engine import decide
from rules.hours import is_working
from rules.vocabulary import Decision, Fired, Handling
from templates.contexts import Corrected

MOVABLE = UNSIGNED | {State.ACCEPTED, State.INVESTIGATING}


@dataclass(frozen=True, slots=True)
class Moved:
    """The case in its new department; `name` is the department's for the customer to read."""

    case: Case
    event: Event
    notices: tuple[Notice, ...]
    name: str


def reconsidered(
    office: Office,
    before: Case,
    after: Case,
    reading: Reading,
    files: Files,
    *,
    corrected: tuple[Corrected, ...],
    now: datetime,
) -> Moved | None:
    """What the letter makes of the case's department; None: it stays. `after`: the case with what the letter says."""
    dossier = after.dossier
    if after.state not in MOVABLE or dossier.placed or dossier.assigned or dossier.withdrawn:
        return None
    first = files.first_letter(before)
    if first is None:
        return None
    was, _ = _decided(office, before, first, _letters(before, reading, files), before.dossier.amended)
    department, decision = _decided(office, after, first, _letters(after, reading, files), after.dossier.amended)
    by_rule = decision.routed_by and decision.handling is Handling.CASE
    if not by_rule or was.name != before.department or department.name == before.department:
        return None
    return _moved(office, after, first, reading, department, decision, corrected, now)


def _letters(case: Case, reading: Reading, files: Files) -> list[Letter]:
    """The further letters that count, in their order; `reading` is the newest, and known already."""
    found = (reading if raw_id == reading.raw_id else files.letter(raw_id) for raw_id in case.dossier.telling)
    return [one.letter for one in found if one is not None]


def _decided(
    office: Office, case: Case, first: Reading, further: list[Letter], amended: Iterable[Amended]
) -> tuple[Department, Decision]:
    """What the policy says of all that is known. Words of further letters count where no rule has decided without them."""
    amended = tuple(amended)
    letter = known(first.letter, further, amended, words=False)
    department, decision = _asked(office, case, first, letter)
    if decision.routed_by or not further:
        return department, decision
    return _asked(office, case, first, known(first.letter, further, amended, words=True))


def _asked(office: Office, case: Case, first: Reading, letter: Letter) -> tuple[Department, Decision]:
    """Without the customer's history: it is not the letter that changes it."""
    decision = decide(
        office.policy,
        letter,
        channel=case.dossier.channel,
        working=is_working(first.received, office.calendar),
        languages=frozenset(office.config.desk.languages),
    )
    return destination(office, letter, decision)


def _moved(
    office: Office,
    case: Case,
    first: Reading,
    reading: Reading,
    department: Department,
    decision: Decision,
    corrected: tuple[Corrected, ...],
    now: datetime,
) -> Moved:
    fired = (_because(corrected), *(one for one in decision.fired if one.rule == decision.routed_by))
    because = replace(decision, fired=fired)
    reason = because.reason
    moved = handed_to(case, department, EventKind.DISPATCHED, now)
    tags = tuple(dict.fromkeys((*case.dossier.tags, *decision.tags)))
    moved = replace(moved.noting(role=decision.department, tags=tags, why=because.told), reason=reason)
    moved = owing_anew(office, case, moved)
    data = {"department": department.name, "from": case.department, "reason": reason, "letter": reading.raw_id}
    notices = (
        *handover_notices(office, first, moved, fired),
        *_gone(office, case, reading, department, corrected),
    )
    name = public_name(office, department, decision.department, case.language)
    return Moved(moved, Event(EventKind.DISPATCHED, now, "amends", data), notices, name)


def _because(corrected: tuple[Corrected, ...]) -> Fired:
    if not corrected:
        return Fired("addition", "the customer has added to the first letter", why_zh="客户补充了情况")
    en = ", ".join(f"{one.wrong} to {one.right}" if one.wrong else one.right for one in corrected)
    zh = "，".join(f"将{one.wrong}更正为{one.right}" if one.wrong else f"更正为{one.right}" for one in corrected)
    return Fired("correction", f"the customer corrected {en}", why_zh=f"客户{zh}")


def _gone(
    office: Office, case: Case, reading: Reading, department: Department, corrected: tuple[Corrected, ...]
) -> tuple[Notice, ...]:
    """To the department that had the case: it has gone, and why. `case`: as it was there."""
    had = office.department_named(case.department)
    if had is None:
        return ()
    news = staff_mail.News(corrected=corrected, moved_to=department.name)
    return (staff_mail.updated_by(office, reading, case, news=news, to=department_party(had)),)
