"""Telephone numbers: which of a letter's numbers rings its writer.

Every number that could ring is weighed by what is said before and behind it ("call me on", `手机：`, "fax", "your
hotline"), by its make (a country's code, a mobile number), and by its place: the signature, the letterhead, the body, a
letter passed on. Of several alike the first in the signature counts. Numbers that name an invoice, a bank's account or
a day are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.letter import Fact, Span, Where
from parsers.numbers.identifiers import count_digits
from parsers.people.line_kinds import HAN
from parsers.people.sheet import Sheet
from parsers.people.telephone_makes import LEAST_DIGITS, could_ring, found_in, make_of
from parsers.people.telephone_spelt import Found
from parsers.text.lines import MAX_LINES, Line
from parsers.text.wording import one_of, whole_word, word_set

LOOK_BACK = 48  # characters in which it is said whose number it is
LOOK_FAR_BACK = 96  # in which it is said that it is somebody else's: behind a name and an address of mail, too
LOOK_AHEAD = 24
MAX_SUBJECT_CHARS = 200
MAX_NUMBERS = 200  # that are weighed
LEAST_WEIGHT = 3
LEAST_OF_ONE = 2  # weight of the only number there is
_LEAST_UNKNOWN = 10  # digits of one that nothing tells to be a telephone number
_WIDE = re.compile(r"[０-９]")
_STOPS = (". ", "。", ";", "!", "?", "\n")
_WITHIN_TOWN = re.compile(r"\d{3} \d{4}")  # `555 0162`: one that nothing announces ends a line, or a part of one
_PART_END = re.compile(r"\s*(?:$|[,;|/)]|\.(?!\w))")
_GLUING = ("/", "-")  # between the letters and the figures of one number
_NO_FIGURE = re.compile(r"\D")
_BEFORE_ALONE = ".!?;,:。！，：；"
_CLAUSE = re.compile(r"[,\s]+(?=\S)")
_NAME_CHARS = 3  # of a clause that is only whose number it is: `请联系同事 康宁 138…`
_GIVEN_BEHIND = re.compile(r" ?\(([A-Z][a-z]{2,11})\)")
_GIVEN_BEFORE = re.compile(r"\(([A-Z][a-z]{2,11})(?: [A-Z][a-z]{2,14})?,? $")
_MOST_OF_BLOCK = 2
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2} ?(?:[a-z0-9]{4} ){0,6}$")  # the beginning of a bank account's number
_KINDS = (("fax", "sign.fax"), ("weak", "sign.phone_weak"), ("phone", "sign.phone"))
_BLOCK, _HEAD, _FOOT, _BODY, _TO = 3, 2, 1, 0, -4


@dataclass(frozen=True, slots=True)
class _Number:
    weight: float
    fact: Fact[str]


def read_phone(sheets: Sequence[Sheet], taken: frozenset[str], name: str = "") -> Fact[str] | None:
    """The number that is best told to be the writer's, with its extension. `taken`: numbers that name something else."""
    for sheet in sheets:
        numbers = list(_numbers(sheet, taken, name))
        best: _Number | None = None
        for number in numbers:
            if best is None or number.weight > best.weight:
                best = number
        likely = sum(number.weight >= LEAST_OF_ONE for number in numbers)
        if best and best.weight >= (LEAST_WEIGHT if likely > 1 else LEAST_OF_ONE):
            return best.fact
        if not likely and (within := _within_house(sheet)):
            return within
    return None


def recorded_from(subject: str) -> Fact[str] | None:
    """The number that a machine which passes on what was said puts into the subject: "Voicemail from 01632 496 0311"."""
    line = Line(0, subject[:MAX_SUBJECT_CHARS])
    said = _recorded().search(line.plain.lower())
    for found in found_in(line) if said else ():
        if said and found.start > said.start() and make_of(found.number) > 1:
            return Fact(line.text[found.start : found.end], (Span(found.start, found.end, Where.SUBJECT),))
    return None


