"""A desk that has been running for long, or whose disk is full: what it has many of, it still knows."""

from __future__ import annotations

import sqlite3
from typing import Any

import psycopg
import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError, ProgrammingError

from daemon import settling
from daemon.commands import lists
from daemon.store import cases, letters, outbox
from daemon.store.engine import StoreUnavailable, as_sentence
from daemon.store.schema import counters, intake
from tests.cast import ANN, BELLA
from tests.world import World


def _malformed() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


@pytest.mark.parametrize("also_small_ones", [False, True])
def test_a_full_disk_puts_no_letter_into_quarantine(
    world: World, monkeypatch: pytest.MonkeyPatch, *, also_small_ones: bool
):
    """However often its case could not be written: it is tried as at first when there is room again, and answered."""

    def full(*_: Any) -> Any:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    world.letter(from_=ANN)
    with monkeypatch.context() as without_room:
        without_room.setattr(settling, "apply", full)
        if also_small_ones:
            without_room.setattr(letters, "uncount_attempts", full)
        for _ in range(8):
            with pytest.raises(StoreUnavailable, match="full"):
                world.run()
    world.run()
    assert len(world.inbox(ANN, "acknowledgement")) == 1
    assert not world.inbox(BELLA, "alarm")


_SHUT = psycopg.errors.ReadOnlySqlTransaction("cannot execute INSERT in a read-only transaction")
_NO_RIGHTS = psycopg.errors.InsufficientPrivilege("permission denied for table cases")


@pytest.mark.parametrize(
    "trouble",
    [
        InternalError("INSERT", {}, _SHUT),
        ProgrammingError("INSERT", {}, _NO_RIGHTS),
        InternalError("INSERT", {}, psycopg.errors.IdleInTransactionSessionTimeout("terminating connection")),
        InternalError("INSERT", {}, psycopg.errors.DataCorrupted("invalid page in block 1")),
        DatabaseError("INSERT", {}, _malformed()),
    ],
)
def test_a_database_that_takes_no_more_puts_no_letter_into_quarantine(
    world: World, monkeypatch: pytest.MonkeyPatch, trouble: DatabaseError
):
    """A hosted server whose disk is full only lets us read, or takes our rights; that is no letter's fault either."""

    def refused(*_: Any) -> Any:
        raise trouble

    world.letter(from_=ANN)
    with monkeypatch.context() as shut:
        shut.setattr(settling, "apply", refused)
        for _ in range(8):
            with pytest.raises(StoreUnavailable):
                world.run()
    world.run()
    assert len(world.inbox(ANN, "acknowledgement")) == 1
    assert not world.inbox(BELLA, "alarm")


@pytest.mark.parametrize("trouble", [InternalError("", {}, _SHUT), ProgrammingError("", {}, _NO_RIGHTS)])
def test_who_may_only_read_is_told_where_to_look(trouble: DatabaseError):
    """A sentence for the operator, and no traceback."""
    with pytest.raises(StoreUnavailable, match="whether its disk is full"), as_sentence():
        raise trouble


@pytest.mark.parametrize(
    "subject", ["C2026-1000000: one more thing", "关于C2026-1000000号投诉的补充", "re c2026-1000000"]
)
def test_the_millionth_case_of_a_year_is_known_by_its_number(world: World, subject: str):
    """Its number has a figure more; its customer's letter joins it by that alone, between Chinese words too."""
    world.letter(from_=ANN)
    world.run()
    with world.app.store.writing() as connection:
        connection.execute(update(counters).values(value=999_999))
    world.letter(from_=ANN, subject="Another matter", text="The lamp that came on Friday, invoice 77120, is broken.")
    world.run()
    world.letter(from_=ANN, subject=subject, text="It is the blue one.")
    world.run()
    with world.app.store.reading() as connection:
        told = [row["case"] for row in letters.listing(connection)]
    assert told == ["C2026-000001", "C2026-1000000", "C2026-1000000"]


def test_the_fifty_first_case_of_a_dealer_is_found_by_its_order(world: World, monkeypatch: pytest.MonkeyPatch):
    """Who has more open cases than are looked at one by one still joins the right one; the number alone finds it."""
    world.letter(from_=ANN, text="Order SO-40001: the kettles leak.", subject="Order SO-40001")
    world.run()
    monkeypatch.setattr(cases, "_OF_ADDRESS", cases._OF_ADDRESS.limit(1))  # pyright: ignore[reportPrivateUsage] - fifty letters are slow
    world.letter(from_=ANN, text="Order SO-40002: the lamps are broken.", subject="Order SO-40002")
    world.run()
    world.letter(from_=ANN, text="Order SO-40001: two more leak now.", subject="Once more")
    world.run()
    with world.app.store.reading() as connection:
        assert [row["case"] for row in letters.listing(connection)] == ["C2026-000001", "C2026-000002", "C2026-000001"]


def test_more_cases_are_loaded_than_one_statement_takes(world: World, monkeypatch: pytest.MonkeyPatch):
    """A database takes some ten thousand values in a statement; a digest may be about more cases, a retry about more mails."""
    for order in ("SO-40001", "SO-40002"):
        world.letter(from_=ANN, text=f"Order {order}: the kettles leak.", subject=f"Order {order}")
        world.run()
    monkeypatch.setattr(cases, "AT_ONCE", 1)
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    monkeypatch.setattr(letters, "AT_ONCE", 1)
    with world.app.store.reading() as connection:
        assert sorted(cases.load(connection, [1, 2])) == [1, 2]
        assert outbox.states(connection, [1, 2]).total() == 2
        connection.execute(update(intake).values(state="quarantined"))
        assert letters.unsettled(connection, [2, 1]) == [1, 2]


def test_a_long_list_is_printed_as_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Each row once and on one line, whatever a subject contains, though only so many are in memory at a time."""
    monkeypatch.setattr(lists, "MEASURED", 2)
    rows = ({"id": number, "subject": f"第{number}封\x1b[2J\nletter"} for number in range(5))
    lists.print_rows(world.config, rows, ("id", "subject"), as_json=False, none="none")
    head, *printed = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "subject"]
    assert printed == [f"{number}   第{number}封 [2J letter" for number in range(5)]
