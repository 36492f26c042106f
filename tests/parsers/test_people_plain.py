"""Who writes, for which firm and with which telephone, where a plain letter puts it in an unwonted place."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature

_LAMPS = "Three of the twelve lamps flicker, please replace them.\n"
_DENG = "三盏灯坏了，请尽快换新的过来。\n"


def _read(text: str, display: str, address: str, subject: str = "") -> tuple[str | None, str | None, str | None]:
    read = read_signature(text, Address(address, display), subject=subject)
    name, company, phone = (fact.value if fact else None for fact in (read.name, read.company, read.phone))
    return name, company, phone


@pytest.mark.parametrize(
    ("signed", "firm", "name"),
    [
        ("包头草原羊绒有限公司 斯琴", "包头草原羊绒有限公司", "斯琴"),
        ("利国华，中山市明辉照明厂", "中山市明辉照明厂", "利国华"),
        ("义乌市彩虹工艺品厂 楼晓军", "义乌市彩虹工艺品厂", "楼晓军"),
        ("关宏，沈阳东升采暖设备有限公司", "沈阳东升采暖设备有限公司", "关宏"),
        ("阎丽，太原晋阳会展服务有限公司，0351-555 6609", "太原晋阳会展服务有限公司", "阎丽"),
        ("中山市明辉照明厂 采购部", "中山市明辉照明厂", "中山市明辉照明厂"),
        ("中山市明辉照明厂 敬上", "中山市明辉照明厂", "中山市明辉照明厂"),
    ],
)
def test_beside_a_firm_stands_who_signs_for_it(signed: str, firm: str, name: str) -> None:
    """Whatever the family's name, before the firm or behind it; a department and a closing are nobody."""
    assert _read(_DENG + signed, firm, "buy@mailbox.example")[:2] == (name, firm)


def test_a_rare_family_s_name_is_known_by_the_courtesy_behind_it() -> None:
    """`区` is a part of a town as well."""
    assert _read(_DENG + "区师傅", "", "x@mailbox.example")[0] == "区师傅"
    assert _read(_DENG + "海女士", "", "x@mailbox.example")[0] == "海女士"


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("We order 50 tea towels for our restaurant De Gouden Lepel.\n", "De Gouden Lepel"),
        ("The lamps in my tea shop, The Copper Kettle, flicker.\n", "The Copper Kettle"),
        ("All of them are in our small hotel Villa Rosa, and flicker.\n", "Villa Rosa"),
        ("The lamps in your restaurant De Gouden Lepel flicker.\n", None),
        ("In our restaurant Maria Lopez told you so.\n", None),
        ("The lamps for our restaurant flicker.\n", None),
    ],
)
def test_whose_house_it_is_tells_its_name(text: str, company: str | None) -> None:
    """A kind of house that is called "ours", and a name behind it."""
    assert _read(text + _LAMPS + "Ilse Boon", "Ilse Boon", "ilse@mailbox.example")[1] == company


@pytest.mark.parametrize(
    ("display", "address", "company"),
    [
        ("Amara Diallo", "amara@dialloboutique.example", "Diallo Boutique"),
        ("Rob Tanner", "rob@tanner-bikes.example", "Tanner Bikes"),
        ("Rob Tanner", "rob@tanner.example", None),
        ("Rob Tanner", "rob@tannerfamily.example", None),
        ("Rob Tanner", "rob@brownbikes.example", None),
    ],
)
def test_the_domain_is_the_writer_s_family_and_trade(display: str, address: str, company: str | None) -> None:
    """Where the letter itself tells no firm."""
    assert _read(_LAMPS + display, display, address)[1] == company


def test_what_writes_to_customers_is_no_part_of_the_firm_s_name() -> None:
    """Though a house may be called `…服务部`, none is called `…客户服务部`."""
    assert _read(_DENG + "绿源净水客户服务部", "客户服务部", "service@lvyuanwater.example")[1] == "绿源净水"
    assert _read(_DENG + "恒拓电梯售后服务部", "售后服务部", "service@mailbox.example")[1] == "恒拓电梯"


def test_one_of_many_is_no_name() -> None:
    """`我们是长沙一家做安防工程的公司`: the name stands below the letter."""
    text = "我们是长沙一家做安防工程的公司，灯坏了三盏。\n华创电子 邹毅"
    assert _read(text, "邹毅", "zouyi@mailbox.example")[1] == "华创电子"
    assert _read("我们是杭州一间民宿，灯坏了三盏。\n邹毅", "邹毅", "zouyi@mailbox.example")[1] is None


@pytest.mark.parametrize(
    ("subject", "phone"),
    [
        ("Dead telephone line, 01392 550 188", "01392 550 188"),
        ("Broadband down on 0161 496 0123", "0161 496 0123"),
        ("手机号13900005317被乱扣费", "13900005317"),
        ("Lamps, order 01392 550 188", None),
        ("Your fax 01392 550 188 does not answer", None),
        ("Telephone table, order 5519", None),
    ],
)
def test_the_subject_speaks_of_the_writer_s_own_number(subject: str, phone: str | None) -> None:
    """Where the letter has none, and the subject says that it is one that rings."""
    assert _read(_LAMPS + "Roger Yelland", "Roger Yelland", "roger@mailbox.example", subject)[2] == phone


def test_a_number_of_the_signature_goes_before_the_subject_s() -> None:
    """The subject's is only what is left."""
    read = _read(_LAMPS + "Amy Boon\n07700 900 118", "Amy Boon", "amy@x.example", "Dead telephone line, 01392 550 188")
    assert read[2] == "07700 900 118"
