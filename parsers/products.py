"""Which products a letter is about, as written, and how many of each.

Letters name products that no list knows, so the grammar of each language leads: what is counted, what was bought or
delivered, and nouns that are goods with the words before them (`products_english`, `products_chinese`). Here the
candidates are brought together: names of the same thing, and only what the letter is about, not what it mentions.
"""

from __future__ import annotations

import re

from parsers.candidates import HAN, Candidate, singular
from parsers.letter import Fact, Product
from parsers.products_chinese import chinese_candidates
from parsers.products_english import english_candidates
from parsers.reading import Reading

MAX_PRODUCTS = 8
MAX_NAME_CHARS = 60
_SECOND = 0.7  # of the weight of the weightiest: what is only mentioned in passing is no subject of the letter
_IN_SUBJECT = 0.6


def read_products(reading: Reading, taken: tuple[tuple[int, int], ...], end: int) -> tuple[Fact[Product], ...]:
    """The products, the weightiest first.

    `taken`: canonical places of numbers that name something else; `end`: where the signature begins.
    """
    candidates = list(english_candidates(reading, taken))
    if HAN.search(reading.text):
        candidates += chinese_candidates(reading, taken)
    loose = next((c for c in candidates if not c.name and c.start < end), None)
    candidates = [
        c
        for c in candidates
        if c.name and c.start < end and not any(c.start < last and first < c.end for first, last in taken[:200])
    ]
    kept: list[list[Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.start)):
        group = next((group for group in kept if _same(group, candidate)), None)
        if group is not None:
            group.append(candidate)
        elif len(kept) < MAX_PRODUCTS:
            kept.append([candidate])
    strong = [group for group in kept if _total(group, reading.body_start) >= 1.0]
    best = max((_total(group, reading.body_start) for group in strong), default=0.0)
    facts = [_fact(reading, group) for group in strong if _total(group, reading.body_start) >= best * _SECOND]
    if loose and facts and facts[0].value.quantity is None:  # "office chairs … we need 50 units"
        spans = (*facts[0].spans, reading.span(loose.start, loose.end))
        facts[0] = Fact(Product(facts[0].value.name, loose.quantity), spans)
    return tuple(facts)


def _total(group: list[Candidate], body_start: int) -> float:
    named = _IN_SUBJECT if any(c.start < body_start for c in group) else 0.0
    return group[0].weight + 0.4 * min(len(group) - 1, 3) + named


def _fact(reading: Reading, group: list[Candidate]) -> Fact[Product]:
    named = (
        group[0]
        if group[0].weight >= 3 or HAN.search(group[0].name)
        else max(group, key=lambda c: (min(len(c.name.split()), 4), c.weight))
    )
    quantity = next((c.quantity for c in sorted(group, key=lambda c: (-c.weight, c.start)) if c.quantity), None)
    spans = tuple(reading.span(c.start, c.end) for c in sorted(group, key=lambda c: c.start)[:5])
    return Fact(Product(reading.original(named.start, named.end)[:MAX_NAME_CHARS].strip(), quantity), spans)


def _same(group: list[Candidate], candidate: Candidate) -> bool:
    mine = _key(candidate.name)
    for other in group:
        theirs = _key(other.name)
        if HAN.search(candidate.name) or HAN.search(other.name):
            a, b = "".join(mine), "".join(theirs)
            if a in b or b in a or (len(a) > 1 and a[-2:] == b[-2:]):
                return True
        elif mine[-1:] == theirs[-1:] or set(mine) <= set(theirs) or set(theirs) <= set(mine):
            return True
    return False


def _key(name: str) -> list[str]:
    return [singular(word) for word in re.findall(r"[\w-]+", name.lower())]
