"""What a letter's sentences say of the firm its writer writes for: "I am writing on behalf of …", `我们是…有限公司`.

Words of the lexicon announce it, or it does at a letter's beginning what customers do. Firms of others are spoken of
too, and so what is said weighs less than what is signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.goods.goods_words import thing_at_end
from parsers.people.firm_domain import LEAST_DOMAIN_CHARS, LEAST_SHARE, is_domain, squashed
from parsers.people.firms import FIRM, LESS, LOOSE, TRADE, Candidate, Sight, addressed_to, is_name
from parsers.people.firms_chinese import is_ours
from parsers.people.line_kinds import HAN
from parsers.people.posts import (
    firm_end,
    firm_start,
    is_department,
    is_firm,
    is_latin_post,
    is_mark,
    is_place,
    words_of,
)
from parsers.people.sheet import Sheet
from parsers.people.signatory import looks_like_person
from parsers.text.lines import Line
from parsers.text.wording import any_set, endings, one_of, whole_word, word_set

MAX_SAID_CHARS = 400
MAX_SAID_LINES = 4
MAX_LOWER_LINES = 60
MAX_ONE_WORD_CHARS = 2_000  # of a line in which one word that is the domain is looked for
_LEAST_OF_HOUSE = 3  # characters
_LEAST_CUT = 4  # letters of a domain's last word that is cut off
_RUN = re.compile(r"[^,。;!:\s\"”的]+")
_ASIDE = re.compile(r", ([A-Z][\w&' -]{3,40}),(?= [a-z])")
_END = 240  # characters of a long line in which the writer may sign
_MOST_MARKS = 2
_NEXT = re.compile(r" ([A-Z][a-z]{2,20})(?![\w'’-])")
_QUOTES = '"“「『《'
_CLAUSE_END = re.compile(r"[.,;)]|$")
_PART_OF_WORD = re.compile(r"[\w@-]|\.\w")
_BEFORE_WORD = re.compile(r"[\w@./-]")
_SPOKEN = re.compile(r"[\w'’&.-]+")


def said(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """`Greetings from Al Noor Trading LLC`, `nasreen from brightspace fitout`, `我们是…有限公司`."""
    lines = [*sheet.addressee, *sheet.body[:MAX_SAID_LINES], *sheet.body[MAX_SAID_LINES:][-2:]]
    for line in lines:
        plain = line.plain[:MAX_SAID_CHARS]
        if HAN.search(plain):
            yield from _said_in_chinese(line, plain, sight)
            continue
        yield from _said_in_latin(line, plain, sight)
        if sight.domain and (spoken := _by_domain_within(line, sight)):
            yield spoken
    yield from _by_domain_below(sheet, sight)


def _by_domain_within(line: Line, sight: Sight) -> Candidate | None:
    """At the beginning of a line, at its end, or anywhere in one word."""
    ends = len(line.plain) - _END
    return _by_domain(line, 0, sight) or _by_domain(line, ends, sight) or _by_one_word(line, sight)


def _by_domain_below(sheet: Sheet, sight: Sight) -> Iterator[Candidate]:
    """Lower down in the letter: a signature above what is passed on."""
    for line in sheet.body[MAX_SAID_LINES:-2][:MAX_LOWER_LINES] if sight.domain else ():
        spoken = _by_domain(line, 0, sight) if len(line.text) <= MAX_SAID_CHARS else None
        if spoken or (spoken := _by_one_word(line, sight)):
            yield spoken


def _by_one_word(line: Line, sight: Sight) -> Candidate | None:
    """A word with a capital letter that is the whole domain: "at StageCrowd Solutions we", none of the writer's names."""
    core = sight.domain
    at = line.plain[:MAX_ONE_WORD_CHARS].lower().find(core) if len(core) >= LEAST_DOMAIN_CHARS else -1
    plain = line.plain
    if at < 0 or not plain[at].isupper() or core in words_of(f"{sight.name} {sight.display}"):
        return None
    end = at + len(core)
    if _PART_OF_WORD.match(plain, end) or (at and _BEFORE_WORD.match(plain, at - 1)):
        return None
    marked = _marked_end(plain, at, end)
    return None if addressed_to(plain[at:marked], sight) else Candidate(TRADE - LESS, line.cut(at, marked))


