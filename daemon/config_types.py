"""The types of the configuration's keys: what `config_values` makes of a value, for the tables of `config_tables`.

What some values mean depends on the whole file: a path on its folder, a date on the desk's time zone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any, cast
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StrictInt, ValidationInfo

from daemon.config_values import (
    address,
    country,
    database,
    hostname,
    language,
    line,
    pattern,
    policy,
    role,
    spoken,
    username,
    variable,
    working_time,
    zone,
)
from rules.hours import WorkingTime

MOST = 1_000_000_000_000  # of anything: a slip of the finger, which the system or the database could not count


class Surroundings:
    """What a value's meaning depends on besides the value: the file's folder, and the desk's zone and letters."""

    def __init__(self, base: Path, table: Mapping[str, Any]) -> None:
        """`table` is the whole file, not yet validated."""
        self.base = base
        found: Any = table.get("desk")
        desk = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        letters = desk.get("templates_dir")
        self.letters = base / Path(letters).expanduser() if isinstance(letters, str) else None
        try:
            self.zone = zone(desk.get("timezone"))
        except ValueError:
            self.zone = ZoneInfo("UTC")  # a wrong or missing zone is reported by its own key


def _context(info: ValidationInfo) -> Surroundings:
    if not isinstance(info.context, Surroundings):
        raise TypeError("a configuration is made by load() or Config.from_table()")
    return info.context


def _path(value: Any, info: ValidationInfo) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a path in quotes")
    return _context(info).base / Path(value).expanduser()


def _start(value: Any, info: ValidationInfo) -> datetime:
    """A moment; a date is its first moment in the desk's time zone."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("has no offset from UTC; write it like 2026-11-20T09:00:00+08:00")
        return value.astimezone(UTC)
    if isinstance(value, date):
        return datetime.combine(value, time.min, _context(info).zone).astimezone(UTC)
    raise ValueError("must be a date or a time, without quotes: 2026-11-20 or 2026-11-20T09:00:00+08:00")


def _policy(value: str, info: ValidationInfo) -> str:
    return policy(value, _context(info).base)


def _url(value: str, info: ValidationInfo) -> str:
    return database(value, _context(info).base)


def _spoken(value: str, info: ValidationInfo) -> str:
    return spoken(language(value), _context(info).letters)


Line = Annotated[str, AfterValidator(line)]
MailAddress = Annotated[str, AfterValidator(address)]
Member = Annotated[str, AfterValidator(pattern)]
Host = Annotated[str, AfterValidator(hostname)]
Variable = Annotated[str, AfterValidator(variable)]
Username = Annotated[str, AfterValidator(username)]
Language = Annotated[str, AfterValidator(language)]
Spoken = Annotated[str, AfterValidator(_spoken)]
RoleName = Annotated[str, AfterValidator(role)]
Country = Annotated[str, AfterValidator(country)]
Zone = Annotated[ZoneInfo, BeforeValidator(zone)]
Hours = Annotated[WorkingTime, BeforeValidator(working_time)]
ConfigPath = Annotated[Path, BeforeValidator(_path)]
Policy = Annotated[str, AfterValidator(_policy)]
Day = Annotated[date, Strict()]
Start = Annotated[datetime, BeforeValidator(_start)]
DatabaseUrl = Annotated[str, AfterValidator(_url)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
Count = Annotated[StrictInt, Field(ge=0, le=MOST)]
Positive = Annotated[StrictInt, Field(ge=1, le=MOST)]
Pause = Annotated[StrictInt, Field(ge=1, le=86_400)]  # seconds; a day at most, which the system's clocks can wait for
