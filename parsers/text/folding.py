"""One character for one: full-width as half-width, traditional Chinese as simplified, typographic marks as plain ones.

Folded text is only for looking. It is exactly as long as what was written, so that a place in the one is a place in
the other.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast

MANY = 24  # different characters to be replaced: more of them are replaced sooner together than one by one
_BETWEEN = re.compile(
    r"[0-9](?:[OoIl]{1,3}[0-9]|O ?[\u4e00-\u9fff])"
)  # begins with a figure: the engine skips to these
_MISREAD = re.compile(r"(?<![A-Za-z0-9@.])(?=[OoIl]{0,6}[0-9])[OoIl0-9]{2,24}(?<![Il])(?![A-Za-z0-9@])")
_MISREAD_THERE = re.compile(_MISREAD.pattern + r"(?: ?[\u4e00-\u9fff])?")
FIGURES_MEANT = str.maketrans("OoIl", "0011")
_MARKS = ("‘’‚“”„‐‑‒–—―−\u00a0\u3000\u2007\u202f￥′`", "'''\"\"\"-------    ¥''")


def folded(text: str) -> str:
    """The text in plain characters, its letters' case kept."""
    if text.isascii():
        return text.replace("`", "'")  # the one of `_MARKS` that is ASCII
    found = set(_replaced().findall(text))
    if len(found) > MANY or not found.isdisjoint(map(_plain().get, found)):
        return text.translate(_folding())
    for character in found:  # mostly a few full-width commas
        text = text.replace(character, _plain()[character])
    return text


def figured(plain: str) -> str:
    """The text with the figures that were meant where a machine read letters from paper: `OO381l72` is `00381172`.

    Only of a text in which such a letter stands between two figures, in what holds no other letters (`2O24`), or counts
    something Chinese (`2O 件`); then of all its numbers, but not where the letter may be a unit's or a mark of its own:
    `10l`, `400I`.
    """
    if not _BETWEEN.search(plain) or not any(map(_BETWEEN.search, _MISREAD_THERE.findall(plain))):
        return plain
    return _MISREAD.sub(lambda match: match[0].translate(FIGURES_MEANT), plain)


def lowered(text: str) -> str:
    """The text in plain characters and lower case."""
    return lower_case(folded(text))


def lower_case(text: str) -> str:
    """Lower case, character for character ("İ", which would become two, stays)."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def _plain() -> dict[str, str]:
    """What is replaced by what."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict(zip(*_MARKS, strict=True))
    characters = [chr(code) for code in range(0x4E00, 0x9FA6)]
    for traditional, simplified in zip(characters, _simplified("\n".join(characters)).split("\n"), strict=True):
        if len(simplified) == 1 and simplified != traditional:
            table[traditional] = simplified
    return table


@cache
def _replaced() -> re.Pattern[str]:
    """Any of what is replaced."""
    return re.compile(f"[{''.join(sorted(_plain()))}]")


@cache
def _folding() -> dict[int, str]:
    """The same for `str.translate`."""
    return str.maketrans(_plain())


def _simplified(text: str) -> str:
    # The library is written in C++ and comes without types.
    import opencc  # noqa: PLC0415 # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType] - untyped; only readers of letters pay for it

    converter: Any = cast("Any", opencc).OpenCC("t2s")
    return str(converter.convert(text))
