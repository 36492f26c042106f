"""A department or a manager answered: each command of the reply is carried out, and one receipt tells of all of them.

Words without a command are kept as a note; they never reach the customer (design, section 6). Who may say what, and
when a second mail must confirm it, is decided here; what each command does is in `department` and `management`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from daemon.case import ANSWERED, CASE_NUMBER, EventKind, IllegalTransition, State
from daemon.matching import Joins, Standing
from daemon.planning import customer_mail, department, management
from daemon.planning.customer_mail import thread_of
from daemon.planning.effects import Change, Event, IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.lists import is_list
from daemon.planning.office import Office
from daemon.planning.reading import Reading
from daemon.planning.repeating import is_repeated, remembered
from daemon.planning.restraint import receipts_or_alarm
from daemon.planning.staff_mail import SETTLED_ANSWERS, answers, buttons, managers_answers, promises, verdicts_on
from daemon.planning.turn import Handler, Outcome, Turn, refused
from daemon.planning.typed_above import command_first
from parsers.answers import Command, Courtesy, Instruction, Reply, reply_of
from parsers.letter import Authentication
from templates.contexts import Confirmation, Done, Kind, Receipt, Told

HANDLERS: Mapping[Command, Handler] = {**department.HANDLERS, **management.HANDLERS}
HARMLESS = frozenset({Command.NOTE, Command.STATUS, Command.LIST, Command.RESEND})
ASIDE = frozenset({Command.NOTE, Command.STATUS, Command.LIST, Command.AWAY})  # what needs no case of one's own
QUESTIONS = frozenset({Command.ASK, Command.OPTIONS})  # not sent with the answer: the customer would have both at once
ASKS_CONSENT = frozenset({Kind.APPROVAL.value, Kind.CONFIRMATION.value})  # mails of ours that an OK answers
LISTS_CHOICES = frozenset({Kind.TRIAGE.value, Kind.REVIEW.value})  # mails of ours that number what may be chosen
OFFERED = 4  # buttons in a receipt
NAMED_WITHIN = 60  # characters of a line: further on, a number is part of what is said
CONFIRMS = 4  # parts of a confirmation's effect key behind its name


def staff_plan(office: Office, reading: Reading, joins: Joins, files: Files, now: datetime) -> Plan:
    """What the reply does, and the receipt for it."""
    reply = read_reply(office, reading, joins)
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    turn = Turn(office=office, files=files, reading=reading, joins=joins, case=joins.case, actor=actor, now=now)
    outcomes: list[Outcome] = []
    events: list[Event] = []
    if reply.note:
        events.append(turn.event(EventKind.NOTED, text=reply.note))
        if not reply.instructions and department.is_heard(turn):
            turn = replace(turn, case=department.heard(turn))
    for number, instruction in enumerate(reply.instructions):
        turn = replace(turn, number=number)
        answered = any(one.command is Command.RESOLVE for one in reply.instructions[number + 1 :])
        if answered and instruction.command in QUESTIONS:
            outcome = refused(turn, instruction, "answered_below")
        else:
            outcome = carried_out(turn, instruction)
        outcomes.append(outcome)
        events += outcome.events
        turn = replace(turn, case=outcome.case or turn.case)
    return _plan(turn, joins, reply, outcomes, tuple(events))


def read_reply(office: Office, reading: Reading, joins: Joins) -> Reply:
    """The commands of a reply, read with the names of our departments in mind; of one to a list, what is said of the case."""
    names = (name for d in office.config.departments for name in (d.name, *d.aliases))
    today, letter = office.local(reading.received).date(), reading.letter
    named = words_about(letter.text, joins.case.number) if is_list(joins.notice, joins.effect_key) else ""
    text = named or command_first(letter, today)  # a list's button names the case in its subject alone
    reply = reply_of(text, today, tuple(names), signed=letter.sender.name if letter.sender else "")
    return _without_courtesies(reply, text, joins)


def _without_courtesies(reply: Reply, text: str, joins: Joins) -> Reply:
    """The reply less an OK that answers nothing: a manager's `收到` below an escalation accepts for no department."""
    kept = tuple(one for one in reply.instructions if _answers(one, joins))
    if len(kept) == len(reply.instructions):
        return reply
    return replace(reply, instructions=kept, note=reply.note if kept or reply.note else text.strip())


def _answers(instruction: Instruction, joins: Joins) -> bool:
    """Whether an OK alone is an answer; a command's own word always is."""
    if instruction.courtesy is Courtesy.NONE:
        return True
    if joins.notice in ASKS_CONSENT:  # that a mail has come grants nothing
        return instruction.courtesy is Courtesy.YES
    withdrawn = joins.case.dossier.withdrawn and joins.notice == Kind.UPDATE.value
    return joins.standing is not Standing.MANAGER or withdrawn


