"""The mails to a customer, one function each. They say what the case says; deciding is done elsewhere.

Mails that answer the customer may leave at any hour; the others wait for the hours in which people may be written to
(design, section 11). Each carries the states in which it is still worth sending where it could be overtaken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from daemon.case import ANSWERED, AT_WORK, Case, State
from daemon.planning import forms
from daemon.planning.effects import Notice, Thread
from daemon.planning.mandatory import shown
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
    echoes, numbers = office.echoes(letter), forms.numbers_of(letter, letter.facts)
    context = Acknowledgement(
        desk=office.desk,
        case=case.number,
        invoices=forms.safe_numbers(numbers["invoices"]),
        orders=forms.safe_numbers(numbers["orders"]),
        waybills=forms.safe_numbers(numbers["waybills"]),
        other_refs=forms.safe_numbers(numbers["other_refs"]),
        items=forms.safe_items(letter) if echoes else (),
        missing=tuple(Missing(key) for key in case.dossier.missing),
        promised=office.local(case.promised_at),
        urgent=letter.facts.urgency.value.rank >= Urgency.HIGH.rank,
        last_today=answers_today >= cap,
    )
    return _reply(office, case, reading, context, acknowledgement_key(case.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a further letter did; see `templates.contexts.Added`."""

    corrected: tuple[Corrected, ...] = ()
    moved_to: str = ""
    chosen: str = ""
    reopened: bool = False
    unchosen: bool = False
    new_date: bool = False  # the promise has moved by as long as the customer was waited for

    @property
    def changes(self) -> bool:
        """Whether it changed something, which is always confirmed."""
        return bool(self.corrected or self.moved_to or self.chosen or self.reopened or self.new_date)


def added(office: Office, reading: Reading, case: Case, heard: Heard, now: datetime) -> Notice:
    """We have your further letter; at most once a day, except for what changes something: that is always confirmed.

    Words in which no choice can be read are answered once a day too, whatever else was confirmed on that day.
    """
    running = case.state.is_open and case.state not in ANSWERED and case.promised_at > now and not office.rests(case)
    context = Added(
        desk=office.desk,
        case=case.number,
        promised=office.local(case.promised_at) if running else None,
        corrected=heard.corrected,
        moved_to=heard.moved_to,
        chosen=heard.chosen,
        reopened=heard.reopened,
        unchosen=heard.unchosen,
    )
    today = f"{office.local(now).date()}" + ("/choice" if heard.unchosen else "")
    once = f"letter/{reading.raw_id}" if heard.changes else today
    return _reply(office, case, reading, context, f"{case.number}/added/{once}")


def let_in(office: Office, reading: Reading, case: Case, now: datetime) -> Notice | None:
    """To somebody whose letter waited for review and belongs to the case after all; None: it must not be answered.

    The customer reads when there will be an answer. Others get no copies of it, and are promised nothing.
    """
    letter = reading.letter
    if letter.suppress_reply or letter.sender is None:
        return None
    if letter.sender.key == case.customer:
        return added(office, reading, case, Heard(), now)
    context = Added(desk=office.desk, case=case.number, promised=None)
    notice = _reply(office, case, reading, context, f"{case.number}/added/letter/{reading.raw_id}")
    return replace(notice, recipients=(letter.sender.address,), language=office.language(letter.language))


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
    return _civil(office, _standing(office, case, key, now, text=text), now, () if text else OPEN)


def put_off(office: Office, case: Case, key: str, now: datetime, *, was: datetime | None) -> Notice:
    """No date can be named any more: the case is deferred, or has a level that only people set.

    Why is between the department and the managers, who were asked; the customer reads a general sentence.
    `was`: the date that they had been told.
    """
    notice = _standing(office, case, key, now, put_off=case.state is State.DEFERRED, was=was)
    return _civil(office, notice, now, ())


def taken_up(office: Office, case: Case, key: str, now: datetime) -> Notice:
    """What was put off or closed goes on, with a new date."""
    return _civil(office, _standing(office, case, key, now, taken_up=True), now, OPEN)


