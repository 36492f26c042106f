"""From a letter's facts to the lines of a form: for the department with evidence, for the customer with care.

To staff everything is shown, as values. To the customer only numbers of plain characters and short product names go
back, and never a link: a complaint desk must not relay other people's advertising (hazards H28; design, section 11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from daemon.case import Amended
from parsers.letter import Amount, Fact, Facts, Letter, Product, Span, Topic, Where
from templates.contexts import FactLine, Item, Missing, Words

NUMBER_CHARACTERS = 40
NAME_CHARACTERS = 60
SUBJECT_CHARACTERS = 150
WORDS_CHARACTERS = 160
LABEL_CHARACTERS = 30  # how far before a number its name may begin

_NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9\-/.]{{0,{NUMBER_CHARACTERS - 1}}}")
_LINK = re.compile(r"://|www\.|@|\.[a-z]{2,}\b|[<>\[\]{}]", re.IGNORECASE)
_TRACKED = re.compile(  # carriers' prefixes, UPU S10, UPS; a tax number must not look like one
    r"(?<![A-Z0-9])(?:(?:SF|JD|JT|YT|ZTO|STO|EMS)[0-9]{8,15}|[A-Z]{2}[0-9]{9}[A-Z]{2}|1Z[0-9A-Z]{16})(?![A-Z0-9])",
    re.IGNORECASE,
)
_WAYBILL_BEFORE = re.compile(
    r"(?:waybill|tracking|awb|consignment(?: note)?|parcel|shipment|运单|快递|面单|物流单|托运单|包裹|快件|邮件)"
    r"(?:单号|编号|号码|号|\s*(?:number|no\.?|nr\.?|#|code|id))?\W{0,6}$",
    re.IGNORECASE,
)
_REPLY_MARK = re.compile(r"^(?:(?:re|aw|sv|antw|回复|回覆|答复)\s*[:：]\s*)+", re.IGNORECASE)


def safe_numbers(facts: Iterable[Fact[str]]) -> tuple[str, ...]:
    """The customer's own numbers, as far as they may be told back."""
    numbers = (unicodedata.normalize("NFKC", fact.value).strip() for fact in facts)
    return tuple(dict.fromkeys(number for number in numbers if _NUMBER.fullmatch(number)))


def safe_items(letter: Letter) -> tuple[Item, ...]:
    """Products by the customer's own names, as far as they may be told back."""
    items = (Item(fact.value.name, fact.value.quantity) for fact in letter.facts.products)
    return tuple(item for item in items if len(item.name) <= NAME_CHARACTERS and not _LINK.search(item.name))


def amended_numbers(letter: Letter, amended: Iterable[Amended]) -> tuple[str, ...]:
    """All the customer's numbers, as far as they may be told back, as they were put right since."""
    facts = letter.facts
    right = {one.wrong: one.right for one in amended if one.wrong}
    numbers = safe_numbers((*facts.invoices, *facts.orders, *facts.other_refs))
    return tuple(dict.fromkeys(right.get(number, number) for number in numbers))


def echoed_subject(letter: Letter) -> str | None:
    """`Re:` and the sender's own subject, so that mail programs thread; None where it may not be told back."""
    subject = _REPLY_MARK.sub("", letter.subject).strip()
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
    )


def fact_lines(letter: Letter, amended: Iterable[Amended] = ()) -> tuple[FactLine, ...]:
    """Every fact with the words it was read from, in the order of the handling form, as it was put right since."""
    right = {(one.of, one.wrong): one.right for one in amended if one.wrong}
    return tuple(
        FactLine(label, right.get((label, value), value), _words(letter, spans))
        for label, value, spans in _told(letter.facts)
    )


def _told(facts: Facts) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    for label, references in (("invoices", facts.invoices), ("orders", facts.orders), ("other_refs", facts.other_refs)):
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
        fields = ((letter.subject if s.where is Where.SUBJECT else letter.text, s.start) for s in fact.spans)
        if any(_WAYBILL_BEFORE.search(text[max(0, start - LABEL_CHARACTERS) : start]) for text, start in fields):
            yield fact.value
    for text in (letter.subject, letter.text):
        yield from (found[0] for found in _TRACKED.finditer(text))


def faults(letter: Letter) -> tuple[tuple[str, str], ...]:
    """("fault", product and kind of defect) for each product: the same fault reported again has the same."""
    kind = letter.facts.defect_kind
    if kind is None:
        return ()
    names = (fact.value.sku or fact.value.name for fact in letter.facts.products)
    keys = (f"{_same(name)} / {kind}" for name in names)
    return tuple(dict.fromkeys(("fault", key) for key in keys))


def _same(name: str) -> str:
    """A product's name without case, width, spacing and an English plural."""
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return folded[:-1] if folded.isascii() and folded.endswith("s") and not folded.endswith("ss") else folded


def _words(letter: Letter, spans: Iterable[Span]) -> str:
    texts = ((letter.subject if span.where is Where.SUBJECT else letter.text)[span.start : span.end] for span in spans)
    return " … ".join(dict.fromkeys(" ".join(text.split()) for text in texts))[:WORDS_CHARACTERS]


def _counted(product: Product) -> str:
    return product.name if product.quantity is None else f"{product.name} × {product.quantity}"


def _money(amount: Amount) -> str:
    decimals = 0 if amount.currency in ("JPY", "KRW") else 2
    return f"{amount.currency or ''} {amount.minor / 10**decimals:,.{decimals}f}".strip()
