"""`amends show CASE`: a case as a timeline of letters, events and mails, with the clocks that run and what comes next."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from daemon.app import open_for_reading, open_office
from daemon.case import Case, DeadlineKind, EventKind
from daemon.commands.clocks import running_clocks
from daemon.commands.event_words import deadline_words, event_words
from daemon.commands.lists import as_line, console
from daemon.config import Config, load
from daemon.recomputing import homeless
from daemon.store import cases, outbox
from daemon.store.engine import Store
from daemon.store.record import letters_of
from rules.pack import PackInvalid

Line = tuple[datetime, str, str, str]  # when, who, what, and what there is to say besides
FINE = ("sent", "queued", "leased")  # states of a mail that need no reason


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is known of a case, as its rows."""

    case: Case
    letters: list[dict[str, Any]]
    events: list[dict[str, Any]]
    mails: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    clocks: list[dict[str, Any]]


def show(path: Path, number: str, *, as_json: bool) -> int:
    """Print the case. Exit code 1 when there is none of that number."""
    config = load(path)
    store = open_for_reading(config)
    with store.reading() as connection:
        case = cases.by_number(connection, number.strip().upper())
        if case is None:
            print(f"there is no case {number}; `amends cases` lists them", file=sys.stderr)
            return 1
        told = _Told(
            case=case,
            letters=letters_of(connection, case.id),
            events=cases.history(connection, case.id),
            mails=list(outbox.listing(connection, case.id)),
            deadlines=cases.open_deadlines(connection, case.id),
            clocks=_clocks(config, store, case),
        )
    if as_json:
        print(as_line(_row(told)))
    else:
        _print(told, config.desk.timezone, console())
    return 0


def _clocks(config: Config, store: Store, case: Case) -> list[dict[str, Any]]:
    """The clocks that run; what happened can be told without them, should the policy be broken just now."""
    now = datetime.now(UTC)
    try:
        office = open_office(config, store, now, looks=True)
    except PackInvalid as invalid:
        print(f"the clocks that run cannot be told: {invalid.problems[0]}", file=sys.stderr)
        return []
    return [] if homeless(office, [case]) else list(running_clocks(office, case, now))


def _row(told: _Told) -> dict[str, Any]:
    case = told.case
    return {
        "number": case.number,
        "state": case.state,
        "unreachable": case.dossier.unreachable,
        "events": told.events,
        "mails": told.mails,
        "deadlines": told.deadlines,
        "letters": told.letters,
        "clocks": told.clocks,
    }


def _print(told: _Told, zone: ZoneInfo, out: Console) -> None:
    case = told.case
    out.print(Text.assemble((case.number, "bold"), f"  {case.state} · {case.level} · {case.department}"))
    out.print(Text(f"{case.customer}  {case.subject}"))
    out.print(Text(f"promised by {_local(case.promised_at, zone)}; decided by {case.policy}: {case.reason}\n"))
    lines = [*map(_letter, told.letters), *_events(told, zone), *map(_mail, told.mails)]
    table = Table(box=None, show_header=False, pad_edge=False)
    for style in ("dim", "dim", "", "dim"):
        table.add_column(style=style, overflow="fold")
    for moment, who, what, besides in sorted(lines, key=lambda line: line[0]):
        table.add_row(_local(moment, zone), Text(who), Text(what), Text(besides))
    out.print(table)
    _print_coming(told, zone, out)


def _print_coming(told: _Told, zone: ZoneInfo, out: Console) -> None:
    if lost := told.case.dossier.unreachable:
        out.print(f"\nthe customer cannot be reached at {lost}: nothing goes there by itself until they write again")
    waiting = told.case.dossier.waiting_since
    if waiting is not None and told.case.state.is_open:
        out.print(f"\nwaits for the customer since {_local(waiting, zone)}: the department's clocks stand still")
    if told.clocks:
        out.print("\nclocks that run")
    for clock in told.clocks:
        late = f", LATE, told {clock['missed']}×" if clock["missed"] else ", LATE" if clock["late"] else ""
        name, since = clock["clock"].replace("_", " "), _local(clock["since"], zone)
        out.print(f"  {_local(clock['due'], zone)}  {name}: {clock['budget']} since {since}{late}", highlight=False)
    if told.deadlines:
        out.print("\nwhat comes next")
    missed = {clock["clock"] for clock in told.clocks if clock["missed"]}
    for deadline in told.deadlines:
        kind = DeadlineKind(deadline["kind"])
        what = deadline_words(kind, missed=kind.clock in missed)
        out.print(f"  {_local(deadline['due_at'], zone)}  {what}", highlight=False)


def _letter(letter: dict[str, Any]) -> Line:
    return letter["received"], letter["sender"] or "?", f"← L{letter['id']} “{letter['subject']}”", letter["reason"]


def _events(told: _Told, zone: ZoneInfo) -> Iterable[Line]:
    """A case is opened and handed over at once: what the one says need not be read again at the other."""
    before: dict[str, Any] = {"reason": told.case.reason}
    for event in told.events:
        what, besides = event_words(EventKind(event["kind"]), event["data"], zone, before)
        yield event["at"], event["actor"], what, besides
        before = event["data"]


def _mail(mail: dict[str, Any]) -> Line:
    why = f" ({mail['last_error']})" if mail["last_error"] and mail["state"] not in FINE else ""
    state = "" if mail["state"] == "sent" else f"{mail['state']}{why}"
    return mail["queued_at"], f"→ {', '.join(mail['to'])}", f"{mail['notice']} “{mail['subject']}”", state


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
