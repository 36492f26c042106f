"""`amends show CASE`: what a reader finds in a case's timeline."""

from __future__ import annotations

from tests.cast import ANN, QUALITY
from tests.commands.terminal import objects, typed
from tests.world import World, answering


def test_a_case_that_was_worked_on_reads_as_a_story(world: World):
    """Letters with how they ended, commands in words, missed clocks, what waits: each once, in order."""
    world.letter(from_=ANN)
    world.run()
    world.turn(hours=5)
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="PROGRESS We have found the fault.")
    world.run()
    world.stop()
    told = " ".join(typed(world.config_path, "show", "C2026-000001").stdout.split())
    story = [
        "← L1 “Nine kettles leak”",
        "a complaint: level normal, for Quality",
        "handed to Quality",
        "signing ran out 2026-11-23 13:00; told 1×",
        "progress: “We have found the fault.”",
        "clocks that run",
        "answer: 5 working days since 2026-11-23 09:00",
        "what comes next",
        "reminder: answer",
    ]
    places = [told.find(words) for words in story]
    assert -1 not in places, story[places.index(-1)]
    assert places == sorted(places)
    assert told.count("product quality") == 2  # in the heading, and with the letter


def test_a_question_to_the_customer_shows_that_the_clocks_stand_still(world: World):
    """No clock runs, and the page says since when and why."""
    world.letter(from_=ANN)
    world.run()
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="ASK Which batch is it?")
    world.run()
    world.stop()
    told = typed(world.config_path, "show", "C2026-000001").stdout
    assert "waits for the customer since 2026-11-23 09:00: the department's clocks stand still" in told
    assert "clocks that run" not in told


def test_a_clock_that_ran_out_is_told_as_late(world: World):
    """How often it was told, and that the next telling is one more of the same."""
    world.letter(from_=ANN)
    world.run()
    world.turn(hours=5)
    world.stop()
    told = typed(world.config_path, "show", "C2026-000001").stdout
    assert "signing: 4 working hours since 2026-11-23 09:00, LATE, told 1×" in told
    assert "signing: its end is told once more" in told
    [case] = objects(typed(world.config_path, "show", "C2026-000001", "--json"))
    assert [(clock["clock"], clock["missed"]) for clock in case["clocks"]] == [("signing", 1), ("answer", 0)]


def test_a_mail_that_was_refused_says_why(world: World):
    """The state, and the server's own words."""
    world.mail.fault = answering("550 5.1.1 no such user", to=ANN)
    world.letter(from_=ANN)
    world.run()
    world.stop()
    told = " ".join(typed(world.config_path, "show", "C2026-000001").stdout.split())
    assert "refused (" in told
    assert "no such user" in told


def test_a_broken_policy_does_not_hide_what_happened(world: World):
    """The timeline is told all the same; a sentence on standard error says why the clocks are not."""
    world.letter(from_=ANN)
    world.run()
    world.stop()
    (world.folder / "our.toml").write_text("no TOML", encoding="utf-8")
    world.configure(desk={"policy": "our.toml"})
    result = typed(world.config_path, "show", "C2026-000001")
    assert result.exit_code == 0
    assert "handed to Quality" in result.stdout
    assert "the clocks that run cannot be told" in result.stderr


def test_a_dead_address_is_shown(world: World):
    """That nothing goes to the customer by itself, and to which address, until they write again."""
    world.letter(from_=ANN)
    world.run()
    world.bounce(world.only(ANN, "acknowledgement"), recipient=ANN.address)
    world.run()
    world.stop()
    told = " ".join(typed(world.config_path, "show", "C2026-000001").stdout.split())
    assert f"the customer cannot be reached at {ANN.address}: nothing goes there by itself" in told
    [shown] = objects(typed(world.config_path, "show", "C2026-000001", "--json"))
    assert shown["unreachable"] == ANN.address
