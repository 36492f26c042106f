"""Answers to mails of ours that are about no case: a letter for review, a digest's list of what was filed, a bulletin.

The receipt tells what was done, as for any command.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from daemon.case import CASE_NUMBER, Case
from daemon.matching import Joins, Paperwork, Standing
from daemon.planning.bulletin import Bulletin
from daemon.planning.correspondence import review_plan
from daemon.planning.customer_mail import thread_of
from daemon.planning.effects import IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.lists import case_line, is_list
from daemon.planning.office import Office
from daemon.planning.parties import managers, role_party
from daemon.planning.reading import Reading
from daemon.planning.restraint import receipts_or_alarm
from daemon.planning.reviewing import as_case, filed, letter_of
from daemon.planning.signing import SIGNING, notices_of_signed, objection, signed
from daemon.planning.sources import MAIL
from daemon.planning.staff import NAMED_WITHIN, staff_plan
from parsers.answers import Command, Courtesy, Instruction, Reply, reply_of
from parsers.answers.words import words
from parsers.text.folding import folded
from templates.contexts import CaseLine, Done, Kind, Receipt, Told

ANSWERS_OURS = "an answer to a mail of ours"  # how the reason of such a letter's filing begins
OPENS = 2
FILES = 3
ASKS = frozenset({Command.STATUS, Command.LIST})  # of no case in particular: of all of them
_LETTER = re.compile(r"\bL(\d{1,9})\b", re.IGNORECASE)


def paper_plan(office: Office, reading: Reading, paper: Paperwork, files: Files, now: datetime) -> Plan:
    """What the answer does, and its receipt."""
    reply = reply_of(reading.letter.text, office.local(reading.received).date())
    said = reading.letter.text.strip()
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
    if paper.standing is not Standing.MANAGER or (bulletin is not None and not _signs(office, reading)):
        if bulletin is not None and instruction.command in (Command.REJECT, Command.NOTE):
            return _passed_to_signer(office, reading, bulletin)
        if not lists and instruction.command in (Command.ACCEPT, Command.NOTE):
            return _heard(office, reading, paper, reply, bulletin, files, now)
        refuse = _no_case if lists else _not_theirs
        return _told(office, reading, tuple(refuse(one) for one in reply.instructions), reply.note)
    if bulletin is not None:
        if all(one.courtesy is Courtesy.RECEIVED for one in reply.instructions):  # that it has come signs nothing
            return _heard(office, reading, paper, replace(reply, instructions=(), note=said), bulletin, files, now)
        return _sign(office, reading, bulletin, reply.instructions, now)
    return _of_letter(office, reading, paper, reply, instruction, files, now)


def caseless_plan(office: Office, reading: Reading, files: Files, now: datetime) -> Plan | None:
    """A colleague's letter of its own that gives a command: for no case we know, and no customer's (design, section 6).

    What only asks is answered at once; anything else a manager looks at, and the writer hears that nothing was done.
    None: no colleague's, or it gives no command.
    """
    sender = reading.letter.sender
    if sender is None or reading.channel != MAIL or not office.config.is_staff(sender.key):
        return None
    today = office.local(reading.received).date()
    names = tuple(name for d in office.config.departments for name in (d.name, *d.aliases))
    said = reading.letter.text if reading.letter.text.strip() else reading.letter.subject
    reply = reply_of(said, today, names, signed=sender.name)
    if not reply.instructions:
        return None
    if all(one.command in ASKS for one in reply.instructions):
        standing = Standing.MANAGER if office.config.is_manager(sender.key) else Standing.DEPARTMENT
        return _listed(office, reading, Paperwork(standing, "", ""), reply.instructions[0].command, files, now)
    done = tuple(Done(told=Told.REFUSED, command=one.command, detail="no_token") for one in reply.instructions)
    why = "a colleague gives a command, and does not say for which case"
    plan = review_plan(office, reading, why, files, now, refused=True)
    receipts = receipts_or_alarm(
        office, (_receipt(office, reading, done, reply.note),), sender.key, files, now, answers_ours=False
    )
    return replace(plan, notices=(*plan.notices, *receipts))


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
    lines = (CASE_NUMBER.search(line[:NAMED_WITHIN]) for line in reading.letter.text.splitlines())
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
    office: Office, reading: Reading, bulletin: Bulletin, instructions: tuple[Instruction, ...], now: datetime
) -> Plan:
    """What whoever signs says of the bulletin's entries, and the mails of one that is signed by it."""
    left, done = signed(bulletin, instructions, reading)
    mails = notices_of_signed(office, left, now) if left.signed_by and not bulletin.signed_by else []
    changed = (left,) if left != bulletin else ()
    receipt = _receipt(office, reading, tuple(done), "", bulletin=left)
    return Plan(state=IntakeState.FILED, reason=_reason(done), bulletins=changed, notices=(*mails, receipt))


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
    mail = objection(office, reading, bulletin)
    told = _told(office, reading, (Done(told=Told.PASSED_ON, detail=", ".join(mail.recipients)),), "")
    return replace(told, notices=(mail, *told.notices))


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


def _signs(office: Office, reading: Reading) -> bool:
    """Whether the writer may sign a bulletin: whoever holds the role that the policy names, else a manager."""
    role = office.policy.penalties.signed_by if office.policy.penalties else ""
    return reading.letter.sender is not None and reading.letter.sender.key in _signers(office, role)


def _signers(office: Office, role: str) -> frozenset[str]:
    return frozenset(address.lower() for address in role_party(office, role).recipients)