def _said_in_chinese(line: Line, plain: str, sight: Sight) -> Iterator[Candidate]:
    """`我们是…有限公司`, `我这边是花莲的民宿「云栖小筑」`, `我们光合新能源负责…`, `市一院检验科今日收到…`."""
    for match in _han_said().finditer(plain):
        run = _RUN.match(plain, match.end(), match.end() + 30)
        end = (firm_end(run[0]) or firm_start(run[0])) if run else 0
        firm = plain[match.end() : match.end() + end]
        if end and is_ours(firm, sight) and not _is_generic(firm):
            yield Candidate(FIRM + 0.5, line.cut(match.end(), match.end() + end))
        if mixed := _mixed().match(plain, match.end()):
            yield Candidate(FIRM + 0.5, line.cut(*mixed.span("firm")))
        for pattern in (_han_quoted(), _han_of_post()):
            told = pattern.match(plain, match.end() - (match[0][-1] in _QUOTES))
            if told and is_ours(told[1], sight) and _is_house(told[1]):
                yield Candidate(TRADE - LESS, line.cut(*told.span(1)))
        if called := _han_called().match(plain, match.end()):
            yield Candidate(FIRM, line.cut(*called.span(1)))
    for weight, pattern in ((TRADE, _han_acting()), (TRADE - LESS, _han_getting())):
        for match in pattern.finditer(plain):
            end = firm_end(match[1])
            firm, rest = match[1][:end], match[1][end:]
            named = weight == TRADE or not (thing_at_end(firm) == "ware" or _is_generic(firm))
            if named and end and (not rest or is_department(rest)) and is_ours(firm, sight):
                yield Candidate(weight, line.cut(match.start(1), match.start(1) + end))


@cache
def _mixed() -> re.Pattern[str]:
    """`越南胡志明市的 Hoa Phat Long 进口有限公司`: a name in Latin letters, and what it is in Chinese."""
    forms = one_of("sign.company_form", "sign.han_form")
    return re.compile(rf"[一-鿿]{{0,12}} ?(?P<firm>(?:[A-Z][\w&.'-]{{1,20}} ?){{1,4}}[一-鿿]{{0,8}}?(?:{forms}))")


def _said_in_latin(line: Line, plain: str, sight: Sight) -> Iterator[Candidate]:
    """`Ashwell Parish Council ordered two benches`, `Fay from Orrin Pottery here`, `I am writing on behalf of …`."""
    begun = _said_name().match(plain)
    if begun and is_firm(begun[0]) and _latin_getting().match(plain, _behind_aside(plain, begun.end())):
        firm = _said_part(line, begun, sight)
        if firm and not addressed_to(firm.fact.value, sight):
            yield Candidate(TRADE - LESS, firm.fact)
    start = _named_from(plain, sight)
    named = _said_name().match(plain, start) if start else None
    firm = _said_part(line, named, sight) if named else None
    if firm and not addressed_to(firm.fact.value, sight):
        yield firm
    yield from _own_house(line, plain, sight)
    for match in _latin_said().finditer(plain):
        run = _said_name().match(plain, match.end())
        each = _said_part(line, run, sight) if run else None
        told = _is_said(match) or (match["named"] and " " in (each.fact.value if each else ""))
        if each and _is_shouted(each, match[0]):
            continue
        if each and (each.weight > LOOSE or told or set(words_of(match[0])) & word_set("sign.job")):
            yield each


def _own_house(line: Line, plain: str, sight: Sight) -> Iterator[Candidate]:
    """`our restaurant De Gouden Lepel`, `my tea shop, The Copper Kettle,`: whose it is, what it is, and its name."""
    for match in _house_kind().finditer(plain):
        run = _said_name().match(plain, match.end())
        firm = run[0].rstrip(" ,.") if run and is_mark(match["kind"]) else ""
        if town := _where().search(firm):
            firm = firm[: town.start()]
        ends = _CLAUSE_END.match(plain, match.end() + len(firm)) is not None
        person = looks_like_person(firm) and not ends  # "our restaurant Maria Lopez told us"
        named = " " in firm and not (is_latin_post(firm) or is_place(firm) or person)
        if named and words_of(firm)[0] not in any_set("sign.title", "sign.job") and not addressed_to(firm, sight):
            yield Candidate(TRADE - LESS, line.cut(match.end(), match.end() + len(firm)))


def _behind_aside(plain: str, at: int) -> int:
    """Where the sentence goes on behind a department: `Northmere Hospital, Department of Pharmacy, wishes to …`."""
    aside = _ASIDE.match(plain, at)
    return aside.end() if aside and is_latin_post(aside[1]) else at


