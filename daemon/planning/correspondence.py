"""Letters that change no case: strangers', machines', enquiries. What becomes of each.

A stranger with somebody's mark is shown to the managers and hears nothing. Machines are filed in silence, except for
a department that answers that nobody is there: its deputy or head hears of the case at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import AT_WORK, Case, EventKind
from daemon.matching import Joins, Standing, Stranger
from daemon.planning import forms, staff_mail
from daemon.planning.customer_mail import thread_of
from daemon.planning.effects import Change, Event, IntakeState, Notice, Plan
from daemon.planning.files import Files
from daemon.planning.office import Office
from daemon.planning.parties import CUSTOMER, Party, department_party, managers
from daemon.planning.reading import Reading
from daemon.planning.restraint import TOO_MANY, review_or_alarm
from rules.vocabulary import Decision
from templates.contexts import Cause, Enquiry, Received


def stranger_plan(office: Office, reading: Reading, stranger: Stranger, files: Files, now: datetime) -> Plan:
    """Somebody who takes no part in the case wrote with its marks."""
    case = stranger.case
    who = reading.letter.sender.key if reading.letter.sender else "unknown"
    event = Event(EventKind.REVIEWED, now, who, {"because": stranger.because, "letter": reading.raw_id})
    notice = staff_mail.review(office, reading, case.number, stranger.because)
    notice, is_theirs = review_or_alarm(office, notice, who, files, now)
    reason = f"points at {case.number}: {stranger.because}"
    return Plan(
        state=IntakeState.REVIEW,
        reason=reason if is_theirs else f"{TOO_MANY}{reason}",
        case=case.number,
        changes=(Change(case=case, events=(event,)),),
        notices=(notice,),
    )


def review_plan(
    office: Office, reading: Reading, reason: str, files: Files, now: datetime, *, refused: bool = False
) -> Plan:
    """A letter that a person must look at before anything is done about it. `refused`: its writer reads that it was not."""
    notice = staff_mail.review(office, reading, "", reason, refused=refused)
    if reading.customer_known:  # what a source of ours sends is not counted: each is another customer's
        who = reading.letter.sender.key if reading.letter.sender else ""
        notice, is_theirs = review_or_alarm(office, notice, who, files, now)
        reason = reason if is_theirs else f"{TOO_MANY}{reason}"
    return Plan(state=IntakeState.REVIEW, reason=reason, notices=(notice,))


def enquiry_plan(office: Office, reading: Reading, decision: Decision, files: Files) -> Plan:
    """Not a complaint, and somebody waits: passed on, with a friendly line to the sender."""
    letter = reading.letter
    if letter.sender is None:
        raise ValueError("an enquiry needs a sender")
    party = department_party(office.department_for(decision.department))
    words = forms.words_of(letter, office.local(reading.received))
    passed_on = replace(
        office.write(
            Enquiry(desk=office.desk, letter=words, original=reading.original),
            f"letter/{reading.raw_id}/enquiry",
            party=party.name,
            recipients=party.recipients,
            language=party.language,
        ),
        reply_to=letter.sender.address,
        encloses=reading.enclosed,
    )
    cap = office.config.limits.answers_per_address_per_day
    silent = letter.suppress_reply or files.answers_today(letter.sender.key) >= cap
    received = () if silent else (_received(office, reading, letter.sender.address),)
    return Plan(state=IntakeState.ENQUIRY, reason=decision.reason, notices=(passed_on, *received))


def _received(office: Office, reading: Reading, address: str) -> Notice:
    letter = reading.letter
    notice = office.write(
        Received(desk=office.desk),
        f"letter/{reading.raw_id}/received",
        party=CUSTOMER,
        recipients=(address,),
        language=office.language(letter.language),
        thread=thread_of(reading),
    )
    subject = forms.echoed_subject(letter) if office.echoes(letter) else None
    return replace(notice, auto="auto-replied", subject=subject, trigger=address.lower())


def machine_plan(office: Office, reading: Reading, joined: Joins | None, files: Files, now: datetime) -> Plan:
    """An automatic answer: kept with its case if it has one, and counted for nothing."""
    letter = reading.letter
    why = f"{letter.origin.value}: {letter.origin_reason}"
    if joined is None:
        return Plan(state=IntakeState.FILED, reason=why)
    case = joined.case
    who = letter.sender.key if letter.sender else "unknown"
    event = Event(EventKind.AUTO_REPLIED, reading.received, who, {"reason": letter.origin_reason})
    notices: tuple[Notice, ...] = ()
    if joined.standing is Standing.DEPARTMENT and case.state in AT_WORK:
        notices = _absent(office, reading, case, files, now)
    return Plan(
        state=IntakeState.FILED,
        reason=f"{why}; kept with {case.number}",
        case=case.number,
        changes=(Change(case=case, events=(event,)),),
        notices=notices,
    )


def _absent(office: Office, reading: Reading, case: Case, files: Files, now: datetime) -> tuple[Notice, ...]:
    """Nobody reads the department's mail: its deputy or head must know at once, once a day for each case."""
    department = office.department_named(case.department)
    if department is None:
        return ()
    sender = reading.letter.sender.key if reading.letter.sender else ""
    stand_in = files.deputy(department.name, now) or department.deputy or department.head
    if stand_in is None or stand_in.lower() == sender:
        party = managers(office)
    else:
        party = Party(f"department:{department.name}", (stand_in,), department.language)
    reason = staff_mail.Reason(cause=Cause.ABSENT, said=reading.letter.text)
    notice = staff_mail.escalation(office, case, reason, f"absent/{office.local(now).date()}", party, now)
    return (replace(notice, not_before=None),)
