"""A penalty bulletin as it stands: its entries, which of them were taken out, and whether it is signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

Missed = tuple[str, str, datetime]  # the case, its clock, when that ran out


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One missed clock and what it costs: `amount` in whole units, for `months` full months unclosed."""

    number: int  # in its bulletin, from 1
    case: str
    department: str
    level: str
    clock: str
    due: datetime
    amount: int
    months: int

    @property
    def missed(self) -> Missed:
        """What it is for, whichever bulletin it stands in."""
        return (self.case, self.clock, self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A period's bulletin and how it stands."""

    key: str
    en: str
    zh: str
    since: datetime
    until: datetime
    currency: str
    lines: tuple[Entry, ...]
    rejected: tuple[int, ...] = ()
    signed_by: str = ""

    @property
    def kept(self) -> tuple[Entry, ...]:
        """The entries that nobody has taken out."""
        return tuple(line for line in self.lines if line.number not in self.rejected)

    @property
    def taken_out(self) -> tuple[Entry, ...]:
        """The entries that somebody has."""
        return tuple(line for line in self.lines if line.number in self.rejected)

    def without(self, number: int) -> Bulletin:
        """With one entry taken out."""
        return replace(self, rejected=(*self.rejected, number))
