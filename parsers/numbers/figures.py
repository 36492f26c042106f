"""Where a letter has figures, looked for once: what has none near it, need not be asked for numbers, sums or days."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import NamedTuple

from parsers.text.reading import Reading

LETTERS_AND_FIGURES = frozenset(ascii_letters + digits)
_FIGURES = re.compile(r"[0-9][0-9]*")  # begins with one character: the engine skips to these
_MOST_BEFORE = 24  # characters of a word before its first figure


class Figures(NamedTuple):
    """Where every run of figures begins, and where it ends, in order."""

    starts: list[int]
    ends: list[int]


def figures(reading: Reading) -> Figures:
    """All runs of figures of the letter. For `Reading.once`."""
    runs = [match.span() for match in _FIGURES.finditer(reading.text)]
    return Figures([start for start, _ in runs], [end for _, end in runs])


def figure_within(reading: Reading, at: int, reach: int) -> bool:
    """Whether a figure stands at `at` or no more than `reach` characters behind it."""
    starts, ends = reading.once(figures)
    index = bisect_right(ends, at)
    return index < len(starts) and starts[index] - at <= reach


def beginnings(reading: Reading, of: frozenset[str], *, least_apart: int = 0) -> Iterator[int]:
    """Where the words of these characters begin that hold figures, in order.

    With `least_apart` also the word before a space and so many figures, or a stroke behind them: "SO 3391", "SO 24/0712".
    """
    text, done = reading.text, -1
    for start, end in zip(*reading.once(figures), strict=True):
        before = text[start - 1 : start]
        if before in of:
            begin = _word_start(text, start, of)
        elif least_apart and before == " " and (end - start >= least_apart or text[end : end + 1] == "/"):
            begin = _word_start(text, start - 1, of)
        else:
            begin = start
        if begin > done:
            done = begin
            yield begin


def _word_start(text: str, at: int, of: frozenset[str]) -> int:
    first = max(0, at - _MOST_BEFORE)
    while at > first and text[at - 1] in of:
        at -= 1
    return at
