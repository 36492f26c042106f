"""Who signs: name, company and telephone number, from the end of the letter, its head, and the sender's name.

Works on the lines as they were written. A name here is what somebody calls themselves, never proof of who they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.letter import Address, Fact
from parsers.lexicon import lexicon
from parsers.lines import Line, lines_of
from parsers.telephone import read_phone

MAX_BLOCK_LINES = 12
MAX_HEAD_LINES = 8
MAX_LINE_CHARS = 120
MAX_TRADE_LINES = 3
MAX_TRADE_CHARS = 40
_HAN = re.compile(r"[一-鿿]")
_SPLIT = re.compile(r"\s*(?:[,|·•;]|\s[-–—]\s|\s/\s| {3,}|\t)\s*")
_GAP = re.compile(r"[\s　]+")


@dataclass(frozen=True, slots=True)
class Signature:
    """Each is None when the letter does not say."""

    name: Fact[str] | None
    company: Fact[str] | None
    phone: Fact[str] | None
    start: int | None  # where the lines after the closing begin; None when nothing closes the letter


def read_signature(text: str, sender: Address | None, taken: frozenset[str] = frozenset()) -> Signature:
    """What the writer says of themselves. `taken`: numbers that name invoices and the like, never telephones."""
    lines = list(lines_of(text))
    block, signed = _block(lines)
    name = _labelled_name(lines) or _name_in(block, signed=signed)
    name = _fuller(block, name)
    trade = _trade_in(lines[-MAX_TRADE_LINES:])
    company = (
        _company_in(block, name) or _company_in_head(lines) or _company_said(lines) or (trade[0] if trade else None)
    )
    display = _display(sender)
    shown = _trade_name(display)
    if name is None and display and (shown is None or shown != display) and not _is_company(display):
        name = Fact(display)
    if company is None and display and (shown or _is_company(display)):
        company = Fact(shown or display)
    name = name or company  # a letter signed by a firm alone
    start = block[0].start if signed and block else trade[1] if trade else None
    return Signature(name, company, read_phone(lines, block, taken), start)


def _trade_in(lines: list[Line]) -> tuple[Fact[str], int] | None:
    """`云山茶业 蒋`, `北方仓储安全科`: a short last line whose first word ends in a trade; and where the line begins."""
    for line in reversed(lines):
        if len(line.text) <= MAX_TRADE_CHARS and (found := _trade_name(line.text)):
            return line.fact(found), line.start
    return None


def _trade_name(text: str) -> str | None:
    first, *rest = _GAP.split(text.strip(" -—()（）"), maxsplit=1)
    match = _trade().fullmatch(first)
    if match is None or (rest and re.search(r"[，。！？,!?]", rest[0])):
        return None
    return match["company"]


def _block(lines: list[Line]) -> tuple[list[Line], bool]:
    """The lines after the closing ("Yours sincerely", `此致`), or the short lines the letter ends with."""
    for index in range(len(lines) - 1, max(-1, len(lines) - MAX_BLOCK_LINES - 4), -1):
        words = _bare(lines[index].text)
        rest = _after_closing(lines[index])
        if words in lexicon().words("sign.closing"):
            return lines[index + 1 : index + 1 + MAX_BLOCK_LINES], True
        if rest is not None:
            return [rest, *lines[index + 1 : index + MAX_BLOCK_LINES]], True
    tail: list[Line] = []
    for line in reversed(lines[-MAX_BLOCK_LINES:]):
        wide = len(line.text) + len(_HAN.findall(line.text))
        if wide > 60 or (
            line.text.endswith((".", "?", "!", "。", "！", "？", ":", "：", ",", "，"))
            and not re.search(r"(?:Inc|Ltd|Co|Corp)\.$", line.text)
        ):
            break
        tail.insert(0, line)
    return (tail if len(tail) < len(lines) else tail[1:]), False


def _after_closing(line: Line) -> Line | None:
    """`Thanks, Alice` or `Regards Bob` on one line: what follows the closing."""
    match = re.match(r"([A-Za-z &]{2,30}?)[,.!\s]\s*(?=[A-Z])", line.text) if len(line.text) <= 40 else None
    if match and _bare(match[1]) in lexicon().words("sign.closing"):
        rest = line.text[match.end() :]
        return line.rest(match.end()) if _latin_name().match(rest) else None
    return None


def _bare(text: str) -> str:
    return _GAP.sub(" ", text.lower().strip(" ,.!:;~，。！：；、-—_*\t"))[:MAX_LINE_CHARS]


def _labelled_name(lines: list[Line]) -> Fact[str] | None:
    """`联系人：吴国栋`: the last such line."""
    for line in reversed(lines):
        match = _name_label().search(line.text[:MAX_LINE_CHARS])
        if match and (name := _chinese_name(match[1])):
            return line.fact(name)
    return None


def _name_in(block: list[Line], *, signed: bool) -> Fact[str] | None:
    candidates = block if signed else block[-5:]
    for line in candidates:
        for part in _parts(line.text):
            name = _as_name(part)
            if name:
                return line.fact(name)
    return None


def _fuller(block: list[Line], name: Fact[str] | None) -> Fact[str] | None:
    """`Alice`, then a signature block that begins with `Alice Turner`: the fuller one."""
    if name is None:
        return None
    for line in block:
        for part in _parts(line.text):
            if part.startswith(name.value + " ") and _as_name(part) == part:
                return line.fact(part)
    return name


def _parts(text: str) -> list[str]:
    return [part.strip(" -–—()（）[]*") for part in _SPLIT.split(text[:MAX_LINE_CHARS].strip(" -–—")) if part.strip()]


def _as_name(part: str) -> str | None:
    if _HAN.search(part):
        return _chinese_name(part)
    part = _name_mark().sub("", part)
    words = {word.strip(".").lower() for word in part.split()}
    if words & (lexicon().words("sign.job") | lexicon().words("sign.company") | lexicon().words("sign.greeting")):
        return None
    if (
        words & lexicon().words("sign.no_name")
        or len(part) > 40
        or not _latin_name().match(part)
        or _bare(part) in lexicon().words("sign.closing")
    ):
        return None
    return _prefix().sub("", part)


def _chinese_name(part: str) -> str | None:
    """`吴国栋`, `冯老师`, `王先生`, the last word of `电教室 冯老师`; a family name must begin it."""
    for word in reversed(_GAP.split(re.sub(r"[\d*+()（）:：-]{6,}.*", "", part).strip(" ,，。:：;；"))):
        plain = word.strip("（）()，。,.：:")
        surname = plain[:2] if plain[:2] in lexicon().words("sign.surname") and len(plain) > 2 else plain[:1]
        if surname not in lexicon().words("sign.surname") or plain in lexicon().words("sign.closing"):
            continue
        rest = plain[len(surname) :]
        if rest in lexicon().words("sign.honorific") or (
            1 <= len(rest) <= 2
            and _HAN.match(rest)
            and not _is_company(plain)
            and plain not in lexicon().words("sign.job")
        ):
            return plain
        tail = re.match(r"([一-鿿]{1,2})(?:" + "|".join(lexicon().words("sign.honorific")) + r")$", rest)
        if tail:
            return plain
    match = _honoured().search(part)
    return match[0] if match else None


def _company_in(block: list[Line], name: Fact[str] | None) -> Fact[str] | None:
    """The first part with a company's mark; else the first that is nothing else, when a name stands there too."""
    loose: Fact[str] | None = None
    for line in block:
        if _is_contact(line.text):
            continue
        for part in _parts(line.text):
            if _HAN.search(part):
                if match := _chinese_company().search(part):
                    return line.fact(match[0])
                continue
            if not _could_be_company(part, name):
                continue
            if _is_company(part) and (_is_strict_company(part) or not _is_job(part)):
                return line.fact(part)
            if loose is None and name is not None and not (_is_job(part) or _is_address(part) or _is_phrase(part)):
                loose = line.fact(part)
    return loose


