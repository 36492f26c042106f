"""The words of a text and those that follow each other, as the trained models weigh them.

Latin words come as rough stems, any number as one and the same word, Chinese as characters and pairs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import add

KNOWN_TOKENS = 16_384  # of which the stems are kept
_LONGEST_KNOWN = 40  # characters
_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]+(?:'[^\W\d_\u4e00-\u9fff]+)?|\d+|[?!]")
_RUN = re.compile(r"([\u4e00-\u9fff][\u4e00-\u9fff]*)")  # begins with one character: the engine skips to these
_ENDINGS = ("ing", "ed", "es", "ly", "s")
_SHORTEST_STEM = 3
_WORDLESS = " \n.,:;。、()\"'"  # what mostly stands between Chinese words


# The words of a piece of text, every two that follow each other, and the same of its Chinese characters; and which are
# the first and the last of those that are not Chinese, question and exclamation marks among them, "" without any.
Words = tuple[Sequence[str], str, str]


def words_in(text: str) -> Words:
    """What stands in `text`; words in order, and before the Chinese."""
    if text.isascii():
        return _worded(text, [])
    pieces = _RUN.split(text)  # by turns of other scripts and Chinese
    grams: list[str] = []
    for run in pieces[1::2]:
        characters = list(run)
        grams += characters
        grams += map(add, characters, characters[1:])
    others = " ".join(pieces[::2])
    return _worded(others, grams) if others.strip(_WORDLESS) else (grams, "", "")


def _worded(text: str, grams: list[str]) -> Words:
    stems = list(chain.from_iterable(map(_STEMS.__getitem__, text.split())))
    if not stems:
        return grams, "", ""
    return [*stems, *map(" ".join, pairwise(stems)), *grams], stems[0], stems[-1]


class _Stems(dict[str, tuple[str, ...]]):
    """The stems of the words between two spaces: one, mostly, perhaps with marks around it."""

    def __missing__(self, token: str) -> tuple[str, ...]:
        stems = tuple(map(_stem, _WORD.findall(token)))
        if len(token) <= _LONGEST_KNOWN:
            if len(self) >= KNOWN_TOKENS:
                self.clear()
            self[token] = stems
        return stems


_STEMS = _Stems()


def _stem(word: str) -> str:
    """Roughly the stem of an English word; of another language's, the same of the same."""
    if word.isdigit():
        return "0"
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
