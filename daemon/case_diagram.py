"""The states of a case as a page for people, made from the table: `python -m daemon.case_diagram > docs/states.md`.

Nothing is told here that `daemon.case.TRANSITIONS` does not say, except what each state means.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

from daemon.case import AT_WORK, TRANSITIONS, EventKind, State

AT_WORK_NODE = "at_work"
MEANINGS: Mapping[State, str] = {
    State.RECEIVED: "it has just been opened; no case rests here",
    State.TRIAGE: "a manager must choose the department",
    State.DISPATCHED: "a department has it and must sign for it",
    State.ACCEPTED: "the department has signed for it",
    State.INVESTIGATING: "the department has reported progress or asked the customer",
    State.OPTIONS_SENT: "the customer must choose",
    State.AGREED: "the customer has chosen",
    State.RESOLVED: "the customer has the answer",
    State.CONFIRMING: "the customer has been asked whether it is settled",
    State.CLOSED: "nobody has to do anything any more",
    State.DEFERRED: "it cannot be settled for now; a manager has agreed",
    State.REOPENED: "it came back to its department, which must sign for it anew",
}
_HEAD = """\
# The states of a case

Made from the table in `daemon/case.py` by `python -m daemon.case_diagram`; a test keeps the two the same.

A case stands in one state. What happens to it is an event; the table says which events a state allows and where they
lead. What it does not say is refused, and the `receipt` says so.
"""
_ANYWHERE = "These events are put on record and leave the state as it was"


def page() -> str:
    """The whole page, in Markdown."""
    parts = (
        _HEAD,
        "## The picture\n\nEvents that leave a state as it was are in the table only.",
        f"```mermaid\n{diagram()}\n```",
        f"*{AT_WORK_NODE}* is any of {_listed(_in_order(AT_WORK))}: the department owes the customer an answer.\n",
        f"## The table\n\n{table()}\n",
        f"## What may happen anywhere\n\n{_ANYWHERE}: {', '.join(_everywhere())}.",
    )
    return "\n".join(f"{part}\n" if not part.endswith("\n") else part for part in parts)


def diagram() -> str:
    """The moves between states as a Mermaid state diagram; what all states at work share is drawn once."""
    shared = _shared(AT_WORK)
    edges = [("[*]", State.RECEIVED.value, (EventKind.OPENED.value,))]
    for state in State:
        moves = [(event, to) for event, to in _moves(state) if to is not state]
        edges += _edges(state.value, (move for move in moves if state not in AT_WORK or move not in shared))
    edges += _edges(AT_WORK_NODE, shared)
    return "\n".join(["stateDiagram-v2", *(f"    {a} --> {b}: {', '.join(events)}" for a, b, events in edges)])


def table() -> str:
    """Each state, what it means, and what every event makes of it, as a Markdown table."""
    lines = ["| State | Meaning | Moves | Stays |", "|---|---|---|---|"]
    for state in State:
        moves = ", ".join(f"{event} → `{to}`" for event, to in _moves(state) if to is not state)
        stays = ", ".join(event for event, to in _moves(state) if to is state)
        lines.append(f"| `{state}` | {MEANINGS[state]} | {moves} | {stays} |")
    return "\n".join(lines)


def _everywhere() -> list[EventKind]:
    """The events that every state allows and none is moved by."""
    return [event for event in EventKind if all(row.get(event) is state for state, row in TRANSITIONS.items())]


def _moves(state: State) -> Iterator[tuple[EventKind, State]]:
    """What happens to a case in this state in particular."""
    row, anywhere = TRANSITIONS[state], set(_everywhere())
    return ((event, row[event]) for event in EventKind if event in row and event not in anywhere)


def _shared(states: Iterable[State]) -> list[tuple[EventKind, State]]:
    """The moves that all these states have."""
    first, *others = (list(_moves(state)) for state in _in_order(states))
    return [move for move in first if all(move in moves for moves in others)]


def _edges(origin: str, moves: Iterable[tuple[EventKind, State]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """The moves from one node, those to the same state as one arrow."""
    arrows: dict[str, tuple[str, ...]] = {}
    for event, to in moves:
        arrows[to.value] = (*arrows.get(to.value, ()), event.value)
    return [(origin, to, events) for to, events in arrows.items()]


def _in_order(states: Iterable[State]) -> list[State]:
    wanted = frozenset(states)
    return [state for state in State if state in wanted]


def _listed(states: Iterable[State]) -> str:
    return ", ".join(f"`{state}`" for state in states)


if __name__ == "__main__":
    sys.stdout.write(page())
