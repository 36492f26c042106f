"""Telephone numbers: which of a letter's numbers rings its writer.

Told by the word before it, by its make, or by its place in the signature; numbers that name an invoice or a day are none.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.letter import Fact, Span
from parsers.lexicon import lexicon
from parsers.lines import MAX_LINES, Line

LOOK_BACK = 24  # characters in which the word for a telephone stands
MAX_SEARCHED_CHARS = 2_000  # of a line
MAX_SIGNED_CHARS = 120  # of a line of the signature
LAST_LINES = 3
_PHONE = re.compile(r"(?<![A-Za-z0-9-])\+?\(?\d(?:[ .()*/-]{0,2}[\d*]){6,15}(?![A-Za-z0-9])")
_MOBILE = re.compile(r"(?<![A-Za-z0-9-])1[3-9]\d{9}(?![A-Za-z0-9])")
_LAST_NUMBER = re.compile(r"[.!?;,]\s(\+?0\d{1,4}(?:[ -]\d{2,5}){2,4})\.?$")
_DATE = re.compile(
    r"[\d〇零一二三四五六七八九十]{2,4}\s?年|(?:19|20)\d{2}[./-]\d{1,2}(?!\d)|\d{1,2}\s?月|\d{1,2}[./]\d{1,2}"
)


def read_phone(lines: list[Line], block: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    """One with a label anywhere, else a mobile number, else one in the signature. A fax number is none."""
    return (
        _labelled_phone(lines, taken)
        or _mobile(lines, taken)
        or _international(lines, taken)
        or _signed_phone(block, taken)
        or _last_phone(lines, taken)
    )


def _labelled_phone(lines: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    for line in reversed(lines[-MAX_LINES:]):
        for match in _PHONE.finditer(line.text[:MAX_SEARCHED_CHARS]):
            before = line.text[max(0, match.start() - LOOK_BACK) : match.start()].lower()
            if _label_before(before, "phone") and not _label_before(before, "fax") and _could_ring(match[0], taken):
                return _number(line, match)
    return None


def _mobile(lines: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    """A mobile number of mainland China: its make alone tells it."""
    for line in reversed(lines[-MAX_LINES:]):
        for match in _MOBILE.finditer(line.text[:MAX_SEARCHED_CHARS]):
            if match[0] not in taken:
                return _number(line, match)
    return None


def _international(lines: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    """A number with its country's code (E.164) can be nothing else, unless the word before it says fax."""
    for line in reversed(lines[-MAX_LINES:]):
        for match in _PHONE.finditer(line.text[:MAX_SEARCHED_CHARS]):
            before = line.text[max(0, match.start() - LOOK_BACK) : match.start()].lower()
            if match[0].startswith("+") and not _label_before(before, "fax") and _could_ring(match[0], taken):
                return _number(line, match)
    return None


def _signed_phone(block: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    for line in block:
        for match in _PHONE.finditer(line.text[:MAX_SIGNED_CHARS]):
            before = line.text[max(0, match.start() - LOOK_BACK) : match.start()].lower()
            plain = re.sub(r"\D", "", match[0])
            rings = match[0].startswith(("+", "0", "(0")) or (len(plain) == 11 and plain[0] == "1") or len(plain) == 10
            if (
                rings
                and not _label_before(before, "fax")
                and _could_ring(match[0], taken)
                and not _DATE.match(match[0])
            ):
                return _number(line, match)
    return None


def _last_phone(lines: list[Line], taken: frozenset[str]) -> Fact[str] | None:
    """`Call me today. 06 1234 5678`: a number alone behind the last sentence."""
    for line in lines[-LAST_LINES:]:
        match = _LAST_NUMBER.search(line.text[-40:])
        if match and _could_ring(match[1], taken):
            at = line.text.rindex(match[1])
            return Fact(match[1], (Span(line.start + at, line.start + at + len(match[1])),))
    return None


def _number(line: Line, match: re.Match[str]) -> Fact[str]:
    start = line.start + match.start()
    return Fact(match[0], (Span(start, start + len(match[0])),))


def _could_ring(number: str, taken: frozenset[str]) -> bool:
    digits = re.sub(r"[^\d*]", "", number)
    return (
        7 <= len(digits) <= 15
        and not re.fullmatch(r"(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}", number)
        and digits not in taken
        and number not in taken
    )


def _label_before(before: str, kind: str) -> bool:
    tail = _link().sub("", before[-LOOK_BACK:])
    for label in lexicon().words(f"sign.{kind}"):
        if tail.endswith(label) and (
            not label.isascii() or len(tail) == len(label) or not tail[-len(label) - 1].isalnum()
        ):
            return True
    return False


@cache
def _link() -> re.Pattern[str]:
    words = "|".join(sorted(lexicon().words("sign.phone_link")))
    return re.compile(rf"(?:(?<!\w)(?:{words})(?!\w)|(?:{words})$|[ :：.(（=　#-]){{1,8}}$")
