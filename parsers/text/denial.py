"""Whether words are denied ("nobody was hurt", `没有人受伤`) or only supposed ("it could catch fire", `万一着火`).

Looks a few words, or Chinese characters, back within the clause. The denying words are the lexicon's.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.lexicon import Hit
from parsers.patterns import later
from parsers.text.reading import Reading
from parsers.text.wording import NEVER, endings, one_of, whole_word, word_set

LOOK_BACK = 40  # characters
LOOK_BACK_WORDS = 4
LOOK_BACK_HAN = 6  # characters
LOOK_BEHIND_HAN = 4
LONGEST_CONDITION = 1_000  # characters of a sentence before what it is a condition of (H34)
_CLAUSE_MARK = re.compile(r"[,.;:!?、\n]")
_LAST_MARK = re.compile(r".*[,.;:!?、\n]", re.DOTALL)
_PART = re.compile(r".*(?:[:(\u2014]| - )", re.DOTALL)  # what stands behind a colon or a dash stands for itself
_HAN = later(r"[\u4e00-\u9fff]")


def is_denied(reading: Reading, hit: Hit, *, words: int = LOOK_BACK_WORDS) -> bool:
    """Whether a denial stands at most `words` words before `hit`, or what denies in Chinese stands around it."""
    lower, end = reading.lower, hit.end
    if not _stands_before(reading, hit, "before", words) and not _behind().search(lower, end, end + LOOK_BEHIND_HAN):
        return False
    return not lower.startswith(endings("denial.before"), hit.start, end)  # "never arrived" is the fault itself


def is_supposed(reading: Reading, hit: Hit) -> bool:
    """Whether `hit` is told of as a danger or a supposition, not as something that happened."""
    return _stands_before(reading, hit, "supposed", LOOK_BACK_WORDS)


def is_conditional(reading: Reading, hit: Hit) -> bool:
    """Whether `hit` is told of as a condition: "if it leaks", `万一漏水`."""
    return _stands_before(reading, hit, "condition", LOOK_BACK_WORDS)


def is_feared(reading: Reading, hit: Hit) -> bool:
    """Whether `hit` is told of as what will happen, or would on a condition: "if it is not here the line stops"."""
    start, end = reading.sentence(hit.start)
    start = max(start, hit.start - LONGEST_CONDITION)
    if part := _PART.match(reading.lower, start, hit.start):
        start = part.end()
    before = reading.lower[start : hit.start]
    clause = _CLAUSE_MARK.split(before)[-1]
    conditional, future, present = _feared()
    if present.search(reading.lower, hit.start - len(clause), min(end, hit.end + LOOK_BACK // 2)):
        return False
    return bool(conditional.search(before) or future.search(reading.lower, hit.start - len(clause), hit.end))


@cache
def _feared() -> tuple[re.Pattern[str], ...]:
    """What says on which condition, what says of the future, and what says that it is so by now."""
    return tuple(re.compile(whole_word(f"denial.{kind}")) for kind in ("condition", "future", "present"))


def _stands_before(reading: Reading, hit: Hit, kind: str, words: int) -> bool:
    lower, start = reading.lower, hit.start
    first = start - LOOK_BACK if start > LOOK_BACK else 0
    if mark := _LAST_MARK.match(lower, first, start):
        first = mark.end()
    latin, han = _denials(kind)
    if "\u4e00" <= lower[start : start + 1] <= "\u9fff":
        return han.search(lower, max(first, start - LOOK_BACK_HAN), start) is not None
    return not latin.isdisjoint(lower[first:start].split()[-words:])


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(one_of("denial.behind"))


@cache
def _denials(kind: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The denying words, and those that are Chinese as one pattern."""
    words = word_set(f"denial.{kind}")
    han = [word for word in words if _HAN.match(word)]
    return words.difference(han), re.compile("|".join(map(re.escape, han)) or NEVER)
