"""Which products a letter is about, as written, and how many of each.

Letters name products that no list knows, so the grammar of each language leads: what is counted, what was bought or
delivered, and nouns that are goods with the words before them (`products_english`, `products_chinese`). Here the
candidates are brought together: names of the same thing, and only what the letter is about, not what it mentions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from parsers.candidates import HAN, Candidate, singular
from parsers.catalogue import Catalogue, Match
from parsers.letter import Fact, Product
from parsers.products_chinese import chinese_candidates
from parsers.products_english import english_candidates
from parsers.quantities import number_before
from parsers.reading import Reading

MAX_PRODUCTS = 8
MAX_NAME_CHARS = 60
MAX_CANDIDATES = 400  # of one language, in order of place: each is compared with the others (H34)
_LEAST = 0.7
_SECOND = 0.6  # of the weight of the weightiest: what is only mentioned in passing is no subject of the letter
_BRIEF = 2  # characters of a Chinese name that a fuller one is preferred to
_NUMBERED = 3  # weight of an English name with its number: taken as it stands
_BESIDE_LISTED = 2.0  # what is not in the catalogue must be told plainly where something else is
_COUNTED_TOO = 0.55  # the same for what has a number: in a list every row counts
_IN_SUBJECT = 0.6
_LATE = 0.8  # less for what comes up only at the letter's end: people begin with what it is about
_PLAIN = 0.3  # less for a single common word, `phone`
_SHORT = 0.4  # less for a Chinese name of two characters, often part of another word


def read_products(
    reading: Reading, taken: tuple[tuple[int, int], ...], end: int, catalogue: Catalogue | None = None
) -> tuple[Fact[Product], ...]:
    """The products, those of the catalogue first, then the weightiest first.

    `taken`: canonical places of numbers that name something else; `end`: where the signature begins. What the
    catalogue names is a product even where no grammar sees it.
    """
    candidates = list(islice(english_candidates(reading, taken), MAX_CANDIDATES))
    if HAN.search(reading.text):
        candidates += islice(chinese_candidates(reading, taken), MAX_CANDIDATES)
    loose = next((c for c in candidates if not c.name and c.start < end), None)
    candidates = [
        c
        for c in candidates
        if c.name and c.start < end and not any(c.start < last and first < c.end for first, last in taken[:200])
    ]
    listed = _listed(reading, catalogue, end)
    facts = [_listed_fact(reading, matches, candidates, taken) for matches in listed]
    if listed:
        candidates = [c for c in candidates if not _is_listed(reading, c, listed)]
    groups = _grouped(candidates)
    weighed = [(group, _total(group, reading)) for group in groups]
    best = max((total for _, total in weighed), default=0.0)
    least = _BESIDE_LISTED if listed else _LEAST
    facts += [_fact(reading, group) for group, total in weighed if total >= max(least, best * _share(group))]
    if loose and facts and facts[0].value.quantity is None:  # "office chairs … we need 50 units"
        spans = (*facts[0].spans, reading.span(loose.start, loose.end))
        facts[0] = Fact(replace(facts[0].value, quantity=loose.quantity), spans)
    return tuple(facts[:MAX_PRODUCTS])


def _share(group: list[Candidate]) -> float:
    """What part of the weightiest's weight is enough."""
    return _COUNTED_TOO if any(c.quantity is not None for c in group) else _SECOND


def _grouped(candidates: list[Candidate]) -> list[list[Candidate]]:
    """The names of one thing together, its weightiest first."""
    groups: list[tuple[set[_Key], list[Candidate]]] = []
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.start)):
        key = _key(candidate.name)
        keys, group = next((each for each in groups if key in each[0] or _is_any(key, each[0])), (None, None))
        if keys is not None and group is not None:
            keys.add(key)
            group.append(candidate)
        elif len(groups) < MAX_PRODUCTS:
            groups.append(({key}, [candidate]))
    return [group for _, group in groups]


def _listed(reading: Reading, catalogue: Catalogue | None, end: int) -> list[list[Match]]:
    """What the catalogue knows in the letter, by article in order of place."""
    articles: dict[str, list[Match]] = {}
    for match in catalogue.find(reading.lower) if catalogue else ():
        if match.start < end:
            articles.setdefault(match.sku or reading.lower[match.start : match.end], []).append(match)
    return list(articles.values())


