"""For which firm plain letters are written, who signs them and with which telephone: as customers of shops and banks write."""

from __future__ import annotations

import pytest

from parsers.letter import Address
from parsers.people.signature import read_signature

_LAMPS = "Three of the twelve lamps flicker, please replace them.\n"
_DENG = "灯坏了三盏，请换。\n"
_LONG = "We opened the sealed case this morning in front of two witnesses, and where your list has twelve lamps there were nine"


def _read(text: str, display: str, address: str, subject: str = "") -> tuple[str | None, str | None, str | None]:
    read = read_signature(text, Address(address, display), subject=subject)
    company, name, phone = (fact.value if fact else None for fact in (read.company, read.name, read.phone))
    return company, name, phone


@pytest.mark.parametrize(
    ("text", "display", "address", "company"),
    [
        ("None of them was ordered by anybody at Brightlamp Ltd, so I ask for a credit.\nAmy Boon", "Amy Boon", "amy@brightlamp.example", "Brightlamp Ltd"),
        ("At LampCrowd Solutions we are committed to light.\nRegards\nAmy Boon", "Amy Boon", "amy@lampcrowd.example", "LampCrowd Solutions"),
        ("It must be made out to LampStory sp. z o.o., please.\nAmy", "Amy", "amy@lampstory.example", "LampStory sp. z o.o."),
        ("Please make it out to Marsh & Roe Architects LLP this time.\nAmy Boon", "Amy Boon", "amy@marshandroe.example", "Marsh & Roe Architects LLP"),
        ("Do us a new one for Boon Scaffolding Ltd with the tax number.\nAmy", "Amy", "amy@boonscaffold.example", "Boon Scaffolding Ltd"),
        ("I am the IT manager at Marlow Corp and I would like a refund.\nAmy Boon", "Amy Boon", "amy@mailbox.example", "Marlow Corp"),
        ("Your lamp does not fit our company, Marlow Leuchten GmbH, at all.\nAmy Boon", "Amy Boon", "amy@mailbox.example", "Marlow Leuchten GmbH"),
        ("In view of the loss to our company, I ask for a refund.\nAmy Boon", "Amy Boon", "amy@mailbox.example", None),
        (_LAMPS + "Regards,\nHall Bay College", "Hall Bay College", "7178p107@hbc.example", "Hall Bay College"),
        (_LAMPS + "Yours faithfully,\nCustomer Security\nAlder Mutual", "Customer Security, Alder Mutual", "no-reply@aldermutual.example", "Alder Mutual"),
        (_LAMPS + "Amy", "Amy at Pewter Plate", "amy@mailbox.example", "Pewter Plate"),
        (_LAMPS + "amy", "amy at the plate", "stay@theplate.example", "the plate"),
        (_LAMPS + "Amy", "Amy from LampSatchel", "hello@mailbox.example", "LampSatchel"),
        (_LAMPS + "amy", "amy @ lamp n co", "amy@mailbox.example", "lamp n co"),
        (_LAMPS + "Amy Boon, Events Office", "Events Office", "events@mailbox.example", None),
        (_LAMPS + "Yours\nAmy Boon\nBoon & Partner Bistros", "Amy Boon", "amy@mailbox.example", "Boon & Partner Bistros"),
        ("姓名：靳远\n公司：恒际数据\n留言：灯坏了三盏，请换。", "网站表单", "form@mailbox.example", "恒际数据"),
        ("姓名：靳远\n公司：无\n留言：灯坏了三盏，请换。", "网站表单", "form@mailbox.example", None),
        ("您好，我是星海赛事的商务负责人靳远，想请您换灯。\n靳远", "靳远", "jin@mailbox.example", "星海赛事"),
        ("您好，我是 LampCorp 的采购经理，灯坏了三盏。\n靳远", "靳远", "jin@mailbox.example", "LampCorp"),
        ("您好，我是这里新来的采购经理，灯坏了三盏。\n靳远", "靳远", "jin@mailbox.example", None),
        ("我是「慢行灯志」的靳远，灯坏了三盏。\n靳远", "靳远", "jin@mailbox.example", "慢行灯志"),
        ("您好，我是山野茶事的市场负责人傅蓉。\n傅蓉", "傅蓉", "furong@shanyecha.example", "山野茶事"),
        (_DENG + "发件人：段思远（禾木传媒）", "段思远", "duan@mailbox.example", "禾木传媒"),
        (_DENG + "蒋拓 拓手作窑 137 0000 4826", "蒋拓", "jiang@mailbox.example", "拓手作窑"),
    ],
)  # fmt: skip
def test_the_firm_is_told_in_passing(text: str, display: str, address: str, company: str | None) -> None:
    """A sentence, a form's field, the From or a line of the signature names it, and no word else is taken for one."""
    assert _read(text, display, address)[0] == company


