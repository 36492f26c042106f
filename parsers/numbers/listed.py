"""Numbers that a list, a correction or the subject gives, and no word beside them names.

Seven ways: what was only counted is told ("Three orders are late, namely 55120 and 55127"); the writer says which one they
meant instead of a known one; it is only said whose it is ("your 6004417 / our 2291"); it stands right before the bill's; a
statement goes on with a line for each of its documents; numbers are marked with "#" in a letter that speaks of one kind of
document; the subject begins with one. Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, partial
from string import ascii_letters

from parsers.numbers.announced import list_end
from parsers.numbers.currency_signs import CURRENCIES
from parsers.numbers.identifiers import Number, count_digits, expanded, identifier_at, is_identifier, shape
from parsers.numbers.known import Known, is_free
from parsers.numbers.related import is_model_like, names_thing, resembles_other
from parsers.patterns import later
from parsers.text.reading import Reading
from parsers.text.subject_marks import MARKED
from parsers.text.wording import any_set, one_of, whole_word

MAX_LINES = 60  # of a statement
MAX_HITS = 40  # of the words that announce such numbers
_LEAST_DIGITS = 4
_LEAST_OWNED = 3  # digits of a number with letters that is the writer's own
_NEAR_BILL = 72  # characters before a bill's number or its word, in which its order's stands
_NEAR_WORD = 12  # characters between the bill's word and its number
_NEAR_ACCOUNT = 160  # characters from the word to the first of its lines
_DAY_LIKE = re.compile(r"(?:19|20)\d{6}|(?:19|20)\d{2}|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}")
_LINE_START = re.compile(r"\n\s{0,12}")
_ENTRY = later(  # behind the number a sum, a day or a wide space
    r"[-*• \t]{0,12}([A-Z]{1,5}[-/ ]?\d{3,12}(?:[-/]\d{1,6})?|\d{5,12}(?:[-/]\d{1,6})?|\d{4}-\d{3,6}|\d{4}(?=, ))"
    r"(?: ?[:(=–-]|, (?=[^\n]{0,160}(?:[£$€¥] ?\d|\d[.,]\d{2}(?!\d)|\d,\d{3}(?!\d)))| {2}|\t|\u3000| (?:[£$€¥]|\d{1,3}[.,/-]\d|[A-Z]{3} \d|to [A-Z]{0,5}[-/ ]?\d))[^\n]{0,200}(?:\n\s{0,12}|$)"
)
_HASHED = re.compile(r"#(?<=[\s:,;(]#) ?([A-Z]{0,4}[-/]?\d{4,12}(?:-\d{1,4})?)(?![\w/-]|[.,]\d)")
_SUBJECT_END = re.compile(
    r"(?<![\w/.-])([A-Z]{1,5}[-/]?\d{4,12}(?:-\d{1,4})?|[A-Z]{1,4} \d{4,12}|\d{6,12}(?:-\d{1,4})?|\d{3}-\d{4,7})[)\]]?[.!?]?$"
)
_SUBJECT = re.compile(
    rf"(?:{MARKED.pattern}){{0,3}}" + r"([A-Z]{1,5}[-/]?\d{5,12}(?:-\d{1,4})?)(?=[ :,]|$)", re.IGNORECASE
)


def read_listed(reading: Reading, known: Known, text: str) -> list[Number]:
    """Every such number whose place is free, in no order. `text` is the letter's, as it was written."""
    found: list[Number] = []
    taken = sorted(known.taken)
    for source in (_namely, _meant, _owned, _before_bill, partial(_accounts, text=text), _hashed, _in_subject):
        new = [each for each in source(reading, known) if is_free(taken, each.start, each.end)]
        if new:
            found += new
            taken = sorted([*taken, *((each.start, each.end) for each in new)])
    return found


_LONGEST_END, _BEFORE_END = 24, 72  # characters of what ends the subject, and before it that say what the matter is


def _documents(known: Known) -> list[tuple[str, int, int]]:
    return [label for label in known.announcing if label[0] in ("invoice", "order")]


