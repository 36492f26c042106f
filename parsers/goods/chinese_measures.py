"""Chinese numbers with a measure, by which goods are counted: `十八台`, `5000套`, `(120盒)`.

Knows numbers and measures, not what is counted: `chinese_counted` and `products_chinese` take from here how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from parsers.text.numerals import ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, word_set

_LONGEST_NUMBER = 24  # characters of a number that are looked at, the space behind it included
_NUMERALS = f"0123456789,{ZH_NUMERAL[1:-1]} \n\t"  # what such a number and the space behind it are made of
DIGITS = r"(?:(?:\d{1,3}(?:,\d{3})+|\d{1,8})[百千万]?)"  # `400`, `5万`
# A number of its own. It begins with the set of its first characters: the engine skips to these, and only then looks around.
NUMBER = (
    rf"[\d{ZH_NUMERAL[1:-1]}](?<![\d.A-Za-z第].)(?<![几数][十百千万])"
    rf"(?:(?<=\d)(?:\d{{0,2}}(?:,\d{{3}})+|\d{{0,7}})(?![\d.])[百千万]?|(?<={ZH_NUMERAL}){ZH_NUMERAL}{{0,7}})"
)
_PACKED = "装"
_DOZEN = 12
_ENCLOSING = frozenset(",(")  # what stands behind these may be of something else
DATED = "[月天年小周星号]"  # what makes a date or a time of the number and measure before it


def is_only_measured(name: str) -> bool:
    """`40包`, `8袋`: so many of what is named elsewhere."""
    return bool(_measured().fullmatch(name))


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"(?:[^\d]{{0,3}}|[A-Za-z0-9. ]+ )(?:\d{{1,8}}|{ZH_NUMERAL}{{1,8}}) ?{any_measure()}")


def counted_places(text: str) -> Iterator[tuple[int, int]]:
    """Where something may be counted: the first place where the number may begin, and the measure's."""
    for measure in _measured_out().finditer(text):
        at = measure.start()
        before = text[max(0, at - _LONGEST_NUMBER) : at]
        yield at - len(before) + len(before.rstrip(_NUMERALS)), at


