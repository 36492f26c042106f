"""What a deadline does when it comes: reminders, escalations, levels that rise, and what the customer is told in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from daemon.case import DeadlineKind, EventKind, State
from daemon.plan import Due, Plan, plan_deadlines
from parsers.letter import Fact, Topic
from rules.vocabulary import ClockKind
from tests.planning.desk import ANN, BELLA, GRACE, HANNAH, MONDAY, QUALITY, Desk, at, case, letter, pack

REPAIR = Fact(Topic.AFTER_SALES_REPAIR)


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained about kettles."""
    desk = Desk()
    desk.complain()
    return desk


@pytest.fixture
def dealer() -> Desk:
    """Monday 09:00: Ann has complained to a car dealer about a repair: a general complaint."""
    desk = Desk("dealership")
    desk.complain(letter(topic=REPAIR))
    return desk


def test_a_reminder_then_the_head_then_everybody(desk: Desk):
    """Nobody signs: a reminder before, department and head at the end, head and managers a working day later."""
    desk.turn(at(23, 12, 11))
    assert desk.kinds(QUALITY) == ["handover"]
    desk.turn(at(23, 12, 12))
    assert not desk.told("reminder").missed
    desk.turn(at(23, 13))
    assert desk.told("reminder").missed
    assert (desk.kinds(HANNAH), desk.kinds(BELLA)) == (["escalation"], [])
    desk.turn(at(24, 18))
    assert desk.told("escalation", BELLA).times_missed == 2
    assert desk.kinds(HANNAH).count("escalation") == 2


def test_a_missed_clock_leaves_its_mark(desk: Desk):
    """The record says which clock was missed, when it ran out, how often it was told and at which level."""
    desk.turn(at(23, 13))
    [missed] = [event for event in desk.events["C2026-000001"] if event.kind is EventKind.MISSED]
    assert missed.at == at(23, 13)
    told = {"clock": "signing", "due": missed.at.isoformat(), "times": 1, "level": "normal", "department": "Quality"}
    assert missed.data == told


def test_a_reminder_that_comes_too_late_says_nothing(desk: Desk):
    """The daemon was down: at 15:00 the reminder is only noted, since the end of the clock says it all."""
    desk.now = at(23, 15)
    desk.fire("C2026-000001", DeadlineKind.SIGNING_REMIND, at(23, 12, 12))
    assert desk.sent("reminder") == []
    assert DeadlineKind.SIGNING_REMIND not in desk.clocks
    desk.fire("C2026-000001", DeadlineKind.SIGNING_MISS, at(23, 13))
    assert len(desk.sent("reminder")) == 1


def test_a_reminder_that_would_wait_until_it_is_too_late_says_nothing():
    """Most of 48 hours is over on Sunday, all of it on Sunday too: on Monday morning there is one mail, not two."""
    desk = Desk("manufacturing", start=at(27, 16))
    desk.complain()
    desk.staff("ACCEPT")
    desk.turn(at(30, 10))
    assert [mail.context.missed for mail in desk.sent("reminder") if mail.context.clock == "first_reply"] == [True]


def test_a_delay_of_weeks_is_renewed_by_weeks():
    """Eight weeks that cannot be kept become four more, not a mail a day that says "tomorrow"."""
    desk = Desk("uk_disp")
    desk.complain()
    promised = desk.case_now.promised_at
    desk.turn(promised)
    assert (desk.case_now.promised_at - promised).days >= 28


def test_after_an_outage_the_next_telling_is_set_from_now(desk: Desk):
    """Ten days late there is one escalation, and the next comes on the next working day, not nine at once."""
    desk.now = at(3, 9, month=12)
    desk.fire("C2026-000001", DeadlineKind.SIGNING_MISS, at(23, 13))
    assert len(desk.sent("escalation")) == 1
    assert at(4, 9, month=12) <= desk.clocks[DeadlineKind.SIGNING_MISS] <= at(4, 18, month=12)


def test_what_the_case_has_overtaken_asks_for_nothing(desk: Desk):
    """A deadline that was due and no longer is changes nothing and writes to nobody."""
    desk.staff("ACCEPT")
    desk.now = at(23, 14)
    due = Due(DeadlineKind.SIGNING_MISS, at(23, 13))
    assert plan_deadlines(desk.office, [(desk.case_now, due)], desk, desk.now) == [Plan()]


def test_mails_about_clocks_wait_for_working_time(desk: Desk):
    """Told at night, they leave in the morning, and only while the clock can still run."""
    desk.now = at(23, 22)
    desk.fire("C2026-000001", DeadlineKind.SIGNING_MISS, at(23, 13))
    for notice in (*desk.sent("reminder"), *desk.sent("escalation")):
        assert notice.not_before == at(24, 9)
        assert set(notice.valid_while or ()) == {State.DISPATCHED, State.REOPENED}


def test_the_gravest_wait_for_nothing():
    """A critical case wakes people."""
    desk = Desk(start=at(23, 22))
    desk.complain()
    desk.manager("LEVEL critical", to="handover")
    desk.turn(minutes=30)
    assert [notice.not_before for notice in (*desk.sent("reminder"), *desk.sent("escalation"))] == [None] * 3


