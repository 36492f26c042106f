"""A new case: its number, department, clocks, and the first mails about it.

The promise in the acknowledgement is the clock that is kept: the same due time goes to the customer, to the
department and into the deadlines. A clock starts when the mail server received the letter; where that would already
have run out (the desk was down for days), it starts now, because nobody can be promised a past date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from daemon.case import Case, DeadlineKind, EventKind, Role, State
from daemon.config import Department
from daemon.planning import forms
from daemon.planning.effects import Deadline, Event, IntakeState, Notice, Opening, Plan, Thread
from daemon.planning.office import Office
from daemon.planning.reading import Reading
from parsers.letter import Urgency
from rules.vocabulary import ClockKind, Decision, Handling
from templates.contexts import Acknowledgement, Handover, Promise, Triage

SUMMARY_ANSWER = 1  # one more than the daily cap: the mail that says there will be no more today


def opening_plan(
    office: Office,
    reading: Reading,
    decision: Decision,
    *,
    number: str,
    related: tuple[Case, ...],
    answers_today: int,
    now: datetime,
) -> Plan:
    """Open case `number` for the letter. `answers_today`: how many this address's letters have had in 24 hours."""
    letter = reading.letter
    if letter.sender is None:
        raise ValueError("a case needs a customer; a letter without a sender is for review")
    department = office.department_for(decision.department)
    promises = _promises(office, decision.level, reading.received, now)
    unsure = decision.handling is Handling.TRIAGE
    opening = Opening(
        number=number,
        level=decision.level,
        department=department.name,
        customer=letter.sender.key,
        language=office.language(letter.language),
        subject=letter.subject,
        reason=decision.reason,
        received=reading.received,
        promised_at=promises[ClockKind.ANSWER],
        policy=f"{office.policy.name} {office.policy.version}",
        participants=_participants(office, reading),
    )
    acknowledgement = _acknowledgement(office, reading, opening, answers_today)
    staff = (
        triage_notice(office, reading, opening.number, decision.reason)
        if unsure
        else handover_notice(office, reading, opening.number, decision, department, promises, related)
    )
    data = {"level": decision.level, "department": department.name, "reason": decision.reason}
    events = [Event(EventKind.OPENED, reading.received, letter.sender.key, data)]
    events.append(Event(EventKind.TRIAGED if unsure else EventKind.DISPATCHED, now, "amends", data))
    if acknowledgement is None:
        why = "the letter asks for no answer" if letter.suppress_reply else "the daily cap for this address"
        events.append(Event(EventKind.WITHHELD, now, "amends", {"notice": "acknowledgement", "reason": why}))
    return Plan(
        state=IntakeState.CASE,
        reason=decision.reason,
        opening=opening,
        case_state=State.TRIAGE if unsure else State.DISPATCHED,
        events=tuple(events),
        deadlines=_deadlines(office, decision.level, reading.received, now, signing=not unsure),
        references=forms.case_numbers(letter),
        notices=tuple(notice for notice in (acknowledgement, staff) if notice is not None),
    )


def routed_plan(office: Office, case: Case, first: Reading, decision: Decision, now: datetime) -> Plan:
    """A person has chosen: the case goes to `decision.department`, whose signing clock starts now."""
    department = office.department_named(decision.department)
    if department is None:
        raise ValueError(f"there is no department called {decision.department!r}")
    promises = {ClockKind.ANSWER: case.promised_at}
    deadlines: tuple[Deadline, ...] = ()
    if office.has_clock(case.level, ClockKind.SIGNING):
        signing = office.due(case.level, ClockKind.SIGNING, now)
        promises = {ClockKind.SIGNING: signing, **promises}
        remind = office.reminder_due(case.level, ClockKind.SIGNING, now)
        deadlines = (Deadline(DeadlineKind.SIGNING_REMIND, remind), Deadline(DeadlineKind.SIGNING_MISS, signing))
    handover = handover_notice(office, first, case.number, decision, department, promises, ())
    return Plan(
        case_id=case.id,
        case_state=State.DISPATCHED,
        department=department.name,
        events=(
            Event(EventKind.DISPATCHED, now, "amends", {"department": department.name, "reason": decision.reason}),
        ),
        deadlines=deadlines,
        notices=(handover,),
    )


def handover_key(number: str) -> str:
    """The effect key of the case's handover: what later mails to the department hang under."""
    return f"{number}/handover"


