"""A letter's lines by their place on the sheet: letterhead, salutation, body, signature, and a letter passed on below.

Works on the lines as they were written; the words that close and open a letter are the lexicon's (`sign`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.message.quoting import pasted_header
from parsers.patterns import later
from parsers.people.line_kinds import (
    HAN,
    MAX_WIDTH,
    bare,
    initials,
    is_closing_above,
    is_contact,
    is_footer,
    is_greeting,
    is_known_closing,
    is_postscript,
    is_sentence,
    is_signing,
)
from parsers.people.posts import is_latin_post
from parsers.text.lines import Line, plain_initial
from parsers.text.wording import one_of, whole_word, word_set

MAX_BLOCK_LINES = 12
MAX_HEAD_LINES = 12
MAX_FORWARD_LINES = 200  # in which the header of a letter passed on is looked for
MAX_CLOSING_LINES = 26  # from the end, in which the closing stands
MAX_CLOSING_CHARS = 60
_COMMA = re.compile(r"[,:!;，：！。；]")
_CLOSED = re.compile(r"([A-Za-zÀ-ž. &]{2,30}?)[,.!\s]\s*(?=[A-ZÀ-Þ])")
_DASHED = later(r"[.!?。！？)）]\s*[-–—~]{1,3}\s?(?=[A-ZÀ-Þ一-鿿][^.!?。！？]{1,70}$)")
_RULED = re.compile(r"\s*[-=_*—]{2,}.*[-=_*—]{2,}\s*$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one letter. `signed`: a closing stands above the block, which else is what the letter ends with."""

    head: tuple[Line, ...]
    addressee: tuple[Line, ...]
    body: tuple[Line, ...]
    block: tuple[Line, ...]
    foot: tuple[Line, ...]
    signed: bool


def sheets(lines: Sequence[Line]) -> tuple[Sheet, Sheet | None]:
    """The writer's own letter, and the letter that is passed on below it."""
    texts = [line.text for line in lines[: MAX_FORWARD_LINES + 8]]
    for at, text in enumerate(texts[:MAX_FORWARD_LINES]):
        field = text[:24]
        if (":" in field or "：" in field) and (length := _header_at(texts, at)):
            own = [line for line in lines[:at] if _DIGIT.search(line.text) or _WORD.search(line.text)]
            inner = _sheet(lines[at + length :])
            return (_sheet(own), inner) if own else (_with_sender(inner, lines[at : at + length]), None)
    return _sheet(lines), None


def _header_at(texts: Sequence[str], at: int) -> int:
    """How many lines from here are the header of a letter passed on; below a line that says so the sender's is enough."""
    if length := pasted_header(texts[at : at + 8]):
        return length
    above = texts[at - 1].lower() if at else ""
    ruled = len(above) <= MAX_CLOSING_CHARS and _RULED.match(above) and _forwarded().search(above)
    return 1 if ruled and _sender().match(texts[at].lower()) else 0


def _with_sender(sheet: Sheet, header: Sequence[Line]) -> Sheet:
    """The letter below a memo's head with who writes: `From: Ann Bell, director, Bell Roofing`; no mail's header."""
    own = [line for line in header if _sender().match(line.plain.lower()) and not is_contact(line.plain)]
    return replace(sheet, head=(*own, *sheet.head)) if own else sheet


def _sheet(lines: Sequence[Line]) -> Sheet:
    first = _salutation(lines)
    head = tuple(lines[:first]) if first is not None else _top(lines)
    rest = list(lines[(first + 1) if first is not None else 0 :])
    if first is not None and (said := _behind_salutation(lines[first])):
        rest.insert(0, said)
    closing = _closing(rest)
    if closing is not None:
        at, inline = closing
        below = [inline] if inline else []
        said = rest[:at]
        if inline and len(rest[at].text) > MAX_CLOSING_CHARS:  # the line is a sentence, and then a closing
            said = [*said, Line(rest[at].start, rest[at].text[: inline.start - rest[at].start], rest[at].gap)]
        end = at + 1
        while end < len(rest) and len(below) < MAX_BLOCK_LINES and not (below and _ends_block(rest[end])):
            below.append(rest[end])
            end += 1
        while len(below) > 1 and is_footer(below[-1]):
            below.pop()
            end -= 1
        if below:
            return Sheet(
                _own_head(head),
                _addressee(lines, first),
                tuple(said),
                tuple(below),
                tuple(rest[end:]),
                signed=True,
            )
    block, foot = _tail(rest)
    body = rest[: len(rest) - len(block) - len(foot)]
    return Sheet(_own_head(head), _addressee(lines, first), tuple(body), tuple(block), tuple(foot), signed=False)


def _own_head(head: tuple[Line, ...]) -> tuple[Line, ...]:
    """Of the lines above the salutation those of the writer: what is addressed, or stands below the day, is not."""
    own: list[Line] = []
    told = False  # from here on it is not the writer's
    for line in head:
        plain = line.plain.lower()
        if HAN.search(plain) and _sender().match(plain):  # `发件：…`, below `收件：…`
            own.append(line)
            continue
        told = told or bool(_addressing().match(plain) or _day().search(plain) or (not own and is_latin_post(plain)))
        if not told:
            own.append(line)
    return tuple(own)


def _addressee(lines: Sequence[Line], first: int | None) -> tuple[Line, ...]:
    """The salutation, and the lines that say to whom."""
    beginnings = initials("sign.addressing")
    marked = [
        line
        for line in lines[:MAX_HEAD_LINES]
        if plain_initial(line.text[:1]) in beginnings and _addressing().match(line.plain.lower())
    ]
    if first is None:
        return tuple(marked)
    comma = _COMMA.search(lines[first].text)
    greeted = Line(lines[first].start, lines[first].text[: comma.start()]) if comma else lines[first]
    return (*marked, greeted)


