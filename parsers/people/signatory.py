"""Whose name stands below a letter: what a signature, a labelled field, the letter's own words or the mail's From say.

A name here is what somebody calls themselves, never proof of who they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.letter import Address, Fact
from parsers.people.line_kinds import HAN, MAX_WIDTH
from parsers.people.persons import BEST, NICK, Candidate
from parsers.people.persons_chinese import given_names, han_names, han_rank
from parsers.people.persons_latin import GIVEN_AND_FAMILY, LATIN_PART, NUMBERS, latin_name, latin_names, without_kisses
from parsers.people.posts import is_department, is_firm, is_latin_post
from parsers.people.sheet import Sheet
from parsers.people.transcripts import named_in, visitor
from parsers.text.lines import Line
from parsers.text.wording import any_set, one_of, word_set

MAX_SAID_CHARS = 400
MAX_LABELLED_LINES = 60
MAX_LABEL_CHARS = 60
MAX_INTRODUCED_LINES = 8
_CAPITAL = re.compile(r"[A-Z]")
WITH_FIRM = re.compile(r"[(,|/@-]| at ")  # a person's name beside the firm's
_WORD = re.compile(r"[^\W\d_]{2,}")
_SMALL_WORD = re.compile(r"(?<![^ ,])[a-z][a-z'-]+(?![^ ,.!])")
_MAILBOX = re.compile(r"@[\w-]+\.|\S@$|^@")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_OF_FIRM = 6  # words
_MOST_BEHIND_NAME = 3  # words on a line behind a name in small letters
_FIRM_CHARS = 5  # of a From that is the domain's name too


def display_name(sender: Address | None) -> str:
    """The name of the mail's From, as far as it is one; "" for none."""
    name = sender.name.strip() if sender else ""
    return "" if _MAILBOX.search(name) else name[:80]


def display_parts(display: str) -> tuple[str, str]:
    """A From's person and firm: `Jo at Marsh Pumps`, `Jo @ Marsh`; a department before a Chinese name is left out."""
    match = _person_at().fullmatch(display)
    if match and not (is_latin_post(match["person"]) or is_firm(match["person"])):
        return match["person"], match["firm"]
    first, _, last = display.rpartition(" ")
    posted = HAN.search(first) and " " not in first and (is_department(first) or first in word_set("sign.caller"))
    person = han_rank(last) >= NICK if HAN.search(last) else latin_name(last) is not None
    return (last, "") if posted and person else (display, "")


def read_name(sheets: Sequence[Sheet], sender: Address | None, subject: str = "") -> Fact[str] | None:
    """The best name there is: of a chat, a field, the signature, the writer's own words; else the mail's From or the subject's."""
    display = display_name(sender)
    known = _words_of(display_parts(display)[0], sender)
    address = sender.address.lower() if sender else ""
    for sheet in sheets:
        chatting = None if looks_like_person(display) else visitor(sheet, subject)
        found = chatting or _labelled(sheet) or _signed(sheet, display, address, known) or _introduced(sheet)
        if found:
            return found
    return Fact(display_parts(display)[0]) if display else named_in(subject)


def looks_like_person(text: str) -> bool:
    """Whether a short text is a person's name and nothing else."""
    if HAN.search(text):
        return han_rank(text) >= NICK
    return latin_name(text) is not None and len(text.split()) > 1 and not is_firm(text)


def _words_of(display: str, sender: Address | None) -> frozenset[str]:
    """The words of the From and of the mailbox, by which a name in the letter is known again; none of a firm's."""
    local, _, domain = sender.address.partition("@") if sender else ("", "", "")
    squashed = "".join(_WORD.findall(display)).lower()
    firm = len(squashed) >= _FIRM_CHARS and squashed in domain.replace("-", "").lower()
    house = is_firm(display) and not is_mailbox_of(display, local.lower()) and not WITH_FIRM.search(display)
    if firm or (display and (is_latin_post(display) or house)):
        display = ""
    words = frozenset(word.lower() for word in _WORD.findall(f"{display} {local.replace('_', ' ')}"))
    return words - any_set("sign.company", "sign.firm", "sign.firm_end", "sign.building", "sign.field", "sign.job")


def is_mailbox_of(display: str, mailbox: str) -> bool:
    """Whether the mailbox is made of a given and a family name, as rchurch of "Rose Church": then that is a person."""
    words = [word.lower() for word in _WORD.findall(display)]
    if len(words) != GIVEN_AND_FAMILY:
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
        if match and han_rank(plain[match.start(1) : match.end(1)]) >= NICK:
            return line.cut(match.start(1), match.end(1))
        match = _latin_label().match(plain)
        if match:
            part = LATIN_PART.split(plain[match.end() :].strip())[0]
            name = latin_name(part)
            if name and not is_firm(name):
                return line.fact(name)
    return None


def _signed(sheet: Sheet, display: str, address: str, known: frozenset[str]) -> Fact[str] | None:
    """The best name of the signature; one that the From knows too is better than any other, the domain's is a firm's."""
    best: Candidate | None = None
    mailbox, _, domain = address.partition("@")
    own = is_mailbox_of(display, mailbox)
    fits_display = _han_display(display)
    person = looks_like_person(display) and not is_latin_post(display) and not _is_firm_of(domain, display)
    for line in sheet.block:
        for candidate in (*_names_in(line, display, own=own), *_in_small_letters(line, mailbox, known)):
            shared = {word.lower() for word in _WORD.findall(candidate.fact.value)} & known
            echoed = (
                bool(shared)
                or _is_called(line, display)
                or bool(fits_display and candidate.fact.value[:1] in fits_display)
            )
            rank = candidate.rank + (3 if echoed else 0)
            if _is_firm_of(domain, candidate.fact.value):
                rank, echoed = 0, False
            if not (echoed or sheet.signed or candidate.rank == BEST or HAN.search(line.text)) and (
                person or not (_is_alone(line, candidate.fact.value) or _is_card(line, candidate.fact.value))
            ):
                continue
            if (
                best is None
                or _is_fuller(candidate.fact, best.fact)
                or (rank > best.rank and best.fact.value != display)
            ):
                best = Candidate(rank, candidate.fact)
    return best.fact if best else None


