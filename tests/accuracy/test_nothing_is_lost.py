"""Whatever the desk fails to understand, no complaint may disappear: the one thing asked of every letter here."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

import parsers
from parsers.letter import Letter
from rules import Policy, decide, load
from rules.vocabulary import Handling

HERE = Path(__file__).parent


def written(letter: dict[str, Any]) -> Letter:
    """The letter as it comes out of a mail."""
    mail = EmailMessage()
    mail["From"] = letter["from_addr"]
    mail["To"] = "desk@shop.example"
    mail["Subject"] = letter["subject"]
    mail["Message-ID"] = f"<{letter['id']}@customer.example>"
    mail.set_content(letter["body_text"])
    read = parsers.read(mail.as_bytes())
    assert isinstance(read, Letter)
    return read


@pytest.fixture(scope="module")
def standard() -> Policy:
    """The pack that the others extend."""
    return load("standard")


@pytest.mark.parametrize(("half", "of"), [("tuned", 25), ("heldout", 3)])  # there are thousands: some of them do
def test_no_complaint_is_filed_in_silence(standard: Policy, half: str, of: int):
    """Every complaint becomes a case or is put to a person; at least four of five need nobody to look at them first."""
    letters = [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text("utf-8").splitlines()[::of]]
    complaints = [letter for letter in letters if letter["labels"]["is_complaint"]]

    handled = [(letter["subject"], decide(standard, written(letter)).handling) for letter in complaints]

    assert len(complaints) > 50
    assert [subject for subject, handling in handled if handling is Handling.FILE] == []
    assert sum(handling is Handling.CASE for _, handling in handled) >= 0.8 * len(handled)
