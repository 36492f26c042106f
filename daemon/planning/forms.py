"""From a letter's facts to the lines of a form: for the department with evidence, for the customer with care.

To staff everything is shown, as values. To the customer only numbers of plain characters and short product names go
back, and never a link: a complaint desk must not relay other people's advertising (hazards H28; design, section 11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from daemon.case import Amended
from daemon.planning.known import put_right, same_name
from parsers.letter import Amount, Authentication, Fact, Facts, Letter, Product, Span, Topic, Where
from parsers.text.numerals import whole
from parsers.text.subject_marks import unanswered
from rules.vocabulary import DECIMALS
from templates.contexts import FactLine, Item, Missing, Words

NUMBER_CHARACTERS = 40
NAME_CHARACTERS = 60
SUBJECT_CHARACTERS = 150
WORDS_CHARACTERS = 160
LABEL_CHARACTERS = 30  # how far before a number its name may begin

_NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9\-/.]{{0,{NUMBER_CHARACTERS - 1}}}")
_LINK = re.compile(r"://|www\.|@|\.[a-z]{2,}\b|[<>\[\]{}]", re.IGNORECASE)
_TRACKED = re.compile(  # carriers' prefixes, UPU S10, UPS; a tax number must not look like one
    r"(?<![A-Z0-9])(?:(?:SF|ST|JD|JT|YT|ZTO|STO|EMS)[0-9]{8,15}|[A-Z]{2}[0-9]{9}[A-Z]{2}|1Z[0-9A-Z]{16})(?![A-Z0-9])",
    re.IGNORECASE,
)
_WAYBILL_BEFORE = re.compile(
    r"(?:waybill|tracking|awb|consignment(?: note)?|parcel|shipment|运单|快递|面单|物流单|托运单|包裹|快件|邮件)"
    r"(?:单号|编号|号码|号|\s*(?:number|no\.?|nr\.?|#|code|id))?\W{0,6}$",
    re.IGNORECASE,
)
_OTHER_BEFORE = re.compile(
    r"(?:order|invoice|contract|purchase|serial|订单|定单|发票|合同|采购|序列|工单)(?:单号|编号|号码|号|\s*(?:number|no\.?|nr\.?|#))?\W{0,6}$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<han>[一二两三四五六七八九十百千万]{1,6}|[0-9]{1,9}) ?[台件箱个只套辆部把条块张片卷瓶盒包袋桶支根双对批吨米枚株盏颗]|(?P<latin>[0-9]{1,9}) (?=[A-Za-z])"
)


def safe_numbers(facts: Iterable[Fact[str]]) -> tuple[str, ...]:
    """The customer's own numbers, as far as they may be told back."""
    numbers = (unicodedata.normalize("NFKC", fact.value).strip() for fact in facts)
    return tuple(dict.fromkeys(number for number in numbers if _NUMBER.fullmatch(number)))


def safe_items(letter: Letter, amended: Iterable[Amended] = ()) -> tuple[Item, ...]:
    """Products by the customer's own names, as far as they may be told back, as they were put right since."""
    products = put_right(letter.facts, amended).products
    items = (Item(fact.value.name, _count(fact.value)) for fact in products)
    return tuple(item for item in items if is_safe_name(item.name))


def is_safe_name(name: str) -> bool:
    """Whether a product's name may be told back."""
    return len(name) <= NAME_CHARACTERS and not _LINK.search(name)


def amended_numbers(letter: Letter, amended: Iterable[Amended]) -> tuple[tuple[str, str], ...]:
    """All the customer's numbers, as far as they may be told back, as they were put right since; each with its label."""
    found = numbers_of(letter, put_right(letter.facts, amended))
    return tuple((label, number) for label, facts in found.items() for number in safe_numbers(facts))


def numbers_of(letter: Letter, facts: Facts) -> Mapping[str, tuple[Fact[str], ...]]:
    """The numbers by their labels. What is tracked by a carrier is a waybill, unless the letter calls it something else."""
    waybills = tuple(one for one in (*facts.orders, *facts.other_refs) if _is_waybill(letter, one))
    return {
        "invoices": facts.invoices,
        "orders": tuple(one for one in facts.orders if one not in waybills),
        "waybills": waybills,
        "other_refs": tuple(one for one in facts.other_refs if one not in waybills),
    }


def _is_waybill(letter: Letter, number: Fact[str]) -> bool:
    before = tuple(_before(letter, span) for span in number.spans)
    if any(_WAYBILL_BEFORE.search(words) for words in before):
        return True
    return not any(_OTHER_BEFORE.search(words) for words in before) and _TRACKED.fullmatch(number.value) is not None


def _before(letter: Letter, span: Span) -> str:
    text = letter.subject if span.where is Where.SUBJECT else letter.text
    return text[max(0, span.start - LABEL_CHARACTERS) : span.start]


def echoed_subject(letter: Letter) -> str | None:
    """`Re:` and the sender's own subject, so that mail programs thread; None where it may not be told back."""
    subject = unanswered(letter.subject).strip()
    if not subject or len(subject) > SUBJECT_CHARACTERS or _LINK.search(subject) or letter.warnings:
        return None
    return f"Re: {subject}"


