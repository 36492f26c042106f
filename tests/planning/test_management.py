"""What managers' words do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.case import DeadlineKind, EventKind, State
from daemon.planning.effects import IntakeState
from rules.vocabulary import ClockKind
from templates.contexts import Told
from tests.planning.desk import ANN, BELLA, CARL, FINANCE, HANNAH, QUALITY, QUENTIN, Desk, at, letter

RESOLVED = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today"


@pytest.fixture
def desk() -> Desk:
    """Monday 13:00: nobody has signed for Ann's kettles, and a manager knows of it."""
    desk = Desk(department=[{"name": "Quality", "roles": ["quality"], "address": QUALITY, "members": [QUENTIN]},
                            {"name": "Finance", "roles": ["finance"], "address": FINANCE}])  # fmt: skip
    desk.complain()
    desk.turn(at(23, 13))
    return desk


@pytest.fixture
def puzzled() -> Desk:
    """A letter that nobody can make sense of waits for a manager."""
    desk = Desk()
    desk.complain(letter(confidence=0.1))
    return desk


def test_a_number_chooses_the_department(puzzled: Desk):
    """2 in answer to the triage: Finance has the form, and the choice is kept for whoever improves the rules."""
    assert puzzled.manager("2", to="triage")[0].told is Told.ROUTED
    assert (puzzled.case_now.state, puzzled.case_now.department) == (State.DISPATCHED, "Finance")
    assert puzzled.kinds(FINANCE) == ["handover"]
    [example] = puzzled.examples
    assert (example.department, example.actor, example.handling) == ("Finance", BELLA, "case")


@pytest.mark.parametrize("number", ["4", "9"])
def test_a_number_that_is_not_there(puzzled: Desk, number: str):
    """Refused, and the case still waits."""
    assert puzzled.manager(number, to="triage")[0].told is Told.REFUSED
    assert puzzled.case_now.state is State.TRIAGE


def test_a_number_in_answer_to_something_else(desk: Desk):
    """A number means a department only under the list that shows it."""
    [done] = desk.manager("2")
    assert (done.told, done.detail) == (Told.REFUSED, "no_number")


def test_reassign(desk: Desk):
    """To another department, by whatever name the policy knows it; the signing clock is new."""
    assert desk.manager("REASSIGN accounts: about the invoice")[0].told is Told.ROUTED
    assert desk.case_now.department == "Finance"
    assert desk.kinds(FINANCE) == ["handover"]
    assert desk.manager("REASSIGN Finance", to="escalation")[0].detail == "same_department"


def test_a_reassigned_case_is_told_to_who_had_it(desk: Desk):
    """The department's mailbox and the clerk who accepted, once each; a member who has done nothing reads nothing."""
    desk.staff("ACCEPT", who=QUENTIN)
    desk.manager("REASSIGN Finance")
    assert [notice.recipients for notice in desk.sent("update")] == [(QUALITY,), (QUENTIN,)]
    assert desk.told("update").moved_to == "Finance"


def test_a_longer_level_keeps_the_promise_and_its_reminder(desk: Desk):
    """Promised for Wednesday, then a lighter level of five days: the department is reminded, and late, by Wednesday."""
    desk.cases[desk.case_now.number] = replace(desk.case_now, level="high", promised_at=at(25, 18))
    desk.manager("LEVEL normal")
    remind, miss = (desk.clocks[DeadlineKind.of(ClockKind.ANSWER, mark)] for mark in ("remind", "miss"))
    assert (desk.case_now.promised_at, miss) == (at(25, 18), at(25, 18))
    assert at(24, 18) < remind < at(25, 18)


def test_assign(desk: Desk):
    """A person of the company gets the form and is on record; a stranger is refused."""
    assert desk.manager(f"ASSIGN {QUENTIN}")[0].told is Told.ASSIGNED
    assert desk.case_now.dossier.assigned == QUENTIN
    assert desk.kinds(QUENTIN) == ["handover"]
    assert desk.manager("ASSIGN mallory@elsewhere.example")[0].detail == "unknown_address"


def test_remind(desk: Desk):
    """The department is reminded at once of what is due next, whatever the hour."""
    desk.turn(at(23, 22))
    assert desk.manager("REMIND")[0].told is Told.REMINDED
    assert desk.sent("reminder")[-1].not_before is None
    assert desk.told("reminder").clock == "signing"


