"""A letter's lines by their place on the sheet: letterhead, salutation, body, signature, and a letter passed on below.

Works on the lines as they were written; the words that close and open a letter are the lexicon's (`sign`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from parsers.message.quoting import pasted_header
from parsers.patterns import later
from parsers.people.posts import RECENT, is_latin_post
from parsers.text.lines import Line, plain_initial
from parsers.text.wording import endings, one_of, whole_word, word_set

MAX_BLOCK_LINES = 12
MAX_HEAD_LINES = 12
MAX_FORWARD_LINES = 200  # in which the header of a letter passed on is looked for
MAX_CLOSING_LINES = 26  # from the end, in which the closing stands
MAX_WIDTH = 90  # columns of a line of a signature that holds no telephone
MAX_CONTACT_WIDTH = 150
MIDDLE_WIDTH = 60
MAX_GREETING_CHARS = 60
MAX_HAN_GREETING = 24
MAX_CLOSING_CHARS = 60
MAX_CLOSING_WORDS = 7
MAX_HAN_CLOSING = 14
HAN = re.compile(r"[一-鿿]")
_COMMA = re.compile(r"[,:!;，：！。；]")
_CONTACT = re.compile(r"\d(?:[ .()*/-]{0,2}\d){5}|@|www\.")
_CLOSED = re.compile(r"([A-Za-zÀ-ž. &]{2,30}?)[,.!\s]\s*(?=[A-ZÀ-Þ])")
_PARTS = re.compile(r"[/,]")
_DASHED = later(r"[.!?。！？)）]\s*[-–—~]{1,3}\s?(?=[A-ZÀ-Þ一-鿿][^.!?。！？]{1,70}$)")
_PARTED = re.compile(r"\s[/|·•]\s")
_RULE = re.compile(r"[-=_*~—─–]{2,}$")
_ENDS = tuple(".?!。？！:：,，;；…~～")
_RULED = re.compile(r"\s*[-=_*—]{2,}.*[-=_*—]{2,}\s*$")
_BRACKETED = re.compile(r"[(（\[【].*[)）\]】]$|[-—–*]{2,}.*[-—–*]{2,}$")
_ABBREVIATED = re.compile(r" [A-Za-z]{2,5}\.$")
_DIGIT = re.compile(r"\d")
_GAP = "   "  # of a line that is set, not said: a letterhead, and at the right its number
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


def bare(text: str) -> str:
    """The words of a short line without the marks around them, in lower case."""
    return " ".join(text.lower().strip(" ,.!:;~，。！：；、-—_*\t").split())[:120]


def is_contact(text: str) -> bool:
    """Whether the line holds a telephone number, an address of mail or the web."""
    return _CONTACT.search(text) is not None


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
        while len(below) > 1 and _is_footer(below[-1]):
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
    initials = _initials("sign.addressing")
    marked = [
        line
        for line in lines[:MAX_HEAD_LINES]
        if plain_initial(line.text[:1]) in initials and _addressing().match(line.plain.lower())
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


def is_greeting(line: Line) -> bool:
    """Whether the line addresses somebody."""
    length = len(line.text)
    if length > MAX_GREETING_CHARS:
        return False
    plain = line.plain
    if _greeting().match(plain.lower()):
        return True
    return length <= MAX_HAN_GREETING and HAN.search(plain) is not None and _han_greeting().search(plain) is not None


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
        if _is_known_closing(words):
            return index, None
        if _is_closing_above(words) and index + 1 < len(lines) and not is_sentence(lines[index + 1]):
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


@lru_cache(RECENT)
def is_closing(text: str) -> bool:
    """Whether a line is nothing but a closing, if a line that could be a name stands below."""
    words = bare(text)
    return _is_known_closing(words) or _is_closing_above(words)


def _is_known_closing(words: str) -> bool:
    known = word_set("sign.closing")
    return words in known or (" " in words and words.replace(" ", "") in known)


def _is_closing_above(words: str) -> bool:
    """Whether the words begin or end as a closing does: they are one above a line that could be a name."""
    if not words.isascii() and HAN.search(words):
        return len(words) <= MAX_HAN_CLOSING and _han_closing().match(words.replace(" ", "")) is not None
    if words.count(" ") >= MAX_CLOSING_WORDS or _DIGIT.search(words):
        return False
    if ("," in words or "/" in words) and _PARTS.split(words)[-1].strip() in word_set("sign.closing"):
        return True
    likely = words.endswith(endings("sign.closing_word")) or words.startswith(endings("sign.thanking"))
    return likely and _closing_word().search(words) is not None


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
    while end and len(lines) - end < MAX_BLOCK_LINES and _is_footer(lines[end - 1]):
        end -= 1
    start = end
    while start and end - start < MAX_BLOCK_LINES and not is_sentence(lines[start - 1]):
        start -= 1
        if lines[start].gap and end - start >= 2 and start and is_sentence(lines[start - 1]):
            break
    if end == start and end < len(lines):  # nothing but what looked like a footer
        return [], list(lines[end:])
    if end == start and end > 2 and lines[-1].gap and any(map(_is_signing, lines[-3:-1])):
        block, _ = _tail(lines[:-1])  # below the signature stands one sentence more
        return block, list(lines[-1:]) if block else []
    if start == 0 and end:
        start = 0 if end <= 2 and end < len(lines) else 1
    return list(lines[start:end]), list(lines[end:])


def _is_signing(line: Line) -> bool:
    """Whether the line is one of a signature for sure: a telephone, and nothing said."""
    return is_contact(line.plain) and not is_sentence(line)


def _is_footer(line: Line) -> bool:
    """What stands below a signature and is none of it: a postscript, a note of the mail program."""
    plain = line.plain.lower()
    if _foot_words().search(plain):
        return True
    if _RULE.match(plain):
        return True
    return (
        _BRACKETED.match(plain) is not None
        and len(plain) > 6
        and not is_contact(plain)
        and not _behalf().match(plain.lstrip("("))
    )


def _ends_block(line: Line) -> bool:
    if plain_initial(line.text[:1]) in _initials("sign.postscript") and _postscript().match(line.plain.lower()):
        return True
    return line.gap and is_sentence(line)


def is_sentence(line: Line) -> bool:
    """Whether the line is said, rather than a line of a letterhead or signature."""
    plain = line.plain
    han = 0 if plain.isascii() else len(HAN.findall(plain[: MAX_CONTACT_WIDTH + 1]))
    wide = len(plain) + han
    if wide > MAX_CONTACT_WIDTH:
        return True
    if plain_initial(line.text[:1]) in _initials("sign.postscript") and _postscript().match(plain.lower()):
        return True
    if is_contact(plain):
        ended = plain.endswith(_ENDS) and wide > MIDDLE_WIDTH and not plain.endswith((":", "."))
        return ended or _said().search(plain.lower()) is not None
    if wide > MAX_WIDTH:
        return True
    if han:
        signed, bracket, _ = plain.partition("(")
        if bracket and plain.endswith(")") and 2 < len(signed.strip()) <= MAX_HAN_CLOSING:
            plain = signed  # `应收账款组（本函由系统生成，无需签章）`
        ended = plain.endswith(_ENDS) and not _ABBREVIATED.search(plain)
        if ended or any(mark in plain for mark in "。!?;") or ("," in plain and wide > 24 and not _is_of_firm(plain)):
            return True
        return han > 12 and _GAP not in plain and _said().search(plain) is not None
    if not plain.endswith(_ENDS):
        return not _PARTED.search(plain) and wide > MIDDLE_WIDTH and len(plain.split()) > 9
    if plain.endswith("."):
        last = plain.rsplit(maxsplit=1)[-1].strip(".").lower()
        return len(plain.split()) > 3 and last not in word_set("sign.legal_form") and "." not in last
    words = plain.split()
    behalf = 1 < len(words) <= MAX_CLOSING_WORDS and _behalf().match(plain.lower()) and words[1][:1].isupper()
    return not (plain.endswith((",", ":")) and (len(words) <= 2 or behalf))


def _is_of_firm(plain: str) -> bool:
    """`Silkway Depot 有限责任公司,采购`: a comma behind a firm's full name, and a post."""
    firm, _, post = plain.partition(",")
    return firm.endswith(endings("sign.company_form")) and len(post) <= MAX_HAN_CLOSING


