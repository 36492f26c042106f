"""The policy's file is edited while the daemon lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon import reloading
from daemon.demo.world import MailWorld
from daemon.reloading import Reloading, files_of
from tests.cast import ANN, CAST, FINANCE, OSCAR, QUALITY, Person, parsed
from tests.commands.packs import BROKEN, HEAD, KETTLES_TO_FINANCE, SHORTER, pack
from tests.commands.terminal import objects, typed
from tests.world import DESK_ADDRESS, PASSWORD, MakeWorld, World

WITHIN_SECONDS = 60.0
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our editor writes at once."""
    monkeypatch.setattr(reloading, "SETTLES_SECONDS", 0.0)


@pytest.fixture
def begun(make_world: MakeWorld, tmp_path: Path) -> World:
    """A desk with a policy of its own; Ann has complained, the daemon lives."""
    pack(tmp_path, HEAD)
    world = make_world(settings={"desk": {"policy": "our.toml"}})
    world.letter(from_=ANN)
    world.run()
    return world


def deadlines(world: World) -> dict[str, str]:
    """The case's open deadlines as they are stored, in the desk's day and time."""
    [case] = objects(typed(world.config_path, "show", "C2026-000001", "--json"))
    zone = world.config.desk.timezone
    return {d["kind"]: f"{datetime.fromisoformat(d['due_at']).astimezone(zone):%d %H:%M}" for d in case["deadlines"]}


# ---- an edit that is sound --------------------------------------------------------------------------------------------


def test_an_edit_holds_from_the_next_look_on(begun: World):
    """Open cases' clocks move at once, and the next letter is decided by the new rules; no restart, no mail about it."""
    assert (deadlines(begun)["signing.miss"], deadlines(begun)["answer.miss"]) == ("23 13:00", "30 18:00")
    pack(begun.folder, SHORTER + KETTLES_TO_FINANCE)
    begun.run()
    assert (deadlines(begun)["signing.miss"], deadlines(begun)["answer.miss"]) == ("23 11:00", "26 18:00")
    begun.letter(from_=Person("Ben", "ben@elsewhere.example"), subject="My kettle leaks too")
    begun.run()
    assert begun.kinds(FINANCE) == ["handover"]
    assert begun.kinds(OSCAR) == []
    assert '"policy loaded"' in begun.log.getvalue()
    assert '"clocks moved"' in begun.log.getvalue()


def test_the_new_clocks_are_kept(begun: World):
    """Under two hours the reminder comes at 10:36, which four hours would have left in peace."""
    pack(begun.folder, SHORTER)
    begun.turn(hours=2)
    assert begun.kinds(QUALITY) == ["handover", "reminder"]


def test_an_edit_of_a_pack_that_is_extended_counts_too(make_world: MakeWorld, tmp_path: Path):
    """The whole chain is watched, not just its first file."""
    pack(tmp_path, HEAD, "base.toml")
    pack(tmp_path, HEAD.replace('"standard"', '"base.toml"'))
    world = make_world(settings={"desk": {"policy": "our.toml"}})
    world.letter(from_=ANN)
    world.run()
    pack(tmp_path, SHORTER, "base.toml")
    world.run()
    assert deadlines(world)["signing.miss"] == "23 11:00"


def test_a_file_that_was_only_touched_changes_nothing(begun: World):
    """Another time and the same words: no policy is loaded."""
    os.utime(begun.folder / "our.toml", (1, 1))
    assert begun.app.reloading.once() is False
    assert '"policy loaded"' not in begun.log.getvalue()


def test_an_edit_is_taken_over_once(begun: World):
    """The first look takes it, the second finds nothing new."""
    pack(begun.folder, SHORTER)
    assert [begun.app.reloading.once() for _ in range(3)] == [True, False, False]


def test_the_office_is_replaced_as_a_whole(begun: World):
    """Who has begun with the old one goes on with the old one; policy and working time change together."""
    before = begun.app.office()
    pack(begun.folder, HEAD + '[calendar]\nhours = "08:00-12:00"\n')
    begun.run()
    after = begun.app.office()
    assert (before.calendar.time.closes, after.calendar.time.closes) == (18 * 60, 12 * 60)
    assert before.policy is not after.policy
    assert after.signer is before.signer


def test_a_pack_that_comes_with_amends_is_not_watched(world: World):
    """There is no file of the operator's to look at."""
    assert files_of("standard") == ()
    assert world.app.reloading.once() is False


# ---- an edit that is broken -------------------------------------------------------------------------------------------


