"""What a company has decided, as values: the `Policy` that a sound pack becomes, and its parts.

Owns no format: `pack` builds these from TOML, `engine` and the daemon read them. Nothing here changes once built.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, cast
from zoneinfo import ZoneInfo

from rules.conditions import Condition
from rules.durations import Budget, Unit
from rules.hours import Calendar, WorkingTime
from rules.vocabulary import ClockKind, Handling, History

EVERY_WORKING_DAY = Budget(1, Unit.WORKING_DAYS)
SOON_AFTER = Budget(90, Unit.MINUTES)
A_WEEK = Budget(5, Unit.WORKING_DAYS)
A_QUARTER = Budget(90, Unit.DAYS)
_UNDECIDED = frozenset({"name", "examples", "version"})  # what may change without a new version


def _none() -> Mapping[Any, Any]:
    return MappingProxyType({})


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
class Person:
    """A personal role that the pack speaks of (`general_manager`); the config says whose address that is."""

    code: str
    en: str
    zh: str


class Start(StrEnum):
    """Where a clock begins."""

    RECEIVED = "received"  # when the mail server received the letter; after a rise, the rise
    DISPATCHED = "dispatched"  # when the department was handed the case
    SIGNED = "signed"  # when the department accepted it


class Heard(StrEnum):
    """Who hears of a missed clock, besides the department."""

    LADDER = "ladder"  # the head first, head and managers from the second miss of the case
    MANAGERS = "managers"  # head and managers at once
    NOBODY = "nobody"  # only the department is reminded


@dataclass(frozen=True, slots=True)
class Clock:
    """A promise: how long it may take, at which share of that time a reminder is sent, and what a miss does.

    `again`: how often a missed clock is told while it lasts. `accept_stops`: whether ACCEPT alone is a first reply.
    """

    kind: ClockKind
    budget: Budget
    remind_at: float
    start: Start = Start.RECEIVED
    heard: Heard = Heard.LADDER
    again: Budget = EVERY_WORKING_DAY
    accept_stops: bool = False
    penalty: bool = False
    rises: bool = False  # a miss takes the case to the level that its level rises to
    pauses: bool = True  # it stands still while the customer is asked
    extends: bool = True  # of answer and closing: EXTEND moves it on


@dataclass(frozen=True, slots=True)
class ClockWords:
    """What readers call a kind of clock, and what satisfies it, in both languages."""

    en: str
    zh: str
    stops_en: str
    stops_zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Terms of their own for some cases: those of its roles, levels, tags and channels (empty: any).

    `clocks_of`: the level whose clocks hold; `clocks` then win over them (None: there is no such clock).
    """

    name: str
    en: str
    zh: str
    roles: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()  # at least one of them
    channels: frozenset[str] = frozenset()
    clocks_of: str | None = None
    clocks: Mapping[ClockKind, Clock | None] = field(default_factory=_none)
    copies: tuple[str, ...] = ()  # personal roles that get a copy of the handover
    announces: tuple[str, ...] = ()  # personal roles that get an announcement
    escalates: tuple[str, ...] = ()  # personal roles that get an escalation at once
    mandatory: tuple[str, ...] = ()  # fields without which RESOLVE is refused, besides the pack's
    any_hour: bool = False

    def holds(self, *, level: str, role: str, tags: Collection[str], channel: str) -> bool:
        """Whether a case is one of those."""
        return (
            (not self.roles or role in self.roles)
            and (not self.levels or level in self.levels)
            and (not self.tags or not self.tags.isdisjoint(tags))
            and (not self.channels or channel in self.channels)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one case: its clocks, who else hears of it, and what its department must say to close it."""

    clocks: Mapping[ClockKind, Clock]
    copies: tuple[str, ...]
    announces: tuple[str, ...]
    escalates: tuple[str, ...]
    mandatory: tuple[str, ...]
    any_hour: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """How the customer is kept informed. None: not done. Minutes are since local midnight."""

    chase_after: Budget | None = None  # acknowledgement -> the one chase for missing facts
    contact_after: Budget | None = None  # the last mail to the customer -> a sign of life
    delay_by: int = 12 * 60  # on the promised day, the latest moment to tell a delay
    check_after: Budget = SOON_AFTER  # resolution -> closure check
    silence_closes_after: Budget = A_WEEK  # closure check -> closed without an answer
    opens: int = 8 * 60  # mails that may not come at any hour leave from here
    closes: int = 21 * 60  # to here
    satisfied_tells: tuple[str, ...] = ()  # who gets an update the same day: "head", or department roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What a department must say, and what it may decide alone."""

    mandatory: tuple[str, ...] = ("cause", "solution")  # of cause, solution, measures, compensation
    empty_phrases: tuple[str, ...] = ()  # said alone they say nothing: the department is asked again
    extend_freely: int = 5  # working days in all; more needs approval
    deferred_level: str | None = None  # the level of a deferred case; None: it keeps its own
    closing_approval: str | None = None  # the personal role that must approve before a case is closed
    wrongs_to_managers: int = 2  # the n-th WRONG on a case goes to the managers


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Whom an escalation reaches: "head", "managers", or personal roles."""

    first: tuple[str, ...] = ("head",)
    then: tuple[str, ...] = ("head", "managers")
    top: tuple[str, ...] = ("managers",)  # a clock that rises was missed where no level is left to rise to


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """What a missed clock costs its department: `amounts` in whole units of `currency`, by level."""

    currency: str = "CNY"
    amounts: Mapping[str, int] = field(default_factory=_none)
    monthly: bool = False  # amount x (1 + full months unclosed since)
    signed_by: str = "general_manager"
    settled_by: tuple[str, ...] = ()  # department roles that get the signed bulletin besides the departments in it


class ReportKind(StrEnum):
    """What a report is made of."""

    DIGEST = "digest"
    PENALTIES = "penalties"
    WORKLIST = "worklist"  # to each department: its open cases


class Period(StrEnum):
    """How often a report comes; it covers the time since the one before."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"  # the month before


class Section(StrEnum):
    """A part of a digest, besides what every one begins with: opened, closed and open cases."""

    CATEGORIES = "categories"  # cases by what they are about
    LEVELS = "levels"
    DEPARTMENTS = "departments"
    CHANNELS = "channels"
    RATE = "rate"  # complaints among all letters
    DEFERRED = "deferred"  # first and secondary, watched and monitored, and their share
    LATE = "late"  # clocks missed, by kind
    CLOSURES = "closures"  # closed within the limit, and later
    MEASURES = "measures"  # causes and measures, and those not carried out
    REPEATS = "repeats"  # the same fault again
    SATISFACTION = "satisfaction"  # ratings, yes and no
    COMPENSATION = "compensation"
    STAFF = "staff"  # timeliness, satisfaction and quality by department and person
    TREND = "trend"  # beside the periods before
    FILED = "filed"  # what was filed in silence, each with a button to make it a case


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report on its day. `on`: a day of the week (0 is Monday), None for the month's first working day or every day."""

    name: str
    kind: ReportKind
    en: str
    zh: str
    every: Period
    on: int | None
    at: int  # minutes since local midnight
    to: tuple[str, ...]  # "managers", or personal roles; of a worklist: ()
    sections: tuple[Section, ...] = ()  # of a digest; (): what every digest has


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
    history: History
    working: bool
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
    people: tuple[Person, ...] = ()
    clock_words: Mapping[ClockKind, ClockWords] = field(default_factory=_none)
    profiles: tuple[Profile, ...] = ()
    care: Care = Care()
    answering: Answering = Answering()
    ladder: Ladder = Ladder()
    penalties: Penalties | None = None
    reports: tuple[Report, ...] = ()
    repeats_within: Budget = A_QUARTER
    keep_years: int = 2
    examples: tuple[Example, ...] = ()
    version: str = field(init=False, compare=False)  # 12 hex digits that change with whatever the pack decides

    def terms(self, *, level: str, role: str, tags: Collection[str] = (), channel: str = "mail") -> Terms:
        """What holds for such a case: its level's clocks, and over them every profile that holds, the later the stronger.

        A level that only people set has no clock, whatever the profiles say; nor has one that the pack does not know,
        which a case may have from before the pack was changed.
        """
        known = next((one for one in self.levels if one.code == level), None)
        profiles = [p for p in self.profiles if p.holds(level=level, role=role, tags=tags, channel=channel)]
        base = next((p.clocks_of for p in reversed(profiles) if p.clocks_of), level)
        clocks: dict[ClockKind, Clock | None] = {kind: c for (code, kind), c in self.clocks.items() if code == base}
        for profile in profiles:
            clocks.update(profile.clocks)
        if known is None or known.people_only:
            clocks = {}
        return Terms(
            clocks={kind: clock for kind, clock in clocks.items() if clock is not None},
            copies=_together(p.copies for p in profiles),
            announces=_together(p.announces for p in profiles),
            escalates=_together(p.escalates for p in profiles),
            mandatory=_together((self.answering.mandatory, *(p.mandatory for p in profiles))),
            any_hour=(known is not None and known.any_hour) or any(p.any_hour for p in profiles),
        )

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

    def person(self, code: str) -> Person:
        """The personal role of that code. Raises KeyError when the pack has none."""
        return {person.code: person for person in self.people}[code]

    def __post_init__(self) -> None:
        decides = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in _UNDECIDED}
        digest = hashlib.sha256(json.dumps(_plain(decides), ensure_ascii=False).encode()).hexdigest()
        object.__setattr__(self, "version", digest[:12])


def _together(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for part in parts for word in part))


def _plain(value: Any) -> Any:
    """A part of a policy as JSON can say it, the same way every time."""
    match value:
        case Condition():
            return value.source
        case Budget() | dt.date():
            return str(value)
        case Mapping():
            entries = cast("Mapping[Any, Any]", value).items()
            return sorted(([_plain(key), _plain(inner)] for key, inner in entries), key=json.dumps)
        case frozenset():
            return sorted(_plain(member) for member in cast("frozenset[Any]", value))
        case tuple():
            return [_plain(member) for member in cast("tuple[Any, ...]", value)]
        case _ if is_dataclass(value):
            return [_plain(getattr(value, f.name)) for f in fields(value)]
        case _:
            return value