def _listed_fact(
    reading: Reading, matches: list[Match], candidates: list[Candidate], taken: tuple[tuple[int, int], ...]
) -> Fact[Product]:
    first = matches[0]
    named = next((match for match in matches if match.name is None), first)
    beside = (
        c.quantity
        for match in matches
        for c in sorted(candidates, key=lambda c: -c.weight)
        if c.quantity and c.start < match.end and match.start < c.end
    )
    counted = (number_before(reading, match.start, frozenset(at for at, _ in taken)) for match in matches)
    quantity = next(beside, None) or next(filter(None, counted), None)
    name = named.name or reading.original(named.start, named.end)
    spans = tuple(reading.span(match.start, match.end) for match in matches[:5])
    return Fact(Product(name[:MAX_NAME_CHARS].strip(), quantity, first.sku, first.department), spans)


def _is_listed(reading: Reading, candidate: Candidate, listed: list[list[Match]]) -> bool:
    """Whether the catalogue's names say it already: at the same place, or "the kettle" where a "K7 kettle" is known."""
    words = _key(candidate.name).words
    for match in (match for matches in listed for match in matches):
        if candidate.start < match.end and match.start < candidate.end:
            return True
        name = reading.lower[match.start : match.end]
        if candidate.name.lower() in name or words <= _key(name).words:
            return True
    return False


def _total(group: list[Candidate], reading: Reading) -> float:
    """How much speaks for it being what the letter is about. The figures are fitted to labelled letters."""
    body, end = reading.body_start, len(reading.text)
    name = group[0].name
    named = _IN_SUBJECT if any(c.start < body for c in group) else 0.0
    first = min((c.start for c in group if c.start >= body), default=end)
    late = _LATE * (first - body) / max(1, end - body)
    if HAN.search(name):
        plain = _SHORT if len(name) <= 2 else 0.0
    else:
        plain = _PLAIN if name.islower() and " " not in name else 0.0
    return group[0].weight + 0.4 * min(len(group) - 1, 3) + named - late - plain


def _fact(reading: Reading, group: list[Candidate]) -> Fact[Product]:
    named = _best_named(group)
    quantity = next((c.quantity for c in sorted(group, key=lambda c: (-c.weight, c.start)) if c.quantity), None)
    places = sorted({(c.start, c.end) for c in group})[:5]
    spans = tuple(reading.span(first, last) for first, last in places)
    return Fact(Product(reading.original(named.start, named.end)[:MAX_NAME_CHARS].strip(), quantity), spans)


def _best_named(group: list[Candidate]) -> Candidate:
    """The mention that says best what it is: `篮球鞋` rather than `鞋`."""
    first = group[0]
    if HAN.search(first.name):
        fuller = [c for c in group if c.name.endswith(first.name)] if len(first.name) <= _BRIEF else []
        return max(fuller, key=lambda c: len(c.name), default=first)
    return first if first.weight >= _NUMBERED else max(group, key=lambda c: (min(len(c.name.split()), 4), c.weight))


@dataclass(frozen=True, slots=True)
class _Key:
    """What names are compared by: their words without the plural, the last of them, and all run together."""

    words: frozenset[str]
    head: str | None
    joined: str
    han: bool


@lru_cache(maxsize=1024)
def _key(name: str) -> _Key:
    words = [singular(word) for word in re.findall(r"[\w-]+", name.lower())]
    return _Key(frozenset(words), words[-1] if words else None, "".join(words), HAN.search(name) is not None)


def _is_any(key: _Key, others: set[_Key]) -> bool:
    return any(_is_same(key, other) for other in others)


def _is_same(one: _Key, other: _Key) -> bool:
    """Whether two names are of one thing: one within the other, or both ending alike."""
    if one.han or other.han:
        a, b = one.joined, other.joined
        return a in b or b in a or (len(a) > 1 and a[-2:] == b[-2:])
    return one.head == other.head or one.words <= other.words or other.words <= one.words
