"""For which firm somebody writes: from the signature, the letterhead, the letter's own words, or the mail's From.

Every part of those that could be a firm's name is weighed: a legal form tells most, then the mail's domain ("Yard
Manager, South Quay Timber" of southquaytimber.co.uk), then a word as hotel or `制衣`, then its place beside the name of
the one who signs. The firm that is written to stands in the salutation or the address, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import takewhile

from parsers.letter import Address, Fact, Span, Where
from parsers.people.company_said import MAX_SAID_CHARS, said
from parsers.people.firm_domain import LEAST_DOMAIN_CHARS, domain_name, is_domain, mailbox_words, squashed
from parsers.people.firm_parts import EDGES, behalf, parts_of
from parsers.people.firm_shown import shown
from parsers.people.firm_sound import is_sounded, sounded
from parsers.people.firms import DOMAIN, FIRM, LEGAL, LESS, TRADE, Candidate, Sight, addressed_to
from parsers.people.firms_chinese import han_pieces, is_ours, spoken_of
from parsers.people.firms_latin import MAX_PART_CHARS
from parsers.people.line_kinds import HAN, is_contact, is_greeting
from parsers.people.posts import (
    firm_end,
    has_legal_form,
    is_building,
    is_department,
    is_firm,
    is_latin_post,
    is_place,
    words_of,
)
from parsers.people.sheet import Sheet
from parsers.people.signatory import display_name, is_mailbox_of
from parsers.text.folding import folded
from parsers.text.lines import Line
from parsers.text.wording import any_set, one_of, whole_word, word_set

MAX_SAID_WORDS = 6  # of a firm's name
_BEHALF, _FIELD = 8, 8
_BRACKETS = re.compile(r"\s{0,3}[【\[〔(]([^】\]〕)]{3,40})[】\]〕)]")
_WORD = re.compile(r"[^\s|/;@\d][^\s|/;@]*")
_SUBJECT_PART = re.compile(r"(?:(?! [-–—] )[^,:;()|/–—]){3,60}")
_COLON = re.compile(r"[:：】]")
_FIGURES = re.compile(r"\d{4}")
_LONGEST_TOLD = 16  # characters of a Chinese name in a form's field
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9&'’.,() -]{3,}$")


def read_company(
    sheets: Sequence[Sheet], sender: Address | None, name: Fact[str] | None, subject: str = ""
) -> Fact[str] | None:
    """The firm the writer writes for, the one that is told best; None when none is."""
    for sheet in sheets:
        addressed = " ".join(line.plain.lower() for line in sheet.addressee)
        sight = Sight(
            _own_name(name, sender),
            display_name(sender),
            domain_name(sender),
            addressed,
            sheet.signed,
            mailbox_words(sender),
            subject,
        )
        best: Candidate | None = None
        for most, source in _SOURCES:
            if best is None or best.weight < most:
                best = _heavier(best, source(sheet, sight))
        best = _by_sound(best, sheet, sight)
        if best:
            return _house_of(best, sheet, sight).fact
    return None


def _own_name(name: Fact[str] | None, sender: Address | None) -> str:
    """The name of who signs; "" where that is the From's, and a firm: "Hall Bay College"."""
    if name is None:
        return ""
    own = name.value
    if sender is None or HAN.search(own) or len(words_of(own)) == 1:
        return own
    if not mailbox_words(sender).isdisjoint(words_of(own)) or is_mailbox_of(own, sender.address.lower().split("@")[0]):
        return own
    house = own == display_name(sender) and is_firm(own)
    return "" if house or squashed(own) == domain_name(sender).replace("-", "") else own


