"""A letter taken apart once for both trained models: its sentences, their clauses, and the words of each.

A clause ends where no word and no run of Chinese goes across, so that what the clauses hold, with the pairs that stand
astride two of them, is what the whole letter holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from parsers.grams import han_grams, stems
from parsers.reading import Reading

MAX_CHARS = 20_000  # what a letter is for, and what it says, is said before that
MAX_SENTENCES = 300
_SHORTEST_CLAUSE = 4  # Chinese characters; half as many words of another script
_CLAUSE_END = re.compile(r"[,;:](?!\d)|--| - |[(，;]| but (?=\w)")
# The same where none stands between spaces: it begins with the set of its first characters, to which the engine skips.
_MARK = re.compile(r"[,;:(，-](?:(?<=[;(，])|(?<=[,:])(?!\d)|(?<=-)-)")
_SPACED = (" - ", " but ")


class Words(NamedTuple):  # a letter has dozens: cheaper to make than a dataclass
    """The words of a piece of text, every two that follow each other, and the same of its Chinese characters."""

    stems: Sequence[str]
    pairs: Sequence[str]
    grams: Sequence[str]


Clause = tuple[int, int, Words]
Sentence = tuple[int, int, Sequence[Clause]]


def sentences_of(reading: Reading) -> Sequence[Sentence]:
    """Where each sentence starts and ends, and its clauses in order; the first `MAX_SENTENCES` that lie whole within `MAX_CHARS`."""
    return reading.once(_sentences)


def _sentences(reading: Reading) -> list[Sentence]:
    text = reading.lower[:MAX_CHARS]
    found: list[Sentence] = []
    for start, end in islice(reading.sentences(), MAX_SENTENCES):
        if end > MAX_CHARS:
            break
        clauses = [(first, last, words_in(text[first:last])) for first, last in _clauses(text, start, end)]
        found.append((start, end, clauses))
    return found


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence in pieces; a piece too short to mean anything belongs to the next."""
    first = start
    spaced = any(text.find(each, start, end) >= 0 for each in _SPACED)
    for match in (_CLAUSE_END if spaced else _MARK).finditer(text, start, end):
        if _weight_of(text, first, match.start()) >= _SHORTEST_CLAUSE:
            yield first, match.end()
            first = match.end()
    if first < end and text[first:end].strip():
        yield first, end


def _weight_of(text: str, first: int, last: int) -> int:
    piece = text[first:last]
    return (0 if piece.isascii() else sum(map("⺀".__lt__, piece))) or 2 * piece.count(" ")


def words_in(text: str) -> Words:
    """The words of `text`, in order."""
    words = stems(text)
    return Words(words, list(map(" ".join, pairwise(words))), han_grams(text))


def all_words(reading: Reading) -> set[str]:
    """Every word, pair and gram of the letter's first `MAX_CHARS`."""
    sentences = sentences_of(reading)
    pieces = [words for *_, clauses in sentences for *_, words in clauses]
    done = sentences[-1][1] if sentences else 0
    if rest := reading.lower[done:MAX_CHARS]:
        pieces.append(words_in(rest))
    found: set[str] = set()
    last = ""
    for words in pieces:
        found.update(words.stems, words.pairs, words.grams)
        if words.stems:
            if last:
                found.add(f"{last} {words.stems[0]}")
            last = words.stems[-1]
    return found
