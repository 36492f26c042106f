"""Lexicon words as parts of regular expressions. Knows the notation of patterns, and no word and no meaning."""

from __future__ import annotations

import re
from functools import cache

from parsers.lexicon import lexicon

NEVER = "(?!)"  # matches nothing: what a group that no language has words for stands for


@cache
def one_of(*groups: str) -> str:
    """Any word of these groups (`table.key`), the longest first, as the inside of a regular expression's brackets."""
    words = {word for group in groups for word in lexicon().words(group)}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or NEVER


@cache
def whole_word(*groups: str) -> str:
    """The same in brackets; a word of Latin letters neither begins nor ends within a longer one."""
    words = sorted({word for group in groups for word in lexicon().words(group)}, key=lambda word: (-len(word), word))
    return "(?:" + ("|".join(map(_bounded, words)) or NEVER) + ")"


def _bounded(word: str) -> str:
    before = "(?<![a-z])" if "a" <= word[0] <= "z" else ""
    after = "(?![a-z])" if "a" <= word[-1] <= "z" else ""
    return before + re.escape(word) + after
