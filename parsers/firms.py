"""The parts of a line that could be a firm's name, each weighed by what marks it as one.

A legal form tells most, then the mail's domain, then a word as hotel or `制衣`, then only that the part is nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.goods_words import thing_at_end
from parsers.letter import Address, Fact
from parsers.lines import Line
from parsers.persons_chinese import person_of_post, person_start
from parsers.posts import (
    RECENT,
    department_start,
    firm_end,
    has_legal_form,
    is_department,
    is_firm,
    is_latin_post,
    is_mark,
    is_place,
    words_of,
)
from parsers.sheet import HAN, is_closing, is_contact
from parsers.signatory import looks_like_person
from parsers.wording import any_set, endings, one_of, whole_word, word_set

MAX_PART_CHARS = 70
MAX_LINE_CHARS = 200  # of a line that are looked at
LEAST_DOMAIN_CHARS = 5  # of a domain that is compared with what was written
LEAST_SHARE = 0.6  # of the domain's characters that a shorter form must have
_LEAST_SHARED = 6  # characters that both begin with
_SHORTEST_PIECE = 3  # of a domain's name in pieces: hale-lighting
# Domains of mailbox providers say nothing of a firm.
_PROVIDERS = frozenset(
    ["example", "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "aol", "icloud", "me", "mac", "gmx", "web", "mail", "email", "mailbox", "proton", "protonmail", "pm", "fastmail", "zoho", "yandex", "qq", "foxmail", "vip", "163", "126", "yeah", "sina", "sohu", "139", "189", "tom", "aliyun", "btinternet", "sky", "virginmedia", "comcast", "verizon", "orange", "free", "wanadoo", "libero", "t-online", "naver", "daum", "rediffmail", "com", "net", "org", "co", "gov", "edu", "ac"]
)  # fmt: skip
LEGAL, DOMAIN, FIRM, TRADE, LOOSE = 10, 9, 6, 5, 3  # what a mark weighs
LESS = 1.5  # for what stands elsewhere than in the signature
_SEPARATORS = re.compile(r"\s*(?:[|•]|·(?!\S)|\s[-–—@]\s|\s/{1,2}\s| {3,}|\t|;)\s*")
_SEPARATING = re.compile(r"[|•·@/;\t–—-]")  # what all of these but a wide space have
_LATIN_WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]")
_THREE_DIGITS = re.compile(r"\d{3}")
_COMMA = re.compile(r",\s*")
# A full stop between words, which is none of an abbreviation's: "…, Bristol. Tel".
_SENTENCE_END = re.compile(r"\.(?<=[a-z]{4}\.)\s+(?=[A-Z])")
_HAN_SEPARATORS = re.compile(r"[\s|/,;:~*_<>【】\[\]。!★☆@]+|(?<=[一-鿿)])-(?=[一-鿿])|-{2,}")
_BRACKETED = re.compile(r"(?<=\S) \((?:[^()]{3,60}|[一-鿿]{2})\)$")
_PARTNERS = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’-]+, ){1,3}[A-ZÀ-Þ][\w'’-]+,? (?:&|and) [A-ZÀ-Þ][\w'’-]+"
)  # `Vane, Mottram & Pye`
_ALL_HAN = re.compile(r"[一-鿿A-Za-z()&·]+")
_DIGIT = re.compile(r"\d")
_WEB = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")  # the domain itself
_NUMBER_BEHIND = re.compile(r":\s{0,3}[\d(+]")  # `订货咨询：021-…`
_BRANCH = re.compile(r"第?\d")
_OF_PERSON = re.compile(r"([一-鿿A-Za-z]{3,20})\(([一-鿿]{3,8})\)")
_PERSON_OF = re.compile(r"([一-鿿]{2,4})\(([一-鿿A-Za-z]{3,20})\)")  # `王静(绿野农机)`
_OF_WORDS = 0.5  # for what is a house rather than a department: "Biomedical Engineering, St Anne Hospital"; and for a loose part of several words: above a firm often stands its writer's calling, "Cellarer"
MAX_LOOSE_WORDS = 6  # of a part that no word marks
_MOST_OF_HONOURS = 6
_LEAST_LOOSE = 4
_MOST_OF_NAME = 3  # characters of a Chinese name
EDGES = " -–—*_\"'“”~=>"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A part that could be the firm's name, and what tells for it."""

    weight: float
    fact: Fact[str]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known before: who signs, what the domain is called, which names belong to the one written to."""

    name: str
    display: str
    domain: str
    addressed: str
    signed: bool
    mailbox: frozenset[str] = frozenset()
    subject: str = ""


# ---------------------------------------------------------------- the parts of a line


def parts_of(line: Line, start: int, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """Each part of the line that could be a firm's name. `loose`: also one that is only nothing else."""
    plain = line.plain[: start + MAX_LINE_CHARS]
    if not plain.isascii() and HAN.search(plain, start):
        yield from _han_parts(line, start, plain, sight, loose=loose)
        if not _LATIN_WORDS.search(plain, start):
            return
    if is_closing(plain) and not is_firm(plain):
        return
    for begin, last in _latin_parts(plain, start):
        first = begin + _behind_name(plain[begin:last], sight)
        part = plain[first:last]
        if HAN.search(part):
            continue
        weight = _latin_weight(part, sight, loose=loose)
        if weight:
            yield Candidate(weight, line.cut(first, last))
        elif is_place(part) and not _is_titled(words_of(part)):
            if not is_latin_post(part) and not part[:1].islower():  # "plot 14"
                return  # behind an address stands no firm
            loose = loose and not _DIGIT.search(part)


