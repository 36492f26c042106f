"""The words that say what a number near them is ("Invoice", `订单号`), and which document a bare "no." takes up again.

The words are the lexicon's (`ref`); the numbers that stand beside them are read by `labelled`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from parsers.lexicon import Hit
from parsers.numbers.figures import figures
from parsers.text.reading import Reading
from parsers.text.wording import any_set, endings, one_of, whole_word, word_beginning, word_set

_NEAR_CARRIER = 16  # characters before a bare `单号` in which its carrier stands
_REACH = 80  # characters between a document and the "no." that takes it up again
LAST_LATIN = "\u024f"  # behind it in Unicode are the characters of other scripts
_RINGS = re.compile(r" ?(?:\+|0\d{2,4}[ -]\d|1[3-9]\d{9})")
_GIVEN_ALREADY = re.compile(r"\d(?<!\d.)(?!(?:(?<=1)9|(?<=2)0)\d\d(?!\d))\d{2}")  # and no year


class Label(NamedTuple):
    """The word that says what a number near it is: its kind, its place, and whether it only takes up another's."""

    kind: str
    start: int
    end: int
    again: bool = False


def find_labels(reading: Reading) -> list[Label]:
    """Every word that says what a number near it is, in order of place."""
    hits = reading.found("ref.")
    bare = word_set("ref.bare_slip")
    within = {
        later
        for hit, later in pairwise(hits)
        if later.start < hit.end and reading.lower[later.start : later.end] in bare
    }
    found = [
        _label(reading, hit)
        for hit in hits
        if hit not in within and not _is_in_code(reading, hit) and not _is_in_word(reading, hit)
    ]
    glued = [Label(_glued_kind(m[1]), m.start(), m.end()) for m in _glued(reading)]
    return sorted([*found, *glued], key=lambda label: (label.start, label.end)) if glued else found


def _is_in_code(reading: Reading, hit: Hit) -> bool:
    """Whether it is the middle of a number, as in "BT-PO-0658", which then is named by all of it."""
    lower = reading.lower
    strokes = {lower[hit.start - 1 : hit.start], lower[hit.end : hit.end + 1]} <= {"-", "/"}
    return strokes and lower[hit.start - 2 : hit.start - 1].isalnum() and lower[hit.end + 1 : hit.end + 2].isdigit()


def _is_in_word(reading: Reading, hit: Hit) -> bool:
    """Whether the slip is the beginning of another word: `对账单上单价不对`, `这单位`."""
    return reading.lower[hit.end : hit.end + 1] in word_set("ref.behind_slip") and reading.lower[hit.end - 1] in "单票"


def _glued(reading: Reading) -> Iterator[re.Match[str]]:
    """The labels that figures follow without a space; looked for only where figures stand behind their last letters."""
    lower, ends = reading.lower, _ends_of_glued()
    if any(lower[start - 1 : start] in ends for start in reading.once(figures).starts):
        yield from glued_label().finditer(lower)


def _label(reading: Reading, hit: Hit) -> Label:
    kind = hit.group.partition(".")[2]
    if kind == "none" and (word := _order_within(reading, hit)):
        return Label("order", hit.end - len(word), hit.end)
    if kind == "order" and reading.lower[hit.start : hit.end] in word_set("ref.any_slip"):
        none = "none" if reading.lower[hit.start : hit.end] in word_set("ref.bare_slip") else "other"
        kind = none if _is_other_slip(reading, hit) else kind
    return Label("other" if kind == "again" else kind, hit.start, hit.end, again=kind == "again")


def _order_within(reading: Reading, hit: Hit) -> str:
    """The word for an order that ends a phrase which else says how something is: "the mugs in order 21877"."""
    if reading.lower[hit.start : hit.end] not in word_set("ref.in_order"):
        return ""
    number = _order_number().match(reading.lower, hit.end)
    return reading.lower[hit.start : hit.end].rpartition(" ")[2] if number else ""


def _is_other_slip(reading: Reading, hit: Hit) -> bool:
    """`故障单号`, `经德邦发出，单号`: some other slip's number, or a parcel's."""
    before = reading.lower[max(0, hit.start - 1) : hit.start]
    if before > LAST_LATIN and before not in word_set("ref.before_slip") and before.isalpha():
        return True
    return _carried_before().search(reading.lower, max(0, hit.start - _NEAR_CARRIER), hit.start) is not None


def label_word(reading: Reading, label: Label) -> str:
    """The label as it stands there, in lower case."""
    return reading.lower[label.start : label.end]


