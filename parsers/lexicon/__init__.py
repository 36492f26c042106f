"""The words that letters are read by: one TOML file a language, scanned in one pass.

Owns the notation of the word files and the automaton that finds all phrases of all languages at once. Knows no
meaning: what a group of phrases stands for is decided by the modules that ask for it. A third language is a third
file; every language's words are always looked for, because people mix languages within one letter.

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
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

import ahocorasick

MAX_TRIES_PER_BEGINNING = 40  # of phrases that begin alike, in one letter: keeps repetition linear (hazards H34)
MAX_HITS = 20_000  # in one letter; one of a page has a few hundred
MAX_EXPANSIONS = 40  # of one written phrase; further alternatives are left to a regular expression
_HERE = Path(__file__).parent
_GAPS = {"latin": r"[^.!?;\n]{0,40}?", "han": r"[^。!?;\n]{0,12}?"}
# Stands for the full stop in "1.5", which ends no sentence: gaps are then as simple as sets of characters.
_POINT = "\0"
_IN_NUMBER = re.compile(r"\.(?=\d)")
# What letters are mostly made of, the most frequent first: the automaton knows these characters first, because it looks
# through those that phrases begin with one by one, for every character of a letter.
_FREQUENT = (
    " etaorinsdhluc\nmypwgf.b,0v1>k2-4:356789x'j)(q/\"?;!"
    "。我的一不了月司日号是有单人上们到发个贵请你公好电在来、天没就下机要三货退理说年次元时已部件工开用经费同收给客前期家这还回过票订后里"
    "话您子出现两中小本都也合款内于装方打服台店务换二周车箱送能诉今品师问保只行以修并全复看十提分接信面再去手报明如那会第运门事新购对意限直"
    "业价处为点编多系应五按大之付法金厂题自量间"
)
_NOWHERE = "\0"  # no letter has it
_ALL_OF = "@"
_SHORTEST_OF_ALL = 3
_LOOK = 3  # characters behind a beginning that are looked at before a regular expression is tried
_GROUP = re.compile(r"\(([^()]*)\)")
_NESTED = re.compile(r"\([^)]*\(")
_PIECE = re.compile(r"(\s*…\s*|\*| ?\([^()]*\)(?: (?!…))?)")  # what in the notation of a rest is not literal
_OPEN = re.compile(r"[…*(]")  # where the literal beginning of a phrase ends
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN = frozenset(char for char in map(chr, range(0x24F)) if char.isalnum())  # go on a word or number


_Matcher = Callable[[str, int], re.Match[str] | None]
_Place = tuple[int, int, str]  # where a phrase starts and, negative, ends, and its group: in order, the longest first


class Hit(NamedTuple):  # a letter has hundreds: cheaper to make, to sort and to compare than a dataclass
    """A phrase of `group` found at `start` up to `end` of the text that was scanned."""

    group: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Language:
    """What tells a language: its script, its small words, those of its neighbours, and every word its file has."""

    code: str  # ISO 639
    script: str  # "latin" or "han"
    small: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


class _Rest(NamedTuple):
    """What must follow a literal beginning, in the notation of the word files."""

    notation: str
    script: str


class _Beginning(NamedTuple):
    """All phrases with one literal beginning."""

    length: int
    latin: bool  # the head begins with a Latin letter or digit, and so must not begin within a word
    whole: tuple[tuple[str, str], ...]  # table and group of the phrases that have no rest
    longer: tuple[tuple[str, str, _Rest], ...]  # table, group and rest of the others
    number: int  # of what matches where the rest of any of them does: one try for all


class _Phrases(NamedTuple):
    """The phrases by their literal beginning, each with its table and group: those that are nothing else, and the others."""

    whole: defaultdict[str, list[tuple[str, str]]]
    longer: defaultdict[str, list[tuple[str, str, _Rest]]]

    def add(self, text: str, group: str, language: Language) -> None:
        """One entry of a word file. Raises ValueError for one that is no phrase."""
        place = (_table(group), group)
        if len(text) > 1 and _OPEN.search(text) is None:  # as most are: start-up is short
            self.whole[text.strip()].append(place)
            return
        for head, rest in _compile(text, group, language):
            if rest is None:
                self.whole[head].append(place)
            else:
                self.longer[head].append((*place, rest))


class _Any(NamedTuple):
    """Whether any of several rests follows: their first `look` characters are one of the `openings`, then it is tried."""

    look: int
    openings: frozenset[str]
    match: _Matcher


class Lexicon:
    """All phrases, word sets and number words of all languages. Immutable after it has been built."""

    def __init__(self, files: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        self.numbers: dict[str, int] = {}
        self.languages = tuple(_language(code, content) for code, content in files)
        phrases = _Phrases(defaultdict(list), defaultdict(list))
        collected: defaultdict[str, set[str]] = defaultdict(set)
        for language, (_, content) in zip(self.languages, files, strict=True):
            words = dict(_groups(content.get("words", {})))
            for group, entries in _groups(content.get("phrases", {})):
                for entry in entries:
                    for text in _all_of(words, entry) if entry.startswith(_ALL_OF) else (entry,):
                        phrases.add(text, group, language)
            for group, entries in words.items():
                collected[group].update(entries)
            self.numbers.update(content.get("numbers", {}))
        self._words = {group: frozenset(entries) for group, entries in collected.items()}
        self._rests = [[rest for *_, rest in rests] for rests in phrases.longer.values()]
        self._any: list[_Any | None] = [None] * len(self._rests)
        self._automaton: Any = _automaton(phrases)

    def words(self, group: str) -> frozenset[str]:
        """The plain word set `table.key`, of all languages together; empty when no file has it."""
        return self._words.get(group, frozenset())

    def scan(self, text: str) -> Mapping[str, Sequence[Hit]]:
        """Every phrase in `text` (lower case, simplified), by group, in order of place."""
        new = cast("Any", tuple).__new__  # past the constructor's own frame: this is done of every phrase
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for places in self._find(text).values():
            for start, back, group in _longest(places) if len(places) > 1 else places:
                found[group].append(new(Hit, (group, start, -back)))
        return found

    def _find(self, text: str) -> Mapping[str, list[_Place]]:
        """Where the phrases are, by table, since only within one the longer hides the shorter; about `MAX_HITS` of them."""
        tables: defaultdict[str, list[_Place]] = defaultdict(list)
        tries = bytearray(len(self._any))
        latins, rests, left = _LATIN, self._any, MAX_HITS
        number: int  # the automaton has no types
        pointed = _IN_NUMBER.sub(_POINT, text)
        for last, (length, latin, whole, longer, number) in self._automaton.iter(text):
            end = last + 1
            start = end - length
            if latin and text[start - 1 : start] in latins:
                continue
            if whole and not (text[last] in latins and text[end : end + 1] in latins):
                for table, group in whole:
                    tables[table].append((start, -end, group))
                left -= len(whole)
            if longer and tries[number] < MAX_TRIES_PER_BEGINNING:
                tries[number] += 1
                look, openings, is_any = rests[number] or self._compiled(number)
                if text[end : end + look] in openings and is_any(pointed, end):
                    for table, group, rest in longer:
                        if match := _matcher(rest)(pointed, end):
                            tables[table].append((start, -match.end(), group))
                            left -= 1
            if left <= 0:
                break
        return tables

    def _compiled(self, number: int) -> _Any:
        """Compiled when first met: most are not met in most letters, and start-up is short."""
        rests = self._rests[number]
        matcher = (
            _matcher(rests[0]) if len(rests) == 1 else re.compile("|".join(dict.fromkeys(map(_pattern, rests)))).match
        )
        compiled = self._any[number] = _Any(*_openings(rests), matcher)
        return compiled


@cache
def _matcher(rest: _Rest) -> _Matcher:
    return re.compile(_pattern(rest)).match


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
        return Lexicon([(path.stem, _content(path)) for path in paths])


@contextmanager
def _uncollected() -> Generator[None]:
    """Without looking for garbage: all of the hundred thousand tuples made here stay, and start-up is a third shorter."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"lexicon {path}: {error}") from error


