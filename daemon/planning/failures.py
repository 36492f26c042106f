"""A mail of ours that will not arrive: who must know.

The operator gets an `alarm`, at most one a mail. When it was the customer's, the department is told that the customer
cannot be reached by mail. An alarm that cannot be delivered raises no alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from daemon.case import Case, EventKind
from daemon.planning.correspondence import update_notice
from daemon.planning.effects import Event, IntakeState, Notice, Plan
from daemon.planning.office import Office
from parsers.letter import Unreadable
from templates.contexts import Alarm, Kind, Words

HELD = "held"  # it may have arrived: nobody may say that it came back


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
    notices: list[Notice] = []
    if failure.kind != Kind.ALARM.value:
        notices.append(_alarm(office, case, failure))
    if case is None:
        return Plan(notices=tuple(notices))
    if failure.party == "customer" and failure.recipients and failure.ended != HELD:
        words = Words("—", failure.kind, office.local(now), failure.error)
        key = f"{case.number}/unreachable/{failure.outbox_id}"
        notices.append(update_notice(office, case, words, key, unreachable=", ".join(failure.recipients)))
    data = {
        "notice": failure.kind,
        "recipients": list(failure.recipients),
        "ended": failure.ended,
        "error": failure.error,
    }
    return Plan(case_id=case.id, events=(Event(EventKind.UNDELIVERED, now, "amends", data),), notices=tuple(notices))


def unreadable_plan(office: Office, letter: Unreadable, now: datetime) -> Plan:
    """A letter that cannot be read waits in quarantine; the operator hears of the first one each day."""
    title = "a letter could not be read and waits in quarantine"
    lines = (f"why: {letter.reason}", "which: amends letters", "to try again: amends retry --all")
    alarm = alarm_notice(office, title, lines, f"alarm/quarantine/{office.local(now).date()}")
    return Plan(state=IntakeState.QUARANTINED, reason=letter.reason, notices=(alarm,))


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
