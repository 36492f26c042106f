"""Quoting: the writer's own words, whatever mail program pasted the rest."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.message.quoting import divide

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
        "Am 23.11.26 um 09:00 schrieb Max Mustermann <max@amends.example>:\nWir haben Ihren Brief.",
        "Le lun. 23 nov. 2026 à 09:00, Desk <desk@amends.example> a écrit :\n\nNous avons votre lettre.",
        "Op 23-11-2026 9:00 schreef Desk <desk@amends.example>:\n\nWij hebben uw brief.",
        "2026-11-23 9:00 GMT+08:00 Desk <desk@amends.example>:\n\nWe have it.",
        "De : Desk [mailto:desk@amends.example]\nEnvoyé : lundi 23 novembre 2026 09:00\nÀ : Anna\nObjet : Votre lettre\n\nNous l'avons.",
        "Von: Desk <desk@amends.example>\nGesendet: Montag, 23. November 2026 09:00\nAn: Anna\nBetreff: Ihr Brief\n\nWir haben ihn.",
        "Date: Mon, 23 Nov 2026 09:00:00 +0800\nFrom: desk@amends.example\nTo: anna@b.example\nSubject: Your letter\n\nWe have it.",
        "-----Ursprüngliche Nachricht-----\nWir haben ihn.",
        "-----Message d'origine-----\nNous l'avons.",
        "---- Amends Desk wrote ----\n\nWe have it.",
        "---- 回复的原邮件 ----\n| 发件人 | desk@amends.example |\n\n已收到。",
        "发件人: Amends\n发送时间: 2026年11月23日 9:00\n收件人: 王小明\n主题: 回复\n\n已收到。",
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
    ["Von meinem iPhone gesendet", "Envoyé de mon iPhone", "来自我的华为手机", "发自我的小米手机", "Sent from my iPhone", "发自我的iPhone", "Get Outlook for iOS", "来自 Outlook", "从我的 iPhone 发送", "发自网易邮箱大师", "Sent from Mail for Windows", "發自我的 iPad", "获取 Outlook for Android"],
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
        "Shipment\nFrom: Hangzhou\nDate: 3 May 2026\nTo: London\n\nIt never arrived.",
        "We wrote twice.\n发自内心地感谢！",
        "On 3 May I wrote to your shop: nobody answered.",
        "----- wrote to you twice -----\nIt leaks.",
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
        ("see below\n\n-----Original Message-----\nFrom: Max <m@c.example>\nSent: Monday\n\nMy kettle leaks, invoice 89621.", "FW: Kettle"),
        ("Forwarded message:\n\n*From:* Max <m@c.example>\n*Date:* Monday 9:00\n\nMy kettle leaks, invoice 89621.", ""),
        ("-------- Origineel bericht --------\nOnderwerp: Kettle\nDatum: 23-11-2026 9:00\nVan: Max <m@c.example>\n\nMy kettle leaks, invoice 89621.", ""),
        ('-------- 转发邮件信息 --------\n发件人："Max"\n发送日期：2026-11-23\n收件人：me\n主题：Kettle\n\nMy kettle leaks, invoice 89621.', "Fw:Kettle"),
    ],
)  # fmt: skip
def test_a_forwarded_complaint_is_the_complaint(text: str, subject: str):
    """What somebody forwards with few words of their own is what we are to read."""
    assert "My kettle leaks, invoice 89621." in divide(text, subject=subject).own


def test_words_below_a_quoted_forward_stay():
    """What stands below a forwarded mail that is marked line by line is the sender's own again."""
    text = "Hello\n\nBegin forwarded message:\n\n> From: Max\n> Date: 1 May 2026\n>\n> It leaks.\n\nPlease hurry."
    own = divide(text, subject="Fwd: Kettle").own
    assert "\nIt leaks." in own
    assert own.endswith("Please hurry.")


def test_history_inside_a_forwarded_mail_leaves():
    """Of a forwarded thread the newest mail is read, its history is not."""
    text = "fyi\n\nBegin forwarded message:\n\nFrom: Max\nDate: today\nTo: me\n\nIt leaks.\n\nOn Mon, 23 Nov 2026 at 09:00, Shop <s@x.example> wrote:\n> Buy our kettle!\n"
    divided = divide(text)
    assert "It leaks." in divided.own
    assert "Buy our kettle!" not in divided.own
    assert "Buy our kettle!" in divided.quoted


@pytest.mark.parametrize(
    "text",
    [">" * 300_000, "On 1\n" * 80_000, "From: x\n" * 60_000, "_" * 20 + "\n" * 5 + "From: a\n" * 50_000, "- forwarded message " * 20_000, "发自" * 150_000, ("-" * 399 + "\n") * 1000, "On " + "a " * 200_000 + "wrote:", "> Begin forwarded message:\n" * 20_000, "Begin forwarded message:\n" * 20_000, "From: a@b.c 1:00\n" * 30_000, "2026-11-23 <\n" * 40_000, ("-" * 300 + " wrote\n") * 1600, "On 1 wrote " + "<" * 380],
)  # fmt: skip
def test_linear_time(text: str):
    """Hostile texts of half a megabyte are divided within two seconds (hazards H34)."""
    begin = time.process_time()
    divide(text, subject="Fwd: x")
    assert time.process_time() - begin < 2


_LINES = ["It leaks.", "水壶漏水", "", "", "> quoted", ">> twice", "On 1 May 2026 at 9:00, Desk <desk@amends.example> wrote:", "-----Original Message-----", "Begin forwarded message:", "From: Max <m@c.example>", "Date: 1 May 2026 9:00", "发件人：王小明", "发送时间：2026年5月1日 9:00", "主题：水壶", "____________", "Sent from my iPhone", "-- ", "------------------ 原始邮件 ------------------", "Anna"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=30)), max_size=25), st.sampled_from(["", "Fwd: x"]))
def test_no_word_is_lost_and_no_letter_emptied(lines: list[str], subject: str):
    """Of any text every word is the writer's or history, each once, and the writer is left with some."""
    text = "\n".join(lines)
    divided = divide(text, subject=subject)
    assert Counter(re.findall(r"\w+", f"{divided.own} {divided.quoted}")) == Counter(re.findall(r"\w+", text))
    assert bool(re.search(r"\w", divided.own)) == bool(re.search(r"\w", text))
