"""Who signs: name, company and telephone number, from the end of the letter, its head, and the sender's name.

Works on the lines as they were written. A name here is what somebody calls themselves, never proof of who they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.letter import Address, Fact, Where
from parsers.people.company import read_company
from parsers.people.initials import spelt_out
from parsers.people.machines import without_machine
from parsers.people.sheet import Sheet, sheets
from parsers.people.signatory import display_name, read_name
from parsers.people.signed_within import signed_within
from parsers.people.telephone import read_phone, recorded_from, rung_in
from parsers.text.lines import lines_of


@dataclass(frozen=True, slots=True)
class Signature:
    """Each is None when the letter does not say."""

    name: Fact[str] | None
    company: Fact[str] | None
    phone: Fact[str] | None
    start: int | None  # where the signature begins; None when the letter has none


def read_signature(
    text: str, sender: Address | None, taken: frozenset[str] = frozenset(), subject: str = ""
) -> Signature:
    """What the writer says of themselves. `taken`: numbers that name invoices and the like, never telephones."""
    own, below = sheets(lines_of(text))
    own = signed_within(own)
    letters = [sheet for sheet in (own, below) if sheet is not None]
    sender = without_machine(sender)
    name = read_name(letters, sender, subject)
    company = read_company(letters, sender, name, subject)
    phone = read_phone(letters, taken, name.value if name else "") or recorded_from(subject) or rung_in(subject, taken)
    return Signature(
        spelt_out(name, display_name(sender)) or company, company, phone, _start(own, (name, company, phone))
    )


def _start(sheet: Sheet, facts: Sequence[Fact[str] | None]) -> int | None:
    """Where the lines after the closing begin; without one, the first line of the end that tells who writes."""
    if not sheet.block:
        return None
    first = sheet.block[0].start
    if sheet.signed:
        return first
    spans = [fact.spans[0] for fact in facts if fact and fact.spans]
    places = [span.start for span in spans if span.where is Where.TEXT and span.start >= first]
    lines = [
        line.start for line in sheet.block if any(line.start <= at < line.start + len(line.text) + 1 for at in places)
    ]
    return min(lines, default=None)
