"""What is asked for by the grammar of asking: not what was done, offered or refused before.

A remedy's word counts when its sentence asks for something ("please", "we require", `要求`) or begins with it, and
does not deny it or tell of the past. What no word list has is left to `parsers.sentences`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from parsers.letter import Remedy
from parsers.lexicon import Hit
from parsers.reading import Reading

_TURN = re.compile(r"[;:!?、]|[,.](?!\d)")
_SENT = (Remedy.REPLACEMENT, Remedy.REFUND, Remedy.INVOICE_CORRECTION)  # "send a new one", "when will the money come"
_GROUPS = {remedy: f"remedy.{remedy.value}" for remedy in Remedy}
_OBJECT_WITHIN = 4  # characters between a verb of sending and what is sent
_ITEM = re.compile(r"[-*•·]|\(?\d{1,2}[.)、]|[一二三四五六七八九][、.]")
_ANNOUNCES_WITHIN = 80  # characters
_DENIED_WITHIN = 20  # characters between "do not want" and what is not wanted, within one clause


def asked_for(reading: Reading) -> Mapping[Remedy, list[Hit]]:
    """The words that ask for each remedy, in order of place; a remedy that nothing asks for has none."""
    return reading.once(_asked_for)


def _asked_for(reading: Reading) -> Mapping[Remedy, list[Hit]]:
    asks = {name: reading.found(f"ask.{name}") for name in ("want", "verb", "deny", "reject", "done", "theirs")}
    asks["turn"] = reading.found("turn.")
    asking = _sentences(reading, [*asks["want"], *asks["verb"], *asks["reject"]])
    asked = {
        remedy: [
            hit
            for hit in reading.found(group)
            if not _TURN.search(reading.lower, hit.start, hit.end) and _is_asked(reading, hit, asking, asks)
        ]
        for remedy, group in _GROUPS.items()
    }
    other = [hit for remedy in _SENT for hit in asked[remedy]]
    asked[Remedy.DELIVERY] = [hit for hit in asked[Remedy.DELIVERY] if not any(_is_near(hit, each) for each in other)]
    return asked


def _is_near(hit: Hit, other: Hit) -> bool:
    return hit.start < other.end + _OBJECT_WITHIN and other.start < hit.end + _OBJECT_WITHIN


def _sentences(reading: Reading, hits: list[Hit]) -> set[int]:
    """Where the sentences with these hits begin, and the list items that such a sentence announces ("We need:")."""
    asking = {reading.sentence(hit.start)[0] for hit in hits}
    announced = False
    for start, end in reading.sentences() if asking else ():
        if not announced and start not in asking:
            continue
        sentence = reading.text[start:end].strip()
        if announced and _ITEM.match(sentence):
            asking.add(start)
        elif sentence:
            announced = (
                start in asking and len(sentence) < _ANNOUNCES_WITHIN and not sentence.endswith((".", "!", "?", "。"))
            )
    return asking


def _denies(reading: Reading, deny: Hit, hit: Hit, turns: list[Hit]) -> bool:
    """Whether `deny` stands before `hit` in the same clause: "not a repair" does, "not a repair but a refund" does not."""
    if not deny.start <= hit.start <= deny.end + _DENIED_WITHIN:
        return False
    if any(deny.end <= turn.start <= hit.start for turn in turns):
        return False
    return not _TURN.search(reading.lower, deny.end, max(deny.end, hit.start))


def _is_asked(reading: Reading, hit: Hit, asking: set[int], asks: dict[str, list[Hit]]) -> bool:
    start, _ = reading.sentence(hit.start)
    if any(_denies(reading, deny, hit, asks["turn"]) for deny in [*asks["deny"][:50], *asks["reject"][:50]]):
        return False
    if any(done.start <= hit.end and hit.start <= done.end for done in asks["done"][:50]):
        return False
    theirs = [each for each in asks["theirs"] if start <= each.start < hit.start]
    if theirs and not any(theirs[-1].end <= want.start < hit.start for want in [*asks["want"], *asks["verb"]]):
        return False
    if start in asking:
        return True
    begins = not reading.text[start : hit.start].strip(" \t\n-*•()0123456789.、,:")
    return begins or hit.start < reading.body_start
