"""Which goods plain letters name, and how many: sizes, what falls short and the age of people are neither."""

from __future__ import annotations

import pytest

from tests.parsers.test_products_chinese import counted, names
from tests.parsers.test_quantities import quantities


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("拍的是黄色28码儿童雨靴，寄来的是蓝色的。", "儿童雨靴"),
        ("我买的是42码登山鞋，寄来的是旧的。", "登山鞋"),
        ("垃圾耳机，左耳没声音。", "耳机"),
    ],
)
def test_size_colour_and_scorn_are_no_part_of_a_name(text: str, name: str) -> None:
    """What is bought begins behind them."""
    assert names(text)[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "我们单元的电梯停了，这单元电梯没人修。",
        "四单元电梯又停了，没人修。",
        "贵司2025年第二季度软件服务费已到期。",
    ],
)
def test_no_name_goes_across_the_word_for_a_part(text: str) -> None:
    """Of a house or of a year: `单元|电梯`, `第二季度|软件`."""
    assert not [name for name in names(text) if name.endswith(("元电梯", "度软件"))]


def test_what_the_weight_falls_short_by_is_no_name() -> None:
    """`短重260公斤` of the tea."""
    assert "短重" not in dict(counted("绿茶已运抵我港，发现短重260公斤。"))


@pytest.mark.parametrize("text", ["买的是10公斤装猫粮，都受潮了。", "买的是5公斤装大米，都受潮了。"])
def test_how_much_a_pack_holds_is_no_number(text: str) -> None:
    """Behind `装` stands what is packed so."""
    assert not any(quantities(text, "zh").values())


@pytest.mark.parametrize(
    "text",
    [
        "The water heater has been cold since the 3rd. We have an old lady of 90 in the house.",
        "The stair lift has stopped. My mother of 83 lives on her own.",
        "The cot has a split rail. It was for a boy of 2.",
    ],
)
def test_how_old_somebody_is_counts_nothing(text: str) -> None:
    """A number behind "of" and a person."""
    assert not any(quantities(text).values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The size 10 boots pinch and I have worn them twice.", ("boots", None)),
        ("My size 42 trainers have split.", ("trainers", None)),
        ("The treasury tags are too short for our files.", ("treasury tags", None)),
        ("50支笔没有一支能写。", ("笔", 50)),
        ("六把刀生锈了。", ("刀", 6)),
        ("孩子的iPad摔不得，一周就黑屏。", ("iPad", None)),
        ("围脖太短，根本围不住脖子。", ("围脖", None)),
    ],
)
def test_plain_things_are_found(text: str, found: tuple[str, int | None]) -> None:
    """Behind a size, in one counted character, with a small letter before the capital."""
    assert counted(text) == [found]


@pytest.mark.parametrize("text", ["打了三把火都没点着。", "The size 8 page is wrong on your site."])
def test_what_only_begins_like_a_thing_is_none(text: str) -> None:
    """A counted character must be goods; behind a size there must be goods."""
    assert not counted(text)
