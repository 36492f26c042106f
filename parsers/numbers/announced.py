"""Numbers in a list that a label announces: "copies of the following invoices:", `以下三张发票税率开错：`.

The list stands on the lines below the label's sentence, or behind its colon. Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from parsers.numbers.figures import figure_within
from parsers.numbers.identifiers import Number, count_digits, expanded, identifier_at, in_full, is_identifier
from parsers.numbers.known import Known
from parsers.text.reading import Reading
from parsers.text.wording import whole_word

MAX_LIST = 60  # lines below a label
_LEAST_DIGITS = 5  # of the figures behind a colon, together
_ANNOUNCED = 140  # characters between a label and the line it announces
_NEAR_COLON = 200  # characters between a label and the first figure of a list behind the colon
_RUNG = re.compile(r"1[3-9]\d{9} ?|\d{2,5}[ -]\d{3,4}(?:[ -]\d{3,4})?(?<!\d{4}[ -]\d{4}) ?")  # what fills a line
_ALONE = re.compile(r" ?([A-Z]{1,5}[-/]?\d{4,16}(?:-\d{1,6})?)(?= ?(?:[。;,]|\.?(?:\n|$)))")
_ITEM = re.compile(r"(?:[-*•·] ?|\d{1,2}[.)、] ?)([A-Z]{0,5}[-/]?\d[A-Z0-9/-]{3,24})(?= [(–—-]|[(,:;(]|$|\n)")
_LINE_LIST = re.compile(r"[-*•· ]{0,4}(?=[^\n]{0,200}\d)")


def below_label(reading: Reading, known: Known) -> Iterator[Number]:
    """Lines of numbers and nothing else, below a sentence that speaks of invoices or orders without giving one."""
    lower, text = reading.lower, reading.text
    ends = {end for _, end in known.taken}
    for kind, _, end in known.announcing:
        if kind not in ("invoice", "order"):
            continue
        line = lower.find("\n", end, end + _ANNOUNCED)
        if line < 0 or any(end <= place <= line for place in ends):
            continue
        for _ in range(MAX_LIST):
            listed = list(_listed(reading, kind, line + 1))
            if not listed:
                break
            yield from listed
            line = text.find("\n", listed[-1].end)
            if line < 0:
                break


def behind_colon(reading: Reading, known: Known) -> Iterator[Number]:
    """`以下三张发票税率开错：30011201、30011202`: the list behind the colon of the label's own sentence."""
    lower, places = reading.lower, sorted(known.announcing, key=lambda label: label[1])
    starts = sorted(start for start, _ in known.taken)
    for index, (kind, _, end) in enumerate(places):
        near = kind in ("invoice", "order", "other") and figure_within(reading, end, _NEAR_COLON)
        opening = _before_list().match(lower, end) if near else None
        colon = opening.end() - 1 if opening else -1
        if colon < 0 or reading.sentence(end)[0] != reading.sentence(colon)[0]:
            continue
        following = places[index + 1][1] if index + 1 < len(places) else colon
        if following < colon or bisect_right(starts, colon) > bisect_right(starts, end):
            continue
        listed = list_end().match(lower, colon + 1)
        stop = listed.end() if listed else colon + 1
        if kind == "other":
            if (alone := _ALONE.match(reading.text, colon + 1)) and lower[colon] == ":":
                yield Number("other", alone[1], alone.start(1), alone.end(1))
            continue
        if count_digits(lower[colon + 1 : stop]) >= _LEAST_DIGITS:
            yield from numbers_between(reading, kind, colon + 1, stop)


def _listed(reading: Reading, kind: str, at: int) -> Iterator[Number]:
    """The numbers of the line that begins here, if it holds nothing else."""
    text, lower = reading.text, reading.lower
    stop = text.find("\n", at)
    stop = len(text) if stop < 0 else stop
    opening = _LINE_LIST.match(text, at, stop)
    item = _ITEM.match(text, at, stop)
    if item and is_identifier(reading, item[1], item.start(1), marked=False, thing=True, least=4):
        yield Number(kind, item[1], item.start(1), item.end(1))
        return
    if opening is None or not _only_numbers().fullmatch(lower, opening.end(), stop):
        return
    if _RUNG.fullmatch(text, opening.end(), stop):
        return
    yield from numbers_between(reading, kind, opening.end(), stop)


def numbers_between(reading: Reading, kind: str, at: int, stop: int) -> Iterator[Number]:
    """The numbers from `at` up to `stop`, where nothing else is expected; of each that is shortened the whole."""
    text = reading.text
    before = ""
    while at < stop:
        number = identifier_at(text, at)
        if number is None or number[1] > stop:
            at += 1
            continue
        name, end = number
        if before and (whole := in_full(reading, before, name, at)):
            yield Number(kind, whole, at, end)
            at, before = end, whole
            continue
        if count_digits(name) < 3 or not is_identifier(reading, name, at, marked=True, thing=True, least=3):
            at = end
            continue
        names, last = expanded(reading, name, end, many=True, short=True)
        for each in names:
            yield Number(kind, each, at, last)
        at, before = last, names[-1]


@cache
def _only_numbers() -> re.Pattern[str]:
    """Numbers, and what joins them. Each is taken as long as it is: tried in parts, a line of digits takes ages (H34)."""
    joins = whole_word("ref.join", "ref.through")
    return re.compile(rf"(?>[a-z0-9]*\d[a-z0-9/_-]{{2,30}}|[a-z]{{1,5}}[/-](?=\d)|{joins}|[\s,、;&.~()-]){{1,120}}+")


@cache
def _before_list() -> re.Pattern[str]:
    """What stands between the label and the colon or comma before its list; no number."""
    return re.compile(
        r"[^\d:。;\n]{0,100}:|[^\d:,。;.\n]{0,24},(?= ?[a-z]{0,5}\d{2,}[-/][a-z\d]| ?[a-z]{1,4}[-/]?\d{4}| ?\d{5})"
    )


@cache
def list_end() -> re.Pattern[str]:
    """As far as a list of numbers goes."""
    joins = whole_word("ref.join", "ref.through")
    return re.compile(
        rf"(?:[a-z]{{0,6}}[/-]?\d[a-z0-9/_-]{{3,30}}(?![a-z0-9/%:]|\.\d|,\d{{3}})|{joins}(?=[ a-z\d])|[ ,、&])*"
    )
