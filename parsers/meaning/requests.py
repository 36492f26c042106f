"""What is asked for by the grammar of asking: not what was done, offered or refused before.

A remedy's word counts when its sentence asks for something ("please", "we require", `要求`) or begins with it, and
does not deny it or tell of the past. What no word list has is left to `parsers.meaning.sentences`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from parsers.letter import Remedy
from parsers.lexicon import Hit
from parsers.text.reading import Reading

_TURN = re.compile(r"[;:!?、]|[,.](?!\d)")
_SENT = (Remedy.REPLACEMENT, Remedy.REFUND, Remedy.INVOICE_CORRECTION)  # "send a new one", "when will the money come"
_GROUPS = {remedy: f"remedy.{remedy.value}" for remedy in Remedy}
_OBJECT_WITHIN = 4  # characters between a verb of sending and what is sent
_ITEM = re.compile(
    r"[-*•·①-⑳]|\(?\d{1,2}[.)、]|\([一二三四五六七八九十]{1,2}\)|[一二三四五六七八九十][、.]|\(?[A-Ha-h][.)](?![A-Za-z.])"
)
_ANNOUNCES_WITHIN = 80  # characters
_MAX_DENIALS = 50
_DENIED_WITHIN = 20  # characters between "do not want" and what is not wanted, within one clause


def asked_for(reading: Reading) -> Mapping[Remedy, list[Hit]]:
    """The words that ask for each remedy, in order of place; a remedy that nothing asks for has none."""
    return reading.once(_asked_for)


def _asked_for(reading: Reading) -> Mapping[Remedy, list[Hit]]:
    asked: dict[Remedy, list[Hit]] = {remedy: [] for remedy in Remedy}
    if named := [(remedy, hits) for remedy, group in _GROUPS.items() if (hits := reading.hits.get(group))]:
        asks = _asks(reading)
        for remedy, hits in named:
            alone = [hit for hit in hits if not _TURN.search(reading.lower, hit.start, hit.end)]
            asked[remedy] = [hit for hit in alone if _is_asked(reading, hit, asks)]
    if delivery := asked[Remedy.DELIVERY]:
        other = [hit for remedy in _SENT for hit in asked[remedy]]
        asked[Remedy.DELIVERY] = [hit for hit in delivery if not any(_is_near(hit, each) for each in other)]
    return asked


class _Asks(NamedTuple):
    """The words of asking in a letter."""

    asking: set[int]  # where the sentences that ask begin
    wishes: list[Hit]
    denials: list[Hit]
    done: list[Hit]
    theirs: list[Hit]
    turns: list[Hit]


def _asks(reading: Reading) -> _Asks:
    wishes = reading.found("ask.want") + reading.found("ask.verb") + reading.found("ask.unless")
    rejected = reading.found("ask.reject")
    denied = outside_conditions(reading, reading.found("ask.deny"))
    denials = denied[:_MAX_DENIALS] + rejected[:_MAX_DENIALS]
    done, theirs = reading.found("ask.done")[:_MAX_DENIALS], reading.found("ask.theirs")
    return _Asks(_sentences(reading, wishes + rejected), wishes, denials, done, theirs, reading.found("turn."))


def outside_conditions(reading: Reading, hits: list[Hit]) -> list[Hit]:
    """The refusals that are meant: in "unless we receive" and "if you do not refund" the writer wants what is not done."""
    conditions = [(each.start, each.end) for each in reading.found("ask.unless")]
    if not conditions:
        return hits
    before = (bisect_right(conditions, (hit.start, hit.end)) - 1 for hit in hits)
    return [hit for hit, at in zip(hits, before, strict=True) if at < 0 or conditions[at][1] <= hit.start]


def _is_near(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end + _OBJECT_WITHIN and other.start < hit.end + _OBJECT_WITHIN


def _sentences(reading: Reading, hits: list[Hit]) -> set[int]:
    """Where the sentences with these hits begin, and the list items that such a sentence announces ("We need:")."""
    places = {reading.sentence(hit.start) for hit in hits}
    asking = {start for start, _ in places}
    if any(_announces(reading, start, end) for start, end in places):
        asking |= _items(reading, asking)
    return asking


def _announces(reading: Reading, start: int, end: int) -> bool:
    sentence = reading.text[start:end].strip()
    return 0 < len(sentence) < _ANNOUNCES_WITHIN and not sentence.endswith((".", "!", "?", "。"))


def _items(reading: Reading, asking: set[int]) -> set[int]:
    """Where the list items begin that stand behind an announcing sentence among those `asking`."""
    items: set[int] = set()
    announced = False
    for start, end in reading.sentences():
        if not announced and start not in asking:
            continue
        sentence = reading.text[start:end].strip()
        if announced and _ITEM.match(sentence):
            items.add(start)
        elif sentence:
            announced = start in asking and _announces(reading, start, end)
    return items


def _denies(reading: Reading, deny: Hit, hit: Hit, turns: list[Hit]) -> bool:
    """Whether `deny` stands before `hit` in the same clause: "not a repair" does, "not a repair but a refund" does not."""
    if not deny.start <= hit.start <= deny.end + _DENIED_WITHIN:
        return False
    if any(deny.end <= turn.start <= hit.start for turn in turns):
        return False
    return not _TURN.search(reading.lower, deny.end, max(deny.end, hit.start))


def _is_asked(reading: Reading, hit: Hit, asks: _Asks) -> bool:
    start, _ = reading.sentence(hit.start)
    if asks.denials and any(_denies(reading, deny, hit, asks.turns) for deny in asks.denials):
        return False
    if asks.done and any(done.start <= hit.end and hit.start <= done.end for done in asks.done):
        return False
    theirs = [each for each in asks.theirs if start <= each.start < hit.start] if asks.theirs else []
    if theirs and not any(theirs[-1].end <= want.start < hit.start for want in asks.wishes):
        return False
    if start in asks.asking:
        return True
    begins = not reading.text[start : hit.start].strip(" \t\n-*•()0123456789.、,:")
    return begins or hit.start < reading.body_start
