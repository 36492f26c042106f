"""What a company has decided, as values: the `Policy` that a sound pack becomes, and its parts.

Owns no format: `pack` builds these from TOML, `engine` and the daemon read them. Nothing here changes once built.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rules.conditions import Condition
from rules.durations import Budget
from rules.hours import Calendar, WorkingTime
from rules.vocabulary import ClockKind, Handling


@dataclass(frozen=True, slots=True)
class Level:
    """How grave a case is. `rank` counts from 0, the lightest. `people_only`: no rule may set it, and it has no clock.

    `any_hour`: reminders and escalations of such cases do not wait for working time.
    """

    code: str
    en: str
    zh: str
    rank: int
    rises_to: str | None = None
    people_only: bool = False
    any_hour: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of department, to which rules send letters; the config says which department holds it."""

    code: str
    en: str
    zh: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise: how long it may take, and at which share of that time a reminder is sent."""

    kind: ClockKind
    budget: Budget
    remind_at: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure (0 to 1) the reading of a letter must be before nobody has to look at it first."""

    case_at_least: float
    enquiry_at_least: float
    file_at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a condition holds: what follows from it (None and (): nothing), and why, in a sentence."""

    name: str
    condition: Condition
    en: str
    zh: str
    department: str | None = None
    level: str | None = None
    handling: Handling | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A letter that the pack brings along, and what must become of it (None: whatever it is). `where`: "file:line"."""

    where: str
    subject: str
    text: str
    sender: str
    channel: str
    customer_open_cases: int
    handling: Handling
    level: str | None
    department: str | None
    tags: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A pack that was found to be sound, with all that it inherits."""

    name: str
    en: str
    zh: str
    levels: tuple[Level, ...]
    roles: tuple[Role, ...]
    rules: tuple[Rule, ...]
    clocks: Mapping[tuple[str, ClockKind], Clock]
    working_time: WorkingTime
    default_department: str
    default_level: str
    thresholds: Thresholds
    examples: tuple[Example, ...] = ()

    def level(self, code: str) -> Level:
        """The level of that code. Raises KeyError when the pack has none."""
        return {level.code: level for level in self.levels}[code]

    def role(self, code: str) -> Role:
        """The department role of that code. Raises KeyError when the pack has none."""
        return {role.code: role for role in self.roles}[code]

    def clock(self, level: str, kind: ClockKind) -> Clock | None:
        """The promise of that kind at that level; None where the pack says "none"."""
        return self.clocks.get((level, kind))

    def calendar(self, zone: ZoneInfo, country: str = "") -> Calendar:
        """The pack's working time at the desk's place. Raises ValueError for a country without known holidays."""
        return Calendar(zone, country, self.working_time)

    @property
    def version(self) -> str:
        """Twelve hex digits that change whenever a decision or a due time could; comments and examples do not count."""
        effective = {
            "levels": [[x.code, x.en, x.zh, x.rises_to, x.people_only, x.any_hour] for x in self.levels],
            "roles": [[x.code, x.en, x.zh, x.aliases] for x in self.roles],
            "rules": [
                [x.name, x.condition.source, x.en, x.zh, x.department, x.level, x.handling, x.tags] for x in self.rules
            ],
            "clocks": sorted([level, kind, str(c.budget), c.remind_at] for (level, kind), c in self.clocks.items()),
            "hours": [self.working_time.opens, self.working_time.closes, sorted(self.working_time.weekdays)],
            "days": [_iso(self.working_time.off), _iso(self.working_time.working)],
            "defaults": [self.default_department, self.default_level],
            "thresholds": [
                self.thresholds.case_at_least,
                self.thresholds.enquiry_at_least,
                self.thresholds.file_at_least,
            ],
        }
        return hashlib.sha256(json.dumps(effective, ensure_ascii=False).encode()).hexdigest()[:12]


def _iso(days: frozenset[dt.date]) -> list[str]:
    return sorted(day.isoformat() for day in days)
