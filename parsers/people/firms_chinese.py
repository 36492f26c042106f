"""Firms' names in a Chinese line: its pieces, without the department and the person behind the firm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.goods.goods_words import thing_at_end
from parsers.patterns import later
from parsers.people.firms import FIRM, LEGAL, LOOSE, Candidate, Sight, addressed_to
from parsers.people.line_kinds import HAN
from parsers.people.persons_chinese import person_of_post, person_start
from parsers.people.posts import department_start, firm_end, is_department, is_place
from parsers.people.signatory import looks_like_person
from parsers.text.lines import Line
from parsers.text.wording import any_set, endings, one_of, word_set

_HAN_SEPARATORS = later(r"[\s|/,;:~*_<>【】\[\]。!★☆@]+|(?<=[一-鿿)])-(?=[一-鿿])|-{2,}")
_ALL_HAN = later(r"[一-鿿A-Za-z()&·]+")
_SPREAD = later(r"(?:[一-鿿] ){3,14}[一-鿿]")  # a letterhead: `济 仁 堂 中 医 馆`
_DIGIT = re.compile(r"\d")
_NUMBER_BEHIND = re.compile(r":\s{0,3}[\d(+]")  # `订货咨询：021-…`
_BRANCH = re.compile(r"第?\d")
_OF_PERSON = later(r"([一-鿿A-Za-z]{3,20})\(([一-鿿]{3,8})\)")
_PERSON_OF = later(r"([一-鿿]{2,4})\(([一-鿿A-Za-z]{3,20})\)")  # `王静(绿野农机)`
_LATIN_NAME = re.compile(r"(?:(?<![A-Za-z&])[A-Z][\w&.'-]{1,20} ){1,4}$")
MAX_LATIN_CHARS = 60
_MOST_OF_FORM = 6
_OLD_SHOP = 2  # characters
_MOST_OF_NAME = 3  # characters of a Chinese name


def han_parts(line: Line, start: int, plain: str, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """The pieces of a Chinese line: a firm's name without the department and the person behind it."""
    spread = plain[start:].split("  ", maxsplit=1)[0].strip() if "  " in plain[start:] else plain[start:].strip()
    if _SPREAD.fullmatch(spread) and firm_end(spread.replace(" ", "")):
        if not addressed_to(spread.replace(" ", ""), sight):
            first = plain.index(spread, start)
            yield Candidate(FIRM + 0.5, line.cut(first, first + len(spread)))
        return
    pieces = [part for piece in han_pieces(plain, start) for part in _with_person(*piece)]
    others = sum(looks_like_person(piece) or is_department(piece) for _, piece in pieces)
    firms = 0
    for index, (at, piece) in enumerate(pieces):
        if piece in any_set("sign.name_label", "sign.closing"):
            continue
        if not HAN.search(piece) or addressed_to(piece, sight):
            continue
        end = firm_end(piece)
        if end >= 3 and not is_department(piece):
            legal = _legal_end().search(piece[:end]) is not None
            if legal or not (
                _is_said(piece, end)
                or _NUMBER_BEHIND.match(plain, at + len(piece))
                or (firms and _BRANCH.match(piece))  # `安和大药房 第12门店`
            ):
                firms += 1
                first = at + _beside_start(piece[:end])
                yield Candidate(
                    LEGAL if legal else FIRM,
                    line.cut(_latin_start(plain, first, at + end) if legal else first, at + end),
                )
        elif _is_old_shop(piece):
            yield Candidate(FIRM, line.cut(at, at + len(piece)))
        elif loose and (head := piece[: department_start(piece)]):
            behind = index > 0 and pieces[index - 1][1] == sight.name and len(head) > _MOST_OF_NAME
            named = LOOSE - 1 if behind and all(_DIGIT.search(rest) for _, rest in pieces[index + 1 :]) else 0
            weight = _loose_han_weight(pieces, index, head, others) or named if _could_be_firm(head, sight) else 0
            yield from [Candidate(weight, line.cut(at, at + len(head)))] if weight else ()


def _is_old_shop(piece: str) -> bool:
    """`丁记`, `老周记`: whose shop it is, as old shops are called."""
    bare = piece.removeprefix("老")
    return len(bare) == _OLD_SHOP and bare[1] in word_set("sign.shop_of") and bare[0] in word_set("sign.surname")


