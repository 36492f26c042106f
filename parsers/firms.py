"""The parts of a line that could be a firm's name, each weighed by what marks it as one.

A legal form tells most, then the mail's domain, then a word as hotel or `制衣`, then only that the part is nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from parsers.letter import Address, Fact
from parsers.lines import Line
from parsers.posts import (
    RECENT,
    department_start,
    firm_end,
    has_legal_form,
    is_department,
    is_firm,
    is_latin_post,
    is_place,
    words_of,
)
from parsers.sheet import HAN, is_closing, is_contact
from parsers.signatory import looks_like_person
from parsers.wording import endings, one_of, whole_word, word_set

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
_SEPARATORS = re.compile(r"\s*(?:[|•]|·(?!\S)|\s[-–—@]\s|\s/{1,2}\s| {3,}|\t|;)\s*")
_COMMA = re.compile(r",\s*")
_HAN_SEPARATORS = re.compile(r"[\s|/,;:~*<>【】\[\]。!★☆]+|(?<=[一-鿿)])-(?=[一-鿿])|-{2,}")
_BRACKETED = re.compile(r"(?<=\S) \([^()]{3,60}\)$")
_ALL_HAN = re.compile(r"[一-鿿A-Za-z()&·]+")
_DIGIT = re.compile(r"\d")
_WEB = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")  # the domain itself
_PERSON_OF = re.compile(r"([一-鿿]{2,4})\(([一-鿿A-Za-z]{3,20})\)")  # `王静(绿野农机)`
_OF_WORDS = 0.5  # for what is a house rather than a department: "Biomedical Engineering, St Anne Hospital"; and for a loose part of several words: above a firm often stands its writer's calling, "Cellarer"
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


# ---------------------------------------------------------------- the parts of a line


def parts_of(line: Line, start: int, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """Each part of the line that could be a firm's name. `loose`: also one that is only nothing else."""
    plain = line.plain[: start + MAX_LINE_CHARS]
    if HAN.search(plain[start:]):
        yield from _han_parts(line, start, plain, sight, loose=loose)
        if not re.search(r"[A-Za-z]{3,} [A-Za-z]", plain[start:]):
            return
    if is_closing(plain, followed=True) and not is_firm(plain):
        return
    for first, last in _latin_parts(plain, start):
        part = plain[first:last]
        if HAN.search(part):
            continue
        weight = _latin_weight(part, sight, loose=loose)
        if weight:
            yield Candidate(weight, line.cut(first, last))
        elif is_place(part) and not is_latin_post(part) and not _is_titled(words_of(part)):
            return  # behind an address stands no firm


def _latin_parts(plain: str, start: int) -> Iterator[tuple[int, int]]:
    """The parts of a line; a comma before a legal form parts nothing: `TANABE KOGU CO., LTD.` is one."""
    at = start
    for whole in _SEPARATORS.split(plain[start:]):
        piece = whole
        first = plain.find(piece, at)
        at = first + len(piece)
        behind = _BRACKETED.search(piece)
        bracket = (first + behind.start() + 1, at - 1) if behind else None
        if behind:
            piece = piece[: behind.start()]
            at = first + len(piece)
        cuts = [(first + m.start(), first + m.end()) for m in _COMMA.finditer(piece)]
        begin = first
        for comma, after in cuts:
            if _is_form(plain[after:at].split(",", maxsplit=1)[0]):
                continue
            yield from _trimmed(plain, begin, comma)
            begin = after
        yield from _trimmed(plain, begin, at)
        if bracket:
            yield from _trimmed(
                plain, bracket[0], plain.find(",", *bracket) if "," in plain[slice(*bracket)] else bracket[1]
            )
            at = bracket[1]


def _is_form(part: str) -> bool:
    """Whether what stands behind a comma is nothing but a legal form."""
    return _form_alone().match(part.strip()) is not None


