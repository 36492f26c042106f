"""One full and one nearly empty context for every notice: what `check` renders, and what a preview shows.

The cast is the one of the project's stories. Nothing here is ever sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote
from zoneinfo import ZoneInfo

from templates.contexts import (
    Acknowledgement,
    Added,
    Alarm,
    Button,
    Context,
    Desk,
    Enquiry,
    Escalation,
    FactLine,
    Handover,
    Item,
    Kind,
    Missing,
    Original,
    Promise,
    Receipt,
    Received,
    Reminder,
    Review,
    Told,
    Triage,
    Update,
    Words,
)

_ZONE = ZoneInfo("Asia/Shanghai")
_DESK = Desk(name="Nordlicht Appliances Complaint Desk", address="complaints@nordlicht.example")
_CASE = "A-2026-0042"
_RECEIVED = datetime(2026, 11, 23, 9, 12, tzinfo=_ZONE)
_SIGNING = Promise(clock="signing", due=datetime(2026, 11, 23, 13, 12, tzinfo=_ZONE))
_ANSWER = Promise(clock="answer", due=datetime(2026, 11, 30, 18, 0, tzinfo=_ZONE))
_NOTE = "We have asked the warehouse for the delivery papers.\nMore tomorrow."


def _button(command: str, choice: str = "") -> Button:
    body = quote(f"{choice or command}\n")
    return Button(
        command=command, href=f"mailto:complaints@nordlicht.example?subject=Re%3A%20{_CASE}&body={body}", choice=choice
    )


_ACCEPT = (_button("ACCEPT"),)
_CHOICES = (_button("Service Department 服务部", "1"), _button("Quality 质量部", "2"), _button("Sales 销售部", "3"))

_LETTER = Words(
    sender="Anna Berg <anna.berg@coldhouse.example>",
    subject="Cooling machines from invoice 89621 do not cool",
    received=_RECEIVED,
    text=(
        "Dear Mr. Wise,\n\n"
        "We received 18 cooling machines from you (see Invoice 89621), but nine of them are not performing according to their "
        "specifications. I called you one week ago and was told that you had run out of sockets.\n\n"
        "We urgently require a replacement. If we do not hear from you, you will be held responsible for any damage.\n\n"
        "Anna Berg\nColdhouse Ltd."
    ),
    attachments=("socket-1.jpg", "delivery note.pdf"),
)
_BARE_LETTER = Words(sender="li.wei@kehu.example", subject="", received=_RECEIVED, text="")

_CHINESE_LETTER = Words(
    sender="李伟 <li.wei@kehu.example>",
    subject="发票89621冷柜质量问题",
    received=_RECEIVED,
    text="您好！\n\n上月订购的18台冷柜（发票号89621）已收到，其中9台不制冷。此前电话联系过一次，至今没有答复。\n\n请立即换货，并说明原因。\n\n李伟\n科虎贸易有限公司",
    attachments=("冷柜照片.jpg",),
)
_CHINESE_FACTS = (
    FactLine(label="invoices", value="89621", words="发票号89621"),
    FactLine(label="products", value="冷柜 × 18", words="18台冷柜"),
    FactLine(label="defect", value="不制冷", words="其中9台不制冷"),
    FactLine(label="urgency", value="high", words="立即"),
    FactLine(label="remedies", value="replacement", words="换货"),
)

_BOUNCE = Words(
    sender="Mail Delivery System <mailer-daemon@nordlicht.example>",
    subject="Undelivered Mail Returned to Sender",
    received=_RECEIVED,
    text="550 5.1.1 <anna.berg@coldhouse.example>: Recipient address rejected: user unknown",
)

_FACTS = (
    FactLine(label="invoices", value="89621", words="see Invoice 89621"),
    FactLine(label="products", value="cooling machines × 18", words="18 cooling machines"),
    FactLine(
        label="defect",
        value="not performing according to their specifications",
        words="not performing according to their specifications",
    ),
    FactLine(label="urgency", value="high", words="urgently require"),
    FactLine(label="remedies", value="replacement", words="a replacement"),
    FactLine(label="prior_contact", value="", words="I called you one week ago"),
)


def _customer() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.ACKNOWLEDGEMENT: (
            Acknowledgement(
                desk=_DESK,
                case=_CASE,
                invoices=("89621",),
                orders=("PO-7714/3",),
                other_refs=("SN 55120-A",),
                items=(Item(name="cooling machines", quantity=18), Item(name="sockets", quantity=None)),
                missing=(Missing.PICTURES, Missing.PHONE),
                promised=_ANSWER.due,
                urgent=True,
                last_today=True,
            ),
            Acknowledgement(
                desk=_DESK,
                case=_CASE,
                invoices=(),
                orders=(),
                other_refs=(),
                items=(),
                missing=(),
                promised=_ANSWER.due,
                urgent=False,
                last_today=False,
            ),
            Acknowledgement(
                desk=_DESK,
                case=_CASE,
                invoices=(),
                orders=(),
                other_refs=(),
                items=(),
                missing=tuple(Missing),
                promised=_ANSWER.due,
                urgent=False,
                last_today=False,
            ),
        ),
        Kind.ADDED: (
            Added(desk=_DESK, case=_CASE, promised=_ANSWER.due),
            Added(desk=_DESK, case=_CASE, promised=None),
        ),
        Kind.RECEIVED: (Received(desk=_DESK),),
    }


def _department() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.HANDOVER: (
            Handover(
                desk=_DESK,
                case=_CASE,
                department="Service Department 服务部",
                level_en="high",
                level_zh="紧急",
                why=(
                    "Faults of delivered machines belong to the service department.",
                    "Urgent words raise the level to high.",
                ),
                letter=_LETTER,
                facts=_FACTS,
                promises=(_SIGNING, _ANSWER),
                related=("A-2026-0017",),
                original=Original.ATTACHED,
                buttons=_ACCEPT,
            ),
            Handover(
                desk=Desk(name="北光电器投诉中心", address="complaints@nordlicht.example"),
                case=_CASE,
                department="服务部",
                level_en="high",
                level_zh="紧急",
                why=("已交付产品的故障由服务部负责。", "来信要求立即处理，级别定为紧急。"),
                letter=_CHINESE_LETTER,
                facts=_CHINESE_FACTS,
                promises=(_SIGNING, _ANSWER),
                related=(),
                original=Original.ATTACHED,
                buttons=_ACCEPT,
            ),
            Handover(
                desk=_DESK,
                case=_CASE,
                department="Service",
                level_en="normal",
                level_zh="一般",
                why=(),
                letter=_BARE_LETTER,
                facts=(),
                promises=(),
                related=(),
                original=Original.DANGEROUS,
                buttons=(),
            ),
        ),
        Kind.UPDATE: (
            Update(
                desk=_DESK,
                case=_CASE,
                letter=_LETTER,
                joined_because="the same customer wrote about the same invoice, 89621",
                unreachable="",
                original=Original.ATTACHED,
                buttons=_ACCEPT,
            ),
            Update(
                desk=_DESK,
                case=_CASE,
                letter=_BOUNCE,
                joined_because="",
                unreachable="anna.berg@coldhouse.example",
                original=None,
                buttons=(),
            ),
            Update(
                desk=_DESK,
                case=_CASE,
                letter=_BARE_LETTER,
                joined_because="",
                unreachable="",
                original=Original.TOO_LARGE,
                buttons=(),
            ),
        ),
        Kind.REMINDER: tuple(
            _reminder(promise, missed=missed) for promise in (_SIGNING, _ANSWER) for missed in (False, True)
        ),
        Kind.ENQUIRY: (
            Enquiry(desk=_DESK, letter=_LETTER, original=Original.ATTACHED),
            Enquiry(desk=_DESK, letter=_BARE_LETTER, original=Original.TOO_LARGE),
        ),
        Kind.RECEIPT: tuple(
            Receipt(
                desk=_DESK, case=case, told=told, command=command, detail=detail, promises=promises, buttons=buttons
            )
            for case, told, command, detail, promises, buttons in (
                (_CASE, Told.ACCEPTED, "ACCEPT", "", (_ANSWER,), ()),
                (_CASE, Told.ALREADY_ACCEPTED, "ACCEPT", "", (), ()),
                (_CASE, Told.NOTED, "", _NOTE, (_SIGNING,), _ACCEPT),
                (_CASE, Told.NOTED, "RESOLVE", _NOTE, (), ()),
                (_CASE, Told.NOTED, "NOTE", _NOTE, (), ()),
                (_CASE, Told.NOTED, "", "", (), ()),
                (_CASE, Told.ROUTED, "1", "Service Department 服务部", (), ()),
                (_CASE, Told.REFUSED, "ACCEPT", "no_token", (), _ACCEPT),
                ("", Told.REFUSED, "", "no_choice", (), ()),
            )
        ),
    }


def _reminder(promise: Promise, *, missed: bool) -> Reminder:
    return Reminder(
        desk=_DESK,
        case=_CASE,
        department="Service Department 服务部",
        clock=promise.clock,
        due=promise.due,
        missed=missed,
        customer=_LETTER.sender,
        subject="" if missed else _LETTER.subject,
        opened=_RECEIVED,
        buttons=_ACCEPT if promise is _SIGNING else (),
    )


def _staff() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.ESCALATION: tuple(
            Escalation(
                desk=_DESK,
                case=_CASE,
                department="Service Department 服务部",
                clock=promise.clock,
                due=promise.due,
                times_missed=times,
                level_en="high",
                level_zh="紧急",
                customer=_LETTER.sender,
                subject=_LETTER.subject if times > 1 else "",
                opened=_RECEIVED,
            )
            for promise, times in ((_SIGNING, 2), (_ANSWER, 1))
        ),
        Kind.REVIEW: (
            Review(
                desk=_DESK,
                case=_CASE,
                reason="the letter names the case, but its sender has no part in it",
                letter=_LETTER,
            ),
            Review(desk=_DESK, case="", reason="sent through a list, and reads like a complaint", letter=_BARE_LETTER),
        ),
        Kind.TRIAGE: (
            Triage(
                desk=_DESK,
                case=_CASE,
                reason="two departments fit the letter equally well",
                letter=_LETTER,
                facts=_FACTS,
                buttons=_CHOICES,
                original=Original.ATTACHED,
            ),
            Triage(
                desk=_DESK,
                case=_CASE,
                reason="no rule fired",
                letter=_BARE_LETTER,
                facts=(),
                buttons=_CHOICES[:1],
                original=Original.DANGEROUS,
            ),
        ),
        Kind.ALARM: (
            Alarm(
                desk=_DESK,
                title="The mail server refuses our mail",
                lines=(
                    "smtp.nordlicht.example answers 535: authentication failed.",
                    "7 mails wait in the outbox and are tried again.",
                ),
            ),
            Alarm(desk=_DESK, title="The mailbox cannot be read", lines=()),
        ),
    }


SAMPLES: Mapping[Kind, tuple[Context, ...]] = MappingProxyType({**_customer(), **_department(), **_staff()})
