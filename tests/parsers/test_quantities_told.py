"""What a number beside goods says: how many were ordered, not how many came, which one it is, how large, or what it cost."""

from __future__ import annotations

import pytest

from tests.parsers.test_quantities import quantities
from tests.parsers.test_quantities_apart import numbers


class TestNoCount:
    """Sizes, kinds and numbers of papers stand where a number of goods might."""

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("We got the 9 frame electric extractor from you and its motor stopped.", "extractor"),
            ("The hanging sign (2254) fell down.", "sign"),
            ("The stick blender (9923) leaks.", "blender"),
            ("The sign (406) fell down.", "sign"),
            ("I got a pond liner measuring four metres by five, which leaks.", "pond liner"),
            ("The infrared sauna (71940) was collected by you.", "infrared sauna"),
            ("The stair lift has stopped. Your message, received 03/07, did not help.", "stair lift"),
            ("The log burner burst and threw embers six feet.", "log burner"),
            ("Call me on 0161 496 0123 about the broken freezers.", "freezers"),
            ("My 2019 car's new tyres are worn.", "tyres"),
            ("We received leaflets from you. Hundreds of leaflets were unreadable.", "leaflets"),
            ("The conveyor belt tracks to the left. It is the 60 metre, as before.", "belt"),
            ("The kitchen worktop is chipped. Plot 14 worktop is fine.", "worktop"),
        ],
    )
    def test_an_english_number_says_which_or_how_large(self, text: str, name: str):
        """And the letter does not say how many there are."""
        assert numbers(text, "en", name) == [None]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("平板一打开就黑屏。", "平板"),
            ("几十块瓷砖裂了。", "瓷砖"),
            ("10米的水管一开水就爆。", "水管"),
            ("2米的数据线破皮了。", "数据线"),
            ("电动车上坡就不走了，退到豆腐摊上，豆腐我自己出的，十二块。", "电动车"),
            ("菜刀很好。客服问要不要把运费那八块还我，我说不用，8块买了一个邻居。", "菜刀"),
            ("石膏板背面受潮。轻钢龙骨八十根套管，都好。", "石膏板"),
        ],
    )
    def test_a_chinese_number_is_money_or_of_something_else(self, text: str, name: str):
        """Nobody counts a knife as one counts tiles."""
        assert all(number is None for each, number in quantities(text, "zh").items() if each.endswith(name))

    def test_what_is_counted_as_money_is_keeps_its_number(self):
        """Tiles are."""
        assert numbers("瓷砖到货了，碎了30块。", "zh", "瓷砖") == [30]

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("The chairs (2,400) wobble.", "chairs", 2400),
            ("The bolts (2000) are rusty.", "bolts", 2000),
            ("We got the 9 oak benches from you and they wobble.", "oak benches", 9),
            ("The 400 kg of mushroom spawn came up green.", "mushroom spawn", 400),
            ("You sent four 125 cc motorcycles instead of larger ones.", "motorcycles", 4),
            ("I need 600 of the 5 ml syringes, without a needle.", "syringes", 600),
        ],
    )
    def test_what_looks_like_it_still_counts(self, text: str, name: str, quantity: int):
        """With commas or noughts, before a plural, or before the size."""
        assert numbers(text, "en", name) == [quantity]


class TestOrderedAndCame:
    """How many were ordered is what the letter is about; how many of them came is not."""

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("About the fence panels: he paid for 9 and we got 7.", "fence panels", 9),
            ("About the fence panels: we got 7 and he paid for 9.", "fence panels", 9),
            ("About the label printers. Of the six, two are the right ones.", "label printers", 6),
            ("About the gear motors. Of the dozen on our list seven went straight on.", "gear motors", 12),
            ("The travel cots came on Monday, every one of the eight.", "travel cots", 8),
            ("The lithium packs are swollen. They lie there. All three of them.", "lithium packs", 3),
        ],
    )
    def test_all_of_what_was_named_counts(self, text: str, name: str, quantity: int):
        """In English."""
        assert numbers(text, "en", name) == [quantity]

    @pytest.mark.parametrize(
        ("text", "name", "quantity"),
        [
            ("盘扣式脚手架立杆实到144根，合同上是180根。", "脚手架", 180),
            ("我一口气买了两台折叠轮椅，刹车不灵。", "折叠轮椅", 2),
            ("我们订了一打折叠轮椅，前轮坏了。", "折叠轮椅", 12),
            ("折叠轮椅两打，前轮都坏了。", "折叠轮椅", 24),
            ("图纸改了，石膏板多出六十张，未拆。", "石膏板", 60),
        ],
    )
    def test_a_chinese_one_does_too(self, text: str, name: str, quantity: int):
        """Dozens are twelve each."""
        assert numbers(text, "zh", name) == [quantity]