def _latin_parts(plain: str, start: int) -> Iterator[tuple[int, int]]:
    """The parts of a line; a comma before a legal form parts nothing: `TANABE KOGU CO., LTD.` is one."""
    at = start
    rest = plain[start:]
    for whole in _SEPARATORS.split(rest) if _SEPARATING.search(rest) or "   " in rest else (rest.strip(),):
        piece = whole
        first = plain.find(piece, at)
        at = first + len(piece)
        behind = _BRACKETED.search(piece) if piece.endswith(")") else None
        bracket = (first + behind.start() + 1, at - 1) if behind else None
        if behind:
            piece = piece[: behind.start()]
            at = first + len(piece)
        begin = first
        for match in _COMMA.finditer(piece) if "," in piece else ():
            comma, after = first + match.start(), first + match.end()
            if _is_form(plain[after:at].split(",", maxsplit=1)[0]) or _PARTNERS.fullmatch(plain[begin:at]):
                continue
            yield from _trimmed(plain, begin, comma)
            begin = after
        yield from _trimmed(plain, begin, at)
        if bracket:
            begin, at = bracket
            for comma in [*_COMMA.finditer(plain, *bracket), None]:
                yield from _trimmed(plain, begin, comma.start() if comma else at)
                begin = comma.end() if comma else at


def _behind_name(part: str, sight: Sight) -> int:
    """Where in `Wes at Wheelhouse Bikes` the firm begins, if he is the one who signs; 0 where it does not."""
    if " " not in part or _announcing_words().isdisjoint(words_of(part)):
        return 0
    match = _named_at().match(part)
    return match.end() if match and set(words_of(match[1])) <= set(words_of(sight.name)) else 0


def _is_form(part: str) -> bool:
    """Whether what stands behind a comma is nothing but a legal form."""
    return _form_alone().match(part.strip()) is not None


