"""Numbers that name something: invoices, orders, and everything else that has a number (contract, waybill, batch …).

A number counts because of the word before it ("see Invoice 89621", `订单号：4711`) or behind it (`第4711号订单`; see
`labelled`), because of its own prefix ("INV-2026/114"; see `unlabelled`), because of what is done with it ("shipped
under 5567-R"; see `related`), or because of the head of its column (see `tables`). Telephone numbers, tax numbers and postcodes have words of their own (`ref.phone`, `ref.none`) and are never
taken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice

from parsers.letter import Fact
from parsers.numbers.counted import read_counted
from parsers.numbers.identifiers import Number, as_printed
from parsers.numbers.in_order import without_those_in_order
from parsers.numbers.known import Known
from parsers.numbers.labelled import KINDS, LEAST_DIGITS, read_labelled
from parsers.numbers.listed import read_listed
from parsers.numbers.number_evidence import read_likely
from parsers.numbers.reference_labels import Label, label_word
from parsers.numbers.related import read_related
from parsers.numbers.spelt import read_spelt
from parsers.numbers.tables import read_columns
from parsers.numbers.unlabelled import read_prefixed, read_unlabelled
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word, word_set

MAX_NUMBERS_PER_KIND = 200
_LEAST_OF_COLUMN = {"invoice": 4}  # digits: "ord." may head quantities, "bill" what was charged
_NEAR_SLIP = 40  # characters from a slip's word to its number, or the last of a few
_MOST_MAILS = 12  # passed on inside one another, that are looked at
_BEFORE_SLIP = 16  # characters before a slip's word that say what was done about it
_MOST_OF_END, _LEAST_BEFORE_END = 6, 4  # digits by which a number is called in short, and characters before them


@dataclass(frozen=True, slots=True)
class References:
    """All numbers of a letter, each once, in order of appearance."""

    invoices: tuple[Fact[str], ...]
    orders: tuple[Fact[str], ...]
    others: tuple[Fact[str], ...]
    taken: tuple[tuple[int, int], ...]  # canonical places, so that nothing reads them a second time


def read_references(reading: Reading, text: str, labels: Sequence[Label]) -> References:
    """Every number that names something, with the characters it was read from.

    `text` is the letter's, as it was written; `labels` are what `find_labels` found.
    """
    numbers = _numbers(reading, text, labels)
    facts = {
        kind: tuple(Fact(n.name, (reading.span(n.start, n.end),)) for n in found.values())
        for kind, found in _each_once(numbers).items()
    }
    return References(
        facts["invoice"], facts["order"], facts["other"], tuple(sorted({(n.start, n.end) for n in numbers}))
    )


def explained(reading: Reading, text: str, labels: Sequence[Label]) -> Known:
    """What words tell of the letter's numbers."""
    return _explained(reading, text, labels)[1]


def _numbers(reading: Reading, text: str, labels: Sequence[Label]) -> list[Number]:
    """Every number, as often as it stands there: what words tell, and what is likely of those that no word explains."""
    numbers, known = _explained(reading, text, labels)
    numbers += read_likely(reading, known)
    numbers = without_those_in_order(reading, _without_others(reading, numbers))
    numbers = [number._replace(name=as_printed(number.name)) for number in numbers]
    return numbers if {"invoice", "order"} & {number.kind for number in numbers} else _by_slip(reading, numbers, labels)


def _explained(reading: Reading, text: str, labels: Sequence[Label]) -> tuple[list[Number], Known]:
    """The numbers that words tell, and what is known then; each way of telling knows what the ways before it have told."""
    prefixed = list(islice(read_prefixed(reading), MAX_NUMBERS_PER_KIND * 2))
    columns = read_columns(reading, text, {label.start: (_of_column(reading, label), label.end) for label in labels})
    numbers = [
        cell
        for cell in columns.cells
        if not (cell.kind == "invoice" and _is_credit(cell.name))
        if not cell.name.isdigit() or len(cell.name) >= _LEAST_OF_COLUMN.get(cell.kind, LEAST_DIGITS["order"])
    ]
    prefixes = frozenset(number.start for number in prefixed)
    numbers += read_labelled(reading, [label for label in labels if label.start not in columns.heads], prefixes)
    numbers += read_spelt(reading, labels)
    ends = {number.end for number in numbers}
    starts = {number.start for number in numbers}
    bare = {number.name for number in numbers}  # "SO 3391", where "your sales order 3391" says the same
    numbers += [
        number
        for number in prefixed
        if number.start not in starts and number.end not in ends and number.name.partition(" ")[2] not in bare
    ]
    known = _known(numbers, labels)
    for source in (read_counted, read_unlabelled, partial(read_listed, text=text), read_related):
        if new := source(reading, known):
            numbers += new
            known = _known(numbers, labels)
    return numbers, known


