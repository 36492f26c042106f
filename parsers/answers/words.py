"""The words of replies in all languages, from `parsers/lexicon/commands`, as the patterns that look for them.

Read from disk once in a process, on first use. Every language's words are always looked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from parsers.answers.instruction import Command
from parsers.lexicon import Lexicon, lexicon
from parsers.text.numerals import ZH_NUMERAL, whole

CHOICES = 99  # a number above is not an answer to a list
MAX_NUMBER_WORD = 20
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
_LETTERS = ("abcde", "甲乙丙丁戊")  # by which people call what we have numbered
LETTER = r"(?:(?<![a-z0-9])[a-e](?!\.?[a-z0-9'’])|[甲乙丙丁戊])"
WORD_END = r"(?![a-z0-9'])(?!-[a-z0-9])(?!\.[a-z0-9])"  # of a Latin word; no matter for a Chinese one
DIGITS = rf"(?:\d{{1,2}}(?![\d.,]{{0,30}}\d)|[{_CIRCLED}]|(?![两俩]){ZH_NUMERAL}{{1,3}}(?![月年天日周分]))"


@cache
def words() -> Lexicon:
    """The words of every language file."""
    folder = resources.files("parsers.lexicon").joinpath("commands")
    files = [
        (item.name.removesuffix(".toml"), tomllib.loads(item.read_text(encoding="utf-8")))
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    ]
    return Lexicon(files)


@cache
def commands() -> dict[str, Command]:
    """Each command's words; the canonical word is always one."""
    known = {word: command for command in Command for word in words().words(f"command.{command.value}")}
    return known | {command.value.lower(): command for command in Command if command is not Command.CHOICE}


def either(entries: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first, each ending where a word may end. Nothing: matches nothing."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(one(entry) for entry in ordered) + ")" if ordered else "(?!)"


def one(word: str) -> str:
    """A pattern for one word or phrase, any white space between its parts."""
    return r"[^\S\n]{1,4}".join(map(re.escape, word.split())) + (WORD_END if word[-1:].isascii() else "")


@cache
def any_of(*groups: str) -> str:
    """A pattern for any word of these groups."""
    return either({word for group in groups for word in words().words(group)})


@cache
def counting() -> str:
    """A pattern for the small number words."""
    both = words().words("form.both")  # counts two things and names none of them
    numbers = lexicon().numbers.items()
    return either(
        word for word, value in numbers if 1 <= value <= MAX_NUMBER_WORD and len(word) > 2 and word not in both
    )


@cache
def choice_number() -> str:
    """A pattern for the number of a choice: `2`, `二`, `②`, `two`."""
    return f"(?:{DIGITS}|{counting()})"


def number_of(written: str) -> int | None:
    """The value of what `choice_number` or `LETTER` matched; None when no list is that long."""
    if (lettered := next((row.index(written) + 1 for row in _LETTERS if written in row), None)) is not None:
        return lettered
    value = _CIRCLED.index(written) + 1 if written in _CIRCLED else whole(written)
    return value if value is not None and 1 <= value <= CHOICES else None
