"""`amends replay`: another policy tried on the letters that came. The database is looked into, and never changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from daemon.app import open_for_reading, open_office, open_readers
from daemon.commands.lists import as_line, console
from daemon.config import Config, load
from daemon.planning.office import Office
from daemon.replaying import Part, Replayed, Summary, Verdict, replayed, summary
from daemon.settling import Reads
from daemon.store.engine import Store
from daemon.store.letters import raw_bytes
from daemon.store.looking import looking
from daemon.store.past import beginnings, history_of_that_day
from parsers.letter import Unreadable
from rules.pack import load as load_pack
from rules.policy import Policy


def replay(path: Path, pack: str, *, since: datetime | None, as_json: bool) -> int:
    """Print what the pack would decide otherwise about cases since then (a naive time: the desk's own), and how right it is.

    Raises PackInvalid with every mistake of the pack.
    """
    config = load(path)
    new = load_pack(pack)
    store = open_for_reading(config)
    running = open_office(config, store, datetime.now(UTC), looks=True)
    trial = open_office(config, store, datetime.now(UTC), new, looks=True)
    start = since.replace(tzinfo=config.desk.timezone) if since is not None and since.tzinfo is None else since
    found = list(_replayed(config, store, running, trial, start))
    told = [one for one in found if isinstance(one, Replayed)]
    figures = summary(told, unreadable=len(found) - len(told))
    if as_json:
        for one in told:
            print(as_line(_told(one)))
        print(as_line({"summary": asdict(figures)}))
    else:
        _show(told, figures, config.desk.timezone, running.policy, new)
    return 0


def _replayed(
    config: Config, store: Store, running: Office, trial: Office, since: datetime | None
) -> Iterator[Replayed | Unreadable]:
    readers: Reads = open_readers(config)
    try:
        with looking(store) as connection:
            for some in beginnings(connection, since):
                read = readers.read([raw_bytes(connection, one.raw_id) for one in some])
                for began, letter in zip(some, read, strict=True):
                    if isinstance(letter, Unreadable):
                        yield letter
                        continue
                    recall = partial(history_of_that_day, connection, config, began.case)
                    yield replayed(running, trial, began.case, letter, began.happened, recall)
    finally:
        readers.close()


# ---- for programs -----------------------------------------------------------------------------------------------------


def _told(one: Replayed) -> dict[str, Any]:
    return {
        "case": one.number,
        "subject": one.subject,
        "received": one.received,
        "accepted_by": one.accepted_by or None,
        "changed": list(one.changed),
        "before": asdict(one.before),
        "after": asdict(one.after),
    }


# ---- for people -------------------------------------------------------------------------------------------------------


def _show(told: list[Replayed], figures: Summary, zone: ZoneInfo, old: Policy, new: Policy) -> None:
    out = console()
    if changed := [one for one in told if one.changed]:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in ("case", "what changes", "accepted by", "because"):
            table.add_column(column, overflow="fold")
        for one in changed:
            because = "" if one.changed == (Part.CLOCKS,) else one.after.reason
            table.add_row(one.number, Text("\n".join(_changes(one, zone))), Text(one.accepted_by), Text(because))
        out.print(table)
        out.print()
    for line in _lines(figures, old, new):
        print(line)
    sys.stdout.flush()


def _changes(one: Replayed, zone: ZoneInfo) -> Iterator[str]:
    before, after = one.before, one.after
    if before.handling != after.handling:
        yield f"handling: {before.handling} → {after.handling}"
    if before.department != after.department:
        yield f"department: {before.department} → {after.department}"
    if before.level != after.level:
        yield f"level: {before.level} → {after.level}"
    for kind in dict.fromkeys((*before.clocks, *after.clocks)):
        if before.clocks.get(kind) != after.clocks.get(kind):
            yield f"{kind.replace('_', ' ')}: {_due(before, kind, zone)} → {_due(after, kind, zone)}"


def _due(said: Verdict, kind: Any, zone: ZoneInfo) -> str:
    return f"{said.clocks[kind].astimezone(zone):%Y-%m-%d %H:%M}" if kind in said.clocks else "none"


def _lines(figures: Summary, old: Policy, new: Policy) -> Iterator[str]:
    yield f"in force: {old.name} {old.version}; tried: {new.name} {new.version}; nothing was changed"
    unread = f"; {figures.unreadable} more cannot be read any more" if figures.unreadable else ""
    yield f"cases: {figures.cases}{unread}"
    counted = figures.changed
    yield (
        f"to another department: {counted[Part.DEPARTMENT]} · another level: {counted[Part.LEVEL]} · "
        f"other clocks: {counted[Part.CLOCKS]} · handled otherwise: {counted[Part.HANDLING]}"
    )
    yield f"left to a person: {figures.triage_before} → {figures.triage_after}"
    if figures.accepted:
        shares = [
            f"{agreed} ({agreed / figures.accepted:.0%})" for agreed in (figures.agreed_before, figures.agreed_after)
        ]
        yield f"sent to the department that accepted the case in the end, of {figures.accepted}: {' → '.join(shares)}"
    else:
        yield "no department has accepted any of them yet: who was right cannot be told"
