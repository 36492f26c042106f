"""Where a letter has figures, looked for once: what has none near it, need not be asked for numbers, sums or days."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from string import ascii_letters, digits

from parsers.text.reading import Reading

LETTERS_AND_FIGURES = frozenset(ascii_letters + digits)
_FIGURES = re.compile(r"[0-9][0-9]*")  # begins with one character: the engine skips to these
_MOST_BEFORE = 24  # characters of a word before its first figure


def figures(reading: Reading) -> list[tuple[int, int]]:
    """Start and end of every run of figures, in order. For `Reading.once`."""
    return [match.span() for match in _FIGURES.finditer(reading.text)]


def figure_within(reading: Reading, at: int, reach: int) -> bool:
    """Whether a figure stands at `at` or no more than `reach` characters behind it."""
    runs = reading.once(figures)
    index = bisect_left(runs, (at,))
    return (index > 0 and runs[index - 1][1] > at) or (index < len(runs) and runs[index][0] - at <= reach)


def beginnings(reading: Reading, of: frozenset[str], apart: str = "") -> Iterator[int]:
    """Where the words of these characters begin that hold figures, in order; with `apart` also the word before that."""
    text, done = reading.text, -1
    for start, _ in reading.once(figures):
        for at in (start - 1, start) if apart and text[start - 1 : start] == apart else (start,):
            begin = _word_start(text, at, of)
            if begin > done:
                done = begin
                yield begin


def _word_start(text: str, at: int, of: frozenset[str]) -> int:
    first = max(0, at - _MOST_BEFORE)
    while at > first and text[at - 1] in of:
        at -= 1
    return at
