"""What a report tells of: everything once, whenever the desk came to know of it."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import ANN, BELLA, MALLORY, Mail
from tests.world import World

THANKS = "Thank you very much for your help, everything arrived safely. Kind regards, Mallory"


def reports(world: World) -> list[Mail]:
    """The weekly reports so far, of Mondays at nine."""
    return world.inbox(BELLA, "digest")


def test_a_letter_that_waits_while_the_report_is_written_is_in_the_next(world: World):
    """It came a minute before nine and was read a minute after: no report could know of it but the next."""
    world.run()
    world.turn(days=6, hours=23, minutes=59)
    world.letter(from_=ANN)
    world.letter(from_=MALLORY, subject="Thank you", text=THANKS)
    world.clock.set(world.now + timedelta(minutes=1))
    world.app.reporting.once()
    world.run()
    world.turn(days=7)
    first, second = reports(world)
    assert "nothing to report" in first.subject
    assert "1 new" in second.subject
    assert "Thank you" in second.text
    world.turn(days=7)
    assert "0 new" in reports(world)[-1].subject


def test_a_report_that_could_not_be_written_leaves_no_gap(world: World):
    """The daemon was down over two Mondays: the report that comes then begins where the last one ended."""
    world.run()
    world.turn(days=7)
    world.letter(from_=ANN)
    world.run()
    world.turn(days=15)
    assert "1 new" in reports(world)[-1].subject
    assert "Monday 30 November 2026, 09:00" in reports(world)[-1].text


def test_a_mailbox_out_of_reach_for_weeks(world: World):
    """Reports are written meanwhile; what waited there is in the next one, however old it is by then, and once."""
    world.run()
    world.letter(from_=ANN)
    world.letter(from_=MALLORY, subject="Thank you", text=THANKS)
    for _ in range(3):
        world.clock.set(world.now + timedelta(days=7))
        world.app.reporting.once()
    world.run()
    world.turn(days=7)
    newest = reports(world)[-1]
    assert "1 new" in newest.subject
    assert "Thank you" in newest.text
    world.turn(days=7)
    assert "0 new" in reports(world)[-1].subject
