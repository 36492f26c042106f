"""From a letter's subject and text to its facts: the one composition, readable top-down.

Pure and total: no clock, no network, no input makes it raise, and the time it takes grows with the text, not faster
(hazards H34; `reading` caps what is looked at). Every fact carries the characters it was read from.
"""

from __future__ import annotations

import re
from datetime import datetime

from parsers.amounts import read_amounts
from parsers.circumstances import read_flags
from parsers.complaint import read_purpose
from parsers.letter import Address, Attachment, Facts, Purpose, Remedy
from parsers.products import read_products
from parsers.reading import MAX_TEXT_CHARS, Reading
from parsers.references import read_references
from parsers.remedies import read_remedies
from parsers.signature import read_signature
from parsers.topics import read_defects, read_topic
from parsers.urgency import read_legal_threat, read_prior_contact, read_urgency

_REDRESS = frozenset(
    {Remedy.REPLACEMENT, Remedy.REPAIR, Remedy.COMPENSATION, Remedy.APOLOGY, Remedy.INVOICE_CORRECTION}
)
_ONE_WAY = frozenset({Purpose.THANKS, Purpose.NEWSLETTER, Purpose.NOTICE, Purpose.DUNNING})


def read_facts(
    *,
    subject: str,
    text: str,
    language: str,
    sender: Address | None,
    attachments: tuple[Attachment, ...],
    date: datetime | None,
) -> Facts:
    """What the letter says. `text` is the writer's own words, signature included; spans point into the two strings.

    `language`, `attachments` and `date` are part of the contract for facts that need them; the present grammar reads
    every language's words in every letter, because writers mix them.
    """
    del language, attachments, date
    reading = Reading(subject, text)
    references = read_references(reading)
    legal = read_legal_threat(reading)
    defects = read_defects(reading)
    remedies = read_remedies(reading, money_only=defects.only_billing)
    redress = any(fact.value in _REDRESS for fact in remedies)
    purpose, confidence, evidence = read_purpose(
        reading, threat=legal.value, redress=redress, refund=any(fact.value is Remedy.REFUND for fact in remedies)
    )
    aggrieved = purpose is Purpose.COMPLAINT
    numbers = frozenset(
        re.sub(r"\D", "", fact.value) for fact in (*references.invoices, *references.orders, *references.others)
    )
    signature = read_signature(text[:MAX_TEXT_CHARS], sender, numbers - {""})
    return Facts(
        purpose=purpose,
        confidence=confidence,
        purpose_spans=evidence,
        invoices=references.invoices,
        orders=references.orders,
        other_refs=references.others,
        products=read_products(
            reading,
            references.taken,
            reading.locate(signature.start) if signature.start is not None else len(reading.text),
        ),
        amounts=read_amounts(reading),
        defect=defects.phrases,
        defect_kind=defects.kind,
        urgency=read_urgency(reading, legal=legal, aggrieved=aggrieved),
        remedies=remedies,
        legal_threat=legal,
        prior_contact=read_prior_contact(reading) if purpose not in _ONE_WAY else Facts().prior_contact,
        topic=read_topic(reading, aggrieved=aggrieved),
        flags=read_flags(reading),
        sender_name=signature.name,
        company=signature.company,
        phone=signature.phone,
    )