def words_about(text: str, number: str) -> str:
    """What a reply to a list says of the case: the lines that name it, without its number, and those below each."""
    said, about = list[str](), ""
    for line in text.splitlines():
        named = CASE_NUMBER.search(line[:NAMED_WITHIN])
        about = named[0].upper() if named else about
        if about == number:
            said.append(f"{line[: named.start()]}{line[named.end() :].lstrip(' ,:，：、')}".strip() if named else line)
    return "\n".join(said)


def _meant(turn: Turn, instruction: Instruction) -> Instruction:
    """A plain yes, by what was asked: to an approval it approves, to a withdrawal it closes, to our doubts it confirms."""
    if instruction.command not in (Command.ACCEPT, Command.CONFIRM):
        return instruction
    if turn.joins.notice == Kind.CONFIRMATION.value:
        return replace(instruction, command=Command.CONFIRM)
    if turn.joins.notice == Kind.APPROVAL.value:
        return replace(instruction, command=Command.APPROVE)
    if turn.case.dossier.withdrawn and turn.joins.notice == Kind.UPDATE.value:
        return replace(instruction, command=Command.CLOSE)
    return instruction


def carried_out(turn: Turn, instruction: Instruction) -> Outcome:
    """One command. What its state does not allow is refused, and nothing has happened."""
    instruction = _meant(turn, instruction)
    if instruction.command is Command.CONFIRM:
        return _confirmed(turn, instruction)
    if instruction.command is Command.CHOICE and turn.joins.notice not in LISTS_CHOICES:
        outcome = refused(turn, instruction, "no_number")
        return replace(outcome, done=replace(outcome.done, command=""))  # who typed a 1 gave no command of that name
    if not _may(turn, instruction):
        return refused(turn, instruction, "not_yours" if _gave_it_away(turn) else "not_allowed")
    outcome = _attempted(turn, instruction)
    why = _doubt(turn, instruction)
    if why is None or outcome.done.told is Told.REFUSED:
        return outcome
    return _to_confirm(turn, instruction, why)


def _may(turn: Turn, instruction: Instruction) -> bool:
    if turn.is_manager:
        return True
    if _gave_it_away(turn) and instruction.command not in ASIDE:
        return False
    settles = turn.case.dossier.withdrawn and instruction.command is Command.CLOSE
    assigns = instruction.command is Command.ASSIGN and turn.is_head  # a head gives the case to one of their people
    splits = instruction.command is Command.SPLIT  # who reads the letters sees that one is about something else
    return instruction.command in department.HANDLERS or settles or assigns or splits


def _gave_it_away(turn: Turn) -> bool:
    """Whether a department speaks that had the case before, and not the one that has it now."""
    return not turn.is_manager and turn.speaks_for is not turn.department


def _attempted(turn: Turn, instruction: Instruction) -> Outcome:
    handler = HANDLERS.get(instruction.command)
    if handler is None:
        return refused(turn, instruction, "not_allowed")
    if is_repeated(turn, instruction):
        return refused(turn, instruction, "just_done")
    try:
        outcome = handler(turn, instruction)
    except IllegalTransition:
        return refused(turn, instruction, "not_in_state")
    if outcome.case is None or outcome.done.told is Told.REFUSED:
        return outcome
    after = remembered(outcome.case, turn, instruction)
    first = after.dossier.signed_at is not None and turn.case.dossier.signed_at is None
    return replace(outcome, case=after.noting(signed_by=turn.actor) if first else after)


def _doubt(turn: Turn, instruction: Instruction) -> str | None:
    """Why a second mail must confirm the command; None where it counts at once (design, section 6)."""
    if instruction.command in HARMLESS:
        return None
    if not turn.joins.proven:
        return "no_token"
    if turn.reading.letter.authentication is Authentication.FAIL:
        return "authentication"
    if instruction.command is Command.CLOSE and turn.case.state not in ANSWERED and not turn.case.dossier.withdrawn:
        return "close"
    return None


def _to_confirm(turn: Turn, instruction: Instruction, why: str) -> Outcome:
    """Nothing has happened yet; the party itself is asked, at its own address, whether it meant it."""
    office, party = turn.office, turn.sender
    answered = f"{turn.joins.notice}/{turn.joins.effect_key}"
    key = f"{turn.case.number}/confirmation/{turn.reading.raw_id}/{turn.number}/{answered}"
    context = Confirmation(
        desk=office.desk,
        case=turn.case.number,
        command=instruction.command.value,
        detail=instruction.text,
        why=why,
        buttons=buttons(office, turn.case, key, party, (Command.CONFIRM.value,)),
    )
    notice = office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
    event = turn.event(EventKind.REFUSED, command=instruction.command.value, why=why, text=instruction.text)
    done = Done(told=Told.CONFIRM, command=instruction.command)
    return Outcome(done=done, events=(event,), notices=(notice,))