def triage_notice(office: Office, reading: Reading, number: str, reason: str) -> Notice:
    """To the managers: choose the department by its number."""
    key, party = f"{number}/triage", "managers"
    buttons = tuple(
        office.button(department.name, effect_key=key, case=number, party=party, choice=str(index))
        for index, department in enumerate(office.config.departments, 1)
    )
    context = Triage(
        desk=office.desk,
        case=number,
        reason=reason,
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter),
        buttons=buttons,
        original=reading.original,
    )
    language = office.config.managers.language
    notice = office.write(context, key, party=party, recipients=office.managers(), language=language)
    return replace(notice, encloses=reading.enclosed)


def handover_notice(
    office: Office,
    reading: Reading,
    number: str,
    decision: Decision,
    department: Department,
    promises: Mapping[ClockKind, datetime],
    related: tuple[Case, ...],
) -> Notice:
    """To the department: the complaint handling form."""
    key, party = handover_key(number), f"department:{department.name}"
    level = office.policy.level(decision.level)
    context = Handover(
        desk=office.desk,
        case=number,
        department=department.name,
        level_en=level.en,
        level_zh=level.zh,
        why=tuple((f.why_zh if department.language == "zh" else "") or f.why for f in decision.fired),
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter),
        promises=tuple(Promise(kind.value, office.local(due)) for kind, due in promises.items()),
        related=tuple(case.number for case in related),
        original=reading.original,
        buttons=(office.button("ACCEPT", effect_key=key, case=number, party=party),),
    )
    notice = office.write(context, key, party=party, recipients=(department.address,), language=department.language)
    return replace(notice, encloses=reading.enclosed)


def _acknowledgement(office: Office, reading: Reading, opening: Opening, answers_today: int) -> Notice | None:
    letter = reading.letter
    cap = office.config.limits.answers_per_address_per_day
    if letter.suppress_reply or answers_today >= cap + SUMMARY_ANSWER:
        return None
    echoes = office.config.limits.echo_subject
    context = Acknowledgement(
        desk=office.desk,
        case=opening.number,
        invoices=forms.safe_numbers(letter.facts.invoices),
        orders=forms.safe_numbers(letter.facts.orders),
        other_refs=forms.safe_numbers(letter.facts.other_refs),
        items=forms.safe_items(letter) if echoes else (),
        missing=forms.missing(letter),
        promised=office.local(opening.promised_at),
        urgent=letter.facts.urgency.value.rank >= Urgency.HIGH.rank,
        last_today=answers_today >= cap,
    )
    notice = office.write(
        context,
        f"{opening.number}/acknowledgement",
        party="customer",
        recipients=(opening.customer,),
        language=opening.language,
        thread=thread_of(reading),
    )
    subject = forms.echoed_subject(letter) if echoes else None
    return replace(notice, auto="auto-replied", subject=subject, trigger=opening.customer)


def thread_of(reading: Reading) -> Thread:
    """An answer to the letter hangs under it."""
    letter = reading.letter
    own = (letter.message_id,) if letter.message_id else ()
    return Thread(letter.message_id, (*letter.references, *own))


def _participants(office: Office, reading: Reading) -> tuple[tuple[str, Role], ...]:
    letter = reading.letter
    others = (
        a for a in (*letter.cc, *letter.to) if not (office.config.is_own(a.address) or office.config.is_staff(a.key))
    )
    roles = {address.key: Role.CC for address in others}
    if letter.sender is not None:
        roles[letter.sender.key] = Role.CUSTOMER
    return tuple(roles.items())


def _promises(office: Office, level: str, received: datetime, now: datetime) -> dict[ClockKind, datetime]:
    kinds = (kind for kind in ClockKind if office.has_clock(level, kind))
    return {kind: office.due(level, kind, _start(office, level, kind, received, now)) for kind in kinds}


def _start(office: Office, level: str, kind: ClockKind, received: datetime, now: datetime) -> datetime:
    return received if office.due(level, kind, received) > now else now


def _deadlines(office: Office, level: str, received: datetime, now: datetime, *, signing: bool) -> tuple[Deadline, ...]:
    kinds = [(ClockKind.ANSWER, DeadlineKind.ANSWER_REMIND, DeadlineKind.ANSWER_MISS)]
    if signing:
        kinds.append((ClockKind.SIGNING, DeadlineKind.SIGNING_REMIND, DeadlineKind.SIGNING_MISS))
    deadlines: list[Deadline] = []
    for clock, remind, miss in kinds:
        if not office.has_clock(level, clock):
            continue
        start = _start(office, level, clock, received, now)
        deadlines.append(Deadline(remind, office.reminder_due(level, clock, start)))
        deadlines.append(Deadline(miss, office.due(level, clock, start)))
    return tuple(deadlines)
