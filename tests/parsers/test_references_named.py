"""Numbers told by how people write of them: a booking is an order, a delivery or a batch is none."""

from __future__ import annotations

import pytest

from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import References, read_references
from parsers.text.reading import Reading


def _read(text: str, subject: str = "") -> References:
    reading = Reading(subject, text)
    return read_references(reading, text, find_labels(reading))


def _values(text: str) -> tuple[list[str], list[str], list[str]]:
    read = _read(text)
    return (
        [each.value for each in read.orders],
        [each.value for each in read.invoices],
        [x.value for x in read.others],
    )


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Our order        4700023391 item 10 / call-off 14", ["4700023391"]),
        ("Hey! No finial in the box :( Order's CP9917.", ["CP9917"]),
        ("The booking (CH7719, quotation 3310) was for 55 seats.", ["CH7719"]),
        ("本人预订号：BK-220117，房号 1608，6月3日入住", ["BK-220117"]),
        ("订单20240601****7718没写全，你们后台能搜到吧", ["20240601****7718"]),
        ("我们单子（采购订单YP-4471）上写的是S1502-Y50R，你们发的是S1505-Y50R。", ["YP-4471"]),
        ("Orders 01536 555 112 · You receive this because you bought from us.", []),
        ("Bestell-Nr. 2025-4471 is still not here.", ["2025-4471"]),
    ],
)
def test_an_order_however_it_is_written(text: str, orders: list[str]) -> None:
    """What was ordered or booked; never a colour, a telephone number, or a place within the order."""
    assert _values(text)[0] == orders


def test_a_table_whose_rows_are_indented_has_columns() -> None:
    """A space before the first head moves no column."""
    text = "Still unpaid:\n\n Invoice      Date       Amount\n SP-30112     03 Jan     £218.40\n SP-30187     17 Jan     £96.00\n"
    assert _values(text)[1] == ["SP-30112", "SP-30187"]


def test_the_heads_of_a_table_however_they_are_drawn() -> None:
    """Below a rule of dashes, and with the owner's word before them."""
    drawn = "| Invoice | Order | Amount |\n|---|---|---|\n| 7712 | 3301 | 20.00 |\n| 7713 | 3302 | 18.00 |"
    assert _values(drawn)[:2] == (["3301", "3302"], ["7712", "7713"])
    owned = "Our PO    Item      Description\nA-771     x         flange\nA-772     y         gasket\n"
    assert _values(owned)[0] == ["A-771", "A-772"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Heats            77120, 77121", ["77120", "77121"]),
        ("Reference on the card: KX 118 204", ["KX 118 204"]),
        ("The delivery note says DN-55120.", ["DN-55120"]),
        ("The meter (no. 18K 220 114) has never read right.", ["18K 220 114"]),
        ("My car, reg LK19 ZPT, was with you.", ["LK19 ZPT"]),
        ("163 cartons contain leaking tins (production code L6J02).", ["L6J02"]),
        ("（批号 240103—240329）", ["240103", "240329"]),
        ("经办律师的执业证号 14401201510338821", ["14401201510338821"]),
        ("工单 T20240509113 被标成已解决，工单开了两张（前一张 T20240422087）。", ["T20240509113", "T20240422087"]),
        ("工单可以关了：WX-3390。", ["WX-3390"]),
        ("RMA-2207 was never sent.", ["RMA-2207"]),
        ("罐底还有喷码 QX17", ["QX17"]),
        ("机身编码分别是 C8812001、C8812002", ["C8812001", "C8812002"]),
    ],
)
def test_what_else_has_a_number(text: str, others: list[str]) -> None:
    """Batches, slips, plates and certificates, by whatever name they go."""
    orders, invoices, found = _values(text)
    assert (orders, invoices, found) == ([], [], others)


@pytest.mark.parametrize(
    "text",
    [
        "Tag numbers V-101 to V-116 are the valves.",
        "Quality claim – NX-40 pump seals",
        "A complaint about my account ending 5512.",
        "LED手术无影灯（型号 HL-700/500，2022年9月安装）频繁熄灭",
        "截至昨天已有 7 套泄漏（位号 P-101A/B、P-203 等）。",
        "The meter says 4500.",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    """Places in a plant, models, years, the last digits of a card."""
    assert _values(text) == ([], [], [])