def test_a_second_clock_that_is_late_too_is_told_with_the_first(desk: Desk):
    """A case that is late in two ways is escalated once a day for the older clock, not twice."""
    desk.turn(at(4, 12, month=12))
    last = [
        n.context for n in desk.sent("escalation", HANNAH) if n.not_before is None or n.not_before > at(2, 12, month=12)
    ]
    assert {context.clock for context in last} == {"signing"}


def test_without_a_head_the_managers_hear():
    """The ladder's first step is the managers where nobody heads the department."""
    desk = Desk(department=[{"name": "Quality", "roles": ["quality"], "address": QUALITY}])
    desk.complain()
    desk.turn(at(23, 13))
    assert desk.kinds(BELLA) == ["escalation"]


def test_penalties_are_noted_once_for_each_clock(dealer: Desk):
    """At the dealer's a missed signing costs the department something, once however often it is told."""
    dealer.turn(at(25, 12))
    penalised = [
        e for e in dealer.events["C2026-000001"] if e.kind is EventKind.PENALISED and e.data["clock"] == "signing"
    ]
    [entry] = penalised
    assert (entry.at, entry.data["department"], entry.data["level"]) == (at(23, 10), "Quality", "general")


def test_a_closing_clock_raises_the_level(dealer: Desk):
    """Not closed in three days: one level up, back to the department, and all clocks count from then."""
    dealer.staff("ACCEPT")
    dealer.turn(at(26, 18, 1))
    found = dealer.case_now
    assert (found.level, found.state) == ("intermediate", State.REOPENED)
    assert found.dossier.counted_from == at(26, 18)
    assert dealer.told("redispatch").why.value == "risen"
    assert [event.kind for event in dealer.events["C2026-000001"]].count(EventKind.RISEN) == 1
    assert dealer.clocks[DeadlineKind.SIGNING_MISS] > at(26, 18)


def test_a_level_that_rises_moves_no_promise(dealer: Desk):
    """Whenever a delay is told, the date that it takes back is the one that the customer was told before."""
    dealer.turn(at(16, 12, month=12))
    told = dealer.sent("delay", ANN)
    assert len(told) > 2
    assert [one.context.was for one in told[1:]] == [one.context.promised for one in told[:-1]]


def test_what_waits_for_a_manager_waits_on_when_the_level_rises(dealer: Desk):
    """Asked for on the last afternoon, approved the next morning: nobody had decided anything between."""
    dealer.turn(at(26, 15))
    dealer.staff("DEFER the customer wants a new car")
    dealer.turn(at(27, 10))
    assert dealer.case_now.state is State.REOPENED
    dealer.manager("APPROVE monitor", to="approval")
    assert (dealer.case_now.state, dealer.case_now.level) == (State.DEFERRED, "unreasonable")


def test_a_missed_clock_that_gets_more_time_is_not_overdue(desk: Desk):
    """EXTEND after the miss: department and customer have one date, nobody is chased before it, and it is reminded of anew."""
    desk.staff("ACCEPT")
    desk.turn(at(1, 10, month=12))
    chased = len(desk.sent("escalation"))
    desk.staff("EXTEND 3 working days, the laboratory")
    assert desk.clocks[DeadlineKind.ANSWER_MISS] == desk.case_now.promised_at == at(8, 18, month=12)
    desk.turn(at(8, 11, month=12))
    assert len(desk.sent("escalation")) == chased
    assert not desk.told("reminder").missed


@pytest.mark.parametrize(
    "said, asked, answered, promised",
    [
        ("EXTEND 5 working days, the laboratory", at(1, 9, month=12), at(4, 9, month=12), at(10, 18, month=12)),
        ("ACCEPT", at(1, 9, month=12), at(7, 9, month=12), at(9, 18, month=12)),
    ],
)
def test_a_question_stops_every_promise(desk: Desk, said: str, asked: datetime, answered: datetime, promised: datetime):
    """While the customer owes an answer, also the day moves on that EXTEND or a told delay has promised."""
    desk.staff(said)
    desk.turn(asked)
    desk.staff("ASK Which batch?")
    desk.turn(answered)
    desk.customer("Batch B-7.", to="clarification")
    assert desk.case_now.promised_at == promised


def test_severe_stays_severe_and_goes_to_the_top(dealer: Desk):
    """Where no level is left, the general manager hears of it."""
    dealer.manager("LEVEL severe", to="handover")
    dealer.staff("ACCEPT")
    dealer.turn(at(10, 9, month=12))
    assert dealer.case_now.level == "severe"
    assert {notice.context.cause.value for notice in dealer.sent("escalation", GRACE)} >= {"top"}


def test_a_case_in_triage_that_rises_is_still_in_triage():
    """While nobody has chosen a department, a closing clock that runs out bothers none: the managers have the case."""
    desk = Desk("dealership")
    desk.complain(letter(confidence=0.1))
    assert desk.case_now.state is State.TRIAGE
    desk.turn(at(27, 9))
    assert desk.case_now.state is State.TRIAGE
    assert desk.kinds(QUALITY) == desk.kinds(HANNAH) == []
    assert "escalation" in desk.kinds(BELLA)


