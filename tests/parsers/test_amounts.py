"""Sums of money, in digits and in words, with their currency and what they are."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import AmountRole
from parsers.text.numerals import chinese


def sums(text: str) -> list[tuple[int, str | None]]:
    """Minor units and currency of every sum."""
    read = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    return [(fact.value.minor, fact.value.currency) for fact in read.amounts]


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("$2.5k", 250_000, "USD"),
        ("three hundred dollars", 30_000, "USD"),
        ("one thousand two hundred and fifty pounds", 125_000, "GBP"),
        ("half a million dollars", 50_000_000, "USD"),
        ("1 234,50 €", 123_450, "EUR"),
        ("EUR 12.000", 1_200_000, "EUR"),
        ("CHF 1'200.00", 120_000, "CHF"),
        ("Rs. 4,50,000", 45_000_000, "INR"),
        ("20 dollars and 50 cents", 2_050, "USD"),
        ("五千元", 500_000, "CNY"),
        ("人民币伍仟元整", 500_000, "CNY"),
        ("一万二千元", 1_200_000, "CNY"),
        ("3.5万元", 3_500_000, "CNY"),
        ("一百二十八元五角", 12_850, "CNY"),
        ("八百多块", 80_000, "CNY"),
        ("港币一千二百元", 120_000, "HKD"),
    ],
)
def test_a_sum_is_read_in_digits_and_in_words(text: str, minor: int, currency: str) -> None:
    """Thousands, decimals, number words and Chinese numerals give the same minor units."""
    assert sums(text) == [(minor, currency)]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("换一个要1.2万，必须你们承担", 1_200_000),
        ("换一个要一万二，必须你们承担", 1_200_000),
        ("损失三万，请赔偿", 3_000_000),
    ],
)
def test_a_round_number_behind_words_of_money_needs_no_currency(text: str, minor: int) -> None:
    """As people say it in Chinese: the yuan goes without saying."""
    assert sums(text) == [(minor, "CNY")]


@pytest.mark.parametrize("text", ["才开2万公里发动机就坏了", "我们要3万件", "只到2万", "要五个", "需要2万台"])
def test_a_round_number_of_something_else_is_no_sum(text: str) -> None:
    """Kilometres, pieces and small numbers are not money."""
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The repair costs 1,000 yuan. Please pay for it.", AmountRole.CLAIMED),
        ("Having it repaired elsewhere will cost me 1,800 yuan, which I expect you to pay.", AmountRole.CLAIMED),
        ("A new one costs ¥12,000 and I want you to pay for it.", AmountRole.CLAIMED),
        ("There is a dent in the door. The damage is RMB 2500.", AmountRole.LOSS),
        ("I had to take taxis, 1,300 yuan out of my own pocket.", AmountRole.LOSS),
        ("外面修复报价1800元，这个钱应该你们出。", AmountRole.CLAIMED),
        ("钣金要两千五百块。", AmountRole.LOSS),
        ("I paid 180,000 yuan for this car and the radio crackles. Please repair the radio.", AmountRole.PAID),
        ("I bought the car for 180,000 yuan, and you must pay for the repair.", AmountRole.PAID),
        ("I paid 3,000 yuan for the service. Please repair the door again.", AmountRole.PAID),
    ],
)
def test_who_is_to_bear_a_sum_tells_what_it_is(text: str, role: AmountRole) -> None:
    """What we are wanted to pay is claimed, what falls on the writer is lost; the price of the car is neither."""
    read = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert [fact.value.role for fact in read.amounts] == [role]


@pytest.mark.parametrize("text", ["三块木板坏了", "500 pounds of flour", "几百元", "In 2025 we paid", "300块瓷砖"])
def test_what_is_measured_or_vague_is_no_sum(text: str) -> None:
    """A measure of goods, a year, or a number that nobody knows is not money."""
    assert sums(text) == []


def test_the_nearest_word_tells_what_a_sum_is() -> None:
    """`多收了` is a claim although `收了` alone speaks of a payment."""
    read = read_facts(subject="", text="多收了120.5元", language="zh", sender=None, attachments=(), date=None)
    assert [fact.value.role for fact in read.amounts] == [AmountRole.CLAIMED]


@pytest.mark.parametrize(
    ("text", "value"), [("三百五", 350), ("一万二", 12_000), ("1万2千", 12_000), ("一百零五", 105), ("五六百", None)]
)
def test_chinese_numerals_may_be_short_but_not_vague(text: str, value: int | None) -> None:
    """The unit of a last digit may be left out; "five or six hundred" has no value."""
    assert chinese(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("旧的退了，248块钱", [(24_800, "CNY")]),
        ("报价单在附件，680元", [(68_000, "CNY")]),
        ("那个多收的41块请退给我", [(4_100, "CNY")]),
        ("一斤12块5", [(1_250, "CNY")]),
        ("三块五的电池", [(350, "CNY")]),
        ("预计损失5000-8000元", [(500_000, "CNY"), (800_000, "CNY")]),
        ("退我798。", [(79_800, "CNY")]),
        ("运费35，押金500，都没退", [(3_500, "CNY"), (50_000, "CNY")]),
        ("赔我八百", [(80_000, "CNY")]),
        ("Rs. 5 lakh", [(50_000_000, "INR")]),
        ("R$ 45,90", [(4_590, "BRL")]),
        ("a fee of AED 350", [(35_000, "AED")]),
        ("You owe me 79.50 for the return.", [(7_950, None)]),
    ],
)
def test_sums_as_people_write_them_in_passing(text: str, found: list[tuple[int, str | None]]) -> None:
    """Behind a comma, with tenths of a yuan, as a range, without a currency where it can be nothing else."""
    assert sums(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "我住3单元502", "公元2024年", "三元锂电池不充电", "二元乙丙防水卷材开裂", "花了3小时", "收费2次", "尾款3天内付",
        "买了500块瓷砖，碎了30块", "The hammer weighs 12 pounds.", "a 20 pound bag of feed", "4 euro pallets",
        "锅底一块一块掉黑渣", "岁数加一块，买不到", "200 pcs checked, 37 NOK", "It was taken 34.99 m down.", "The invoice was paid 12.06 by card.",
    ],
)  # fmt: skip
def test_what_looks_like_money_is_not_always(text: str) -> None:
    """Doorways, chemistry, times, tiles, weights, lengths and days."""
    assert sums(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Can I have my £60 back?", AmountRole.CLAIMED),
        ("请退还货款2000元。", AmountRole.CLAIMED),
        ("Your mistake has cost us £3m in sales.", AmountRole.LOSS),
        ("You took £29.99 from my card.", AmountRole.PAID),
        ("每件25元，坏了三件。", AmountRole.PRICE),
        ("25元/件的毛巾掉色。", AmountRole.PRICE),
        ("I paid NOK 370 in May. Please return the NOK 370.", AmountRole.CLAIMED),
        ("共8308元原路退。", AmountRole.CLAIMED),
    ],
)
def test_what_a_sum_is_stands_beside_it(text: str, role: AmountRole) -> None:
    """What is wanted back is claimed, even when the word for it stands behind, or before the word for the price."""
    read = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert [fact.value.role for fact in read.amounts] == [role]
