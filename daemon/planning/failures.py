"""A mail of ours that will not arrive: who must know.

The operator gets an `alarm`, at most one a mail. When it was the customer's, the department is told that the customer
cannot be reached by mail. When it was the department's, its deputy, its head or else the managers get an `escalation`
at once, as when nobody is there (`correspondence`): the case waits, and nobody there may know. An alarm that cannot be delivered raises no alarm.

A customer's address that is dead (a hard bounce; a refusal of the address itself) is told of once, and the desk sends
nothing there by itself until the customer writes again or the department names another address (`Dossier.unreachable`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from daemon.case import Case, EventKind
from daemon.planning import forms
from daemon.planning.effects import Change, Event, IntakeState, Notice, Plan
from daemon.planning.office import Office
from daemon.planning.parties import CUSTOMER, Party, managers
from daemon.planning.reading import Reading
from daemon.planning.staff_mail import News, Reason, escalation, update, updated_by
from parsers.letter import Bounce, DeliveryStatus, Unreadable
from parsers.message.refusals import is_of_the_address
from templates.contexts import Alarm, Cause, Kind, Words

HELD = "held"  # it may have arrived: nobody may say that it came back
REFUSED = "refused"
BOUNCES_TOLD = 3  # of one report; all are in the case's record


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a mail ended: refused, dead or held; with the server's words, and who will not get it."""

    outbox_id: int
    kind: str
    party: str
    ended: str
    error: str
    recipients: tuple[str, ...]


def undelivered_plan(office: Office, case: Case | None, failure: Failure, now: datetime) -> Plan:
    """What follows from the failure."""
    to_customer = case is not None and case.customer in {address.lower() for address in failure.recipients}
    known = case is not None and to_customer and case.dossier.unreachable == case.customer and failure.ended != HELD
    notices: list[Notice] = []
    if failure.kind != Kind.ALARM.value and not known:
        notices.append(_alarm(office, case, failure))
    if case is None:
        return Plan(notices=tuple(notices))
    dead = to_customer and failure.ended == REFUSED and is_of_the_address("", failure.error)
    if failure.party == CUSTOMER and to_customer and failure.ended != HELD and not known:
        words = Words("—", failure.kind, office.local(now), failure.error)
        key = f"{case.number}/unreachable/{failure.outbox_id}"
        news = News(unreachable=", ".join(failure.recipients), given_up=dead)
        notices.append(update(office, case, words, key, news=news))
    if failure.ended != HELD:
        notices += _unreached(office, case, failure.recipients, failure.error, now)
    data = {
        "notice": failure.kind,
        "recipients": list(failure.recipients),
        "ended": failure.ended,
        "error": failure.error,
    }
    event = Event(EventKind.UNDELIVERED, now, "amends", data)
    after = case.noting(unreachable=case.customer) if dead else case
    return Plan(changes=(Change(case=after, events=(event,)),), notices=tuple(notices))


def unreadable_plan(office: Office, letter: Unreadable, now: datetime) -> Plan:
    """A letter that cannot be read waits in quarantine; the operator hears of the first one each day."""
    title = "a letter could not be read and waits in quarantine"
    lines = (f"why: {letter.reason}", "which: amends letters", "to try again: amends retry --all")
    alarm = alarm_notice(office, title, lines, f"alarm/quarantine/{office.local(now).date()}")
    return Plan(state=IntakeState.QUARANTINED, reason=letter.reason, notices=(alarm,))


