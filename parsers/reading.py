"""A letter's subject and text in one canonical form to search in, and the way back to the original characters.

Canonical: full-width forms half-width, traditional Chinese simplified, typographic quotes and dashes plain, runs of
white space one space, lines that a mail program wrapped joined again, every other line break a single newline. The
subject comes first, then a newline, then the text. All of it is only for looking; evidence is given as spans into
the original strings, which is why every step here keeps count of characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import TypeVar, cast

from parsers.folding import folding, lower_case, lowered
from parsers.letter import Span, Where
from parsers.lexicon import Hit, lexicon

MAX_SUBJECT_CHARS = 1_000
MAX_TEXT_CHARS = 200_000  # nobody writes more; what lies beyond is not read for facts (hazards H34)
WRAPPED_WIDTH = 40  # columns: a shorter line was ended by its writer, a longer one by the mail program
# Both patterns begin with the set of their first characters: the engine skips to these, and only then looks further.
_SPACES = re.compile(r"\s(?:(?<! )\s*|\s+)")
_ABBREVIATED = r"(?<!\bMr.)(?<!\bMrs.)(?<!\bMs.)(?<!\bDr.)(?<!\bRs.)(?<!\bProf.)(?<!\b[Nn]o(?=\.\s?\d).)"  # "Rs. 500"
_SENTENCE_END = re.compile(
    r"[.!?。;\n…](?:(?<=[.!?])" + _ABBREVIATED + r"[.!?]*(?=[\s\"')]|$)|(?<=[。!?;\n])[。!?;\n]*|(?<=\.)\.{2,}|(?<=…)…*"
    r"|(?<=[a-z]{3}\.)(?=[A-Z][a-z]))"
)
_LIST_ITEM = re.compile(r"[-*•·>]|\d{1,2}[.)、,]|\(\d|[一二三四五六七八九十][、.]|[A-Z][\w ]{1,20}:")

_PLACE = itemgetter(1, 2)  # of a hit: where it starts and ends

T = TypeVar("T")


class Reading:
    """One letter, ready to be searched. `text` is canonical, `lower` the same in lower case, equally long."""

    def __init__(self, subject: str, text: str) -> None:
        subject, text = subject[:MAX_SUBJECT_CHARS], text[:MAX_TEXT_CHARS]
        self._subject, self._source = subject, text
        self.traditional = False
        self._canonical: list[int] = []  # places where the distance to the original changes …
        self._originals: list[int] = []  # … and the same places there
        pieces: list[str] = []
        length = self._append(pieces, subject, 0, 0)
        self.body_start = length + 1
        pieces.append("\n")
        self._original_start = len(subject) + 1
        self._append(pieces, text, self.body_start, self._original_start)
        self._limits = (len(subject), len(text))
        self.text = "".join(pieces)
        self.lower = lower_case(self.text)
        self.hits: Mapping[str, Sequence[Hit]] = lexicon().scan(self.lower)
        self._tables: defaultdict[str, list[str]] = defaultdict(list)
        for group in self.hits:
            if table := _table(group):
                self._tables[table].append(group)
        self._known: dict[object, object] = {}
        self._found: dict[tuple[str, ...], list[Hit]] = {}
        self._ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]

    def _append(self, pieces: list[str], original: str, canonical: int, offset: int) -> int:
        """Add one field; `canonical` and `offset` are where it begins. Gives where the canonical text has got to."""
        folded = original.translate(folding())
        self.traditional = self.traditional or _is_traditional(original, folded)
        self._note(canonical, offset)
        done = line_start = 0
        for match in _SPACES.finditer(folded):
            before, after = match.span()
            kept = folded[done:before]
            pieces.append(kept)
            canonical += len(kept)
            instead = _instead(folded, match, line_start)
            pieces.append(instead)
            canonical += len(instead)
            self._note(canonical, offset + after)
            done = after
            if "\n" in match[0]:
                line_start = after
        pieces.append(folded[done:])
        return canonical + len(folded) - done

    def _note(self, canonical: int, original: int) -> None:
        self._canonical.append(canonical)
        self._originals.append(original)

    def span(self, start: int, end: int) -> Span:
        """The original characters behind canonical `start` up to `end`; cut at the end of the field it starts in."""
        first = self._back(start)
        last = max(first, self._back(end - 1) + 1 if end > start else first)
        if start < self.body_start:
            limit = self._limits[0]
            return Span(min(first, limit), min(last, limit), Where.SUBJECT)
        limit = self._limits[1]
        first, last = first - self._original_start, last - self._original_start
        return Span(min(max(first, 0), limit), min(max(last, 0), limit), Where.TEXT)

    def _back(self, at: int) -> int:
        index = max(0, bisect_right(self._canonical, at) - 1)
        return self._originals[index] + at - self._canonical[index]

    def original(self, start: int, end: int) -> str:
        """The characters as they were written, on one line."""
        span = self.span(start, end)
        source = self._subject if span.where is Where.SUBJECT else self._source
        return " ".join(source[span.start : span.end].split())

    def locate(self, offset: int) -> int:
        """The canonical position of character `offset` of the text."""
        offset += self._original_start
        index = max(0, bisect_right(self._originals, offset) - 1)
        return min(len(self.text), self._canonical[index] + offset - self._originals[index])

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around position `at`."""
        index = bisect_right(self._ends, at)
        start = self._ends[index - 1] if index else 0
        return start, self._ends[index] if index < len(self._ends) else len(self.text)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """All sentences in order, as start and end."""
        start = 0
        for end in [*self._ends, len(self.text)]:
            if end > start:
                yield start, end
            start = end

    def found(self, *groups: str) -> list[Hit]:
        """The hits of these groups, in order of place.

        A name ending in `.` stands for all groups of that table but those that begin with `_`, which are only there
        to hide shorter phrases.
        """
        known = self._found.get(groups)
        if known is None:
            known = self._found[groups] = self._collected(groups)
        return known.copy()

    def _collected(self, groups: Sequence[str]) -> list[Hit]:
        names = [
            name for group in groups for name in (self._tables.get(group[:-1], ()) if group.endswith(".") else (group,))
        ]
        if len(names) == 1:  # in order already
            return list(self.hits.get(names[0], ()))
        result = [hit for name in names for hit in self.hits.get(name, ())]
        if len(result) > 1:
            result.sort(key=_PLACE)
        return result

    def once(self, finder: Callable[[Reading], T]) -> T:
        """What `finder` finds in this letter: for what several facts rest on. It must be a pure function."""
        try:
            known = self._known[finder]
        except KeyError:
            known = self._known[finder] = finder(self)
        return cast("T", known)

    def spans(self, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """The hits as evidence."""
        return tuple(self.span(hit.start, hit.end) for hit in hits)


@cache
def _table(group: str) -> str:
    """The table that stands for this group with all its others; none does for one that only hides shorter phrases."""
    table, _, key = group.partition(".")
    return "" if key.startswith("_") else table


def _is_traditional(original: str, folded: str) -> bool:
    """Whether more than two Chinese characters had to be simplified."""
    if original == folded:
        return False
    return sum("㐀" < a < "豈" for a, b in zip(original, folded, strict=True) if a != b) > 2


def _instead(folded: str, match: re.Match[str], line_start: int) -> str:
    breaks = match[0].count("\n") or match[0].count("\r")
    if not breaks:
        return " "
    if breaks > 1 or _width(folded, line_start, match.start()) < WRAPPED_WIDTH or _LIST_ITEM.match(folded, match.end()):
        return "\n"
    before, after = folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1]
    return "" if before > "⺀" and after > "⺀" else " "


def _width(text: str, start: int, end: int) -> int:
    """Columns, as far as it matters: Chinese characters take two."""
    line = text[start : min(end, start + WRAPPED_WIDTH)]
    return len(line) + sum(char > "⺀" for char in line)


def canonical(text: str) -> str:
    """A word or name as it would stand in `Reading.lower`: for lists of names to look for there."""
    return lowered(" ".join(text.split()))
