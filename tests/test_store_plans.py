"""What the desk asks again and again stays quick however long it has been running: it goes by an index, on SQLite too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from daemon.holder import Holder
from daemon.store import cases, letters, outbox
from daemon.store.engine import Store
from daemon.store.migrate import upgrade

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database with tables."""
    store = Store(f"sqlite:///{tmp_path / 'amends.db'}")
    upgrade(store.engine)
    yield store
    store.close()


ASKED: dict[str, tuple[Callable[[Connection], object], str]] = {
    "which mails are due": (
        lambda c: outbox.lease(c, Holder.me(), now=NOW, until=NOW, limit=20),
        "ix_outbox_open",
    ),
    "whether there is mail to see to": (lambda c: outbox.has_work(c, NOW), "ix_outbox_open"),
    "what dead daemons held": (lambda c: outbox.free_abandoned(c, now=NOW), "ix_outbox_open"),
    "when the next mail is due": (outbox.next_due, "ix_outbox_open"),
    "how many mails left lately": (lambda c: outbox.sent_since(c, NOW - timedelta(minutes=1)), "ix_outbox_settled"),
    "how many answers an address has had": (
        lambda c: outbox.answers_since(c, "ann@customer.example", NOW),
        "ix_outbox_trigger",
    ),
    "which clocks have run out": (lambda c: cases.due(c, NOW, 10, 10), "ix_deadlines_due"),
    "which letters wait": (lambda c: letters.pending(c, "desk", 50), "ix_intake_pending"),
    "whether any letter waits": (lambda c: letters.has_pending(c, "desk"), "ix_intake_pending"),
}


@pytest.mark.parametrize("question", ASKED)
def test_a_question_asked_all_the_time_goes_by_its_index(store: Store, question: str) -> None:
    """The first table that SQLite looks at is searched by the index made for it, not read from end to end."""
    ask, index = ASKED[question]
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    with store.writing() as connection:
        event.listen(connection, "before_cursor_execute", listen)
        ask(connection)
        event.remove(connection, "before_cursor_execute", listen)
        [(statement, parameters)] = asked
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    assert index in plan[0].detail
