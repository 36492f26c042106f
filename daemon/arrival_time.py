"""When a letter came: the server's own date (INTERNALDATE), unless that cannot be true.

A server without a clock, or an import that sets none, dates what it is given 1970. Such a letter is not thirty years
old: its own trace says when it came, the topmost Received first (the last server's word), else its Date; else it has
come when it is first seen. A date that is yet to come means now: promises are counted from it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from parsers.message.headers import date_of

MAIL_BEGINS = datetime(2000, 1, 1, tzinfo=UTC)  # no mailbox that a desk is given has letters from before
HEADER_BYTES = 100_000
_FIELD = re.compile(rb"^(received|date):((?:[^\r\n]|\r?\n[ \t]){0,2000})", re.IGNORECASE | re.MULTILINE)


def can_be_true(received: datetime | None) -> bool:
    """Whether a letter may have come then."""
    return received is None or received >= MAIL_BEGINS


def came_at(received: datetime | None, header: bytes, now: datetime) -> datetime | None:
    """When the letter came, by the server's date and what stands in its header; None: nothing tells."""
    if received is not None and can_be_true(received):
        return min(received, now)
    return None if received is None else next((day for day in _days(header) if MAIL_BEGINS <= day <= now), None)


def _days(header: bytes) -> list[datetime]:
    head = re.split(rb"\r?\n\r?\n", header[:HEADER_BYTES], maxsplit=1)[0]
    traced = list[datetime]()
    dated = list[datetime]()
    for name, value in _FIELD.findall(head):
        is_trace = name.lower() == b"received"
        day = date_of(value.rpartition(b";")[2] if is_trace else value)
        if day is not None:
            (traced if is_trace else dated).append(day)
    return [*traced[:1], *dated[:1]]
