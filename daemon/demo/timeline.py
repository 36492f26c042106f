"""The play as somebody watches it: one aligned line a happening, in colour, with a progress bar below on a terminal.

Prints and waits; decides nothing. On a terminal it pauses after each line, so that a person can follow; anywhere else
it does not.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime
from io import TextIOWrapper
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from daemon.case import EventKind, State
from daemon.demo.company import Party, Person
from daemon.demo.story import Scene
from daemon.demo.watch import CaseFile, Mail, Turn
from daemon.demo.wording import sentences, told, why

WIDEST = 118
WIDE = 100  # below it a mail's line goes without the case: it stands in the line before
LINE_SECONDS = 0.12
SCENE_SECONDS = 0.7
HOUR_CELLS, WHO_CELLS, CASE_CELLS = 5, 23, 12

STYLES = {
    Party.DESK: "blue",
    Party.CUSTOMER: "cyan",
    Party.DEPARTMENT: "green",
    Party.MANAGER: "magenta",
    Party.OPERATOR: "magenta",
}
LEVELS = {"critical": "bold red", "high": "bold yellow"}
NOTICES = {"reminder": "yellow", "escalation": "bold red"}
STATES = {State.RECEIVED: "cyan", State.TRIAGE: "magenta", State.DISPATCHED: "yellow", State.ACCEPTED: "green"}


class Timeline:
    """Writes to `console`; `steps` is how often `step()` will be called. A context manager: the bar lives in it."""

    def __init__(self, console: Console, zone: ZoneInfo, steps: int) -> None:
        self._console = console
        self._zone = zone
        self._paces = console.is_terminal
        self._last = ""
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("[dim]{task.description}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=steps)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _tb: TracebackType | None
    ) -> None:
        self._bar.stop()

    def step(self, doing: str) -> None:
        """The next step begins; `doing` stands beside the bar."""
        self._bar.update(self._task, advance=1, description=doing)

    def scene(self, scene: Scene) -> None:
        """A part of the play begins."""
        day = f"{scene.at.astimezone(self._zone):%a} {scene.at.day} {scene.at:%b %Y, %H:%M}"
        self._last = ""
        self._print(Text())
        self._print(
            Rule(Text.assemble((scene.title, "bold"), (f"   {day}", "dim")), align="left", style="dim"), SCENE_SECONDS
        )

    def mail(self, mail: Mail) -> None:
        """A mail came or went."""
        if mail.command:
            what = Text.assemble((mail.command, "bold green"), (f"  “{mail.subject}”", "dim"))
        elif mail.incoming:
            what = Text(f"“{mail.subject}”", "bold")
        else:
            what = Text.assemble((mail.notice, NOTICES.get(mail.notice, "")), (f" ({mail.language})  ", "dim"))
            what.append(f"“{mail.subject}”", "dim")
        cells = [self._hour(mail.at), _who(mail.writer, mail.readers), what]
        wide = self._width >= WIDE
        row = self._row(WHO_CELLS, None, *([CASE_CELLS] if wide else []))
        row.add_row(*cells, *([Text(mail.case, "dim")] if wide else []))
        self._print(row)

    def turn(self, turn: Turn) -> None:
        """Something happened to a case."""
        line = Text(told(turn))
        line.highlight_regex(r"critical|.* run out", "bold red")
        line.highlight_regex(r"\bhigh\b|reminder", "bold yellow")
        if turn.before is not turn.after:
            line = Text.assemble(line, "  ", _state(turn.before), (" → ", "dim"), _state(turn.after))
        by_the_clock = turn.kind in (EventKind.REMINDED, EventKind.MISSED)
        self._case_line(self._hour(turn.at) if by_the_clock else Text(), line, turn.case, why(turn))

    def filed(self, mail: Mail) -> None:
        """A letter that made no case and belongs to none."""
        self._case_line(Text(), Text("filed, and nobody is written to"), "", sentences(mail.reason))

    def passes(self, to: datetime) -> None:
        """Nobody does anything for a while."""
        self._case_line(Text(), Text(f"nobody does anything until {to.astimezone(self._zone):%H:%M}", "dim"), "", "")

    def _case_line(self, hour: Text, line: Text, case: str, because: str) -> None:
        row = self._row(None, CASE_CELLS)
        row.add_row(hour, Text.assemble(("◆ ", "dim"), line), Text(case, "dim"))
        if because:
            row.add_row("", Text(f"  {because}", "dim"), "")
        self._print(row)

    def _hour(self, at: datetime) -> Text:
        hour = f"{at.astimezone(self._zone):%H:%M}"
        shown, self._last = ("" if hour == self._last else hour), hour
        return Text(shown, "bold")

    def _row(self, *cells: int | None) -> Table:
        """Columns of these widths after the time; None takes what is left."""
        row = Table.grid(padding=(0, 2, 0, 0), expand=True)
        for width in (HOUR_CELLS, *cells):
            ratio = 1 if width is None else None
            row.add_column(width=width, ratio=ratio, no_wrap=True, overflow="ellipsis")
        return row

    @property
    def _width(self) -> int:
        return min(self._console.width, WIDEST)

    def _print(self, what: RenderableType, seconds: float = LINE_SECONDS) -> None:
        self._console.print(Padding(what, (0, 0, 0, 1)), width=self._width)
        if self._paces:
            time.sleep(seconds)


def ending(console: Console, files: Sequence[CaseFile], lines: Sequence[tuple[str, str]]) -> None:
    """The cases as they stand, and what there is to know: (label, sentence) pairs."""
    width = min(console.width, WIDEST)
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for heading in ("case", "about", "level", "department", "state"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "case")
    for file in files:
        state = Text(file.state, STATES.get(State(file.state), ""))
        level = Text(file.level, LEVELS.get(file.level, ""))
        table.add_row(file.number, Text(file.subject), level, Text(file.department), state)
    known = Table.grid(padding=(0, 2, 0, 0))
    known.add_column(style="dim", no_wrap=True)
    known.add_column(overflow="fold")
    for label, sentence in lines:
        known.add_row(label, Text(sentence))
    heading = Rule(Text("How it stands", "bold"), align="left", style="dim")
    for part in (Text(), heading, table, Text(), known):
        console.print(Padding(part, (0, 0, 0, 1)), width=width)


def console() -> Console:
    """For standard output, whatever it can show: a sign it has no code for becomes a question mark."""
    stdout: object = sys.stdout
    if isinstance(stdout, TextIOWrapper):
        stdout.reconfigure(errors="replace")
    return Console(highlight=False)


def _who(writer: Person, readers: Sequence[Person]) -> Text:
    names = [_name(person) for person in readers]
    return Text.assemble(_name(writer), (" → ", "dim"), Text(", ").join(names))


def _name(person: Person) -> Text:
    return Text("desk" if person.party is Party.DESK else person.name, STYLES[person.party])


def _state(state: State) -> Text:
    return Text(state.value, STATES.get(state, ""))
