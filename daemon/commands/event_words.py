"""What happened to a case, in words: a sentence for each kind of event, and what its record says besides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from daemon.case import DeadlineKind, EventKind

# The first sentence of which every name is in the event's data; the last one needs none. The rest follows as "name: value".
SENTENCES: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.OPENED: ("a complaint: level {level}, for {department}", "the case is opened"),
    EventKind.TRIAGED: ("a person must choose the department",),
    EventKind.DISPATCHED: ("handed from {from} to {department}", "handed to {department}", "handed over"),
    EventKind.ACCEPTED: ("accepted",),
    EventKind.PROGRESSED: ("progress: “{text}”", "progress"),
    EventKind.ASKED: ("the customer is asked: “{question}”", "the customer is asked"),
    EventKind.ANSWERED: ("the customer has answered",),
    EventKind.OPTIONS_SENT: ("options put to the customer: {options}", "options put to the customer"),
    EventKind.AGREED: ("the customer chose {choice}: “{option}”", "the customer has chosen"),
    EventKind.RESOLVED: ("resolved",),
    EventKind.CHECKED: ("the customer is asked whether it is settled",),
    EventKind.SATISFIED: ("the customer is satisfied, rating {rating}", "settled"),
    EventKind.DISSATISFIED: ("the customer is not satisfied: “{said}”", "the customer is not satisfied"),
    EventKind.CLOSED: ("closed ({ended})", "closed"),
    EventKind.DEFERRED: ("deferred, to {mode}", "deferred"),
    EventKind.RESUMED: ("taken up again",),
    EventKind.RISEN: ("raised to level {level}: a clock was missed", "raised"),
    EventKind.LEVELLED: ("level {from} → {to}", "another level"),
    EventKind.REJECTED_CASE: ("no complaint, says the department",),
    EventKind.ADDED: ("{merged} was merged into it", "the customer wrote again"),
    EventKind.CORRECTED: ("the customer put facts right",),
    EventKind.WITHDRAWN: ("the customer says that it is settled",),
    EventKind.NOTED: ("note: “{text}”", "note"),
    EventKind.CONTACTED: ("a colleague wrote to the customer by hand",),
    EventKind.EXTENDED: ("{days} more working day(s): {was} → {promised}", "extended"),
    EventKind.REQUESTED: (
        "{days} more working day(s) asked for",
        "approval asked for: {asked}",
        "approval asked for",
    ),
    EventKind.APPROVED: ("approved: {asked}", "approved"),
    EventKind.REJECTED: ("not approved: {asked}", "not approved"),
    EventKind.ASSIGNED: ("assigned to {to}", "assigned"),
    EventKind.REFUSED: ("{command} was not carried out", "a command was not carried out"),
    EventKind.REMINDED: ("a manager reminds the department ({clock})", "reminder: {clock} runs out {due}", "reminder"),
    EventKind.MISSED: ("{clock} ran out {due}; told {times}×", "a clock ran out"),
    EventKind.ESCALATED: ("escalated",),
    EventKind.PENALISED: ("counts as a penalty for {department}: {clock}, due {due}", "counts as a penalty"),
    EventKind.CHASED: ("the customer is asked once more for: {missing}", "the customer is asked once more"),
    EventKind.DELAYED: ("the customer is told a new date: {was} → {promised}", "the customer is told a new date"),
    EventKind.GREETED: ("a sign of life to the customer",),
    EventKind.WAITED: ("the customer did not answer; the clocks go on",),
    EventKind.UNDELIVERED: (
        "a {notice} did not arrive",
        "a mail to {recipients} did not arrive",
        "a mail did not arrive",
    ),
    EventKind.AUTO_REPLIED: ("a machine answered; it counts for nothing",),
    EventKind.WITHHELD: ("no {notice} was sent", "an answer was not sent"),
    EventKind.REVIEWED: ("a stranger wrote with this case's marks; the managers were asked",),
    EventKind.MERGED: ("merged into {into}", "merged"),
    EventKind.SPLIT: ("a letter became a case of its own: {into}", "a letter became a case of its own"),
}
NOTHING: Mapping[str, Any] = {}
BY_A_PERSON = "by"  # a reminder that a manager asked for

DEADLINES: Mapping[DeadlineKind, str] = {
    DeadlineKind.CHASE: "ask the customer once more for what is missing",
    DeadlineKind.CONTACT: "a sign of life to the customer",
    DeadlineKind.DELAY: "tell the customer of the delay",
    DeadlineKind.CHECK: "ask the customer whether it is settled",
    DeadlineKind.SILENCE: "close: the customer did not answer",
}


def event_words(
    kind: EventKind, data: Mapping[str, Any], zone: ZoneInfo, told: Mapping[str, Any] = NOTHING
) -> tuple[str, str]:
    """The sentence, and what the record says besides it; times in the desk's zone. Empty values are left out.

    `told`: what the reader has just read; it is not said besides again.
    """
    said = {name: _words(value, zone) for name, value in data.items() if value not in (None, "", [], {})}
    if data.get("days") == 0:  # what is asked for is no time: a deferral
        said.pop("days")
    for sentence in SENTENCES[kind]:
        if kind is EventKind.REMINDED and "manager" in sentence and BY_A_PERSON not in said:
            continue
        names = _names(sentence)
        if names <= set(said):
            rest = [name for name in said if name not in names and told.get(name) != data[name]]
            return sentence.format_map(said), "; ".join(f"{name.replace('_', ' ')}: {said[name]}" for name in rest)
    raise KeyError(kind)  # the last sentence of each kind needs nothing


def deadline_words(kind: DeadlineKind, *, missed: bool = False) -> str:
    """What will be done when the deadline comes. `missed`: its clock has run out already, and is told again."""
    if kind in DEADLINES:
        return DEADLINES[kind]
    clock = kind.clock.replace("_", " ")
    if missed:
        return f"{clock}: its end is told once more"
    return f"reminder: {clock}" if kind.is_reminder else f"{clock} runs out"


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def _words(value: Any, zone: ZoneInfo) -> str:
    match value:
        case str():
            return _moment(value, zone) or " ".join(value.split())
        case list():
            return ", ".join(_words(item, zone) for item in value)  # pyright: ignore[reportUnknownVariableType] - JSON
        case _:
            return str(value)


def _moment(text: str, zone: ZoneInfo) -> str:
    """A stored moment as people read it; "" for anything else. A bare date or a number is no moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment.tzinfo is not None else ""
