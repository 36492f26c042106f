"""`amends show CASE`: a case as a timeline of events and mails."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from daemon.app import open_store
from daemon.commands.lists import as_line, console
from daemon.config import load
from daemon.store import cases, outbox


def show(path: Path, number: str, *, as_json: bool) -> int:
    """Print the case. Exit code 1 when there is none of that number."""
    config = load(path)
    store = open_store(config)
    with store.reading() as connection:
        case = cases.by_number(connection, number.strip().upper())
        if case is None:
            print(f"there is no case {number}; `amends cases` lists them", file=sys.stderr)
            return 1
        events = cases.history(connection, case.id)
        mails = list(outbox.listing(connection, case.id))
        waiting = cases.open_deadlines(connection, case.id)
    if as_json:
        print(
            as_line(
                {"number": case.number, "state": case.state, "events": events, "mails": mails, "deadlines": waiting}
            )
        )
        return 0
    zone = config.desk.timezone
    out = console()
    out.print(Text.assemble((case.number, "bold"), f"  {case.state} · {case.level} · {case.department}"))
    out.print(Text(f"{case.customer}  {case.subject}\n"))
    table = Table(box=None, show_header=False, pad_edge=False)
    for style in ("dim", "", ""):
        table.add_column(style=style, overflow="fold")
    _untell_twice(events)
    for moment, what, detail in sorted([*map(_event, events), *map(_mail, mails)], key=lambda line: line[0]):
        table.add_row(f"{moment.astimezone(zone):%Y-%m-%d %H:%M}", Text(what), Text(detail))
    out.print(table)
    for deadline in waiting:
        out.print(f"waits: {deadline['kind']} due {deadline['due_at'].astimezone(zone):%Y-%m-%d %H:%M}")
    return 0


def _untell_twice(events: list[dict[str, Any]]) -> None:
    """A case is opened and dispatched at once: what is told of the one need not be told again of the other."""
    for earlier, later in pairwise(events):
        later["data"] = {name: value for name, value in later["data"].items() if earlier["data"].get(name) != value}


def _event(event: dict[str, Any]) -> tuple[Any, str, str]:
    told = ", ".join(f"{name}: {value}" for name, value in event["data"].items())
    return event["at"], event["kind"].replace("_", " "), f"{event['actor']}  {told}".strip()


def _mail(mail: dict[str, Any]) -> tuple[Any, str, str]:
    return mail["queued_at"], f"→ {mail['notice']}", f"{', '.join(mail['to'])}  “{mail['subject']}”  {mail['state']}"
