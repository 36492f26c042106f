"""Numbers that are shortened, said, misread or only told by whose they are."""

from __future__ import annotations

import pytest

from parsers.numbers.number_evidence import unexplained
from parsers.text.reading import Reading
from tests.parsers.numbers_read import numbers


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("昨天收到你们寄来的34088111至34088113号发票，重复了。", ["34088111", "34088112", "34088113"], []),
        ("34088111号至34088113号发票重复了。", ["34088111", "34088112", "34088113"], []),
        ("发票34088111号至34088113号重复了。", ["34088111", "34088112", "34088113"], []),
        ("发票6520817、23、31的货都不对。", ["6520817", "6520823", "6520831"], []),
        ("Invoices 6520817, 23 and 31 are wrong.", ["6520817", "6520823", "6520831"], []),
        ("Invoices 44107, 109 and 112 are wrong.", ["44107", "44109", "44112"], []),
        ("4350716/17/19三张票单价不对。", ["4350716", "4350717", "4350719"], []),
        ("KE-6604及6605两单都没发货。", [], ["KE-6604", "KE-6605"]),
        ("2507-0018、-0021两票一并说。", ["2507-0018", "2507-0021"], []),
        ("The carriage charged on 87120/21/24 is wrong.", ["87120", "87121", "87124"], []),
    ],
)
def test_the_end_of_a_number_stands_for_the_whole(text: str, invoices: list[str], orders: list[str]):
    """Of a list or a range each number is told in full."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("Invoice 44107, 12 boxes, is wrong.", ["44107"]),
        ("发票6520817，40寸不锈钢合页200副不对。", ["6520817"]),
        ("30557105、06、07三张货票相符，已交财务付款。", []),
    ],
)
def test_what_is_counted_or_in_order_is_no_end_of_a_number(text: str, invoices: list[str]):
    """Counts and measures behind a number, and documents with which all is well."""
    assert numbers(text)[0] == invoices


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("um the order is double four one two nine I think she said", [], ["44129"]),
        ("I rang about the bill the number is four oh one seven nine and nobody came", ["40179"], []),
        ("嗯订单号是六六二七八 我上个礼拜打过电话", [], ["66278"]),
        ("订单一共一二三百块，发票一千二百。", [], []),
        ("It is about the order my number is oh one six three two nine six oh one one eight", [], []),
    ],
)
def test_a_number_said_in_words_is_read_in_figures(text: str, invoices: list[str], orders: list[str]):
    """As a machine writes down what was left on the answering machine; sums and telephones are none."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("发票号：OO481l72，2O24年4月l7日。", ["00481172"], []),
        ("Invoice no. OO481l72 of 2O24 is wrong.", ["00481172"], []),
        ("按我厂DT-331O号采购单发来垫片1 2OO片，发票号OO8l7735。", ["00817735"], ["DT-3310"]),
        ("Order B2O3-118 holds 10l of oil.", [], ["B2O3-118"]),
    ],
)
def test_letters_that_a_machine_read_for_figures_are_figures(text: str, invoices: list[str], orders: list[str]):
    """In what holds no other letters."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("Your 7004417 / our 2391: ten blankets, four of them swell.", ["7004417"], ["2391"]),
        ("We ordered 48 folders (your CF 30881, invoice 5206, £312) and 48 have come.", ["5206"], ["CF 30881"]),
        ("The tea urn on the same bill, AS 3490, is another story.", ["AS 3490"], []),
        ("With your RE 2024/0991 of 14 May we were charged for 60.", ["RE 2024/0991"], []),
        ("Complaint: RE 2024/0991, our order 4600 7712.", ["RE 2024/0991"], ["4600 7712"]),
        ("Complaint: PO-11822, tins dented.", [], ["PO-11822"]),
        ("Please cancel the repair charge of £94 on 771304.", ["771304"], []),
        ("Inv78812, the lid is cracked.", ["78812"], []),
        ("贵司219号单，烫金纸廿五卷。", [], ["219"]),
        ("80045519号票上的垫料四十包。", ["80045519"], []),
        ("水带三打，票15530992，五根滋水。", ["15530992"], []),
        ("Our 3500 units and your 24/7 line. Message ID 8830017365.", [], []),
        ("上述三张发票的157克铜版纸都开贵了。", [], []),
    ],
)
def test_a_number_is_told_by_what_stands_right_beside_it(text: str, invoices: list[str], orders: list[str]):
    """Whose it is, what paper it is on, the letters that are its own; what is weighed or counted is none."""
    assert numbers(text) == (invoices, orders)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The nine cards on HB 0218-7 I have not tried.", "HB 0218-7"),
        ("Now the floats on 61 331. Fifteen have filled with water.", "61 331"),
        ("Your GL-7881 came yesterday.", "GL-7881"),
        ("67104开的也是五层的价。", "67104"),
    ],
)
def test_a_number_that_nothing_explains_is_looked_at_whole(text: str, number: str):
    """With the letters or figures apart from it."""
    reading = Reading("", text)
    assert number in [reading.text[start:end] for start, end in unexplained(reading)]
