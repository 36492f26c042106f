"""What the writer asks for: not what was done, offered or refused before.

What each sentence asks for is weighed by `parsers.sentences`; here the letter as a whole is decided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parsers.letter import Fact, Remedy, Span
from parsers.lexicon import Hit
from parsers.reading import Reading
from parsers.requests import asked_for
from parsers.sentences import Said, sentences

MAX_EVIDENCE = 5
_SURE = -0.4  # log odds from which a sentence is taken to ask for something
_KNOWN = 0.25  # added where the grammar too knows the words
_LIKELY = 0.4  # so much less is enough when a complaint asks for nothing else
_LABELS = {remedy: remedy.value for remedy in Remedy}  # an Enum's own look-up is slow
_OF_MONEY = frozenset({Remedy.REFUND, Remedy.INVOICE_CORRECTION, Remedy.DISCOUNT, Remedy.COMPENSATION})


def read_remedies(reading: Reading, *, money_only: bool) -> tuple[Fact[Remedy], ...]:
    """Each remedy once, in the order of `Remedy`, with the words that ask for it.

    `money_only`: nothing but a charge is wrong; to repair it is to give the money back.
    """
    asked = {remedy: _asking(reading, remedy, _SURE) for remedy in Remedy}
    if any(said.start >= reading.body_start for each in asked.values() for said in each):
        # A subject names the matter ("Phone repair"); what is wanted is said below, if anywhere.
        asked = {remedy: [said for said in each if said.start >= reading.body_start] for remedy, each in asked.items()}
    facts = [Fact(remedy, _spans(reading, remedy, said[:MAX_EVIDENCE])) for remedy, said in asked.items() if said]
    if money_only and not any(fact.value in _OF_MONEY for fact in facts):
        facts = [Fact(Remedy.REFUND, fact.spans) if fact.value is Remedy.REPAIR else fact for fact in facts]
    return tuple(facts)


def likeliest_remedy(reading: Reading) -> tuple[Fact[Remedy], ...]:
    """The one that a complaint most likely asks for when it asks for none outright; none when none is likely."""
    likely = [
        (_odds(said, _LABELS[remedy], asked_for(reading)[remedy]), -said.start, remedy, said)
        for remedy in Remedy
        for said in _asking(reading, remedy, _SURE - _LIKELY)
    ]
    if not likely:
        return ()
    *_, remedy, said = max(likely, key=lambda each: each[:2])
    return (Fact(remedy, _spans(reading, remedy, [said])),)


def _asking(reading: Reading, remedy: Remedy, sure: float) -> list[Said]:
    hits, label = asked_for(reading)[remedy], _LABELS[remedy]
    if not hits:
        return [said for said in sentences(reading) if said.odds[label] > sure and not said.strange]
    return [said for said in sentences(reading) if _odds(said, label, hits) > sure]


def _odds(said: Said, label: str, hits: Sequence[Hit]) -> float:
    """How sure it is that the sentence asks for the remedy `label`, of which the grammar found `hits`."""
    known = any(said.start <= hit.start < said.end for hit in hits)
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
