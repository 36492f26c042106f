"""What mail programs put before a subject is none of it, in whichever language they are."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.text.subject_marks import unanswered, unmarked


@pytest.mark.parametrize(
    ("subject", "first", "bare"),
    [
        ("Re: Lamps", "Lamps", "Lamps"),
        ("RE : AW: Lamps", "Lamps", "Lamps"),
        ("SV: Antw: Lamps", "Lamps", "Lamps"),
        ("回复：答覆: 灯坏了", "灯坏了", "灯坏了"),
        ("Re: Fwd: Lamps", "Fwd: Lamps", "Lamps"),
        ("转发：回复：灯坏了", "转发：回复：灯坏了", "灯坏了"),
        ("Repair: Lamps", "Repair: Lamps", "Repair: Lamps"),
        ("", "", ""),
    ],
)
def test_marks_are_taken_off(subject: str, first: str, bare: str):
    """Those of answers alone, and all of them; never a word of the subject."""
    assert (unanswered(subject), unmarked(subject)) == (first, bare)


@pytest.mark.parametrize("mark", ["Re: Re: ", "AW: SV: ", "回覆：回覆："])
def test_who_answers_an_answer_was_in_contact_before(mark: str):
    """Whichever program wrote the marks."""
    text = "Two of the six lamps are broken, please replace them."
    facts = read_facts(subject=f"{mark}Lamps", text=text, language="en", sender=None, attachments=(), date=None)
    assert facts.prior_contact.value
