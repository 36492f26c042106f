"""Whole numbers as people write them: digits, English number words, Chinese numerals.

The words are the lexicon's; the grammar of putting them together is here. Takes canonical text (see `reading`).
"""

from __future__ import annotations

import re

from parsers.lexicon import lexicon
from parsers.text.wording import word_set

MAX_QUANTITY = 100_000_000
# A number system, as 0 to 9 are: no language's words, and so here and not in the lexicon.
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
_HYPHENS = re.compile(r"[\s-]+")
NUMBER = r"\d{1,3}(?:,\d{3}){1,3}(?!\d)|\d{1,9}"


def whole(text: str) -> int | None:
    """The value of `1,200`, `18`, `nine`, `twenty-four`, `a dozen`, `十八`, `2万`; None when it is no number."""
    text = text.strip().lower()
    digits = text.replace(",", "") if "," in text else text
    if digits.isascii() and digits.isdigit():
        value: int | None = int(digits) if len(digits) <= 9 else None
    elif text and (text[0] in _ZH_DIGITS or text[0] in _ZH_UNITS or text[-1] in _ZH_LARGE):
        value = chinese(text)
    else:
        value = english(_HYPHENS.split(text) if "-" in text else text.split())
    return value if value is not None and value <= MAX_QUANTITY else None


def english(words: list[str]) -> int | None:
    """The value of number words, `two hundred and five` as a list; None when a word is no number word."""
    numbers = lexicon().numbers
    total = current = 0
    seen = False
    for word in words:
        if seen and word in word_set("number.and"):
            continue
        value = numbers.get(word)
        if value is None:
            return None
        seen = True
        if value >= 1000:
            total, current = total + max(current, 1) * value, 0
        elif word in word_set("number.times"):
            current = max(current, 1) * value
        else:
            current += value
    return total + current if seen else None


def chinese(text: str) -> int | None:
    """The value of `十八`, `一百二十`, `两万五千`, `1万2千`, `三百五`, `二〇二四`; None when it is no numeral.

    `五六百`, five or six hundred, and `三四` are none: nobody can say which.
    """
    if len(text) > 1 and all(char in _ZH_DIGITS for char in text):
        if len(text) == 2 and _ZH_DIGITS[text[1]] - _ZH_DIGITS[text[0]] == 1 and text[0] not in "零〇":
            return None  # 三四, three or four
        return int("".join(str(_ZH_DIGITS[char]) for char in text[:9]))
    total = section = digit = 0
    unit, previous = 1, ""
    for token in re.findall(r"\d{1,9}|.", text):
        if token.isdigit() or token in _ZH_DIGITS:
            if _ZH_DIGITS.get(previous):
                return None
            digit = int(token) if token.isdigit() else _ZH_DIGITS[token]
        elif token in _ZH_UNITS:
            unit = _ZH_UNITS[token]
            section, digit = section + (digit or 1) * unit, 0
        elif token in _ZH_LARGE:
            unit = _ZH_LARGE[token]
            total, section, digit = total + (section + digit or 1) * unit, 0, 0
        else:
            return None
        previous = token
    short = unit > 10 and 0 < digit < 10 and len(text) > 1 and text[-2] in _ZH_LARGE | _ZH_UNITS  # 一万二
    return total + section + digit * (unit // 10 if short else 1)
