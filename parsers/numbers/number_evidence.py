"""Numbers that no word explains: "forty blazers charged on SU-20931", "Re: Travel cot TC-3390".

A reader takes the one for the number of a bill, the other for an order's, by all that stands around them. Two logistic
regressions over the signs of `number_signs` do the same, one for each document; their weights are in
`number_weights.tsv`. Only what no other way of telling knows is weighed, and a number in digits alone, which may be a
meter's reading or the end of a card's number as well, must be much likelier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, repeat
from pathlib import Path

from parsers.numbers.amounts import CURRENCIES
from parsers.numbers.identifiers import (
    Number,
    Token,
    count_digits,
    expanded,
    is_identifier,
    shape,
    tokens,
)
from parsers.numbers.number_signs import number_signs
from parsers.numbers.reference_labels import LAST_LATIN
from parsers.numbers.related import is_model_like, resembles_other
from parsers.numbers.unlabelled import Known, is_free
from parsers.text.reading import Reading
from parsers.text.sign_weights import BIAS, SCALE, sign_weights
from parsers.text.wording import any_set, one_of, whole_word, word_set

WEIGHTS = Path(__file__).with_name("number_weights.tsv")
KINDS = ("invoice", "order")  # in the order of the columns
# Log odds above which a number is taken for a document's: any, one of few digits, and one of digits alone.
_LIKELY, _LIKELY_SHORT, _LIKELY_BARE = 0.7, 0.9, 1.3
_SHORT = 4  # digits
_LEAST_CODED, _LEAST_BARE = 2, 4  # digits
_YEAR = re.compile(r"(?:19|20)\d{2}")
_LETTERS = re.compile(r"[A-Z]{2,8}(?=[-/]?\d|[-/][A-Z])")
# "the floats on 60 331."
_PAIR = re.compile(r"(?<![\d£$€¥] )[ (](\d{2,3} \d{3})(?= ?(?:[,;:)\n]|\.(?!\d)|$))")
_APART = re.compile(r"(?<![A-Z] )(?<![A-Za-z0-9/.-])([A-Z]{1,3}) $")
_GROUP_BESIDE = re.compile(r"\d \d")
_ITEM = re.compile(r"(?:^|[\n.;:?!) ])[-*•] ?$")
_RANGE = re.compile(r"(\d{2,6})-(\d{2,6})")
_MOST_OF_COUNT = 3  # digits of what is counted without being round
_NOUN_BEHIND = re.compile(r" ?([a-z][a-z0-9'-]*)")
_OFFERED_WITHIN = 28
_ARTICLE_CHARS = 12  # before a number, in which an article stands
_MOST, _MOST_CALLED = 60, 8  # numbers that are weighed, and places of one that are looked at (H34)


def read_likely(reading: Reading, known: Known) -> Iterator[Number]:
    """Every such number that is rather an invoice's or an order's than anything else, in no order.

    Where one begins an item of a list, those of its make that begin other items are of its kind: "- 700418: two chairs".
    """
    items: dict[str, str] = {}  # what begins the items of a list, by its make
    unlikely: list[tuple[int, int]] = []
    for start, end in islice(unexplained(reading, sorted(known.taken)), _MOST):
        name = reading.text[start:end]
        if known.kinds.get(name.upper()) == "other" or _says_other(name):
            continue
        item = _begins_item(reading, start, end)
        if kind := likely_kind(number_signs(reading, known, start, end), least_odds(name)):
            names, last = expanded(reading, name, end, many=True, short=True)
            yield from (Number(kind, each, start, last) for each in names)
            if item:
                items[shape(name)] = kind
        elif item:
            unlikely.append((start, end))
    for start, end in unlikely:
        if kind := items.get(shape(reading.text[start:end])):
            yield Number(kind, reading.text[start:end], start, end)


def _begins_item(reading: Reading, start: int, end: int) -> bool:
    return reading.text[end : end + 1] == ":" and _ITEM.search(reading.text, max(0, start - 5), start) is not None


def unexplained(reading: Reading, taken: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Where there stands what may be a document's number, outside the places that are `taken`: its start and end."""
    for token in reading.once(tokens):
        name, start, end, digits = _whole(reading, token)
        coded = digits < len(name.replace(" ", ""))
        if digits < (_LEAST_CODED if coded else _LEAST_BARE) or not is_free(taken, start, end) or resembles_other(name):
            continue
        is_else = _names_thing if coded else _counts
        identifies = is_identifier(reading, name, start, marked=coded, thing=False, least=_LEAST_BARE)
        if identifies and not is_else(reading, start, end):
            yield start, end


