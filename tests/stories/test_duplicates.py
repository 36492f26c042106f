"""The same letter by several ways, and letters that only look the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import ANN, BELLA, MALLORY, QUALITY, WRONG_INVOICE
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.world import DESK_ADDRESS, MakeWorld, Server, World

LETTER = b"""From: ann@customer.example
To: desk@shop.example
Subject: Kettles
Date: Mon, 23 Nov 2026 09:00:00 +0800
Message-ID: <kettles@customer.example>

Nine of the 18 kettles (invoice 89621) are defective. Please replace them.
"""


def test_the_same_bytes_twice(world: World):
    """A letter delivered twice by a nervous mail server is answered once; the second is filed as a duplicate."""
    letter = world.letter(from_=ANN)
    world.deliver(letter.raw)
    world.run()
    world.deliver(letter.raw)
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.kinds(QUALITY) == ["handover"]
    assert world.ended() == ["case", "duplicate", "duplicate"]
    assert world.folder_of("INBOX") == []


def test_the_same_letter_through_two_mailboxes(make_world: MakeWorld):
    """To one mailbox and in copy to another: trace fields differ, the letter is one, and so are case and answer."""
    boxes = [{"name": "complaints"}, {"name": "service", "username": "service@shop.example"}]
    world = make_world(settings={"mailbox": boxes})
    letter = world.letter(from_=ANN)
    traced = b"Received: from mx by other.shop.example; Mon, 23 Nov 2026 09:00:01 +0800\r\n" + letter.raw
    world.deliver(traced, mailbox="service@shop.example")
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert len(world.cases()) == 1
    assert sorted(world.ended()) == ["case", "duplicate"]
    assert {letter["case"] for letter in world.letters()} == {"C2026-000001"}


def test_the_same_message_id_with_another_content_is_another_letter(world: World):
    """A broken or hostile program that uses a Message-ID twice cannot make a letter vanish."""
    world.letter(from_=ANN, headers={"Message-ID": "<always-the-same@mail.example>"})
    world.run()
    world.letter(
        from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501", headers={"Message-ID": "<always-the-same@mail.example>"}
    )
    world.run()
    assert world.ended() == ["case", "case"]
    assert len(world.cases()) == 2


def test_somebody_elses_message_id_does_not_silence_a_letter(world: World):
    """Mallory sends first with Ann's Message-ID: Ann's letter is still read and answered."""
    world.letter(
        from_="Mallory <mallory@elsewhere.example>",
        subject="Autumn news",
        text="Buy our fine umbrellas.",
        headers={"Message-ID": "<letter-of-ann@mail.example>"},
    )
    world.run()
    world.letter(from_=ANN, headers={"Message-ID": "<letter-of-ann@mail.example>"})
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]


def test_two_letters_without_a_message_id(world: World):
    """Letters without Message-ID are told apart by their bytes."""
    for text in ("The first kettle leaks, invoice 90001.", "I complain about invoice 90002: it is wrong."):
        world.letter(from_=ANN, text=text, headers={"Message-ID": ""})
    world.run()
    assert "duplicate" not in world.ended()


def test_a_letter_moved_back_is_not_answered_again(world: World):
    """A colleague moves a handled letter back into the inbox: it is filed away again, in silence."""
    world.letter(from_=ANN)
    world.run()
    [handled] = world.folder_of("Handled")
    world.deliver(handled)
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.folder_of("INBOX") == []


def test_what_is_left_in_the_inbox_is_answered_once(make_world: MakeWorld):
    """With after = "leave" the letter stays where it is, and restarts do not answer it again."""
    world = make_world(settings={"mailbox": [{"after": "leave"}]})
    world.letter(from_=ANN)
    for _ in range(3):
        world.run()
        world.stop()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert len(world.folder_of("INBOX")) == 1


@pytest.mark.parametrize("after", ["leave", "seen"])
def test_an_inbox_that_stays_full_comes_to_rest(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch, after: str):
    """More handled letters stay in the inbox than are looked at in one go: a restart goes through them once, and rests."""
    monkeypatch.setattr("daemon.intake.SURVEY_LETTERS", 2)
    world = make_world(settings={"mailbox": [{"after": after}]})
    for number in range(5):
        world.letter(from_=ANN, subject=f"Invoice {number}", text=f"The kettle of invoice 8800{number} leaks.")
    world.run()
    world.stop()
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"] * 5
    assert len(world.folder_of("INBOX")) == 5


@pytest.fixture
def on_dovecot(make_world: MakeWorld, dovecot: Dovecot) -> World:
    """A desk whose letters stay in a Dovecot's inbox."""
    server = Server(dovecot, dovecot.port, dovecot.new_user(), PASSWORD)
    return make_world(server=server, settings={"mailbox": [{"after": "leave"}]})


