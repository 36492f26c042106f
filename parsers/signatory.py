"""Whose name stands below a letter: what a signature, a labelled field, the letter's own words or the mail's From say.

A name here is what somebody calls themselves, never proof of who they are. Chinese names are told by their family name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.letter import Address, Fact
from parsers.lines import Line
from parsers.posts import RECENT, department_start, firm_end, is_department, is_firm, is_latin_post, is_place
from parsers.sheet import HAN, MAX_WIDTH, Sheet, bare, is_closing
from parsers.wording import any_set, endings, one_of, word_set

MAX_NAME_CHARS = 40
MAX_TITLES = 5  # before a name: Dr. med. dent.
MAX_SAID_CHARS = 400
MAX_LABELLED_LINES = 60
MAX_LABEL_CHARS = 60
MAX_INTRODUCED_LINES = 8
_PIECE = re.compile(r"[^\s,|·•;:/_~*<>\[\]【】()。!@]+")
_SPACED = re.compile(r"(?:^|(?<=\s))([一-鿿])\s{1,3}([一-鿿])(?:\s{1,3}([一-鿿]))?(?=$|\s)")  # `陈 立 新`
_BEHIND_NUMBER = re.compile(r"\d\s?\($")
_CHUNK = re.compile(r"[^\s,|·•;:/_~*<>\[\]【】。!]+")
_CAPITAL = re.compile(r"[A-Z]")
_SEPARATING = re.compile(r"[,|·•;/\t–—-]")  # what separates the parts of a line, but for a wide space
_GIVEN = re.compile(r"(?<=[一-鿿 /|-])[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,11})?(?=$|[ ,/|(])")
_LATIN_PART = re.compile(r"\s*(?:[,|·•;]|\s[-–—]\s|\s/{1,2}\s| {3,}|\t)\s*")
_TITLE_IN_BRACKETS = re.compile(r"\s*\(((?:[^()\d]|\d{1,2}(?!\d)){1,16})\)?\s*$")
_TITLE_FIRST = re.compile(r"^\s*\([A-Za-z.]{2,6}\)\s+")
_NUMBERS = re.compile(r"[\s:,-]*[(+]*\d[\d ()+./-]{6,}.*$")
WITH_FIRM = re.compile(r"[(,|/@-]| at ")  # a person's name beside the firm's
_CODE = re.compile(r"\d\d")  # "SWP25-118"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MAILBOX = re.compile(r"@[\w-]+\.|\S@$|^@")
_HOUSE = re.compile(r"(?:[A-Z]\w+ )?\d{1,4}[A-Za-z]?(?: [A-Z]|$)")  # `12 High St`, `Unit 5`
_LETTERS = re.compile(r"[^\W\d_]+")
_INITIALS = 3  # characters of what is rather a body's name: PTA
_LEAST_WITH_POST = 3  # characters of a name with a post before it in one word
_GIVEN_AND_FAMILY = 2  # words of a name that stands behind a post
_FIRM_CHARS = 5  # of a From that is the domain's name too
_BEST, _TITLED, _NICK, _BARE = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class _Candidate:
    rank: int
    fact: Fact[str]


def display_name(sender: Address | None) -> str:
    """The name of the mail's From, as far as it is one; "" for none."""
    name = sender.name.strip() if sender else ""
    return "" if _MAILBOX.search(name) else name[:80]


def read_name(sheets: Sequence[Sheet], sender: Address | None) -> Fact[str] | None:
    """The best name there is: of a field, the signature, the writer's own words; the mail's From when it stands alone."""
    display = display_name(sender)
    known = _words_of(display, sender)
    address = sender.address.lower() if sender else ""
    for sheet in sheets:
        found = _labelled(sheet) or _signed(sheet, display, address, known) or _introduced(sheet)
        if found:
            return found
    return Fact(display) if display else None


def looks_like_person(text: str) -> bool:
    """Whether a short text is a person's name and nothing else."""
    if HAN.search(text):
        return _han_rank(text) >= _NICK
    return _latin(text) is not None and len(text.split()) > 1 and not is_firm(text)


def person_of_post(piece: str) -> bool:
    """Whether a Chinese piece is a post, and in one word with it the name of who holds it: `教练许磊`."""
    return person_start(piece) > 0


def person_start(piece: str) -> int:
    """Where in a Chinese piece a name begins behind a department or post; 0 where none does."""
    first, last = _person_in(piece)
    return first if 0 < first < last == len(piece) and _han_rank(piece[first:last]) >= _NICK else 0


def _words_of(display: str, sender: Address | None) -> frozenset[str]:
    """The words of the From and of the mailbox, by which a name in the letter is known again; none of a firm's."""
    local, _, domain = sender.address.partition("@") if sender else ("", "", "")
    squashed = "".join(_WORD.findall(display)).lower()
    firm = len(squashed) >= _FIRM_CHARS and squashed in domain.replace("-", "").lower()
    house = is_firm(display) and not _is_mailbox_of(display, local.lower()) and not WITH_FIRM.search(display)
    if firm or (display and (is_latin_post(display) or house)):
        display = ""
    words = frozenset(word.lower() for word in _WORD.findall(f"{display} {local.replace('_', ' ')}"))
    return words - any_set("sign.company", "sign.firm", "sign.firm_end", "sign.building", "sign.field", "sign.job")


