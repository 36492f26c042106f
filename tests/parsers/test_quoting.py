"""Quoting: the writer's own words, whatever mail program pasted the rest."""

from __future__ import annotations

import time

import pytest

from parsers.quoting import divide

OWN = "My kettle still leaks.\nPlease replace it.\n\nAnna Smith"
OWN_ZH = "水壶还是漏水，请退款。\n\n王小明\n13800138000"


@pytest.mark.parametrize(
    "history",
    [
        "On Mon, Nov 23, 2026 at 9:00 AM Amends Desk <desk@amends.example> wrote:\n\n> We have your letter.\n> Regards",
        "On Mon, Nov 23, 2026 at 9:00 AM Amends Desk\n<desk+c1@amends.example> wrote:\n\n> We have your letter.",
        "On Mon, Nov 23, 2026 at 9:00 AM Amends Desk <desk@amends.example> wrote:\n\nWe have your letter.\nRegards",
        "> On 23 Nov 2026, at 09:00, Desk <desk@amends.example> wrote:\n>\n> We have your letter.",
        "On 23/11/2026 09:00, Desk wrote:\n> We have your letter.",
        "-----Original Message-----\nFrom: Desk <desk@amends.example>\nSent: Monday\nTo: Anna\nSubject: Your letter\n\nWe have it.",
        "________________________________\nFrom: Desk <desk@amends.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Anna <a@b.example>\nSubject: Your letter\n\nWe have it.",
        "From: Desk <desk@amends.example>\nDate: Monday, 23 November 2026 at 09:00\nTo: Anna <a@b.example>\nSubject: Your letter\n\nWe have it.",
        "*From:* Desk <desk@amends.example>\n*Sent:* Monday\n*To:* Anna\n*Subject:* Your letter\n\nWe have it.",
        "2026年11月23日 上午9:00，Amends Desk <desk@amends.example> 写道：\n\n> 已收到。",
        "Amends Desk <desk@amends.example> 于2026年11月23日周一 09:00写道：\n\n> 已收到。",
        '------------------ 原始邮件 ------------------\n发件人: "desk" <desk@amends.example>;\n发送时间: 2026年11月23日(星期一) 上午9:00\n收件人: "王"<w@qq.example>;\n主题: 回复\n\n已收到。',
        "------------------&nbsp;原始邮件&nbsp;------------------\n已收到。".replace("&nbsp;", " "),
        "发件人： desk@amends.example\n发送时间： 2026-11-23 09:00\n收件人： w@163.example\n主题： 回复\n\n已收到。",
        '在 2026-11-23 09:00:00，"Amends" <desk@amends.example> 写道：\n\n已收到，谢谢。',
        'At 2026-11-23 09:00:00, "Amends" <desk@amends.example> wrote:\n\nWe have it.',
        "在 2026年11月23日，上午9:00，Amends <desk@amends.example> 写道：\n\n> 已收到。",
        '在 2026-11-23 09:00:00，"Amends"\n<desk@amends.example> 写道：\n已收到。',
        "寄件者: Desk <desk@amends.example>\n寄件日期: 2026年11月23日\n收件者: Anna\n主旨: 回覆\n\n已收到。",
        "-------- 原邮件 --------\n发件人：Amends\n\n已收到",
        "Am 23.11.26 um 09:00 schrieb Desk:\n> Wir haben Ihren Brief.",
        "> We have your letter.\n> Regards",
    ],
)
@pytest.mark.parametrize("own", [OWN, OWN_ZH])
def test_history_leaves(own: str, history: str):
    """Below the writer's words, every program's pasted history goes, the signature stays, and nothing is lost."""
    divided = divide(f"{own}\n\n{history}\n")
    assert divided.own == own
    assert divided.quoted.split() == history.split()


@pytest.mark.parametrize(
    "line",
    ["Sent from my iPhone", "发自我的iPhone", "Get Outlook for iOS", "从我的 iPhone 发送", "发自网易邮箱大师", "Sent from Mail for Windows", "發自我的 iPad", "获取 Outlook for Android"],
)  # fmt: skip
def test_phone_lines_leave(line: str):
    """What a phone adds is not the writer's."""
    assert divide(f"It leaks.\n\n{line}").own == "It leaks."


