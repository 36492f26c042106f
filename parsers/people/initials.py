"""The full name of whom a letter signs with initials: `L. Baskerville`, whose mail comes from Lionel Baskerville."""

from __future__ import annotations

from parsers.letter import Fact
from parsers.people.persons_latin import latin_name

_MOST_WORDS = 6


def spelt_out(name: Fact[str] | None, display: str) -> Fact[str] | None:
    """The name as the From spells it, where that has the same family's name and the initials are those of its given ones."""
    if name is None or "@" in display:
        return name
    family, comma, given = display.partition(",")  # "Coles, Jermaine"
    full = latin_name(f"{given.strip()} {family}" if comma else display)
    return Fact(full, name.spans) if full and _is_short_for(name.value.split(), full.split()) else name


def _is_short_for(short: list[str], full: list[str]) -> bool:
    """Whether the one is the other with initials: `A. K. Sesay`, `J.M. Coles`; the last names are written out."""
    if not 1 < len(short) <= _MOST_WORDS or not 1 < len(full) <= _MOST_WORDS:
        return False
    first = next((at for at, word in enumerate(short) if not _is_initials(word)), 0)
    initials = "".join(short[:first]).replace(".", "").replace("-", "").lower()
    family = [word.lower() for word in short[first:]]
    given = [word.lower() for word in full[: len(full) - len(family)]]
    if not initials or not given or [word.lower() for word in full[-len(family) :]] != family:
        return False
    written_out = len(given[0].strip(".")) > 1
    return written_out and all(word[0] == initial for word, initial in zip(given, initials, strict=False))


def _is_initials(word: str) -> bool:
    """`J`, `J.`, `J.M.`, `H.-P.`."""
    letters = word.replace(".", "").replace("-", "")
    return letters.isupper() and (len(letters) == 1 or word.count(".") == len(letters))
