"""Numbers that their place tells: in the subject, in brackets behind what was ordered, before what was ordered under them."""

from __future__ import annotations

import pytest

from parsers.numbers.number_evidence import unexplained
from parsers.text.reading import Reading
from tests.parsers.numbers_read import numbers

_GIRTH = "The leather girth we had from you in March has come apart at the buckle. It was used ten times. Please help."
_SOAP = "快递刚走，洗衣液六瓶，两瓶盖子震开了，漏得一滴不剩。麻烦这两瓶照原样再来一趟，箱子里塞点泡泡纸。"


@pytest.mark.parametrize(
    ("subject", "text", "number"),
    [
        ("Hoping for one that holds together - 20571", _GIRTH, "20571"),
        ("A girth that came apart (20571)", _GIRTH, "20571"),
        ("20571 came apart", _GIRTH, "20571"),
        ("Leather girth, 118-3391", _GIRTH, "118-3391"),
        ("47116621 漏了一箱子", _SOAP, "47116621"),
        ("洗衣液漏光了（3357）", _SOAP, "3357"),
        ("反馈一件事，洗衣液，9021838", _SOAP, "9021838"),
    ],
)
def test_the_number_set_apart_in_a_subject_is_what_the_letter_goes_by(subject: str, text: str, number: str):
    """An order's or a bill's, where the letter gives no other."""
    invoices, orders = numbers(text, subject)
    assert [*invoices, *orders] == [number]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "1250 sacks short",
            "We have counted what came on Monday. The other sacks are torn. Please send what is missing.",
        ),
        ("Chest freezer CF-400", "The freezer stopped in the night, four months after you put it in. Please mend it."),
    ],
)
def test_what_is_counted_or_a_model_in_a_subject_is_no_number(subject: str, text: str):
    """They are no document's."""
    assert numbers(text, subject) == ([], [])


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("他三月份从你们店买了两顶安全帽（5120937），一顶给自己，那顶塑料扣裂成两半。", ["5120937"]),
        ("四月八日所訂五件尼龍流刺網（113-0418），貴行先交兩件，另三件未到。", ["113-0418"]),
        ("去年十一月我订了八个半球摄像头（61-2217），有两个夜里全黑。", ["61-2217"]),
        ("I bought two helmets from you in March (5120937) and the strap of one broke.", ["5120937"]),
        ("CD装小号，黑胶装大号，两种一起在KD7725里买的，大号的自己张嘴。", ["KD7725"]),
        ("60932訂了四片，客房兩片長度對，主臥兩片短了。", ["60932"]),
        ("这回1-5591送来的八桶，有两桶淡得很。", ["1-5591"]),
        ("订单 KD-20418 里买了两顶安全帽（5120937），一顶裂了。", ["KD-20418"]),  # an article's
        ("MX2000里的滤芯两天就黑了，请换。", []),
    ],
)
def test_a_number_beside_what_was_ordered_is_its_order(text: str, orders: list[str]):
    """In brackets behind it, or with the ordering behind; not the model that something is in."""
    assert numbers(text) == ([], orders)


@pytest.mark.parametrize(
    ("text", "invoices", "orders"),
    [
        ("贵司尚有30551872、30551896两张水性漆发票未付，合计64,320元。", ["30551872", "30551896"], []),
        ("JL-0921和JL-0925两笔地毯订单都没到货。", [], ["JL-0921", "JL-0925"]),
    ],
)
def test_what_is_counted_behind_may_be_named_with_its_goods(text: str, invoices: list[str], orders: list[str]):
    """`两张水性漆发票` counts invoices as `两张发票` does."""
    assert numbers(text) == (invoices, orders)


def test_a_second_number_made_like_a_likely_one_is_of_its_kind():
    """Bills of which none is called so where its number stands."""
    text = (
        "老板让我把账催一催。20250211这张，1.60镜片200副，7,400元，收到没有？20250227这张，镜片又200副，7,400元。"
        "20250318这张，镜架60副，5,100元，是不是也在你们柜台上卖着？账期45天，这个月25号之前能不能到账？"
    )
    assert numbers(text, "三张票什么时候付？")[0] == ["20250211", "20250227", "20250318"]


