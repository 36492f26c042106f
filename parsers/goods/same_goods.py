"""Which names are of the same thing, and which of them says best what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.goods.candidates import Candidate, has_han, singular

MAX_GROUPS = 24
BRIEF_NAME = 2  # characters of a Chinese name that a fuller one is preferred to
_SUFFIX = "子"  # of such a name
_NUMBERED = 3  # weight of an English name with its number: taken as it stands


def grouped(candidates: list[Candidate]) -> list[list[Candidate]]:
    """The names of one thing together, its weightiest first. Two rows are two things, unless they say the same."""
    groups: list[tuple[set[Key], list[Candidate]]] = []
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.start, "wrong" not in c.cues, -c.end)):
        key = key_of(candidate.name)
        for keys, group in groups:
            if _is_any(key, keys) and (key in keys or not _are_told_apart(candidate, group[0])):
                keys.add(key)
                group.append(candidate)
                break
        else:
            if len(groups) < MAX_GROUPS:
                groups.append(({key}, [candidate]))
    return [group for _, group in groups]


def _are_told_apart(one: Candidate, other: Candidate) -> bool:
    """Whether each has a row or, under a longer name, a number of its own: "40 oak shelves and 12 pine shelves"."""
    if "row" in one.cues and "row" in other.cues:
        return True
    if not (one.quantity and other.quantity) or one.start == other.start:
        return False
    if has_han(one.name):
        return one.name not in other.name and other.name not in one.name
    a, b = key_of(one.name).words, key_of(other.name).words
    return len(a) > 1 and len(b) > 1 and not a <= b and not b <= a


def best_named(group: Sequence[Candidate]) -> Candidate:
    """The mention that says best what it is: `篮球鞋` rather than `鞋`."""
    first = group[0]
    if has_han(first.name):
        first = _oftenest(group)
        fuller = [c for c in group if c.name.endswith(first.name)] if len(first.name) <= BRIEF_NAME else []
        return max(fuller, key=lambda c: len(c.name), default=first)
    return first if first.weight >= _NUMBERED else max(group, key=lambda c: (min(len(c.name.split()), 4), c.weight))


def _oftenest(group: Sequence[Candidate]) -> Candidate:
    """The weightiest, or what it is a part of when that is named more often: `电热毯` before `电热毯控制器`."""
    first = group[0]
    if first.quantity is not None:
        return first
    places = {(c.name, c.start): c for c in group if first.name.startswith(c.name)}
    often = Counter(name for name, _ in places)
    name = max(often, key=lambda name: (often[name], name == first.name))
    return next(c for (each, _), c in places.items() if each == name)


@dataclass(frozen=True, slots=True)
class Key:
    """What names are compared by: their words without the plural, the last of them, and all run together."""

    words: frozenset[str]
    head: str | None
    joined: str
    han: bool


@lru_cache(maxsize=1024)
def key_of(name: str) -> Key:
    """What a name, as written, is compared by."""
    words = [singular(word) for word in re.findall(r"[\w-]+", name.lower())]
    return Key(frozenset(words), words[-1] if words else None, "".join(words), has_han(name))


def _is_any(one: Key, others: set[Key]) -> bool:
    """Whether it is of one thing with one of the others: one name within the other, or both ending alike."""
    for other in others:
        if one.han or other.han:
            a, b = one.joined, other.joined
            if a in b or b in a or (len(a) > 1 and a[-2:] == b[-2:]) or _is_short_for(a, b) or _is_short_for(b, a):
                return True
        elif one.head == other.head or one.words <= other.words or other.words <= one.words:
            return True
    return False


def _is_short_for(short: str, name: str) -> bool:
    """Whether people call it so for short: `桌子` of `餐桌`, `柱子` of `剑麻立柱`."""
    return len(short) == BRIEF_NAME and short[1] == _SUFFIX and len(name) >= BRIEF_NAME and name[-1] == short[0]
