"""A penalty bulletin as it stands: its entries, which of them were taken out, and whether it is signed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


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

    def without(self, number: int) -> Bulletin:
        """With one entry taken out."""
        return replace(self, rejected=(*self.rejected, number))
