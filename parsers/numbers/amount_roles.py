"""What a sum of money is in the letter: claimed, paid, a price, a loss; or merely stated."""

from __future__ import annotations

import re
from functools import cache

from parsers.letter import AmountRole
from parsers.text.reading import Reading
from parsers.text.wording import whole_word, word_set

NEAR = 40  # characters before and after a sum in which words tell of it
_BESIDE = 5  # characters between two words that tell the role together: "refund the price of"


def role_of(reading: Reading, start: int, end: int) -> AmountRole:
    """What the sum from `start` up to `end` is, by the nearest telling word of its sentence; words before count as nearer."""
    first, last = reading.sentence(start)
    if _returned().match(reading.lower, end):
        return AmountRole.CLAIMED
    before = list(_role_word().finditer(reading.lower, max(first, start - NEAR), start))
    if _is_price_wanted(before):
        return AmountRole.CLAIMED
    word = before[-1] if before else _role_word().search(reading.lower, end, min(last, end + NEAR // 2))
    role = _roles()[word[0]] if word else AmountRole.STATED
    return role if role in (AmountRole.CLAIMED, AmountRole.LOSS) else _borne(reading, start, end) or role


def _is_price_wanted(words: list[re.Match[str]]) -> bool:
    """As in "refund the price of" and `退还货款`: what is wanted back is told by what it was for."""
    if len(words) < 2 or words[-1].start() - words[-2].end() > _BESIDE:
        return False
    return _roles()[words[-1][0]] is AmountRole.PRICE and _roles()[words[-2][0]] is AmountRole.CLAIMED


def _borne(reading: Reading, start: int, end: int) -> AmountRole | None:
    """A cost that we are wanted to bear, here or in the sentence behind ("Please pay for it"), or that falls on the writer.

    What something was bought for is neither.
    """
    first, last = reading.sentence(start)
    _, behind = reading.sentence(min(last, len(reading.text) - 1))

    def near(group: str) -> bool:
        hits = (hit for hit in reading.found(group) if first <= hit.start < last)
        return any(hit.start < end + NEAR and hit.end > start - NEAR for hit in hits)

    if near("burden.bought"):
        return None
    if any(first <= hit.start < behind for hit in reading.found("burden.ours")):
        return AmountRole.CLAIMED
    return AmountRole.LOSS if near("burden.loss") else None


def says_more(role: AmountRole, known: AmountRole) -> bool:
    """Whether a sum named again is told more of: what was paid and is wanted back is claimed."""
    if role is AmountRole.CLAIMED:
        return known is not AmountRole.CLAIMED
    return known is AmountRole.STATED and role is not AmountRole.STATED


@cache
def _roles() -> dict[str, AmountRole]:
    return {word: role for role in AmountRole for word in word_set(f"money.{role.value}")}


@cache
def _role_word() -> re.Pattern[str]:
    return re.compile(whole_word(*(f"money.{role.value}" for role in AmountRole)))


@cache
def _returned() -> re.Pattern[str]:
    return re.compile(rf" ?{whole_word('money.returned')}")
