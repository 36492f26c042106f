"""`amends verify`: a record that was tampered with shows which case and which event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest
from click.testing import Result
from sqlalchemy import delete, insert, literal, select, update

from daemon.store.engine import Store
from daemon.store.schema import events
from tests.cast import ANN, BROKEN_COOLERS, QUALITY, WANG_FANG
from tests.commands.terminal import objects, typed
from tests.world import MONDAY_MORNING, MakeWorld, World

CASE = "C2026-000001"


@pytest.fixture
def told(make_world: MakeWorld) -> World:
    """Two cases, the first with four events: opened, dispatched, accepted, progressed."""
    world = make_world(start=MONDAY_MORNING.astimezone(UTC))
    world.letter(from_=ANN)
    world.letter(from_=WANG_FANG, text=BROKEN_COOLERS, subject="空调")
    world.run()
    for text in ("ACCEPT", "PROGRESS We have found the fault."):
        [handover] = [
            mail for mail in world.inbox(QUALITY, "handover") if CASE in mail.subject
        ]  # either may come first
        world.reply(handover, from_=QUALITY, text=text)
        world.run()
    assert world.history(CASE) == ["opened", "dispatched", "accepted", "progressed"]
    world.stop()
    return world


@pytest.fixture
def tampered(told: World) -> Callable[..., Result]:
    """Somebody changes the database behind the desk's back; then the operator verifies it."""

    def tamper(*statements: object) -> Result:
        store = Store(told.config.store.url)
        with store.writing() as connection:
            for statement in statements:
                connection.execute(statement)  # pyright: ignore[reportArgumentType, reportCallIssue] - any statement
        store.close()
        return typed(told.config_path, "verify")

    return tamper


def event(seq: int):
    """The condition for an event of the first case."""
    return (events.c.case_id == 1) & (events.c.seq == seq)


def test_an_untouched_record_is_what_was_written(told: World):
    """Exit code 0, and how much was looked at; programs read nothing."""
    result = typed(told.config_path, "verify")
    assert (result.exit_code, result.stdout) == (0, "6 events of 2 cases: every one is what was written\n")
    assert typed(told.config_path, "verify", "--json").stdout == ""


@pytest.mark.parametrize(
    "values",
    [
        {"data": {"text": "We have not even looked."}},
        {"actor": "somebody@else.example"},
        {"kind": "resolved"},
        {"kind": "never heard of"},
        {"at": MONDAY_MORNING.replace(hour=8)},
    ],
)
def test_a_changed_event_shows_and_only_that_one(tampered: Callable[..., Result], values: dict[str, object]):
    """Words, actor, kind or time: the case and the event's number are named, and the exit code is 1."""
    result = tampered(update(events).where(event(4)).values(**values))
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [f"{CASE} event 4"]
    assert "1 broken, in 1 case(s)" in result.stderr


def test_a_removed_event_shows_as_missing(tampered: Callable[..., Result]):
    """A gap is named by the number that is not there."""
    result = tampered(delete(events).where(event(2)))
    assert (result.exit_code, result.stdout) == (1, f"{CASE} event 2: missing: event 2\n")


def test_a_new_seal_on_a_changed_event_breaks_the_next_one(told: World, tampered: Callable[..., Result]):
    """Who forges an event's seal too is found out by the event after it."""
    result = tampered(update(events).where(event(3)).values(hash="0" * 64))
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [f"{CASE} event 3", f"{CASE} event 4"]
    found = objects(typed(told.config_path, "verify", "--json"))
    assert [(one["case"], one["event"]) for one in found] == [(CASE, 3), (CASE, 4)]


def test_an_event_of_another_case_does_not_fit(tampered: Callable[..., Result]):
    """A seal is good in its own case only: a copied event is no event."""
    columns = (events.c.seq + 1, events.c.at, events.c.kind, events.c.actor, events.c.data, events.c.hash)
    copied = select(literal(2), *columns).where(event(2))
    names = ["case_id", "seq", "at", "kind", "actor", "data", "hash"]
    result = tampered(insert(events).from_select(names, copied))
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["C2026-000002 event 3"]


def test_a_case_without_any_event_is_broken(tampered: Callable[..., Result]):
    """A record that is gone as a whole is no record in order."""
    result = tampered(delete(events).where(events.c.case_id == 2))
    assert result.stdout == "C2026-000002 event 1: the case has no events at all; its record is gone\n"
    assert result.exit_code == 1


def test_verifying_neither_makes_nor_changes_a_database(told: World):
    """Where there is none, a sentence says so, exit code 2, and there is none afterwards."""
    told.configure(store={"url": "sqlite:///elsewhere.db"})
    result = typed(told.config_path, "verify")
    assert result.exit_code == 2
    assert "amends db upgrade" in result.stderr
    assert not (told.folder / "elsewhere.db").exists()
