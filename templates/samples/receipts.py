"""Samples of the receipts: mails of one command and of several, with everything that a command can have done."""

from __future__ import annotations

from dataclasses import replace

from templates.contexts import Button, CaseLine, Done, LetterLine, Promise, Receipt, Told
from templates.samples.cast import ACCEPT, ANSWER, CASE, DEPARTMENT, DESK, LATER, LINES, SIGNING, buttons

_NOTE = "We have asked the warehouse for the delivery papers.\nMore tomorrow."


def _receipt(
    *done: Done,
    case: str = CASE,
    kept: str = "",
    promises: tuple[Promise, ...] = (),
    cases: tuple[CaseLine, ...] = (),
    answers: tuple[Button, ...] = (),
    letters: tuple[LetterLine, ...] = (),
    departments: tuple[str, ...] = (),
    levels: tuple[str, ...] = (),
) -> Receipt:
    return Receipt(
        desk=DESK,
        case=case,
        done=done,
        kept=kept,
        promises=promises,
        cases=cases,
        buttons=answers,
        letters=letters,
        departments=departments,
        levels=levels,
    )


_DONE = (
    Done(told=Told.ALREADY_ACCEPTED, command="ACCEPT"),
    Done(told=Told.ROUTED, command="WRONG", detail=DEPARTMENT),
    Done(told=Told.SENT_PROGRESS, command="PROGRESS"),
    Done(told=Told.SENT_QUESTION, command="ASK"),
    Done(told=Told.SENT_OPTIONS, command="OPTIONS"),
    Done(told=Told.RESOLVED, command="RESOLVE", until=LATER),
    Done(told=Told.EXTENDED, command="EXTEND", until=LATER),
    Done(told=Told.AWAITS_APPROVAL, command="DEFER"),
    Done(told=Told.DEFERRED, command="APPROVE", detail="watch"),
    Done(told=Told.NOT_COMPLAINT, command="NOT-COMPLAINT"),
    Done(told=Told.AWAY, command="AWAY", detail="Mei Lin <mei@nordlicht.example>", until=LATER),
    Done(told=Told.RESENT, command="RESEND"),
    Done(told=Told.REMINDED, command="REMIND", detail=DEPARTMENT),
    Done(told=Told.ASSIGNED, command="ASSIGN", detail="mei@nordlicht.example"),
    Done(told=Told.APPROVED, command="APPROVE"),
    Done(told=Told.REJECTED, command="REJECT"),
    Done(told=Told.LEVELLED, command="LEVEL", detail="critical"),
    Done(told=Told.CLOSED, command="CLOSE"),
    Done(told=Told.RESUMED, command="RESUME"),
    Done(told=Told.MERGED, command="MERGE", detail="A-2026-0017"),
    Done(told=Told.SPLIT, command="SPLIT", detail="A-2026-0043"),
    Done(told=Told.OPENED, command="COMPLAINT", detail="A-2026-0044"),
    Done(told=Told.JOINED, command="1"),
    Done(told=Told.FILED, command="3"),
    Done(told=Told.ASKED_AGAIN, command="RESOLVE"),
    Done(told=Told.CONFIRM, command="CLOSE"),
)

_MORNING = LATER.replace(hour=8)

_NIGHT = (  # what leaves in the morning
    Done(told=Told.SENT_PROGRESS, command="PROGRESS", leaves=_MORNING),
    Done(told=Told.SENT_OPTIONS, command="OPTIONS", leaves=_MORNING),
    Done(told=Told.RESOLVED, command="RESOLVE", until=LATER, leaves=_MORNING),
)

_LETTERS = tuple(
    LetterLine(number, "Anna Berg <anna.berg@coldhouse.example>", LATER, subject, words, buttons("SPLIT")[0])
    for number, subject, words in ((1, "Your driver", "He shouted at me yesterday."), (3, "", "另外，发票也开错了。"))
)

