"""The customer, or somebody copied in, wrote about a case: an answer to what we asked, a correction, or more words.

A yes, a no, a choice or a rating counts only as an answer to the very mail that asked for it (design, section 6); from
anything else the department reads it in the customer's own words. Nothing that a customer writes is ever lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from daemon.case import ANSWERED, AT_WORK, Amended, Case, EventKind, Request, State
from daemon.matching import Joins, Standing
from daemon.planning import customer_mail, forms, staff_mail
from daemon.planning.customer_mail import Heard
from daemon.planning.dispatching import risen, sent_back
from daemon.planning.effects import Change, Event, IntakeState, Notice, Plan
from daemon.planning.extending import resumed
from daemon.planning.files import Files
from daemon.planning.known import alike, named, put_right
from daemon.planning.office import Office
from daemon.planning.parties import Party, department_party, head_of, managers, reached, role_party, several
from daemon.planning.reading import Reading
from daemon.planning.reconsidering import reconsidered
from parsers.answers import Asked, CustomerAnswer, customer_answer_of
from parsers.letter import Authentication, Correction, Letter, Purpose
from parsers.text.language import language_of
from rules.vocabulary import ClockKind
from templates.contexts import Added, Cause, Corrected, Ended, Kind, Why

THANKS_AT_LEAST = 0.4  # how sure the reading must be before a letter of thanks gets no answer
TELLING = 10  # further letters whose facts are weighed: the latest
FEW_WORDS = 80  # bytes of UTF-8: a sentence or two in either script
FIRST_WORDS = 24  # characters
SALUTED = (",", ":", "，", "：")
GOOD, BAD = 4, 2  # a rating alone: from 4 on satisfied, up to 2 not
ASKS = {"closure_check": Asked.SATISFIED, "options": Asked.CHOICE}


@dataclass(frozen=True, slots=True)
class _Said:
    """One letter of a customer's about a case."""

    office: Office
    reading: Reading
    joins: Joins
    files: Files
    now: datetime
    answer: CustomerAnswer

    @property
    def actor(self) -> str:
        return self.reading.letter.sender.key if self.reading.letter.sender else "unknown"

    @property
    def today(self) -> date:
        """The day on the office's wall clock."""
        return self.office.local(self.now).date()

    @property
    def because(self) -> dict[str, object]:
        return {"because": self.joins.because, "letter": self.reading.raw_id}

    def event(self, kind: EventKind, **data: object) -> Event:
        return Event(kind, self.reading.received, self.actor, {**self.because, **data})


def customer_plan(office: Office, reading: Reading, joins: Joins, files: Files, now: datetime) -> Plan:
    """What becomes of the letter."""
    decides = joins.standing is Standing.CUSTOMER and joins.proven
    if decides:
        joins = replace(joins, case=_in_their_language(office, joins.case, reading.letter))
    asked = ASKS.get(joins.notice, Asked.NOTHING) if decides else Asked.NOTHING
    said = _Said(office, reading, joins, files, now, customer_answer_of(reading.letter.text, asked=asked))
    case = joins.case
    if decides and case.state in ANSWERED and joins.notice == "closure_check":
        satisfied = _satisfied(said.answer)
        if satisfied is True and not joins.followed:
            return _settled(said)
        if satisfied is False:
            return _not_settled(said)
    others = joins.followed and joins.notice == Kind.OPTIONS.value  # the numbers of another case's options
    if decides and case.state is State.OPTIONS_SENT and not others and _option(case, said.answer) is not None:
        return _chosen(said)
    if joins.standing is Standing.CUSTOMER and case.state is State.CLOSED and _objects(said):
        return _not_settled(said)
    if decides and case.state in ANSWERED and joins.notice == Kind.RESOLUTION.value and _disputes(said):
        return _not_settled(said)
    return _more(said)


def _in_their_language(office: Office, case: Case, letter: Letter) -> Case:
    """The case in the language that its customer writes in by now, where the desk speaks it.

    The first letter may have been a web form's or a colleague's. A few words ("OK, thanks", above a signature) change
    nothing: many say these in a language that they would rather not read. Nor does what stands below the first words:
    a firm's footer, or a message of the machine's, is longer than many a letter and often not in the writer's language.
    """
    known = letter.language in office.config.desk.languages and len(letter.text.encode()) >= FEW_WORDS
    begins = known and language_of(_first_words(letter.text)) == letter.language
    return replace(case, language=letter.language) if begins else case


def _first_words(text: str) -> str:
    """What a letter begins with below its salutation ("Dear Anna,", which many write above Chinese too)."""
    lines = (line.strip() for line in text.splitlines())
    return next((line[:FIRST_WORDS] for line in lines if line and not line.endswith(SALUTED)), "")


