"""Samples of the mails to departments, but for the receipts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from templates.contexts import (
    AskAgain,
    Confirmation,
    Context,
    Corrected,
    Enquiry,
    Handover,
    Kind,
    Original,
    Overdue,
    Promise,
    Redispatch,
    Reminder,
    Resolved,
    Update,
    Why,
    Words,
    Worklist,
)
from templates.samples.cast import (
    ACCEPT,
    ANSWER,
    BARE_LETTER,
    BOUNCE,
    CASE,
    CHINESE_DESK,
    CHINESE_FACTS,
    CHINESE_LETTER,
    CHINESE_RESOLVED,
    CLOSING,
    DEPARTMENT,
    DESK,
    FACTS,
    LETTER,
    LEVEL_EN,
    LEVEL_ZH,
    LINES,
    OVERDUE_LINES,
    RECEIVED,
    REPORT,
    RESOLVED,
    SIGNING,
    buttons,
)

_HANDOVER_BUTTONS = buttons("ACCEPT", "PROGRESS", "ASK", "RESOLVE", "WRONG")
_WORKING_BUTTONS = buttons("PROGRESS", "RESOLVE")
_REPLY = "RESOLVE\nCause: unknown\nMeasures: We will strengthen training."


def _handovers() -> tuple[Context, ...]:
    full = Handover(
        desk=DESK,
        case=CASE,
        department=DEPARTMENT,
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        why=(
            "Faults of delivered machines belong to the service department.",
            "Urgent words raise the level to high.",
        ),
        letter=LETTER,
        facts=FACTS,
        promises=(SIGNING, REPORT, ANSWER, CLOSING),
        related=("A-2026-0017",),
        original=Original.ATTACHED,
        buttons=_HANDOVER_BUTTONS,
        customer_reads="zh",
    )
    plainer = replace(full, promises=(SIGNING, ANSWER), related=(), customer_reads="")
    chinese = replace(
        plainer,
        desk=CHINESE_DESK,
        department="服务部",
        why=("已交付产品的故障由服务部负责。", "来信要求立即处理，级别定为紧急。"),
        letter=CHINESE_LETTER,
        facts=CHINESE_FACTS,
    )
    copied = replace(
        plainer,
        why=("Severe complaints are shown to the service director.",),
        original=Original.TOO_LARGE,
        buttons=(),
        copy=True,
    )
    return full, chinese, copied, _bare_handover()


def _bare_handover() -> Handover:
    return Handover(
        desk=DESK,
        case=CASE,
        department="Service",
        level_en="normal",
        level_zh="一般",
        why=(),
        letter=BARE_LETTER,
        facts=(),
        promises=(),
        related=(),
        original=Original.DANGEROUS,
        buttons=(),
    )


def _redispatch(why: Why, times: int, said: str, before: Resolved | None, *, copy: bool = False) -> Redispatch:
    return Redispatch(
        desk=DESK,
        case=CASE,
        department=DEPARTMENT,
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        why=why,
        times=times,
        said=said,
        before=before,
        letter=LETTER,
        facts=FACTS,
        promises=(SIGNING, ANSWER),
        original=Original.ATTACHED,
        buttons=() if copy else _HANDOVER_BUTTONS,
        copy=copy,
    )


def _redispatches() -> tuple[Context, ...]:
    no = "No, it is not settled. Two of the new machines do not cool either.\n\nThis is the third time I write."
    chinese = Redispatch(
        desk=CHINESE_DESK,
        case=CASE,
        department="服务部",
        level_en=LEVEL_EN,
        level_zh=LEVEL_ZH,
        why=Why.DISSATISFIED,
        times=1,
        said="没有解决。新换的机器里有两台还是不制冷。",
        before=CHINESE_RESOLVED,
        letter=CHINESE_LETTER,
        facts=CHINESE_FACTS,
        promises=(SIGNING, ANSWER),
        original=Original.ATTACHED,
        buttons=_HANDOVER_BUTTONS,
    )
    bare = Redispatch(
        desk=DESK,
        case=CASE,
        department="Service",
        level_en="normal",
        level_zh="一般",
        why=Why.DISSATISFIED,
        times=1,
        said="",
        before=None,
        letter=BARE_LETTER,
        facts=(),
        promises=(),
        original=Original.DANGEROUS,
        buttons=(),
    )
    return (
        _redispatch(Why.DISSATISFIED, 2, no, RESOLVED),
        chinese,
        _redispatch(Why.DISSATISFIED, 2, no, Resolved(solution="Nine new machines."), copy=True),
        _redispatch(Why.RISEN, 1, "", None),
        _redispatch(Why.RESUMED, 1, "RESUME, the parts have come", RESOLVED),
        bare,
    )


def _update(letter: Words, original: Original | None) -> Update:
    return Update(desk=DESK, case=CASE, letter=letter, joined_because="", unreachable="", original=original, buttons=())


def _said(text: str) -> Update:
    words = Words(sender=LETTER.sender, subject=f"Re: {CASE}", received=RECEIVED, text=text)
    return replace(_update(words, Original.ATTACHED), buttons=buttons("CLOSE", "PROGRESS"))


def _decided(command: str, text: str) -> Update:
    words = Words(sender="manager@factory.example", subject=f"Re: {CASE}", received=RECEIVED, text=text)
    return replace(_update(words, None), buttons=_WORKING_BUTTONS, decided=command, promises=(ANSWER,))


def _updates() -> tuple[Context, ...]:
    return (*_joined(), *_answered(), *_decisions(), _update(BARE_LETTER, Original.TOO_LARGE))


def _joined() -> tuple[Update, ...]:
    """A further letter of the customer's, a colleague's, a server's."""
    by_hand = Words(
        sender=DESK.address,
        subject="Your coffee machines",
        received=RECEIVED,
        text="I have asked the warehouse and will ring you tomorrow. Kim",
    )
    return (
        replace(
            _update(LETTER, Original.ATTACHED),
            joined_because="the same customer wrote about the same invoice, 89621",
            buttons=ACCEPT,
        ),
        replace(
            _update(by_hand, Original.ATTACHED),
            joined_because="it is the recipient's only open case",
            buttons=_WORKING_BUTTONS,
            by_hand=True,
        ),
        replace(_update(BOUNCE, None), unreachable="anna.berg@coldhouse.example"),
        replace(_update(LETTER, Original.ATTACHED), buttons=(), stays_closed=True),
    )


