"""Words typed above what a button wrote: Thunderbird puts the cursor there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from daemon.planning.typed_above import command_first
from tests.planning.desk import QUALITY, remark

MONDAY = date(2026, 11, 23)
FORM = "RESOLVE\nCause:\nSolution:\nMeasures:\nCompensation:"


def read(subject: str, text: str) -> str:
    """What the desk reads of that mail."""
    return command_first(replace(remark(text, sender=QUALITY), subject=subject), MONDAY)


@pytest.mark.parametrize(
    ("subject", "text", "first"),
    [
        ("PROGRESS", "We found it.\nFive come.\n\nPROGRESS\n", "PROGRESS\nWe found it.\nFive come."),
        ("ASK", "请问序列号是多少？\n\n补充\n", "补充\n请问序列号是多少？"),
        ("RESOLVE", f"Cause: bad solder\nSolution: five new ones\n\n{FORM}", "RESOLVE\nCause: bad solder\nSolution: five new ones"),
        ("RESOLVE", "原因：虚焊\n解决方案：换五只\n\n办结\n原因：\n解决方案：\n", "办结\n原因：虚焊\n解决方案：换五只"),
    ],
)  # fmt: skip
def test_what_was_typed_above_counts(subject: str, text: str, first: str):
    """The button's word leads, in either language, and its form that nobody touched is gone."""
    assert read(f"{subject} C2026-000001 [am-token]", text) == first


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: your mail", "We shall look.\n\nACCEPT"),  # no button: words may stand above anything
        ("RESOLVE C2026-000001 [am-token]", "RESOLVE\nCause: bad solder\nSolution: five new ones"),
        ("RESOLVE C2026-000001 [am-token]", "Hello,\n\nRESOLVE\nCause: bad solder\nSolution: five new ones"),
        ("ASK C2026-000001 [am-token]", "NOTE for us alone\n\nASK"),  # words above that are a command's own
        ("Re: Reply ACCEPT by Mon 23 Nov", ""),
        ("ACCEPT", "> You wrote this\n> and that\n\nPlease wait."),  # below a quotation
        ("ACCEPT", "The customer wrote:\n> it leaks\nWe look into it."),
    ],
)
def test_any_other_mail_is_read_as_it_stands(subject: str, text: str):
    """No button, a form filled in, another command above: nothing is moved."""
    assert read(subject, text) == text


@pytest.mark.parametrize(
    ("subject", "text", "first"),
    [
        ("ACCEPT", "", "ACCEPT"),
        ("ACCEPT C2026-000001 [am-token]", "On Mon, 23 Nov 2026 at 09:00, the desk <desk@shop.example> wrote:\n\n> Please\n>\n> ACCEPT", "ACCEPT"),
        ("受理", "售后 <desk@shop.example> 于 2026-11-23 写道：\n> 请回复", "受理"),
        ("Re: Reply ACCEPT by Mon", "On Mon the desk wrote:\n> Reply with CLOSE", ""),
    ],
)  # fmt: skip
def test_nothing_typed_but_the_subject(subject: str, text: str, first: str):
    """A command alone in the subject counts where no word was typed below; our own mail quoted is nobody's note."""
    assert read(subject, text) == first