def _is_shouted(each: Candidate, said: str) -> bool:
    """`We are SHUT`, `I am FURIOUS with Harbour Lamps`: a word in capitals that says how it is, and no name."""
    words = [word for word in said.split() if len(word) > 2]
    firm = each.fact.value
    return (each.weight == LOOSE and " " not in firm and firm.isupper()) or (
        words[-1:] == ["with"] and words_of(said)[-2] not in any_set("sign.job", "sign.field")
    )


def _is_said(match: re.Match[str]) -> bool:
    """Whether nothing but a firm is announced: "we are", "I am writing on behalf of"."""
    return bool(match["said"]) or match[0].lower().rstrip().endswith(endings("sign.company_said"))


def _is_generic(firm: str) -> bool:
    """`快递公司`, `我公司`: some firm, and none by name."""
    return (
        firm.startswith(endings("sign.we"))
        or _generic().fullmatch(firm) is not None
        or _some_firm().match(firm) is not None
    )


def _named_from(plain: str, sight: Sight) -> int:
    """Where in `Hello, Fay from Orrin Pottery here` the firm begins, if she is the one who signs; 0 for nowhere."""
    given = words_of(sight.name)[:1]
    for match in _named_link().finditer(plain[:MAX_SAID_CHARS]):
        if words_of(match[1])[:1] == given:
            return match.end()
    return 0


def _said_part(line: Line, run: re.Match[str], sight: Sight) -> Candidate | None:
    part = run[0].rstrip(" ,.")
    if town := _where().search(part):
        part = part[: town.start()]
    words = words_of(part)
    if not words or words[0] in word_set("sign.title") or part == "I":
        return None
    if is_name(part, sight) and not is_firm(part) and not is_domain(part, sight):
        return None
    weight = FIRM if is_firm(part) or is_domain(part, sight) else LOOSE
    return Candidate(weight, line.cut(run.start(), run.start() + len(part)))


def _by_domain(line: Line, first_char: int, sight: Sight) -> Candidate | None:
    """Words of a sentence that together are the domain's name or begin it, in whatever case they are written."""
    core = sight.domain.replace("-", "")
    core = core.removeprefix("the") if len(core) >= LEAST_DOMAIN_CHARS + 3 else core
    if first_char < 0 or len(core) < LEAST_DOMAIN_CHARS:
        return None
    plain = line.plain[: first_char + MAX_SAID_CHARS]
    if core[:2] not in plain[first_char:].lower():
        return None
    words = list(_SPOKEN.finditer(plain, first_char))
    for first in range(len(words)):
        if not squashed(words[first][0]) and not sight.domain.startswith(words[first][0].lower()):
            continue  # "the Inkfold"
        joined = ""
        for last in range(first, min(first + 5, len(words))):
            rest = core[len(joined) :]
            more = joined + _spelt(words[last][0], rest)
            if len(rest) >= _LEAST_CUT and last > first and more.startswith(core):
                more = core  # "Marlow Scaffolding" of marlowscaffold
            if not core.startswith(more):
                break
            joined = more
            enough = len(joined) >= max(LEAST_DOMAIN_CHARS, LEAST_SHARE * len(core))
            firm = plain[words[first].start() : words[last].end()].rstrip(".")
            after = squashed(words[last + 1][0]) if last + 1 < len(words) else ""
            longer = after and core.startswith(joined + after)
            if enough and not longer and last > first and firm.lower() != sight.name.lower():
                end = _marked_end(plain, words[first].start(), words[first].start() + len(firm))
                return Candidate(TRADE, line.cut(words[first].start(), end))
    return None


def _spelt(word: str, rest: str) -> str:
    """The word as the rest of a domain may have it: of devlinandson the "and", too."""
    lower = "and" if word == "&" else word.lower()
    return lower if lower in {"and", "the"} and rest.startswith(lower) else squashed(word)


def _marked_end(plain: str, start: int, end: int) -> int:
    """Where the name ends that goes on with words by which a firm is known: "Brightside Quarry Services" of brightsidequarry."""
    for _ in range(_MOST_MARKS):
        if form := _form_behind().match(plain, end):
            return form.end()
        more = _NEXT.match(plain, end)
        if more is None or not (is_mark(more[1].lower()) or is_firm(f"{plain[start:end]} {more[1]}")):
            break
        end = more.end()
    return end


# ---------------------------------------------------------------- the words


@cache
def _form_behind() -> re.Pattern[str]:
    """A legal form behind a name: ` sp. z o.o.`."""
    return re.compile(rf",? (?=[A-Z&]|[a-z]{{1,3}}\.)(?i:{one_of('sign.legal_form')})(?!\w)\.?")


