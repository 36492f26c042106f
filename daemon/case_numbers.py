"""Case numbers in what people write: C2026-000042, however it was typed. Pure."""

from __future__ import annotations

import re
import unicodedata

from daemon.case import CASE_NUMBER

READ_WITHIN = 20_000  # characters: who names a case does so sooner
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_AROUND_DASH = re.compile(r"(?<=[0-9])\s{0,2}-\s{0,2}(?=[0-9])")


def case_numbers_in(text: str) -> tuple[str, ...]:
    """The case numbers in `text` as we write them, each once, in the order of the text.

    Chinese stands beside them without a space (关于投诉C2026-000042的进展), phones write a longer dash, and input
    methods wide letters.
    """
    narrow = unicodedata.normalize("NFKC", text[:READ_WITHIN]).translate(_DASHES)
    folded = _AROUND_DASH.sub("-", narrow)
    return tuple(dict.fromkeys(number.upper() for number in CASE_NUMBER.findall(folded)))