def _namely(reading: Reading, known: Known) -> Iterator[Number]:
    """`orders confirmed before that date, in your case 61120 and 61133`."""
    for hit in reading.found("ref._namely")[:MAX_HITS]:
        first, _ = reading.sentence(hit.start)
        spoken = [kind for kind, start, _ in _documents(known) if first <= start < hit.start]
        if spoken:
            yield from _run(reading, spoken[-1], hit.end)


def _run(reading: Reading, kind: str, at: int) -> Iterator[Number]:
    """The list of numbers that begins here."""
    listed = list_end().match(reading.lower, at)
    stop = listed.end() if listed else at
    at += len(reading.lower[at : at + 2]) - len(reading.lower[at : at + 2].lstrip(" :,"))
    while at < stop and (number := identifier_at(reading.text, at)):
        if not is_identifier(reading, number[0], at, marked=False, thing=False, least=_LEAST_DIGITS):
            return
        names, end = expanded(reading, *number, many=True, short=True)
        yield from (Number(kind, name, at, end) for name in names)
        joined = _joining().match(reading.lower, end)
        at = joined.end() if joined else stop


def _meant(reading: Reading, known: Known) -> Iterator[Number]:
    """`I was writing about 5210`, where the invoice 5120 was spoken of before."""
    documents = {name: kind for name, kind in known.kinds.items() if kind != "other"}
    if not documents:
        return
    for hit in reading.found("ref._meant")[:MAX_HITS]:
        opening = _before_number().match(reading.lower, hit.end)
        number = identifier_at(reading.text, opening.end()) if opening else None
        if number is None or opening is None or number[0].upper() in documents:
            continue
        kind = next((kind for known, kind in documents.items() if shape(known) == shape(number[0])), "")
        if kind and is_identifier(reading, number[0], opening.end(), marked=False, thing=True, least=_LEAST_DIGITS):
            yield Number(kind, number[0], opening.end(), number[1])


def _owned(reading: Reading, known: Known) -> Iterator[Number]:
    """`your 6004417 / our 2291`: the reader's is the bill, or the order where a bill is given; the writer's the order."""
    given = "invoice" in known.kinds.values()
    for match in _whose_matches(reading.lower):
        name = reading.text[match.start("name") : match.end("name")]
        letters = name[: len(name) - len(name.lstrip(ascii_letters))]
        if count_digits(name) < _LEAST_OWNED or resembles_other(name):
            continue
        if _DAY_LIKE.fullmatch(name) or letters != letters.upper() or letters.lower() in any_set("ref.no_letters"):
            continue
        if is_identifier(reading, name, match.start("name"), marked=False, thing=True, least=_LEAST_DIGITS):
            kind = "order" if match["ours"] or given else "invoice"
            yield Number(kind, name, match.start("name"), match.end("name"))


def _whose_matches(lower: str) -> Iterator[re.Match[str]]:
    """As `_whose().finditer`, which would look at every character and not only where such a word begins."""
    done = 0
    for owner in _owner().finditer(lower):
        if owner.start() >= done and (match := _whose().match(lower, owner.start())):
            done = match.end()
            yield match


def _before_bill(reading: Reading, known: Known) -> Iterator[Number]:
    """`It's all on LA-2024-55, your invoice 9018822`: the order, where no other is told."""
    if "order" in known.kinds.values() or "invoice" not in known.kinds.values():
        return
    words = sorted((end, start) for kind, start, end in known.announcing if kind == "invoice")
    bills = [
        start for start, end in sorted(known.taken) if known.kinds.get(reading.text[start:end].upper()) == "invoice"
    ]
    for bill in bills[:MAX_HITS]:
        at = bisect_right(words, (bill, bill)) - 1
        begun = words[at][1] if at >= 0 and bill - words[at][0] <= _NEAR_WORD else bill
        match = _ordered_before().search(reading.text, max(0, begun - _NEAR_BILL), begun)
        if match is None or resembles_other(match[1]) or (is_model_like(match[1]) and not match["counted"]):
            continue
        letters = match[1][: len(match[1]) - len(match[1].lstrip(ascii_letters))]
        if letters.lower() in any_set("ref.no_letters", "ref.other_prefix", "ref.waybill_prefix"):
            continue
        if is_identifier(reading, match[1], match.start(1), marked=False, thing=True, least=_LEAST_DIGITS):
            yield Number("order", match[1], match.start(1), match.end(1))


