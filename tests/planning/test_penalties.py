"""What a missed clock costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from daemon.case import EventKind, State
from daemon.planning.bulletin import Bulletin
from daemon.planning.figures import Figures, Happened
from daemon.planning.penalties import bulletin, line_of, months_between
from rules.policy import Report
from tests.planning.desk import at, case, office, pack

DEALER = office("dealership")
[BULLETIN] = [report for report in pack("dealership").reports if report.name == "penalty bulletin"]


def missed(number: int, moment: datetime, level: str = "general") -> Happened:
    """A signing clock of Quality's ran out."""
    data = {"department": "Quality", "level": level, "clock": "signing", "due": moment.isoformat()}
    return Happened(f"C2026-{number:06d}", EventKind.PENALISED, moment, data)


def told(
    *events: Happened, earlier: tuple[Happened, ...] = (), until: datetime, state: State = State.ACCEPTED
) -> Bulletin:
    """The bulletin of the week up to `until`; `state`: how the cases stand."""
    since = until.replace(day=until.day - 7)
    cases = {one.case: replace(case(state, level="general"), number=one.case) for one in (*events, *earlier)}
    figures = Figures(since=since, until=until, events=events, earlier_penalties=earlier, cases=cases)
    report: Report = BULLETIN
    return bulletin(DEALER, report, figures, "report/penalty bulletin/2026-W48")


def test_each_level_has_its_price():
    """50 for a general complaint, 100 for an intermediate, 200 for a severe one, numbered from one."""
    made = told(
        missed(1, at(23, 10)), missed(2, at(24, 10), "intermediate"), missed(3, at(25, 10), "severe"), until=at(27, 9)
    )
    assert [(entry.number, entry.amount) for entry in made.lines] == [(1, 50), (2, 100), (3, 200)]
    assert made.currency == "CNY"


def test_other_events_cost_nothing():
    """Only what was penalised is charged, and a level without a price is left out."""
    noted = Happened("C2026-000001", EventKind.MISSED, at(23, 10), {"clock": "signing"})
    assert told(noted, missed(2, at(24, 10), "unreasonable"), until=at(27, 9)).lines == ()


@pytest.mark.parametrize(
    "since, months, amount",
    [(at(20, 10, month=10), 1, 100), (at(20, 10, month=9), 2, 150), (at(25, 10, month=8), 3, 200)],
)
def test_each_further_month_unclosed_costs_once_more(since: datetime, months: int, amount: int):
    """Amount x (1 + full months since), in the week in which the month becomes full."""
    [entry] = told(earlier=(missed(1, since),), until=at(27, 9)).lines
    assert (entry.months, entry.amount) == (months, amount)


def test_a_deferred_case_costs_nothing_more():
    """While it rests by a manager's word, no month is added."""
    assert told(earlier=(missed(1, at(20, 10, month=10)),), until=at(27, 9), state=State.DEFERRED).lines == ()


def closed_at(moment: datetime) -> Bulletin:
    """The bulletin of the week in which a month became full (Monday at 10:00) and the case was closed."""
    one = missed(1, at(23, 10, month=10))
    closed = case(State.CLOSED, level="general").noting(closed_at=moment)
    since, until = at(20, 9), at(27, 9)
    cases = {one.case: replace(closed, number=one.case)}
    figures = Figures(since=since, until=until, earlier_penalties=(one,), cases=cases)
    return bulletin(DEALER, BULLETIN, figures, "report/penalty bulletin/2026-W48")


def test_a_month_that_was_full_before_the_case_was_closed_is_charged():
    """Closed on Tuesday, a month and a day after the miss: once more. Closed on Sunday: nothing more."""
    assert [(entry.months, entry.amount) for entry in closed_at(at(24, 10)).lines] == [(1, 100)]
    assert closed_at(at(22, 10)).lines == ()


def test_what_was_taken_out_does_not_come_back():
    """An entry that the general manager rejected is not charged again when a month is full."""
    one = missed(1, at(23, 10, month=10))
    cases = {one.case: replace(case(State.ACCEPTED, level="general"), number=one.case)}
    figures = Figures(since=at(20, 9), until=at(27, 9), earlier_penalties=(one,), cases=cases)
    forgiven = {(one.case, "signing", one.at)}
    assert bulletin(DEALER, BULLETIN, figures, "report/penalty bulletin/2026-W48", forgiven).lines == ()


def test_a_month_is_charged_in_one_week_only():
    """It became full in another week: nothing now."""
    assert told(earlier=(missed(1, at(2, 10, month=10)),), until=at(27, 9)).lines == ()


@pytest.mark.parametrize(
    "start, end, months",
    [
        (at(23, 10), at(23, 10, month=12), 1),
        (at(23, 10), at(23, 9, month=12), 0),
        (at(23, 10), at(22, 23, month=12), 0),
        (at(31, 10, month=8), at(30, 23, month=9), 0),
        (at(31, 10, month=8), at(1, 10, month=10), 1),
        (at(23, 10), at(23, 9), 0),
    ],
)
def test_full_months(start: datetime, end: datetime, months: int):
    """Counted on the wall clock, and never less than none."""
    assert months_between(start, end, DEALER) == months


def test_what_was_taken_out_is_not_kept():
    """The rest keeps its numbers."""
    made = told(missed(1, at(23, 10)), missed(2, at(24, 10)), until=at(27, 9)).without(1)
    assert [entry.number for entry in made.kept] == [2]
    assert line_of(DEALER, made.kept[0]).level_zh == "一般"
