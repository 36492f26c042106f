"""The story of the demo as data: who does what when. `Stage` carries it out; the letters are in letters.toml.

A Monday at a small maker of kitchen appliances. Two clocks run low: one because the matter allows thirty minutes, one
because a department stays silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from daemon.demo.company import FINANCE, LOGISTICS, QUALITY, Person

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Arrives:
    """The sample letter `key` arrives, at its time."""

    key: str


@dataclass(frozen=True, slots=True)
class Answers:
    """`person` answers the newest such notice about the case of the letter `about`."""

    person: Person
    notice: str
    about: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Passes:
    """Nobody does anything until `to`."""

    to: datetime


Step = Arrives | Answers | Passes


@dataclass(frozen=True, slots=True)
class Scene:
    """A part of the play."""

    title: str
    at: datetime
    steps: tuple[Step, ...]


def _at(hour: int, minute: int) -> datetime:
    return datetime(2026, 3, 9, hour, minute, tzinfo=ZONE)


STORY = (
    Scene(
        "Monday morning: letters come in",
        _at(9, 0),
        (
            Arrives("kettles"),
            Arrives("billing"),
            Arrives("away"),
            Arrives("aircon"),
            Arrives("late"),
            Arrives("thanks"),
        ),
    ),
    Scene(
        "Departments answer from their own mailboxes",
        _at(9, 30),
        (
            Answers(QUALITY, "handover", "kettles", _at(9, 30), "ACCEPT\n\nWe look at the seals of that batch today."),
            Answers(QUALITY, "handover", "aircon", _at(9, 33), "ACCEPT"),
            Answers(LOGISTICS, "handover", "late", _at(9, 35), "受理"),
            Arrives("more"),
        ),
    ),
    Scene(
        "A production line stands still: thirty minutes, day and night",
        _at(10, 2),
        (
            Arrives("stopped"),
            Passes(_at(10, 27)),
            Answers(QUALITY, "reminder", "stopped", _at(10, 28), "ACCEPT\n\nForty elements leave by courier at noon."),
        ),
    ),
    Scene(
        "Finance stays silent, and the clock is moved",
        _at(12, 15),
        (
            Passes(_at(12, 17)),
            Passes(_at(13, 5)),
            Answers(FINANCE, "reminder", "billing", _at(13, 20), "ACCEPT\n\nSorry: month-end. We correct it today."),
        ),
    ),
)