def _trimmed(plain: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    part = plain[first:last]
    first += len(part) - len(part.lstrip(EDGES + "(["))
    part = plain[first:last]
    if "." in part and (pair := _SENTENCE_END.search(part)):  # "…, Bristol. Tel 0117 …"
        part = part[: pair.start()]
    part = part.rstrip(EDGES + ":,")
    if part.count("(") < part.count(")"):
        part = part.rstrip(")")
    if part.count("(") > part.count(")"):
        part = part[: part.rfind("(")].rstrip()
    if not _note_words().isdisjoint(words_of(part)) and (note := _registered().search(part.lower())):
        part = part[: note.start()]  # "Mellor Roofing Ltd. Registered in England …"
    if _DIGIT.search(part) and (house := _house().search(part)):  # "Mo's Kebabs 14 Bridge St"
        part = part[: house.start()]
    if team := _team().match(part):  # "The GrowthPulse team"
        first, part = first + team.start(1), team[1]
    lead = _lead(part)
    if part[lead:]:
        yield first + lead, first + len(part)


def _lead(part: str) -> int:
    """The length of what announces the firm: a form's field, those who sign, a post, "on behalf of"."""
    if ":" not in part and _announcing_words().isdisjoint(words_of(part)):
        return 0
    at = 0
    for announcing in (_field(), _all_at(), _post_at(), behalf(), _of()):
        match = announcing.match(part[at:])
        if match and (announcing is not _post_at() or is_latin_post(match[1])):
            at += match.end()
    return at


def _latin_weight(part: str, sight: Sight, *, loose: bool) -> float:
    words = words_of(part)
    if not words or not _could_name(part, words, sight):
        return 0
    count, last = len(words), words[-1]
    upper = (part[0].isupper() or part[0].isdigit()) and part[0] != "0"
    if has_legal_form(part) and upper and count > 1:
        return LEGAL if count <= 9 else 0
    if is_domain(part, sight) and not is_latin_post(part):
        return 0 if _WEB.fullmatch(part) else DOMAIN
    if not upper or is_contact(part) or _THREE_DIGITS.search(part) or _house_number().match(part):
        return 0
    if is_latin_post(part) or not (_is_capital(part) or last in word_set("sign.company")):
        return 0
    if is_firm(part) and 1 < count <= 8 and last not in word_set("sign.street"):
        return FIRM + (0 if word_set("sign.house").isdisjoint(words) else _OF_WORDS)
    return _loose_weight(part, words, sight) if loose else 0


def _could_name(part: str, words: tuple[str, ...], sight: Sight) -> bool:
    """Whether the part is no address of mail, no sentence, no person's name, and not the one written to."""
    if not (3 <= len(part) <= MAX_PART_CHARS) or "@" in part or "www." in part.lower() or part.endswith(("!", "?")):
        return False
    if _is_titled(words) or is_name(part, sight) or not word_set("sign.told").isdisjoint(words):
        return False
    return _no_company().match(part.lower()) is None and not addressed_to(part, sight)


def _is_capital(part: str) -> bool:
    """Whether the last word has a capital letter, or all before it have one: `Curl Factory hairdressers`."""
    before = part.split()
    last = before.pop()
    return last[:1].isupper() or (len(before) > 1 and all(word[:1].isupper() for word in before) and is_mark(last))


def _is_titled(words: tuple[str, ...]) -> bool:
    """Whether the words begin as a person's name does, or are nothing but ranks and honours."""
    return words[0] in word_set("sign.title") or any_set("sign.title", "sign.rank").issuperset(words)


def _loose_weight(part: str, words: tuple[str, ...], sight: Sight) -> float:
    """Of a part that is only nothing else."""
    if len(words) > MAX_LOOSE_WORDS or len(part) < _LEAST_LOOSE:
        return 0
    if part == sight.display and part != sight.name:  # the From says so too
        return TRADE
    abbreviated = len(words) == 1 and part.endswith(".")  # "BA (Hons.)"
    if abbreviated or is_place(part) or words[-1] in word_set("sign.no_name"):
        return 0
    if len(words) == 1 and part.isupper() and len(part) <= _MOST_OF_HONOURS:  # MRICS
        return 0
    if looks_like_person(part) and _is_same_person(part, sight) and not _is_named_after(part, words, sight):
        return 0
    return LOOSE + (_OF_WORDS if len(words) > 1 else 0)


def is_name(part: str, sight: Sight) -> bool:
    """Whether the part is the name of the one who signs, in whatever fullness."""
    if not sight.name:
        return False
    mine, other = set(words_of(sight.name)), set(words_of(part))
    if "&" in part and _is_named_after(part, words_of(part), sight):
        return False
    return bool(mine) and (
        part == sight.name or other <= mine or (mine <= other and len(other) <= len(mine) + 1 and not is_firm(part))
    )


def _is_named_after(part: str, words: tuple[str, ...], sight: Sight) -> bool:
    """`Hobb & Tarn` of Jess Tarn, `Reddy Tree Care` of Tom Reddy: the family's name, and not the given one."""
    mine = words_of(sight.name)
    if len(mine) < 2 or len(words) < 2 or mine[0] in words:
        return False
    return mine[-1] in words if "&" in part else mine[-1] == words[0]


def _is_same_person(part: str, sight: Sight) -> bool:
    return bool(set(words_of(part)) & set(words_of(f"{sight.name} {sight.display}")))


def _han_parts(line: Line, start: int, plain: str, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """The pieces of a Chinese line: a firm's name without the department and the person behind it."""
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
                yield Candidate(LEGAL if legal else FIRM, line.cut(at + _beside_start(piece[:end]), at + end))
        elif loose:
            head = piece[: department_start(piece)]
            weight = _loose_han_weight(pieces, index, head, others) if _could_be_firm(head, sight) else 0
            if weight:
                yield Candidate(weight, line.cut(at, at + len(head)))


def _could_be_firm(head: str, sight: Sight) -> bool:
    """Whether a Chinese piece that bears no mark of a firm is nothing else either."""
    if not 3 <= len(head) <= 10 or head.count("(") != head.count(")") or not _ALL_HAN.fullmatch(head):
        return False
    return not (is_place(head) or looks_like_person(head) or head == sight.name or _not_firm().search(head))


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
        if piece.endswith(endings("sign.seal")):
            for seal in word_set("sign.seal"):
                piece = piece.removesuffix(seal)
        if piece:
            pieces.append((plain.index(piece, at), piece))
        at = match.end() if match else end
    return pieces


def addressed_to(part: str, sight: Sight) -> bool:
    """Whether the part stands in the salutation or in the address of the one written to."""
    lower = part.lower().strip(" ,.:")
    return len(lower) > 2 and lower in sight.addressed


# ---------------------------------------------------------------- the mail's domain


def domain_name(sender: Address | None) -> str:
    """The telling label of the sender's domain in bare letters: `south-quay.co.uk` gives southquay; "" for none."""
    if sender is None:
        return ""
    labels = sender.address.rpartition("@")[2].lower().split(".")[:-1]
    telling = [label for label in labels if label not in _PROVIDERS and len(label) > 2]
    return telling[-1] if telling else ""


def mailbox_words(sender: Address | None) -> frozenset[str]:
    """The words before the @ of the sender's address."""
    return frozenset(re.findall(r"[a-z]+", sender.address.partition("@")[0].lower())) if sender else frozenset()


def is_domain(part: str, sight: Sight) -> bool:
    """Whether the part's words are those of the domain, run together or shortened."""
    domain = sight.domain
    if len(domain.replace("-", "")) < LEAST_DOMAIN_CHARS:
        return False
    run = squashed(part)
    core = _core(domain, run)
    words = run_words(part)
    if len(words) > 1 and len(run) == len(core) and all(len(word) > 1 and word in core for word in words):
        return True  # abbeyfernham: Fernham Abbey
    if core in run or (len(run) >= LEAST_DOMAIN_CHARS and core.startswith(run)):
        return True
    if len(words) > 2 and core in _abridged(words):
        return True
    pieces = [piece for piece in domain.split("-") if len(piece) >= _SHORTEST_PIECE]
    if len(pieces) > 1 and all(piece in run for piece in pieces):
        return True
    shared = 0
    while shared < min(len(core), len(run)) and core[shared] == run[shared]:
        shared += 1
    return shared >= _LEAST_SHARED and shared >= LEAST_SHARE * len(core) and len(words_of(part)) > 1


def _abridged(words: list[str]) -> set[str]:
    """The words run together without one or two between the first and the last: of ellerywindowrestoration also elleryrestoration."""
    inner = words[1:-1][:6]
    return {
        words[0] + "".join(inner[:at] + inner[at + left :]) + words[-1]
        for left in (1, 2)
        for at in range(len(inner) + 1 - left)
    }


def _core(domain: str, run: str) -> str:
    """The domain in one word, without the "and" of an ampersand if `run` is so: of curlupanddye also curlupdye."""
    core = domain.replace("-", "")
    without = core.replace("and", "", 1)
    return without if without in run and len(without) >= LEAST_DOMAIN_CHARS else core


@lru_cache(RECENT)
def squashed(part: str) -> str:
    """The words run together in plain small letters, without "the" and "and": to compare with a domain."""
    return "".join(run_words(part))


def run_words(part: str) -> list[str]:
    """The words in plain small letters, without "the" and "and"."""
    plain = unicodedata.normalize("NFKD", part.lower().replace("ß", "ss").replace("'", "").replace("’", ""))
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
    if words and words[0] == "the":
        words = words[1:]
    return [word for word in words if word != "and"]


@cache
def behalf() -> re.Pattern[str]:
    """What stands before the firm somebody signs for."""
    return re.compile(rf"[(\s]*(?:{one_of('sign.behalf')})(?!\w)\s*:?\s*", re.IGNORECASE)


@cache
def _no_company() -> re.Pattern[str]:
    return re.compile(whole_word("sign.no_company"))


@cache
def _announcing_words() -> frozenset[str]:
    """The last words of what announces a firm."""
    groups = ("sign.all_at", "sign.post_link", "sign.behalf", "sign.of")
    return frozenset(words_of(words)[-1] for words in any_set(*groups) if words_of(words))


@cache
def _team() -> re.Pattern[str]:
    return re.compile(rf"(?:The|the|Your) (.{{3,50}}?) (?i:{one_of('sign.crew')})$")


@cache
def _house_number() -> re.Pattern[str]:
    """`3 Church Walk`: an address, whatever it is called by."""
    return re.compile(rf"\d{{1,4}}[A-Za-z]? .*(?i:{whole_word('sign.address')})$")


@cache
def _house() -> re.Pattern[str]:
    """The same behind a name."""
    return re.compile(rf"(?<=[a-z]) (?=\d{{1,4}}[A-Za-z]? [A-Z][\w' ]*(?i:{whole_word('sign.address')})$)")


@cache
def _field() -> re.Pattern[str]:
    """`Customer: Ravi Textiles`."""
    return re.compile(rf"(?:{one_of('sign.name_mark', 'sign.company_label')})\s{{0,3}}:\s{{0,3}}", re.IGNORECASE)


@cache
def _registered() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w{{3}})[.,;]* (?={whole_word('sign.registered')})")


@cache
def _note_words() -> frozenset[str]:
    """The first words of what is noted behind a firm's name."""
    return frozenset(words_of(words)[0] for words in word_set("sign.registered"))


@cache
def _post_at() -> re.Pattern[str]:
    """A post, and what links it with the firm."""
    return re.compile(
        rf"([A-Za-z][\w ]{{2,30}}?) (?:{one_of('sign.post_link')}) (?:the )?(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])"
    )


@cache
def _named_at() -> re.Pattern[str]:
    """A name, and what links it with the firm."""
    return re.compile(
        rf"([A-ZÀ-Þ][\w'’.-]*(?: [A-ZÀ-Þ][\w'’.-]*){{0,2}}) (?:{one_of('sign.of', 'sign.post_link')}) (?=[A-ZÀ-Þ])"
    )


@cache
def _of() -> re.Pattern[str]:
    """`of Lakeside Kennels`, on the line below the name."""
    return re.compile(rf"(?:{one_of('sign.of')}) (?:the )?(?=[A-ZÀ-Þ][\w'’&-]+ [A-ZÀ-Þ&])")


@cache
def _all_at() -> re.Pattern[str]:
    """`Isla MacCrimmon and all at Thistle & Thread`."""
    return re.compile(rf"^.{{0,40}}\b(?:{one_of('sign.all_at')}) ")


@cache
def _form_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.legal_form')})(?![\w])\.?", re.IGNORECASE)


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
