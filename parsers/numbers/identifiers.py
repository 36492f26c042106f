"""What the number of an invoice, an order or a contract looks like, apart from what else is written in digits.

Shapes only: which document a number belongs to is the matter of `references`. Takes canonical text (see `reading`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parsers.numbers.currency_signs import CURRENCIES, ends_with_sign
from parsers.numbers.figures import LETTERS_AND_FIGURES, beginnings
from parsers.patterns import later
from parsers.text.reading import Reading
from parsers.text.wording import any_set, one_of, whole_word, word_set

MAX_DIGITS = 30
MAX_TOKENS = 400
MAX_RANGE = 50  # "invoices 1001-1030" is thirty invoices; a longer range is taken as one name
_SHORTEST_OF_LIST = 3  # characters of one number in "4411/4412"
_CLOSE = 10  # numbers from one to the next, of which only the last digits are written
MAX_SHORT_RANGE = 20  # of "4411-15", where the end is only the last digits
# "20240601****7718": some of its digits are hidden
IDENTIFIER = later(
    r"[A-Za-z0-9](?:[A-Za-z0-9]|[-/_](?=[A-Za-z0-9])(?!(?<=/)[a-z]{3,12}(?![a-z/-]))|\.(?=\d|[A-Z]{1,3}[/-]\d)|\*{2,8}(?=\d)"
    r"|-[一-鿿]{1,2}-(?=\d)){0,39}"  # "GJ-采-0618"
)
# "no. FL 20577", "QK 118 204 556 GB", "TGBU 419930-2", "AB 104.882", "Q/DL 250218-6"; a number plate
_LETTERED = re.compile(
    r"[A-Z]{1,4} (?:19|20)?\d{2}[/-]\d{1,7}(?![\w/-])|"  # "FT 2024/338"
    r"[A-Z]{1,4}-\d{2,3}(?: \d{3}){1,2}(?![\w%/-]|[.,:]\d)|"  # "BL-60 441"
    r"\d{1,3}[A-Z]{1,2}(?: \d{2,6}){2,4}(?![\w%]|[.,/:-]\d)|[A-Z]{1,4}(?:/[A-Z]{1,4})?\d{0,4}(?: \d{1,7}){1,6}(?:-\d{1,2})?(?: [A-Z]{1,2})?(?![A-Za-z0-9]|[.,]\d)|[A-Z]{1,4} \d{1,3}(?:\.\d{3}){1,3}(?![\w%]|[.,/:-]\d)|[A-Z]{2}\d{2} [A-Z]{3}(?![A-Za-z0-9])"
)
_PLATE = re.compile(r"[A-Z]{2}\d{2} [A-Z]{3}")
# A book's number or a short year, a stroke, and the number: "2 / 55 017".
_STROKE = re.compile(r"\d{1,2} / (?:\d{3,8}|\d{1,3}(?: \d{3}){1,2})(?![\w%]|[,./:-]\d)")
# "1053 8200 0400 19966"
_SINGLE = re.compile(r"\d(?: \d){3,11}(?![A-Za-z0-9_%]| \d|[,./:-]\d)")  # "3 3 0 8 1"
_GROUPED = re.compile(r"\d{1,6}(?: \d{1,12}){1,6}(?![A-Za-z0-9_%]|[,./:-]\d)")
_LEAST_LETTERED, _LEAST_GROUPED = 3, 7  # digits of a number written in groups
_LEAST_OF_PAIR = 3  # digits of each, where there are but two groups
_BRACKETED = re.compile(r"\(\d{2,4}\)[A-Za-z0-9][A-Za-z0-9/-]{2,30}")  # "Report No. (24)CIB-0573"
MAX_MONTH, MAX_DAY, MAX_DAY_OR_YEAR = 12, 31, 99  # of a day in figures
_DAY_CHARS = 8  # behind a number, in which the day glued to it begins
_LONG = 8  # characters of a number that counts nothing which the next line begins with: "PO 4700026613", and below 张工
_UNIT_CHARS = 16  # behind a number, in which its unit stands
_DAY = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:(?:19|20)\d{2}|\d{2})$|(?:19|20)\d{2}([/.-])\d{1,2}\2\d{1,2}$")
_COMPACT_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_BRACKETS = later(r"[(\[〔]\d{4}[)\]〕][一-鿿]")
_YEAR = re.compile(r"(?:19|20)\d{2}$")
_YEARS = re.compile(
    r"(?:1[89]|20)\d\d ?[-~\u2013\u2014] ?(?:1[89]|20)\d\d[)\"'\u201d\u2019\u300b\u300d\u300f]"
)  # of a title
_DECIMAL = re.compile(r"\d+\.\d{1,2}$")
_SCANNED = re.compile(r"O{2,4}[\dOl]{3,10}|(?=[\dOl]{5,12}$)\d+[Ol]+\d[\dOl]*")  # a number in figures, by a bad scan
_FIGURES_MISREAD = str.maketrans("Ol", "01")
_GLUED_WORD = re.compile(r"(\d{3,})[A-Z]?[a-z]{2,}$")
_GLUED_WORDS = re.compile(r"(?<=\d\d\d)[-/]?[a-z]{3,}(?:-[a-z\d]|$)")  # "88213short-1piece"
_WORD_AFTER = re.compile(r" ([a-z][a-z'-]*)")
_DIGIT_AFTER = re.compile(r" \d")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")
_MISREAD = re.compile(r"[a-z]{1,8}[01][a-z]{1,8}")  # a word that a scan has read: "f0r"
_TIME = re.compile(r":\d\d(?!\d)")
_OF_WORD = LETTERS_AND_FIGURES | frozenset("@./:_-")  # the characters of what is one word around a token
_TOKEN = re.compile(
    r"[A-Z0-9](?<![A-Za-z0-9@./:_-].)[A-Z0-9]*(?:[-/][A-Z0-9]+){0,5}(?![A-Za-z0-9@_]|[-/.:]\d|,\d(?!(?<=\d{6},\d)\d{0,3}[一-鿿]))"
)
_SHORT_ENDS = re.compile(r"[A-Z]{0,5}-?\d{4,8}(?:/\d{2,3}){2,8}")  # "77340/42/45", which no one number is called
_STEM = re.compile(r"(.*?)(\d{1,12})$")
_GROUPING = re.compile(r"[A-Z\d/-]{1,13} [A-Z\d/]")  # how all begin that are written in groups


class Token(NamedTuple):
    """What may be a number, of capitals, figures and strokes; `digits`: how many of its characters are figures."""

    name: str
    start: int
    end: int
    digits: int


class Number(NamedTuple):
    """A number of `kind` ("invoice", "order", "other") at canonical `start` up to `end`."""

    kind: str
    name: str
    start: int
    end: int


def identifier_at(text: str, at: int, *, spaced: bool = False) -> tuple[str, int] | None:
    """The number that begins at `at`, and its end; with `spaced`, "FL 20577" and "12 345 678" are one number."""
    if spaced and (grouped := _grouped_at(text, at)):
        return grouped
    match = _BRACKETED.match(text, at) or IDENTIFIER.match(text, at)
    if match is None:
        return None
    if "d" in match[0] and (dated := _glued_day().search(text, at, match.end() + _DAY_CHARS)):
        return text[at : dated.start()], dated.start()
    glued = _GLUED_WORD.match(match[0])  # a word that lost its space in transit: "89621but"
    name = glued[1] if glued else match[0]
    return name, at + len(name)


def _grouped_at(text: str, at: int) -> tuple[str, int] | None:
    """A number that is written in groups; not two numbers that happen to stand side by side, nor a count behind one."""
    if not _GROUPING.match(text, at):
        return None
    match = _LETTERED.match(text, at)
    if match:
        plate = _PLATE.fullmatch(match[0]) is not None
        return (match[0], match.end()) if plate or count_digits(match[0]) >= _LEAST_LETTERED else None
    if match := _STROKE.match(text, at) or _SINGLE.match(text, at):
        return match[0], match.end()
    match = _GROUPED.match(text, at)
    if (
        match is None
        or count_digits(match[0]) < _LEAST_GROUPED
        or _unit_after().match(text[match.end() : match.end() + _UNIT_CHARS].lower())
    ):
        return None
    groups = match[0].split(" ")
    if len(groups) == 2 and (min(map(len, groups)) < _LEAST_OF_PAIR or _YEAR.match(groups[1])):
        return None
    counted = _WORD_AFTER.match(text, match.end())
    if len(groups) == 2 and counted and counted[1] not in word_set("ref.after"):
        return None
    return match[0], match.end()


def without_glued_words(name: str) -> str:
    """`INV88213` of "INV88213short-1piece", which lost its spaces."""
    glued = _GLUED_WORDS.search(name)
    return name[: glued.start()] if glued else name


def is_identifier(reading: Reading, name: str, start: int, *, marked: bool, thing: bool, least: int) -> bool:
    """Whether `name`, at `start`, names something rather than being a day, a sum, an hour or a count.

    `marked`: "no." or "#" announces it. `thing`: the word before can only be the document, never the deed of
    ordering. `least`: how many digits a number without a mark must have, if it is digits only.
    """
    end, digits = start + len(name), count_digits(name)
    if (
        not digits
        or digits > MAX_DIGITS
        or _is_day(name)
        or _MISREAD.fullmatch(name)
        or _is_year(reading, name, end)
        or _is_sum_or_count(reading, name, start, end)
    ):
        return False
    if not name.isdigit():
        return marked or _DECIMAL.match(name) is None
    after = _WORD_AFTER.match(reading.lower, end)
    if after and _DIGIT_AFTER.match(reading.lower, after.end()):  # "4700023391 item 10": a place within it, no count
        after = None
    if _TIME.match(reading.text, end) or (after and _is_day_of(name, after[1])):
        return False
    if marked:
        return True
    if digits < least or _THOUSANDS.match(reading.text, end):
        return False
    if after is None:
        return True
    if thing or digits >= 5:  # nobody orders by the ten thousand without naming a unit
        return after[1] not in word_set("product.container")
    return after[1] in word_set("ref.after")


def _is_day_of(name: str, word: str) -> bool:
    """Whether it is the day of a month or its year: "invoice 20 May"; not in "invoice 4100928 may stay"."""
    return word in word_set("ref.month") and (len(name) <= 2 or _YEAR.match(name) is not None)


def counts_nothing(figures: str) -> bool:
    """Whether these are too many for a count or a sum, and no day without strokes: `24117788`, but not `20240611`."""
    return len(figures) >= _LONG and not _COMPACT_DAY.fullmatch(figures)


def _is_day(name: str) -> bool:
    """Whether it is a day in figures; `30-55-19` is none."""
    if _DAY.match(name) is None:
        return False
    first, second, third = (int(part) for part in re.split(r"[/.-]", name))
    day, month = (second, third) if first > MAX_DAY_OR_YEAR else (first, second)
    return 0 < min(day, month) <= MAX_MONTH and max(day, month) <= MAX_DAY


def _is_year(reading: Reading, name: str, end: int) -> bool:
    """Whether it is the year of a day that follows (`2022年9月`), or the years of a title: "A History (1986-2015)"."""
    if _YEARS.match(reading.text, end - len(name)):
        return True
    if _YEAR.match(name) is None:
        return False
    enclosed = _BRACKETS.match(reading.text, end - len(name) - 1)  # 报告编号(2024)检字第118号
    return enclosed is not None or _month_after().match(reading.lower, end) is not None


def goes_on(reading: Reading, first: str, name: str, start: int, *, many: bool) -> bool:
    """Whether `name` continues a list that began with `first`: of the same make, and not a count of something."""
    end, digits = start + len(name), count_digits(name)
    if _THOUSANDS.match(reading.text, end) and not many:
        return False
    if reading.text[start - 1] == "#":
        return True
    if not name.isdigit() and shape(first) == shape(name):
        return True
    if first.isdigit() != name.isdigit():
        return not first.isdigit() and digits >= _SHORTEST_OF_LIST and _WORD_AFTER.match(reading.lower, end) is None
    return digits >= 3 and abs(len(first) - len(name)) <= max(2, len(first) // 2)


def is_in_thousands(reading: Reading, name: str, start: int) -> bool:
    """Whether `name` is only the first group of `1,204`."""
    return len(name) <= 3 and _THOUSANDS.match(reading.text, start + len(name)) is not None


def expanded(reading: Reading, name: str, end: int, *, many: bool, short: bool) -> tuple[list[str], int]:
    """Every number that is meant, and where they end: of `1001-1003` three, of `4411/4412` two, mostly just `name`.

    `many`: the label is a plural, or of a language that has none; only then a hyphen or a stroke is read like that.
    `short`: the end of a range may be only its last two digits.
    """
    through = _through().match(reading.lower, end)
    if through and (many or "-" not in through[0]):
        last = identifier_at(reading.text, through.end())
        if last and (names := _range(name, last[0], short=short or "-" not in through[0])):
            return names, last[1]
    if many and name.count("-") == 1 and (names := _range(*name.split("-"), short=short)):
        return names, end
    if "/" in name and (many or _SHORT_ENDS.fullmatch(name)) and _are_alike(parts := _in_full(name.split("/"))):
        return parts, end
    return [name], end


def in_full(reading: Reading, last: str, tail: str, start: int) -> str:
    """`5520823` for the `23` at `start` that goes on behind `5520817`; "" if it is no such end of a number.

    It counts nothing, and is a little higher than the end of the number before it.
    """
    end, length = start + len(tail), len(tail)
    stem = _STEM.match(last)
    if not tail.isdigit() or stem is None:
        return ""
    lettered = stem[1] and len(stem[2]) == length > 2  # `BO-6604及6605`
    if not lettered and not (last[-4:].isdigit() and 2 <= length <= 3 and length + 2 <= len(last)):
        return ""
    if not 0 < int(tail) - int(last[-length:]) <= MAX_RANGE or not _behind_tail().match(reading.lower, end):
        return ""
    return last[:-length] + tail


def tokens(reading: Reading) -> list[Token]:
    """Whatever may be a number by itself, in order. For `Reading.once`."""
    found: list[Token] = []
    for at in beginnings(reading, _OF_WORD):
        if match := _TOKEN.match(reading.text, at):
            name = match[0]
            found.append(Token(name, at, at + len(name), count_digits(name)))
            if len(found) == MAX_TOKENS:
                break
    return found


def count_digits(name: str) -> int:
    """How many of the characters are digits."""
    return len(name) if name.isdigit() else sum(map(str.isdigit, name))


def as_printed(name: str) -> str:
    """What a scan has read as letters, in figures: `OO8l7725`, `718O2`; an O before few figures may be the number's own."""
    return name.translate(_FIGURES_MISREAD) if name[0] in "O0123456789" and _SCANNED.fullmatch(name) else name


