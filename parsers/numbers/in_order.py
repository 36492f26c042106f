"""Invoices that are named only to say that nothing is the matter with them: "88122 and 88123 are correct", `414那张是对的`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.numbers.identifiers import Number
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word


def without_those_in_order(reading: Reading, numbers: Sequence[Number]) -> list[Number]:
    """The numbers, but of several invoices those that the letter speaks of only to say that they are in order."""
    invoices = [number for number in numbers if number.kind == "invoice"]
    if len({number.name for number in invoices}) < 2:
        return list(numbers)
    names = {number.name.upper() for number in invoices}
    named = sorted((number for number in numbers if number.name.upper() in names), key=lambda number: number.start)
    well = {number.start for number in named if _said().match(reading.lower, number.end)}
    last = {number.name.upper(): number.start for number in named}
    concerned = {name for name, start in last.items() if start not in well}
    if not well or not concerned:
        return list(numbers)
    return [number for number in numbers if number.kind != "invoice" or number.name.upper() in concerned]


@cache
def _said() -> re.Pattern[str]:
    """What says so behind the number, perhaps behind more numbers; of Chinese without a verb."""
    more = rf"(?:(?: ?(?:{one_of('ref.join')}|[,、/]) ?)[a-z0-9/_.-]{{0,20}}\d){{0,8}}"
    said = rf" {whole_word('ref.copula')} (?:{whole_word('ref.all_of')} )?|[,)(]? ?(?=[\u4e00-\u9fff])"
    over = rf"$|[.;)!\n。]|,? (?:{one_of('ref.join')}) |,? ?[\u4e00-\u9fff]"
    aside = r"(?: ?\([^()\n]{1,40}\))?"
    return re.compile(rf"{more}{aside}(?:{said})(?:{whole_word('ref.all_well')})(?={over})")
