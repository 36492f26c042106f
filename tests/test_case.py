"""The state machine of a case, walked from end to end."""

from __future__ import annotations

import itertools

import pytest

from daemon.case import TRANSITIONS, DeadlineKind, EventKind, IllegalTransition, State, step

MOVES = {
    (State.RECEIVED, EventKind.DISPATCHED): State.DISPATCHED,
    (State.RECEIVED, EventKind.TRIAGED): State.TRIAGE,
    (State.TRIAGE, EventKind.DISPATCHED): State.DISPATCHED,
    (State.DISPATCHED, EventKind.ACCEPTED): State.ACCEPTED,
}
"""Everything that moves a case, written down once more: a change of the table must be meant."""

REMARKS = frozenset(EventKind) - {EventKind.OPENED, EventKind.TRIAGED, EventKind.DISPATCHED, EventKind.ACCEPTED}
"""What is put on record and moves nothing."""


@pytest.mark.parametrize("state, event", list(itertools.product(State, EventKind)))
def test_every_state_and_every_event(state: State, event: EventKind):
    """Each pair moves as the list above says, is a remark that leaves the state as it was, or is illegal."""
    if (state, event) in MOVES:
        assert step(state, event) is MOVES[state, event]
    elif event in REMARKS:
        assert step(state, event) is state
    else:
        with pytest.raises(IllegalTransition, match=f"a case that is {state} cannot be {event}") as caught:
            step(state, event)
        assert (caught.value.state, caught.value.event) == (state, event)


def test_the_table_speaks_of_every_state():
    """No state is without its row, so nothing that happens to a case can be a KeyError."""
    assert set(TRANSITIONS) == set(State)


def test_every_state_can_be_reached():
    """From RECEIVED, where every case begins, all states are reachable."""
    reached = {State.RECEIVED}
    while True:
        further = {step(state, event) for state in reached for event in TRANSITIONS[state]}
        if further <= reached:
            break
        reached |= further
    assert reached == set(State)


def test_nothing_goes_back():
    """No event takes a case back to where it began."""
    assert all(
        State.RECEIVED not in {to for event, to in row.items() if event not in REMARKS} for row in TRANSITIONS.values()
    )


@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_deadline_knows_its_clock(kind: DeadlineKind):
    """Each clock has a reminder and an end, and the end of a reminder is its clock's."""
    assert kind.clock in ("signing", "answer")
    assert kind.miss.clock == kind.clock
    assert not kind.miss.is_reminder
    assert kind.is_reminder == (kind is not kind.miss)
