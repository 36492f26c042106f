"""A customer's correction, and what a further letter brings, send the case where the rules now say; nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from daemon.case import DeadlineKind, EventKind, State
from parsers.letter import Correction, Fact, Flag, Product, Purpose, Span, Topic
from rules.pack import load
from rules.policy import Policy
from tests.planning.desk import ANN, FINANCE, LOGISTICS, QUALITY, Desk, at, letter

BY_NUMBER = """
title = { en = "By number", zh = "按号码" }
extends = "standard"

[[rule]]
name = "logistics' own invoices"
when = 'invoices.exists(i, i.startsWith("7"))'
why = { en = "the invoice is Logistics'", zh = "发票属物流部" }
then = { department = "logistics" }
"""
WRONG_NUMBER = Correction("invoices", "77001", "89621")
INJURED = (Fact(Flag.INJURY),)


@pytest.fixture
def by_number(tmp_path: Path) -> Policy:
    """A pack in which invoices that begin with 7 are Logistics'."""
    file = tmp_path / "by-number.toml"
    file.write_text(BY_NUMBER, "utf-8")
    return load(file)


@pytest.fixture
def billing() -> Desk:
    """Ann has complained about a double charge: it is Finance's."""
    desk = Desk()
    desk.complain(letter("Charged twice.", topic=Fact(Topic.BILLING), defect_kind=None, products=()))
    assert desk.case_now.department == "Finance"
    return desk


def injured(desk: Desk, *, proven: bool = True) -> None:
    """Ann adds that somebody was hurt, which is Quality's in every pack."""
    desk.customer("My colleague was burnt.", purpose=Purpose.COMPLAINT, flags=INJURED, proven=proven)


def test_it_moves_as_on_reassign(billing: Desk):
    """The signing clock starts anew, the answer clock and the promise do not; the event says why and by which letter."""
    billing.staff("ACCEPT", who=FINANCE)
    promised, answer = billing.case_now.promised_at, billing.clocks[DeadlineKind.ANSWER_MISS]
    billing.turn(hours=2)
    injured(billing)
    case = billing.case_now
    assert (case.department, case.state, case.dossier.role) == ("Quality", State.DISPATCHED, "quality")
    assert case.promised_at == promised
    assert billing.clocks[DeadlineKind.ANSWER_MISS] == answer
    assert billing.clocks[DeadlineKind.SIGNING_MISS] == at(23, 15)
    moved = billing.events[case.number][-1]
    assert (moved.kind, moved.actor, moved.data["from"]) == (EventKind.DISPATCHED, "amends", "Finance")
    assert "the customer has added" in moved.data["reason"]
    assert "danger to people" in case.reason


def test_everybody_is_told(billing: Desk):
    """The new department has the form and the letter, the old one is told that it has gone, and Ann where to."""
    injured(billing)
    assert billing.kinds(QUALITY) == ["handover", "update"]
    assert billing.told("update", FINANCE).moved_to == "Quality"
    assert billing.told("update", QUALITY).moved_to == ""
    assert billing.told("added", ANN).moved_to == "Quality"


def test_a_number_that_was_put_right(by_number: Policy):
    """A pack that looks at numbers is asked again with the right one; the new form shows it, the reason names it."""
    desk = Desk(by_number)
    desk.complain(letter("Something is amiss.", topic=Fact(Topic.OTHER), defect_kind=None, products=()))
    assert desk.case_now.department == "Quality"  # it holds the default role here
    desk.customer("It is 77001, not 89621.", corrections=(Fact(WRONG_NUMBER),), invoices=(Fact("77001"),))
    assert desk.case_now.department == "物流部"
    form = desk.told("handover", LOGISTICS)
    assert [line.value for line in form.facts if line.label == "invoices"] == ["77001"]
    assert "客户将89621更正为77001" in form.why
    assert desk.told("added", ANN).moved_to == "Logistics"  # the pack's English name: Ann does not read Chinese


