"""Products that a letter sets out in rows: a table's lines, a list's items with their numbers, labelled fields.

What stands below "Item" or behind "Product:" is a name whatever it is called, so no grammar is asked. Programs that
write plain text set the cells of a row apart by tabs, strokes, dashes or several spaces, of which the canonical text
has none left: the original is read here, and the places given are canonical ones all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from parsers.goods.candidates import Candidate, has_han, singular
from parsers.goods.product_cells import (
    COMPLETE,
    IN_LIST,
    LABELLED,
    count_behind_comma,
    count_in,
    counted_first,
    folded,
    named_in,
)
from parsers.goods.product_labels import labelled, stated
from parsers.goods.product_lists import listed, running, set_out
from parsers.goods.product_tables import Head, below, head_of
from parsers.goods.product_told import slashed, told
from parsers.numbers.tables import MAX_LETTER_CHARS, Place, rows_of
from parsers.text.numerals import whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, word_set

_LONGEST_CELL = 80
_CODE = re.compile(r"(?:[A-Z]{0,4}|(?i:pos|line|item|no)\.?)[ -]?\d[A-Za-z\d./-]*")
_NO_NAME = re.compile(
    rf"{_CODE.pattern}|\d{{1,2}}\.? [A-Z][a-z]{{2,8}}(?: \d{{2,4}})?|\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}})?"
)
_FEWEST_PRICED = 3  # cells of a row that ends in a price
_PRICE = re.compile(r"[£$€¥] ?\d[\d.,]*|\d[\d.,]*[.,]\d\d(?: ?[£$€¥])?")
_OF_SEVERAL_DIGITS = re.compile(r"[1-9](?:\d{1,5}|\d{0,2}(?:,\d{3})+)")
_TWO_FIELDS = 4  # cells
_HEAD_OF_HAN = 2  # characters of a Chinese name that tell what it is
_FIGURE = re.compile(r"[-+$£€¥]?\s?\d[\d.,]*%?")
_PART_MEASURE = re.compile(r"\d{1,5}[.,]\d{1,3} ?(?P<measure>[a-z]+[23²³]?)")


@dataclass(frozen=True, slots=True)
class Rows:
    """What was found, and the canonical places of the tables: nothing else in them is a product."""

    candidates: tuple[Candidate, ...] = ()
    tables: tuple[Place, ...] = ()


def read_rows(reading: Reading, text: str) -> Rows:
    """The products in rows of `text`, the original."""
    if len(text) > MAX_LETTER_CHARS:
        return Rows()
    candidates: list[Candidate] = []
    tables: list[Place] = []
    head: Head | None = None
    last, led = 0, False
    for row in rows_of(text, _LONGEST_CELL):
        line = text.rfind("\n", 0, row[0][0]) + 1
        if head and text.count("\n", last, line) > 2:
            head = None
        found = None
        if (new := head_of(text, line, row)) is not None:
            head = new
        elif head:
            found = below(reading, text, line, row, head)
        else:
            follows = led and text.count("\n", last, line) == 1
            pairs = _fields(reading, text, row)
            candidates += pairs
            found = (
                _field(reading, text, row)
                or _led(reading, text, row, follows=follows)
                or _item(reading, text, row)
                or _priced(reading, text, row)
            )
            led = found is not None and found.quantity is not None and count_in(text[slice(*row[0])]) == found.quantity
        if found:
            candidates.append(found)
        if head or found or _is_figures(text, row):
            tables.append((reading.locate(row[0][0]), reading.locate(row[-1][1] - 1) + 1))
        last = row[-1][1]
    candidates += _in_lines(reading, text, tables)
    candidates += labelled(reading)
    candidates += stated(reading)
    return Rows(tuple(candidates), tuple(tables))


def _in_lines(reading: Reading, text: str, tables: list[Place]) -> Iterator[Candidate]:
    """What lines say that are no rows with cells; their places are added to `tables`."""
    for found, place in chain(slashed(reading, text), told(reading, tables)):
        tables.append(place)
        if found:
            yield found
    for item, place in [*listed(reading, tables), *running(reading, tables)]:
        tables.append(place)
        yield item
    for item in set_out(reading, tables):
        tables.append((item.start, item.end))  # no part of such a name is another: `双星水槽 4个`
        yield item


def without_complete(reading: Reading, rows: Sequence[Candidate]) -> list[Candidate]:
    """The rows without those that say that all came, where others say that something did not: those are what it is about.

    Unless a sentence says of what a row names that something is wrong with it.
    """
    if not any("row" in c.cues and COMPLETE not in c.cues for c in rows):
        return list(rows)
    lines = {reading.sentence(c.start) for c in rows}
    within = {reading.sentence(hit.start) for hit in reading.found("defect.")[:200]} - lines
    wrong = " ".join([reading.lower[start:end] for start, end in within])
    return [c for c in rows if COMPLETE not in c.cues or _last_of(c.name) in wrong]


def _last_of(name: str) -> str:
    """What tells things apart that are named more or less fully: the last word, or two Chinese characters."""
    return name[-_HEAD_OF_HAN:] if has_han(name) else singular(name.lower().rsplit(maxsplit=1)[-1])


def _is_figures(text: str, row: Sequence[Place]) -> bool:
    """Whether it is a row of figures: whatever its words are, they are no goods."""
    return sum(map(bool, (_FIGURE.fullmatch(text[slice(*place)].strip()) for place in row))) > 1 and len(row) > 2


def _field(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`Material      cold rolled strip`, `Rejected qty.   6,210 kg`: a label and, apart, what it says; "" is no name."""
    if len(row) != 2:
        return None
    label, (first, last) = folded(text[slice(*row[0])]), row[1]
    if label in word_set("rows.label") and not _FIGURE.fullmatch(text[first:last].strip()):
        counted = counted_first().match(text, first, last)
        many = _whole(counted) if counted else count_behind_comma(text[first:last])
        return named_in(reading, text, (counted.end() if counted else first, last), many, LABELLED)
    affected = label in word_set("rows.affected")
    quantity = count_in(text[first:last]) if affected or label in word_set("rows.counted") else None
    if quantity is None:
        return None
    return Candidate("", quantity, reading.locate(first), reading.locate(last - 1) + 1, float(affected))


