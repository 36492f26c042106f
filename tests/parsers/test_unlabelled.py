"""Numbers that no label stands right before: known by their line, their word behind, a number like them, their sentence."""

from __future__ import annotations

import pytest

from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.text.reading import Reading


def numbers(text: str, subject: str = "") -> tuple[list[str], list[str], list[str]]:
    """Invoices, orders and the rest."""
    reading = Reading(subject, text)
    read = read_references(reading, text, find_labels(reading))
    return tuple([fact.value for fact in facts] for facts in (read.invoices, read.orders, read.others))  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize(
    ("text", "invoices", "orders", "others"),
    [
        ("Please resend these invoices:\n\nK-4410, K-4412 and K-4414 to K-4416\n\nThanks", ["K-4410", "K-4412", "K-4414", "K-4415", "K-4416"], [], []),
        ("The following orders are late:\n- 77120 (due 3 May)\n- 77125 (due 5 May)", [], ["77120", "77125"], []),
        ("Your bill dated 14 March, numbered 773100118, is wrong.", ["773100118"], [], []),
        ("Your invoice (20 May, 66-2118) shows 14 boxes.", ["66-2118"], [], []),
        ("I'd ordered bark (GK-71118, two bags) and got gravel.", [], ["GK-71118"], []),
        ("The order number you asked for is PX-300118.", [], ["PX-300118"], []),
        ("Invoice INV 118204 £ 612.40 is right. 118377 is the same tyres as INV 118204.", ["118204", "118377"], [], []),
        ("Collected RM123456789GB on Monday, container TGHU8820118.", [], [], ["RM123456789GB", "TGHU8820118"]),
        ("Tracking QK 118 204 118 GB, account 4420 918 118.", [], [], ["QK 118 204 118 GB", "4420 918 118"]),
        ("88340118 这一单要退。", [], ["88340118"], []),
        ("双方签订的LX-MM-2411-18号合同。", [], [], ["LX-MM-2411-18"]),
        ("以下三张发票税率开错：30011118、30011119、30011121，请红冲。", ["30011118", "30011119", "30011121"], [], []),
        ("开了一张发票，代码 031002300118，号码 66104118，抬头错了。", ["66104118"], [], ["031002300118"]),
        ("异常单号：IQC-250417-18，外卖单号 2087 7410 5532 6118。", [], ["2087 7410 5532 6118"], ["IQC-250417-18"]),
        ("中益函〔2025〕118号", [], [], ["中益函〔2025〕118号"]),
    ],
)  # fmt: skip
def test_what_a_reader_would_know_is_known(text: str, invoices: list[str], orders: list[str], others: list[str]):
    """Each with its kind, once, in order of place."""
    assert numbers(text) == (invoices, orders, others)


@pytest.mark.parametrize(
    "text",
    [
        "This week only: 30% off with code INV-SAVE30.",
        "Filler no. 2 stands. We lose 30 000 litres a shift.",
        "The container with 2.000 pcs is at customs.",
        "We ordered 200 and got 250. The blue one was fine.",
        "line | item   | ord | del\n  1  | treads |  26 |  26\n  2  | posts  |   8 |   8",
        "本人号码13900000118，一直用的是8元套餐。",
    ],
)
def test_what_names_nothing_is_no_number(text: str):
    """Vouchers, machines, counts, columns of quantities and telephones."""
    assert numbers(text) == ([], [], [])
