"""Figures in words, one by one, as numbers are read out: "double-oh seven" is 007, `幺三八` 138."""

from __future__ import annotations

import re
from functools import cache

from parsers.text.wording import NEVER, one_of, word_set

_TOKEN = re.compile(r"[a-z]+|\d")


def figures_said(text: str) -> tuple[str, int]:
    """The figures of `text`, in small letters and digits, and how many of them were words."""
    values = figure_words()
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
    return "".join(figures), words


@cache
def figure_words() -> dict[str, str]:
    """The words that stand for a figure, each with it; the lexicon has the figure first: `0oh`."""
    return {entry[1:]: entry[0] for entry in word_set("sign.digit_word")}


@cache
def han_figures() -> dict[int, str]:
    """The Chinese characters that stand for a figure, each with it: for `str.translate`."""
    return {ord(entry[1]): entry[0] for entry in word_set("sign.han_digit")}


def spoken_figure(also: str = NEVER) -> str:
    """A pattern of one such word, perhaps with what doubles it before; or of what the pattern `also` says."""
    words = "|".join(sorted(figure_words(), key=len, reverse=True)) or NEVER
    return rf"(?:(?:{one_of('sign.times_two', 'sign.times_three')})[ -])?(?:(?:{words})(?![a-z])|{also})"