def _is_mailbox_of(display: str, mailbox: str) -> bool:
    """Whether the mailbox is made of a given and a family name, as rchurch of "Rose Church": then that is a person."""
    words = [word.lower() for word in _WORD.findall(display)]
    if len(words) != _GIVEN_AND_FAMILY:
        return False
    first, last = words
    return mailbox in {
        sign.join(pair) for sign in ("", ".", "_", "-") for pair in ((first[0], last), (last, first[0]))
    } | {sign.join(pair) for sign in (".", "_", "-") for pair in ((first, last), (last, first))}


def _labelled(sheet: Sheet) -> Fact[str] | None:
    """`联系人：吴国栋`, `Reviewer: K. Abernathy`: the last such line."""
    lines = (*sheet.head, *sheet.body, *sheet.block)[-MAX_LABELLED_LINES:]
    for line in reversed(lines):
        text = line.text[:MAX_LABEL_CHARS]
        if not (":" in text or "：" in text or "】" in text or "]" in text):
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


def _signed(sheet: Sheet, display: str, address: str, known: frozenset[str]) -> Fact[str] | None:
    """The best name of the signature; one that the From knows too is better than any other, the domain's is a firm's."""
    best: _Candidate | None = None
    mailbox, _, domain = address.partition("@")
    own = _is_mailbox_of(display, mailbox)
    fits_display = _han_display(display)
    person = looks_like_person(display) and not is_latin_post(display) and not _is_firm_of(domain, display)
    for line in sheet.block:
        for candidate in _names_in(line, display, own=own):
            shared = {word.lower() for word in _WORD.findall(candidate.fact.value)} & known
            echoed = bool(shared) or bool(fits_display and candidate.fact.value[:1] in fits_display)
            rank = candidate.rank + (3 if echoed else 0)
            if _is_firm_of(domain, candidate.fact.value):
                rank, echoed = 0, False
            if not (echoed or sheet.signed or candidate.rank == _BEST or HAN.search(line.text)) and (
                person or not (_is_alone(line, candidate.fact.value) or _is_card(line, candidate.fact.value))
            ):
                continue
            if (
                best is None
                or _is_fuller(candidate.fact, best.fact)
                or (rank > best.rank and best.fact.value != display)
            ):
                best = _Candidate(rank, candidate.fact)
    return best.fact if best else None


def _is_firm_of(domain: str, name: str) -> bool:
    """Whether words that look like a person's name are those of the domain: `Dunstan Build` of dunstanbuild.example."""
    squashed = "".join(_LETTERS.findall(name)).lower()
    if " " not in name or len(squashed) < _FIRM_CHARS:
        return False
    core = domain.replace("-", "")
    return core.startswith(squashed) or core.replace("and", "", 1).startswith(squashed.replace("and", "", 1))


def _is_alone(line: Line, name: str) -> bool:
    return _without_kisses(line.text.strip(" ,./")) == name


def _is_card(line: Line, name: str) -> bool:
    """`Dave / D&G Heating / 07700 900 222`: a name, and behind it a firm or a telephone."""
    parts = _LATIN_PART.split(line.plain)
    return parts[0].partition("(")[0].strip(" -/") == name and any(
        is_firm(part) or _NUMBERS.search(part) for part in parts[1:]
    )


def _is_fuller(fact: Fact[str], than: Fact[str]) -> bool:
    return fact.value.startswith(than.value + " ")


def _han_display(display: str) -> str:
    return "".join(HAN.findall(display))


def _names_in(line: Line, display: str, *, own: bool) -> Iterator[_Candidate]:
    plain = line.plain[: MAX_WIDTH * 2]
    if not plain.isascii() and HAN.search(plain):
        yield from _han_names(line, plain)
        if _CAPITAL.search(plain):
            yield from _given_names(line, plain)
        return
    yield from _latin_names(line, plain, display, own=own)


# ---------------------------------------------------------------- names in Latin letters


def _latin_names(line: Line, plain: str, display: str, *, own: bool) -> Iterator[_Candidate]:
    if is_closing(plain):
        return
    at = 0
    seen_other = False
    plain_parts = plain.strip(" -–—/")
    parted = _SEPARATING.search(plain_parts) or "   " in plain_parts
    parts = _LATIN_PART.split(plain_parts) if parted else [plain_parts]
    for part, behind in zip(parts, [*parts[1:], ""], strict=True):
        start = plain.find(part, at)
        at = start + len(part)
        if not part:
            continue
        name = _latin(part, display)
        if is_firm(_TITLE_IN_BRACKETS.sub("", part) if "(" in part else part) and not (own and part == display):
            return  # behind a firm stands its town, not a person
        if name is None or is_latin_post(name):
            seen_other = True
            continue
        where = plain.find(name, start)
        fact = line.cut(where, where + len(name)) if where >= 0 else Fact(name)
        whole = len(name) + 12 >= len(part)
        full = len(name.split()) > 1
        initials = name.isupper() and len(name) <= _INITIALS
        if not full and _HOUSE.match(behind):  # rather a shop's: "Loaf, 3 Fore St"
            yield _Candidate(_BARE, fact)
            return
        yield _Candidate(_NICK if seen_other or initials or not whole else _BEST if full else _TITLED, fact)
        if is_place(part):
            return


