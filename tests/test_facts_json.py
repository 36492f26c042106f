"""What `amends parse --json` says of a letter's sums."""

from __future__ import annotations

import parsers
from daemon.facts_json import facts_json
from parsers.letter import Letter


def test_a_sum_is_shown_in_its_currencys_own_unit() -> None:
    """The dong has no smaller unit: 450,000 of them are not shown as 4,500."""
    letter = parsers.read(b"From: a@b.example\nTo: desk@shop.example\nSubject: x\n\nI paid VND 450,000 for it.\n")
    assert isinstance(letter, Letter)
    assert [sum_["value"] for sum_ in facts_json(letter)["amounts"]] == [450_000]
