"""Telephone numbers in words, against machines that gather them: `一三八 0000 六六一二`, "oh-seven-seven-double-oh 496 …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.text.spoken_figures import figure_words, figures_said, han_figures, spoken_figure

_LEAST, _MOST = 9, 13  # digits of a number in English words
_LEAST_IN_WORDS = 3
_HAN_NUMBER = re.compile(
    r"(?<!\d)(?:1[3-9]\d(?:[ -]?\d{4}){2}|1[3-9]\d{2}(?:[ -]?\d{3,4}){2}|0\d{2,3}[ -]?\d{4}[ -]?\d{3,4})(?!\d)"
)
_LETTERS = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A number's digits as figures, and where in the line it stands."""

    number: str
    start: int
    end: int


def spelt_numbers(plain: str) -> Iterator[Found]:
    """The numbers of which at least some digits are words, as telephones in such a line are made."""
    if not plain.isascii() and _han_digit().search(plain):
        figures = plain.translate(han_figures())
        for match in _HAN_NUMBER.finditer(figures):
            if match[0] != plain[match.start() : match.end()]:
                yield Found(match[0], *match.span())
    lower = plain.lower()
    if sum(map(figure_words().__contains__, _LETTERS.findall(lower))) < _LEAST_IN_WORDS:
        return
    for match in _run().finditer(lower):
        if digits := _digits(match[0]):
            yield Found(digits, *match.span())


def _digits(text: str) -> str:
    """The figures of `oh-double-three-one`; "" when it makes no telephone number."""
    number, words = figures_said(text)
    told = number[:1] == "0" and _LEAST <= len(number) <= _MOST and words >= _LEAST_IN_WORDS
    return f"0 {number[1:]}" if told else ""  # spaced, as it was said


@cache
def _han_digit() -> re.Pattern[str]:
    """Characters for digits, two together."""
    digit = f"[{''.join(map(chr, han_figures()))}]"
    return re.compile(digit + digit)  # rather than {2}: it begins with a set that the engine skips to


@cache
def _run() -> re.Pattern[str]:
    token = spoken_figure(r"\d+")
    return re.compile(rf"(?<![a-z0-9])\(?{token}(?:\)?(?:, ?| ?[-/] ?| )?{token}){{4,14}}(?![a-z0-9])")
