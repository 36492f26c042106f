"""What a department's commands do (design, section 6). One function a command; `HANDLERS` is the table.

What a department writes with PROGRESS, ASK, OPTIONS and RESOLVE reaches the customer as it was written; NOTE never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from daemon.case import ANSWERED, UNSIGNED, Answered, Case, EventKind, Proposed, Request, Role, State
from daemon.planning import customer_mail, forms, staff_mail
from daemon.planning.effects import Absence, Event
from daemon.planning.extending import days_until, extended
from daemon.planning.leaving import gone
from daemon.planning.lists import case_line, letter_lines
from daemon.planning.mandatory import is_empty, lacking, left_out
from daemon.planning.openings import routed
from daemon.planning.parties import managers
from daemon.planning.timetable import promise_pauses
from daemon.planning.turn import Handler, Outcome, Turn, leaves, refused, replied, signed
from parsers.answers import Command, Field, Instruction
from parsers.letter import Authentication
from rules.vocabulary import ClockKind, Decision, Fired, Handling
from templates.contexts import Cause, Done, Ended, Kind, Told

REPORTS = (Field.CAUSE, Field.MEASURES)
_ADDRESS = re.compile(r"(?<![\w.+%-])[A-Za-z0-9._+%-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")


def accept(turn: Turn, instruction: Instruction) -> Outcome:
    """The department has the case: it signs for it."""
    del instruction
    case = turn.case
    done = Done(told=Told.ACCEPTED, command=Command.ACCEPT)
    if case.state not in UNSIGNED:
        if case.state is State.TRIAGE:
            return refused(turn, Instruction(command=Command.ACCEPT), "not_in_state")
        return Outcome(done=replace(done, told=Told.ALREADY_ACCEPTED))
    accepted = signed(case.moved(EventKind.ACCEPTED), turn.now)
    first_reply = turn.office.terms(case).clocks.get(ClockKind.FIRST_REPLY)
    if first_reply is not None and first_reply.accept_stops:
        accepted = replied(accepted, turn.now)
    return Outcome(done=done, case=accepted, events=(turn.event(EventKind.ACCEPTED),))


def progress(turn: Turn, instruction: Instruction) -> Outcome:
    """How it stands, for the customer to read. Before ACCEPT it counts as acceptance."""
    if not instruction.text.strip():
        return refused(turn, instruction, "missing_text")
    moved = replied(turn.case.moved(EventKind.PROGRESSED, progressed_at=turn.now, written_at=turn.now), turn.now)
    moved = _reported(turn, moved, [instruction.fields.get(field, "") for field in REPORTS])
    notice = customer_mail.progress(turn.office, moved, turn.key("progress"), instruction.text, turn.now)
    event = turn.event(EventKind.PROGRESSED, text=instruction.text)
    done = Done(told=Told.SENT_PROGRESS, command=instruction.command, leaves=leaves(turn, notice))
    return Outcome(done=done, case=moved, events=(event,), notices=(notice,))


def _reported(turn: Turn, case: Case, said: Iterable[str]) -> Case:
    """The case, with its preliminary report in hand when a cause or a measure is named; "unknown" names none."""
    if case.dossier.reported_at is not None:
        return case
    phrases = turn.office.policy.answering.empty_phrases
    names = any(not is_empty(words, phrases) for words in said)
    return case.noting(reported_at=turn.now) if names else case


def ask(turn: Turn, instruction: Instruction) -> Outcome:
    """A question to the customer. The department's clocks stand still until the answer."""
    question = instruction.fields.get(Field.QUESTION) or instruction.text
    if not question.strip():
        return refused(turn, instruction, "missing_text")
    waiting = turn.case.dossier.waiting_since or turn.now
    moved = replied(
        turn.case.moved(EventKind.ASKED, waiting_since=waiting, progressed_at=turn.now, written_at=turn.now), turn.now
    )
    notice = customer_mail.clarification(turn.office, moved, turn.key("ask"), question=question, now=turn.now)
    event = turn.event(EventKind.ASKED, question=question)
    pauses = promise_pauses(turn.office, moved)
    done = Done(told=Told.SENT_QUESTION, command=instruction.command, pauses=pauses)
    return Outcome(done=done, case=moved, events=(event,), notices=(notice,))


def options(turn: Turn, instruction: Instruction) -> Outcome:
    """Ways out for the customer to choose from; until then the department's clocks stand still."""
    if not instruction.proposals:
        return refused(turn, instruction, "missing_options")
    proposed = tuple(
        Proposed(number=number, text=one.text, benefit=one.benefit, risk=one.risk)
        for number, one in enumerate(instruction.proposals, 1)
    )
    moved = replied(
        turn.case.moved(
            EventKind.OPTIONS_SENT, proposed=proposed, chosen=None, waiting_since=turn.now, written_at=turn.now
        ),
        turn.now,
    )
    notice = customer_mail.options(turn.office, moved, turn.key("options"), turn.now)
    event = turn.event(EventKind.OPTIONS_SENT, options=[one.text for one in proposed])
    done = Done(told=Told.SENT_OPTIONS, command=instruction.command, leaves=leaves(turn, notice))
    return Outcome(done=done, case=moved, events=(event,), notices=(notice,))