def resolved(reading: Reading, label: Label, document: Label | None) -> Label | None:
    """Of "your invoice of 3 March (no. 4711)" the "no." as a label of invoices; other labels as they are.

    A "no." that takes nothing up says what it numbers by the word before it ("meter no. 4711"); without one, nothing.
    """
    lower = reading.lower
    by_ref = label_word(reading, label) in word_set("ref.bracketed")
    if not label.again and not by_ref:
        return label
    before = lower[max(0, label.start - 24) : label.start]
    first, told = _spoken_from(reading, label) if label.again else (reading.sentence(label.start)[0], False)
    since = first if document is None else max(first, document.end)
    done = _done_before(reading, since, label.start)
    if done and (by_ref or told or _taking_up().search(before)):
        return label._replace(kind=done)
    bracketed = before.rstrip().endswith("(") and by_ref
    if not label.again and not bracketed:
        return label
    near = document is not None and first <= document.start and label.start - document.start <= _REACH
    if near and document and told and document.start < reading.sentence(label.start)[0]:
        near = not _GIVEN_ALREADY.search(reading.text, document.end, label.start)
    whole = label_word(reading, label).startswith(endings("ref.whole"))
    if document and near and (by_ref or told or whole or _taking_up().search(before)):
        return Label(document.kind, label.start, label.end, again=True)
    if bracketed or _after_noun().search(before) or lower[label.start] > LAST_LATIN:
        return None if label_word(reading, label) in word_set("ref.ending") else label
    return None


def _done_before(reading: Reading, first: int, last: int) -> str:
    """What the sentence says was done: "we ordered lamps (no. 4711)", "you billed us under no. 4711"; "" for neither."""
    for kind, starts in reading.once(_deeds):
        at = bisect_left(starts, first)
        if at < len(starts) and starts[at] < last:
            return kind
    return ""


def _deeds(reading: Reading) -> list[tuple[str, list[int]]]:
    """Where it is said that somebody ordered, and that somebody charged."""
    groups = (("order", "ref._ordering"), ("invoice", "ref._invoicing"))
    return [(kind, [hit.start for hit in reading.found(group)]) for kind, group in groups]


def _spoken_from(reading: Reading, label: Label) -> tuple[int, bool]:
    """Where begins what is said of the document that the label may take up, and whether nothing else can be meant.

    That is the label's sentence, or the one before if this begins with a bracket ("of the 9th inst. (no. 406)") or
    goes on as in "I placed an order. The number is 55120".
    """
    first = reading.sentence(label.start)[0]
    opening = reading.lower[first : label.start].strip()
    given = _given().match(reading.lower, label.end)
    begun = not opening or opening in word_set("ref.opening")
    told = given is not None and not _RINGS.match(reading.text, given.end())
    listing = begun and label_word(reading, label) in word_set("ref.markers") and _announces(reading, first)
    told = told or listing
    if first and (opening == "(" or (told and begun)):
        first = reading.sentence(first - 1)[0]
    return first, told and (begun or opening.rpartition(" ")[2] in word_set("ref.opening"))


def _announces(reading: Reading, first: int) -> bool:
    """Whether the sentence before ends in a colon: "Three invoices are missing:", and then "Nos 4407 and 4419"."""
    return reading.lower[max(0, first - 4) : first].rstrip().endswith(":")


def _glued_kind(word: str) -> str:
    return "invoice" if word in word_set("ref.invoice") else "order"


@cache
def glued_label() -> re.Pattern[str]:
    """`Invoice89621`, `order_7731`: the scan for whole words does not see these."""
    return re.compile(rf"({word_beginning('ref.invoice', 'ref.order')})[_#]?(?=\d)")


@cache
def _ends_of_glued() -> frozenset[str]:
    return frozenset("_#").union(word[-1] for word in any_set("ref.invoice", "ref.order"))


@cache
def _taking_up() -> re.Pattern[str]:
    """What stands before the "no." of a document that was named before."""
    words = whole_word("ref.join", "ref.link", "ref.month", "ref.copula", "ref.when", "ref.having")
    owner = f"(?:{whole_word('ref.owner')} )?"
    return re.compile(rf"(?:[(,:;]| -)\s?{owner}$|{words} $|\d $")


@cache
def _carried_before() -> re.Pattern[str]:
    """A carrier's name shortly before; nothing between says that something was ordered, or not sent."""
    return re.compile(rf"(?:{one_of('ref.carrier')})[^。;!?\n单订没未不]{{0,10}}$")


@cache
def _order_number() -> re.Pattern[str]:
    """What can only be an order's number; no year, as in "in order 2019, 2020 and 2021"."""
    marker = rf"(?:{whole_word('ref.marker')} ?|# ?)"
    return re.compile(
        rf" (?:{marker}(?=[a-z\d])|(?!(?:19|20)\d\d(?![\w/-]))(?=[a-z]{{0,6}}[-/]?\d[\da-z/-]{{3}}(?![\da-z/-]{{0,40}}[.,:]\d)))",
        re.ASCII,
    )


@cache
def _given() -> re.Pattern[str]:
    """What gives a document's number behind the "number" of a sentence of its own."""
    return re.compile(rf":| ?{whole_word('ref.copula')}(?= )|(?= \d{{5}})")


@cache
def _after_noun() -> re.Pattern[str]:
    """An unknown word before "no.": the number is that thing's."""
    return re.compile(rf"(?<![a-z'])(?!{whole_word('ref.no_noun')})[a-z]{{3,}} $")
