"""What the writer asks for: not what was done, offered or refused before.

What each sentence asks for is weighed by `parsers.meaning.sentences`; here the letter as a whole is decided.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from operator import itemgetter

from parsers.letter import Fact, Remedy, Span
from parsers.lexicon import Hit
from parsers.meaning.requests import asked_for
from parsers.meaning.sentences import UNHEARD, Said, perhaps_saying, saying, sentences
from parsers.text.reading import Reading

MAX_EVIDENCE = 5
_SURE = 0.0  # log odds from which a sentence is taken to ask for something
_KNOWN = 1.0  # added where the grammar too knows the words
_LIKELY = 1.4  # so much less is enough when a complaint asks for nothing else
_LABELS = {remedy: remedy.value for remedy in Remedy}  # an Enum's own look-up is slow
_THREATS = ("threat", "legal")
_START = itemgetter(0)  # of a sentence
_OF_MONEY = frozenset({Remedy.REFUND, Remedy.INVOICE_CORRECTION, Remedy.DISCOUNT, Remedy.COMPENSATION})


def read_remedies(reading: Reading, *, money_only: bool) -> tuple[Fact[Remedy], ...]:
    """Each remedy once, in the order of `Remedy`, with the words that ask for it.

    `money_only`: nothing but a charge is wrong; to repair it is to give the money back.
    """
    asked = _asking(reading, _SURE)
    if any(said.start >= reading.body_start for each in asked.values() for said in each):
        # A subject names the matter ("Phone repair"); what is wanted is said below, if anywhere.
        asked = {remedy: [said for said in each if said.start >= reading.body_start] for remedy, each in asked.items()}
    facts = [Fact(remedy, _spans(reading, remedy, said[:MAX_EVIDENCE])) for remedy, said in asked.items() if said]
    if money_only and not any(fact.value in _OF_MONEY for fact in facts):
        facts = [Fact(Remedy.REFUND, fact.spans) if fact.value is Remedy.REPAIR else fact for fact in facts]
    return tuple(facts)


def likeliest_remedy(reading: Reading) -> tuple[Fact[Remedy], ...]:
    """The one that a complaint most likely asks for when it asks for none outright; none when none is likely."""
    known = asked_for(reading)
    likely = [
        (_odds(said, _LABELS[remedy], known[remedy]), -said.start, remedy, said)
        for remedy, asking in _asking(reading, _SURE - _LIKELY).items()
        for said in asking
    ]
    if not likely:
        return ()
    *_, remedy, said = max(likely, key=lambda each: each[:2])
    return (Fact(remedy, _spans(reading, remedy, [said])),)


def _asking(reading: Reading, sure: float) -> Mapping[Remedy, list[Said]]:
    """The sentences that ask for each remedy, in the order of `Remedy`; those that nothing asks for are left out."""
    found: dict[Remedy, list[Said]] = {}
    for remedy, hits in asked_for(reading).items():
        label = _LABELS[remedy]
        if hits:
            perhaps = perhaps_saying(reading, label, UNHEARD)
            asking = [said for said in perhaps if _odds(said, label, hits) > sure]
            asking += _threatened_for(reading, hits, {said.start for said in asking})
            asking.sort(key=_START)
        else:
            asking = [said for said in saying(reading, label, sure) if not said.strange]
        if asking:
            found[remedy] = asking
    return found


def _threatened_for(reading: Reading, hits: Sequence[Hit], asking: Collection[int]) -> list[Said]:
    """The sentences that ask by what they threaten for ("if I do not receive a refund, I will sue").

    Those that begin where the `asking` ones do are left out.
    """
    conditions: dict[int, int] = {}  # where the first of a sentence ends, by where that begins
    for each in reading.found("ask.unless"):
        conditions.setdefault(reading.sentence(each.start)[0], each.end)
    demanded = [hit for hit in hits if hit.start >= conditions.get(reading.sentence(hit.start)[0], hit.end)]
    if not demanded:
        return []
    threats = reading.found("threat.legal", "threat.authority", "threat.media")
    others = [said for said in sentences(reading) if said.start not in asking and said.holds(demanded)]
    return [said for said in others if said.holds(threats) or max(map(said.odds.__getitem__, _THREATS)) > _SURE]


def _odds(said: Said, label: str, hits: Sequence[Hit]) -> float:
    """How sure it is that the sentence asks for the remedy `label`, of which the grammar found `hits`."""
    known = said.holds(hits)
    if said.strange:
        return math.inf if known else -math.inf
    return said.odds[label] + (_KNOWN if known else 0.0)


def _spans(reading: Reading, remedy: Remedy, asking: list[Said]) -> tuple[Span, ...]:
    """The words of a sentence that the grammar knows to ask for it; the whole sentence when it knows none."""
    spans: list[Span] = []
    for said in asking:
        hits = [hit for hit in asked_for(reading)[remedy] if said.start <= hit.start < said.end]
        spans += reading.spans(hits[:MAX_EVIDENCE]) or (said.span(reading),)
    return tuple(spans)
