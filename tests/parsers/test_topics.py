"""What the complaint is about, and the code of the fault: one code for one fault, whatever the words and the language."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Facts, Topic


def facts(text: str) -> Facts:
    """The facts of a letter without subject or known sender."""
    return read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)


@pytest.mark.parametrize(
    "kind, texts",
    [
        (
            "leak",
            ["The kettle leaks.", "Water drips from the bottom of the kettle.", "水壶漏水。", "水壶底下往外渗水。"],
        ),
        ("crack", ["The lid is cracked.", "There is a hairline fracture in the lid.", "盖子裂了。", "盖子开裂。"]),
        ("scratch", ["The table top is scratched.", "桌面有划痕。", "桌面被刮花。"]),
        ("rust", ["The blades are rusty.", "The blades have corroded.", "刀片生锈。", "刀片上有锈斑。"]),
        ("size", ["The shirt is much too small.", "The ring does not fit.", "衬衫太小。", "内径超出公差。"]),
        ("colour", ["The curtain has faded.", "窗帘褪色。"]),
        ("contamination", ["There was a hair in the soup tin and an insect in it too.", "罐头里有异物。"]),
        (
            "missing_part",
            ["The screws are missing.", "The charger was not included.", "少了一包螺丝。", "没有给充电器。"],
        ),
        ("noise", ["The fan is noisy.", "The fan is so loud.", "风扇噪音。", "风扇很吵。"]),
        ("no_power", ["The drill won't start.", "电钻不能启动。", "电钻开不了机。"]),
        ("no_cooling", ["The fridge does not cool.", "冰箱不制冷。"]),
    ],
)
def test_the_same_fault_has_the_same_code(kind: str, texts: list[str]):
    """Repeated complaints are found by the code, so it may not depend on the wording."""
    assert {facts(text).defect_kind for text in texts} == {kind}


@pytest.mark.parametrize(
    "text", ["There is not a scratch on it.", "No damage, everything is fine.", "外箱完好，没有破损。"]
)
def test_a_denied_fault_has_no_code(text: str):
    """What is not there is no defect."""
    assert facts(text).defect_kind is None


@pytest.mark.parametrize(
    "text, topic",
    [
        ("The zip of the jacket broke after two days.", Topic.PRODUCT_QUALITY),
        ("The parcel was crushed in transit and the vase inside is in pieces.", Topic.DAMAGED_IN_TRANSIT),
        ("I ordered black and you sent me white.", Topic.WRONG_OR_MISSING_GOODS),
        ("The order was promised for May and has still not arrived.", Topic.LATE_DELIVERY),
        ("You charged me twice for the same month.", Topic.BILLING),
        ("The man at the counter was rude and laughed at me.", Topic.SERVICE_ATTITUDE),
        ("Three visits by your technician and the fault is back after every repair.", Topic.AFTER_SALES_REPAIR),
        ("The plug gave my son an electric shock.", Topic.SAFETY_COMPLIANCE),
        ("外套拉链两天就坏了。", Topic.PRODUCT_QUALITY),
        ("快递压扁了箱子，花瓶碎了。", Topic.DAMAGED_IN_TRANSIT),
        ("我要的是黑色，发来的是白色。", Topic.WRONG_OR_MISSING_GOODS),
        ("说好五月到货，到现在还没收到。", Topic.LATE_DELIVERY),
        ("同一个月扣了我两次钱。", Topic.BILLING),
        ("柜台的人态度恶劣，还笑话我。", Topic.SERVICE_ATTITUDE),
    ],
)
def test_the_topic(text: str, topic: Topic):
    """One sentence of each topic, in both languages."""
    assert facts(text).topic.value is topic


def test_no_complaint_has_no_topic():
    """An enquiry about a guarantee is about nothing that went wrong."""
    assert facts("What does the guarantee cover, and how long does delivery to Wales take?").topic.value is Topic.OTHER


@pytest.mark.parametrize(
    "text, topic",
    [
        ("Refund confirmed on 3 May, still no sign of the money, not a penny has come to my account.", Topic.BILLING),
        ("你们三月答应退款，退款到现在一拖再拖，卡里一分钱没见着。", Topic.BILLING),
        (
            "The brochure promises a range of 40 miles; misleading advertising is what I call that, it does twelve.",
            Topic.PRODUCT_QUALITY,
        ),
        ("约了上午修洗衣机，师傅没来，也没人上门。", Topic.AFTER_SALES_REPAIR),
        ("我提的工单一个月了还是没人回，永远是处理中。", Topic.SERVICE_ATTITUDE),
    ],
)
def test_not_all_that_is_waited_for_is_a_delivery(text: str, topic: Topic):
    """Money owed, a technician who did not come, an answer: each late, and none of them goods."""
    assert facts(text).topic.value is topic


@pytest.mark.parametrize(
    "kind, text",
    [
        ("loose", "The handle came off."),
        ("overheating", "The laptop runs hot."),
        ("colour", "颜色和样品不一样。"),
        ("no_heating", "没有热水。"),
        (None, "Your driver was not rude at all."),
        (None, "Nothing is missing."),
        (None, "快递没有迟到,司机态度很好。"),
        (None, "If it leaks, can I return it?"),
        (None, "要是坏了找谁修?"),
        (None, "I would like to buy a leak detector."),
    ],
)
def test_the_code_is_the_most_particular_and_nothing_denied_supposed_or_for_sale_has_one(
    kind: str | None, text: str
) -> None:
    """What says a fault both vaguely and particularly says the particular; "not rude" and "if it leaks" say none."""
    assert facts(text).defect_kind == kind