def joined(office: Office, case: Case, key: str, now: datetime, *, also: Case) -> Notice:
    """The complaint `also` of the same customer is dealt with in `case` from now on, and by when they hear of both."""
    waits = case.dossier.waiting_since is not None
    context = Progress(
        desk=office.desk,
        case=case.number,
        text="",
        promised=office.local(case.promised_at) if _named(office, case, now) and not waits else None,
        joined=also.number,
        waits=waits,
        was=office.local(also.promised_at) if also.promised_at > now else None,
    )
    return _civil(office, _write(office, case, context, key), now, OPEN)


def _named(office: Office, case: Case, now: datetime) -> bool:
    """Whether the customer may be told the date that was promised: it is still to come, and holds."""
    return case.promised_at > now and not office.rests(case)


def _standing(
    office: Office,
    case: Case,
    key: str,
    now: datetime,
    *,
    text: str = "",
    put_off: bool = False,
    taken_up: bool = False,
    was: datetime | None = None,
) -> Notice:
    named = _named(office, case, now)
    context = Progress(
        desk=office.desk,
        case=case.number,
        text=text,
        promised=office.local(case.promised_at) if named else None,
        put_off=put_off,
        taken_up=taken_up,
        was=office.local(was) if was is not None and was > now else None,
    )
    return _write(office, case, context, key)


def in_one(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """A report and a new date out of one reply of the department's are one mail: nobody reads two dates at once."""
    reports = [n.context.text for n in notices if isinstance(n.context, Progress) and n.context.text]
    delays = [n for n in notices if isinstance(n.context, Delay)]
    if not reports or not delays:
        return notices
    last = delays[-1]
    kept = (n for n in notices if n not in delays and not (isinstance(n.context, Progress) and n.context.text))
    context = replace(cast("Delay", last.context), was=cast("Delay", delays[0].context).was, news="\n\n".join(reports))
    return (*kept, replace(last, context=context))


def delay(office: Office, case: Case, key: str, *, was: datetime | None, reason: str, now: datetime) -> Notice:
    """The new date, before the old one is broken. `case` has the new promise already; `was` None: nobody was told one."""
    context = Delay(
        desk=office.desk,
        case=case.number,
        reason=reason,
        was=None if was is None else office.local(was),
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


def resolution(
    office: Office, case: Case, key: str, now: datetime, first: Reading | None, *, replaces: bool = False
) -> Notice:
    """The answer: apology, cause, what is done, compensation, as the department wrote them; about what, by `first`.

    `replaces`: the customer was given another one before.
    """
    dossier = case.dossier
    about = () if first is None else forms.amended_numbers(first.letter, dossier.amended)
    chosen = next((one.text for one in dossier.proposed if one.number == dossier.chosen), "")
    context = Resolution(
        desk=office.desk,
        case=case.number,
        resolved=shown(resolved(case), office.policy.answering.empty_phrases),
        agreed=chosen,
        check_at=office.local(check_at(office, dossier.resolved_at or now)),
        replaces=replaces,
        items=forms.safe_items(first.letter, dossier.amended) if first and office.config.limits.echo_subject else (),
        numbers=about,
    )
    return _civil(office, _write(office, case, context, key), now, ())


def closure_check(office: Office, case: Case, key: str, now: datetime) -> Notice:
    """Is it settled? Yes or no, 1 to 5, free words."""
    silence = due(now, office.policy.care.silence_closes_after, office.calendar)
    context = ClosureCheck(
        desk=office.desk,
        case=case.number,
        solution=shown(resolved(case), office.policy.answering.empty_phrases).solution,
        silence_until=office.local(silence),
        buttons=(
            _button(office, case, key, "YES"),
            _button(office, case, key, "NO"),
            *(_button(office, case, key, rating, rating) for rating in RATINGS),
        ),
    )
    return _civil(office, _write(office, case, context, key), now, tuple(sorted(ANSWERED)))


def closed(office: Office, case: Case, key: str, ended: Ended) -> Notice:
    """The case is closed, why, and how to object."""
    context = Closed(desk=office.desk, case=case.number, ended=ended)
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