def resolve(turn: Turn, instruction: Instruction) -> Outcome:
    """The answer. It is refused, and the department asked again, when a mandatory field says nothing."""
    office, case = turn.office, turn.case
    fields = instruction.fields
    answered = Answered(
        cause=fields.get(Field.CAUSE, ""),
        solution=fields.get(Field.SOLUTION, ""),
        measures=fields.get(Field.MEASURES, ""),
        compensation=fields.get(Field.COMPENSATION, ""),
    )
    if case.state in ANSWERED and case.dossier.answered == answered:  # pressed twice, or sent once more to be sure
        return refused(turn, instruction, "already_sent")
    moved = case.moved(
        EventKind.RESOLVED,
        answered=answered,
        resolved_at=turn.now,
        checked_at=None,
        waiting_since=None,
        request=None,
        written_at=turn.now,
    )
    missing, empty = lacking(answered, office.terms(case).mandatory, office.policy.answering.empty_phrases)
    if missing or empty:
        told = Done(told=Told.ASKED_AGAIN, command=instruction.command)
        again = staff_mail.ask_again(
            office, case, turn.key("ask_again"), turn.sender, missing=missing, empty=empty, said=instruction.text
        )
        why = {"missing": list(missing), "empty": [key for key, _ in empty]}
        event = turn.event(EventKind.REFUSED, command=instruction.command.value, text=instruction.text, **why)
        kept = replied(case, turn.now) if case.state not in UNSIGNED else case
        return Outcome(done=told, case=kept, events=(event,), notices=(again,))
    moved = replied(moved, turn.now)
    moved = _reported(turn, moved, [answered.cause, answered.measures])
    replaces, first = case.state in ANSWERED, turn.files.first_letter(case)
    notice = customer_mail.resolution(office, moved, turn.key("resolution"), turn.now, first, replaces=replaces)
    event = turn.event(EventKind.RESOLVED, **{field.value: words for field, words in fields.items()})
    spared = left_out(customer_mail.resolved(moved), office.policy.answering.empty_phrases)
    done = Done(
        told=Told.RESOLVED,
        command=instruction.command,
        detail=" ".join(spared),
        until=office.local(customer_mail.check_at(office, turn.now)),
        leaves=leaves(turn, notice),
        replaces=replaces,
    )
    return Outcome(done=done, case=moved, events=(event,), notices=(notice,))


def wrong(turn: Turn, instruction: Instruction) -> Outcome:
    """Not ours: the case goes where the department says, or to the managers when departments send it to and fro."""
    office, case = turn.office, turn.case
    count = case.dossier.wrongs + 1
    case = case.noting(wrongs=count)
    reason = instruction.reason.strip()
    first = turn.files.first_letter(case)
    if first is None:
        return refused(turn, instruction, "not_in_state")
    event = turn.event(EventKind.NOTED, command=Command.WRONG.value, to=instruction.target, reason=reason)
    if count >= office.policy.answering.wrongs_to_managers or not instruction.target:
        return _to_managers(turn, replace(case), first, reason, event)
    department = office.department_called(instruction.target)
    if department is None:
        return refused(turn, instruction, "unknown_department")
    if department.name == case.department:
        return refused(turn, instruction, "same_department")
    fired = _passed_on(turn.case.department, reason)
    decision = Decision(Handling.CASE, case.level, department.name, fired=(fired,))
    change, notices = routed(office, case, first, decision, actor=turn.actor, now=turn.now)
    done = Done(told=Told.ROUTED, command=instruction.command, detail=department.name)
    told = (*notices, *gone(turn, instruction.command, department.name))
    return Outcome(done=done, case=change.case, events=(event, *change.events), notices=told)


def _to_managers(turn: Turn, case: Case, first: staff_mail.Reading, reason: str, event: Event) -> Outcome:
    office = turn.office
    moved = case.moved(EventKind.TRIAGED)
    fired = _passed_on(case.department, reason)
    triage = staff_mail.triage(office, first, moved, (fired,))
    party = managers(office)
    told = staff_mail.Reason(cause=Cause.WRONG, said=fired.why_zh if party.language == "zh" else fired.why)
    escalation = staff_mail.escalation(office, case, told, f"wrong/{case.dossier.wrongs}", party, turn.now)
    often = case.dossier.wrongs >= office.policy.answering.wrongs_to_managers
    events = (event, turn.event(EventKind.TRIAGED, reason=reason))
    done = Done(told=Told.ROUTED, command=Command.WRONG, detail=", ".join(party.recipients))
    told_too = gone(turn, Command.WRONG, ", ".join(party.recipients))
    return Outcome(done=done, case=moved, events=events, notices=(triage, *((escalation,) if often else ()), *told_too))