def _confirmed(turn: Turn, instruction: Instruction) -> Outcome:
    """The second mail: what the first one said is carried out now. It counts only as an answer to our question."""
    place = turn.joins.effect_key.split("/", 5)  # case/confirmation/letter/command/answered notice/its effect key
    asked = place[2:] if turn.joins.notice == Kind.CONFIRMATION.value and turn.joins.proven else []
    reading = turn.files.letter(int(asked[0])) if len(asked) == CONFIRMS and asked[0].isdigit() else None
    if reading is None or turn.joins.followed:  # what it asked about is part of another case by now
        return refused(turn, instruction, "nothing_open")
    joins = replace(turn.joins, notice=asked[2], effect_key=asked[3])
    first = read_reply(turn.office, reading, joins)
    if int(asked[1]) >= len(first.instructions):
        return refused(turn, instruction, "nothing_open")
    before = replace(turn, reading=reading, number=int(asked[1]), joins=joins)
    meant = _meant(before, first.instructions[int(asked[1])])
    return _attempted(before, meant) if _may(before, meant) else refused(turn, meant, "not_allowed")


def _plan(turn: Turn, joins: Joins, reply: Reply, outcomes: list[Outcome], events: tuple[Event, ...]) -> Plan:
    done = tuple(outcome.done for outcome in outcomes) or (Done(told=Told.NOTED),)
    references = tuple(pair for outcome in outcomes for pair in outcome.references)
    changes = (
        Change(case=turn.case, events=events, references=references),
        *(change for outcome in outcomes for change in outcome.others),
    )
    written = customer_mail.in_one(tuple(notice for outcome in outcomes for notice in outcome.notices))
    whose, answers_ours = f"{turn.case.number}:{turn.actor}", joins.proven or bool(joins.notice)
    notices = receipts_or_alarm(
        turn.office,
        (*written, _receipt(turn, reply, outcomes, done)),
        whose,
        turn.files,
        turn.now,
        answers_ours=answers_ours,
    )
    return Plan(
        state=IntakeState.CASE,
        reason=f"{joins.standing.value} of {turn.case.number}: {', '.join(one.told.value for one in done)}",
        case=turn.case.number,
        changes=changes,
        notices=notices,
        verdicts=tuple(verdict for outcome in outcomes for verdict in outcome.verdicts),
        examples=tuple(example for outcome in outcomes for example in outcome.examples),
        absences=tuple(absence for outcome in outcomes for absence in outcome.absences),
    )


def _meant_word(turn: Turn, reply: Reply) -> str:
    """The word that a reply almost was; a manager's "received, I will see to it" accepts nothing."""
    if reply.meant is None or not _may(turn, Instruction(command=reply.meant)):
        return ""
    accepts = reply.meant is Command.ACCEPT and turn.is_manager and turn.joins.notice != Kind.APPROVAL.value
    return "" if accepts else reply.meant.value


def _receipt(turn: Turn, reply: Reply, outcomes: list[Outcome], done: tuple[Done, ...]) -> Notice:
    office, case, party = turn.office, turn.case, turn.sender
    key = turn.receipt_key
    asked = verdicts_on(case.dossier.request) if turn.is_manager and case.dossier.request else ()
    ours = (*asked, *managers_answers(case)) if turn.joins.notice == Kind.APPROVAL.value else managers_answers(case)
    theirs = turn.is_manager or not (_gave_it_away(turn) or case.state is State.TRIAGE)  # the clocks are not another's
    offered = ours if turn.is_manager else SETTLED_ANSWERS if _gave_it_away(turn) else None
    notes = (outcome.done.detail for outcome in outcomes if outcome.done.told is Told.NOTED)
    meant = _meant_word(turn, reply)
    offer = (meant, *(one for one in offered or answers(case) if one != meant)) if meant else offered
    context = Receipt(
        desk=office.desk,
        case=case.number,
        done=done,
        kept="\n\n".join(words for words in (reply.note, *notes) if words),
        promises=tuple(promise for promise in promises(office, case) if promise.due > turn.now) if theirs else (),
        cases=tuple(line for outcome in outcomes for line in outcome.listed),
        letters=tuple(line for outcome in outcomes for line in outcome.letters),
        buttons=buttons(office, case, key, party, offer)[:OFFERED],
        meant=meant,
        departments=tuple(d.name for d in office.config.departments if d.name != case.department)
        if any(one.detail == "unknown_department" for one in done)
        else (),
        levels=tuple(level.zh if party.language == "zh" else level.en for level in office.policy.levels)
        if any(one.detail == "unknown_level" for one in done)
        else (),
        unreachable=case.dossier.unreachable,
        reaches=case.customer if case.customer != turn.joins.case.customer else "",
    )
    notice = office.write(
        context,
        key,
        party=party.name,
        recipients=party.recipients,
        language=party.language,
        thread=thread_of(turn.reading),
    )
    return replace(notice, auto="auto-replied")
