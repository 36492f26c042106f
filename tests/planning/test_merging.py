"""Two cases become one: only of one customer, who reads what becomes of the date; old mails of the gone case decide nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from daemon.case import EventKind, Request, Role, State
from daemon.matching import Joins, Standing
from templates.contexts import Told
from tests.planning.desk import ANN, BELLA, CARL, QUALITY, Desk, at, remark

ONE, TWO = "C2026-000001", "C2026-000002"


@pytest.fixture
def desk() -> Desk:
    """Ann has complained twice, and a manager knows of the first."""
    desk = Desk()
    desk.complain()
    desk.turn(at(23, 13))
    desk.complain()
    return desk


def _merge(desk: Desk, into: str = TWO) -> str:
    [done] = desk.manager(f"MERGE {into}")
    return done.detail if done.told is Told.REFUSED else done.told.value


def _answers(desk: Desk, text: str, notice: str, who: str, standing: Standing) -> None:
    """Somebody answers a mail about the first case, which may be part of the second by now."""
    key = f"{ONE}/{notice}"
    desk.read(
        remark(text, sender=who),
        Joins(desk.cases[ONE], standing, "it answers our mail", proven=True, notice=notice, effect_key=key),
    )


@pytest.mark.parametrize("changed", [ONE, TWO])
def test_cases_of_two_customers_never_become_one_though_both_take_part(desk: Desk, changed: str):
    """Carl in copy of Ann's case, or she in copy of his: each was promised an answer of their own."""
    people = {ANN: Role.CC, CARL: Role.CUSTOMER}
    desk.cases[changed] = replace(desk.cases[changed], customer=CARL, participants=people)
    assert _merge(desk) == "other_customer"
    assert desk.cases[ONE].state.is_open
    assert not desk.sent("progress")


def test_the_customer_reads_that_two_complaints_are_one_and_by_when(desk: Desk):
    """Both numbers, and the date that holds for both."""
    assert _merge(desk) == "merged"
    told = desk.told("progress", ANN)
    assert (told.case, told.joined, told.promised) == (TWO, ONE, desk.office.local(desk.cases[TWO].promised_at))


def test_a_date_that_a_merge_ends_is_told(desk: Desk):
    """The second case waits for her answer: she reads that, and which date no longer holds."""
    desk.cases[TWO] = desk.cases[TWO].noting(waiting_since=desk.now)
    _merge(desk)
    told = desk.told("progress", ANN)
    assert (told.promised, told.waits, told.was) == (None, True, desk.office.local(desk.cases[ONE].promised_at))


@pytest.mark.parametrize("state", [State.RESOLVED, State.CONFIRMING, State.DEFERRED, State.CLOSED])
def test_nothing_owed_becomes_part_of_a_case_that_nobody_works_on(desk: Desk, state: State):
    """It would be forgotten there; the other way round they may be merged, unless the case is closed."""
    desk.cases[TWO] = replace(desk.cases[TWO], state=state)
    assert _merge(desk) == "into_settled"
    desk.cases[ONE], desk.cases[TWO] = (
        replace(desk.cases[ONE], state=state),
        replace(desk.cases[TWO], state=State.ACCEPTED),
    )
    assert _merge(desk) == ("not_in_state" if state is State.CLOSED else "merged")
    assert not desk.sent("progress")


def test_a_case_is_not_merged_with_itself_or_back(desk: Desk):
    """Neither by its own number nor, once they are one, by that of the other."""
    assert _merge(desk, ONE) == "same_case"
    assert _merge(desk) == "merged"
    assert _merge(desk, ONE) == "same_case"
    assert desk.cases[TWO].state.is_open


def test_who_had_the_case_reads_that_it_is_another_department_s(desk: Desk):
    """Quality need not go on; the other department reads the letter."""
    desk.cases[TWO] = replace(desk.cases[TWO], department="Finance")
    _merge(desk)
    assert desk.told("update", QUALITY).moved_to == f"Finance ({TWO})"


@pytest.mark.parametrize("word", ["APPROVE", "REJECT", "同意", "驳回"])
def test_what_was_asked_of_the_gone_case_grants_nothing_in_the_other(desk: Desk, word: str):
    """Both departments asked for time: the answer to the first request is none to the second."""
    asked = Request(asked="extend", days=9, reason="he is ill", by=QUALITY, at=desk.now)
    desk.cases[TWO] = desk.cases[TWO].noting(request=asked)
    _merge(desk)
    _answers(desk, word, "approval", BELLA, Standing.MANAGER)
    assert desk.cases[TWO].dossier.request == asked
    assert desk.told("receipt", BELLA).done[-1].detail == "nothing_open"


@pytest.mark.parametrize(
    ("answer", "kind"), [("YES", EventKind.ADDED), ("满意", EventKind.ADDED), ("NO", EventKind.DISSATISFIED)]
)
def test_a_yes_to_the_gone_case_s_question_closes_no_other(desk: Desk, answer: str, kind: EventKind):
    """A no brings the other back, for nothing that a customer misses may be lost."""
    _merge(desk)
    desk.cases[TWO] = replace(desk.cases[TWO].noting(resolved_at=desk.now), state=State.CONFIRMING)
    _answers(desk, answer, "closure_check", ANN, Standing.CUSTOMER)
    assert desk.cases[TWO].state is not State.CLOSED
    assert kind in desk.happened(TWO)


def test_a_new_letter_about_the_gone_case_s_number_finds_the_other(desk: Desk):
    """The invoice of the first is one of the second's."""
    plan = desk.read(
        remark(f"MERGE {TWO}", sender=BELLA),
        Joins(desk.cases[ONE], Standing.MANAGER, "", proven=True, notice="escalation", effect_key="x"),
    )
    assert ("invoice", "89621") in plan.changes[-1].references
