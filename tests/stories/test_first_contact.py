"""The first contact with a mailbox, and a database that was lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from daemon.intake import LedgerLost
from tests.cast import ANN, BELLA, QUALITY, WRONG_INVOICE
from tests.world import World


def test_old_letters_are_left_alone(world: World):
    """A letter from before the desk began stays where it is: no case, no answer, no clock."""
    world.letter(from_=ANN, received=world.now - timedelta(days=5))
    world.run()
    world.turn(days=10)
    assert world.kinds(ANN) == world.kinds(QUALITY) == []
    assert "Weekly report: nothing to report" in world.only(BELLA, "digest").subject
    assert world.cases() == []
    assert world.ended() == ["baseline"]
    assert len(world.folder_of("INBOX")) == 1


def test_letters_of_the_last_two_days_are_answered(world: World):
    """What came within 48 hours before the first contact is answered like any other letter."""
    world.letter(from_=ANN, received=world.now - timedelta(hours=47))
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]


@pytest.mark.parametrize(
    ("trace", "ends"),
    [
        ({"Received": "from a.example by mx.shop.example; Mon, 23 Nov 2026 08:58:00 +0800"}, "case"),
        ({"Date": "Mon, 23 Nov 2026 08:58:00 +0800"}, "case"),
        ({"Date": ""}, "case"),
        ({"Received": "from a.example by mx.shop.example; Mon, 02 Nov 2026 08:58:00 +0800"}, "baseline"),
        ({"Date": "Mon, 02 Nov 2026 08:58:00 +0800"}, "baseline"),
    ],
    ids=["received", "date", "nothing", "old received", "old date"],
)
def test_a_server_without_a_clock(world: World, trace: dict[str, str], ends: str):
    """It dates every letter 1970: when each came its own header says, else the day on which it is first seen."""
    world.letter(from_=ANN, received=datetime(1970, 1, 1, tzinfo=UTC), headers=trace)
    world.run()
    assert world.ended() == [ends]
    assert [mail.kind for mail in world.inbox(ANN) if "30 November 2026" in mail.text] == ["acknowledgement"] * (
        ends == "case"
    )


def test_a_later_reply_to_an_old_letter_opens_a_case(world: World):
    """Somebody who comes back to a matter from before the desk began gets a case."""
    old = world.letter(from_=ANN, received=world.now - timedelta(days=5))
    world.run()
    world.letter(from_=ANN, subject="Re: Nine kettles leak", headers={"In-Reply-To": old.message_id})
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.case()["customer"] == ANN.address
    assert world.ended() == ["baseline", "case"]


def test_an_old_letter_stays_old_for_ever(world: World):
    """The beginning is decided at the first contact; a restart weeks later does not move it."""
    world.letter(from_=ANN, received=world.now - timedelta(days=5))
    world.run()
    world.stop()
    world.turn(days=30)
    assert world.kinds(ANN) == world.kinds(QUALITY) == []
    assert world.ended() == ["baseline"]


def _lose_the_database(world: World) -> None:
    world.stop()
    for file in world.folder.glob("amends.db*"):
        file.unlink()


def test_a_lost_database_stops_the_desk_with_a_sentence(world: World):
    """An empty ledger beside a full handled folder is never taken for a new desk: nobody is answered twice."""
    world.letter(from_=ANN)
    world.run()
    _lose_the_database(world)
    sent = len(world.everything())
    with pytest.raises(LedgerLost, match="--adopt"):
        world.run()
    assert len(world.everything()) == sent
    assert world.letters() == []


def test_adopting_a_lost_database(world: World):
    """With --adopt the desk goes on: what was handled counts as done, even when it is moved back; new letters flow."""
    world.letter(from_=ANN)
    world.run()
    _lose_the_database(world)
    world.start(adopt=True)
    [handled] = world.folder_of("Handled")
    world.deliver(handled)
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501")
    world.run()
    assert world.kinds(ANN) == ["acknowledgement", "acknowledgement"]
    assert "5501" in world.inbox(ANN)[1].text
    assert world.kinds(QUALITY) == ["handover"]
    assert sorted(world.ended()) == ["baseline", "case"]


def test_the_case_number_of_a_lost_database_proves_nothing(world: World):
    """A new database has a new life: its mails never carry the Message-IDs of the lost one's."""
    world.letter(from_=ANN)
    world.run()
    _lose_the_database(world)
    world.start(adopt=True)
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501")
    world.run()
    before, after = world.inbox(ANN)
    assert world.case()["number"] in before.text
    assert before.message_id != after.message_id
