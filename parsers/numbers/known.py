"""What is known already of a letter's numbers when those are looked for that no label stands right before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What the labels told: the places that are taken, and the kinds of the numbers by name."""

    taken: Sequence[tuple[int, int]]
    kinds: dict[str, str]
    announcing: Sequence[tuple[str, int, int]]  # kind, start and end of the labels, those of no kind included


def is_free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether the place overlaps none that is taken, of which none overlap."""
    index = bisect_right(taken, (start, end))
    return not any(first < end and start < last for first, last in taken[max(0, index - 2) : index + 2])
