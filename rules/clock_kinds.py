"""The kinds of clocks, as a pack finds them: where each begins, what satisfies it, and what readers call it.

Owns the defaults only. What a pack says in [clock_kinds.KIND] wins over them; what really starts and stops a clock is
the daemon's work, and these sentences tell it.
"""

from __future__ import annotations

from rules.policy import ClockWords, Start
from rules.vocabulary import ClockKind

STARTS = {
    ClockKind.SIGNING: Start.DISPATCHED,
    ClockKind.FIRST_REPLY: Start.SIGNED,
    ClockKind.REPORT: Start.RECEIVED,
    ClockKind.PROGRESS: Start.SIGNED,
    ClockKind.ANSWER: Start.RECEIVED,
    ClockKind.CLOSING: Start.RECEIVED,
}
ACCEPT_STOPS = ("any command of the department, ACCEPT too", "责任部门的任何指令，包括“受理”")
WORDS = {
    ClockKind.SIGNING: ClockWords(
        "Signing",
        "签收",
        "the department accepts the case: ACCEPT, or any other command but WRONG",
        "责任部门签收：回复“受理”，或“转交”以外的任何指令",
    ),
    ClockKind.FIRST_REPLY: ClockWords(
        "First reply",
        "首次回复",
        "the department says something about it: any command but ACCEPT",
        "责任部门首次答复：“受理”以外的任何指令",
    ),
    ClockKind.REPORT: ClockWords(
        "Preliminary report",
        "初步报告",
        "a PROGRESS or RESOLVE that names a cause or measures",
        "写明原因或措施的“进展”或“办结”",
    ),
    ClockKind.PROGRESS: ClockWords(
        "Progress",
        "进展",
        "a PROGRESS, which starts it anew, or RESOLVE",
        "“进展”（重新计时）或“办结”",
    ),
    ClockKind.ANSWER: ClockWords(
        "Answer",
        "答复客户",
        "the customer has the answer that the acknowledgement promised",
        "客户收到受理通知中承诺的答复",
    ),
    ClockKind.CLOSING: ClockWords(
        "Closing",
        "结案",
        "the department applies for closing: RESOLVE, with all that is mandatory",
        "责任部门申请结案：“办结”，必填项齐全",
    ),
}