def test_a_broken_edit_leaves_the_old_policy_in_force_and_tells_the_operator(begun: World):
    """One alarm with every mistake, file and line; letters and clocks go on as before."""
    version = begun.app.office().policy.version
    pack(begun.folder, BROKEN)
    for _ in range(3):
        begun.run()
    alarm = begun.only(OSCAR, "alarm")
    assert "cannot be used" in alarm.subject
    assert f"{begun.folder / 'our.toml'}:4" in alarm.text
    assert f"{begun.folder / 'our.toml'}:6" in alarm.text
    assert begun.app.office().policy.version == version
    begun.letter(from_=Person("Ben", "ben@elsewhere.example"), subject="My kettle leaks too")
    begun.run()
    assert begun.kinds(QUALITY) == ["handover", "handover"]
    assert begun.log.getvalue().count('"policy refused"') == 1


def test_a_mended_edit_is_taken_over(begun: World):
    """After the broken one comes a sound one; other mistakes on the way are told too."""
    pack(begun.folder, BROKEN)
    begun.run()
    pack(begun.folder, HEAD + "not even TOML")
    begun.run()
    assert begun.kinds(OSCAR) == ["alarm", "alarm"]
    pack(begun.folder, SHORTER)
    begun.run()
    assert deadlines(begun)["signing.miss"] == "23 11:00"
    assert begun.kinds(OSCAR) == ["alarm", "alarm"]


def test_a_file_that_is_gone_is_a_broken_edit(begun: World):
    """The policy in force outlives its file."""
    (begun.folder / "our.toml").unlink()
    begun.run()
    assert "there is no pack" in begun.only(OSCAR, "alarm").text
    assert begun.app.office().policy.name == "our"


def test_a_file_that_is_still_being_written_raises_no_alarm(begun: World, monkeypatch: pytest.MonkeyPatch):
    """Half a file is no edit: when it changes within a moment, the next look decides."""
    pack(begun.folder, BROKEN)

    def goes_on_writing(_: float) -> None:
        pack(begun.folder, SHORTER)

    monkeypatch.setattr(reloading.time, "sleep", goes_on_writing)
    assert begun.app.reloading.once() is False
    assert begun.app.reloading.once() is True
    begun.run()
    assert begun.kinds(OSCAR) == []
    assert deadlines(begun)["signing.miss"] == "23 11:00"


def test_a_policy_without_a_level_that_open_cases_have_is_refused(begun: World):
    """Renamed levels would leave cases without clocks: the alarm names the level and the cases."""
    levels = (
        '[levels.one]\nen = "One"\nzh = "一"\n\n[clocks.one]\nsigning = "1 working hour"\nanswer = "1 working day"\n'
    )
    pack(begun.folder, HEAD + '[defaults]\nlevel = "one"\n' + levels)
    begun.run()
    told = begun.only(OSCAR, "alarm").words
    assert 'there is no level "normal" any more, which open cases have (C2026-000001)' in told
    assert deadlines(begun)["signing.miss"] == "23 13:00"


