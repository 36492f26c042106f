"""Letters that are about a case already, and letters that make none: what becomes of each.

The customer's further letter reaches the department in the customer's own words. Staff answer with a command or a
note. A stranger with somebody's mark is shown to the managers and hears nothing. Machines are filed in silence.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import Case, DeadlineKind, EventKind, State, step
from daemon.matching import Joins, Stranger
from daemon.planning import forms
from daemon.planning.effects import Event, IntakeState, Notice, Plan, Thread
from daemon.planning.office import Office
from daemon.planning.openings import handover_key, routed_plan, thread_of
from daemon.planning.reading import Reading
from parsers.answers import Answer, Command, answer_of
from parsers.letter import Purpose
from rules.vocabulary import ClockKind, Decision, Fired, Handling
from templates.contexts import Added, Enquiry, Original, Promise, Receipt, Received, Review, Told, Update, Words

SIGNING = (DeadlineKind.SIGNING_REMIND, DeadlineKind.SIGNING_MISS)


def added_plan(office: Office, reading: Reading, joins: Joins, *, answers_today: int, now: datetime) -> Plan:
    """The customer, or somebody copied in, wrote again."""
    case, letter = joins.case, reading.letter
    notices = [updated_by(office, reading, case, because=joins.because)]
    heard = case.promised_at if case.promised_at > now else None
    if not letter.suppress_reply and letter.facts.purpose is not Purpose.THANKS:
        context = Added(desk=office.desk, case=case.number, promised=office.local(heard) if heard else None)
        notice = office.write(
            context,
            f"{case.number}/added/{office.local(now).date()}",  # at most once a day
            party="customer",
            recipients=(case.customer,),
            language=case.language,
            thread=thread_of(reading),
        )
        if answers_today < office.config.limits.answers_per_address_per_day and letter.sender is not None:
            subject = forms.echoed_subject(letter) if office.config.limits.echo_subject else None
            notices.append(replace(notice, auto="auto-replied", subject=subject, trigger=letter.sender.key))
    actor = letter.sender.key if letter.sender else "unknown"
    return Plan(
        state=IntakeState.CASE,
        reason=f"joins {case.number}: {joins.because}",
        case_id=case.id,
        events=(Event(EventKind.ADDED, reading.received, actor, {"because": joins.because}),),
        references=forms.case_numbers(letter),
        notices=tuple(notices),
    )


def update_notice(
    office: Office,
    case: Case,
    words: Words,
    key: str,
    *,
    joined_because: str = "",
    unreachable: str = "",
    original: Original | None = None,
    encloses: int | None = None,
) -> Notice:
    """To whoever has the case: something new on it, in somebody's own words. `original`: of the letter, if there is one."""
    party, recipients, language = holders(office, case)
    buttons = (
        (office.button("ACCEPT", effect_key=key, case=case.number, party=party),)
        if case.state is State.DISPATCHED
        else ()
    )
    context = Update(
        desk=office.desk,
        case=case.number,
        letter=words,
        joined_because=joined_because,
        unreachable=unreachable,
        original=original,
        buttons=buttons,
    )
    thread = under_handover(office, case)
    notice = office.write(context, key, party=party, recipients=recipients, language=language, thread=thread)
    return replace(notice, encloses=encloses)


def updated_by(office: Office, reading: Reading, case: Case, *, because: str = "", unreachable: str = "") -> Notice:
    """To whoever has the case: this letter, because it joined or because it says that the customer is out of reach."""
    words = forms.words_of(reading.letter, office.local(reading.received))
    key = f"{case.number}/update/{reading.raw_id}"
    return update_notice(
        office,
        case,
        words,
        key,
        joined_because=because,
        unreachable=unreachable,
        original=reading.original,
        encloses=reading.enclosed,
    )


def staff_plan(office: Office, reading: Reading, joins: Joins, first: Reading | None, *, now: datetime) -> Plan:
    """A department or a manager answered. `first`: the case's first letter, for a triage that is being decided."""
    case = joins.case
    answer = answer_of(reading.letter.text)
    actor = reading.letter.sender.key if reading.letter.sender else "unknown"
    told, detail, done = _carried_out(office, case, joins, answer, first, actor, now)
    receipt = _receipt(office, reading, joins, told, answer, detail, now)
    return replace(
        done,
        state=IntakeState.CASE,
        reason=f"{joins.standing.value} of {case.number}: {told.value}",
        case_id=case.id,
        notices=(*done.notices, receipt),
    )


def _carried_out(
    office: Office, case: Case, joins: Joins, answer: Answer, first: Reading | None, actor: str, now: datetime
) -> tuple[Told, str, Plan]:
    """What the command does, in one word and one detail, and the plan that does it."""
    if answer.command is Command.ACCEPT:
        if not joins.proven:
            return Told.REFUSED, "no_token", _noted(case, answer, actor, now)
        if case.state is State.DISPATCHED:
            event = Event(EventKind.ACCEPTED, now, actor)
            return (
                Told.ACCEPTED,
                "",
                Plan(case_state=step(case.state, event.kind), events=(event,), settles=SIGNING),
            )
        return Told.ALREADY_ACCEPTED, "", Plan()
    if answer.command is Command.CHOICE and joins.notice == "triage" and joins.proven:
        departments = office.config.departments
        if case.state is State.TRIAGE and answer.choice is not None and 1 <= answer.choice <= len(departments):
            if first is None:
                raise ValueError("a triage is decided with the case's first letter at hand")
            department = departments[answer.choice - 1]
            fired = Fired("triage", f"{actor} chose {department.name}", why_zh=f"{actor} 选择了{department.name}")
            decision = Decision(Handling.CASE, case.level, department.name, fired=(fired,))
            return Told.ROUTED, department.name, routed_plan(office, case, first, decision, now)
        return Told.REFUSED, "no_choice", _noted(case, answer, actor, now)
    return Told.NOTED, answer.text, _noted(case, answer, actor, now)


