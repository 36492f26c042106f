"""Chinese names that are known by their number: `三箱某某`, `切削液6桶`, `破碎217只` of what is named elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice

from parsers.goods.candidates import Candidate
from parsers.goods.chinese_measures import (
    DATED,
    DIGITS,
    NUMBER,
    any_measure,
    count_before,
    counts_what_follows,
    goods_measure,
    is_capacity,
    many,
    matches_near,
    packs,
)
from parsers.goods.chinese_phrases import MODEL_NAME, NUMBERED, cut, ends_word, is_no_product
from parsers.goods.chinese_scene import Scene, cues_around
from parsers.goods.goods_words import thing_at_end
from parsers.text.numerals import ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, word_set

_SUM = 100  # so many `块` are money
_SUMMED = 0.1  # weight of a number without a name that is said of all of them: `上述16本`
_BARE_COUNTS = 20  # numbers without a name; the first one serves
_LONGEST_NAME = 11  # characters of an unknown name before its number, with a space between
_JOINING = 3  # characters between what announces a number and the number
_FOLLOWING = rf"{DIGITS}|[一二三四五六七八九十两][一二三四五六七八九十两百千万]{{0,4}}"  # a number behind a name


def counted_candidates(reading: Reading, places: set[int], scene: Scene) -> Iterator[Candidate]:
    """What may be a product because it is counted; numbers that begin at `places` count nothing."""
    yield from _by_count(reading, places, scene)
    yield from _listed(reading, places, scene)
    yield from _bare_counts(reading, places, scene)


def _by_count(reading: Reading, places: set[int], scene: Scene) -> Iterator[Candidate]:
    """`三箱某某`: whatever is counted."""
    for match in matches_near(_counted(), reading.text, scene.counts):
        quantity, name, start = many(match), cut(match["name"]), match.start("name")
        if inner := count_before().match(name):  # `两箱12瓶某某`, but `一袋10斤的某某`
            quantity = quantity if inner["measure"] in word_set("zh_product.bulk") else many(inner)
            name, start = name[inner.end() :], start + inner.end()
        passed = next((at for at in range(len(name) - 2, 0, -1) if ends_word(name, at)), 0)
        name, start = name[passed:], start + passed  # `2台老住院楼电梯`
        if match.start("number") in places or quantity is None or not _may_be_name(name) or is_no_product(name):
            continue
        if quantity >= _SUM and reading.text[start - 1] == "块":
            continue  # `5880块刷得…`: money
        if reading.text.endswith(endings("loose.sorts"), 0, match.start("name")) and not inner:
            quantity = None  # `一批锦旗`: nobody can say how many
        if model := MODEL_NAME.match(reading.text, start + len(name)):
            name += model[0]  # `18个暖风T6`
        if not is_capacity(reading.text[match.start() : start], name, 0):
            quantity = packs(reading, start, start + len(name), quantity)
            cues = (*cues_around(reading, start, start + len(name), scene), "counted", "unknown")
            yield Candidate(name, quantity, start, start + len(name), 1.7, cues)


def _may_be_name(name: str) -> bool:
    """Whether it is long enough; a single character only if it is goods: `50支笔`, `六把刀`."""
    return len(name) > 1 or thing_at_end(name) == "ware"


def _listed(reading: Reading, places: set[int], scene: Scene) -> Iterator[Candidate]:
    """`切削液6桶`: an unknown name directly before its number and measure."""
    stops, measures = word_set("zh_product.left_stop"), word_set("zh_product.measure")
    wrong = [hit for hit in reading.found("defect.")[:200] if not reading.text[hit.start].isascii()]
    for match in matches_near(_followed(), reading.text, scene.sold, _LONGEST_NAME):
        name, quantity = match["name"], whole(match["number"])
        first = next((at for at in range(len(name), 0, -1) if name[at - 1] in stops or ends_word(name, at)), 0)
        name = cut(name[first:])
        if (
            quantity is None
            or match.start("number") in places
            or len(name) < 2
            or name.endswith(endings("zh_product.street"))
        ):
            continue
        if name in measures or is_no_product(name) or counts_what_follows(reading, match.end()):
            continue
        if any(hit.start < match.end("name") and match.start("name") + first < hit.end for hit in wrong):
            continue  # `破碎217只`: what happened to them, not what they are
        start = match.start("name") + first
        cues = (*cues_around(reading, start, start + len(name), scene), "counted", "unknown")
        yield Candidate(name, quantity, start, start + len(name), 1.9, cues)


def _bare_counts(reading: Reading, places: set[int], scene: Scene) -> Iterator[Candidate]:
    """`破碎217只`: a number of what is named elsewhere."""
    text, before = reading.text, _JOINING + _longest_announcing()
    announcing, altogether = _announcing().search, _altogether().match
    counts = [
        (start, end)
        for start, end in scene.counts
        if announcing(text, max(0, start - before), end) or altogether(text, end)
    ]
    announced, sold = matches_near(_announced(), text, counts, before), matches_near(_bare(), text, scene.sold)
    for match in islice(chain(announced, sold), _BARE_COUNTS):
        number = next(each for each in match.re.groupindex if match[each])
        quantity = whole(match[number])
        if is_capacity(match[0], reading.text, match.end()) or (
            match["number"] and counts_what_follows(reading, match.end())
        ):
            continue
        if reading.text.endswith(endings("zh_product.street"), 0, match.start(number)):
            continue  # `民权东路三段`
        if reading.text.endswith(endings("zh_product.unneeded"), 0, match.start(number)):
            continue  # `家里用不到两台`
        if reading.text.startswith(endings("zh_product.idle_behind"), match.end()):
            continue  # `换了三个客服`, `这两个问题`
        if quantity is not None and quantity >= _SUM and match[0].endswith("块"):
            continue  # `237块不是小数`: money
        if quantity is not None and quantity > 1 and match.start(number) not in places:
            weight = _SUMMED if match[0].startswith(endings("zh_product.summing")) else 0.0
            yield Candidate("", quantity, match.start(), match.end(), weight)


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<number>{NUMBER})\s?(?P<measure>{any_measure()})(?:的|装)?(?P<name>[A-Za-z0-9-]{{0,12}}[一-鿿]{{1,12}}{NUMBERED})"
    )


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{NUMBER})\s?{goods_measure()}(?!{DATED})")


@cache
def _announced() -> re.Pattern[str]:
    """`首单3000个`, `十六张全部…`, `,300片,`: of any measure, where what stands beside it says that goods are counted."""
    number = rf"(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,8}})\s?(?:{any_measure()}|{one_of('zh_product.measure_behind')})"
    return re.compile(
        rf"(?:{one_of('zh_product.announcing')})\s?[:为是]?\s?{number}(?!{DATED})"
        rf"|(?<![\d.A-Za-z第]){number.replace('<number>', '<other>')}(?={one_of('zh_product.altogether')})"
        rf"|(?<=[,(:])(?:(?<!\d,)|(?=\d{{1,2}}(?!\d))){number.replace('<number>', '<alone>')}(?=[,;)。\n]|{one_of('zh_product.in_fault')})"
    )


@cache
def _announcing() -> re.Pattern[str]:
    """What may announce a number: a word for it, or a mark."""
    return re.compile(rf"[,(:]|{one_of('zh_product.announcing')}")


@cache
def _longest_announcing() -> int:
    return max(map(len, word_set("zh_product.announcing")), default=0)


@cache
def _altogether() -> re.Pattern[str]:
    return re.compile(rf"{any_measure()}(?:{one_of('zh_product.altogether')})")


@cache
def _followed() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[一-鿿]{{2,10}}?)\s?(?P<number>{_FOLLOWING}){goods_measure()}(?!{DATED}|/[一-鿿])")