def _passed_on(department: str, reason: str) -> Fired:
    """Why the case is somebody else's now: what the department says of it, or that it says nothing."""
    if reason:
        return Fired("wrong", f"{department}: {reason}", why_zh=f"{department}：{reason}")
    return Fired(
        "wrong",
        f"{department} passed it on without a reason",
        why_zh=f"{forms.in_han(department).lstrip()}退回此案，未说明理由",
    )


def note(turn: Turn, instruction: Instruction) -> Outcome:
    """Kept inside."""
    case = heard(turn) if is_heard(turn) else turn.case
    event = turn.event(EventKind.NOTED, text=instruction.text)
    if address := _other_way(turn, instruction.text):
        case = replace(case.noting(unreachable=""), customer=address)
        case = replace(case, participants={**case.participants, address: Role.CUSTOMER})
        event = turn.event(EventKind.NOTED, text=instruction.text, customer=address)
    done = Done(told=Told.NOTED, command=instruction.command, detail=instruction.text)
    return Outcome(done=done, case=case, events=(event,))


def _other_way(turn: Turn, text: str) -> str | None:
    """The customer's other address, where the `update` asked for one; it must be the only one in the note, and no colleague's."""
    asked = turn.joins.notice == Kind.UPDATE.value and turn.joins.proven and turn.case.dossier.unreachable
    doubted = turn.reading.letter.authentication is Authentication.FAIL
    named = {found.lower().rstrip(".") for found in _ADDRESS.findall(text)} if asked and not doubted else set[str]()
    config = turn.office.config
    fresh = [one for one in named if not (config.is_own(one) or config.is_staff(one)) and one != turn.case.customer]
    return fresh[0] if len(fresh) == len(named) == 1 else None


def is_heard(turn: Turn) -> bool:
    """Whether a note stops the clock of the first reply: a department's own, and surely from it.

    A letter with the department's From and the case's number anybody can write; commands in it must be confirmed.
    """
    sure = turn.joins.proven and turn.reading.letter.authentication is not Authentication.FAIL
    return sure and not turn.is_manager


def heard(turn: Turn) -> Case:
    """The case after a note: any word of the department's but ACCEPT is a first reply; a note signs nothing."""
    case = turn.case
    return case if case.dossier.replied_at is not None else case.noting(replied_at=turn.now)


def extend(turn: Turn, instruction: Instruction) -> Outcome:
    """More time: the promise moves on and the customer is told at once; beyond what is free, a manager decides."""
    days = instruction.days
    if days is None and instruction.until is not None:
        days = days_until(turn.office, turn.case, instruction.until, turn.now)
    if days is None or days < 1:
        return refused(turn, instruction, "missing_days")
    if not turn.case.may(EventKind.RESOLVED) or turn.case.state in (State.RESOLVED, State.CONFIRMING):
        return refused(turn, instruction, "not_in_state")
    case, accepted = _taken_on(turn)
    free = turn.office.policy.answering.extend_freely
    if case.dossier.extended_days + days > free:
        request = Request(asked="extend", reason=instruction.reason, by=turn.actor, at=turn.now, days=days)
        return _requested(turn, case, instruction, request, accepted)
    moved, notice, event = extended(
        turn.office, case, days, instruction.reason, key=turn.key("delay"), actor=turn.actor, now=turn.now
    )
    until = turn.office.local(moved.promised_at)
    done = Done(told=Told.EXTENDED, command=instruction.command, until=until)
    return Outcome(done=done, case=moved, events=(*accepted, event), notices=(notice,))


def defer(turn: Turn, instruction: Instruction) -> Outcome:
    """The department cannot settle it for now; a manager decides."""
    if not instruction.reason.strip():
        return refused(turn, instruction, "missing_text")
    if not turn.case.may(EventKind.DEFERRED):
        return refused(turn, instruction, "not_in_state")
    request = Request(asked="defer", reason=instruction.reason, by=turn.actor, at=turn.now)
    case, accepted = _taken_on(turn)
    return _requested(turn, case, instruction, request, accepted)


def _taken_on(turn: Turn) -> tuple[Case, tuple[Event, ...]]:
    """Who asks for time has taken the case on: it is signed for, if it was not yet, and replied to."""
    if turn.case.state not in UNSIGNED:
        return replied(turn.case, turn.now), ()
    return replied(turn.case.moved(EventKind.ACCEPTED), turn.now), (turn.event(EventKind.ACCEPTED),)


