"""Numbers that name something: invoices, orders, and everything else that has a number (contract, waybill, batch …).

A number counts because of the word before it ("see Invoice 89621", `订单号：4711`) or because of its own prefix
("INV-2026/114"). Telephone numbers, dates, sums, tax numbers and postcodes have words of their own (`ref.none`) and
are never taken. The words are the lexicon's; how they join is the grammar here. Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.letter import Fact
from parsers.lexicon import Hit, lexicon
from parsers.reading import Reading

MAX_NUMBERS_PER_KIND = 200
MAX_RANGE = 50  # "invoices 1001-1030" is thirty invoices; a longer range is taken as one name
MAX_LIST = 60
_NAME = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9]|[-/_](?=[A-Za-z0-9])|\.(?=\d)){0,39})")
_SPACED = re.compile(r"[A-Z]{1,4} \d{3,10}(?![A-Za-z0-9])")  # "no. FL 20577"
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})$|(?:19|20)\d{2}[/.-]\d{1,2}[/.-]\d{1,2}$|\d{1,2}(?:st|nd|rd|th)$",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[$£€¥₹₪₩]\s?$|(?:usd|eur|gbp|rmb|cny|hkd)\s?$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"(?:[,.]\d+)?\s?(?:%|[$£€¥]|元|块|万|美元|欧元|年|月|日|天|号(?!码)|小时|台|件|个|箱|套|只|usd\b|eur\b|gbp\b|rmb\b|x\d|/\d)",
    re.IGNORECASE,
)
_WORD_AFTER = re.compile(r" ([a-z][a-z'-]*)")
_THOUSANDS = re.compile(r",\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class References:
    """All numbers of a letter, each once, in order of appearance."""

    invoices: tuple[Fact[str], ...]
    orders: tuple[Fact[str], ...]
    others: tuple[Fact[str], ...]
    taken: tuple[tuple[int, int], ...]  # canonical places, so that nothing reads them a second time


@dataclass(frozen=True, slots=True)
class _Number:
    kind: str
    name: str
    start: int
    end: int


def read_references(reading: Reading) -> References:
    """Every number that names something, with the characters it was read from."""
    prefixed = list(_prefixed(reading))[: MAX_NUMBERS_PER_KIND * 2]
    numbers = list(_labelled(reading, {number.start for number in prefixed}))
    ends = {number.end for number in numbers}
    starts = {number.start for number in numbers}
    numbers += [number for number in prefixed if number.start not in starts and number.end not in ends]
    kinds: dict[str, dict[str, _Number]] = {"invoice": {}, "order": {}, "other": {}}
    for number in sorted(numbers, key=lambda number: number.start):
        if number.kind in kinds and len(kinds[number.kind]) < MAX_NUMBERS_PER_KIND:
            kinds[number.kind].setdefault(number.name.upper(), number)
    for name in [*kinds["invoice"], *kinds["order"]]:
        kinds["other"].pop(name, None)
    for name in kinds["invoice"]:
        kinds["order"].pop(name, None)
    facts = {
        kind: tuple(Fact(n.name, (reading.span(n.start, n.end),)) for n in found.values())
        for kind, found in kinds.items()
    }
    return References(
        facts["invoice"], facts["order"], facts["other"], tuple(sorted({(n.start, n.end) for n in numbers}))
    )


def _labelled(reading: Reading, prefixes: set[int]) -> Iterator[_Number]:
    done = 0
    for hit in reading.found("ref."):
        if hit.end <= done or hit.start in prefixes:
            continue
        for number in _after_label(reading, hit):
            done = max(done, number.end)
            yield number


def _first_place(reading: Reading, hit: Hit) -> tuple[int, bool] | None:
    """Where the first number after the label may begin, and whether a marker ("no.", "#", ":") announces it."""
    text, lower = reading.text, reading.lower
    label = lower[hit.start : hit.end]
    connector = _connector().match(lower, hit.end)
    at = connector.end() if connector else hit.end
    if _is_marked(lower[hit.end : at]) or _is_marked(label[-3:]):
        return at, True
    if dated := _dated().match(lower, hit.end):
        return dated.end(), True
    glued = at == hit.end and label.isascii() and text[at : at + 1].isalpha()
    return None if glued else (at, False)


def _after_label(reading: Reading, hit: Hit) -> Iterator[_Number]:
    place = _first_place(reading, hit)
    if place is None:
        return
    at, strict = place
    kind = hit.group.partition(".")[2]
    kind = "other" if kind == "model" else kind
    label = reading.lower[hit.start : hit.end]
    plural = label.endswith("s") and not label.endswith("us")
    first = ""
    for count in range(MAX_LIST):
        match = (strict and not count and _SPACED.match(reading.text, at)) or _NAME.match(reading.text, at)
        if match is None:
            return
        name, end = _trimmed(match[0], match.start())
        if not _is_name(reading, name, match.start(), end, kind, strict=strict):
            return
        if count and not _goes_on(reading, first, name, end, reading.text[at - 1]):
            return
        first = first or name
        names, end = _one_or_range(reading, name, end) if plural else ([name], end)
        for each in names:
            yield _Number(kind, each, match.start(), end)
        joined = _join().match(reading.lower, end)
        if joined is None:
            return
        at = joined.end()


def _one_or_range(reading: Reading, name: str, end: int) -> tuple[list[str], int]:
    """After a plural, `1001-1003` and `1001 to 1003` are three names."""
    through = _through().match(reading.lower, end)
    last = _NAME.match(reading.text, through.end()) if through else None
    if last and (names := _range(name, last[0])):
        return names, last.end()
    if "-" in name and (names := _range(*name.split("-", 1))):
        return names, end
    return [name], end


def _goes_on(reading: Reading, first: str, name: str, end: int, before: str) -> bool:
    """Whether `name` continues a list that began with `first`: of the same make, and not a count of something."""
    if _THOUSANDS.match(reading.text, end):
        return False
    if before == "#":
        return True
    digits = sum(char.isdigit() for char in name)
    if first.isdigit() != name.isdigit():
        return not first.isdigit() and digits >= 2 and _WORD_AFTER.match(reading.lower, end) is None
    return digits >= 3 and abs(len(first) - len(name)) <= max(2, len(first) // 2)


def _trimmed(name: str, start: int) -> tuple[str, int]:
    """Without the words that lost their space in transit: `89621but`."""
    glued = re.match(r"(\d{3,})[a-z]{2,}$", name)
    name = glued[1] if glued else name
    return name, start + len(name)


def _is_name(reading: Reading, name: str, start: int, end: int, kind: str, *, strict: bool) -> bool:
    digits = sum(char.isdigit() for char in name)
    if not digits or _DATE.match(name) or _MONEY_BEFORE.search(reading.text[max(0, start - 4) : start]):
        return False
    if re.fullmatch(r"[A-Za-z]?\d+", name) and _UNIT_AFTER.match(reading.text, end):
        return False
    bare = name.isdigit()
    if bare and not strict and digits < (3 if kind in {"invoice", "order"} else 5):
        return False
    if bare and digits > 30:
        return False
    after = _WORD_AFTER.match(reading.lower, end)
    if after and bare and after[1] in lexicon().words("ref.month"):
        return False
    if not bare or strict or after is None:
        return True
    if digits >= (4 if kind == "invoice" else 5):  # nobody orders by the ten thousand without naming a unit
        return after[1] not in lexicon().words("product.container")
    return after[1] in lexicon().words("ref.after")


def _range(first: str, last: str) -> list[str]:
    """`1001` to `1003` as three names; nothing when it is no sensible range."""
    if not (first.isdigit() and last.isdigit() and len(first) == len(last) and len(first) <= 12):
        return []
    low, high = int(first), int(last)
    return [str(value).zfill(len(first)) for value in range(low, high + 1)] if 0 < high - low <= MAX_RANGE else []


def _prefixed(reading: Reading) -> Iterator[_Number]:
    for match in _prefix_pattern().finditer(reading.text):
        kind = "invoice" if match[1].lower() in lexicon().words("ref.invoice_prefix") else "order"
        if not _DATE.match(match[0]):
            yield _Number(kind, match[0], match.start(), match.end())


def _is_marked(between: str) -> bool:
    words = lexicon().words("ref.marker")
    return any(sign in between for sign in ":#°º") or any(
        word in words for word in re.findall(r"[a-z]+\.?|[号码编单]+", between)
    )


def _words(group: str) -> str:
    return "|".join(re.escape(word) for word in sorted(lexicon().words(group), key=len, reverse=True))


@cache
def _connector() -> re.Pattern[str]:
    """What may stand between the word and its number: `no.`, `#`, `:`, `号码为`."""
    words = f"(?:{_words('ref.marker')}|{_words('ref.link')})"  # a Chinese one may stand right before a letter
    return re.compile(rf"(?:[\s:#='\"\[(<,№*-]|{words}(?:(?![a-z])|(?<![\x00-\x7f]))){{0,12}}(?=[a-z0-9])", re.ASCII)


@cache
def _dated() -> re.Pattern[str]:
    """`invoice dated 3 May 2026, no. 221`: only when a marker follows."""
    return re.compile(
        rf"\s(?:{_words('ref.dated')})\s[^.;:!?\n#]{{2,30}}?[\s,(]{{1,3}}(?:order |invoice )?(?:no\.?|number|#|nr\.?)[\s:#]{{0,3}}(?=[a-z0-9])"
    )


@cache
def _join() -> re.Pattern[str]:
    return re.compile(
        rf"[\s)]{{0,2}}(?:[,、&/;+]\s?(?:(?:{_words('ref.join')})\s?)?|\s?(?:{_words('ref.join')})(?![a-z])\s?)(?:(?:no|nos|nr)\.?\s|#)?(?=[a-z]{{0,6}}[-/]?\d)"
    )


@cache
def _through() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:-|~|{_words('ref.through')})\s?(?=[a-z0-9])")


@cache
def _prefix_pattern() -> re.Pattern[str]:
    prefixes = f"{_words('ref.invoice_prefix')}|{_words('ref.order_prefix')}"
    return re.compile(
        rf"(?<![A-Za-z0-9/_-])((?i:{prefixes}))[-_/#]?(?:\d|(?<=[-_/#])[A-Z0-9]{{1,8}}[-/_]?\d)(?:[A-Za-z0-9]|[-/_](?=[A-Za-z0-9])){{3,30}}"
    )
