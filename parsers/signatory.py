"""Whose name stands below a letter: what a signature, a labelled field, the letter's own words or the mail's From say.

A name here is what somebody calls themselves, never proof of who they are. Chinese names are told by their family name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from parsers.letter import Address, Fact
from parsers.lines import Line
from parsers.posts import is_department, is_firm, is_latin_post, is_place
from parsers.sheet import HAN, MAX_WIDTH, Sheet, bare, is_closing
from parsers.wording import any_set, one_of, word_set

MAX_NAME_CHARS = 40
MAX_TITLES = 5  # before a name: Dr. med. dent.
MAX_SAID_CHARS = 400
MAX_LABELLED_LINES = 60
MAX_INTRODUCED_LINES = 8
_PIECE = re.compile(r"[^\s,|·•;:/_~*<>\[\]【】()。!]+")
_HAN_RUN = re.compile(r"[一-鿿·*]+|[XxＸ]{1,2}")
_LATIN_PART = re.compile(r"\s*(?:[,|·•;]|\s[-–—]\s|\s/\s| {3,}|\t)\s*")
_TITLE_IN_BRACKETS = re.compile(r"\s*\(([^()\d]{1,16})\)?\s*$")
_TITLE_FIRST = re.compile(r"^\s*\([A-Za-z.]{2,6}\)\s+")
_NUMBERS = re.compile(r"[\s:,-]*[(+]*\d[\d ()+./-]{6,}.*$")
_COLON = re.compile(r"[:：】\]]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIRM_CHARS = 5  # of a From that is the domain's name too
_BEST, _TITLED, _NICK, _BARE = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: int
    fact: Fact[str]


def display_name(sender: Address | None) -> str:
    """The name of the mail's From, as far as it is one; "" for none."""
    name = sender.name.strip() if sender else ""
    return "" if "@" in name else name[:80]


def read_name(sheets: Sequence[Sheet], sender: Address | None) -> Fact[str] | None:
    """The best name there is: of a field, the signature, the writer's own words; the mail's From when it stands alone."""
    display = display_name(sender)
    known = _words_of(display, sender)
    for sheet in sheets:
        found = _labelled(sheet) or _signed(sheet, display, known) or _introduced(sheet)
        if found:
            return found
    return Fact(display) if display else None


def looks_like_person(text: str) -> bool:
    """Whether a short text is a person's name and nothing else."""
    if HAN.search(text):
        return _han_rank(text) >= _NICK
    return _latin(text) is not None and len(text.split()) > 1 and not is_firm(text)


def _words_of(display: str, sender: Address | None) -> frozenset[str]:
    """The words of the From and of the mailbox, by which a name in the letter is known again; none of a firm's."""
    local, _, domain = sender.address.partition("@") if sender else ("", "", "")
    squashed = "".join(_WORD.findall(display)).lower()
    firm = len(squashed) >= _FIRM_CHARS and squashed in domain.replace("-", "").lower()
    if firm or (display and is_latin_post(display)):
        display = ""
    return frozenset(word.lower() for word in _WORD.findall(f"{display} {local.replace('_', ' ')}"))


def _labelled(sheet: Sheet) -> Fact[str] | None:
    """`联系人：吴国栋`, `Reviewer: K. Abernathy`: the last such line."""
    lines = (*sheet.head, *sheet.body, *sheet.block)[-MAX_LABELLED_LINES:]
    for line in reversed(lines):
        if not _COLON.search(line.text[:60]):
            continue
        plain = line.plain[:120]
        match = _han_label().search(plain)
        if match and _han_rank(plain[match.start(1) : match.end(1)]) >= _NICK:
            return line.cut(match.start(1), match.end(1))
        match = _latin_label().match(plain)
        if match:
            part = _LATIN_PART.split(plain[match.end() :].strip())[0]
            name = _latin(part)
            if name and not is_firm(name):
                return line.fact(name)
    return None


def _signed(sheet: Sheet, display: str, known: frozenset[str]) -> Fact[str] | None:
    """The best name of the signature; one that the From knows too is better than any other."""
    best: _Candidate | None = None
    fits_display = _han_display(display)
    person = looks_like_person(display)
    for line in sheet.block:
        for candidate in _names_in(line, display):
            shared = {word.lower() for word in _WORD.findall(candidate.fact.value)} & known
            echoed = bool(shared) or bool(fits_display and candidate.fact.value[:1] in fits_display)
            rank = candidate.rank + (3 if echoed else 0)
            if not (echoed or sheet.signed or candidate.rank == _BEST or HAN.search(candidate.fact.value)) and (
                person or candidate.fact.value != line.text.strip(" ,.")
            ):
                continue
            if best is None or rank > best.rank or (rank == best.rank and _is_fuller(candidate.fact, best.fact)):
                best = _Candidate(rank, candidate.fact)
    return best.fact if best else None


