"""The words that letters are read by: one TOML file a language, scanned in one pass.

Owns the notation of the word files and the automaton that finds all phrases of all languages at once. Knows no
meaning: what a group of phrases stands for is decided by the modules that ask for it. A third language is a third
file; every language's words are always looked for, because people mix languages within one letter.

The notation of a phrase: `(a|b|)` one of these, perhaps nothing; `…` up to a few words of the same sentence;
`*` at the end of a word any ending (in Chinese: up to four characters). A group's name is `table.key`; of two phrases of one table that overlap, the
longer counts ("not urgent" hides "urgent").

Reading the files is the only disk access, once in a process, on first use (they are package data).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, cast

import ahocorasick

MAX_TRIES_PER_PHRASE = 40  # of one phrase in one letter: keeps hostile repetition linear (hazards H34)
MAX_EXPANSIONS = 60  # of one written phrase; further alternatives are left to a regular expression
_GAPS = {"en": r"(?:[^.!?;\n]|\.(?=\d)){0,40}?", "zh": r"[^。!?;\n]{0,12}?"}
_GROUP = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of `group` found at `start` up to `end` of the text that was scanned."""

    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The literal beginning is what the automaton finds; `rest` must match directly behind it."""

    group: str
    head: str
    rest: str | None


class Lexicon:
    """All phrases, word sets and number words of all languages. Immutable after it has been built."""

    def __init__(self, files: Mapping[str, Mapping[str, Any]]) -> None:
        self._words: dict[str, frozenset[str]] = {}
        self.numbers: dict[str, int] = {}
        phrases: list[_Phrase] = []
        collected: defaultdict[str, set[str]] = defaultdict(set)
        for language, content in files.items():
            for group, entries in _groups(content.get("phrases", {})):
                phrases += [phrase for entry in entries for phrase in _compile(group, entry, language)]
            for group, entries in _groups(content.get("words", {})):
                collected[group].update(entries)
            self.numbers.update(content.get("numbers", {}))
        self._words = {group: frozenset(entries) for group, entries in collected.items()}
        self._automaton: Any = cast("Any", ahocorasick).Automaton()  # a C extension without types
        by_head: defaultdict[str, list[tuple[int, _Phrase]]] = defaultdict(list)
        for number, phrase in enumerate(phrases):
            by_head[phrase.head].append((number, phrase))
        for head, entries in by_head.items():
            self._automaton.add_word(head, (len(head), tuple(entries)))
        self._automaton.make_automaton()

    def words(self, group: str) -> frozenset[str]:
        """The plain word set `table.key`, of all languages together; empty when no file has it."""
        return self._words.get(group, frozenset())

    def scan(self, text: str) -> Mapping[str, Sequence[Hit]]:
        """Every phrase in `text` (lower case, simplified), by group, in order of place."""
        tables: defaultdict[str, list[Hit]] = defaultdict(list)
        for hit in self._find(text):
            tables[hit.group.partition(".")[0]].append(hit)
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for hits in tables.values():
            for hit in _longest(hits):
                found[hit.group].append(hit)
        return found

    def _find(self, text: str) -> Iterator[Hit]:
        tries: dict[int, int] = {}
        for last, (length, entries) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            if _in_word(text, start):
                continue
            for number, phrase in entries:
                if phrase.rest is None:
                    if not _in_word(text, end):
                        yield Hit(phrase.group, start, end)
                    continue
                tries[number] = tries.get(number, 0) + 1
                match = _pattern(phrase.rest).match(text, end) if tries[number] <= MAX_TRIES_PER_PHRASE else None
                if match:
                    yield Hit(phrase.group, start, match.end())


@cache
def _pattern(rest: str) -> re.Pattern[str]:
    """Compiled when first met: most are not met in most letters, and start-up is short."""
    return re.compile(rest)


@cache
def lexicon() -> Lexicon:
    """The lexicon of every language file in this folder."""
    folder = resources.files(__name__)
    files = {
        item.name.removesuffix(".toml"): tomllib.loads(item.read_text(encoding="utf-8"))
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    }
    return Lexicon(files)


def _groups(tables: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, list[str]]]:
    for table, groups in tables.items():
        for key, entries in groups.items():
            yield f"{table}.{key}", entries


def _longest(hits: list[Hit]) -> Iterator[Hit]:
    """Without those that lie within a longer one. Equal places keep each group once."""
    reach, previous = -1, None
    for hit in sorted(set(hits), key=lambda hit: (hit.start, -hit.end, hit.group)):
        same = previous is not None and (hit.start, hit.end) == (previous.start, previous.end)
        if hit.end > reach or same:
            yield hit
            reach, previous = max(reach, hit.end), hit


def _compile(group: str, entry: str, language: str) -> Iterator[_Phrase]:
    """The entry as phrases with a literal beginning each: alternatives are written out until there are enough."""
    if "((" in entry or re.search(r"\([^)]*\(", entry):
        raise ValueError(f"lexicon {language}: {entry!r} in {group} has brackets within brackets")
    for text in _expand(entry):
        plain = text.strip() if language == "zh" else " ".join(text.split())
        stop = min((at for at in map(plain.find, "…*(") if at >= 0), default=-1)
        if stop < 0:
            head, rest = plain, None
        else:
            head = plain[:stop].rstrip() if plain[stop] == "…" else plain[:stop]
            rest = _rest(plain[len(head) :], language)
        if len(head.strip()) < (1 if language == "zh" else 2):
            raise ValueError(f"lexicon {language}: {entry!r} in {group} needs a literal beginning")
        yield _Phrase(group, head, rest)


def _expand(entry: str) -> list[str]:
    """The entry with its first `(a|b)` groups written out, as far as that stays a reasonable number."""
    texts = [entry]
    while True:
        longer: list[str] = []
        for text in texts:
            match = _GROUP.search(text)
            longer += (
                [text[: match.start()] + o + text[match.end() :] for o in match[1].split("|")] if match else [text]
            )
        if longer == texts or (len(longer) > MAX_EXPANSIONS and all(_head_is_literal(text) for text in texts)):
            return texts
        texts = longer


def _head_is_literal(text: str) -> bool:
    return len(re.split(r"[(…*]", text.lstrip())[0].strip()) >= 2


def _rest(notation: str, language: str) -> str:
    """What follows the literal beginning, as a regular expression; bounded everywhere, so it cannot run away."""
    latin = language != "zh"
    parts: list[str] = []
    for piece in re.split(r"(\s*…\s*|\*|\([^()]*\)(?: (?!…))?)", notation):
        if piece == "*":
            parts.append(r"[a-z]{0,12}(?![a-z0-9])" if latin else r"[^。!?;\n]{0,4}?")
        elif "…" in piece:
            gap = _GAPS.get(language, _GAPS["en"])
            parts.append(rf"(?![a-z0-9]){gap}(?<![a-z0-9])" if latin else gap)
        elif piece.startswith("("):
            options = piece.strip()[1:-1].split("|")
            space = "" if not piece.endswith(" ") else " ?" if "" in options else " "
            parts.append(
                "(?:" + "|".join(_option(o, language) for o in sorted(options, key=len, reverse=True)) + ")" + space
            )
        elif piece:
            parts.append(re.escape(piece))
    return "".join(parts) + (r"(?![a-z0-9])" if latin else "")


def _option(option: str, language: str) -> str:
    return _GAPS.get(language, _GAPS["en"]) if option == "…" else re.escape(option)


def _in_word(text: str, at: int) -> bool:
    """Whether a Latin word or number goes on across position `at`."""
    return 0 < at < len(text) and _is_latin(text[at - 1]) and _is_latin(text[at])


def _is_latin(char: str) -> bool:
    return char < "ɏ" and char.isalnum()
