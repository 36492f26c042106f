"""Numbers of papers in Chinese that are counted or named right beside them: `3350716/17/19三张票`, `119号单`, `售字0417`.

Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.numbers.announced import numbers_between
from parsers.numbers.identifiers import Number, counts_nothing
from parsers.numbers.known import Known, is_free
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word

_LONGEST_LIST = 160  # characters of numbers that are counted behind
_BEFORE = 5  # characters before a number, in which "No." stands
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}")


def read_counted(reading: Reading, known: Known) -> list[Number]:
    """Every such number whose place is free."""
    if reading.text.isascii():
        return []
    taken = sorted(known.taken)
    found = [*_counted(reading), *_of_papers(reading), *_in_registers(reading, known), *_bought_under(reading)]
    return [each for each in found if is_free(taken, each.start, each.end)]


def _counted(reading: Reading) -> Iterator[Number]:
    """`3350716/17/19三张票`: numbers that are counted behind; of what is in order the numbers are no matter."""
    text = reading.text
    for match in _counting().finditer(text):
        at = max(match.start() - _LONGEST_LIST, text.rfind("\n", 0, match.start()) + 1)
        listed = _list_ending().search(text, at, match.start())
        if listed:
            kind = "order" if match["order"] or match["of_order"] else "invoice"
            well = _well_behind().match(text, match.end())
            yield from numbers_between(reading, "other" if well else kind, listed.start(), match.start())


def _of_papers(reading: Reading) -> Iterator[Number]:
    """`119号单`, `No.00331872发票`, `24117788专票`."""
    for match in _of_paper().finditer(reading.text):
        if not _PHONE.fullmatch(match[1]) and (match["numbered"] or _is_named(reading, match[1], match.start())):
            yield Number("order" if match["order"] else "invoice", match[1], match.start(1), match.end(1))


def _in_registers(reading: Reading, known: Known) -> Iterator[Number]:
    """`单子是售字0418`, `订货单：礼字第0306号`: the register is part of the number."""
    if "字" not in reading.text:
        return
    for kind, _, end in known.announcing:
        match = _in_register().match(reading.text, end) if kind in ("invoice", "order") else None
        if match:
            yield Number(kind, match[1], match.start(1), match.end(1))


def _bought_under(reading: Reading) -> Iterator[Number]:
    """`团购第0904号`."""
    for match in _bought_as().finditer(reading.text) if "第" in reading.text else ():
        yield Number("order", match[1], match.start(1), match.end(1))


def _is_named(reading: Reading, name: str, start: int) -> bool:
    """Whether the paper's word right behind needs no `号`: "No." stands before the number, or it is long and no day."""
    if _marker_ending().search(reading.lower, max(0, start - _BEFORE), start):
        return True
    return name.isdigit() and counts_nothing(name)


@cache
def _counting() -> re.Pattern[str]:
    """`三张票`, `两张水性漆发票` behind a number. Begins with what is counted: the engine skips to these."""
    kinds = rf"(?:(?P<order>{one_of('ref.several_orders')})|{one_of('ref.several_invoices')})(?!{one_of('ref.after_paper')})"
    of_goods = rf"(?:{one_of('ref.sheet')})[一-鿿]{{1,8}}?(?:(?P<of_order>{one_of('ref.order_behind')})|{one_of('ref.invoice_behind')})"
    return re.compile(rf"(?:{one_of('ref.counted')})(?:{kinds}|{of_goods})")


@cache
def _list_ending() -> re.Pattern[str]:
    joins = rf"(?:{one_of('ref.join', 'ref.through')}|[,、/~-]) ?"
    return re.compile(
        rf"(?<![A-Za-z0-9/_.-])[A-Z]{{0,6}}-?\d{{4,20}}(?:-\d{{2,6}})?(?:{joins}-?[A-Z]{{0,6}}-?\d{{2,20}}){{1,12}}(?:{one_of('ref.numbered')})?[ ,]?$"
    )


@cache
def _well_behind() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('ref.all_of')})?(?:{one_of('ref.all_well')})")


@cache
def _of_paper() -> re.Pattern[str]:
    """`119号单`, `70045519号票`, `24117788专票`. Begins with the figures: the engine skips to these."""
    order, invoice = one_of("ref.paper_order", "ref.order_behind"), one_of("ref.paper_invoice", "ref.invoice_behind")
    number = r"(?<![A-Za-z0-9/-])(?<!\d\.)([0-9][A-Z0-9-]{2,29})"
    return re.compile(
        rf"{number} ?(?P<numbered>号)?(?:(?P<order>{order})|(?:{invoice}))(?!{one_of('ref.after_paper')})"
    )


@cache
def _in_register() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('ref.link', 'ref.marker', 'ref.told')}|[ :,]){{0,3}}([一-鿿]{{1,3}}字第?\d{{2,10}}(?:-\d{{1,6}})?号?)"
    )


@cache
def _bought_as() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('ref.bought_as')})(?:{one_of('ref.ordinal')})(\d{{3,12}})(?:{one_of('ref.numbered')})(?![一-鿿])"
    )


@cache
def _marker_ending() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('ref.marker')}|[#№]) ?$")
