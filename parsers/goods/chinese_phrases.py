"""Chinese names within a text without spaces: where they begin and end, character by character.

Knows words that no name goes across, not what the letter is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from parsers.goods.candidates import HAN
from parsers.goods.chinese_measures import any_measure, begins_word, count_before, is_capacity, many
from parsers.goods.chinese_scene import Scene
from parsers.goods.goods_words import thing_at_end
from parsers.patterns import later
from parsers.text.numerals import ZH_NUMERAL
from parsers.text.reading import Reading
from parsers.text.wording import NEVER, endings, longest_first, one_of, word_set

_CODE = re.compile(
    r"(?:[A-Z]{1,3} )?(?:\d{3,} )+|\d{1,3}(?:\.\d{1,4}){1,3} |(?:\d{1,2}[/.]\d{1,2} )?[A-Z]{0,4}-?\d{4,}[A-Z\d-]* |\d{1,2}[/.]\d{1,2} "
)  # before a name
_NUMERALS = re.compile(rf"{ZH_NUMERAL}*\Z")
_LONGEST_SIZE = 3  # numerals before a unit
_MINUTES = re.compile(r"\d\d ?")  # `14:20 机械密封`
_LONGEST_BRAND = 10  # characters, quotes included
_SENTENCE = 200
_MOST_BEFORE = 24  # characters before a known noun that are looked at
_JOINS = frozenset("-/.#*×φΦ")  # within a model's name
_SHORT = 2  # characters of a name that a single one of them decides about
_MADE_SO = frozenset("式型")  # what makes an adjective of the character before it: `开式`
NUMBERED = r"(?:(?<=[一-鿿])\d{2,4}(?=[,。;、()\n]|[一两三]))?"  # `奔富407`
MODEL_NAME = later(r"[A-Z](?<=[一-鿿].)[A-Z]{0,2}\d{1,4}[A-Za-z]{0,4}(?![A-Za-z0-9.-])")  # `E5` in `云驰E5`
MAX_EXTENSION = 6  # Chinese characters before a known noun that may belong to its name


@lru_cache(maxsize=1024)
def is_no_product(name: str) -> bool:
    """Whether a word within it says that it is no product; a single character says nothing within a known one: `天文月刊`."""
    is_goods = len(name) > _SHORT and thing_at_end(name) == "ware"
    name = name if is_goods else _harmless().sub("-", name)
    return _none(shortest=2 if is_goods else 1).search(name) is not None


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(one_of("zh_product.harmless"))


@cache
def _none(*, shortest: int) -> re.Pattern[str]:
    words = [re.escape(word) for word in longest_first(word_set("zh_product.not")) if len(word) >= shortest]
    return re.compile("|".join(words) or NEVER)


def leftwards(reading: Reading, start: int, scene: Scene) -> tuple[int, int | None]:
    """Where the name begins that ends in a known noun, and the number before it."""
    text, stops, ending, barred = reading.text, word_set("zh_product.left_stop"), _words_before(), scene.barred
    at, limit = start, max(0, start - _MOST_BEFORE)
    while at > limit and at - 1 not in barred:
        char = text[at - 1]
        if char in ending and text.endswith(ending[char], 0, at):
            break
        before = text[at - 2] if at - 2 >= limit else ""
        if (
            ("一" <= char <= "鿿" and (char not in stops or at - 1 in scene.inside or text[at] in _MADE_SO))
            or (char.isascii() and char.isalnum())
            or ((char in _JOINS or char == " ") and before.isascii() and before.isalnum())
        ):
            at -= 1
        elif char == '"' and (quoted := _quoted(text, at - 1, limit)) is not None:
            at = quoted
            break
        elif char == "》" and at == start and (titled := text.rfind("《", limit, at)) >= 0:
            at = titled  # `《雨季》门票`
            break
        else:
            break
    while at < start and (text[at] in " ,." or text[at] in _JOINS):
        at += 1
    if text[at - 1 : at] == ":" and text[at - 2 : at - 1].isdigit() and (clock := _MINUTES.match(text, at, start)):
        at = clock.end()
    at = _behind_figures(text, at, start)
    if len(HAN.findall(text, at, start)) > MAX_EXTENSION:
        at = start
    counts = count_before().finditer(text, max(0, at - 14), start)
    counted = next((count for count in counts if count.end() >= at), None)  # `一口气买了两台…`
    if counted and not is_capacity(counted[0], text, start):
        return counted.end(), None if counted["measure"] in word_set("loose.sorts") else many(counted)
    return _before_size(text, at, start), None


def _before_size(text: str, at: int, start: int) -> int:
    """Where the size begins of which only the unit stands at `at`, as no name goes across numerals: `四|尺生宣`, `十二|寸鱼盘`."""
    if at == start or not text.startswith(endings("zh_product.sized"), at):
        return at
    numerals = _NUMERALS.search(text, max(0, at - _LONGEST_SIZE), at)
    return numerals.start() if numerals else at


def _behind_figures(text: str, at: int, start: int) -> int:
    """Behind a code or a size at `at`, and no further than `start`, where the known noun begins."""
    figures = _CODE.match(text, at, start) or _sized().match(text, at, start)
    return figures.end() if figures else at


@cache
def _sized() -> re.Pattern[str]:
    """A size before a name, perhaps its colour too: `157克铜版纸`, `500毫升圆底烧瓶`, `黄色28码儿童雨靴`."""
    return re.compile(rf"(?:[一-鿿]{{1,2}}色)?\d{{1,5}}(?:\.\d{{1,3}})?(?:{one_of('zh_product.sized')})")


def ends_word(text: str, end: int) -> bool:
    """Whether a word ends there that no name goes across, of whatever characters: `怀疑|电表`, `出版社|样书`."""
    return text.endswith(_words_before().get(text[end - 1], ()), 0, end)


@cache
def _words_before() -> Mapping[str, tuple[str, ...]]:
    """These words by their last characters."""
    words = word_set("zh_product.left_word")
    return {last: tuple(word for word in words if word[-1] == last) for last in {word[-1] for word in words}}


def _quoted(text: str, at: int, limit: int) -> int | None:
    """Where the brand in quotes begins that the mark at `at` ends: `"囍鹊"糖盒`."""
    opening = text.rfind('"', max(limit, at - _LONGEST_BRAND), at)
    if opening < 0 or text.count('"', max(0, opening - _SENTENCE), opening) % 2:
        return None
    return opening


def cut(name: str) -> str:
    """Without what stands behind a word that no name has: `滤芯|已经…`."""
    stops = word_set("zh_product.right_stop")
    for at, char in enumerate(name):
        if (char in stops and not _is_within(name, at)) or begins_word(name, at):
            return name[:at].strip()
    for about in endings("zh_product.about"):
        name = name.removesuffix(about)  # `吸管|约50,000个`
    return name.strip()


def _is_within(name: str, at: int) -> bool:
    """Whether the character ends a word that is no goods, and so begins nothing: `维保合|同`."""
    return name[max(0, at - 1) : at + 1] in word_set("zh_product.not")


def uncounted(name: str) -> str:
    """Without how many there are behind it: `金鸡菊苗五百株`."""
    counted = _count_within().search(name, _SHORT)
    return name[: counted.start()] if counted else name


def sound(name: str, start: int, scene: Scene) -> str:
    """Without what is wrong with it, and with which part of it: `卡箍镀层脱落`."""
    wrong = next((at - start for at in scene.wrong if start + _SHORT <= at < start + len(name)), None)
    if wrong is None:
        return name
    name = name[:wrong]
    return name[:-_SHORT] if len(name) >= 2 * _SHORT and thing_at_end(name[-_SHORT:]) == "part" else name


@cache
def _count_within() -> re.Pattern[str]:
    return re.compile(rf"{ZH_NUMERAL}{{1,5}}{any_measure()}")
