"""Numbers of invoices and orders that a list, a correction, the subject or the deed of ordering tells."""

from __future__ import annotations

import pytest

from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.text.reading import Reading


def _numbers(text: str, subject: str = "") -> tuple[list[str], list[str]]:
    """Invoices and orders."""
    reading = Reading(subject, text)
    read = read_references(reading, text, find_labels(reading))
    return [each.value for each in read.invoices], [each.value for each in read.orders]


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("三月嘅月結單（帳單編號 MS-0324-5519 及 MS-0424-5602）都有問題", ["MS-0324-5519", "MS-0424-5602"], []),
        ("账单 DND-240531-6（附件）收我们滞箱费 CNY 8,640，我们不认。", ["DND-240531-6"], []),
        ("水费账单号 20240611873 多算了一个月。", ["20240611873"], []),
        ("月结单编号：YJ-2406-118，多收运费。", ["YJ-2406-118"], []),
        ("贵司七月份的账单（编号 ZD24070118）重复计费", ["ZD24070118"], []),
        ("形式发票 HY-PI-2209 的价格不对", ["HY-PI-2209"], []),
        ("INVOICE 为 YJ23-188，请更正", ["YJ23-188"], []),
        ("網站買的兩張門票（訂票編號 TK7H2-0098，A區8排）", [], ["TK7H2-0098"]),
        ("订座编号 DZ-55120，七点到了没位子", [], ["DZ-55120"]),
        ("订位代号：QX7LM2", [], ["QX7LM2"]),
        ("订餐号 20240611-88 少送一份", [], ["20240611-88"]),
        ("交易单号 231111-8840-2217-63，付了1.4万", [], ["231111-8840-2217-63"]),
        ("购票单号 T8812044 的退票款没到", [], ["T8812044"]),
        ("团单号：TG-2024-0718，三个人没上车", [], ["TG-2024-0718"]),
        ("定制单 DZ-0091 的窗帘尺寸错了", [], ["DZ-0091"]),
        ("我们请购单 114-A-039 的会议桌少一支脚", [], ["114-A-039"]),
        ("請購單號 PR-2406-118 的滑鼠沒到", [], ["PR-2406-118"]),
        ("航班号 3U6731，订单号 TY2401090087，票号 876-2140559831", [], ["TY2401090087"]),
        ("订单尾号好像是6618，完整的：MMQ20240316-6618。", [], ["MMQ20240316-6618"]),
        ("单号后四位7718，全的是 SF20240601-7718", [], ["SF20240601-7718"]),
        ("我的订单，尾号0917，完整订单号 20240611500917", [], ["20240611500917"]),
        ("发票尾号 5519，完整号码 24312000000055519", ["24312000000055519"], []),
        ("昨天下的两单，DH241203-18 和 DH241203-21，麻烦送到新仓库", [], ["DH241203-18", "DH241203-21"]),
        ("上周下了三个单，XS-1101、XS-1102、XS-1107，只到了一个。", [], ["XS-1101", "XS-1102", "XS-1107"]),
        ("我6号拍的那单 T2024060612345 还没发", [], ["T2024060612345"]),
        ("昨天下的两单，DH241203-18 和 DH241203-21，SKU KT-5510 改颜色", [], ["DH241203-18", "DH241203-21"]),
        ("We ordered 180 copies in June on KS/ORD/733. 112 arrived.", [], ["KS/ORD/733"]),
        ("Danielle Fry\nordered 02/05, confirmation TT-5508173", [], ["TT-5508173"]),
        ("Your confirmation AB-70915 says anti-reflective glass.", [], ["AB-70915"]),
        ("Confirmation number QX7LM2, two nights.", [], ["QX7LM2"]),
        ("hiya ordered the desk lamp on sunday (#55-0183-2) app says delivered", [], ["55-0183-2"]),
        ("I bought a kettle from you last week (no. 4471902) and it leaks.", [], ["4471902"]),
        ("I ordered two lamps on Monday - #88412 - and got one.", [], ["88412"]),
        ("Placed an order 3 June, #A-99120, nothing yet.", [], ["A-99120"]),
        ("Orders confirmed before that date, in your case 61120 and 61133, are invoiced at the old price.", [], ["61120", "61133"]),
        ("Three orders are late, namely 55120, 55127 and 55139.", [], ["55120", "55127", "55139"]),
        ("two of your invoices are wrong, to wit 90114 and 90120", ["90114", "90120"], []),
        ("There are three invoices we never had: 4407, 4419 and 4420.", ["4407", "4419", "4420"], []),
        ("three of your invoices have gone missing at their end (there was a dog involved):\n\nNos 4407, 4419 and 4420, all from last November.\n\nPDFs please", ["4407", "4419", "4420"], []),
        ("tiles, invoiced under Nos. 55120, 55127 and 55139. Since the frost", ["55120", "55127", "55139"], []),
        ("You invoiced us 612.40 under number 88120, which we paid.", ["88120"], []),
        ("The bill (your no. 0661) is lower than I feared", ["0661"], []),
        ("Your invoice, your number 7781, has the wrong VAT.", ["7781"], []),
        ("Re: Your query - invoice 5120\nNo, sorry, you've looked up the wrong one. 5120 is fine and was paid in March. I was writing about 5210, where we've been charged twice.", ["5120", "5210"], []),
        ("Order 61277 is the litter bins for our colleagues. Ours is 61302: twenty-five benches.", [], ["61277", "61302"]),
        ("Invoice 4410 is correct, the one I meant is 4418.", ["4410", "4418"], []),
        ("we refer to your statement of account as of 31.08.\n\nRE-10477 to RE-10479: paid on 12.08., please check your bank\nRE-10502: credited\nRE-10511: not received\n\nRegards", ["RE-10477", "RE-10478", "RE-10479", "RE-10502", "RE-10511"], []),
        ("Despite our statements of 31 July and 31 August, the following remain unpaid:\n\n  AT-90114    12.06.    GBP   644.00\n  AT-90377    28.06.    GBP 1,212.00\n  AT-90460    30.06.    GBP 90.00\n", ["AT-90114", "AT-90377", "AT-90460"], []),
        ("Sept statement, three things:\n\n77041  paid on the 2nd, BACS, still shown as open\n77058  that's for the other branch\n", ["77041", "77058"], []),
        ("According to our ledger these items are overdue:\n\n20331  £118.00  due 3 May\n20340  £92.50  due 9 May\n", ["20331", "20340"], []),
        ("Payment Run 22/05\n\nYour ref       Our doc       Gross        Deducted     Paid\nMP-7718        5100088       3,410.00         0.00     3,410.00\nMP-7731        5100102       1,000.00  0.00  1,000.00\n", ["MP-7718", "MP-7731"], []),
        ("Order ref. CD/88410/24", [], ["CD/88410/24"]),
        ("our order ST.M/19-4 of Tuesday", [], ["ST.M/19-4"]),
        ("invoice FT 24/0388 again", ["FT 24/0388"], []),
        ("It's these so far: #90455, #90471, #90502. The goods are right, the invoices have the wrong name.", ["90455", "90471", "90502"], []),
        ("docket 41-20093, order ML 7781", [], ["ML 7781"]),
        ("The enclosed bill, No. 61 from your number two book, is for saddlery", ["61"], []),
        ("Your VAT invoice, ref. SL-20918, bills us for pallets", ["SL-20918"], []),
        ("Rechnung Nr. 2024-1187 ist falsch, I mean the invoice is wrong.", ["2024-1187"], []),
        ("Invoice numbers 7712/13/14 all carry the old address.", ["7712", "7713", "7714"], []),
        ("Inv. nos. 88-12, 88-13 & 88-15", ["88-12", "88-13", "88-15"], []),
        ("I refer to your demand of 4 May under invoice no: F/2024/0091", ["F/2024/0091"], []),
        ("Invoice dated 14 May, number 77120, for three doors", ["77120"], []),
        ("Please credit 90114 in full. Invoice 90114 was for goods never delivered.", ["90114"], []),
        ("Self-billing invoice SB/0091 is short by £40", ["SB/0091"], []),
        ("Credit note CN-118 doesn't match invoice IN-7750.", ["IN-7750"], []),
        ("A bill for £44.20 came, no. 300918, for a call-out nobody made", ["300918"], []),
        ("Water bill 4410-2231-09 is twice the last one", ["4410-2231-09"], []),
        ("our PO# 77-1182-B has not arrived", [], ["77-1182-B"]),
        ("Order: WEB-118822 (placed 3 May)", [], ["WEB-118822"]),
        ("Booking ref QX7LM2 for two nights in May", [], ["QX7LM2"]),
        ("My booking reference was 8812-TT.", [], ["8812-TT"]),
        ("Job no. 5512, order no. 7731, your driver Dave", [], ["7731"]),
        ("Both orders (7731 & 7745) came in one box", [], ["7731", "7745"]),
        ("The order was number 30118", [], ["30118"]),
        ("Our indent 24/118 for bunks", [], ["24/118"]),
        ("Requisition R-5512 became your order 99120", [], ["99120"]),
        ("Hire agreement HA-118, hire order 55120", [], ["55120"]),
        ("I ordered three on the 4th. Order number? 5512078 according to the email.", [], ["5512078"]),
        ("Reservation 118822 under the name Marsh", [], ["118822"]),
        ("Ticket order TO-11829, seats F4 and F5", [], ["TO-11829"]),
        ("The PO we sent was 8812, you shipped against 8821", [], ["8812", "8821"]),
        ("Purchase order dated 3/6 numbered B/1182", [], ["B/1182"]),
        ("job sheet 7718 and invoice 7718A disagree", ["7718A"], []),
        ("发票（号码:03317750）税率错", ["03317750"], []),
        ("开来的两张专票，03317750和03317751，都没盖章", ["03317750", "03317751"], []),
        ("发票是No 20663418那张", ["20663418"], []),
        ("数电票 24312000000055519 请红冲", ["24312000000055519"], []),
        ("收到发票03317750号，与订单PO-1182不符", ["03317750"], ["PO-1182"]),
        ("编号为03317750的发票有误", ["03317750"], []),
        ("03317750那张发票要作废", ["03317750"], []),
        ("京东订单298811002233还没发", [], ["298811002233"]),
        ("订单编号:\n298811002233", [], ["298811002233"]),
        ("闲鱼单号 3344556677", [], ["3344556677"]),
        ("我的单子 T-1182 呢", [], ["T-1182"]),
        ("合同号HT-2024-11项下的采购订单 4500011822", [], ["4500011822"]),
        ("两个订单（PO-1182、PO-1190）都缺货", [], ["PO-1182", "PO-1190"]),
        ("订单：8812044/8812051", [], ["8812044", "8812051"]),
        ("我司PO#SS25-0093，INV 2411-076", ["2411-076"], ["SS25-0093"]),
        ("单号SF1448820118的快递没到，订单是20240611001", [], ["20240611001"]),
        ("P/O番号 M-5530，发票 YJ23-188", ["YJ23-188"], ["M-5530"]),
        ("客户订单 C-118，我司工单 WO-552", [], ["C-118"]),
        ("预订号 HMK7Q2，两晚", [], ["HMK7Q2"]),
        ("淘宝订单尾号2231", [], ["2231"]),
    ],
)  # fmt: skip
def test_the_documents_a_letter_is_about(text: str, invoices: list[str], orders: list[str]):
    """However they are told: by their trade's word, a list, a statement's lines, in full behind their last digits."""
    assert _numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    "text",
    [
        "收据编号 R-55120 抬头写错",
        "对账单 DZ-2406 第3行有误",
        "票号 876-2140559831/832/833 的机票只退了一个人",
        "电子客票号 784-2190338871 没退",
        "补货已经德邦发出，单号 DPK3610088254，请查收。",
        "货走顺丰，单号 SF1448820118，周三到。",
        "已用中通寄回，单号 75512009918834",
        "退回的快递寄出了，单号是 YT7788004123652",
        "Bought a lamp (#4 in your catalogue) and it flickers.",
        "We ordered paint (RAL 9016), the can (no. 2) leaks.",
        "话费账单 13900002222 号",
        "订货会上订的 X-1182 款",
        "提货凭证 TH-2024-118",
        "订单金额 3800 元，数量 1200 件",
        "订单 3800 件只到 1200 件",
        "发票金额 3800 与合同 HT-118 不符",
        "invoice for 4500 widgets",
        "order of 4500 tiles",
        "We ordered 4500 tiles on 3 May 2024 (model X-1182).",
        "The statement shows:\n1200 lamps\n2400 sockets",
        "Outstanding:\n2 lamps\n3 sockets",
        "We are still unpaid. Call:\n01632 960441  office\n01632 960442  home",
        "Orders are late, namely 4500 tiles and 300 bags",
        "It was invoiced at 4500 under the old price list no. 7",
        "I ordered a kettle (colour #C0C0C0) and it leaks",
        "HX-20000 broken\nI ordered it in May",
        "快递员说没单号，电话13900002222",
    ],
)  # fmt: skip
def test_what_looks_like_a_document_s_number(text: str):
    """Counts, tickets, parcels, receipts, colours and telephones are none."""
    assert _numbers(text) == ([], [])


def test_the_subject_begins_with_the_number():
    """Where the letter speaks of ordering; a model's name does not count."""
    assert _numbers("Four dresses, ordered on 11 January. Two came.", "WW-30177 two dresses missing") == (
        [],
        ["WW-30177"],
    )
    assert _numbers("I ordered it in May and it will not start.", "HX-2000 broken") == ([], [])
