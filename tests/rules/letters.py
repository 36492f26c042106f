"""Letters as the parsers would give them, for tests of what the company decides about them."""

from __future__ import annotations

from typing import Any

from parsers.letter import Address, Fact, Facts, Letter, Origin, Purpose, Span, Where


def letter(
    text: str = "", *, subject: str = "", language: str = "en", origin: Origin = Origin.PERSON, **facts: Any
) -> Letter:
    """A person's letter with these facts; a complaint, and surely one, unless told otherwise."""
    told: dict[str, Any] = {"purpose": Purpose.COMPLAINT, "confidence": 0.95, **facts}
    return Letter(
        origin=origin,
        origin_reason="no mark of a machine",
        message_id="<1@customer.example>",
        sender=Address("Nora@Customer.example", "Nora"),
        subject=subject,
        text=text,
        language=language,
        facts=Facts(**told),
    )


def said(value: Any, words: str, text: str, where: Where = Where.TEXT) -> Fact[Any]:
    """A fact with the place of its words in the text."""
    start = text.index(words)
    return Fact(value, (Span(start, start + len(words), where),))
