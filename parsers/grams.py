"""The words of a text and those that follow each other, as the trained models weigh them.

Latin words come as rough stems, any number as one and the same word, Chinese as characters, pairs and triples.
"""

from __future__ import annotations

import re
from functools import lru_cache
from operator import add

KNOWN_WORDS = 16_384  # of which the stems are kept
_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]+(?:'[^\W\d_\u4e00-\u9fff]+)?|\d+|[?!]")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|[0-9]+|[?!]")  # the same of a text that is all ASCII, sooner found
_RUN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff]*")  # begins with one character: the engine skips to these
_ENDINGS = ("ing", "ed", "es", "ly", "s")
_SHORTEST_STEM = 3


def stems(text: str) -> list[str]:
    """The words that are not Chinese, with question and exclamation marks, in order."""
    return list(map(_stem, (_ASCII_WORD if text.isascii() else _WORD).findall(text)))


def han_grams(text: str) -> list[str]:
    """The Chinese characters, and every two and three that follow each other."""
    found: list[str] = []
    if text.isascii():
        return found
    for run in _RUN.findall(text):
        pairs = list(map(add, run, run[1:]))
        found += run
        found += pairs
        found += map(add, pairs, run[2:])
    return found


@lru_cache(maxsize=KNOWN_WORDS)
def _stem(word: str) -> str:
    """Roughly the stem of an English word; of another language's, the same of the same."""
    if word.isdigit():
        return "0"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
