"""Lexicon words as sets and as parts of regular expressions. Knows the notation of patterns, no word and no meaning."""

from __future__ import annotations

import re
from functools import cache

from parsers.lexicon import lexicon

NEVER = "(?!)"  # matches nothing: what a group that no language has words for stands for


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
    """The same of one group, for `str.startswith` and `str.endswith`."""
    return tuple(word_set(group))


@cache
def one_of(*groups: str) -> str:
    """Any word of these groups (`table.key`), the longest first, as the inside of a regular expression's brackets."""
    words = {word for group in groups for word in lexicon().words(group)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or NEVER


@cache
def whole_word(*groups: str) -> str:
    """The same in brackets; a word of Latin letters neither begins nor ends within a longer one."""
    words = sorted({word for group in groups for word in lexicon().words(group)}, key=lambda word: (-len(word), word))
    latin = "|".join(_ended(word) for word in words if _is_latin(word[0]))
    other = "|".join(_ended(word) for word in words if not _is_latin(word[0]))
    # One look behind for all Latin words: most places in a letter are within a word, and need no second one.
    parts = [f"(?<![a-z])(?:{latin})" if latin else "", other]
    return "(?:" + ("|".join(filter(None, parts)) or NEVER) + ")"


def _ended(word: str) -> str:
    return re.escape(word) + ("(?![a-z])" if _is_latin(word[-1]) else "")


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"
