"""What happened to a case, in a few words of English: the timeline and the gallery say the same."""

from __future__ import annotations

from daemon.case import EventKind
from daemon.demo.story import Scene
from daemon.demo.watch import Mail, Turn

Happening = Scene | Mail | Turn


def told(turn: Turn) -> str:
    """What it was."""
    data = turn.data
    match turn.kind:
        case EventKind.OPENED:
            return f"a case: {data['level']}, for {data['department']}"
        case EventKind.DISPATCHED:
            return f"handed over to {data['department']}"
        case EventKind.ACCEPTED:
            return "accepted, its clock stops"
        case EventKind.ADDED:
            return "joins its case"
        case EventKind.AUTO_REPLIED:
            return "an automatic answer: kept with its case, never answered"
        case EventKind.REMINDED:
            return f"the {data['clock']} clock runs low: reminder"
        case EventKind.MISSED:
            return f"the {data['clock']} clock has run out"
        case _:
            return turn.kind.value.replace("_", " ")


def why(turn: Turn) -> str:
    """Why, as far as it is known; "" where there is nothing to say."""
    match turn.kind:
        case EventKind.OPENED:
            return sentences(turn.data["reason"])
        case EventKind.ADDED:
            return str(turn.data["because"])
        case _:
            return ""


def sentences(reason: str) -> str:
    """The sentences of the rules that fired, without their names and without how sure the reading was."""
    parts = [part for part in reason.split("; ") if not part.startswith("handling:")]
    return "; ".join(part.partition(": ")[2] or part for part in parts)
