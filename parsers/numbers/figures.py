"""Where a letter has figures: what sums and days begin with, looked for once for both."""

from __future__ import annotations

import re

from parsers.text.reading import Reading

_FIGURES = re.compile(r"[0-9][0-9]*")  # begins with one character: the engine skips to these


def figures(reading: Reading) -> list[tuple[int, int]]:
    """Start and end of every run of digits, in order. For `Reading.once`."""
    return [match.span() for match in _FIGURES.finditer(reading.text)]
