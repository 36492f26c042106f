"""The parts of a line that could be a firm's name: between commas and strokes, without what announces or follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.patterns import later
from parsers.people.firms import Candidate, Sight
from parsers.people.firms_chinese import han_parts
from parsers.people.firms_latin import is_titled, latin_weight, no_company
from parsers.people.line_kinds import HAN, is_closing
from parsers.people.posts import is_firm, is_latin_post, is_place, words_of
from parsers.text.lines import Line
from parsers.text.wording import any_set, endings, one_of, whole_word, word_set

MAX_LINE_CHARS = 200  # of a line that are looked at
_SEPARATORS = re.compile(r"\s*(?:[|•]|·(?!\S)|\s[-–—@]\s|\s/{1,2}\s| {3,}|\t|;)\s*")
_SEPARATING = re.compile(r"[|•·@/;\t–—-]")  # what all of these but a wide space have
_LATIN_WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]")
_COMMA = re.compile(r",\s*")
# A full stop between words, which is none of an abbreviation's: "…, Bristol. Tel".
_SENTENCE_END = re.compile(r"\.(?<=[a-z]{4}\.)\s+(?=[A-Z])")
_BRACKETED = later(r"(?<=\S) \((?:[^()]{3,60}|[一-鿿]{2})\)$")
_PARTNERS = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’-]+, ){1,3}[A-ZÀ-Þ][\w'’-]+,? (?:&|and) [A-ZÀ-Þ][\w'’-]+"
)  # `Vane, Mottram & Pye`
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"[A-Za-z]{2,14}(?: [A-Za-z]{2,14})?: {1,4}(?=[A-Z])")
EDGES = " -–—*_\"'“”~=>"


def parts_of(line: Line, start: int, sight: Sight, *, loose: bool) -> Iterator[Candidate]:
    """Each part of the line that could be a firm's name. `loose`: also one that is only nothing else."""
    plain = line.plain[: start + MAX_LINE_CHARS]
    if not plain.isascii() and HAN.search(plain, start):
        yield from han_parts(line, start, plain, sight, loose=loose)
        if not _LATIN_WORDS.search(plain, start):
            return
    if is_closing(plain) and not is_firm(plain):
        return
    for begin, last in _latin_parts(plain, start):
        first = begin + _behind_name(plain[begin:last], sight)
        part = plain[first:last]
        if HAN.search(part):
            continue
        weight = latin_weight(part, sight, loose=loose)
        if weight:
            yield Candidate(weight, line.cut(first, last))
        elif is_place(part) and not (is_titled(words_of(part)) or _is_division(part)):
            if not is_latin_post(part) and not part[:1].islower():  # "plot 14"
                return  # behind an address stands no firm
            loose = loose and not _DIGIT.search(part)


def _is_division(part: str) -> bool:
    """`Year 6 lead`, `Parks & Gardens`: a part of a house that is spelt as an address may be."""
    words = words_of(part)
    return ("&" in part and not _DIGIT.search(part)) or words[:1] in [(word,) for word in word_set("sign.division")]


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
    has_digit = _DIGIT.search(part) is not None
    if has_digit and part.lower().endswith(endings("sign.address")) and (house := _house().search(part)):
        part = part[: house.start()]  # "Mo's Kebabs 14 Bridge St"
    ends_in_digit = has_digit and part.rstrip("()/-")[-1:].isdigit()
    if ends_in_digit and (telephone := _telephone().search(part)):
        part = part[: telephone.start()].rstrip(" ,")  # "Pennine Plastics Ltd  t 01706 555 0120"
    if team := _team().match(part):  # "The GrowthPulse team"
        first, part = first + team.start(1), team[1]
    lead = _lead(part)
    if part[lead:]:
        yield first + lead, first + len(part)


def _lead(part: str) -> int:
    """The length of what announces the firm: a form's field, those who sign, a post, "on behalf of"."""
    if ":" in part and (label := _LABEL.match(part)) and _is_own(part, label.end()):
        return label.end()  # "Authority: Stonnall Town Council"
    if ":" not in part and _announcing_words().isdisjoint(words_of(part)):
        return 0
    at = 0
    for announcing in (_field(), _all_at(), _post_at(), behalf(), _of()):
        match = announcing.match(part[at:])
        if match and (announcing is not _post_at() or is_latin_post(match[1])):
            at += match.end()
    return at


def _is_own(part: str, at: int) -> bool:
    """Whether what stands behind a label is a firm's name, and the label announces none of others: "Payee: …"."""
    return is_firm(part[at:]) and no_company().match(part.lower()) is None


@cache
def behalf() -> re.Pattern[str]:
    """What stands before the firm somebody signs for."""
    return re.compile(rf"[(\s]*(?:{one_of('sign.behalf')})(?!\w)\s*:?\s*", re.IGNORECASE)


@cache
def _announcing_words() -> frozenset[str]:
    """The last words of what announces a firm."""
    groups = ("sign.all_at", "sign.post_link", "sign.behalf", "sign.of")
    return frozenset(words_of(words)[-1] for words in any_set(*groups) if words_of(words))


@cache
def _team() -> re.Pattern[str]:
    return re.compile(rf"(?:The|the|Your) (.{{3,50}}?) (?i:{one_of('sign.crew')})$")


@cache
def _house() -> re.Pattern[str]:
    """An address behind a name: `Mo's Kebabs 14 Bridge St`."""
    return re.compile(rf"(?<=[a-z]) (?=\d{{1,4}}[A-Za-z]? [A-Z][\w' ]*(?i:{whole_word('sign.address')})$)")


@cache
def _telephone() -> re.Pattern[str]:
    """A telephone number behind a name without a mark between."""
    return re.compile(rf"(?<=[A-Za-z.)]) {{1,3}}(?:(?i:{one_of('sign.phone')})[.:]? ?)?[+(]?\d[\d ()/-]{{7,20}}$")


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
