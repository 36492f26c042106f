"""Numbers beside other numbers, in short, in gaps, in words, and under the letters of other countries' papers."""

from __future__ import annotations

import pytest

from parsers import read
from parsers.letter import Letter
from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("It's all on LA-2024-55, your invoice 9018822. We'd like a lid.", ["9018822"], ["LA-2024-55"]),
        ("I wrote yesterday about NK-85, 85 school blazers, invoice 6033.", ["6033"], ["NK-85"]),
        ("It concerns CT-30/441 and your invoice 55180.", ["55180"], ["CT-30/441"]),
        ("The pump KX-2018, invoice 44118, leaks.", ["44118"], []),  # what is leaking
        ("for the pump on HX-2000, invoice 44118.", ["44118"], []),
        ("We wrote on 12/05, invoice 44118 is wrong.", ["44118"], []),
        ("I wrote about CLM-2041, invoice 55180.", ["55180"], []),
    ],
)
def test_what_stands_right_before_the_bill_is_the_order(text: str, invoices: list[str], orders: list[str]):
    """Unless it is a model's, a day or a claim's."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "subject", "orders"),
    [
        ("Of the 140 books on SI-11807 112 are right.", "SI-11807 / our BSC/240/LRC", ["BSC/240/LRC"]),
        ("18 of the 60 on your invoice 41177 (our 24-0556), all with gold.", "Labels", ["24-0556"]),
        ("Your invoice 41177, our 02-555-0188, is wrong.", "", []),  # a telephone's
        ("Your invoice 41177 (our VAT-240) is wrong.", "", []),
    ],
)
def test_the_writers_own_number_may_have_strokes(text: str, subject: str, orders: list[str]):
    """Beside the reader's."""
    assert numbers(text, subject)[1] == orders


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("I ordered on KW-71 a liner 12 x 9 m.", [], ["KW-71"]),
        ("We had three drops of flour, invoiced as 77340/42/45.", ["77340", "77342", "77345"], []),
        ("Invoice 77340/42/45 is for three drops.", ["77340", "77342", "77345"], []),
        ("Invoice 2024/25 is for three drops.", ["2024/25"], []),
        ("The £900 deposit on 66012 you will please return.", ["66012"], []),
        ("On our P.O. 3 3 0 8 1 there are 48 tubs.", [], ["3 3 0 8 1"]),
        ("Invoice no. 4 4 1 9 0 2 is wrong.", ["4 4 1 9 0 2"], []),
        ("It goes about FV 1180. Make five new ones.", ["FV 1180"], []),
        ("1. Corks, FT 2024/1187: a smell. 2. Capsules, FT 2024/1190: small.", ["FT 2024/1187", "FT 2024/1190"], []),
        ("I write at subject of the command CMD 24/0712.", [], ["CMD 24/0712"]),
        ("The beam is 12 FT 2024/25 model.", [], []),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, invoices: list[str], orders: list[str]):
    """In short, with gaps, under letters that other countries' papers have."""
    assert numbers(text) == (invoices, orders)


def test_a_word_that_lost_its_space_is_no_part_of_the_number():
    """Though a stroke follows it."""
    assert numbers("The jigsaw is one piece short.", "INV88213short-1piece")[0] == ["INV88213"]


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("The robes on your invoice nineteen hundred and four, an easy number.", ["1904"], []),
        ("It is about order forty-four nineteen. Two came.", [], ["4419"]),
        ("Order number is twenty-two eighty-one and I want it.", [], ["2281"]),
        ("Invoice ten oh seven was paid.", ["1007"], []),
        ("It is order six forty-one twelve, thanks.", [], ["64112"]),
        ("We order two thousand five hundred, please.", [], []),
        ("The invoice two thousand and fifty pounds too high.", [], []),
        ("Our invoice was nineteen hundred and four.", [], []),
        ("I placed the order twenty four hours ago.", [], []),
    ],
)
def test_a_number_may_be_said_in_tens_and_hundreds(text: str, invoices: list[str], orders: list[str]):
    """Where it is no count, no sum and no time."""
    assert numbers(text) == (invoices, orders)


def test_one_number_with_a_stroke_is_no_long_range():
    """`2406-17` is not twelve orders."""
    text = (
        "Dear Mr. Beck,\nfrom six diamond grinding wheels (2406-17) two are not running round, I can see it with the eye. "
        "Work goes on with the other four, so you can take it easy. Would you rather true them or give me others, I "
        "leave that to you. It is enough if you bring them along at the fair in October."
    )
    assert numbers(text, "two wheels")[1] in ([], ["2406-17"])


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("You answer on order CV-0838. I don't know any CV-0838. Ours is CV-0883, 120 boxes.", ["CV-0883"]),
        ("You sent me the papers of order 44871. Mine is 44817.", ["44817"]),
    ],
)
def test_the_writer_says_which_number_is_theirs(text: str, orders: list[str]):
    """The other is somebody else's."""
    letter = read(f"From: a@b.example\nTo: c@d.example\nSubject: Wrong one\n\n{text}\n".encode())
    assert isinstance(letter, Letter)
    assert [fact.value for fact in letter.facts.orders] == orders
