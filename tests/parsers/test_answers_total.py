"""Properties of reading replies: no text raises, nothing said is lost, and the time is linear."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.answers import Asked, Command, Field, customer_answer_of, reply_of
from parsers.answers.words import commands, words
from parsers.text.folding import folded, lowered

TODAY = date(2026, 11, 22)
PIECES = ["ACCEPT", "accept", "受理", "转交", "RESOLVE", "办结", "Cause:", "原因：", "EXTEND", "延期", "三天", "3 days", "AWAY until", "外出", "29 Feb", "12月31日", "li@x.example", "Option 1:", "方案一：", "Benefit:", "风险：", "2", "②", "yes", "no", "不", "满意", "4/5", "★", "--", "Best regards", "\n", " ", ",", "：", "?", "not", "but", "İ", "\u3000", "9" * 30, "〇", "万亿"]  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))  # fmt: skip


@settings(deadline=None)  # the first call reads the word files; time has a test of its own
@given(texts, st.dates(min_value=date(2000, 1, 1), max_value=date(2999, 12, 31)))
def test_any_reply_can_be_read(text: str, today: date):
    """No text makes the reader fail; without a command the whole of it is the note."""
    reply = reply_of(text, today)
    assert reply.instructions or reply.note == text.strip("\ufeff\u200b \t\r\n\u3000")
    for instruction in reply.instructions:
        assert instruction.until is None or instruction.until >= today
        assert all(value.strip() for value in instruction.fields.values())
        assert set(instruction.fields) <= set(Field)


@settings(deadline=None)
@given(texts)
def test_any_customer_can_be_read(text: str):
    """No text makes the reader fail, and no answer is out of its range or given unasked."""
    for asked in Asked:
        answer = customer_answer_of(text, asked=asked)
        assert answer.rating in (None, 1, 2, 3, 4, 5)
        assert answer.satisfied is None or asked is Asked.SATISFIED
        assert answer.choice is None or (asked is Asked.CHOICE and 1 <= answer.choice <= 99)


@settings(deadline=None)
@given(st.text())
def test_folding_keeps_every_place(text: str):
    """Folded text is as long as what was written, character for character."""
    assert len(folded(text)) == len(lowered(text)) == len(text)


@pytest.mark.parametrize("piece", ["ACCEPT, ", "ACCEPT\n", "accept and ", "- ", "受理，", "Cause: x ", "Option 1: x Benefit: ", "2 Dec ", "li@", "[(*", "请", "一", "Thanks\n", "3 days ", "withdraw my complaint. ", "not ", "1/5 ", " \n", "yes, no ", "\u3000", "★"])  # fmt: skip
def test_reading_takes_linear_time(piece: str):
    """Half a megabyte of any repeated piece, behind a command or not, is read in a moment."""
    text = (piece * 500_000)[:500_000]
    started = time.perf_counter()
    for beginning in ("", "RESOLVE ", "AWAY ", "WRONG "):
        reply_of(beginning + text, TODAY)
    for asked in Asked:
        customer_answer_of(text, asked=asked)
    assert time.perf_counter() - started < 10


def test_no_more_commands_than_anybody_writes():
    """A mail of a thousand commands is carried out only at its beginning."""
    assert len(reply_of("ACCEPT\n" * 1000, TODAY).instructions) == 20


def test_every_command_and_field_has_words_in_every_language():
    """No word file forgets a command or a field, and no word stands for two commands."""
    for command in set(Command) - {Command.CHOICE}:
        written = words().words(f"command.{command.value}")
        assert any(word.isascii() for word in written), command
        assert any(not word.isascii() for word in written), command
        assert {commands()[word] for word in written} == {command}
    for field in Field:
        written = words().words(f"field.{field.value}")
        assert any(word.isascii() for word in written), field
        assert any(not word.isascii() for word in written), field
