"""The outgoing mail server fails in every way it can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from daemon.courier import Outcome
from daemon.demo.world import Sent
from daemon.sender import Sender
from daemon.store.engine import StoreUnavailable
from daemon.store.outbox import Leased
from tests.cast import ANN, BELLA, OSCAR, QUALITY, WANG_FANG, WRONG_INVOICE, Mail, parsed
from tests.servers.smtp import Close, Say, ScriptedSmtp, Stage, Wait
from tests.world import DESK_ADDRESS, MakeWorld, World, answering

# ---- refusals by the whole server -------------------------------------------------------------------------------------


@pytest.fixture
def smtp() -> Iterator[ScriptedSmtp]:
    """A mail server that misbehaves as it is told."""
    with ScriptedSmtp() as server:
        yield server


@pytest.fixture
def outside(make_world: MakeWorld, smtp: ScriptedSmtp) -> World:
    """A desk that hands its mail to that server, one at a time."""
    return make_world(settings={"smtp": {"port": smtp.port, "connections": 1}})


def _kinds(smtp: ScriptedSmtp) -> list[str]:
    return [_read(smtp, index).kind for index in range(len(smtp.accepted))]


def _read(smtp: ScriptedSmtp, index: int) -> Mail:
    return parsed(smtp.accepted[index].content)


def test_the_mail_server_is_down(outside: World, smtp: ScriptedSmtp):
    """Letters are still read and filed; every mail waits, none is spent; a sentence says why."""
    smtp.on(Stage.GREETING, Close())
    outside.letter(from_=ANN)
    drained = outside.run()
    assert "waits in the outbox" in drained.problems[0]
    assert outside.ended() == ["case"]
    assert [(mail["state"], mail["attempts"]) for mail in outside.outbox()] == [("queued", 0), ("queued", 0)]
    smtp.behave()
    assert outside.turn(minutes=1).problems == ()
    assert _kinds(smtp) == ["acknowledgement", "handover"]


def test_an_answer_outlives_a_locked_database(outside: World, smtp: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch):
    """The server has the mail, the database is locked: it is remembered as sent, and the rest waits no quarter hour."""
    outside.letter(from_=ANN)
    settle, tries = Sender._settle, iter([StoreUnavailable("database is locked")])

    def locked(self: Sender, mail: Leased, outcome: Outcome) -> None:
        for failure in tries:
            raise failure
        settle(self, mail, outcome)

    monkeypatch.setattr(Sender, "_settle", locked)
    with pytest.raises(StoreUnavailable):
        outside.run()
    outside.turn(minutes=1)
    assert [mail["state"] for mail in outside.outbox()] == ["sent", "sent"]
    outside.turn(hours=2)
    assert _kinds(smtp) == ["acknowledgement", "handover"]


def test_nobody_listens(make_world: MakeWorld):
    """No server at all: the same, and days later nothing has been lost or given up."""
    with ScriptedSmtp() as gone:
        port = gone.port
    world = make_world(settings={"smtp": {"port": port}})
    world.letter(from_=ANN)
    for _ in range(8):
        world.turn(days=1)
    states = {(mail["notice"], mail["state"]) for mail in world.outbox() if mail["notice"] != "reminder"}
    assert ("acknowledgement", "queued") in states
    assert ("handover", "queued") in states
    assert not {state for _, state in states} & {"dead", "refused", "held"}


def test_the_server_refuses_our_sender(outside: World, smtp: ScriptedSmtp):
    """A 5xx to MAIL is the configuration's fault, not the mails': they all wait."""
    smtp.on(Stage.MAIL, Say(550, "5.7.1 sender not allowed"))
    outside.letter(from_=ANN)
    outside.run()
    assert {mail["state"] for mail in outside.outbox()} == {"queued"}
    smtp.behave()
    outside.turn(minutes=10)
    assert _kinds(smtp) == ["acknowledgement", "handover"]


# ---- connections that break -------------------------------------------------------------------------------------------


def test_dropped_before_the_dot(outside: World, smtp: ScriptedSmtp):
    """The server has nothing: a plain retry a minute or so later, and nobody is told."""
    smtp.on(Stage.DATA, Close(), times=1)
    outside.letter(from_=ANN)
    outside.run()
    assert _kinds(smtp) == ["handover"]
    outside.turn(minutes=2)
    assert _kinds(smtp) == ["handover", "acknowledgement"]
    assert outside.queued("alarm") == []


def test_dropped_after_the_dot(outside: World, smtp: ScriptedSmtp):
    """It may have arrived: not before 30 minutes it goes once more, the same bytes under the same Message-ID."""
    smtp.on(Stage.DOT, Close(), times=1, keep=True)
    outside.letter(from_=ANN)
    outside.run()
    assert [mail["state"] for mail in outside.outbox()] == ["uncertain", "sent"]
    outside.turn(minutes=29)
    assert _kinds(smtp) == ["acknowledgement", "handover"]
    outside.turn(minutes=1)
    assert _kinds(smtp) == ["acknowledgement", "handover", "acknowledgement"]
    assert smtp.accepted[0].content == smtp.accepted[2].content
    assert {mail["state"] for mail in outside.outbox()} == {"sent"}
    outside.turn(hours=1)
    assert len(smtp.accepted) == 3


def test_dropped_after_the_dot_twice(outside: World, smtp: ScriptedSmtp):
    """Then it is held: the operator is told, and the customer never gets a third copy."""
    smtp.on(Stage.DOT, Close(), times=1, keep=True)
    outside.letter(from_=ANN)
    outside.run()
    smtp.on(Stage.DOT, Close(), times=1, keep=True)
    outside.turn(minutes=30)
    assert outside.queued("acknowledgement")[0]["state"] == "held"
    assert _kinds(smtp) == ["acknowledgement", "handover", "acknowledgement", "alarm"]
    alarm = _read(smtp, 3)
    assert alarm.to == (OSCAR.address,)
    assert "C2026-000001" in alarm.words
    assert "amends retry 1" in alarm.words
    outside.turn(hours=2)
    assert _kinds(smtp).count("acknowledgement") == 2


def test_a_held_mail_is_not_called_undeliverable(outside: World, smtp: ScriptedSmtp):
    """Nobody knows whether it arrived, so the department is not told that the customer cannot be reached."""
    for minutes in (0, 30):
        smtp.on(Stage.DOT, Close(), times=1, keep=True)
        if not minutes:
            outside.letter(from_=ANN)
        outside.turn(minutes=minutes)
    assert outside.queued("update") == []


# ---- 4xx and 5xx ------------------------------------------------------------------------------------------------------


def test_not_now(world: World):
    """4xx: again after five minutes and a little more, longer each time, until it is let in; nobody is told."""
    world.mail.fault = answering("451 4.7.1 come back later", to=ANN)
    world.letter(from_=ANN)
    world.run()
    world.turn(minutes=4, seconds=59)
    [mail] = world.queued("acknowledgement")
    assert (mail["state"], mail["attempts"]) == ("queued", 1)
    world.turn(minutes=1, seconds=2)
    [mail] = world.queued("acknowledgement")
    assert (mail["state"], mail["attempts"]) == ("queued", 2)
    world.mail.fault = None
    world.turn(minutes=13)
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.kinds(OSCAR) == []


def test_one_recipient_who_waits_does_not_hold_up_the_others(world: World):
    """While Ann's server says not now, the department has had its form long since."""
    world.mail.fault = answering("451 4.7.1 come back later", to=ANN)
    world.letter(from_=ANN)
    world.run()
    assert world.kinds(QUALITY) == ["handover"]