_LEAST = (  # no detail, no date
    Done(told=Told.RESOLVED),
    Done(told=Told.AWAY, command="AWAY"),
    Done(told=Told.EXTENDED, command="EXTEND"),
    Done(told=Told.DEFERRED, command="APPROVE"),
    Done(told=Told.OPENED, command="COMPLAINT"),
)

_REFUSED = (
    "no_choice",
    "which_filed",
    "not_in_state",
    "answered_below",
    "already_sent",
    "just_done",
    "unknown_department",
    "unknown_case",
    "unknown_level",
    "unknown_address",
    "missing_text",
    "missing_days",
    "missing_options",
    "not_allowed",
    "other_customer",
    "same_case",
    "into_settled",
    "no_clock",
    "no_letter",
    "nothing_open",
    "which_letter",
    "same_department",
    "not_deputy",
    "authentication",
)

RECEIPTS = (
    _receipt(Done(told=Told.ACCEPTED, command="ACCEPT"), promises=(ANSWER,), answers=buttons("PROGRESS", "RESOLVE")),
    _receipt(Done(told=Told.NOTED), kept=_NOTE, promises=(SIGNING,), answers=ACCEPT),
    _receipt(
        Done(told=Told.ACCEPTED, command="ACCEPT"),
        Done(told=Told.SENT_PROGRESS, command="PROGRESS"),
        Done(told=Told.EXTENDED, command="EXTEND", until=LATER),
        Done(told=Told.REFUSED, command="WRONG", detail="unknown_department"),
        kept=_NOTE,
        promises=(ANSWER,),
        answers=buttons("RESOLVE", "WRONG"),
        departments=("Sales 销售部", "Finance 财务部"),
    ),
    replace(
        _receipt(Done(told=Told.REFUSED, command="LEVEL", detail="unknown_level")),
        levels=("normal", "high", "critical"),
    ),
    _receipt(Done(told=Told.NOTED, command="NOTE"), kept=_NOTE),
    _receipt(Done(told=Told.NOTED)),
    _receipt(Done(told=Told.STATUS, command="STATUS"), promises=(ANSWER,), cases=LINES[:1]),
    _receipt(Done(told=Told.STATUS, command="STATUS"), promises=(ANSWER,), cases=LINES[:1], letters=_LETTERS),
    _receipt(Done(told=Told.LISTED, command="LIST"), case="", cases=LINES),
    _receipt(Done(told=Told.PASSED_ON, detail="director@shop.example"), case=""),
    _receipt(Done(told=Told.LISTED, command="LIST"), case=""),
    _receipt(Done(told=Told.REFUSED, command="ACCEPT", detail="no_token"), answers=ACCEPT),
    _receipt(Done(told=Told.REFUSED, detail="no_choice"), case=""),
    replace(_receipt(Done(told=Told.NOTED), kept="PROGESS we found the fault", answers=ACCEPT), meant="PROGRESS"),
    replace(_receipt(Done(told=Told.NOTED, command="NOTE"), kept=_NOTE), reaches="anna@coldhouse.example"),
    replace(_receipt(Done(told=Told.SENT_PROGRESS)), unreachable="anna.berg@coldhouse.example"),
    _receipt(Done(told=Told.RESOLVED, command="RESOLVE", detail="cause measures", until=LATER)),
    _receipt(*_DONE),
    _receipt(*_LEAST),
    *(_receipt(done) for done in _NIGHT),
    _receipt(Done(told=Told.LEVELLED, command="LEVEL", detail="unreasonable", clocks=False)),
    _receipt(Done(told=Told.LEVELLED, command="LEVEL", detail="high", clocks=False, passed_on=False)),
    replace(
        _receipt(Done(told=Told.REFUSED, command="LEVEL", detail="unknown_level")), levels=("critical", "high", "一般")
    ),
    _receipt(Done(told=Told.ROUTED, command="WRONG", detail="a.wise@nordlicht.example, b.lin@nordlicht.example")),
    _receipt(*(Done(told=Told.REFUSED, command="EXTEND", detail=reason) for reason in _REFUSED)),
)
