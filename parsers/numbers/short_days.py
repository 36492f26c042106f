"""Days that a letter writes short: `6/3`, "30.09.", "the 13th", `15号`, "Thursday of last week", `双十一`, `大年初六`.

Each is a date only beside words that say so: the same figures are fractions, ratings, sums, sizes, house numbers and
floors elsewhere. All are resolved against the day the letter was written, to the latest such day, or the nearest on
either side behind "by" and before `前`. Of two figures that may both be months the first is the day, in a letter with
Chinese words the month, unless another day of the letter can only be read the other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial

from parsers.numbers.days import (
    MONTHS,
    Named,
    Stretch,
    a_day,
    in_month,
    month_from,
    nearest,
    new_year,
    week_from,
)
from parsers.numbers.figures import figures
from parsers.text.numerals import ZH_NUMERAL, chinese
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, whole_word

_NEAR = 16  # characters before a day in which a word tells that it is one
_TWO_FIGURES = re.compile(r"(?<![\w./-])(?<!\d:)(\d{1,2})([/.])(\d{1,2})(\.?)(?![\w%/-]|[.:]\d)", re.ASCII)
_FRACTION = re.compile(r"[1-3]/[2-9](?!\d)")  # halves, thirds and quarters
_BEFORE_DAY = frozenset("\n ,:、(~。」;于是在自从日了至到")  # in Chinese, before two figures that are a day
_FIRST_HAN = "\u2e80"
_HAN = re.compile("[\u4e00-\u9fff]{2}")  # a Chinese word: "£", "é" and a name's one letter are none
_LUNAR_DAYS = 30


def short_days(reading: Reading, written: date) -> Iterator[Named]:
    """Every such day, in no order."""
    yield from _two_figures(reading, written)
    if not reading.lower.isascii():
        yield from _days_of_no_month(reading, written)
        yield from _first_moon(reading, written)
    yield from _ordinals(reading, written)
    yield from _feasts(reading, written)
    for hit in reading.found("weekend."):
        monday, sunday = week_from(written, int(hit.group.partition(".")[2]))
        yield Named(hit.start, hit.end, (monday + timedelta(days=5), sunday))
    yield from _of_the_week(reading, written)


def _two_figures(reading: Reading, written: date) -> Iterator[Named]:
    """As "on 13/5", "of 30.09.", `4/15 在 LINE 反映`, `6.15下单`."""
    lower = reading.lower
    matches: list[re.Match[str]] = []
    for start, end in zip(*reading.once(figures), strict=True):
        match = _TWO_FIGURES.match(lower, start) if lower[end : end + 1] in {"/", "."} else None
        if match is not None and _is_day(lower, match, han=reading.once(_writes_han)):
            matches.append(match)
    month_first = bool(matches) and _is_month_first(matches, han=reading.once(_writes_han))
    for match in matches:
        one, two = int(match[1]), int(match[3])
        pairs = ((one, two), (two, one)) if month_first else ((two, one), (one, two))
        days = (_nearest_day(reading, month, day, written, match.start(), match.end()) for month, day in pairs)
        if day := next(filter(None, days), None):
            yield Named(match.start(), match.end(3), day)


def _writes_han(reading: Reading) -> bool:
    """Whether there are Chinese words in the letter."""
    return not reading.lower.isascii() and _HAN.search(reading.lower) is not None


def _is_month_first(matches: list[re.Match[str]], *, han: bool) -> bool:
    """Which figure is the month, as the days of the same letter tell that have but one reading."""
    if any(int(match[1]) > MONTHS for match in matches):
        return False
    return han or any(int(match[3]) > MONTHS for match in matches)


def _is_day(lower: str, match: re.Match[str], *, han: bool) -> bool:
    """Whether two figures are a day and a month, as what stands around them tells."""
    near = max(0, match.start() - _NEAR)
    behind = match.end()
    done = bool(_done_behind().match(lower, behind))
    if match[2] == ".":
        full = len(match[3]) == 2 and bool(_dated_before().search(lower, near, match.start()))
        dotted = bool(match[4]) and _of_before().search(lower, near, match.start()) and lower[behind : behind + 2] != ""
        return full or bool(dotted) or (done and lower[match.end(3) : behind] == "")
    if _parted_behind().match(lower, behind):  # "3/4 of them"
        return False
    if _of_before().search(lower, near, match.start()):
        return True
    if not han or _FRACTION.fullmatch(match[0].rstrip(".")):
        return done
    previous = lower[match.start() - 1 : match.start()] if match.start() else "\n"
    counted = lower[behind : behind + 2].lstrip().startswith(endings("date.no_day"))
    return not counted and (done or previous in _BEFORE_DAY)


def _days_of_no_month(reading: Reading, written: date) -> Iterator[Named]:
    """As `3号到货`, `今天才19号`, `26号晚上之前`."""
    lower = reading.lower
    for mark in _day_mark().finditer(lower):
        number = _day_number().search(lower, max(0, mark.start() - 4), mark.start())
        if number is None:
            continue
        start, end = number.start(), mark.end()
        told = _day_before().search(lower, max(0, start - 4), start) and _ends_here().match(lower, end)
        if not told and not _done_behind().match(lower, end):
            continue
        value = int(number[0]) if number[0].isascii() else chinese(number[0]) or 0
        ago = mark[0] == "日" and lower.startswith(endings("date.deadline"), end)  # 三日前
        if day := None if ago else _day_of_month(reading, value, written, start, end):
            yield Named(start, end, day)


def _first_moon(reading: Reading, written: date) -> Iterator[Named]:
    """`大年初六`, `正月十五`, `除夕`: days of the first month by the moon."""
    for hit in reading.found("first_moon."):
        match = _moon_day().match(reading.lower, hit.end)
        eve = hit.group.endswith(".eve")
        day = -1 if eve else (chinese(match[1]) or 0) - 1 if match else None
        if day is None or not -1 <= day < _LUNAR_DAYS:
            continue
        if days := nearest(written, partial(_from_new_year, day=day), ahead=False):
            yield Named(hit.start, hit.end if eve or not match else match.end(), days)


def _from_new_year(year: int, *, day: int) -> Stretch | None:
    first = new_year(year)
    named = first + timedelta(days=day) if first else None
    return (named, named) if named else None


def _ordinals(reading: Reading, written: date) -> Iterator[Named]:
    """As "on the 5th", "it is now the 13th", "the 12th of this month", "the 9th inst."."""
    lower, letters = reading.lower, endings("date.ordinal")
    for start, end in zip(*reading.once(figures), strict=True):
        if end - start > 2 or not lower.startswith(letters, end):
            continue
        day = int(lower[start:end])
        end += 2  # noqa: PLW2901 - with the letters
        months = {hit.start: hit for hit in reading.found("calendar_month.")}
        if (of := _of_behind().match(lower, end)) and of.end() in months:
            hit = months[of.end()]
            year, month = month_from(written, int(hit.group.partition(".")[2]))
            if stretch := in_month(year, month, day, day, None):
                yield Named(start, hit.end, stretch)
        elif _is_named(lower, start, end) and (stretch := _day_of_month(reading, day, written, start, end)):
            yield Named(start, end, stretch)


def _is_named(lower: str, start: int, end: int) -> bool:
    """Whether an ordinal is a day: "on the 5th" unless a floor follows, "for the 5th" only if nothing does that it counts."""
    near = max(0, start - _NEAR)
    if _on_the().search(lower, near, start):
        return not _counted_behind().match(lower, end)
    return bool(_of_the().search(lower, near, start)) and not _noun_behind().match(lower, end)


def _of_the_week(reading: Reading, written: date) -> Iterator[Named]:
    """As "Thursday of last week", "Friday last week"."""
    weeks = {hit.start: hit for hit in reading.found("week.")}
    for hit in reading.found("weekday.") if weeks else ():
        of = _of_behind().match(reading.lower, hit.end)
        week = weeks.get(of.end() if of else hit.end + 1)
        if week and reading.lower[hit.start] < _FIRST_HAN:
            monday = week_from(written, int(week.group.partition(".")[2]))[0]
            day = monday + timedelta(days=int(hit.group.partition(".")[2]) - 1)
            yield Named(hit.start, week.end, (day, day))


def _feasts(reading: Reading, written: date) -> Iterator[Named]:
    """Feasts that have their day in the calendar: "Boxing Day", `去年双十一`."""
    feasts = reading.found("feast.")
    years = {hit.end: hit for hit in reading.found("calendar_year.")} if feasts else {}
    for hit in feasts:
        month, day = divmod(int(hit.group.partition(".")[2]), 100)
        year = years.get(hit.start)
        if year:
            only = a_day(written.year + int(year.group.partition(".")[2]), month, day)
            days = (only, only) if only else None
        else:
            days = _nearest_day(reading, month, day, written, hit.start, hit.end)
        if days:
            yield Named(year.start if year else hit.start, hit.end, days)


def _nearest_day(reading: Reading, month: int, day: int, written: date, start: int, end: int) -> Stretch | None:
    if not 1 <= month <= MONTHS:
        return None
    part = partial(in_month, month=month, first=day, last=day, third=None)
    return nearest(written, part, ahead=is_deadline(reading, start, end))


def _day_of_month(reading: Reading, day: int, written: date, start: int, end: int) -> Stretch | None:
    """The latest day of that number, or the nearest on either side when it is a deadline or said to be to come."""
    days = [a_day(*month_from(written, months), day) for months in (1, 0, -1)]
    known = [each for each in days if each]
    if is_deadline(reading, start, end):
        nearest_day = min(known, key=lambda each: abs((each - written).days), default=None)
    else:
        nearest_day = next((each for each in known if each <= written), None)
    return (nearest_day, nearest_day) if nearest_day else None


def is_deadline(reading: Reading, start: int, end: int) -> bool:
    """Whether what stands at `start` up to `end` is a day by which something is due."""
    lower = reading.lower
    return bool(_deadline_before().search(lower, max(0, start - 18), start) or _deadline_after().match(lower, end))


@cache
def _deadline_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('date.deadline')} (?:(?:{one_of('date.of')}) )?$")


@cache
def _deadline_after() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{one_of('date.deadline')})(?![\x00-\x7f])")


@cache
def _dated_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('date.dated')}[ :]{{1,2}}$")


@cache
def _of_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('date.dated', 'date.due_on')}[ :]{{1,2}}$")


@cache
def _done_behind() -> re.Pattern[str]:
    return re.compile(rf" ?(?!{one_of('date.not_done')})(?:{one_of('date.done')})")


@cache
def _parted_behind() -> re.Pattern[str]:
    return re.compile(rf" ?{whole_word('date.parted')}")


@cache
def _day_mark() -> re.Pattern[str]:
    return re.compile(one_of("date.day_mark"))


@cache
def _day_number() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d./:a-z年月#-])(?<!\d,)(?<!{ZH_NUMERAL})(?<!第)(?<!{one_of_one('date.street')})(?:[12]?\d|3[01]|{ZH_NUMERAL}{{1,3}}) ?$"
    )


def one_of_one(group: str) -> str:
    """The words of one character of a group, as a set in a pattern."""
    return f"[{''.join(sorted(word for word in endings(group) if len(word) == 1))}]"


@cache
def _day_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('date.told')})$")


@cache
def _ends_here() -> re.Pattern[str]:
    return re.compile(r"$|[\s,;:!?)、。了]")


@cache
def _moon_day() -> re.Pattern[str]:
    return re.compile(rf"({ZH_NUMERAL}{{1,3}})")


@cache
def _on_the() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('date.on_the')}) $")


@cache
def _of_the() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('date.of_the')}) $")


@cache
def _counted_behind() -> re.Pattern[str]:
    return re.compile(rf"[a-z\d]|-[a-z]| {whole_word('date.no_days')}")


@cache
def _of_behind() -> re.Pattern[str]:
    return re.compile(rf" (?:(?:{one_of('date.of')}) )?")


@cache
def _noun_behind() -> re.Pattern[str]:
    return re.compile(rf" (?!{whole_word('date.behind_day')})[a-z]|[a-z\d-]")
