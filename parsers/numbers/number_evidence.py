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
from typing import NamedTuple

from parsers.meaning.classifier import lean
from parsers.numbers.currency_signs import CURRENCIES
from parsers.numbers.identifiers import (
    Number,
    Token,
    count_digits,
    counts_nothing,
    expanded,
    is_identifier,
    shape,
    tokens,
)
from parsers.numbers.known import Known, is_free
from parsers.numbers.number_signs import number_signs
from parsers.numbers.reference_labels import LAST_LATIN
from parsers.numbers.related import is_model_like, names_thing, resembles_other, says_other
from parsers.text.reading import Reading
from parsers.text.sign_weights import BIAS, SCALE, sign_weights
from parsers.text.wording import any_set, one_of, whole_word, word_set


class _Weighed(NamedTuple):
    """A number's place, and the log odds of each kind."""

    start: int
    end: int
    odds: tuple[float, ...]

    def kind(self, least: float) -> str:
        """What its signs speak for with more than these log odds, "" for neither."""
        best = max(self.odds)
        return KINDS[self.odds.index(best)] if best > least else ""


WEIGHTS = Path(__file__).with_name("number_weights.tsv")
KINDS = ("invoice", "order")  # in the order of the columns
# Log odds above which a number is taken for a document's: any, one of few digits, and one of digits alone.
_LIKELY, _LIKELY_SHORT, _LIKELY_BARE = 0.7, 0.9, 1.3
# The same of one made like a likely one; of the only one, such as begins with letters, has figures only, or these set
# apart in the subject.
_LIKELY_ALIKE, _LIKELY_CODED, _LIKELY_ALONE, _LIKELY_APART = 0.2, 0.25, 0.0, -0.6
_LIKELY_IN_BRACKETS = 0.0  # the same of the only one, where brackets hold it and it begins with letters
_LIKELY_TOLD = -2.0  # the same of one that fills a line below the letter, or on which goods are counted
_COMPLAINT = 0.5  # how probable it is that the letter is one
_SHORT = 4  # digits
_LEAST_COUNTED = 5  # digits of a number that counts nothing though a noun stands behind
_OPENING = re.compile(r"(?:[^\W\d]{1,4}: ?){0,3}[\[(【#]?")  # what may stand before what begins the subject
_SET_APART = re.compile(r"(?:[,:;(\[【。、]|(?<= )[-/|]) ?#?$")
_LEAST_CODED, _LEAST_BARE = 2, 4  # digits
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PUBLIC_LINE = re.compile(r"12[123]\d\d|100\d\d|9[56]\d{3,4}")  # where Chinese offices and banks are rung
# "the floats on 60 331."
_PAIR = re.compile(r"(?<![\d£$€¥] )[ (](\d{2,3} \d{3})(?= ?(?:[,;:)\n]|\.(?!\d)|$))")
_APART = re.compile(r"(?<![A-Z] )(?<![A-Za-z0-9/.-])([A-Z]{1,3}) $")
_GROUP_BESIDE = re.compile(r"\d \d")
_ITEM = re.compile(r"(?:^|[\n.;:?!) ])[-*•] ?$")
_ROUND_MODEL = re.compile(r"[A-Z]{2,4}-?[1-9]00")
_ARTICLE = re.compile(r"\d{3,6}-[A-Z]{3,5}")  # "0812-BSP", of which there is a "0812-JIC"
_DAY_AND_COUNT = re.compile(r"0[1-9](?:0[1-9]|[12]\d|3[01])-\d{2,3}")  # "0902-12" is one and no range
_HALVES = re.compile(r"\d{3}-\d{4}|\d{4}-\d{3}|0\d{2,4}-\d{1,3}")
_RANGE = re.compile(r"(\d{2,6})-(\d{2,6})")
_MOST_OF_RANGE = 6  # numbers from the first to the last of a range that no word announces: "2406-17" is one
_MOST_OF_COUNT = 3  # digits of what is counted without being round
_NOUN_BEHIND = re.compile(r" ?([a-z][a-z0-9'-]*)")
_OFFERED_WITHIN = 28
_ARTICLE_CHARS = 12  # before a number, in which an article stands
_BELOW = 120  # characters of a footer
_COUNTED_ON = re.compile(r"\([a-z0-9-]{1,12}(?: [a-z-]{2,12}){1,2} on $")  # "(two pallets on "
_COUNT_CHARS = 44
_MOST, _MOST_CALLED = 60, 8  # numbers that are weighed, and places of one that are looked at (H34)


