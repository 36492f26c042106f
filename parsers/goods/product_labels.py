"""Products behind labels: lines and brackets that say `Appliance: …` or `品名:…`, and lines that say how many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

from parsers.goods.candidates import Candidate
from parsers.goods.goods_words import is_idle
from parsers.goods.product_cells import LABELLED, count_behind_comma, counted_first, end_of_name, is_name
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, word_set

MAX_LABELS = 20
_STATED = 0.5  # weight of a number that a labelled line states: before those of sentences
_LABEL_ENDS = "】]:="
_AFTER_SPACE = ":="  # of these such as may have a space before them
_CODE = re.compile(
    r" ?(?:[A-Z]{1,4}[-.]?)?\d{1,6}(?:[.-]\d{1,6}){1,4} (?=[^\W\d_])"
)  # an article's number before its name
_VALUE = re.compile(r"(?:[】\]] ?[:=]?| ?[:=]) ?(?P<value>[^\n。;|]{2,120})")


def labelled(reading: Reading) -> Iterator[Candidate]:
    """`Appliance: …`, `品名:…`: what stands behind a label that only goods have."""
    values = (value for end in _label_ends(reading.lower) if (value := _VALUE.match(reading.text, end)))
    for value in islice(values, MAX_LABELS):
        first, last = value.span("value")
        counted = counted_first().match(reading.lower, first, last)
        quantity = whole(counted["number"]) if counted else None
        first = counted.end() if counted else first
        quantity = count_behind_comma(reading.text[first:last]) if quantity is None else quantity
        first = code.end() if (code := _CODE.match(reading.text, first, last)) else first
        last = end_of_name(reading.text, first, last)
        last = next((first + at for at in [reading.text[first:last].find(")")] if at > 0), last)
        if quantity is None and (behind := _trailing().search(reading.lower, first, last)):
            quantity, last = whole(behind["number"]), behind.start()
        name = reading.text[first:last].strip(" .'\"")
        first += len(reading.text[first:last]) - len(reading.text[first:last].lstrip(" .'\""))
        if is_name(name):
            yield Candidate(name, quantity, first, first + len(name), LABELLED, ("label",))


def stated(reading: Reading) -> Iterator[Candidate]:
    """`Ordered / received: 30 kits / 30 kits`, `Delivered: 40 000`: a line that says how many."""
    if ":" not in reading.lower and "=" not in reading.lower:
        return  # as in most letters
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


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"[\n(【\[;,。 ](?:{one_of('rows.label')})\Z")


@cache
def _trailing() -> re.Pattern[str]:
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(rf"[\s,共]\s?(?:[x×*]\s?)?(?P<number>{NUMBER}|{ZH_NUMERAL}{{1,6}})\s?(?:{measures})$")
