"""One character for one: full-width as half-width, traditional Chinese as simplified, typographic marks as plain ones.

Folded text is only for looking. It is exactly as long as what was written, so that a place in the one is a place in
the other.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

_MARKS = ("‘’‚“”„‐‑‒–—―−\u00a0\u3000\u2007\u202f￥′`", "'''\"\"\"-------    ¥''")


def folded(text: str) -> str:
    """The text in plain characters, its letters' case kept."""
    return text.translate(folding())


def lowered(text: str) -> str:
    """The text in plain characters and lower case."""
    return lower_case(folded(text))


def lower_case(text: str) -> str:
    """Lower case, character for character ("İ", which would become two, stays)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def folding() -> dict[int, str]:
    """What is replaced by what, for `str.translate`."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(mark): plain for mark, plain in zip(*_MARKS, strict=True)}
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    for traditional, simplified in zip(characters, _simplified("\n".join(characters)).split("\n"), strict=True):
        if len(simplified) == 1 and simplified != traditional:
            table[ord(traditional)] = simplified
    return table


def _simplified(text: str) -> str:
    # The library is written in C++ and comes without types.
    import opencc  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType] - untyped; only readers of letters pay for it

    converter: Any = cast("Any", opencc).OpenCC("t2s")
    return str(converter.convert(text))
