"""Circumstances that a policy may ask about: a stopped line, an injury, and the like.

Only what happened counts: not what is denied ("nobody was hurt") nor what might happen ("it could catch fire"); and of
going public, what has been done is no threat any more.
"""

from __future__ import annotations

from parsers.letter import Fact, Flag
from parsers.lexicon import Hit
from parsers.text.denial import is_denied, is_feared, is_supposed
from parsers.text.reading import Reading

MAX_EVIDENCE = 5
_GROUPS = {flag: f"flag.{flag.value}" for flag in Flag}  # an Enum's own look-up is slow
_EVENTS = frozenset({Flag.LINE_STOPPED, Flag.INJURY, Flag.FIRE})


def read_flags(reading: Reading) -> tuple[Fact[Flag], ...]:
    """Each circumstance that the letter tells of, once, in the order of `Flag`."""
    found = [(flag, circumstances(reading, flag)) for flag, group in _GROUPS.items() if group in reading.hits]
    return tuple([Fact(flag, reading.spans(hits[:MAX_EVIDENCE])) for flag, hits in found if hits])


def circumstances(reading: Reading, flag: Flag) -> list[Hit]:
    """The words that tell of `flag`, in order of place."""
    hits = reading.hits.get(_GROUPS[flag])
    if not hits:
        return []
    if flag in _EVENTS:
        told = [hit for hit in hits if not is_denied(reading, hit) and not is_supposed(reading, hit)]
        return [hit for hit in told if flag is not Flag.LINE_STOPPED or not is_feared(reading, hit)]
    if flag is Flag.PUBLIC_THREAT:
        done = {reading.sentence(hit.start) for hit in reading.found(_GROUPS[Flag.PUBLIC_CHANNEL])}
        return [hit for hit in hits if reading.sentence(hit.start) not in done]
    return [hit for hit in hits if not is_denied(reading, hit)]
