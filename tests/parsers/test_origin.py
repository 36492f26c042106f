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
        (Origin.AUTO_REPLY, {"return_path": "<>"}),
        (Origin.AUTO_REPLY, {"sender": "no-reply@shop.example"}),
        (Origin.AUTO_REPLY, {"sender": "donotreply@shop.example"}),
        (Origin.AUTO_REPLY, {"report": "disposition-notification"}),
        (Origin.LIST, {"list_id": "<news.shop.example>"}),
        (Origin.LIST, {"list_unsubscribe": "<mailto:x@shop.example>"}),
        (Origin.LIST, {"precedence": "bulk"}),
        (Origin.LIST, {"precedence": "list"}),
    ],
)
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