def _accounts(reading: Reading, known: Known, text: str) -> Iterator[Number]:
    """The lines below `the following remain unpaid:` or `your statement, three things:`, each of one invoice or order.

    A line's end and a wide space tell, which the canonical text has lost; so the original is read here.
    """
    done = 0
    for hit in reading.found("ref._account")[:MAX_HITS]:
        at = max(done, reading.span(hit.start, hit.end).end if hit.start >= reading.body_start else 0)
        for line in _LINE_START.finditer(text, at, at + _NEAR_ACCOUNT):
            entries = list(_entries(text, line.end()))
            if len(entries) > 1 and len({shape(entry[1]) for entry in entries}) == 1:
                spoken = [kind for kind, start, _ in _documents(known) if start < reading.locate(line.end())]
                yield from _of_entries(reading, spoken[-1] if spoken else "invoice", entries)
                done = entries[-1].end()
                break


def _entries(text: str, at: int) -> Iterator[re.Match[str]]:
    """The lines from here on that begin with a number and go on as an account's do, rather than with what is counted."""
    for _ in range(MAX_LINES):
        match = _ENTRY.match(text, at)
        if match is None or _DAY_LIKE.fullmatch(match[1]):
            return
        yield match
        at = match.end()


def _of_entries(reading: Reading, kind: str, entries: Sequence[re.Match[str]]) -> Iterator[Number]:
    for entry in entries:
        start, end = reading.locate(entry.start(1)), reading.locate(entry.end(1) - 1) + 1
        if is_identifier(reading, entry[1], start, marked=True, thing=True, least=_LEAST_DIGITS):
            names, end = expanded(reading, entry[1], end, many=True, short=True)
            yield from (Number(kind, name, start, end) for name in names)


def _hashed(reading: Reading, known: Known) -> Iterator[Number]:
    """`It's these so far: #90455, #90471`, where the letter speaks of invoices only and gives no other number."""
    if "#" not in reading.text or not {"invoice", "order"}.isdisjoint(known.kinds.values()):
        return
    kinds = {kind for kind, _, _ in _documents(known)}
    if not kinds and reading.found("ref._ordering"):
        kinds = {"order"}
    if len(kinds) != 1:
        return
    for match in _HASHED.finditer(reading.text):
        if is_identifier(reading, match[1], match.start(1), marked=True, thing=True, least=_LEAST_DIGITS):
            yield Number(next(iter(kinds)), match[1], match.start(1), match.end(1))


def _in_subject(reading: Reading, known: Known) -> Iterator[Number]:
    """`WW-30177 two dresses still missing`, where the letter speaks of ordering and gives no number."""
    if not {"invoice", "order"}.isdisjoint(known.kinds.values()):
        return
    match = _SUBJECT.match(reading.text, 0, reading.body_start - 1)
    kinds = {kind for kind, _, _ in _documents(known)} or ({"order"} if reading.found("ref._ordering") else set())
    if match and known.kinds.get(match[1].upper()) == "other":  # "got a ticket number, T-31907", further on
        return
    if match and kinds and _goods_behind().match(reading.lower, match.end()):
        kinds = {"order"}
    if match and len(kinds) == 1 and match[1].rstrip("0123456789-/").lower() not in any_set("ref.no_letters"):
        yield Number(next(iter(kinds)), match[1], match.start(1), match.end(1))
    elif not match:
        yield from _of_matter(reading, known)


