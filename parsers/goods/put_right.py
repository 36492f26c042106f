"""Which number of goods the writer puts in another's place: "46 hinges short, it's 64", "64, not 46", `不是46个,是64个`."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice

from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word

_MOST = 8  # such places in a letter
_SMALL = 2  # from which on a number is of several


def put_right(reading: Reading, quantity: int, taken: frozenset[int]) -> int:
    """The number that the writer says is right where `quantity` is what was wrong; else `quantity` itself.

    Numbers that begin at the places `taken` name something else.
    """
    if (
        quantity < _SMALL
        or not reading.found("fix.not")
        or not _denied_number().search(reading.lower, reading.body_start)
    ):
        return quantity
    for pattern in _denied():
        for match in islice(pattern.finditer(reading.lower, reading.body_start), _MOST):
            right, wrong = whole(match["right"]), whole(match["wrong"])
            if wrong == quantity != right and right and match.start("right") not in taken:
                return right
    return quantity


@cache
def _denied_number() -> re.Pattern[str]:
    """What stands in every such place, and in few letters."""
    return re.compile(rf"{whole_word('fix.denied')} ?(?:\d|{ZH_NUMERAL})")


@cache
def _denied() -> tuple[re.Pattern[str], ...]:
    """`not 46 but 64`, `不是46个,是64个`; `64 is what should come, not 46`, `是64个,不是46个`."""
    number = rf"(?:{NUMBER}|{ZH_NUMERAL}{{1,6}})"
    measure = rf"(?: ?(?:{one_of('zh_product.measure')}))?"
    denied, rather = whole_word("fix.denied"), whole_word("fix.rather")
    right, wrong, end = rf"(?P<right>{number})", rf"(?P<wrong>{number})", r"(?![\d%]|[.,/-]\d)"
    return (
        re.compile(rf"{denied} ?{wrong}{measure}{end}[^,.;:。\d\n]{{0,16}}?[, ]{{0,2}}{rather} ?{right}{end}"),
        re.compile(
            rf"(?<![\d./-])(?<!{ZH_NUMERAL}){right}{measure}{end}[^.;:。\d\n]{{0,30}}?,? ?{denied} ?{wrong}{end}"
        ),
    )