def test_the_lines_of_an_account_may_go_on_behind_a_comma():
    """Each gives its sum."""
    text = (
        "Is there a reason these two are unpaid?\n"
        "7741, 2 dinghies ex our shed 4, due 30 April, £3,180.00\n7755, 4 launching trolleys, due 12 May, £996.00\nGary"
    )
    assert numbers(text, "Two of ours")[0] == ["7741", "7755"]


@pytest.mark.parametrize(
    "text",
    [
        "Unpaid:\n1204, Mill Lane, Hove\n1206, Mill Lane, Hove",
        "Statement of hours:\n2023, forty, £3,180.00\n2024, ten, £996.00",
    ],
)
def test_other_lines_with_commas_are_no_account(text: str):
    """Addresses have no sums, and years are no bills."""
    assert numbers(text)[0] == []


def test_a_number_that_speaks_of_goods_in_the_subject_is_the_orders():
    """Though the letter speaks of a bill, too."""
    text = "AX-240628 昨天验完，电热水壶30个，6个不断电，换6个。实木衣架货没问题，发票开成了塑料，重开。"
    assert numbers(text, "AX-240628 到货问题汇总") == ([], ["AX-240628"])


def test_what_varies_in_its_letters_is_an_article():
    """`0812-BSP` and `0812-JIC` came in one parcel."""
    text = "Wanted: 50 hose fittings, your 0812-BSP. Got: 25 of those, and 25 JIC, your 0812-JIC. 25 more by tomorrow please."
    assert numbers(text)[1] == []


def test_a_coil_before_a_comma_has_no_number():
    """It is what was bought; the number behind is what the letter goes by."""
    text = "When I cut the band I found rust between the turns. I paid £64 for it. A clean one would save my project."
    assert numbers(text, "Small steel coil, WEB-7784") == ([], ["WEB-7784"])


def test_a_day_and_a_count_are_one_number():
    """`0902-12` is no range of eleven."""
    text = "0902-12一共十二套移动脚手架，八套轮子刹得住，剩下的全刹不住。刹不住的那几套你们统统拉走！"
    reading = Reading("", text)
    assert [reading.text[start:end] for start, end in unexplained(reading)] == ["0902-12"]
    assert numbers(text)[1] in ([], ["0902-12"])


@pytest.mark.parametrize(
    ("text", "invoices"),
    [
        ("24117799发票抬头错了，请重开。", ["24117799"]),
        ("贵司No.00331882发票品名写错。", ["00331882"]),
        ("贵司No 00331882专票品名写错。", ["00331882"]),
        ("20240611发票已收到。", []),  # a day
        ("13500001194发票请发到这个手机。", []),
        ("3.500发票金额不对。", []),
    ],
)
def test_a_papers_word_may_stand_right_behind_its_number(text: str, invoices: list[str]):
    """Where the number is long, or "No." stands before it."""
    assert numbers(text)[0] == invoices


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Lampshades",
            "of the eight pleated lampshades on 20481 five are here, and very pretty. When will the other three come?",
        ),
        (
            "Hydraulic hoses",
            "We bought two hydraulic hoses off you on 8822, same length, same ends, and one has burst. Send another.",
        ),
        ("磨片", "8712那八台角磨机，五台干活，三台开关弹不起来，松手还转，太危险了。请换三台。"),
    ],
)
def test_the_likeliest_number_of_a_complaint_that_gives_no_other_is_its_own(subject: str, text: str):
    """An order's or a bill's, though neither is likely enough where other numbers are given."""
    invoices, orders = numbers(text, subject)
    assert len(invoices) + len(orders) == 1


def test_the_number_is_not_sought_where_nobody_complains():
    """A reading of a meter that is only passed on."""
    assert numbers("Hello, here is this month's figure for the meter in the hall: 41782. Kind regards") == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "Our wheel loader WL-920 lost hydraulic pressure on Tuesday, two drivers had to be sent home.",
        "The carpet was invoiced at 4500, we said 4200.",
    ],
)
def test_a_model_or_a_round_sum_is_not_what_a_complaint_goes_by(text: str):
    """Though there is no other number."""
    assert numbers(text) == ([], [])
