"""Time passes: reminders, escalations, outages."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cast import ANN, BELLA, HANNAH, QUALITY
from tests.world import CHINA, MakeWorld, World

LINE_STOPPED = """Our production line has stopped since this morning because the sensors of your last delivery
(order 7731) are faulty. We need working replacements at once.

Ann Lee
"""


@pytest.fixture
def begun(world: World) -> World:
    """Monday 09:00: Ann has complained; Quality must accept by 13:00."""
    world.letter(from_=ANN)
    world.run()
    return world


def _at(world: World, day: int, hour: int, minute: int = 0) -> None:
    """Turn the clock to that moment of November 2026, and let the daemon work."""
    until = datetime(2026, 11, day, hour, minute, tzinfo=CHINA)
    world.turn(seconds=(until - world.now).total_seconds())


def test_nothing_happens_before_its_time(begun: World):
    """At 12:11 nobody has been reminded; at 12:12, after four fifths of the time, the department has."""
    _at(begun, 23, 12, 11)
    assert begun.kinds(QUALITY) == ["handover"]
    _at(begun, 23, 12, 12)
    assert begun.kinds(QUALITY) == ["handover", "reminder"]
    assert begun.kinds(HANNAH) == begun.kinds(BELLA) == []


def test_the_reminder_says_what_to_do_and_until_when(begun: World):
    """It names the word, the case and the time, and hangs under the handover."""
    _at(begun, 23, 12, 30)
    reminder = begun.only(QUALITY, "reminder")
    assert "Please reply to this mail with the word ACCEPT by Monday 23 November 2026, 13:00" in reminder.words
    assert reminder.headers["in-reply-to"] == begun.only(QUALITY, "handover").message_id
    assert reminder.headers["auto-submitted"] == "auto-generated"


def test_one_reminder_however_often_the_daemon_looks(begun: World):
    """The daemon looks every other minute of the last hour: one reminder."""
    for minute in range(10, 60, 2):
        _at(begun, 23, 12, minute)
    assert begun.kinds(QUALITY) == ["handover", "reminder"]


def test_a_missed_clock(begun: World):
    """At 13:00 the department is reminded once more and its head hears of it; the managers do not yet."""
    _at(begun, 23, 12, 30)
    _at(begun, 23, 13, 0)
    assert begun.kinds(QUALITY) == ["handover", "reminder", "reminder"]
    escalation = begun.only(HANNAH, "escalation")
    assert "Please step in today" in escalation.words
    assert "C2026-000001" in escalation.words
    assert begun.kinds(BELLA) == []


def test_the_second_time_the_managers_hear_of_it(begun: World):
    """Not accepted by the same time of the next working day: head and managers read it, each in a mail of their own."""
    _at(begun, 23, 13, 0)
    _at(begun, 24, 12, 59)
    assert begun.kinds(BELLA) == []
    _at(begun, 24, 13, 0)
    to_bella = begun.only(BELLA, "escalation")
    to_hannah = begun.inbox(HANNAH, "escalation")[1]
    assert (to_bella.to, to_hannah.to) == ((BELLA.address,), (HANNAH.address,))
    assert all("reminder number 2 of the same time limit" in mail.words for mail in (to_bella, to_hannah))
    assert len(begun.inbox(HANNAH, "escalation")) == 2


def test_each_escalation_offers_what_its_reader_may_do(begun: World):
    """The head answers for the department, the managers decide: the buttons are theirs."""
    _at(begun, 23, 13, 0)
    _at(begun, 25, 9, 0)
    assert "REASSIGN" in begun.only(BELLA, "escalation").text
    to_hannah = begun.inbox(HANNAH, "escalation")[1].text
    assert "ACCEPT" in to_hannah
    assert "REASSIGN" not in to_hannah


def test_every_working_day_while_it_lasts(begun: World):
    """Silence for a week: one escalation a working day and none at the weekend."""
    arrived: dict[int, int] = {}
    for day in range(23, 30):
        before = len(begun.inbox(HANNAH, "escalation"))
        for hour in (9, 13, 18, 23):
            _at(begun, day, hour)
        arrived[day] = len(begun.inbox(HANNAH, "escalation")) - before
    assert arrived == {23: 1, 24: 1, 25: 1, 26: 1, 27: 1, 28: 0, 29: 0}


def test_without_a_head_the_managers_hear_at_once(make_world: MakeWorld):
    """A department without a head: the first escalation goes to the managers."""
    world = make_world(settings={"department": [{"name": "Quality", "address": QUALITY.address}]})
    world.letter(from_=ANN)
    world.run()
    _at(world, 23, 13, 0)
    assert world.kinds(BELLA) == ["escalation"]


def test_an_accepted_case_is_left_alone(begun: World):
    """Accepted in time: no reminder, no escalation for the signing clock."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    _at(begun, 24, 18, 0)
    assert begun.kinds(QUALITY) == ["handover", "receipt"]
    assert begun.kinds(HANNAH) == []


