"""The penalty bulletin: each missed clock that costs its department something, until a general manager has signed.

A clock that was missed is an entry of the period in which the desk saw it, so that an outage loses none; while its case
is not closed, each further full month multiplies it (procedure 3a): amount x (1 + full months since). REJECT takes an
entry out, APPROVE signs the rest.
"""

from __future__ import annotations

from datetime import datetime

from daemon.planning.bulletin import Bulletin, Entry
from daemon.planning.figures import Figures, Happened
from daemon.planning.office import Office
from daemon.planning.periods import Stretch
from rules.policy import Penalties, Report
from templates.contexts import PenaltyLine

MONTHS_IN_A_YEAR = 12


def bulletin(office: Office, report: Report, stretch: Stretch, figures: Figures, key: str) -> Bulletin:
    """The bulletin of a period."""
    penalties = office.policy.penalties or Penalties()
    found: list[tuple[Happened, int]] = [(one, 0) for one in figures.events if one.kind.value == "penalised"]
    if penalties.monthly:
        for one in figures.earlier_penalties:
            if office.rests(figures.cases[one.case]):
                continue  # an unreasonable complaint costs nothing more
            missed = datetime.fromisoformat(str(one.data["due"]))
            months = months_between(missed, stretch.until, office)
            if months > months_between(missed, stretch.since, office):
                found.append((one, months))
    charged = [(one, months, penalties.amounts.get(str(one.data["level"]), 0)) for one, months in found]
    entries = tuple(
        Entry(
            number=number,
            case=one.case,
            department=str(one.data["department"]),
            level=str(one.data["level"]),
            clock=str(one.data["clock"]),
            due=datetime.fromisoformat(str(one.data["due"])),
            amount=amount * (1 + months),
            months=months,
        )
        for number, (one, months, amount) in enumerate(((o, m, a) for o, m, a in charged if a), 1)
    )
    return Bulletin(
        key=key,
        en=report.en,
        zh=report.zh,
        since=stretch.since,
        until=stretch.until,
        currency=penalties.currency,
        lines=entries,
    )


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
