"""The desk's mail server fails at single letters, at filing them away, or tells what is not so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest

from daemon.mailbox import MailboxRefused, MailboxUnavailable
from daemon.rehearsal.mailbox import MemoryMailbox
from tests.cast import ANN, BELLA, OSCAR, WANG_FANG
from tests.mail_world import MemoryMailWorld
from tests.world import World

POISON = 2  # the UID at which the server fails


def _mailbox(world: World) -> MemoryMailbox:
    found = world.app.readers[0].mailbox
    assert isinstance(found, MemoryMailbox)
    return found


def _fails_at(asked: Callable[..., Any], failure: Exception) -> Callable[..., Any]:
    """What the server does when it is asked for these UIDs, the poison among them or not."""

    def answer(uids: Iterable[int], *more: object, **named: object) -> Any:
        if POISON in (uids := list(uids)):
            raise failure
        return asked(uids, *more, **named)

    return answer


def _alarms(world: World) -> list[str]:
    return [mail.subject for mail in world.inbox(OSCAR)]


@pytest.mark.parametrize("command", ["summaries", "fetch"])
def test_a_letter_at_which_the_server_hangs_up_costs_only_itself(
    world: World, command: str, monkeypatch: pytest.MonkeyPatch
):
    """The others become cases at once; the operator hears of it once; it is asked for again, and read when it can be."""
    for person in (ANN, BELLA, WANG_FANG):
        world.letter(from_=person)
    mailbox = _mailbox(world)
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, command, _fails_at(getattr(mailbox, command), MailboxUnavailable("BYE")))
        for _ in range(3):
            world.turn(minutes=1)
        assert sorted(world.ended()) == ["case", "case", "vanished"]
        assert [subject for subject in _alarms(world) if "cannot be fetched: 1" in subject] == _alarms(world) != []
    world.turn(minutes=16)
    assert world.ended() == ["case"] * 3
    assert len(_alarms(world)) == 1


@pytest.mark.parametrize("failure", [MailboxRefused("[OVERQUOTA]"), MailboxUnavailable("BYE")], ids=["quota", "hangup"])
def test_a_letter_that_cannot_be_filed_away_keeps_none_from_being_read(
    world: World, failure: Exception, monkeypatch: pytest.MonkeyPatch
):
    """New letters are read; none twice; the operator hears of it once; what stayed is filed away when it can be."""
    world.letter(from_=ANN)
    world.letter(from_=BELLA)
    mailbox = _mailbox(world)
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "file_away", _fails_at(mailbox.file_away, failure))
        for _ in range(3):
            world.turn(minutes=1)
        world.letter(from_=WANG_FANG)
        world.turn(minutes=1)
        world.turn(minutes=1)
        assert world.ended() == ["case"] * 3
        assert [subject for subject in _alarms(world) if "cannot be filed away" in subject] == _alarms(world) != []
    world.turn(minutes=16)
    assert [len(world.folder_of(name)) for name in ("INBOX", "Handled")] == [0, 3]


@pytest.mark.parametrize("letters_before_we_look", [1, 2])
def test_a_restored_server_that_gives_uids_again_hides_no_letter(world: World, letters_before_we_look: int):
    """A letter under the UID of a known one is read; it is not taken for that one and filed away."""
    world.letter(from_=ANN)
    world.letter(from_=BELLA)
    world.run()
    world.stop()
    assert isinstance(world.mail, MemoryMailWorld)
    world.mail.set_back(world.desks[0], uidnext=1)
    for person in (ANN, WANG_FANG)[:letters_before_we_look]:
        world.letter(from_=person, subject="Another thing", text="The teapot we ordered (invoice 77001) is cracked.")
    world.run()
    assert world.ended()[:2] == ["case"] * 2
    assert len(world.ended()) == 2 + letters_before_we_look


def test_a_letter_from_the_future_has_come_now(world: World):
    """The mail server's clock is a year ahead: nobody is promised an answer for next year."""
    world.letter(from_=ANN, received=world.now + timedelta(days=400))
    world.run()
    assert not any("2028" in mail.text or "2027" in mail.text for mail in world.inbox(ANN))
    assert world.inbox(ANN)
