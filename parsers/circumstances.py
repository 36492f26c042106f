"""Circumstances that a policy may ask about: a stopped line, an injury, and the like."""

from __future__ import annotations

from parsers.letter import Fact, Flag
from parsers.reading import Reading


def read_flags(reading: Reading) -> tuple[Fact[Flag], ...]:
    """Each circumstance that the letter tells of, once, in the order of `Flag`."""
    found = ((flag, reading.found(f"flag.{flag.value}")) for flag in Flag)
    return tuple(Fact(flag, reading.spans(hits[:5])) for flag, hits in found if hits)
