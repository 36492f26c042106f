"""What each sign weighs: the files that `python -m training.goods` writes, one sign a line, in hundredths.

Each has a column for names in letters with spaces, and one for Chinese names. Reading them is the only disk access, once
in a process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

SCALE = 100
BIAS = "="


@cache
def sign_weights(name: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The weights in `name`, of names in letters with spaces and of Chinese ones; what weighs nothing is left out."""
    lines = (Path(__file__).parent / f"{name}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {sign: int(latin) for sign, latin, _ in rows if latin != "0"}, {
        sign: int(han) for sign, _, han in rows if han != "0"
    }
