"""What tests of numbers ask: which invoices and orders a letter names."""

from __future__ import annotations

from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.text.reading import Reading


def numbers(text: str, subject: str = "") -> tuple[list[str], list[str]]:
    """Invoices and orders."""
    reading = Reading(subject, text)
    read = read_references(reading, text, find_labels(reading))
    return [fact.value for fact in read.invoices], [fact.value for fact in read.orders]
