"""What stands around an English name: words for a defect, for buying it and for whose it is, and numbers of others."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.goods.candidates import singular
from parsers.goods.goods_words import KNOWN_WORDS, Word, is_idle
from parsers.text.reading import Reading
from parsers.text.wording import word_set

MAX_NUMBER_CHARS = 60
_PREDICATE_WITHIN = 14  # characters between a name and the words for what is wrong with it
_FILED_WITHIN, _FILED_BY = 4, " ,:-(/;"  # characters between a document's number and a name, and which
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_WORD = re.compile(r"[a-zà-ÿ]{3,}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What else is known of the places in the letter."""

    reading: Reading
    places: frozenset[int]  # where numbers begin that count nothing
    numbers: tuple[int, ...]  # where they begin
    behind: frozenset[int]  # where "which we ordered", "from your shop" begins: what stands before it is goods
    wrong: tuple[int, ...]  # where words for a defect begin
    subject: frozenset[str]  # the words of the subject that may be goods, in the singular

    def is_followed(self, end: int) -> bool:
        """Whether what ends at `end` is said to have been bought."""
        return end in self.behind or end + 1 in self.behind or end + 2 in self.behind

    def is_at_fault(self, end: int) -> bool:
        """Whether words for a defect follow in the same clause."""
        at = bisect_left(self.wrong, end)
        if at == len(self.wrong) or self.wrong[at] - end > _PREDICATE_WITHIN:
            return False
        return not _CLAUSE_END.search(self.reading.text, end, self.wrong[at])

    def is_filed(self, start: int) -> bool:
        """Whether the name at `start` stands behind a document's number: "Invoice 2024-1187, vacuum bags"."""
        text, at = self.reading.text, start
        while at > 0 and start - at < _FILED_WITHIN and text[at - 1] in _FILED_BY:
            at -= 1
        return at - 1 in self.places and not text[at:start].isspace() and at < start

    def is_numbered(self, start: int, end: int) -> bool:
        """Whether a number that names something stands in the same sentence, as an order's: "the fox from 88-204"."""
        return any(start <= place < end for place in self.numbers)


def scene_of(reading: Reading, taken: Sequence[tuple[int, int]]) -> Scene:
    """The scene of a letter; numbers at the places `taken` count nothing."""
    places: set[int] = set()
    for start, end in taken[:200]:
        places.update(range(start, end if end - start <= MAX_NUMBER_CHARS else start + MAX_NUMBER_CHARS))
    return Scene(
        reading,
        frozenset(places),
        tuple([start for start, _ in taken[:200]]),
        frozenset([hit.start for hit in reading.found("goods.behind")]),
        tuple(sorted([hit.start for hit in reading.found("defect.")[:200]])),
        _words_of_subject(reading),
    )


def _words_of_subject(reading: Reading) -> frozenset[str]:
    """What the letter is headed with: an unknown word of it is goods when the letter goes on to speak of it."""
    words = _WORD.findall(reading.lower, 0, reading.body_start)
    return frozenset([one for one in map(_heading, words) if one])


@lru_cache(maxsize=KNOWN_WORDS)
def _heading(word: str) -> str | None:
    is_none = word in word_set("product.stop") or word in word_set("product.adjective") or is_idle(word)
    return None if is_none else singular(word)


def led_by(words: list[Word], first: int) -> list[str]:
    """What stands before the name."""
    cues: list[str] = []
    at = first - 1
    while at >= 0 and words[at].adjective:
        at -= 1
        cues.append("adjective")
    if at >= 0 and words[at].determiner:
        cues.append(_whose(words[at].lower))
        at -= 1
    if at >= 0 and words[at].lower in word_set("product.preposition"):
        cues.append(f"p_{words[at].lower}")
    return cues


@lru_cache(maxsize=KNOWN_WORDS)
def _whose(determiner: str) -> str:
    return next((kind for kind in ("yours", "ours", "this") if determiner in word_set(f"product.{kind}")), "the")


def signs_around(words: list[Word], first: int, end: int) -> list[str]:
    """Signs of the words before and behind the name."""
    at = first - 1
    while at >= 0 and words[at].leads and not words[at].trigger:
        at -= 1
    before = _sign_before(words[at].lower if at >= 0 else "^")
    behind = _sign_behind(words[end].lower if end < len(words) else "$")
    if before and behind:
        return [before, behind]
    return [before] if before else [behind] if behind else []


@lru_cache(maxsize=KNOWN_WORDS)
def _sign_before(word: str) -> str | None:
    return _sign("b", word, "have", "trigger", "handled", "be", "pronoun")


@lru_cache(maxsize=KNOWN_WORDS)
def _sign_behind(word: str) -> str | None:
    return _sign("a", word, "be", "was", "have", "pronoun", "predicate")


def _sign(place: str, word: str, *kinds: str) -> str | None:
    """Which of the lexicon's `kinds` a word beside a name is of; marks and prepositions are their own."""
    if not word[:1].isalnum() or word in word_set("product.preposition"):
        return f"{place}_{word}"
    return next((f"{place}_{kind}" for kind in kinds if word in word_set(f"product.{kind}")), None)


def is_spoken_of(words: list[Word], first: int, end: int) -> bool:
    """Whether a name does something or something is done with it: "the kettle stopped", "replace the kettle"."""
    if end < len(words) and words[end].lower in word_set("product.predicate"):
        return True
    at, person = first - 1, word_set("product.person")
    while at >= 0 and (words[at].leads or words[at].lower in person):
        at -= 1
    return at >= 0 and words[at].lower in word_set("product.handled")


def is_place(words: list[Word], first: int) -> bool:
    """Whether a preposition leads up to it: "on the shelf", "over the phone"."""
    at = first - 1
    while at >= 0 and words[at].determiner:
        at -= 1
    return 0 <= at < first - 1 and words[at].lower in word_set("product.place")