def missing(letter: Letter) -> tuple[Missing, ...]:
    """What would help and is not in the letter, the most useful first; at most two things: nobody fills in a form."""
    facts = letter.facts
    wanted: list[Missing] = []
    if not (facts.invoices or facts.orders or facts.other_refs):
        wanted.append(Missing.REFERENCE)
    about_goods = facts.topic.value in (
        Topic.PRODUCT_QUALITY,
        Topic.DAMAGED_IN_TRANSIT,
        Topic.WRONG_OR_MISSING_GOODS,
        Topic.AFTER_SALES_REPAIR,
    )
    if about_goods and not facts.products:
        wanted.append(Missing.PRODUCT)
    if about_goods and not any(a.type.startswith(("image/", "video/")) for a in letter.attachments):
        wanted.append(Missing.PICTURES)
    return tuple(wanted[:2])


def supplied(letter: Letter) -> frozenset[Missing]:
    """What this letter brings of the things that may have been asked for."""
    facts = letter.facts
    brought = {
        Missing.REFERENCE: bool(facts.invoices or facts.orders or facts.other_refs),
        Missing.PRODUCT: bool(facts.products),
        Missing.PICTURES: any(a.type.startswith(("image/", "video/")) for a in letter.attachments),
    }
    return frozenset(key for key, there in brought.items() if there)


def words_of(letter: Letter, received: datetime) -> Words:
    """The letter as staff see it; `received` on the office's wall clock."""
    return Words(
        sender=str(letter.sender) if letter.sender else "—",
        subject=letter.subject,
        received=received,
        text=letter.text,
        attachments=tuple(a.name for a in letter.attachments),
        doubted=letter.authentication is Authentication.FAIL,
    )


def fact_lines(letter: Letter, amended: Iterable[Amended] = ()) -> tuple[FactLine, ...]:
    """Every fact with the words it was read from, in the order of the handling form, as it was put right since.

    What was put right has no words: those of the letter prove what it no longer says.
    """
    read = {(label, value) for label, value, _ in _told(letter, letter.facts)}
    told = _told(letter, put_right(letter.facts, amended))
    return tuple(
        FactLine(label, value, _words(letter, spans) if (label, value) in read else "") for label, value, spans in told
    )


def _told(letter: Letter, facts: Facts) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    for label, references in numbers_of(letter, facts).items():
        yield from ((label, reference.value, reference.spans) for reference in references)
    yield from (("products", _counted(product.value), product.spans) for product in facts.products)
    yield from (("amounts", _money(amount.value), amount.spans) for amount in facts.amounts)
    yield from (("defect", defect.value, defect.spans) for defect in facts.defect)
    if facts.urgency.spans:
        yield "urgency", facts.urgency.value.value, facts.urgency.spans
    yield from (("remedies", remedy.value.value, remedy.spans) for remedy in facts.remedies)
    for label, said in (("legal_threat", facts.legal_threat), ("prior_contact", facts.prior_contact)):
        if said.value:
            yield label, "", said.spans
    yield from (("flags", flag.value.value, flag.spans) for flag in facts.flags)
    for label, person in (("sender_name", facts.sender_name), ("company", facts.company), ("phone", facts.phone)):
        if person is not None:
            yield label, person.value, person.spans


def case_numbers(letter: Letter) -> tuple[tuple[str, str], ...]:
    """(kind, number) pairs by which a further letter of the same customer finds the case.

    A waybill counts like an order: it names one consignment. Customer, contract and batch numbers name more than one
    matter, and do not count.
    """
    facts = letter.facts
    invoices, orders = (tuple(fact.value for fact in found) for found in (facts.invoices, facts.orders))
    kinds = (("invoice", invoices), ("order", orders), ("waybill", tuple(_waybills(letter))))
    pairs = ((kind, unicodedata.normalize("NFKC", number).upper()) for kind, numbers in kinds for number in numbers)
    return tuple(dict.fromkeys(pairs))


def _waybills(letter: Letter) -> Iterator[str]:
    """Numbers that a word before them calls so, and those that carriers' own forms betray wherever they stand."""
    for fact in letter.facts.other_refs:
        if any(_WAYBILL_BEFORE.search(_before(letter, span)) for span in fact.spans):
            yield fact.value
    for text in (letter.subject, letter.text):
        yield from (found[0] for found in _TRACKED.finditer(text))


def faults(letter: Letter) -> tuple[tuple[str, str], ...]:
    """("fault", product and kind of defect) for each product: the same fault reported again has the same."""
    kind = letter.facts.defect_kind
    if kind is None:
        return ()
    names = (fact.value.sku or fact.value.name for fact in letter.facts.products)
    keys = (f"{same_name(name)} / {kind}" for name in names)
    return tuple(dict.fromkeys(("fault", key) for key in keys))


def in_han(name: str) -> str:
    """A name as it is set between Chinese words: a space beside its Latin letters."""
    before, after = (" " if edge.isascii() and edge.isalpha() else "" for edge in (name[:1], name[-1:]))
    return f"{before}{name}{after}"


def _words(letter: Letter, spans: Iterable[Span]) -> str:
    texts = ((letter.subject if span.where is Where.SUBJECT else letter.text)[span.start : span.end] for span in spans)
    said = tuple(dict.fromkeys(" ".join(text.split()) for text in texts))
    whole = (text for text in said if not any(text in other for other in said if other != text))
    return " … ".join(whole)[:WORDS_CHARACTERS]


def _counted(product: Product) -> str:
    count = _count(product)
    return product.name if count is None else f"{product.name} × {count}"


def _count(product: Product) -> int | None:
    """How many; None where nobody says, or the name does so itself: `5台水泵`."""
    said = _COUNTED.match(product.name)
    return None if said and whole(said["han"] or said["latin"]) == product.quantity else product.quantity


def _money(amount: Amount) -> str:
    decimals = DECIMALS.get(amount.currency or "", 2)
    return f"{amount.currency or ''} {amount.minor / 10**decimals:,.{decimals}f}".strip()
