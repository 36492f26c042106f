"""Answers to mails of ours that are about no case: a letter for review, a digest's list of what was filed, a bulletin.

The receipt tells what was done, as for any command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from daemon.case import Case
from daemon.matching import Joins, Paperwork, Standing
from daemon.planning.bulletin import Bulletin
from daemon.planning.customer_mail import thread_of
from daemon.planning.effects import IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.forms import words_of
from daemon.planning.lists import case_line, is_list
from daemon.planning.office import Office
from daemon.planning.parties import department_party, managers, role_party, several
from daemon.planning.reading import Reading
from daemon.planning.reports import bulletin_notice
from daemon.planning.restraint import receipts_or_alarm
from daemon.planning.reviewing import as_case, filed, letter_of
from daemon.planning.staff import NAMED_WITHIN, NUMBER, staff_plan
from parsers.answers import Command, Instruction, Reply, reply_of
from parsers.answers.words import words
from parsers.text.folding import folded
from templates.contexts import CaseLine, Done, Kind, Receipt, Review, Told

ANSWERS_OURS = "an answer to a mail of ours"  # how the reason of such a letter's filing begins
OPENS = 2
FILES = 3
ASKS = frozenset({Command.STATUS, Command.LIST})  # of no case in particular: of all of them
SIGNING = (Command.APPROVE, Command.REJECT)
_ENTRY = re.compile(
    r"(?<![A-Za-z0-9.:/-])\d{1,4}(?![0-9A-Za-z%年月日]|[.:/-]\d)|(?<=第)[一二三四五六七八九十](?=[条项个号])", re.ASCII
)
HAN = "一二三四五六七八九十"
_LETTER = re.compile(r"\bL(\d{1,9})\b", re.IGNORECASE)


def paper_plan(office: Office, reading: Reading, paper: Paperwork, files: Files, now: datetime) -> Plan:
    """What the answer does, and its receipt."""
    reply = reply_of(reading.letter.text, office.local(reading.received).date())
    lists = is_list(paper.notice, paper.effect_key)
    if lists and (named := _cases_named(office, reading, paper, files)):
        return _of_cases(office, reading, paper, named, files, now)
    instruction = reply.instructions[0] if reply.instructions else None
    if instruction is not None and all(one.command in ASKS for one in reply.instructions):
        return _listed(office, reading, paper, instruction.command, files, now)
    bulletin = (
        files.bulletin(paper.effect_key.partition("/signed/")[0]) if paper.notice == Kind.PENALTIES.value else None
    )
    if instruction is None:
        return _heard(office, reading, paper, reply, bulletin, files, now)
    if paper.standing is not Standing.MANAGER:
        if bulletin is not None and instruction.command in (Command.REJECT, Command.NOTE):
            return _passed_to_signer(office, reading, bulletin)
        if not lists and instruction.command in (Command.ACCEPT, Command.NOTE):
            return _heard(office, reading, paper, reply, bulletin, files, now)
        refuse = _no_case if lists else _not_theirs
        return _told(office, reading, tuple(refuse(one) for one in reply.instructions), reply.note)
    if bulletin is not None:
        return _sign(office, reading, bulletin, reply.instructions, now)
    return _of_letter(office, reading, paper, reply, instruction, files, now)


def _of_letter(
    office: Office,
    reading: Reading,
    paper: Paperwork,
    reply: Reply,
    instruction: Instruction,
    files: Files,
    now: datetime,
) -> Plan:
    """What a manager says of a letter: one for review, or one that a digest lists as filed."""
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    about = letter_of(paper.effect_key, files) or _named_letter(instruction, files)
    refusal = Done(told=Told.REFUSED, command=instruction.command, detail="no_choice")
    if about is None and instruction.choice is None and instruction.command is not Command.COMPLAINT:
        return _told(office, reading, tuple(_no_case(one) for one in reply.instructions), reply.note)
    if about is None and instruction.command is Command.COMPLAINT:
        return _told(office, reading, (replace(refusal, detail="which_filed"),), reply.note)
    if about is None or about.letter.sender is None or files.is_of_a_case(about.raw_id):
        return _told(office, reading, (refusal,), reply.note)
    if instruction.command is Command.COMPLAINT or instruction.choice == OPENS:
        fresh = as_case(office, about, files, actor=actor, now=now)
        done = Done(told=Told.OPENED, command=instruction.command, detail=fresh.change.case.number)
        plan = _told(office, reading, (done,), reply.note)
        return replace(
            plan,
            changes=(fresh.change,),
            notices=(*fresh.notices, *plan.notices),
            verdicts=(fresh.verdict,),
            examples=(fresh.example,),
        )
    if instruction.choice == FILES:
        plan = _told(office, reading, (Done(told=Told.FILED, command=instruction.command),), reply.note)
        return replace(plan, verdicts=(filed(about, actor),))
    return _told(office, reading, (refusal,), reply.note)


def _cases_named(office: Office, reading: Reading, paper: Paperwork, files: Files) -> tuple[Case, ...]:
    """The cases that an answer to a list names beside its commands; a department's answer: those that are its own."""
    lines = (NUMBER.search(line[:NAMED_WITHIN]) for line in reading.letter.text.splitlines())
    numbers = dict.fromkeys(named[0].upper() for named in lines if named)
    cases = (case for number in numbers if (case := files.case(number)) is not None)
    return tuple(case for case in cases if paper.standing is Standing.MANAGER or _holds(office, reading, case))