def test_a_bug_of_ours_in_loading_stops_nothing(begun: World, monkeypatch: pytest.MonkeyPatch):
    """Whatever loading does, clocks and letters go on, the log has the traceback, and the operator hears of it."""

    def fails(_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(reloading, "load", fails)
    pack(begun.folder, SHORTER)
    begun.turn(hours=5)
    assert "an error of ours, see the log" in begun.only(OSCAR, "alarm").text
    assert "ZeroDivisionError" in begun.log.getvalue()
    assert begun.kinds(QUALITY) == ["handover", "reminder"]


def test_a_bug_of_ours_in_recomputing_stops_nothing(begun: World, monkeypatch: pytest.MonkeyPatch):
    """The new policy holds, the deadlines are worked on, and the log has the traceback."""

    def fails(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(reloading, "recompute", fails)
    pack(begun.folder, SHORTER)
    begun.turn(hours=5)
    assert begun.app.office().policy.clocks != {}
    assert begun.kinds(QUALITY) == ["handover", "reminder"]
    assert '"recompute failed"' in begun.log.getvalue()


# ---- when asked, and at the start -------------------------------------------------------------------------------------


def test_when_asked_it_is_loaded_though_nothing_changed(begun: World):
    """SIGHUP means now; and only once."""
    app = begun.app
    app.reloading.ask()
    assert [app.reloading.once(), app.reloading.once()] == [True, False]


def test_a_daemon_that_starts_catches_up_with_what_was_edited_before(begun: World):
    """Deadlines that another policy set are computed anew at the first look after `catch_up`."""
    begun.stop()
    pack(begun.folder, SHORTER)
    app = begun.start()
    app.reloading.once()
    assert deadlines(begun)["signing.miss"] == "23 13:00"
    app.reloading.catch_up()
    app.reloading.once()
    assert deadlines(begun)["signing.miss"] == "23 11:00"


@pytest.mark.parametrize(
    "text, found",
    [
        (HEAD, ["our.toml"]),
        (HEAD.replace('"standard"', '"base.toml"'), ["our.toml", "base.toml"]),
        (HEAD.replace('"standard"', '"none.toml"'), ["our.toml", "none.toml"]),
        ("no TOML", ["our.toml"]),
        ("extends = 7", ["our.toml"]),
    ],
)
def test_the_files_of_a_policy_are_its_chain_as_far_as_it_can_be_read(tmp_path: Path, text: str, found: list[str]):
    """A file that is not there is watched too: it may come."""
    pack(tmp_path, HEAD, "base.toml")
    assert [file.name for file in files_of(str(pack(tmp_path, text)))] == found


def test_packs_in_a_circle_end_somewhere(tmp_path: Path):
    """Looking for files never hangs; loading tells the mistake."""
    file = pack(tmp_path, HEAD.replace('"standard"', '"our.toml"'))
    assert 1 <= len(files_of(str(file))) <= 10


# ---- a process of its own ---------------------------------------------------------------------------------------------


@contextmanager
def living(world: World) -> Generator[subprocess.Popen[bytes]]:
    """`amends run`, with the machine's own clock, beside the mail world; told to stop afterwards."""
    with (world.folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "daemon", "run", "--config", str(world.config_path)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=log,
        )
        try:
            yield process
        finally:
            process.terminate()
            assert process.wait(30) == 0


def until(true: Callable[[], bool], what: str) -> None:
    """Look often until something is so."""
    end = time.monotonic() + WITHIN_SECONDS
    while not true():
        assert time.monotonic() < end, f"not within {WITHIN_SECONDS} s: {what}"
        time.sleep(0.05)


LETTER = b"""From: Ann Lee <ann@customer.example>\r
To: desk@shop.example\r
Subject: Nine kettles leak\r
Message-ID: <1@customer.example>\r
\r
We received 18 kettles (invoice 89621), and nine of them are defective: they leak. Please replace them.\r
"""


def test_a_living_daemon_sees_edits_by_itself_and_at_sighup(make_world: MakeWorld, tmp_path: Path):
    """`amends run` takes a sound edit over, tells of a broken one by mail, and loads at once when it gets SIGHUP."""
    pack(tmp_path, HEAD)
    with MailWorld(dict.fromkeys((DESK_ADDRESS, *(person.address for person in CAST)), PASSWORD)) as mail:
        ports = {"mailbox": [{"port": mail.imap_port}], "smtp": {"port": mail.smtp_port}}
        world = make_world(settings={"desk": {"policy": "our.toml"}, **ports})
        mail.deliver(DESK_ADDRESS, LETTER, received=datetime.now(UTC))

        def log() -> str:
            return (world.folder / "log").read_text(encoding="utf-8")

        def kinds(who: Person) -> list[str]:
            return [parsed(raw).kind for raw in mail.mail(who.address)]

        with living(world) as daemon:
            until(lambda: kinds(QUALITY) == ["handover"], "the letter is handed over")
            before = deadlines(world)
            pack(tmp_path, SHORTER)
            until(lambda: '"clocks moved"' in log(), "the edit is seen")
            moved = deadlines(world)
            assert moved["signing.miss"] != before["signing.miss"]
            assert moved["answer.miss"] != before["answer.miss"]
            pack(tmp_path, BROKEN)
            until(lambda: kinds(OSCAR) == ["alarm"], "the broken edit is told")
            pack(tmp_path, SHORTER)
            until(lambda: log().count('"policy loaded"') == 2, "the mended edit is seen")
            daemon.send_signal(signal.SIGHUP)
            until(lambda: log().count('"policy loaded"') == 3, "the policy is loaded though nothing changed")
            assert deadlines(world) == moved


def test_nothing_is_loaded_while_nothing_changes(begun: World, monkeypatch: pytest.MonkeyPatch):
    """The usual look costs a `stat` a file: nothing is opened."""

    def opened(*_: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(reloading, "files_of", opened)
    monkeypatch.setattr(reloading, "_content", opened)
    looker: Reloading = begun.app.reloading
    assert looker.once() is False
