"""Tables in a terminal: what names a row is whole however narrow it is, and what has no room is left out, not mangled."""

from __future__ import annotations

import pytest

from daemon.commands.columns import GAP, WORDS, widths

LETTERS = {"id": 4, "mailbox": 10, "uid": 4, "state": 11, "case": 12, "sender": 30, "subject": 70, "reason": 90}
CASES = {
    "number": 12,
    "state": 13,
    "level": 8,
    "department": 16,
    "customer": 30,
    "subject": 50,
    "received": 16,
    "promised_at": 16,
}


@pytest.mark.parametrize("natural", [LETTERS, CASES], ids=["letters", "cases"])
@pytest.mark.parametrize("room", [40, 60, 80, 120])
def test_what_names_a_row_is_never_cut(natural: dict[str, int], room: int):
    """Numbers, states and days are whole or not there; only words are cut, and the first column and the state stay."""
    found = widths(tuple(natural), natural, room)
    assert sum(found.values()) + GAP * (len(found) - 1) <= room
    assert {next(iter(natural)), "state"} <= set(found)
    assert all(width == natural[one] for one, width in found.items() if one not in WORDS)
    assert list(found) == [one for one in natural if one in found]


def test_where_there_is_room_nothing_is_cut():
    """A pipe is wide."""
    assert widths(tuple(LETTERS), LETTERS, 260) == LETTERS
