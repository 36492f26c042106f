"""The mails to a customer, one function each. They say what the case says; deciding is done elsewhere.

Mails that answer the customer may leave at any hour; the others wait for the hours in which people may be written to
(design, section 11). Each carries the states in which it is still worth sending where it could be overtaken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import ANSWERED, AT_WORK, Case, State
from daemon.planning import forms
from daemon.planning.effects import Notice, Thread
from daemon.planning.office import Office
from daemon.planning.parties import CUSTOMER, acknowledgement_key, under_acknowledgement
from daemon.planning.reading import Reading
from daemon.planning.timetable import check_at
from parsers.letter import Urgency
from rules.hours import due
from templates.contexts import (
    Acknowledgement,
    Added,
    Button,
    Choice,
    Clarification,
    Closed,
    ClosureCheck,
    Context,
    Corrected,
    Delay,
    Ended,
    Missing,
    Options,
    Progress,
    Resolution,
    Resolved,
)

SUMMARY_ANSWER = 1  # one more than the daily cap: the mail that says there will be no more today
OPEN = (State.TRIAGE, *sorted(AT_WORK), State.DEFERRED)
RATINGS = ("5", "4", "3", "2", "1")


def acknowledgement(office: Office, reading: Reading, case: Case, answers_today: int) -> Notice | None:
    """What we understood, what is missing, by when they will hear; None when the letter must not be answered."""
    letter = reading.letter
    cap = office.config.limits.answers_per_address_per_day
    if letter.suppress_reply or answers_today >= cap + SUMMARY_ANSWER:
        return None
    echoes = office.echoes(letter)
    context = Acknowledgement(
        desk=office.desk,
        case=case.number,
        invoices=forms.safe_numbers(letter.facts.invoices),
        orders=forms.safe_numbers(letter.facts.orders),
        other_refs=forms.safe_numbers(letter.facts.other_refs),
        items=forms.safe_items(letter) if echoes else (),
        missing=tuple(Missing(key) for key in case.dossier.missing),
        promised=office.local(case.promised_at),
        urgent=letter.facts.urgency.value.rank >= Urgency.HIGH.rank,
        last_today=answers_today >= cap,
    )
    return _reply(office, case, reading, context, acknowledgement_key(case.number))


def added(
    office: Office,
    reading: Reading,
    case: Case,
    *,
    corrected: tuple[Corrected, ...] = (),
    moved_to: str = "",
    chosen: str = "",
    reopened: bool = False,
    now: datetime,
) -> Notice:
    """We have your further letter; at most once a day, except for what changes something: that is always confirmed."""
    running = case.state.is_open and case.state not in ANSWERED and case.promised_at > now
    context = Added(
        desk=office.desk,
        case=case.number,
        promised=office.local(case.promised_at) if running else None,
        corrected=corrected,
        moved_to=moved_to,
        chosen=chosen,
        reopened=reopened,
    )
    once = f"{office.local(now).date()}" if not (corrected or chosen or reopened) else f"letter/{reading.raw_id}"
    return _reply(office, case, reading, context, f"{case.number}/added/{once}")


def clarification(
    office: Office, case: Case, key: str, *, question: str = "", missing: tuple[Missing, ...] = (), now: datetime
) -> Notice:
    """A department's question (at any hour), or the one chase for what is missing."""
    promised = office.local(case.promised_at) if case.promised_at > now and not question else None
    context = Clarification(desk=office.desk, case=case.number, question=question, missing=missing, promised=promised)
    notice = _write(office, case, context, key)
    return replace(notice, valid_while=OPEN) if question else _civil(office, notice, now, OPEN)


def progress(office: Office, case: Case, key: str, text: str, now: datetime) -> Notice:
    """What the department reports; "": a sign of life."""
    named = case.promised_at > now and not office.rests(case)
    promised = office.local(case.promised_at) if named else None
    context = Progress(desk=office.desk, case=case.number, text=text, promised=promised)
    return _civil(office, _write(office, case, context, key), now, () if text else OPEN)


def delay(office: Office, case: Case, key: str, *, was: datetime, reason: str, now: datetime) -> Notice:
    """The new date, before the old one is broken. `case` has the new promise already."""
    context = Delay(
        desk=office.desk,
        case=case.number,
        reason=reason,
        was=office.local(was),
        promised=office.local(case.promised_at),
    )
    return _civil(office, _write(office, case, context, key), now, OPEN)


