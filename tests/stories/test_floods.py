"""What one sender, or one program, cannot do: cause more mail than a day bears."""

from __future__ import annotations

import pytest

from tests.cast import ANN, BELLA, BROKEN_KETTLES, MALLORY, OSCAR, QUALITY, Person
from tests.world import MakeWorld, World


@pytest.fixture
def begun(make_world: MakeWorld) -> World:
    """Ann has complained; an address is answered twice a day."""
    world = make_world(settings={"limits": {"answers_per_address_per_day": 2}})
    world.letter(from_=ANN)
    world.run()
    return world


@pytest.mark.parametrize("sender", [MALLORY, "x@a.example, y@b.example"])
def test_letters_for_review(begun: World, sender: Person | str):
    """Five letters with somebody's case number, or from two at once: the managers get two, the operator one alarm; none is lost."""
    for number in range(5):
        begun.letter(from_=sender, subject="C2026-000001", text=f"I know something, {number}.")
    begun.run()
    assert begun.kinds(BELLA) == ["review", "review"]
    assert begun.kinds(OSCAR) == ["alarm"]
    assert begun.ended()[1:] == ["review"] * 5
    begun.turn(days=7)
    listed = begun.only(BELLA, "digest").text
    assert listed.count("COMPLAINT%20L") == 3 or listed.count("for review") == 3


def test_a_mailbox_under_many_names(begun: World):
    """Letters in the name of v+1@, v+2@ … and "v"@ are answered as one mailbox's."""
    for name in ("v+1", "v+2", "V+3", "v", '"v"'):
        begun.letter(from_=f"{name}@somewhere.example", text=BROKEN_KETTLES.replace("89621", f"7{len(name)}11"))
    before = len(begun.everything())
    begun.run()
    new = [who for mail in begun.everything()[before:] for who in mail.recipients]
    assert sum(who.endswith("@somewhere.example") for who in new) == 3  # two, and the one that says so


@pytest.mark.parametrize(("who", "first"), [(QUALITY, "handover"), (BELLA, "review"), (OSCAR, "alarm")])
def test_a_program_that_answers_each_receipt(begun: World, who: Person, first: str):
    """It ends within the day, whoever's mailbox it is, and the operator hears of it."""
    if first == "review":
        begun.letter(from_=MALLORY, subject="C2026-000001", text="Let me in.")
    if first == "alarm":
        begun.bounce(begun.only(ANN, "acknowledgement"), recipient=ANN.address)
    begun.run()
    begun.configure(managers={"addresses": [BELLA.address, OSCAR.address]})
    begun.stop()
    mails = begun.inbox(who, first)[:1]
    for number in range(12):
        for mail in mails:
            begun.reply(mail, from_=who, text=f"Thank you for your mail. It has the number {number} here.")
        before = len(begun.inbox(who))
        begun.run()
        mails = [mail for mail in begun.inbox(who)[before:] if mail.kind != "alarm"]
    assert not mails
    assert len(begun.inbox(who, "receipt")) <= 7
    assert any("receipts in a day" in alarm.subject for alarm in begun.inbox(OSCAR, "alarm"))


def test_what_anybody_writes_in_a_colleagues_name_silences_nobody(begun: World):
    """Ten letters with the department's address and the case's number, and the department hears what its answer did."""
    for number in range(10):
        begun.letter(from_=QUALITY, subject="C2026-000001", text=f"Nothing new, {number}.")
    begun.run()
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    assert begun.inbox(QUALITY, "receipt")[-1].subject == "Case C2026-000001 is yours"


def test_what_was_not_done_is_told_for_longer(begun: World):
    """A busy department has had a day's receipts: that its customer got no answer, it still learns."""
    handover = begun.only(QUALITY, "handover")
    for number in range(9):
        begun.reply(handover, from_=QUALITY, text=f"NOTE The {number}th call, and nobody answers.")
        begun.run()
    before = len(begun.inbox(QUALITY, "receipt"))
    begun.reply(handover, from_=QUALITY, text="REASSIGN Nowhere")
    begun.run()
    assert len(begun.inbox(QUALITY, "receipt")) == before + 1
    assert before == 6
