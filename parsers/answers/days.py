"""The day somebody names: `2 Dec`, `December 2`, `2026-12-02`, `12月2日`, `Friday`, `下周一`, `end of November`, `月底`.

Words are the lexicon's. Of `30/11` and `11.30` the number above 12 is the day; `5/12` is nobody's to guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from parsers.answers.words import any_of, either, words
from parsers.text.numerals import ZH_NUMERAL, whole

MONTHS = range(1, 13)
WEEKDAYS = range(1, 8)
WORKDAYS = 5  # of a week: "the end of the week" is Friday
YEAR_MONTHS = 12
LONG_PAST = timedelta(days=182)  # a day without a year that is past by less was meant as it says, and is no use


@dataclass(frozen=True, slots=True)
class Named:
    """A day, and where in the text it was named."""

    day: date
    start: int
    end: int


def days_named(low: str, today: date) -> Iterator[Named]:
    """Every day from `today` on that is named in `low` (folded, lower case), in order of place."""
    for match in _pattern().finditer(low):
        day = _day(match, today)
        if day is not None and day >= today:
            yield Named(day, match.start(), match.end())


@cache
def _pattern() -> re.Pattern[str]:
    month = either(word for number in MONTHS for word in words().words(f"month.{number}"))
    weekday = either(word for number in WEEKDAYS for word in words().words(f"weekday.{number}"))
    later = any_of("day.next")
    month_end, week_end = any_of("day.month_end"), any_of("day.week_end")
    return re.compile(
        rf"(?<![a-z])(?P<end>{any_of('day.end_of')}\s(?P<n6>{month})|{month_end}|(?P<m6>\d{{1,2}})?\s?{any_of('day.end')})"
        rf"|(?<![a-z])(?P<week_end>{week_end})"
        r"|(?<![\d./])(?P<a>\d{1,2})(?P<mark>[./])(?P<b>\d{1,2})(?:(?P=mark)(?P<y7>20\d\d)|(?P<dot>\.)|)(?![\d/])(?!\.\d)"
        rf"|(?P<m8>{ZH_NUMERAL}{{1,2}})月(?P<d8>{ZH_NUMERAL}{{1,3}})[日号]"
        r"|(?<![a-z])the\s(?P<d9>\d{1,2})(?:st|nd|rd|th)(?![a-z]|\s(?:of\s)?[a-z])"
        r"|(?<!\d)(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)(?:\s?[日号])?"
        r"|(?<!\d)(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d{1,2})\s?[日号]?(?!\d)"
        rf"|(?<![\d.])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<n1>{month})\.?(?:,?\s(?P<y1>20\d\d))?"
        rf"|(?<![a-z])(?P<n4>{month})\.?\s(?P<d4>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:,?\s(?P<y4>20\d\d))?"
        rf"|(?<![a-z])(?:(?P<later>{later})|{any_of('day.this')})?\s?(?P<w>{weekday})"
        r"|(?<![\d月])(?P<d5>\d{1,2})\s?号"
        rf"|(?<![a-z])(?P<tomorrow>{any_of('day.tomorrow')})|(?P<overmorrow>{any_of('day.overmorrow')})"
    )


def _day(match: re.Match[str], today: date) -> date | None:
    part = match.groupdict()
    if part["tomorrow"] or part["overmorrow"]:
        return today + timedelta(days=1 if part["tomorrow"] else 2)
    if part["w"]:
        return _weekday(part["w"], today, later=part["later"] is not None)
    if part["end"]:
        return _month_end(part["n6"], part["m6"], today)
    if part["week_end"]:
        return today + timedelta(days=(WORKDAYS - today.isoweekday()) % 7)
    if part["m8"]:
        month, day = whole(part["m8"]), whole(part["d8"])
        return _next(None, month, day, today) if month and day else None
    if part["a"]:
        return _figures(int(part["a"]), int(part["b"]), part, today)
    year = next((int(part[key]) for key in ("y", "y1", "y4") if part[key]), None)
    day = next(int(part[key]) for key in ("d", "d1", "d2", "d4", "d5", "d9") if part[key])
    name = part["n1"] or part["n4"]
    number = next((int(part[key]) for key in ("m", "m2") if part[key]), None)
    month = _number_of(name, "month") if name else number if number is not None else _month_of(day, today)
    return _next(year, month, day, today)


def _weekday(name: str, today: date, *, later: bool) -> date:
    """The next such day after today; with `later` ("next Friday", 下周五) that of the calendar week to come."""
    number = _number_of(name, "weekday")
    if later:
        return today + timedelta(days=7 - today.isoweekday() + number)
    return today + timedelta(days=(number - today.isoweekday() - 1) % 7 + 1)


def _month_end(name: str | None, number: str | None, today: date) -> date | None:
    """The last day of the month that is named, or else of this one."""
    month = _number_of(name, "month") if name else int(number) if number else today.month
    first = _next(None, month, 1, today) if month != today.month else today.replace(day=1)
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if first else None


def _figures(one: int, other: int, part: Mapping[str, str | None], today: date) -> date | None:
    """The day of `30/11/2026`, `11.30`, `5.12.`: dots with one behind, or before a year, are day before month."""
    dotted = part["mark"] == "." and (part["dot"] or part["y7"])
    year = int(part["y7"]) if part["y7"] else None
    if dotted or one > YEAR_MONTHS >= other or one == other:
        return _next(year, other, one, today)
    return _next(year, one, other, today) if other > YEAR_MONTHS >= one else None


def _number_of(name: str, table: str) -> int:
    plain = " ".join(name.split())
    return next(number for number in MONTHS if plain in words().words(f"{table}.{number}"))


def _month_of(day: int, today: date) -> int:
    """Of `28号`: this month, or the next one when that day has gone by."""
    return today.month if day >= today.day else today.month % 12 + 1


def _next(year: int | None, month: int, day: int, today: date) -> date | None:
    try:
        named = date(year or today.year, month, day)
        if year is None and today - named > LONG_PAST:
            named = date(today.year + 1, month, day)
    except ValueError:  # the 31st of February
        return None
    return named
