"""Mails to staff and customers say what is so at that moment, and nothing that is not."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import daemon.planning
import templates
from daemon.case import Amended, State
from daemon.planning.known import put_right
from daemon.planning.reports import _line_commands, _work_commands  # pyright: ignore[reportPrivateUsage]
from parsers.answers import Asked, Command, customer_answer_of, reply_of
from parsers.letter import Fact, Facts
from templates import render
from templates.contexts import CaseLine, Receipt, Redispatch, Told
from tests.planning.desk import ANN, BELLA, Desk, at, case

RESOLVED = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today\nMeasures: strengthen inspection\n"
OPTIONS = "OPTIONS\nOption 1: nine new kettles. Benefit: all new. Risk: a week.\nOption 2: a refund. Benefit: fast."


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained about kettles."""
    desk = Desk()
    desk.complain()
    return desk


@pytest.mark.parametrize("words", ["PROGRESS The seal is brittle.", OPTIONS, RESOLVED])
def test_what_leaves_in_the_morning_has_not_gone(desk: Desk, words: str):
    """At 22:30 the receipt names the moment at which the customer gets it; by day it says that it has gone."""
    desk.turn(at(23, 22, 30))
    [done] = desk.staff(words)
    assert done.leaves == at(24, 8)
    for language, gone, when in (("en", "gone", "Tuesday 24 November 2026, 08:00"), ("zh", "已发给", "2026年11月24日")):
        mail = render(desk.told("receipt"), language)
        assert gone not in mail.subject
        assert when in mail.text.partition("\n\n")[0]
    desk.turn(at(24, 10))
    [again] = desk.staff(words.replace("brittle", "broken").replace("refund", "repair"))
    assert again.leaves is None


def test_the_question_comes_after_the_answer(desk: Desk):
    """Resolved at night: the answer leaves at 08:00 and the question ninety minutes later, never beside it."""
    desk.turn(at(23, 22, 30))
    desk.staff(RESOLVED)
    desk.turn(at(24, 9, 29))
    assert desk.kinds(ANN)[-1] == "resolution"
    desk.turn(at(24, 9, 30))
    assert desk.kinds(ANN)[-1] == "closure_check"
    assert desk.told("resolution").check_at == at(24, 9, 30)


def test_a_department_reads_what_the_customer_was_told(desk: Desk):
    """An empty phrase is left out of the answer, and so it is where the department is shown what had been answered."""
    desk.staff(RESOLVED)
    desk.turn(hours=3)
    desk.customer("No, two still leak.", to="closure_check")
    again = desk.told("redispatch")
    assert isinstance(again, Redispatch)
    assert again.before == desk.told("resolution").resolved
    assert again.before is not None
    assert again.before.measures == ""


def test_who_passes_a_case_on_has_no_clocks_in_it(desk: Desk):
    """The receipt of WRONG promises nothing for the department, names the managers, and no reason is no dash."""
    desk.staff("ACCEPT")
    desk.staff("WRONG")
    receipt = desk.told("receipt")
    assert isinstance(receipt, Receipt)
    assert receipt.promises == ()
    assert not any(BELLA in render(receipt, language).subject for language in ("en", "zh"))
    assert "Quality passed it on without a reason" in render(desk.told("triage"), "en").text


@pytest.mark.parametrize(
    "level, state, clocks, told", [("unreasonable", "work", False, True), ("severe", "work", True, True), ("severe", "closed", False, False)]
)  # fmt: skip
def test_a_level_promises_no_clock_that_does_not_run(level: str, state: str, *, clocks: bool, told: bool):
    """A level that only people set has no time limits, a closed case neither, and there nobody is told."""
    desk = Desk("dealership")
    desk.complain()
    desk.staff("ACCEPT")
    if state == "closed":
        number = desk.case_now.number
        desk.cases[number] = replace(desk.case_now, state=State.CLOSED)
    [done] = desk.manager(f"LEVEL {level}", to="handover")
    assert (done.told, done.clocks, done.passed_on) == (Told.LEVELLED, clocks, told)
    words = {True: "The time limits of that level apply", False: "No time limit runs in it now"}[clocks]
    text = render(desk.told("receipt"), "en").text
    assert (words in text, "The department is told" in text) == (True, told)