def test_the_chase_comes_once(desk: Desk):
    """What is missing is asked for a second time after two working days, and never again."""
    desk.staff("ACCEPT")
    desk.turn(at(1, 12, month=12))
    [chase] = desk.sent("clarification")
    assert chase.context.missing
    assert desk.happened().count(EventKind.CHASED) == 1


def test_a_delay_is_told_with_a_later_date(desk: Desk):
    """At noon of the promised day the customer has a new date, and the case has promised it."""
    desk.turn(at(30, 12))
    delay = desk.told("delay")
    assert (delay.was, delay.promised) == (at(30, 18), desk.case_now.promised_at)
    assert delay.promised > at(30, 18)
    assert desk.clocks[DeadlineKind.ANSWER_MISS] == at(30, 18), "the department's clock is as it was"


def test_every_promise_is_broken_before_it_breaks(desk: Desk):
    """Left alone for a month, the customer hears of each delay before the date she was last told."""
    desk.turn(at(23, 9, month=12))
    promised = at(30, 18)
    for notice in desk.sent("delay"):
        assert notice.context.was == promised
        assert (notice.not_before or MONDAY) < promised
        promised = notice.context.promised
    assert len(desk.sent("delay")) >= 2


def test_a_sign_of_life(desk: Desk):
    """Three working days after the last mail to the customer a short one, and each mail begins that time anew."""
    desk.staff("PROGRESS We have found the seal.")
    desk.turn(at(26, 17, 59))
    assert len(desk.sent("progress", ANN)) == 1
    desk.turn(at(1, 9, month=12))
    assert [n.context.text for n in desk.sent("progress", ANN)] == ["We have found the seal."]
    assert [n.context.kind.value for n in desk.notices.values() if ANN in n.recipients][-2:] == [
        "clarification",
        "delay",
    ]


def test_silence_closes_and_says_so(desk: Desk):
    """No answer for five working days: closed, with the reason and how to object."""
    desk.staff("RESOLVE\nCause: a brittle seal\nSolution: nine new kettles")
    desk.turn(minutes=90)
    assert desk.case_now.state is State.CONFIRMING
    desk.turn(days=10)
    assert desk.case_now.state is State.CLOSED
    assert desk.told("closed").ended.value == "silence"
    assert desk.clocks == {}


@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_deadline_of_a_closed_case_does_nothing(desk: Desk, kind: DeadlineKind):
    """Whatever was set before it was closed."""
    due = Due(kind, MONDAY)
    assert plan_deadlines(desk.office, [(case(State.CLOSED), due)], desk, MONDAY + timedelta(days=30)) == [Plan()]


def test_every_clock_is_known_to_the_deadlines():
    """For each kind of clock that a pack may set there is a reminder and an end."""
    assert {kind.clock for kind in DeadlineKind if kind.clock} == {kind.value for kind in ClockKind}


def test_a_desk_may_write_to_customers_until_midnight():
    """`hours = "00:00-24:00"`, as policy.md allows: the question whether it is settled comes at once, even late at night."""
    policy = replace(pack("standard"), care=replace(pack("standard").care, opens=0, closes=24 * 60))
    desk = Desk(policy, start=at(23, 22))
    desk.complain()
    desk.staff("RESOLVE\nCause: a cracked seal\nSolution: nine new kettles leave today")
    desk.turn(at(23, 23, 30))
    assert desk.kinds(ANN)[-2:] == ["resolution", "closure_check"]


def test_a_promise_that_waited_for_the_customer_moves_with_a_mail(desk: Desk):
    """Nobody answers the question for five working days, a report went out meanwhile: the new date is told at once.

    Otherwise its delay would take back a date that nobody had ever named.
    """
    desk.staff("ASK Which batch is it?")
    desk.turn(at(30, 10))
    desk.staff("PROGRESS We look for the batch ourselves.")
    before = desk.case_now.promised_at
    desk.turn(at(30, 18, 1))
    after = desk.case_now.promised_at
    assert after > before
    assert EventKind.WAITED in desk.happened()
    assert (desk.told("progress").text, desk.told("progress").promised) == ("", after)
    desk.turn(after)
    assert desk.told("delay").was == after


def test_a_promise_of_the_law_waits_for_nobody_and_needs_no_mail():
    """Where the answer's clock does not stand still, going on without the customer is no news for them."""
    desk = Desk("uk_disp")
    desk.complain()
    desk.staff("ASK Which batch is it?")
    promised = desk.case_now.promised_at
    desk.turn(at(30, 18, 1))
    assert EventKind.WAITED in desk.happened()
    assert (desk.case_now.promised_at, desk.sent("progress")) == (promised, [])


def test_who_cannot_be_reached_is_not_told_of_the_new_date(desk: Desk):
    """Mail to the customer comes back: the clocks go on without a word to a dead address."""
    desk.staff("ASK Which batch is it?")
    desk.cases["C2026-000001"] = desk.case_now.noting(unreachable=ANN)
    desk.turn(at(30, 18, 1))
    assert EventKind.WAITED in desk.happened()
    assert desk.sent("progress") == []
