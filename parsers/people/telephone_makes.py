"""What is made like a telephone number, in figures or in words, and how surely it is one by its make alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.people.telephone_spelt import Found, spelt_numbers
from parsers.text.lines import Line
from parsers.text.wording import word_set

MAX_SEARCHED_CHARS = 2_000  # of a line
LEAST_DIGITS, _MOST_DIGITS = 7, 17
_DIGIT = re.compile(r"\d")
_ASCII_DIGIT = re.compile(r"[0-9]")  # found sooner than one of any script
_MOST_BEFORE = 2  # characters of a number before its first figure: "(+"
_NO_DIGIT = re.compile(r"[^\d*]")
# Begins with the set of its first characters: the engine skips to these, and only then looks further.
_PHONE = re.compile(
    r"[+(\d](?:(?<![A-Za-z0-9-].)(?:(?<=0)\d{1,4} / (?=[1-9]\d)\d|(?<=\+)\d|(?<=\()\+?\d|(?<=0)0\d|(?<=\d))"
    r"(?:[ .)*/·-]{0,2}(?:(?<= -) |(?<= /) (?!0[1-9]))?(?:\(\d{1,4}\)[ .-]?)?[\d*]){5,15}(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9.-].)(?:(?<=9)[56]|(?<=1)[012])\d{3}(?:-\d)?(?![\d.A-Za-z]))"
)
_ASCII_PHONE = re.compile(_PHONE.pattern.replace(r"[+(\d]", "[+(0-9]", 1))  # found sooner, too
_APART = re.compile(r"\d(?:(?: | - |-)\d){6,}")  # `0 9 1 2 - 3 3 0 - 5 7 7`, against machines that gather numbers
_MOBILE = re.compile(r"1[3-9]\d(?:[ -]?\d{4}){2}$|1[3-9]\d{3}[ -]\d{3}[ -]\d{3}$")  # of mainland China
_MAKES = (
    (re.compile(r"\(?\+|00[1-9]\d"), 3),  # with its country's code (E.164)
    (_MOBILE, 4),
    (re.compile(r"\(?0\d{2,3}\)?[ -]\d{3,4}[ -]?\d{4}"), 2),  # with its city's code
    (re.compile(r"\(?0\d{1,5}\)?(?:[ /.-]{1,3}\d{2,8}){1,4}$"), 2),
    (re.compile(r"0\d{9,10}$"), 2),
    (re.compile(r"\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}$|1[ -]\d{3}[ -]\d{3}[ -]\d{4}$"), 2),
    (
        re.compile(
            r"[48]00-?\d|[2-9]\d\d[ -]\d{4}$|[2-9]\d{3}[ -]\d{4}$|[2-9]\d(?: \d\d){3}$|[4-9]\d\d \d\d \d{3}$|\d{3}([ -])\d{3}\1\d{3}$"
        ),
        1,
    ),
)
_LISTED = re.compile(r"[^.]{6,24}(\. \d)$")
_SPACED_DIGITS = range(9, 13)
_DECIMAL = re.compile(r"0\.\d\d")
_THROUGH = re.compile(r"(\d{4,5})-(\d{4,5})$")
_FEW = 100  # documents from one to another
_DATE = re.compile(
    r"(?:19|20)\d{2}[./ -]\d{1,2}[./ -]\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d{2}(?!\d)|\d{1,2}[.:]\d{2} ?- ?\d{1,2}[.:]\d{2}|(?:19|20)\d{2} ?- ?(?:19|20)\d{2}$"
)


def found_in(line: Line) -> Iterator[Found]:
    """What is made as numbers that ring are, in figures or in words; a full stop and one figure is the next of a list."""
    ascii_only = line.text.isascii()
    figure = (_ASCII_DIGIT if ascii_only else _DIGIT).search(line.text)
    if figure is None and ascii_only and "-" not in line.text:  # nor a digit in words that others follow
        return
    plain = line.plain[:MAX_SEARCHED_CHARS]
    pattern = _ASCII_PHONE if ascii_only else _PHONE
    for match in pattern.finditer(plain, max(0, figure.start() - _MOST_BEFORE)) if figure else ():
        listed = _LISTED.match(match[0])
        end = match.start() + listed.start(1) if listed else match.end()
        start = match.start() + (match[0][0] == "(" and ")" not in match[0])
        yield Found(plain[start:end], start, end)
    yield from spelt_numbers(plain)


def make_of(number: str) -> int:
    """How surely a number is a telephone's by its make: 0 where nothing tells."""
    if _APART.fullmatch(number):
        number = number.replace(" ", "")
    for pattern, weight in _MAKES:
        if pattern.match(number):
            return weight
    digits = _NO_DIGIT.sub("", number)  # `0 7700-900-118`, `151.0000.9.3.2.6`: spaced as nothing else is
    if len(digits) == len(number):
        return 0
    if _MOBILE.match(digits):
        return 4
    return 2 if digits[:1] == "0" and len(digits) in _SPACED_DIGITS else 0


def could_ring(number: str, kind: str, taken: frozenset[str]) -> bool:
    """Whether it is made like a telephone number; a short one must be called one, and be no authority's."""
    digits = _NO_DIGIT.sub("", number)
    if len(digits) > _MOST_DIGITS or _DATE.match(number) or _DECIMAL.match(number) or len(set(digits)) < 2:
        return False
    if len(digits) < LEAST_DIGITS and (kind != "phone" or number in word_set("sign.authority")):
        return False
    if not kind and (through := _THROUGH.match(number)) and 0 < int(through[2]) - int(through[1]) < _FEW:
        return False  # `bills 3310-3312`
    return digits not in taken or kind == "phone" or _MOBILE.match(number) is not None
