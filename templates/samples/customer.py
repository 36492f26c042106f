"""Samples of the mails to customers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from templates.contexts import (
    Acknowledgement,
    Added,
    Choice,
    Clarification,
    Closed,
    ClosureCheck,
    Context,
    Corrected,
    Delay,
    Ended,
    Item,
    Kind,
    Missing,
    Options,
    Progress,
    Received,
    Resolution,
    Resolved,
)
from templates.samples.cast import (
    ANSWER,
    CASE,
    CHINESE_DESK,
    CHINESE_RESOLVED,
    DESK,
    LATER,
    NO_FAULT,
    RESOLVED,
    ZONE,
    button,
    buttons,
)

_CHECK_AT = datetime(2026, 11, 27, 17, 30, tzinfo=ZONE)
_SILENCE = datetime(2026, 12, 4, 18, 0, tzinfo=ZONE)
_ANSWERS = buttons("YES", "NO", "5", "4", "3", "2", "1")
_CHOICES = (
    Choice(
        number=1,
        text="We send nine new machines and take the faulty ones back.",
        benefit="New machines with a full guarantee.",
        risk="Delivery takes until 4 December.",
    ),
    Choice(
        number=2,
        text="A technician repairs the nine machines at your place.",
        benefit="Done on 26 November.\nYou keep your machines.",
    ),
    Choice(number=3, text="You send them back and we refund the price."),
)
_CHINESE_CHOICES = (
    Choice(number=1, text="更换9台新机，并取回故障机。", benefit="新机享受完整保修期。", risk="12月4日才能送到。"),
    Choice(number=2, text="派技术人员上门维修9台机器。", benefit="11月26日即可修好。"),
)
_QUESTION = (
    "Which voltage do you measure at the socket while the machine starts?\nAnd are the nine machines on one circuit?"
)
_PROGRESS = (
    "The first faulty machine arrived in our workshop this morning.\n\n"
    "It is the relay. We are checking now whether all nine come from the same batch."
)


def _acknowledgement(missing: tuple[Missing, ...]) -> Acknowledgement:
    return Acknowledgement(
        desk=DESK,
        case=CASE,
        invoices=(),
        orders=(),
        other_refs=(),
        items=(),
        missing=missing,
        promised=ANSWER.due,
        urgent=False,
        last_today=False,
    )


def _received() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.ACKNOWLEDGEMENT: (
            Acknowledgement(
                desk=DESK,
                case=CASE,
                invoices=("89621",),
                orders=("PO-7714/3",),
                other_refs=("SN 55120-A",),
                waybills=("SF1234567890123",),
                items=(Item(name="cooling machines", quantity=18), Item(name="sockets", quantity=None)),
                missing=(Missing.PICTURES, Missing.PHONE),
                promised=ANSWER.due,
                urgent=True,
                last_today=True,
            ),
            _acknowledgement(()),
            _acknowledgement(tuple(Missing)),
        ),
        Kind.ADDED: (
            Added(
                desk=DESK,
                case=CASE,
                promised=ANSWER.due,
                corrected=(
                    Corrected(of="invoices", right="89612", wrong="89621"),
                    Corrected(of="products", right="freezers × 8"),
                ),
                moved_to="Quality 质量部",
            ),
            Added(desk=DESK, case=CASE, promised=ANSWER.due, chosen="We send nine new machines on Friday."),
            Added(desk=DESK, case=CASE, promised=ANSWER.due, reopened=True),
            Added(desk=DESK, case=CASE, promised=ANSWER.due, unchosen=True),
            Added(desk=DESK, case=CASE, promised=None),
        ),
        Kind.RECEIVED: (Received(desk=DESK),),
        Kind.CLARIFICATION: (
            Clarification(desk=DESK, case=CASE, question=_QUESTION, missing=(), promised=ANSWER.due),
            Clarification(desk=DESK, case=CASE, question="", missing=tuple(Missing), promised=ANSWER.due),
            Clarification(desk=DESK, case=CASE, question="", missing=(Missing.PHONE,), promised=None),
            Clarification(
                desk=CHINESE_DESK,
                case=CASE,
                question="机器启动时，插座处测得的电压是多少？\n这9台机器是否接在同一条线路上？",
                missing=(),
                promised=None,
            ),
        ),
    }


def _underway() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.PROGRESS: (
            Progress(desk=DESK, case=CASE, text=_PROGRESS, promised=ANSWER.due),
            Progress(desk=DESK, case=CASE, text="", promised=ANSWER.due),
            Progress(desk=DESK, case=CASE, text="", promised=None),
            Progress(desk=DESK, case=CASE, text="", promised=None, was=ANSWER.due),
            Progress(desk=DESK, case=CASE, text="", promised=None, put_off=True, was=ANSWER.due),
            Progress(desk=DESK, case=CASE, text="", promised=None, put_off=True),
            Progress(desk=DESK, case=CASE, text="", promised=LATER, taken_up=True),
            Progress(desk=DESK, case=CASE, text="", promised=ANSWER.due, joined="A-2026-0018"),
            Progress(desk=DESK, case=CASE, text="", promised=None, joined="A-2026-0018", was=ANSWER.due, waits=True),
        ),
        Kind.DELAY: (
            Delay(
                desk=DESK,
                case=CASE,
                reason="The supplier of the relays delivers only on 2 December.",
                was=ANSWER.due,
                promised=LATER,
            ),
            Delay(desk=CHINESE_DESK, case=CASE, reason="继电器供应商12月2日才能供货。", was=ANSWER.due, promised=LATER),
            Delay(desk=DESK, case=CASE, reason="", was=ANSWER.due, promised=LATER),
            Delay(desk=DESK, case=CASE, reason="", was=None, promised=LATER),
            Delay(desk=DESK, case=CASE, reason="A part is missing.", was=ANSWER.due, promised=LATER, news=_PROGRESS),
        ),
        Kind.OPTIONS: (
            Options(
                desk=DESK,
                case=CASE,
                choices=_CHOICES,
                buttons=tuple(button(str(choice.number), str(choice.number)) for choice in _CHOICES),
            ),
            Options(
                desk=CHINESE_DESK,
                case=CASE,
                choices=_CHINESE_CHOICES,
                buttons=tuple(button(str(choice.number), str(choice.number)) for choice in _CHINESE_CHOICES),
            ),
            Options(desk=DESK, case=CASE, choices=(Choice(number=1, text="We repair it."),), buttons=()),
        ),
    }


def _done() -> Mapping[Kind, tuple[Context, ...]]:
    return {
        Kind.RESOLUTION: (
            Resolution(
                desk=DESK,
                case=CASE,
                resolved=RESOLVED,
                agreed="We send nine new machines and take the faulty ones back.",
                items=(Item(name="cooling machines", quantity=18),),
                numbers=(("invoices", "89621"), ("other_refs", "SN 55120-A")),
                check_at=_CHECK_AT,
            ),
            Resolution(desk=CHINESE_DESK, case=CASE, resolved=CHINESE_RESOLVED, agreed="", check_at=_CHECK_AT),
            Resolution(desk=DESK, case=CASE, resolved=NO_FAULT, agreed="", check_at=_CHECK_AT, replaces=True),
            Resolution(desk=DESK, case=CASE, resolved=Resolved(), agreed="", check_at=_CHECK_AT),
        ),
        Kind.CLOSURE_CHECK: (
            ClosureCheck(desk=DESK, case=CASE, solution=RESOLVED.solution, silence_until=_SILENCE, buttons=_ANSWERS),
            ClosureCheck(
                desk=CHINESE_DESK,
                case=CASE,
                solution=CHINESE_RESOLVED.solution,
                silence_until=_SILENCE,
                buttons=_ANSWERS,
            ),
            ClosureCheck(desk=DESK, case=CASE, solution="", silence_until=_SILENCE, buttons=()),
        ),
        Kind.CLOSED: tuple(Closed(desk=DESK, case=CASE, ended=ended) for ended in Ended),
    }


CUSTOMER: Mapping[Kind, tuple[Context, ...]] = {**_received(), **_underway(), **_done()}
