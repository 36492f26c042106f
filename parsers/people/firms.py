"""What could be a firm's name, and what is known before the letter is searched for one.

A legal form tells most, then the mail's domain (see `firm_domain`), then a word as hotel or `制衣`, then only that the part
is nothing else. The parts themselves come from `firm_parts`, `firms_chinese` and `company_said`.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.letter import Fact
from parsers.people.posts import is_firm, words_of

LEGAL, DOMAIN, FIRM, TRADE, LOOSE = 10, 9, 6, 5, 3  # what a mark weighs
LESS = 1.5  # for what stands elsewhere than in the signature


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part that could be the firm's name, and what tells for it."""

    weight: float
    fact: Fact[str]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known before: who signs, what the domain is called, which names belong to the one written to."""

    name: str
    display: str
    domain: str
    addressed: str
    signed: bool
    mailbox: frozenset[str] = frozenset()
    subject: str = ""


def is_name(part: str, sight: Sight) -> bool:
    """Whether the part is the name of the one who signs, in whatever fullness."""
    if not sight.name:
        return False
    mine, other = set(words_of(sight.name)), set(words_of(part))
    if "&" in part and is_named_after(part, words_of(part), sight):
        return False
    return bool(mine) and (
        part == sight.name or other <= mine or (mine <= other and len(other) <= len(mine) + 1 and not is_firm(part))
    )


def is_named_after(part: str, words: tuple[str, ...], sight: Sight) -> bool:
    """`Hobb & Tarn` of Jess Tarn, `Reddy Tree Care` of Tom Reddy: the family's name, and not the given one."""
    mine = words_of(sight.name)
    if len(mine) < 2 or len(words) < 2 or mine[0] in words:
        return False
    return mine[-1] in words if "&" in part else mine[-1] == words[0]


def is_same_person(part: str, sight: Sight) -> bool:
    """Whether a word of the part is one of the names of who signs."""
    return bool(set(words_of(part)) & set(words_of(f"{sight.name} {sight.display}")))


def addressed_to(part: str, sight: Sight) -> bool:
    """Whether the part stands in the salutation or in the address of the one written to."""
    lower = part.lower().strip(" ,.:")
    return len(lower) > 2 and lower in sight.addressed
