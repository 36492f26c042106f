"""Where everything stands in a TOML text: line and column of each key and value.

`tomllib` gives values without their places, and a manager who wrote a pack needs the line. This reads a text that
`tomllib` has already accepted, so it only follows the grammar and checks none of it (TOML 1.0).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|(?!""").)*"{3,5}'
    r"|'''(?:(?!''').)*'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|[ \t\r]+|\n|[\[\]{},=.]"
    r"|[^\s\[\]{},=.\"'#]+",
    re.DOTALL,
)
_CLOSING = frozenset({"\n", ",", "]", "}", ""})


@dataclass(frozen=True, slots=True)
class Position:
    """Where a key stands, and where the text of its value begins (inside the quotes, for a string). Counted from 1."""

    line: int
    value_line: int
    value_column: int


def positions(text: str) -> dict[Path, Position]:
    """The position of each key, by its path: ("rule", 0, "then", "level"). `text` must be valid TOML."""
    return _Walk(text).walk()


class _Walk:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]
        items = ((m[0], m.start()) for m in _TOKEN.finditer(text))
        self._tokens = [(t, at) for t, at in items if t[0] not in " \t\r#"]
        self._next = 0
        self._found: dict[Path, Position] = {}
        self._last_of: dict[Path, int] = {}  # arrays of tables: index of the newest

    def walk(self) -> dict[Path, Position]:
        table: Path = ()
        while item := self._peek():
            if item == "\n":
                self._take()
            elif item == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._found

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _take(self) -> tuple[str, int]:
        item = self._tokens[self._next]
        self._next += 1
        return item

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def _header(self) -> Path:
        _, at = self._take()
        many = self._peek() == "["
        if many:
            self._take()
        line, column = self._place(at)
        here = Position(line, line, column)
        path: Path = ()
        parts = self._key("]")
        for part in parts[:-1]:
            self._found.setdefault((*path, part), here)
            path = self._newest((*path, part))
        path = (*path, parts[-1])
        if many:
            self._take()
            self._last_of[path] = self._last_of.get(path, -1) + 1
            self._found.setdefault(path, here)
        path = self._newest(path)
        self._found.setdefault(path, here)
        return path

    def _newest(self, path: Path) -> Path:
        return (*path, self._last_of[path]) if path in self._last_of else path

    def _key(self, end: str) -> list[str]:
        parts: list[str] = []
        while (item := self._take()[0]) != end:
            if item != ".":
                parts.append(item[1:-1] if item[0] in "\"'" else item)
        return parts

    def _pair(self, table: Path) -> None:
        line, _ = self._place(self._tokens[self._next][1])
        path = table
        for part in self._key("="):
            path = (*path, part)
            self._found.setdefault(path, Position(line, line, 1))
        self._value(path, line)

    def _value(self, path: Path, key_line: int) -> None:
        item, at = self._take()
        quotes = 0
        if item[0] in "\"'":
            quotes = 3 if item[:3] in {'"""', "'''"} else 1
            quotes += {"\n": 1, "\r": 2}.get(item[quotes : quotes + 1], 0) if quotes == 3 else 0  # the first is trimmed
        line, column = self._place(at + quotes)
        self._found[path] = Position(key_line, line, column)
        if item == "[":
            self._array(path)
        elif item == "{":
            self._inline(path)
        else:
            while self._peek() not in _CLOSING:  # 1.5, 2026-12-24 09:00:00
                self._take()

    def _array(self, path: Path) -> None:
        index = 0
        while (item := self._peek()) != "]":
            if item in {"\n", ","}:
                self._take()
                continue
            self._value((*path, index), self._place(self._tokens[self._next][1])[0])
            index += 1
        self._take()

    def _inline(self, path: Path) -> None:
        while (item := self._peek()) != "}":
            if item in {"\n", ","}:
                self._take()
            else:
                self._pair(path)
        self._take()
