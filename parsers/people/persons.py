"""What could be a person's name, and how surely it is one; told by `persons_latin` and `persons_chinese`."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.letter import Fact

BEST, TITLED, NICK, BARE = 4, 3, 2, 1  # a full name, a family name and a title, a nickname, a family name alone


@dataclass(frozen=True, slots=True)
class Candidate:
    """What could be the writer's name, and how surely it is one."""

    rank: int
    fact: Fact[str]