def rung_in(subject: str, taken: frozenset[str]) -> Fact[str] | None:
    """The number that the subject speaks of: "Dead telephone line, 01392 550 188", `手机13900005317被乱扣费`."""
    line = Line(0, subject[:MAX_SUBJECT_CHARS])
    said = _rung().search(line.plain.lower())
    for found in found_in(line) if said else ():
        told = make_of(found.number) > 1 and count_digits(found.number) >= _LEAST_UNKNOWN
        if said and found.start > said.start() and told and _weight(line, found, _HEAD, taken, "") is not None:
            return Fact(line.text[found.start : found.end], (Span(found.start, found.end, Where.SUBJECT),))
    return None


def _within_house(sheet: Sheet) -> Fact[str] | None:
    """`内线 8801`, "Ext. 5518", "Tel. Dunbury 217": all that the signature of somebody in a large house or a small town gives."""
    for line in sheet.block:
        match = _extension_alone().search(line.plain.lower())
        if match:
            return line.cut(match.start(), match.end())
        match = _exchange().search(line.plain)
        if match:
            return line.cut(match.start(1), match.end(1))
    return None


def _numbers(sheet: Sheet, taken: frozenset[str], name: str) -> Iterator[_Number]:
    """The numbers of a sheet, weighed: those of the signature first, then from the top."""
    places = (
        (sheet.block, _BLOCK),
        (sheet.head, _HEAD),
        (sheet.body, _BODY),
        (sheet.foot, _FOOT),
        (sheet.addressee, _TO),
    )
    count = 0
    for lines, place in places:
        for line in lines[-MAX_LINES:]:
            for found in found_in(line):
                count += 1
                if count > MAX_NUMBERS:
                    return
                weight = _weight(line, found, place, taken, name)
                if weight is not None:
                    yield _Number(weight, _fact(line, found))


def _weight(line: Line, found: Found, place: int, taken: frozenset[str], name: str) -> float | None:
    """How well the number is told to be the writer's; None when it is no telephone number, or a fax."""
    text = line.plain
    before = text[max(0, found.start - LOOK_BACK) : found.start].lower()
    number = found.number
    label = _label().search(before)
    kind = _kind(label[1]) if label else ""
    if kind == "fax" and _both().search(before):  # tel/fax
        kind = "phone"
    if _is_other(kind, before, number) or not could_ring(number, kind, taken) or _is_glued(before, number, taken):
        return None
    if not kind and _WITHIN_TOWN.fullmatch(number) and not _PART_END.match(text, found.end):
        return None
    asked = _is_asked(before, place)
    weight = place + _told(number, kind, place, alone=_alone(line, found))
    if asked:
        weight += 6
    elif _theirs().search(_clause_of(text[max(0, found.start - LOOK_FAR_BACK) : found.start].lower())):
        weight -= 6
    behind = text[found.end : found.end + LOOK_AHEAD].lower()
    if _refused().search(_clause(before)) or _out_of_use().match(behind):
        weight -= 9
    elif not asked and _rather().match(behind):
        weight += 6
    if _person_behind(behind, name) or (place == _BODY and _named_beside(text, found, name)):
        weight -= 4
    elif place != _TO and _named_before(line.text[max(0, found.start - LOOK_FAR_BACK) : found.start], name):
        weight += 2
    return weight


def _is_asked(before: str, place: int) -> bool:
    """Whether it is said that this is the number to ring; of several in a signature "my mobile" says it no more."""
    match = _asked().search(before)
    if match is None or _otherwise().search(_clause_of(before)):
        return False
    return place != _BLOCK or _mine().match(match[0]) is None


def _is_other(kind: str, before: str, number: str) -> bool:
    """Whether what stands before says that it is a fax, or some other thing's number."""
    if kind in {"fax", "other"}:
        return True
    if kind:
        return kind == "weak" and not make_of(number) and _registered().search(before) is not None
    if _IBAN.search(before):
        return True
    coded = _other_code().search(before) is not None and not (before.endswith("/") and make_of(number) > 1)
    return coded or _numbered().search(before) is not None