def matches_near(
    pattern: re.Pattern[str], text: str, counts: Sequence[tuple[int, int]], before: int = 0
) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(text)`, which would try it everywhere and not only at most `before` characters before a number."""
    done = 0
    for start, end in counts:
        for at in range(max(done, start - before), end):
            if match := pattern.match(text, at):
                done = match.end()
                yield match
                break
        else:
            done = max(done, end)


def is_capacity(count: str, text: str, start: int) -> bool:
    """Whether it says how large they are, not how many: `3吨叉车`, `10公斤装猫粮`."""
    large = count.strip(" 的装").endswith(endings("zh_product.capacity"))
    packed = count.rstrip().endswith(_PACKED) or _PACKED in text[max(0, start - 1) : start + 1]
    return large and (packed or any(char in word_set("zh_product.vessel") for char in text[start : start + 4]))


def many(match: re.Match[str]) -> int | None:
    """How many a number and its measure are: 24 of `两打`."""
    number = whole(match["number"])
    return number * _DOZEN if number is not None and match["measure"] in word_set("zh_product.dozen") else number


def quantity_behind(reading: Reading, end: int) -> int | None:
    """How many the number behind a name says there are; None where there is none."""
    match = _count_enclosed().match(reading.text, end) or _count_behind().match(reading.text, end)
    if not match and (times := _times_behind().match(reading.text, end)):
        return whole(times["number"])
    if not match or match["measure"] in word_set("loose.sorts"):
        return None
    if counts_what_follows(reading, match.end()):
        return None
    number = many(match)
    within = count_before().match(reading.text, match.end()) if number == 1 else None
    return many(within) if within else number  # `碳带一盒十卷`


def packs(reading: Reading, start: int, end: int, quantity: int | None) -> int | None:
    """How many packs there are of what stands at `start` up to `end`, where `quantity` only says how large each is.

    `一袋10斤的|大米`, `20米|水带|十盘`; otherwise `quantity` itself.
    """
    if quantity is None or not (size := _size().search(reading.text, max(0, start - 2 * _LONGEST_NUMBER), start)):
        return quantity
    if size["number"]:
        return whole(size["number"])
    behind = quantity_behind(reading, end) if reading.text[end : end + 1] not in _ENCLOSING else None
    if behind is None and size["long"]:
        return None  # `10米的水管`
    return quantity if behind is None else behind


def one_pointed_at(reading: Reading, start: int) -> int | None:
    """1 where a single one is pointed at before a name: `这台|显微镜`, `那块|台面`."""
    before = reading.text[max(0, start - 2) : start]
    pointed = before[:1] in word_set("zh_product.pointing") and before[1:] in word_set("zh_product.single")
    return 1 if pointed else None


def counts_what_follows(reading: Reading, end: int) -> bool:
    """`大衣两只袖子`: the sleeves are counted, not the coat."""
    after = reading.text[end : end + 1]
    if not "一" <= after <= "鿿" or reading.text.startswith(endings("zh_product.altogether"), end):
        return False
    if after in word_set("zh_product.right_stop") or after in word_set("zh_product.left_stop"):
        return False
    return not begins_word(reading.text, end)


def begins_word(text: str, at: int) -> bool:
    """Whether a word begins there that no name goes across, of whatever characters: `油烟机|凌晨三点`."""
    return text.startswith(_words_behind().get(text[at : at + 1], ()), at)


@cache
def _words_behind() -> Mapping[str, tuple[str, ...]]:
    """These words by their first characters."""
    words = word_set("zh_product.right_word")
    return {first: tuple(word for word in words if word[0] == first) for first in {word[0] for word in words}}


@cache
def any_measure() -> str:
    """Every measure: `台`, `套`, `公斤`."""
    area = rf"(?:{one_of('zh_product.area')})(?<=\d.)(?!{one_of('zh_product.no_area')})"  # `86平`
    dozens = rf"(?!(?:{one_of('zh_product.no_dozen')})(?!{one_of('zh_product.opening')}))"
    return rf"(?:{dozens}{_any_of(word_set('zh_product.measure'))}|{area})(?<!(?:19|20)\d\d款)"  # `2025款` is a year's model


@cache
def _size() -> re.Pattern[str]:
    """How large each is, right before a name, and perhaps how many there are before that."""
    amount = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?|{ZH_NUMERAL}{{1,4}})"
    size = rf"{amount}\s?(?:{one_of('zh_product.sized', 'zh_product.bulk')})"
    long = rf"(?:\s?(?P<long>{one_of('zh_product.long')})长?的\s?)"
    return re.compile(
        rf"(?:(?P<number>{NUMBER})\s?(?:{goods_measure()}))?\s?(?:{amount}{long}|{size}(?:装的?|的)?\s?)\Z"
    )


@cache
def _times_behind() -> re.Pattern[str]:
    """`矿泉水×4`, `门把手×6到货`, `水壶,数量:6,`: a number without a measure."""
    told = rf"(?:{one_of('zh_product.in_fault', 'zh_product.altogether', 'zh_product.stated')})"
    return re.compile(rf" ?(?:[*xX×]|,?\s?数量[:为是]?) ?(?P<number>\d{{1,4}})(?=[ ,、。;)及和与\n]|$|{told})")


@cache
def count_before() -> re.Pattern[str]:
    """A number and its measure before a name: `三台`, `5000套的`."""
    return re.compile(rf"(?P<number>{NUMBER})\s?(?P<measure>{any_measure()})的? ?")


@cache
def _count_behind() -> re.Pattern[str]:
    said = one_of("zh_product.stated")
    return re.compile(
        rf"[A-Z0-9 -]{{0,12}}?(?:\([^()\n]{{0,30}}\))?[,(]?\s?(?:{said}|数量[:为]?|[*xX×])?\s?(?:{one_of('zh_product.about')})?(?:(?<!\d)|(?!\d))(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,8}})\s?(?P<measure>{any_measure()}|{one_of('zh_product.measure_behind')})(?![月码一]|/[一-鿿])"
    )


@cache
def _count_enclosed() -> re.Pattern[str]:
    """`输液贴(120盒)`, `面粉 25kg ── 20包`, `咖啡 1kg装 20包`: in brackets, behind a line of dots, behind a size."""
    size = rf" ?\d{{1,5}}(?:\.\d+)? ?(?i:{one_of('zh_product.capacity', 'product.size')})装?"
    count = rf"(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,8}}) ?(?P<measure>{any_measure()})"
    return re.compile(rf"(?:{size} |(?:{size})? ?(?:\([共计]?|[─…·.=-]{{2,30}} ?)){count}(?= ?(?:[),;。(]|\n|$))")


@cache
def counted_together() -> re.Pattern[str]:
    """`60支床单共400条`: what stands before the name was no number of them."""
    return re.compile(
        rf",?(?:共计|一共|总共|合计|共)(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,8}}) ?{any_measure()}(?=[,。;、)]|$)"
    )


@cache
def _measured_out() -> re.Pattern[str]:
    """The first character of a measure behind a number; the engine skips to these."""
    measures = word_set("zh_product.measure") | word_set("zh_product.measure_behind") | word_set("zh_product.area")
    initials = "".join(sorted({re.escape(word[0]) for word in measures}))
    number = rf"[\d{ZH_NUMERAL[1:-1]}]"
    return re.compile(rf"[{initials}](?:(?<={number}.)|(?<={number}\s.))")


@cache
def sold_by() -> re.Pattern[str]:
    """A measure that goods are sold by, and no date."""
    return re.compile(rf"{goods_measure()}(?!{DATED})")


@cache
def goods_measure() -> str:
    """Measures that goods are sold by; `个`, `次` and the like count anything."""
    return _any_of(word_set("zh_product.measure") - word_set("zh_product.anything"))


def _any_of(words: Iterable[str]) -> str:
    """Any of these, the longest first; single characters as a set, which is sooner looked through."""
    longer = sorted([word for word in words if len(word) > 1], key=len, reverse=True)
    single = "".join(sorted([re.escape(word) for word in words if len(word) == 1]))
    return "(?:" + "|".join([*map(re.escape, longer), *([f"[{single}]"] if single else [])]) + ")"