def _noted(case: Case, answer: Answer, actor: str, now: datetime) -> Plan:
    del case
    return Plan(events=(Event(EventKind.NOTED, now, actor, {"text": answer.text}),))


def _receipt(
    office: Office, reading: Reading, joins: Joins, told: Told, answer: Answer, detail: str, now: datetime
) -> Notice:
    case, sender = joins.case, reading.letter.sender
    if sender is None:
        raise ValueError("staff are known by their address")
    key = f"{case.number}/receipt/{reading.raw_id}"
    party, _, language = holders(office, case)
    heard = office.local(case.promised_at)
    context = Receipt(
        desk=office.desk,
        case=case.number,
        told=told,
        command=answer.unsupported or (answer.command.value if answer.explicit else ""),
        detail=detail,
        promises=(Promise(ClockKind.ANSWER.value, heard),) if case.promised_at > now else (),
        buttons=(
            (office.button("ACCEPT", effect_key=key, case=case.number, party=party),)
            if told in (Told.NOTED, Told.REFUSED) and case.state is State.DISPATCHED
            else ()
        ),
    )
    notice = office.write(
        context, key, party=party, recipients=(sender.address,), language=language, thread=thread_of(reading)
    )
    return replace(notice, auto="auto-replied")


def stranger_plan(office: Office, reading: Reading, stranger: Stranger, now: datetime) -> Plan:
    """Somebody who takes no part in the case wrote with its marks."""
    case = stranger.case
    who = reading.letter.sender.key if reading.letter.sender else "unknown"
    return Plan(
        state=IntakeState.REVIEW,
        reason=f"points at {case.number}: {stranger.because}",
        case_id=case.id,
        events=(Event(EventKind.REVIEWED, now, who, {"because": stranger.because}),),
        notices=(review_notice(office, reading, case.number, stranger.because),),
    )


def review_plan(office: Office, reading: Reading, reason: str) -> Plan:
    """A letter that a person must look at before anything is done about it."""
    return Plan(state=IntakeState.REVIEW, reason=reason, notices=(review_notice(office, reading, "", reason),))


def review_notice(office: Office, reading: Reading, case: str, reason: str) -> Notice:
    """To the managers: a letter that must not be trusted yet."""
    words = forms.words_of(reading.letter, office.local(reading.received))
    return office.write(
        Review(desk=office.desk, case=case, reason=reason, letter=words),
        f"letter/{reading.raw_id}/review",
        party="managers",
        recipients=office.managers(),
        language=office.config.managers.language,
    )


def enquiry_plan(office: Office, reading: Reading, decision: Decision, *, answers_today: int) -> Plan:
    """Not a complaint, and somebody waits: passed on, with a friendly line to the sender."""
    letter = reading.letter
    if letter.sender is None:
        raise ValueError("an enquiry needs a sender")
    department = office.department_for(decision.department)
    words = forms.words_of(letter, office.local(reading.received))
    passed_on = replace(
        office.write(
            Enquiry(desk=office.desk, letter=words, original=reading.original),
            f"letter/{reading.raw_id}/enquiry",
            party=f"department:{department.name}",
            recipients=(department.address,),
            language=department.language,
        ),
        reply_to=letter.sender.address,
        encloses=reading.enclosed,
    )
    received = replace(
        office.write(
            Received(desk=office.desk),
            f"letter/{reading.raw_id}/received",
            party="customer",
            recipients=(letter.sender.address,),
            language=office.language(letter.language),
            thread=thread_of(reading),
        ),
        auto="auto-replied",
        subject=forms.echoed_subject(letter) if office.config.limits.echo_subject else None,
        trigger=letter.sender.key,
    )
    silent = letter.suppress_reply or answers_today >= office.config.limits.answers_per_address_per_day
    return Plan(
        state=IntakeState.ENQUIRY,
        reason=decision.reason,
        notices=(passed_on,) if silent else (passed_on, received),
    )


def machine_plan(reading: Reading, case: Case | None) -> Plan:
    """An automatic answer: kept with its case if it has one, and counted for nothing."""
    why = f"{reading.letter.origin.value}: {reading.letter.origin_reason}"
    if case is None:
        return Plan(state=IntakeState.FILED, reason=why)
    who = reading.letter.sender.key if reading.letter.sender else "unknown"
    event = Event(EventKind.AUTO_REPLIED, reading.received, who, {"reason": reading.letter.origin_reason})
    return Plan(state=IntakeState.FILED, reason=f"{why}; kept with {case.number}", case_id=case.id, events=(event,))


def holders(office: Office, case: Case) -> tuple[str, tuple[str, ...], str]:
    """Who has the case: party, addresses, language. In triage, and when the department is gone, the managers have it."""
    department = None if case.state is State.TRIAGE else office.department_named(case.department)
    if department is None:
        return "managers", office.managers(), office.config.managers.language
    return f"department:{department.name}", (department.address,), department.language


def under_handover(office: Office, case: Case) -> Thread:
    """Mails to the department hang under the case's handover."""
    message_id = office.message_id(handover_key(case.number))
    return Thread(message_id, (message_id,))