def test_of_a_subject_only_the_words_that_are_the_domain_are_the_firm() -> None:
    """What is told of the house stands before its name."""
    company, _, _ = _read(_LAMPS, "Reception", "desk@mossfelllodge.example", "LampDesk down at Moss Fell Lodge")
    assert company == "Moss Fell Lodge"


@pytest.mark.parametrize(
    ("text", "display", "address", "name"),
    [
        (_LAMPS, "Amy at Pewter Plate", "amy@mailbox.example", "Amy"),
        (_DENG, "市场部 陆薇", "lu@mailbox.example", "陆薇"),
        (_DENG, "应届生 尹航", "yin@mailbox.example", "尹航"),
        (_DENG, "内容合作部 Vera", "vera@mailbox.example", "Vera"),
        (_LAMPS + "amy boon", "amy", "amy.boon@mailbox.example", "amy boon"),
        (_LAMPS + "cheers amy boon", "amz", "amyboon@mailbox.example", "amy boon"),
        (_LAMPS + "amy boon rm 14", "amy", "amy.boon@mailbox.example", "amy boon"),
        (_LAMPS + "amy, the plate", "amy at the plate", "stay@theplate.example", "amy"),
        (_LAMPS + "Amy Boon (NightOwl77)", "NightOwl77", "nightowl77@mailbox.example", "Amy Boon"),
        (_LAMPS + "Amy, Web Team", "Web Team", "webteam@mailbox.example", "Amy"),
        (_LAMPS + "Regards,\nAmy Boon\nLead Researcher, Tarn Insight Panel", "Tarn Insight Panel", "panel@tarn-insight.example", "Amy Boon"),
        (_LONG + ", Amy Boon, Boon & Daughter, 0121 496 0263.", "Boon & Daughter", "trade@boonanddaughter.example", "Amy Boon"),
        (_LONG + ", and I asked for Amy Boon, but nobody came.", "Jo Marsh", "jo@mailbox.example", "Jo Marsh"),
    ],
)  # fmt: skip
def test_the_name_stands_beside_a_firm_or_a_post_or_in_small_letters(
    text: str, display: str, address: str, name: str
) -> None:
    """The From or the last line holds more than the name, or holds it without capitals."""
    assert _read(text, display, address)[1] == name


@pytest.mark.parametrize("below", ["555 0162", "Boon Lamps, 555 0162"])
def test_seven_figures_below_a_name_ring_within_a_town(below: str) -> None:
    """American sample letters and small towns have such."""
    assert _read(f"{_LAMPS}\nRegards\nAmy Boon\n{below}", "Amy Boon", "amy@mailbox.example")[2] == "555 0162"


def test_seven_figures_in_a_sentence_are_no_telephone() -> None:
    """Nothing announces them, and the line goes on."""
    assert (
        _read("The label says 555 0162 and the box is empty.\nAmy Boon", "Amy Boon", "amy@mailbox.example")[2] is None
    )