def _language(code: str, content: Mapping[str, Any]) -> Language:
    table: Mapping[str, Any] = content.get("language", {})
    script = str(table.get("script", "latin"))
    if script not in _GAPS:
        raise ValueError(f"lexicon {code}: script {script!r} is not one of {', '.join(_GAPS)}")
    entries = [entry for kind in ("phrases", "words") for _, group in _groups(content.get(kind, {})) for entry in group]
    small = frozenset(table.get("small", ()))
    known = frozenset(_WORD.findall(" ".join(entries))) if script == "latin" else frozenset[str]()
    return Language(code, script, small, frozenset(table.get("foreign", ())), known | small)


def _groups(tables: Mapping[str, Mapping[str, list[str] | str]]) -> Iterator[tuple[str, list[str]]]:
    for table, groups in tables.items():
        for key, entries in groups.items():
            yield f"{table}.{key}", _parted(entries) if isinstance(entries, str) else entries


def _automaton(phrases: _Phrases) -> object:
    """What finds the beginnings of all phrases in one pass; those with rests are numbered in their order."""
    automaton: Any = cast("Any", ahocorasick).Automaton()  # a C extension without types
    for character in _FREQUENT:
        automaton.add_word(character + _NOWHERE, _Beginning(2, latin=False, whole=(), longer=(), number=0))
    for head, places in phrases.whole.items():
        if head not in phrases.longer:
            automaton.add_word(head, _Beginning(len(head), head[0] in _LATIN, tuple(places), (), 0))
    for number, (head, rests) in enumerate(phrases.longer.items()):
        places = tuple(phrases.whole.get(head, ()))
        automaton.add_word(head, _Beginning(len(head), head[0] in _LATIN, places, tuple(rests), number))
    automaton.make_automaton()
    return automaton


