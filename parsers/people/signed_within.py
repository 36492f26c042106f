"""A signature at the end of the last sentence: `…款照付。恒昌精密铸造，尹志刚，0512-5550 6609。`, which is all there is."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.people.firms_chinese import spoken_of
from parsers.people.line_kinds import HAN, is_contact
from parsers.people.persons import NICK
from parsers.people.persons_chinese import han_rank, person_start
from parsers.people.posts import department_start, firm_end, is_department, is_firm, is_latin_post
from parsers.people.sheet import Sheet
from parsers.people.signatory import looks_like_person
from parsers.text.lines import Line
from parsers.text.wording import endings, word_set

MAX_SIGNED_CHARS = 90
MAX_PIECE_CHARS = 24
MAX_PIECES = 5
_PIECE = re.compile(r"[^,;。!?、]+")
_LONGEST_NAME = 3
MAX_LATIN_PIECES = 4
_LATIN_PIECE = re.compile(r"[^,;!?]+")
_TELEPHONE = re.compile(r"[+(\d][\d ()/-]{6,20}")


def signed_within(sheet: Sheet) -> Sheet:
    """The sheet with the last words of its body as its signature, if it has none and they tell who writes."""
    if sheet.block or not sheet.body:
        return sheet
    line = sheet.body[-1]
    start = _signed_at(line)
    if start is None or (start == 0 and len(sheet.body) == 1):
        return sheet
    said = [Line(line.start, line.text[:start], line.gap)] if start else []
    signed = Line(line.start + start, line.text[start:].rstrip("。，.! "))
    return replace(sheet, body=(*sheet.body[:-1], *said), block=(signed,), signed=True)


def _signed_at(line: Line) -> int | None:
    """Where the last pieces of a line of sentences begin that are a person, a firm, a post or a telephone; None for nowhere."""
    plain = line.plain
    if not HAN.search(plain):
        return _latin_signed_at(plain) or None
    first = max(0, len(plain) - MAX_SIGNED_CHARS)
    pieces = [match for match in _PIECE.finditer(plain, first) if match[0].strip()][-MAX_PIECES:]
    start, named = len(plain), False
    for match in reversed(pieces):
        piece = match[0].strip()
        person = _ends_with_person(piece)
        if len(piece) > MAX_PIECE_CHARS or not (person or _could_sign(piece)):
            break
        start, named = match.start(), named or person
    whole = any(_is_house(match[0].strip()) for match in pieces)  # a line that is nothing else names the firm, too
    return start if named and (start or whole) else None


def _latin_signed_at(plain: str) -> int:
    """The same of `…, Ann Bell, Bell Roofing, 01632 496 0263.`: a full name, and behind it a firm, a post or a telephone."""
    if len(plain) <= MAX_SIGNED_CHARS:
        return 0
    pieces = list(_LATIN_PIECE.finditer(plain, len(plain) - MAX_SIGNED_CHARS))[-MAX_LATIN_PIECES:]
    for behind, match in enumerate(reversed(pieces)):
        piece = match[0].strip(" .")
        if behind and looks_like_person(piece) and not is_latin_post(piece):
            return match.start() + len(match[0]) - len(match[0].lstrip())
        if not (piece[:1].isupper() and (is_firm(piece) or is_latin_post(piece))) and not _TELEPHONE.fullmatch(piece):
            break
    return 0


def _ends_with_person(piece: str) -> bool:
    """`尹志刚`, `中拓建设阿彪`, `医院采购科唐敏`."""
    if han_rank(piece) >= NICK or person_start(piece):
        return True
    for length in (3, 2):
        firm = piece[:-length]
        if len(firm) > _LONGEST_NAME and han_rank(piece[-length:]) >= NICK and _is_house(firm):
            return True
    return False


def _is_house(piece: str) -> bool:
    """Whether a piece is a firm, its department behind it or not, and nothing that is said."""
    firm = piece[: department_start(piece)]
    told = firm in word_set("sign.company") or piece.startswith(endings("sign.not_ours")) or spoken_of(piece)
    return bool(firm) and not told and firm_end(firm) == len(firm)


def _could_sign(piece: str) -> bool:
    if is_contact(piece):
        return len(HAN.findall(piece)) <= _LONGEST_NAME
    return is_department(piece) or _is_house(piece)
