"""HTML to text, for reading: bounded, without what no reader would see, quotations marked as in plain mail.

selectolax (lexbor) takes out scripts, styles and hidden text and finds the quotations that mail programs mark;
inscriptis lays the rest out, so that Chinese sentences stay whole. Tables of short cells (invoice lines) become one line a
row, the cells apart by tabs; tables that only lay out a page are read as the page they lay out. Where inscriptis' parser
gives up on hostile nesting, selectolax's own plainer text is taken (hazards H32).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

HTML_CHARACTERS = 512 * 1024
LAYOUT_CHARACTERS = 256 * 1024  # laying out costs half a second a megabyte; beyond, the plainer text will do
LAYOUT_TAGS = 20_000
LAYOUT_DEPTH = 200
TREE_DEPTH = 1000  # beyond, even building the tree is slow: its cost is quadratic in the depth
QUOTES = 30
TABLES = 100
ROWS = 2000  # of all tables together
CELL_CHARACTERS = 300  # a longer cell holds a page, not a value
_UNSEEN = "script,style,head,title,noscript,template,svg,object,iframe,select,textarea[hidden],[hidden]"
_HIDDEN = re.compile(
    r"(?i)(display\s*:\s*none|visibility\s*:\s*hidden|(opacity|max-height)\s*:\s*0(px|pt|em|%|\.0+)?\s*(;|$|!))"
)
_SIZE = re.compile(r"(?i)font-size\s*:\s*([\d.]+)?")
_QUOTED = "blockquote[type=cite],blockquote.gmail_quote,blockquote.protonmail_quote,#isReplyContent,div.yahoo_quoted"
# How mail programs mark what they quote, in lower case.
_CITES = (
    b"gmail_quote",
    b"protonmail_quote",
    b"isreplycontent",
    b"yahoo_quoted",
    b'type="cite',
    b"type='cite",
    b"type=cite",
)
_RULE = re.compile(r"(?i)<hr(?=[\s/>])[^<>]*+>")  # not laid out: words on both sides would run into one line
_DATA_URI = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s%]*+")
_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: around the number of a quotation that was lifted out
_TABLE_OPEN, _TABLE_CLOSE = "\ue002", "\ue003"  # the same for a table
_MARKS = str.maketrans("", "", f"{_OPEN}{_CLOSE}{_TABLE_OPEN}{_TABLE_CLOSE}\x00")
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TABLE_MARK = re.compile(f"{_TABLE_OPEN}(\\d{{1,3}}){_TABLE_CLOSE}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*+>")
_BREAKING = frozenset(["br", "p", "div", "tr", "li", "table", "blockquote"])
_VOID_TAGS = "area base br col embed hr img input link meta param source track wbr p li td tr th"
_VOID = frozenset(_VOID_TAGS.split())


def cites(html: bytes) -> bool:
    """Whether a mail program has marked something in `html` as quoted."""
    lower = html[:HTML_CHARACTERS].lower()
    return any(mark in lower for mark in _CITES)


def text_of_html(html: str, most: int = HTML_CHARACTERS) -> str:
    """The readable text of `html`, of which at most `most` characters are read, pictures inside not counted."""
    clean = _RULE.sub("<br>", _DATA_URI.sub("", html)[:most].translate(_MARKS))
    if _measured(clean)[1] > TREE_DEPTH:
        return _without_tags(clean)
    tree = LexborHTMLParser(clean)
    _remove_unseen(tree)
    tables = _lift_tables(tree)
    quotes = [_with_tables(quote, tables) for quote in _lift_quotes(tree)]
    text = _with_tables(_laid_out(tree), tables)
    for number, quote in enumerate(quotes):
        marked = "\n".join(f"> {line}".rstrip() for line in quote.strip("\n").split("\n"))
        text = text.replace(f"{_OPEN}{number}{_CLOSE}", f"\n{marked}\n")
    return re.sub(r"\n{3,}", "\n\n", _MARK.sub("", text))


def _remove_unseen(tree: LexborHTMLParser) -> None:
    for node in tree.css(_UNSEEN):
        node.decompose()
    for node in tree.css("[style]"):
        style = (node.attributes.get("style") or "")[:1000]
        if _HIDDEN.search(style):
            node.decompose()
        elif _size(style) == 0:
            _remove_words(node)


def _size(style: str) -> float | None:
    """The size of the letters that a style sets by a number; None for one that sets none."""
    found = _SIZE.search(style)
    try:
        return float(found[1]) if found and found[1] else None
    except ValueError:
        return None


def _remove_words(node: LexborNode) -> None:
    """Remove what stands inside in letters of no size: all but what has a size of its own (layouts are built so)."""
    left = [node]
    while left:
        for child in list(left.pop().iter(include_text=True)):
            if child.tag == "-text":
                child.decompose()
            elif _size((child.attributes.get("style") or "")[:1000]) is None:
                left.append(child)


def _lift_tables(tree: LexborHTMLParser) -> list[str]:
    """Take the tables of values out, a mark in their place; their texts by number."""
    tables: list[str] = []
    left = ROWS
    for node in tree.css("table")[: TABLES * 4]:
        if len(tables) >= TABLES or left <= 0:
            break
        rows = _values(node, left)
        if rows:
            left -= len(rows)
            tables.append("\n".join("\t".join(row) for row in rows))
            node.replace_with(f"{_TABLE_OPEN}{len(tables) - 1}{_TABLE_CLOSE}")
    return tables


def _values(table: LexborNode, most: int) -> list[list[str]]:
    """The cells of a table of values by row; none where the table is there for the layout."""
    if len(table.css("table")) > 1 or table.css_first("blockquote") is not None:
        return []
    rows: list[list[str]] = []
    for row in table.css("tr")[:most]:
        cells = [" ".join(cell.text(separator=" ").split()) for cell in row.iter() if cell.tag in ("td", "th")]
        if any(len(cell) > CELL_CHARACTERS for cell in cells):
            return []
        rows.append(cells)
    return rows if any(len(row) > 1 for row in rows) else []


def _with_tables(text: str, tables: list[str]) -> str:
    # A letter may write a mark itself, as a character reference: then it stands for nothing.
    return _TABLE_MARK.sub(lambda match: "\n".join(["", *tables[int(match[1]) :][:1], ""]), text)


def _lift_quotes(tree: LexborHTMLParser) -> list[str]:
    """Take the outermost quotations out, a mark in their place; their texts by number."""
    quotes: list[str] = []
    for node in tree.css(_QUOTED)[: QUOTES * 4]:
        if len(quotes) >= QUOTES:
            break
        if _inside_quote(node):
            continue
        quotes.append(_laid_out(LexborHTMLParser(node.inner_html or "")))
        node.replace_with(f"{_OPEN}{len(quotes) - 1}{_CLOSE}")
    return quotes


def _inside_quote(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(LAYOUT_DEPTH):
        if parent is None:
            return False
        if parent.tag == "blockquote":
            return True
        parent = parent.parent
    return True


def _laid_out(tree: LexborHTMLParser) -> str:
    html = tree.html or ""
    tags, depth = _measured(html)
    if len(html) <= LAYOUT_CHARACTERS and tags <= LAYOUT_TAGS and depth <= LAYOUT_DEPTH:
        try:
            text = _layout()(html)
        except Exception:  # noqa: BLE001 - lxml and inscriptis raise many kinds on broken HTML; the plainer text follows
            text = ""
        if text.strip():
            return text
    return tree.text(separator="\n", strip=True) if tree.body is not None else ""


@cache
def _layout() -> Callable[[str], str]:
    """What lays out HTML: imported when the first letter has any, because that takes as long as ten letters."""
    from inscriptis import get_text  # noqa: PLC0415
    from inscriptis.css_profiles import CSS_PROFILES  # noqa: PLC0415
    from inscriptis.model.config import ParserConfig  # noqa: PLC0415

    config = ParserConfig(css=CSS_PROFILES["strict"], display_links=False, display_images=False)
    return lambda html: get_text(html, config)


def _measured(html: str) -> tuple[int, int]:
    """How many tags there are, and how deep they may nest at most."""
    depth = deepest = tags = 0
    for match in _TAG.finditer(html):
        tags += 1
        if match[2].lower() not in _VOID:
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return tags, deepest


def _without_tags(html: str) -> str:
    """Text between tags, for markup that is not worth a tree: in one pass, scripts and styles left out."""
    out: list[str] = []
    position, inside = 0, ""
    for match in _WHOLE_TAG.finditer(html):
        if not inside:
            out.append(html[position : match.start()])
        name = match[2].lower()
        if name in ("script", "style"):
            inside = "" if match[1] else name
        elif not inside and name in _BREAKING:
            out.append("\n")
        position = match.end()
    return unescape("".join(out) + ("" if inside else html[position:]))