def _parted(entries: str) -> list[str]:
    """The entries of a group that is written as one string, which is read much sooner than a list."""
    return entries.split() if "," not in entries else [" ".join(entry.split()) for entry in entries.split(",")]


def _all_of(words: Mapping[str, list[str]], entry: str) -> list[str]:
    """The words that `@table.key` stands for. Shorter ones are found within longer ones all over a Chinese letter."""
    return [word for word in words[entry.removeprefix(_ALL_OF)] if len(word) >= _SHORTEST_OF_ALL]


def _longest(places: Sequence[_Place]) -> list[_Place]:
    """Without those that lie within a longer one. Equal places keep each group once."""
    longest: list[_Place] = []
    reach = last = -1
    for place in sorted(set(places)):
        start, back, _ = place
        if -back > reach:
            reach, last = -back, start
            longest.append(place)
        elif start == last and -back == reach:
            longest.append(place)
    return longest


def _compile(entry: str, group: str, language: Language) -> Iterator[tuple[str, _Rest | None]]:
    """The entry as literal beginnings, each with what must follow: alternatives are written out until there are enough."""
    if _NESTED.search(entry):
        raise ValueError(f"lexicon {language.code}: {entry!r} in {group} has brackets within brackets")
    shortest = 1 if language.script == "han" else 2
    for text in _expand(entry, shortest):
        plain = text.strip() if language.script == "han" else " ".join(text.split())
        open_ended = _OPEN.search(plain)
        head = plain if open_ended is None else plain[: open_ended.start()].rstrip()
        if len(head.strip()) < shortest:
            raise ValueError(f"lexicon {language.code}: {entry!r} in {group} needs a literal beginning")
        yield head, None if open_ended is None else _Rest(plain[len(head) :], language.script)