def _is_glued(before: str, number: str, taken: frozenset[str]) -> bool:
    """Whether the letters before are no label but a part of what is numbered so: "policy HP/338812"."""
    return before.endswith(_GLUING) and not make_of(number) and _NO_FIGURE.sub("", number) in taken


def _told(number: str, kind: str, place: int, *, alone: bool) -> float:
    """What the word before it and its make tell; in the signature all makes tell alike, there the first one counts."""
    make = make_of(number)
    make = min(make, _MOST_OF_BLOCK) if place == _BLOCK else make
    long = count_digits(number) >= LEAST_DIGITS
    if kind == "phone" or (kind == "weak" and make and place == _BLOCK):
        return 4 if long else 3
    if kind == "weak":
        return 3 if make else 1
    if not make and count_digits(number) < _LEAST_UNKNOWN:
        return -3
    if make > 1 and place == _BLOCK:
        return 4
    return make + (1 if make and (place == _BLOCK or alone) else 0)


def _sentence(before: str) -> str:
    return before[max(map(before.rfind, _STOPS)) + 1 :]


def _clause(before: str) -> str:
    """The end of the sentence that speaks of the number; of a Chinese one what follows the last comma."""
    sentence = _sentence(before)
    return _CLAUSE.split(sentence)[-1] if HAN.search(sentence) else sentence


def _clause_of(before: str) -> str:
    """The same, with what stands before a clause that is only somebody's name."""
    sentence = _sentence(before)
    clauses = _CLAUSE.split(sentence) if HAN.search(sentence) else [sentence]
    return " ".join(clauses[-2:]) if len(clauses[-1].strip()) <= _NAME_CHARS else clauses[-1]


def _alone(line: Line, found: Found) -> bool:
    """`Call me today. 06 1234 5678`: a number alone behind the last sentence of a line."""
    before = line.text[: found.start].rstrip()
    return not line.text[found.end :].strip(" .。") and (not before or before[-1] in _BEFORE_ALONE)


def _person_behind(behind: str, name: str) -> bool:
    """`0575-8460 1773（陈主任）`: somebody else's, unless the writer is called so."""
    match = _somebody().match(behind)
    return match is not None and match[1][:1] != name[:1]


def _named_beside(text: str, found: Found, name: str) -> bool:
    """`07700 900 321 (Darren)`, `(Darren, 07700 900 321)`: somebody else's, unless the writer is called so."""
    beside = _GIVEN_BEHIND.match(text, found.end) or _GIVEN_BEFORE.search(text[max(0, found.start - 24) : found.start])
    return beside is not None and beside[1] not in name and _kind(beside[1].lower()) == "other"


def _named_before(before: str, name: str) -> bool:
    """`Lionel Spode, Spode Lab Supplies, 01223 …`: whether the writer's full name stands before it, and no sentence's end between."""
    at = before.rfind(name) if " " in name or HAN.search(name) else -1
    return at >= 0 and not any(stop in before[at + len(name) :] for stop in _STOPS)


def _fact(line: Line, found: Found) -> Fact[str]:
    """The number as it is written, with the extension behind it."""
    end = found.end
    extension = _extension().match(line.plain[end : end + 24].lower())
    if extension:
        end += extension.end()
        end += "(" in extension[0] and line.plain[end : end + 1] == ")"
    start = found.start
    written = line.text[start:end]
    wide = _WIDE.search(written) is not None  # `０２-５５５０`
    return Fact(line.plain[start:end] if wide else written, (Span(line.start + start, line.start + end),))


def _kind(label: str) -> str:
    label = label.strip()
    return next((kind for kind, group in _KINDS if label in word_set(group)), "other")


@cache
def _label() -> re.Pattern[str]:
    """The word before a number, with what may stand between: `Tel. (home): `, `电话号码是`, "Telephone Dunbury"."""
    words = whole_word("sign.phone", "sign.phone_weak", "sign.fax", "sign.no_phone")
    link = whole_word("sign.phone_link")
    exchange = r"(?:: [a-z]{4,14}(?= \(?$))?"  # "Telephone: Wallop 555 014"
    town = rf"{whole_word('sign.exchange_label')}(?=\.? (?!{whole_word('sign.no_phone')})[a-z]{{4,14}} \(?$)"
    return re.compile(
        rf"({town}|{words}(?=(?: ?\([a-z一-鿿 ]{{1,12}}\))?{exchange}(?:[\s:.=#/-]|{link}){{0,8}}\(?(?:(?<=\()[a-z]{{2}} )?$))"
    )


