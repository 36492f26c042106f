"""How urgent, what is threatened, what has happened: and what only might happen, or did not."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Facts, Flag, Urgency


def facts(text: str, subject: str = "") -> Facts:
    """The facts of a letter without known sender."""
    return read_facts(subject=subject, text=text, language="en", sender=None, attachments=(), date=None)


def flags(text: str) -> set[Flag]:
    """The circumstances told of."""
    return {flag.value for flag in facts(text).flags}


@pytest.mark.parametrize(
    "text, urgency",
    [
        ("The press you sold us has failed and the whole line is standing still.", Urgency.CRITICAL),
        ("The stool collapsed and my husband broke his wrist.", Urgency.CRITICAL),
        ("The charger caught fire on the kitchen table.", Urgency.CRITICAL),
        ("The lamp is faulty. We need the replacement by Friday.", Urgency.HIGH),
        ("The plug sparks; it could catch fire. Please take it back.", Urgency.HIGH),
        ("The toaster is broken. If I hear nothing I shall see my solicitor.", Urgency.HIGH),
        ("The handle is loose. No hurry, whenever you have time.", Urgency.LOW),
        ("The lamp is broken, please replace it.", Urgency.NORMAL),
        ("设备坏了，整条线停到现在，工人都在干等。", Urgency.CRITICAL),
        ("椅子塌了，我母亲摔伤了腿，送去医院。", Urgency.CRITICAL),
        ("灯坏了，请周五之前换好。", Urgency.HIGH),
        ("把手松了，不急，有空再说。", Urgency.LOW),
        ("台灯坏了，请换一个。", Urgency.NORMAL),
    ],
)
def test_the_urgency_of_a_complaint(text: str, urgency: Urgency):
    """Critical is what has happened; high what is asked for soon or feared; low what may wait."""
    assert facts(text).urgency.value is urgency


@pytest.mark.parametrize(
    "text",
    [
        "The heater got hot and smelt, but nobody was hurt and nothing caught fire.",
        "The belt is torn. Luckily the line did not stop.",
        "The belt is torn; the line will stop unless we get a new one.",
        "插座冒烟，幸好没着火，也没有人受伤。",
        "皮带裂了，万一停线就麻烦了。",
    ],
)
def test_what_did_not_happen_is_no_circumstance(text: str):
    """Denials and suppositions flag neither injury nor fire nor a stopped line."""
    assert not flags(text) & {Flag.INJURY, Flag.FIRE, Flag.LINE_STOPPED}
    assert facts(text).urgency.value is not Urgency.CRITICAL


@pytest.mark.parametrize(
    "text, flag",
    [
        ("If I get no answer I will post the whole story on Facebook.", Flag.PUBLIC_THREAT),
        ("I have reported you to Trading Standards.", Flag.PUBLIC_CHANNEL),
        ("We lodged a complaint with the consumer council last week.", Flag.PUBLIC_CHANNEL),
        ("再不处理我就发到网上曝光。", Flag.PUBLIC_THREAT),
        ("我昨天已经向12315投诉了。", Flag.PUBLIC_CHANNEL),
        ("Please disregard our complaint, the matter is settled.", Flag.WITHDRAWN),
        ("投诉请撤掉吧，问题已经解决了。", Flag.WITHDRAWN),
    ],
)
def test_to_threaten_is_not_to_have_done(text: str, flag: Flag):
    """Going public, gone public and withdrawn are told apart."""
    assert flags(text) & {Flag.PUBLIC_THREAT, Flag.PUBLIC_CHANNEL, Flag.WITHDRAWN} == {flag}


@pytest.mark.parametrize(
    "text",
    [
        "This is my third letter about the pump.",
        "The fault was reported to you on Monday.",
        "I rang twice and was promised a call back.",
        "Six calls and no heating.",
        "Your letter of 4 May rejects my claim for the broken window. I do not accept that.",
        "You rejected my claim in May for the leaking roof, and you were wrong.",
        "上周就跟你们反映过一次，没有下文。",
        "邮件写了三封，没人回。",
        "My claim for the broken kettle has not been settled despite several follow-ups.",
        "The oven is broken. I have spent six hours on the phone with your support.",
        "The boiler leaks. Your technician came on 9 April, looked and left.",
        "锅炉漏水。贵公司的技术员来过一次，看了一眼就走了。",
    ],
)
def test_earlier_contact_is_noticed(text: str):
    """A letter, a call, a report, a form: said in any way."""
    assert facts(text).prior_contact.value


@pytest.mark.parametrize(
    "text",
    [
        "The app crashes. I have tried reinstalling it three times.",
        "The invoice is wrong, and our accountants have chased me for it twice.",
        "The oven is broken. This is the first time I write to you.",
        "发票至今没收到，财务已经催我第三次了。",
        "锅漏水，我是第一次联系你们。",
    ],
)
def test_what_only_looks_like_earlier_contact(text: str):
    """Attempts to mend it, other people's reminders, a first letter."""
    assert not facts(text).prior_contact.value


def test_an_answer_to_our_mail_needs_to_say_less_of_it():
    """What would be too little in a first letter is enough below "Re:"."""
    text = "18 jars came broken. No, we do not want the voucher you offered."
    assert facts(text, subject="Re: Your offer of Monday").prior_contact.value
    assert not facts(text, subject="Hand cream, 18 jars").prior_contact.value


def test_so_many_days_to_do_it_in_are_pressing():
    """A term is set in days as well as by a date."""
    text = "The oven arrived with a cracked door. You have five days to send another."
    assert facts(text).urgency.value is Urgency.HIGH


@pytest.mark.parametrize(
    "text, flag",
    [
        ("We had to stop the assembly line.", Flag.LINE_STOPPED),
        ("All 200 units show the same crack.", Flag.BATCH),
        ("The cable is not RoHS compliant.", Flag.ROHS),
        ("材料RoHS检测不合格。", Flag.ROHS),
        ("It fails the REACH requirements.", Flag.REACH),
        ("The local paper has already reported on it.", Flag.PUBLIC_CHANNEL),
        ("这件事已经上了微博热搜。", Flag.PUBLIC_CHANNEL),
        ("等着上315晚会吧。", Flag.PUBLIC_THREAT),
        ("充电宝在包里爆了。", Flag.FIRE),
        ("My hand was hurt by the blade.", Flag.INJURY),
    ],
)
def test_a_circumstance_is_told_in_many_ways(text: str, flag: Flag):
    """Each alone, and nothing else."""
    assert flags(text) == {flag}


@pytest.mark.parametrize(
    "text",
    [
        "My phone line was down all day and your router is faulty.",
        "Please send the RoHS certificate; the reel was damaged.",
        "请提供RoHS报告，另外外箱破了。",
        "We do not need a REACH certificate, we need screws that fit.",
        "I saw your post on Facebook and bought the lamp; it is broken.",
        "If you refund me I will withdraw my complaint.",
        "退款后我就撤销投诉。",
        "不退款绝不撤诉。",
        "This adds insult to injury and does injury to our reputation.",
        "我对你们的态度很受伤，烫伤膏也漏了。",
        "燃气灶打不着火。",
        "家里水管爆了。",
        "我们下的是小批量订单，少了一个。",
    ],
)
def test_what_only_sounds_like_a_circumstance_is_none(text: str):
    """Papers asked for, terms, telephone lines, hurt feelings and hobs that will not light."""
    assert not flags(text)
