"""From a letter's subject and text to its facts: the one composition, readable top-down.

Pure and total: no clock, no network, no input makes it raise, and the time it takes grows with the text, not faster
(hazards H34; `reading` caps what is looked at). Every fact carries the characters it was read from.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from parsers.goods.catalogue import Catalogue
from parsers.goods.products import read_products
from parsers.goods.renaming import read_renamed
from parsers.letter import Address, Attachment, Facts, Product, Purpose, Remedy, Topic
from parsers.meaning.circumstances import read_flags
from parsers.meaning.classifier import lean
from parsers.meaning.complaint import read_purpose
from parsers.meaning.remedies import likeliest_remedy, read_remedies
from parsers.meaning.topics import read_defects, read_topic
from parsers.meaning.urgency import read_legal_threat, read_prior_contact, read_urgency
from parsers.numbers.amounts import read_amounts
from parsers.numbers.corrections import corrected, read_corrections
from parsers.numbers.dates import read_dates
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import References, read_references
from parsers.people.signature import read_signature
from parsers.text.reading import MAX_TEXT_CHARS, Reading

_REDRESS = frozenset(
    {Remedy.REPLACEMENT, Remedy.REPAIR, Remedy.COMPENSATION, Remedy.APOLOGY, Remedy.INVOICE_CORRECTION}
)


def read_facts(
    *,
    subject: str,
    text: str,
    language: str,
    sender: Address | None,
    attachments: tuple[Attachment, ...],
    date: datetime | None,
    catalogue: Catalogue | None = None,
) -> Facts:
    """What the letter says. `text` is the writer's own words, signature included; spans point into the two strings.

    `date` is when it was written, in the writer's own zone; days that depend on it are left out when it is None.
    `language` and `attachments` are part of the contract for facts that need them; the present grammar reads every
    language's words in every letter, because writers mix them. `catalogue`: the company's own products.
    """
    del language, attachments
    reading = Reading(subject, text)
    labels = find_labels(reading)
    as_written = read_references(reading, text, labels)
    corrections = read_corrections(reading, as_written, labels)
    references = corrected(as_written, corrections)
    signature = read_signature(text[:MAX_TEXT_CHARS], sender, _digits(references), subject)
    signed_at = reading.locate(signature.start) if signature.start is not None else len(reading.text)
    products = read_products(reading, text[:MAX_TEXT_CHARS], references.taken, signed_at, catalogue)
    if signature.company is not None:
        products = tuple(fact for fact in products if not _is_named_after(fact.value, signature.company.value))
    return replace(
        _read_matter(reading),
        invoices=references.invoices,
        orders=references.orders,
        other_refs=references.others,
        products=products,
        amounts=read_amounts(reading),
        flags=read_flags(reading),
        dates=read_dates(reading, date.date() if date else None, references.taken),
        corrections=(*corrections, *read_renamed(reading, products)),
        sender_name=signature.name,
        company=signature.company,
        phone=signature.phone,
    )


def _read_matter(reading: Reading) -> Facts:
    """What the letter is for and about, what is wrong, what is asked for and how urgently; no names, no numbers."""
    legal = read_legal_threat(reading)
    defects = read_defects(reading)
    leaning = reading.once(lean)
    likeliest_topic = max(leaning.topics, key=leaning.topics.__getitem__)
    remedies = read_remedies(reading, money_only=defects.only_billing and likeliest_topic is Topic.BILLING)
    redress = any(fact.value in _REDRESS for fact in remedies)
    purpose, confidence, evidence = read_purpose(reading, leaning, threat=legal.value, redress=redress)
    aggrieved = purpose is Purpose.COMPLAINT
    topic = read_topic(reading, leaning, aggrieved=aggrieved)
    unsafe = topic.value is Topic.SAFETY_COMPLIANCE
    if aggrieved and not remedies:
        remedies = likeliest_remedy(reading)
    if not aggrieved:  # others threaten too, but not us with a complaint
        legal = Facts().legal_threat
    return Facts(
        purpose=purpose,
        confidence=confidence,
        purpose_spans=evidence,
        defect=defects.phrases,
        defect_kind=defects.kind,
        urgency=read_urgency(reading, legal=legal, unsafe=unsafe, aggrieved=aggrieved),
        remedies=remedies,
        legal_threat=legal,
        prior_contact=read_prior_contact(reading) if aggrieved else Facts().prior_contact,
        topic=topic,
    )


def _digits(references: References) -> frozenset[str]:
    """The numbers' digits: none of these is a telephone's."""
    numbers = (*references.invoices, *references.orders, *references.others)
    return frozenset(re.sub(r"\D", "", fact.value) for fact in numbers) - {""}


def _is_named_after(product: Product, company: str) -> bool:
    """Whether what looks like a product is the writer's own firm: "Siddiqui Dry Cleaners", "Ashby Ceramics"."""
    words = product.name.casefold().split()
    return product.sku is None and len(words) > 1 and set(words) <= set(company.casefold().split())
