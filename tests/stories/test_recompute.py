"""A case's deadlines follow from how it stands: whatever has happened, asking again gives what is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from daemon.planning.timetable import timetable
from daemon.store import cases
from tests.cast import ANN, BELLA, BROKEN_KETTLES, FINANCE, QUALITY, RIDDLE, WRONG_INVOICE, Person
from tests.world import MakeWorld, World

RESOLVED = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today\nMeasures: seals are tested"
Step = Callable[[World], object]


def replies(who: Person, kind: str, text: str) -> Step:
    """Somebody answers the newest mail of that kind that they got."""

    def step(world: World) -> None:
        world.reply(world.inbox(who, kind)[-1], from_=who, text=text)

    return step


def passes(**by: float) -> Step:
    """Time passes."""
    return lambda world: world.turn(**by)


PLAYS: dict[str, list[Step]] = {
    "answered at last": [
        passes(hours=5),
        replies(QUALITY, "handover", "ACCEPT"),
        passes(days=1),
        replies(QUALITY, "handover", "ASK Which batch is it?"),
        passes(days=2),
        replies(ANN, "clarification", "It says B-7 on the box."),
        replies(QUALITY, "handover", "EXTEND 2 working days, the laboratory needs them"),
        passes(days=3),
        replies(QUALITY, "handover", RESOLVED),
        passes(hours=30),
        replies(ANN, "closure_check", "NO"),
        replies(QUALITY, "redispatch", RESOLVED),
        passes(days=12),
    ],
    "deferred and resumed": [
        replies(QUALITY, "handover", "DEFER the supplier is closed"),
        passes(hours=1),
        replies(BELLA, "approval", "APPROVE watch"),
        passes(days=20),
        replies(BELLA, "approval", "RESUME"),
        passes(days=3),
        replies(QUALITY, "redispatch", "WRONG Finance: about the invoice"),
        passes(hours=6),
        replies(FINANCE, "handover", "OPTIONS\nOption 1: refund\nBenefit: quick\nRisk: none"),
        passes(hours=6),
        replies(ANN, "options", "1"),
        passes(days=9),
    ],
    "nobody does anything": [passes(hours=4), passes(days=1), passes(days=4), passes(days=14), passes(days=30)],
}


def as_stored(world: World) -> dict[str, dict[str, object]]:
    """Every case's open deadlines in the database."""
    with world.app.store.reading() as connection:
        known = [cases.by_number(connection, row["number"]) for row in cases.listing(connection)]
        return {
            case.number: {row["kind"]: row["due_at"] for row in cases.open_deadlines(connection, case.id)}
            for case in known
            if case is not None
        }


def as_computed(world: World) -> dict[str, dict[str, object]]:
    """What the timetable says of every case as it comes out of the database."""
    with world.app.store.reading() as connection:
        known = [cases.by_number(connection, row["number"]) for row in cases.listing(connection)]
    office = world.app.office()
    return {case.number: {k.value: at for k, at in timetable(office, case).items()} for case in known if case}


@pytest.mark.parametrize("policy", ["standard", "dealership", "manufacturing", "courier"])
@pytest.mark.parametrize("play", PLAYS)
def test_after_every_step_what_is_stored_is_what_would_be_computed(make_world: MakeWorld, play: str, policy: str):
    """Replies, silence, outages and rising levels, with every pack: no deadline is forgotten, moved or left behind."""
    world = make_world(settings={"desk": {"policy": policy}})
    for text in (BROKEN_KETTLES, WRONG_INVOICE, RIDDLE):
        world.letter(from_=ANN, text=text)
    world.run()
    assert any(as_stored(world).values())
    for step in PLAYS[play]:
        step(world)
        world.run()
        assert as_stored(world) == as_computed(world)


def test_a_closed_case_waits_for_nothing(make_world: MakeWorld):
    """Closed by silence: the database holds no open deadline of it, for ever."""
    world = make_world()
    world.letter(from_=ANN)
    world.run()
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text=RESOLVED)
    world.run()
    world.turn(hours=2)
    world.turn(days=10)
    assert world.case()["state"] == "closed"
    assert as_stored(world) == {world.case()["number"]: {}}
