"""Numbers that no word explains, told by all that stands around them."""

from __future__ import annotations

import pytest

from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("Ink", "You charged me £40 on KL-20931 for ink that I had sent back. Please credit it.", "KL-20931"),
        ("ML-7730", "You have charged me twice for the same desk, £140 on ML-7730 and £140 on my card.", "ML-7730"),
        ("账单", "贵公司三月份 ZP-07162 这一笔多收了三百二十元运费，请财务退还。", "ZP-07162"),
    ],
)
def test_a_number_on_which_money_is_asked_is_an_invoices(subject: str, text: str, number: str):
    """No word for a bill stands there, but what is charged, paid or taken off."""
    assert number in numbers(text, subject)[0]


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("Oak desk TC-3390", "The desk came on Monday and two of its drawers are cracked. Please send two.", "TC-3390"),
        ("Where are my chairs? WX-4471", "I bought six chairs on 3 May and have had none yet.", "WX-4471"),
        ("台灯 DS-4402", "上周买的三盏台灯到了两盏，还差一盏没有发货，请尽快补发。", "DS-4402"),
    ],
)
def test_a_number_beside_the_goods_is_an_orders(subject: str, text: str, number: str):
    """A number beside the name of what was bought, in a letter about its coming or its faults."""
    assert number in numbers(text, subject)[1]


@pytest.mark.parametrize(
    "text",
    [
        "The meter reads 41772 today, and last month it read 41590.",
        "I paid with the card ending 5512.",
        "The engine, a VX-40, has run 12000 hours.",
        "Ring me on 01632 496 018 or write to me at SY5 8QP.",
        "It must be there by 14/06.",
    ],
)
def test_not_every_number_is_a_documents(text: str):
    """Readings, cards, models, telephones and days are no numbers of invoices or orders."""
    assert numbers("The boiler is not right. " + text) == ([], [])


def test_what_a_word_explains_is_not_guessed_at():
    """A word beside the number always wins, whatever else the letter is about."""
    invoices, orders = numbers("You charged £40 too much. Contract KP-2291, order TL-88017, waybill 88 104 772.")

    assert invoices == []
    assert orders == ["TL-88017"]


def test_a_range_is_every_number_in_it():
    """What is likely of the first is so of all."""
    invoices, orders = numbers(
        "We bought three desks and only one was delivered. When will the others come?",
        "Oak desks TC-33901 to TC-33903",
    )

    assert invoices == []
    assert orders == ["TC-33901", "TC-33902", "TC-33903"]


def test_thousands_of_numbers_are_read_in_time():
    """Of a letter that is nothing but numbers only the first few are weighed (H34)."""
    text = " ".join(f"QX-{number}" for number in range(10_000, 20_000))

    invoices, orders = numbers(text)

    assert len(invoices) + len(orders) <= 400
