"""A language's word file: its TOML tables as groups of entries, and what tells the language from others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = ("latin", "han")
_ALL_OF = "@"  # what an entry begins with that stands for a group of words
_SHORTEST_OF_ALL = 3
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Language:
    """What tells a language: its script, its small words, those of its neighbours, and every word its file has."""

    code: str  # ISO 639
    script: str  # "latin" or "han"
    small: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


def content_of(path: Path) -> dict[str, Any]:
    """The file's tables. Raises ValueError when it cannot be used."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"lexicon {path}: {error}") from error


def language_of(code: str, content: Mapping[str, Any], entries: Iterable[str]) -> Language:
    """The language of a file with this content and these entries of groups; `code` is the file's name."""
    table: Mapping[str, Any] = content.get("language", {})
    script = str(table.get("script", "latin"))
    if script not in SCRIPTS:
        raise ValueError(f"lexicon {code}: script {script!r} is not one of {', '.join(SCRIPTS)}")
    small = frozenset(table.get("small", ()))
    known = _words_of(entries) if script == "latin" else frozenset[str]()
    return Language(code, script, small, frozenset(table.get("foreign", ())), known | small)


def _words_of(entries: Iterable[str]) -> frozenset[str]:
    """Every word in them; what stands between spaces is looked at once, however often it comes."""
    return frozenset(_WORD.findall(" ".join(set(" ".join(entries).split()))))


def groups(tables: Mapping[str, Mapping[str, list[str] | str]]) -> Iterator[tuple[str, list[str]]]:
    """Each group's name, `table.key`, and its entries."""
    for table, keys in tables.items():
        for key, entries in keys.items():
            yield f"{table}.{key}", _parted(entries) if isinstance(entries, str) else entries


def _parted(entries: str) -> list[str]:
    """The entries of a group that is written as one string, which is read much sooner than a list."""
    single = entries.split()
    return single if "," not in entries else list(map(str.strip, " ".join(single).split(",")))


def all_of(words: Mapping[str, list[str]], entries: Iterable[str]) -> Iterator[str]:
    """The entries; instead of `@table.key` the words it stands for.

    But no short ones, which are found within longer ones all over a Chinese letter.
    """
    for entry in entries:
        if entry.startswith(_ALL_OF):
            yield from (word for word in words[entry.removeprefix(_ALL_OF)] if len(word) >= _SHORTEST_OF_ALL)
        else:
            yield entry