def _latin_start(plain: str, first: int, end: int) -> int:
    """Where the firm's name begins if only its trade and form are Chinese: `Blue Harbor 贸易有限公司`."""
    latin = _LATIN_NAME.search(plain, max(0, first - MAX_LATIN_CHARS), first) if end - first <= _MOST_OF_FORM else None
    return latin.start() if latin else first


def _could_be_firm(head: str, sight: Sight) -> bool:
    """Whether a Chinese piece that bears no mark of a firm is nothing else either."""
    if not 3 <= len(head) <= 10 or head.count("(") != head.count(")") or not _ALL_HAN.fullmatch(head):
        return False
    if sight.name and HAN.search(sight.name) and sight.name in head:
        return False
    return not (
        is_place(head)
        or looks_like_person(head)
        or head.endswith(endings("sign.people_end"))
        or _not_firm().search(head)
    )


def _loose_han_weight(pieces: list[tuple[int, str]], index: int, head: str, others: int) -> float:
    """Of such a piece: a department, a post or a person beside it tells for it, less that it stands alone."""
    if len(head) < len(pieces[index][1]):
        return LOOSE
    if others and len(pieces) > 1 and (index == 0 or is_department(pieces[index - 1][1])):
        return LOOSE
    alone = index == 0 and len(head) > _MOST_OF_NAME and all(_DIGIT.search(piece) for _, piece in pieces[1:])
    return LOOSE - 1 if alone and thing_at_end(head) != "ware" else 0


def _is_said(piece: str, end: int) -> bool:
    """Whether it is some other firm, a remark in brackets, or rather said than signed."""
    return _not_ours(piece) or piece.count("(") != piece.count(")") or spoken_of(piece[:end])


def _beside_start(firm: str) -> int:
    """Where the firm's name begins behind the place where it stands: `菜场门口刘婶包子铺`."""
    starts = [match.end() for match in _beside().finditer(firm)]
    return next((at for at in reversed(starts) if firm_end(firm[at:]) == len(firm) - at), 0)


def _with_person(at: int, piece: str) -> list[tuple[int, str]]:
    """A piece as it is, or the person and the firm in brackets behind the name."""
    if (match := _OF_PERSON.match(piece)) and person_of_post(match[2]):  # `海之蓝潜水(教练许磊)`
        return [(at + match.start(number), match[number]) for number in (1, 2)]
    match = _PERSON_OF.match(piece)
    if match is None or looks_like_person(match[2]) or not (looks_like_person(match[1]) or is_department(match[1])):
        start = person_start(piece)
        return [(at, piece[:start]), (at + start, piece[start:])] if start else [(at, piece)]
    return [(at + match.start(number), match[number]) for number in (1, 2)]


def han_pieces(plain: str, start: int) -> list[tuple[int, str]]:
    """The pieces of a Chinese line from position `start` on, each with its place."""
    pieces: list[tuple[int, str]] = []
    at = start
    for match in [*_HAN_SEPARATORS.finditer(plain, start), None]:
        end = match.start() if match else len(plain)
        piece = plain[at:end].strip()
        for seal in endings("sign.seal"):
            piece = piece.removesuffix(seal)
        if piece:
            pieces.append((plain.index(piece, at), piece))
        at = match.end() if match else end
    return pieces


@cache
def _legal_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.company_form', 'sign.han_form')})")


def is_ours(firm: str, sight: Sight) -> bool:
    """Whether a Chinese firm that a sentence names could be the writer's: not the one written to, and none only spoken of."""
    return not (addressed_to(firm, sight) or _not_ours(firm) or spoken_of(firm))


def spoken_of(text: str) -> bool:
    """Whether the text has words that no firm's name has: `投诉`, `退了`."""
    return _spoken().search(text) is not None


def _not_ours(firm: str) -> bool:
    """`贵酒店`, `上一家公司`: some other firm, and none by name."""
    return firm.startswith(endings("sign.not_ours"))


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(one_of("sign.beside"))


@cache
def _spoken() -> re.Pattern[str]:
    """What is said, and no name: `原路返回就行` ends as a bank does."""
    return re.compile(one_of("sign.spoken"))


@cache
def _not_firm() -> re.Pattern[str]:
    return re.compile(rf"{one_of('sign.not_firm')}")
