"""Dates in words, as the reader's language writes them.

The words and their order come from `[dates]` in the language's words.toml, so that a new language is a new folder.
Times are aware and already in the reader's zone; the zone is always said, since customers live in others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any


def offset(when: datetime) -> str:
    """The zone's distance from UTC at that moment: "UTC+8", "UTC-3:30", "UTC"."""
    delta = when.utcoffset()
    if delta is None:
        raise ValueError("a date shown to a reader needs a time zone")
    minutes = delta // timedelta(minutes=1)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02d}" if rest else "")


def zone(when: datetime, dates: Mapping[str, Any]) -> str:
    """The zone as readers call it: by its name in the words, else by its city, else by its offset alone."""
    key = str(getattr(when.tzinfo, "key", ""))  # zoneinfo.ZoneInfo knows its name; a fixed offset has none
    if key in dates["zones"]:
        return dates["zone_named"].format(name=dates["zones"][key], offset=offset(when))
    if "/" in key and not key.startswith("Etc/"):
        city = key.rpartition("/")[2].replace("_", " ")
        return dates["zone_city"].format(city=city, offset=offset(when))
    return offset(when)


def written(when: datetime, form: str, dates: Mapping[str, Any]) -> str:
    """`when` in one of the language's forms.

    Forms: `moment` (a point in time), `by` (a due time, "by …" included), `short` and `short_by` (the same for
    subject lines, without year and zone), `day`.
    """
    return dates[form].format(
        weekday=dates["weekdays"][when.weekday()],
        weekday_short=dates["weekdays_short"][when.weekday()],
        day=when.day,
        month=dates["months"][when.month - 1],
        month_short=dates["months_short"][when.month - 1],
        year=when.year,
        time=f"{when:%H:%M}",
        zone=zone(when, dates),
    )
