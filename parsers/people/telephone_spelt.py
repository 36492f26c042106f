"""Telephone numbers in words, against machines that gather them: `一三八 0000 六六一二`, "oh-seven-seven-double-oh 496 …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.text.wording import one_of, word_set

_LEAST, _MOST = 9, 13  # digits of a number in English words
_LEAST_IN_WORDS = 3
_HAN_NUMBER = re.compile(
    r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|1[3-9]\d{2}(?:[ -]?\d{3,4}){2}|0\d{2,3}[ -]?\d{4}[ -]?\d{3,4})(?!\d)"
)
_LETTERS = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[a-z]+|\d")


@dataclass(frozen=True, slots=True)
class Found:
    """A number's digits as figures, and where in the line it stands."""

    number: str
    start: int
    end: int


def spelt_numbers(plain: str) -> Iterator[Found]:
    """The numbers of which at least some digits are words, as telephones in such a line are made."""
    if not plain.isascii() and _han_digit().search(plain):
        figures = plain.translate(_figures())
        for match in _HAN_NUMBER.finditer(figures):
            if match[0] != plain[match.start() : match.end()]:
                yield Found(match[0], *match.span())
    lower = plain.lower()
    if sum(map(_values().__contains__, _LETTERS.findall(lower))) < _LEAST_IN_WORDS:
        return
    for match in _run().finditer(lower):
        if digits := _digits(match[0]):
            yield Found(digits, *match.span())


def _digits(text: str) -> str:
    """The figures of `oh-double-three-one`; "" when it makes no telephone number."""
    values = _values()
    figures: list[str] = []
    times, words = 1, 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in word_set("sign.times_two") or token in word_set("sign.times_three"):
            times = 2 if token in word_set("sign.times_two") else 3
            continue
        figures += [values.get(token, token)] * times
        words += token in values
        times = 1
    number = "".join(figures)
    told = number[:1] == "0" and _LEAST <= len(number) <= _MOST and words >= _LEAST_IN_WORDS
    return f"0 {number[1:]}" if told else ""  # spaced, as it was said


@cache
def _han_digit() -> re.Pattern[str]:
    """Characters for digits, two together."""
    digit = f"[{''.join(map(chr, _figures()))}]"
    return re.compile(digit + digit)  # rather than {2}: it begins with a set that the engine skips to


@cache
def _figures() -> dict[int, str]:
    """The characters that stand for a digit, each with its figure."""
    return {ord(entry[1]): entry[0] for entry in word_set("sign.han_digit")}


@cache
def _values() -> dict[str, str]:
    return {entry[1:]: entry[0] for entry in word_set("sign.digit_word")}


@cache
def _token() -> str:
    words = "|".join(sorted(_values(), key=len, reverse=True)) or "(?!)"
    times = one_of("sign.times_two", "sign.times_three")
    return rf"(?:(?:{times})[ -])?(?:(?:{words})(?![a-z])|\d+)"


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])\(?{_token()}(?:\)?(?:, ?| ?[-/] ?| )?{_token()}){{4,14}}(?![a-z0-9])")
