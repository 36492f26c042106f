"""Numbers of plain letters: a code beside the goods, what is said once more, registers, and letters that say what else it is."""

from __future__ import annotations

import pytest

from tests.parsers.numbers_read import numbers

_BAG = "The clasp of the handbag came off when I first wore it. Please take it back and refund what I paid."


def test_a_code_behind_the_goods_in_a_complaints_subject_is_its_order():
    """Where the letter gives no other number; hardly anybody heads a complaint with the model."""
    assert numbers(_BAG, "Handbag AR-9021") == ([], ["AR-9021"])


def test_a_code_in_brackets_is_what_the_complaint_goes_by():
    """Though it is made like a model's."""
    text = (
        "The induction hob (KA-2214), which you put in on Monday, went out and does not come on. Please send somebody."
    )
    assert numbers(text, "Hob") == ([], ["KA-2214"])


def test_a_paper_on_which_goods_are_counted_is_a_document():
    """So many pieces are on a bill or an order, and on no model."""
    text = "The pegs of your shape sorters (30 pieces on WT 4409) come off and are small enough to swallow. Please fetch and credit them."
    invoices, orders = numbers(text, "Small pegs come loose")
    assert [*invoices, *orders] == ["WT 4409"]


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("发票上的号码我念给你啊六幺幺九零四二七不对少念一个六幺幺九〇〇不是我看看哦是61190427", ["61190427"], []),
        ("订单号是六六二七八，说错了，六六二八七，你们查一下", [], ["66287"]),
        ("um the order is double four one two nine, no sorry, double four one two six I think", [], ["44126"]),
        ("the bill number is four oh one seven nine, hang on, 40197, and nobody came", ["40197"], []),
        ("订单号是六六二七八，不是我的错，2024年的事", [], ["66278"]),
    ],
)  # fmt: skip
def test_a_number_said_once_more_is_the_last_that_was_said(text: str, invoices: list[str], orders: list[str]):
    """Of about as many figures as the one that is taken back."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("从您厂里订的小椅子（单子是售字0417，椅子六十把），有四把腿松了。", ["售字0417"]),
        ("订货单：礼字第0306号，编钟少了两枚。", ["礼字第0306号"]),
        ("团购第0903号，月饼压扁了23盒。", ["0903"]),
        ("FD-PO-240907，40包里用了2包，全部结炭。", ["FD-PO-240907"]),
    ],
)
def test_a_chinese_orders_number_is_read_whole(text: str, orders: list[str]):
    """With its register, and without what is counted behind the comma."""
    assert numbers(text) == ([], orders)


def test_the_wrong_bill_is_meant_and_the_one_in_order_is_not():
    """Though that was complained of first, and a slip was spoken of beside it."""
    text = (
        "In my mail I complained about invoice 6612. That was a slip, 6612 is correct and paid. The wrong one is 6621."
    )
    assert numbers(text) == (["6621"], [])


def test_a_mistake_in_a_number_is_one_in_the_bill_that_is_spoken_of():
    """Though the number is made like a model's."""
    text = "Freight is put two times on the invoice, in line 3 and in line 11. Please revise it."
    assert numbers(text, "Mistake in SL-9904") == (["SL-9904"], [])


@pytest.mark.parametrize(
    ("subject", "text", "order"),
    [
        ("Short delivery QV-0097", "The order was for 20,000 corks, and the bags counted here make 16,000.", "QV-0097"),
        (
            "Returns request KE 7702",
            "150 cable glands came in brass. We'd like to return them for a refund.",
            "KE 7702",
        ),
    ],
)
def test_what_is_short_or_goes_back_tells_of_an_order(subject: str, text: str, order: str):
    """In a subject that ends with the number."""
    assert numbers(text, subject) == ([], [order])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Transport damage", "Two of the projectors that arrived under CMR 330914 have broken lenses. Please replace both."),
        ("Home insurance HH-0092117 cancelled by mistake", "The second premium must come back to me. I want an apology."),
        ("软件授权失效", "我司购买的设计软件授权LIC-4490-22，共十个席位，升级后只剩六个能用。"),
        ("Late payment fee on CUST 60291", "You charged us £75 because our payment was late. It was not. Please waive the fee."),
    ],
)  # fmt: skip
def test_what_else_has_a_number_is_no_document(subject: str, text: str):
    """Waybills, policies, licences and customers."""
    assert numbers(text, subject) == ([], [])
