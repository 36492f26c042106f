"""Numbers told by what is done with them, by a form's field, or by the only slip that a letter gives."""

from __future__ import annotations

import pytest

from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("The gaskets you shipped under 5567-K let go at four.", "5567-K"),
        ("The pump you sent out under 44-7719 leaks.", "44-7719"),
        ("All under 8100-55-18, nothing missing but the gowns.", "8100-55-18"),
        ("Please cancel the greenhouse staging on K-30918.", "K-30918"),
        ("We are still waiting for the balance of 40 on 30-11820.", "30-11820"),
        ("Everything on 7719-K came wet.", "7719-K"),
        ("Invoice to the Trust as usual, quoting MS-0418.", "MS-0418"),
        ("Goods received against our 4500-20118 today, two short.", "4500-20118"),
        ("The chap wrote it down as 77-40192.", "77-40192"),
        ("Your lot gave me 77-40192 as the order number.", "77-40192"),
        ("My number with you is RT-20977, I believe.", "RT-20977"),
        ("Our number is the same as on all papers, NO-22-0418.", "NO-22-0418"),
        ("Your paper says SO 118-7 at the top.", "SO 118-7"),
        ("The form you had me sign says 77-40192 in red.", "77-40192"),
        ("The drench gun with the last order (that would be 70-2218, with the licks) broke.", "70-2218"),
        ("Bought the lot in one go, it was 77-40192 if that helps. The order came Monday.", "77-40192"),
        ("I placed an order on Tuesday. I think it was 44-20918.", "44-20918"),
        ("I rang about 55-77131 on Monday. We ordered six chairs.", "55-77131"),
        ("I ordered six chairs. Only five came.\n\nT. Oakes\n20-66718-W", "20-66718-W"),
        ("尺寸同 P-0718 那张单，450×450×600。", "P-0718"),
        ("采购单我这边看到是 4100-338-18，入库单没有。", "4100-338-18"),
        ("麻烦取消 K-30918，货不要了。", "K-30918"),
        ("2024-30918-7 到现在还没发货。", "2024-30918-7"),
        ("我司单 HY-2209-18 少了两箱。", "HY-2209-18"),
        ("单 KF0918A 的货不对。", "KF0918A"),
    ],
)
def test_an_order_is_known_by_what_is_done_with_it(text: str, order: str):
    """Shipped under it, cancelled, waited for, said by a paper."""
    assert numbers(text) == ([], [order])


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("Carriage on 90818\n\nMorning Sue, only me again.", ["90818"]),
        ("VAT on 77418 is at the wrong rate.", ["77418"]),
        ("The discount on 66-20418 has not been taken off.", ["66-20418"]),
        ("We paid 88-20418 on the 3rd and you are dunning us for it.", ["88-20418"]),
        ("55-12048 is unpaid, you say. It isn't.", ["55-12048"]),
        ("Your 90-11823 invoice has the wrong address.", ["90-11823"]),
        ("The bill you sent was settled by return: he tells me it was 1189/K.", ["1189/K"]),
        ("The account you sent us was settled by return: he tells me it was 1189/K.", ["1189/K"]),
        ("The bill is dated the 19th, 6118 in biro in the corner.", ["6118"]),
        ("你们给我开了两张，号码挨着，04177318 和 04177319，金额一样。", ["04177318", "04177319"]),
        ("发票两张，一张是 10460318，另一张 10460339。", ["10460318", "10460339"]),
        ("今天汇出两笔：¥44,160.00（对应 31188218 全额）。", ["31188218"]),
        ("您开的那张尾号完整是 24442000000118730918 的数电票不对。", ["24442000000118730918"]),
        ("红冲 31188218，重新开一张。", ["31188218"]),
        ("31188218 的税率开错了。", ["31188218"]),
        ("发票照片模糊，我辨认出来的是 3301 9118 这八位。", ["3301 9118"]),
    ],
)
def test_an_invoice_is_known_by_what_is_charged_or_paid(text: str, invoices: list[str]):
    """What is charged on it, what is paid for it, how many were issued."""
    assert numbers(text) == (invoices, [])


