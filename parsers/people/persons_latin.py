"""Persons' names in Latin letters: the parts of a signature's line, without titles, posts, numbers and kisses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.letter import Fact
from parsers.people.line_kinds import bare, is_closing
from parsers.people.persons import BARE, BEST, NICK, TITLED, Candidate
from parsers.people.posts import is_firm, is_latin_post, is_place
from parsers.text.lines import Line
from parsers.text.wording import any_set, one_of, word_set

MAX_NAME_CHARS = 40
MAX_TITLES = 5  # before a name: Dr. med. dent.
_SEPARATING = re.compile(r"[,|·•;/\t–—-]")  # what separates the parts of a line, but for a wide space
LATIN_PART = re.compile(r"\s*(?:[,|·•;]|\s[-–—]\s|\s/{1,2}\s| {3,}|\t)\s*")
_TITLE_IN_BRACKETS = re.compile(r"\s*\(((?:[^()\d]|\d{1,2}(?!\d)){1,16})\)?\s*$")
_TITLE_FIRST = re.compile(r"^\s*\([A-Za-z.]{2,6}\)\s+")
NUMBERS = re.compile(r"[\s:,-]*[(+]*\d[\d ()+./-]{6,}.*$")
_CODE = re.compile(r"\d\d")  # "SWP25-118"
_DIGIT = re.compile(r"\d")
_HOUSE = re.compile(r"(?:[A-Z]\w+ )?\d{1,4}[A-Za-z]?(?: [A-Z]|$)")  # `12 High St`, `Unit 5`
_INITIALS = 3  # characters of what is rather a body's name: PTA
GIVEN_AND_FAMILY = 2  # words of a name that stands behind a post


def latin_names(line: Line, plain: str, display: str, *, own: bool) -> Iterator[Candidate]:
    """Each part of the line that is a name. `own`: the mailbox is made of the name `display`, so that is a person's."""
    if is_closing(plain):
        return
    at = 0
    seen_other = False
    plain_parts = plain.strip(" -–—/")
    parted = _SEPARATING.search(plain_parts) or "   " in plain_parts
    parts = LATIN_PART.split(plain_parts) if parted else [plain_parts]
    for part, behind in zip(parts, [*parts[1:], ""], strict=True):
        start = plain.find(part, at)
        at = start + len(part)
        if not part:
            continue
        name = latin_name(part, display)
        if is_firm(_TITLE_IN_BRACKETS.sub("", part) if "(" in part else part) and not (own and part == display):
            return  # behind a firm stands its town, not a person
        if name is None or is_latin_post(name):
            seen_other = True
            continue
        where = plain.find(name, start)
        fact = line.cut(where, where + len(name)) if where >= 0 else Fact(name, line.cut(start, at).spans)
        whole = len(name) + 12 >= len(part)
        full = len(name.split()) > 1
        initials = name.isupper() and len(name) <= _INITIALS
        if not full and _HOUSE.match(behind):  # rather a shop's: "Loaf, 3 Fore St"
            yield Candidate(BARE, fact)
            return
        yield Candidate(NICK if seen_other or initials or not whole else BEST if full else TITLED, fact)
        if is_place(part):
            return


def latin_name(part: str, display: str = "") -> str | None:
    """The part as a name, without what stands around it; None when it is none."""
    part = _without_marks(" ".join(part.split()) if "  " in part else part)
    if not part or len(part) > MAX_NAME_CHARS:
        return None
    shaped = (_shape().match(part) and not _CODE.search(part)) or _couple().match(part) or _younger().match(part)
    if not shaped and not (display and part.lower() in {display.lower(), *display.lower().split()}):
        return None
    words = [word.strip(".").lower() for word in part.split()]
    if not any_set("sign.no_name", "sign.greeting").isdisjoint(words) or bare(part) in word_set("sign.closing"):
        return None
    if len({*words}) == 1 and words[0] in any_set("sign.phone", "sign.fax", "sign.phone_weak"):
        return None
    return part if not shaped or not part.isupper() or len(part) > 2 else None


def _without_marks(part: str) -> str:
    """The part without what stands around a name: a label, numbers, titles, a post, kisses."""
    if "(" in part and ")" not in part:
        start = part.index("(")  # "Jordan (Store 114, 01274 555 0106)", "(Lucy Farrant, treasurer)"
        part = part[:start] if start else part[1:]
    if ":" in part:
        part = _mark().sub("", part)
    if "(" in part:
        part = _TITLE_FIRST.sub("", part)
    initials = "." if part.endswith("f.") else ""
    if _DIGIT.search(part):
        part = NUMBERS.sub("", part)
    part = part.strip(" -–—,.;:*_\"'~") + initials
    if "(" in part and (bracket := _TITLE_IN_BRACKETS.search(part)):
        part = part[: bracket.start()]
    return without_kisses(_without_post(_untitled(part).strip(" \"'(")))


def _untitled(part: str) -> str:
    """`Prof. Dr. Anna Berg` without the titles."""
    for _ in range(MAX_TITLES):
        first = part.split(maxsplit=1)[:1]
        title = _prefix().match(part) if first and first[0].strip(".").lower() in _first_of_prefixes() else None
        if title is None:
            break
        left = part[title.end() :]
        if _is_kept(first[0].strip(".").lower(), left.strip(" \"'(")):
            break
        part = left
    return part


def _is_kept(title: str, name: str) -> bool:
    """Whether the title is part of the name: `Sister Agnes`, and `Mrs Askew`, of whom nothing else is known."""
    return title in word_set("sign.religious") or (" " not in name and title in word_set("sign.title"))


def without_kisses(part: str) -> str:
    """`Marnie x`."""
    while " " in part and part.rpartition(" ")[2] in word_set("sign.kiss"):
        part = part.rpartition(" ")[0]
    return part


def _without_post(part: str) -> str:
    """`Head Chef Luca Bianchi` without the post before the name."""
    if part.count(" ") < GIVEN_AND_FAMILY:
        return part
    words = part.split()
    first = 0
    while first < len(words) and words[first].lower() in any_set("sign.job", "sign.field"):
        first += 1
    posted = 0 < first == len(words) - GIVEN_AND_FAMILY and words[first - 1].lower() in word_set("sign.job")
    return " ".join(words[first:]) if posted and not is_firm(part) else part


@cache
def _shape() -> re.Pattern[str]:
    word = rf"(?:[A-ZÀ-ÞĀ-Ž][\w'’.-]{{0,20}}|(?:{one_of('sign.particle')})(?!\w))"
    return re.compile(rf"{word}(?:\s{word}){{0,4}}$")


@cache
def _younger() -> re.Pattern[str]:
    """A name, and that it is the son: `Jürgen Tettmann jr.`."""
    word = r"[A-ZÀ-Þ][\w'’.-]{0,20}"
    return re.compile(rf"{word}(?: {word}){{1,2}},? (?i:{one_of('sign.younger')})\.?$")


@cache
def _couple() -> re.Pattern[str]:
    word = r"[A-ZÀ-Þ][\w'’.-]{0,20}"
    return re.compile(rf"{word}(?:\s{word})?\s(?:&|{one_of('ref.join')})\s{word}(?:\s{word}){{0,2}}$")


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of('sign.name_mark')})\s*:\s*", re.IGNORECASE)


@cache
def _first_of_prefixes() -> frozenset[str]:
    """The first words of titles, without their full stops."""
    return frozenset(prefix.split()[0].strip(".") for prefix in word_set("sign.prefix"))


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of('sign.prefix')})\.?\s", re.IGNORECASE)