def _could_be_company(part: str, name: Fact[str] | None) -> bool:
    if (
        not part
        or _bracketed_prefix().search(part)
        or len(part) > 60
        or not part[0].isupper()
        or part.endswith(("!", "?"))
    ):
        return False
    if name is not None and (part == name.value or name.value.startswith(part + " ")):
        return False
    return part.split(maxsplit=1)[0].lower() not in lexicon().words("sign.title") and not re.search(
        r"\d{3}|@|www", part
    )


def _is_phrase(part: str) -> bool:
    return part.lower().startswith(tuple(lexicon().words("sign.no_company")))


def _company_in_head(lines: list[Line]) -> Fact[str] | None:
    """A letterhead: only what stands before the salutation, and only with a company's mark."""
    for line in lines[:MAX_HEAD_LINES]:
        if _is_greeting(line.text):
            return None
        for part in _parts(line.text):
            if _is_strict_company(part) and len(part) <= 60 and len(part.split()) > 1:
                return line.fact(_GAP.sub(" ", part) if part not in line.text else part)
    return None


def _company_said(lines: list[Line]) -> Fact[str] | None:
    """`我们是…有限公司` or `抬头：…有限公司` within the letter."""
    for line in lines:
        match = _said_company().search(line.text[:400])
        if match:
            return line.fact(match[1])
    return None


