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
from functools import cache, cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any, TypeVar

from parsers.letter import Span, Where
from parsers.lexicon import Hit, lexicon
from parsers.patterns import later
from parsers.text.folding import figured, folded, lower_case, lowered
from parsers.text.wrapping import WRAPPED_WIDTH, columns, own_lines

MAX_SUBJECT_CHARS = 1_000
MAX_TEXT_CHARS = 200_000  # nobody writes more; what lies beyond is not read for facts (hazards H34)
# All patterns begin with their first character or the set of them: the engine skips to these, and only then looks further.
_BREAKS = re.compile(r"\n\n*")
_SPACES = re.compile(r"\s(?:(?<! )\s*|\s+)")
_ALL_SPACES = re.compile(r"\s+")
_ABBREVIATED = r"(?<!\bMr.)(?<!\bMrs.)(?<!\bMs.)(?<!\bDr.)(?<!\bRs.)(?<!\bProf.)(?<!\b[Nn]o(?=\.\s?\d).)(?<!\d no.)(?<!\d nr.)(?<!\d [Nn]os.)"  # "Rs. 500", "80 no. base plates"
_SENTENCE_END = later(
    r"[.!?。;\n…](?:(?<=[.!?])" + _ABBREVIATED + r"[.!?]*(?=[\s\"')]|$)|(?<=[。!?;\n])[。!?;\n]*|(?<=\.)\.{2,}|(?<=…)…*"
    r"|(?<=[a-z]{3}\.)(?=[A-Z][a-z]))"
)
# As some type Chinese, and as what is read from paper by a machine often comes: every character apart.
_APART = 8  # characters that stand so one behind the other
_SPREAD = later(rf"(?:[\u3400-\u9fff] (?:[,.:;!?] )?){{{_APART}}}")
_LIST_ITEM = re.compile(r"[-*•·>]|\d{1,2}[.)、,]|\(\d|[一二三四五六七八九十][、.]|[A-Z][\w /]{1,20}:")

_START, _END = itemgetter(1), itemgetter(2)  # of a hit
_SUBJECT, _TEXT = Where.SUBJECT, Where.TEXT  # looked up once: each letter has dozens of spans

T = TypeVar("T")


