"""What may stand in a pack's file: its tables and keys, with their types. Everything else is a mistake.

Owns the shape of one file, before packs are laid over each other; `pack` joins them and checks what one table says
about another. A key that is left out is taken from the pack that this one extends.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rules.policy import Heard, Period, ReportKind, Section, Start
from rules.vocabulary import DEFAULT_CHANNEL

Share = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
_FROM_TEXT = Field(strict=False)  # a closed set, written as one of its words
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]
AnswerField = Literal["cause", "solution", "measures", "compensation"]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Words(_Table):
    """One thing in the desk's two languages."""

    en: Line
    zh: Line


class PersonTable(Words):
    """[people.CODE]: somebody who hears of things by what they are, not by name; the config says who that is."""


class LevelTable(Words):
    """[levels.CODE]. The order in the file is the order of gravity, the lightest first."""

    rises_to: Code | None = None
    people_only: bool = False
    any_hour: bool = False


class RoleTable(Words):
    """[roles.CODE]: a kind of department."""

    aliases: list[Line] = []


class ThenTable(_Table):
    """[rule.then]: what a rule decides."""

    department: Code | None = None
    level: Code | None = None
    handling: Code | None = None
    tags: list[Code] = []


class RuleTable(_Table):
    """[[rule]]."""

    name: Line
    when: str
    why: Words
    then: ThenTable


class ClockSettings(_Table):
    """What may be said of a clock, at one level or at all of them."""

    remind_at: Share | None = None
    start: Annotated[Start, _FROM_TEXT] | None = None
    heard: Annotated[Heard, _FROM_TEXT] | None = None
    again: str | None = None
    accept_stops: bool | None = None
    penalty: bool | None = None
    rises: bool | None = None
    pauses: bool | None = None
    extends: bool | None = None


class ClockTable(ClockSettings):
    """A clock of one level, or of a profile, with more than its budget."""

    budget: str | None = None


class ClockKindTable(ClockSettings):
    """[clock_kinds.KIND]: what holds at all levels, and what the clock is called."""

    en: Line | None = None
    zh: Line | None = None
    stops: Words | None = None


class ProfileTable(_Table):
    """[[profile]]: terms of their own for some cases."""

    name: Line
    why: Words
    roles: list[Code] = []
    levels: list[Code] = []
    tags: list[Code] = []
    channels: list[Line] = []
    clocks_of: Code | None = None
    clocks: dict[str, str | ClockTable] = {}
    copies: list[Code] = []
    announces: list[Code] = []
    escalates: list[Code] = []
    mandatory: list[AnswerField] = []
    any_hour: bool = False


class CareTable(_Table):
    """[care]: how the customer is kept informed."""

    chase_after: str | None = None
    contact_after: str | None = None
    delay_by: str | None = None
    check_after: str | None = None
    silence_closes_after: str | None = None
    hours: str | None = None
    satisfied_tells: list[Code] | None = None


class AnsweringTable(_Table):
    """[answering]: what a department must say, and what it may decide alone."""

    mandatory: list[AnswerField] | None = None
    empty_phrases: list[Line] | None = None
    extend_freely: Annotated[int, Field(ge=0, le=1000)] | None = None
    deferred_level: Code | None = None
    closing_approval: Code | None = None
    wrongs_to_managers: Annotated[int, Field(ge=1, le=1000)] | None = None


class EscalationTable(_Table):
    """[escalation]: whom an escalation reaches."""

    first: list[Code] | None = None
    then: list[Code] | None = None
    top: list[Code] | None = None


class PenaltiesTable(_Table):
    """[penalties]: what a missed clock costs its department."""

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    monthly: bool | None = None
    signed_by: Code | None = None
    settled_by: list[Code] | None = None
    amounts: dict[Code, Annotated[int, Field(ge=0, le=1_000_000_000)]] = {}


class ReportTable(_Table):
    """[[report]]."""

    name: Line
    kind: Annotated[ReportKind, _FROM_TEXT]
    title: Words
    every: Annotated[Period, _FROM_TEXT]
    on: str | None = None
    at: str
    to: list[Code] = []
    sections: list[Annotated[Section, _FROM_TEXT]] = []


class RepeatsTable(_Table):
    """[repeats]: how far back the same fault counts as the same fault again."""

    within: str | None = None


class KeepTable(_Table):
    """[keep]: how long closed cases are kept."""

    years: Annotated[int, Field(ge=1, le=100)] | None = None


class HandlingTable(_Table):
    """[handling]: how sure one must be."""

    case_at_least: Share | None = None
    enquiry_at_least: Share | None = None
    file_at_least: Share | None = None


class DefaultsTable(_Table):
    """[defaults]: where no rule says anything."""

    department: Code | None = None
    level: Code | None = None
    remind_at: Share | None = None


class CalendarTable(_Table):
    """[calendar]: when people work."""

    hours: str | None = None
    weekdays: list[str] | None = None
    holidays: list[dt.date] | None = None
    working_days: list[dt.date] | None = None


class HistoryTable(_Table):
    """[example.history]: what is known of the customer."""

    open_cases: Count = 0
    earlier_cases: Count = 0
    repeats: Annotated[int, Field(ge=1)] = 1
    product_repeats: Annotated[int, Field(ge=1)] = 1


class ExampleTable(_Table):
    """[[example]]: a letter and what must become of it."""

    subject: str
    text: str
    sender: str = "customer@example.com"
    channel: str = DEFAULT_CHANNEL
    working: bool = True
    history: HistoryTable = HistoryTable()
    handling: Code
    level: Code | None = None
    department: Code | None = None
    tags: list[Code] | None = None


class HeadTables(_Table):
    """Everything in a file but its lists of tables (`LISTS`), whose elements are checked one by one."""

    extends: str | None = None
    title: Words
    drop: list[str] = []
    levels: dict[Code, LevelTable] = {}
    roles: dict[Code, RoleTable] = {}
    people: dict[Code, PersonTable] = {}
    defaults: DefaultsTable = DefaultsTable()
    handling: HandlingTable = HandlingTable()
    clocks: dict[Code, dict[str, str | ClockTable]] = {}
    clock_kinds: dict[str, ClockKindTable] = {}
    calendar: CalendarTable = CalendarTable()
    care: CareTable = CareTable()
    answering: AnsweringTable = AnsweringTable()
    escalation: EscalationTable = EscalationTable()
    penalties: PenaltiesTable = PenaltiesTable()
    repeats: RepeatsTable = RepeatsTable()
    keep: KeepTable = KeepTable()


LISTS = ("rule", "profile", "report", "example")