def test_a_renumbered_folder_is_not_answered_again(on_dovecot: World, dovecot: Dovecot):
    """UIDVALIDITY changes: every letter is looked at again, none is answered again, and new ones are."""
    world = on_dovecot
    world.letter(from_=ANN)
    world.letter(from_=ANN, text=WRONG_INVOICE, subject="Invoice 5501")
    world.run()
    dovecot.renumber(world.desk_user, 4242)
    world.letter(from_=ANN, subject="A third matter", text="Our order 777 arrived damaged, please replace it.")
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"] * 3
    assert world.ended() == ["case", "case", "duplicate", "duplicate", "case"]


def test_old_letters_stay_old_after_renumbering(on_dovecot: World, dovecot: Dovecot):
    """What was baseline in the old epoch is baseline in the new one."""
    world = on_dovecot
    world.letter(from_=ANN, received=world.now - timedelta(days=5))
    world.run()
    dovecot.renumber(world.desk_user, 4242)
    world.run()
    assert world.everything() == []
    assert world.ended() == ["baseline", "baseline"]


def test_a_letter_moved_back_with_a_mail_program(make_world: MakeWorld, dovecot: Dovecot):
    """On a real server: filed away, moved back by a colleague's mail program, filed away again, answered once."""
    world = make_world(server=Server(dovecot, dovecot.port, dovecot.new_user(), PASSWORD))
    world.letter(from_=ANN)
    world.run()
    with dovecot.as_user(world.desk_user, "Handled") as program:
        program.move(program.search(), "INBOX")
    assert len(world.folder_of("INBOX")) == 1
    world.run()
    assert world.folder_of("INBOX") == []
    assert len(world.folder_of("Handled")) == 1
    assert world.kinds(ANN) == ["acknowledgement"]


def test_the_desks_copy_of_a_sent_mail(world: World):
    """A server that puts a copy of every sent mail into the inbox starts no loop."""
    world.letter(from_=ANN)
    world.run()
    for mail in list(world.everything()):
        world.deliver(mail.content)
    world.run()
    assert len(world.everything()) == 2
    assert DESK_ADDRESS not in {case["customer"] for case in world.cases()}


@pytest.mark.parametrize("quiet", [b"List-Id: <friends.groups.example>\r\n", b"Auto-Submitted: auto-replied\r\n"])
def test_a_quiet_copy_hides_no_letter(world: World, quiet: bytes):
    """A copy of the same body came first as a list's or a machine's: the letter itself is still answered."""
    loud = LETTER.replace(b"\n", b"\r\n")
    world.deliver(quiet + loud)
    world.run()
    world.deliver(loud)
    world.deliver(b"Received: from mx by mx2\r\n" + loud)
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.ended()[1:] == ["case", "duplicate"]


def test_a_manager_moves_the_letter_that_was_shown(world: World):
    """A stranger's letter under the Message-ID of Ann's becomes a case of its own; answers to Ann's stay in hers."""
    first = world.letter(from_=ANN)
    world.run()
    same = {"Message-ID": first.message_id}
    world.letter(from_=MALLORY, subject="C2026-000001", text=WRONG_INVOICE, headers=same)
    world.run()
    world.reply(world.only(BELLA, "review"), from_=BELLA, text="2")
    world.letter(from_=ANN, text="It drips at the top, too.", headers={"In-Reply-To": first.message_id})
    world.run()
    assert [case["customer"] for case in world.cases()] == [ANN.address, MALLORY.address]
    assert world.letters()[-1]["case"] == "C2026-000001"
