"""`amends verify`: whether every case's record is still what was written."""

from __future__ import annotations

import sys
from pathlib import Path

from daemon.app import open_for_reading
from daemon.commands.lists import as_line
from daemon.config import load
from daemon.store import record
from daemon.store.looking import looking


def verify(path: Path, *, as_json: bool) -> int:
    """Print every event that is not what was written. Exit code 1 when there is any."""
    with looking(open_for_reading(load(path))) as connection:
        found = record.verify(connection)
    if as_json:
        for broken in found.broken:
            print(as_line({"case": broken.case, "event": broken.seq, "why": broken.why}))
        return 1 if found.broken else 0
    for broken in found.broken:
        print(f"{broken.case} event {broken.seq}: {broken.why}")
    told = f"{found.events} events of {found.cases} cases"
    if found.broken:
        cases = len({broken.case for broken in found.broken})
        print(f"{told}: {len(found.broken)} broken, in {cases} case(s); see docs/operations.md", file=sys.stderr)
        return 1
    print(f"{told}: every one is what was written")
    return 0
