"""Circumstances that a policy may ask about: a stopped line, an injury, and the like.

Only what happened counts: not what is denied ("nobody was hurt") nor what might happen ("it could catch fire"); and of
going public, what has been done is no threat any more. Rules on substances must be broken ("over the RoHS limit"), not
only named where a certificate is wanted; a complaint that would be taken back on terms stands.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.letter import Fact, Flag
from parsers.lexicon import Hit
from parsers.text.denial import is_denied, is_feared, is_supposed
from parsers.text.reading import Reading
from parsers.text.wording import whole_word

MAX_EVIDENCE = 5
_GROUPS = {flag: f"flag.{flag.value}" for flag in Flag}  # an Enum's own look-up is slow
_NEAR = 80  # characters of the sentence before and after a flag's word that are looked at
_SUBSTANCES = frozenset({Flag.ROHS, Flag.REACH})
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
    if flag in _SUBSTANCES:
        return [hit for hit in hits if _is_law(reading, hit) and _is_breach(reading, hit)]
    told = [hit for hit in hits if not is_denied(reading, hit)]
    return [hit for hit in told if flag is not Flag.WITHDRAWN or not _is_offered(reading, hit)]


def _is_law(reading: Reading, hit: Hit) -> bool:
    """Whether "reach" is the regulation: written large, or beside a word for one. "Over him … to reach" is neither."""
    said = reading.text[hit.start : hit.end]
    return not said.endswith("reach") or said == said.upper()


def _is_breach(reading: Reading, hit: Hit) -> bool:
    """Whether rules on substances are broken, as "not RoHS compliant" says, and not only a paper about them wanted."""
    start, end = reading.sentence(hit.start)
    first, last = max(start, hit.start - _NEAR), min(end, hit.end + _NEAR)
    breach, paper, conforming = _substance()
    if breach.search(reading.lower, first, last):
        return True
    if paper.search(reading.lower, first, last):
        return False
    return is_denied(reading, hit) == (conforming.search(reading.lower, first, last) is not None)


def _is_offered(reading: Reading, hit: Hit) -> bool:
    """Whether the complaint would be taken back, on terms: "once I am paid I will withdraw it"."""
    start, _ = reading.sentence(hit.start)
    return _terms().search(reading.lower, max(start, hit.start - _NEAR), hit.start) is not None


@cache
def _substance() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(whole_word(f"substance.{kind}")) for kind in ("breach", "paper", "conforming"))


@cache
def _terms() -> re.Pattern[str]:
    return re.compile(whole_word("denial.terms"))
