"""A play as a person reads it: virtual time, who writes to whom, which notice, what it changes, and what was expected.

Prints; decides nothing. With `mails` the words of every mail stand below its line.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parseaddr

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from daemon.rehearsal.expectations import Verdict
from daemon.rehearsal.play import Played
from daemon.rehearsal.record import CaseLine, DeadlineLine, LetterLine, Line, NoticeLine
from parsers.message.charsets import UNSEEN

WIDEST = 130
NOTICES = {
    "reminder": "yellow",
    "escalation": "bold red",
    "alarm": "bold red",
    "review": "magenta",
    "triage": "magenta",
}
_STEERING = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{UNSEEN}]")
LEVELS = {"critical": "bold red", "high": "bold yellow"}


def show(console: Console, played: Played, *, mails: bool) -> None:
    """The whole play."""
    Timeline(console, played, mails=mails).show()


class Timeline:
    """One play on one console."""

    def __init__(self, console: Console, played: Played, *, mails: bool) -> None:
        self._console = console
        self._played = played
        self._mails = mails
        self._width = min(console.width, WIDEST)
        self._shown: datetime | None = None

    def show(self) -> None:
        """Title, what happened, how the cases stand, what was expected."""
        self._print(Rule(Text(self._played.scenario.title, "bold"), align="left", style="dim"))
        for line in self._played.record:
            self._line(line)
        if not self._played.record:
            self._print(Text("nothing happened", "dim"))
        self._standing()
        for verdict in self._played.verdicts:
            self._verdict(verdict)
        self._print(Text())

    def _line(self, line: Line) -> None:
        row = Table.grid(padding=(0, 2, 0, 0), expand=True)
        row.add_column(width=16, no_wrap=True)
        row.add_column(ratio=1, overflow="fold")
        row.add_column(width=12, no_wrap=True)
        row.add_row(self._time(line.at), _told(line), Text(line.number or "", "dim"))
        self._print(row)
        if self._mails and isinstance(line, LetterLine | NoticeLine):
            self._print(Padding(Text(_harmless(line.text.strip()), "dim"), (0, 0, 1, 20)))

    def _time(self, at: datetime) -> Text:
        """Day and time where the day is new, the time alone where only that is."""
        local, before = self._played.scenario.local(at), self._shown
        self._shown = local
        if before is not None and before == local:
            return Text()
        if before is not None and before.date() == local.date():
            return Text(f"{local:%H:%M}", "bold", justify="right")
        return Text(f"{local:%a %d %b} {local:%H:%M}", "bold", justify="right")

    def _standing(self) -> None:
        if not self._played.cases:
            return
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for heading in ("case", "about", "level", "department", "state"):
            table.add_column(heading, overflow="fold", no_wrap=heading == "case")
        for case in self._played.cases:
            level = Text(case.level, LEVELS.get(case.level, ""))
            table.add_row(case.number, Text(case.subject), level, Text(case.department), Text(case.state))
        self._print(Text())
        self._print(table)
        self._print(Text())

    def _verdict(self, verdict: Verdict) -> None:
        mark = Text("holds ", "green") if verdict.holds else Text("FAILS ", "bold red")
        self._print(Text.assemble(mark, (f"line {verdict.expectation.line}: ", "dim"), verdict.sentence))

    def _print(self, what: Rule | Table | Text | Padding) -> None:
        self._console.print(what, width=self._width)


def _harmless(text: str) -> str:
    """Without what would steer the terminal: a letter that is played may be anybody's."""
    return _STEERING.sub("\ufffd", text)


def _told(line: Line) -> Text:
    match line:
        case LetterLine():
            return _letter(line)
        case NoticeLine():
            people = ", ".join(line.to)
            told = Text.assemble(("desk", "blue"), (" → ", "dim"), (people, "green"), "  ")
            told.append(line.notice, NOTICES.get(line.notice, "bold"))
            told.append(f" ({line.language})  “{line.subject}”", "dim")
            return told
        case CaseLine():
            return Text.assemble(("◆ case ", "dim"), f"{line.case}: {line.state}, {line.level}, {line.department}")
        case DeadlineLine():
            return Text.assemble(("◷ due: ", "dim"), (line.kind, "yellow"))


def _letter(line: LetterLine) -> Text:
    sender = _harmless(parseaddr(line.sender)[1] or line.sender or "nobody")
    told = Text.assemble((sender, "cyan"), (" → ", "dim"), ("desk", "blue"), (f"  “{_harmless(line.subject)}”", "bold"))
    first = _harmless(line.text.strip().partition("\n")[0])
    if line.subject.lower().startswith("re:") and first:
        told.append(f"  {first[:60]}", "green")
    if line.state != "case":
        told.append(f"  [{line.state}: {line.reason}]", "dim")
    return told
