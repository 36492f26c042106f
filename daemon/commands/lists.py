"""`amends cases`, `amends letters`, `amends outbox`: tables for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from daemon.app import open_for_reading
from daemon.commands.columns import widths
from daemon.config import Config, load
from daemon.store import cases, letters, outbox

PIPE_WIDTH = 240

Rows = Iterable[dict[str, Any]]


def show_cases(path: Path, *, as_json: bool) -> None:
    """Every case."""
    config = load(path)
    store = open_for_reading(config)
    with store.reading() as connection:
        columns = ("number", "state", "level", "department", "customer", "subject", "received", "promised_at")
        print_rows(config, cases.listing(connection), columns, as_json=as_json, none="no cases yet")


def show_letters(path: Path, *, as_json: bool) -> None:
    """Every letter ever seen."""
    config = load(path)
    store = open_for_reading(config)
    with store.reading() as connection:
        columns = ("id", "mailbox", "uid", "state", "case", "sender", "subject", "reason")
        rows = ({**row, "id": f"L{row['id']}"} for row in letters.listing(connection))
        print_rows(config, rows, columns, as_json=as_json, none="no letters yet")


def show_outbox(path: Path, *, as_json: bool) -> None:
    """Every mail we wrote."""
    config = load(path)
    store = open_for_reading(config)
    with store.reading() as connection:
        columns = ("id", "notice", "case", "to", "subject", "state", "attempts", "next_at", "last_error")
        print_rows(config, outbox.listing(connection), columns, as_json=as_json, none="no mails yet")


def console() -> Console:
    """The terminal; a pipe is given room, so that no row is cut there."""
    return Console() if sys.stdout.isatty() else Console(width=PIPE_WIDTH)


def as_line(row: dict[str, Any]) -> str:
    """One JSON object on one line; times in ISO 8601, UTC."""
    return json.dumps(row, ensure_ascii=False, default=_json)


def _json(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in JSON")


def print_rows(config: Config, rows: Rows, columns: Sequence[str], *, as_json: bool, none: str) -> None:
    """Whole rows as JSON lines, or their `columns` as a table in the desk's time; `none`: what to say of no rows."""
    if as_json:
        for row in rows:
            sys.stdout.write(as_line(row) + "\n")
        sys.stdout.flush()
        return
    out = console()
    cells = [{column: _cell(row[column], config) for column in columns} for row in rows]
    if not cells:
        out.print(none)
        return
    natural = {one: max(cell_len(_heading(one)), *(cell_len(row[one]) for row in cells)) for one in columns}
    shown = widths(columns, natural, out.width)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column, width in shown.items():
        table.add_column(_heading(column), overflow="ellipsis", no_wrap=True, width=width)
    for row in cells:
        table.add_row(*(Text(row[column]) for column in shown))
    out.print(table)
    if missing := [_heading(one) for one in columns if one not in shown]:
        print(f"no room for: {', '.join(missing)}; widen the window, or --json", file=sys.stderr)


def _heading(column: str) -> str:
    return column.replace("_", " ")


def _cell(value: Any, config: Config) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value.astimezone(config.desk.timezone):%Y-%m-%d %H:%M}"
        case list():
            return ", ".join(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
        case _:
            return str(value)
