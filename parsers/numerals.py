"""Whole numbers as people write them: digits, English number words, Chinese numerals.

The words are the lexicon's; the grammar of putting them together is here. Takes canonical text (see `reading`).
"""

from __future__ import annotations

import re

from parsers.lexicon import lexicon

MAX_QUANTITY = 100_000_000
_ZH_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "俩": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
    "肆": 4,
    "伍": 5,
    "陆": 6,
    "柒": 7,
    "捌": 8,
    "玖": 9,
}
_ZH_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZH_LARGE = {"万": 10_000, "亿": 100_000_000}
ZH_NUMERAL = "[零一二三四五六七八九〇两俩十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]"
NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,9}"


def whole(text: str) -> int | None:
    """The value of `1,200`, `18`, `nine`, `twenty-four`, `a dozen`, `十八`, `2万`; None when it is no number."""
    text = text.strip().lower()
    digits = text.replace(",", "")
    if digits.isascii() and digits.isdigit():
        value: int | None = int(digits) if len(digits) <= 9 else None
    elif text and (text[0] in _ZH_DIGITS or text[0] in _ZH_UNITS or text[-1] in _ZH_LARGE):
        value = chinese(text)
    else:
        value = english(re.split(r"[\s-]+", text))
    return value if value is not None and value <= MAX_QUANTITY else None


def english(words: list[str]) -> int | None:
    """The value of number words, `two hundred and five` as a list; None when a word is no number word."""
    numbers = lexicon().numbers
    total = current = 0
    seen = False
    for word in words:
        if word == "and" and seen:
            continue
        value = numbers.get(word)
        if value is None:
            return None
        seen = True
        if value >= 1000:
            total, current = total + max(current, 1) * value, 0
        elif value in (12, 100) and (word == "hundred" or word.startswith("dozen")):
            current = max(current, 1) * value
        else:
            current += value
    return total + current if seen else None


def chinese(text: str) -> int | None:
    """The value of `十八`, `一百二十`, `两万五千`, `2万`, `二〇二四`; None when it is no numeral."""
    total = section = digit = 0
    plain = ""
    matched = re.match(r"\d+", text)
    if matched:
        digit, text = int(matched[0][:9]), text[matched.end() :]
    for char in text:
        if char in _ZH_DIGITS:
            digit = _ZH_DIGITS[char]
            plain += str(digit)
        elif char in _ZH_UNITS:
            section, digit = section + (digit or 1) * _ZH_UNITS[char], 0
        elif char in _ZH_LARGE:
            total, section, digit = total + (section + digit or 1) * _ZH_LARGE[char], 0, 0
        else:
            return None
    if len(plain) > 1 and len(plain) == len(text):
        return int(plain[:9])
    return total + section + digit
