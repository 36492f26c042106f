"""Sums of money, in minor units, with their currency and what they are in the letter.

Only what carries a currency is a sum. `元` alone is yuan in simplified letters and unsaid in traditional ones.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.letter import Amount, AmountRole, Fact
from parsers.lexicon import lexicon
from parsers.reading import Reading

MAX_AMOUNTS = 50
_EXPONENTS = {"JPY": 0, "KRW": 0, "VND": 0}  # ISO 4217; all others here have two decimals
_SCALES = {
    "万": 10_000,
    "千": 1_000,
    "百万": 1_000_000,
    "亿": 100_000_000,
    "k": 1_000,
    "m": 1_000_000,
    "million": 1_000_000,
    "thousand": 1_000,
}
_NEAR = 40  # characters before and after in which the role is looked for
_VALUE = r"\d{1,3}(?:[,' ]\d{3}){1,4}(?:\.\d{1,2})?(?!\d)|\d{1,3}(?:\.\d{3}){1,3},\d{2}(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?![\d])"


def read_amounts(reading: Reading) -> tuple[Fact[Amount], ...]:
    """Every sum of money, once per value and currency, in order."""
    found: dict[tuple[int, str | None], Fact[Amount]] = {}
    for match in _pattern().finditer(reading.lower):
        sign = match["before"] or match["after"]
        number = match["a"] or match["b"]
        if not sign or not number:
            continue
        currency = _code(sign, reading)
        minor = _minor(number, match["scale_a"] or match["scale_b"] or "", currency)
        if minor is None or len(found) >= MAX_AMOUNTS:
            continue
        role = _role(reading, match.start(), match.end())
        span = reading.span(match.start(), match.end())
        known = found.get((minor, currency))
        if known is None or (known.value.role is AmountRole.STATED and role is not AmountRole.STATED):
            found[minor, currency] = Fact(Amount(minor, currency, role), (span,))
    return tuple(found.values())


def _code(sign: str, reading: Reading) -> str | None:
    if sign in {"元", "圆", "块", "块钱", "元整"} and reading.traditional:
        return None
    return _signs().get(sign.strip())


def _minor(number: str, scale: str, currency: str | None) -> int | None:
    number = number.replace(" ", "").replace("'", "")
    if re.search(r",\d{1,2}$", number):  # 1.234,50
        number = number.replace(".", "").replace(",", ".")
    whole, _, part = number.replace(",", "").partition(".")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 12:
        return None
    hundredths = int(whole) * 100 + int((part + "00")[:2])
    hundredths *= _SCALES.get(scale.strip(), 1)
    return hundredths if _EXPONENTS.get(currency or "", 2) == 2 else hundredths // 100


def _role(reading: Reading, start: int, end: int) -> AmountRole:
    """From the nearest telling word of the same sentence; words before count as nearer than words after."""
    first, last = reading.sentence(start)
    before = reading.lower[max(first, start - _NEAR) : start]
    after = reading.lower[end : min(last, end + _NEAR // 2)]
    best: tuple[int, AmountRole] | None = None
    for role in (AmountRole.CLAIMED, AmountRole.LOSS, AmountRole.PAID, AmountRole.PRICE):
        for word in lexicon().words(f"money.{role.value}"):
            near = before.rfind(word)
            distance = len(before) - near if near >= 0 else 30 + after.find(word) if word in after else None
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, role)
    return best[1] if best else AmountRole.STATED


@cache
def _signs() -> dict[str, str]:
    codes = (
        "usd",
        "gbp",
        "eur",
        "cny",
        "jpy",
        "hkd",
        "twd",
        "sgd",
        "aud",
        "cad",
        "inr",
        "ils",
        "krw",
        "chf",
        "sek",
        "rub",
        "myr",
        "zar",
        "ngn",
        "php",
        "thb",
        "vnd",
        "pln",
    )
    return {sign: code.upper() for code in codes for sign in lexicon().words(f"currency.{code}")}


@cache
def _pattern() -> re.Pattern[str]:
    signs = sorted(_signs(), key=len, reverse=True)
    either = "|".join(
        re.escape(sign) + (r"(?![a-z])" if sign[-1:].isalpha() and sign.isascii() else "") for sign in signs
    )
    scale = r"\s?(?:百万|万|千|亿|(?:million|thousand|k|m)(?![a-z]))"
    return re.compile(
        rf"(?<![a-z])(?P<before>{either})\s?(?P<a>{_VALUE})(?P<scale_a>{scale})?|(?<![\d.,a-z-])(?P<b>{_VALUE})(?P<scale_b>{scale})?\s?(?P<after>{either})"
    )
