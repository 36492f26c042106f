"""Papers in Chinese that are told by their place, and who writes where a machine, a scan or somebody else passes it on."""

from __future__ import annotations

import pytest

from parsers.letter import Address, Fact
from parsers.people.signature import Signature, read_signature
from tests.parsers.numbers_read import numbers


def _value(fact: Fact[str] | None) -> str:
    return fact.value if fact else ""


def _read(text: str, display: str, sender: str, subject: str = "") -> Signature:
    return read_signature(text, Address(sender, display), subject=subject)


@pytest.mark.parametrize(
    ("subject", "text", "orders"),
    [
        ("充电宝鼓包", "订单3381-07，20000毫安的充电宝鼓包了，请退款。", ["3381-07"]),
        ("投影灯", "单号771203，10000流明的投影灯不亮，换一台。", ["771203"]),
        ("水泵", "订单90331，20件水泵漏了，请换。", ["90331"]),
        ("货", "订单88210只到了一半，另外一半没有下落，请补发。", ["88210"]),
        ("330218三件家具的问题", "衣柜的左边门关不严，请派人来调一下。鞋柜少一块层板，补一块寄来就行。", ["330218"]),
        ("88210只来了一箱", "蜂蜜订了两箱，只来了一箱，请补发。", ["88210"]),
        ("又是破的", "二十个玻璃鱼缸，五个裂角，请补五个来，纸箱麻烦加厚。\n嘉盛水族 岑涛\nWH-0419", ["WH-0419"]),
    ],
)
def test_a_measure_is_no_order_and_what_counts_nothing_is_one(subject: str, text: str, orders: list[str]):
    """A unit behind a number, or the beginning of what was counted."""
    assert numbers(text, subject)[1] == orders


def test_both_numbers_of_a_stroke_in_the_subject_are_read():
    """`5540/5541` is two orders that follow one another."""
    text = "157克铜版纸60令，靠车尾的9令下雨淋了，卷边不能上机。5541那单是胶版纸，没淋着，照付。"
    assert numbers(text, "5540/5541")[1] == ["5540", "5541"]


@pytest.mark.parametrize(
    ("subject", "text", "invoices"),
    [
        (
            "对账单上单价不对",
            "7月对账单：\n2024-0881　柴油 2000升　单价7.62\n2024-0882　柴油 1800升　单价7.22\n合同价是7.22。",
            ["2024-0881", "2024-0882"],
        ),
        ("抬头", "K0712的抬头写错了，请换开。", ["K0712"]),
        ("藤椅 CI-24-0719", "我们收到80把藤椅，其中11把椅腿不平，放在地上摇动，请退款。", ["CI-24-0719"]),
        ("扫描件", "发票号 OO873315，电缆桥架列60根，只有46根，请补齐。", ["00873315"]),
    ],
)
def test_invoices_of_statements_scans_and_trade_are_read(subject: str, text: str, invoices: list[str]):
    """The lines of a statement, what a scan has misread, a tax's or title's paper, a commercial invoice."""
    assert numbers(text, subject)[0] == invoices


def test_letters_of_a_number_s_own_stay_letters():
    """A single O before figures is how many shops number."""
    assert numbers("Order O4471 came broken, please replace it.")[1] == ["O4471"]


@pytest.mark.parametrize(
    ("signed", "name"),
    [
        ("Sister Bernadette\nSt Clare's Convent", "Sister Bernadette"),
        ("Brother Anselm, St Bede's Priory", "Brother Anselm"),
        ("Mrs Askew", "Mrs Askew"),
        ("Mrs Dorothy Plum", "Dorothy Plum"),
    ],
)
def test_a_title_stays_where_the_name_is_none_without_it(signed: str, name: str):
    """Those in orders are called so, and so is one who signs with the family's name alone."""
    read = _read(f"Two of the candles are paraffin, please send two good ones.\n\n{signed}", name, "x@a.example")
    assert _value(read.name) == name


def test_who_answered_a_survey_is_its_writer():
    """The From is a machine's."""
    read = _read("1. How happy are you? 10\nRespondent: Roland Pike", "Survey Robot", "survey@hub.example")
    assert _value(read.name) == "Roland Pike"
    read = _read("1. 您满意吗？不满意\n受访者：栾小峰", "问卷系统", "survey@hub.example")
    assert _value(read.name) == "栾小峰"


def test_a_voicemail_s_caller_and_number_are_read():
    """Who rings says so while thinking, and the machine puts the number into the subject."""
    subject = "Voice message 1 min 12 sec from 07700 900 461 (transcribed)"
    text = "hi this is um Carol Danvers-Hart from Happy Paws\nwe asked for two large dog beds and got small ones"
    read = _read(text, "Voicemail Service", "voicemail@telserve.example", subject)
    assert _value(read.name) == "Carol Danvers-Hart"
    assert _value(read.phone) == "07700 900 461"
    read = _read("那两箱纸漏水了。", "语音信箱", "vm@tel.example", "语音留言 来自 13800138000")
    assert _value(read.phone) == "13800138000"
    assert _read("Please call.", "Fax", "fax@tel.example", "Order 07700 900 461").phone is None


def test_who_passes_a_letter_on_is_its_writer():
    """Below a line that says so, a From alone is the other's."""
    text = (
        "Please see below from my customer.\nMarek Dudek\nDudek Windows, 600 555 218\n"
        "-------- Forwarded --------\nFrom: Aleksander Wilk\nOf the 23 glass units five are foggy.\nWilk"
    )
    read = _read(text, "Marek Dudek", "marek@dudekwindows.example")
    assert _value(read.name) == "Marek Dudek"
    assert _value(read.company) == "Dudek Windows"


def test_a_disclaimer_below_hides_no_signature():
    """Nor does the number above it."""
    text = (
        "五个裂角，请补五个来，纸箱麻烦加厚。\n嘉盛水族 岑涛\nWH-0419\n免责声明：本邮件仅供收件人使用，如误收请删除。"
    )
    read = _read(text, "武汉仓", "wuhan@jiasheng.example")
    assert _value(read.name) == "岑涛"


def test_a_letterhead_spread_out_is_the_firm_with_a_number_beside():
    """A scan's wide gaps part the firm from what stands at the right."""
    text = "永 丰 电 力 安 装 有 限 公 司　　　我方文号 YF-119\n收件：宏达桥架厂 销售科\n盖板少14块。请补齐。\n经办人：褚建平"
    read = _read(text, "扫描仪2", "scan2@yongfeng.example")
    assert _value(read.company).replace(" ", "") == "永丰电力安装有限公司"
