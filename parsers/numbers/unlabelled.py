"""Numbers of documents that no label stands right before.

Six ways in which a reader still knows what they are: they have a prefix of their own ("INV-2026/114"); a sentence announces
them (`parsers.numbers.announced`); they stand before their word (`88340217 这一单`, `LC3304/24号信用证`); they are made like a
number that is known ("118377 is the same delivery as 118204"); the sentence speaks of ordering or of invoices ("I'd ordered
bark (GG-71182)"); or their make tells it (a waybill, a container, an authority's letter `〔2025〕41号`).
Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from parsers.lexicon import Hit
from parsers.numbers.announced import behind_colon, below_label
from parsers.numbers.figures import LETTERS_AND_FIGURES, beginnings
from parsers.numbers.identifiers import (
    Number,
    count_digits,
    is_identifier,
    tokens,
    without_glued_words,
)
from parsers.numbers.known import Known, is_free
from parsers.numbers.related import names_thing
from parsers.patterns import later
from parsers.text.reading import Reading
from parsers.text.wording import NEVER, any_set, one_of, whole_word, word_set

_LEAST_DIGITS = 5  # of a number with letters that only its sentence tells
_LEAST_LETTERED = 4  # of one that begins with letters, behind the name of its thing
_LEAST_LIKE = 4  # of one that is made like a known one
_LEAST_APART = 4  # figures of a number that stands apart from its prefix
_LEAST_TELLING = 8  # characters of one that is like some other thing's number
_LEAST_BARE = 6  # of one of digits alone
_SHARED = 0.5  # of its characters that a number shares from the start with the known one it is like
_NEAR_SAID = 48  # characters before a word, in which the number stands that is said to be its
_NEAR_WORD = 24  # characters between the sentence's word and a number of digits alone
_CARRIED = re.compile(
    r"[A-Z]{2,3}\d{9,14}[A-Z]{0,2}|[A-Z]{4}\d{7}|(?:RMA|INC|TKT|NCR|GRN|AWB|CMR)[-/]?\d{4,12}"  # and what it says it is
)
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}|[48]00-?\d{3}-?\d{4}")
_DAY = re.compile(r"(?:19|20)\d{6}|(?:19|20)\d{2}-\d{1,2}-\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_FIGURES = re.compile(r"\d{5,10}|\d{2,4}-\d{4,7}|\d{4}-\d{3}")
_STROKES = re.compile(r"[/-]")
_LETTER = re.compile(r"[A-Z]")
_LETTER_OF_OFFICE = later(
    r"[一-鿿]{0,10}〔20\d{2}〕[一-鿿]{0,6}\d{1,5}号|(?:[一-鿿]{1,9}(?:函|发|字|文|办|令|通|告|政|法))?[〔\[(【](?:19|20)\d{2}[〕\])】][一-鿿]{0,6}\d{1,5}号"
)
_YEAR_IN_BRACKETS = re.compile(r"[〔\[(【](?:19|20)\d{2}[〕\])】]")
_NUMBERED = re.compile(r"([A-Z0-9][A-Z0-9]*(?:[-/][A-Z0-9]+){0,5}) ?号")
_NUMBERING = re.compile(r"号(?:(?<=[A-Z0-9]号)|(?<=[A-Z0-9] 号))")  # nothing else needs to be looked at
_NAMED = later(  # begins with its word: the engine skips to this
    r"[号码](?<=[一-鿿].)(?<![零一二三四五六七八九十百几多两这那].)(?:为|是|:)? ?([A-Z0-9][A-Z0-9]*(?:[-/][A-Z0-9]+){0,5})(?![A-Za-z0-9@_.*]|[-/:]\d| ?[年月日])"
)
# what a colon announces and nothing follows: a number that begins with letters
_OF_PREFIXED = LETTERS_AND_FIGURES | frozenset("/_-")  # the characters of a number with a prefix


def read_unlabelled(reading: Reading, known: Known) -> list[Number]:
    """Every such number, in no order; none that lies within what is taken."""
    found: list[Number] = []
    taken = sorted(known.taken)
    for source in (_offices, below_label, behind_colon, _before_word, _said_before, _tokens, _named):
        new = [each for each in source(reading, known) if is_free(taken, each.start, each.end)]
        if new:
            found += new
            taken = sorted([*taken, *((each.start, each.end) for each in new)])
    return found


def read_prefixed(reading: Reading) -> Iterator[Number]:
    """Numbers with a prefix of their own, "INV-2026/114" or "SO 3391", in order of place."""
    pattern, text = _prefix_pattern(), reading.text
    for at in beginnings(reading, _OF_PREFIXED, least_apart=_LEAST_APART):
        if match := pattern.match(text, at):
            if match["dated"]:
                yield Number("invoice", match[0], at, match.end())
                continue
            kind = "invoice" if match["prefix"].lower() in word_set("ref.invoice_prefix") else "order"
            # A word that lost its space: "Inv77812", "inv77812"; "INV77812" is the number's own.
            glued = not match["prefix"].isupper() and text[match.end("prefix")].isdigit()
            start = match.end("prefix") if glued else at
            name = without_glued_words(text[start : match.end()])
            yield Number(kind, name, start, start + len(name))


def _offices(reading: Reading, known: Known) -> Iterator[Number]:
    """`中益函〔2025〕41号`: the number of an official letter."""
    del known
    if "号" not in reading.text or not _YEAR_IN_BRACKETS.search(reading.text):
        return
    for match in _LETTER_OF_OFFICE.finditer(reading.text):
        yield Number("other", match[0], match.start(), match.end())


def _before_word(reading: Reading, known: Known) -> Iterator[Number]:
    """`88340217 这一单`, `LX-MM-2411-08号《合同》`, `第LC3304/24号信用证`."""
    del known
    text = reading.text
    if "单" not in text and "号" not in text and "票" not in text:
        return
    for match in _this_one().finditer(text) if _this_document().search(text) else ():
        kind = "order" if match["order"] else "invoice"
        if count_digits(match[1]) >= _LEAST_DIGITS and not _PHONE.fullmatch(match[1]):
            yield Number(kind, match[1], match.start(1), match.end(1))
    for match in _NUMBERED.finditer(text) if _NUMBERING.search(text) else ():
        lettered = _LETTER.search(match[1]) and count_digits(match[1]) >= 4
        before = text[max(0, match.start() - 1) : match.start()]
        if not lettered or before in {"/", "-", "."}:
            continue
        behind = reading.lower[match.end() : match.end() + 14]
        order = _order_behind().match(behind)
        invoice = _invoice_behind().match(behind)
        kind = "order" if order else "invoice" if invoice else "other"
        yield Number(kind, match[1], match.start(1), match.end(1))


def _said_before(reading: Reading, known: Known) -> Iterator[Number]:
    """`118822 is my order number`."""
    for kind, word, behind in known.announcing:
        if kind not in ("invoice", "order") or not word or reading.lower[word - 1] != " ":
            continue
        if not reading.lower.endswith(_before_label(), max(0, word - _NEAR_SAID), word - 1):
            continue
        match = _is_label().search(reading.lower, max(0, word - _NEAR_SAID), word)
        if match is None or not _nothing_else().match(reading.lower, behind):
            continue
        name = reading.text[match.start(1) : match.end(1)]
        if is_identifier(reading, name, match.start(1), marked=False, thing=True, least=_LEAST_DIGITS):
            yield Number(kind, name, match.start(1), match.end(1))


def _named(reading: Reading, known: Known) -> Iterator[Number]:
    """`执业证号 14401201510338821`, `喷码 QX17-03`: what has a name of its own and a number, whatever it is."""
    text = reading.text
    if "号" not in text and "码" not in text:
        return
    others = {end for kind, _, end in known.announcing if kind in ("none", "phone", "model")}
    for match in _NAMED.finditer(text):
        name, start = match[1], match.start(1)
        if match.start() + 1 in others or _PHONE.fullmatch(name) or _DAY.fullmatch(name):
            continue
        lettered = _LETTER.match(name) is not None
        least = _LEAST_LETTERED if lettered else _LEAST_BARE
        if count_digits(name) >= least and is_identifier(reading, name, start, marked=True, thing=True, least=least):
            yield Number("other", name, start, match.end(1))


def _tokens(reading: Reading, known: Known) -> Iterator[Number]:
    """What the make of a number, a known one that it is like, or its sentence tells."""
    hits = reading.found("ref.order", "ref.invoice", "ref._ordering")
    stops = [end for kind, _, end in known.announcing if kind in ("none", "phone", "model", "other")]
    models = sorted(stops)
    kinds = dict(known.kinds)
    given = sorted(place for place, _ in known.taken)
    told = set(known.taken)
    for name, start, end, digits in reading.once(tokens):
        if name in kinds and (start, end) in told:
            continue
        like = digits >= _LEAST_LIKE and any(_is_like(name, each) for each in kinds if len(each) == len(name))
        few = digits < _LEAST_DIGITS and not like and not _CARRIED.fullmatch(name) and not _inner_kind(name)
        if few or len(name) > 30 or _PHONE.fullmatch(name) or _DAY.fullmatch(name):
            continue
        if not is_identifier(reading, name, start, marked=True, thing=True, least=_LEAST_DIGITS):
            continue
        near = bisect_right(models, start) - 1
        if near >= 0 and start - models[near] <= 4:  # right behind the word for something else
            continue
        kind = _kind(reading, kinds, hits, given, name, start)
        if kind and not names_thing(reading, start):
            kinds.setdefault(name, kind)
            yield Number(kind, name, start, end)


def _kind(
    reading: Reading, kinds: Mapping[str, str], hits: Sequence[Hit], given: Sequence[int], name: str, start: int
) -> str:
    if _CARRIED.fullmatch(name):
        return "other"
    if inner := _inner_kind(name):
        return inner
    for other, kind in kinds.items():
        if (kind != "other" or _is_telling(name)) and _is_like(name, other):
            well = _all_well().match(reading.lower, start + len(name))
            return "" if well and not _ranging().search(reading.lower, max(0, start - 12), start) else kind
    first, last = reading.sentence(start)
    spoken = [hit for hit in hits if first <= hit.start < start]
    if not spoken:
        return ""
    word = spoken[-1]
    if word.group != "ref._ordering" and bisect_left(given, start) > bisect_left(given, word.end):
        return ""  # the word has its number: what it says further on is the document's content
    kind = word.group.rpartition(".")[2].removeprefix("_").replace("ordering", "order")
    if word.group == "ref._ordering" and "order" not in kinds.values() and _is_aside(reading, name, start):
        return kind
    if name.isdigit() and reading.text[start - 1] != "#":
        gap = reading.lower[word.end : start]
        near = len(gap) <= _NEAR_WORD and not any(char.isdigit() for char in gap) and len(name) >= _LEAST_BARE
        return kind if near and word.group != "ref._ordering" and gap[-1:] in {",", "(", "是", "为"} else ""
    marked = _LETTER.match(name) or reading.text[start - 1] == "#"
    return kind if marked and last - start < 400 else ""


def _is_aside(reading: Reading, name: str, start: int) -> bool:
    """Whether it fills the brackets right behind what was ordered, and is made of figures: `买了两顶安全帽(5120936)`."""
    text, end = reading.text, start + len(name)
    if text[start - 1] != "(" or text[end : end + 1] != ")" or text[start - 2 : start - 1] in {"\n", "."}:
        return False
    return _FIGURES.fullmatch(name) is not None and not name.endswith("00")


def _inner_kind(name: str) -> str:
    """`KS/ORD/733`: what stands between the strokes tells."""
    parts = set(_STROKES.split(name.lower())[1:-1])
    if not parts or parts.isdisjoint(any_set("ref.inner_order", "ref.inner_invoice")):
        return ""
    return "order" if not parts.isdisjoint(word_set("ref.inner_order")) else "invoice"


def _is_telling(name: str) -> bool:
    """Whether the number is long and begins with a letter, so that another of its make is no chance: `T20240422087`."""
    return len(name) >= _LEAST_TELLING and _LETTER.match(name) is not None


def _is_like(name: str, known: str) -> bool:
    """Whether the two are of one length and make, and begin alike: `02913374` and `02913347`."""
    if len(name) != len(known) or len(name) < _LEAST_LIKE or name == known:
        return False
    if len(name) < _LEAST_BARE and (name[:-2] != known[:-2] or _YEAR.fullmatch(name)):
        return False
    if re.sub(r"\d", "0", name) != re.sub(r"\d", "0", known):
        return False
    shared = next((at for at in range(len(name)) if name[at] != known[at]), len(name))
    return shared >= len(name) * _SHARED


@cache
def _all_well() -> re.Pattern[str]:
    """Behind a number that is only like one complained of: it is not concerned."""
    return re.compile(rf"[ ,)(]{{0,2}}(?:{whole_word('ref.copula')} )?(?:{whole_word('ref.all_well')})")


@cache
def _ranging() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.through')} $")


@cache
def _this_document() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('ref.this')})(?:{one_of('ref.one_order', 'ref.one_invoice')})")


@cache
def _this_one() -> re.Pattern[str]:
    """A number and `这一单`, `这张票` behind it."""
    return re.compile(
        rf"(?<![A-Za-z0-9.-])([A-Z0-9][A-Z0-9-]{{4,29}})[ ,]?(?:{one_of('ref.this')})(?:(?P<order>{one_of('ref.one_order')})|(?:{one_of('ref.one_invoice')}))"
    )


@cache
def _order_behind() -> re.Pattern[str]:
    return re.compile(rf"[《\"的项下]{{0,3}}(?:{one_of('ref.order_behind')})")


@cache
def _invoice_behind() -> re.Pattern[str]:
    return re.compile(rf"[《\"的项下]{{0,3}}(?:{one_of('ref.invoice_behind')})")


@cache
def _prefix_pattern() -> re.Pattern[str]:
    prefixes = sorted(any_set("ref.invoice_prefix", "ref.order_prefix"), key=len, reverse=True)
    if not prefixes:
        return re.compile(NEVER)
    apart = "|".join(f"(?<={re.escape(prefix.upper())})" for prefix in sorted(word_set("ref.spaced_prefix"))) or NEVER
    dated = "|".join(prefix.upper() for prefix in sorted(word_set("ref.dated_prefix"))) or NEVER
    spaced = rf"(?:{apart}) (?=\d{{4,}}(?! [A-Z])|\d{{1,4}}/\d{{3,6}}(?![\w/]))"  # "SO 3391", "SO 24/0712"
    return re.compile(
        rf"(?<![A-Za-z0-9/_-])(?:(?P<dated>(?:{dated})[ -]?(?:19|20)\d{{2}}[/-]\d{{3,7}}(?![\w/-]))|(?P<prefix>(?i:{'|'.join(map(re.escape, prefixes))}))(?:[-_/]|{spaced})?(?:\d(?=(?:[A-Za-z0-9]|[-/_][A-Za-z0-9]){{3}})|(?<=[-_/])[A-Z0-9]{{1,8}}[-/_]?\d)(?:[A-Za-z0-9]|[-/_](?=[A-Za-z0-9])){{2,30}})"
    )


@cache
def _before_label() -> tuple[str, ...]:
    """What the words before it end with, where a number before the label is said to be its."""
    return tuple(any_set("ref.copula", "ref.determiner"))


@cache
def _is_label() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z0-9./-])([a-z]{{0,5}}[-/]?\d[a-z0-9/-]{{2,30}}) {whole_word('ref.copula')} (?:{whole_word('ref.determiner')} )?$"
    )


@cache
def _nothing_else() -> re.Pattern[str]:
    """What may follow the label of a number that stands before it; "the order quantity" is something else."""
    return re.compile(rf"(?: {whole_word('ref.marker')})?(?:$|[.,;:!?)\n]| -)")
