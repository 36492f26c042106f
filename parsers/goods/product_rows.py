"""Products that a letter sets out in rows: a table's lines, a list's items with their numbers, labelled fields.

What stands below "Item" or behind "Product:" is a name whatever it is called, so no grammar is asked. Programs that
write plain text set the cells of a row apart by tabs, strokes, dashes or several spaces, of which the canonical text
has none left: the original is read here, and the places given are canonical ones all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from parsers.goods.candidates import HAN, Candidate, has_han
from parsers.goods.chinese_phrases import is_no_product
from parsers.goods.goods_words import is_idle, is_noun
from parsers.numbers.tables import MAX_LETTER_CHARS, Place, rows_of
from parsers.text.folding import lowered
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, whole_word, word_set

IN_ROW, IN_LIST, LABELLED = 3.0, 2.4, 2.0  # weights: how surely it is a product
_STATED = 0.5  # weight of a number that a labelled line states: before those of sentences
MAX_LABELS = 20
MAX_ITEMS = 40
_LONGEST_NAME = 60  # characters
_LONGEST_CELL = 80
_MOST_WORDS = 8
_MOST_HAN = 16
_INDENTED, _FEWEST_NUMBERS = 4, 2  # of a head without a word above the names: columns on the screen, and of the table
_MARK = re.compile(r"[\s★☆*•·-]*(?:\d{1,2}[.)、\]|｜]\s*|[①-⑳]\s*|\(\d{1,2}\)\s*)?[\s★☆*•·-]*")
_NAME_END = re.compile(r"[,，;；(（\[【:：]|\s[-–—@/]{1,2}\s|\s{2,}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"(?:[A-Z]{0,4}|(?i:pos|line|item|no)\.?)[ -]?\d[A-Za-z\d./-]*")
_NO_NAME = re.compile(
    rf"{_CODE.pattern}|\d{{1,2}}\.? [A-Z][a-z]{{2,8}}(?: \d{{2,4}})?|\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}})?"
)
_FEWEST_PRICED = 3  # cells of a row that ends in a price
_PRICE = re.compile(r"[£$€¥] ?\d[\d.,]*|\d[\d.,]*[.,]\d\d(?: ?[£$€¥])?")
_OF_SEVERAL_DIGITS = re.compile(r"[1-9](?:\d{1,5}|\d{0,2}(?:,\d{3})+)")
_FIGURE = re.compile(r"[-+$£€¥]?\s?\d[\d.,]*%?")
_PART_MEASURE = re.compile(r"\d{1,5}[.,]\d{1,3} ?(?P<measure>[a-z]+[23²³]?)")
_STROKE = re.compile(r"[\t|｜]")
_LABEL_ENDS = "】]:="
_AFTER_SPACE = ":="  # of these such as may have a space before them
_COUNTING = ":x×"  # before a number in a list: without a unit behind it others may lead to anything
_LEADER = "─…·.=_-"
_LEADERS = re.compile(rf"[{_LEADER}](?<=[{_LEADER}]{{2}})(?= ?[\d{ZH_NUMERAL[1:-1]}])")  # before a number
_VALUE = re.compile(r"(?:[】\]] ?[:=]?| ?[:=]) ?(?P<value>[^\n。;|]{2,120})")


@dataclass(frozen=True, slots=True)
class Rows:
    """What was found, and the canonical places of the tables: nothing else in them is a product."""

    candidates: tuple[Candidate, ...] = ()
    tables: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """Which columns of a table hold names, and which numbers: the affected ones first."""

    width: int
    name: int
    numbers: tuple[int, ...]
    affected: tuple[int, ...]  # of these such as count what is wrong
    shown: tuple[int, ...]  # where each column begins, as shown


def read_rows(reading: Reading, text: str) -> Rows:
    """The products in rows of `text`, the original."""
    if len(text) > MAX_LETTER_CHARS:
        return Rows()
    candidates: list[Candidate] = []
    tables: list[Place] = []
    head: _Head | None = None
    last, led = 0, False
    for row in rows_of(text, _LONGEST_CELL):
        line = text.rfind("\n", 0, row[0][0]) + 1
        if head and text.count("\n", last, line) > 2:
            head = None
        found = None
        if (new := _head(text, line, row)) is not None:
            head = new
        elif head:
            found = _below(reading, text, line, row, head)
        else:
            follows = led and text.count("\n", last, line) == 1
            found = (
                _field(reading, text, row)
                or _led(reading, text, row, follows=follows)
                or _item(reading, text, row)
                or _priced(reading, text, row)
            )
            led = found is not None and found.quantity is not None and _count(text[slice(*row[0])]) == found.quantity
        if found:
            candidates.append(found)
        if head or found or _is_figures(text, row):
            tables.append((reading.locate(row[0][0]), reading.locate(row[-1][1] - 1) + 1))
        last = row[-1][1]
    for item, place in list(_listed(reading, tables)):
        candidates.append(item)
        tables.append(place)
    candidates += _set_out(reading, tables)
    candidates += _labelled(reading)
    candidates += _stated(reading)
    return Rows(tuple(candidates), tuple(tables))


def _head(text: str, line: int, row: Sequence[Place]) -> _Head | None:
    cells = [_folded(text[slice(*place)]) for place in row]
    names = [at for at, cell in enumerate(cells) if cell in word_set("rows.name")]
    name = next((at for at in names if cells[at] not in word_set("rows.place")), next(iter(names), None))
    numbers, affected = _numbers(cells), _affected(cells)
    if not numbers or any(char.isdigit() for cell in cells for char in cell):
        return None
    shown = tuple(_shown(text, line, place[0]) for place in row)
    if name is not None:
        return _Head(len(row), name, numbers, affected, shown)
    if not _is_headless(cells, numbers, shown[0]):
        return None
    return _Head(len(row) + 1, 0, tuple(at + 1 for at in numbers), tuple(at + 1 for at in affected), (0, *shown))


def _is_headless(cells: Sequence[str], numbers: Sequence[int], indent: int) -> bool:
    """Whether it leaves the place above the names empty: columns that all count, or far to the right stand beside such."""
    if len(numbers) < _FEWEST_NUMBERS:
        return False
    if len(numbers) == len(cells):
        return True
    return indent >= _INDENTED and all(
        at in numbers or cell in word_set("rows.beside") for at, cell in enumerate(cells)
    )


def _is_figures(text: str, row: Sequence[Place]) -> bool:
    """Whether it is a row of figures: whatever its words are, they are no goods."""
    return sum(map(bool, (_FIGURE.fullmatch(text[slice(*place)].strip()) for place in row))) > 1 and len(row) > 2


def _numbers(cells: Sequence[str]) -> tuple[int, ...]:
    """The columns that count, those first that count what is wrong."""
    affected = _affected(cells)
    counted = (at for at, cell in enumerate(cells) if cell in word_set("rows.counted"))
    return (*affected, *(at for at in counted if at not in affected))


def _affected(cells: Sequence[str]) -> tuple[int, ...]:
    return tuple(at for at, cell in enumerate(cells) if cell in word_set("rows.affected"))


def _below(reading: Reading, text: str, line: int, row: Sequence[Place], head: _Head) -> Candidate | None:
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
    stated = [_count(text[slice(*columns[at])]) for at in head.numbers if at in columns]
    quantity = next(filter(None, stated), None)
    return _named(reading, text, place, quantity, IN_ROW)


def _is_fine(wrong: Sequence[str]) -> bool:
    """Whether all columns that count what is wrong say that nothing is: `towels  90  90  0`."""
    return bool(wrong) and all(_folded(cell).strip("-– ") in word_set("rows.nothing") for cell in wrong)


def _column(head: _Head, shown: int) -> int:
    return min(range(head.width), key=lambda at: abs(head.shown[at] - shown))


def _field(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`Material      cold rolled strip`, `Rejected qty.   6,210 kg`: a label and, apart, what it says; "" is no name."""
    if len(row) != 2:
        return None
    label, (first, last) = _folded(text[slice(*row[0])]), row[1]
    if label in word_set("rows.label") and not _FIGURE.fullmatch(text[first:last].strip()):
        counted = _leading().match(text, first, last)
        return _named(reading, text, (counted.end() if counted else first, last), _whole(counted), LABELLED)
    affected = label in word_set("rows.affected")
    quantity = _count(text[first:last]) if affected or label in word_set("rows.counted") else None
    if quantity is None:
        return None
    return Candidate("", quantity, reading.locate(first), reading.locate(last - 1) + 1, float(affected))