def _requested(
    turn: Turn, case: Case, instruction: Instruction, request: Request, accepted: tuple[Event, ...]
) -> Outcome:
    office = turn.office
    asked = case.noting(request=request)
    promised = extended(office, case, request.days, "", key="", actor="", now=turn.now)[0].promised_at
    notice = staff_mail.approval(
        office, asked, request, turn.key("approval"), promised=promised if request.days else None
    )
    event = turn.event(EventKind.REQUESTED, asked=request.asked, days=request.days, reason=request.reason)
    done = Done(told=Told.AWAITS_APPROVAL, command=instruction.command)
    return Outcome(done=done, case=asked, events=(*accepted, event), notices=(notice,))


def not_complaint(turn: Turn, instruction: Instruction) -> Outcome:
    """The letter was no complaint: the case is closed, and the customer told so."""
    if not instruction.reason.strip():
        return refused(turn, instruction, "missing_text")
    closed = turn.case.moved(
        EventKind.REJECTED_CASE, closed_at=turn.now, written_at=turn.now, waiting_since=None, no_complaint=True
    )
    notice = customer_mail.closed(turn.office, closed, turn.key("closed"), Ended.DECIDED)
    event = turn.event(EventKind.REJECTED_CASE, reason=instruction.reason)
    done = Done(told=Told.NOT_COMPLAINT, command=instruction.command, detail=instruction.reason)
    return Outcome(done=done, case=closed, events=(event,), notices=(notice,))


def away(turn: Turn, instruction: Instruction) -> Outcome:
    """Nobody reads the department's mail until then: its deputy gets it too meanwhile, the receipt with the open cases first."""
    department = turn.speaks_for
    if department is None:
        return refused(turn, instruction, "not_allowed")
    if instruction.until is None:
        return refused(turn, instruction, "missing_days")
    deputy = instruction.target or department.deputy or department.head or ""
    if not deputy or not department.speaks(deputy):
        return refused(turn, instruction, "not_deputy")
    until = turn.office.at_minute(turn.now, 0).astimezone(turn.office.zone).replace(
        year=instruction.until.year, month=instruction.until.month, day=instruction.until.day
    ) + timedelta(days=1)
    absence = Absence(department=department.name, until=until, deputy=deputy)
    event = turn.event(EventKind.NOTED, command=Command.AWAY.value, until=until.isoformat(), deputy=deputy)
    last = until - timedelta(minutes=1)  # the day as it was written, not the midnight after it
    done = Done(told=Told.AWAY, command=instruction.command, detail=deputy, until=last)
    listed = tuple(case_line(turn.office, case, turn.now) for case in turn.files.open_cases(department.name))
    return Outcome(done=done, events=(event,), absences=(absence,), listed=listed)


def status(turn: Turn, instruction: Instruction) -> Outcome:
    """How this case stands."""
    done = Done(told=Told.STATUS, command=instruction.command)
    letters = letter_lines(turn.office, turn.case, turn.files, turn.receipt_key, turn.sender)
    return Outcome(done=done, listed=(case_line(turn.office, turn.case, turn.now),), letters=letters)


def list_cases(turn: Turn, instruction: Instruction) -> Outcome:
    """The open cases: a department's own, or all of them for a manager."""
    own = turn.speaks_for.name if turn.speaks_for else turn.case.department
    found = turn.files.open_cases(None if turn.is_manager else own)
    done = Done(told=Told.LISTED, command=instruction.command, detail=str(len(found)))
    return Outcome(done=done, listed=tuple(case_line(turn.office, case, turn.now) for case in found))


def resend(turn: Turn, instruction: Instruction) -> Outcome:
    """The complaint handling form once more, to whoever asks."""
    first, department = turn.files.first_letter(turn.case), turn.department
    if first is None or department is None:
        return refused(turn, instruction, "not_in_state")
    told = turn.case.dossier.why or ((turn.case.reason, ""),)
    fired = tuple(Fired("record", en, why_zh=zh) for en, zh in told)
    notice = staff_mail.handover(
        turn.office, first, turn.case, fired, department=department, again=f"/resend/{turn.reading.raw_id}"
    )
    done = Done(told=Told.RESENT, command=instruction.command)
    return Outcome(done=done, notices=(replace(notice, recipients=turn.sender.recipients),))


HANDLERS: Mapping[Command, Handler] = {
    Command.ACCEPT: accept,
    Command.PROGRESS: progress,
    Command.ASK: ask,
    Command.OPTIONS: options,
    Command.RESOLVE: resolve,
    Command.WRONG: wrong,
    Command.NOTE: note,
    Command.EXTEND: extend,
    Command.DEFER: defer,
    Command.NOT_COMPLAINT: not_complaint,
    Command.AWAY: away,
    Command.STATUS: status,
    Command.LIST: list_cases,
    Command.RESEND: resend,
}
