"""The penalty bulletin: each missed clock that costs its department something, until a general manager has signed.

A clock that was missed is an entry of the period in which the desk saw it, so that an outage loses none; while its case
is not closed, each further full month multiplies it (procedure 3a): amount x (1 + full months since). REJECT takes an
entry out, now and for the months to come; APPROVE signs the rest.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from daemon.planning.bulletin import Bulletin, Entry, Missed
from daemon.planning.figures import Figures, Happened
from daemon.planning.office import Office
from rules.policy import Penalties, Report
from templates.contexts import PenaltyLine

MONTHS_IN_A_YEAR = 12


def bulletin(
    office: Office,
    report: Report,
    figures: Figures,
    key: str,
    forgiven: Collection[Missed] = frozenset(),
) -> Bulletin:
    """The bulletin of a period. `forgiven`: what was taken out of earlier ones."""
    penalties = office.policy.penalties or Penalties()
    found: list[tuple[Happened, int]] = [(one, 0) for one in figures.events if one.kind.value == "penalised"]
    if penalties.monthly:
        for one in figures.earlier_penalties:
            if office.rests(figures.cases[one.case]):
                continue  # an unreasonable complaint costs nothing more
            missed = _due(one)
            months = months_between(missed, _unclosed_until(figures, one.case), office)
            if months > months_between(missed, figures.since, office):
                found.append((one, months))
    left = [(one, n) for one, n in found if (one.case, str(one.data["clock"]), _due(one)) not in forgiven]
    charged = [(one, months, penalties.amounts.get(str(one.data["level"]), 0)) for one, months in left]
    entries = tuple(
        Entry(
            number=number,
            case=one.case,
            department=str(one.data["department"]),
            level=str(one.data["level"]),
            clock=str(one.data["clock"]),
            due=_due(one),
            amount=amount * (1 + months),
            months=months,
        )
        for number, (one, months, amount) in enumerate(((o, m, a) for o, m, a in charged if a), 1)
    )
    return Bulletin(
        key=key,
        en=report.en,
        zh=report.zh,
        since=figures.since,
        until=figures.until,
        currency=penalties.currency,
        lines=entries,
    )


def _due(one: Happened) -> datetime:
    return datetime.fromisoformat(str(one.data["due"]))


def _unclosed_until(figures: Figures, number: str) -> datetime:
    """The end of the period, or the moment in it when the case was closed: a month that was full by then counts."""
    case = figures.cases[number]
    closed = None if case.state.is_open else case.dossier.closed_at
    return figures.until if closed is None else min(closed, figures.until)


def line_of(office: Office, entry: Entry) -> PenaltyLine:
    """An entry as a line of the mail."""
    level = office.level(entry.level)
    return PenaltyLine(
        number=entry.number,
        case=entry.case,
        department=entry.department,
        level_en=level.en,
        level_zh=level.zh,
        clock=entry.clock,
        due=office.local(entry.due),
        amount=entry.amount,
        months=entry.months,
        before=entry.amount * entry.months // (1 + entry.months),
    )


def months_between(start: datetime, end: datetime, office: Office) -> int:
    """Full calendar months from one moment to another, on the office's wall clock."""
    first, last = office.local(start), office.local(end)
    months = (last.year - first.year) * MONTHS_IN_A_YEAR + last.month - first.month
    whole = (last.day, last.time()) >= (first.day, first.time())
    return max(0, months if whole else months - 1)
