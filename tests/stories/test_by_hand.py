"""Colleagues who answer by hand from the desk's own account: what their mail program keeps in the sent folder."""

from __future__ import annotations

from email.utils import format_datetime

import pytest

from daemon.rehearsal.mailbox import MemoryAccount
from tests.cast import ANN, MALLORY, QUALITY
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.world import DESK_ADDRESS, MakeWorld, Server, World

WORDS = "Dear Ann, I have asked the warehouse and will ring you tomorrow. Kim"


def sent_by_hand(world: World, *, to: str, number: int = 1, answers: str = "") -> bytes:
    """A colleague's mail as their mail program files it under Sent. Gives its bytes."""
    head = [
        f"From: Shop complaints <{DESK_ADDRESS}>",
        f"To: {to}",
        "Subject: Your kettles",
        f"Date: {format_datetime(world.now)}",
        f"Message-ID: <by-hand-{number}@shop.example>",
        *([f"In-Reply-To: {answers}"] if answers else []),
    ]
    raw = ("\r\n".join(head) + f"\r\n\r\n{WORDS}\r\n").encode()
    keep(world, raw)
    return raw


def keep(world: World, raw: bytes) -> None:
    """The mail lies under Sent."""
    world._post.deliver(world.desk_user, raw, "Sent", world.now)  # pyright: ignore[reportPrivateUsage] - as the stage delivers


@pytest.fixture(params=["memory", "dovecot"])
def world(request: pytest.FixtureRequest, make_world: MakeWorld) -> World:
    """The usual desk, with a sent folder: in memory, and on a Dovecot."""
    if request.param == "memory":
        world = make_world()
        _account(world).make("Sent")
        return world
    dovecot: Dovecot = request.getfixturevalue("dovecot")
    user = dovecot.new_user()
    with dovecot.as_user(user) as program:
        program.create_folder("Sent")
    return make_world(server=Server(dovecot, dovecot.port, user, PASSWORD))


def _account(world: World) -> MemoryAccount:
    return world.mail.mailbox(world.config.mailboxes[0]).account  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] - in memory


def test_a_colleagues_answer_is_contact(world: World):
    """It is on record, the department reads it, and the customer gets nothing because of it."""
    complaint = world.letter(from_=ANN)
    world.run()
    sent_by_hand(world, to=ANN.address, answers=complaint.message_id)
    world.turn(minutes=6)
    assert world.history()[-1] == "contacted"
    update = world.only(QUALITY, "update")
    assert "A colleague has written to the customer" in update.subject
    assert "will ring you tomorrow" in update.words
    assert world.kinds(ANN) == ["acknowledgement"]


def test_the_customers_reply_to_it_joins_the_case(world: World):
    """By the Message-ID of the colleague's mail, which the desk never sent."""
    world.letter(from_=ANN)
    world.run()
    sent_by_hand(world, to=ANN.address)
    world.turn(minutes=6)
    headers = {"In-Reply-To": "<by-hand-1@shop.example>"}
    world.letter(from_=ANN, subject="Re: Your kettles", text="Tomorrow is fine. Ann", headers=headers)
    world.turn(minutes=6)
    assert len(world.cases()) == 1
    assert world.history()[-1] == "added"


def test_it_is_taken_once_and_nothing_is_changed(world: World):
    """However often the folder is looked into, also by a daemon that starts again; the mail stays as it lies."""
    world.letter(from_=ANN)
    world.run()
    raw = sent_by_hand(world, to=ANN.address)
    world.turn(minutes=6)
    world.turn(minutes=6)
    world.stop()
    world.turn(minutes=6)
    assert world.history().count("contacted") == 1
    assert [kept.splitlines()[5] for kept in world.folder_of("Sent")] == [raw.splitlines()[5]]


def test_our_own_notices_there_are_ignored(world: World):
    """Some servers keep under Sent whatever leaves by SMTP; our signed Message-IDs tell."""
    world.letter(from_=ANN)
    world.run()
    for mail in world.everything():
        keep(world, mail.content)
    world.turn(minutes=6)
    assert "contacted" not in world.history()
    assert world.kinds(QUALITY) == ["handover"]


def test_with_two_open_cases_nobody_can_tell(world: World):
    """A mail by hand without a mark is then about neither; one that answers a letter is about that letter's case."""
    first = world.letter(from_=ANN)
    world.letter(from_=ANN, subject="Invoice 5501", text="Another matter: our invoice 5501 is wrong, we complain.")
    world.run()
    assert len(world.cases()) == 2
    sent_by_hand(world, to=ANN.address)
    sent_by_hand(world, to=ANN.address, number=2, answers=first.message_id)
    world.turn(minutes=6)
    contacted = [case["number"] for case in world.cases() if "contacted" in world.history(case["number"])]
    assert contacted == ["C2026-000001"]


def test_a_mail_to_somebody_else_is_no_contact(world: World):
    """Though it answers the customer's letter: who takes no part in the case was written to."""
    complaint = world.letter(from_=ANN)
    world.run()
    sent_by_hand(world, to=MALLORY.address, answers=complaint.message_id)
    world.turn(minutes=6)
    assert "contacted" not in world.history()


def test_without_a_sent_folder_all_goes_on(make_world: MakeWorld, dovecot: Dovecot):
    """It is said once in the log; nothing is made on the server."""
    server = Server(dovecot, dovecot.port, dovecot.new_user(), PASSWORD)
    world = make_world(server=server, settings={"mailbox": [{"sent": "Nowhere"}]})
    world.letter(from_=ANN)
    world.run()
    world.turn(hours=2)
    world.letter(from_=MALLORY, text="We complain: invoice 777, the toaster does not work.", subject="Toaster")
    world.turn(hours=2)
    assert world.kinds(ANN)[0] == world.kinds(MALLORY)[0] == "acknowledgement"
    assert world.log.getvalue().count("sent folder cannot be read") == 1
    with dovecot.as_user(world.desk_user) as program:
        assert not program.folder_exists("Nowhere")
