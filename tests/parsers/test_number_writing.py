"""Numbers as they are written: run together with a day, cut short, spoilt in reading, read out, or passed on."""

from __future__ import annotations

from time import perf_counter

import pytest

from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Reg. your inv.no80341dtd.14.02.24 for rings", ["80341"], []),
        ("Your invoice GST/118/23-24dated 12.03.24 is wrong", ["GST/118/23-24"], []),
        ("Tax Inv. KSI/1186/23-24dt.09.02.24", ["KSI/1186/23-24"], []),
        ("against our P.O.ASM/PUR/2291dt.29.01.24. Out of the same, 40 boxes broke", [], ["ASM/PUR/2291"]),
        ("PO 4500012dt:12-03-2024 short supplied", [], ["4500012"]),
        ("Your order 4471-88dtd 3/4/24 came short", [], ["4471-88"]),
    ],
)
def test_a_day_written_on_to_a_number_is_no_part_of_it(text: str, invoices: list[str], orders: list[str]):
    """`dt`, `dtd` and `dated` begin the day, with or without a space."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("invoices 88412, -14 and -17 are wrong", ["88412", "88414", "88417"], []),
        ("invoice nos. 30077/-78 and -81", ["30077", "30078", "30081"], []),
        ("your invoices RX-20551, -52", ["RX-20551", "RX-20552"], []),
        ("orders 4410-118, -119 and -123", [], ["4410-118", "4410-119", "4410-123"]),
        ("Invoice 88412 and -14 are for the same load.", ["88412", "88414"], []),
        ("Invoice 88412, -20 °C in the van, not good.", ["88412"], []),
    ],
)
def test_a_hyphen_begins_the_end_of_another_number(text: str, invoices: list[str], orders: list[str]):
    """Only the last digits are written again."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "subject", "order"),
    [
        ("张工：\n二线停了", "油封缺料 PO 4700026613", "4700026613"),
        ("件少了。\n台账在我这里。", "少货 PO 4700026613", "4700026613"),
        ("PO4700026613 has not come", "", "PO4700026613"),
    ],
)
def test_a_label_apart_from_its_number_is_no_part_of_it(text: str, subject: str, order: str):
    """Nor does the next line count a number of so many digits."""
    assert numbers(text, subject) == ([], [order])


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("Your engineer came for service order SC/SRV/771 of the crimping machine.", ["SC/SRV/771"]),
        ("Job order JO-5518 was closed but the lift is stuck", ["JO-5518"]),
        ("Your man came on work order 88213 but the lift is stuck", ["88213"]),
        ("Our repair order 88213 is not done", ["88213"]),
        ("Your man came on work order 88213. We ordered the part on PO 4471-8.", ["4471-8"]),
    ],
)
def test_what_somebody_came_for_is_an_order_where_there_is_none(text: str, orders: list[str]):
    """Where an order is given, such a slip is none."""
    assert numbers(text) == ([], orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("> 1. 订单号？3390-1175-26，不是你们写的3390-1157-26，那不是我的。", [], ["3390-1175-26"]),
        ("My answers.\n> Order number? 83-2041\n> What is wrong? It leaks.", [], ["83-2041"]),
        ("> 发票号？ 03318820", ["03318820"], []),
        ("> 1. 您说的是哪张票？24-F-0093，就是塑料托盘那张。", ["24-F-0093"], []),
        ("> 您买的是哪个单？60-17742。", [], ["60-17742"]),
        ("> Which invoice? 88412, I think.", ["88412"], []),
        ("> 订单？\n两盏灯，坏了一盏。", [], []),
    ],
)
def test_an_answer_stands_behind_its_question(text: str, invoices: list[str], orders: list[str]):
    """The mark behind the question is as good as a colon."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoice"),
    [
        ("发票N0 00770563 所列闸阀", "00770563"),
        ("发票N0.00770563", "00770563"),
        ("合同 N0 2207，发票 N0：118820", "118820"),
        ("lnv . 0061850 ,  9O  bags  seed  potatoes", "0061850"),
        ("lnv. no. 4471 is wrong", "4471"),
        ("Inv . N0. 4471 is wrong", "4471"),
    ],
)
def test_a_scan_reads_letters_wrong(text: str, invoice: str):
    """A nought for the O of "No", an l for the I of "Inv"."""
    assert numbers(text) == ([invoice], [])


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("发票号念给你们听：零二四四七一八三。三月到的货", ["02447183"], []),
        ("订单号我念一下，幺二零三三七八，麻烦查查", [], ["1203378"]),
        ("订单的号码是这个：三三九零一一七五", [], ["33901175"]),
        ("发票我给你们念，三千二百元的那张", [], []),
    ],
)
def test_a_number_is_read_out(text: str, invoices: list[str], orders: list[str]):
    """Between the word and the figures stands that it is."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "subject", "invoices", "orders"),
    [
        ("CI 号 XL-CI-2409，柜号 TGHU7720145", "", ["XL-CI-2409"], []),
        ("CI No. XL-2409 is wrong", "", ["XL-2409"], []),
        ("BT-PO-0658 这票灯串抽检 fail", "", [], ["BT-PO-0658"]),
        ("客人退货", "Urgent: BT-PO-0658 灯串客诉", [], ["BT-PO-0658"]),
        ("XR-SO-4471 was short by two", "", [], ["XR-SO-4471"]),
        ("GK-INV-3391 was wrong", "", ["GK-INV-3391"], []),
        ("Of the crates on proforma 24-PI-0909, 22 came", "", ["24-PI-0909"], []),
    ],
)
def test_a_code_says_inside_what_it_is(text: str, subject: str, invoices: list[str], orders: list[str]):
    """The whole of it is the number."""
    assert numbers(text, subject) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("I'd asked for the delivery charge (£38.50) off 90226 because that came on the van of 90227.", ["90226", "90227"]),
        ("Please take the carriage off 90226 because it came free.", ["90226"]),
        ("You charged us £14.20 on RT-20551 for soap we never had.", ["RT-20551"]),
        ("Discount on KX-2018 please", []),
    ],
)  # fmt: skip
def test_a_bill_is_what_money_is_taken_off(text: str, invoices: list[str]):
    """The sum may stand in brackets, and who was charged before it."""
    assert numbers(text) == (invoices, [])