def test_answers_between_quotes_stay():
    """Answers between quoted questions are the writer's words, in order."""
    text = "Hello,\n\nOn Mon, 23 Nov 2026 09:00, Desk wrote:\n> What is the invoice number?\n89621\n> Since when?\nSince Sunday.\n"
    assert divide(text).own.split("\n") == ["Hello,", "", "89621", "Since Sunday."]


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I wrote:\nthe kettle leaks.\nNobody answered.",
        "From: the first day it leaked.\nTo: this day nobody came.",
        "I ordered 3 > 2 kettles.\n-- \nAnna",
        "在这里我写了三次信，没有回复。\n请处理：\n退款。",
        "问题：\n1. 漏水\n2. 异响",
        "The original message I sent you was ignored.",
        "发自内心地感谢贵公司一直以来对我们的支持，但是这次的水壶质量实在太差，我们非常失望，请尽快处理并给出书面答复，谢谢合作。",
    ],
)
def test_traps(text: str):
    """Sentences that look like quotation marks of programs stay."""
    assert divide(text).own == text


@pytest.mark.parametrize(
    "text", ["> all of it is quoted", "Sent from my iPhone", "-----Original Message-----\nFrom: x\n", "发自我的iPhone"]
)
def test_never_empty(text: str):
    """A letter that was not empty keeps its words, even if all of them look quoted."""
    assert divide(text).own == text.strip("\n")


@pytest.mark.parametrize(
    "text, subject",
    [
        ("FYI, please handle.\n\n---------- Forwarded message ---------\nFrom: Max <m@c.example>\nDate: Mon, Nov 23, 2026\nSubject: Kettle\nTo: <sales@x.example>\n\nMy kettle leaks, invoice 89621.\n", "Fwd: Kettle"),
        ("Begin forwarded message:\n\n> From: Max <m@c.example>\n> Subject: Kettle\n> Date: 23 November 2026\n> To: sales@x.example\n>\n> My kettle leaks, invoice 89621.\n", "Fwd: Kettle"),
        ("> Begin forwarded message:\n>\n> From: Max <m@c.example>\n> Date: today\n> To: me\n>\n> My kettle leaks, invoice 89621.", "Fwd: Kettle"),
        ("请处理\n\n---------- 转发的邮件 ---------\n发件人： Max\n发送时间： 今天\n收件人： me\n主题： Kettle\n\nMy kettle leaks, invoice 89621.", "转发：Kettle"),
        ("see below\n\n________________________________\nFrom: Max <m@c.example>\nSent: Monday\nTo: me\nSubject: Kettle\n\nMy kettle leaks, invoice 89621.", "FW: Kettle"),
        ('-------- 转发邮件信息 --------\n发件人："Max"\n发送日期：2026-11-23\n收件人：me\n主题：Kettle\n\nMy kettle leaks, invoice 89621.', "Fw:Kettle"),
    ],
)  # fmt: skip
def test_a_forwarded_complaint_is_the_complaint(text: str, subject: str):
    """What somebody forwards with few words of their own is what we are to read."""
    assert "My kettle leaks, invoice 89621." in divide(text, subject=subject).own


def test_history_inside_a_forwarded_mail_leaves():
    """Of a forwarded thread the newest mail is read, its history is not."""
    text = "fyi\n\nBegin forwarded message:\n\nFrom: Max\nDate: today\nTo: me\n\nIt leaks.\n\nOn Mon, 23 Nov 2026 at 09:00, Shop <s@x.example> wrote:\n> Buy our kettle!\n"
    divided = divide(text)
    assert "It leaks." in divided.own
    assert "Buy our kettle!" not in divided.own
    assert "Buy our kettle!" in divided.quoted


@pytest.mark.parametrize(
    "text",
    [">" * 300_000, "On 1\n" * 80_000, "From: x\n" * 60_000, "_" * 20 + "\n" * 5 + "From: a\n" * 50_000, "- forwarded message " * 20_000, "发自" * 150_000, ("-" * 399 + "\n") * 1000, "On " + "a " * 200_000 + "wrote:", "> Begin forwarded message:\n" * 20_000, "Begin forwarded message:\n" * 20_000],
)  # fmt: skip
def test_linear_time(text: str):
    """Hostile texts of half a megabyte are divided within a second (hazards H34)."""
    begin = time.process_time()
    divide(text, subject="Fwd: x")
    assert time.process_time() - begin < 1
