"""The lines of a letter as they were written, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.folding import folded
from parsers.letter import Fact, Span

MAX_LINES = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space around it, and the offset of its first character in the text.

    `gap`: nothing stands in the line above it, or it is the first.
    """

    start: int
    text: str
    gap: bool = False
    plain: str = field(init=False, repr=False, compare=False)  # as long as what was written (see `folding`)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", self.text if self.text.isascii() else folded(self.text))

    def fact(self, part: str) -> Fact[str]:
        """`part` of this line as a fact, with its place if it stands there as it is."""
        at = self.text.find(part)
        return Fact(part, (Span(self.start + at, self.start + at + len(part)),) if at >= 0 else ())

    def cut(self, start: int, end: int) -> Fact[str]:
        """The characters of this line from `start` up to `end` as a fact, without the white space around them."""
        raw = self.text[start:end]
        part = raw.strip()
        first = self.start + start + raw.find(part)
        return Fact(part, (Span(first, first + len(part)),))

    def rest(self, at: int) -> Line:
        """What stands from position `at` on."""
        return Line(self.start + at, self.text[at:], self.gap)


def lines_of(text: str) -> Iterator[Line]:
    """The lines with something on them, the first `MAX_LINES` of all."""
    at, gap = 0, True
    for count, raw in enumerate(text.splitlines(keepends=True)):
        if count >= MAX_LINES:
            return
        stripped = raw.strip()
        if stripped:
            yield Line(at + raw.find(stripped), stripped, gap)
        gap = not stripped
        at += len(raw)
