"""What a manager's commands do, besides a department's (design, section 6). `HANDLERS` is the table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from daemon.case import ANSWERED, AT_WORK, Case, EventKind, State
from daemon.planning import customer_mail, forms, staff_mail
from daemon.planning.dispatching import sent_back, told_anew
from daemon.planning.effects import Example, IntakeState, Notice, Verdict
from daemon.planning.extending import extended
from daemon.planning.leaving import gone, own_words
from daemon.planning.lists import still_joined
from daemon.planning.merging import merge
from daemon.planning.openings import opened, routed
from daemon.planning.parties import Party
from daemon.planning.reviewing import reviewed
from daemon.planning.timetable import running
from daemon.planning.turn import Handler, Outcome, Turn, refused
from parsers.answers import Command, Instruction
from rules.engine import decide
from rules.vocabulary import Decision, Fired, Handling
from templates.contexts import Done, Ended, Kind, Told, Why

RAW_ID_PLACE = 2  # in an update's effect key: case/update/letter
_NUMBER = re.compile(r"\D{0,12}?([0-9]{1,3})(?![0-9])")  # "2", "letter 2", "第2封"
MODES = {"watch": "watch", "关注": "watch", "關注": "watch", "monitor": "monitor", "监控": "monitor", "監控": "monitor"}


def choice(turn: Turn, instruction: Instruction) -> Outcome:
    """A number in answer to a list: the department of a triage, or what becomes of a letter under review."""
    if turn.joins.notice == "review":
        return reviewed(turn, instruction)
    departments, number = turn.office.config.departments, instruction.choice or 0
    if turn.joins.notice != "triage" or not 1 <= number <= len(departments):
        return refused(turn, instruction, "no_choice")
    if turn.case.state is not State.TRIAGE:
        return refused(turn, instruction, "not_in_state")
    return _route(turn, instruction, departments[number - 1].name)


def reassign(turn: Turn, instruction: Instruction) -> Outcome:
    """To another department."""
    department = turn.office.department_called(instruction.target)
    if department is None:
        return refused(turn, instruction, "unknown_department")
    if department.name == turn.case.department and turn.case.state is not State.TRIAGE:
        return refused(turn, instruction, "same_department")
    return _route(turn, instruction, department.name)


def _route(turn: Turn, instruction: Instruction, name: str) -> Outcome:
    first = turn.files.first_letter(turn.case)
    if first is None:
        return refused(turn, instruction, "not_in_state")
    why, why_zh = f"{turn.actor} chose {name}", f"{turn.actor} 选择了{forms.in_han(name).rstrip()}"
    if instruction.reason:
        why, why_zh = f"{why}: {instruction.reason}", f"{why_zh}：{instruction.reason}"
    fired = Fired("person", why, why_zh=why_zh)
    decision = Decision(Handling.CASE, turn.case.level, name, fired=(fired,))
    change, notices = routed(turn.office, turn.case, first, decision, actor=turn.actor, now=turn.now)
    example = Example(raw_id=first.raw_id, department=name, actor=turn.actor, handling=Handling.CASE.value)
    done = Done(told=Told.ROUTED, command=instruction.command, detail=name)
    told = (*notices, *gone(turn, instruction.command, name))
    return Outcome(done=done, case=change.case, events=change.events, notices=told, examples=(example,))


def assign(turn: Turn, instruction: Instruction) -> Outcome:
    """A person of the department gets the case, with the form."""
    address = instruction.target.strip().lower()
    department, first = turn.department, turn.files.first_letter(turn.case)
    if department is None or first is None or turn.case.state not in AT_WORK:
        return refused(turn, instruction, "not_in_state")
    if not turn.office.config.is_staff(address):
        return refused(turn, instruction, "unknown_address")
    case = turn.case.noting(assigned=address)
    party = Party(f"department:{department.name}", (address,), department.language)
    fired = (Fired("person", f"{turn.actor} gave it to {address}", why_zh=f"{turn.actor} 指派给 {address}"),)
    notice = staff_mail.handover(
        turn.office, first, case, fired, department=department, again=f"/assigned/{turn.reading.raw_id}"
    )
    event = turn.event(EventKind.ASSIGNED, to=address)
    done = Done(told=Told.ASSIGNED, command=instruction.command, detail=address)
    return Outcome(done=done, case=case, events=(event,), notices=(replace(notice, recipients=party.recipients),))


def remind(turn: Turn, instruction: Instruction) -> Outcome:
    """The department is reminded now, of the clock that runs out next."""
    runs = sorted(running(turn.office, turn.case).values(), key=lambda run: run.due)
    if not runs:
        return refused(turn, instruction, "no_clock")
    notice = staff_mail.reminder(turn.office, turn.case, runs[0], turn.now, turn.now, missed=runs[0].due <= turn.now)
    event = turn.event(EventKind.REMINDED, clock=runs[0].clock.kind.value, by="manager")
    done = Done(told=Told.REMINDED, command=instruction.command, detail=turn.case.department)
    return Outcome(done=done, events=(event,), notices=(replace(notice, not_before=None),))


def approve(turn: Turn, instruction: Instruction) -> Outcome:
    """What was asked for is granted."""
    request, case, office = turn.case.dossier.request, turn.case, turn.office
    if request is None or turn.joins.followed:
        return refused(turn, instruction, "nothing_open")
    done = Done(told=Told.APPROVED, command=instruction.command, detail=request.asked)
    event = turn.event(EventKind.APPROVED, asked=request.asked, reason=instruction.reason)
    if request.asked == "extend":
        moved, mail, extending = extended(
            office, case, request.days, request.reason, key=turn.key("delay"), actor=turn.actor, now=turn.now
        )
        until = office.local(moved.promised_at)
        told = _told_department(turn, moved, Command.APPROVE)
        return Outcome(done=replace(done, until=until), case=moved, events=(event, extending), notices=(mail, told))
    if request.asked == "close":
        closed = case.moved(EventKind.SATISFIED, request=None, closed_at=turn.now)
        mail = customer_mail.closed(office, closed, turn.key("closed"), Ended.SATISFIED)
        told = _told_department(turn, closed, Command.APPROVE)
        return Outcome(done=done, case=closed, events=(event, turn.event(EventKind.SATISFIED)), notices=(mail, told))
    mode = _mode(instruction.target or instruction.text)
    moved = case.moved(EventKind.DEFERRED, request=None, mode=mode, waiting_since=None, written_at=turn.now)
    level = office.policy.answering.deferred_level
    moved = replace(moved, level=level) if level else moved
    deferring = turn.event(EventKind.DEFERRED, mode=mode, reason=request.reason, level=moved.level)
    mail = customer_mail.put_off(office, moved, turn.key("deferred"), turn.now, was=turn.case.promise_told)
    return Outcome(
        done=replace(done, told=Told.DEFERRED, detail=mode),
        case=moved,
        events=(event, deferring),
        notices=(mail, _told_department(turn, moved, Command.APPROVE)),
    )


def reject(turn: Turn, instruction: Instruction) -> Outcome:
    """What was asked for is not granted; the department is told why."""
    request = turn.case.dossier.request
    if request is None or turn.joins.followed:
        return refused(turn, instruction, "nothing_open")
    case = turn.case.noting(request=None)
    event = turn.event(EventKind.REJECTED, asked=request.asked, reason=instruction.reason or instruction.text)
    done = Done(told=Told.REJECTED, command=instruction.command, detail=request.asked)
    return Outcome(done=done, case=case, events=(event,), notices=(_told_department(turn, case, Command.REJECT),))


def level(turn: Turn, instruction: Instruction) -> Outcome:
    """Another level: its clocks hold from now on, counted from where they began.

    A level that only people set has none: the case is watched or monitored, and the customer has no date any more.
    """
    wanted = instruction.target.strip().casefold()
    found = next((x for x in turn.office.policy.levels if wanted in {x.code.casefold(), x.en.casefold(), x.zh}), None)
    if found is None:
        return refused(turn, instruction, "unknown_level")
    case = replace(turn.case, level=found.code)
    event = turn.event(EventKind.LEVELLED, to=found.code, reason=instruction.reason, **{"from": turn.case.level})
    shown = found.zh if turn.sender.language == "zh" else found.en
    done = Done(
        told=Told.LEVELLED,
        command=instruction.command,
        detail=shown,
        clocks=bool(running(turn.office, case)),
        passed_on=case.state in AT_WORK,
    )
    notices = [_told_department(turn, case, Command.LEVEL)] if case.state in AT_WORK else []
    if found.people_only and not turn.office.level(turn.case.level).people_only:
        case = case.noting(mode=_mode(instruction.reason))
        if case.state in AT_WORK:
            case = case.noting(written_at=turn.now)
            told = turn.case.promise_told
            notices.append(customer_mail.put_off(turn.office, case, turn.key("rests"), turn.now, was=told))
    return Outcome(done=done, case=case, events=(event,), notices=(*notices, *_announced(turn, case)))


def _announced(turn: Turn, case: Case) -> tuple[Notice, ...]:
    """Who must know of a case of the new level, as if it had come with it."""
    first = turn.files.first_letter(case)
    if first is None or case.state not in AT_WORK:
        return ()
    now = turn.office.level(case.level)
    fired = Fired(
        "person", f"{turn.actor} set it to {now.en}", why_zh=f"{turn.actor} 定为{forms.in_han(now.zh).rstrip()}"
    )
    return told_anew(turn.office, first, turn.case, case, (fired,))


def _mode(words: str) -> str:
    """How an unreasonable complaint is followed: what the manager said, or watched."""
    said = words.strip().casefold()
    return next((mode for word, mode in MODES.items() if said.startswith(word)), "watch")


def close(turn: Turn, instruction: Instruction) -> Outcome:
    """A manager ends it. Without RESOLVE before it a second mail must confirm that (`staff`)."""
    ended = Ended.WITHDRAWN if turn.case.dossier.withdrawn else Ended.DECIDED
    closed = turn.case.moved(
        EventKind.CLOSED, closed_at=turn.now, written_at=turn.now, waiting_since=None, request=None
    )
    event = turn.event(EventKind.CLOSED, ended=ended.value, reason=instruction.text)
    notices = [customer_mail.closed(turn.office, closed, turn.key("closed"), ended)]
    if turn.is_manager and turn.case.state in (AT_WORK | ANSWERED):
        notices.append(_told_department(turn, closed, Command.CLOSE))
    done = Done(told=Told.CLOSED, command=instruction.command)
    return Outcome(done=done, case=closed, events=(event,), notices=tuple(notices))


def resume(turn: Turn, instruction: Instruction) -> Outcome:
    """A deferred or closed case goes on."""
    if turn.case.state not in (State.DEFERRED, State.CLOSED):
        return refused(turn, instruction, "not_in_state")
    first = turn.files.first_letter(turn.case)
    if first is None:
        return refused(turn, instruction, "not_in_state")
    levels = turn.office.policy
    usual = levels.default_level if levels.level(turn.case.level).people_only else turn.case.level
    case = replace(turn.case.noting(mode=""), level=usual)
    change, notices = sent_back(
        turn.office, first, case, Why.RESUMED, said=instruction.text, actor=turn.actor, now=turn.now
    )
    done = Done(told=Told.RESUMED, command=instruction.command)
    back = change.case.noting(written_at=turn.now)
    mail = customer_mail.taken_up(turn.office, back, turn.key("resumed"), turn.now)
    return Outcome(done=done, case=back, events=change.events, notices=(*notices, mail))


def split(turn: Turn, instruction: Instruction) -> Outcome:
    """A further letter of the case is about something else: it becomes a case of its own."""
    left = still_joined(turn.case)
    raw_id = _meant_letter(turn, instruction, left)
    if raw_id is None and len(left) > 1:
        return refused(turn, instruction, "which_letter")
    reading = turn.files.letter(raw_id) if raw_id in left.values() and raw_id is not None else None
    if reading is None or reading.letter.sender is None:
        return refused(turn, instruction, "no_letter")
    decision = decide(turn.office.policy, reading.letter, languages=frozenset(turn.office.config.desk.languages))
    decision = replace(decision, handling=Handling.CASE)
    fresh, notices = opened(
        turn.office,
        reading,
        decision,
        files=turn.files,
        related=(turn.case,),
        channel=turn.case.dossier.channel,
        now=turn.now,
    )
    number = fresh.case.number
    verdict = Verdict(raw_id=reading.raw_id, state=IntakeState.CASE, reason=f"split by {turn.actor}", case=number)
    done = Done(told=Told.SPLIT, command=instruction.command, detail=number)
    event = turn.event(EventKind.SPLIT, into=number, letter=reading.raw_id)
    dossier = turn.case.dossier
    case = turn.case.noting(
        split_off=(*dossier.split_off, reading.raw_id),
        telling=tuple(one for one in dossier.telling if one != reading.raw_id),
    )
    return Outcome(done=done, case=case, events=(event,), others=(fresh,), notices=notices, verdicts=(verdict,))


def _meant_letter(turn: Turn, instruction: Instruction, left: Mapping[int, int]) -> int | None:
    """The raw id of the letter that the answered update shows; else of that number in STATUS; else of the only one."""
    place = turn.joins.effect_key.split("/")
    if len(place) > RAW_ID_PLACE and place[1] == Kind.UPDATE.value and place[RAW_ID_PLACE].isdigit():
        return int(place[RAW_ID_PLACE])
    named = _NUMBER.match(instruction.text)
    if named is not None:
        return left.get(int(named[1]), 0)
    return next(iter(left.values())) if len(left) == 1 else None


def _told_department(turn: Turn, case: Case, command: Command) -> Notice:
    """What the manager has decided, in their own words, to whoever has the case."""
    news = staff_mail.News(decided=command.value, clocks_moved=True)
    return staff_mail.update(turn.office, case, own_words(turn), turn.key("decided"), news=news)


HANDLERS: Mapping[Command, Handler] = {
    Command.CHOICE: choice,
    Command.REASSIGN: reassign,
    Command.ASSIGN: assign,
    Command.REMIND: remind,
    Command.APPROVE: approve,
    Command.REJECT: reject,
    Command.LEVEL: level,
    Command.CLOSE: close,
    Command.RESUME: resume,
    Command.MERGE: merge,
    Command.SPLIT: split,
}
