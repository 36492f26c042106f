"""What may stand in a pack's file: its tables and keys, with their types. Everything else is a mistake.

Owns the shape of one file, before packs are laid over each other; `pack` joins them and checks what one table says
about another. A key that is left out is taken from the pack that this one extends.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from rules.vocabulary import DEFAULT_CHANNEL

Share = Annotated[float, Field(gt=0, le=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*$")]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Words(_Table):
    """One thing in the desk's two languages."""

    en: Line
    zh: Line


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


class ClockTable(_Table):
    """A clock with a reminder of its own."""

    budget: str
    remind_at: Share


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


class ExampleTable(_Table):
    """[[example]]: a letter and what must become of it."""

    subject: str
    text: str
    sender: str = "customer@example.com"
    channel: str = DEFAULT_CHANNEL
    customer_open_cases: int = 0
    handling: Code
    level: Code | None = None
    department: Code | None = None
    tags: list[Code] | None = None


class HeadTables(_Table):
    """Everything in a file but its rules and examples, which are checked one by one."""

    extends: str | None = None
    title: Words
    drop: list[str] = []
    levels: dict[Code, LevelTable] = {}
    roles: dict[Code, RoleTable] = {}
    defaults: DefaultsTable = DefaultsTable()
    handling: HandlingTable = HandlingTable()
    clocks: dict[Code, dict[str, str | ClockTable]] = {}
    calendar: CalendarTable = CalendarTable()
