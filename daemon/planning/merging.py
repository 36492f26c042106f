"""MERGE: a case becomes part of another one of the same customer, who reads what becomes of the date they were promised.

Cases of different customers never become one, whoever else takes part in them: each was promised an answer of their own,
and only one of them would be written to.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import AT_WORK, Case, EventKind, Role, State
from daemon.planning import customer_mail, forms, staff_mail
from daemon.planning.effects import Change, Event, Notice
from daemon.planning.files import Files
from daemon.planning.leaving import gone
from daemon.planning.parties import holder_name
from daemon.planning.turn import Outcome, Turn, refused
from parsers.answers import Instruction
from templates.contexts import Done, Told

OWED = AT_WORK | {State.TRIAGE}  # somebody works on the case, and the customer waits for an answer


def merge(turn: Turn, instruction: Instruction) -> Outcome:
    """This case becomes part of another of the same customer: letters about it join that one from now on."""
    named = turn.files.case(instruction.target.strip().upper())
    if named is None:
        return refused(turn, instruction, "unknown_case")
    into = what_became_of(named, turn.files)
    if why := _against(turn.case, into):
        return refused(turn, instruction, why)
    over = turn.case.moved(EventKind.MERGED, merged_into=into.number, closed_at=turn.now, request=None)
    kept = _joined(turn, into)
    event = Event(EventKind.ADDED, turn.now, turn.actor, {"merged": turn.case.number})
    told = () if turn.case.state not in OWED or into.dossier.unreachable else (_told_customer(turn, kept),)
    kept = kept.noting(written_at=turn.now) if told else kept
    joined = Change(case=kept, events=(event,), references=_numbers(turn))
    done = Done(told=Told.MERGED, command=instruction.command, detail=into.number)
    ending = turn.event(EventKind.MERGED, into=into.number)
    notices = (*told, *_told_staff(turn, instruction, into, kept))
    return Outcome(done=done, case=over, events=(ending,), others=(joined,), notices=notices)


def what_became_of(case: Case, files: Files) -> Case:
    """The case, or the one that it has become part of."""
    seen = {case.number}
    while case.dossier.merged_into not in {"", *seen}:
        seen.add(case.dossier.merged_into)
        case = files.case(case.dossier.merged_into) or case
    return case


def _against(case: Case, into: Case) -> str:
    """Why the two cannot become one; "" where they can."""
    if into.number == case.number:
        return "same_case"
    if into.customer != case.customer:
        return "other_customer"
    rests = into.state not in OWED and (case.state in OWED or not into.state.is_open)
    return "into_settled" if rests else ""


def _joined(turn: Turn, into: Case) -> Case:
    """The other case with this one's people and letters, and the earlier of the two promises."""
    first, dossier = turn.files.first_letter(turn.case), turn.case.dossier
    theirs = (*((first.raw_id,) if first else ()), *dossier.added)
    people = {**dict.fromkeys(turn.case.participants, Role.CC), **into.participants}
    split_off = (*into.dossier.split_off, *dossier.split_off)
    written = into.dossier.written_at or dossier.written_at  # None: the customer knows of no date
    noted = into.noting(added=(*into.dossier.added, *theirs), split_off=split_off, written_at=written)
    return replace(noted, participants=people, promised_at=_promised_first(turn, into))


def _promised_first(turn: Turn, into: Case) -> datetime:
    """The promise of the case that two become: what the customer was told first of the two dates still holds."""
    both = all(
        one.state in OWED
        and one.dossier.waiting_since is None
        and not turn.office.rests(one)
        and one.promised_at > turn.now
        for one in (turn.case, into)
    )
    return min(turn.case.promised_at, into.promised_at) if both else into.promised_at


def _numbers(turn: Turn) -> tuple[tuple[str, str], ...]:
    """What this case is known by: a new letter about one of these numbers belongs to the other case now."""
    further = (turn.files.letter(raw_id) for raw_id in turn.case.dossier.added)
    readings = (turn.files.first_letter(turn.case), *further)
    pairs = (pair for reading in readings if reading for pair in forms.case_numbers(reading.letter))
    return tuple(dict.fromkeys(pairs))


def _told_customer(turn: Turn, kept: Case) -> Notice:
    return customer_mail.joined(turn.office, kept, turn.key("joined"), turn.now, also=turn.case)


def _told_staff(turn: Turn, instruction: Instruction, into: Case, kept: Case) -> tuple[Notice, ...]:
    """Who has the other case reads the letter; who had this one, that it is theirs no more."""
    first = turn.files.first_letter(turn.case)
    because, sooner = f"{turn.case.number} → {into.number}", kept.promised_at != into.promised_at
    news = staff_mail.News(joined_because=because, splits=True, clocks_moved=sooner)
    told = () if first is None else (staff_mail.updated_by(turn.office, first, kept, news=news),)
    if into.department == turn.case.department and into.state is not State.TRIAGE:
        return told
    return (*told, *gone(turn, instruction.command, f"{holder_name(turn.office, into)} ({into.number})"))