def _by_sound(best: Candidate | None, sheet: Sheet, sight: Sight) -> Candidate | None:
    """The firm whose name the domain spells, unless the best one has that name or a legal form."""
    if best and best.weight >= LEGAL:
        return best
    spelt = _heavier(None, sounded(sheet, sight))
    if best and spelt and not spelt.fact.spans and best.weight >= FIRM - LESS:
        return best  # the From alone says so, and may be short for what the letter tells: `市三院`
    if best and spelt and is_sounded(folded(best.fact.value), sight.domain):
        rest = spelt.fact.value.removeprefix(best.fact.value)  # `暖洋热水设备` rather than `暖洋热水`
        whole = rest == spelt.fact.value or is_department(rest) or rest in word_set("sign.stem")
        return best if whole else spelt
    return spelt or best


def _house_of(best: Candidate, sheet: Sheet, sight: Sight) -> Candidate:
    """The letterhead's full name where who signs names only its branch: of `梅园店` `康宁药房（梅园店）`."""
    branch = f"({folded(best.fact.value)})"
    return next((each for each in _in_head(sheet, sight) if folded(each.fact.value).endswith(branch)), best)


def _heavier(best: Candidate | None, others: Iterable[Candidate]) -> Candidate | None:
    for other in others:
        if best is None or other.weight > best.weight:
            best = other
    return best


# ---------------------------------------------------------------- the places


