"""More time for an answer: the promised day moves on, and the customer is told at once why and to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from daemon.case import Case, EventKind
from daemon.planning import customer_mail
from daemon.planning.effects import Event, Notice
from daemon.planning.office import Office
from rules.durations import Budget, Unit
from rules.hours import due


def extended(
    office: Office, case: Case, days: int, reason: str, *, key: str, actor: str, now: datetime
) -> tuple[Case, Notice, Event]:
    """The case with `days` more working days, the mail to the customer, and what goes on record."""
    promised = due(max(case.promised_at, now), Budget(max(days, 1), Unit.WORKING_DAYS), office.calendar)
    moved = replace(
        case.noting(extended_days=case.dossier.extended_days + days, request=None, written_at=now),
        promised_at=promised,
    )
    notice = customer_mail.delay(office, moved, key, was=case.promised_at, reason=reason, now=now)
    data = {"days": days, "reason": reason, "was": case.promised_at.isoformat(), "promised": promised.isoformat()}
    return moved, notice, Event(EventKind.EXTENDED, now, actor, data)
