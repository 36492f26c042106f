"""How wide each column of a table is in a terminal of so many columns: what names a row is never cut.

Words are cut to what room there is; where that is not enough, whole columns are left out, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WORDS = frozenset({"sender", "subject", "reason", "customer", "to", "last_error", "department", "mailbox", "budget"})
LEFT_OUT_FIRST = (
    "uid",
    "mailbox",
    "received",
    "since",
    "level",
    "attempts",
    "budget",
    "next_at",
    "was",
    "promised_at",
    "last_error",
    "missed",
    "department",
    "clock",
    "notice",
    "case",
    "reason",
)
WORD_CELLS = 8  # less of a word tells nothing
GAP = 2


def widths(columns: Sequence[str], natural: Mapping[str, int], room: int) -> dict[str, int]:
    """The columns that fit into `room` cells, in their order, with their widths. `natural`: what each would like."""
    kept = list(columns)
    for column in (*LEFT_OUT_FIRST, ""):
        if _least(kept, natural) <= room or not column:
            break
        if column in kept and column != columns[0]:
            kept.remove(column)
    return _shared(kept, natural, room)


def _least(columns: Sequence[str], natural: Mapping[str, int]) -> int:
    least = (min(natural[one], WORD_CELLS) if one in WORDS else natural[one] for one in columns)
    return sum(least) + GAP * (len(columns) - 1)


def _shared(columns: Sequence[str], natural: Mapping[str, int], room: int) -> dict[str, int]:
    """Words share evenly what the others leave; what a short one does not need goes to the longer ones."""
    found = {one: natural[one] for one in columns}
    words = sorted((one for one in columns if one in WORDS), key=lambda one: natural[one])
    left = room - GAP * (len(columns) - 1) - sum(natural[one] for one in columns if one not in WORDS)
    for done, one in enumerate(words):
        found[one] = max(min(natural[one], left // (len(words) - done)), 1)
        left -= found[one]
    return found
