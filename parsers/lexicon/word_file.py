"""A language's word file: its TOML tables as groups of entries, and what tells the language from others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = ("latin", "han")
ALL_OF = "@"  # what an entry begins with that stands for a group of words
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


def language_of(code: str, content: Mapping[str, Any]) -> Language:
    """The language of a file with this content; `code` is the file's name."""
    table: Mapping[str, Any] = content.get("language", {})
    script = str(table.get("script", "latin"))
    if script not in SCRIPTS:
        raise ValueError(f"lexicon {code}: script {script!r} is not one of {', '.join(SCRIPTS)}")
    entries = [entry for kind in ("phrases", "words") for _, group in groups(content.get(kind, {})) for entry in group]
    small = frozenset(table.get("small", ()))
    known = frozenset(_WORD.findall(" ".join(entries))) if script == "latin" else frozenset[str]()
    return Language(code, script, small, frozenset(table.get("foreign", ())), known | small)


def groups(tables: Mapping[str, Mapping[str, list[str] | str]]) -> Iterator[tuple[str, list[str]]]:
    """Each group's name, `table.key`, and its entries."""
    for table, keys in tables.items():
        for key, entries in keys.items():
            yield f"{table}.{key}", _parted(entries) if isinstance(entries, str) else entries


def _parted(entries: str) -> list[str]:
    """The entries of a group that is written as one string, which is read much sooner than a list."""
    return entries.split() if "," not in entries else [" ".join(entry.split()) for entry in entries.split(",")]


def all_of(words: Mapping[str, list[str]], entry: str) -> list[str]:
    """The words that `@table.key` stands for. Shorter ones are found within longer ones all over a Chinese letter."""
    return [word for word in words[entry.removeprefix(ALL_OF)] if len(word) >= _SHORTEST_OF_ALL]
