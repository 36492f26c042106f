"""Products in lines that tell of each how many: cells set apart by strokes, pairs of a word and a number, items of a list.

`Soup bowls / 2207 SB / 60 / 14`; `Line 1: bulkhead lights: ordered 40 / received 40 / invoiced 48`, `行1 蜂箱 订60 收60`;
"- spray decks: 20 came, 5 are torn". One such line says little, and so most are read only beside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from parsers.goods.candidates import Candidate
from parsers.goods.goods_words import is_idle, is_noun
from parsers.goods.product_cells import COMPLETE, IN_LIST, count_in, end_of_name, is_name, is_no_name, named_in
from parsers.goods.product_tables import Head, below, head_of
from parsers.numbers.figures import figures
from parsers.numbers.tables import MAX_COLUMNS, Place
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import any_set, one_of, whole_word, word_set

MAX_LINES = 40
MAX_FIGURES = 400  # numbers that are looked at
_STROKE = " / "
_LINE = re.compile(r"^[^\n]{5,400}$", re.MULTILINE)
_FEWEST_STROKES = 2  # in a row
_FEWEST_CELLS = 3
_LINE_END = 2  # characters
_LONGEST_CELL = 60
# The number of a pair is looked for first, and then its word before it: letters have more words than numbers.
_FIGURES = re.compile(r"\d(?:\d{0,2}(?:,\d{3}){1,3}(?!\d)|\d{0,8})(?![\d%.]|[-/]\d)")
_LABEL = re.compile(r"(?<![^\W_])([^\W\d_]{1,12}) ?[:=]? ?\Z")
_BEFORE = 16  # characters: the longest label, what parts it from its number, and one more
_BETWEEN = 12  # characters between two pairs: a unit and marks
_MARKED = re.compile(r"\n[-*•·–]")
_LOOSE = " :,-("


class _Pair(NamedTuple):
    """A word that counts and its number, with their place."""

    label: str
    number: int | None
    start: int
    end: int


def slashed(reading: Reading, text: str) -> list[tuple[Candidate | None, Place]]:
    """The products of rows whose cells strokes set apart, and the canonical places of all such rows."""
    found: list[tuple[Candidate | None, Place]] = []
    if text.count(_STROKE) < _FEWEST_CELLS:
        return found
    for block in _blocks(text):
        head = head_of(text, block[0][0][0], block[0])
        rows = [(row, _below(reading, text, row, head)) for row in (block[1:] if head else block)]
        if head or len([each for _, each in rows if each]) > 1:
            found += [(each, _place(reading, row)) for row, each in rows]
            found += [(None, _place(reading, block[0]))] if head else []
    return found


def _blocks(text: str) -> Iterator[list[list[Place]]]:
    """The rows that stand line below line."""
    block: list[list[Place]] = []
    last = -1
    lines = (line for line in _LINE.finditer(text) if line[0].count(_STROKE) >= _FEWEST_STROKES)
    for line in islice(lines, MAX_LINES):
        row = list(_cells(line[0], line.start()))
        if block and (line.start() - last > _LINE_END or len(row) != len(block[0])):
            yield block
            block = []
        if len(row) <= MAX_COLUMNS and all(end - start <= _LONGEST_CELL for start, end in row):
            block.append(row)
        last = line.end()
    if block:
        yield block


def _cells(line: str, offset: int) -> Iterator[Place]:
    for cell in line.split(_STROKE):
        bare = cell.strip()
        start = offset + len(cell) - len(cell.lstrip())
        yield start, start + max(1, len(bare))
        offset += len(cell) + len(_STROKE)


def _below(reading: Reading, text: str, row: Sequence[Place], head: Head | None) -> Candidate | None:
    """The product of a row; without a head the last cell counts and the first one names."""
    if head:
        return below(reading, text, row[0][0], row, head)
    quantity = count_in(text[slice(*row[-1])])
    return None if quantity is None else named_in(reading, text, row[0], quantity, IN_LIST)


def _place(reading: Reading, row: Sequence[Place]) -> Place:
    return reading.locate(row[0][0]), reading.locate(row[-1][1] - 1) + 1


def told(reading: Reading, tables: Sequence[Place]) -> Iterator[tuple[Candidate, Place]]:
    """The products of lines that say with words of each how many, and these lines."""
    for found in (_paired(reading), _items(reading)):
        if len(found) > 1:
            yield from (
                (each, place)
                for each, place in found
                if not any(place[0] < end and first < place[1] for first, end in tables)
            )


def _paired(reading: Reading) -> list[tuple[Candidate, Place]]:
    """`Line 1: bulkhead lights: ordered 40 / received 40`."""
    found: list[tuple[Candidate, Place]] = []
    for line, pairs in islice(_pairs(reading).items(), MAX_LINES):
        beside = all(after.start - one.end <= _BETWEEN for one, after in pairwise(pairs))
        if len(pairs) > 1 and beside and (name := _name_of(reading, line, pairs[0].start)):
            counts = {pair.label: pair.number for pair in pairs}
            cues = ("row", COMPLETE) if _all_came(counts) else ("row",)
            start, end = name
            each = Candidate(reading.text[start:end], _how_many(counts), start, end, IN_LIST, cues)
            found.append((each, (line, pairs[-1].end)))
    return found


def _pairs(reading: Reading) -> dict[int, list[_Pair]]:
    """The words that count, each with its number, by where their line begins."""
    lines: dict[int, list[_Pair]] = {}
    text = reading.lower
    labels = any_set("rows.counted", "rows.affected", "rows.before")
    body = [start for start in reading.once(figures).starts if start >= reading.body_start]
    for start in body[:MAX_FIGURES]:
        first = max(0, start - _BEFORE)
        label = _LABEL.search(text[first:start])
        if label and label[1] in labels and (number := _FIGURES.match(text, start)):
            pair = _Pair(label[1], whole(number[0]), first + label.start(), number.end())
            lines.setdefault(text.rfind("\n", 0, pair.start) + 1, []).append(pair)
    return lines


def _all_came(counts: dict[str, int | None]) -> bool:
    """Whether as many came as everything else says."""
    came = word_set("rows.came").intersection(counts)
    return bool(came) and len(counts) > len(came) and len(set(counts.values())) == 1 and not _affected(counts)


def _affected(counts: dict[str, int | None]) -> list[str]:
    return [label for label in counts if label in word_set("rows.affected")]


def _how_many(counts: dict[str, int | None]) -> int | None:
    """What is wrong with so many, or else how many there should be, before how many came."""
    came = word_set("rows.came")
    labels = [*_affected(counts), *(each for each in counts if each not in came), *counts]
    return next((counts[label] for label in labels if counts[label]), None)


def _name_of(reading: Reading, line: int, end: int) -> Place | None:
    """Where the name stands between the beginning of the line and the first pair of it."""
    if end - line > _LONGEST_CELL * 2:
        return None
    numbering = _numbering().match(reading.lower, line, end)
    start = numbering.end() if numbering else line
    start += len(reading.text[start:end]) - len(reading.text[start:end].lstrip(_LOOSE))
    end = start + len(reading.text[start:end].rstrip(_LOOSE))
    end = end_of_name(reading.text, start, end) if end > start else end
    name = reading.text[start:end].rstrip()
    fit = is_name(name) and len(name) <= _LONGEST_CELL and not is_no_name(name.lower())
    return (start, start + len(name)) if fit and _may_be_goods(name.lower()) else None


def _may_be_goods(name: str) -> bool:
    """Whether its last word is not one of those that letters count besides goods: days, calls."""
    last = name.rsplit(maxsplit=1)[-1]
    return is_noun(last) or not is_idle(last)


def _items(reading: Reading) -> list[tuple[Candidate, Place]]:
    """`- spray decks: 20 came, 5 are torn`, `- 蓝莓:到20盒,烂5盒`."""
    found: list[tuple[Candidate, Place]] = []
    if len(_MARKED.findall(reading.text)) < 2:  # as in most letters
        return found
    for item in islice(_item().finditer(reading.lower, reading.body_start - 1), MAX_LINES):
        name, (start, end) = item["name"], item.span("name")
        quantity = whole(item["number"] or item["counted"])
        if quantity and is_name(name) and _may_be_goods(name) and not is_no_name(name):
            each = Candidate(reading.text[start:end], quantity, start, end, IN_LIST, ("row",))
            found.append((each, item.span()))
    return found


@cache
def _numbering() -> re.Pattern[str]:
    """`Line 1:`, `行1`, `2)` before a name."""
    return re.compile(rf"(?:(?:{one_of('rows.line')}) ?\d{{1,3}} ?[:.)、]? ?|\(?\d{{1,2}} ?[:.)、] ?|[-*•·–] ?)")


@cache
def _item() -> re.Pattern[str]:
    happened = whole_word("rows.happened", "rows.came", "product.predicate")
    said, measures = one_of("rows.before"), one_of("zh_product.measure")
    return re.compile(
        rf"\n[-*•·–] ?(?P<name>[^\W\d_][^\n:,;()]{{1,40}}) ?[:,] ?"
        rf"(?:(?P<number>{NUMBER}) {happened}|(?:{said})了?(?P<counted>{NUMBER}|{ZH_NUMERAL}{{1,6}}) ?(?:{measures}))[^\n]{{0,200}}"
    )