@cache
def _initials(group: str) -> frozenset[str]:
    """What the words of a group begin with: lines that begin otherwise need not be asked."""
    return frozenset(word[:1] for word in word_set(group))


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('sign.greeting')})")


@cache
def _addressing() -> re.Pattern[str]:
    """`To: …`, `Attn. …`, `致：…`: what announces the one who is written to."""
    return re.compile(rf"(?:{whole_word('sign.addressing')})\s*[:.]?")


@cache
def _behalf() -> re.Pattern[str]:
    """`For Lakeside Kennels,`: for whom somebody signs."""
    return re.compile(rf"{whole_word('sign.behalf')} ")


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
def _han_greeting() -> re.Pattern[str]:
    return re.compile(rf"^[^\d]{{1,24}}:$|(?:{one_of('sign.han_greeting')})[,!。:~\s]*$")


@cache
def _closing_word() -> re.Pattern[str]:
    """A word of closing at the end of a line, or a word of thanks at its start."""
    return re.compile(rf"(?:{whole_word('sign.closing_word')})$|^(?:{whole_word('sign.thanking')})(?![a-z])")


@cache
def _han_closing() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.han_closing')})")


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


@cache
def _foot_words() -> re.Pattern[str]:
    return re.compile(rf"^(?:{whole_word('sign.postscript')})|{whole_word('sign.foot')}")


@cache
def _postscript() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('sign.postscript')})")


@cache
def _said() -> re.Pattern[str]:
    """Words that only a sentence has."""
    return re.compile(whole_word("sign.said"))
