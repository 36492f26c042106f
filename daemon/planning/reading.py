"""A letter on the desk: what was read, when the server received it, and what may be done with its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parsers.letter import Letter
from templates.contexts import Original


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A letter as the plan takes it."""

    raw_id: int
    letter: Letter
    received: datetime  # INTERNALDATE: every clock starts here
    original: Original  # whether the letter may be enclosed in a mail to staff
    channel: str = "mail"  # or that of the `[[source]]` it came from
    customer_known: bool = True  # False: it came from a source and does not say for whom

    @property
    def enclosed(self) -> int | None:
        """The raw letter that a mail to staff encloses, where it may."""
        return self.raw_id if self.original is Original.ATTACHED else None
