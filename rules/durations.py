"""How long a promise may take, as a pack writes it: a whole number and its unit, never a bare number.

Owns the text form ("4 working hours") and its limits. It never says when such a time is over: that needs a calendar,
and is `hours`' business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST_DAYS = 1000  # longer than any promise to a customer; a typing mistake, not a budget
_WRITTEN = re.compile(r"([0-9]{1,7})\s+((?:working\s+)?(?:minute|hour|day))s?", re.IGNORECASE)


class Unit(StrEnum):
    """What a budget counts. Clock time runs day and night; working time only within working hours."""

    MINUTES = "minute"
    HOURS = "hour"
    DAYS = "day"  # calendar days; over at the end of the working day on or after
    WORKING_MINUTES = "working minute"
    WORKING_HOURS = "working hour"
    WORKING_DAYS = "working day"

    @property
    def minutes(self) -> int:
        """How many minutes one of it is; a day, of either kind, stands for 24 hours here (for limits only)."""
        return {"minute": 1, "hour": 60}.get(self.value.removeprefix("working "), 24 * 60)


@dataclass(frozen=True, slots=True)
class Budget:
    """A length of time with its unit, at least one of it and at most `LONGEST_DAYS`."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f'"{self}" is no time at all; write at least 1')
        if self.amount * self.unit.minutes > LONGEST_DAYS * 24 * 60:
            raise ValueError(f'"{self}" is longer than {LONGEST_DAYS} days; write a shorter time')

    @classmethod
    def parse(cls, written: str) -> Budget:
        """The budget that a pack's text means: "30 minutes", "48 hours", "3 days", "4 working hours", "5 working days".

        Raises ValueError with a sentence that says what to write instead.
        """
        read = _WRITTEN.fullmatch(written.strip())
        if read is None:
            raise ValueError(
                f'"{written}" is not a length of time; write a whole number and minutes, hours, days, '
                'working minutes, working hours or working days, such as "4 working hours"'
            )
        return cls(int(read[1]), Unit(" ".join(read[2].lower().split())))

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"