class TestForms:
    """Labels that ask how many, and a name with its number in one field."""

    @pytest.mark.parametrize(
        ("text", "language", "quantity"),
        [
            ("Article: smoked paprika\nNumber bought: 12\nReason: not needed", "en", 12),
            ("Article: smoked paprika\nNumber bought: 12\nNumber to be returned: 6", "en", 6),
            ("货品：羊绒毛线，驼色，九团\n情况：色差", "zh", 9),
            ("品名 | 货号 | 购入数 | 送修数\n拼图桌 | PT-9010 | 3 | 2", "zh", 2),
        ],
    )
    def test_they_say_how_many(self, text: str, language: str, quantity: int):
        """Of the one product."""
        assert list(quantities(text, language).values()) == [quantity]


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("Of the delivery, 200 6203 sealed bearings rumble.", "bearings", 200),
        ("Booked in: carp rods 12 ft, ordered 10, two are snapped.", "carp rods", 10),
    ],
)
def test_neither_a_type_nor_a_length_counts(text: str, name: str, number: int) -> None:
    """The number beside it does."""
    assert numbers(text, "en", name) == [number]


def test_a_rough_number_behind_a_comma_counts() -> None:
    """As somebody asks who has not decided yet."""
    assert quantities("我们想给新分园买儿童午睡床,大概60张。", "zh") == {"儿童午睡床": 60}


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("We order 500 bottles of lens cleaner.", "lens cleaner", 500),
        ("We would like to order 40 kettles.", "kettles", 40),
        ("Please see order 500 for the kettles, which leak.", "kettles", None),
    ],
)
def test_somebody_orders_so_many(text: str, name: str, number: int | None) -> None:
    """What is done, no document's name before its number."""
    assert numbers(text, "en", name) == [number]


@pytest.mark.parametrize("nos", ["nos.", "Nos.", "nos", "nos. of"])
def test_a_full_stop_behind_nos_ends_no_sentence(nos: str) -> None:
    """As commerce in India counts."""
    assert numbers(f"310 {nos} kiln bricks are received in broken condition.", "en", "kiln bricks") == [310]


def test_what_became_of_goods_is_not_counted_instead_of_them() -> None:
    """`900只受热变形`: the trays; how many the others are counts only where nothing else does."""
    text = "贵司送来的吸塑托盘900只受热变形，装不进周转箱。其余4100只照常收货。"
    assert numbers(text, "zh", "托盘") == [900]
    assert numbers("送来的瓷砖90箱受潮发霉。", "zh", "瓷砖") == [90]


class TestWritten:
    """Numbers that stand beside their goods in other ways than before them."""

    @pytest.mark.parametrize(
        ("text", "language", "name", "quantity"),
        [
            ("All but three of the 24 glasses were broken on arrival.", "en", "glasses", 24),
            ("Ten (10) barriers were delivered bent.", "en", "barriers", 10),
            ("4x wheel trims missing from the parcel.", "en", "wheel trims", 4),
            ("Wheel trims x4 missing from the parcel.", "en", "wheel trims", 4),
            ("门把手×6到货破损。", "zh", "门把手", 6),
            ("门把手，数量：6，到货破损。", "zh", "门把手", 6),
            ("两打鸡蛋碎了。", "zh", "鸡蛋", 24),
            ("我们订了一打开关，全坏了。", "zh", "开关", 12),
            ("收到20米电缆，护套破了。", "zh", "电缆", 20),
        ],
    )
    def test_the_number_is_read(self, text: str, language: str, name: str, quantity: int):
        """What is left out of all, in figures once more, or with a sign of times."""
        assert numbers(text, language, name) == [quantity]