def _satisfied(answer: CustomerAnswer) -> bool | None:
    if answer.satisfied is not None:
        contradicted = answer.satisfied and answer.rating is not None and answer.rating <= BAD
        return None if contradicted else answer.satisfied
    if answer.withdrawn:
        return True
    if answer.rating is None or BAD < answer.rating < GOOD:
        return None
    return answer.rating >= GOOD


def _disputes(said: _Said) -> bool:
    """Whether it is dissatisfied words, without any that say it is settled."""
    complains = said.reading.letter.facts.purpose is Purpose.COMPLAINT or said.answer.satisfied is False
    return complains and not said.answer.thanks and _satisfied(said.answer) is not True


def _is_unclear(said: _Said) -> bool:
    """Whether the customer was asked if it is settled, and neither yes nor no can be read in the answer.

    Whoever complains anew instead, in whatever letter, is not silent either.
    """
    joins, letter = said.joins, said.reading.letter
    if joins.standing is not Standing.CUSTOMER or not joins.proven or joins.case.state not in ANSWERED:
        return False
    anew = joins.case.state is State.CONFIRMING and letter.facts.purpose is Purpose.COMPLAINT
    return joins.notice == "closure_check" or anew


def _settles_after_all(said: _Said) -> bool:
    """Whether the customer says yes to the question that they, or somebody, had answered with no before."""
    joins = said.joins
    answers = joins.standing is Standing.CUSTOMER and joins.proven and joins.notice == "closure_check"
    return answers and not joins.followed and _satisfied(said.answer) is True


def _is_doubtful(said: _Said) -> bool:
    """Whether our own server says that the letter is not from its sender, and no mark of ours says otherwise."""
    return not said.joins.proven and said.reading.letter.authentication is Authentication.FAIL


def _is_unchosen(said: _Said) -> bool:
    """Whether the customer answered the options and no choice can be read in it, or another one than is carried out."""
    case = said.joins.case
    answers = said.joins.standing is Standing.CUSTOMER and said.joins.notice == Kind.OPTIONS.value
    another = case.state is State.AGREED and said.answer.choice not in (None, case.dossier.chosen)
    return answers and said.joins.proven and (case.state is State.OPTIONS_SENT or another)


def _option(case: Case, answer: CustomerAnswer) -> str | None:
    return next((one.text for one in case.dossier.proposed if one.number == answer.choice), None)


def _objects(said: _Said) -> bool:
    """Whether a letter about a closed case opens it again: a complaint, or a plain reply that is no thanks.

    In answer to what was written before the case was closed, only where it names a fault or asks for something.
    """
    purpose = said.reading.letter.facts.purpose
    if purpose is Purpose.COMPLAINT or said.answer.satisfied is False:
        return True
    facts = said.reading.letter.facts
    asks = said.joins.notice in ("closed", "closure_check", "resolution") or facts.remedies or facts.defect
    answers_us = said.joins.proven and bool(asks)
    thanks = said.answer.thanks or purpose is Purpose.THANKS
    return answers_us and not thanks and not _is_content(said)


def _is_content(said: _Said) -> bool:
    """Whether a letter about a closed case says that all is well."""
    answer = customer_answer_of(said.reading.letter.text, asked=Asked.SATISFIED)
    return said.joins.case.state is State.CLOSED and _satisfied(answer) is True


def _settled(said: _Said) -> Plan:
    """Yes: the case is closed, and the department knows."""
    office, case, rating = said.office, said.joins.case, said.answer.rating
    news = staff_mail.News(satisfied=True, rating=rating)
    approval = office.policy.answering.closing_approval
    if approval is not None:
        return _awaits_leader(said, approval, news)
    closed = case.moved(EventKind.SATISFIED, closed_at=said.now, written_at=said.now, rating=rating)
    events = (said.event(EventKind.SATISFIED, rating=rating, words=said.answer.words),)
    mail = customer_mail.closed(office, closed, f"{case.number}/closed/{said.reading.raw_id}", Ended.SATISFIED)
    told = [staff_mail.updated_by(office, said.reading, closed, news=news)]
    told += [staff_mail.updated_by(office, said.reading, closed, news=news, to=to) for to in _also_told(office, closed)]
    return _plan(said, closed, events, (mail, *told))


def _also_told(office: Office, case: Case) -> tuple[Party, ...]:
    """Who hears of a satisfied customer the same day, besides the department (`[care] satisfied_tells`)."""
    department = office.department_named(case.department)
    parties: list[Party] = [department_party(department)] if department else []
    for who in office.policy.care.satisfied_tells:
        head = head_of(department) if who == "head" else None
        parties.append(head or (department_party(office.department_for(who)) if who != "head" else managers(office)))
    return tuple(
        party for party in several(tuple(parties)) if not department or party.recipients != (department.address,)
    )


