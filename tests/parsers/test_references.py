"""Numbers that name something, in all the ways people write them, told apart from what looks like them."""

from __future__ import annotations

import time

import pytest

from parsers.facts import read_facts
from parsers.letter import Facts


def facts(text: str) -> Facts:
    """The facts of a letter without a known sender or date."""
    return read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)


def numbers(text: str) -> tuple[list[str], list[str], list[str]]:
    """Its invoices, orders and other numbers."""
    read = facts(text)
    return (
        [fact.value for fact in read.invoices],
        [fact.value for fact in read.orders],
        [fact.value for fact in read.other_refs],
    )


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Invoice89621,order7731 both wrong.", ["89621"], ["7731"]),
        ("Re Inv#22917 and PO#5581-A.", ["22917"], ["5581-A"]),
        ("see invoice_22118 and Order_ID=55120", ["22118"], ["55120"]),
        ("ORDER NO 55120 INVOICE NO 22118 DATED 03/03/26", ["22118"], ["55120"]),
        ("Invoice No.: INV 2026 00417", ["INV 2026 00417"], []),
        ("美团订单号 1001 2233 4455 6677", [], ["1001 2233 4455 6677"]),
        ("PO号：45001，SO号：9912", [], ["45001", "9912"]),
        ("订单１：５５１２０，订单２：５５１２１", [], ["55120", "55121"]),
        ("贵司开具的第00881233号发票税率有误", ["00881233"], []),
        ("77120号订单和77121号订单", [], ["77120", "77121"]),
    ],
)
def test_a_number_is_found_however_it_is_joined_to_its_word(text: str, invoices: list[str], orders: list[str]) -> None:
    """Spaces may be lost, signs may stand between, and in Chinese the number may come first."""
    assert numbers(text)[:2] == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Our order of 12 March (ref. HK/2231) has not come.", [], ["HK/2231"]),
        ("my order from last week, number 48813, is missing", [], ["48813"]),
        ("invoice no 4711, dated 4 May, and no 4712, dated 5 May", ["4711", "4712"], []),
        ("the invoice dated 2026-03-01 numbered 90012", ["90012"], []),
        ("发票金额3200元，发票日期2026年3月1日，号码为00881212", ["00881212"], []),
        ("订单（3月2日下单，编号55120）", [], ["55120"]),
    ],
)
def test_a_document_named_before_is_taken_up_by_no(text: str, invoices: list[str], orders: list[str]) -> None:
    """A "no." further on in the sentence belongs to the document that was named without its number."""
    assert numbers(text)[:2] == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("invoices INV-0091 through INV-0094", ["INV-0091", "INV-0092", "INV-0093", "INV-0094"]),
        ("invoices 4411-13", ["4411", "4412", "4413"]),
        ("发票号1001至1003均有误", ["1001", "1002", "1003"]),
        ("发票１００１－１００３", ["1001", "1002", "1003"]),
        ("invoices 4411/4412", ["4411", "4412"]),
        ("invoices 301 (March), 302 (April) and 303 (May)", ["301", "302", "303"]),
        ("Invoices:\n- 71220\n- 71221\n- 71230", ["71220", "71221", "71230"]),
        ("invoices 10000-99999", ["10000-99999"]),
        ("invoice 2026/0118", ["2026/0118"]),
    ],
)
def test_lists_and_ranges_are_written_out(text: str, found: list[str]) -> None:
    """Every number of a sane range or list counts; a range that names too many stays the name it may be."""
    assert numbers(text)[0] == found


