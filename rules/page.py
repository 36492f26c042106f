"""A policy as a page that its staff can read: levels, rules, clocks, what a missed one does, reports.

Markdown (GitHub's tables), in English or Chinese, made from the policy and from nothing else, so that it is never out
of date: docs/packs/ is generated from it, and `amends policy PACK` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.page_clocks import clocks, missed, profiles
from rules.page_decisions import levels, roles, rules
from rules.page_duties import answering, care, penalties, reports
from rules.page_speech import Speech
from rules.page_words import Language
from rules.policy import Policy


def page(policy: Policy, language: Language = Language.EN) -> str:
    """The whole page, ending in a line break."""
    return "\n".join(_lines(Speech(policy, language))) + "\n"


def _lines(speech: Speech) -> Iterator[str]:
    name = speech.policy.name
    yield f"# {speech.name(speech.policy)}"
    yield ""
    yield speech.say(
        f"Made by `amends policy {name}` from the pack itself. To change a rule, change the pack.",
        f"本页由 `amends policy {name} --language zh` 按规则包自动生成；如需修改，请修改规则包。",
    )
    for title, body in (
        (("Levels", "级别"), levels),
        (("Departments and people", "部门与人员"), roles),
        (("How a letter is decided", "来信如何判定"), rules),
        (("Clocks", "时限"), clocks),
        (("Terms of their own", "特别规定"), profiles),
        (("When a clock is missed", "超时处理"), missed),
        (("How the customer is kept informed", "客户沟通"), care),
        (("What the department must say", "责任部门答复要求"), answering),
        (("Penalties", "考核"), penalties),
        (("Reports", "报告"), reports),
    ):
        if told := list(body(speech)):
            yield from ("", f"## {speech.word(title)}", "", *told)
