"""Persons' names in a Chinese line, told by their family name: `陈立新`, `王女士`, `采购部部长崔立军`, `老周`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from parsers.letter import Fact
from parsers.patterns import later
from parsers.people.line_kinds import HAN
from parsers.people.persons import BARE, BEST, NICK, TITLED, Candidate
from parsers.people.persons_latin import latin_name
from parsers.people.posts import RECENT, department_start, firm_end, is_department, is_firm, is_latin_post, is_place
from parsers.text.lines import Line
from parsers.text.wording import any_set, endings, one_of, word_set

_PIECE = re.compile(r"[^\s,|·•;:/_~*<>\[\]【】()。!@]+")
_SPACED = later(r"(?:^|(?<=\s))([一-鿿])\s{1,3}([一-鿿])(?:\s{1,3}([一-鿿]))?(?=$|\s)")  # `陈 立 新`
_SPREAD = later(r"(?:^|(?<=\s\s))[一-鿿](?: [一-鿿]){1,3}(?=$|\s\s)")  # all of the line, or behind a wide space
_BEHIND_NUMBER = re.compile(r"\d\s?\($")
_CHUNK = re.compile(r"[^\s,|·•;:/_~*<>\[\]【】。!]+")
_GIVEN = later(r"(?<=[一-鿿 /|-])[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,11})?(?=$|[ ,/|(])")
_NAME_REST = later(r"[一-鿿*xX]{1,2}")
_PAIR = 2
_ANY_NAME = re.compile(r"[一-鿿]{2,3}")
_LEAST_WITH_POST = 3  # characters of a name with a post before it in one word


def person_of_post(piece: str) -> bool:
    """Whether a Chinese piece is a post, and in one word with it the name of who holds it: `教练许磊`."""
    return person_start(piece) > 0


def person_start(piece: str) -> int:
    """Where in a Chinese piece a name begins behind a department or post; 0 where none does."""
    first, last = _person_in(piece)
    return first if 0 < first < last == len(piece) and han_rank(piece[first:last]) >= NICK else 0


def han_names(line: Line, plain: str) -> Iterator[Candidate]:
    """Each piece of the line that is a name; in brackets behind a number stands somebody else."""
    for spaced in _spaced_out(plain) if " " in plain else ():
        name = "".join(spaced[0].split())
        if han_rank(name) == BEST:
            yield Candidate(BEST, Fact(name, line.cut(*spaced.span()).spans))
            return
    firms = _bracketed_firms(plain)
    runs = [
        match
        for match in _PIECE.finditer(plain)
        if not plain[match.start()].isdigit()
        and HAN.search(match[0])
        and not (firms and any(first <= match.start() < last for first, last in firms))
    ]
    yield from _beside_firm(line, runs)
    for index, piece in enumerate(runs):
        start, end = piece.span()
        if plain[start - 1 : start] == "(" and _BEHIND_NUMBER.search(plain[:start]):
            continue
        bracket = _title_behind().match(plain, end)
        first, last = _person_in(plain[start:end])
        if last <= first:
            continue
        name = plain[start + first : start + last]
        rank = han_rank(name)
        if index and name[0] in word_set("sign.where_written") and han_rank(runs[index - 1][0]) >= NICK:
            continue  # `谭子墨 于绍兴`
        if bracket and len(name) <= 2:
            yield Candidate(TITLED, line.cut(start + first, bracket.end()))
            continue
        alone = not any(char.isalpha() for char in plain.replace(name, "", 1))
        if rank == BARE and not alone and (index + 1 < len(runs) or len(runs) < 2):
            continue
        if rank:
            yield Candidate(rank, line.cut(start + first, start + last))


def _spaced_out(plain: str) -> Iterator[re.Match[str]]:
    """`陈 立 新`, and each of several that wide spaces part: `东 禾 化 工   甘 志 远`."""
    yield from _SPREAD.finditer(plain)
    if spaced := _SPACED.search(plain):
        yield spaced


def _beside_firm(line: Line, runs: list[re.Match[str]]) -> Iterator[Candidate]:
    """Of the two pieces of a line the one who signs, whatever he is called: `包头草原羊绒有限公司 斯琴`."""
    for person, firm in (runs, runs[::-1]) if len(runs) == _PAIR else ():
        if _ANY_NAME.fullmatch(person[0]) and firm_end(firm[0]) == len(firm[0]) and not _is_other(person[0]):
            yield Candidate(BARE, line.cut(*person.span()))


def _is_other(piece: str) -> bool:
    """Whether two or three characters beside a firm are a department, a place, or a closing rather than a name."""
    if is_department(piece) or is_place(piece) or is_firm(piece) or _after_name().search(f"一{piece}"):
        return True
    groups = ("sign.job", "sign.closing", "sign.name_label", "sign.company_label", "sign.no_han_name", "sign.seal")
    return piece in any_set(*groups)


def _bracketed_firms(plain: str) -> list[tuple[int, int]]:
    """Where firms stand that have a place in brackets: `嘉禾食品（山东）有限公司`."""
    if "(" not in plain:
        return []
    chunks = [match for match in _CHUNK.finditer(plain) if "(" in match[0] and not _is_person_of(match[0])]
    found = [(match.start(), match.start() + firm_end(match[0])) for match in chunks]
    return [(first, last) for first, last in found if last > first]


def _is_person_of(chunk: str) -> bool:
    """`王静(绿野农机)`: a person, and the firm in brackets."""
    name, _, firm = chunk.partition("(")
    person = firm.endswith(")") and firm_end(firm[:-1]) > 0 and han_rank(name) >= TITLED
    return person or person_of_post(firm.removesuffix(")"))


def given_names(line: Line, plain: str) -> Iterator[Candidate]:
    """`晚班主管 Vivian`, `万帆传媒行政 Cici`: behind a department, post or firm, what the writer calls himself."""
    for match in _GIVEN.finditer(plain):
        before = plain[: match.start()].rstrip(" /|-").split(" ")[-1]
        posted = before and HAN.search(before) and (department_start(before) < len(before) or firm_end(before))
        if posted and latin_name(match[0]) and not is_latin_post(match[0]):
            yield Candidate(NICK, line.cut(match.start(), match.end()))


@lru_cache(RECENT)
def _person_in(piece: str) -> tuple[int, int]:
    """Where in a piece of a line the name stands: without a label, a post, or "respectfully" around it."""
    first, last = 0, len(piece)
    if piece.endswith(endings("sign.after_name")):
        for _ in range(2):
            tail = _after_name().search(piece[first:last])
            if tail and tail.start() >= 1:
                last = first + tail.start()
    if "-" in piece or "—" in piece:
        first = max(piece.rfind("-", first, last), piece.rfind("—", first, last)) + 1
    if last - first < _LEAST_WITH_POST:
        return first, last
    for length in (3, 2):  # `清水湾酒店客房部何静`
        rest = piece[first : last - length]
        if len(rest) > length and department_start(rest) < len(rest) and han_rank(piece[last - length : last]) == BEST:
            return last - length, last
    lead = _lead().match(piece[first:last])
    if lead and last - first - lead.end() >= 1 and han_rank(piece[first + lead.end() : last]) >= NICK:
        first += lead.end()
    return first, last


@lru_cache(RECENT)
def han_rank(text: str) -> int:
    """How surely `text` is a name: a full one, a family name and a title, a nickname, a family name alone; 0 for none."""
    text = text.strip("()。,.: ")
    if (
        not text
        or text in any_set("sign.job", "sign.closing", "sign.name_label", "sign.company_label", "sign.no_han_name")
        or len(text) > 7
    ):
        return 0
    if is_department(text) or (len(text) > 2 and text[-1] in word_set("sign.post_end")):
        return 0
    if text[0] in word_set("sign.wish") and text[-1] in word_set("sign.wish_end"):
        return 0
    surname = _surname(text)
    if surname:
        rest = text[len(surname) :]
        if not rest:
            return BARE
        if rest in word_set("sign.honorific"):
            return TITLED
        titled = _titled().search(rest)
        if titled and titled.start() <= 2:
            return TITLED
        if len(rest) <= 2 and _NAME_REST.fullmatch(rest) and not is_firm(text):
            return BEST
        return 0
    if text[0] in word_set("sign.surname_rare") and text[1:] in word_set("sign.courtesy"):
        return TITLED
    nick = text[:1] in word_set("sign.nickname") or text[-1:] in word_set("sign.kin")
    return NICK if nick and 2 <= len(text) <= 3 and not is_firm(text) else 0


def _surname(text: str) -> str:
    surnames = word_set("sign.surname")
    return text[:2] if text[:2] in surnames and len(text) > 2 else text[:1] if text[:1] in surnames else ""


@cache
def _titled() -> re.Pattern[str]:
    titles = sorted((t for t in word_set("sign.honorific") if len(t) > 1), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(titles)})$")


@cache
def _title_behind() -> re.Pattern[str]:
    """`唐（女士）`."""
    return re.compile(rf"\((?:{one_of('sign.honorific')})\)")


@cache
def _after_name() -> re.Pattern[str]:
    return re.compile(rf"(?<=[一-鿿])(?:{one_of('sign.after_name')})$")


@cache
def _lead() -> re.Pattern[str]:
    """A post before the name, in one word with it: `采购部部长崔立军`, `经理刘志远`."""
    return re.compile(
        rf"[一-鿿]{{0,8}}?(?:{one_of('sign.job', 'sign.section')}|[一-鿿]{{2}}{one_of('sign.post_end_one')})(?=[一-鿿])"
    )
