"""Which words of a letter really tell of something wrong.

Takes the lexicon's defect phrases and leaves out those that are denied ("not a scratch", `一支坏的都没有`); adds what no
list of words can hold: two numbers or two days of which the second gives the first the lie ("paid for 24, 20 came").
Knows nothing of the letter as a whole: `complaint` and `topics` weigh what is given here.
"""

from __future__ import annotations

import re

from parsers.lexicon import Hit
from parsers.patterns import later
from parsers.text.denial import is_denied, is_supposed
from parsers.text.numerals import ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings

MAX_CONTRADICTIONS = 10
_UNHARMED = "完好"  # `外箱完好`
_DENIED_WITHIN = 2  # words: "not a scratch"; further away it denies something else
_NOT_DENIED = frozenset(
    f"defect.{code}"
    for code in ("late", "wrong_goods", "missing_part", "billing", "attitude", "repair_service", "no_power")
)
_ZH_AMOUNT = rf"(?:\d{{1,6}}(?![\d.,]\d|%)|{ZH_NUMERAL}{{1,6}})"
_WORD = r"[a-z]{3,9}(?:-[a-z]{3,6})?"
_DUE = (
    "ordered", "paid for", "invoiced for", "billed for", "charged for", "bought", "requested", "should be", "confirmed",
)  # fmt: skip
_SHORT = re.compile(
    rf"\b(?:{'|'.join(_DUE)}) (?P<due>\d{{1,6}}|{_WORD})\b(?! ?[%:])[^.!?;\n]{{0,40}}?\b(?P<got>\d{{1,6}}|{_WORD})"
    rf" (?:of them |{_WORD} )?(?:came|arrived|(?:was|were) (?:delivered|sent|in|received|there)|turned up|received"
    r"|in the (?:box|parcel))"
)
_SHORT_ZH = later(
    rf"(?:应|订|下单|买|写|付了|共|标|合同)[^。!?;\n\d]{{0,10}}(?P<due>{_ZH_AMOUNT})[^。!?;\n\d]{{0,16}}?"
    rf"(?:才|只|仅|实收|实到|实际|到货)[^。!?;\n\d]{{0,4}}?(?P<got>{_ZH_AMOUNT})"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_OTHER_DAY = re.compile(
    rf"\b(?:for|by|due|before|promised|on) (?P<due>{_DAY})\b[^?]{{0,120}}?"
    rf"\b(?:arrived|came|delivered|turned up)(?: only)?(?: on)? (?P<got>{_DAY})\b"
)


def faults(reading: Reading) -> tuple[Hit, ...]:
    """The defect phrases that the writer means, in order of place."""
    return reading.once(_faults)


def _faults(reading: Reading) -> tuple[Hit, ...]:
    return tuple([hit for hit in reading.found("defect.") if not _is_denied(reading, hit)])


def _is_denied(reading: Reading, hit: Hit) -> bool:
    """Whether the fault is not there; of what itself says that something is not there or does not go, never.

    Some of those words deny nothing ("rude", "late", `多收`), and are denied by the word right before them.
    """
    if hit.group in _NOT_DENIED:
        plain = reading.lower.startswith(endings("denial.plain"), hit.start, hit.end)
        return plain and is_denied(reading, hit, words=1)
    return is_denied(reading, hit, words=_DENIED_WITHIN) or reading.lower.startswith(_UNHARMED, hit.end)


def asserted(reading: Reading) -> tuple[Hit, ...]:
    """Those of the faults that are told of: not asked after ("does it leak?") and not supposed ("if it leaks")."""
    return reading.once(_asserted)


def _asserted(reading: Reading) -> tuple[Hit, ...]:
    return tuple([hit for hit in faults(reading) if not is_asked(reading, hit) and not is_supposed(reading, hit)])


def is_asked(reading: Reading, hit: Hit) -> bool:
    """Whether its sentence is a question."""
    start, end = reading.sentence(hit.start)
    return reading.text[start:end].rstrip().endswith("?")


def contradictions(reading: Reading) -> tuple[Hit, ...]:
    """Where fewer came than were due, or on another day than promised."""
    return reading.once(_contradictions)


def _contradictions(reading: Reading) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    lower = reading.lower
    patterns = [_SHORT] if any(map(lower.__contains__, _DUE)) else []  # a cheap look: most letters have none of them
    for pattern in patterns if lower.isascii() else [*patterns, _SHORT_ZH]:
        for match in pattern.finditer(lower):
            due, got = whole(match["due"]), whole(match["got"])
            if due is not None and got is not None and got < due:
                hits.append(Hit("defect.wrong_goods", match.start(), match.end()))
    days = _OTHER_DAY.finditer(lower) if lower.count("day") > 1 else ()
    hits += [Hit("defect.late", match.start(), match.end()) for match in days if match["due"] != match["got"]]
    return tuple(hits[:MAX_CONTRADICTIONS])
