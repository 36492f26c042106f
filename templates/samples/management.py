"""Samples of the mails to managers, role holders and the operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from templates.contexts import (
    Alarm,
    Announcement,
    Approval,
    Asked,
    Button,
    Cause,
    Context,
    Count,
    Digest,
    Escalation,
    FiledLine,
    Kind,
    Original,
    Overdue,
    Penalties,
    PenaltyLine,
    Promise,
    Review,
    Section,
    Triage,
)
from templates.samples.cast import (
    ANSWER,
    BARE_LETTER,
    CASE,
    CHOICES,
    DEPARTMENT,
    DESK,
    FACTS,
    LATER,
    LETTER,
    LEVEL_EN,
    LEVEL_ZH,
    LINES,
    OVERDUE_LINES,
    RECEIVED,
    REPORT,
    SIGNING,
    ZONE,
    button,
    buttons,
)

_SINCE = datetime(2026, 11, 16, 9, 0, tzinfo=ZONE)
_UNTIL = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
_OVERDUE = tuple(replace(line, buttons=buttons("REASSIGN", "STATUS")) for line in OVERDUE_LINES)
_ACTED_ON = tuple(replace(line, buttons=buttons("REMIND", "REASSIGN", "LEVEL", "CLOSE")) for line in LINES)


def _escalation(
    cause: Cause, promise: Promise | None, *, times: int = 0, said: str = "", answers: tuple[Button, ...] = ()
) -> Escalation:
    return Escalation(
        desk=DESK,
        case=CASE,
        department=DEPARTMENT,
        cause=cause,
        clock=promise.clock if promise else "",
        due=promise.due if promise else None,
        times_missed=times,
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        customer=LETTER.sender,
        subject="" if times == 1 else LETTER.subject,
        opened=RECEIVED,
        said=said,
        buttons=answers,
    )


def _escalations() -> tuple[Context, ...]:
    steps = buttons("REMIND", "REASSIGN", "LEVEL")
    return (
        _escalation(Cause.MISSED, SIGNING, times=2, answers=steps),
        _escalation(Cause.MISSED, ANSWER, times=1),
        *(_escalation(Cause.MISSED, Promise(clock=clock, due=ANSWER.due), times=1) for clock in ("report", "closing")),
        _escalation(Cause.TOP, Promise(clock="closing", due=ANSWER.due), times=3, answers=steps),
        _escalation(
            Cause.WRONG, None, said="WRONG Sales\nThe sockets were promised by sales, not by us.", answers=CHOICES
        ),
        _escalation(Cause.ABSENT, None, said="I am away until 7 December.", answers=steps),
        _escalation(Cause.UNREACHED, None, said="550 5.1.1 no such user", answers=steps),
        _escalation(Cause.DISSATISFIED, None, times=1, said="No. Two of the new machines do not cool either."),
        _escalation(Cause.NOTABLE, None, answers=steps),
        _escalation(Cause.WRONG, None),
        _escalation(Cause.ABSENT, None),
        _escalation(Cause.DISSATISFIED, None),
    )


def _approval(asked: Asked, *, days: int | None = None, reason: str = "", answers: tuple[Button, ...] = ()) -> Approval:
    return Approval(
        desk=DESK,
        case=CASE,
        department=DEPARTMENT,
        asked=asked,
        days=days,
        promised=LATER if days else None,
        reason=reason,
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        customer=LETTER.sender,
        subject=LETTER.subject if reason else "",
        opened=RECEIVED,
        buttons=answers,
    )


def _approvals() -> tuple[Context, ...]:
    yes_no = buttons("APPROVE", "REJECT")
    return (
        _approval(Asked.EXTEND, days=8, reason="The relays come from overseas.\nCustoms takes a week.", answers=yes_no),
        _approval(
            Asked.DEFER,
            reason="The customer asks for ten times the price and refuses every visit.",
            answers=buttons("APPROVE watch", "APPROVE monitor", "REJECT"),
        ),
        _approval(Asked.CLOSE, reason="Replaced, and the customer is content.", answers=yes_no),
        _approval(Asked.EXTEND),
        _approval(Asked.DEFER),
    )


def _announcements() -> tuple[Context, ...]:
    return (
        Announcement(
            desk=DESK,
            case=CASE,
            department=DEPARTMENT,
            level_en="class A",
            level_zh="A类",
            why=("The customer's line is stopped.",),
            why_zh=("客户停线。",),
            called=("Plant head <plant@nordlicht.example>", "Quality head <quality@nordlicht.example>"),
            letter=LETTER,
            facts=FACTS,
            promises=(SIGNING, REPORT),
            original=Original.ATTACHED,
        ),
        Announcement(
            desk=DESK,
            case=CASE,
            department="Quality",
            level_en="class A",
            level_zh="A类",
            why=(),
            why_zh=(),
            called=(),
            letter=BARE_LETTER,
            facts=(),
            promises=(),
            original=Original.DANGEROUS,
        ),
    )


def _count(label: str, count: int, share: float | None = None, label_zh: str = "") -> Count:
    return Count(label=label, label_zh=label_zh, count=count, share=share)


_SECTIONS = (
    Section(key="levels", rows=(_count("normal", 9, 0.75, "一般"), _count("high", 3, 0.25, "紧急"))),
    Section(key="departments", rows=(_count("Service", 8, 0.667, "服务部"), _count("Sales", 4, 0.333, "销售部"))),
    Section(key="categories", rows=(_count("product_quality", 7, 0.583), _count("late_delivery", 5, 0.417))),
    Section(key="channels", rows=(_count("mail", 11, 0.917), _count("hotline", 1, 0.083))),
    Section(key="closures", rows=(_count("first", 10, 0.833), _count("second", 2, 0.167))),
    Section(key="satisfaction", rows=(_count("5", 4, 0.8), _count("4", 1, 0.2), _count("3", 0, 0.0))),
    Section(key="deferred", rows=(_count("watch", 1, 0.083),)),
    Section(key="repeats", rows=(_count("Coldhouse Ltd.: cooling machines", 3),)),
    Section(key="trend", rows=()),
)


def _digest(*, busy: bool) -> Digest:
    filed = FiledLine(
        sender="newsletter@trade.example",
        subject="",
        received=RECEIVED,
        reason="sent through a list, and reads like a newsletter",
        buttons=buttons("COMPLAINT"),
    )
    return Digest(
        desk=DESK,
        title_en="Weekly report",
        title_zh="投诉周报",
        since=_SINCE,
        until=_UNTIL,
        opened=12 if busy else 0,
        closed=7 if busy else 0,
        open=19 if busy else 0,
        sections=_SECTIONS if busy else (),
        overdue=_ACTED_ON[1:2] if busy else (),
        listed=_ACTED_ON[::2] if busy else (),
        filed=(filed,) if busy else (),
        filed_besides=12 if busy else 0,
    )


def _penalties(*, signed: bool) -> Penalties:
    return Penalties(
        desk=DESK,
        title_en="Penalty bulletin",
        title_zh="投诉考核通报",
        since=_SINCE,
        until=_UNTIL,
        currency="CNY",
        lines=tuple(
            PenaltyLine(
                number=number,
                case=case,
                department=department,
                level_en=LEVEL_EN,
                level_zh=LEVEL_ZH,
                clock=clock,
                due=SIGNING.due,
                amount=amount,
                months=months,
                before=amount * months // (1 + months),
            )
            for number, case, department, clock, amount, months in (
                (1, CASE, "Service 服务部", "signing", 100, 0),
                (2, "A-2026-0017", "Service 服务部", "first_reply", 100, 0),
                (3, "A-2026-0009", "Sales 销售部", "closing", 600, 2),
            )
        ),
        totals=(("Service 服务部", 200), ("Sales 销售部", 600)),
        signed_by="Wang Jun, general manager" if signed else "",
        signed_at=_UNTIL if signed else None,
        buttons=() if signed else buttons("APPROVE", "REJECT"),
    )


_QUIET_PENALTIES = Penalties(
    desk=DESK,
    title_en="Penalty bulletin",
    title_zh="投诉考核通报",
    since=_SINCE,
    until=_UNTIL,
    currency="CNY",
    lines=(),
    totals=(),
    signed_by="",
    signed_at=None,
    buttons=(),
)

MANAGEMENT: Mapping[Kind, tuple[Context, ...]] = {
    Kind.ESCALATION: (
        *_escalations(),
        Overdue(kind=Kind.ESCALATION, desk=DESK, department=DEPARTMENT, cases=_OVERDUE),
        Overdue(kind=Kind.ESCALATION, desk=DESK, department="", cases=_OVERDUE),
    ),
    Kind.APPROVAL: _approvals(),
    Kind.ANNOUNCEMENT: _announcements(),
    Kind.REVIEW: (
        Review(
            desk=DESK, case=CASE, reason="the letter names the case, but its sender has no part in it", letter=LETTER
        ),
        Review(desk=DESK, case="", reason="sent through a list, and reads like a complaint", letter=BARE_LETTER),
        Review(
            desk=DESK,
            case=CASE,
            reason="the letter names the case, but its sender has no part in it",
            letter=LETTER,
            buttons=(
                button("belongs", "1"),
                button("own_case", "2"),
                button("file", "3"),
            ),
        ),
        Review(desk=DESK, case="", reason="", letter=LETTER, bulletin="Penalty bulletin", signed=True),
        Review(desk=DESK, case="", reason="", letter=BARE_LETTER, bulletin="Penalty bulletin"),
        Review(
            desk=DESK,
            case="",
            reason="a colleague gives a command, and does not say for which case",
            letter=BARE_LETTER,
            refused=True,
        ),
    ),
    Kind.TRIAGE: (
        Triage(
            desk=DESK,
            case=CASE,
            reason="two departments fit the letter equally well",
            letter=LETTER,
            facts=FACTS,
            buttons=CHOICES,
            original=Original.ATTACHED,
        ),
        Triage(
            desk=DESK,
            case=CASE,
            reason="no rule fired",
            letter=BARE_LETTER,
            facts=(),
            buttons=CHOICES[:1],
            original=Original.DANGEROUS,
        ),
    ),
    Kind.DIGEST: (_digest(busy=True), _digest(busy=False)),
    Kind.PENALTIES: (_penalties(signed=False), _penalties(signed=True), _QUIET_PENALTIES),
    Kind.ALARM: (
        Alarm(
            desk=DESK,
            title="The mail server refuses our mail",
            lines=(
                "smtp.nordlicht.example answers 535: authentication failed.",
                "7 mails wait in the outbox and are tried again.",
            ),
        ),
        Alarm(desk=DESK, title="The mailbox cannot be read", lines=()),
    ),
}