def test_an_extension_is_granted(desk: Desk):
    """APPROVE: the promise moves, the customer is told, the department knows."""
    desk.staff("EXTEND 8 working days, parts from abroad")
    assert desk.manager("APPROVE", to="approval")[0].told is Told.APPROVED
    assert desk.case_now.promised_at == at(10, 18, month=12)
    assert desk.told("delay").promised == at(10, 18, month=12)
    assert desk.told("update", QUALITY)
    assert desk.case_now.dossier.request is None


def test_an_extension_is_not_granted(desk: Desk):
    """REJECT: everything stays as it was, and the department reads why."""
    desk.staff("EXTEND 8 working days, parts from abroad")
    assert desk.manager("REJECT ask the other supplier", to="approval")[0].told is Told.REJECTED
    assert desk.case_now.promised_at == at(30, 18)
    assert "other supplier" in desk.told("update", QUALITY).letter.text
    assert desk.sent("delay") == []


@pytest.mark.parametrize("words, mode", [("APPROVE watch", "watch"), ("同意 监控", "monitor"), ("APPROVE", "watch")])
def test_a_deferral_is_granted(desk: Desk, words: str, mode: str):
    """Watched or monitored, and no clock runs."""
    desk.staff("DEFER the supplier is closed")
    assert desk.manager(words, to="approval")[0].told is Told.DEFERRED
    assert (desk.case_now.state, desk.case_now.dossier.mode) == (State.DEFERRED, mode)
    assert desk.clocks == {}


def test_nothing_waits_for_approval(desk: Desk):
    """APPROVE and REJECT need a request."""
    for word in ("APPROVE", "REJECT no"):
        assert desk.manager(word)[0].detail == "nothing_open"


def test_a_level(desk: Desk):
    """By its code or name in either language; its clocks hold at once."""
    assert desk.manager("级别 特急")[0].told is Told.LEVELLED
    assert desk.case_now.level == "critical"
    assert desk.manager("LEVEL gigantic")[0].detail == "unknown_level"


def test_close_is_confirmed_first(desk: Desk):
    """Without a resolution before it a second mail must confirm CLOSE; then the customer is told."""
    assert desk.manager("CLOSE agreed by phone")[0].told is Told.CONFIRM
    assert desk.case_now.state is State.DISPATCHED
    desk.manager("CONFIRM", to="confirmation")
    assert desk.case_now.state is State.CLOSED
    assert desk.told("closed").ended.value == "decided"


def test_close_after_a_resolution(desk: Desk):
    """At once: the customer has the answer already."""
    desk.staff(RESOLVED)
    assert desk.manager("CLOSE")[0].told is Told.CLOSED
    assert desk.case_now.state is State.CLOSED


def test_resume(desk: Desk):
    """A deferred case goes on: back to its department, with new clocks and a new promise."""
    desk.staff("DEFER the supplier is closed")
    desk.manager("APPROVE", to="approval")
    desk.turn(days=7)
    assert desk.manager("RESUME")[0].told is Told.RESUMED
    assert desk.case_now.state is State.REOPENED
    assert desk.case_now.promised_at > desk.now
    assert desk.told("redispatch").why.value == "resumed"


def test_what_rests_only_resumes(desk: Desk):
    """A case that runs cannot be resumed."""
    assert desk.manager("RESUME")[0].detail == "not_in_state"


def test_merge(desk: Desk):
    """One case of the same customer becomes part of another; the numbers of strangers' cases are refused."""
    desk.complain()
    desk.complain(letter(sender=CARL))
    assert desk.manager("MERGE C2026-000003")[0].detail == "other_customer"
    assert desk.manager("MERGE C2026-000009")[0].detail == "unknown_case"
    assert desk.manager("MERGE C2026-000002")[0].told is Told.MERGED
    gone, kept = desk.cases["C2026-000001"], desk.cases["C2026-000002"]
    assert (gone.state, gone.dossier.merged_into) == (State.CLOSED, kept.number)
    assert kept.state.is_open


def test_of_two_cases_that_become_one_the_earlier_promise_holds(desk: Desk):
    """The customer was told Monday of the first case: merged into one that was promised for Wednesday, Monday stands."""
    first = desk.case_now.promised_at
    desk.now += timedelta(days=2)
    desk.complain()
    assert desk.cases["C2026-000002"].promised_at > first
    desk.manager("MERGE C2026-000002")
    kept = desk.cases["C2026-000002"]
    assert kept.promised_at == first
    [answer] = [one for one in desk.told("update", QUALITY).promises if one.clock == "answer"]
    assert answer.due == first
    desk.turn(first)
    assert EventKind.DELAYED in desk.happened("C2026-000002")


