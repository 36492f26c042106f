"""For which firm somebody writes: from the signature, the letterhead, the letter's own words, or the mail's From.

Every part of those that could be a firm's name is weighed: a legal form tells most, then the mail's domain ("Yard
Manager, South Quay Timber" of southquaytimber.co.uk), then a word as hotel or `制衣`, then its place beside the name of
the one who signs. The firm that is written to stands in the salutation or the address, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from parsers.firms import (
    DOMAIN,
    EDGES,
    FIRM,
    LEAST_SHARE,
    LEGAL,
    LOOSE,
    MAX_PART_CHARS,
    TRADE,
    Candidate,
    Sight,
    addressed_to,
    behalf,
    domain_name,
    han_pieces,
    is_domain,
    is_name,
    mailbox_words,
    not_ours,
    parts_of,
    squashed,
)
from parsers.folding import folded
from parsers.letter import Address, Fact
from parsers.lines import Line
from parsers.posts import firm_end, firm_start, has_legal_form, is_firm, is_latin_post, is_place, words_of
from parsers.sheet import HAN, Sheet, is_contact, is_greeting
from parsers.signatory import display_name, looks_like_person
from parsers.wording import any_set, one_of, whole_word, word_set

MAX_SAID_CHARS = 400
MAX_SAID_LINES = 4
MAX_SAID_WORDS = 6  # of a firm's name
LEAST_DOMAIN_CHARS = 5  # of a domain that is compared with what was written
_BEHALF, _FIELD = 8, 8
_LESS = 1.5  # for what stands elsewhere than in the signature
_COLON = re.compile(r"[:：】]")
_RUN = re.compile(r"[^,。;!:\s\"”的]+")
_SPOKEN = re.compile(r"[\w'’&.-]+")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9&'’.,() -]{3,}$")


def read_company(sheets: Sequence[Sheet], sender: Address | None, name: Fact[str] | None) -> Fact[str] | None:
    """The firm the writer writes for, the one that is told best; None when none is."""
    for sheet in sheets:
        addressed = " ".join(line.plain.lower() for line in sheet.addressee)
        sight = Sight(
            name.value if name else "",
            display_name(sender),
            domain_name(sender),
            addressed,
            sheet.signed,
            mailbox_words(sender),
        )
        best: Candidate | None = None
        for most, source in _SOURCES:
            if best is None or best.weight < most:
                best = _heavier(best, source(sheet, sight))
        if best:
            return _house_of(best, sheet, sight).fact
    return None


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
        near = named and (sheet.signed or index > 0 or sight.name in line.text or is_firm(plain))
        town = index > 0 and " " not in plain and is_place(sheet.block[index - 1].plain) and not HAN.search(plain)
        yield from parts_of(line, 0, sight, loose=near and not town)


def _before_office(line: Line, sight: Sight) -> Iterator[Candidate]:
    """`Orme Ceramics Warehouse Team`: the words that are the mail's domain, and behind them an office."""
    core, words = sight.domain.replace("-", ""), line.plain.split(" ")
    for count in range(2, min(len(words), MAX_SAID_WORDS)):
        firm = " ".join(words[:count])
        if core and squashed(firm) == core and is_latin_post(" ".join(words[count:])):
            yield Candidate(DOMAIN, line.cut(0, len(firm)))


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
            yield Candidate(each.weight - _LESS, each.fact)
        if top and not HAN.search(line.plain) and _CAPITALS.match(line.plain) and not is_place(line.plain):
            yield Candidate(TRADE, line.fact(line.text.strip(EDGES)))


def _is_letterhead(line: Line) -> bool:
    """An address, a telephone or a department below a first line makes that a letterhead."""
    plain = line.plain
    return is_contact(plain) or is_place(plain) or is_latin_post(plain) or _register().search(plain.lower()) is not None