def test_acceptance_ends_the_escalations(begun: World):
    """Accepted after it was missed: nobody hears of that clock again, and the answer's clock runs on."""
    _at(begun, 23, 13, 0)
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    _at(begun, 25, 18, 0)
    assert len(begun.inbox(HANNAH, "escalation")) == 1
    begun.turn(days=5, hours=15)
    assert len(begun.inbox(HANNAH, "escalation")) == 2
    assert "has not answered the customer" in begun.inbox(HANNAH, "escalation")[1].subject


def test_the_answers_clock_runs_after_acceptance(begun: World):
    """An accepted case still owes the customer an answer: reminder at four fifths, escalation after the promised date."""
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    _at(begun, 30, 17, 59)
    assert begun.kinds(QUALITY) == ["handover", "receipt", "reminder", "worklist"]
    assert "was promised an answer by Monday 30 November" in begun.only(QUALITY, "reminder").words
    _at(begun, 30, 18, 0)
    assert begun.kinds(HANNAH) == []
    begun.turn(hours=15)
    assert begun.kinds(HANNAH) == ["escalation"]


def test_a_long_outage(begun: World):
    """Ten days without the daemon: each missed clock is told once, not once for every day, and nothing twice.

    The customer is asked once for what is missing and told once of the delay; the week's report comes once.
    """
    begun.turn(days=10)
    assert begun.kinds(QUALITY) == ["handover", "reminder", "reminder", "worklist"]
    assert all("Overdue since" in mail.subject for mail in begun.inbox(QUALITY, "reminder"))
    assert len({mail.message_id for mail in begun.inbox(QUALITY)}) == 4
    assert begun.kinds(HANNAH) == ["escalation", "escalation"]
    assert begun.kinds(BELLA) == ["escalation", "digest"]
    assert begun.kinds(ANN) == ["acknowledgement", "clarification", "delay"]
    begun.run()
    assert len(begun.inbox(QUALITY)) == 4


def test_a_restart_after_the_outage_sends_nothing_again(begun: World):
    """The daemon is stopped and started in the middle of it all."""
    begun.turn(days=10)
    before = len(begun.everything())
    begun.stop()
    begun.run()
    assert len(begun.everything()) == before


def test_nobody_is_reminded_at_night(begun: World):
    """A reminder that becomes due while the daemon is down at night waits for the morning."""
    _at(begun, 23, 22, 0)
    assert begun.kinds(QUALITY) == ["handover"]
    _at(begun, 24, 8, 59)
    assert begun.kinds(QUALITY) == ["handover"]
    _at(begun, 24, 9, 0)
    assert begun.kinds(QUALITY) == ["handover", "reminder"]


def test_a_waiting_reminder_that_is_no_longer_true_is_not_sent(begun: World):
    """Accepted in the night: the reminder that waits for the morning is superseded, and so is the escalation."""
    _at(begun, 23, 22, 0)
    begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="ACCEPT")
    begun.run()
    _at(begun, 24, 9, 0)
    assert begun.kinds(QUALITY) == ["handover", "receipt"]
    assert begun.kinds(HANNAH) == []
    assert {mail["state"] for mail in begun.queued("reminder") + begun.queued("escalation")} == {"superseded"}


def test_the_gravest_cases_wake_people(make_world: MakeWorld):
    """A stopped line at 22:00: reminded before 22:30 and escalated then, in the middle of the night."""
    world = make_world(start=datetime(2026, 11, 23, 22, 0, tzinfo=CHINA))
    world.letter(from_=ANN, subject="Production line stopped", text=LINE_STOPPED)
    world.run()
    assert world.case()["level"] == "critical"
    _at(world, 23, 22, 25)
    assert world.kinds(QUALITY) == ["handover", "reminder"]
    _at(world, 23, 22, 31)
    assert world.kinds(HANNAH) == ["escalation"]


def test_a_clock_that_jumps_back(begun: World):
    """The machine's clock is set back a day: nothing is sent again, and nothing early."""
    _at(begun, 23, 13, 0)
    before = len(begun.everything())
    begun.turn(days=-1)
    begun.turn(hours=2)
    assert len(begun.everything()) == before
