"""What a plan may look up while it is made: the desk's files, read only.

The shell lends them (`daemon.store.files`), in the transaction that will carry the plan out, so that what was seen is
still true. A plan stays a function of what it was given: the same letter, the same files, the same moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from daemon.case import Case
from daemon.planning.bulletin import Bulletin
from daemon.planning.reading import Reading
from parsers.letter import Letter
from rules.vocabulary import History


class Files(Protocol):
    """The desk's files."""

    def next_number(self, year: int) -> str:
        """The number that a new case gets."""
        ...

    def case(self, number: str) -> Case | None:
        """The case of that number."""
        ...

    def open_cases(self, department: str | None = None) -> Sequence[Case]:
        """Open cases, the oldest first: all, or a department's."""
        ...

    def cases_of(self, address: str) -> Sequence[Case]:
        """The cases in which the address takes part, the newest first."""
        ...

    def first_letter(self, case: Case) -> Reading | None:
        """The letter that opened the case; None when it cannot be read any more."""
        ...

    def letter(self, raw_id: int) -> Reading | None:
        """A stored letter; None when there is none, or it cannot be read."""
        ...

    def arrived(self, intake_id: int) -> Reading | None:
        """The letter of a line in the ledger: what `amends letters` calls L123."""
        ...

    def is_of_a_case(self, raw_id: int) -> bool:
        """Whether the letter belongs to a case already."""
        ...

    def bulletin(self, effect_key: str) -> Bulletin | None:
        """The penalty bulletin that a mail with this effect key showed."""
        ...

    def history(self, letter: Letter, since: datetime) -> History:
        """What is known of the letter's customer and of such complaints."""
        ...

    def answers_today(self, address: str) -> int:
        """How many mails this address's own letters have caused in 24 hours."""
        ...

    def deputy(self, department: str, now: datetime) -> str | None:
        """Who has the department's mail while it is away."""
        ...
