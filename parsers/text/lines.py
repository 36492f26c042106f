"""The lines of a letter as they were written, each with its place in the text."""

from __future__ import annotations

from functools import lru_cache

from parsers.letter import Fact, Span
from parsers.text.folding import folded

MAX_LINES = 4_000
KNOWN_CHARACTERS = 4_096  # whose plain form is kept at hand


class Line:
    """One line without the white space around it, and the offset of its first character in the text.

    `gap`: nothing stands in the line above it, or it is the first. To be read, never to be written to.
    """

    __slots__ = ("_plain", "gap", "start", "text")

    def __init__(self, start: int, text: str, gap: bool = False) -> None:  # noqa: FBT001, FBT002 - made for every line
        self.start = start
        self.text = text
        self.gap = gap
        self._plain: str | None = text if text.isascii() else None

    @property
    def plain(self) -> str:
        """In plain characters, as long as what was written (see `folding`): folded when first asked for."""
        plain = self._plain
        if plain is None:
            plain = self._plain = folded(self.text)
        return plain

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


@lru_cache(KNOWN_CHARACTERS)
def plain_initial(first: str) -> str:
    """The first character of a line in plain lower case."""
    return folded(first.lower())


def lines_of(text: str) -> list[Line]:
    """The lines with something on them, the first `MAX_LINES` of all."""
    lines: list[Line] = []
    at, gap = 0, True
    for raw in text.splitlines(keepends=True)[:MAX_LINES]:
        stripped = raw.strip()
        if stripped:
            lines.append(Line(at if raw[0] == stripped[0] else at + raw.find(stripped), stripped, gap))
        gap = not stripped
        at += len(raw)
    return lines
