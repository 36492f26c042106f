"""A letter that a manager looked at: it belongs to the case, is a case of its own, or is filed.

Answers come from `review` (a stranger with somebody's mark, a machine that passed a complaint on) and from a digest's
list of what was filed in silence (COMPLAINT: that letter was one).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from daemon.case import EventKind, Role
from daemon.planning.customer_mail import let_in
from daemon.planning.effects import Change, Event, Example, IntakeState, Notice, Verdict
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.openings import opened
from daemon.planning.reading import Reading
from daemon.planning.staff_mail import News, updated_by
from daemon.planning.turn import Outcome, Turn, refused
from parsers.answers import Instruction
from rules.engine import decide
from rules.vocabulary import Handling
from templates.contexts import Done, Told

BELONGS, OWN_CASE, FILED = 1, 2, 3


def reviewed(turn: Turn, instruction: Instruction) -> Outcome:
    """1 belongs to the case – the address takes part from now on –, 2 a case of its own, 3 file it."""
    reading = letter_of(turn.joins.effect_key, turn.files)
    if reading is None or reading.letter.sender is None:
        return refused(turn, instruction, "nothing_open")
    if turn.files.is_of_a_case(reading.raw_id):
        return refused(turn, instruction, "no_choice")
    command = instruction.command
    match instruction.choice:
        case 1:
            return _belongs(turn, reading)
        case 2:
            fresh = as_case(turn.office, reading, turn.files, actor=turn.actor, now=turn.now)
            done = Done(told=Told.OPENED, command=command, detail=fresh.change.case.number)
            return Outcome(
                done=done,
                others=(fresh.change,),
                notices=fresh.notices,
                verdicts=(fresh.verdict,),
                examples=(fresh.example,),
            )
        case 3:
            return Outcome(done=Done(told=Told.FILED, command=command), verdicts=(filed(reading, turn.actor),))
        case _:
            return refused(turn, instruction, "no_choice")


def _belongs(turn: Turn, reading: Reading) -> Outcome:
    sender = reading.letter.sender.key if reading.letter.sender else ""
    people = {**turn.case.participants, sender: turn.case.participants.get(sender, Role.CC)}
    case = replace(turn.case, participants=people)
    because = f"{turn.actor} says that it belongs to it"
    verdict = Verdict(raw_id=reading.raw_id, state=IntakeState.CASE, reason=because, case=case.number)
    heard = let_in(turn.office, reading, case, turn.now)
    return Outcome(
        done=Done(told=Told.JOINED, command="1", detail=sender),
        case=case,
        events=(turn.event(EventKind.ADDED, sender=sender, because=because),),
        notices=(
            updated_by(turn.office, reading, case, news=News(joined_because=because)),
            *((heard,) if heard else ()),
        ),
        verdicts=(verdict,),
    )


@dataclass(frozen=True, slots=True)
class Fresh:
    """A letter that became a case after all."""

    change: Change
    notices: tuple[Notice, ...]
    verdict: Verdict
    example: Example


def as_case(office: Office, reading: Reading, files: Files, *, actor: str, now: datetime) -> Fresh:
    """The letter as a case of its own, by the rules; what they would not take for one goes to triage."""
    decision = decide(office.policy, reading.letter, languages=frozenset(office.config.desk.languages))
    if decision.handling is not Handling.CASE:
        decision = replace(decision, handling=Handling.TRIAGE)
    change, notices = opened(office, reading, decision, files=files, now=now)
    number = change.case.number
    reason = f"{actor} says that it is a complaint"
    change = replace(change, events=(*change.events, Event(EventKind.NOTED, now, actor, {"text": reason})))
    return Fresh(
        change,
        notices,
        Verdict(raw_id=reading.raw_id, state=IntakeState.CASE, reason=reason, case=number),
        Example(raw_id=reading.raw_id, department=change.case.department, actor=actor, handling="case"),
    )


def filed(reading: Reading, actor: str) -> Verdict:
    """The letter is nothing for the desk."""
    return Verdict(raw_id=reading.raw_id, state=IntakeState.FILED, reason=f"filed by {actor}")


def letter_of(effect_key: str, files: Files) -> Reading | None:
    """The letter that a mail with this effect key was about: "letter/ID/…"."""
    word, _, rest = effect_key.partition("/")
    number = rest.partition("/")[0]
    return files.letter(int(number)) if word == "letter" and number.isdigit() else None
