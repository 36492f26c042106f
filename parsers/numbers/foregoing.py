"""Numbers that stand before the word which says what they are: `第00881233号发票`, `24088121至24088125号发票`.

Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from functools import cache

from parsers.numbers.identifiers import IDENTIFIER, Number, count_digits, expanded, shape
from parsers.numbers.reference_labels import LAST_LATIN, Label
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of

_LONGEST = 44  # characters of a number before its word


def numbers_before(reading: Reading, label: Label, done: int, least: int) -> list[Number]:
    """The numbers before the word, with a word of their own between; none from before `done`, nor with fewer digits than `least`."""
    if label.again or reading.lower[label.start] <= LAST_LATIN:
        return []
    ending = reading.lower[max(0, label.start - 2) : label.start]
    if not ending.endswith(endings("ref.numbered")) and not ending.endswith(endings("ref.link_behind")):
        return []
    first = max(done, label.start - _LONGEST)
    match = _numbered().search(reading.text, first, label.start)
    match = match or _of_number().search(reading.text, max(0, label.start - _LONGEST), label.start)
    if match is None or count_digits(match[1]) < least:
        return []
    begun = _before_last().search(reading.text, max(done, match.start() - _LONGEST), match.start())
    if begun and (numbers := _of_range(reading, label.kind, begun, match)):
        return numbers
    names, _ = expanded(reading, match[1], match.end(1), many=True, short=True)
    names = names if label.kind != "other" else [match[1]]
    return [Number(label.kind, name, match.start(1), match.end(1)) for name in names]


def _of_range(reading: Reading, kind: str, begun: re.Match[str], last: re.Match[str]) -> list[Number]:
    """All numbers from the one before to the last, of which maybe only the last digits are written."""
    start, end = begun.start(1), last.end(1)
    if begun["through"]:
        names, until = expanded(reading, begun[1], begun.start("through"), many=True, short=True)
        names = names if until == end else []
    else:
        names = [begun[1], last[1]] if shape(begun[1]) == shape(last[1]) else []
    return [Number(kind, name, start, end) for name in (names if kind != "other" else names[:1] + names[1:][-1:])]


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('ref.ordinal')})?({IDENTIFIER.pattern})(?:{one_of('ref.numbered')})$")


@cache
def _before_last() -> re.Pattern[str]:
    """A number, and what joins it with the last of its list: `24088121至`."""
    number = r"(?<![A-Za-z0-9/_.-])([A-Z]{0,6}-?\d{3,20})"
    joins = rf"(?P<through>{one_of('ref.through')}|[-~])|{one_of('ref.join')}|[,、]"
    return re.compile(rf"{number}(?:{one_of('ref.numbered')})? ?(?:{joins}) ?(?:{one_of('ref.ordinal')})?$")


@cache
def _of_number() -> re.Pattern[str]:
    """`编号为03317750的` before 发票."""
    words = one_of("ref.marker")
    return re.compile(
        rf"(?:{words})(?:{one_of('ref.copula_of_number')})? ?({IDENTIFIER.pattern})(?:{one_of('ref.link_behind')})$"
    )
