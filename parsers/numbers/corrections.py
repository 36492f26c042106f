"""What the writer puts right: "the invoice is 89612, not 89621", `订单号应为7731`.

A correction is two numbers of the same make around words that say which of them is right ("not", "instead of", "should
read"), or one number that is announced as right ("correction: order 7731"). What it is a number of is told by the
references already read, or by the nearest word before it that labels numbers. The words are the lexicon's (`fix`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.letter import Correction, Fact
from parsers.numbers.identifiers import are_alike, count_digits, identifier_at, is_identifier
from parsers.numbers.labelled import connector
from parsers.numbers.reference_labels import Label
from parsers.numbers.references import References
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word

MAX_CORRECTIONS = 20
_REACH = 120  # characters back to the word that labels a number, or to the number that was wrong
_NEAR = 48  # characters of one number and what may stand between it and the word that corrects
_LEAST_DIGITS = 3
_LEAST_ALONE = 4  # digits of one that "should be", where none stands before that it should replace
_FIELDS = {"invoice": "invoices", "order": "orders", "other": "other_refs", "phone": "phone"}
_SAYING = ("fix.not", "fix.instead", "fix.swap", "fix.should", "fix.announce")  # without which nothing is corrected
_ENDING = re.compile(r"(?<![A-Za-z0-9_./-])([A-Za-z0-9][A-Za-z0-9/_.-]{0,39})[ ,;)(\"'-]{0,3}$")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_./-])[A-Za-z0-9](?:[A-Za-z0-9]|[/_-](?=[A-Za-z0-9])){2,39}")
_PHONE = re.compile(r"\+?\d[\d ()/-]{5,20}\d")
_PHONE_ENDING = re.compile(r"(?<![\d+-])(\+?\d[\d ()/-]{5,20}\d)[ ,;)(-]{0,3}$")
_DIGIT = re.compile(r"\d")
_PAUSE = re.compile(r"[\s,;.:!-]{0,3}")


@dataclass(frozen=True, slots=True)
class _Number:
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pair:
    right: _Number
    wrong: _Number | None
    told: bool = False  # the words that correct say what it is a number of


@dataclass(frozen=True, slots=True)
class _Sight:
    """A letter and what is known of its numbers. `kinds`: the field of `Facts` by number, in upper case."""

    reading: Reading
    labels: Sequence[Label]
    by_start: dict[int, Label]
    starts: list[int]
    kinds: dict[str, str]


def read_corrections(reading: Reading, references: References, labels: Sequence[Label]) -> tuple[Fact[Correction], ...]:
    """Every correction, one per right number, in order of place."""
    if reading.hits.keys().isdisjoint(_SAYING):
        return ()
    sight = _Sight(
        reading,
        labels,
        {label.start: label for label in labels},
        [label.start for label in labels],
        {fact.value.upper(): field for field, facts in _by_field(references) for fact in facts},
    )
    found: dict[str, Fact[Correction]] = {}
    pairs = [*_opposed(sight), *_swapped(sight), *_should_be(sight), *_announced(sight)]
    for pair in pairs:
        field = _field(sight, pair)
        if field is None or pair.right.name in found or len(found) >= MAX_CORRECTIONS:
            continue
        if pair.wrong is None and any(pair.right.name == fact.value.wrong for fact in found.values()):
            continue
        places = sorted((number.start, number.end) for number in (pair.right, pair.wrong) if number)
        correction = Correction(field, pair.right.name, pair.wrong.name if pair.wrong else None)
        found[pair.right.name] = Fact(correction, (reading.span(places[0][0], places[-1][1]),))
    return tuple(sorted(found.values(), key=lambda fact: fact.spans))


def corrected(references: References, corrections: Sequence[Fact[Correction]]) -> References:
    """The references without what was put right, and with what is right."""
    if not corrections:
        return references
    wrong = {fact.value.wrong.upper() for fact in corrections if fact.value.wrong}
    fields = {fact.value.right.upper(): fact.value.of for fact in corrections}
    places = {fact.spans for fact in corrections}
    kept: dict[str, tuple[Fact[str], ...]] = {}
    for field, facts in _by_field(references):
        left = [f for f in facts if f.value.upper() not in wrong and fields.get(f.value.upper(), field) == field]
        # "from 7713 to 7731" is no row of orders
        left = [f for f in left if f.spans not in places or f.value.upper() in fields]
        known = {fact.value.upper() for fact in left}
        left += [
            Fact(fact.value.right, fact.spans)
            for fact in corrections
            if fact.value.of == field and fact.value.right.upper() not in known
        ]
        kept[field] = tuple(left)
    return replace(references, invoices=kept["invoices"], orders=kept["orders"], others=kept["other_refs"])


def _by_field(references: References) -> tuple[tuple[str, tuple[Fact[str], ...]], ...]:
    return (
        ("invoices", references.invoices),
        ("orders", references.orders),
        ("other_refs", references.others),
    )


def _opposed(sight: _Sight) -> Iterator[_Pair]:
    """As "89612, not 89621", "89612 instead of 89621", "not 89621 but 89612"."""
    reading = sight.reading
    buts = {hit.start: hit.end for hit in reading.found("fix.but")}
    for hit in reading.found("fix.not", "fix.instead"):
        if not _DIGIT.search(reading.lower, hit.end, hit.end + _NEAR):
            continue
        right, wrong = _ending_at(sight, hit.start), _number_at(sight, hit.end)
        if right and wrong:
            phones = _PHONE_ENDING.search(reading.text, right.start, hit.start)
            if hit.group == "fix.not" or phones or _is_stated(sight, right):
                yield _Pair(right, wrong)
        elif wrong and hit.group == "fix.not":
            pause = _PAUSE.match(reading.lower, wrong.end)
            but = buts.get(pause.end()) if pause else None
            if but and (right := _number_at(sight, but)):
                yield _Pair(right, wrong)


def _swapped(sight: _Sight) -> Iterator[_Pair]:
    """As "replace 89621 with 89612"."""
    for hit in sight.reading.found("fix.swap"):
        wrong = _number_at(sight, hit.end)
        between = _swapped_for().match(sight.reading.lower, wrong.end) if wrong else None
        right = _number_at(sight, between.end()) if between else None
        if right and wrong:
            named = any(hit.start <= label.start < hit.end for label in sight.labels)
            yield _Pair(right, wrong, told=named)


def _should_be(sight: _Sight) -> Iterator[_Pair]:
    """As "89621 should read 89612"; the wrong one may stand some words before."""
    for hit in sight.reading.found("fix.should"):
        right = _number_at(sight, hit.end)
        wrong = _last_alike(sight, right, hit.start) if right else None
        if right and (wrong or not _is_sum_like(right.name)):
            yield _Pair(right, wrong)


def _is_sum_like(name: str) -> bool:
    """Whether it is so short that "it should be 350" may as well speak of a sum or a scale."""
    return name.isdigit() and len(name) < _LEAST_ALONE


def _announced(sight: _Sight) -> Iterator[_Pair]:
    """As "Correction: order 7731", "the correct number is 7731"."""
    for hit in sight.reading.found("fix.announce"):
        right = _number_at(sight, hit.end)
        if right:
            yield _Pair(right, _last_alike(sight, right, hit.start))


def _number_at(sight: _Sight, at: int) -> _Number | None:
    """The number that begins here, or after a label and what joins the two ("not order no. 7713")."""
    reading = sight.reading
    opening = _opening().match(reading.lower, at)
    at = opening.end() if opening else at
    here = identifier_at(reading.text, at)
    label = None if here and count_digits(here[0]) else sight.by_start.get(at)  # "SN-22" is no label and number
    joined = connector().match(reading.lower, label.end if label else at)
    at = joined.end() if joined else label.end if label else at
    phone = _PHONE.match(reading.text, at)
    if phone and _label_kind(sight, at) == "phone":
        return _Number(phone[0], phone.start(), phone.end())
    found = identifier_at(reading.text, at)
    return _checked(sight, found[0], at) if found else None


def _ending_at(sight: _Sight, end: int) -> _Number | None:
    text, first = sight.reading.text, max(0, end - _NEAR)
    phone = _PHONE_ENDING.search(text, first, end)
    if phone and _label_kind(sight, phone.start()) == "phone":
        return _Number(phone[1], phone.start(1), phone.end(1))
    match = _ENDING.search(text, first, end)
    return _checked(sight, match[1].rstrip(".-/"), match.start(1)) if match else None


def _last_alike(sight: _Sight, right: _Number, end: int) -> _Number | None:
    """The last number before `end`, in the same sentence or the one before, that is a known one and like `right`."""
    reading = sight.reading
    sentence = reading.sentence(max(0, end - 1))[0]
    first = max(reading.sentence(max(0, sentence - 1))[0], end - _REACH)
    for match in reversed(list(_NUMBER.finditer(reading.text, first, end))):
        name = match[0]
        beside = not reading.text[match.end() : end].strip(" ,;:\"')")
        if _is_sum_like(right.name) and len(name) > len(right.name) + 1:  # of invoice 66021: "it should be 350"
            continue
        if are_alike(right.name, name) and (beside or name.upper() in sight.kinds):
            return _checked(sight, name, match.start())
    return None


def _checked(sight: _Sight, name: str, start: int) -> _Number | None:
    number = is_identifier(sight.reading, name, start, marked=False, thing=True, least=_LEAST_DIGITS)
    enough = count_digits(name) >= (_LEAST_DIGITS if name.isdigit() else 1)
    return _Number(name, start, start + len(name)) if number and enough else None


def _field(sight: _Sight, pair: _Pair) -> str | None:
    """What the numbers are of, as a field of `Facts`; None when that is not told, or they are unlike each other."""
    right, wrong = pair.right, pair.wrong
    if wrong and not are_alike(right.name, wrong.name):
        return None
    first = min(right.start, wrong.start) if wrong else right.start
    sentence = sight.reading.sentence(first)[0]
    if _other_matter().search(sight.reading.lower, max(sentence, first - _REACH), first):
        return None
    if pair.told and (field := _FIELDS.get(_label_kind(sight, right.start))):
        return field
    if right.name.upper() not in sight.kinds and _sum_leads().search(sight.reading.lower, max(0, first - _NEAR), first):
        return None
    for number in (wrong, right):
        if number and (known := sight.kinds.get(number.name.upper())):
            return known
    return _FIELDS.get(_label_kind(sight, right.start))


def _label_kind(sight: _Sight, at: int) -> str:
    """The kind of the nearest label before `at`; empty when there is none within reach."""
    for index in range(bisect_right(sight.starts, at) - 1, -1, -1):
        label = sight.labels[index]
        if label.start < at - _REACH:
            break
        if not label.again:
            return label.kind
    return ""


def _is_stated(sight: _Sight, right: _Number) -> bool:
    """Whether a word of being leads to the number: "should be 89612 instead of …", not "sent me 89612 instead of …"."""
    return _stating().search(sight.reading.lower, max(0, right.start - _NEAR), right.start) is not None


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"[\s,:\"'(]{{0,3}}(?:{one_of('fix.article')} )?")


@cache
def _swapped_for() -> re.Pattern[str]:
    return re.compile(rf" {whole_word('fix.swapped')} ")


@cache
def _sum_leads() -> re.Pattern[str]:
    """`for` right before a number: the invoice is for 300, not 400."""
    return re.compile(rf"{whole_word('fix.sum')} (?:only |just )?$")


@cache
def _other_matter() -> re.Pattern[str]:
    return re.compile(whole_word("fix.else"))


@cache
def _stating() -> re.Pattern[str]:
    """A word of being, and between it and the number at most the number's label."""
    return re.compile(rf"{whole_word('fix.copula')}(?: [a-z.#]+){{0,3}}:? ?#?$")