def are_alike(one: str, other: str) -> bool:
    """Whether two numbers are of the same make, so that one may have been written for the other."""
    same_kind = one.isdigit() == other.isdigit() and one.isalpha() == other.isalpha()
    return same_kind and one.upper() != other.upper() and abs(len(one) - len(other)) <= 2


def _in_full(parts: list[str]) -> list[str]:
    """`7712/13/14` with all their digits; others as they are. A year is never the first: `2024/25`."""
    first = parts[0]
    ends = [part for part in parts[1:] if part.isdigit() and len(part) in (1, 2, 3) and len(part) + 2 <= len(first)]
    if len(ends) < len(parts) - 1 or len("".join(ends)) < 2 or not first[-4:].isdigit() or _YEAR.search(first[-4:]):
        return parts
    full = [first, *(first[: -len(end)] + end for end in ends)]
    close = all(0 < int(two[-4:]) - int(one[-4:]) <= _CLOSE for one, two in pairwise(full))
    return full if close else parts


def _are_alike(parts: list[str]) -> bool:
    """Whether all are of one shape and lie close together: no `2026/0118`."""
    stems = [stem for part in parts if (stem := _STEM.match(part))]
    if len(stems) < len(parts) or len({shape(part) for part in parts}) > 1 or len(parts[0]) < _SHORTEST_OF_LIST:
        return False
    values = [int(stem[2]) for stem in stems]
    return max(values) - min(values) <= 10 * MAX_RANGE