def _holds(office: Office, reading: Reading, case: Case) -> bool:
    """Whether the writer speaks for the department that has the case."""
    department, sender = office.department_named(case.department), reading.letter.sender
    return department is not None and sender is not None and department.speaks(sender.address)


def _of_cases(
    office: Office, reading: Reading, paper: Paperwork, named: tuple[Case, ...], files: Files, now: datetime
) -> Plan:
    """The commands for each of the cases.

    The list's token is bound to none of them, so that the writer is asked to confirm what changes one (design, section
    6); who only asks is answered at once.
    """
    because = "it names the case's number"
    plans = [
        staff_plan(
            office,
            reading,
            Joins(case, paper.standing, because, proven=False, notice=paper.notice, effect_key=paper.effect_key),
            files,
            now,
        )
        for case in named
    ]
    return replace(
        plans[0],
        changes=tuple(change for plan in plans for change in plan.changes),
        notices=tuple(notice for plan in plans for notice in plan.notices),
        verdicts=tuple(verdict for plan in plans for verdict in plan.verdicts),
        examples=tuple(example for plan in plans for example in plan.examples),
        absences=tuple(absence for plan in plans for absence in plan.absences),
    )


def _no_case(instruction: Instruction) -> Done:
    """A command about a case, in answer to a mail that is about many or none."""
    return Done(told=Told.REFUSED, command=instruction.command, detail="which_case")


def _named_letter(instruction: Instruction, files: Files) -> Reading | None:
    """The letter that "COMPLAINT L123" means, from a digest's list of what was filed."""
    named = _LETTER.search(f"{instruction.target} {instruction.text}")
    return files.arrived(int(named[1])) if named else None


def _sign(
    office: Office,
    reading: Reading,
    bulletin: Bulletin,
    instructions: tuple[Instruction, ...],
    now: datetime,
) -> Plan:
    """REJECT takes an entry out; APPROVE signs the rest and sends it to those who settle it. Once signed, it stays."""
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    left, done, mails = bulletin, list[Done](), list[Notice]()
    for instruction in instructions:
        command = instruction.command
        if command in (Command.ACCEPT, Command.CONFIRM):  # a plain yes signs
            command = Command.APPROVE
        if left.signed_by or command not in (Command.APPROVE, Command.REJECT):
            done.append(Done(told=Told.REFUSED, command=command, detail="nothing_open"))
        elif command is Command.APPROVE and _names_entry(_above_name(instruction.text, reading), bulletin):
            done.append(Done(told=Told.REFUSED, command=command, detail="names_entry"))
        elif command is Command.APPROVE:
            left = replace(left, signed_by=actor)
            mails += _signed(office, left, now)
            done.append(Done(told=Told.APPROVED, command=command, detail="penalties"))
        elif instruction.choice in {entry.number for entry in left.kept}:
            left = left.without(instruction.choice or 0)
            done.append(Done(told=Told.REJECTED, command=command, detail=str(instruction.choice)))
        else:
            done.append(Done(told=Told.REFUSED, command=command, detail="no_choice"))
    changed = (left,) if left != bulletin else ()
    receipt = _receipt(office, reading, tuple(done), "", bulletin=left)
    return Plan(state=IntakeState.FILED, reason=_reason(done), bulletins=changed, notices=(*mails, receipt))


def _above_name(words: str, reading: Reading) -> str:
    """The words above the writer's own name: below it, numbers are of floors and telephones."""
    name = reading.letter.sender.name.casefold().strip() if reading.letter.sender else ""
    lines = words.splitlines()
    end = next((at for at, line in enumerate(lines) if name and line.casefold().strip() == name), len(lines))
    return "\n".join(lines[:end])


def _names_entry(words: str, bulletin: Bulletin) -> bool:
    """Whether an approval speaks of an entry ("APPROVE all but 2", `同意，第2条除外`): which, a signature cannot say."""
    numbers = {entry.number for entry in bulletin.lines}
    named = (found[0] for found in _ENTRY.finditer(folded(words)))
    return any((int(one) if one.isdecimal() else HAN.index(one) + 1) in numbers for one in named)


def _signed(office: Office, bulletin: Bulletin, now: datetime) -> list[Notice]:
    """The signed bulletin to the departments that it names, and to those who settle it."""
    named = {entry.department for entry in bulletin.kept}
    settled_by = office.policy.penalties.settled_by if office.policy.penalties else ()
    departments = [d for d in office.config.departments if d.name in named]
    departments += [office.department_for(role) for role in settled_by]
    parties = several(tuple(department_party(department) for department in departments))
    return [bulletin_notice(office, bulletin, party, signed_at=now) for party in parties]


