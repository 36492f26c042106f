"""The words that letters are read by: one TOML file a language, scanned in one pass.

`word_file` takes a file apart, `notation` knows how phrases are written, `automaton` finds those of all languages at
once, and `openings` spares it most patterns. None knows a meaning: what a group of phrases stands for is decided by the
modules that ask for it. A third language is a third file; every language's words are always looked for, because people
mix languages within one letter.

A file is named after its language (ISO 639: `de.toml`) and has these tables, each of which may be missing:
`[language]` the script ("latin" or "han") and the small words that tell the language from others, `[phrases.*]` and
`[words.*]` the groups, `[numbers]` number words. A group is a list, or one string:
of entries between commas, or of single words between spaces.

The notation of a phrase: `(a|b|)` one of these, perhaps nothing; `…` up to a few words of the same sentence;
`*` at the end of a word any ending (in Chinese: up to four characters). A group's name is `table.key`; of two phrases of one table that overlap, the
longer counts ("not urgent" hides "urgent"). `@table.key` stands for all
words of that group of the same file that have three characters or more.

Reading the files is the only disk access, once in a process, on first use: those in this folder, and in the folders
named to `read_also`.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple, cast

from parsers.lexicon.automaton import Automaton, Phrases
from parsers.lexicon.word_file import Language, all_of, content_of, groups, language_of

_HERE = Path(__file__).parent
_NO_WORDS = frozenset[str]()


class Hit(NamedTuple):  # a letter has hundreds: cheaper to make, to sort and to compare than a dataclass
    """A phrase of `group` found at `start` up to `end` of the text that was scanned."""

    group: str
    start: int
    end: int


class Lexicon:
    """All phrases, word sets and number words of all languages. Immutable after it has been built."""

    def __init__(self, files: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        self.numbers: dict[str, int] = {}
        languages: list[Language] = []
        phrases = Phrases({}, defaultdict(list))
        collected: defaultdict[str, set[str]] = defaultdict(set)
        for code, content in files:
            words = dict(groups(content.get("words", {})))
            written = list(groups(content.get("phrases", {})))
            known = [entry for _, entries in (*words.items(), *written) for entry in entries]
            language = language_of(code, content, known)
            languages.append(language)
            for group, entries in written:
                phrases.add(all_of(words, entries), group, language)
            for group, entries in words.items():
                collected[group].update(entries)
            self.numbers.update(content.get("numbers", {}))
        self.languages = tuple(languages)
        self._words = {group: frozenset(entries) for group, entries in collected.items()}
        self._automaton = Automaton(phrases)

    def words(self, group: str) -> frozenset[str]:
        """The plain word set `table.key`, of all languages together; empty when no file has it."""
        return self._words.get(group, _NO_WORDS)

    def scan(self, text: str) -> Mapping[str, Sequence[Hit]]:
        """Every phrase in `text` (lower case, simplified), by group, in order of place."""
        new = cast("Any", tuple).__new__  # past the constructor's own frame: this is done of every phrase
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        hit: Hit
        for hit in map(new, repeat(Hit), chain.from_iterable(self._automaton.find(text).values())):
            found[hit[0]].append(hit)
        return found


_folders: list[Path] = [_HERE]


def read_also(folder: Path) -> None:
    """From now on read letters by the language files of `folder` too. For the start of a process, before any letter.

    Raises ValueError when a file cannot be used, and says which.
    """
    load(*_folders, folder)
    _folders.append(folder)
    lexicon.cache_clear()


@cache
def lexicon() -> Lexicon:
    """The lexicon of every language file there is."""
    return load(*_folders)


def load(*folders: Path) -> Lexicon:
    """The lexicon of every `.toml` file in `folders`. Raises ValueError for a file that is none."""
    paths = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    with _uncollected():
        return Lexicon([(path.stem, content_of(path)) for path in paths])


@contextmanager
def _uncollected() -> Generator[None]:
    """Without looking for garbage: all of the hundred thousand tuples made here stay, and are never looked through."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()
