"""The tables of a digest: what is counted, and as whose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from daemon.case import Answered, Case, EventKind, State
from daemon.planning.figures import Figures, Happened
from daemon.planning.parties import managers
from daemon.planning.periods import Stretch
from daemon.planning.reports import digest
from templates.contexts import Digest
from tests.planning.desk import at, case, office, pack

COURIER = office("courier")
[SUMMARY] = [report for report in pack("courier").reports if report.name == "monthly summary"]


def rows(figures: Figures, section: str) -> dict[str, int]:
    """A table of the courier's monthly summary, by label."""
    stretch = Stretch("2026-11", figures.since, figures.until, figures.until)
    notice = digest(COURIER, SUMMARY, stretch, figures, managers(COURIER), figures.until)
    tables = {table.key: table.rows for table in cast("Digest", notice.context).sections}
    return {row.label: row.count for row in tables.get(section, ())}


def closed(compensation: str = "", **noted: Any) -> Case:
    """A closed case of Quality's."""
    answered = Answered(cause="a seal", solution="a new one", measures="a jig", compensation=compensation)
    return replace(case(State.CLOSED, level="normal"), department="Quality").noting(answered=answered, **noted)


@pytest.mark.parametrize("said, paid", [("none", {}), ("无", {}), ("30 yuan", {"compensated": 1})])
def test_no_compensation_is_not_counted(said: str, paid: dict[str, int]):
    """What a department wrote to say that there is none."""
    assert rows(Figures(since=at(1, 0), until=at(30, 0), closed=(closed(said),)), "compensation") == paid


def test_who_let_a_clock_run_out_is_named():
    """Finance missed it, and Quality has the case now."""
    now = closed()
    data = {"clock": "signing", "times": 1, "department": "Finance"}
    missed = Happened(now.number, EventKind.MISSED, at(10, 9), data)
    figures = Figures(since=at(1, 0), until=at(30, 0), events=(missed,), cases={now.number: now})
    assert rows(figures, "late") == {"signing": 1, f"{now.number} · Finance": 1}


@pytest.mark.parametrize("clock, in_time", [("answer", 0), ("signing", 1)])
def test_closed_in_time_looks_at_the_promise(clock: str, in_time: int):
    """Also at one that was broken in the month before; a late signature alone is no late answer."""
    now = closed()
    figures = Figures(since=at(1, 0), until=at(30, 0), closed=(now,), missed=frozenset({(now.number, clock)}))
    assert rows(figures, "staff")["Quality: closed in time"] == in_time