@pytest.mark.parametrize("stands", ["waits", "is over"])
def test_a_date_that_holds_no_more_is_not_taken_over(desk: Desk, stands: str):
    """The first case waited for its customer, or its date has passed."""
    desk.now += timedelta(days=2)
    desk.complain()
    into = desk.cases["C2026-000002"]
    one = desk.cases["C2026-000001"]
    desk.cases[one.number] = {
        "waits": one.noting(waiting_since=desk.now),
        "is over": replace(one, promised_at=desk.now),
    }[stands]
    desk.manager("MERGE C2026-000002")
    assert desk.cases["C2026-000002"].promised_at == into.promised_at


def test_split(desk: Desk):
    """A further letter that is about something else becomes a case of its own, the customer's too."""
    desk.customer("And the invoice of last month is wrong as well.")
    assert desk.manager("SPLIT", to="update")[0].told is Told.SPLIT
    assert list(desk.cases) == ["C2026-000001", "C2026-000002"]
    assert desk.cases["C2026-000002"].customer == ANN
    [verdict] = desk.verdicts
    assert (verdict.state, verdict.case) == (IntakeState.CASE, "C2026-000002")


def test_managers_may_what_departments_may(desk: Desk):
    """A manager's NOTE and PROGRESS work, and a note of theirs is no first reply of the department."""
    assert desk.manager("NOTE I know the man.")[0].told is Told.NOTED
    assert desk.case_now.dossier.replied_at is None
    assert desk.manager("PROGRESS We are on it.")[0].told is Told.SENT_PROGRESS


def test_the_receipt_goes_to_the_manager(desk: Desk):
    """Not to the department, and not to the head."""
    desk.manager("REMIND")
    assert desk.sent("receipt", BELLA)
    assert not desk.sent("receipt", QUALITY) + desk.sent("receipt", HANNAH)


def test_every_decision_is_on_record(desk: Desk):
    """Who, what and why, in order."""
    desk.manager("LEVEL high")
    desk.manager("REASSIGN Finance: an invoice")
    last = desk.events["C2026-000001"][-2:]
    assert [(event.kind, event.actor) for event in last] == [(EventKind.LEVELLED, BELLA), (EventKind.DISPATCHED, BELLA)]
    assert "an invoice" in last[1].data["reason"]


def test_a_deferral_is_told_to_the_customer(desk: Desk):
    """She reads that it is put off and which date no longer holds; why is between department and managers."""
    desk.staff("DEFER she quarrels about everything")
    desk.manager("APPROVE", to="approval")
    told = desk.told("progress", ANN)
    assert (told.put_off, told.was, told.promised, told.text) == (True, at(30, 18), None, "")
    desk.manager("RESUME", to="receipt")
    again = desk.told("progress", ANN)
    assert again.taken_up
    assert again.promised == desk.case_now.promised_at


def test_a_no_in_other_words_is_offered_the_right_ones(desk: Desk):
    """Asked for approval, the manager writes freely: nothing is decided, and the receipt offers what decides it."""
    desk.staff("DEFER the part is not made any more")
    desk.manager("Please call the customer first.", to="approval")
    offered = [button.command for button in desk.told("receipt", BELLA).buttons]
    assert offered[:3] == ["APPROVE watch", "APPROVE monitor", "REJECT"]


@pytest.mark.parametrize("words", ["收到", "Received, thanks", "OK", "好的"])
def test_a_courtesy_accepts_for_no_department(desk: Desk, words: str):
    """A manager's OK below an escalation is a note: the department still has to sign. The word ACCEPT counts."""
    before = desk.clocks
    assert [one.told for one in desk.manager(words)] == [Told.NOTED]
    assert (desk.case_now.state, desk.clocks) == (State.DISPATCHED, before)
    assert desk.manager("ACCEPT")[0].told is Told.ACCEPTED


@pytest.mark.parametrize("words, closed", [("OK", "closed"), ("好的", "closed"), ("Received", ""), ("收到", "")])
def test_what_only_says_that_it_has_come_grants_nothing(desk: Desk, words: str, closed: str):
    """OK is a yes to what was asked, a request or our doubts; `收到` is none, and does nothing else either."""
    desk.manager("CLOSE agreed by phone")
    desk.manager(words, to="confirmation")
    assert desk.case_now.state is (State.CLOSED if closed else State.DISPATCHED)
    other = Desk()
    other.complain()
    other.staff("DEFER the supplier is closed")
    other.manager(words, to="approval")
    assert other.case_now.state is (State.DEFERRED if closed else State.ACCEPTED)