@pytest.mark.parametrize(
    "text",
    [
        "Get a 20% discount on the handbook (order code CARE20). Unsubscribe here.",
        "Use order code SPRING24 at the till",
        "E-way bill : 5110 0847 2209",
        "E-way bill no. 511008472209",
        "Eway bill 511008472209",
        "The carpet was invoiced at 4500, we said 4200.",
        "We were charged 4500 for the van.",
        "We paid 12,500 for 300-400 m2 of roof.",
    ],
)
def test_vouchers_way_bills_and_sums_are_none(text: str):
    """A voucher's code, a permit to carry, what was charged, and how much there is."""
    assert numbers(text) == ([], [])


def test_the_items_of_a_list_begin_alike():
    """What begins one item as a bill's number makes that of the others one."""
    text = "Three pieces hurt:\n- 700418: both recliners, handle snapped.\n- 700418: 1 of 6 nightstands, top crushed.\n- 700421: queen headboard, split."
    assert numbers(text, "Freight damage") == (["700418", "700421"], [])


PASSED_ON = "王经理，{}\n顾晓彤\n-----原始邮件-----\n发件人：佟护士长\n收件人：顾晓彤\n采血针只收到20盒。\n-----原始邮件-----\n发件人：老魏\n收件人：佟护士长\n我们店的发票40922803已经退掉了"


def test_the_mail_below_the_one_passed_on_is_another_matter():
    """Its invoice is somebody else's, unless nobody above gives one."""
    assert numbers(PASSED_ON.format("发票是40922817。"))[0] == ["40922817"]
    assert numbers(PASSED_ON.format("见下。"))[0] == ["40922803"]


@pytest.mark.parametrize(
    "piece", ["4dt", "d4dtd.1", "invoices 88412, -14, ", "- 7: ", "订单号念念念念", "from: a\n", "order? 1-", "-po-1"]
)
def test_hostile_text_is_read_in_linear_time(piece: str):
    """However often a piece comes."""
    text = piece * (100_000 // len(piece))
    start = perf_counter()
    numbers(text)
    assert perf_counter() - start < 5


def test_a_payer_s_list_gives_the_invoices_under_no():
    """What was credited is none."""
    text = "We have today transferred in settlement of:\nNo. | Date | Goods | Sum\n70198 | 02/09 | spray nozzles | 41.20\n70214 | 09/09 | carriage | 15.00\nCN 881 | 20/09 | returned goods | -41.00"
    assert numbers(text, "Remittance advice") == (["70198", "70214"], [])


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("She bought your bath lift in February, order BL-60 441, serial 2231-77.", [], ["BL-60 441"]),
        ("My order KX-20 118 has not come.", [], ["KX-20 118"]),
        ("Our order BL-60 441 pieces short.", [], ["BL-60"]),
        ("we ask for a corrected invoice  f0r  21 . The missing three are n0t wanted", [], []),
        ("訂單2207號，帳單另開。\n永泰五金行\n04-2355-0191", [], ["2207"]),
    ],
)
def test_groups_misread_words_and_telephones(text: str, invoices: list[str], orders: list[str]):
    """The group behind a hyphenated number belongs to it where nothing is counted."""
    assert numbers(text) == (invoices, orders)
