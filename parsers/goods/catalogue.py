"""The company's own list of products, and where a letter names them.

However long the list, a letter is read once: all names stand in one automaton (Aho and Corasick 1975). Names are
compared without regard to case, width of characters and traditional or simplified Chinese; a name in letters that are
written with spaces must be whole words, its plural allowed. Of names that overlap the longest counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import ahocorasick

from parsers.text.reading import canonical

MAX_MATCHES = 200  # in one letter
SHORTEST_NAME = 2  # characters
_PLURAL = re.compile(r"(?:e?s)(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article. `names` are what customers call it, in any language; the number itself is looked for as well."""

    sku: str
    names: tuple[str, ...]
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A catalogue name at `start` up to `end` of the text that was searched.

    `sku` and `department` are None where articles of the same name differ in them. `name` is the article's first name
    where the letter gives only its number, otherwise None: the letter's own words are better.
    """

    start: int
    end: int
    sku: str | None
    department: str | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All articles; immutable, comparable, and safe to send to another process (which builds its own automaton)."""

    entries: tuple[Entry, ...]
    _automaton: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named: defaultdict[str, list[tuple[Entry, bool]]] = defaultdict(list)
        for entry in self.entries:
            for name, is_number in ((entry.sku, True), *((name, False) for name in entry.names)):
                folded = canonical(name)
                if is_searchable(folded):
                    named[folded].append((entry, is_number))
        automaton = cast("Any", ahocorasick).Automaton()  # a C extension without types
        for folded, articles in named.items():
            automaton.add_word(folded, (len(folded), _meaning(articles)))
        automaton.make_automaton()
        object.__setattr__(self, "_automaton", automaton)

    def __reduce__(self) -> tuple[type[Catalogue], tuple[tuple[Entry, ...]]]:
        return Catalogue, (self.entries,)

    def find(self, text: str) -> tuple[Match, ...]:
        """The names in `text`, in order of place, none overlapping another, at most `MAX_MATCHES`.

        `text` must be as `Reading.lower` has it.
        """
        found: list[Match] = []
        if not self.entries:
            return ()
        for match in sorted(self._all(text), key=lambda match: (match.start, -match.end)):
            if not found or match.start >= found[-1].end:
                found.append(match)
            elif match.end - match.start > found[-1].end - found[-1].start:
                found[-1] = match
        return tuple(found[:MAX_MATCHES])

    def _all(self, text: str) -> Iterator[Match]:
        for last, (length, (sku, department, name)) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            if _goes_on(text, start):
                continue
            if _goes_on(text, end):
                plural = _PLURAL.match(text, end)
                if not plural or not text[end - 1].isalpha():
                    continue
                end = plural.end()
            yield Match(start, end, sku, department, name)


def is_searchable(folded: str) -> bool:
    """Whether a name can be told from other words: neither a single character nor only digits."""
    return len(folded) >= SHORTEST_NAME and not folded.isdigit()


def _meaning(articles: Iterable[tuple[Entry, bool]]) -> tuple[str | None, str | None, str | None]:
    """Number, department and name of what these articles share."""
    entries = {entry.sku: entry for entry, _ in articles}
    departments = {entry.department for entry in entries.values()}
    first = next(iter(entries.values()))
    only_number = all(is_number for _, is_number in articles) and bool(first.names)
    return (
        first.sku if len(entries) == 1 else None,
        departments.pop() if len(departments) == 1 else None,
        first.names[0] if only_number else None,
    )


def _goes_on(text: str, at: int) -> bool:
    """Whether a word in Latin letters or digits goes on across position `at`."""
    return 0 < at < len(text) and _is_latin(text[at - 1]) and _is_latin(text[at])


def _is_latin(char: str) -> bool:
    return char < "ɏ" and char.isalnum()
