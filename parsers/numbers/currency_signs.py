"""Signs and words of currencies beside a number: which stands there, and whether it means money.

The signs are the lexicon's (`currency.usd`, …); of some, as `块` and "pounds", only what follows tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from parsers.numbers.amount_roles import NEAR
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, whole_word, word_set

_CODES = (
    "usd", "gbp", "eur", "cny", "jpy", "hkd", "twd", "sgd", "aud", "cad", "inr", "ils", "krw", "chf", "sek", "rub",
    "myr", "zar", "ngn", "php", "thb", "vnd", "pln", "nzd", "nok", "dkk", "czk", "aed", "brl", "kes", "sar",
)  # fmt: skip  # ISO 4217
CURRENCIES = tuple(f"currency.{code}" for code in _CODES)  # the lexicon's groups of signs and words
_LOCAL = "CNY"  # what a Chinese letter means that names no currency
_LONGEST_CODE = 3  # "usd"; longer signs of Latin letters are words, which follow their number


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign or word of a currency, and where it stands; no word where none is needed."""

    word: str
    start: int
    end: int


def sign_ending(lower: str, at: int, first: int = 0) -> Sign | None:
    """The sign that ends here, or a space before; nothing that begins before `first`."""
    at -= lower[at - 1 : at] == " "
    if not lower.endswith(_by_last().get(lower[at - 1 : at], ()), first, at):  # as of most numbers
        return None
    for length in _lengths():
        word, start = lower[max(0, at - length) : at], at - length
        if word in word_set("money.local"):  # 3单元502, 公元2024
            return None
        if start >= first and word in _signs() and not (is_letter(word[0]) and is_letter(lower[start - 1 : start])):
            return Sign(word, start, at)
    return None


def sign_starting(lower: str, at: int) -> Sign | None:
    """The sign that begins here, behind a space or a word for "about" at most."""
    at += lower[at : at + 1] in word_set("money.about")
    at += lower[at : at + 1] == " "
    if not lower.startswith(_by_first().get(lower[at : at + 1], ()), at):
        return None
    for length in _lengths():
        word, end = lower[at : at + length], at + length
        if word in _signs() and len(word) == length:
            return None if is_letter(word[-1]) and is_letter(lower[end : end + 1]) else Sign(word, at, end)
    return None


def is_letter(char: str) -> bool:
    """Whether it is a small Latin letter."""
    return "a" <= char <= "z"


def tenths(lower: str, sign: Sign) -> re.Match[str] | None:
    """What stands behind `块` for tenths: `12块5`, `三块五的`."""
    return tenths_behind().match(lower, sign.end) if sign.word in word_set("money.measure") else None


def is_measure(lower: str, sign: Sign) -> bool:
    """Whether the sign measures something else here: `三块木板`, "500 pounds of flour"."""
    if sign.word in word_set("money.local") and lower.startswith(endings("money.compound"), sign.end):
        return True  # 三元锂电池
    if sign.word not in word_set("money.measure"):
        return False
    following = lower[sign.end : sign.end + 1]
    if tenths(lower, sign):
        return False
    if _measured().match(lower, sign.end) or _weighing().search(lower, max(0, sign.start - NEAR), sign.start):
        return True
    if is_letter(following):  # 一块PLC模块
        return True
    return "一" <= following <= "鿿" and following not in word_set("money.unmeasured")


def is_piece(lower: str, value: re.Match[str], sign: Sign) -> bool:
    """As `is_measure`, and of one: `一块一块`, piece by piece; `加一块`, together."""
    one = sign.word in word_set("money.measure") and value[0] == "一" and value.end() == sign.start
    apart = one and lower.startswith(lower[value.start() : sign.end], sign.end)
    return apart or (one and lower.endswith(endings("money.together"), 0, value.start())) or is_measure(lower, sign)


def is_not_ok(lower: str, sign: Sign) -> bool:
    """Whether "NOK" counts pieces that are not OK, as inspectors write beside "pcs", and no Norwegian crowns."""
    if sign.word not in word_set("money.not_ok"):
        return False
    start, end = lower.rfind("\n", 0, sign.start) + 1, lower.find("\n", sign.end)
    return _counted_pieces().search(lower, start, end if end >= 0 else len(lower)) is not None


def currency_of(sign: str, reading: Reading) -> str | None:
    """The currency (ISO 4217) that a sign means in this letter; None where that cannot be told."""
    if (not sign or sign in word_set("money.local")) and reading.traditional:
        return None
    return _signs().get(sign) if sign else _LOCAL


@cache
def _signs() -> dict[str, str]:
    return {sign: group[-3:].upper() for group in CURRENCIES for sign in word_set(group)}


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(sign) for sign in _signs()}, reverse=True))


@cache
def _by_first() -> dict[str, tuple[str, ...]]:
    """The signs by their first character."""
    return {sign[0]: tuple(other for other in _signs() if other[0] == sign[0]) for sign in _signs()}


@cache
def _by_last() -> dict[str, tuple[str, ...]]:
    return {sign[-1]: tuple(other for other in _signs() if other[-1] == sign[-1]) for sign in _signs()}


def ends_with_sign(lower: str) -> bool:
    """Whether a sign stands at the end, or a space before it; perhaps within a longer word."""
    bare = lower.removesuffix(" ")
    return bare.endswith(_by_last().get(bare[-1:], ()))


@cache
def spelled_signs() -> tuple[str, ...]:
    """Signs that are Latin words of some length: only these follow number words."""
    spelled = (sign for sign in _signs() if sign.isascii() and sign.isalpha() and len(sign) > _LONGEST_CODE)
    return tuple(sorted(spelled, key=len, reverse=True))


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf" (?:{one_of('money.measured')})(?![a-z])")


@cache
def _weighing() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('money.weighing')} [^.;]{{0,20}}$")


@cache
def _counted_pieces() -> re.Pattern[str]:
    return re.compile(rf"\d ?{whole_word('money.pieces')}")


@cache
def tenths_behind() -> re.Pattern[str]:
    """The figure behind a sum that stands for tenths."""
    return re.compile(rf"(?:\d|[一二三四五六七八九])(?=$|[\s,;:!?)、。]|{one_of('money.unmeasured')})")
