"""Firms that the mail's domain spells, and signatures at the end of a sentence."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.firm_sound import spelt
from parsers.people.signature import read_signature

_DENG = "灯坏了三盏，请换。"


def company_of(text: str, address: str, display: str = "") -> str | None:
    """The firm the letter's writer writes for."""
    read = read_signature(text, Address(address, display))
    return read.company.value if read.company else None


@pytest.mark.parametrize(
    ("text", "address", "company"),
    [
        ("您好，又是我，青禾影像的周敏，灯坏了三盏。", "zhoumin@qinghe-yx.example", "青禾影像"),
        ("我们松柏居的灯坏了三盏。\n周敏", "zhoumin@songbaiju.example", "松柏居"),
        ("丰和养殖订货：\n- 灯三盏\n请回传。\n周敏", "zhoumin@fenghe-yz.example", "丰和养殖"),
        ("青禾蜂场给各位拜个早春：\n" + _DENG + "\n青禾蜂场 周敏", "zhoumin@qinghe-bee.example", "青禾蜂场"),
        (_DENG + "\n周敏，松柏居看门的", "zhoumin@songbaiju.example", "松柏居"),
        ("金鼎居的廚師寫信，燈壞了三盞。\n周敏", "zhoumin@jindingju.example", "金鼎居"),
    ],
)
def test_the_domain_spells_a_chinese_firm(text: str, address: str, company: str):
    """No word need mark it as one: its characters are read as the domain is written."""
    assert company_of(text, address) == company


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("我跑长途，灯坏了三盏。\n周敏", "zhoumin@changtu.example"),
        ("周敏敏\n灯坏了三盏。", "a@zhouminmin.example"),
        ("灯坏了三盏，青禾也说坏了。\n周敏", "zhoumin@mailbox.example"),
    ],
)
def test_a_word_that_is_read_so_is_no_firm(text: str, address: str):
    """Of two characters only where a firm stands; and never who writes."""
    assert company_of(text, address) is None


def test_a_full_name_with_a_legal_form_is_better():
    """The domain spells what the firm is called for short."""
    assert company_of(_DENG + "\n青禾的周敏\n苏州青禾有限公司", "zhoumin@qinghe.example") == "苏州青禾有限公司"


def test_a_domain_that_is_no_syllables_spells_nothing():
    """English ones, and the shortest."""
    assert spelt("lumleyglass") is None
    assert spelt("li") is None
    assert spelt("an" * 400) is not None


@pytest.mark.parametrize(
    ("text", "company", "name", "phone"),
    [
        ("灯坏了三盏，款照付。恒昌精密铸造，周志刚，0512-5550 6609。", "恒昌精密铸造", "周志刚", "0512-5550 6609"),
        ("灯坏了三盏，我再来麻烦你们，医院采购科周敏，市第二人民医院。", "市第二人民医院", "周敏", None),
        ("灯坏了三盏，请告诉我坏在哪里，丰登农机合作社仓库，老吴。", "丰登农机合作社", "老吴", None),
    ],
)
def test_a_letter_may_be_signed_in_its_last_sentence(text: str, company: str, name: str, phone: str | None):
    """What stands there between commas, from the end up to where something is said."""
    read = read_signature(text, Address("x@mailbox.example", ""))

    assert (read.company and read.company.value, read.name and read.name.value) == (company, name)
    assert (read.phone.value if read.phone else None) == phone


@pytest.mark.parametrize(
    ("text", "address", "company"),
    [
        ("hi its marco from the haybarn kitchen\nthree lamps flicker", "marco@thehaybarnkitchen.example", "the haybarn kitchen"),
        ("A lamp flickers. " * 30 + "\n" + "A lamp flickers. " * 30 + "Mick Devlin, Devlin and Son, end of message.", "mick@devlinandson.example", "Devlin and Son"),
        ("Three lamps flicker, says everybody at Brindle Quarry Services here.\nGaz", "gaz@brindlequarry.example", "Brindle Quarry Services"),
        ("Three lamps flicker.\nAuthority: Wexbridge Town Council\nClerk: J. R. Tolland", "clerk@mailbox.example", "Wexbridge Town Council"),
        ("Hello,\nThree lamps flicker.\nThat is bad.\nOne is dead.\nTwo of them are here.\nThe firm is Calver Foods as before.\nThree of them are there.\nFour of them are nowhere to be seen.\nThat is all there is to say of them.", "jo@calverfoods.example", "Calver Foods"),
    ],
)  # fmt: skip
def test_a_sentence_names_the_firm_of_the_domain(text: str, address: str, company: str):
    """Wherever it stands, with the words behind by which a firm is known."""
    assert company_of(text, address) == company


@pytest.mark.parametrize("display", ["建筑师 周敏", "专栏作者 周敏", "藏梯人 周先生"])
def test_what_somebody_is_names_no_firm(display: str):
    """A calling stands before the name in the From."""
    assert company_of(_DENG + "\n周敏", "zhou@mailbox.example", display) is None