def read_likely(reading: Reading, known: Known) -> Iterator[Number]:
    """Every such number that is rather an invoice's or an order's than anything else, in no order.

    Where one begins an item of a list, those of its make that begin other items are of its kind: "- 700418: two chairs".
    So is whatever is made like a likely one and nearly as likely, as the second of two bills of which the first is told.
    """
    items: dict[str, str] = {}  # what begins the items of a list, by its make
    likely: dict[str, str] = {}  # the likely ones, by their make
    unlikely: list[_Weighed] = []
    for start, end in islice(unexplained(reading, sorted(known.taken)), _MOST):
        name = reading.text[start:end]
        if known.kinds.get(name.upper()) == "other" or says_other(reading, start, name) or names_thing(reading, start):
            continue
        weighed = _Weighed(start, end, _odds(number_signs(reading, known, start, end)))
        if kind := weighed.kind(least_odds(name)):
            names, last = expanded(reading, name, end, many=not _DAY_AND_COUNT.fullmatch(name), short=True)
            if len(names) > _MOST_OF_RANGE and "-" in name:
                names, last = [name], end
            yield from (Number(kind, each, start, last) for each in names)
            likely[shape(name)] = kind
            if _begins_item(reading, start, end):
                items[shape(name)] = kind
        else:
            unlikely.append(weighed)
    if not likely and {"invoice", "order"}.isdisjoint(known.kinds.values()):
        yield from next(_alone(reading, unlikely), ())
    for weighed in unlikely:
        start, end, _ = weighed
        name = reading.text[start:end]
        item = items.get(shape(name)) if _begins_item(reading, start, end) else None
        alike = likely.get(shape(name))
        if kind := item or (alike if weighed.kind(_LIKELY_ALIKE) == alike else None):
            yield Number(kind, name, start, end)


def _alone(reading: Reading, unlikely: Sequence[_Weighed]) -> Iterator[Sequence[Number]]:
    """The likeliest numbers of a letter in which none is likely enough, and no other told: it goes by one of them.

    Likeliest are those set apart at an edge of the subject: "Hoping for a better girth - 20561", "47116620 漏了一箱子".
    Letters of subscriptions, visits and meters have such, too, so these only count where somebody complains.
    """
    complains = reading.once(lean).complaint >= _COMPLAINT
    for each in sorted(unlikely, key=lambda each: (each.end >= reading.body_start, -max(each.odds))):
        name = reading.text[each.start : each.end]
        apart = each.end < reading.body_start and _at_edge(reading, each.start, each.end)
        coded = complains and name[0].isalpha()
        below = coded and _is_below(reading, each.start, each.end)
        told = below or (complains and _is_counted_on(reading, each.start, each.end))
        bracketed = _in_brackets(reading, each.start, each.end)
        named = coded and (each.end < reading.body_start or bracketed)  # hardly ever a model's: "Handbag AR-9022"
        if not (apart or told) and ((is_model_like(name) and not named) or name.endswith("00")):
            continue
        if not complains and not (apart and name.isdigit()):
            continue
        least = _LIKELY_TOLD if told else _least_alone(name, apart=apart, bracketed=bracketed)
        if kind := each.kind(least):
            if below or (apart and _goods_counted().match(reading.text, each.end)):
                kind = "order"
            names, last = expanded(reading, name, each.end, many=not _DAY_AND_COUNT.fullmatch(name), short=True)
            yield [Number(kind, one, each.start, last) for one in names]


def _least_alone(name: str, *, apart: bool, bracketed: bool) -> float:
    """The log odds above which the only number of a letter is taken for a document's."""
    if name[0].isalpha():
        return _LIKELY_IN_BRACKETS if bracketed else _LIKELY_CODED
    return _LIKELY_APART if apart else _LIKELY_ALONE


def _in_brackets(reading: Reading, start: int, end: int) -> bool:
    return reading.text[start - 1 : start] == "(" and reading.text[end : end + 1] == ")"


def _is_counted_on(reading: Reading, start: int, end: int) -> bool:
    """Whether brackets say how many of the goods came on it: "shape sorters (30 pieces on WT 4410)"."""
    if reading.text[end : end + 1] != ")":
        return False
    return _COUNTED_ON.search(reading.lower, max(0, start - _COUNT_CHARS), start) is not None


def _is_below(reading: Reading, start: int, end: int) -> bool:
    """Whether it fills a line, and no more than a signature's or a footer's few words stand below: `QY-06`."""
    text = reading.text
    filled = text[start - 1] == "\n" and text[end : end + 1] in {"", "\n"} and start > reading.body_start
    return filled and len(text) - end <= _BELOW


