"""A misspelt command word, and a name below the words that nothing marks as a signature."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.answers import Command, reply_of
from parsers.answers.meant import slipped

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text, command",
    [("PROGESS we found the fault", "PROGRESS"), ("progess: we found it", "PROGRESS"), ("Progess we found it", "PROGRESS"), ("ACEPT", "ACCEPT"), ("acept", "ACCEPT"), ("RESOVLE\nCause: a seal", "RESOLVE"), ("EXTENT 3", "EXTEND"), ("WORNG Finance", "WRONG"), ("接手了", "ACCEPT"), ("受里", "ACCEPT"), ("进站 已找到原因", "PROGRESS"), ("accept, we will look into it", "ACCEPT"), ("收到，马上处理。", "ACCEPT"), ("progress, we found the leak", "PROGRESS")],
)  # fmt: skip
def test_a_misspelt_command_is_guessed_and_not_carried_out(text: str, command: str):
    """The whole reply is a note; what was meant is only told."""
    reply = reply_of(text, TODAY)
    assert (reply.instructions, reply.note, reply.meant) == ((), text, Command(command))


@pytest.mark.parametrize(
    "text",
    ["Noted, thanks", "We are on it", "Thanks", "Dear all, we look into it", "CASE", "Closed circuit", "今天看一下", "已收到你们的邮件并安排", "", "1234", "The cause is a seal", "ok, but it is not ours", "收到，但不是我们的", "Yes, I saw it", "close, but no cigar"],
)  # fmt: skip
def test_ordinary_words_are_no_slips(text: str):
    """Nobody who writes a plain note is asked what command it was."""
    assert reply_of(text, TODAY).meant is None


def test_a_slip():
    """A letter more, less or other is one; two neighbours that changed places are one."""
    assert [slipped(word, "progress", 2) for word in ("progress", "progess", "porgress", "prgess", "egress")] == [
        0,
        1,
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    "text, signed, question",
    [
        ("ASK Which batch number is on the box?\n\n李工", "", "Which batch number is on the box?"),
        ("补充 箱子上的批号是多少？\n\n小王", "", "箱子上的批号是多少？"),
        ("ASK Which batch number is on the box?\n\nTom, Quality", "", "Which batch number is on the box?"),
        ("ASK Which batch number is on the box?\nTom", "Tom Brown", "Which batch number is on the box?"),
        ("补充 箱子上的批号是多少\n王敏", "王敏", "箱子上的批号是多少"),
    ],
)
def test_a_name_below_is_not_sent(text: str, signed: str, question: str):
    """The writer's own name, or a person by the looks of it behind an empty line, is no part of what goes out."""
    [ask] = reply_of(text, TODAY, signed=signed).instructions
    assert ask.text == question


@pytest.mark.parametrize(
    "text, said",
    [
        ("WRONG\n\nFinance", "Finance"),
        ("ASK Which is it?\n\nBlue", "Which is it?\n\nBlue"),
        ("RESOLVE\nSolution:\n\n李工", "Solution:\n\n李工"),
        ("PROGRESS we wait for\n\nTom, Quality", "we wait for\n\nTom, Quality"),
        ("补充 颜色是哪种？\n\n黄色", "颜色是哪种？\n\n黄色"),
    ],
)
def test_what_may_be_an_answer_stays(text: str, said: str):
    """A department, a colour, a field's value: one word at the end is not cut off because it is short."""
    [instruction] = reply_of(text, TODAY, signed="Ann Lee").instructions
    assert instruction.text == said
