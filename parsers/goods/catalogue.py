"""The company's own list of products, and where a letter names them.

However long the list, a letter is read once: all names stand in one automaton (Aho and Corasick 1975). Names are
compared without regard to case, width of characters and traditional or simplified Chinese; a name in letters that are
written with spaces must be whole words, its plural allowed. Spaces and hyphens within a name matter only where it could
be other words without them (`name_forms`). Of names that overlap the longest counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import ahocorasick

from parsers.goods.name_forms import bare, closed, forms, is_meant, without_links
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


_Named = tuple[str, Entry, bool]  # one form of an article's name, and whether the name is its number
_Meaning = tuple[str | None, str | None, str | None]  # sku, department and name, as `Match` has them


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
        named: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for name in {bare(form) for form, _ in _written(entry)}:
                named[name].append(entry)
        automaton = cast("Any", ahocorasick).Automaton()  # a C extension without types
        for name, entries in named.items():
            automaton.add_word(name, (len(name), tuple(entries)))
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
        plain, places = closed(without_links(text))
        known: dict[str, _Meaning | None] = {}  # a letter says the same name again and again
        found = cast("Iterator[tuple[int, tuple[int, tuple[Entry, ...]]]]", self._automaton.iter(plain))
        for last, (length, entries) in found:
            start, end = places[last - length + 1], places[last] + 1
            if _goes_on(text, start):
                continue
            written = text[start:end]
            if _goes_on(text, end):
                plural = _PLURAL.match(text, end)
                if not plural or not text[end - 1].isalpha():
                    continue
                end = plural.end()
            if written not in known:
                articles = _articles(entries, plain[last - length + 1 : last + 1], written)
                known[written] = _meaning(articles) if articles else None
            if (meaning := known[written]) is not None:
                yield Match(start, end, *meaning)


def _written(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The forms of the article's names, and whether each is its number."""
    for name, is_number in ((entry.sku, True), *((name, False) for name in entry.names)):
        folded = canonical(name)
        if is_searchable(folded):
            yield from ((form, is_number) for form in forms(folded))


def _articles(entries: Iterable[Entry], name: str, written: str) -> Sequence[_Named]:
    """Those of the entries, all with a name that is bare `name`, that have the very one `written`; else may have."""
    named = [(form, entry, is_no) for entry in entries for form, is_no in _written(entry) if bare(form) == name]
    exactly = [article for article in named if article[0] == written]
    return exactly or [article for article in named if is_meant(article[0], written)]


def is_searchable(folded: str) -> bool:
    """Whether a name can be told from other words: neither a single character, nor only figures, nor only marks ("--")."""
    return len(folded) >= SHORTEST_NAME and not folded.isdigit() and any(map(str.isalnum, folded))


def _meaning(articles: Sequence[_Named]) -> _Meaning:
    """Number, department and name of what these articles share."""
    entries = {entry.sku: entry for _, entry, _ in articles}
    departments = {entry.department for entry in entries.values()}
    first = next(iter(entries.values()))
    only_number = all(is_number for _, _, is_number in articles) and bool(first.names)
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
