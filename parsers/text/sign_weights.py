"""What each sign weighs: files of weights that `python -m training` writes, one sign a line, two columns in hundredths.

Of things, one column is for names in letters with spaces, one for Chinese names; of numbers, one for invoices, one for
orders. Reading a file is the only disk access, once in a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

SCALE = 100
BIAS = "="


@cache
def sign_weights(path: Path) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The weights of both columns of the file at `path`; what weighs nothing is left out."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return (
        {sign: int(weight) for sign, weight, _ in rows if weight != "0"},
        {sign: int(weight) for sign, _, weight in rows if weight != "0"},
    )