def test_mails_to_one_inbox_leave_in_the_order_they_were_written(make_world: MakeWorld, smtp: ScriptedSmtp):
    """The server is slow with the first of two mails to Ann: the second does not overtake it on another connection."""
    world = make_world(settings={"smtp": {"port": smtp.port, "connections": 4}})
    world.letter(from_=ANN)
    world.run()
    smtp.on(Stage.RCPT, Wait(0.3), address=ANN.address, times=1)
    world.turn(days=10)
    to_ann = [parsed(mail.content).kind for mail in smtp.accepted if mail.recipients == (ANN.address,)]
    assert to_ann == ["acknowledgement", "clarification", "delay"]


def test_greylisting(outside: World, smtp: ScriptedSmtp):
    """The first try of each pair is turned away: all are in after some minutes, each once."""
    smtp.greylist()
    outside.letter(from_=ANN)
    outside.run()
    assert smtp.accepted == []
    outside.turn(minutes=6)
    assert sorted(_kinds(smtp)) == ["acknowledgement", "handover"]


def test_five_days_of_not_now(world: World):
    """After five days it is given up: the operator and the department are told."""
    world.mail.fault = answering("452 4.2.2 mailbox full", to=ANN)
    world.letter(from_=ANN)
    world.run()
    for _ in range(62):
        world.turn(hours=2)
    [mail] = world.queued("acknowledgement")
    assert mail["state"] == "dead"
    assert mail["attempts"] > 15
    assert "mailbox full" in world.only(OSCAR, "alarm").words
    assert "find another way to reach the customer" in world.only(QUALITY, "update").words