def test_numbers_stand_under_the_head_of_their_column() -> None:
    """In a table the head of a column says what the numbers below it are, and no number beside it counts."""
    table = "Qty\tInvoice no.\tDate\tAmount\n300\t90131\t01/02/2026\t£20.00\n400\t90132\t02/02/2026\t£30.00\n"
    assert numbers(table) == (["90131", "90132"], [], [])


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Work order WO-2291 was closed without a repair.", ["WO-2291"]),
        ("Repair order 88213, contract no. C/2025/77, account 00918273", ["88213", "C/2025/77", "00918273"]),
        ("The serial number of the machine is 4703-0461.", ["4703-0461"]),
        ("the meter number 88-221-7", ["88-221-7"]),
        ("合同号HT-2026-018，序列号SN8821，工单号20260312-5", ["HT-2026-018", "SN8821", "20260312-5"]),
    ],
)
def test_contracts_serials_and_job_numbers_are_neither_invoice_nor_order(text: str, others: list[str]) -> None:
    """What is numbered but is no invoice and no order is kept apart from both."""
    assert numbers(text) == ([], [], others)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("A bill reached us this morning numbered K/2026-071 for €60.", ["K/2026-071"], []),
        ("You sent me a bill for €60 — number 7718, which I paid.", ["7718"], []),
        ("The bill is enclosed, it has number 0000512/WRO/26.", ["0000512/WRO/26"], []),
        ("order 1 of 2 — no. 31-7702 — 4 harrows", [], ["31-7702"]),
        ("Your bill of the 4th inst. (no. 512) charges me twice.", ["512"], []),
        ("My order has not come. The number is 77120.", [], ["77120"]),
        ("I placed an order on 3 May; the number is 77120.", [], ["77120"]),
        ("My order 55120 has not come. The number is 77120.", [], ["55120"]),
        ("My order has not come. The number is 01632 960118.", [], []),
        ("order from 3 May (77120) has not come", [], ["77120"]),
        ("order number on the till slip: 1942/03", [], ["1942/03"]),
        ("我在小程序下的单，号码77120118，一直没发", [], ["77120118"]),
    ],
)
def test_a_number_is_taken_up_from_farther_off(text: str, invoices: list[str], orders: list[str]) -> None:
    """Behind a dash, a day, "it has", in brackets behind an abbreviation, or in a sentence that says only the number."""
    assert numbers(text)[:2] == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("bought under your invoice No 3 / 61 204", ["3 / 61 204"], []),
        ("order confirmation KB 104.977 / Lieferschein 5570031", [], ["KB 104.977"]),
        ("我厂订货号：T/QJ 260218-4", [], ["T/QJ 260218-4"]),
        ("Your inv 25/11-0871 is wrong.", ["25/11-0871"], []),
        ('It says "SO 4471 / inv 4471-B".', ["4471-B"], ["SO 4471"]),
        ("SO 88120: your sales order 88120 is short.", [], ["88120"]),
        ("Your reference: PO 77120", [], ["77120"]),
        ("RE-Nr. 26-118 EUR 80 paid\nRE-Nr. 26-131 EUR 20 open", ["26-118", "26-131"], []),
        ("ordr num is 77120", [], ["77120"]),
        ("Invoice(s): 7711; 7712", ["7711", "7712"], []),
        ("Your invoice for March (2026/03-118) is wrong.", ["2026/03-118"], []),
        ("Where is it? 771822 is my order number.", [], ["771822"]),
        ("I hired the gown for the 12th (conf. GK 48102).", [], ["GK 48102"]),
        ("25000 is the order quantity.", [], []),
        ("甲方编号：CG-77\n贵方编号：SO-77120", [], ["SO-77120"]),
    ],
)
def test_a_number_may_be_written_apart_or_behind_two_labels(text: str, invoices: list[str], orders: list[str]) -> None:
    """With a stroke or dots, in capitals, behind a foreign or a misspelt word; a day has one mark and a year in it."""
    assert numbers(text)[:2] == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("單號寫 KC-0731 就可以", ["KC-0731"]),
        ("电话在订单里：TM-W-77120-5", ["TM-W-77120-5"]),
        ("订单截图里的号是 77120331", ["77120331"]),
        ("五月的民宿（预订 QWK7Z2XP4R）押金没退", ["QWK7Z2XP4R"]),
        ("我们预订3000份", []),
        ("我方要货单号 LQ-0117", ["LQ-0117"]),
        ("货单 HX-7712 少两箱", ["HX-7712"]),
        ("定制单号 DZ-2607-114", ["DZ-2607-114"]),
        ("配货单 PH-7712 已出库", []),
        ("缴费通知单号 2026Q2-0771", []),
        ("订单：3月2日那笔", []),
    ],
)
def test_slips_of_other_names_are_orders_where_goods_are_asked_for(text: str, orders: list[str]) -> None:
    """`要货单`, `货单` and a booking are; a delivery's, a notice's and a day are not."""
    assert numbers(text)[1] == orders


@pytest.mark.parametrize(
    "text",
    [
        "Order: 3 lamps",
        "We placed an order for 2500 brackets.",
        "Your invoice is 450 too high.",
        "The invoice was 12500.",
        "order value 12500, invoice total 4500",
        "invoice number 1,204 units",
        "PO Box 1188; VAT no. 123456789; room no. 5514",
        "order at 10:30 on 12-05-2026",
        "订单500台，只到300台，订单里的3号货物",
        "发票55120.00元，開票日期20260312",
        "統一編號 12345678，郵編200030",
    ],
)
def test_sums_counts_days_and_postcodes_are_no_numbers(text: str) -> None:
    """Look-alikes are none, even right after the word."""
    assert numbers(text) == ([], [], [])


def test_a_megabyte_of_labels_and_tabs_takes_little_time() -> None:
    """Time grows with the text that is looked at, not faster (H34)."""
    facts("x")  # the lexicon is read once
    for hostile in ("invoice no. " * 90_000, "1" * 1_000_000, "a\t" * 500_000, "no. no. no. " * 80_000):
        begun = time.process_time()
        facts(hostile)
        assert time.process_time() - begun < 10


def test_a_line_of_digits_and_letters_takes_little_time() -> None:
    """Nor is a line tried as numbers in every way that it can be cut into pieces (H34)."""
    line = "a1b2c3d4e5f6g7h8" * 12
    facts("x")
    begun = time.process_time()
    facts(f"Wrong invoices\n\n{line}!\n{line.upper()}==\n")
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "text",
    [
        "The kettle leaks.\n\nAcme Ltd, Company Reg No: SC123456. VAT registration number: GB123456789. Charity No. 1089464",
        "水壶漏水。\n\n某某公司 京ICP备2021001234号 京公网安备11010502030143号",
        'I ordered "Letters 1986-2015" and "Diaries 1914—1918". Both came wet.',
        "The kettle leaks.\n\nVos BV\nIBAN NL91 ABNA 0417 1643 00",
    ],
)
def test_a_firms_own_numbers_and_the_years_of_a_title_are_no_numbers_of_the_matter(text: str) -> None:
    """Nor does any of them ring."""
    assert numbers(text) == ([], [], [])
    assert facts(text).phone is None


@pytest.mark.parametrize("text", ["order 4711 broken", "Order 4711 damaged, see photos.", "订单4711没到"])
def test_an_order_is_named_before_the_word_for_what_is_wrong_with_it(text: str) -> None:
    """No article and no verb stands between, as in a subject."""
    assert numbers(text)[1] == ["4711"]