def _latin(part: str, display: str = "") -> str | None:
    """The part as a name, without what stands around it; None when it is none."""
    part = _without_marks(part)
    if not part or len(part) > MAX_NAME_CHARS:
        return None
    shaped = _couple().match(part) or (_shape().match(part) and not _CODE.search(part))
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
        part = _NUMBERS.sub("", part)
    part = part.strip(" -–—,.;:*_\"'~") + initials
    if "(" in part and (bracket := _TITLE_IN_BRACKETS.search(part)):
        part = part[: bracket.start()]
    return _without_kisses(_without_post(_untitled(part).strip(" \"'(")))


def _untitled(part: str) -> str:
    """`Prof. Dr. Anna Berg` without the titles."""
    for _ in range(MAX_TITLES):
        title = _prefix().match(part)
        if title is None:
            break
        part = part[title.end() :]
    return part


def _without_kisses(part: str) -> str:
    """`Marnie x`."""
    while " " in part and part.rpartition(" ")[2] in word_set("sign.kiss"):
        part = part.rpartition(" ")[0]
    return part


def _without_post(part: str) -> str:
    """`Head Chef Luca Bianchi` without the post before the name."""
    if part.count(" ") < _GIVEN_AND_FAMILY:
        return part
    words = part.split()
    first = 0
    while first < len(words) and words[first].lower() in any_set("sign.job", "sign.field"):
        first += 1
    posted = 0 < first == len(words) - _GIVEN_AND_FAMILY and words[first - 1].lower() in word_set("sign.job")
    return " ".join(words[first:]) if posted and not is_firm(part) else part


# ---------------------------------------------------------------- Chinese names


def _han_names(line: Line, plain: str) -> Iterator[_Candidate]:
    """Each piece of the line that is a name; in brackets behind a number stands somebody else."""
    if " " in plain and (spaced := _SPACED.search(plain)):
        name = "".join(spaced.groups(""))
        if _han_rank(name) == _BEST:
            yield _Candidate(_BEST, Fact(name, line.cut(*spaced.span()).spans))
            return
    firms = _bracketed_firms(plain)
    runs = [
        match
        for match in _PIECE.finditer(plain)
        if not plain[match.start()].isdigit()
        and HAN.search(match[0])
        and not (firms and any(first <= match.start() < last for first, last in firms))
    ]
    for index, piece in enumerate(runs):
        start, end = piece.span()
        if plain[start - 1 : start] == "(" and _BEHIND_NUMBER.search(plain[:start]):
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
    person = firm.endswith(")") and firm_end(firm[:-1]) > 0 and _han_rank(name) >= _TITLED
    return person or person_of_post(firm.removesuffix(")"))


def _given_names(line: Line, plain: str) -> Iterator[_Candidate]:
    """`晚班主管 Vivian`, `万帆传媒行政 Cici`: behind a department, post or firm, what the writer calls himself."""
    for match in _GIVEN.finditer(plain):
        before = plain[: match.start()].rstrip(" /|-").split(" ")[-1]
        posted = before and HAN.search(before) and (department_start(before) < len(before) or firm_end(before))
        if posted and _latin(match[0]) and not is_latin_post(match[0]):
            yield _Candidate(_NICK, line.cut(match.start(), match.end()))


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
        if (
            len(rest) > length
            and department_start(rest) < len(rest)
            and _han_rank(piece[last - length : last]) == _BEST
        ):
            return last - length, last
    lead = _lead().match(piece[first:last])
    if lead and last - first - lead.end() >= 1 and _han_rank(piece[first + lead.end() : last]) >= _NICK:
        first += lead.end()
    return first, last


@lru_cache(RECENT)
def _han_rank(text: str) -> int:
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
            begin = match.end() + (plain[match.end() : match.end() + 1] in {",", ":"})
            run = re.match(r"[^,。!?;:\s]{0,14}", plain[begin:])
            words = run[0] if run else ""
            for length in (3, 2, 4):
                at = begin + len(words) - length
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
    return re.compile(
        rf"[一-鿿]{{0,8}}?(?:{one_of('sign.job', 'sign.section')}|[一-鿿]{{2}}{one_of('sign.post_end_one')})(?=[一-鿿])"
    )


@cache
def _han_said() -> re.Pattern[str]:
    words = sorted((w for w in word_set("sign.from_phrase") if HAN.match(w)), key=len, reverse=True)
    return re.compile("|".join(words) or "(?!)")


@cache
def _latin_said() -> re.Pattern[str]:
    words = "|".join(sorted((w for w in word_set("sign.from_phrase") if w.isascii()), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:(?i:{words or '(?!)'})) ((?:[A-ZÀ-Þ][\w'.-]{{1,20}} ?){{2,3}})")
