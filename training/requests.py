"""Requests put together from ways of asking and things asked for: what the sentences of `said/requests.*.txt` are."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_FRAMES = ("ask", "refuse", "told")
_NUMBERS = (2, 3, 6, 12, 18, 40, 48, 99, 120, 389, 1800)
_PRODUCTS = "products"
_ENDS = ".!?;。！？；"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_THING = "= "  # before what is a thing, not a deed
# shares of the sentences
_ASKED, _REFUSED, _TOLD, _REFUSED_AND_ASKED = 0.42, 0.57, 0.72, 0.87  # the rest ask for two things
_WITH_OTHERS = 0.25
_THINGS = 0.4  # of what is wanted, in a language that has both
_IN_ONE = 0.5  # of two things asked for, by the same words
_OF_TWO = 0.2  # of what is refused or told of

Parts = Mapping[str, Sequence[str]]


def composed(
    path: Path, number: int, others: Sequence[str], rng: random.Random
) -> Iterator[tuple[frozenset[str], str]]:
    """`number` sentences of `path` with the remedies they ask for; `others` are sentences that ask for none."""
    parts = _parts(path)
    remedies = [name for name in parts if name not in (*_FRAMES, _PRODUCTS)]
    for index in range(number):
        remedy = remedies[index % len(remedies)]
        other = rng.choice([each for each in remedies if each != remedy])
        labels, text = _composed(parts, remedy, other, rng)
        if rng.random() < _WITH_OTHERS:
            beside, joint = rng.choice(others), rng.choice([", ", "; "])
            text = _joined(text, beside, joint) if rng.random() < 0.5 else _joined(beside, text, joint)
        yield labels, text


def _composed(parts: Parts, remedy: str, other: str, rng: random.Random) -> tuple[frozenset[str], str]:
    share = rng.random()
    if share < _ASKED:
        return frozenset({remedy}), _one(parts, "ask", rng, remedy)
    if share < _TOLD:
        both = [remedy, other] if rng.random() < _OF_TWO else [remedy]
        return frozenset(), _one(parts, "refuse" if share < _REFUSED else "told", rng, *both)
    refused = share < _REFUSED_AND_ASKED
    if not refused and rng.random() < _IN_ONE:
        return frozenset({remedy, other}), _one(parts, "ask", rng, remedy, other)
    first, second = _one(parts, "refuse" if refused else "ask", rng, remedy), _one(parts, "ask", rng, other)
    joint = rng.choice([", ", " but ", "; ", " - "] if refused else [" and ", ", and ", "; ", ", ", " or "])
    return frozenset({other} if refused else {remedy, other}), _joined(first, second, joint)


def _joined(first: str, second: str, joint: str) -> str:
    first = first.rstrip(_ENDS)
    if _HAN.search(first + second):
        return first + ("；" if ";" in joint else "，") + second
    return first + joint + (second if second.startswith("I") else second[:1].lower() + second[1:])


def _one(parts: Parts, frame: str, rng: random.Random, *remedies: str) -> str:
    """One frame around what is wanted: of each remedy something, all of them deeds or all of them things."""
    things = rng.random() < _THINGS and any(each.startswith(_THING) for each in parts[remedies[0]])
    pieces = [
        rng.choice([each for each in parts[remedy] if each.startswith(_THING) == things]).removeprefix(_THING)
        for remedy in remedies
    ]
    joint = rng.choice(["并", "，并", "、", "和"] if _HAN.search("".join(pieces)) else [" and ", " and ", ", and "])
    slot = "{it}" if things else "{do}"
    text = rng.choice([each for each in parts[frame] if slot in each]).replace(slot, joint.join(pieces))
    return text.replace("{n}", str(rng.choice(_NUMBERS))).replace("{p}", rng.choice(parts[_PRODUCTS]))


def _parts(path: Path) -> Parts:
    parts: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"\[(\w+)\]", line):
            name = match[1]
        elif line and not line.startswith("#"):
            parts.setdefault(name, []).append(line)
    return parts
