"""An invoice that is named only to say that it is in order is not what the letter is about."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts


def invoices(text: str, language: str = "en") -> list[str]:
    """The invoices of a letter."""
    facts = read_facts(subject="", text=text, language=language, sender=None, attachments=(), date=None)
    return [fact.value for fact in facts.invoices]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "The three invoices 88120, 121 and 124 are wrong. Invoices 88122 and 88123 are correct and have been paid.",
            "en",
            ["88120", "88121", "88124"],
        ),
        ("Invoice 5511 is correct. Invoice 5512 is not correct.", "en", ["5512"]),
        (
            "收到10338412、413、415三张专票（414那张是对的，已付款），税率都开成了13%。",
            "zh",
            ["10338412", "10338413", "10338415"],
        ),
        ("发票 00123456 没问题，发票 00123457 开错了。", "zh", ["00123457"]),
        ("发票 118261（药芯焊丝12盒）没问题，发票 118273（焊条20箱）有6箱受潮。", "zh", ["118273"]),
        ("Invoice 118261 (12 boxes) is fine. Invoice 118273 (20 boxes) is not.", "en", ["118273"]),
    ],
)
def test_what_is_in_order_is_left_out(text: str, language: str, wanted: list[str]):
    """Others are not."""
    assert invoices(text, language) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Invoice 5511 is correct, but the goods never came.", ["5511"]),  # there is no other
        ("Invoices 88122 and 88123: is 88122 correct? Please check both.", ["88122", "88123"]),
    ],
)
def test_what_is_asked_about_stays(text: str, wanted: list[str]):
    """A question says nothing yet."""
    assert invoices(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("hi mate inv60412 forty bags never came", "60412"), ("Inv77812 slow cooker lid is cracked", "77812"), ("INV5512 is wrong", "INV5512")],
)  # fmt: skip
def test_a_word_that_lost_its_space_is_no_part_of_the_number(text: str, wanted: str):
    """In small letters; in capitals it is the number's own."""
    assert invoices(text) == [wanted]


def test_a_letter_misread_before_what_is_counted_tells_of_paper():
    """`2O 件` is twenty, so `O2277165` begins with a nought."""
    assert invoices("关于发票 O2277165 号货物淋雨一事，到厂的瓦楞原纸 2O 件湿透。", "zh") == ["02277165"]
