"""Days and stretches of days that a letter names, resolved against the day it was written.

They are written in digits ("2026-03-03", "03/04/2026": the day first unless that is impossible), with the name of a
month ("3 March", "at the end of June"), in Chinese (`3月3日`, `三月底`), or counted from the letter's own day ("last
Monday", "two weeks ago", `前天`). The words are the lexicon's. A day and month alone are the nearest in the past; after
"by" or "until" the nearest on either side. Without the letter's own day only full dates mean anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, partial
from itertools import islice

from parsers.letter import Fact, StatedDate
from parsers.lexicon import Hit, lexicon
from parsers.numbers.days import (
    Named,
    Stretch,
    Third,
    a_day,
    full_year,
    in_month,
    last_weekday,
    month_from,
    months_ago,
    nearest,
    next_weekday,
    week_from,
)
from parsers.numbers.figures import figures
from parsers.numbers.short_days import is_deadline, short_days
from parsers.text.numerals import ZH_NUMERAL, chinese, whole
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word, word_set

MAX_DATES = 60
MAX_MARKS = 1_000  # of Chinese months that are looked at
_NEAR = 26  # characters before a word that may belong to its date
_LONGEST_STRETCH = timedelta(days=366)
_MOST_AGO = 5_000  # days, weeks …: beyond, it is a figure of speech
_NUMERAL = rf"(?:\d{{1,2}}|{ZH_NUMERAL}{{1,3}})"
_PLAIN_DIGITS, _BETWEEN = 8, frozenset("-/.")  # of `20260303`, of the others
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d|[-/.]\d)"
    r"|(?P<a>\d{1,2})(?P<t>[-/.])(?P<b>\d{1,2})(?P=t)(?P<c>\d{4}|\d{2})(?![a-z\d/-]|[.]\d)"
    r"|(?P<plain>20\d{2}[01]\d[0-3]\d)(?![a-z\d./-]))",
    re.ASCII,
)


def read_dates(
    reading: Reading, written: date | None, taken: Sequence[tuple[int, int]]
) -> tuple[Fact[StatedDate], ...]:
    """Every stretch of days that the letter names, once, in order; nothing within the places that are `taken`."""
    found = [*_numeric(reading), *_with_month(reading, written), *_chinese(reading, written)]
    if written is not None:
        found += [
            *_counted(reading, written),
            *_weekdays(reading, written),
            *_ago(reading, written),
            *short_days(reading, written),
        ]
    result: dict[Stretch, Fact[StatedDate]] = {}
    for each in _joined(reading, _apart(found, taken)):
        if len(result) < MAX_DATES:
            result.setdefault(each.days, Fact(StatedDate(*each.days), (reading.span(each.start, each.end),)))
    return tuple(result.values())


def _apart(found: list[Named], taken: Sequence[tuple[int, int]]) -> Iterator[Named]:
    """In order; of those that overlap the longest."""
    at, reach = 0, -1
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        while at < len(taken) and taken[at][1] <= each.start:
            at += 1
        if each.start >= reach and not (at < len(taken) and taken[at][0] < each.end):
            yield each
            reach = each.end


def _joined(reading: Reading, found: Iterator[Named]) -> list[Named]:
    """As "3 March to 5 March" as one, without the weekday of "Monday, 2 March" and the hours of "Monday to Friday"."""
    result: list[Named] = []
    for each in found:
        last = result[-1] if result else None
        between = reading.lower[last.end : each.start] if last else ""
        if last and _through().fullmatch(between):
            if last.loose and each.loose:
                result.pop()
                continue
            if last.days[0] < each.days[1] <= last.days[0] + _LONGEST_STRETCH:
                result[-1] = Named(last.start, each.end, (last.days[0], each.days[1]))
                continue
        if last and (last.loose or each.loose) and _beside().fullmatch(between):
            if each.loose:
                continue
            result.pop()
        result.append(each)
    return result


def _numeric(reading: Reading) -> Iterator[Named]:
    for match in _numeric_matches(reading):
        if plain := match["plain"]:
            day = a_day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        elif match["y"]:
            day = a_day(int(match["y"]), int(match["m"]), int(match["d"]))
        else:
            one, two, year = int(match["a"]), int(match["b"]), full_year(match["c"])
            day = a_day(year, two, one) or a_day(year, one, two)
        if day:
            yield Named(match.start(), match.end(), (day, day))


def _numeric_matches(reading: Reading) -> Iterator[re.Match[str]]:
    """As `_NUMERIC.finditer`, which would look at every character and not only where digits begin."""
    lower, done = reading.lower, 0
    for start, end in zip(*reading.once(figures), strict=True):
        may_be_day = end - start == _PLAIN_DIGITS or lower[end : end + 1] in _BETWEEN
        if may_be_day and start >= done and (match := _NUMERIC.match(lower, start)):
            done = match.end()
            yield match


def _with_month(reading: Reading, written: date | None) -> Iterator[Named]:
    """As "3 March", "March 3rd, 2026", "3-5 March", "at the end of June", "in March"."""
    lower = reading.lower
    for hit in reading.found("month."):
        near = max(0, hit.start - _NEAR)
        days = _days_before().search(lower, near, hit.start) or _days_after().match(lower, hit.end)
        third = None if days else _third_before().search(lower, near, hit.start)
        start = min(hit.start, days.start() if days else third.start() if third else hit.start)
        end = max(hit.end, days.end()) if days else hit.end
        year = _year_after().match(lower, end)
        said_alone = not (days or third or year) and not _in_before().search(lower, near, hit.start)
        if said_alone or _is_another_word(reading, hit):
            continue
        first = int(days["first"]) if days else 0
        last = int(days["last"] or first) if days else 0
        month = int(hit.group.partition(".")[2])
        part = partial(in_month, month=month, first=first, last=last, third=_third(third))
        end = year.end() if year else end
        yield from _resolved(reading, start, end, written, full_year(year["year"]) if year else None, part)


def _chinese(reading: Reading, written: date | None) -> Iterator[Named]:
    """`2026年3月3日`, `三月三号`, `6月底`, `去年12月`, `上个月5号`."""
    lower = reading.lower
    years = {hit.end: hit for hit in reading.found("calendar_year.")} if written else {}
    for mark in islice(_month_mark().finditer(lower), MAX_MARKS):
        month = _month_before().search(lower, max(0, mark.start() - _NEAR // 2), mark.start())
        days = _days_after_mark().match(lower, mark.end())
        if month is None:
            continue
        first = _numeral(days["first"]) if days else 0
        last = (_numeral(days["last"]) if days else 0) or first
        part = partial(in_month, month=_numeral(month["month"]), first=first, last=last, third=_third(days))
        year, start, end = _chinese_year(month["year"]), month.start(), days.end() if days else mark.end()
        relative = years.get(start)
        if written and relative and year is None:
            year, start = written.year + _offset(relative), relative.start
        yield from _resolved(reading, start, end, written, year, part)
    for hit in reading.found("calendar_month.") if written else ():
        match = _day_of_month().match(lower, hit.end)
        if match and written:
            year, month = month_from(written, _offset(hit))
            day = _numeral(match["first"])
            part = partial(in_month, month=month, first=day, last=day, third=_third(match))
            yield from _resolved(reading, hit.start, match.end(), written, year, part)


def _resolved(
    reading: Reading, start: int, end: int, written: date | None, year: int | None, part: partial[Stretch | None]
) -> Iterator[Named]:
    """The stretch `part` of `year`, or of the year that is meant when none is said."""
    days = None
    if year is not None:
        days = part(year)
    elif written is not None:
        days = nearest(written, part, ahead=is_deadline(reading, start, end))
    if days:
        yield Named(start, end, days)


def _counted(reading: Reading, written: date) -> Iterator[Named]:
    """As "yesterday", "last week", `上个月`, and "on the 5th"."""
    for hit in reading.found("day."):
        day = written + timedelta(days=_offset(hit))
        yield Named(hit.start, hit.end, (day, day))
    for hit in reading.found("week."):
        yield Named(hit.start, hit.end, week_from(written, _offset(hit)))
    for hit in reading.found("calendar_month."):
        year, month = month_from(written, _offset(hit))
        if days := in_month(year, month, 0, 0, None):
            yield Named(hit.start, hit.end, days)
    for hit in reading.found("calendar_year."):
        year = written.year + _offset(hit)
        if year < written.year:
            yield Named(hit.start, hit.end, (date(year, 1, 1), date(year, 12, 31)))


def _weekdays(reading: Reading, written: date) -> Iterator[Named]:
    """As "last Monday", "on Tuesday", `上周一`, "by Friday"."""
    lower = reading.lower
    for hit in reading.found("weekday."):
        weekday = int(hit.group.partition(".")[2])
        said = _which_before().search(lower, max(0, hit.start - 10), hit.start)
        start = said.start() if said else hit.start
        if not said and _is_another_word(reading, hit) and not _on_before().search(lower, max(0, start - 8), start):
            continue
        if said and said.lastgroup in {"this", "next"}:
            day = week_from(written, said.lastgroup == "next")[0] + timedelta(days=weekday - 1)
        elif said and lower[hit.start] > "\u2e80":  # 上周一 is a day of the week before, "last Monday" the latest
            day = week_from(written, -1)[0] + timedelta(days=weekday - 1)
        elif not said and is_deadline(reading, start, hit.end):
            day = next_weekday(written, weekday)
        else:
            day = last_weekday(written, weekday)
        yield Named(start, hit.end, (day, day), loose=said is None)


def _ago(reading: Reading, written: date) -> Iterator[Named]:
    """As "two weeks ago", `三天前`, `半个月前`."""
    for hit in reading.found("ago."):
        match = _count_before().search(reading.lower, max(0, hit.start - _NEAR), hit.start)
        day = _back(written, match) if match else None
        if match and day:
            yield Named(match.start(), hit.end, (day, day))


def _back(written: date, match: re.Match[str]) -> date | None:
    unit = match.lastgroup or ""
    half = match["half"] is not None
    count = 1 if match["one"] else whole(match["count"]) if match["count"] else 1 if half else None
    if count is None or count > _MOST_AGO or (half and unit not in {"months", "years"}):
        return None
    if unit in {"months", "years"} and not (half and unit == "months"):
        return months_ago(written, count if unit == "months" else 6 if half else 12 * count)
    days = {"days": 1, "weeks": 7, "fortnights": 14, "months": 15}[unit]
    return written - timedelta(days=days * count)


def _is_another_word(reading: Reading, hit: Hit) -> bool:
    """Whether "may" or "sun" is not even written as the name of a month or day."""
    doubtful = reading.lower[hit.start : hit.end].rstrip(".") in word_set("date.capital")
    return doubtful and (hit.group.startswith("weekday") or not reading.text[hit.start].isupper())


def _offset(hit: Hit) -> int:
    return int(hit.group.partition(".")[2])


def _third(match: re.Match[str] | None) -> Third | None:
    groups = match.groupdict() if match else {}
    return next((third for third in Third if groups.get(third.value)), None)


def _numeral(text: str | None) -> int:
    """0 for nothing, and for what no calendar has."""
    value = (int(text) if text.isascii() else chinese(text)) if text else None
    return value if value is not None and value < 100 else 0


def _chinese_year(text: str | None) -> int | None:
    if not text:
        return None
    return full_year(text) if text.isascii() else full_year(str(chinese(text) or 0))


@cache
def _days_before() -> re.Pattern[str]:
    ordinal = f"(?:{one_of('date.ordinal')})?"
    through = rf" ?(?:{one_of('date.through', 'date.and')}) ?"
    return re.compile(
        rf"(?<![\w.,:/-])(?P<first>\d{{1,2}}){ordinal}(?:{through}(?P<last>\d{{1,2}}){ordinal})?"
        rf"[. -]{{0,2}}(?:(?:{one_of('date.of')}) )?$"
    )


@cache
def _days_after() -> re.Pattern[str]:
    ordinal = f"(?:{one_of('date.ordinal')})?"
    through = rf" ?(?:{one_of('date.through')}) ?"
    return re.compile(
        rf"[ -]?(?:(?:{one_of('date.of')}) )?(?P<first>\d{{1,2}})(?!\d){ordinal}"
        rf"(?:{through}(?P<last>\d{{1,2}})(?!\d){ordinal})?(?![\w/:%]|[.,]\d)"
    )


@cache
def _year_after() -> re.Pattern[str]:
    return re.compile(
        rf",?[ -]?(?:(?:{one_of('date.of')}) )?(?P<year>(?:19|20)\d{{2}}|(?<=-)\d{{2}})(?![\w/:-]|[.,]\d)"
    )


@cache
def _thirds() -> str:
    """The words for a third of a month, each a group with its name."""
    return "|".join(f"(?P<{third.value}>{one_of(f'date.{third.value}')})" for third in Third)


@cache
def _third_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_thirds()}) ?$")


@cache
def _in_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('date.in', 'date.last', 'date.this')} $")


@cache
def _on_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('date.on')} $")


@cache
def _which_before() -> re.Pattern[str]:
    which = "|".join(f"(?P<{name}>{whole_word(f'date.{name}')})" for name in ("last", "this", "next"))
    return re.compile(rf"(?:{which}) ?$")


@cache
def _through() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{one_of('date.through')}) ?")


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(rf"[ ,(.]{{0,3}}(?:(?:{one_of('date.of')}) )?")


@cache
def _month_mark() -> re.Pattern[str]:
    return re.compile(one_of("date.month_mark"))


@cache
def _month_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d./第])(?:(?P<year>\d{{2,4}}|{ZH_NUMERAL}{{4}}) ?(?:{one_of('date.year_mark')}) ?)?"
        rf"(?P<month>{_NUMERAL}) ?$"
    )


@cache
def _days_after_mark() -> re.Pattern[str]:
    day = rf"(?:{one_of('date.day_mark')})"
    return re.compile(
        rf" ?(?:(?P<first>{_NUMERAL}) ?{day}(?:(?:{one_of('date.through')})(?P<last>{_NUMERAL}) ?{day})?|{_thirds()})"
    )


@cache
def _day_of_month() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<first>{_NUMERAL})(?:{one_of('date.day_mark')})|{_thirds()})")


@cache
def _count_before() -> re.Pattern[str]:
    number = "|".join(sorted((word for word in lexicon().numbers if word.isascii()), key=len, reverse=True))
    units = "|".join(
        f"(?P<{unit}>{one_of(f'date.{unit}')})" for unit in ("days", "weeks", "fortnights", "months", "years")
    )
    return re.compile(
        rf"(?:(?P<half>{one_of('date.half')}) ?|(?P<one>(?<![a-z])(?:{one_of('date.one')})) "
        rf"|(?P<count>\d{{1,4}}|(?<![a-z])(?:{number})(?:[ -](?:{number}))*|{ZH_NUMERAL}{{1,4}}) ?(?:{one_of('date.of')})? ?)"
        rf"(?:{units}) ?$"
    )
