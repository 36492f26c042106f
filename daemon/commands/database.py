"""`amends db upgrade` and `amends db copy`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from daemon.app import open_to_change, say_waiting
from daemon.config import load
from daemon.config_values import database
from daemon.store.copying import CannotCopy, copy
from daemon.store.engine import Store
from daemon.store.migrate import upgrade

SHOWN = ("cases", "letters", "outbox")


def upgrade_database(path: Path) -> None:
    """Bring the tables up to date, or say that they are."""
    store = Store(load(path).store.url, say_waiting)
    upgrade(store.engine)
    print("the database is up to date")


def copy_database(path: Path, to: str) -> int:
    """Copy everything into the empty database `to`, a URL as in [store]. Exit code."""
    config = load(path)
    try:
        url = database(to, path.resolve().parent)
    except ValueError as wrong:
        print(f"{to}: {wrong}", file=sys.stderr)
        return 2
    source = open_to_change(config)
    target = Store(url, say_waiting)
    upgrade(target.engine)
    try:
        rows = dict(copy(source, target, datetime.now(UTC)))
    except CannotCopy as why:
        print(why, file=sys.stderr)
        return 1
    print("copied:", ", ".join(f"{rows[name]} {name}" for name in SHOWN))
    print(f'now write [store] url = "{target.url.render_as_string(hide_password=True)}", and see: amends verify')
    return 0
