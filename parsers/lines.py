"""The lines of a letter as they were written, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.letter import Fact, Span

MAX_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it, and the offset of its first character in the text."""

    start: int
    text: str

    def fact(self, part: str) -> Fact[str]:
        """`part` of this line as a fact, with its place if it stands there as it is."""
        at = self.text.find(part)
        return Fact(part, (Span(self.start + at, self.start + at + len(part)),) if at >= 0 else ())

    def rest(self, at: int) -> Line:
        """What stands from position `at` on."""
        return Line(self.start + at, self.text[at:])


def lines_of(text: str) -> Iterator[Line]:
    """The lines with something on them, the first `MAX_LINES` of all."""
    at = 0
    for count, raw in enumerate(text.splitlines(keepends=True)):
        if count >= MAX_LINES:
            return
        stripped = raw.strip()
        if stripped:
            yield Line(at + raw.find(stripped), stripped)
        at += len(raw)