def _is_fuller(fact: Fact[str], than: Fact[str]) -> bool:
    return fact.value.startswith(than.value + " ")


def _han_display(display: str) -> str:
    return "".join(HAN.findall(display))


def _names_in(line: Line, display: str) -> Iterator[_Candidate]:
    plain = line.plain[: MAX_WIDTH * 2]
    if HAN.search(plain):
        yield from _han_names(line, plain)
        if not _HAN_RUN.fullmatch(plain.strip()):
            return
        return
    yield from _latin_names(line, plain, display)


# ---------------------------------------------------------------- names in Latin letters


def _latin_names(line: Line, plain: str, display: str) -> Iterator[_Candidate]:
    if is_closing(plain, followed=True):
        return
    at = 0
    seen_other = False
    for part in _LATIN_PART.split(plain.strip(" -–—")):
        start = plain.find(part, at)
        at = start + len(part)
        if not part:
            continue
        name = _latin(part, display)
        if is_firm(part):  # behind a firm stands its town, not a person
            return
        if name is None or is_latin_post(name):
            seen_other = True
            continue
        where = plain.find(name, start)
        fact = line.cut(where, where + len(name)) if where >= 0 else Fact(name)
        whole = len(name) + 12 >= len(part)
        full = len(name.split()) > 1
        yield _Candidate(_NICK if seen_other or not whole else _BEST if full else _TITLED, fact)
        if is_place(part):
            return


def _latin(part: str, display: str = "") -> str | None:
    """The part as a name, without what stands around it; None when it is none."""
    part = _TITLE_FIRST.sub("", _mark().sub("", part))
    part = _NUMBERS.sub("", part).strip(" -–—,.;:*_\"'~") + ("." if part.endswith("f.") else "")
    bracket = _TITLE_IN_BRACKETS.search(part)
    if bracket:
        part = part[: bracket.start()]
    for _ in range(MAX_TITLES):
        part = _prefix().sub("", part)
    part = part.strip(" \"'")
    words = {word.strip(".").lower() for word in part.split()}
    if not part or len(part) > MAX_NAME_CHARS or bare(part) in word_set("sign.closing"):
        return None
    if words & any_set("sign.no_name", "sign.greeting"):
        return None
    if len(words) == 1 and words & any_set("sign.phone", "sign.fax", "sign.phone_weak"):
        return None
    if _couple().match(part) or _shape().match(part):
        return part if not part.isupper() or len(part) > 2 else None
    if display and part.lower() in {display.lower(), *display.lower().split()}:
        return part
    return None


# ---------------------------------------------------------------- Chinese names


def _han_names(line: Line, plain: str) -> Iterator[_Candidate]:
    """Each piece of the line that is a name; in brackets behind a number stands somebody else."""
    pieces = [match for match in _PIECE.finditer(plain) if not plain[match.start()].isdigit()]
    runs = [piece for piece in pieces if HAN.search(piece[0])]
    for index, piece in enumerate(runs):
        start, end = piece.span()
        if plain[start - 1 : start] == "(" and re.search(r"\d\s?\($", plain[:start]):
            continue
        bracket = _title_behind().match(plain, end)
        first, last = _person_in(plain[start:end])
        if last <= first:
            continue
        name = plain[start + first : start + last]
        rank = _han_rank(name)
        if bracket and len(name) <= 2:
            yield _Candidate(_TITLED, line.cut(start + first, bracket.end()))
            continue
        alone = not any(char.isalpha() for char in plain.replace(name, "", 1))
        if rank == _BARE and not alone and (index + 1 < len(runs) or len(runs) < 2):
            continue
        if rank:
            yield _Candidate(rank, line.cut(start + first, start + last))