def _whole(reading: Reading, token: Token) -> Token:
    """With the letters or figures that stand apart from it: "AS 3390", "118 402"; no currency's and no word."""
    text, start = reading.text, token.start
    if pair := _PAIR.match(text, max(0, start - 1)):
        return Token(pair[1], start, pair.end(1), count_digits(pair[1]))
    apart = (
        _APART.search(text, max(0, start - 6), start) if token.digits >= _SHORT and token.name[0].isdigit() else None
    )
    if (
        apart is None
        or apart.start(1) in reading.once(_label_starts)
        or apart[1].lower() in any_set("ref.no_letters", "ref.waybill_prefix", *CURRENCIES)
    ):
        return token
    return Token(text[apart.start(1) : token.end], apart.start(1), token.end, token.digits)


def _label_starts(reading: Reading) -> frozenset[int]:
    """Where the words for documents begin: the "PO" that stands before a number is no part of it."""
    return frozenset(hit.start for hit in reading.found("ref.order", "ref.invoice"))


def _names_thing(reading: Reading, start: int, end: int) -> bool:
    """Whether it is a model's, by its round number or what stands before it: "HX-2000", "the KX-2018", "discount on KX-2018"."""
    name = reading.text[start:end]
    if _is_range_of(reading, name, end) or _offered().search(reading.lower, max(0, start - _OFFERED_WITHIN), start):
        return True
    return name.endswith("000") or (is_model_like(name) and _called(reading, name))


def _is_range_of(reading: Reading, name: str, end: int) -> bool:
    """Whether it says between which numbers lies how many there are: "300-400 m2"."""
    ends, noun = _RANGE.fullmatch(name), _NOUN_BEHIND.match(reading.lower, end)
    if ends is None or len(ends[1]) != len(ends[2]) or ends[1] >= ends[2]:
        return False
    few = len(ends[1]) <= _MOST_OF_COUNT or (ends[1].endswith("0") and ends[2].endswith("0"))
    return few and noun is not None and noun[1] not in word_set("ref.after")


def _called(reading: Reading, name: str) -> bool:
    articles, owners = _article(), _owned()
    places = islice(re.finditer(re.escape(name), reading.text), _MOST_CALLED)
    spans = [(max(0, at.start() - _ARTICLE_CHARS), at.start()) for at in places]
    return any(articles.search(reading.lower, *span) and not owners.search(reading.lower, *span) for span in spans)


def _says_other(name: str) -> bool:
    """Whether its letters say that it is a claim's, a case's or an error's: "CLM-20931", "REF-118203"."""
    letters = _LETTERS.match(name)
    return letters is not None and letters[0].lower() in word_set("ref.other_prefix")


def _counts(reading: Reading, start: int, end: int) -> bool:
    """Whether digits alone may be a year, a sum ("the invoice was 12500"), one of several groups, or a count.

    `3000份` is one, `30077那张` is none.
    """
    if _YEAR.fullmatch(reading.text, start, end) or _sum().search(reading.lower, max(0, start - _ARTICLE_CHARS), start):
        return True
    if reading.text.endswith("000", start, end):
        return True
    if _GROUP_BESIDE.match(reading.text, max(0, start - 2)) or _GROUP_BESIDE.match(reading.text, end - 1):
        return True
    return reading.text[end : end + 1] > LAST_LATIN and not _pointing().match(reading.lower, end)


@cache
def _offered() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.offered')} (?:{whole_word('product.determiner')} )?$")


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('product.determiner')}|{one_of('zh_product.this')}) ?$")


@cache
def _owned() -> re.Pattern[str]:
    """Before a model as well as before the number of what the reader sent: "your GL-7781"."""
    return re.compile(rf"{whole_word('ref.owner')} $")


@cache
def _sum() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('ref.copula')}|{whole_word('ref.charging')} {whole_word('ref.priced')}) $")


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(rf"[。、】」』]|{one_of('ref.this', 'ref.link_behind', 'ref.behind_number')}")


def likely_kind(signs: set[str], least: float) -> str:
    """What these signs speak for with at least these log odds, "" for neither."""
    odds = [
        (weights.get(BIAS, 0) + sum(map(weights.get, signs, repeat(0)))) / SCALE for weights in sign_weights(WEIGHTS)
    ]
    best = max(odds)
    return KINDS[odds.index(best)] if best > least else ""


def least_odds(name: str) -> float:
    """The log odds above which a number is taken for a document's: higher for what many other numbers look like."""
    if name.isdigit() or " " in name:
        return _LIKELY_BARE
    return _LIKELY_SHORT if count_digits(name) <= _SHORT else _LIKELY