def bounce_plan(
    office: Office, reading: Reading, bounce: Bounce, case: Case | None, now: datetime, *, signed: bool
) -> Plan:
    """A notice came back. Of a case, and for good: the operator hears of the address once a day (design, section 11).

    For good is a mail that nobody tries to deliver any longer, though the mailbox is only full or the server away.
    Anybody can write a report that bears no signed mark of ours: it is told of, once a day and only of people whom the
    desk writes to about the case, and silences nobody.
    """
    failed = tuple(status for status in bounce.statuses if status.permanent or status.given_up)
    if not signed and case is not None:
        failed = tuple(one for one in failed if _is_written_to(office, case, one.recipient.lower()))
    names = ", ".join(status.recipient for status in bounce.statuses) or "an unnamed recipient"
    if case is None:
        return Plan(state=IntakeState.FILED, reason=f"bounce for {names}; of no known case")
    data = {"recipients": [s.recipient for s in bounce.statuses], "permanent": bool(failed)}
    event = Event(EventKind.UNDELIVERED, reading.received, "mailer-daemon", data)
    operator = office.config.operator.address.lower()  # who cannot be reached is not told of it by mail
    known = {operator, case.dossier.unreachable}
    told = [status for status in failed if status.recipient.lower() not in known][:BOUNCES_TOLD]
    lost = next((status for status in failed if status.recipient.lower() == case.customer), None)
    dead = signed and lost is not None and lost.permanent and is_of_the_address(lost.status, lost.diagnostic)
    notices = [_returned(office, case, status, now, given_up=dead and status is lost) for status in told]
    if lost is not None and lost.recipient.lower() not in known:
        news = News(unreachable=lost.recipient, given_up=dead)
        told_of = updated_by(office, reading, case, news=news)
        if not signed:
            words = forms.words_of(reading.letter, office.local(reading.received))
            told_of = update(office, case, words, f"{case.number}/unreachable/{office.local(now).date()}", news=news)
        notices.append(told_of)
    lost_to = tuple(status.recipient for status in failed)
    said = next((f"{status.status} {status.diagnostic}".strip() for status in failed), "")
    notices += _unreached(office, case, lost_to, said, now)
    return Plan(
        state=IntakeState.FILED,
        reason=f"bounce for {names}; kept with {case.number}",
        case=case.number,
        changes=(Change(case=case.noting(unreachable=case.customer) if dead else case, events=(event,)),),
        notices=tuple(notices),
    )


def _is_written_to(office: Office, case: Case, address: str) -> bool:
    return address in case.participants or office.config.is_staff(address)


def _unreached(office: Office, case: Case, lost: Collection[str], said: str, now: datetime) -> tuple[Notice, ...]:
    """Mail to whoever has the case came back: the next above must see today that somebody takes it. Once a day."""
    department = office.department_named(case.department)
    gone = {address.lower() for address in lost}
    if department is None or not case.state.is_open:
        return ()
    chain = [one for one in (department.address, department.deputy, department.head) if one]
    if gone.isdisjoint(one.lower() for one in chain):
        return ()
    if (
        department.address.lower() not in gone
    ):  # the department has its mail; what its head should have read has not come
        return _nobody_above(office, case, [one for one in chain if one.lower() in gone], said, now)
    stand_in = next((one for one in chain[1:] if one.lower() not in {*gone, department.address.lower()}), None)
    party = Party(f"department:{department.name}", (stand_in,), department.language) if stand_in else managers(office)
    reason = Reason(cause=Cause.UNREACHED, said=said)
    notice = escalation(office, case, reason, f"unreached/{office.local(now).date()}", party, now)
    return (replace(notice, not_before=None),)


def _nobody_above(office: Office, case: Case, lost: Sequence[str], said: str, now: datetime) -> tuple[Notice, ...]:
    reason = Reason(cause=Cause.UNREACHED, said=said, who=", ".join(lost))
    key = f"unreached/{office.local(now).date()}/{lost[0].lower()}"
    return (replace(escalation(office, case, reason, key, managers(office), now), not_before=None),)


def _returned(office: Office, case: Case, status: DeliveryStatus, now: datetime, *, given_up: bool) -> Notice:
    address = status.recipient.lower()
    silent = ("nothing more goes there by itself until the customer writes again or has another address",)
    lines = (
        f"the server said: {status.status} {status.diagnostic}".strip(),
        *(silent if given_up else ()),
        f"the whole story: amends show {case.number}",
    )
    key = f"alarm/bounce/{address}/{office.local(now).date()}"
    return alarm_notice(office, f"mail to {address} came back: case {case.number}", lines, key)


def _alarm(office: Office, case: Case | None, failure: Failure) -> Notice:
    about = f" of case {case.number}" if case else ""
    title = f"a mail was not delivered: {failure.kind}{about} ({failure.ended})"
    lines = (
        f"to: {', '.join(failure.recipients) or '—'}",
        f"the server said: {failure.error or '—'}",
        f"to try it again: amends retry {failure.outbox_id}",
    )
    return alarm_notice(office, title, lines, f"alarm/outbox/{failure.outbox_id}/{failure.ended}")


def alarm_notice(office: Office, title: str, lines: tuple[str, ...], key: str) -> Notice:
    """To the operator; one mail for each `key`, for ever."""
    return office.write(
        Alarm(desk=office.desk, title=title, lines=lines),
        key,
        party="operator",
        recipients=(office.config.operator.address,),
        language=office.config.managers.language,
    )
