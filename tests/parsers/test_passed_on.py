"""Who writes, where the mail's From is a machine, a form or a hotline; and where it spells the name of who signs."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.machines import is_machine
from parsers.people.signature import read_signature

_LAMPS = "Three of the twelve lamps flicker, please replace them.\n"
_DENG = "三盏灯坏了，请尽快换新的过来。\n"


def _name(text: str, display: str, subject: str = "") -> str | None:
    read = read_signature(text, Address("inbox@mailbox.example", display), subject=subject)
    return read.name.value if read.name else None


@pytest.mark.parametrize(
    "display",
    [
        "Office Copier",
        "Epson WF-7840",
        "Canon iR-ADV C3530",
        "Scanner 2",
        "Voicemail to Email",
        "Customer Hotline",
        "Web Form",
        "Live Chat",
        "扫描仪",
        "三楼扫描仪",
        "语音留言系统",
        "小程序留言",
        "400热线",
        "微信小程序",
    ],
)
def test_a_machine_signs_no_letter(display: str) -> None:
    """Neither a person nor a firm; who writes stands in the letter, or nowhere."""
    assert is_machine(display)
    assert _name(_LAMPS, display) is None
    assert _name(_LAMPS + "Regards\nCiaran Doyle", display) == "Ciaran Doyle"


@pytest.mark.parametrize(
    "display",
    ["Scanner Solutions Ltd", "Brother Edmund", "Canon", "Jo Sharp", "捷印复印机有限公司", "王机", "Chat Noir"],
)
def test_a_person_or_firm_is_no_machine(display: str) -> None:
    """Though a word of the name may be a machine's or its maker's."""
    assert not is_machine(display)


@pytest.mark.parametrize(
    ("signed", "name"),
    [
        ("Yours  faithfully\nT.  Ashworth", "T. Ashworth"),
        ("Yours  truly\nMargaret  Ellis-Hope\nHobbs  Dairy", "Margaret Ellis-Hope"),
        ("此 致\n东 禾 化 工 有 限 公 司   甘 志 远", "甘志远"),
        ("此致\n红 星 印 务 厂    孙 丽", "孙丽"),
        ("瑞窑陶瓷厂\n欧 阳 建 国", "欧阳建国"),
    ],
)
def test_names_are_read_with_spaces_between_words_and_characters(signed: str, name: str) -> None:
    """As what is read from paper by a machine comes."""
    assert _name(_LAMPS + signed if signed.isascii() else _DENG + signed, "Scanner") == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("喂你好我姓谭言字旁那个谭你叫我谭叔就行\n灯坏了三盏", "谭叔"),
        ("喂我姓赵，叫我小赵就好，灯坏了三盏", "小赵"),
        ("我是新来的，叫我明天就好，灯坏了三盏", None),
    ],
)
def test_how_the_writer_wishes_to_be_called_is_his_name(said: str, name: str | None) -> None:
    """Where he says no other one."""
    assert _name(said, "语音留言系统") == name


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Voicemail from Brenda Tull (01632 496 0311)", "Brenda Tull"),
        ("Chat with Lena Orr, 12 May", "Lena Orr"),
        ("来电人：赵国强 13900000958", "赵国强"),
        ("小程序留言 用户：阿May 订单771204", "阿May"),
        ("Voicemail from 01632 496 0311", None),
    ],
)
def test_the_subject_names_who_speaks_through_a_machine(subject: str, name: str | None) -> None:
    """Where the letter names nobody."""
    assert _name(_LAMPS, "Answerphone", subject) == name
    assert _name(_LAMPS, "Ann Bell", subject) == "Ann Bell"


@pytest.mark.parametrize(
    ("said", "subject", "name"),
    [
        (
            "[18:02] Tasha: hi\n[18:02] Bot: Sorry.\n[18:03] Tasha: swap them",
            "Chat 118 (visitor: Tasha Reid)",
            "Tasha Reid",
        ),
        ("[18:02] Tasha: hi\n[18:02] Bot: Sorry.\n[18:03] Tasha: swap them", "Chat 118", "Tasha"),
        ("10:02 阿May：少了一包螺丝\n10:02 机器人：要退款吗？\n10:03 客服小周：好的亲", "会话导出", "阿May"),
        ("客服小周：您好\n李雯：灯坏了\n客服小周：给您换", "会话记录 8812", "李雯"),
        ("Visitor: my lamp is broken\nSupport: oh\nVisitor: send another", "Chat 118", None),
        ("Note: my lamp is broken\nLamp: dead\nBox: fine", "", None),
    ],
)
def test_in_a_chat_the_one_who_is_not_the_desk_writes(said: str, subject: str, name: str | None) -> None:
    """In full if the subject has it; whoever is only called a visitor is nobody by name."""
    assert _name(said, "Chat Transcript", subject) == name


@pytest.mark.parametrize(
    ("signed", "display", "name"),
    [
        ("M. Wendell", "Marcus Wendell", "Marcus Wendell"),
        ("W. van Rooyen", "Wilhelmina van Rooyen", "Wilhelmina van Rooyen"),
        ("A. K. Sesay", "Abdul Karim Sesay", "Abdul Karim Sesay"),
        ("H.-P. Reuss", "Hans-Peter Reuss", "Hans-Peter Reuss"),
        ("J. Coles", "Coles, Jermaine", "Jermaine Coles"),
        ("J. Coles", "Peter Coles", "J. Coles"),
        ("J. Coles", "Jermaine Colley", "J. Coles"),
        ("Jermaine", "Jermaine Coles", "Jermaine"),
        ("Jermaine Coles", "J. Coles", "Jermaine Coles"),
    ],
)
def test_initials_are_spelt_out_by_the_from(signed: str, display: str, name: str) -> None:
    """Where the family's name is the same, and each initial that of a given name."""
    assert _name(_LAMPS + "Regards\n" + signed, display) == name


def test_a_department_in_the_from_is_not_who_signs() -> None:
    """Though the signature names it, too."""
    signed = "Regards\nCiaran Doyle\nPurchase Ledger, The Bellmouth Hotel"
    assert _name(_LAMPS + signed, "Purchase Ledger") == "Ciaran Doyle"
    assert _name(_LAMPS + signed.replace("Purchase", "Bought"), "Bought Ledger") == "Ciaran Doyle"


def test_a_craft_beside_a_person_is_a_firm_s_name() -> None:
    """`工艺` is a department only where nothing stands before it."""
    read = read_signature(_DENG + "鲍勃工艺 鲍小姐", Address("x@mailbox.example", "Bobby Pao"))
    assert read.company is not None
    assert read.company.value == "鲍勃工艺"


def test_the_bracket_before_a_number_is_none_of_it() -> None:
    """Unless it closes within the number."""
    read = read_signature(
        _LAMPS, Address("x@mailbox.example", "Ann Bell"), subject="Voicemail from Ann (01632 496 0311)"
    )
    assert read.phone is not None
    assert read.phone.value == "01632 496 0311"