def _refusals() -> Iterator[str]:
    """Every reason that the core gives a refusal."""
    for path in Path(daemon.planning.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refused":
                yield from (str(one.value) for one in ast.walk(node.args[2]) if isinstance(one, ast.Constant))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_refusal_of_the_core_has_its_sentence(language: str):
    """Nobody reads `other customer` as the reason why a command was not carried out."""
    path = Path(templates.__file__).parent / language / "words.toml"
    assert set(_refusals()) <= set(tomllib.loads(path.read_text(encoding="utf-8"))["refused"])


@pytest.mark.parametrize(
    "text, command, days",
    [
        ("EXTEND 3 days, the part comes on Friday", Command.EXTEND, 3),
        ("延期 3 天，配件周五到货", Command.EXTEND, 3),
        ("REJECT 2 the customer was on holiday", Command.REJECT, None),
        ("驳回 2 当时客户在休假", Command.REJECT, None),
        ("COMPLAINT L12", Command.COMPLAINT, None),
        ("立案 L12", Command.COMPLAINT, None),
        ("Option 1: a new machine. Benefit: full guarantee. Risk: takes a week.", Command.OPTIONS, None),
        ("方案一：更换新机。好处：全新保修。风险：需等一周。", Command.OPTIONS, None),
    ],
)
def test_an_example_in_a_mail_does_what_it_shows(text: str, command: Command, days: int | None):
    """Whoever copies it is understood; and it does stand in a mail of that language."""
    folder = Path(templates.__file__).parent / ("en" if text.isascii() else "zh")
    assert any(text in path.read_text(encoding="utf-8") for path in (folder / "words.toml", folder / "penalties.md"))
    [instruction] = reply_of(text, date(2026, 11, 25)).instructions
    assert (instruction.command, instruction.days) == (command, days)


@pytest.mark.parametrize("text", ["YES 4", "是 4分"])
def test_the_customers_example_is_a_yes_with_a_mark(text: str):
    """As the closure check shows it."""
    answer = customer_answer_of(text, asked=Asked.SATISFIED)
    assert (answer.satisfied, answer.rating) == (True, 4)


@pytest.mark.parametrize(
    "known, wrong, left",
    [(("89621",), "", ("89612",)), (("89621", "7731"), "", ("89621", "7731", "89612")), ((), "", ("89612",))],
)
def test_the_only_number_is_the_one_put_right(known: tuple[str, ...], wrong: str, left: tuple[str, ...]):
    """Of one invoice, `the number should be 89612` is the right number, and the wrong one is told no more."""
    facts = put_right(
        Facts(invoices=tuple(Fact(one) for one in known)), [Amended(of="invoices", right="89612", wrong=wrong)]
    )
    assert tuple(fact.value for fact in facts.invoices) == left


def test_nobody_is_offered_what_would_be_refused():
    """No REMIND where no clock runs; a deferred case goes on with RESUME; an unaccepted one begins with ACCEPT."""
    line = CaseLine(
        case="C2026-000001",
        customer=ANN,
        subject="",
        department="Quality",
        level_en="",
        level_zh="",
        state="confirming",
        opened=at(23, 9),
    )
    assert "REMIND" not in _line_commands(line)
    assert "REMIND" in _line_commands(replace(line, due=at(24, 9)))
    assert _line_commands(replace(line, state="deferred"))[0] == "RESUME"
    assert _work_commands(case(State.DISPATCHED))[0] == "ACCEPT"
    assert "ACCEPT" not in _work_commands(case(State.ACCEPTED))
