"""Origin: only a person is ever answered."""

from __future__ import annotations

import pytest

from parsers.letter import Address, Origin
from parsers.message.headers import valid_address
from parsers.message.origin import Origins, origin_of

OWN = frozenset({"desk@amends.example"})


def _origin(
    *,
    sender: str = "anna@customer.example",
    name: str = "",
    subject: str = "My kettle leaks",
    text: str = "It leaks.",
    report: str = "",
    **fields: str,
) -> Origins:
    headers = {name.replace("_", "-"): [value] for name, value in fields.items()}
    assert valid_address(sender)
    return origin_of(headers, sender=Address(sender, name), subject=subject, text=text, report=report, own=OWN)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"auto_submitted": "no"},
        {"precedence": "normal"},
        {"return_path": "<anna@customer.example>"},
        {"x_auto_response_suppress": "All"},
        {"subject": "Re: your automatic reply was useless"},
        {"subject": "投诉：自动回复没有用"},
        {"subject": "Undelivered parcel, invoice 89621"},
        {"subject": "Delivery failed: where is my parcel?"},
        {"x_amends_notice": "acknowledgement"},
        {"sender": "noreen@customer.example"},
        {"sender": "rooth@customer.example"},
        {"x_autoreply": "no"},
        {"subject": "AUTO: the gearbox of my car"},
        {"subject": "Mail Error 500 on your website", "text": "Your website says so."},
        {"subject": "Out of office chairs arrived broken"},
        {"subject": "Automatic reply machine is defective"},
        {"subject": "Auto response unit does not respond"},
        {"subject": "Auto: gearbox returning to neutral"},
        {"subject": "自动回复机坏了"},
        {"subject": "自动回复功能失灵", "text": "请尽快回复我。"},
        {"subject": "休假酒店投诉"},
        {"subject": "Abwesend bei Lieferung"},
        {"subject": "Re: Out of office: your letter", "text": "You said that you would be back on Monday."},
        {"subject": "On vacation your suitcase broke", "text": "The handle came off."},
        {"subject": "Kettle leaks", "text": "I am away on holiday and will be back on Monday. The kettle leaks."},
        {"subject": "Read: my complaint", "text": "Your message was no answer. Read mine."},
        {"subject": "Recall: your heater caught fire", "text": "Please recall it."},
        {"subject": "Report domain fraud"},
        {"subject": "Cannot log in", "text": "Your site asks me to prove that I am not a robot. Where is my order?"},
        {
            "subject": "Cannot log in",
            "text": "Your site keeps asking me to verify that you are a human, and then says error.",
        },
        {
            "subject": "Login",
            "text": "My account is protected by your two-step code, but the confirm button does nothing.",
        },
        {
            "subject": "Recall: brake pads",
            "text": "I would like to recall the message I left: are my brake pads recalled?",
        },
        {"subject": "On vacation and your hotel is dirty", "text": "I am on vacation in room 12, and it is filthy."},
        {"subject": "休假期间收到坏货", "text": "我正在休假，收到的电饭煲已经坏了，要求退款。"},
        {"subject": "出差住店投诉", "text": "我出差住你们酒店，不在房间时东西被扔了，要求赔偿。"},
        {
            "subject": "Automatic reply, no answer",
            "text": "I keep getting 'Thank you for contacting us, we will respond'.",
        },
        {"text": "This is an automatic reply that I had from you, and no answer."},
        {"text": 'Your answer says: "This is an automated message." My kettle leaks.'},
        {"text": "你们只会发“此邮件由系统自动发送，请勿回复”。水壶漏水。"},
        {"sender": "nobody.knows@customer.example"},
        {"sender": "robot-fan@customer.example"},
        {"sender": "robot1987@customer.example"},
        {"sender": "nobody2024@customer.example"},
        {"subject": "Out of office", "text": "The manager is out of the office whenever I call. The sofa is broken."},
        {"subject": "自动回复", "text": "你们客服只会自动回复，我要人工处理！电饭煲不热。"},
        {"subject": "I am on leave", "text": "I am on leave this week, so the faulty washer can be collected any day."},
        {"subject": "休假中", "text": "我正在休假中，包裹被快递员扔在门口，丢了谁负责？"},
        {"sender": "bounce-house@customer.example"},
        {"sender": "autorepair@customer.example"},
        {"sender": "norbert.reply@customer.example"},
        {"sender": "it@customer.example", "name": "System Administrator"},
        {"sender": "it@customer.example", "name": "系统管理员", "text": "我们公司的邮件无法送达，电池鼓包。"},
        {"sender": "office@hill.example", "name": "Mail Delivery Service Hill Ltd"},
    ],
)
def test_persons(fields: dict[str, str]):
    """None of these makes a complaining customer a machine."""
    assert _origin(**fields).origin is Origin.PERSON


