"""One case from its first letter to its confirmed end, with every letter in a real Dovecot mailbox."""

from __future__ import annotations

from tests.cast import ANN, QUALITY
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.world import MakeWorld, Server

RESOLVE = (
    "RESOLVE\nCause: the seal was the wrong size\nSolution: nine new kettles left today\nMeasures: seals are gauged"
)


def test_from_the_first_letter_to_the_customers_yes(make_world: MakeWorld, dovecot: Dovecot):
    """Complaint, ACCEPT, ASK, answer, RESOLVE, "no", RESOLVE again, "yes": each step by a reply to the last mail."""
    world = make_world(server=Server(dovecot, dovecot.port, dovecot.new_user(), PASSWORD))
    world.letter(from_=ANN)
    world.run()
    handover = world.only(QUALITY, "handover")
    for words in ("ACCEPT", "ASK Which batch is printed on the bottom?"):
        world.reply(handover, from_=QUALITY, text=words)
        world.turn(minutes=30)
    world.reply(world.only(ANN, "clarification"), from_=ANN, text="It says B-1177.")
    world.turn(minutes=30)
    assert "B-1177" in world.only(QUALITY, "update").words
    world.reply(handover, from_=QUALITY, text=RESOLVE)
    world.turn(minutes=1)
    assert "nine new kettles" in world.only(ANN, "resolution").words
    world.turn(minutes=90)
    world.reply(world.only(ANN, "closure_check"), from_=ANN, text="NO\nOnly eight have come.")
    world.turn(minutes=1)
    again = world.only(QUALITY, "redispatch")
    assert "Only eight have come." in again.words
    world.reply(again, from_=QUALITY, text=RESOLVE.replace("nine new kettles", "the ninth kettle"))
    world.turn(minutes=1)
    world.turn(minutes=90)
    world.reply(world.inbox(ANN, "closure_check")[-1], from_=ANN, text="YES, thank you\n5")
    world.turn(minutes=1)

    assert world.case()["state"] == "closed"
    assert "closed" in world.kinds(ANN)
    assert world.folder_of() == []  # every letter has been filed away
    assert [kind for kind in world.history() if kind in ("resolved", "dissatisfied", "satisfied")] == [
        "resolved",
        "dissatisfied",
        "resolved",
        "satisfied",
    ]
