"""A letter taken apart once for both trained models: its sentences, their clauses, and the words of each.

A clause ends where no word goes across, so that what the clauses hold, with the pairs that stand astride two of them, is
what the whole letter holds, save Chinese characters parted by a word such as "and", or because they go on too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from parsers.meaning.grams import Words, words_in
from parsers.text.reading import Reading
from parsers.text.wording import one_of

MAX_CHARS = 20_000  # what a letter is for, and what it says, is said before that
MAX_SENTENCES = 300
_SHORTEST_CLAUSE = 2  # spaces between words …
_HAN = re.compile(r"[^\0-\u2e80]")
_HAN_CLAUSE = re.compile(rf"{_HAN.pattern}(?:[\0-\u2e80]*{_HAN.pattern}){{3}}")  # … or four characters
_LONG, _LONG_HAN = 150, 40  # characters; a wish among so many is not heard any more
_SHORTEST_CUT = 8
_MARK = re.compile(r"[,;:(，-](?:(?<=[;(，])|(?<=[,:])(?!\d)|(?<=-)-)")  # begins with the set of its first characters

Clause = tuple[int, int, Words]  # where it starts and ends
Sentence = tuple[int, int, int, int]  # where it starts and ends; the numbers of its first clause and of the next one's


class Parts(NamedTuple):
    """The first `MAX_SENTENCES` that lie whole within `MAX_CHARS`, and the clauses of all of them in order."""

    sentences: Sequence[Sentence]
    clauses: Sequence[Clause]


def parts(reading: Reading) -> Parts:
    """The letter taken apart."""
    return reading.once(_parts)


def _parts(reading: Reading) -> Parts:
    text = reading.lower[:MAX_CHARS]
    marks = _marks(text)
    marks.append((len(text), len(text) + 1))
    at, last = marks[0]
    mark = 0
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    for start, end in islice(reading.sentences(), MAX_SENTENCES):
        if end > MAX_CHARS:
            break
        number = len(clauses)
        first = start
        while last <= end:
            if _is_clause(text[first:at]):
                clauses.append((first, last, words_in(text[first:last])))
                first = last
            mark += 1
            at, last = marks[mark]
        rest = text[first:end]
        if rest and not rest.isspace():
            clauses.append((first, end, words_in(rest)))
        sentences.append((start, end, number, len(clauses)))
    return Parts(sentences, clauses)


def _marks(text: str) -> list[tuple[int, int]]:
    """What ends a clause: punctuation, and words behind which another thing is said or asked ("and please ...")."""
    marks = [match.span() for match in _MARK.finditer(text)]
    marks += [match.span() for match in _spaced().finditer(text)]
    if not text.isascii():
        marks += [match.span() for match in _run().finditer(text) if match.lastgroup is None]
    marks.sort()
    if cuts := _between(text, marks):
        return sorted([*marks, *cuts])
    return marks


def _between(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cuts through what is too long between the marks: transcripts and hasty typing have no punctuation."""
    cuts: list[tuple[int, int]] = []
    long = _LONG if text.isascii() else _LONG_HAN
    start = 0
    for at, last in [*marks, (len(text), len(text))]:
        if at - start > long:
            cuts += _cuts(text, start, at)
        start = last
    return cuts


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where to cut what goes on without a mark from `start` to `end`: between lines or words; Chinese anywhere, if it must be."""
    is_han = _HAN.search(text, start, end) is not None
    long = _LONG_HAN if is_han else _LONG
    while end - start > long:
        far = start + long * 2 // 3
        at = text.find("\n", start + _SHORTEST_CUT, far)
        if at < 0:
            at = far if is_han else text.find(" ", far, end)
        if at < 0 or end - at < _SHORTEST_CUT:
            return
        yield at, at + text[at].isspace()
        start = at + 1


@cache
def _spaced() -> re.Pattern[str]:
    """Such words between spaces, or a dash."""
    turn, joining, opening = one_of("clause.turn"), one_of("clause.joining"), one_of("clause.opening")
    return re.compile(rf" (?:- |(?:{turn}) (?=\w)|(?:{joining}) (?=(?:{opening})\b))")


@cache
def _run() -> re.Pattern[str]:
    """Such words within a run of Chinese, and the longer ones that only hold them."""
    return re.compile(rf"(?P<longer>{one_of('clause.not_run')})|(?:{one_of('clause.run')})")


def _is_clause(text: str) -> bool:
    """Whether it is long enough to mean anything by itself; else it belongs to what follows."""
    if not text.isascii() and _HAN.search(text):
        return _HAN_CLAUSE.search(text) is not None
    return text.count(" ") >= _SHORTEST_CLAUSE


def all_words(reading: Reading) -> set[str]:
    """Every word, pair and gram of the letter's first `MAX_CHARS`."""
    sentences, clauses = parts(reading)
    pieces = [words for *_, words in clauses]
    done = sentences[-1][1] if sentences else 0
    if rest := reading.lower[done:MAX_CHARS]:
        pieces.append(words_in(rest))
    found = set[str]().union(*[words for words, _, _ in pieces])
    before = ""
    for _, first, last in pieces:
        if first:
            if before:
                found.add(f"{before} {first}")
            before = last
    return found
