"""Tables of goods: a head that says which column names them and which count, and the rows below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.goods.candidates import Candidate
from parsers.goods.product_cells import COMPLETE, IN_ROW, count_in, folded, named_in
from parsers.numbers.tables import Place
from parsers.text.reading import Reading
from parsers.text.wording import word_set

_INDENTED, _FEWEST_NUMBERS = 4, 2  # of a head without a word above the names: columns on the screen, and of the table
_STROKE = re.compile(r"[\t|｜]| / ")


@dataclass(frozen=True, slots=True)
class Head:
    """Which columns of a table hold names, and which numbers: the affected ones first."""

    width: int
    name: int
    numbers: tuple[int, ...]
    affected: tuple[int, ...]  # of these such as count what is wrong
    came: tuple[int, ...]  # of these such as count what came
    shown: tuple[int, ...]  # where each column begins, as shown


def head_of(text: str, line: int, row: Sequence[Place]) -> Head | None:
    """What the row says of the columns below it; None when it is no head. `line` is where its line begins."""
    cells = [folded(text[slice(*place)]) for place in row]
    names = [at for at, cell in enumerate(cells) if cell in word_set("rows.name")]
    name = next((at for at in names if cells[at] not in word_set("rows.place")), next(iter(names), None))
    numbers, affected = _numbers(cells), _affected(cells)
    if name is not None and any(at > name for at in numbers):  # the number of an advice note stands before the name
        numbers = (*(at for at in numbers if at > name), *(at for at in numbers if at < name))
    if not numbers or any(char.isdigit() for cell in cells for char in cell):
        return None
    came = tuple(at for at in numbers if cells[at] in word_set("rows.came"))
    shown = tuple(_shown(text, line, place[0]) for place in row)
    if name is not None:
        return Head(len(row), name, numbers, affected, came, shown)
    if not _is_headless(cells, numbers, shown[0]):
        return None
    return Head(len(row) + 1, 0, _next(numbers), _next(affected), _next(came), (0, *shown))


def _next(columns: Sequence[int]) -> tuple[int, ...]:
    """The columns when an empty head stands before them."""
    return tuple(at + 1 for at in columns)


def _is_headless(cells: Sequence[str], numbers: Sequence[int], indent: int) -> bool:
    """Whether it leaves the place above the names empty: columns that all count, or far to the right stand beside such."""
    if len(numbers) < _FEWEST_NUMBERS:
        return False
    if len(numbers) == len(cells):
        return True
    return indent >= _INDENTED and all(
        at in numbers or cell in word_set("rows.beside") for at, cell in enumerate(cells)
    )


def _numbers(cells: Sequence[str]) -> tuple[int, ...]:
    """The columns that count: those first that count what is wrong, and pieces before boxes of them."""
    affected = _affected(cells)
    counted = [at for at, cell in enumerate(cells) if _says(cell, "counted") and at not in affected]
    return (*affected, *sorted(counted, key=lambda at: cells[at] in word_set("rows.boxes")))


def _affected(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(cells) if _says(cell, "affected"))


def _says(cell: str, kind: str) -> bool:
    """Whether the head of a column says so, perhaps beside a word for pieces: "broken", "pcs broken"."""
    if cell in word_set(f"rows.{kind}"):
        return True
    words = [word.strip("().") for word in cell.split()]
    told = [word for word in words if word not in word_set("rows.piece")]
    return len(told) < len(words) and " ".join(told) in word_set(f"rows.{kind}")


def below(reading: Reading, text: str, line: int, row: Sequence[Place], head: Head) -> Candidate | None:
    """The product of a row below `head`. A row with cells left empty is set by where its cells stand."""
    ruled = _STROKE.search(text, row[0][0], row[-1][1])
    columns = (
        dict(enumerate(row))
        if ruled or len(row) == head.width
        else {_column(head, _shown(text, line, place[0])): place for place in reversed(row)}
    )
    place = columns.get(head.name)
    if place is None:
        return None
    if _is_fine([text[slice(*columns[at])] for at in head.affected if at in columns]):
        return None
    stated = {at: count_in(text[slice(*columns[at])]) for at in head.numbers if at in columns}
    quantity = next(filter(None, stated.values()), None)
    found = named_in(reading, text, place, quantity, IN_ROW)
    counts = {number for number in stated.values() if number is not None}
    came = {stated[at] for at in head.came if at in stated}
    all_came = bool(came) and not head.affected and len(stated) > len(came) and len(counts) == 1
    return found._replace(cues=(*found.cues, COMPLETE)) if found and all_came else found


def _is_fine(wrong: Sequence[str]) -> bool:
    """Whether all columns that count what is wrong say that nothing is: `towels  90  90  0`."""
    return bool(wrong) and all(folded(cell).strip("-– ") in word_set("rows.nothing") for cell in wrong)


def _column(head: Head, shown: int) -> int:
    return min(range(head.width), key=lambda at: abs(head.shown[at] - shown))


def _shown(text: str, line: int, at: int) -> int:
    """At which column of a screen the character stands: a Chinese one takes two."""
    return at - line + sum(char > "⺀" for char in text[line:at])