def _person_in(piece: str) -> tuple[int, int]:
    """Where in a piece of a line the name stands: without a label, a post, or "respectfully" around it."""
    first, last = 0, len(piece)
    for _ in range(2):
        tail = _after_name().search(piece[first:last])
        if tail and tail.start() >= 1:
            last = first + tail.start()
    dash = max(piece.rfind("-", first, last), piece.rfind("—", first, last))
    if dash >= 0:
        first = dash + 1
    lead = _lead().match(piece[first:last])
    if lead and last - first - lead.end() >= 1 and _han_rank(piece[first + lead.end() : last]) >= _NICK:
        first += lead.end()
    return first, last


def _han_rank(text: str) -> int:
    """How surely `text` is a name: a full one, a family name and a title, a nickname, a family name alone; 0 for none."""
    text = text.strip("()。,.: ")
    if not text or text in word_set("sign.job") or text in word_set("sign.closing") or len(text) > 7:
        return 0
    if is_department(text):
        return 0
    surname = _surname(text)
    if surname:
        rest = text[len(surname) :]
        if not rest:
            return _BARE
        if rest in word_set("sign.honorific"):
            return _TITLED
        titled = _titled().search(rest)
        if titled and titled.start() <= 2:
            return _TITLED
        if len(rest) <= 2 and _NAME_REST.fullmatch(rest) and not is_firm(text):
            return _BEST
        return 0
    nick = text[:1] in word_set("sign.nickname") or text[-1:] in word_set("sign.kin")
    return _NICK if nick and 2 <= len(text) <= 3 and not is_firm(text) else 0


_NAME_REST = re.compile(r"[一-鿿*xX]{1,2}")


def _surname(text: str) -> str:
    surnames = word_set("sign.surname")
    return text[:2] if text[:2] in surnames and len(text) > 2 else text[:1] if text[:1] in surnames else ""


def _introduced(sheet: Sheet) -> Fact[str] | None:
    """`my name is Jo Marsh`, `本人郭有才`, `我是A座的租客王思雨`: what the writer says of himself."""
    for line in (*sheet.addressee, *sheet.body[:MAX_INTRODUCED_LINES]):
        plain = line.plain[:MAX_SAID_CHARS]
        for match in _han_said().finditer(plain):
            run = re.match(r"[^,。!?;:\s]{0,14}", plain[match.end() :])
            words = run[0] if run else ""
            for length in (3, 2, 4):
                at = match.end() + len(words) - length
                told = words[-length:]
                close = len(words) == length or plain[at - 1 : at] in {"的", "客", "户", "主", "人"}
                if len(words) >= length and close and _han_rank(told) == _BEST:
                    return line.cut(at, at + length)
        match = _latin_said().search(plain)
        if match and (name := _latin(match[1])) and len(name.split()) > 1 and not is_firm(name):
            return line.fact(name)
    return None


@cache
def _shape() -> re.Pattern[str]:
    word = rf"(?:[A-ZÀ-ÞĀ-Ž][\w'’.-]{{0,20}}|(?:{one_of('sign.particle')})(?!\w))"
    return re.compile(rf"{word}(?:\s{word}){{0,4}}$")


@cache
def _couple() -> re.Pattern[str]:
    word = r"[A-ZÀ-Þ][\w'’.-]{0,20}"
    return re.compile(rf"{word}(?:\s{word})?\s(?:&|{one_of('ref.join')})\s{word}(?:\s{word}){{0,2}}$")


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of('sign.name_mark')})\s*:\s*", re.IGNORECASE)


@cache
def _latin_label() -> re.Pattern[str]:
    return re.compile(rf"[-*• ]{{0,3}}(?:{one_of('sign.name_mark')})\s{{0,4}}:\s{{0,12}}(?=\S)", re.IGNORECASE)


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"^(?:{one_of('sign.prefix')})\.?\s", re.IGNORECASE)


@cache
def _han_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.name_label')})(?:人|者|姓名)?\s{{0,4}}[:】\]]\s{{0,4}}([一-鿿*·xX]{{2,5}})")


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
    return re.compile(rf"[一-鿿]{{0,8}}?(?:{one_of('sign.job', 'sign.section')})(?=[一-鿿])")


@cache
def _han_said() -> re.Pattern[str]:
    words = sorted((w for w in word_set("sign.from_phrase") if HAN.match(w)), key=len, reverse=True)
    return re.compile("|".join(words) or "(?!)")


@cache
def _latin_said() -> re.Pattern[str]:
    words = "|".join(sorted((w for w in word_set("sign.from_phrase") if w.isascii()), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:(?i:{words or '(?!)'})) ((?:[A-ZÀ-Þ][\w'.-]{{1,20}} ?){{2,3}})")
