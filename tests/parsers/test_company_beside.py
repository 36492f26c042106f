"""A firm's name beside what hides it: a class, a telephone number, a department; and houses of less usual kinds."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature

_LAMPS = "Three of the twelve lamps flicker.\n\n"
_DENG = "灯坏了三盏，请换。\n\n"


def company(text: str, display: str = "x", address: str = "x@mailbox.example", subject: str = "") -> str | None:
    """The firm that is read."""
    read = read_signature(text, Address(address, display), subject=subject)
    return read.company.value if read.company else None


@pytest.mark.parametrize(
    ("signed", "firm"),
    [
        ("A. Dhaliwal\nYear 6 lead, Hollins Primary", "Hollins Primary"),
        ("Ana Pike\nClass 4 teacher, Brook Lane School", "Brook Lane School"),
        ("Ana Pike\nWard 7 sister, Northgate Hospital", "Northgate Hospital"),
        ("Ana Pike\nShift 2 supervisor, Corbel Castings", "Corbel Castings"),
        ("Ana Pike\nParks & Gardens, Marlow Town Council", "Marlow Town Council"),
        ("Ana Pike\n14 Park Road, Marlow", None),
        ("Ana Pike\nFlat 6, Hollins Court, Leeds", None),
        ("D. Holroyd, Credit Controller\nPennine Plastics Ltd  t 01706 555 0120", "Pennine Plastics Ltd"),
        ("D. Holroyd\nTarn Valley Builders tel 01999 555 018", "Tarn Valley Builders"),
        ("D. Holroyd\nMellor Roofing Ltd +44 1706 555 0120", "Mellor Roofing Ltd"),
        ("D. Holroyd\nMellor Roofing Ltd (0)1706 555 0120", "Mellor Roofing Ltd"),
    ],
)
def test_what_stands_beside_it(signed: str, firm: str | None):
    """Neither an address of the writer's is a firm, nor is a division of a house its address."""
    assert company(_LAMPS + signed) == firm


@pytest.mark.parametrize(
    ("subject", "address", "firm"),
    [
        ("Whiteboards + pinboards, St Aidan's Primary", "office@staidans-pri.example", "St Aidan's Primary"),
        ("Boiler fault - Corbel Hotel", "desk@corbelhotel.example", "Corbel Hotel"),
        ("Marlow Town Council: benches", "info@marlowtowncouncil.example", "Marlow Town Council"),
        ("Your lamps, Harbour Lighting Ltd", "amy@mailbox.example", None),
        ("Lamps", "office@staidans-pri.example", None),
    ],
)
def test_the_subject_may_name_the_house_that_the_domain_is_of(subject: str, address: str, firm: str | None):
    """And no other."""
    assert company(_LAMPS + "Many thanks\nP. Duckworth", "Office", address, subject) == firm


@pytest.mark.parametrize(
    ("signed", "firm"),
    [
        ("丁记，13700000915", "丁记"),
        ("老周记 13700000915", "老周记"),
        ("社区书记 周敏", None),
        ("康宁护理院 周敏", "康宁护理院"),
        ("桥南卫生服务站 周敏", "桥南卫生服务站"),
        ("青山粮站 周敏", "青山粮站"),
        ("仁爱里办公处 周敏", "仁爱里办公处"),
        ("城东学校工地 周敏", "城东学校"),
        ("周敏（白天打 0731-8800 0216，晚上打值班手机 132 0000 8859）", None),
    ],
)
def test_chinese_houses(signed: str, firm: str | None):
    """Shops called by a family's name, homes, stations, offices; no post, and no word of a telephone."""
    assert company(_DENG + signed) == firm


@pytest.mark.parametrize(
    ("said", "firm"),
    [
        ("我们是越南胡志明市的 Hoa Phat Long 进口有限公司。灯坏了三盏。\n\n阮氏花", "Hoa Phat Long 进口有限公司"),
        ("我们是 Silk Road 贸易有限公司，灯坏了三盏。\n\n阮氏花", "Silk Road 贸易有限公司"),
        ("本人代表仁爱里办公处订购月饼。\n\n仁爱里里长 叶孟洁", "仁爱里办公处"),
        ("我们收到 LED 灯三盏，都坏了。\n\n阮氏花", None),
    ],
)
def test_what_a_sentence_says(said: str, firm: str | None):
    """In Latin letters with a Chinese form behind them, or for whom somebody speaks."""
    assert company(said) == firm
