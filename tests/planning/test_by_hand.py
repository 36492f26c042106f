"""What a colleague's own mail in the sent folder does: which case it is about, and what follows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from daemon.case import Case, DeadlineKind, EventKind
from daemon.matching import How, Mark
from daemon.plan import Plan, Reading
from daemon.planning.by_hand import by_hand_plan
from daemon.planning.effects import IntakeState
from parsers.letter import Address, Letter, Origin
from templates.contexts import Original
from tests.planning.desk import ANN, CARL, DESK, QUALITY, Desk, at, letter


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained about kettles."""
    desk = Desk()
    desk.complain()
    return desk


def mail(*to: str, message_id: str = "<by-hand@shop.example>") -> Letter:
    """A colleague's own mail."""
    return Letter(
        origin=Origin.OWN,
        origin_reason="from our own address",
        message_id=message_id,
        sender=Address(DESK),
        subject="Your kettles",
        text="I will ring you tomorrow. Kim",
        to=tuple(Address(address) for address in to),
    )


def write(desk: Desk, written: Letter, marked: Sequence[Case] = ()) -> Plan:
    """The mail is found, with marks of these cases, and what follows is carried out."""
    reading = Reading(raw_id=70, letter=written, received=desk.now, original=Original.ATTACHED)
    marks = tuple(Mark(case, How.LETTER_ID) for case in marked)
    plan = by_hand_plan(desk.office, reading, marks, desk, desk.now)
    desk.apply(plan)
    return plan


def test_contact_is_recorded_and_told(desk: Desk):
    """With the words, and to whom; the department reads them as a colleague's."""
    desk.turn(at(24, 10))
    plan = write(desk, mail(ANN), [desk.case_now])
    assert (plan.state, plan.case) == (IntakeState.CASE, "C2026-000001")
    event = desk.events["C2026-000001"][-1]
    assert (event.kind, event.data["to"], event.data["text"]) == (
        EventKind.CONTACTED,
        [ANN],
        "I will ring you tomorrow. Kim",
    )
    assert desk.told("update", QUALITY).by_hand
    assert desk.kinds(ANN) == ["acknowledgement"]


def test_no_sign_of_life_follows(desk: Desk):
    """The customer has heard from us: the time without a word counts anew; no other clock moves."""
    before = desk.clocks
    desk.turn(at(24, 10))
    left = {kind: moment for kind, moment in desk.clocks.items() if kind is not DeadlineKind.CONTACT}
    write(desk, mail(ANN), [desk.case_now])
    assert desk.clocks[DeadlineKind.CONTACT] > before[DeadlineKind.CONTACT]
    assert {kind: moment for kind, moment in desk.clocks.items() if kind is not DeadlineKind.CONTACT} == left


def test_without_a_mark_it_is_the_only_open_case(desk: Desk):
    """A fresh mail to Ann is about her one open case."""
    assert write(desk, mail(CARL, ANN)).case == "C2026-000001"


def test_without_a_mark_and_with_two_open_cases_it_is_about_neither(desk: Desk):
    """Nobody can tell: it is kept, and nothing else."""
    desk.complain(letter("The toaster is broken, too."))
    plan = write(desk, mail(ANN))
    assert (plan.state, plan.changes, plan.notices) == (IntakeState.FILED, (), ())


def test_a_mark_alone_is_not_enough(desk: Desk):
    """It answers Ann's letter, but goes to Carl, who takes no part in her case."""
    plan = write(desk, mail(CARL), [desk.case_now])
    assert (plan.state, plan.changes) == (IntakeState.FILED, ())


def test_a_merged_case_is_the_one_it_became_part_of(desk: Desk):
    """An answer to a letter of the case that is gone belongs to the one that lives on."""
    desk.complain(letter("The toaster is broken, too."))
    gone = desk.cases["C2026-000001"].noting(merged_into="C2026-000002")
    assert write(desk, mail(ANN), [gone]).case == "C2026-000002"


def test_our_own_notice_is_nothing_new(desk: Desk):
    """Its signed Message-ID tells; a Message-ID that only looks like ours does not."""
    ours = desk.office.message_id("C2026-000001/acknowledgement")
    assert write(desk, mail(ANN, message_id=ours)).state is IntakeState.FILED
    forged = ours.replace(ours[4:8], "aaaa")
    assert write(desk, replace(mail(ANN), message_id=forged)).state is IntakeState.CASE
