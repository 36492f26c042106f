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
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
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
_GAP = {"latin": 40, "han": 12}  # how many characters `…` stands for at most; `*` does for fewer
_GAPS = {"latin": rf"[^.!?;\n]{{0,{_GAP['latin']}}}?", "han": rf"[^。!?;\n]{{0,{_GAP['han']}}}?"}
# How rests with a gap in front begin, and what stands behind the first character after it, where no word may go on.
_GAP_FIRST = {"latin": re.compile(r"\s*…\s*"), "han": re.compile(r"\s*…\s*|\*")}
_BEFORE = {"latin": "(?<![a-z0-9].)", "han": ""}
# Stands for the full stop in "1.5", which ends no sentence: gaps are then as simple as sets of characters.
_POINT = "\0"
_IN_NUMBER = re.compile(r"\.(?=\d)")
# What letters are mostly made of, the most frequent first: the automaton knows these characters first, because it looks
# through those that phrases begin with one by one, for every character of a letter.
_FREQUENT = (
    " etaorinsdhluc\nmypwgf.b,0v1>k2-4:356789x'j)(q/\"?;!"
    "。的我了一不月是司们上到请有个日来没人号你单在贵要天发说好就三电退公下机子回货费两次给前用、还收换已这小家过后年时车工里"
    "都周能件开话理期出送合修十订同也部师门您问台款点水客二那元今报现行本于面打四以经新去第看复多装票分会保再写把自五箱中事之"
    "诉内只钱着方全务大手店么付交可老服对明按生意提起谢停应业账买赔品关成价原处器重别吗补书想检六寄得知告为样系运如信包户接动"
    "并由傅管批先安限跟扣线地带员头少投外购约厂金块果张条道题等表通板未函求签院位间照认法口算和作清底掉至房封料晚量物错承差质"
    "色场度结办主因他完从计儿片程直定做班转无产将半备己消烦供取当又此查测什走每邮坏加更确改该另正漏让急证排实麻进长热项调编套"
    "医快名常歉解码很份心数目字九联附印路东边具商昨派见标验致八断放格花损整怎油早采失孩几所七担敬托气记受学其设楼站答便吃教衣"
    "卡律才压纸最反百及售免海破柜桶被维洗候钟销住听存千旧逾空共租课音午额床拉袋哪响瓶异找型留科向网满种梯统需市催高礼配库区误"
    "流即盒专真米余变支模深代士万材女与影委民必星率试架餐短财案申图偿李截拍毛总桌吧导值立超核何饭她感白税充温注太级叫冲声亲雨"
    "酒续室者钢拆尊冷延故达红否平盖笔良任层责折冰准术马文西垫火剩升贴预入坐思山据护建递仓夜右资妈币池力录讲询味拿议盘楚节双黑"
    "负示望光映连南社干伤依评链根药组然考校顺国斤或止抽各阀谁版左净仍随隔卷养制姐监紧若遍弄特身帮防病速椅予牌碎奶拖权宝规障茶"
)
_NOWHERE = "\0"  # no letter has it
_ALL_OF = "@"
_SHORTEST_OF_ALL = 3
_LOOK = 5  # characters behind a beginning, or a gap, that are looked at before a regular expression is tried
_GROUP = re.compile(r"\(([^()]*)\)")
_NESTED = re.compile(r"\([^)]*\(")
_PIECE = re.compile(r"(\s*…\s*|\*| ?\([^()]*\)(?: (?!…))?)")  # what in the notation of a rest is not literal
_OPEN = re.compile(r"[…*(]")  # where the literal beginning of a phrase ends
_NO_WORDS = frozenset[str]()
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN = "".join(char for char in map(chr, range(0x24F)) if char.isalnum())  # go on a word or number
_FAR_LATIN = re.compile("[\u0100-\u024e]")
_GO_ON = bytes(chr(code) in _LATIN for code in range(0x100))  # for `bytes.translate`


class _Rest(NamedTuple):
    """What must follow a literal beginning, in the notation of the word files."""

    notation: str
    script: str


_Matcher = Callable[[str, int], re.Match[str] | None]
_Search = Callable[[str, int, int], re.Match[str] | None]
# Plain tuples: the interpreter takes them apart much sooner than named ones.
_Place = tuple[str, int, int]  # a group, and where a phrase of it starts and ends
# All phrases with one literal beginning: how far its last character is from its first; table and group of those that
# have no rest; the number of those that have one, below 0 where there are none.
_Beginning = tuple[int, tuple[tuple[str, str], ...], int]
_Longer = tuple[tuple[str, str, _Rest], ...]  # table, group and rest of phrases
# Those of one beginning, each part behind what soon shows that none of it is there: first all whose rest has no gap in
# front, where the next so many characters must be one of these; then the others, where the search must find something in
# the next so many characters.
_Rests = tuple[int, frozenset[str], _Longer, int, _Search, _Longer]


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
        self._longer = list(phrases.longer.values())
        self._rests: list[_Rests | None] = [None] * len(self._longer)
        self._automaton: Any = _automaton(phrases)

    def words(self, group: str) -> frozenset[str]:
        """The plain word set `table.key`, of all languages together; empty when no file has it."""
        return self._words.get(group, _NO_WORDS)

    def scan(self, text: str) -> Mapping[str, Sequence[Hit]]:
        """Every phrase in `text` (lower case, simplified), by group, in order of place."""
        new = cast("Any", tuple).__new__  # past the constructor's own frame: this is done of every phrase
        found: defaultdict[str, list[Hit]] = defaultdict(list)
        for places in self._find(text).values():
            for place in places:
                found[place[0]].append(new(Hit, place))
        return found

    def _find(self, text: str) -> Mapping[str, list[_Place]]:
        """Where the phrases are, by table, since only within one the longer hides the shorter; about `MAX_HITS` of them."""
        tables: defaultdict[str, list[_Place]] = defaultdict(list)
        tries = bytearray(len(self._rests))
        known, matchers, left = self._rests, _MATCHERS, MAX_HITS
        within, pointed = _within_words(text), _IN_NUMBER.sub(_POINT, text)
        number: int  # the automaton has no types
        for last, (less, whole, number) in self._automaton.iter(text):
            start = last - less
            if within[start]:
                continue
            end = last + 1
            if whole and not within[end]:
                for table, group in whole:
                    places = tables[table]
                    if places and places[-1][2] > start:
                        _put(places, group, start, end)
                    else:
                        places.append((group, start, end))
                left -= len(whole)
            if number >= 0 and tries[number] < MAX_TRIES_PER_BEGINNING:
                tries[number] += 1
                look, openings, near, reach, search, far = known[number] or self._rests_of(number)
                tried = near if near and text[end : end + look] in openings else ()
                for table, group, rest in tried + far if reach and search(pointed, end, end + reach) else tried:
                    if match := matchers[rest](pointed, end):
                        _put(tables[table], group, start, match.end())
                        left -= 1
            if left <= 0:
                break
        return tables

    def _rests_of(self, number: int) -> _Rests:
        """Taken apart when first met: most are not met in most letters, and start-up is short."""
        rests = self._rests[number] = _apart(self._longer[number])
        return rests


