"""Numbers that stand beside a word which says what they are: "see Invoice 89621", `订单号：4711`, `第4711号订单`.

The words are the lexicon's (see `reference_labels`); how they join with the numbers is the grammar here. Every pattern is
bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.numbers.currency_signs import CURRENCIES
from parsers.numbers.figures import figure_within
from parsers.numbers.foregoing import numbers_before
from parsers.numbers.identifiers import (
    Number,
    count_digits,
    expanded,
    goes_on,
    identifier_at,
    in_full,
    is_identifier,
    is_in_thousands,
)
from parsers.numbers.parcels import is_parcel
from parsers.numbers.reference_labels import LAST_LATIN, Label, glued_label, label_word, resolved
from parsers.text.reading import Reading
from parsers.text.wording import any_set, endings, whole_word, word_set

MAX_LIST = 60
KINDS = ("invoice", "order", "other")
LEAST_DIGITS = {"invoice": 3, "order": 3}  # of a number that nothing but the label's word announces
_LEAST_DIGITS_OF_OTHERS = 4
_FIRST_FIGURE = 50  # characters of a number up to its first figure
_FARTHEST = 600  # characters from a label to its number, whatever stands between
_DETAIL = "_detail"  # a label that names a document, but not its number: "invoice date"
_MOBILE = re.compile(r"1[3-9]\d{9}")
_RUNG = re.compile(r"0\d{2,4} \d{3,4} ?\d{3,4}")
_VOUCHER = re.compile(r"[A-Z]{3,}\d{1,2}")  # "CARE20"
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SMALL_COUNT = re.compile(r"\d{1,3} ([a-z][a-z'-]*)")
_AIR_TICKET = re.compile(r"\d{3}-\d{10}")
_PAIR = re.compile(r"(\d{5,})-(\d{5,})")
_MOST_BILLED = 4  # digits of how many pieces are charged for
_LONG = re.compile(r"\d{8}")  # a number so long counts nothing
_CODED = re.compile(r"([A-Z]{1,4}) \d{2,}[/-]?\d{2,}")
_NOUN_AFTER = re.compile(r" ([a-z]{3,})")
_LIST_ITEM = re.compile(r"\n\d{1,2}[.)、] ?[^\W\d_]")  # "please quote for a trial order:", and below "1. What is …"
_SHORT_DAY = re.compile(r"\d{1,2}-\d{1,2}-\d{1,3}")
_ENDED = re.compile(r" ?(?:$|[\n);]|[.,](?:[\s\n]|$))")
_CAPITALS = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2,4}) $")
_DIGIT = re.compile(r"\d")
_SUM_LIKE = re.compile(r"\d+(?:[.,]\d+)?(?: (?!and|or|not)[a-z]|[.,]\d)")


def read_labelled(reading: Reading, labels: Sequence[Label], prefixes: frozenset[int]) -> Iterator[Number]:
    """The numbers beside these labels. `prefixes`: where numbers begin that have a prefix of their own."""
    done = 0
    document: Label | None = None  # the last one named
    for label in labels:
        before = numbers_before(reading, label, done, _least(label)) if label.kind in KINDS else []
        if before:
            done = label.end
            yield from before
        if label.end <= done or label.start in prefixes:
            continue
        meant = resolved(reading, label, document)
        if meant is None:
            continue
        word = label_word(reading, label)
        vague = meant.kind == "other" if label.again else word in any_set("ref.bracketed", "ref.writing_about")
        first = -1
        for number in _numbers_after(reading, meant):
            done = max(done, number.end)
            first = number.start if first < 0 else first
            # "our ref PO-118" is an order; "job JB-4471, INV-88031" are no two jobs
            if number.start not in prefixes or not (vague or number.start > first):
                yield number
        named = meant.kind.removesuffix(_DETAIL)
        if word in word_set("ref.invoice_beside"):
            document = meant._replace(kind="invoice")
        elif named in KINDS and word not in word_set("ref.beside"):
            document = meant if named == meant.kind else meant._replace(kind=named)


def _numbers_after(reading: Reading, label: Label) -> Iterator[Number]:
    place = _first_place(reading, label)
    if place is None:
        return
    at, marked = place
    word = reading.lower[label.start : label.end]
    plural = (word.endswith("s") and not word.endswith("us")) or _plural().search(
        reading.lower, label.end, at
    ) is not None
    many = plural or word[-1] > LAST_LATIN or word in word_set("ref.any_number")
    first = last = ""
    vouchers = endings("ref.voucher_code")
    for count in range(MAX_LIST):
        found = _identifier(reading, at, label.kind, marked=marked)
        if found is None:
            return
        name, end = found
        if count and (many or _is_tail(reading, at)) and (whole := in_full(reading, last, name, at)):
            names = [whole]
        elif count and _is_tail(reading, at):
            return  # "-14" that ends no number of this list is none of its own
        elif not _is_named(reading, label, name, at, marked=marked, many=many) or (
            count and not goes_on(reading, first, name, at, many=many)
        ):
            return
        else:
            names, end = _meant(reading, label, name, end, many=many, short=plural)
        first, last = first or name, names[-1]
        voucher = _VOUCHER.fullmatch(name) and reading.lower[label.start : at].rstrip(" :").endswith(vouchers)
        kind = "other" if voucher or (label.kind == "model" and marked) else label.kind
        for each in names:
            yield Number(kind, each, at, end)
        joined = _join().match(reading.lower, end)
        if joined is None or word in word_set("ref.beside"):
            return
        at = joined.end()


def _is_tail(reading: Reading, at: int) -> bool:
    """Whether a hyphen says that this is only the end of a number: "88412, -14 and -17"."""
    return reading.text[at - 1 : at] == "-" and not reading.text[at - 2 : at - 1].isalnum()


def _least(label: Label) -> int:
    return LEAST_DIGITS.get(label.kind, _LEAST_DIGITS_OF_OTHERS)


def _is_named(reading: Reading, label: Label, name: str, at: int, *, marked: bool, many: bool) -> bool:
    """Whether the number at this place is one that the label can name."""
    if _is_look_alike(reading, label, name, at, marked=marked) or glued_label().match(reading.lower, at):
        return False
    if not many and is_in_thousands(reading, name, at):
        return False
    if marked and _is_numbered_day(reading, name, at):
        return True
    if label.kind == "invoice" and not marked and _is_billed(reading, label, name, at):
        return False
    thing = label.kind == "invoice" or label_word(reading, label).split()[0] in word_set("ref.determiner")
    return is_identifier(reading, name, at, marked=marked, thing=thing, least=_least(label))


def _is_billed(reading: Reading, label: Label, name: str, at: int) -> bool:
    """Whether it says how much is charged for: "your invoice bills 300 plates"; "bills 4419 and 4420" are papers."""
    if label_word(reading, label) not in word_set("ref.bills") or not name.isdigit() or len(name) > _MOST_BILLED:
        return False
    noun = _NOUN_AFTER.match(reading.lower, at + len(name))
    return noun is not None and noun[1] not in word_set("ref.after")


def _meant(reading: Reading, label: Label, name: str, end: int, *, many: bool, short: bool) -> tuple[list[str], int]:
    """Every number that is meant; of batches and the like from … to … the first and the last: `240103-240329` is two."""
    names, last = expanded(reading, name, end, many=many, short=short)
    if label.kind != "other" or "/" in reading.text[end - len(name) : last]:
        return names, last
    return _ends_of_range(names), last


def _ends_of_range(names: list[str]) -> list[str]:
    pair = _PAIR.fullmatch(names[0]) if len(names) == 1 else None
    if pair and pair[1][:2] == pair[2][:2] and len(pair[1]) == len(pair[2]) and pair[1] < pair[2]:
        return [pair[1], pair[2]]
    return names[:1] + names[1:][-1:]


def _identifier(reading: Reading, at: int, kind: str, *, marked: bool) -> tuple[str, int] | None:
    """The number at this place; in groups ("1053 8200 0400") where it was written so, not in the cells of a table."""
    text = reading.text
    if text[at - 1 : at] == "(" and (bracketed := identifier_at(text, at - 1)):  # "Report No. (24)CIB-0573"
        return bracketed
    found = identifier_at(text, at, spaced=True)
    if found is None or " " not in found[0]:
        return found
    name, end = found
    if (
        name[0].isalpha()
        and (not marked or kind == "other")
        and at in reading.once(_document_starts if marked else _label_starts)
    ):  # "ref DN 70318", "your reference: PO 55120": the nearer word labels it
        return None
    span = reading.span(at, end)
    sure = marked or kind == "other" or name.count(" ") > 1 or _is_coded(name) or _closed().match(reading.lower, end)
    return found if sure and span.end - span.start == end - at else identifier_at(text, at)


def _is_coded(name: str) -> bool:
    """`BW 50927`: letters that are no word, no currency and no scale, and a number."""
    match = _CODED.fullmatch(name)
    return match is not None and match[1].lower() not in any_set("ref.no_letters", *CURRENCIES)


def _is_look_alike(reading: Reading, label: Label, name: str, at: int, *, marked: bool) -> bool:
    """Whether what stands behind the label names nothing: "filler no. 2", a mobile number, "code INV-SAVE30"."""
    digits = count_digits(name)
    if _LIST_ITEM.match(reading.text, at - 1) or (
        label.kind == "other" and name.isdigit() and digits < LEAST_DIGITS["order"]
    ):
        return True
    if label.kind == "other" and label.again and _MOBILE.fullmatch(name):
        return True
    if label.kind == "order" and not marked and _RUNG.fullmatch(name):  # "Orders 01536 555 112"
        return True
    if label.kind == "order" and label.again and name.isdigit() and digits < LEAST_DIGITS["order"]:  # "the can (no. 2)"
        return True
    if label.kind == "invoice" and (_AIR_TICKET.match(name) or (not marked and _MOBILE.fullmatch(name))):
        return True
    if (
        label.kind == "order"
        and label_word(reading, label) in word_set("ref.any_slip")
        and is_parcel(reading, label, name)
    ):
        return True
    if not marked and _THOUSANDS.fullmatch(name):
        return not (label.kind == "order" and _ENDED.match(reading.text, at + len(name)))
    if label.kind == "other" and not marked and _is_title(reading, label, at, at + len(name)):
        return True
    hyphen = not marked and reading.text[label.end : label.end + 1] == "-"
    return hyphen and (digits < LEAST_DIGITS["order"] or label.kind == "other")


def _is_numbered_day(reading: Reading, name: str, at: int) -> bool:
    """Whether "no." stands right before what else would be a day: "bill no. 24-9-31"."""
    return (
        _SHORT_DAY.fullmatch(name) is not None
        and _behind_marker().search(reading.lower, max(0, at - 9), at) is not None
    )


def _is_title(reading: Reading, label: Label, start: int, end: int) -> bool:
    """`Quality claim – NX-40 pump seals`: behind the dash stands what it is about."""
    noun = _NOUN_AFTER.match(reading.lower, end)
    return "- " in reading.lower[label.end : start] and noun is not None and noun[1] not in word_set("ref.after")


def _label_starts(reading: Reading) -> frozenset[int]:
    return frozenset(hit.start for hit in reading.found("ref."))


def _document_starts(reading: Reading) -> frozenset[int]:
    return frozenset(hit.start for hit in reading.found("ref.invoice", "ref.order"))


def _first_place(reading: Reading, label: Label) -> tuple[int, bool] | None:
    """Where the first number after the label may begin, and whether a marker ("no.", "#", ":") announces it."""
    text, lower = reading.text, reading.lower
    if not figure_within(reading, label.end, _FARTHEST):
        return None
    word = lower[label.start : label.end]
    joined = connector(day=label.kind in KINDS).match(lower, label.end)
    if joined is None or not figure_within(reading, joined.end(), _FIRST_FIGURE):
        return None
    at = joined.end() - _capitals_before(reading, label, joined.end())
    between = lower[label.end : at]
    listing = "\n" in between and word in word_set("ref.account_label")
    if listing or (word in word_set("ref.goods_too") and _is_of_sale(between)):
        return None
    if label.again or _marker().search(between) or (label.kind != "model" and _marker().search(word)):
        return at, True
    if word.endswith("s") and _total().match(lower, label.end):
        return None
    if ":" in between or "=" in between:
        return at, label.kind != "model" and not _is_count_of(reading, at)
    if label.kind == "other" and between.strip() in word_set("ref.ending"):
        return None
    if text[at : at + 1].isdigit() and (
        _saying().search(between) or (word in word_set("ref.deed") and not _LONG.match(text, at))
    ):
        return None
    if text[at : at + 1].isdigit() and _is_sum_spoken_of(reading, label, between, at):
        return None
    glued = at == label.end and word.isascii() and text[at : at + 1].isalpha() and word[-1] != "."  # "P.O.ASM/22"
    return None if glued else (at, False)


def _is_of_sale(between: str) -> bool:
    """Whether a comma or a bracket without a "no." sets the number apart from what was sold: "a garden table (GT-55180)"."""
    return "," in between or ("(" in between and _marker().search(between) is None)


def _capitals_before(reading: Reading, label: Label, at: int) -> int:
    """How many characters before the figure at `at` are its letters, and no word that joins: "the same bill, AS 3390"."""
    letters = _CAPITALS.search(reading.text, max(label.end, at - 6), at)
    if letters is None or reading.text[label.start : label.end].isupper() or not reading.text[at].isdigit():
        return 0
    joins = letters[1].lower() in any_set("ref.marker", "ref.copula", "ref.saying", "ref.no_letters")
    return 0 if joins else len(letters[0])


def _is_sum_spoken_of(reading: Reading, label: Label, between: str, at: int) -> bool:
    """`The invoice is 450 too high`, `the invoice was 4500`."""
    if not _copula().search(between) or _DIGIT.search(between):  # "is dated the 19th, 6182"
        return False
    was = label.kind == "invoice" and _past().search(between)
    return bool(was or _SUM_LIKE.match(reading.text, at))


def _is_count_of(reading: Reading, at: int) -> bool:
    """`Order: 3 lamps`: what follows the colon is counted, not named."""
    count = _SMALL_COUNT.match(reading.lower, at)
    return count is not None and count[1] not in word_set("ref.after")


@cache
def _total() -> re.Pattern[str]:
    """`new orders: 38` says how many; `orders: 411, 412` names them."""
    return re.compile(rf" ?: ?\d{{1,3}}(?![\w/-])(?!\s?(?:[,;&-]|{whole_word('ref.join')})? ?#?\d)")


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.marker')}|[#°º№]")


@cache
def _behind_marker() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('ref.marker')}|[#°º№]) ?$")


@cache
def _plural() -> re.Pattern[str]:
    """`order nos. 1 and 2`, `invoice numbers 1-3`."""
    return re.compile(rf"{whole_word('ref.markers')}|\(s\)")


@cache
def _copula() -> re.Pattern[str]:
    return re.compile(whole_word("ref.copula"))


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(whole_word("ref.saying"))


@cache
def _past() -> re.Pattern[str]:
    return re.compile(whole_word("ref.past"))


@cache
def connector(*, day: bool = False) -> re.Pattern[str]:
    """What may stand between the word and its number: `no.`, `#`, `:`, `号码为`, `of the machine is`.

    `day`: also the day it was written, as in "invoice (20 May, 66-2291)".
    """
    # "PO / line", "order form (yellow copy)", the dots of a form
    copy = rf"(?: \((?:[a-z-]{{2,12}} ){{0,2}}{whole_word('ref.copy')}\))?"
    form = rf"{copy}(?: ?[._]{{2,60}})?"
    place = rf"/ ?{whole_word('ref.place')}"
    unsure = rf" ?{whole_word('ref.unsure')} (?=[a-z]{{0,4}}\d{{0,8}}[/-][a-z]{{0,4}}\d|[a-z]{{1,4}}\d{{4}}|\d{{5}})"
    words = whole_word("ref.marker", "ref.link", "ref.copula", "ref.saying")
    owner = rf" ?{whole_word('ref.of')} [a-z' ]{{2,25}} {whole_word('ref.copula')} "
    written_on = rf" ?{whole_word('ref.written_on')}(?: [a-z]{{3,12}}){{0,2}}: ?"
    listed = r"(?: ?\d{1,2}: ?(?=[a-z]{0,6}[-/]?\d{3}))?"  # "order 1: 4711"
    month = whole_word("ref.month")
    written = rf"(?:the \d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}}(?:st|nd|rd|th)? {month}|{month} \d{{1,2}}(?:st|nd|rd|th)?|{month}|\d{{1,2}}[./-]\d{{1,2}})(?:[ .,/-]\d{{2,4}})?|\d{{1,2}}月\d{{1,2}}日"
    dated = rf"(?:{whole_word('ref.dated', 'ref.of')} )?(?:{written})(?: \(|[,;)]{{1,2}} ?)(?:{words} ?){{0,2}}(?=[a-z]{{0,6}}[-/]?\d{{4}}(?!\))|[a-z]{{0,6}}[-/]?\d{{5}}|\d{{1,6}}[-/]\d)"
    asked = rf"(?: ?{whole_word('ref.person')} [a-z' ]{{2,30}} {whole_word('ref.copula')} )"  # "you asked for is"
    return re.compile(
        rf"(?:'s |\(s\)|\? ?(?=[a-z]{{0,6}}[-/]?\d[\d/-]{{4}}))?{form}(?:[\s:#='\"\[\]()<【】「《,|№*-]|{words}|{whole_word('ref.marker')}\?|{place}|[=-]{{1,2}}>|[«»☞→↓]){{0,12}}(?:{owner}|{written_on}|{asked}|{unsure}|{dated if day else '(?!)'}|{listed})(?=[a-z0-9]|\(\d{{2,4}}\)[a-z0-9])",
        re.ASCII,
    )


@cache
def _closed() -> re.Pattern[str]:
    """What may follow a number written in groups that no marker announces."""
    return re.compile(rf" ?(?:$|[),.;:!?/\n]| {whole_word('ref.after')})")


@cache
def _join() -> re.Pattern[str]:
    """What stands between two numbers of a list: `,`, `and`, `（3月2日）、`, ` of 3 March and `, or a new line's dash."""
    aside = rf"(?: ?\([^()\n]{{1,30}}\)| {whole_word('ref.dated')} [^.,;:!?\n#()]{{2,20}}?(?!/))?"
    comma = rf"[\s)]{{0,2}}[,、&/;+]\s?(?:{whole_word('ref.join')}\s?)?"
    new_line = r"\n[-*•]? ?"
    marker = rf"(?:{whole_word('ref.marker')}\s?|#)?"
    return re.compile(
        rf"{aside}(?:{comma}|[\s)]{{0,2}}{whole_word('ref.join')}\s?|{new_line}){marker}(?:-(?=\d{{2,3}}(?![\w/-]|[.,]\d)))?(?=[a-z]{{0,6}}(?:-[一-鿿]{{1,2}})?[-/]?\d)"
    )
