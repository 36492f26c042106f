"""`amends cases`, `amends letters`, `amends outbox`: tables for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from daemon.app import open_for_reading
from daemon.commands.columns import GAP, widths
from daemon.config import Config, load
from daemon.store import cases, letters, outbox

PIPE_WIDTH = 240
MEASURED = 5000  # rows whose widths are looked at together: a list of a million mails is printed as it is read

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
    natural = {one: cell_len(_heading(one)) for one in columns}
    shown: Mapping[str, int] = {}
    rest = iter(rows)
    while some := list(islice(rest, MEASURED)):
        cells = [{column: _cell(row[column], config) for column in columns} for row in some]
        natural = {one: max(natural[one], *(cell_len(row[one]) for row in cells)) for one in columns}
        if not shown:
            shown = widths(columns, natural, out.width)
            out.print(Text(_line({one: _heading(one) for one in shown}, shown), style="bold"), soft_wrap=True)
        shown = widths(tuple(shown), natural, out.width)
        sys.stdout.writelines(f"{_line(row, shown)}\n" for row in cells)
    sys.stdout.flush()
    if not shown:
        out.print(none)
    elif missing := [_heading(one) for one in columns if one not in shown]:
        print(f"no room for: {', '.join(missing)}; widen the window, or --json", file=sys.stderr)


def _line(row: Mapping[str, str], shown: Mapping[str, int]) -> str:
    """A row, its cells cut or filled up to their widths."""
    return (" " * GAP).join(_cut(row[column], width) for column, width in shown.items()).rstrip()


def _cut(cell: str, width: int) -> str:
    length = cell_len(cell)
    return cell + " " * (width - length) if length <= width else f"{set_cell_size(cell, width - 1)}…"


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
            return _on_a_line(str(value))


def _on_a_line(text: str) -> str:
    """What a letter says moves no cursor and breaks no row."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
