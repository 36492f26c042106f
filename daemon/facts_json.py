"""A letter as JSON: what `amends parse` prints and the database keeps. The field names are an interface."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from parsers.letter import Amount, Fact, Facts, Letter, Product, Span, Where
from rules.vocabulary import DECIMALS

EVIDENCE = (
    "invoices", "orders", "other_refs", "products", "amounts", "defect", "urgency", "remedies", "legal_threat",
    "prior_contact", "topic", "flags", "dates", "corrections", "sender_name", "company", "phone",
)  # fmt: skip


def letter_json(letter: Letter, file: str) -> dict[str, Any]:
    """One line of `amends parse --json`."""
    return {
        "file": file,
        "kind": letter.origin.value,
        "message_id": letter.message_id,
        "subject": letter.subject,
        "from": letter.sender.address if letter.sender else None,
        "language": letter.language,
        **facts_json(letter),
        "text": letter.text,
        "quoted": letter.quoted,
        "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in letter.attachments],
    }


def facts_json(letter: Letter) -> dict[str, Any]:
    """The facts with their evidence: `evidence` points into the text, `evidence_subject` into the subject."""
    facts = letter.facts
    return {
        "is_complaint": facts.is_complaint,
        "invoices": [fact.value for fact in facts.invoices],
        "orders": [fact.value for fact in facts.orders],
        "other_refs": [fact.value for fact in facts.other_refs],
        "products": [_product(fact.value) for fact in facts.products],
        "amounts": [_amount(fact.value) for fact in facts.amounts],
        "defect": [fact.value for fact in facts.defect],
        "urgency": facts.urgency.value.value,
        "remedies": [fact.value.value for fact in facts.remedies],
        "legal_threat": facts.legal_threat.value,
        "prior_contact": facts.prior_contact.value,
        "topic": facts.topic.value.value,
        "defect_kind": facts.defect_kind,
        "flags": [fact.value.value for fact in facts.flags],
        "dates": [{"first": d.value.first.isoformat(), "last": d.value.last.isoformat()} for d in facts.dates],
        "corrections": [{"of": c.value.of, "right": c.value.right, "wrong": c.value.wrong} for c in facts.corrections],
        "purpose": facts.purpose.value,
        "confidence": round(facts.confidence, 3),
        "sender_name": facts.sender_name.value if facts.sender_name else None,
        "company": facts.company.value if facts.company else None,
        "phone": facts.phone.value if facts.phone else None,
        "evidence": _evidence(facts, Where.TEXT),
        "evidence_subject": _evidence(facts, Where.SUBJECT),
    }


def _product(product: Product) -> dict[str, Any]:
    """What the catalogue adds, an article number and a department, stands there only where it knows the product."""
    listed = {"sku": product.sku, "department": product.department}
    known = {name: value for name, value in listed.items() if value is not None}
    return {"name": product.name, "quantity": product.quantity, **known}


def _amount(amount: Amount) -> dict[str, Any]:
    decimals = DECIMALS.get(amount.currency or "", 2)
    value = amount.minor / 10**decimals
    whole = value == int(value)
    return {"value": int(value) if whole else value, "currency": amount.currency, "role": amount.role.value}


def _evidence(facts: Facts, where: Where) -> dict[str, list[list[int]]]:
    found = {name: _places(_facts_of(getattr(facts, name)), where) for name in EVIDENCE}
    found["purpose"] = [[s.start, s.end] for s in facts.purpose_spans if s.where is where]
    return {name: places for name, places in found.items() if places}


def _facts_of(value: tuple[Fact[Any], ...] | Fact[Any] | None) -> Iterable[Fact[Any]]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _places(facts: Iterable[Fact[Any]], where: Where) -> list[list[int]]:
    spans: set[Span] = {span for fact in facts for span in fact.spans if span.where is where}
    return [[span.start, span.end] for span in sorted(spans)]