def _in_foot(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    for line in sheet.foot:
        for each in parts_of(line, 0, sight, loose=False):
            if each.weight >= DOMAIN:
                yield Candidate(TRADE + 0.5, each.fact)


def _in_display(_: Sheet, sight: Sight) -> Iterator[Candidate]:
    """The From: `佛山粤通物流-阿坤`, `The Copper Pan Cafe`; never a person's name or a department alone."""
    display = sight.display
    if not display:
        return
    words = display.split()
    if len(words) > 1 and _is_house(display, sight):
        yield Candidate(FIRM - _LESS, Fact(display))
    for count in range(len(words), 0, -1):
        if sight.domain and squashed(" ".join(words[:count])) == sight.domain.replace("-", "") and count < len(words):
            yield Candidate(FIRM - _LESS, Fact(" ".join(words[:count])))
    role = len(words) == 1 and not HAN.search(display) and (is_firm(display) or is_latin_post(display))
    if role or looks_like_person(display):
        return
    unaddressed = replace(sight, addressed="")
    for each in parts_of(Line(0, display), 0, unaddressed, loose=True):
        if each.weight > LOOSE or (each.weight == LOOSE and each.fact.value != sight.name):
            yield Candidate(min(each.weight, FIRM) - _LESS, Fact(each.fact.value))
    kept = _without_office(words)
    if kept and len(kept) < len(words) and not HAN.search(display):
        firm = " ".join(kept)
        yield Candidate(LOOSE - 2 if not is_firm(firm) else LOOSE, Fact(firm))


def _is_house(display: str, sight: Sight) -> bool:
    """Whether the From is the domain's name and the mailbox none of a person's: "Marlow Roasters" of hello@marlowroasters."""
    run = squashed(display)
    return len(run) >= LEAST_DOMAIN_CHARS and is_domain(display, sight) and not (set(words_of(display)) & sight.mailbox)


def _without_office(words: list[str]) -> list[str]:
    """`The GrowthPulse Team`, `Vendor Corp Billing`: the firm without what of it writes."""
    office = any_set("sign.field", "sign.job", "sign.bulletin")
    kept = words[1:] if words[0].lower() == "the" else words
    while kept and ((last := kept[-1].lower().strip(".,-–—:")) in office or last in {"", "&"}):
        kept = kept[:-1]
    return kept


def _said(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """`Greetings from Al Noor Trading LLC`, `nasreen from brightspace fitout`, `我们是…有限公司`."""
    lines = [*sheet.addressee, *sheet.body[:MAX_SAID_LINES], *sheet.body[MAX_SAID_LINES:][-2:]]
    for line in lines:
        plain = line.plain[:MAX_SAID_CHARS]
        if HAN.search(plain):
            for match in _han_said().finditer(plain):
                run = _RUN.match(plain, match.end(), match.end() + 30)
                end = (firm_end(run[0]) or firm_start(run[0])) if run else 0
                firm = plain[match.end() : match.end() + end]
                if end and not addressed_to(firm, sight) and not not_ours(firm):
                    yield Candidate(FIRM + 0.5, line.cut(match.end(), match.end() + end))
            continue
        for match in _latin_said().finditer(plain):
            run = _said_name().match(plain, match.end())
            each = _said_part(line, run, sight) if run else None
            told = match["said"] or (match["named"] and " " in (each.fact.value if each else ""))
            if each and (each.weight > LOOSE or told or set(words_of(match[0])) & word_set("sign.job")):
                yield each
        if sight.domain and (spoken := _by_domain(line, plain, sight)):
            yield spoken


def _said_part(line: Line, run: re.Match[str], sight: Sight) -> Candidate | None:
    part = run[0].rstrip(" ,.")
    if not part or words_of(part)[:1] == [] or words_of(part)[0] in word_set("sign.title"):
        return None
    if is_name(part, sight) and not is_firm(part) and not is_domain(part, sight):
        return None
    weight = FIRM if is_firm(part) or is_domain(part, sight) else LOOSE
    return Candidate(weight, line.cut(run.start(), run.start() + len(part)))


def _by_domain(line: Line, plain: str, sight: Sight) -> Candidate | None:
    """Words of a sentence that together are the domain's name or begin it, in whatever case they are written."""
    core = sight.domain.replace("-", "")
    if len(core) < LEAST_DOMAIN_CHARS or core[:2] not in plain.lower():
        return None
    words = list(_SPOKEN.finditer(plain))
    for first in range(len(words)):
        joined = ""
        for last in range(first, min(first + 5, len(words))):
            more = joined + squashed(words[last][0])
            if not core.startswith(more):
                break
            joined = more
            enough = len(joined) >= max(LEAST_DOMAIN_CHARS, LEAST_SHARE * len(core))
            firm = plain[words[first].start() : words[last].end()].rstrip(".")
            after = squashed(words[last + 1][0]) if last + 1 < len(words) else ""
            longer = after and core.startswith(joined + after)
            if enough and not longer and last > first and firm.lower() != sight.name.lower():
                return Candidate(TRADE, line.cut(words[first].start(), words[first].start() + len(firm)))
    return None


def _in_fields(sheet: Sheet, _: Sight) -> Iterator[Candidate]:
    """`公司名称：…`, `Company: …`, `抬头：…`."""
    for line in (*sheet.head, *sheet.body, *sheet.block)[:60]:
        if len(line.text) > MAX_SAID_CHARS or not _COLON.search(line.text):
            continue
        match = _company_field().search(line.plain)
        if match:
            rest = line.plain[match.end() : match.end() + MAX_PART_CHARS]
            run = re.match(r"[^,;。，；|\t\n\"]{2,60}", rest)
            end = firm_end(rest) if HAN.search(rest[:8]) else (len(run[0]) if run else 0)
            if end and (HAN.search(rest[:end]) or is_firm(rest[:end]) or _is_told(match[0], rest[:end])):
                yield Candidate(_FIELD, line.cut(match.end(), match.end() + end))


def _is_told(label: str, part: str) -> bool:
    """Whether a form's own field for the firm holds a name, if one that no word marks: `Company name: Highfield Stud`."""
    asked = label.strip(" :\t").lower() in word_set("sign.company_asked")
    return asked and part[:1].isupper() and not is_latin_post(part)


_SOURCES: tuple[
    tuple[float, Callable[[Sheet, Sight], Iterator[Candidate]]], ...
] = (  # the most that each can weigh: one that cannot win is not asked
    (LEGAL, _in_block),
    (LEGAL - _LESS, _in_head),
    (_FIELD, _in_fields),
    (FIRM + 0.5, _said),
    (TRADE + 0.5, _in_foot),
    (FIRM - _LESS, _in_display),
)


# ---------------------------------------------------------------- the words


@cache
def _register() -> re.Pattern[str]:
    return re.compile(whole_word("sign.register"))


@cache
def _company_field() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[\s(,;|【们司我是的]))(?:{one_of('sign.company_label')})\s{{0,3}}[:】]\s{{0,4}}", re.IGNORECASE
    )