def shape(name: str) -> str:
    """The make of a number: its letters, and 0 for each digit."""
    return re.sub(r"\d", "0", name.upper())


def _is_sum_or_count(reading: Reading, name: str, start: int, end: int) -> bool:
    before = reading.lower[max(0, start - 6) : start]
    if ends_with_sign(before) and _sign_before().search(before):
        return True
    if not name[1:].isdigit() and not name.isdigit():
        return False
    if (len(name) < _LONG or reading.text[end : end + 1] != "\n") and _has_unit(reading.lower, end):
        return True
    return len(name) < 4 and _day_after().match(reading.lower, end) is not None


def _has_unit(lower: str, end: int) -> bool:
    """Whether a unit stands behind the number; a look at its first character spares most the longer one."""
    first = lower[end : end + 1]
    if first in {" ", "\n"}:
        first = lower[end + 1 : end + 2]
    return first in _beginnings_of_units() and _unit_after().match(lower, end) is not None


def _range(first: str, last: str, *, short: bool) -> list[str]:
    """`1001` to `1003` as three names, `4411` to `13` too; nothing when it is no sensible range."""
    one, two = _STEM.match(first), _STEM.match(last)
    if one is None or two is None or two[1] not in ("", one[1]):
        return []
    digits, tail = one[2], two[2]
    most = MAX_RANGE
    if short and len(tail) in (2, 3) and len(tail) + 2 <= len(digits) <= 8 and not _YEAR.match(digits):
        tail, most = digits[: -len(tail)] + tail, MAX_SHORT_RANGE
    if len(digits) != len(tail):
        return []
    low, high = int(digits), int(tail)
    return [one[1] + str(value).zfill(len(digits)) for value in range(low, high + 1)] if 0 < high - low <= most else []