def _of_matter(reading: Reading, known: Known) -> Iterator[Number]:
    """`Refund not received for OD4425190`, `申请退货 40028816`: what ends a subject that can only be about an order."""
    end = reading.body_start - 1
    last = _SUBJECT_END.search(reading.text, max(0, end - _LONGEST_END), end)
    if last is None or known.kinds.get(last[1].upper()) == "other" or names_thing(reading, last.start(1)):
        return
    name, start = last[1], last.start(1)
    letters = name[: len(name) - len(name.lstrip(ascii_letters))].lower()
    if letters in any_set("ref.no_letters", "ref.other_prefix", "ref.waybill_prefix", *CURRENCIES):
        return
    if _DAY_LIKE.fullmatch(name) or name.endswith("00") or is_model_like(name):
        return
    matter = _matter().search(reading.lower, max(0, start - _BEFORE_END), start)
    if matter and is_identifier(reading, name, start, marked=False, thing=True, least=_LEAST_DIGITS):
        yield Number("order", name, start, last.end(1))


@cache
def _matter() -> re.Pattern[str]:
    """What befell goods, or is done about it, right before the number or before a word that leads to it."""
    leads = rf"(?: [a-z'-]{{1,14}}){{0,4}} {whole_word('ref.order_matter_link')}(?: {whole_word('ref.owner')})?"
    english = rf"{whole_word('ref.order_matter')}(?:{leads})?"
    return re.compile(
        rf"(?:{english}|(?:{one_of('ref.order_matter_han')})(?:{one_of('ref.link_behind')})?)[ :,#(-]{{1,3}}$"
    )


@cache
def _owner() -> re.Pattern[str]:
    return re.compile(whole_word("ref.of_writer", "ref.of_reader"))


@cache
def _whose() -> re.Pattern[str]:
    """Only whose it is, and the number, where something begins and ends."""
    begun = r"(?:(?<=[\n(,;:/&])|(?<=[\n(,;:/&] )|(?<=\band )|\A)"
    owner = rf"(?:(?P<ours>{whole_word('ref.of_writer')})|{whole_word('ref.of_reader')})"
    number = r"(?:[a-z]{1,4}[ /-]?)?\d{4,12}(?:[-/]\d{1,6})?"
    # what nobody calls goods of their own by: "SI-11807 / our BSC/240/LRC", "A-24/1177 (our 24-0556)"
    mine = r"[a-z]{0,4}\d{1,4}(?:[/-]\d{1,6}){1,3}|[a-z]{1,5}(?:[/-][a-z0-9]{1,6}){1,4}"
    return re.compile(rf"{begun}{owner} (?P<name>{number}|(?(ours)(?:{mine})|(?!)))(?= ?(?:[,;:)/\n&]|\.(?!\d)|$))")


@cache
def _ordered_before() -> re.Pattern[str]:
    """An order's number that nothing but what was ordered parts from the bill: "with NK-85, 85 school blazers, INV 6033"."""
    begun = rf"(?:\A|(?<=[\n:(])|(?<=[\n:(] )|(?:{whole_word('ref.before_pair')}) )"
    number = r"([A-Z]{1,5}[-/]\d[A-Z0-9/-]{1,20}|\d{2,6}[-/]\d{2,6}(?:[-/]\d{1,4})?)"
    return re.compile(
        rf"{begun}{number}(?P<counted>, \d{{1,5}} [a-z -]{{3,40}})?(?: ?[,/(&+-] ?| {whole_word('ref.join')} )$"
    )


@cache
def _goods_behind() -> re.Pattern[str]:
    """What is said of goods and not of a bill, behind the number of the subject: `AX-240618 到货问题`."""
    return re.compile(rf"[ :,]{{0,2}}(?:{whole_word('ref.goods_behind')})")


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf"[ ,、;&]{{1,3}}(?:{whole_word('ref.join')} ?)?")


@cache
def _before_number() -> re.Pattern[str]:
    """What may stand between `I meant` and the number."""
    words = whole_word("ref.marker", "ref.copula", "ref.invoice", "ref.order", "ref.link")
    return re.compile(rf"(?:[ :#,]|{words}){{0,6}}(?=[a-z0-9])")
