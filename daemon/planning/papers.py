"""Answers to mails of ours that are about no case: a letter for review, what a digest lists as filed.

The receipt tells what was done, as for any command.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.matching import Paperwork, Standing
from daemon.planning.customer_mail import thread_of
from daemon.planning.effects import IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.parties import managers
from daemon.planning.reading import Reading
from daemon.planning.reviewing import as_case, filed, letter_of
from parsers.answers import Command, reply_of
from templates.contexts import Done, Receipt, Told

OPENS = 2
FILES = 3


def paper_plan(office: Office, reading: Reading, paper: Paperwork, files: Files, now: datetime) -> Plan:
    """What the answer does, and its receipt."""
    reply = reply_of(reading.letter.text, office.local(reading.received).date())
    instruction = reply.instructions[0] if reply.instructions else None
    about = letter_of(paper.effect_key, files)
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    if instruction is None or about is None or paper.standing is not Standing.MANAGER:
        told = Done(told=Told.REFUSED, command=instruction.command if instruction else "", detail="no_choice")
        return _told(office, reading, told, reply.note)
    opens = instruction.command is Command.COMPLAINT or instruction.choice == OPENS
    if opens and about.letter.sender is not None:
        fresh = as_case(office, about, files, actor=actor, now=now)
        done = Done(told=Told.OPENED, command=instruction.command, detail=fresh.change.case.number)
        plan = _told(office, reading, done, reply.note)
        return replace(
            plan,
            changes=(fresh.change,),
            notices=(*fresh.notices, *plan.notices),
            verdicts=(fresh.verdict,),
            examples=(fresh.example,),
        )
    if instruction.choice == FILES:
        plan = _told(office, reading, Done(told=Told.FILED, command=instruction.command), reply.note)
        return replace(plan, verdicts=(filed(about, actor),))
    return _told(office, reading, Done(told=Told.REFUSED, command=instruction.command, detail="no_choice"), reply.note)


def _told(office: Office, reading: Reading, done: Done, kept: str) -> Plan:
    return Plan(
        state=IntakeState.FILED,
        reason=f"an answer to a mail of ours: {done.told.value}",
        notices=(_receipt(office, reading, done, kept),),
    )


def _receipt(office: Office, reading: Reading, done: Done, kept: str) -> Notice:
    sender = reading.letter.sender
    if sender is None:
        raise ValueError("staff are known by their address")
    context = Receipt(desk=office.desk, case="", done=(done,), kept=kept, promises=(), cases=(), buttons=())
    party = managers(office)
    notice = office.write(
        context,
        f"letter/{reading.raw_id}/receipt",
        party=party.name,
        recipients=(sender.address,),
        language=party.language,
        thread=thread_of(reading),
    )
    return replace(notice, auto="auto-replied")