def _without_others(reading: Reading, numbers: list[Number]) -> list[Number]:
    """Without what stands only in the mail of somebody else again, below the one that is passed on: that is their matter.

    Where the mails above give no number of its kind, it is all that is known and stays.
    """
    senders = list(islice(_sender_line().finditer(reading.lower), _MOST_MAILS))
    deep = next((line.start() for line in senders[1:] if line[1] != senders[0][1]), -1)
    if deep < 0:
        return numbers
    above = {number.kind for number in numbers if number.start < deep}
    return [number for number in numbers if number.start < deep or number.kind not in above]


def _by_slip(reading: Reading, numbers: Sequence[Number], labels: Sequence[Label]) -> list[Number]:
    """The numbers with those of jobs and deliveries as orders: they are all that the letter is known by."""
    named = [label for label in labels if not label.again]
    ends = [label.end for label in named]
    return [
        number._replace(kind="order")
        if number.kind == "other"
        and (at := bisect_right(ends, number.start))
        and number.start - ends[at - 1] <= _NEAR_SLIP
        and _is_slip(reading, named[at - 1])
        else number
        for number in numbers
    ]


def _is_slip(reading: Reading, label: Label) -> bool:
    """Whether it is such a slip's word: "job 4471", "came for work order 4471"; "Work order 4471 is closed" is none."""
    word = label_word(reading, label)
    if word in word_set("ref.only_slip"):
        return True
    before = reading.lower[max(0, label.start - _BEFORE_SLIP) : label.start]
    return word in word_set("ref.only_slip_done") and _slip_done().search(before) is not None


def _known(numbers: Sequence[Number], labels: Sequence[Label]) -> Known:
    """What is told so far."""
    return Known(
        [(number.start, number.end) for number in numbers],
        # a document's number stays one, whatever else is said beside it: "that was a slip, 6612 is paid"
        {number.name.upper(): number.kind for number in sorted(numbers, key=lambda number: number.kind != "other")},
        [(label.kind, label.start, label.end) for label in labels if not label.again],
    )


def _is_credit(name: str) -> bool:
    """`CN 881`, among the invoices that are paid."""
    return name.rstrip("0123456789").rstrip(" -/").lower() in word_set("ref.credit_prefix")


def _of_column(reading: Reading, label: Label) -> str:
    """The kind of a column's numbers: whoever pays gives under "your ref" the invoices of the one who is paid."""
    payee = label.kind == "other" and label_word(reading, label) in word_set("ref.payee_ref")
    return "invoice" if payee and reading.hits.get("ref._paying") else label.kind


def _each_once(numbers: Iterable[Number]) -> dict[str, dict[str, Number]]:
    """The first of each name, by kind; what is an invoice's number is no order's, and neither is anything else's."""
    kinds: dict[str, dict[str, Number]] = {kind: {} for kind in KINDS}
    for number in sorted(numbers, key=lambda number: number.start):
        if number.kind in kinds and len(kinds[number.kind]) < MAX_NUMBERS_PER_KIND:
            kinds[number.kind].setdefault(number.name.upper(), number)
    for name in [*kinds["invoice"], *kinds["order"]]:
        kinds["other"].pop(name, None)
    for name in kinds["invoice"]:
        kinds["order"].pop(name, None)
    for kind in ("invoice", "order"):
        for name in [name for name in kinds[kind] if _is_end_of_another(name, kinds[kind])]:
            kinds[kind].pop(name)
    return kinds


def _is_end_of_another(name: str, others: Iterable[str]) -> bool:
    """Whether it is only the last digits of a number that is given in full, too."""
    short = name.isdigit() and len(name) <= _MOST_OF_END
    return short and any(other.endswith(name) and len(other) >= len(name) + _LEAST_BEFORE_END for other in others)


@cache
def _sender_line() -> re.Pattern[str]:
    """Who wrote a mail that is passed on, in the lines above it."""
    return re.compile(rf"\n(?:{one_of('ref.mail_sender')}) ?: ?([^\n]{{1,60}})")


@cache
def _slip_done() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.slip_done')} (?:{whole_word('ref.determiner')} )?$")