def options(office: Office, case: Case, key: str, now: datetime) -> Notice:
    """Ways out to choose from, as the department wrote them."""
    proposed = case.dossier.proposed
    context = Options(
        desk=office.desk,
        case=case.number,
        choices=tuple(Choice(one.number, one.text, one.benefit, one.risk) for one in proposed),
        buttons=tuple(_button(office, case, key, f"Option {p.number}", str(p.number)) for p in proposed),
    )
    return _civil(office, _write(office, case, context, key), now, (State.OPTIONS_SENT,))


def resolution(office: Office, case: Case, key: str, now: datetime, first: Reading | None) -> Notice:
    """The answer: apology, cause, what is done, compensation, as the department wrote them; about what, by `first`."""
    dossier = case.dossier
    about = () if first is None else forms.amended_numbers(first.letter, dossier.amended)
    chosen = next((one.text for one in dossier.proposed if one.number == dossier.chosen), "")
    context = Resolution(
        desk=office.desk,
        case=case.number,
        resolved=resolved(case),
        agreed=chosen,
        check_at=office.local(check_at(office, dossier.resolved_at or now)),
        items=forms.safe_items(first.letter) if first and office.config.limits.echo_subject else (),
        numbers=about,
    )
    return _civil(office, _write(office, case, context, key), now, ())


def closure_check(office: Office, case: Case, key: str, now: datetime) -> Notice:
    """Is it settled? Yes or no, 1 to 5, free words."""
    silence = due(now, office.policy.care.silence_closes_after, office.calendar)
    context = ClosureCheck(
        desk=office.desk,
        case=case.number,
        solution=resolved(case).solution,
        silence_until=office.local(silence),
        buttons=(
            _button(office, case, key, "YES"),
            _button(office, case, key, "NO"),
            *(_button(office, case, key, rating, rating) for rating in RATINGS),
        ),
    )
    return _civil(office, _write(office, case, context, key), now, tuple(sorted(ANSWERED)))


def closed(office: Office, case: Case, key: str, ended: Ended, *, reason: str = "") -> Notice:
    """The case is closed, why, and how to object."""
    context = Closed(desk=office.desk, case=case.number, ended=ended, reason=reason)
    return replace(_write(office, case, context, key), valid_while=(State.CLOSED,))


def resolved(case: Case) -> Resolved:
    """What the department answered, for people to read."""
    answered = case.dossier.answered
    if answered is None:
        return Resolved()
    return Resolved(answered.cause, answered.solution, answered.measures, answered.compensation)


def thread_of(reading: Reading) -> Thread:
    """An answer to the letter hangs under it."""
    letter = reading.letter
    own = (letter.message_id,) if letter.message_id else ()
    return Thread(letter.message_id, (*letter.references, *own))


def _reply(office: Office, case: Case, reading: Reading, context: Context, key: str) -> Notice:
    """A mail that the customer's own letter caused: it counts against the daily cap, and keeps the subject if it may."""
    letter = reading.letter
    echoes = office.echoes(letter)
    notice = office.write(
        context,
        key,
        party=CUSTOMER,
        recipients=(case.customer,),
        language=case.language,
        thread=thread_of(reading),
    )
    return replace(
        notice,
        auto="auto-replied",
        subject=forms.echoed_subject(letter) if echoes else None,
        trigger=letter.sender.key if letter.sender else case.customer,
    )


def _write(office: Office, case: Case, context: Context, key: str) -> Notice:
    thread = under_acknowledgement(office, case)
    return office.write(
        context, key, party=CUSTOMER, recipients=(case.customer,), language=case.language, thread=thread
    )


def _civil(office: Office, notice: Notice, now: datetime, valid_while: tuple[State, ...]) -> Notice:
    at = office.civil(now)
    return replace(notice, not_before=at if at > now else None, valid_while=valid_while or None)


def _button(office: Office, case: Case, key: str, command: str, choice: str = "") -> Button:
    return office.button(command, effect_key=key, case=case.number, party=CUSTOMER, choice=choice)