def test_what_the_first_letter_left_open(billing: Desk):
    """A first letter that does not say what is wrong is told by the next; one that says so is not told otherwise."""
    damaged: dict[str, Any] = {
        "topic": Fact(Topic.DAMAGED_IN_TRANSIT, spans=(Span(0, 4),)),
        "purpose": Purpose.COMPLAINT,
    }
    billing.customer("It was damaged in transit.", **damaged)
    assert billing.case_now.department == "Finance"
    vague = Desk()
    vague.complain(letter("I complain.", topic=Fact(Topic.OTHER), defect_kind=None, products=()))
    vague.customer("It was damaged in transit.", **damaged)
    assert vague.case_now.department == "物流部"


def placed_by_hand(desk: Desk) -> None:
    """Finance gives it away and it comes back: by now people have chosen."""
    desk.staff("WRONG 物流部, a carrier's matter", who=FINANCE)
    desk.manager("REASSIGN Finance", to="handover")


def resolved(desk: Desk) -> None:
    """The customer has the answer."""
    desk.staff("RESOLVE\nCause: a file was sent twice\nSolution: refunded", who=FINANCE)


def offered(desk: Desk) -> None:
    """Options have been put to the customer."""
    desk.staff("OPTIONS\nOption 1: a refund\nOption 2: a credit", who=FINANCE)


def assigned(desk: Desk) -> None:
    """A manager has given it to a person of the department."""
    desk.manager(f"ASSIGN {FINANCE}", to="handover")


def deferred(desk: Desk) -> None:
    """A manager has approved that it waits."""
    desk.staff("DEFER the bank is closed", who=FINANCE)
    desk.manager("APPROVE watch", to="approval")


@pytest.mark.parametrize("before", [placed_by_hand, resolved, offered, assigned, deferred])
def test_what_people_have_decided_stays(billing: Desk, before: Callable[[Desk], None]):
    """Chosen by a person, answered, offered or put aside: the letter is shown, and nothing moves."""
    before(billing)
    injured(billing)
    assert billing.case_now.department == "Finance"
    assert billing.told("added", ANN).moved_to == ""


def test_a_letter_that_proves_nothing_moves_nothing(billing: Desk):
    """Somebody who writes from Ann's address without any mark of ours is read, and that is all."""
    injured(billing, proven=False)
    assert billing.case_now.department == "Finance"


def test_the_default_takes_nothing_over(by_number: Policy):
    """Put right, the number speaks for nobody any more: the case stays with those who have it."""
    desk = Desk(by_number)
    desk.complain(letter("Amiss.", topic=Fact(Topic.OTHER), defect_kind=None, products=(), invoices=(Fact("77001"),)))
    assert desk.case_now.department == "物流部"
    desk.customer("It is 89621.", corrections=(Fact(Correction("invoices", "89621", "77001")),))
    assert desk.case_now.department == "物流部"


def test_what_was_added_before_still_counts(billing: Desk):
    """Moved for an injury, it does not go back when the next letter speaks of the invoice again."""
    injured(billing)
    billing.customer("The invoice is 89612, not 89621.", corrections=(Fact(Correction("invoices", "89612", "89621")),))
    assert billing.case_now.department == "Quality"


def test_a_product_is_put_right_only_where_it_was_spoken_of():
    """That it is the valve and not the pump corrects nothing in a case about kettles; about kettles it does."""
    desk = Desk()
    desk.complain()
    of_pumps = Correction("products", "valve", "pump")
    desk.customer("It is the valve, not the pump.", corrections=(Fact(of_pumps),), products=(Fact(Product("valve")),))
    assert EventKind.CORRECTED not in desk.happened()
    of_kettles = Correction("products", "valve", "kettle")
    desk.customer("The valve, not the kettle.", corrections=(Fact(of_kettles),), products=(Fact(Product("valve")),))
    desk.staff("RESEND")
    [shown] = [line.value for line in desk.told("handover").facts if line.label == "products"]
    assert shown == "valve × 9"
    [corrected] = desk.told("added", ANN).corrected
    assert (corrected.right, corrected.wrong) == ("valve", "kettle")
