"""Lexicon words as sets and as parts of regular expressions. Knows the notation of patterns, no word and no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from parsers.lexicon import lexicon

NEVER = "(?!)"  # matches nothing: what a group that no language has words for stands for
_NOT_BEHIND = "(?<![a-z].)"  # behind a word's first letter: no other stands before it
_NOT_WITHIN = "(?![a-z])"


@cache
def word_set(group: str) -> frozenset[str]:
    """The plain words of one group (`Lexicon.words`), kept at hand for what is asked of every word of a letter."""
    return lexicon().words(group)


@cache
def any_set(*groups: str) -> frozenset[str]:
    """The plain words of several groups together."""
    return frozenset[str]().union(*map(word_set, groups))


@cache
def endings(group: str) -> tuple[str, ...]:
    """The same of one group, the longest first, for `str.startswith` and `str.endswith`."""
    return tuple(longest_first(word_set(group)))


@cache
def one_of(*groups: str) -> str:
    """Any word of these groups (`table.key`), the longest first, as the inside of a regular expression's brackets."""
    return _by_initial(longest_first(any_set(*groups)))


@cache
def whole_word(*groups: str) -> str:
    """The same in brackets; a word of Latin letters neither begins nor ends within a longer one."""
    return f"(?:{_by_initial(longest_first(any_set(*groups)), behind=_NOT_BEHIND, within=_NOT_WITHIN)})"


@cache
def word_beginning(*groups: str) -> str:
    """The same without brackets, of words that go on behind: one of Latin letters does not begin within a longer one."""
    return _by_initial(longest_first(any_set(*groups)), behind=_NOT_BEHIND)


def longest_first(words: Iterable[str]) -> list[str]:
    """The words in an order that is the same in every process; a set's is not."""
    return sorted(words, key=lambda word: (-len(word), word))


def _by_initial(words: list[str], *, behind: str = "", within: str = "") -> str:
    """The words as alternatives, those of one initial together, in their order.

    The engine skips to places where one of the initials stands, and there tries only the words that begin with it.
    `behind` stands behind a Latin initial, `within` behind the last letter of a word that ends in a Latin one.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(re.escape(word[1:]) + (within if _is_latin(word[-1:]) else ""))
    parts = (
        re.escape(initial) + (behind if _is_latin(initial) else "") + _alternatives(ends)
        for initial, ends in rests.items()
    )
    return "|".join(parts) or NEVER


def _alternatives(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"
