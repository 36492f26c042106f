"""The mails to departments, managers and role holders about a case, one function each.

Every mail that asks for an answer carries the commands that may answer it as mailto: buttons, bound to this mail.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from daemon.case import ANSWERED, AT_WORK, UNSIGNED, Case, Request, State
from daemon.config_tables import Department
from daemon.planning import forms
from daemon.planning.customer_mail import resolved
from daemon.planning.effects import Notice
from daemon.planning.mandatory import shown
from daemon.planning.office import Office
from daemon.planning.parties import (
    Party,
    department_party,
    handover_key,
    holder,
    holder_name,
    managers,
    under_handover,
)
from daemon.planning.reading import Reading
from daemon.planning.timetable import Running, promise_pauses, running
from parsers.answers import Command
from rules.vocabulary import ClockKind, Fired
from templates.contexts import (
    Announcement,
    Approval,
    AskAgain,
    Asked,
    Button,
    Cause,
    Context,
    Corrected,
    Escalation,
    Handover,
    Original,
    Promise,
    Redispatch,
    Reminder,
    Review,
    Triage,
    Update,
    Why,
    Words,
)

FIRST_ANSWERS = ("ACCEPT", "PROGRESS", "ASK", "OPTIONS", "RESOLVE", "WRONG", "EXTEND", "DEFER", "NOT-COMPLAINT", "NOTE")
LATER_ANSWERS = FIRST_ANSWERS[1:]
MANAGERS_ANSWERS = ("REMIND", "REASSIGN", "LEVEL", "CLOSE", "STATUS")
SETTLED_ANSWERS = ("NOTE", "STATUS")


def answers(case: Case) -> tuple[str, ...]:
    """The commands that make sense for the department now, the likeliest first."""
    if case.state in UNSIGNED:
        return FIRST_ANSWERS
    if case.state in AT_WORK:
        return LATER_ANSWERS
    return ("RESOLVE", *SETTLED_ANSWERS) if case.state in ANSWERED else SETTLED_ANSWERS


def managers_answers(case: Case) -> tuple[str, ...]:
    """The commands that make sense for a manager now. Nobody is reminded of an answered case: no clock runs."""
    if case.state in (State.CLOSED, State.DEFERRED):
        return ("RESUME", *SETTLED_ANSWERS)
    return MANAGERS_ANSWERS[1:] if case.state in ANSWERED else MANAGERS_ANSWERS


def verdicts_on(request: Request) -> tuple[str, ...]:
    """What a manager can answer to it."""
    modes = ("APPROVE watch", "APPROVE monitor") if request.asked == "defer" else ("APPROVE",)
    return (*modes, "REJECT")


def promises(office: Office, case: Case) -> tuple[Promise, ...]:
    """The clocks that run, as dates, the nearest first; what was promised to the customer is the customer's date."""
    clocks = [
        (min(run.due, case.promised_at) if kind is ClockKind.ANSWER else run.due, kind.value)
        for kind, run in running(office, case).items()
    ]
    return tuple(Promise(kind, office.local(due)) for due, kind in sorted(clocks))


def buttons(
    office: Office, case: Case, key: str, party: Party, commands: tuple[str, ...] | None = None
) -> tuple[Button, ...]:
    """The commands as mailto: links."""
    words = answers(case) if commands is None else commands
    return office.buttons(words, effect_key=key, case=case.number, party=party.name)


def handover(
    office: Office,
    reading: Reading,
    case: Case,
    fired: tuple[Fired, ...],
    *,
    department: Department,
    related: tuple[Case, ...] = (),
    copy_to: Party | None = None,
    again: str = "",
) -> Notice:
    """The complaint handling form. `copy_to`: somebody who is only kept informed; `again`: what makes it another mail."""
    party = copy_to or department_party(department)
    key = handover_key(case) + (f"/copy/{copy_to.name}" if copy_to else "") + again
    level = office.level(case.level)
    context = Handover(
        desk=office.desk,
        case=case.number,
        department=department.name,
        level_en=level.en,
        level_zh=level.zh,
        why=_told(fired, party.language),
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter, case.dossier.amended),
        promises=promises(office, case),
        related=tuple(other.number for other in related),
        original=reading.original,
        buttons=() if copy_to else buttons(office, case, key, party),
        copy=copy_to is not None,
        customer_reads="" if case.language == party.language else case.language,
        pauses=promise_pauses(office, case),
    )
    return replace(_write(office, context, key, party), encloses=reading.enclosed)


