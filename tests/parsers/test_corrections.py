"""What the writer puts right, and that the wrong number is gone from the facts."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Correction, Facts


def facts(text: str) -> Facts:
    """The facts of a letter without a known sender or date."""
    return read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)


@pytest.mark.parametrize(
    "text",
    [
        "Sorry, the invoice is 89612, not 89621.",
        "The invoice number should be 89612 instead of 89621.",
        "In my last mail I wrote invoice 89621. It should be 89612 instead of 89621.",
        "I mistyped the invoice: 89621 should have been 89612",
        "Not invoice 89621 but 89612!",
        "Please replace invoice number 89621 with 89612.",
        "I wrote invoice 89621 but meant 89612",
        "Invoice 89621 was a typo, it is 89612",
        "发票号应为89612，不是89621",
        "不好意思，发票号写错了，不是89621，是89612",
        "发票号89621更正为89612",
        "發票號碼應為89612，而非89621",
    ],
)
def test_the_right_number_takes_the_wrong_ones_place(text: str) -> None:
    """However it is put, only the right invoice remains, and both are told."""
    read = facts(text)
    assert [fact.value for fact in read.corrections] == [Correction("invoices", "89612", "89621")]
    assert [fact.value for fact in read.invoices] == ["89612"]
    assert read.orders == read.other_refs == ()


@pytest.mark.parametrize("text", ["Correction: order 7731.", "更正：订单号是7731", "The correct order number is 7731."])
def test_a_number_may_be_announced_as_right(text: str) -> None:
    """What was wrong need not be said."""
    assert [fact.value for fact in facts(text).corrections] == [Correction("orders", "7731")]
    assert [fact.value for fact in facts(text).orders] == ["7731"]


def test_telephone_and_serial_numbers_are_put_right_too() -> None:
    """The nearest word before the numbers tells what they are of."""
    read = facts("My phone number is 020 7946 0018, not 020 7946 0081. The serial number is SN-22, not SN-21.")
    assert [fact.value for fact in read.corrections] == [
        Correction("phone", "020 7946 0018", "020 7946 0081"),
        Correction("other_refs", "SN-22", "SN-21"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "You sent me order 7713 instead of order 7731.",
        "Invoice 89621 is wrong, it should be for 300 units, not 400.",
        "The amount on invoice 89621 should be 300, not 400.",
        "发票89621的金额应为300元，不是400元",
        "We ordered 300, not 400. Order 7731.",
        "order 7713 not delivered, order 7731 delivered",
    ],
)
def test_goods_sums_and_counts_are_no_corrections_of_numbers(text: str) -> None:
    """What was sent, charged or counted wrongly is a complaint, not a slip of the pen."""
    assert facts(text).corrections == ()
