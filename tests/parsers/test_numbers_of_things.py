"""Numbers in plain letters: what only looks like an invoice's or an order's, and orders that were taken for something else."""

from __future__ import annotations

import pytest

from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Of the twelve dinner plates in order FR-11865, four arrived in pieces.", "FR-11865"),
        ("Two of the bags of coffee beans in order 21877 were roasted in February.", "21877"),
        ("The stroller in order ST-1180 arrived with a bent frame.", "ST-1180"),
        ("Three jars out of order 40-2215 were broken.", "40-2215"),
        ("The seals in order no. 4471 do not fit.", "4471"),
    ],
)
def test_goods_stand_in_their_order(text: str, order: str) -> None:
    """Before a number "in order" speaks of an order."""
    assert numbers(text) == ([], [order])


@pytest.mark.parametrize(
    "text",
    [
        "The books are in order 2019, 2020 and 2021.",
        "All was in order, 40 people came.",
        "The lift is out of order 24 hours a day.",
        "We rang in order to 12345.",
    ],
)
def test_what_is_in_order_has_no_number(text: str) -> None:
    """Without a number of an order's make the phrase says how something is."""
    assert numbers(text) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "I ordered a garden table (GT-55180) on 14 May and paid by card.",
        "We bought a steel gate (GT-55180) from you in May.",
        "We bought a corner shelf, GT-55180, from you in May.",
    ],
)
def test_goods_that_may_have_a_number_are_bought_under_one(text: str) -> None:
    """A "table 4" is a place to sit; what is ordered is goods."""
    assert numbers(text) == ([], ["GT-55180"])


@pytest.mark.parametrize(
    "text",
    [
        "Your invoice 2024-3391 bills 300 offset plates at $7.10 each.",
        "Invoice 2024-3391 came today; it bills 1200 envelopes.",
        "Invoice 2024-3391 is wrong: your office invoices 450 labels.",
    ],
)
def test_what_a_paper_bills_is_counted(text: str) -> None:
    """How many are charged for is no second invoice."""
    assert numbers(text) == (["2024-3391"], [])


def test_bills_are_papers_where_numbers_are_all_that_follows() -> None:
    """The same word names the papers."""
    assert numbers("I have not received the bills 4419 and 4420.") == (["4419", "4420"], [])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Driver shouted at me",
            "Hi, trip R-55219 on Friday evening. The driver ignored the navigation and I paid 41 euro.",
        ),
        ("Formal complaint - card 55-7710-2", "Two payments of £299 left it for a holiday I never booked."),
        ("Wrong bill", "I refer to your electricity bill. The reading shown on it, 58214, is an estimate."),
        ("Wrong bill", "Please correct my bill. The mileage stated is 58214, which is nonsense."),
        ("司机态度恶劣", "行程 R-55219，司机绕路，多收了我四十块，请退给我。"),
        ("电费翻三倍", "我家七月电费1,132元，要求退回多算的电费。倘若账单还是老样子，我只好找12398和市长热线。"),
        ("水费不对", "账单上的水费不对，水表读数是58214，请退回多收的钱。"),
    ],
)
def test_trips_cards_meters_and_hotlines_have_numbers_of_their_own(subject: str, text: str) -> None:
    """What else has a number, or is read off or rung, is no document."""
    assert numbers(text, subject) == ([], [])


@pytest.mark.parametrize(
    ("subject", "text", "order"),
    [
        (
            "Refund not received for OD4425190",
            "I returned the saree on 11th. When will I get my Rs 1,849?",
            "OD4425190",
        ),
        ("Refund for return on 440-1182", "Luke said it would take 5 days. My account shows nothing.", "440-1182"),
        ("Missing items from 5520817", "Two cushions were not in the parcel.", "5520817"),
        ("Non-delivery X-771204", "I paid on 1 November and the parcel has still not come.", "X-771204"),
        ("申请七天无理由退货 40028816", "打印机全新未拆封，收到后请把款退到原支付账户。", "40028816"),
        ("杯子破损：5520817", "收到时碎了两只，请补发。", "5520817"),
    ],
)
def test_a_subject_about_goods_ends_with_their_order(subject: str, text: str, order: str) -> None:
    """What befell goods, or is to be done about them, leads to their order."""
    assert numbers(text, subject) == ([], [order])


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Refund of 12500", "Please return the money."),
        ("Refund for membership 5520817", "I left the club in May."),
        ("Refund not received for TKT-55190", "Please look into it."),
        ("Damaged shelf KX-2018", "It came with a dent."),
    ],
)
def test_sums_members_tickets_and_models_end_a_subject_too(subject: str, text: str) -> None:
    """Not all that ends such a subject is an order."""
    assert numbers(text, subject)[1] == []


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("单号773810045562，10月9号从成都寄出，到现在还停在武汉中转站。", []),
        ("单号773810045562，在你们店铺买的杯子，10月9号寄出，到现在没收到。", ["773810045562"]),
    ],
)
def test_a_long_number_that_is_on_its_way_is_a_parcels(text: str, orders: list[str]) -> None:
    """`单号` is the parcel's where only its way is told."""
    assert numbers(text)[1] == orders


def test_it_is_asked_when_an_order_will_be_shipped() -> None:
    """`何时出货` is asked of an order."""
    assert numbers("展会8月25日开幕。", "LD-24-0619何时出货？") == ([], ["LD-24-0619"])
