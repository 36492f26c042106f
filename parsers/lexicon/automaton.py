"""The automaton that finds all phrases of all languages in one pass over a letter.

It finds the phrases' literal beginnings; what must follow one is looked at where it was found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

import ahocorasick

from parsers.lexicon.notation import OPEN, Rest, beginnings, for_patterns, pattern
from parsers.lexicon.openings import Rests, apart
from parsers.lexicon.word_file import Language

MAX_TRIES_PER_BEGINNING = 40  # of phrases that begin alike, in one letter: keeps repetition linear (hazards H34)
MAX_HITS = 20_000  # in one letter; one of a page has a few hundred
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
_NOT_EXCLUSIVE = "remedy."  # the table of which one phrase may name several
_NOWHERE = "\0"  # no letter has it
_LATIN = "".join(char for char in map(chr, range(0x24F)) if char.isalnum())  # go on a word or number
_FAR_LATIN = re.compile("[\u0100-\u024e]")
_GO_ON = bytes(chr(code) in _LATIN for code in range(0x100))  # for `bytes.translate`
_Matcher = Callable[[str, int], re.Match[str] | None]
# Plain tuples: the interpreter takes them apart much sooner than named ones.
Place = tuple[str, int, int]  # a group, and where a phrase of it starts and ends
# All phrases with one literal beginning: how far its last character is from its first; table and group of those that
# have no rest; the number of those that have one, below 0 where there are none.
_Beginning = tuple[int, tuple[tuple[str, str], ...], int]


class Phrases(NamedTuple):
    """The phrases by their literal beginning, each with its table and group: those that are nothing else, and the others."""

    whole: dict[str, tuple[tuple[str, str], ...]]
    longer: defaultdict[str, list[tuple[str, str, Rest]]]

    def add(self, entries: Iterable[str], group: str, language: Language) -> None:
        """The entries of one group of a word file. Raises ValueError for one that is no phrase."""
        place = (group.partition(".")[0], group)
        heads: list[str] = []
        for text in entries:
            if len(text) > 1 and OPEN.search(text) is None:  # as most are: start-up is short
                heads.append(text)
            else:
                whole, longer = beginnings(text, group, language)
                heads += whole
                for head, rest in longer:
                    self.longer[head].append((*place, rest))
        alone = (place,)  # one for all that are in no other group
        added: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(map(str.strip, heads), alone)
        for head in self.whole.keys() & added.keys():
            added[head] = self.whole[head] + alone
        self.whole.update(added)


class _Matchers(dict[Rest, _Matcher]):
    """What tells whether a rest follows, by rest: compiled when first asked for."""

    def __missing__(self, rest: Rest) -> _Matcher:
        matcher = self[rest] = re.compile(pattern(rest)).match
        return matcher


_MATCHERS = _Matchers()


class Automaton:
    """The phrases, to be found in any letter."""

    def __init__(self, phrases: Phrases) -> None:
        self._longer = list(phrases.longer.values())
        self._rests: list[Rests | None] = [None] * len(self._longer)
        self._automaton: Any = _built(phrases)

    def find(self, text: str) -> Mapping[str, list[Place]]:
        """Where the phrases are, by table, since only within one the longer hides the shorter; about `MAX_HITS` of them."""
        tables: defaultdict[str, list[Place]] = defaultdict(list)
        tries = bytearray(len(self._rests))
        known, matchers, left = self._rests, _MATCHERS, MAX_HITS
        within, pointed = _within_words(text), for_patterns(text)
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

    def _rests_of(self, number: int) -> Rests:
        """Taken apart when first met: most are not met in most letters, and start-up is short."""
        rests = self._rests[number] = apart(self._longer[number])
        return rests


def _built(phrases: Phrases) -> object:
    """What finds the beginnings of all phrases in one pass; those with rests are numbered in their order."""
    automaton: Any = cast("Any", ahocorasick).Automaton()  # a C extension without types
    add = automaton.add_word
    nothing: _Beginning = (1, (), -1)
    for character in _FREQUENT:
        add(character + _NOWHERE, nothing)
    for head, places in phrases.whole.items():
        if head not in phrases.longer:
            add(head, (len(head) - 1, places, -1))
    for number, head in enumerate(phrases.longer):
        add(head, (len(head) - 1, phrases.whole.get(head, ()), number))
    automaton.make_automaton()
    return automaton


def _within_words(text: str) -> bytes:
    """For every place in `text`, its end included, 1 where a Latin word or number goes on there, 0 elsewhere."""
    goes_on = (text if text.isascii() else _FAR_LATIN.sub("a", text)).encode("latin-1", "replace").translate(_GO_ON)
    joined = int.from_bytes(goes_on, "little")
    return (joined & joined << 8).to_bytes(len(text) + 1, "little")


def _put(places: list[Place], group: str, start: int, end: int) -> None:
    """Add one to the places of a table: in order, without those that lie within a longer one.

    Of equal places each group is kept once. Few places begin behind one that is found later, so this is soon done.
    """
    behind: list[Place] = []
    stays = True
    while places:
        other, first, last = places[-1]
        if first < start:
            stays = last < end or (end < last and _side_by_side(other, group))
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


@cache
def _side_by_side(longer: str, within: str) -> bool:
    """Whether a phrase is meant too that stands in the middle of a longer one: "a written explanation and compensation"."""
    return longer.startswith(_NOT_EXCLUSIVE) and longer != within and "._" not in longer
