"""The words, numbers and marks of an English sentence, and where each stands."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.goods.candidates import HAN
from parsers.goods.goods_words import KNOWN_WORDS, LONGEST_KEPT, Word, Words
from parsers.text.wording import one_of

TIMES = frozenset("x×*")
QUOTE = '"'
_PARTS = (
    r"\d(?:[\d,]*\d)?(?:\.\d+)?(?!-?[A-Za-z]|\d)|\d(?:[\d,]*\d)?(?=(?i:{glued})(?![A-Za-z0-9-]))"
    r"|[A-Za-zÀ-ÿ0-9](?:[A-Za-z0-9_À-ÿ'&/.+-]*[A-Za-z0-9_À-ÿ+])?|[^\s\w]|[一-鿿]+"
)


class Tokens(NamedTuple):  # made for every sentence: cheaper to make than a dataclass
    """The words, numbers and marks of a sentence, and at which canonical place each starts."""

    words: list[Word]
    starts: list[int]

    def end(self, at: int) -> int:
        """Behind which character the word `at` ends."""
        return self.starts[at] + len(self.words[at].text)

    def until(self, at: int) -> Tokens:
        """Those before `at`."""
        return Tokens(self.words[:at], self.starts[:at])


class _Pieces(dict[str, "Word | tuple[tuple[Word, int], ...]"]):
    """What stands between two spaces: a word, or several things as `(kettles,` has them, with their places in it.

    Those of Latin letters are kept, to be begun anew when they are too many.
    """

    def __init__(self) -> None:
        self.words = Words()

    def __missing__(self, piece: str) -> Word | tuple[tuple[Word, int], ...]:
        words = tuple([(self.words[match[0]], match.start()) for match in _token().finditer(piece)])
        found = words[0][0] if len(words) == 1 and words[0][1] == 0 else words
        if len(piece) <= LONGEST_KEPT and not HAN.search(piece):
            if len(self) >= KNOWN_WORDS:
                self.clear()
            self[piece] = found
        return found


_PIECES = _Pieces()


@cache
def _token() -> re.Pattern[str]:
    """A number with a unit of goods directly behind is two: "500pcs"; with any other it is one: "25kg"."""
    return re.compile(_PARTS.replace("{glued}", one_of("product.glued")))


def nothing() -> Word:
    """What stands beyond a sentence's words."""
    return _PIECES.words[""]


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """The words, numbers and marks between two places."""
    words: list[Word] = []
    starts: list[int] = []
    pieces = _PIECES
    for piece in text[start:end].split(" "):
        found = pieces[piece]
        if type(found) is Word:
            words.append(found)
            starts.append(start)
        else:
            for word, at in found:
                words.append(word)
                starts.append(start + at)
        start += len(piece) + 1
    return Tokens(words, starts)