def _answered() -> tuple[Update, ...]:
    """What the customer said to what the desk wrote."""
    return (
        replace(_said("YES\n5\nThank you, all is well."), buttons=(), satisfied=True, rating=5),
        replace(
            _said("1"),
            buttons=_WORKING_BUTTONS,
            chosen="We send nine new machines and take the faulty ones back.",
            choice=1,
        ),
        replace(
            _said("It is 89612, not 89621."),
            buttons=_WORKING_BUTTONS,
            corrected=(Corrected("invoices", "89612", "89621"),),
            promises=(ANSWER,),
        ),
        replace(_said("I withdraw my complaint, thank you."), withdrawn=True),
        replace(_said("Yes, but the lid is still loose."), unclear=True),
        replace(_said("What would the second one cost us?"), unchosen=True),
        replace(_said("550 5.1.1 no such user"), unreachable="anna.berg@coldhouse.example", given_up=True),
    )


def _decisions() -> tuple[Update, ...]:
    """What a manager decided, and a case that has moved."""
    return (
        _decided("APPROVE", "Approved, but no longer than Friday."),
        _decided("REJECT", "No. Please call them today."),
        _decided("LEVEL", "LEVEL high"),
        _decided("CLOSE", "CLOSE, agreed on the telephone"),
        replace(_decided("REASSIGN", "REASSIGN Sales: they know the customer"), moved_to="Sales", promises=()),
        replace(
            _said("It is the valve, not the kettle."), moved_to="Production 生产部", buttons=buttons("NOTE", "STATUS")
        ),
    )


def _reminder(promise: Promise, *, missed: bool) -> Reminder:
    return Reminder(
        desk=DESK,
        case=CASE,
        department=DEPARTMENT,
        clock=promise.clock,
        due=promise.due,
        missed=missed,
        customer=LETTER.sender,
        subject="" if missed else LETTER.subject,
        opened=RECEIVED,
        buttons=ACCEPT if promise is SIGNING else (),
    )


def _reminders() -> tuple[Context, ...]:
    clocks = ("first_reply", "report", "progress", "closing")
    promises = (SIGNING, ANSWER, *(Promise(clock=clock, due=ANSWER.due) for clock in clocks))
    return tuple(_reminder(promise, missed=missed) for promise in promises for missed in (False, True))


DEPARTMENTS: Mapping[Kind, tuple[Context, ...]] = {
    Kind.HANDOVER: _handovers(),
    Kind.REDISPATCH: _redispatches(),
    Kind.UPDATE: _updates(),
    Kind.REMINDER: (*_reminders(), Overdue(kind=Kind.REMINDER, desk=DESK, department=DEPARTMENT, cases=OVERDUE_LINES)),
    Kind.ASK_AGAIN: (
        AskAgain(
            desk=DESK,
            case=CASE,
            missing=("solution",),
            empty=(("cause", "unknown"), ("measures", "We will strengthen training.")),
            said=_REPLY,
            buttons=buttons("RESOLVE"),
        ),
        AskAgain(desk=DESK, case=CASE, missing=("cause",), empty=(), said="RESOLVE\nSolution: x", buttons=()),
        AskAgain(desk=DESK, case=CASE, missing=(), empty=(("measures", "加强培训"),), said="", buttons=()),
    ),
    Kind.ENQUIRY: (
        Enquiry(desk=DESK, letter=LETTER, original=Original.ATTACHED),
        Enquiry(desk=DESK, letter=BARE_LETTER, original=Original.TOO_LARGE),
    ),
    Kind.WORKLIST: (
        Worklist(desk=DESK, department=DEPARTMENT, cases=LINES),
        Worklist(desk=DESK, department=DEPARTMENT, cases=LINES[2:]),
        Worklist(desk=DESK, department="Service", cases=()),
    ),
    Kind.CONFIRMATION: tuple(
        Confirmation(desk=DESK, case=CASE, command=command, detail=detail, why=why, buttons=buttons("CONFIRM"))
        for command, detail, why in (
            ("CLOSE", "The customer does not answer the telephone.", "close"),
            ("ACCEPT", "", "no_token"),
            ("RESOLVE", "", "authentication"),
        )
    ),
}