def _listed(office: Office, reading: Reading, paper: Paperwork, command: Command, files: Files, now: datetime) -> Plan:
    """The open cases: all of them for a manager, a department's own."""
    if paper.standing is Standing.MANAGER:
        found = files.open_cases()
    else:
        sender = reading.letter.sender
        mine = [d.name for d in office.config.departments if sender is not None and d.speaks(sender.address)]
        found = [case for name in mine for case in files.open_cases(name)]
    done = (Done(told=Told.LISTED, command=command, detail=str(len(found))),)
    cases = tuple(case_line(office, case, now) for case in found)
    return Plan(
        state=IntakeState.FILED, reason=_reason(done), notices=(_receipt(office, reading, done, "", cases=cases),)
    )


def _heard(
    office: Office,
    reading: Reading,
    paper: Paperwork,
    reply: Reply,
    bulletin: Bulletin | None,
    files: Files,
    now: datetime,
) -> Plan:
    """Words that ask for nothing the desk could do; a bulletin's reader hears which word was almost written.

    Those in answer to a receipt may be a program's: it is not answered for ever.
    """
    if (
        bulletin is not None
        and paper.standing is not Standing.MANAGER
        and not (reply.instructions or _thanks(reply.note))
    ):
        return _passed_to_signer(office, reading, bulletin)
    signs = bulletin is not None and paper.standing is Standing.MANAGER and not bulletin.signed_by
    meant = reply.meant.value if signs and reply.meant in SIGNING and reply.meant else ""
    said = "\n\n".join(words for words in (reply.note, *(one.text for one in reply.instructions)) if words)
    plan = _told(office, reading, (Done(told=Told.NOTED),), said, meant=meant, bulletin=bulletin)
    if paper.notice != Kind.RECEIPT.value:
        return plan
    whose = reading.letter.sender.key if reading.letter.sender else ""
    return replace(plan, notices=receipts_or_alarm(office, plan.notices, whose, files, now, times=1))


def _thanks(note: str) -> bool:
    """Nothing but politeness: no reason to trouble whoever signed."""
    return folded(note).strip(" .!~。、").lower() in words().words("form.filler")


def _passed_to_signer(office: Office, reading: Reading, bulletin: Bulletin) -> Plan:
    """What a department says of a bulletin, an objection most often: whoever signs it reads it and answers the writer."""
    party = role_party(office, office.policy.penalties.signed_by if office.policy.penalties else "")
    sender = reading.letter.sender
    if sender is None:
        raise ValueError("staff are known by their address")
    context = Review(
        desk=office.desk,
        case="",
        reason="",
        letter=words_of(reading.letter, office.local(reading.received)),
        bulletin=bulletin.zh if party.language == "zh" else bulletin.en,
        signed=bool(bulletin.signed_by),
    )
    key = f"letter/{reading.raw_id}/objection"
    mail = office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
    told = _told(office, reading, (Done(told=Told.PASSED_ON, detail=", ".join(party.recipients)),), "")
    return replace(told, notices=(replace(mail, reply_to=sender.address), *told.notices))


def _not_theirs(instruction: Instruction) -> Done:
    return Done(told=Told.REFUSED, command=instruction.command, detail="not_allowed")


def _told(
    office: Office,
    reading: Reading,
    done: tuple[Done, ...],
    kept: str,
    *,
    meant: str = "",
    bulletin: Bulletin | None = None,
) -> Plan:
    receipt = _receipt(office, reading, done, kept, meant=meant, bulletin=bulletin)
    return Plan(state=IntakeState.FILED, reason=_reason(done), notices=(receipt,))


def _reason(done: Iterable[Done]) -> str:
    return f"{ANSWERS_OURS}: {', '.join(one.told.value for one in done)}"


def _receipt(
    office: Office,
    reading: Reading,
    done: tuple[Done, ...],
    kept: str,
    *,
    meant: str = "",
    bulletin: Bulletin | None = None,
    cases: tuple[CaseLine, ...] = (),
) -> Notice:
    """What was done. `bulletin`: what the answer was about; while it waits for a signature, how to give one is offered."""
    sender = reading.letter.sender
    if sender is None:
        raise ValueError("staff are known by their address")
    waits = bulletin is not None and not bulletin.signed_by
    signer = (office.policy.penalties.signed_by if office.policy.penalties else "") if waits else ""
    buttons = (
        tuple(
            office.button(word.value, effect_key=bulletin.key, case="", party=role_party(office, signer).name)
            for word in SIGNING
        )
        if bulletin is not None and signer and sender.key in _signers(office, signer)
        else ()
    )
    context = Receipt(
        desk=office.desk, case="", done=done, kept=kept, promises=(), cases=cases, buttons=buttons, meant=meant
    )
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


def _signers(office: Office, role: str) -> frozenset[str]:
    addresses = (*role_party(office, role).recipients, *managers(office).recipients)
    return frozenset(address.lower() for address in addresses)