def _is_firm_of(domain: str, name: str) -> bool:
    """Whether words that look like a person's name are those of the domain: `Dunstan Build` of dunstanbuild.example."""
    squashed = "".join(_LETTERS.findall(name)).lower()
    if " " not in name or len(squashed) < _FIRM_CHARS:
        return False
    core = domain.replace("-", "")
    words = _LETTERS.findall(name.lower())
    if any("".join(words[:count]) == core.partition(".")[0] for count in range(2, min(len(words), _MOST_OF_FIRM))):
        return True  # "Tarn Insight Panel" of tarninsight.example
    core = core.removeprefix("the") if not squashed.startswith("the") else core
    return core.startswith(squashed) or core.replace("and", "", 1).startswith(squashed.replace("and", "", 1))


def _is_called(line: Line, display: str) -> bool:
    """`Ann Bell (NightOwl7)`: the From in brackets behind the name."""
    return bool(display) and line.plain.rstrip().endswith(f"({display})")


def _in_small_letters(line: Line, mailbox: str, known: frozenset[str]) -> Iterator[Candidate]:
    """`cheers jo bell rm 14` of jo.bell or jobell: a name in small letters that the mailbox has, too."""
    if len(line.text) > MAX_WIDTH or not line.text.isascii():
        return
    words = list(_SMALL_WORD.finditer(line.text))
    while words and (words[0][0] in word_set("sign.closing") or words[0][0] in word_set("sign.thanking")):
        del words[0]
    if not words or len(words) > GIVEN_AND_FAMILY + _MOST_BEHIND_NAME:
        return
    apart = len(words) > 1 and words[1].start() > words[0].end() + 1  # "jo, accounts"
    pair = [word[0] for word in words[: 1 if apart else GIVEN_AND_FAMILY]]
    end = words[len(pair) - 1].end()
    own = "".join(pair) == mailbox or known.issuperset(pair)
    if own and (len(pair) > 1 or (words[0].start() == 0 and end == len(line.text))):
        yield Candidate(BEST if len(pair) > 1 else NICK, line.cut(words[0].start(), end))


def _is_alone(line: Line, name: str) -> bool:
    return without_kisses(line.text.strip(" ,./")) == name


def _is_card(line: Line, name: str) -> bool:
    """`Dave / D&G Heating / 07700 900 222`: a name, and behind it a firm or a telephone."""
    parts = LATIN_PART.split(line.plain)
    return parts[0].partition("(")[0].strip(" -/") == name and any(
        is_firm(part) or NUMBERS.search(part) or is_latin_post(part) for part in parts[1:]
    )


def _is_fuller(fact: Fact[str], than: Fact[str]) -> bool:
    return fact.value.startswith(than.value + " ")


def _han_display(display: str) -> str:
    return "".join(HAN.findall(display))


def _names_in(line: Line, display: str, *, own: bool) -> Iterator[Candidate]:
    plain = line.plain[: MAX_WIDTH * 2]
    if not plain.isascii() and HAN.search(plain):
        yield from han_names(line, plain)
        if _CAPITAL.search(plain):
            yield from given_names(line, plain)
        return
    yield from latin_names(line, plain, display, own=own)


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
                if len(words) >= length and close and han_rank(told) == BEST:
                    return line.cut(at, at + length)
        called = _han_called().search(plain)
        if called and han_rank(called[1]) >= NICK:
            return line.cut(*called.span(1))
        match = _latin_said().search(plain)
        if match and (name := latin_name(match[1])) and len(name.split()) > 1 and not is_firm(name):
            return line.fact(name)
    return None


@cache
def _person_at() -> re.Pattern[str]:
    """A given name, perhaps the family's, and what links it with the firm."""
    return re.compile(
        rf"(?P<person>[^\W\d_][\w'’.-]{{1,20}}(?: [^\W\d_][\w'’.-]{{0,20}})?) ?(?:(?<= )(?:{one_of('sign.from_link')})|@) (?P<firm>\S.{{2,60}})"
    )


@cache
def _latin_label() -> re.Pattern[str]:
    return re.compile(rf"[-*• ]{{0,3}}(?:{one_of('sign.name_mark')})\s{{0,4}}:\s{{0,12}}(?=\S)", re.IGNORECASE)


@cache
def _han_label() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.name_label')})(?:人|者|姓名)?\s{{0,4}}[:】\]]\s{{0,4}}([一-鿿*·xX]{{2,5}})")


@cache
def _han_said() -> re.Pattern[str]:
    words = sorted((w for w in word_set("sign.from_phrase") if HAN.match(w)), key=len, reverse=True)
    return re.compile("|".join(words) or "(?!)")


@cache
def _han_called() -> re.Pattern[str]:
    """`你叫我谭叔就行`."""
    return re.compile(rf"(?:{one_of('sign.call_by')})([一-鿿]{{2,3}}?)(?:{one_of('sign.call_by_end')})")


@cache
def _latin_said() -> re.Pattern[str]:
    words = "|".join(sorted((w for w in word_set("sign.from_phrase") if w.isascii()), key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z])(?:(?i:{words or '(?!)'}))(?:,? (?:{one_of('sign.filler')})(?=[ ,]),?)? ((?:[A-ZÀ-Þ][\w'.-]{{1,20}} ?){{2,3}})"
    )