def _expand(entry: str, shortest: int) -> list[str]:
    """The entry with the `(a|b)` groups of its literal beginning written out, as far as that stays a reasonable number."""
    texts = [entry]
    while True:
        longer = [longer for text in texts for longer in _first_written_out(text)]
        if longer == texts or (len(longer) > MAX_EXPANSIONS and all(_head_length(text) >= shortest for text in texts)):
            return texts
        texts = longer


def _first_written_out(text: str) -> list[str]:
    """The text for each option of its first group, if that belongs to the beginning and not to what follows `…`."""
    match = _GROUP.search(text)
    if match is None or "…" in text[: match.start()] or "*" in text[: match.start()]:
        return [text]
    return [text[: match.start()] + option + text[match.end() :] for option in match[1].split("|")]


def _head_length(text: str) -> int:
    return len(re.split(r"[(…*]", text.lstrip())[0].strip())


def _openings(rests: Sequence[_Rest]) -> tuple[int, frozenset[str]]:
    """What the texts that match one of `rests` begin with, cut to one length: 0 where one of them may begin with anything."""
    found = frozenset[str]().union(*map(_opening, rests))
    look = min(len(text.partition("…")[0]) for text in found)
    return look, frozenset(text[:look] for text in found)


def _opening(rest: _Rest) -> set[str]:
    """The first `_LOOK` characters of what matches, or fewer; `…` stands where anything may. Some may be what never matches."""
    found = {""}
    for piece in filter(None, _PIECE.split(rest.notation)):
        known = {text for text in found if len(text) >= _LOOK or "…" in text}
        more = _written_out(piece)
        found = known | {(text + each)[:_LOOK] for text in found - known for each in more}
    return found


def _written_out(piece: str) -> set[str]:
    if piece == "*":
        return {"…"}
    if not piece.strip().startswith("("):
        return {piece.strip() if "…" in piece else piece}
    options = piece.strip()[1:-1].split("|")
    before, behind = " " * piece.startswith(" "), {"", " "} if piece.endswith(" ") else {""}
    texts = {text for option in options for text in (before + option, before + option.strip())}
    return {text + space for text in (texts | {""} if "" in options else texts) for space in behind}


def _pattern(rest: _Rest) -> str:
    """The rest as a regular expression; bounded everywhere, so it cannot run away."""
    script = rest.script
    parts: list[str] = []
    for piece in _PIECE.split(rest.notation):
        if piece == "*":
            parts.append(r"[a-z]{0,12}(?![a-z0-9])" if script == "latin" else r"[^。!?;\n]{0,4}?")
        elif piece.strip() == "…":
            parts.append(rf"(?![a-z0-9]){_GAPS[script]}(?<![a-z0-9])" if script == "latin" else _GAPS[script])
        elif piece.strip().startswith("("):
            parts.append(_alternatives(piece, script))
        elif piece:
            parts.append(_literal(piece))
    return "".join(parts) + (r"(?![a-z0-9])" if script == "latin" else "")


def _alternatives(piece: str, script: str) -> str:
    """One group with the spaces around it, of which a group that may be nothing takes one away."""
    options = sorted(piece.strip()[1:-1].split("|"), key=len, reverse=True)
    before, after = piece.startswith(" "), piece.endswith(" ")
    if before and "" in options and (after or not options[0].endswith(" ")):
        written = "|".join(_option(option.strip(), script) for option in options if option)
        return f"(?: (?:{written}))?" + (" " if after else "")
    written = "|".join(_option(option, script) for option in options)
    space = " ?" if "" in options else " "
    return (" " if before else "") + f"(?:{written})" + (space if after else "")


def _option(option: str, script: str) -> str:
    gap = rf"\s*{_GAPS[script]}\s*" if script == "latin" else _GAPS[script]
    return gap.join(_literal(piece.strip() if index else piece) for index, piece in enumerate(option.split("…")))


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\.", f"[.{_POINT}]")


@cache
def _table(group: str) -> str:
    return group.partition(".")[0]
