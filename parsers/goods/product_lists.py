"""Products in lists: lines that begin with a mark or a name and say how many, perhaps behind dots or dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from parsers.goods.candidates import Candidate, has_han
from parsers.goods.chinese_phrases import is_no_product
from parsers.goods.goods_words import is_idle, is_noun
from parsers.goods.product_cells import IN_LIST, end_of_name, is_name, is_no_name
from parsers.numbers.tables import Place
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import one_of

MAX_ITEMS = 40
_COUNTING = ":x×"  # before a number in a list: without a unit behind it others may lead to anything
# Two items in one line. Begins with its figure: the engine skips to these.
_RUN_ON = re.compile(r"1(?<![\d.]1) ?[.)、](?!\d)[^\n]{5,120}[^\d.]2 ?[.)、](?!\d)")
_LEADER = "─…·.=_-"
_LEADERS = re.compile(rf"[{_LEADER}](?<=[{_LEADER}]{{2}})(?= ?[\d{ZH_NUMERAL[1:-1]}])")  # before a number


def listed(reading: Reading, tables: Sequence[Place]) -> Iterator[tuple[Candidate, Place]]:
    """`- Control level 2, lot 0924C: 4 vials`, `黄糖 ── 6箱`: a list's item that ends in how many, and its whole line."""
    line = _led_line() if _may_be_led(reading.lower) else _marked_line()
    for item in islice(line.finditer(reading.lower, reading.body_start - 1), MAX_ITEMS):
        marked = item["name"] is not None
        first, last = item.span("name" if marked else "led")
        quantity = whole(item["number" if marked else "led_number"])
        if marked and not item["unit"] and not _is_list_of_goods(item):
            continue
        if quantity is None or any(first < end and start < last for start, end in tables):
            continue
        last = end_of_name(reading.text, first, last)
        name = reading.text[first:last].strip()
        if is_name(name):
            yield Candidate(name, quantity, first, first + len(name), IN_LIST, ("row",)), item.span()


def running(reading: Reading, tables: Sequence[Place]) -> Iterator[tuple[Candidate, Place]]:
    """`1. Milk can gaskets, food grade, 600 nos. 2. Lid clamps SS 304, 50 nos.`: items of a list that all stand in one line."""
    if not _RUN_ON.search(reading.text):
        return
    expected, end = 1, -1
    for item in islice(_running_item().finditer(reading.lower, reading.body_start), MAX_ITEMS):
        number, (first, last) = int(item["item"]), item.span("name")
        expected = expected if item.start() - end in range(4) else 1
        quantity = whole(item["number"])
        if number != expected or quantity is None or any(first < stop and start < last for start, stop in tables):
            continue
        expected, end = number + 1, item.end()
        last = end_of_name(reading.text, first, last)
        name = reading.text[first:last].strip()
        if is_name(name):
            yield Candidate(name, quantity, first, first + len(name), IN_LIST, ("row",)), item.span()


def _is_list_of_goods(item: re.Match[str]) -> bool:
    """Whether an item's bare number counts what it names: "- Hedge shears: 4", but neither "- Room: 4" nor a range."""
    words = item["name"].split()
    return item["mark"] in _COUNTING and is_noun(words[-1]) and not is_idle(words[-1])


def set_out(reading: Reading, tables: Sequence[Place]) -> list[Candidate]:
    """`酸枣仁 五袋 短一两`, `制首乌 八袋 足秤`: two or more lines that begin with a Chinese name, a space, and how many."""
    items: list[Candidate] = []
    if not has_han(reading.text):
        return items
    for item in islice(_set_out_line().finditer(reading.text, reading.body_start - 1), MAX_ITEMS):
        name, (first, last) = item["name"], item.span("name")
        if is_no_name(name) or is_no_product(name) or any(first < end and start < last for start, end in tables):
            continue
        items.append(Candidate(name, whole(item["number"]), first, last, IN_LIST, ("row",)))
    return items if len(items) > 1 else []


def _may_be_led(lower: str) -> bool:
    """Whether dots or dashes lead to a number anywhere; in most letters a cheap look says that none do."""
    marks = [mark for mark in _LEADER if mark in lower]
    return any(one + other in lower for one in marks for other in marks) and _LEADERS.search(lower) is not None


@cache
def _marked_line() -> re.Pattern[str]:
    """A line that begins with a mark."""
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(
        rf"\n(?:[-*•·–] ?|\(?\d{{1,2}}[.)、] ?|[①-⑳] ?)(?P<name>[^\W\d_][^\n]{{2,80}}?)"
        rf" ?(?P<mark>[-:,–x×])(?<!\d,) ?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}}) ?"
        rf"(?:(?P<unit>{measures})\.?(?: (?:of|a|à|@|each)\b[^\n]{{0,24}}| ?[(@][^\n]{{1,24}})?)?\.? ?(?=\n|\Z)"
    )


@cache
def _running_item() -> re.Pattern[str]:
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(
        rf"(?<![\d.])(?P<item>\d{{1,2}}) ?[.)、] ?(?P<name>[^\W\d_][^\n;:!?]{{2,80}}?)[,，x×(-]? ?"
        rf"(?<![\d.,])(?P<number>{NUMBER}) ?(?:{measures})(?![^\W_])\)?[.;,，；。]?(?= ?\d{{1,2}} ?[.)、]| |\n|\Z)"
    )


@cache
def _set_out_line() -> re.Pattern[str]:
    return re.compile(
        rf"\n(?P<name>[一-鿿]{{2,10}}(?:[A-Z0-9#-]{{1,8}})?) (?:\d{{1,4}}[a-zA-Z]{{1,2}} )?"
        rf"(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}}) ?(?:{one_of('zh_product.measure')})(?=[ \n,;(]|\Z)"
    )


@cache
def _led_line() -> re.Pattern[str]:
    """The same, or one that leads to its number by dots or dashes: `面粉 25kg ── 20包(每包…)`, "Flour ..... 20 bags"."""
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(
        rf"{_marked_line().pattern}"
        rf"|\n(?P<led>[^\W\d_][^\n]{{1,60}}?)(?: \d{{1,5}}(?:[.,]\d+)? ?(?:{one_of('product.size')}))?"
        rf" ?[{_LEADER}]{{2,30}} ?(?P<led_number>{NUMBER}|{ZH_NUMERAL}{{1,6}}) ?(?:{measures})\.?(?: ?\([^()\n]{{1,24}}\))? ?(?=\n|\Z)"
    )