class Reading:
    """One letter, ready to be searched. `text` is canonical, `lower` the same in lower case, equally long."""

    def __init__(self, subject: str, text: str) -> None:
        subject, text = subject[:MAX_SUBJECT_CHARS], text[:MAX_TEXT_CHARS]
        self._subject, self._source = subject, text
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
            self._tables[_table(group)].append(group)
        self._known: dict[object, Any] = {}
        self._found: dict[tuple[str, ...], list[Hit]] = {}
        self._ends = [match.end() for match in _SENTENCE_END.finditer(self.text)]
        self._bounds = [0, *self._ends, len(self.text)]

    def _append(self, pieces: list[str], original: str, canonical: int, offset: int) -> int:
        """Add one field; `canonical` and `offset` are where it begins. Gives where the canonical text has got to."""
        plain = figured(folded(original))
        self._note(canonical, offset)
        done = line_start = 0
        own = own_lines(plain)
        is_spread = plain.count(" ") >= _APART and not plain.isascii() and _SPREAD.search(plain) is not None
        for match in (_ALL_SPACES if is_spread else _BREAKS if _has_only_breaks(plain) else _SPACES).finditer(plain):
            before, after = match.span()
            blank = match[0]
            is_one = is_spread and blank == " " and _is_alone(plain, before - 1) and _is_alone(plain, after)
            instead = "" if is_one else _instead(plain, blank, line_start, before, own)
            pieces += (plain[done:before], instead)
            canonical += before - done + len(instead)
            self._note(canonical, offset + after)
            done = after
            if "\n" in blank:
                line_start = after
        pieces.append(plain[done:])
        return canonical + len(plain) - done

    def _note(self, canonical: int, original: int) -> None:
        self._canonical.append(canonical)
        self._originals.append(original)

    @cached_property
    def traditional(self) -> bool:
        """Whether the subject or the text is in traditional characters."""
        return _is_traditional(self._subject) or _is_traditional(self._source)

    def span(self, start: int, end: int) -> Span:
        """The original characters behind canonical `start` up to `end`; cut at the end of the field it starts in."""
        first = self._back(start)
        last = self._back(end - 1) + 1 if end > start else first
        if start < self.body_start:
            limit, where = self._limits[0], _SUBJECT
        else:
            limit, where = self._limits[1], _TEXT
            first, last = first - self._original_start, last - self._original_start
        if not 0 <= first <= last <= limit:
            first = min(max(first, 0), limit)
            last = min(max(first, last), limit)
        return Span(first, last, where)

    def _back(self, at: int) -> int:
        index = bisect_right(self._canonical, at, 1) - 1
        return self._originals[index] + at - self._canonical[index]

    def original(self, start: int, end: int) -> str:
        """The characters as they were written, on one line."""
        span = self.span(start, end)
        source = self._subject if span.where is _SUBJECT else self._source
        return " ".join(source[span.start : span.end].split())

    def locate(self, offset: int) -> int:
        """The canonical position of character `offset` of the text."""
        offset += self._original_start
        index = max(0, bisect_right(self._originals, offset) - 1)
        return min(len(self.text), self._canonical[index] + offset - self._originals[index])

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around position `at`."""
        index = bisect_right(self._ends, at)
        return self._bounds[index], self._bounds[index + 1]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """All sentences in order, as start and end."""
        return ((start, end) for start, end in pairwise(self._bounds) if end > start)

    def found(self, *groups: str) -> list[Hit]:
        """The hits of these groups, in order of place.

        A name ending in `.` stands for all groups of that table but those that begin with `_`, which are only there
        to hide shorter phrases.
        """
        if len(groups) == 1 and groups[0][-1] != ".":
            return list(self.hits.get(groups[0], ()))
        known = self._found.get(groups)
        if known is None:
            known = self._found[groups] = self._collected(groups)
        return known.copy()

    def _collected(self, groups: Sequence[str]) -> list[Hit]:
        result: list[Hit] = []
        for group in groups:
            for name in self._tables.get(group, ()) if group[-1] == "." else (group,):
                result += self.hits.get(name, ())
        if len(result) > 1:
            result.sort(key=_END)
            result.sort(key=_START)
        return result

    def once(self, finder: Callable[[Reading], T]) -> T:
        """What `finder` finds in this letter: for what several facts rest on. It must be a pure function."""
        if finder not in self._known:
            self._known[finder] = finder(self)
        return self._known[finder]

    def spans(self, hits: Sequence[Hit]) -> tuple[Span, ...]:
        """The hits as evidence."""
        return tuple([self.span(hit.start, hit.end) for hit in hits])


@cache
def _table(group: str) -> str:
    """What stands for this group with all others of its table; nothing does for one that only hides shorter phrases."""
    table, point, key = group.partition(".")
    return "" if key.startswith("_") else table + point


def _is_traditional(original: str) -> bool:
    """Whether more than two Chinese characters have to be simplified."""
    return sum("㐀" < a < "豈" for a, b in zip(original, folded(original), strict=True) if a != b) > 2


def _has_only_breaks(plain: str) -> bool:
    """Whether there is no white space but single spaces and line breaks without a space at them, as in most texts."""
    alone = "  " not in plain and " \n" not in plain and "\n " not in plain
    return alone and plain.replace("\n", "").isprintable()  # as no other white space is than a space


def _instead(plain: str, blank: str, line_start: int, at: int, own: frozenset[int]) -> str:
    """What `blank`, the white space at `at`, becomes; `line_start` is where the line before it begins."""
    breaks = blank.count("\n") or blank.count("\r")
    if not breaks:
        return " "
    after = at + len(blank)
    if (
        breaks > 1
        or line_start in own
        or columns(plain[line_start : min(at, line_start + WRAPPED_WIDTH)]) < WRAPPED_WIDTH
    ):
        return "\n"
    if _LIST_ITEM.match(plain, after):
        return "\n"
    return "" if plain[at - 1 : at] > "⺀" and plain[after : after + 1] > "⺀" else " "


def _is_alone(plain: str, at: int) -> bool:
    """Whether this is a Chinese character, or another that stands by itself."""
    return plain[at : at + 1] > "⺀" or not f"{plain[max(0, at - 1) : at]}{plain[at + 1 : at + 2]}".strip()


def canonical(text: str) -> str:
    """A word or name as it would stand in `Reading.lower`: for lists of names to look for there."""
    return lowered(" ".join(text.split()))