@cache
def _recorded() -> re.Pattern[str]:
    return re.compile(whole_word("sign.recorded"))


@cache
def _rung() -> re.Pattern[str]:
    return re.compile(whole_word("sign.rung"))


@cache
def _both() -> re.Pattern[str]:
    """`tel/fax`, `电话/传真`: one number for both."""
    return re.compile(
        rf"{whole_word('sign.phone')}\.? ?(?:[/&+、]|{whole_word('ref.join')}) ?{whole_word('sign.fax')}[^a-z0-9]{{0,4}}$"
    )


@cache
def _other_code() -> re.Pattern[str]:
    """Letters and digits right before: the middle of an IBAN, a VAT number, a tracking number."""
    return re.compile(r"(?<![a-z])[a-z]{2}\d{2,4} $|[a-z]\d*[-/]$|\d \d{0,6}$")


@cache
def _numbered() -> re.Pattern[str]:
    """Some other thing's number: `收据号…`, "No. 0045718"."""
    return re.compile(rf"[一-鿿](?:号码?|号为|号是)[\s:]*$|{whole_word('ref.marker')}[\s:.]*$")


@cache
def _registered() -> re.Pattern[str]:
    """A company's number in its register: "Registered in England and Wales, number 0765 4321"."""
    return re.compile(
        rf"{whole_word('sign.registered_in')}[\s,:.(]{{0,3}}(?:[a-z]+ ){{0,2}}{whole_word('ref.marker')}[\s:.]*$"
    )


@cache
def _asked() -> re.Pattern[str]:
    """`call me on`, `you can get me on`, `打我电话`: this is the number to ring."""
    return re.compile(rf"(?:{whole_word('sign.call_me')})[^.!?。！？;]{{0,32}}$")


@cache
def _otherwise() -> re.Pattern[str]:
    """When the other number does not answer: `夜间请打`, "if no answer"."""
    return re.compile(whole_word("sign.otherwise"))


@cache
def _mine() -> re.Pattern[str]:
    return re.compile(whole_word("sign.mine"))


@cache
def _theirs() -> re.Pattern[str]:
    return re.compile(whole_word("sign.not_mine"))


@cache
def _refused() -> re.Pattern[str]:
    return re.compile(whole_word("sign.do_not_call"))


@cache
def _out_of_use() -> re.Pattern[str]:
    """Behind a number that nobody answers: `(已停用)`, "is dead"."""
    return re.compile(rf"[\s(:~-]{{0,4}}{whole_word('sign.out_of_use')}")


@cache
def _rather() -> re.Pattern[str]:
    """`07700 900 118 <- use this one`."""
    return re.compile(rf"[\s,(:~<-]{{0,6}}{whole_word('sign.rather')}")


@cache
def _somebody() -> re.Pattern[str]:
    titles = one_of("sign.honorific")
    return re.compile(rf"\s?\(([一-鿿]{{1,3}}(?:{titles}))\)|\s?\(((?:mr|mrs|ms|miss|dr)\.? [a-z]+)")


@cache
def _extension_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[ ,|/]))(?:{whole_word('sign.extension_word')})[.:]?\s?\d{{3,6}}$")


@cache
def _exchange() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:{whole_word('sign.exchange_label')})[.:]{{0,2}} ?([A-ZÀ-Þ][a-zà-ÿ]{{3,13}} \d{{2,5}})(?![\w-])"
    )


@cache
def _extension() -> re.Pattern[str]:
    return re.compile(
        rf"[ ,(]{{0,3}}(?:{whole_word('sign.extension')})[.:]?\s?\d{{1,6}}|-\d{{1,5}}(?!\d)|\s?[x#]\s?\d{{1,5}}(?!\d)"
    )