def redispatch(
    office: Office, reading: Reading, case: Case, why: Why, said: str, party: Party, *, copy: bool = False
) -> Notice:
    """The case is open again: the form once more, with the customer's words on top."""
    key = f"{case.number}/redispatch/{case.dossier.dispatches}" + (f"/copy/{party.name}" if copy else "")
    level = office.level(case.level)
    context = Redispatch(
        desk=office.desk,
        case=case.number,
        department=case.department,
        level_en=level.en,
        level_zh=level.zh,
        why=why,
        times=max(1, case.dossier.dispatches - 1),
        said=said,
        before=shown(resolved(case), office.policy.answering.empty_phrases) if case.dossier.answered else None,
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter, case.dossier.amended),
        promises=promises(office, case),
        original=reading.original,
        buttons=() if copy else buttons(office, case, key, party),
        copy=copy,
        customer_reads="" if case.language == party.language else case.language,
        pauses=promise_pauses(office, case),
    )
    notice = _write(office, context, key, party)
    return replace(notice, encloses=reading.enclosed, thread=under_handover(office, case))


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new about a case, besides somebody's words."""

    joined_because: str = ""
    unreachable: str = ""  # the customer's address when mail to it came back
    satisfied: bool = False
    rating: int | None = None
    chosen: str = ""
    choice: int | None = None  # its number
    corrected: tuple[Corrected, ...] = ()
    decided: str = ""  # a manager's command
    moved_to: str = ""  # the department that has the case from now on, told to the one that had it
    withdrawn: bool = False
    unclear: bool = False
    unchosen: bool = False  # an answer to the options in which no choice can be read
    given_up: bool = False  # with `unreachable`: nothing more is sent there by itself
    splits: bool = False  # the letter may become a case of its own
    by_hand: bool = False  # a colleague wrote to the customer
    stays_closed: bool = False  # the letter came to a closed case, and did not open it
    clocks_moved: bool = False  # by the letter, or by what was decided: they are shown


NOTHING_ELSE = News()


def update(
    office: Office, case: Case, words: Words, key: str, *, news: News = NOTHING_ELSE, to: Party | None = None
) -> Notice:
    """To whoever has the case, or had it (`to`): something new on it. There is no letter to enclose."""
    return _update(office, case, words, key, to or holder(office, case), news, None)


def updated_by(
    office: Office, reading: Reading, case: Case, *, news: News = NOTHING_ELSE, to: Party | None = None
) -> Notice:
    """The update that shows this letter; `to` somebody else than whoever has the case."""
    words = forms.words_of(reading.letter, office.local(reading.received))
    key = f"{case.number}/update/{reading.raw_id}" + (f"/{to.name}/{','.join(to.recipients)}" if to else "")
    notice = _update(office, case, words, key, to or holder(office, case), news, reading.original)
    return replace(notice, encloses=reading.enclosed)


def _update(
    office: Office, case: Case, words: Words, key: str, party: Party, news: News, original: Original | None
) -> Notice:
    context = Update(
        desk=office.desk,
        case=case.number,
        letter=words,
        joined_because=news.joined_because,
        unreachable=news.unreachable,
        original=original,
        buttons=buttons(office, case, key, party, _answers_to(news, case)),
        satisfied=news.satisfied,
        rating=news.rating,
        chosen=news.chosen,
        choice=news.choice,
        corrected=news.corrected,
        decided=news.decided,
        moved_to=news.moved_to,
        withdrawn=news.withdrawn,
        unclear=news.unclear,
        unchosen=news.unchosen,
        given_up=news.given_up,
        by_hand=news.by_hand,
        stays_closed=news.stays_closed,
        promises=promises(office, case) if news.clocks_moved else (),
    )
    return replace(_write(office, context, key, party), thread=under_handover(office, case))


def _answers_to(news: News, case: Case) -> tuple[str, ...] | None:
    """The commands that make sense in answer to it; None: those that do at any time."""
    if news.moved_to:
        return SETTLED_ANSWERS
    if news.withdrawn:
        return (Command.CLOSE.value, *answers(case))
    if news.splits:
        return (*answers(case), Command.SPLIT.value)
    return None


