"""What may turn out to be a product of the letter: found by one language's grammar, weighed by `products`."""

from __future__ import annotations

from typing import NamedTuple

from parsers.patterns import later

HAN = later(r"[一-鿿]")


class Candidate(NamedTuple):  # a letter has dozens: cheaper to make than a dataclass
    """A name at canonical `start` up to `end`; `weight` says how much speaks for it. No name: only a quantity."""

    name: str
    quantity: int | None
    start: int
    end: int
    weight: float
    cues: tuple[str, ...] = ()


def has_han(name: str) -> bool:
    """Whether there is a Chinese character in it."""
    return not name.isascii() and HAN.search(name) is not None


def singular(word: str) -> str:
    """An English noun's singular, near enough to compare names by."""
    if not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "oes")):
        return word[:-2]
    return word[:-1] if not word.endswith("ss") and len(word) > 2 else word
