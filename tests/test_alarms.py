"""Alarms when the database itself is what is broken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from daemon.store.engine import StoreUnavailable
from tests.world import MakeWorld


def test_without_a_database_the_program_is_told(make_world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """No outbox, no mail: [operator] alarm_command hears of it all the same, once a day."""
    heard = tmp_path / "heard"
    script = f"import sys; open({str(heard)!r}, 'a').write(sys.stdin.read() + '|')"
    world = make_world(settings={"operator": {"alarm_command": [sys.executable, "-c", script]}})
    app = world.start()

    def broken(*_: object) -> None:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr("daemon.alarms.apply", broken)
    for _ in range(2):
        app.alarms.sound("database", "the database cannot be used", "why: disk full")
    assert heard.read_text().count("|") == 1
    assert "why: disk full" in heard.read_text()
