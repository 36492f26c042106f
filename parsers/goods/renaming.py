"""Which product the writer puts in another's place: "it is the valve, not the kettle", `不是电水壶，而是七联阀`.

Two products that stand side by side with words between or before them that say which of them is right, as for numbers
(`corrections`, and the lexicon's `fix`). "You sent the kettle, not the valve" tells of goods and puts nothing right: a
word of being must lead to the right one. Both stay among the letter's products: whether the wrong one was ever thought to be
the matter is for whoever knows the letters before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from parsers.letter import Correction, Fact, Product, Where
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word

MOST = 4
_NEAR = 48  # characters before a product in which the words stand that lead to it
_PAUSE = re.compile(r"[\s,;:.(\"'-]{0,3}")
_BESIDE = 1  # characters between two names of one product


@dataclass(frozen=True, slots=True)
class _Named:
    """A product where it is named, in canonical places."""

    name: str
    start: int
    end: int


def read_renamed(reading: Reading, products: Sequence[Fact[Product]]) -> tuple[Fact[Correction], ...]:
    """The products that were put right, in order of place."""
    if not any(reading.found("fix.not", "fix.should", "fix.swap")):
        return ()
    named = _side_by_side(_places(reading, products))
    found: dict[str, Fact[Correction]] = {}
    for first, second in pairwise(named):
        pair = _right_and_wrong(reading, first, second) if first.name != second.name else None
        if pair is not None and len(found) < MOST:
            right, wrong = pair
            span = reading.span(first.start, second.end)
            found.setdefault(right.name, Fact(Correction("products", right.name, wrong.name), (span,)))
    return tuple(found.values())


def _places(reading: Reading, products: Sequence[Fact[Product]]) -> Iterator[_Named]:
    for fact in products:
        for span in fact.spans:
            if span.where is Where.TEXT and span.end > span.start:
                yield _Named(fact.value.name, reading.locate(span.start), reading.locate(span.end - 1) + 1)


def _side_by_side(places: Iterable[_Named]) -> list[_Named]:
    """In their order; names of one product that follow each other ("seven-way valve VB-7") as one."""
    kept: list[_Named] = []
    for one in sorted(places, key=lambda one: one.start):
        if kept and kept[-1].name == one.name and one.start - kept[-1].end <= _BESIDE:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, one.end))
        else:
            kept.append(one)
    return kept


def _right_and_wrong(reading: Reading, first: _Named, second: _Named) -> tuple[_Named, _Named] | None:
    if not 0 < second.start - first.end <= _NEAR or "\n" in reading.text[first.end : second.start]:
        return None
    if _between(reading, first, second, "fix.should"):  # "the kettle should read valve"
        return second, first
    denied = _leads(reading, first, "fix.not")
    if denied and _between(reading, first, second, "fix.but"):  # "not the kettle but the valve"
        return second, first
    if not denied and _between(reading, first, second, "fix.not") and _is_stated(reading, first):
        return first, second  # "it is the valve, not the kettle"
    if _leads(reading, first, "fix.swap") and _swapped().fullmatch(reading.lower[first.end : second.start]):
        return second, first  # "I wrote kettle but meant valve"
    return None


def _between(reading: Reading, first: _Named, second: _Named, group: str) -> bool:
    """Whether nothing but these words stands between the two."""
    for hit in reading.found(group):
        pause = _PAUSE.match(reading.lower, first.end)
        if pause is not None and pause.end() == hit.start and _opens(reading, hit.end, second.start):
            return True
    return False


def _leads(reading: Reading, product: _Named, group: str) -> bool:
    """Whether these words stand right before the product."""
    return any(
        hit.end <= product.start <= hit.end + _NEAR and _opens(reading, hit.end, product.start)
        for hit in reading.found(group)
    )


def _opens(reading: Reading, at: int, start: int) -> bool:
    """Whether only an article or a pause stands from `at` up to `start`."""
    return _opening().fullmatch(reading.lower, at, start) is not None


def _is_stated(reading: Reading, product: _Named) -> bool:
    return _stating().search(reading.lower, max(0, product.start - _NEAR), product.start) is not None


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"[\s,:\"'(]{{0,3}}(?:(?:{one_of('fix.article')}) )?")


@cache
def _stating() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('fix.copula')}[\s:\"']{{0,2}}(?:(?:{one_of('fix.article')}) )?$")


@cache
def _swapped() -> re.Pattern[str]:
    return re.compile(rf"[\s,;:.\"'-]{{0,3}}{whole_word('fix.swapped')} (?:(?:{one_of('fix.article')}) )?")
