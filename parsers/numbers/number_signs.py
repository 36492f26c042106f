"""What speaks for a number that nothing explains being an invoice's, an order's, or neither: signs that hold or do not.

"Forty blazers charged on SU-20931", "Re: Travel cot TC-3390": no word for a document stands there, and still a reader
takes the one for the number of a bill and the other for an order's. The signs are its make, where it stands, the words
around it, what the lexicon finds in its sentence, and what the letter is about; `number_evidence` weighs them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice

from parsers.meaning.classifier import lean
from parsers.numbers.identifiers import count_digits
from parsers.numbers.known import Known
from parsers.text.reading import Reading

_AROUND = 48  # characters on either side in which the words around a number are looked for
_WORDS_AROUND = 4  # on either side
_HAN_AROUND = 4  # characters on either side
_REACH, _MOST_HITS = 160, 40  # characters on either side of a number, and hits there, that are looked at (H34)
_CLOSE, _NEAR = 6, 30  # characters between a number and what the lexicon finds
_LONG, _MANY, _MANY_LETTERS = 12, 9, 4  # characters, digits and letters of a number that has more than most
_MOST_OF_MAKE = 10
_AT_EDGE = 3  # characters from the edge of a line or sentence to the number that begins or ends it
_LATE = 0.8  # of the letter
_COMPLAINT = 0.5  # how probable it is that the letter is one
_SEARCHED = 5_000  # characters in which the number may stand again
_DOCUMENTS, _KINDS = ("invoice", "order"), ("invoice", "order", "other")
_HAN = re.compile(r"[一-鿿]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[^\w\s]")
_LETTERS = re.compile(r"[A-Za-z]+")
_BESIDE = " ,.;:()[]\"'"
_TABLES = (
    "ref.", "remedy.", "ask.", "sense.", "defect.", "flag.", "product.", "urgency.", "purpose.", "about.", "carrier.",
)  # fmt: skip


def number_signs(reading: Reading, known: Known, start: int, end: int) -> set[str]:
    """The signs of the number from canonical `start` up to `end`; `known` is what is told of the others."""
    name = reading.text[start:end]
    beside = (*_around(reading, start, end), *_phrases(reading, start, end))
    places = {*_of_place(reading, start, end)}
    make = "bare" if name.isdigit() else "coded"
    both = (f"{place}_{make}" for place in places)  # bare figures in brackets are another thing than coded ones
    return {*_of_make(name), *places, *both, *_of_letter(reading, known, name), *beside}


def _of_make(name: str) -> Iterator[str]:
    """What it is made like: `SU-20931` begins with two letters and has five digits."""
    digits = count_digits(name)
    yield f"digits{min(digits, _MANY)}"
    yield f"long{min(len(name), _LONG)}"
    yield f"make{re.sub(r'[0-9]+', '0', _LETTERS.sub('A', name))[:_MOST_OF_MAKE]}"
    if letters := _LETTERS.match(name):
        yield f"letters{min(len(letters[0]), _MANY_LETTERS)}"
        yield f"begins_{letters[0].lower()}"
        if digits < _MANY_LETTERS and name.isalnum():
            yield "model_like"
    elif name.isdigit():
        yield f"bare{min(digits, _MANY)}"


def _of_place(reading: Reading, start: int, end: int) -> Iterator[str]:
    """Where it stands: in the subject, first or last in its line or sentence, in brackets, late in the letter."""
    text = reading.text
    line, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    begins, ends = start - line < _AT_EDGE, (len(text) if line_end < 0 else line_end) - end < _AT_EDGE
    in_subject = start < reading.body_start
    where = "subject" if in_subject else "line"
    first, last = reading.sentence(start)
    told = {
        "in_subject": in_subject,
        f"begins_{where}": begins,
        f"ends_{where}": ends,
        "alone": begins and ends,
        "in_brackets": text[start - 1 : start] in {"(", "["} and text[end : end + 1] in {")", "]", ","},
        "begins_sentence": start - first < _AT_EDGE,
        "ends_sentence": last - end < _AT_EDGE,
        "late": start - reading.body_start > _LATE * (len(text) - reading.body_start),
    }
    return (sign for sign, holds in told.items() if holds)


def _of_letter(reading: Reading, known: Known, name: str) -> Iterator[str]:
    """What the letter is about, which documents it speaks of, and which have a number already."""
    leaning = reading.once(lean)
    if leaning.complaint > _COMPLAINT:
        yield f"topic_{max(leaning.topics, key=leaning.topics.__getitem__)}"
    else:
        yield f"purpose_{max(leaning.purposes, key=leaning.purposes.__getitem__)}"
    kinds = set(known.kinds.values())
    spoken = {kind for kind, _, _ in known.announcing}
    yield from (f"has_{kind}" for kind in _KINDS if kind in kinds)
    yield from (f"speaks_of_{kind}" for kind in _DOCUMENTS if kind in spoken)
    yield from (f"owes_{kind}" for kind in _DOCUMENTS if kind in spoken - kinds)
    if reading.text.count(name, 0, _SEARCHED) > 1:
        yield "again"
    alike = (kind for other, kind in known.kinds.items() if other[:2] == name[:2].upper() and len(other) == len(name))
    yield from (f"like_{kind}" for kind in islice(alike, 1))


def _around(reading: Reading, start: int, end: int) -> Iterator[str]:
    """The words around it in its sentence; of Chinese the characters."""
    first, last = reading.sentence(start)
    before = reading.lower[max(first, start - _AROUND) : start]
    behind = reading.lower[end : min(max(last, end), end + _AROUND)]
    near = before.rstrip(_BESIDE)[-1:] + behind.lstrip(_BESIDE)[:1]
    return _han_around(before, behind) if _HAN.search(near) else _words_around(before, behind)


def _han_around(before: str, behind: str) -> Iterator[str]:
    before, behind = before.rstrip(" ").replace("\n", "|"), behind.lstrip(" ").replace("\n", "|")
    counts = range(1, _HAN_AROUND + 1)
    yield from (f"<{before[-count:]}" for count in counts if len(before) >= count)
    yield from (f">{behind[:count]}" for count in counts if len(behind) >= count)
    if len(bare := before.rstrip(_BESIDE)) > 1:
        yield f"<~{bare[-2:]}"


def _words_around(before: str, behind: str) -> Iterator[str]:
    words, others = _words(before)[: -_WORDS_AROUND - 1 : -1], _words(behind)[:_WORDS_AROUND]
    yield f"B{words[0]}" if words else "Bfirst"
    yield f"A{others[0]}" if others else "Alast"
    yield from map("<".__add__, words)
    yield from map(">".__add__, others)
    if len(words) > 1:
        yield f"<{words[1]} {words[0]}"
    if len(others) > 1:
        yield f">{others[0]} {others[1]}"


def _words(text: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(text)]


def _phrases(reading: Reading, start: int, end: int) -> Iterator[str]:
    """What the lexicon finds in its sentence: on which side, and how far."""
    starts, hits = reading.once(_hits)
    first, last = reading.sentence(start)
    least, most = max(first, start - _REACH), min(max(last, end), end + _REACH)
    begin = bisect_left(starts, least)
    for a, b, group in hits[begin : min(begin + _MOST_HITS, bisect_left(starts, most))]:
        if a < end and b > start:
            continue
        side, gap = ("L", start - b) if b <= start else ("R", a - end)
        yield f"{side}{(gap > _CLOSE) + (gap > _NEAR)}{group}"
        yield f"S{group}"


def _hits(reading: Reading) -> tuple[Sequence[int], Sequence[tuple[int, int, str]]]:
    """What it finds in the letter, in order of place; and where each begins."""
    hits = sorted(
        (hit.start, hit.end, group)
        for group, found in reading.hits.items()
        if group.startswith(_TABLES)
        for hit in found
    )
    return [start for start, _, _ in hits], hits
