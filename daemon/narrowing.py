"""Finds the one letter in a batch at which the server fails, so that it costs only itself.

Some servers answer a command that touches one broken letter by hanging up, or with a failure of the whole command
(Dovecot: "* BYE … got too little data", "NO [SERVERBUG]"). Then the batch says nothing about which letter it was: fewer
are asked for next time, at last each alone, those that failed alone after all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

STEP = 8  # so many times fewer after a failure
TRIES = 3  # alone, before a letter is set aside


@dataclass(slots=True)
class Narrowing:
    """How many letters are asked for at once, at most `most`. It outlives the connection that the letter breaks."""

    most: int
    _width: int = 0
    _failures: dict[int, int] = field(default_factory=dict[int, int])  # of letters that were asked for alone

    def choose(self, uids: Sequence[int]) -> list[int]:
        """Which of these to ask for now. None of them that is set aside."""
        clean = [uid for uid in uids if uid not in self._failures]
        return clean[: self._width or self.most] or [uid for uid in uids if uid not in self.set_aside()][:1]

    def failed(self, asked: Sequence[int]) -> None:
        """The command for these broke."""
        if len(asked) == 1:
            self._failures[asked[0]] = self._failures.get(asked[0], 0) + 1
        elif asked:
            self._width = max(1, len(asked) // STEP)

    def succeeded(self, asked: Iterable[int]) -> None:
        """It did not: more may be asked for again."""
        for uid in asked:
            self._failures.pop(uid, None)
        self._width = min(self.most, 2 * self._width)

    def set_aside(self) -> frozenset[int]:
        """The letters at which the server has failed too often."""
        return frozenset(uid for uid, times in self._failures.items() if times >= TRIES)

    def once_more(self) -> None:
        """Those that are set aside get one more try, alone and after all others."""
        self._failures = {uid: min(times, TRIES - 1) for uid, times in self._failures.items()}
