"""The desk cannot tell whose case it is: a manager chooses by number."""

from __future__ import annotations

import re

import pytest

from tests.cast import ANN, BELLA, BROKEN_KETTLES, FINANCE, HANNAH, QUALITY, RIDDLE
from tests.stories.test_departments import press
from tests.world import World


@pytest.fixture
def puzzled(world: World) -> World:
    """Ann has written something nobody can make sense of."""
    world.letter(from_=ANN, subject="Tuesday", text=RIDDLE)
    world.run()
    return world


def test_an_unclear_letter_goes_to_a_manager(puzzled: World):
    """The manager reads the letter and a numbered list of departments; no department has been bothered."""
    triage = puzzled.only(BELLA, "triage")
    assert "what we talked about on Tuesday" in triage.text
    assert re.search(r"\n1 +Quality", triage.text)
    assert re.search(r"\n2 +Finance", triage.text)
    assert puzzled.kinds(QUALITY) == puzzled.kinds(FINANCE) == []
    assert puzzled.case()["state"] == "triage"


def test_the_customer_is_answered_all_the_same(puzzled: World):
    """Ann hears that the letter has come and by when she will hear more."""
    assert "by Monday 30 November 2026" in puzzled.only(ANN, "acknowledgement").words


def test_a_number_dispatches(puzzled: World):
    """Reply "2": Finance gets the form with Ann's letter as it came, the manager a receipt."""
    [letter] = puzzled.folder_of("Handled")
    puzzled.reply(puzzled.only(BELLA, "triage"), from_=BELLA, text="2")
    puzzled.run()
    handover = puzzled.only(FINANCE, "handover")
    assert "what we talked about on Tuesday" in handover.text
    assert letter in handover.raw
    assert "gone to Finance" in puzzled.only(BELLA, "receipt").subject
    assert (puzzled.case()["state"], puzzled.case()["department"]) == ("dispatched", "Finance")
    assert puzzled.kinds(QUALITY) == []


def test_the_signing_clock_starts_with_the_choice(puzzled: World):
    """Chosen on Monday at 15:00: the department has its four working hours from then."""
    puzzled.turn(hours=6)
    puzzled.reply(puzzled.only(BELLA, "triage"), from_=BELLA, text="1")
    puzzled.run()
    assert "by Tuesday 24 November 2026, 10:00" in puzzled.only(QUALITY, "handover").words
    puzzled.turn(hours=19)
    assert puzzled.kinds(HANNAH) == ["escalation"]


def test_a_button_dispatches(puzzled: World):
    """Pressing the first department's button does the same."""
    press(puzzled, puzzled.only(BELLA, "triage"), BELLA)
    puzzled.run()
    assert puzzled.kinds(QUALITY) == ["handover"]


def test_the_chosen_department_works_as_usual(puzzled: World):
    """It accepts by mail, and Ann's further letter reaches it."""
    puzzled.reply(puzzled.only(BELLA, "triage"), from_=BELLA, text="2")
    puzzled.run()
    puzzled.reply(puzzled.only(FINANCE, "handover"), from_=FINANCE, text="ACCEPT")
    puzzled.reply(puzzled.only(ANN, "acknowledgement"), from_=ANN, text="The boxes are here now.")
    puzzled.run()
    assert puzzled.case()["state"] == "accepted"
    assert sorted(puzzled.kinds(FINANCE)) == ["handover", "receipt", "update"]


@pytest.mark.parametrize("number", ["3", "0", "99"])
def test_a_number_that_is_not_on_the_list(puzzled: World, number: str):
    """Nothing is dispatched, and the manager is told so."""
    puzzled.reply(puzzled.only(BELLA, "triage"), from_=BELLA, text=number)
    puzzled.run()
    assert puzzled.case()["state"] == "triage"
    assert len(puzzled.inbox(BELLA, "receipt")) == 1


def test_choosing_twice(puzzled: World):
    """The second choice changes nothing: one department has the form, and the manager is told why."""
    triage = puzzled.only(BELLA, "triage")
    puzzled.reply(triage, from_=BELLA, text="2")
    puzzled.run()
    puzzled.reply(triage, from_=BELLA, text="1")
    puzzled.run()
    assert puzzled.kinds(QUALITY) == []
    assert puzzled.inbox(BELLA, "receipt")[1].subject.startswith("Not done")


def test_only_a_manager_chooses(puzzled: World):
    """A department that got hold of the triage mail cannot take the case; its mail is for review or refused."""
    puzzled.reply(puzzled.only(BELLA, "triage"), from_=FINANCE, text="2")
    puzzled.run()
    assert puzzled.case()["state"] == "triage"
    assert puzzled.kinds(QUALITY) == []
    assert "handover" not in puzzled.kinds(FINANCE)


def test_what_the_customer_adds_meanwhile_goes_to_the_manager(puzzled: World):
    """Whoever has the case reads the customer's words; in triage that is the manager."""
    puzzled.reply(puzzled.only(ANN, "acknowledgement"), from_=ANN, text="It is about invoice 4711.")
    puzzled.run()
    assert "invoice 4711" in puzzled.only(BELLA, "update").text


def test_a_case_nobody_chooses_for_is_not_forgotten(puzzled: World):
    """The promise to Ann runs while nobody decides: the managers are reminded before, and told when it is broken."""
    puzzled.turn(days=4, hours=8)
    assert puzzled.kinds(BELLA) == ["triage", "reminder"]
    puzzled.turn(days=4)
    assert sorted(puzzled.kinds(BELLA)) == ["digest", "escalation", "reminder", "reminder", "triage"]
    assert "Quality" not in puzzled.only(BELLA, "escalation").words
    assert puzzled.kinds(HANNAH) == puzzled.kinds(QUALITY) == []


def test_a_letter_in_another_language(world: World):
    """A letter that the desk cannot read is acknowledged in its first language and shown to a manager."""
    text = (
        "Sehr geehrte Damen und Herren,\n\nleider sind die Wasserkocher defekt angekommen und wir bitten um Ersatz.\n"
    )
    world.letter(from_=ANN, subject="Wasserkocher", text=text)
    world.run()
    assert "Wasserkocher" in world.only(BELLA, "triage").text
    assert world.only(ANN, "acknowledgement").headers["content-language"] == "en"


def test_the_form_after_triage_tells_what_the_first_letter_says(world: World):
    """Later letters of the same case do not take the first one's place in the form."""
    world.letter(from_=ANN, subject="Tuesday", text=RIDDLE)
    world.run()
    world.reply(world.only(ANN, "acknowledgement"), from_=ANN, text=BROKEN_KETTLES)
    world.run()
    world.reply(world.only(BELLA, "triage"), from_=BELLA, text="1")
    world.run()
    assert "what we talked about on Tuesday" in world.only(QUALITY, "handover").text