class _Matchers(dict[_Rest, _Matcher]):
    """What tells whether a rest follows, by rest: compiled when first asked for."""

    def __missing__(self, rest: _Rest) -> _Matcher:
        matcher = self[rest] = re.compile(_pattern(rest)).match
        return matcher


_MATCHERS = _Matchers()
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
    add = automaton.add_word
    nothing: _Beginning = (1, (), -1)
    for character in _FREQUENT:
        add(character + _NOWHERE, nothing)
    for head, places in phrases.whole.items():
        if head not in phrases.longer:
            add(head, (len(head) - 1, tuple(places), -1))
    for number, head in enumerate(phrases.longer):
        add(head, (len(head) - 1, tuple(phrases.whole.get(head, ())), number))
    automaton.make_automaton()
    return automaton


def _parted(entries: str) -> list[str]:
    """The entries of a group that is written as one string, which is read much sooner than a list."""
    return entries.split() if "," not in entries else [" ".join(entry.split()) for entry in entries.split(",")]


def _all_of(words: Mapping[str, list[str]], entry: str) -> list[str]:
    """The words that `@table.key` stands for. Shorter ones are found within longer ones all over a Chinese letter."""
    return [word for word in words[entry.removeprefix(_ALL_OF)] if len(word) >= _SHORTEST_OF_ALL]


def _within_words(text: str) -> bytes:
    """For every place in `text`, its end included, 1 where a Latin word or number goes on there, 0 elsewhere."""
    goes_on = (text if text.isascii() else _FAR_LATIN.sub("a", text)).encode("latin-1", "replace").translate(_GO_ON)
    joined = int.from_bytes(goes_on, "little")
    return (joined & joined << 8).to_bytes(len(text) + 1, "little")


def _put(places: list[_Place], group: str, start: int, end: int) -> None:
    """Add one to the places of a table: in order, without those that lie within a longer one.

    Of equal places each group is kept once. Few places begin behind one that is found later, so this is soon done.
    """
    behind: list[_Place] = []
    stays = True
    while places:
        other, first, last = places[-1]
        if first < start:
            stays = last < end
            break
        if first == start and (last > end or (last == end and other <= group)):
            stays = last == end and other < group
            break
        if last > end or (first == start and last == end):
            behind.append(places[-1])
        places.pop()
    if stays:
        places.append((group, start, end))
    if behind:
        places.extend(reversed(behind))


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


def _apart(longer: Sequence[tuple[str, str, _Rest]]) -> _Rests:
    """The phrases of one beginning in two parts, with what to look at before they are tried."""
    near: list[tuple[str, str, _Rest]] = []
    far: list[tuple[str, str, _Rest]] = []
    openings: set[str] = set()
    sought: set[tuple[str, str]] = set()  # first characters behind a gap, the very first apart
    reach = 0
    for phrase in longer:
        notation, script = phrase[-1]
        gap = _GAP_FIRST[script].match(notation)
        found = {text.partition("…")[0] for text in _opening(notation[gap.end() :] if gap else notation)}
        if gap and "" not in found:
            far.append(phrase)
            sought |= {(_literal(text[0]) + _BEFORE[script], _literal(text[1:])) for text in found}
            reach = max(reach, _GAP[script] + _LOOK)
        else:
            near.append(phrase)
            openings |= {""} if gap else found
    look = min(map(len, openings), default=0)
    return look, frozenset(text[:look] for text in openings), tuple(near), reach, _search_for(sought), tuple(far)


def _search_for(sought: Collection[tuple[str, str]]) -> _Search:
    """Finds one of these; those that begin alike together, so that the engine skips to places where one may begin."""
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for beginning, end in sorted(sought):
        ends[beginning].append(end)
    return re.compile("|".join(f"{each}(?:{'|'.join(ends[each])})" for each in ends) or "(?!)").search


def _opening(notation: str) -> set[str]:
    """The first `_LOOK` characters of what matches, or fewer; `…` stands where anything may. Some may be what never matches."""
    found = {""}
    for piece in filter(None, _PIECE.split(notation)):
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
