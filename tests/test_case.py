"""The state machine of a case, walked from end to end."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.case import (
    ANSWERED,
    AT_WORK,
    TRANSITIONS,
    UNSIGNED,
    Case,
    DeadlineKind,
    Dossier,
    EventKind,
    IllegalTransition,
    State,
    step,
)
from daemon.case_diagram import page

_ROWS = {
    State.RECEIVED: "dispatched>dispatched triaged>triage",
    State.TRIAGE: (
        "dispatched>dispatched triaged>triage risen>triage not_complaint>closed merged>closed closed>closed"
    ),
    State.DISPATCHED: (
        "accepted>accepted progressed>investigating asked>investigating options_sent>options_sent resolved>resolved "
        "dispatched>dispatched triaged>triage risen>reopened dissatisfied>reopened deferred>deferred "
        "not_complaint>closed merged>closed closed>closed"
    ),
    State.REOPENED: (
        "accepted>accepted progressed>investigating asked>investigating options_sent>options_sent resolved>resolved "
        "dispatched>dispatched triaged>triage risen>reopened dissatisfied>reopened deferred>deferred "
        "not_complaint>closed merged>closed closed>closed"
    ),
    State.ACCEPTED: (
        "accepted>accepted progressed>investigating asked>investigating options_sent>options_sent resolved>resolved "
        "dispatched>dispatched triaged>triage risen>reopened dissatisfied>reopened deferred>deferred "
        "not_complaint>closed merged>closed closed>closed"
    ),
    State.INVESTIGATING: (
        "accepted>investigating progressed>investigating asked>investigating options_sent>options_sent "
        "resolved>resolved dispatched>dispatched triaged>triage risen>reopened dissatisfied>reopened "
        "deferred>deferred not_complaint>closed merged>closed closed>closed"
    ),
    State.OPTIONS_SENT: (
        "agreed>agreed accepted>options_sent progressed>options_sent asked>investigating "
        "options_sent>options_sent resolved>resolved dispatched>dispatched triaged>triage risen>reopened "
        "dissatisfied>reopened deferred>deferred not_complaint>closed merged>closed closed>closed"
    ),
    State.AGREED: (
        "accepted>agreed progressed>agreed asked>investigating options_sent>options_sent resolved>resolved "
        "dispatched>dispatched triaged>triage risen>reopened dissatisfied>reopened deferred>deferred "
        "not_complaint>closed merged>closed closed>closed"
    ),
    State.RESOLVED: (
        "checked>confirming satisfied>closed dissatisfied>reopened resumed>reopened resolved>resolved risen>reopened "
        "progressed>resolved dispatched>dispatched merged>closed closed>closed"
    ),
    State.CONFIRMING: (
        "checked>confirming satisfied>closed dissatisfied>reopened resumed>reopened resolved>resolved risen>reopened "
        "progressed>confirming dispatched>dispatched merged>closed closed>closed"
    ),
    State.DEFERRED: (
        "resumed>reopened resolved>resolved progressed>deferred dissatisfied>deferred dispatched>dispatched "
        "merged>closed closed>closed"
    ),
    State.CLOSED: "dissatisfied>reopened resumed>reopened dispatched>dispatched closed>closed",
}
MOVES = {
    (state, EventKind(event)): State(to)
    for state, row in _ROWS.items()
    for event, _, to in (word.partition(">") for word in row.split())
}
"""Everything that moves a case, written down once more: a change of the table must be meant."""

_REMARKS = (
    "answered levelled added corrected withdrawn noted contacted extended requested approved rejected assigned refused "
    "reminded missed escalated penalised chased delayed greeted undelivered auto_replied withheld reviewed split waited"
)
REMARKS = frozenset(map(EventKind, _REMARKS.split()))
"""What is put on record anywhere and moves nothing."""

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


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


def test_an_event_moves_or_is_a_remark():
    """Every kind of event is one or the other; only the opening, which makes a case, is neither."""
    assert {event for _, event in MOVES}.isdisjoint(REMARKS)
    assert {event for _, event in MOVES} | REMARKS | {EventKind.OPENED} == set(EventKind)


def test_a_closed_case_comes_back_in_three_ways_only():
    """The customer objects, a manager resumes it, or it is dispatched again: nothing else opens what is closed."""
    leaves = {event for event, to in TRANSITIONS[State.CLOSED].items() if to is not State.CLOSED}
    assert leaves == {EventKind.DISSATISFIED, EventKind.RESUMED, EventKind.DISPATCHED}


@pytest.mark.parametrize("state", sorted(set(State) - {State.RECEIVED}))
def test_a_manager_can_end_it_anywhere(state: State):
    """CLOSE is understood in every state in which a case rests; `received` lasts no longer than one plan."""
    assert step(state, EventKind.CLOSED) is State.CLOSED


def _reached_from(state: State) -> set[State]:
    reached = {state}
    while further := {step(one, event) for one in reached for event in TRANSITIONS[one]} - reached:
        reached |= further
    return reached


def test_every_state_can_be_reached():
    """From RECEIVED, where every case begins, all states are reachable."""
    assert _reached_from(State.RECEIVED) == set(State)


@pytest.mark.parametrize("state", State)
def test_there_is_always_a_way_out(state: State):
    """From wherever a case stands it can be closed, and before that its customer can be answered."""
    assert {State.RESOLVED, State.CLOSED} <= _reached_from(state)


def test_nothing_goes_back():
    """No event takes a case back to where it began."""
    assert all(
        State.RECEIVED not in {to for event, to in row.items() if event not in REMARKS} for row in TRANSITIONS.values()
    )


def test_the_department_owes_or_has_answered():
    """The named groups of states are apart from each other and from triage, deferral and the end."""
    assert not AT_WORK & ANSWERED
    assert UNSIGNED < AT_WORK
    assert set(State) - AT_WORK - ANSWERED == {State.RECEIVED, State.TRIAGE, State.DEFERRED, State.CLOSED}


def test_only_closed_is_not_open():
    """Everything else still waits for somebody."""
    assert [state for state in State if not state.is_open] == [State.CLOSED]


@pytest.mark.parametrize("state", sorted(AT_WORK))
def test_a_resolution_needs_nothing_before_it(state: State):
    """RESOLVE is legal wherever the department owes an answer: neither ACCEPT nor options must come first."""
    assert step(state, EventKind.RESOLVED) is State.RESOLVED


@pytest.mark.parametrize("kind", DeadlineKind)
def test_a_deadline_knows_its_clock(kind: DeadlineKind):
    """A clock has a reminder and an end, and both lead back to it; a courtesy to the customer is of no clock."""
    if not kind.clock:
        assert not kind.is_reminder
        assert kind in {"chase", "contact", "delay", "check", "silence", "wait"}
        return
    assert kind is DeadlineKind.of(kind.clock, "remind" if kind.is_reminder else "miss")


def test_a_snapshot_is_never_changed():
    """A move gives another snapshot, with the dossier as noted; an illegal one gives none and changes nothing."""
    dossier = Dossier(role="quality", counted_from=NOW)
    case = Case(
        number="C2026-000001",
        state=State.DISPATCHED,
        level="normal",
        department="Quality",
        customer="ann@customer.example",
        language="en",
        subject="Kettles",
        received=NOW,
        promised_at=NOW,
        dossier=dossier,
    )
    accepted = case.moved(EventKind.ACCEPTED, signed_at=NOW)
    assert (accepted.state, accepted.dossier.signed_at) == (State.ACCEPTED, NOW)
    assert (case.state, case.dossier) == (State.DISPATCHED, dossier)
    assert not case.may(EventKind.SATISFIED)
    with pytest.raises(IllegalTransition):
        case.moved(EventKind.SATISFIED)


def test_the_page_of_the_states_is_up_to_date():
    """docs/states.md is what the table says; `python -m daemon.case_diagram > docs/states.md` writes it anew."""
    assert (Path(__file__).parents[1] / "docs" / "states.md").read_text("utf-8") == page()


def test_the_page_tells_every_move():
    """Every move of the list above stands in the page's table, in the row of its state."""
    rows = {line.split("`")[1]: line for line in page().splitlines() if line.startswith("| `")}
    assert set(rows) == {state.value for state in State}
    for (state, event), to in MOVES.items():
        told = f"{event} → `{to}`" if to is not state else f"{event}"
        assert told in rows[state.value]
