"""Calendar arithmetic for `dates`: which day is meant when a letter names only part of it. Knows no words."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1970, 2100  # what lies outside is a number, or a slip of the pen
_MINGUO = 1911  # the calendar of Taiwan counts from here; its years have three digits
_YEARS_TRIED = 5  # enough to meet a 29 February

Stretch = tuple[date, date]
MONTHS = 12
# The first day of the first month by the moon, as day of the year, from 2018: astronomers', not to be reckoned briefly.
_FIRST_TABLED = 2018
_NEW_YEARS = (47, 36, 25, 43, 32, 22, 41, 29, 48, 37, 26, 44, 34, 23, 42, 31, 50, 39, 28)


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch that is named at canonical `start` up to `end`. `loose`: only a weekday, perhaps of a date beside it."""

    start: int
    end: int
    days: Stretch
    loose: bool = False


class Third(StrEnum):
    """A part of a month, by the convention of `上旬`, `中旬`, `下旬`: ten days, ten days, and the rest."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


def a_day(year: int, month: int, day: int) -> date | None:
    """The day, if there is one within the years that letters speak of."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def new_year(year: int) -> date | None:
    """The first day of the year by the moon, the Spring Festival, where the table has it."""
    index = year - _FIRST_TABLED
    if not 0 <= index < len(_NEW_YEARS):
        return None
    return date(year, 1, 1) + timedelta(days=_NEW_YEARS[index] - 1)


def full_year(digits: str) -> int:
    """`2026` of `2026`, `26` and, in Taiwan, `115`."""
    year = int(digits)
    return year + 2000 if len(digits) <= 2 else year + _MINGUO if len(digits) == 3 else year


def in_month(year: int, month: int, first: int, last: int, third: Third | None) -> Stretch | None:
    """Days `first` to `last` of a month; with 0 its `third`, or all of it. None when there is no such day."""
    if first:
        one, two = a_day(year, month, first), a_day(year, month, last)
        return (one, two) if one and two and one <= two else None
    if not 1 <= month <= 12 or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    end = monthrange(year, month)[1]
    bounds = {None: (1, end), Third.START: (1, 10), Third.MIDDLE: (11, 20), Third.END: (21, end)}[third]
    return date(year, month, bounds[0]), date(year, month, bounds[1])


def nearest(written: date, of_year: Callable[[int], Stretch | None], *, ahead: bool) -> Stretch | None:
    """The latest stretch that had begun when the letter was `written`; with `ahead` the nearest on either side."""
    years = range(written.year + 1, written.year - _YEARS_TRIED, -1)
    stretches = [stretch for year in years if (stretch := of_year(year))]
    if ahead:
        return min(stretches, key=lambda stretch: abs((stretch[1] - written).days), default=None)
    return next((stretch for stretch in stretches if stretch[0] <= written), None)


def week_from(written: date, weeks: int) -> Stretch:
    """Monday to Sunday, so many weeks from the letter's own."""
    monday = written + timedelta(days=7 * weeks - written.weekday())
    return monday, monday + timedelta(days=6)


def month_from(written: date, months: int) -> tuple[int, int]:
    """Year and month, so many months from the letter's own."""
    year, month = divmod(written.year * 12 + written.month - 1 + months, 12)
    return year, month + 1


def months_ago(written: date, months: int) -> date | None:
    """The same day so many months before; the month's last where it has no such day."""
    year, month = month_from(written, -months)
    return a_day(year, month, min(written.day, monthrange(year, month)[1])) if year >= FIRST_YEAR else None


def last_weekday(written: date, weekday: int) -> date:
    """The latest such day (Monday is 1) before the letter's own."""
    return written - timedelta(days=(written.isoweekday() - weekday - 1) % 7 + 1)


def next_weekday(written: date, weekday: int) -> date:
    """The first such day (Monday is 1), the letter's own included."""
    return written + timedelta(days=(weekday - written.isoweekday()) % 7)
