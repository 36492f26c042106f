"""A letter as plain text that was written as plain text: no markup is left, tables are aligned, quotes are quoted.

Lines are not wrapped: mail programs wrap to the width of their window, telephones too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, east_asian_width

from markdown_it.tree import SyntaxTreeNode

from templates.markup import RIGHT, target
from templates.values import Values

COLUMN_MAX_WIDTH = (
    32  # columns of a table are aligned up to here; one long cell must not push the others off the screen
)
COLUMN_GAP = 2
RULE_WIDTH = 40
LONG_ROW = 5  # yes and no, or the marks from 1 to 5, stay together
NODES_KEPT = 16_384  # of some dozens in each letter's shape


@dataclass(frozen=True, slots=True)
class _Link:
    """A link of a letter's shape: slots in label and address."""

    label: tuple[str | _Link, ...]
    href: str


def render(tree: SyntaxTreeNode, values: Values) -> str:
    """The letter's text, slots filled, ending in a newline. Raises ValueError as `markup.target` does.

    Of a long row of buttons the first stays where it is: as addresses they would push the letter off the screen.
    """
    lines = _blocks(tree.children, values)
    later = [_inline(link, values) for node in tree.children if _is_row(node) for link in _buttons(node)[1]]
    return "\n".join([*lines, *(("", "-" * RULE_WIDTH, *later) if later else ())]) + "\n"


def _blocks(nodes: Iterable[SyntaxTreeNode], values: Values) -> list[str]:
    """The lines of several blocks with an empty line between each."""
    lines: list[str] = []
    for node in nodes:
        block = _block(node, values)
        lines += ["", *block] if lines and block else block
    return lines


def _block(node: SyntaxTreeNode, values: Values) -> list[str]:
    match node.type:
        case "paragraph" if _is_row(node):
            return [_inline(link, values) for link in _buttons(node)[0]]
        case "paragraph":
            return _inline(node, values).split("\n")
        case "heading":
            return [_heading(_inline(node, values))]
        case "blockquote":
            return [f"> {line}".rstrip() for line in _blocks(node.children, values)]
        case "bullet_list" | "ordered_list":
            return _list(node, values)
        case "table":
            rows = [row.children for part in node.children for row in part.children]
            numbers = [cell.attrs.get("style") == RIGHT for cell in rows[0]] if rows else []
            return _table([[_inline(cell, values) for cell in row] for row in rows], numbers)
        case "hr":
            return ["-" * RULE_WIDTH]
        case _:  # code, fenced or indented
            return values.plain(node.content).rstrip("\n").split("\n")


@lru_cache(maxsize=NODES_KEPT)
def _is_row(node: SyntaxTreeNode) -> bool:
    return node.type == "paragraph" and node.attrs.get("class") == "buttons"


@lru_cache(maxsize=NODES_KEPT)
def _buttons(row: SyntaxTreeNode) -> tuple[tuple[SyntaxTreeNode, ...], tuple[SyntaxTreeNode, ...]]:
    """The row's links: those that stay in their place, and those that come later."""
    links = tuple(link for link in row.children[0].children if link.type == "link")
    at_top = row.parent is not None and row.parent.is_root
    return (links[:1], links[1:]) if at_top and len(links) > LONG_ROW else (links, ())


def _heading(title: str) -> str:
    """A heading that stands out without markup: capitals, or brackets where the script has no capitals."""
    return f"【{title}】" if any(east_asian_width(char) == "W" for char in title) else title.upper()


def _list(node: SyntaxTreeNode, values: Values) -> list[str]:
    lines: list[str] = []
    start = int(node.attrs.get("start", 1))
    for number, item in enumerate(node.children, start):
        mark = "- " if node.type == "bullet_list" else f"{number}. "
        first, *rest = _blocks(item.children, values) or [""]
        lines += [mark + first, *(f"{' ' * len(mark)}{line}".rstrip() for line in rest)]
    return lines


def _table(rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[str]:
    """Aligned lines. `numbers`: which columns end below each other instead of beginning so."""
    rows = [row for row in rows if any(row)]
    widths = [min(COLUMN_MAX_WIDTH, max(map(_width, column))) for column in zip(*rows, strict=True)]
    return [line for row in rows for line in _row(_set(row, widths, numbers), widths)]


def _set(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> list[str]:
    """The cells of a row, numbers moved to the end of their column."""
    return [
        " " * (width - _width(cell)) + cell if cell and is_number else cell
        for cell, width, is_number in zip(cells, widths, numbers, strict=True)
    ]


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    """One row: a cell too wide for its column ends the line, and the next one goes on below, in its own column."""
    lines = [""]
    column = 0
    for cell, width in zip(cells, widths, strict=True):
        if cell and _width(lines[-1]) >= column > 0:
            lines.append("")
        if cell:
            lines[-1] += " " * (column - _width(lines[-1])) + cell
        column += width + COLUMN_GAP
    return lines


def _width(text: str) -> int:
    """Columns that the text takes in a fixed-width font: Chinese characters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if category(char) in ("Mn", "Cf") else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _inline(node: SyntaxTreeNode, values: Values) -> str:
    """The text of a node's inline content. Stars, backticks and brackets are gone; a link is `label: <address>`."""
    return _filled(_runs(node), values)


def _filled(runs: Iterable[str | _Link], values: Values) -> str:
    return "".join(values.plain(run) if isinstance(run, str) else _linked(run, values) for run in runs)


def _linked(link: _Link, values: Values) -> str:
    label = _filled(link.label, values)
    href = target(link.href, values)
    return label if href.partition(":")[2] == label else f"{label}: <{href}>"


@lru_cache(maxsize=NODES_KEPT)
def _runs(node: SyntaxTreeNode) -> tuple[str | _Link, ...]:
    """A node's inline content as texts with links between; the letters of one shape have the same."""
    runs: list[str | _Link] = []
    for run in _unjoined(node):
        if isinstance(run, str) and runs and isinstance(runs[-1], str):
            runs[-1] += run
        else:
            runs.append(run)
    return tuple(runs)


def _unjoined(node: SyntaxTreeNode) -> Iterator[str | _Link]:
    match node.type:
        case "text" | "code_inline":
            yield node.content
        case "softbreak":
            yield " "
        case "hardbreak":
            yield "\n"
        case "link":
            yield _Link(tuple(run for child in node.children for run in _runs(child)), str(node.attrs["href"]))
        case _:
            for child in node.children:
                yield from _unjoined(child)
