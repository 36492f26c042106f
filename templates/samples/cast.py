"""Who and what the samples are about: the desk, two letters and their facts, clocks, buttons.

The cast is the one of the project's stories. Nothing here is ever sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from templates.contexts import Button, CaseLine, Desk, FactLine, Promise, Resolved, Words

ZONE = ZoneInfo("Asia/Shanghai")
DESK = Desk(name="Nordlicht Appliances Complaint Desk", address="complaints@nordlicht.example")
CHINESE_DESK = Desk(name="北光电器投诉中心", address="complaints@nordlicht.example")
CASE = "A-2026-0042"
DEPARTMENT = "Service Department 服务部"
LEVEL_EN, LEVEL_ZH = "high", "紧急"
RECEIVED = datetime(2026, 11, 23, 9, 12, tzinfo=ZONE)
SIGNING = Promise(clock="signing", due=datetime(2026, 11, 23, 13, 12, tzinfo=ZONE))
REPORT = Promise(clock="report", due=datetime(2026, 11, 24, 9, 12, tzinfo=ZONE))
ANSWER = Promise(clock="answer", due=datetime(2026, 11, 30, 18, 0, tzinfo=ZONE))
CLOSING = Promise(clock="closing", due=datetime(2026, 12, 2, 18, 0, tzinfo=ZONE))
LATER = datetime(2026, 12, 4, 18, 0, tzinfo=ZONE)


def button(command: str, choice: str = "") -> Button:
    """A button as the desk makes them, but for its token."""
    body = quote(f"{choice or command}\n")
    return Button(command=command, href=f"mailto:{DESK.address}?subject=Re%3A%20{CASE}&body={body}", choice=choice)


def buttons(*commands: str) -> tuple[Button, ...]:
    """A row of them."""
    return tuple(map(button, commands))


ACCEPT = buttons("ACCEPT")
CHOICES = (button("Service Department 服务部", "1"), button("Quality 质量部", "2"), button("Sales 销售部", "3"))

LETTER = Words(
    sender="Anna Berg <anna.berg@coldhouse.example>",
    subject="Cooling machines from invoice 89621 do not cool",
    received=RECEIVED,
    text=(
        "Dear Mr. Wise,\n\n"
        "We received 18 cooling machines from you (see Invoice 89621), but nine of them are not performing according to "
        "their specifications. I called you one week ago and was told that you had run out of sockets.\n\n"
        "We urgently require a replacement. If we do not hear from you, you will be held responsible for any damage.\n\n"
        "Anna Berg\nColdhouse Ltd."
    ),
    attachments=("socket-1.jpg", "delivery note.pdf"),
)
BARE_LETTER = Words(sender="li.wei@kehu.example", subject="", received=RECEIVED, text="", doubted=True)
CHINESE_LETTER = Words(
    sender="李伟 <li.wei@kehu.example>",
    subject="发票89621冷柜质量问题",
    received=RECEIVED,
    text=(
        "您好！\n\n上月订购的18台冷柜（发票号89621）已收到，其中9台不制冷。此前电话联系过一次，至今没有答复。\n\n"
        "请立即换货，并说明原因。\n\n李伟\n科虎贸易有限公司"
    ),
    attachments=("冷柜照片.jpg",),
)
BOUNCE = Words(
    sender="Mail Delivery System <mailer-daemon@nordlicht.example>",
    subject="Undelivered Mail Returned to Sender",
    received=RECEIVED,
    text="550 5.1.1 <anna.berg@coldhouse.example>: Recipient address rejected: user unknown",
)

FACTS = (
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
CHINESE_FACTS = (
    FactLine(label="invoices", value="89621", words="发票号89621"),
    FactLine(label="products", value="冷柜 × 18", words="18台冷柜"),
    FactLine(label="defect", value="不制冷", words="其中9台不制冷"),
    FactLine(label="urgency", value="high", words="立即"),
    FactLine(label="remedies", value="replacement", words="换货"),
)

RESOLVED = Resolved(
    cause=(
        "Nine machines came from one production batch in which the compressor relays were fitted with the wrong "
        "capacitor (part 4410 instead of 4401)."
    ),
    solution=(
        "Nine new machines from a checked batch leave our warehouse on 26 November.\n"
        "The carrier takes the faulty ones back on delivery; you have nothing to pay."
    ),
    measures="Relays of this supplier are now measured one by one before they are fitted.",
    compensation="A credit note over 450 euros for your loss of time.",
)
CHINESE_RESOLVED = Resolved(
    cause="其中9台属于同一生产批次，压缩机继电器误装了型号不符的电容（应为4401，误装4410）。",
    solution="11月26日从仓库发出9台经过检验的新机。\n送货时由承运人取回故障机，费用由我方承担。",
    measures="该供应商的继电器改为逐件测量后再装配。",
    compensation="就耽误的时间补偿人民币3500元，以贷项凭单支付。",
)
NO_FAULT = Resolved(solution="The technician explained the settings on the telephone; all machines cool now.")

LINES = (
    CaseLine(
        case=CASE,
        customer="Anna Berg, Coldhouse Ltd.",
        subject="Cooling machines from invoice 89621 do not cool",
        department=DEPARTMENT,
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        state="investigating",
        opened=RECEIVED,
        due=ANSWER.due,
        buttons=buttons("PROGRESS", "RESOLVE"),
    ),
    CaseLine(
        case="A-2026-0017",
        customer="李伟，科虎贸易有限公司",
        subject="",
        department=DEPARTMENT,
        level_en="normal",
        level_zh="一般",
        state="dispatched",
        opened=datetime(2026, 11, 16, 15, 40, tzinfo=ZONE),
        due=SIGNING.due,
        overdue=True,
        buttons=ACCEPT,
    ),
    CaseLine(
        case="A-2026-0009",
        customer="Ibrahim Sayed",
        subject="Wrong voltage",
        department=DEPARTMENT,
        level_en="normal",
        level_zh="一般",
        state="deferred",
        opened=datetime(2026, 11, 9, 11, 5, tzinfo=ZONE),
    ),
)
OVERDUE_LINES = tuple(
    replace(line, due=SIGNING.due, overdue=True, clock=SIGNING.clock, buttons=ACCEPT) for line in LINES
)
