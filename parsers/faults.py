"""Which words of a letter really tell of something wrong.

Takes the lexicon's defect phrases and leaves out those that are denied ("not a scratch", `一支坏的都没有`); adds what no
list of words can hold: two numbers or two days of which the second gives the first the lie ("paid for 24, 20 came").
Knows nothing of the letter as a whole: `complaint` and `topics` weigh what is given here.
"""

from __future__ import annotations

import re

from parsers.lexicon import Hit
from parsers.numerals import ZH_NUMERAL, whole
from parsers.reading import Reading

MAX_CONTRADICTIONS = 10
_DENIED = frozenset({"leak", "noise", "smell", "damaged", "not_working", "late", "safety"})
_DENIAL = re.compile(
    r"(?:\b(?:no|not|not a|not one|without|without a|without any|never|nothing|isn't|wasn't|aren't|weren't|free of"
    r"|no sign of|not a single) |(?:没有?|毫无|并无|未见|未发现|从不|从未|从没|丝毫不|不会|怕|担心会?)(?:任何|一点|什么)?)$"
)
_DENIED_BEHIND = re.compile(r"[^,。!?;\n]{0,3}(?:都没|也没|一个没)|完好")
_LOOK_BACK = 16  # characters in which a denial may stand
_ZH_AMOUNT = rf"(?:\d{{1,6}}(?![\d.,]\d|%)|{ZH_NUMERAL}{{1,6}})"
_WORD = r"[a-z]{3,9}(?:-[a-z]{3,6})?"
_SHORT = re.compile(
    rf"\b(?:ordered|paid for|invoiced for|billed for|charged for|bought|requested|should be|confirmed)"
    rf" (?P<due>\d{{1,6}}|{_WORD})\b(?! ?[%:])[^.!?;\n]{{0,40}}?\b(?P<got>\d{{1,6}}|{_WORD})"
    rf" (?:of them |{_WORD} )?(?:came|arrived|(?:was|were) (?:delivered|sent|in|received|there)|turned up|received"
    r"|in the (?:box|parcel))"
)
_SHORT_ZH = re.compile(
    rf"(?:应|订|下单|买|写|付了|共|标|合同)[^。!?;\n\d]{{0,10}}(?P<due>{_ZH_AMOUNT})[^。!?;\n\d]{{0,16}}?"
    rf"(?:才|只|仅|实收|实到|实际|到货)[^。!?;\n\d]{{0,4}}?(?P<got>{_ZH_AMOUNT})"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_OTHER_DAY = re.compile(
    rf"\b(?:for|by|due|before|promised|on) (?P<due>{_DAY})\b[^?]{{0,120}}?"
    rf"\b(?:arrived|came|delivered|turned up)(?: only)?(?: on)? (?P<got>{_DAY})\b"
)


def faults(reading: Reading) -> list[Hit]:
    """The defect phrases that the writer means, in order of place."""
    return [hit for hit in reading.found("defect.") if not _is_denied(reading, hit)]


def _is_denied(reading: Reading, hit: Hit) -> bool:
    if hit.group.partition(".")[2] not in _DENIED:
        return False
    before = reading.lower[max(0, hit.start - _LOOK_BACK) : hit.start]
    return bool(_DENIAL.search(before) or _DENIED_BEHIND.match(reading.lower, hit.end))


def contradictions(reading: Reading) -> list[Hit]:
    """Where fewer came than were due, or on another day than promised."""
    hits: list[Hit] = []
    for pattern in (_SHORT, _SHORT_ZH):
        for match in pattern.finditer(reading.lower):
            due, got = whole(match["due"]), whole(match["got"])
            if due is not None and got is not None and got < due:
                hits.append(Hit("defect.wrong_goods", match.start(), match.end()))
    days = _OTHER_DAY.finditer(reading.lower)
    hits += [Hit("defect.late", match.start(), match.end()) for match in days if match["due"] != match["got"]]
    return hits[:MAX_CONTRADICTIONS]