def _trimmed(plain: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    part = plain[first:last]
    first += len(part) - len(part.lstrip(EDGES + "(["))
    part = plain[first:last]
    if pair := _sentence_end().search(part):  # "…, Bristol. Tel 0117 …"
        part = part[: pair.start()]
    part = part.rstrip(EDGES + ":,")
    if part.count("(") < part.count(")"):
        part = part.rstrip(")")
    if part.count("(") > part.count(")"):
        part = part[: part.rfind("(")].rstrip()
    if note := _registered().search(part.lower()):  # "Mellor Roofing Ltd. Registered in England …"
        part = part[: note.start()]
    if team := _team().match(part):  # "The GrowthPulse team"
        first, part = first + team.start(1), team[1]
    lead = _lead(part)
    if part[lead:]:
        yield first + lead, first + len(part)


def _lead(part: str) -> int:
    """The length of what announces the firm: a form's field, those who sign, a post, "on behalf of"."""
    at = 0
    for announcing in (_field(), _all_at(), _post_at(), behalf(), _of()):
        match = announcing.match(part[at:])
        if match and (announcing is not _post_at() or is_latin_post(match[1])):
            at += match.end()
    return at


def _latin_weight(part: str, sight: Sight, *, loose: bool) -> float:
    if not (3 <= len(part) <= MAX_PART_CHARS) or "@" in part or "www." in part.lower() or part.endswith(("!", "?")):
        return 0
    words = words_of(part)
    if not words or _is_titled(words) or is_name(part, sight):
        return 0
    if part.lower().startswith(endings("sign.no_company")) or addressed_to(part, sight):
        return 0
    upper = (part[0].isupper() or part[0].isdigit()) and part[0] != "0"
    if has_legal_form(part) and upper and len(words) > 1:
        return LEGAL if len(words) <= 9 else 0
    if is_domain(part, sight) and not is_latin_post(part):
        return 0 if _WEB.fullmatch(part) else DOMAIN
    if not upper or is_contact(part) or re.search(r"\d{3}", part) or _house_number().match(part):
        return 0
    if is_latin_post(part) or not (part.rsplit(maxsplit=1)[-1][:1].isupper() or words[-1] in word_set("sign.company")):
        return 0
    if is_firm(part) and len(words) > 1 and len(words) <= 8:
        return FIRM + (_OF_WORDS if word_set("sign.house").intersection(words) else 0)
    if is_place(part) or not loose or len(words) > 6:
        return 0
    return _loose_weight(part, words, sight)


def _is_titled(words: list[str]) -> bool:
    """Whether the words begin as a person's name does, or are nothing but ranks and honours."""
    titles = word_set("sign.title")
    return words[0] in titles or titles.union(word_set("sign.rank")).issuperset(words)


def _loose_weight(part: str, words: list[str], sight: Sight) -> float:
    """Of a part that is only nothing else."""
    if len(part) < _LEAST_LOOSE or words[-1] in word_set("sign.no_name"):
        return 0
    if len(words) == 1 and part.isupper() and len(part) <= _MOST_OF_HONOURS:  # MRICS
        return 0
    if looks_like_person(part) and _is_same_person(part, sight):
        return 0
    return LOOSE + (_OF_WORDS if len(words) > 1 else 0)


def is_name(part: str, sight: Sight) -> bool:
    """Whether the part is the name of the one who signs, in whatever fullness."""
    if not sight.name:
        return False
    mine, other = set(words_of(sight.name)), set(words_of(part))
    return bool(mine) and (
        part == sight.name or other <= mine or (mine <= other and len(other) <= len(mine) + 1 and not is_firm(part))
    )


def _is_same_person(part: str, sight: Sight) -> bool:
    return bool(set(words_of(part)) & set(words_of(f"{sight.name} {sight.display}")))


def _han_parts(line: Line, start: int, plain: str, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """The pieces of a Chinese line: a firm's name without the department and the person behind it."""
    pieces = [part for piece in han_pieces(plain, start) for part in _with_person(*piece)]
    others = sum(looks_like_person(piece) or is_department(piece) for _, piece in pieces)
    for index, (at, piece) in enumerate(pieces):
        if piece in word_set("sign.name_label"):
            continue
        if not HAN.search(piece) or addressed_to(piece, sight) or piece in word_set("sign.closing"):
            continue
        end = firm_end(piece)
        if end >= 3 and not is_department(piece):
            legal = _legal_end().search(piece[:end])
            if not legal and (not_ours(piece) or _spoken().search(piece[:end])):
                continue
            yield Candidate(LEGAL if legal else FIRM, line.cut(at, at + end))
            continue
        cut = department_start(piece)
        head = piece[:cut]
        shown = head or piece
        if not loose or len(head) < 3 or len(head) > 10 or not _ALL_HAN.fullmatch(shown) or is_place(head):
            continue
        if looks_like_person(head) or head == sight.name or _not_firm().search(head):
            continue
        if cut < len(piece) or (index == 0 and others and len(pieces) > 1):
            yield Candidate(LOOSE, line.cut(at, at + len(head)))
        elif index == 0 and len(head) > _MOST_OF_NAME and all(_DIGIT.search(piece) for _, piece in pieces[1:]):
            yield Candidate(LOOSE - 1, line.cut(at, at + len(head)))


def _with_person(at: int, piece: str) -> list[tuple[int, str]]:
    """A piece as it is, or the person and the firm in brackets behind the name."""
    match = _PERSON_OF.match(piece)
    if match is None or not looks_like_person(match[1]) or looks_like_person(match[2]):
        return [(at, piece)]
    return [(at + match.start(number), match[number]) for number in (1, 2)]


def han_pieces(plain: str, start: int) -> list[tuple[int, str]]:
    """The pieces of a Chinese line from position `start` on, each with its place."""
    pieces: list[tuple[int, str]] = []
    at = start
    for match in [*_HAN_SEPARATORS.finditer(plain, start), None]:
        end = match.start() if match else len(plain)
        piece = plain[at:end].strip()
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
def _team() -> re.Pattern[str]:
    return re.compile(rf"(?:The|the|Your) (.{{3,50}}?) (?i:{one_of('sign.crew')})$")


@cache
def _house_number() -> re.Pattern[str]:
    """`3 Church Walk`: an address, whatever it is called by."""
    return re.compile(rf"\d{{1,4}}[A-Za-z]? .*(?i:{whole_word('sign.address')})$")


@cache
def _field() -> re.Pattern[str]:
    """`Customer: Ravi Textiles`."""
    return re.compile(rf"(?:{one_of('sign.name_mark', 'sign.company_label')})\s{{0,3}}:\s{{0,3}}", re.IGNORECASE)


@cache
def _registered() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w{{3}})[.,;]* (?={whole_word('sign.registered')})")


@cache
def _post_at() -> re.Pattern[str]:
    """A post, and what links it with the firm."""
    return re.compile(rf"([A-Z][\w ]{{2,30}}?) (?:{one_of('sign.post_link')}) (?:the )?(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])")


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
def _sentence_end() -> re.Pattern[str]:
    """A full stop between words, which is none of an abbreviation's: "…, Bristol. Tel"."""
    return re.compile(r"(?<=[a-z]{4})\.\s+(?=[A-Z])")


@cache
def _legal_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('sign.company_form', 'sign.han_form')})")


def not_ours(firm: str) -> bool:
    """`贵酒店`, `上一家公司`: some other firm, and none by name."""
    return firm.startswith(endings("sign.not_ours"))


@cache
def _spoken() -> re.Pattern[str]:
    """What is said, and no name: `原路返回就行` ends as a bank does."""
    return re.compile(one_of("sign.spoken"))


@cache
def _not_firm() -> re.Pattern[str]:
    return re.compile(rf"{one_of('sign.not_firm')}")
