"""A product that is put right is told apart from goods that were mixed up."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.goods.catalogue import Catalogue, Entry
from parsers.letter import Correction

LIST = Catalogue(
    (
        Entry("VB-7", ("seven-way valve", "七联阀"), "production"),
        Entry("K-1", ("kettle", "电水壶"), "quality"),
    )
)


def corrections(text: str) -> list[Correction]:
    """What a letter with these words puts right."""
    facts = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None, catalogue=LIST)
    return [fact.value for fact in facts.corrections]


@pytest.mark.parametrize(
    "text",
    [
        "Correction: it is the seven-way valve, not the kettle.",
        "Sorry, the product is not the kettle but the seven-way valve.",
        "Sorry: it was the seven-way valve VB-7 and not the kettle.",
        "The kettle should read seven-way valve.",
        "I wrote kettle, but meant the seven-way valve.",
    ],
)
def test_put_right(text: str):
    """Whichever stands first, the right one and the wrong one are told by the words between and before them."""
    assert corrections(text) == [Correction("products", "seven-way valve", "kettle")]


@pytest.mark.parametrize("text", ["更正：产品是七联阀，不是电水壶。", "产品不是电水壶，而是七联阀。"])
def test_put_right_in_chinese(text: str):
    """The same in Chinese, with words of the lexicon."""
    assert corrections(text) == [Correction("products", "七联阀", "电水壶")]


@pytest.mark.parametrize(
    "text",
    [
        "You sent me the kettle, not the seven-way valve.",
        "I got the kettle instead of the seven-way valve.",
        "The seven-way valve is not the problem, the kettle leaks.",
        "The seven-way valve works.\nNot the kettle.",
        "We bought the kettle and the seven-way valve.",
    ],
)
def test_goods_that_were_mixed_up(text: str):
    """What was sent, got or bought instead of something is a complaint, and corrects nothing."""
    assert corrections(text) == []