def _is_greeting(text: str) -> bool:
    first = re.split(r"[\s,，:：]", text.lower(), maxsplit=1)[0]
    greetings = lexicon().words("sign.greeting")
    return first in greetings or any(_HAN.match(word) and text.startswith(word) for word in greetings)


def _is_company(part: str) -> bool:
    if _HAN.search(part):
        return bool(_chinese_company().search(part))
    return bool({word.strip(".,()").lower() for word in part.split()} & lexicon().words("sign.company"))


def _is_strict_company(part: str) -> bool:
    if _HAN.search(part):
        return False
    return bool(_legal_form().search(part))


def _is_job(part: str) -> bool:
    return bool({word.strip(".,()").lower() for word in re.split(r"[\s/&]+", part)} & lexicon().words("sign.job"))


def _is_address(part: str) -> bool:
    return bool({word.strip(".,()").lower() for word in part.split()} & lexicon().words("sign.address")) or bool(
        re.search(r"\d", part)
    )


def _is_contact(text: str) -> bool:
    return "@" in text or "http" in text or text.lower().startswith("www.")


def _display(sender: Address | None) -> str:
    name = sender.name.strip() if sender else ""
    return "" if "@" in name else name[:80]


def _either(group: str) -> str:
    """The words of a group as alternatives of a regular expression, the longer first; without words, what never matches."""
    words = sorted(lexicon().words(group), key=len, reverse=True)
    return "|".join(re.escape(word) for word in words) or "(?!)"


@cache
def _latin_name() -> re.Pattern[str]:
    word = rf"(?:[A-ZÀ-Þ][\w'’.-]{{0,20}}|(?:{_either('sign.particle')})(?!\w))"
    return re.compile(rf"{word}(?:\s{word}){{0,4}}$")


@cache
def _name_mark() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_either('sign.name_mark')})\s*:\s*", re.IGNORECASE)


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_either('sign.prefix')})\.?\s", re.IGNORECASE)


@cache
def _bracketed_prefix() -> re.Pattern[str]:
    return re.compile(rf"\((?:{_either('sign.prefix')})\b", re.IGNORECASE)


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either('sign.legal_form')})\.?$", re.IGNORECASE)


@cache
def _name_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either('sign.name_label')})\s*[:：]\s*([一-鿿]{{2,5}})")


@cache
def _honoured() -> re.Pattern[str]:
    names = "|".join(lexicon().words("sign.surname"))
    titles = "|".join(sorted((t for t in lexicon().words("sign.honorific") if len(t) > 1), key=len, reverse=True))
    return re.compile(rf"(?:{names})[一-鿿]{{0,2}}?(?:{titles})$")


@cache
def _chinese_company() -> re.Pattern[str]:
    marks = "|".join(sorted((m for m in lexicon().words("sign.company") if _HAN.match(m)), key=len, reverse=True))
    return re.compile(rf"[一-鿿A-Za-z0-9()（）·]{{2,24}}?(?:{marks})(?:[一-鿿]{{2,6}}(?:分公司|分店|店))?")


@cache
def _said_company() -> re.Pattern[str]:
    announced, ends = _either("sign.we_are"), _either("sign.full_name")
    return re.compile(rf"(?:{announced})\s?([一-鿿A-Za-z0-9()（）]{{2,24}}?(?:{ends}))")


@cache
def _trade() -> re.Pattern[str]:
    trades, sections = _either("sign.trade"), _either("sign.section")
    return re.compile(rf"(?P<company>[一-鿿A-Za-z]{{2,8}}(?:{trades}))(?:{sections})?")
