"""The words right before and behind each word for a remedy: they bind "refund" to "I want", and not to "we had".

A clause is weighed as a bag of words, in which one wish and two remedies do not tell whose it is. So each place where
the lexicon finds a remedy gives the words near it too, as that remedy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from parsers.lexicon import Hit
from parsers.meaning.grams import words_in

BESIDE_MARK = "%"
_WORDS = 4
_WITHIN = 40  # characters
_HAN_BEFORE, _HAN_BEHIND = 7, 5  # characters, of which every two that follow each other count


def beside(text: str, first: int, last: int, hit: Hit) -> Iterator[str]:
    """The words near `hit`, a remedy's, within the clause from `first` up to `last` of `text`, as features."""
    before, behind = text[max(first, hit.start - _WITHIN) : hit.start], text[hit.end : min(last, hit.end + _WITHIN)]
    own = BESIDE_MARK + hit.group.partition(".")[2]
    is_latin = text[hit.start].isascii()
    for side, near in (
        ("<", _words(before.split()[-_WORDS:]) if is_latin else _pairs(before[-_HAN_BEFORE:])),
        (">", _words(behind.split()[:_WORDS]) if is_latin else _pairs(behind[:_HAN_BEHIND])),
    ):
        for each in near:
            yield f"{own}{side}{each}"


def _words(tokens: list[str]) -> Iterator[str]:
    return (word for token in tokens for word in words_in(token)[0])


def _pairs(text: str) -> Iterator[str]:
    return (one + other for one, other in pairwise(text) if not (one.isspace() or other.isspace()))
