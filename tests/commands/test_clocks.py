"""`amends clocks`: which clocks run, and which deadlines move under another policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from daemon.recomputing import recompute
from tests.cast import ANN, BROKEN_COOLERS, QUALITY, WANG_FANG
from tests.commands.packs import HEAD, SHORTER, pack
from tests.commands.terminal import objects, typed
from tests.world import World

CASE = "C2026-000001"
MOVES = [
    {"case": CASE, "deadline": "signing.remind", "was": "2026-11-23T04:12:00+00:00", "becomes": "2026-11-23T02:36:00+00:00"},
    {"case": CASE, "deadline": "signing.miss", "was": "2026-11-23T05:00:00+00:00", "becomes": "2026-11-23T03:00:00+00:00"},
    {"case": CASE, "deadline": "answer.remind", "was": "2026-11-27T08:12:00+00:00", "becomes": "2026-11-26T02:48:00+00:00"},
    {"case": CASE, "deadline": "answer.miss", "was": "2026-11-30T10:00:00+00:00", "becomes": "2026-11-26T10:00:00+00:00"},
]  # fmt: skip


@pytest.fixture
def begun(world: World) -> World:
    """Monday 09:00: Ann has complained; the daemon has run and ended."""
    world.letter(from_=ANN)
    world.run()
    world.stop()
    return world


def deadlines(world: World) -> dict[str, str]:
    """The case's open deadlines as they are stored."""
    [case] = objects(typed(world.config_path, "show", CASE, "--json"))
    return {deadline["kind"]: deadline["due_at"] for deadline in case["deadlines"]}


def under(world: World, text: str) -> None:
    """The operator writes another policy and configures it."""
    pack(world.folder, text)
    world.configure(desk={"policy": "our.toml"})


def test_running_clocks_for_programs(begun: World):
    """One object a clock: since when, how long, until when, and how often its end was told."""
    clocks = objects(typed(begun.config_path, "clocks", "--json"))
    first = {"case": CASE, "state": "dispatched", "level": "normal", "department": "Quality", "clock": "signing"}
    first |= {"budget": "4 working hours", "since": "2026-11-23T01:00:00+00:00", "due": "2026-11-23T05:00:00+00:00"}
    assert {name: clocks[0][name] for name in first} == first
    assert [clock["clock"] for clock in clocks] == ["signing", "answer"]
    assert clocks[0]["missed"] == 0


def test_running_clocks_for_people(begun: World):
    """A table in the desk's time."""
    told = typed(begun.config_path, "clocks").stdout
    assert "4 working hours  2026-11-23 09:00  2026-11-23 13:00" in told


def test_nothing_runs_where_nothing_is_open(world: World):
    """A sentence for people, nothing for programs."""
    assert typed(world.config_path, "clocks").stdout == "no clock runs\n"
    assert typed(world.config_path, "clocks", "--json").stdout == ""


def test_a_case_that_waits_for_its_customer_has_no_running_clock(world: World):
    """The department's clocks stand still, so none is listed."""
    world.letter(from_=ANN)
    world.run()
    world.reply(world.only(QUALITY, "handover"), from_=QUALITY, text="ASK Which batch is it?")
    world.run()
    world.stop()
    assert objects(typed(world.config_path, "clocks", "--json")) == []


def test_under_the_same_policy_nothing_moves(begun: World):
    """What is stored is what the timetable says."""
    result = typed(begun.config_path, "clocks", "--recompute")
    assert (result.exit_code, result.stdout) == (0, "every deadline is where it belongs\n")


def test_a_dry_run_shows_what_would_move_and_moves_nothing(begun: World):
    """Each deadline with its two times; the database is as before."""
    under(begun, SHORTER)
    before = deadlines(begun)
    assert objects(typed(begun.config_path, "clocks", "--recompute", "--dry-run", "--json")) == MOVES
    told = typed(begun.config_path, "clocks", "--recompute", "--dry-run").stdout
    assert "signing.miss    2026-11-23 13:00  2026-11-23 11:00" in told
    assert told.endswith("4 deadlines of 1 cases would move\n")
    assert deadlines(begun) == before


def test_recomputing_moves_the_deadlines_and_not_the_promise(begun: World):
    """The desk works by the new clocks from then on; what the customer was told stays the promise."""
    under(begun, SHORTER)
    assert objects(typed(begun.config_path, "clocks", "--recompute", "--json")) == MOVES
    assert deadlines(begun)["signing.miss"] == "2026-11-23T03:00:00+00:00"
    assert begun.case()["promised_at"].isoformat() == "2026-11-30T10:00:00+00:00"
    assert typed(begun.config_path, "clocks", "--recompute").stdout == "every deadline is where it belongs\n"
    begun.start()
    begun.turn(hours=2)
    assert begun.kinds(QUALITY) == ["handover", "reminder"]


def test_a_day_off_of_the_companys_own_moves_what_lies_behind_it(begun: World):
    """[calendar] extra is part of the working time: Tuesday off, and the chase is a day later; the day promised stays."""
    begun.configure(calendar={"extra": ["2026-11-24"]})
    text = begun.config_path.read_text(encoding="utf-8").replace('"2026-11-24"', "2026-11-24")
    begun.config_path.write_text(text, encoding="utf-8")
    moves = objects(typed(begun.config_path, "clocks", "--recompute", "--json"))
    becomes = {move["deadline"]: move["becomes"] for move in moves}
    assert becomes["chase"] == "2026-11-26T10:00:00+00:00"
    assert "answer.miss" not in becomes
    assert deadlines(begun)["answer.miss"] == "2026-11-30T10:00:00+00:00"


def test_a_level_that_the_policy_does_not_know_is_told_and_left_alone(begun: World):
    """A pack with other levels: the case is named, its deadlines stay, and the exit code is 1."""
    before = deadlines(begun)
    begun.configure(desk={"policy": "dealership"})
    for arguments in (("clocks",), ("clocks", "--recompute"), ("clocks", "--recompute", "--dry-run")):
        result = typed(begun.config_path, *arguments)
        assert result.exit_code == 1
        assert f'{CASE}: the policy dealership has no level "normal"' in result.stderr
    assert deadlines(begun) == before


def test_a_case_that_was_closed_meanwhile_is_left_alone(begun: World, monkeypatch: pytest.MonkeyPatch):
    """Each case is looked at anew in the transaction that writes: what is over gets no clocks."""
    under(begun, SHORTER)
    app = begun.start()
    survey = recompute.__globals__["_survey"]

    def then_closed(*arguments: Any) -> Any:
        found = survey(*arguments)
        begun.reply(begun.only(QUALITY, "handover"), from_=QUALITY, text="NOT-COMPLAINT It is a question.")
        begun.run()
        return found

    monkeypatch.setitem(recompute.__globals__, "_survey", then_closed)
    recompute(app.store, app.office(), begun.now)
    assert begun.case()["state"] == "closed"
    assert deadlines(begun) == {}


def test_a_dry_run_of_nothing_is_a_mistake(tmp_path: Path):
    """--dry-run alone says nothing: usage, exit code 2."""
    assert typed(tmp_path / "config.toml", "clocks", "--dry-run").exit_code == 2


def test_every_open_case_is_recomputed(world: World):
    """Two cases move together; each once."""
    world.letter(from_=ANN)
    world.letter(from_=WANG_FANG, text=BROKEN_COOLERS, subject="空调")
    world.run()
    world.stop()
    under(world, HEAD + '[clocks.normal]\nsigning = "2 working hours"\n')
    told = typed(world.config_path, "clocks", "--recompute").stdout
    assert told.endswith("4 deadlines of 2 cases were moved\n")