@cache
def _han_said() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.we_are')})\s?[\"“「]?")


@cache
def _latin_said() -> re.Pattern[str]:
    """What announces the writer's firm, or a person's name and "from" before it."""
    said = "|".join(sorted((w for w in word_set("sign.company_said")), key=len, reverse=True)) or "(?!)"
    self_words = "|".join(
        sorted(
            (w for w in any_set("sign.from_phrase", "sign.ask_for", "sign.work_said") if w.isascii()),
            key=len,
            reverse=True,
        )
    )
    links = one_of("sign.company_link")
    return re.compile(
        rf"(?<![A-Za-z])(?P<said>(?i:{said}))[,:]? (?:the )?|(?<![A-Za-z])(?i:{self_words or '(?!)'}) (?:(?i:{self_words or '(?!)'}) )?(?:(?P<named>(?:[A-ZÀ-Þ][\w'’.-]{{1,20}} ){{1,3}})(?:here )?(?:(?:{links}) (?:the )?|\()"
        rf"|(?:[\w'’.-]{{1,20}} ){{1,6}}(?:{links}) (?:the )?|(?:[\w'’.-]{{1,20}} ){{1,3}}\()"
    )


@cache
def _said_name() -> re.Pattern[str]:
    """Capitalised words, and small ones between them: `Al Noor Lubricants Trading LLC`."""
    word = r"[A-ZÀ-Þ](?:[\w'’&/-]|\.(?=\w)){0,24}(?:(?<![\w.][\w]{4})(?<!\w{5})\.)?"
    between = rf"(?:{word}|&|(?:{one_of('sign.small', 'sign.particle')})(?= [A-ZÀ-Þ]))"
    return re.compile(rf"{word}(?: {between}){{0,7}}(?:, ?(?:{one_of('sign.legal_form')})(?!\w)\.?)?", 0)
