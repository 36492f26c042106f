"""`amends clocks`: the clocks that run, and what would move or moves when all deadlines are computed anew."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from daemon.app import open_for_reading, open_office, open_to_change
from daemon.case import Case
from daemon.commands.lists import print_rows
from daemon.config import load
from daemon.planning.office import Office
from daemon.planning.timetable import running, watched
from daemon.recomputing import Shift, homeless, recompute, survey
from daemon.store import cases

CLOCK_COLUMNS = ("case", "state", "level", "department", "clock", "budget", "since", "due", "missed")
SHIFT_COLUMNS = ("case", "deadline", "was", "becomes")


def clocks(path: Path, *, anew: bool, dry_run: bool, as_json: bool) -> int:
    """Print running clocks; or, `anew`, the deadlines that move (with `dry_run`: would move).

    Exit code 1 when open cases have a level that the policy does not know: their clocks cannot be told.
    """
    config = load(path)
    looks = dry_run or not anew
    store = open_for_reading(config) if looks else open_to_change(config)
    now = datetime.now(UTC)
    office = open_office(config, store, now, looks=looks)
    with store.reading() as connection:
        found = cases.open_ones(connection)
    lost = homeless(office, found)
    if anew:
        moved = survey(store, office) if dry_run else recompute(store, office, now)
        print_rows(
            config, map(_shift, moved), SHIFT_COLUMNS, as_json=as_json, none="every deadline is where it belongs"
        )
        if moved and not as_json:
            would = "would move" if dry_run else "were moved"
            print(f"{len(moved)} deadlines of {len({shift.case for shift in moved})} cases {would}")
    else:
        rows = (row for case in found if case not in lost for row in running_clocks(office, case, now))
        print_rows(config, rows, CLOCK_COLUMNS, as_json=as_json, none="no clock runs")
    return _complain(lost, office)


def running_clocks(office: Office, case: Case, now: datetime) -> Iterable[dict[str, Any]]:
    """A case's running clocks, the next to run out first. `missed`: how often its end was told, or 0."""
    found = sorted(running(office, case).items(), key=lambda item: item[1].due)
    for kind, run in found:
        yield {
            "case": case.number,
            "state": case.state.value,
            "level": case.level,
            "department": case.department,
            "clock": kind.value,
            "budget": str(run.clock.budget),
            "since": run.start,
            "due": run.due,
            "late": run.due <= now,
            "missed": watched(case, kind.value, run.start).times,
        }


def _shift(shift: Shift) -> dict[str, Any]:
    return {"case": shift.case, "deadline": shift.kind.value, "was": shift.was, "becomes": shift.becomes}


def _complain(lost: list[Case], office: Office) -> int:
    for case in lost:
        print(
            f'{case.number}: the policy {office.policy.name} has no level "{case.level}"; its clocks cannot be told. '
            "Give the case another level (LEVEL), or the policy that level",
            file=sys.stderr,
        )
    return 1 if lost else 0