@cache
def _han_said() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.we_are')})\s?[\"“「]?")


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.generic')}){{1,2}}(?:{one_of('sign.company', 'sign.company_end')})?")


@cache
def _some_firm() -> re.Pattern[str]:
    """`长沙一家做安防工程`: where it is, and that it is one of many."""
    return re.compile(rf"[一-鿿]{{0,6}}?(?:{one_of('sign.some_firm')})(?!人|亲)")


@cache
def _han_called() -> re.Pattern[str]:
    """`花莲的民宿「云栖小筑」`: a kind of house, and its name."""
    kinds = one_of("sign.company", "sign.trade")
    return re.compile(
        rf"[^,。;!:\s\"]{{0,10}}?(?:{kinds})(?:,?(?:{one_of('sign.called')}))?[「『\"《]([^」』\"》,。]{{2,12}})[」』\"》]"
    )


def _is_house(name: str) -> bool:
    """Whether a name that nothing marks could be a house's: no person, no place, nothing that is meant by "this"."""
    if HAN.search(name) is None:
        return name[:1].isupper()
    other = name.startswith(endings("sign.no_house")) or is_place(name) or looks_like_person(name)
    return len(name) >= _LEAST_OF_HOUSE and not (other or is_department(name) or _is_generic(name))


@cache
def _han_quoted() -> re.Pattern[str]:
    """What it is, and the name in quotes: `美食自媒体"觅食地图"的 Kevin`."""
    return re.compile(r"[一-鿿]{0,10}[「『\"《]([^」』\"》,。]{3,12})[」』\"》](?=的)")


@cache
def _han_of_post() -> re.Pattern[str]:
    """The firm, and which post of it the writer holds: `脉动赛事的商务负责人蒋睿`."""
    posts, stems = one_of("sign.section", "sign.job"), one_of("sign.stem")
    return re.compile(
        rf" ?([A-Z][\w&.-]{{1,20}}(?: [A-Z][\w&.-]{{1,20}}){{0,2}}|[一-鿿A-Za-z0-9]{{3,14}}?) ?(?:新来的|的) ?"
        rf"(?:{stems}){{0,3}}(?:{posts})(?=[一-鿿]{{0,3}}(?:[,。!;、(]|$))"
    )


@cache
def _han_acting() -> re.Pattern[str]:
    """What stands between `我们` and what that firm does."""
    return re.compile(rf"(?:{one_of('sign.we')})([一-鿿A-Za-z0-9()]{{4,16}}?)(?={one_of('sign.acts')})")


@cache
def _han_getting() -> re.Pattern[str]:
    """What a sentence begins with that tells what somebody got, and when."""
    when, what = one_of("sign.got"), one_of("sign.got_what")
    return re.compile(
        rf"(?:^|(?<=[。!]))([一-鿿A-Za-z0-9()]{{3,16}}?)(?=(?:(?:{when}|\d)[^,。;!]{{0,12}}?)?(?:{what}))"
    )


@cache
def _latin_getting() -> re.Pattern[str]:
    return re.compile(rf" {whole_word('sign.got')}")


@cache
def _house_kind() -> re.Pattern[str]:
    """Whose house it is, and which kind: "our restaurant ", "my tea shop, "."""
    return re.compile(
        rf"(?<!\w)(?i:{one_of('sign.own_house')}) (?:[a-z]{{2,12}} )?(?P<kind>[a-z]{{3,14}}),? (?=[A-ZÀ-Þ])"
    )


@cache
def _named_link() -> re.Pattern[str]:
    """A name at the start of a letter or behind a greeting, and what links it with the firm."""
    return re.compile(
        rf"(?:^|(?<=[,!.] ))([A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?) (?:{one_of('sign.of')}) (?:the )?(?=[A-ZÀ-Þ])"
    )


@cache
def _where() -> re.Pattern[str]:
    """`The Tin Whistle in Orrin`: a town behind the name."""
    return re.compile(rf" (?:{one_of('sign.where')}) ")


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
    word = r"[A-ZÀ-Þ](?:[\w'’&/-]|\.(?=\w)){0,24}(?:(?<!\w{4})\.)?"
    between = rf"(?:{word}|&|(?:{one_of('sign.small', 'sign.particle')})(?= [A-ZÀ-Þ]))"
    return re.compile(
        rf"{word}(?:(?! (?:and|&) I(?!\w)) {between}){{0,7}}(?:, ?(?=[A-Z&])(?i:{one_of('sign.legal_form')})(?!\w)\.?)?"
    )