@pytest.mark.parametrize(
    "origin, fields",
    [
        (Origin.OWN, {"sender": "desk@amends.example"}),
        (Origin.OWN, {"sender": "Desk+c42@Amends.example"}),
        (Origin.OWN, {"x_amends_notice": "reminder", "auto_submitted": "auto-generated"}),
        (Origin.OWN, {"sender": "desk@amends.example", "report": "delivery-status"}),
        (Origin.BOUNCE, {"report": "delivery-status"}),
        (Origin.BOUNCE, {"return_path": "<>", "sender": "MAILER-DAEMON@mx.example", "auto_submitted": "auto-replied"}),
        (Origin.BOUNCE, {"sender": "postmaster@qq.example", "subject": "系统退信/Systems bounce"}),
        (Origin.BOUNCE, {"return_path": "<>", "subject": "Undelivered Mail Returned to Sender"}),
        (Origin.BOUNCE, {"sender": "mailer-daemon@mx.example", "subject": "Your letter", "list_id": "<x.example>"}),
        (Origin.BOUNCE, {"name": "Mail Delivery Subsystem", "subject": "Notice"}),
        (Origin.BOUNCE, {"sender": "postmaster@mx.example", "text": "Your message could not be delivered."}),
        (Origin.AUTO_REPLY, {"sender": "postmaster@mx.example", "subject": "Maintenance on Sunday"}),
        (Origin.AUTO_REPLY, {"sender": "mailer-daemon@mx.example", "subject": "自动回复：我在休假"}),
        (Origin.AUTO_REPLY, {"subject": "AUTO: Anna Smith is out of the office (returning 01/12/2026)"}),
        (Origin.AUTO_REPLY, {"report": "feedback-report"}),
        (Origin.AUTO_REPLY, {"auto_submitted": "auto-replied"}),
        (Origin.AUTO_REPLY, {"auto_submitted": "auto-generated (vacation)"}),
        (Origin.AUTO_REPLY, {"x_autoreply": "yes"}),
        (Origin.AUTO_REPLY, {"x_autorespond": "x"}),
        (Origin.AUTO_REPLY, {"precedence": "auto_reply"}),
        (Origin.AUTO_REPLY, {"precedence": "junk"}),
        (Origin.AUTO_REPLY, {"subject": "Automatic reply: Your letter"}),
        (Origin.AUTO_REPLY, {"subject": "Out of Office: Your letter"}),
        (Origin.AUTO_REPLY, {"subject": "自动回复：您的来信"}),
        (Origin.AUTO_REPLY, {"subject": "自動回覆: 您的來信"}),
        (Origin.AUTO_REPLY, {"subject": "Abwesenheitsnotiz: Ihr Brief"}),
        (Origin.AUTO_REPLY, {"subject": "Réponse automatique : Votre lettre"}),
        (Origin.AUTO_REPLY, {"subject": "Re: your letter (automatic reply)", "x_auto_response_suppress": "All"}),
        (Origin.AUTO_REPLY, {"subject": "Out of office until 3 December"}),
        (Origin.AUTO_REPLY, {"subject": "Out of Office Message: Your letter"}),
        (Origin.AUTO_REPLY, {"subject": "OOO Re: Your letter"}),
        (Origin.AUTO_REPLY, {"subject": "[Shop #12] AutoReply: Your letter"}),
        (Origin.AUTO_REPLY, {"subject": "自動答覆：您的來信"}),
        (Origin.AUTO_REPLY, {"subject": "【自动回复】您的来信"}),
        (Origin.AUTO_REPLY, {"subject": "自動応答: お手紙"}),
        (Origin.AUTO_REPLY, {"subject": "Odpowiedź automatyczna: list"}),
        (Origin.AUTO_REPLY, {"subject": "Automatisk svar: brev"}),
        (Origin.AUTO_REPLY, {"subject": "Otomatik yanıt: mektup"}),
        (Origin.AUTO_REPLY, {"subject": "Fuera de oficina: Su carta"}),
        (Origin.AUTO_REPLY, {"subject": "On annual leave", "text": "I am away until Monday with limited access to email."}),
        (Origin.AUTO_REPLY, {"subject": "Re: Your letter - on vacation", "text": "I'm on vacation until 3 May."}),
        (Origin.AUTO_REPLY, {"subject": "我在休假", "text": "您好，我正在休假，回来后会尽快回复您。"}),
        (Origin.AUTO_REPLY, {"subject": "Ich bin im Urlaub", "text": "Ich bin bis Montag nicht erreichbar."}),
        (Origin.AUTO_REPLY, {"subject": "Read: Your letter", "text": "Your message\n\n To: Anna\n Subject: Your letter\n\nwas read on Monday."}),
        (Origin.AUTO_REPLY, {"subject": "已读：您的来信", "text": "您的邮件：\n\n主题：您的来信\n\n已于 2026-11-23 阅读。"}),
        (Origin.AUTO_REPLY, {"subject": "Recall: complaint", "text": 'Hill, Tom would like to recall the message, "complaint".'}),
        (Origin.AUTO_REPLY, {"subject": "撤回: 投诉", "text": "张伟 将撤回邮件“投诉”。"}),
        (Origin.AUTO_REPLY, {"subject": "Report Domain: amends.example; Submitter: b.example; Report-ID: 1"}),
        (Origin.AUTO_REPLY, {"subject": "Re: Your letter", "text": "Just this once, click the link below so that I can receive your emails."}),
        (Origin.AUTO_REPLY, {"text": "This account is protected by a filter. Please click to have your address added to the recipient's allowed list."}),
        (Origin.AUTO_REPLY, {"text": "Hello,\n\nthis is an automated message. We have your email. Please do not reply."}),
        (Origin.AUTO_REPLY, {"subject": "Re: 您的来信", "text": "这是来自QQ邮箱的假期自动回复邮件。\n\n您好，我最近正在休假中。"}),
        (Origin.AUTO_REPLY, {"auto_submitted": "(vacation) auto-replied"}),
        (Origin.AUTO_REPLY, {"delivered_to": "Autoresponder"}),
        (Origin.AUTO_REPLY, {"x_post_messageclass": "9; Autoresponder"}),
        (Origin.AUTO_REPLY, {"precedence": "autoreply"}),
        (Origin.AUTO_REPLY, {"sender": "do_not_reply@shop.example"}),
        (Origin.AUTO_REPLY, {"sender": "orders-noreply@shop.example"}),
        (Origin.AUTO_REPLY, {"sender": "ne-pas-repondre@shop.example"}),
        (Origin.AUTO_REPLY, {"sender": "bounce-123-desk=amends.example@shop.example"}),
        (Origin.AUTO_REPLY, {"return_path": "<>"}),
        (Origin.AUTO_REPLY, {"sender": "no-reply@shop.example"}),
        (Origin.AUTO_REPLY, {"sender": "donotreply@shop.example"}),
        (Origin.AUTO_REPLY, {"report": "disposition-notification"}),
        (Origin.LIST, {"list_id": "<news.shop.example>"}),
        (Origin.LIST, {"list_unsubscribe": "<mailto:x@shop.example>"}),
        (Origin.LIST, {"precedence": "bulk"}),
        (Origin.LIST, {"precedence": "list"}),
    ],
)  # fmt: skip
def test_marks(origin: Origin, fields: dict[str, str]):
    """Each mark of RFC 3834 and of the common programs is known, in its order, and named (hazards H24)."""
    found = _origin(**fields)
    assert found.origin is origin
    assert found.reason


def test_hops():
    """More than fifty Received fields are a loop (hazards H26)."""
    headers = {"received": ["…"] * 51}
    assert origin_of(headers, sender=Address("a@b.example"), subject="", own=OWN).origin is Origin.AUTO_REPLY


def test_asking_for_silence_makes_no_machine():
    """X-Auto-Response-Suppress asks for silence and is only that (hazards H25)."""
    assert _origin(x_auto_response_suppress="DR, OOF, AutoReply").suppress_reply
    assert not _origin(x_auto_response_suppress="None").suppress_reply
    assert not _origin().suppress_reply