def _fields(reading: Reading, text: str, row: Sequence[Place]) -> list[Candidate]:
    """`Qty received  2,500   Qty inspected  200   Qty rejected  200`: what several fields in one line say how many."""
    if len(row) < _TWO_FIELDS or len(row) % 2:
        return []
    pairs = zip(row[::2], row[1::2], strict=True)
    return [each for pair in pairs if (each := _field(reading, text, pair)) is not None and not each.name]


def _whole(match: re.Match[str] | None) -> int | None:
    return whole(match["number"]) if match else None


def _led(reading: Reading, text: str, row: Sequence[Place], *, follows: bool) -> Candidate | None:
    """`6 kg   oolong`: how many and, apart, the name; below such a row, `follows`, also `200   tins`."""
    quantity = count_in(text[slice(*row[0])], measured=not follows)
    return None if quantity is None else named_in(reading, text, row[1], quantity, IN_LIST)


def _item(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`Scroll compressor ZB38   6 sets   @ 412.00`: a name and, in one of the next two cells, how many."""
    first = 0
    while len(row) > first + 2 and _NO_NAME.fullmatch(text[slice(*row[first])].strip(" .()、")):
        first += 1
    for place in row[first + 1 : first + 3]:
        quantity = count_in(text[slice(*place)], measured=True)
        if quantity is not None and (
            text[row[first][1] - 1] in ":：" or _is_number(reading, text, row[first])
        ):  # "Delivered qty:   400 pcs"
            start = reading.locate(place[0])
            return Candidate("", quantity, start, reading.locate(place[1] - 1) + 1, 0.0)
        if quantity is not None or _is_part_measure(text[slice(*place)]):
            return named_in(reading, text, row[first], quantity, IN_LIST)
    return None


def _priced(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`2,500   Narcissus 'Sempre'   £ 212.50`: how many, a name, and a price; a single digit may number the rows."""
    first, last = text[slice(*row[0])].strip(), text[slice(*row[-1])].strip()
    if len(row) < _FEWEST_PRICED or not _PRICE.fullmatch(last) or not _OF_SEVERAL_DIGITS.fullmatch(first):
        return None
    return named_in(reading, text, row[1], count_in(first), IN_LIST)


def _is_number(reading: Reading, text: str, place: Place) -> bool:
    """Whether what stands there says how many, or what is wrong with them: `入荷数`, `碗口缺釉`."""
    cell = folded(text[slice(*place)])
    if cell.endswith(endings("rows.number")) or any(word in cell for word in word_set("rows.telling")):
        return True
    first, last = reading.locate(place[0]), reading.locate(place[1] - 1) + 1
    return has_han(reading.text[first:last]) and any(
        first <= hit.start and hit.end == last for hit in reading.found("defect.")[:200]
    )


def _is_part_measure(cell: str) -> bool:
    """`2.80 m3`: what is measured out rather than counted."""
    match = _PART_MEASURE.fullmatch(folded(cell))
    return match is not None and match["measure"] in word_set("product.container")
