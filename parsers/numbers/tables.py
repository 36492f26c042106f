"""Tables within a letter: a row of heads, and under "Invoice no." the invoices.

Programs that write plain text set the columns of a row apart by tabs, strokes or several spaces. The canonical text
has none of these left, so the original is read here; the places given are canonical ones all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from parsers.numbers.identifiers import Number, identifier_at, is_identifier
from parsers.text.reading import Reading
from parsers.text.wording import whole_word

MAX_LETTER_CHARS = 20_000  # finding a place in a longer letter costs too much (H34); people write no tables there
MAX_ROWS = 100
MAX_COLUMNS = 12
MAX_CELL_CHARS = 40
_GAP = re.compile(r" *(?:[\t|｜]|——)[\t |｜—]*| *\u3000[ \u3000]*| {2,}")
_PARTS = ("\t", "|", "｜", "——", "  ", "\u3000")
_MAY_PART = re.compile(r"[\t|｜]|——|  |\u3000")
_LINE = re.compile(r"[^\n]{1,400}")
_WORD = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers of all tables, and where the heads begin: they announce nothing but their columns."""

    cells: tuple[Number, ...] = ()
    heads: frozenset[int] = frozenset()


def read_columns(reading: Reading, text: str, labels: Mapping[int, tuple[str, int]]) -> Columns:
    """The numbers in columns of `text`, the original. `labels`: their kind and end, by where they begin (canonical)."""
    if len(text) > MAX_LETTER_CHARS:
        return Columns()
    words = {reading.lower[start:end] for start, (_, end) in labels.items()}
    cells: list[Number] = []
    heads: set[int] = set()
    kinds: dict[int, str] = {}  # of the present table, by column
    for row in rows_of(text):
        if not _DIGIT.search(text, row[0][0], row[-1][1]):
            if not _WORD.search(text, row[0][0], row[-1][1]):  # the rule below the heads
                continue
            named = [place if _may_be_head(text[slice(*place)].lower(), words) else None for place in row]
            found = {
                column: head for column, place in enumerate(named) if place and (head := _head(reading, place, labels))
            }
            kinds = {column: kind for column, (kind, _) in found.items()}
            heads.update(start for _, start in found.values())
            continue
        for column, kind in kinds.items():
            if column < len(row) and (cell := _cell(reading, row[column], kind)):
                cells.append(cell)
    return Columns(tuple(cells), frozenset(heads))


def _may_be_head(cell: str, words: set[str]) -> bool:
    """A cheap look before the place is found: a label may be longer than its cell ("invoice | date")."""
    bare = _owner().sub("", cell)
    return any(part.startswith(word) or word.startswith(part) for word in words for part in {cell, bare})


def rows_of(text: str, longest: int = MAX_CELL_CHARS) -> Iterator[list[Place]]:
    """The lines of at least two cells of at most `longest` characters, as the places of these."""
    if not any(map(text.__contains__, _PARTS)):
        return
    rows = 0
    for line in _LINE.finditer(text):
        if not _MAY_PART.search(text, *line.span()):
            continue
        row = list(_cells(line[0], line.start()))
        if 1 < len(row) <= MAX_COLUMNS and all(end - start <= longest for start, end in row):
            rows += 1
            yield row
        if rows >= MAX_ROWS:
            return


def _cells(line: str, offset: int) -> Iterator[Place]:
    start = 0
    for start, end in _between_gaps(line):
        if line[start:end].strip():
            yield offset + end - len(line[start:end].lstrip()), offset + end


def _between_gaps(line: str) -> Iterator[Place]:
    start = 0
    for gap in _GAP.finditer(line):
        yield start, gap.start()
        start = gap.end()
    yield start, len(line.rstrip())


def _head(reading: Reading, place: Place, labels: Mapping[int, tuple[str, int]]) -> tuple[str, int] | None:
    """The kind of column below this cell and where the cell begins; None when it names no document."""
    start, end = reading.locate(place[0]), reading.locate(place[1] - 1) + 1
    owner = _owner().match(reading.lower, start, end)
    if owner and start not in labels:  # "Our PO"
        start = owner.end()
    kind, after = labels.get(start, ("", 0))
    if after > end:  # the label goes on in the next cell: "invoice | date"
        kind, after = kind.partition("_")[0], end
    if not kind or not _rest_of_head().fullmatch(reading.lower, after, end):
        return None
    return kind, start


def _cell(reading: Reading, place: Place, kind: str) -> Number | None:
    start, end = reading.locate(place[0]), reading.locate(place[1] - 1) + 1
    found = identifier_at(reading.text, start, spaced=True)
    if not found or found[1] != end or not is_identifier(reading, found[0], start, marked=True, thing=True, least=1):
        return None
    return Number(kind, found[0], start, end)


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.determiner')} ")


@cache
def _rest_of_head() -> re.Pattern[str]:
    return re.compile(rf"(?:[ .:#°º]|{whole_word('ref.marker')}){{0,4}}")