def _in_block(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """The signature: what is announced by "on behalf of", and each part that could be a firm's name."""
    named = bool(sight.name) and any(sight.name in line.text or sight.name in line.plain for line in sheet.block)
    above = False  # the line above says on whose behalf
    for index, line in enumerate(sheet.block):
        plain = line.plain
        if index == 0 and _closes_with_addressee(sheet):
            continue
        if addressed_to(plain, sight) and not has_legal_form(plain):
            continue
        announced = behalf().match(plain)
        if announced and not plain[announced.end() :].strip(" :,"):
            above = True
            continue
        if announced or above:
            start = announced.end() if announced else 0
            yield from (
                Candidate(max(each.weight, _BEHALF), each.fact) for each in parts_of(line, start, sight, loose=True)
            )
            above = False
            continue
        yield from _before_office(line, sight)
        yield from _behind_post(line, sight)
        near = named and (
            sheet.signed or index > 0 or sight.name in line.text or is_firm(plain) or line.text == sight.display
        )
        town = index > 0 and not HAN.search(plain) and _is_town(plain, sheet.block[index - 1].plain)
        below = sheet.block[index + 1].plain if index + 1 < len(sheet.block) else ""
        for each in parts_of(line, 0, sight, loose=near and not town):
            if each.weight > FIRM + 1 or not _is_address(each.fact.value, plain, below):
                yield each


def _is_town(plain: str, above: str) -> bool:
    """Whether the line below an address is rather where that is."""
    return is_place(above) and (" " not in plain or not ("&" in plain or is_contact(above) or is_firm(plain)))


def _is_address(part: str, line: str, below: str) -> bool:
    """`The Old Bakery, 12 High St`: a house that is called so, and where it stands beside it or in the line below."""
    behind = line.rpartition(part)[2].strip(" ,")
    return is_building(part) and is_place(behind or below) and not is_contact(behind or below)


def _before_office(line: Line, sight: Sight) -> Iterator[Candidate]:
    """`Orme Ceramics Warehouse Team`: the words that are the mail's domain, and behind them an office."""
    core, plain = sight.domain.replace("-", ""), line.plain
    if not core or not squashed(plain).startswith(core):
        return
    words = plain.split(" ")
    for count in range(2, min(len(words), MAX_SAID_WORDS)):
        firm = " ".join(words[:count]).rstrip(",")
        if squashed(firm) == core and is_latin_post(" ".join(words[count:])):
            yield Candidate(DOMAIN, line.cut(0, len(firm)))


def _behind_post(line: Line, sight: Sight) -> Iterator[Candidate]:
    """`Kay Orr site manager Tarn Valley Builders 01999 555 018`: on a line without marks, behind the name and the post."""
    plain = line.plain[:MAX_PART_CHARS]
    if not sight.name or not plain.startswith(sight.name + " "):
        return
    words = [*_WORD.finditer(plain, len(sight.name))]
    posts = 0
    known = any_set("sign.job", "sign.field")
    while posts < len(words) and (words[posts][0].islower() or words[posts][0].strip(",.").lower() in known):
        posts += 1
    firm = [*takewhile(lambda word: word[0][:1].isupper() or word[0] in word_set("sign.small"), words[posts:])]
    if not posts or words[posts - 1][0].strip(",.").lower() not in known or not 1 < len(firm) <= MAX_SAID_WORDS:
        return
    part = plain[firm[0].start() : firm[-1].end()]
    if not is_latin_post(part) and not addressed_to(part, sight):
        yield Candidate(
            FIRM if is_firm(part) or is_domain(part, sight) else TRADE, line.cut(firm[0].start(), firm[-1].end())
        )


def _closes_with_addressee(sheet: Sheet) -> bool:
    """`此致` and the firm written to; the writer's own stands below an empty line."""
    block = sheet.block
    if len(block) < 3 or not block[1].gap or not HAN.search(block[0].plain) or not firm_end(block[0].plain):
        return False
    return any(firm_end(piece) for line in block[1:] for _, piece in han_pieces(line.plain, 0))


def _in_head(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """The letterhead: with a company's mark, or in capitals or known by the domain at the very top."""
    contact = any(_is_letterhead(line) for line in sheet.head[1:5])
    for index, line in enumerate(sheet.head):
        if is_greeting(line):
            break
        top = index == 0 and len(sheet.head) > 1 and contact
        for each in parts_of(line, 0, sight, loose=False):
            yield Candidate(each.weight - LESS, each.fact)
        if top and not HAN.search(line.plain) and _CAPITALS.match(line.plain) and not _is_heading(line.plain):
            yield Candidate(TRADE, line.fact(line.text.strip(EDGES)))


def _is_heading(plain: str) -> bool:
    """`WITHOUT PREJUDICE`, `FINAL NOTICE BEFORE ACTION`, an address: what heads a letter, and is no firm."""
    return is_place(plain) or not (has_legal_form(plain) or word_set("sign.heading").isdisjoint(words_of(plain)))


def _is_letterhead(line: Line) -> bool:
    """An address, a telephone or a department below a first line makes that a letterhead."""
    plain = line.plain
    return is_contact(plain) or is_place(plain) or is_latin_post(plain) or _register().search(plain.lower()) is not None


def _in_foot(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    for line in sheet.foot:
        for each in parts_of(line, 0, sight, loose=False):
            if each.weight >= DOMAIN:
                yield Candidate(TRADE + 0.5, each.fact)


def _in_subject(_: Sheet, sight: Sight) -> Iterator[Candidate]:
    """`【万昌印刷】询价`: a firm in brackets that the subject begins with."""
    yield from _house_in_subject(sight)
    match = _BRACKETS.match(folded(sight.subject[:MAX_SAID_CHARS]))
    if match is None or not is_firm(match[1]):
        return
    whole = firm_end(match[1]) == len(match[1]) if HAN.search(match[1]) else len(words_of(match[1])) > 1
    if whole and is_ours(match[1], sight) and not spoken_of(match.string):
        span = Span(*match.span(1), Where.SUBJECT)
        yield Candidate(TRADE - LESS, Fact(sight.subject[span.start : span.end], (span,)))


def _house_in_subject(sight: Sight) -> Iterator[Candidate]:
    """`Whiteboards, St Aidan's Primary` of office@staidans-pri: the house in the subject that the mail comes from."""
    subject = sight.subject[:MAX_SAID_CHARS]
    if not sight.domain or HAN.search(subject):
        return
    for match in _SUBJECT_PART.finditer(subject):
        part = match[0].strip(" -")
        if part[:1].isupper() and len(words_of(part)) > 1 and is_firm(part) and _is_of_domain(part, sight):
            part = _house_at_end(part, sight)
            start = match.start() + match[0].index(part)
            yield Candidate(TRADE - LESS, Fact(part, (Span(start, start + len(part), Where.SUBJECT),)))


def _house_at_end(part: str, sight: Sight) -> str:
    """The last words, if these are the domain: of "StayDesk down at Moss Fell Lodge" the lodge."""
    core, words = sight.domain.replace("-", ""), part.split()[-MAX_SAID_WORDS:]
    ends = (" ".join(words[at:]) for at in range(len(words)))
    return next((end for end in ends if squashed(end) == core and end[0].isupper()), part)


def _is_of_domain(part: str, sight: Sight) -> bool:
    """Whether the domain begins with the part's words, the last of them perhaps cut off: `staidans-pri`."""
    core, run = sight.domain.replace("-", ""), squashed(part)
    return is_domain(part, sight) or (len(core) >= LEAST_DOMAIN_CHARS and run.startswith(core) and " " in part)


def _in_fields(sheet: Sheet, _: Sight) -> Iterator[Candidate]:
    """`公司名称：…`, `Company: …`, `抬头：…`."""
    for line in (*sheet.head, *sheet.body, *sheet.block)[:60]:
        if len(line.text) > MAX_SAID_CHARS or not _COLON.search(line.text):
            continue
        if (writer := _han_writer().match(line.plain)) and firm_end(writer[1]) == len(writer[1]):
            yield Candidate(FIRM, line.cut(*writer.span(1)))
        match = _company_field().search(line.plain)
        if match:
            rest = line.plain[match.end() : match.end() + MAX_PART_CHARS]
            run = re.match(r"[^,;。，；|\t\n\"]{2,60}", rest)
            told = len(run[0]) if run else 0
            han = HAN.search(rest[:8]) is not None
            end = firm_end(rest) or (told if told < _LONGEST_TOLD and _is_han_told(match[0], rest[:told]) else 0)
            end = end if han else told
            if end and (HAN.search(rest[:end]) or is_firm(rest[:end]) or _is_told(match[0], rest[:end])):
                yield Candidate(_FIELD, line.cut(match.end(), match.end() + end))


def _is_han_told(label: str, part: str) -> bool:
    """Whether a form's own field for the firm holds a name: `公司：恒际数据`, and not `公司：无`."""
    asked = label.strip(" :】\t") in word_set("sign.company_asked")
    return (
        asked and len(part) > 1 and part.strip() not in word_set("sign.no_company_told") and not _FIGURES.search(part)
    )


def _is_told(label: str, part: str) -> bool:
    """Whether a form's own field for the firm holds a name, if one that no word marks: `Company name: Highfield Stud`."""
    asked = label.strip(" :\t").lower() in word_set("sign.company_asked")
    return asked and part[:1].isupper() and not is_latin_post(part)


_SOURCES: tuple[
    tuple[float, Callable[[Sheet, Sight], Iterator[Candidate]]], ...
] = (  # the most that each can weigh: one that cannot win is not asked
    (LEGAL, _in_block),
    (LEGAL - LESS, _in_head),
    (_FIELD, _in_fields),
    (FIRM + 0.5, said),
    (TRADE + 0.5, _in_foot),
    (FIRM - LESS, shown),
    (TRADE - LESS, _in_subject),
)


# ---------------------------------------------------------------- the words


@cache
def _register() -> re.Pattern[str]:
    return re.compile(whole_word("sign.register"))


@cache
def _han_writer() -> re.Pattern[str]:
    """`发件人：段思远（禾木传媒）`."""
    return re.compile(
        rf"(?:{one_of('sign.name_label')})\s{{0,3}}:\s{{0,3}}[一-鿿]{{2,4}}\(([一-鿿A-Za-z0-9]{{3,20}})\)"
    )


@cache
def _company_field() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s(,;|【们司我是的]))(?:{one_of('sign.company_label')})\s{{0,3}}[:】]\s{{0,4}}", re.IGNORECASE
    )