def _whole(match: re.Match[str] | None) -> int | None:
    return whole(match["number"]) if match else None


def _led(reading: Reading, text: str, row: Sequence[Place], *, follows: bool) -> Candidate | None:
    """`6 kg   oolong`: how many and, apart, the name; below such a row, `follows`, also `200   tins`."""
    quantity = _count(text[slice(*row[0])], measured=not follows)
    return None if quantity is None else _named(reading, text, row[1], quantity, IN_LIST)


def _item(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`Scroll compressor ZB38   6 sets   @ 412.00`: a name and, in one of the next two cells, how many."""
    first = 0
    while len(row) > first + 2 and _NO_NAME.fullmatch(text[slice(*row[first])].strip(" .()、")):
        first += 1
    for place in row[first + 1 : first + 3]:
        quantity = _count(text[slice(*place)], measured=True)
        if quantity is not None and (
            text[row[first][1] - 1] in ":：" or _is_number(reading, text, row[first])
        ):  # "Delivered qty:   400 pcs"
            start = reading.locate(place[0])
            return Candidate("", quantity, start, reading.locate(place[1] - 1) + 1, 0.0)
        if quantity is not None or _is_part_measure(text[slice(*place)]):
            return _named(reading, text, row[first], quantity, IN_LIST)
    return None


def _priced(reading: Reading, text: str, row: Sequence[Place]) -> Candidate | None:
    """`2,500   Narcissus 'Sempre'   £ 212.50`: how many, a name, and a price; a single digit may number the rows."""
    first, last = text[slice(*row[0])].strip(), text[slice(*row[-1])].strip()
    if len(row) < _FEWEST_PRICED or not _PRICE.fullmatch(last) or not _OF_SEVERAL_DIGITS.fullmatch(first):
        return None
    return _named(reading, text, row[1], _count(first), IN_LIST)


def _is_number(reading: Reading, text: str, place: Place) -> bool:
    """Whether what stands there says how many, or what is wrong with them: `入荷数`, `碗口缺釉`."""
    cell = _folded(text[slice(*place)])
    if cell.endswith(endings("rows.number")) or any(word in cell for word in word_set("rows.telling")):
        return True
    first, last = reading.locate(place[0]), reading.locate(place[1] - 1) + 1
    return has_han(reading.text[first:last]) and any(
        first <= hit.start and hit.end == last for hit in reading.found("defect.")[:200]
    )


def _is_part_measure(cell: str) -> bool:
    """`2.80 m3`: what is measured out rather than counted."""
    match = _PART_MEASURE.fullmatch(_folded(cell))
    return match is not None and match["measure"] in word_set("product.container")


def _count(cell: str, *, measured: bool = False) -> int | None:
    """`18`, `18 pcs`, `定 200公斤`: how many; `measured`: only with what is counted behind it, or "qty" before it."""
    match = _number().fullmatch(_folded(cell).lstrip("-–—=: "))
    if not match or (measured and not (match["measure"] or match["label"])):
        return None
    return whole(match["number"])


def _named(reading: Reading, text: str, place: Place, quantity: int | None, weight: float) -> Candidate | None:
    first, last = place
    mark = _MARK.match(text, first, last)
    first = mark.end() if mark else first
    end = _NAME_END.search(text, first + 1, last)
    last = end.start() if end else last
    name = text[first:last].strip()
    if not _LETTERS.search(name) or len(name) > _LONGEST_NAME or _is_no_name(_folded(name)):
        return None
    if name.endswith(endings("zh_product.attributed")):
        return None  # `其余16家店`: whose they are
    start = reading.locate(first)
    return Candidate(name, quantity, start, reading.locate(first + len(name) - 1) + 1, weight, ("row",))


def _is_no_name(cell: str) -> bool:
    """Whether it names a sum, a weight, a column or a number: "Total", "Rejected qty", "Article no. 487-13"."""
    *before, last = cell.split()
    if len(before) > 1 and last[-1].isdigit() and word_set("product.not_counted").issuperset(before):
        return True
    tail = next((end for end in endings("rows.so_far") if cell.endswith(end)), "")
    bare = cell.removesuffix(tail).rstrip(" :")  # "affected so far"
    return any(bare in word_set(f"rows.{kind}") for kind in ("none", "affected", "counted"))


def _listed(reading: Reading, tables: Sequence[Place]) -> Iterator[tuple[Candidate, Place]]:
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
        end = _NAME_END.search(reading.text, first + 1, last)
        last = end.start() if end else last
        name = reading.text[first:last].strip()
        if _is_name(name):
            yield Candidate(name, quantity, first, first + len(name), IN_LIST, ("row",)), item.span()


def _is_list_of_goods(item: re.Match[str]) -> bool:
    """Whether an item's bare number counts what it names: "- Hedge shears: 4", but neither "- Room: 4" nor a range."""
    words = item["name"].split()
    return item["mark"] in _COUNTING and is_noun(words[-1]) and not is_idle(words[-1])


def _set_out(reading: Reading, tables: Sequence[Place]) -> list[Candidate]:
    """`酸枣仁 五袋 短一两`, `制首乌 八袋 足秤`: two or more lines that begin with a Chinese name, a space, and how many."""
    items: list[Candidate] = []
    for item in islice(_set_out_line().finditer(reading.text, reading.body_start - 1), MAX_ITEMS):
        name, (first, last) = item["name"], item.span("name")
        if _is_no_name(name) or is_no_product(name) or any(first < end and start < last for start, end in tables):
            continue
        items.append(Candidate(name, whole(item["number"]), first, last, IN_LIST, ("row",)))
    return items if len(items) > 1 else []


def _may_be_led(lower: str) -> bool:
    """Whether dots or dashes lead to a number anywhere; in most letters a cheap look says that none do."""
    marks = [mark for mark in _LEADER if mark in lower]
    return any(one + other in lower for one in marks for other in marks) and _LEADERS.search(lower) is not None


def _is_name(text: str) -> bool:
    """Whether it has letters and no more of them than a name has."""
    if not _LETTERS.search(text):
        return False
    return len(HAN.findall(text)) <= _MOST_HAN if has_han(text) else len(text.split()) <= _MOST_WORDS


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


def _labelled(reading: Reading) -> Iterator[Candidate]:
    """`Appliance: …`, `品名:…`: what stands behind a label that only goods have."""
    values = (value for end in _label_ends(reading.lower) if (value := _VALUE.match(reading.text, end)))
    for value in islice(values, MAX_LABELS):
        first, last = value.span("value")
        counted = _leading().match(reading.lower, first, last)
        quantity = whole(counted["number"]) if counted else None
        first = counted.end() if counted else first
        end = _NAME_END.search(reading.text, first + 1, last)
        last = end.start() if end else last
        last = next((first + at for at in [reading.text[first:last].find(")")] if at > 0), last)
        if quantity is None and (behind := _trailing().search(reading.lower, first, last)):
            quantity, last = whole(behind["number"]), behind.start()
        name = reading.text[first:last].strip(" .'\"")
        first += len(reading.text[first:last]) - len(reading.text[first:last].lstrip(" .'\""))
        if _is_name(name):
            yield Candidate(name, quantity, first, first + len(name), LABELLED, ("label",))


def _stated(reading: Reading) -> Iterator[Candidate]:
    """`Ordered / received: 30 kits / 30 kits`, `Delivered: 40 000`: a line that says how many."""
    for line in islice(_stated_line().finditer(reading.lower, reading.body_start - 1), MAX_LABELS):
        quantity = whole(line["number"].replace(" ", ""))
        if quantity is not None and _is_unit(line["unit"]):
            weight = 1.0 if line["label"] in word_set("rows.affected") else _STATED
            yield Candidate("", quantity, line.start("number"), line.end(), weight)


def _is_unit(word: str | None) -> bool:
    """Whether goods may be counted so: "30 kits", but neither "30 days" nor "30 June"."""
    if word is None or word in word_set("product.container") or word in word_set("zh_product.measure"):
        return True
    return word.isascii() and not is_idle(word) and word not in word_set("ref.month")


@cache
def _stated_line() -> re.Pattern[str]:
    labels = one_of("rows.counted", "rows.affected")
    return re.compile(
        rf"\n(?P<label>{labels})(?: ?[/&] ?(?:{labels}))? ?[:=] ?(?P<number>\d{{1,3}}(?: \d{{3}}){{1,2}}|{NUMBER})"
        r"(?: ?(?P<unit>[^\W\d_]{1,12})\.?)?(?= ?(?:\n|\Z|[(,;]|/[^\d\n]))"
    )


def _label_ends(lower: str) -> Iterator[int]:
    """Where the labels end that only goods have. In most letters what stands before such a mark is none."""
    labels, longest, label = _labels_by_end(), _longest_label(), _label()
    for at in sorted([at for mark in _LABEL_ENDS if mark in lower for at in _places(mark, lower)]):
        end = at - (lower[at - 1 : at] == " " and lower[at] in _AFTER_SPACE)
        known = labels.get(lower[end - 1 : end])
        if known and lower.endswith(known, 0, end) and label.search(lower, max(0, end - longest), end):
            yield end


def _places(mark: str, text: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


@cache
def _labels_by_end() -> Mapping[str, tuple[str, ...]]:
    """These labels by their last characters."""
    labels = endings("rows.label")
    return {last: tuple([each for each in labels if each[-1] == last]) for last in {each[-1] for each in labels}}


@cache
def _longest_label() -> int:
    """Characters of the longest one, and the one before it."""
    return 1 + max(map(len, endings("rows.label")), default=0)


def _folded(cell: str) -> str:
    return lowered(cell.strip(" .:：★*")).strip()


def _shown(text: str, line: int, at: int) -> int:
    """At which column of a screen the character stands: a Chinese one takes two."""
    return at - line + sum(char > "⺀" for char in text[line:at])


@cache
def _number() -> re.Pattern[str]:
    before, measures = one_of("rows.before"), one_of("product.container", "zh_product.measure")
    label = whole_word("product.quantity_label")
    return re.compile(
        rf"(?:(?:(?P<label>{label})|{before})\s?[:：]?\s?|[x×*]\s?)?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})"
        rf"(?:\.0+)?\s?(?P<measure>{measures}|[x×])?\.?(?:\s?[@(,].{{0,20}})?"
    )


@cache
def _leading() -> re.Pattern[str]:
    measures = one_of("product.container", "zh_product.measure")
    fine = whole_word("product.fine")  # "12 oz. cans" says how large
    return re.compile(
        rf"(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})(?!\s?{fine})\s?(?:[x×]\s|(?:{measures})(?![a-z])\s?)(?:of )?"
    )


@cache
def _trailing() -> re.Pattern[str]:
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(rf"[\s,共]\s?(?:[x×*]\s?)?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})\s?(?:{measures})$")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"[\n(【\[;,。 ](?:{one_of('rows.label')})\Z")