@pytest.mark.parametrize(
    "text",
    [
        "The KX-2018 pump you sent is faulty, as is the TM-4518.",
        "I bought the PL-4018 from you; it is PL-4018 on the box.",
        "The KX-2018 order is late.",
        "The bolts on the KX-2018 were missing and the manual of KX-2018 is in Dutch.",
        "I ordered and paid for 265/70R18.",
        "We reported it under your numbers L/3318, L/3319 and L/3418.",
        "Discount on KX-20018 please",
        "Your account of the 9th is too high.",
        "Please ring me on 0161 555 0177 or 07700-900-123. Your invoice came.",
        "The bearing is marked 6204-2RS under EN 1090-2.",
        "It runs at 1450-1500 rpm on 400-415 V, under 300-400 bar.",
        "The plate says 20-77131-B and the label says LOT-22918.",
        "It flies tonight on LH8318.",
        "The discount on 20000 pieces is too low.",
        "I placed an order. My address is 20-25 Mill Lane.",
        "The room is warm. Cancel 20-25 of them, and we paid 12,500 for 300-400 m2.",
        "Call 555-0143 about it. We ordered six.",
        "It was 10-11-2024 when it broke. The order came in May.",
        "[#CAS-447118] has been logged. We ordered six.",
        "What a shop.\n2988-4410-1118",
        "这台 KX-2018 还没发货",
        "型号 TM-5018 的货不对",
        "我的手机是 139 0000 0118，发票还没到",
        "收据两张，一张是 0031118",
        "工单开了两张（前一张 T20240422018）",
        "查一下 139-0000-0118，抵扣 20000 元",
        "公司税号是 91330100，发票还没开",
        "快递员说派件系统里没有，单号7730 4418 2218查出来是江西的",
        "那张单要重做，450×450×600",
    ],
)
def test_what_looks_like_a_document_s_number_is_none(text: str):
    """Models, telephones, days, sizes, plates, tickets, parcels, receipts."""
    assert numbers(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Supplier invoice .... 0090-441818\nOur PO .............. STJ-118820 (line 4)", ["0090-441818"], ["STJ-118820"]),
        ("PO / line      45-70018 / 3", [], ["45-70018"]),
        ("P.O. No / Item : 4500098118", [], ["4500098118"]),
        ("Order form (yellow copy) 0218", [], ["0218"]),
        ("Order (see attached) 77-40192", [], ["77-40192"]),
        ("Invoice (copy attached) 3318", ["3318"], []),
        ("our order 61.218", [], ["61.218"]),
        ("your order 40.000 caps are here", [], []),
        ("Bill no. 24-9-18. I'll pay.", ["24-9-18"], []),
        ("Invoice of 24-9-18", [], []),
        ("order was like 66-1-20918", [], ["66-1-20918"]),
        ("my order was maybe 300 lamps", [], []),
        ("her ref on the paper is SB 40918, paid up front", [], ["SB 40918"]),
        ("单：KF0918A、KF1018C", [], ["KF0918A", "KF1018C"]),
        ("收费单：KF0918A", [], []),
        ("拼单号 240718-559928013", [], ["240718-559928013"]),
        ("套票号 QZ5018-6634，补的小票是 00918。", [], ["QZ5018-6634"]),
        ("采购编号 XH-B-0018", [], ["XH-B-0018"]),
        ("单号后六位 402218，全的在你们系统里", [], ["402218"]),
        ("下单时你们给的号是 YC-PK-1018", [], ["YC-PK-1018"]),
        ("PO 还是 BG-FW-0918，lot 号 7741-03/04。", [], ["BG-FW-0918"]),
        ("在途订单（如HT-0218、HT-0219两单）也请改。", [], ["HT-0218", "HT-0219"]),
        ("按采购单 GJ-采-0618、GJ-采-0619 应供：", [], ["GJ-采-0618", "GJ-采-0619"]),
        ("订单尾号不记得，全的是 TM-20241111-83318", [], ["TM-20241111-83318"]),
        ("下单的号是 88340218。", [], ["88340218"]),
        ("订单编码 88340218", [], ["88340218"]),
        ("定单 88340218", [], ["88340218"]),
        ("单号给你 88340218", [], ["88340218"]),
        ("单号☞88340218", [], ["88340218"]),
        ("你们系统里的号是 88340218，下单是周一", [], ["88340218"]),
        ("O/No 44918 / Inv/No 55918", ["55918"], ["44918"]),
        ("Ord.Nr. 44918, Re.Nr. 55918", ["55918"], ["44918"]),
        ("Sales order#44918/your inv#55918", ["55918"], ["44918"]),
        ("Order => 77-40192", [], ["77-40192"]),
        ("It's under Pargeter, 55-20918, in your book.", [], ["55-20918"]),
        ("You'll find us in your ledger as K/4418.", [], ["K/4418"]),
        ("The number you texted was 77-40192. I ordered a shed.", [], ["77-40192"]),
        ("This is about the 40-20918 lot you sent. We ordered eggs.", [], ["40-20918"]),
    ],
)  # fmt: skip
def test_a_form_s_fields_and_what_is_only_half_said(text: str, invoices: list[str], orders: list[str]):
    """Dots, asides, guesses, and the words of other trades for an order."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("The fifth box, please. Job 20-66718-W.", ["20-66718-W"]),
        ("Commission 24-1118, kitchen for Family Huber", ["24-1118"]),
        ("派工单：M-0918-3", ["M-0918-3"]),
        ("发货单 TY-0618-B，司机那联写错了。", ["TY-0618-B"]),
        ("发货单 TY-0618-B，订单 88340218。", ["88340218"]),
        ("Job 20-66718-W, our order 4711818.", ["4711818"]),
        ("工单 WX-3318 可以关了。", []),
        ("Work order WO-2218 was closed.", []),
    ],
)
def test_the_only_slip_stands_for_the_order(text: str, orders: list[str]):
    """Jobs and deliveries, where no order and no invoice is given."""
    assert numbers(text) == ([], orders)
