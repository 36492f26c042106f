"""Which lines a mail program has broken, and which the writer ended.

A program that wraps text fills each line: the next word would not have fitted. Where one plainly would have, the lines
of that paragraph are the writer's own, as those of a form are, of a transcript, and of people who type no full stops.
"""

from __future__ import annotations

import re

WRAPPED_WIDTH = 40  # columns: a shorter line was ended by its writer
_MOST = 400  # characters of a line that are counted
_TO_SPARE = 6  # columns that programs leave at a line's end, beside the next word's
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"\S{1,40}")
_HAN_FIRST = "⺀"
_WIDE = re.compile(rf"[^\0-{_HAN_FIRST}]+")
_ADDRESS = "://"  # is not broken, however long

_Line = tuple[int, str]  # where it begins, behind white space; its words


def own_lines(plain: str) -> frozenset[int]:
    """Where the lines begin of paragraphs that no program has wrapped."""
    if "\n" not in plain:
        return frozenset()
    found: list[int] = []
    paragraph: list[_Line] = []
    behind = -1
    for match in _LINE.finditer(plain):
        line = match[0].strip()
        if not line or match.start() > behind + 1:
            found += _if_own(paragraph)
            paragraph = []
        if line:
            at = match.start() + len(match[0]) - len(match[0].lstrip())
            paragraph.append((at, line))
        behind = match.end()
    return frozenset([*found, *_if_own(paragraph)])


def _if_own(paragraph: list[_Line]) -> list[int]:
    """Where the lines of the paragraph begin, if one of them was ended although the next word would have fitted."""
    if len(paragraph) < 2:
        return []
    widths = [columns(line[:_MOST]) for _, line in paragraph]
    most = max([width for width, (_, line) in zip(widths, paragraph, strict=True) if _ADDRESS not in line], default=0)
    most -= _TO_SPARE
    for width, (_, after) in zip(widths, paragraph[1:], strict=False):
        if WRAPPED_WIDTH <= width < most and width + _first_width(after) <= most:
            return [at for at, _ in paragraph]
    return []


def _first_width(line: str) -> int:
    """The columns that the first word takes, with a space before it; of Chinese, one character's."""
    if line[0] > _HAN_FIRST:
        return 2
    word = _WORD.match(line)
    return 1 + (len(word[0]) if word else 0)


def columns(line: str) -> int:
    """Columns, as far as it matters: Chinese characters take two."""
    return len(line) if line.isascii() else len(line) + sum(map(len, _WIDE.findall(line)))
