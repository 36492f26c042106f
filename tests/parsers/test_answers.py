"""Answers: what a department's reply tells the desk to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.answers import Answer, Command, answer_of


@pytest.mark.parametrize(
    "text",
    ["ACCEPT", "accept", "Accept.", "ACCEPT - thanks", "ACCEPT\n\nWang\nQuality", "受理", "受理。", "受理，谢谢", "ＡＣＣＥＰＴ", "Accepted!", "受理了", "OK", "ok.", "Ok, thanks!", "收到", "收到，谢谢！", "好的", "好的。\n\n王小明\n质量部", "OK\n-- \nAnna Smith\nQuality department\n+44 20 7946 0000", "  \n ACCEPT", "收到！好的"],
)  # fmt: skip
def test_acceptance(text: str):
    """The command word in either language, case and width accepts; so do OK, 收到 and 好的 alone."""
    answer = answer_of(text)
    assert (answer.command, answer.explicit) == (Command.ACCEPT, True)


@pytest.mark.parametrize(
    "text",
    ["Please tell me more.", "We cannot ACCEPT this.", "受理不了，不是我们的产品", "不受理", "Acceptance is tomorrow.", "OK, but I do not think that this is our product at all.", "OK\n\nbut it is not our product, so please ask the colleagues of the other department.", "收到，但是这个不是我们部门负责的产品", "> ACCEPT", "On Monday ACCEPT", "好的产品", ""],
)  # fmt: skip
def test_what_is_no_acceptance(text: str):
    """Sentences that contain such a word, and quoted words, are notes, kept whole."""
    answer = answer_of(text)
    assert (answer.command, answer.explicit, answer.text) == (Command.NOTE, False, text)


@pytest.mark.parametrize(
    "text, number",
    [("2", 2), ("2.", 2), ("２", 2), ("2。", 2), ("2)", 2), ("方案二", 2), ("选2", 2), ("选择方案 2", 2), ("Option 2", 2), ("option: 12", 12), ("#3", 3), ("第一个", 1), ("1\n\nWang", 1), ("方案１。", 1)],
)  # fmt: skip
def test_a_choice(text: str, number: int):
    """A line that is nothing but a number chooses."""
    answer = answer_of(text)
    assert (answer.command, answer.choice) == (Command.CHOICE, number)


@pytest.mark.parametrize("text", ["0", "2 kettles are broken", "2026", "100", "二月再说", "2.5"])
def test_what_is_no_choice(text: str):
    """A number that begins a sentence, or cannot be on a list, chooses nothing."""
    assert answer_of(text).command is Command.NOTE


@pytest.mark.parametrize(
    "text, said",
    [("NOTE customer is angry", "customer is angry"), ("备注：客户很急", "客户很急"), ("备注客户很急", "客户很急"), ("Note:\nfirst\nsecond", "first\nsecond"), ("ＮＯＴＥ： 客户", "客户"), ("ACCEPT - thanks", "thanks")],
)  # fmt: skip
def test_the_text_behind_a_command(text: str, said: str):
    """What stands behind the command word is its text."""
    answer = answer_of(text)
    assert (answer.explicit, answer.text) == (True, said)


@pytest.mark.parametrize(
    "text, name",
    [("PROGRESS we are on it", "PROGRESS"), ("进展：已联系客户", "PROGRESS"), ("办结\n原因：密封圈", "RESOLVE"), ("WRONG logistics", "WRONG"), ("转交 物流部", "WRONG"), ("ask since when?", "ASK"), ("补充：发票号？", "ASK"), ("not complaint", "NOT-COMPLAINT"), ("NOT-COMPLAINT: spam", "NOT-COMPLAINT"), ("Not_complaint", "NOT-COMPLAINT"), ("方案\n方案一：换货", "OPTIONS"), ("方案一：换货 好处：快", "OPTIONS"), ("延期 3", "EXTEND"), ("同意", "APPROVE"), ("RESOLVED", "RESOLVE")],
)  # fmt: skip
def test_commands_not_carried_out(text: str, name: str):
    """A known command that the desk does not carry out is named, and the reply kept whole as a note."""
    assert answer_of(text) == Answer(command=Command.NOTE, text=text, explicit=False, unsupported=name)


@given(st.text(max_size=300))
def test_total(text: str):
    """No text raises; whatever is no command is kept."""
    answer = answer_of(text)
    assert answer.command in Command