def reminder(office: Office, case: Case, run: Running, due_at: datetime, now: datetime, *, missed: bool) -> Notice:
    """To whoever has the case: a clock is running out, or has."""
    kind = run.clock.kind
    key = f"{case.number}/reminder/{kind}/{due_at.isoformat()}"
    party = holder(office, case)
    context = Reminder(
        desk=office.desk,
        case=case.number,
        department=holder_name(office, case),
        clock=kind.value,
        due=office.local(run.due),
        missed=missed,
        customer=case.customer,
        subject=case.subject,
        opened=office.local(case.received),
        buttons=buttons(office, case, key, party)[:5],
    )
    notice = replace(_write(office, context, key, party), thread=under_handover(office, case))
    return in_working_hours(office, case, notice, now, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a case is escalated: for a missed clock, which, and how often; `said`: somebody's words that led to it."""

    cause: Cause
    run: Running | None = None
    times: int = 0
    said: str = ""
    who: str = ""  # whom no mail reaches, where it is not the department


def escalation(office: Office, case: Case, reason: Reason, key: str, party: Party, now: datetime) -> Notice:
    """To a head, the managers or a role holder: something about the case that they must know."""
    level = office.level(case.level)
    run = reason.run
    full = f"{case.number}/escalation/{key}/{party.name}/{','.join(party.recipients)}"
    commands = None if party.name.startswith("department:") else MANAGERS_ANSWERS
    commands = () if reason.cause is Cause.NOTABLE else commands  # it asks for nothing
    context = Escalation(
        desk=office.desk,
        case=case.number,
        department=reason.who or holder_name(office, case),
        cause=reason.cause,
        clock=run.clock.kind.value if run else "",
        due=office.local(run.due) if run else None,
        times_missed=reason.times,
        level_en=level.en,
        level_zh=level.zh,
        customer=case.customer,
        subject=case.subject,
        opened=office.local(case.received),
        said=reason.said,
        buttons=buttons(office, case, full, party, commands),
    )
    notice = _write(office, context, full, party)
    return in_working_hours(office, case, notice, now, run.clock.kind if run else None)


def approval(office: Office, case: Case, request: Request, key: str, *, promised: datetime | None = None) -> Notice:
    """To the managers: a department asks for something that it may not decide alone."""
    level = office.level(case.level)
    party = managers(office)
    context = Approval(
        desk=office.desk,
        case=case.number,
        department=case.department,
        asked=Asked(request.asked),
        days=request.days or None,
        promised=office.local(promised) if promised else None,
        reason=request.reason,
        level_en=level.en,
        level_zh=level.zh,
        customer=case.customer,
        subject=case.subject,
        opened=office.local(case.received),
        buttons=buttons(office, case, key, party, verdicts_on(request)),
    )
    return _write(office, context, key, party)


def announcement(
    office: Office,
    reading: Reading,
    case: Case,
    fired: tuple[Fired, ...],
    party: Party,
    called: tuple[str, ...],
) -> Notice:
    """To those whom the policy calls together at once."""
    level = office.level(case.level)
    context = Announcement(
        desk=office.desk,
        case=case.number,
        department=case.department,
        level_en=level.en,
        level_zh=level.zh,
        why=tuple(f.why for f in fired),
        why_zh=tuple(f.why_zh or f.why for f in fired),
        called=called,
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter, case.dossier.amended),
        promises=promises(office, case),
        original=reading.original,
    )
    notice = _write(office, context, f"{case.number}/announcement/{party.name}/{','.join(party.recipients)}", party)
    return replace(notice, encloses=reading.enclosed)


def _told(fired: tuple[Fired, ...], language: str) -> tuple[str, ...]:
    """Why, each a sentence in the reader's language."""
    return tuple((f.why_zh if language == "zh" else "") or f.why for f in fired)


def triage(office: Office, reading: Reading, case: Case, fired: tuple[Fired, ...]) -> Notice:
    """To the managers: choose the department by its number."""
    times = case.dossier.wrongs
    key = f"{case.number}/triage" + (f"/{times}" if times else "")
    party = managers(office)
    choices = tuple(
        office.button(department.name, effect_key=key, case=case.number, party=party.name, choice=str(number))
        for number, department in enumerate(office.config.departments, 1)
    )
    context = Triage(
        desk=office.desk,
        case=case.number,
        reason=("；" if party.language == "zh" else "; ").join(_told(fired, party.language)),
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        facts=forms.fact_lines(reading.letter, case.dossier.amended),
        buttons=choices,
        original=reading.original,
    )
    return replace(_write(office, context, key, party), encloses=reading.enclosed)


def review(office: Office, reading: Reading, case: str, reason: str, *, refused: bool = False) -> Notice:
    """To the managers: a letter that must not be trusted with a case yet. 1 belongs to it, 2 a case of its own, 3 file.

    `refused`: the writer has a receipt that says so.
    """
    party = managers(office)
    key = f"letter/{reading.raw_id}/review"
    labels = (("1", "belongs"),) if case else ()
    choices = (*labels, ("2", "own_case"), ("3", "file"))
    context = Review(
        desk=office.desk,
        case=case,
        reason=reason,
        letter=forms.words_of(reading.letter, office.local(reading.received)),
        buttons=tuple(
            office.button(what, effect_key=key, case=case, party=party.name, choice=number) for number, what in choices
        ),
        refused=refused,
    )
    return _write(office, context, key, party)


def ask_again(
    office: Office,
    case: Case,
    key: str,
    party: Party,
    *,
    missing: tuple[str, ...],
    empty: tuple[tuple[str, str], ...],
    said: str,
) -> Notice:
    """To the department: its RESOLVE lacks something, so nothing went to the customer."""
    context = AskAgain(
        desk=office.desk,
        case=case.number,
        missing=missing,
        empty=empty,
        said=said,
        buttons=buttons(office, case, key, party, ("RESOLVE",)),
    )
    return replace(_write(office, context, key, party), thread=under_handover(office, case))


def in_working_hours(office: Office, case: Case, notice: Notice, now: datetime, clock: ClockKind | None) -> Notice:
    """Not before people work, except where the case allows no delay; about a clock, only while it can still run."""
    valid = None if clock is None else UNSIGNED if clock is ClockKind.SIGNING else {*AT_WORK, State.TRIAGE}
    return replace(
        notice, not_before=not_before(office, case, now), valid_while=tuple(sorted(valid)) if valid else None
    )


def not_before(office: Office, case: Case, now: datetime) -> datetime | None:
    """When people work again, where they do not work now and the case can wait for them."""
    at = now if office.terms(case).any_hour else office.working(now, case)
    return at if at > now else None


def _write(office: Office, context: Context, key: str, party: Party) -> Notice:
    return office.write(context, key, party=party.name, recipients=party.recipients, language=party.language)