def _awaits_leader(said: _Said, role: str, news: staff_mail.News) -> Plan:
    """The customer is content; the pack wants a leader's approval before the case is closed."""
    office, case = said.office, said.joins.case
    request = Request(asked="close", reason=said.answer.words, by=said.actor, at=said.now)
    waiting = case.noting(request=request, rating=said.answer.rating)
    key = f"{case.number}/approval/{said.reading.raw_id}"
    notice = staff_mail.approval(office, waiting, request, key)
    notice = replace(notice, recipients=role_party(office, role).recipients)
    events = (said.event(EventKind.REQUESTED, asked="close", rating=said.answer.rating),)
    return _plan(said, waiting, events, (notice, staff_mail.updated_by(office, said.reading, waiting, news=news)))


def _not_settled(said: _Said) -> Plan:
    """No: listened to, and back to the department with the customer's words, one level up where levels rise."""
    office, case = said.office, said.joins.case
    first = said.files.first_letter(case)
    if first is None:
        return _more(said)
    noted = case.noting(dissatisfied=case.dossier.dissatisfied + 1, rating=said.answer.rating, withdrawn=False)
    change, notices = sent_back(
        office, first, noted, Why.DISSATISFIED, said=said.reading.letter.text, actor=said.actor, now=said.now
    )
    back = change.case.noting(written_at=said.now)
    heard = _heard(said, back, Heard(reopened=True))
    return _plan(said, back, change.events, (*notices, *_at_the_top(said, back), *heard))


def _at_the_top(said: _Said, case: Case) -> tuple[Notice, ...]:
    """Where levels rise and this one cannot: the customer's no goes to those at the ladder's top."""
    office, before = said.office, said.joins.case
    closing = office.terms(before).clocks.get(ClockKind.CLOSING)
    if closing is None or not closing.rises or risen(office, before) != before.level:
        return ()
    reason = staff_mail.Reason(cause=Cause.DISSATISFIED, times=0, said=said.reading.letter.text)
    key = f"dissatisfied/{said.reading.raw_id}"
    parties = reached(office, case, office.policy.ladder.top)
    return tuple(staff_mail.escalation(office, case, reason, key, party, said.now) for party in parties)


def _chosen(said: _Said) -> Plan:
    """The customer's choice is on record before it is carried out, and the department's clocks go on."""
    office, case = said.office, said.joins.case
    text = _option(case, said.answer) or ""
    agreed = resumed(office, case.moved(EventKind.AGREED, chosen=said.answer.choice), said.now)
    heard = _heard(said, agreed, Heard(chosen=text))
    agreed = _as_told(said, agreed, heard)
    events = (said.event(EventKind.AGREED, choice=said.answer.choice, option=text),)
    news = staff_mail.News(chosen=text, choice=said.answer.choice, clocks_moved=True)
    told = staff_mail.updated_by(office, said.reading, agreed, news=news)
    return _plan(said, agreed, events, (told, *heard))


def _more(said: _Said) -> Plan:
    """More words: an answer to a question, a correction, a withdrawal, or simply a further letter."""
    office, case, letter = said.office, said.joins.case, said.reading.letter
    events = [said.event(EventKind.ADDED)]
    after = case
    mine = said.joins.standing is Standing.CUSTOMER
    asked = case.state is not State.OPTIONS_SENT or said.joins.notice == Kind.OPTIONS.value
    if mine and case.dossier.waiting_since is not None and asked:
        after = resumed(office, after, said.now)
        events.append(said.event(EventKind.ANSWERED))
    unclear = _is_unclear(said)
    if unclear:  # no silence: the time that is taken as agreement begins anew
        after = after.noting(checked_at=said.now)
    if mine and case.dossier.missing and not case.dossier.chased:
        brought = {one.value for one in forms.supplied(letter)}
        after = after.noting(missing=tuple(key for key in case.dossier.missing if key not in brought))
    taken_back = said.answer.withdrawn or _settles_after_all(said)
    if mine and taken_back and not _is_doubtful(said) and case.state in (AT_WORK | {State.TRIAGE, State.DEFERRED}):
        after = after.noting(withdrawn=True)
        events.append(said.event(EventKind.WITHDRAWN))
    elif mine and case.dossier.withdrawn and not said.answer.thanks:  # more to say: OK must not close it (`staff`)
        after = after.noting(withdrawn=False)
    corrected = _corrections(said) if mine and said.joins.proven else ()
    if corrected:
        events.append(said.event(EventKind.CORRECTED, corrected=[[c.of, c.right, c.wrong] for c in corrected]))
        amended = (Amended(of=one.of, right=one.right, wrong=one.wrong) for one in corrected)
        after = after.noting(amended=(*after.dossier.amended, *amended))
    moved = None
    if mine and said.joins.proven:
        after = after.noting(telling=(*after.dossier.telling, said.reading.raw_id)[-TELLING:])
        moved = reconsidered(office, case, after, said.reading, said.files, corrected=corrected, now=said.now)
    handed: tuple[Notice, ...] = ()
    if moved is not None:
        after, handed = moved.case, moved.notices
        events.append(moved.event)
    heard = Heard(
        corrected=corrected,
        moved_to=moved.name if moved else "",
        unchosen=_is_unchosen(said),
        new_date=after.promised_at != case.promised_at,
    )
    mails = _heard(said, after, heard)
    after = _as_told(said, after, mails)
    news = staff_mail.News(
        joined_because=said.joins.because,
        corrected=corrected,
        withdrawn=after.dossier.withdrawn and not case.dossier.withdrawn,
        stays_closed=case.state is State.CLOSED,
        unclear=unclear,
        unchosen=_is_unchosen(said),
        splits=True,
        clocks_moved=moved is not None or after.dossier.paused != case.dossier.paused,
    )
    told = staff_mail.updated_by(office, said.reading, after, news=news)
    return _plan(said, after, tuple(events), (*handed, told, *mails))