def _behind_salutation(line: Line) -> Line | None:
    """What is said on the line of the salutation already: `你好，发票抬头开错了`."""
    comma = _COMMA.search(line.text)
    said = line.text[comma.end() :] if comma else ""
    return line.rest(len(line.text) - len(said.lstrip())) if said.strip() else None


def _salutation(lines: Sequence[Line]) -> int | None:
    """The line that greets: `Dear …`, `您好`, a short line that ends in a colon, as `吴会计：`."""
    for index, line in enumerate(lines[:MAX_HEAD_LINES]):
        if is_greeting(line):
            return index
    return None


def _top(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Without a salutation: the short lines at the top."""
    for index, line in enumerate(lines[:MAX_HEAD_LINES]):
        if is_sentence(line):
            return tuple(lines[:index]) if index < len(lines) else ()
    return tuple(lines[:1])


def _closing(lines: Sequence[Line]) -> tuple[int, Line | None] | None:
    """Where the letter is closed, and what follows on that line."""
    if lines and (at := _closed_at(lines[-1])):
        return len(lines) - 1, lines[-1].rest(at)
    for index in range(len(lines) - 1, max(-1, len(lines) - MAX_CLOSING_LINES), -1):
        line = lines[index]
        if len(line.text) > MAX_CLOSING_CHARS:
            continue
        words = bare(line.plain)
        if is_known_closing(words):
            return index, None
        if is_closing_above(words) and index + 1 < len(lines) and not is_sentence(lines[index + 1]):
            return index, None
        rest = _after_closing(line)
        if rest is not None:
            return index, rest
    return None


def _closed_at(line: Line) -> int:
    """Where on a line of sentences who signs begins: "… by Friday? - Ruth, Hill Farm Shop", "… dryer. Thanks, Gail"."""
    first = max(0, len(line.text) - MAX_WIDTH)
    match = _DASHED.search(line.text[first:]) or _closed_within().search(line.text[first:])
    return first + match.end() if match else 0


def _after_closing(line: Line) -> Line | None:
    """`Thanks, Alice`, `Regards Bob` or `谢谢。老贺` on one line: what follows the closing."""
    if len(line.text) > 48:
        return None
    match = _CLOSED.match(line.text)
    if match and bare(match[1]) in word_set("sign.closing"):
        return line.rest(match.end())
    match = None if line.text.isascii() else _han_thanks().match(line.plain)
    return line.rest(match.end()) if match else None


def _tail(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The short lines that the letter ends with, and what stands below them."""
    end = len(lines)
    while end and len(lines) - end < MAX_BLOCK_LINES and is_footer(lines[end - 1]):
        end -= 1
    start = end
    while start and end - start < MAX_BLOCK_LINES and not is_sentence(lines[start - 1]):
        start -= 1
        if lines[start].gap and end - start >= 2 and start and is_sentence(lines[start - 1]):
            break
    if end == start and end < len(lines):  # nothing but what looked like a footer
        return [], list(lines[end:])
    if end == start and end > 2 and lines[-1].gap and any(map(is_signing, lines[-3:-1])):
        block, _ = _tail(lines[:-1])  # below the signature stands one sentence more
        return block, list(lines[-1:]) if block else []
    if start == 0 and end:
        start = 0 if end <= 2 and end < len(lines) else 1
    return list(lines[start:end]), list(lines[end:])


def _ends_block(line: Line) -> bool:
    if is_postscript(line):
        return True
    return line.gap and is_sentence(line)


@cache
def _addressing() -> re.Pattern[str]:
    """`To: …`, `Attn. …`, `致：…`: what announces the one who is written to."""
    return re.compile(rf"(?:{whole_word('sign.addressing')})\s*[:.]?")


@cache
def _sender() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('sign.sender')} ?:")


@cache
def _forwarded() -> re.Pattern[str]:
    return re.compile(one_of("sign.forwarded"))


@cache
def _day() -> re.Pattern[str]:
    """A day on a line of its own: below it stands the one written to."""
    return re.compile(
        rf"^(?:[\w ]{{0,12}}[:,] ?)?(?:\d{{1,2}}[a-z. ]{{0,4}}{whole_word('ref.month')}|{whole_word('ref.month')} \d{{1,2}}[,. ]|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}$)"
    )


@cache
def _han_thanks() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.han_thanking')})[!。,~\s]+(?=[一-鿿A-Za-z ]{{1,8}}$)")


@cache
def _closed_within() -> re.Pattern[str]:
    """A sentence's end, a closing and a name at the end of a line."""
    latin = sorted((w for w in word_set("sign.closing") if w.isascii() and len(w) > 1), key=len, reverse=True)
    closing = "|".join(re.escape(word) for word in latin) or "(?!)"
    return re.compile(
        rf"[.!?)] +(?i:{closing})[,.! ]+(?=[A-ZÀ-Þ][\w'’-]{{0,20}}(?: [A-ZÀ-Þ][\w'’.-]{{0,20}}){{0,2}}\.?(?:,(?: [A-Z&][\w'’.&-]{{0,20}}){{1,4}}| \([^()]{{2,60}}\))?$)"
        rf"|[。！!?？，](?:{one_of('sign.han_thanking')})[。！!,，~ ]+(?=[一-鿿]{{2,4}}$)"
    )
