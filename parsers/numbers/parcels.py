"""Numbers of parcels, which stand behind the same words as those of orders: `单号 SF1448820118`, `圆通的单号`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from parsers.numbers.identifiers import count_digits
from parsers.numbers.reference_labels import Label
from parsers.text.reading import Reading
from parsers.text.wording import one_of, word_set

_LEAST_DIGITS = 11
_BEHIND = 60  # characters behind the word of a parcel's number, in which its way is told
_LETTERS_FIRST = re.compile(r"([A-Za-z]{2,4})\d{9,16}")


def is_parcel(reading: Reading, label: Label, name: str) -> bool:
    """Whether it is a parcel's number by its make, or a long one in a sentence that speaks of a parcel and no order."""
    first = reading.sentence(label.start)[0]
    if _is_waybill(name):
        return True
    if count_digits(name) < _LEAST_DIGITS or not name.replace(" ", "").isdigit():
        return False
    ordered = reading.once(_orders)
    at = bisect_left(ordered, first)
    spoken = at < len(ordered) and ordered[at] < label.start
    if spoken:
        return False
    behind = reading.lower[label.end : min(reading.sentence(label.start)[1], label.end + _BEHIND)]
    before = _carrying().search(reading.lower, first, label.start)
    return bool(before or (_on_the_way().search(behind) and not _bought().search(behind)))


def _is_waybill(name: str) -> bool:
    """`SF1448820118`: the number of a parcel, which its carrier's letters begin."""
    match = _LETTERS_FIRST.fullmatch(name)
    return match is not None and match[1].lower() in word_set("ref.waybill_prefix")


def _orders(reading: Reading) -> list[int]:
    """Where orders and ordering are spoken of."""
    return [hit.start for hit in reading.found("ref.order", "ref._ordering")]


@cache
def _carrying() -> re.Pattern[str]:
    return re.compile(one_of("ref.carrying"))


@cache
def _on_the_way() -> re.Pattern[str]:
    return re.compile(one_of("ref.on_the_way"))


@cache
def _bought() -> re.Pattern[str]:
    return re.compile(one_of("ref.bought"))
