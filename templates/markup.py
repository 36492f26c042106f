"""The Markdown our letters are written in: CommonMark and tables, without HTML and without images.

A paragraph that holds nothing but links is a row of buttons. Links go to `mailto:`, `https:` or `tel:` and nowhere else:
a mail loads nothing from anywhere and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from templates.values import Values

SCHEMES = ("mailto:", "https:", "tel:")
FULL_WIDTH_MARKS = frozenset("。，、：；！？）】》”")
RIGHT = "text-align:right"  # how markdown-it says that a column holds numbers
SHAPES_KEPT = 256  # a few dozen a language: which facts, buttons and promises there are


@dataclass(frozen=True, slots=True)
class Shape:
    """A letter without its values: its tree, its HTML and the places it links to, with slots in all three."""

    tree: SyntaxTreeNode
    page: str
    targets: tuple[str, ...]


class _Markdown(MarkdownIt):
    """A parser that leaves link targets alone: they hold slots, and are judged once those are filled."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the name is markdown-it's
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return bool(url)


_PARSER = _Markdown("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])


def parse(source: str) -> list[Token]:
    """The tokens of a letter, slots unfilled.

    Rows of buttons have the class `buttons`, tables with a column of numbers the class `figures`.
    """
    tokens = _named_by_row(_PARSER.parse(source))
    for before, inline in pairwise(tokens):
        if before.type == "paragraph_open" and _only_links(inline.children or ()):
            before.attrSet("class", "buttons")
    for token in tokens:
        _close_up(token.children or ())
        if token.type == "th_open":
            token.attrSet("scope", token.attrGet("scope") or "col")
    return tokens


def _named_by_row(tokens: Sequence[Token]) -> list[Token]:
    """Tables as they are read out: a header row without words is gone, and then a row's first cell is its header."""
    kept: list[Token] = []
    table: list[Token] = []
    for token in tokens:
        (table if table or token.type == "table_open" else kept).append(token)
        if token.type == "table_close":
            kept += _table(table)
            table = []
    return kept


def _table(tokens: list[Token]) -> list[Token]:
    if any(token.attrGet("style") == RIGHT for token in tokens):
        tokens[0].attrSet("class", "figures")
    end = next(at for at, token in enumerate(tokens) if token.type == "thead_close") + 1
    if any(token.content for token in tokens[:end]):
        return tokens
    body = tokens[end:]
    for row, *cell in zip(body, body[1:], body[2:], body[3:], strict=False):
        if row.type == "tr_open":
            _row_header(cell[0], cell[2])
    return [tokens[0], *body]


def _row_header(opening: Token, closing: Token) -> None:
    opening.type, closing.type = "th_open", "th_close"
    opening.tag = closing.tag = "th"
    opening.attrSet("scope", "row")


@lru_cache(maxsize=SHAPES_KEPT)
def shape(source: str) -> Shape:
    """What the source gives; to be read, never changed.

    Letters of one kind differ in their values, and those are not in the source, so most letters have a shape that is
    known already: parsing Markdown is most of what writing a letter takes.
    """
    tokens = parse(source)
    return Shape(
        tree=SyntaxTreeNode(tokens),
        page=_PARSER.renderer.render(tokens, _PARSER.options, {}),
        targets=tuple(str(token.attrGet("href")) for token in _inline(tokens) if token.type == "link_open"),
    )


def judge_links(letter: Shape, values: Values) -> None:
    """Raises ValueError for a link to a place that no mail of ours links to."""
    for href in letter.targets:
        target(href, values)


def target(href: str, values: Values) -> str:
    """A link's address, slots filled. Raises ValueError unless its scheme is one of `SCHEMES`."""
    filled = values.plain(href)
    if not filled.startswith(SCHEMES):
        raise ValueError(f"a link goes to mailto:, https: or tel:, not to {filled[:80]!r}")
    return filled


def said(tokens: Sequence[Token]) -> Iterator[str]:
    """Every run of text in the letter: markup that is still visible here was not understood as markup."""
    return (token.content for token in _inline(tokens) if token.type == "text")


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or ())


def _close_up(children: Sequence[Token]) -> None:
    """Take the space away after full-width punctuation: Markdown needs it to see that `**…。**` ends, readers do not."""
    last = ""
    for child in children:
        if child.type == "text" and last in FULL_WIDTH_MARKS:
            child.content = child.content.removeprefix(" ")
        last = child.content[-1:] or last


def _only_links(children: Sequence[Token]) -> bool:
    depth = links = 0
    for child in children:
        depth += child.nesting if child.type.startswith("link_") else 0
        links += child.type == "link_open"
        between = not depth and child.type not in ("link_close", "softbreak", "hardbreak")
        if between and child.content.strip(" ·|"):
            return False
    return links > 0