def _as_told(said: _Said, case: Case, mails: tuple[Notice, ...]) -> Case:
    """The case; where its customer is not written to, whatever for, what was promised before is kept."""
    return case if mails else replace(case, promised_at=min(case.promised_at, said.joins.case.promised_at))


def _corrections(said: _Said) -> tuple[Corrected, ...]:
    """What the letter puts right; of products, only where the wrong one has been spoken of before."""
    found = [fact.value for fact in said.reading.letter.facts.corrections]
    products = [one for one in found if one.of == "products"]
    unnamed = [one for one in found if one.of == "other_refs"]
    first = said.files.first_letter(said.joins.case) if products or unnamed else None
    dossier = said.joins.case.dossier
    facts = put_right(first.letter.facts, dossier.amended) if first else None
    before = [fact.value.name for fact in facts.products] if facts else list[str]()
    found = [named(one, facts) if facts and one in unnamed else one for one in found]
    sure = (one for one in found if one not in products or _replaces(one, before))
    return tuple(Corrected(of=one.of, right=one.right, wrong=one.wrong or "") for one in sure)


def _replaces(correction: Correction, products: Sequence[str]) -> bool:
    """Whether it puts a product right that was among these, with a name that may be told back."""
    wrong = correction.wrong or ""
    return forms.is_safe_name(correction.right) and forms.is_safe_name(wrong) and any(alike(wrong, p) for p in products)


def _heard(said: _Said, case: Case, heard: Heard) -> tuple[Notice, ...]:
    """The customer's further letter is confirmed, unless it wants no answer or has had too many.

    Once a day: a letter that only adds is not confirmed on a day on which another was, for whatever reason. What changes
    something is confirmed each time, because the customer must see that it was understood.
    """
    letter, limits = said.reading.letter, said.office.config.limits
    thanks = letter.facts.purpose is Purpose.THANKS and letter.facts.confidence >= THANKS_AT_LEAST
    thanks = thanks or said.answer.thanks or _is_content(said)
    if said.joins.case.dossier.withdrawn and not case.dossier.withdrawn:
        thanks = False  # taken up again after all: that is heard
    if (
        said.joins.standing is not Standing.CUSTOMER
        or letter.suppress_reply
        or (thanks and not (heard.changes or heard.unchosen))
    ):
        return ()
    if letter.sender is None or said.files.answers_today(letter.sender.key) >= limits.answers_per_address_per_day:
        return ()
    if not (heard.changes or heard.unchosen) and case.dossier.confirmed_on == said.today:
        return ()
    return (customer_mail.added(said.office, said.reading, case, heard, said.now),)


def _plan(said: _Said, case: Case, events: tuple[Event, ...], notices: tuple[Notice, ...]) -> Plan:
    numbers = forms.case_numbers(said.reading.letter)
    reached_again = said.joins.standing is Standing.CUSTOMER and case.dossier.unreachable
    confirmed = [n.context for n in notices if isinstance(n.context, Added)]
    told_first = case.dossier.written_at is None and any(context.promised for context in confirmed)
    case = case.noting(
        said={},  # whatever staff say now is in the light of this letter
        written_at=said.now if told_first else case.dossier.written_at,  # the promise is known from now on
        added=(*case.dossier.added, said.reading.raw_id),
        unreachable="" if reached_again else case.dossier.unreachable,
        confirmed_on=said.today if confirmed else case.dossier.confirmed_on,
    )
    return Plan(
        state=IntakeState.CASE,
        reason=f"joins {case.number}: {said.joins.because}",
        case=case.number,
        changes=(Change(case=case, events=events, references=numbers),),
        notices=notices,
    )
