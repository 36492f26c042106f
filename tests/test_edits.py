"""What changes under a daemon that runs: its configuration, its key, its letters."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from daemon.app import key_is_lost
from daemon.config import load
from daemon.config_watch import ConfigWatch
from daemon.store.engine import DatabaseMoved, Store, StoreUnavailable
from daemon.store.migrate import upgrade
from daemon.supervisor import Supervisor
from tests.cast import ANN, OSCAR
from tests.test_config import SMALLEST
from tests.world import MakeWorld, World


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the watch wrote into the log."""
    lines: list[dict[str, Any]] = []

    def written(**line: Any) -> None:
        lines.append(line)

    monkeypatch.setattr("daemon.journal.configuration_edited", written)
    return lines


def test_an_edit_of_the_configuration_is_told_when_it_is_made(tmp_path: Path, told: list[dict[str, Any]]):
    """Once for each edit, with file and line where no daemon would start with it; again for SIGHUP; not when undone."""
    path = tmp_path / "config.toml"
    path.write_text(SMALLEST)
    watch = ConfigWatch(path)
    watch.look()
    watch.ask()
    watch.look()
    assert told == []

    path.write_text(SMALLEST.replace("[smtp]", "[smtp"))
    watch.look()
    watch.look()
    assert [(line["problems"], line["first"].startswith(f"{path}:9: ")) for line in told] == [(1, True)]

    path.write_text(SMALLEST.replace("service@", "help@"))
    watch.look()
    watch.ask()
    watch.look()
    assert [(line["problems"], "restart" in line["first"]) for line in told[1:]] == [(0, True), (0, True)]

    path.write_text(SMALLEST)
    watch.look()
    assert len(told) == 3


def test_a_key_that_is_gone_is_told(world: World):
    """Its desk has written mails: the daemon goes on with a new key, and the operator hears what that means."""
    world.letter(from_=ANN)
    world.run()
    assert not key_is_lost(world.config, world.app.store)
    world.config.desk.keys_file.unlink()
    assert key_is_lost(world.config, world.app.store)
    world.stop()
    world.run()
    assert "is not there, though mails were signed with it" in " ".join(world.only(OSCAR, "alarm").words.split())


@pytest.mark.parametrize(
    "own", ["Subject: Hello\n\n{{ nobody.knows }}\n", "Subject: Hello\n\n{% if %}\n", "no subject\n"]
)
def test_a_broken_letter_of_the_desk_holds_up_nobody(make_world: MakeWorld, tmp_path: Path, own: str):
    """The built-in one goes out, and one alarm a day says which file is to be mended."""
    (tmp_path / "letters" / "en").mkdir(parents=True)
    (tmp_path / "letters" / "en" / "acknowledgement.md").write_text(own)
    world = make_world(settings={"desk": {"templates_dir": str(tmp_path / "letters")}})
    world.letter(from_=ANN)
    world.run()
    assert world.ended() == ["case"]
    assert world.kinds(ANN) == ["acknowledgement"]
    assert "acknowledgement.md" in world.only(OSCAR, "alarm").words


def test_an_edit_of_the_catalogue_is_told_with_its_line(tmp_path: Path, told: list[dict[str, Any]]):
    """It is read at the start: what a restart would find is said when it is edited, broken, or removed."""
    path, goods = tmp_path / "config.toml", tmp_path / "goods.csv"
    path.write_text(SMALLEST + '[catalogue]\npath = "goods.csv"\n')
    goods.write_text("sku,name\nK1,kettle\n")
    watch = ConfigWatch(path, load(path))
    watch.look()
    assert told == []

    goods.write_text("sku,name\nK1,kettle\n,oven\n")
    watch.look()
    watch.look()
    goods.unlink()
    watch.look()
    goods.write_text("sku,name\nK1,kettle\nO2,oven\n")
    watch.look()
    assert [line["problems"] for line in told] == [1, 1, 0]
    assert told[0]["first"].startswith("goods.csv:3: ")


@pytest.mark.parametrize("change", ["moved", "deleted", "replaced"])
def test_a_database_that_is_not_where_it_was_is_seen(tmp_path: Path, change: str):
    """What is begun is written to its end in the open file, no empty one is made at the old place, and one sentence says so."""
    file = tmp_path / "amends.db"
    store = Store(f"sqlite:///{file}")
    upgrade(store.engine)
    store.stay_in_place()
    match change:
        case "moved":
            file.rename(tmp_path / "away.db")
        case "deleted":
            file.unlink()
        case _:
            (tmp_path / "new.db").write_bytes(file.read_bytes())
            (tmp_path / "new.db").rename(file)
    with pytest.raises(DatabaseMoved, match=r"amends\.db .* while the daemon ran"):
        store.stay_in_place()
    with store.writing() as begun, pytest.raises(StoreUnavailable, match="while the daemon ran"), store.reading():
        assert begun
    assert file.exists() == (change == "replaced")
    store.close()


def test_a_daemon_whose_database_was_moved_stops(world: World, tmp_path: Path):
    """The operator's program hears why: nothing goes on into a file that nobody will look at."""
    world.letter(from_=ANN)
    world.run()
    file = Path(str(world.app.store.url.database))
    file.rename(tmp_path / "away.db")
    with pytest.raises(DatabaseMoved):
        asyncio.run(asyncio.wait_for(Supervisor(world.app).run(), 20))
    with sqlite3.connect(tmp_path / "away.db") as moved:
        assert moved.execute("SELECT count(*) FROM cases").fetchone() == (1,)
