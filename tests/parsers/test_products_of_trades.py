"""What goods are called in trades and at home, where such names end, and which number counts them."""

from __future__ import annotations

import pytest

from parsers.goods.products import find_goods, read_products
from parsers.goods.same_goods import best_named
from parsers.text.reading import Reading


def names(text: str) -> list[str]:
    """The best name of everything in a letter that may be a product."""
    letter = f"Hello,\n\n{text}\n\nRegards"
    reading = Reading("", letter)
    return [best_named(group).name for group in find_goods(reading, letter, (), len(reading.text)).groups]


def counted(text: str) -> dict[str, int | None]:
    """The same with the first number of each."""
    letter = f"Hello,\n\n{text}\n\nRegards"
    reading = Reading("", letter)
    groups = find_goods(reading, letter, (), len(reading.text)).groups
    return {best_named(group).name: next((c.quantity for c in group if c.quantity), None) for group in groups}


def products(text: str) -> list[tuple[str, int | None]]:
    """The products of a letter."""
    letter = f"Hello,\n\n{text}\n\nRegards"
    reading = Reading("", letter)
    facts = read_products(reading, letter, (), len(reading.text))
    return [(fact.value.name, fact.value.quantity) for fact in facts]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("桌曆的顏色印錯了。", "桌历"),
        ("敬酒服还没有发货。", "敬酒服"),
        ("灯串一插上就发烫。", "灯串"),
        ("笔架断成两截。", "笔架"),
        ("真空机不抽气。", "真空机"),
        ("沥水架和裤架都生锈了。", "裤架"),
        ("圣诞树少了一节。", "圣诞树"),
        ("座位牌印错了名字。", "座位牌"),
        ("肠粉机漏水。", "肠粉机"),
        ("我要的是四尺生宣三刀。", "四尺生宣"),
        ("十二寸鱼盘60只，裂5只。", "十二寸鱼盘"),
    ],
)
def test_a_name_of_the_household_or_a_trade_is_known(text: str, name: str):
    """Each is known by itself; a size with its numeral belongs to it."""
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The finials are loose.", "finials"),
        ("Two hoops are rusty.", "hoops"),
        ("The edging cracked in the frost.", "edging"),
        ("The grabrail came off the wall.", "grabrail"),
        ("The wadding is damp.", "wadding"),
        ("The demijohn has a crack.", "demijohn"),
        ("The noseband is too short.", "noseband"),
    ],
)
def test_an_english_name_of_a_trade_is_known(text: str, name: str):
    """As those of two characters are in Chinese."""
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("本店向貴公司購入製冰機一部。", "制冰机"),
        ("我打過嚟講雪櫃唔凍。", "雪柜"),
        ("我哋嘅洗衣機唔轉。", "洗衣机"),
        ("请把数量提高至保温杯80个。", "保温杯"),
    ],
)
def test_a_verb_before_a_chinese_name_is_none_of_it(text: str, name: str):
    """In Cantonese, and where a verb's second character may begin a name."""
    assert name in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Product: DX20 dehumidifier SN 20240117118", "DX20 dehumidifier"),
        ("Product: riser recliner with serial 2023-11-0415", "riser recliner"),
        ("Item: hand cream batch B2207", "hand cream"),
        ("Product: tablet case lot no. 4471", "tablet case"),
    ],
)
def test_a_serial_number_is_no_part_of_a_name(text: str, name: str):
    """Nor is a batch's."""
    assert name in names(text)


def test_items_in_one_line_are_products_of_their_own():
    """Each with its own number."""
    found = counted("1. Milk can gaskets, food grade, 600 nos. 2. Lid clamps SS 304, 50 nos. Last lot was fine.")
    assert found["Milk can gaskets"] == 600
    assert 50 in [number for name, number in found.items() if name.startswith("Lid clamps")]


def test_steps_of_a_story_in_one_line_are_no_items():
    """They count nothing."""
    assert "row" not in str(counted("1. I rang you on Monday 2. You rang off 3. I wrote."))
    assert 2 not in counted("1. I rang you on Monday 2. You rang off 3. I wrote.").values()


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("We received the 2 000 galvanised steel hoops of our order.", "galvanised steel hoops", 2000),
        ("Ten coil cabinets are missing.", "coil cabinets", 10),
        ("We ordered 40 bottle openers.", "bottle openers", 40),
        ("Three racks of pipette tips were missing.", "pipette tips", 3),
        ("Six punnets of raspberries were mouldy.", "raspberries", 6),
        ("We had two pallets of dark green bottles from you.", "dark green bottles", 2),
        ("The milk in your Apple & Oat Bars is not on the label.", "Apple & Oat Bars", None),
        ("Please replace the rusty lot, 10 mm steel bolts, today.", "steel bolts", None),
        ("Last night around two my heating pad began to burn.", "heating pad", None),
    ],
)
def test_a_name_has_all_its_words_and_its_number(text: str, name: str, number: int | None):
    """However these are written."""
    assert counted(text).get(name, -1) == number


def test_what_goods_bear_is_not_how_many_there_are():
    """Nor what weighed them."""
    assert 150 not in [number for _, number in products("The step stool broke under me. The leaflet says 150 kilos.")]
    assert not [name for name in counted("Invoice weight 4850 kg, our weighbridge 4460 kg.") if "weighbridge" in name]


def test_who_speaks_in_a_copied_talk_is_no_product():
    """What is spoken of may be."""
    found = names("11:02 小智机器人：请问您要咨询什么\n11:03 我：奶粉里有黑点")
    assert "小智机器人" not in found
    assert "奶粉" in found


@pytest.mark.parametrize(
    "text",
    [
        "I wrote that we were 46 gate hinges short, it's 64. So 64 is what should come, not 46.",
        "We are 46 gate hinges short. Sorry, not 46 but 64.",
        "We were sent 46 gate hinges, which are rusty. I mean 64, not 46.",
    ],
)
def test_a_number_that_was_put_right_is_the_right_one(text: str):
    """The writer says which it is."""
    assert products(text) == [("gate hinges", 64)]


def test_a_chinese_number_that_was_put_right_is_the_right_one():
    """As in English."""
    assert products("保温杯我们不是订了46个，不是46个保温杯，是64个。收到46个保温杯，杯盖都漏水。") == [("保温杯", 64)]


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("We received 4 pallets of dark green bottles from you.", "dark green bottles", 4),
        ("We got 12 crates of blue bottles by mistake.", "blue bottles", 12),
    ],
)
def test_containers_within_others_are_goods(text: str, name: str, number: int | None):
    """What is packed in pallets is what was bought."""
    assert counted(text).get(name, -1) == number


def test_the_first_lot_says_how_many():
    """A lot's number would not be followed by what is counted."""
    assert products("We ordered shower trays from you, first lot 60 pieces, and all are cracked.") == [
        ("shower trays", 60)
    ]


def test_a_number_behind_a_model_counts():
    """The model's own figure does not hide it."""
    assert products("超声探头C5-2两支坏了，没有图像。") == [("超声探头", 2)]


def test_what_nobody_has_a_use_for_was_not_bought():
    """Nor does it say how many came."""
    assert products("我订的保温杯漏水，家里用不到两个，请退货。") == [("保温杯", None)]