def _at_edge(reading: Reading, start: int, end: int) -> bool:
    """Whether it begins the subject, counting nothing, or ends it behind a stroke, a comma or in brackets."""
    text = reading.text
    subject_end = reading.body_start - 1
    if _OPENING.fullmatch(text, 0, start):
        counted = text[start:end].isdigit() and end - start < _LEAST_COUNTED and _NOUN_BEHIND.match(reading.lower, end)
        return not counted
    if text[end:subject_end].strip(" )].!?"):
        return False
    bare = text[start:end].isdigit() and end - start >= _LEAST_COUNTED and text[start - 1 : start] == " "
    return bare or _SET_APART.search(text, 0, start) is not None


def _begins_item(reading: Reading, start: int, end: int) -> bool:
    return reading.text[end : end + 1] == ":" and _ITEM.search(reading.text, max(0, start - 5), start) is not None


def unexplained(reading: Reading, taken: Sequence[tuple[int, int]] = ()) -> Iterator[tuple[int, int]]:
    """Where there stands what may be a document's number, outside the places that are `taken`: its start and end."""
    for token in reading.once(tokens):
        name, start, end, digits = _whole(reading, token)
        coded = digits < len(name.replace(" ", ""))
        if digits < (_LEAST_CODED if coded else _LEAST_BARE) or not is_free(taken, start, end):
            continue
        if resembles_other(name) and not (_HALVES.fullmatch(name) and _is_not_rung(reading, start, end)):
            continue
        is_else = _names_thing if coded else _counts
        identifies = is_identifier(reading, name, start, marked=coded, thing=False, least=_LEAST_BARE)
        if identifies and not is_else(reading, start, end):
            yield start, end


def _is_not_rung(reading: Reading, start: int, end: int) -> bool:
    """Whether what is made like a short telephone's number stands where none does: in the subject, in brackets, before Han."""
    text = reading.text
    if end < reading.body_start:
        return True
    enclosed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return (enclosed and text[start - 2 : start - 1] != "\n") or "一" <= text[end : end + 1] <= "鿿"


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
    if name.endswith("000") or _ROUND_MODEL.fullmatch(name) or _ARTICLE.fullmatch(name):
        return True
    return is_model_like(name) and _called(reading, name)


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


def _counts(reading: Reading, start: int, end: int) -> bool:
    """Whether digits alone may be a year, a sum ("the invoice was 12500"), one of several groups, or a count.

    Or what is rung: `只好找12398`. `3000份` is a count, `30077那张` is none.
    """
    if _YEAR.fullmatch(reading.text, start, end) or _sum().search(reading.lower, max(0, start - _ARTICLE_CHARS), start):
        return True
    if reading.text.endswith("000", start, end):
        return True
    if _GROUP_BESIDE.match(reading.text, max(0, start - 2)) or _GROUP_BESIDE.match(reading.text, end - 1):
        return True
    if _PUBLIC_LINE.fullmatch(reading.text, start, end) and _rung().search(reading.lower, max(0, start - 4), start):
        return True
    if counts_nothing(reading.text[start:end]):
        return False
    return reading.text[end : end + 1] > LAST_LATIN and not _pointing().match(reading.lower, end)


@cache
def _offered() -> re.Pattern[str]:
    return re.compile(rf"{whole_word('ref.offered')} (?:{whole_word('product.determiner')} )?$")


@cache
def _rung() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('ref.rung_before')}) ?$")


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
def _goods_counted() -> re.Pattern[str]:
    """Of what begins a subject, how many goods stand behind: `330218三件家具`."""
    return re.compile(rf"(?:{one_of('ref.counted')})(?!{one_of('ref.several_invoices')})[一-鿿]")


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(
        rf"[。、】」』]|{one_of('ref.this', 'ref.link_behind', 'ref.behind_number', 'ref.count_behind', 'ref.no_unit')}"
    )


def _odds(signs: set[str]) -> tuple[float, ...]:
    """The log odds of each kind."""
    return tuple(
        (weights.get(BIAS, 0) + sum(map(weights.get, signs, repeat(0)))) / SCALE for weights in sign_weights(WEIGHTS)
    )


def least_odds(name: str) -> float:
    """The log odds above which a number is taken for a document's: higher for what many other numbers look like."""
    if name.isdigit() or " " in name:
        return _LIKELY_BARE
    return _LIKELY_SHORT if count_digits(name) <= _SHORT else _LIKELY