def test_no_such_customer(world: World):
    """5xx: no second try; the department is told to find another way, the operator sees the server's words."""
    world.mail.fault = answering("550 5.1.1 no such user", to=ANN)
    world.letter(from_=ANN)
    world.run()
    update = world.only(QUALITY, "update")
    assert ANN.address in update.words
    assert "550 5.1.1 no such user" in update.words
    assert "550 5.1.1 no such user" in world.only(OSCAR, "alarm").words
    [mail] = world.queued("acknowledgement")
    assert (mail["state"], mail["attempts"]) == ("refused", 1)
    world.mail.fault = None
    world.turn(hours=1)
    assert world.kinds(ANN) == []
    assert world.history()[-1] == "undelivered"


def test_no_such_department(world: World):
    """A department's address that does not work is the operator's to mend: an alarm, and no mail to the customer."""
    world.mail.fault = answering("550 5.1.1 no such user", to=QUALITY)
    world.letter(from_=ANN)
    world.run()
    assert "handover" in world.only(OSCAR, "alarm").words
    assert world.kinds(ANN) == ["acknowledgement"]


def test_the_original_is_refused(world: World):
    """A server that takes our mail but not the customer's letter in it: the form arrives without it and says so."""
    theirs = b"\r\nSubject: Nine kettles leak"

    def refusing(mail: Sent) -> str | None:
        return "552 5.3.4 content refused" if theirs in mail.content else None

    world.mail.fault = refusing
    letter = world.letter(from_=ANN)
    assert theirs in letter.raw
    world.run()
    handover = world.only(QUALITY, "handover")
    assert "Please reply to this mail with the word ACCEPT" in handover.words
    assert letter.raw not in handover.raw
    assert "refused this mail with the original letter" in handover.every_text
    world.reply(handover, from_=QUALITY, text="ACCEPT")
    world.run()
    assert world.case()["state"] == "accepted"
    assert world.kinds(OSCAR) == []


def test_an_alarm_that_does_not_arrive_raises_no_alarm(world: World):
    """The operator's own mailbox is full: the desk does not write about its own writing for ever."""
    world.mail.fault = answering("550 5.1.1 nobody here")
    world.letter(from_=ANN)
    for _ in range(5):
        world.turn(minutes=10)
    kinds = [mail["notice"] for mail in world.outbox()]
    assert kinds.count("alarm") <= len(kinds) - kinds.count("alarm")  # none of an alarm
    assert kinds.count("escalation") <= 2  # the head, then the managers: one above the other, and there it ends
    assert "alarm" not in {mail["notice"] for mail in world.outbox() if mail["state"] in ("queued", "leased")}


def test_one_of_two_managers_is_refused(make_world: MakeWorld, smtp: ScriptedSmtp):
    """A mail to two goes to the one who exists; the other's refusal is on record and alarms."""
    managers = {"addresses": [BELLA.address, "gone@shop.example"]}
    world = make_world(settings={"managers": managers, "smtp": {"port": smtp.port, "connections": 1}})
    smtp.on(Stage.RCPT, Say(550, "5.1.1 unknown"), address="gone@shop.example")
    world.letter(from_=f"Two <{ANN.address}>, <mallory@elsewhere.example>")
    world.run()
    assert _kinds(smtp) == ["review", "alarm"]
    assert smtp.accepted[0].recipients == (BELLA.address,)
    [review] = world.queued("review")
    assert review["state"] == "sent"
    assert review["results"]["gone@shop.example"]["code"] == 550


def test_a_brake(make_world: MakeWorld):
    """[smtp] per_minute: the rest waits for the next minute, and nothing is lost."""
    world = make_world(settings={"smtp": {"per_minute": 3}})
    for number in range(3):
        world.letter(from_=ANN, text=WRONG_INVOICE.replace("5501", f"550{number}"), subject=f"Invoice {number}")
    world.run()
    assert len(world.everything()) == 3
    world.turn(minutes=1, seconds=1)
    assert len(world.everything()) == 6


def test_the_envelope_sender_is_the_desk(world: World):
    """Bounces come back to the desk: nothing is sent with an empty envelope sender."""
    world.letter(from_=ANN)
    world.run()
    assert {mail.sender for mail in world.everything()} == {DESK_ADDRESS}


def test_the_brake_holds_mail_back_and_tells_the_operator(make_world: MakeWorld):
    """Two mails a minute and no more: the rest waits its minute, none is lost, and a person hears of it, once."""
    world = make_world(settings={"limits": {"answers_per_minute": 2}})
    world.letter(from_=ANN)
    world.letter(from_=WANG_FANG)
    world.run()
    assert len(world.everything()) == 2
    for _ in range(4):
        world.turn(minutes=2)
    assert world.kinds(ANN) == world.kinds(WANG_FANG) == ["acknowledgement"]
    assert world.kinds(QUALITY) == ["handover", "handover"]
    assert world.kinds(OSCAR) == ["alarm"]