@cache
def _glued_day() -> re.Pattern[str]:
    """The day of a paper that is written on to its number: "80341dtd.14.02.24", "KSI/1186dt 09/02/24"."""
    return re.compile(rf"(?<=\d)(?:{one_of('ref.glued_day')})[.:]{{0,2}} ?\d{{1,2}}[./ -]")


@cache
def _sign_before() -> re.Pattern[str]:
    return re.compile(rf"{whole_word(*CURRENCIES)} ?\Z")  # not one that ends the line above


@cache
def _unit_after() -> re.Pattern[str]:
    unit = rf"(?!{one_of('ref.no_unit')}){whole_word('ref.unit', *CURRENCIES)}(?! ?\d)"
    group = r"\.\d+|(?<!\d{4}),\d{1,3}(?!\d)"  # 90331,20件 are two
    return re.compile(rf"(?:{group})?\s?(?:{unit}|月\d|[x×*]\d|/\d)")


@cache
def _beginnings_of_units() -> frozenset[str]:
    return frozenset(",.月x×*/").union(word[0] for word in any_set("ref.unit", *CURRENCIES))


@cache
def _month_after() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{one_of('ref.year')}) ?\d")


@cache
def _day_after() -> re.Pattern[str]:
    """`3号` is the third of the month, `77120号` the name of something."""
    return re.compile(rf"(?:{one_of('ref.day_or_name')})(?!{one_of('ref.after_day')})")


@cache
def _behind_tail() -> re.Pattern[str]:
    """What may follow the end of a number that stands for the whole; nothing that is counted, no point and no sum."""
    after = f"(?:{whole_word('ref.join', 'ref.after')})(?! ?[a-z]{{3,}} of)"
    listed = r"[ ,、;&/]{1,2}\d{2,3}(?![\w%]|[.,:]\d)"
    return re.compile(
        rf" ?(?:$|[.;:!?)\n。](?!\d)|,(?! ?\d|\d{{3}})|{listed}|{one_of('ref.tail_behind')}|{after})", re.ASCII
    )


@cache
def _through() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{one_of('ref.day_or_name')})? ?(?:-|~|{whole_word('ref.through')}) ?(?:(?:{one_of('ref.marker')}) ?)?(?=[a-z0-9])"
    )
