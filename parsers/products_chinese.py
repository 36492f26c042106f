"""Chinese names of products: `十八台空调`, `购买的ABC智能电视`, `轴承5000套`.

Chinese has no spaces: a name ends in a known noun and begins where a word stands that no name goes across. Knows
nothing of the letter as a whole: `products` decides what it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice

from parsers.candidates import HAN, Candidate
from parsers.goods_words import thing_at_end
from parsers.numerals import ZH_NUMERAL, whole
from parsers.reading import Reading
from parsers.wording import NEVER, one_of, word_set

_CODE = re.compile(r"(?:\d{1,2}[/.]\d{1,2} )?[A-Z]{0,4}-?\d{4,}[A-Z\d-]* |\d{1,2}[/.]\d{1,2} ")  # before a name
_LONGEST_BRAND = 10  # characters, quotes included
_SENTENCE = 200
_BOUGHT = ("收到", "买了", "订了", "拍了", "租了", "购买", "订购", "采购", "下单")  # say so by themselves
_SUM = 100  # so many `块` are money
_BARE_COUNTS = 20  # numbers without a name; the first one serves
_CLAUSE_END = re.compile(r"[,。!?;、\n]")
_PREDICATE_WITHIN = 12  # characters between a name and the words for what is wrong with it
_LONGEST_NAME = 11  # characters of an unknown name before its number, with a space between
_JOINING = 3  # characters between what announces a number and the number
_LONGEST_NUMBER = 24  # characters of a number that are looked at, the space behind it included
_NUMERALS = f"0123456789,{ZH_NUMERAL[1:-1]} \n\t"  # what such a number and the space behind it are made of
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,8})"
# A number of its own. It begins with the set of its first characters: the engine skips to these, and only then looks around.
_NUMBER = (
    rf"[\d{ZH_NUMERAL[1:-1]}](?<![\d.A-Za-z第].)"
    rf"(?:(?<=\d)(?:\d{{0,2}}(?:,\d{{3}})+|\d{{0,7}})(?![\d.])|(?<={ZH_NUMERAL}){ZH_NUMERAL}{{0,7}})"
)
_FOLLOWING = rf"{_DIGITS}|[一二三四五六七八九十两][一二三四五六七八九十两百千万]{{0,4}}"  # a number behind a name
_MOST_BEFORE = 24  # characters before a known noun that are looked at
_MODEL = r"(?:(?<=[一-鿿])[A-Z][A-Za-z0-9-]{0,12}(?: (?:[A-Z][a-z]{2,5}|[A-Z0-9]{1,8})){0,2}(?![A-Za-z0-9]))?"
_DATED = "[月天年小周星号]"  # what makes a date or a time of the number and measure before it
_JOINS = frozenset("-/.#*×φΦ")  # within a model's name
_TIMES = re.compile(r" ?[*xX×] ?(?P<number>\d{1,4})(?=[ ,、。;)及和与\n]|$)")  # `矿泉水×4`
_FIGURED = re.compile(r" ?\([^()\n]{0,24}\d")  # `电热毯(订单1923)`
_LATIN = re.compile(r"[A-Z](?<![A-Za-z0-9.@-].)[A-Za-z0-9-]+(?: (?:i[A-Z]|[A-Z0-9])[A-Za-z0-9-]*){0,3}(?![A-Za-z0-9-])")
_TITLE = re.compile(r"《(?P<name>[^《》\n]{2,24})》")
_LATIN_BEFORE = 14  # characters before such a name that are looked at
_WHOSE = ("this", "yours", "ours")
_SHORT = 2  # characters of a name that a single one of them decides about
_MADE_SO = frozenset("式型")  # what makes an adjective of the character before it: `开式`
_NUMBERED = r"(?:(?<=[一-鿿])\d{2,4}(?=[,。;、()\n]|[一两三]))?"  # `奔富407`
MAX_EXTENSION = 6  # Chinese characters before a known noun that may belong to its name


@dataclass(frozen=True, slots=True)
class _Scene:
    """Places of characters that decide where a name may begin."""

    inside: frozenset[int]  # usually the beginning of another word, but here within one: `不` in `不锈钢`
    barred: frozenset[int]  # the number of something else
    wrong: tuple[int, ...]  # where words for a defect begin
    counts: tuple[tuple[int, int], ...]  # where numbers with a measure may begin, and where the measures do
    sold: tuple[tuple[int, int], ...]  # those of them with a measure that goods are sold by


def chinese_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    places = {start for start, _ in taken}
    counts, is_sold = list(_counts(reading.text)), _sold_by().match
    scene = _Scene(
        inside=frozenset([at for hit in reading.found("zh_product.inside") for at in range(hit.start, hit.end)]),
        barred=frozenset([at for first, last in taken[:200] for at in range(first, last)]),
        wrong=tuple([hit.start for hit in reading.found("defect.")[:200]]),
        counts=tuple(counts),
        sold=tuple([place for place in counts if is_sold(reading.text, place[1])]),
    )
    yield from _by_noun(reading, scene)
    yield from _by_ending(reading, scene)
    yield from _by_count(reading, places, scene)
    yield from _listed(reading, places, scene)
    yield from _bare_counts(reading, places, scene)
    yield from _by_purchase(reading, scene)
    yield from _by_model(reading, scene)
    yield from _in_brackets(reading, places, scene)
    yield from _titled(reading, scene)


def _by_noun(reading: Reading, scene: _Scene) -> Iterator[Candidate]:
    """`海岚滚筒洗衣机`: a known name, with what belongs to it on its left."""
    vague = {(hit.start, hit.end) for hit in reading.found("zh_product.vague")}
    for hit in reading.found("zh_product.noun")[:200]:
        start, quantity = _leftwards(reading, hit.start, scene)
        if _begins_another(reading, hit.start, hit.end, scene):
            continue
        if _is_only_measured(reading.text[start : hit.end]) or (quantity is None and _is_attribute(reading, hit.end)):
            continue
        end = next(
            (hit.end + len(sold) for sold in _endings("sold") if reading.text.startswith(sold, hit.end)), hit.end
        )
        if together := _together().match(reading.text, end):
            quantity = whole(together["number"])
        quantity = quantity if quantity is not None else _behind(reading, end)
        is_bare = start == hit.start and end == hit.end
        if is_bare and reading.text.endswith("贵", 0, start):
            continue  # `贵酒店`: who is written to
        if reading.text.endswith(_endings("firm"), 0, start):
            continue  # `供应商:昆山精研弹簧`
        if _is_addressee(reading, start):
            continue
        is_vague = is_bare and (hit.start, hit.end) in vague
        triggered = _triggered(reading, start)
        weight = 1.2 + (1.5 if quantity is not None else 0.0) + (0.8 if triggered else 0.0) - (0.6 if is_vague else 0.0)
        weight += 0.0 if is_bare else 0.8 if reading.text[start].isascii() else 0.4
        told = {"counted": quantity is not None, "bought": triggered, "vague": is_vague}
        cues = (*_cues(reading, start, end, scene), "noun", *(cue for cue, holds in told.items() if holds))
        yield Candidate(reading.text[start:end], quantity, start, end, weight, cues)


def _is_addressee(reading: Reading, at: int) -> bool:
    """Whether it stands in a line that says to whom the letter goes: `致:迅捷电梯工程有限公司`."""
    return reading.text.startswith(_endings("addressing"), reading.text.rfind("\n", 0, at) + 1)


def _begins_another(reading: Reading, start: int, end: int, scene: _Scene) -> bool:
    """Whether a noun of one character is the beginning of another word: `花圃`, `驱动花纹`."""
    return end - start == 1 and end not in scene.wrong and _counts_what_follows(reading, end)


def _by_count(reading: Reading, places: set[int], scene: _Scene) -> Iterator[Candidate]:
    """`三箱某某`: whatever is counted."""
    for match in _matches(_counted(), reading.text, scene.counts):
        quantity, name, start = whole(match["number"]), _cut(match["name"]), match.start("name")
        passed = next((at for at in range(len(name) - 2, 0, -1) if _ends_word(name, at)), 0)
        name, start = name[passed:], start + passed  # `2台老住院楼电梯`
        if match.start("number") in places or quantity is None or len(name) < 2 or _is_none(name):
            continue
        if quantity >= _SUM and reading.text[start - 1] == "块":
            continue  # `5880块刷得…`: money
        if not _is_capacity(reading.text[match.start() : start], name, 0):
            cues = (*_cues(reading, start, start + len(name), scene), "counted", "unknown")
            yield Candidate(name, quantity, start, start + len(name), 1.7, cues)


def _by_purchase(reading: Reading, scene: _Scene) -> Iterator[Candidate]:
    """`购买的某某`: whatever was bought."""
    for match in _bought().finditer(reading.text):
        start = match.start("name")
        name = _cut(_sound(_uncounted(match["name"]), start, scene))
        if _is_attribute(reading, start + len(name)):
            continue  # `寄来的电子发票`
        if 2 <= len(name) <= 16 and not _is_none(name) and not _count_before().match(name):
            cues = (*_cues(reading, start, start + len(name), scene), "bought", "unknown")
            yield Candidate(name, None, start, start + len(name), 1.1, cues)


def _by_model(reading: Reading, scene: _Scene) -> Iterator[Candidate]:
    """`购买 Galaxion L7 一台`: a name in Latin letters alone, bought or counted."""
    for match in islice(_LATIN.finditer(reading.text), _BARE_COUNTS):
        start, end = match.span()
        name, behind = match[0], _latin_count().match(reading.text, end)
        before = _latin_trigger().search(reading.text, max(0, start - _LATIN_BEFORE), start)
        numbered, owned = any(map(str.isdigit, name)), reading.text.endswith("的", 0, start)
        told = before or behind or numbered or owned
        if (
            not told
            or start in scene.barred
            or (name.isupper() and not (numbered and owned))
            or not HAN.match(reading.text, start - 2 if start > 1 else 0)
        ):
            continue
        if not behind and _counts_what_follows(reading, end):
            continue
        quantity = next((whole(found["number"]) for found in (before, behind) if found and found["number"]), None)
        shown = {"counted": quantity is not None, "bought": before is not None}
        cues = (*_cues(reading, start, end, scene), "unknown", *(cue for cue, holds in shown.items() if holds))
        yield Candidate(name, quantity, start, end, 1.7 if quantity else 1.1, cues)


def _in_brackets(reading: Reading, places: set[int], scene: _Scene) -> Iterator[Candidate]:
    """`订单240618(儿童安全门栏,1套)`: what was ordered, in brackets."""
    for match in islice(_bracketed().finditer(reading.text), _BARE_COUNTS):
        start, end = match.span("name")
        if match.start("number") not in places and not _is_none(match["name"]):
            cues = (*_cues(reading, start, end, scene), "counted", "unknown")
            yield Candidate(match["name"], whole(match["number"]), start, end, 1.9, cues)


def _titled(reading: Reading, scene: _Scene) -> Iterator[Candidate]:
    """`《中国古代建筑图典》一套`: a book by its title; laws and contracts have titles too."""
    for match in islice(_TITLE.finditer(reading.text), _BARE_COUNTS):
        name, (start, end) = match["name"], match.span("name")
        if name.endswith(_endings("titled")):
            continue
        quantity = _behind(reading, match.end())
        cues = (*_cues(reading, start, end, scene), "titled", *(("counted",) if quantity is not None else ()))
        yield Candidate(name, quantity, start, end, 1.7 if quantity else 1.1, cues)


def _by_ending(reading: Reading, scene: _Scene) -> Iterator[Candidate]:
    """`传送带`, `球阀`: no known names, but what they end in is goods."""
    for hit in reading.found("zh_product.ending")[:200]:
        start, quantity = _leftwards(reading, hit.start, scene)
        name = reading.text[start : hit.end]
        if name.startswith("第") or (name[:1].isascii() and reading.text.endswith("第", 0, start)):
            continue  # `第6.4条`
        if (
            start == hit.start
            or _counts_what_follows(reading, hit.end)
            or _is_only_measured(name)
            or _is_none(name)
            or _is_attribute(reading, hit.end)
        ):
            continue
        quantity = quantity if quantity is not None else _behind(reading, hit.end)
        told = _triggered(reading, start) or _is_at_fault(reading, hit.end, scene)
        weight = 0.8 + (1.5 if quantity is not None else 0.0) + (0.6 if told else 0.0)
        cues = (*_cues(reading, start, hit.end, scene), "ending", *(("counted",) if quantity is not None else ()))
        yield Candidate(name, quantity, start, hit.end, weight, (*cues, "bought") if told else cues)


def _cues(reading: Reading, start: int, end: int, scene: _Scene) -> tuple[str, ...]:
    """What stands before and behind the name."""
    text, body = reading.text, reading.body_start
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    cues: list[str] = []
    if before in _last_of_whose():
        cues += [kind for kind in _WHOSE if text.endswith(_endings(kind), max(0, start - 2), start)]
    if before in word_set("zh_product.left_stop") or not before.isalnum():
        cues.append(f"b_{before or '^'}".replace("\n", "^"))
    if behind in word_set("zh_product.right_stop") or not behind.isalnum():
        cues.append(f"a_{behind or '$'}".replace("\n", "$"))
    last = text[max(start, end - 2) : end]
    if body <= start and text.find(last, 0, body - 1 + len(last)) >= 0:
        cues.append("headed")
    if _FIGURED.match(text, end):
        cues.append("figured")
    return ("wrong", *cues) if _is_at_fault(reading, end, scene) else tuple(cues)


@cache
def _last_of_whose() -> frozenset[str]:
    return frozenset([word[-1] for kind in _WHOSE for word in _endings(kind)])


@cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(word_set(f"zh_product.{kind}"))


@lru_cache(maxsize=1024)
def _is_none(name: str) -> bool:
    """Whether a word within it says that it is no product; a single character says nothing within a known one: `天文月刊`."""
    is_goods = len(name) > _SHORT and thing_at_end(name) == "ware"
    return _none(shortest=2 if is_goods else 1).search(name) is not None


@cache
def _none(*, shortest: int) -> re.Pattern[str]:
    words = [re.escape(word) for word in word_set("zh_product.not") if len(word) >= shortest]
    return re.compile("|".join(words) or NEVER)


def _is_only_measured(name: str) -> bool:
    """`40包`, `8袋`: so many of what is named elsewhere."""
    return bool(_measured().fullmatch(name))


def _is_attribute(reading: Reading, end: int) -> bool:
    """Whether the name only says what kind of number, shop or fee is meant: `手机号`, `家具城`, `空调费`."""
    return reading.text.startswith(_attributed(), end)


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"[^\d]{{0,3}}(?:\d{{1,8}}|{ZH_NUMERAL}{{1,8}}) ?{_measure()}")


def _is_at_fault(reading: Reading, end: int, scene: _Scene) -> bool:
    """Whether words for a defect follow in the same clause."""
    at = bisect_left(scene.wrong, end)
    if at == len(scene.wrong) or scene.wrong[at] >= end + _PREDICATE_WITHIN:
        return False
    return not _CLAUSE_END.search(reading.text, end, scene.wrong[at] + 1)


def _listed(reading: Reading, places: set[int], scene: _Scene) -> Iterator[Candidate]:
    """`切削液6桶`: an unknown name directly before its number and measure."""
    stops, measures = word_set("zh_product.left_stop"), word_set("zh_product.measure")
    wrong = [hit for hit in reading.found("defect.")[:200] if not reading.text[hit.start].isascii()]
    for match in _matches(_followed(), reading.text, scene.sold, _LONGEST_NAME):
        name, quantity = match["name"], whole(match["number"])
        first = next((at for at in range(len(name), 0, -1) if name[at - 1] in stops or _ends_word(name, at)), 0)
        name = name[first:]
        if quantity is None or match.start("number") in places or len(name) < 2 or name.endswith(_endings("street")):
            continue
        if name in measures or _is_none(name) or _counts_what_follows(reading, match.end()):
            continue
        if any(hit.start < match.end("name") and match.start("name") + first < hit.end for hit in wrong):
            continue  # `破碎217只`: what happened to them, not what they are
        start = match.start("name") + first
        cues = (*_cues(reading, start, match.end("name"), scene), "counted", "unknown")
        yield Candidate(name, quantity, start, match.end("name"), 1.9, cues)


def _counts(text: str) -> Iterator[tuple[int, int]]:
    """Where something may be counted: the first place where the number may begin, and the measure's."""
    for measure in _measured_out().finditer(text):
        at = measure.start()
        before = text[max(0, at - _LONGEST_NUMBER) : at]
        yield at - len(before) + len(before.rstrip(_NUMERALS)), at


def _matches(
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


def _bare_counts(reading: Reading, places: set[int], scene: _Scene) -> Iterator[Candidate]:
    """`破碎217只`: a number of what is named elsewhere."""
    text, before = reading.text, _JOINING + max(map(len, word_set("zh_product.announcing")), default=0)
    counts = [
        (start, end)
        for start, end in scene.counts
        if _announcing().search(text, max(0, start - before), end) or _altogether().match(text, end)
    ]
    announced, sold = _matches(_announced(), text, counts, before), _matches(_bare(), text, scene.sold)
    for match in islice(chain(announced, sold), _BARE_COUNTS):
        number = "number" if match["number"] else "other"
        quantity = whole(match[number])
        if _is_capacity(match[0], reading.text, match.end()) or (
            match["number"] and _counts_what_follows(reading, match.end())
        ):
            continue
        if reading.text.endswith(_endings("street"), 0, match.start(number)):
            continue  # `民权东路三段`
        if quantity is not None and quantity >= _SUM and match[0].endswith("块"):
            continue  # `237块不是小数`: money
        if quantity is not None and quantity > 1 and match.start(number) not in places:
            yield Candidate("", quantity, match.start(), match.end(), 0.0)


def _leftwards(reading: Reading, start: int, scene: _Scene) -> tuple[int, int | None]:
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
        else:
            break
    while at < start and (text[at] in " ,." or text[at] in _JOINS):
        at += 1
    code = _CODE.match(text, at, start)
    at = code.end() if code else at
    if len(HAN.findall(text, at, start)) > MAX_EXTENSION:
        at = start
    counted = _count_before().search(text, max(0, at - 14), start)
    if counted and counted.end() >= at and not _is_capacity(counted[0], text, start):
        return counted.end(), whole(counted["number"])
    return at, None


def _ends_word(text: str, end: int) -> bool:
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


def _is_capacity(count: str, text: str, start: int) -> bool:
    """Whether it says how large they are, not how many: `3吨叉车`."""
    large = count.strip(" 的").endswith(_capacities())
    return large and any(char in word_set("zh_product.vessel") for char in text[start : start + 4])


def _behind(reading: Reading, end: int) -> int | None:
    match = _count_enclosed().match(reading.text, end) or _count_behind().match(reading.text, end)
    if not match and (times := _TIMES.match(reading.text, end)):
        return whole(times["number"])
    if not match or match["measure"] == "批":
        return None
    if _counts_what_follows(reading, match.end()):
        return None
    return whole(match["number"])


def _counts_what_follows(reading: Reading, end: int) -> bool:
    """`大衣两只袖子`: the sleeves are counted, not the coat."""
    after = reading.text[end : end + 1]
    if not "一" <= after <= "鿿":
        return False
    return after not in word_set("zh_product.right_stop") and after not in word_set("zh_product.left_stop")


def _triggered(reading: Reading, start: int) -> bool:
    return _trigger().search(reading.text, max(0, start - 8), start) is not None


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(one_of("zh_product.trigger"))


def _cut(name: str) -> str:
    stops = word_set("zh_product.right_stop")
    for at, char in enumerate(name):
        if char in stops:
            return name[:at].strip()
    return name.strip()


def _uncounted(name: str) -> str:
    """Without how many there are behind it: `金鸡菊苗五百株`."""
    counted = _count_within().search(name, _SHORT)
    return name[: counted.start()] if counted else name


def _sound(name: str, start: int, scene: _Scene) -> str:
    """Without what is wrong with it, and with which part of it: `卡箍镀层脱落`."""
    wrong = next((at - start for at in scene.wrong if start + _SHORT <= at < start + len(name)), None)
    if wrong is None:
        return name
    name = name[:wrong]
    return name[:-_SHORT] if len(name) >= 2 * _SHORT and thing_at_end(name[-_SHORT:]) == "part" else name


@cache
def _count_within() -> re.Pattern[str]:
    return re.compile(rf"{ZH_NUMERAL}{{1,5}}{_measure()}")


@cache
def _attributed() -> tuple[str, ...]:
    return tuple(word_set("zh_product.attributed"))


@cache
def _capacities() -> tuple[str, ...]:
    return tuple(word_set("zh_product.capacity"))


@cache
def _measure() -> str:
    return _any_of(word_set("zh_product.measure"))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<number>{_NUMBER})\s?{_measure()}(?:的|装)?(?P<name>[A-Za-z0-9-]{{0,12}}[一-鿿]{{1,12}}{_NUMBERED})"
    )


@cache
def _count_before() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_NUMBER})\s?{_measure()}的? ?")


@cache
def _count_behind() -> re.Pattern[str]:
    return re.compile(
        rf"[A-Z0-9 -]{{0,12}}?(?:\([^()\n]{{0,30}}\))?[,(]?\s?(?:共|共计|合计|计|一共|总共|各|数量[:为]?|[*xX×])?\s?(?<!\d)(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,8}})\s?(?P<measure>{_measure()})(?![月码一])"
    )


@cache
def _count_enclosed() -> re.Pattern[str]:
    """`输液贴(120盒)`, `面粉 25kg ── 20包`, `咖啡 1kg装 20包`: in brackets, behind a line of dots, behind a size."""
    size = rf" ?\d{{1,5}}(?:\.\d+)? ?(?i:{one_of('zh_product.capacity', 'product.size')})装?"
    count = rf"(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,8}}) ?(?P<measure>{_measure()})"
    return re.compile(rf"(?:{size} |(?:{size})? ?(?:\([共计]?|[─…·.=-]{{2,30}} ?)){count}(?= ?(?:[),;。(]|\n|$))")


@cache
def _together() -> re.Pattern[str]:
    """`60支床单共400条`: what stands before the name was no number of them."""
    return re.compile(
        rf",?(?:共计|一共|总共|合计|共)(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,8}}) ?{_measure()}(?=[,。;、)]|$)"
    )


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_NUMBER})\s?{_material()}(?!{_DATED})")


@cache
def _announced() -> re.Pattern[str]:
    """`首单3000个`, `十六张全部…`: of any measure, where what stands beside it says that goods are counted."""
    number = rf"(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,8}})\s?{_measure()}"
    return re.compile(
        rf"(?:{one_of('zh_product.announcing')})\s?[:为是]?\s?{number}(?!{_DATED})"
        rf"|(?<![\d.A-Za-z第]){number.replace('<number>', '<other>')}(?={one_of('zh_product.altogether')})"
    )


@cache
def _announcing() -> re.Pattern[str]:
    return re.compile(one_of("zh_product.announcing"))


@cache
def _altogether() -> re.Pattern[str]:
    return re.compile(rf"{_measure()}(?:{one_of('zh_product.altogether')})")


@cache
def _measured_out() -> re.Pattern[str]:
    """The first character of a measure behind a number; the engine skips to these."""
    initials = "".join(sorted({re.escape(word[0]) for word in word_set("zh_product.measure")}))
    number = rf"[\d{ZH_NUMERAL[1:-1]}]"
    return re.compile(rf"[{initials}](?:(?<={number}.)|(?<={number}\s.))")


@cache
def _bought() -> re.Pattern[str]:
    """By the first characters of what says it, to which the engine skips."""
    triggers = [word for word in word_set("zh_product.trigger") if len(word) > 1 or word in "买订"]
    whose = "(?:了|到|过)?(?:的是?|(?:贵司|贵公司|你们|你们家|你家|您家|贵店|贵厂)的?|一批|一款|这款)"
    heads = "|".join(
        rf"{initial}(?:(?:{_rests(triggers, initial)}){whose}|(?<![没未].)(?:{_rests(_BOUGHT, initial)})了?)"
        for initial in sorted({word[0] for word in (*triggers, *_BOUGHT)})
    )
    return re.compile(rf"(?:{heads})(?P<name>[A-Za-z0-9 -]{{0,16}}[一-鿿]{{0,12}}(?:{_MODEL}|{_NUMBERED}))")


def _rests(words: Iterable[str], initial: str) -> str:
    """What follows the initial in those that have it, the longest first."""
    rests = sorted({re.escape(word[1:]) for word in words if word[0] == initial}, key=len, reverse=True)
    return "|".join(rests) if rests else NEVER


@cache
def _latin_count() -> re.Pattern[str]:
    return re.compile(rf" ?(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{_measure()}")


@cache
def _latin_trigger() -> re.Pattern[str]:
    count = rf"(?:(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{_measure()}的? ?)?"
    return re.compile(rf"(?:{one_of('zh_product.trigger')})(?:了|过|到)?的? ?{count}\Z")


@cache
def _bracketed() -> re.Pattern[str]:
    number = rf"(?P<number>{_DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{_measure()}"
    return re.compile(rf"\((?P<name>[A-Za-z0-9 -]{{0,12}}[一-鿿]{{2,10}}),? ?[x×*]? ?{number} ?[),;]")


@cache
def _followed() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>[一-鿿]{{2,10}}?)\s?(?P<number>{_FOLLOWING}){_material()}(?!{_DATED})")


@cache
def _sold_by() -> re.Pattern[str]:
    return re.compile(rf"{_material()}(?!{_DATED})")


@cache
def _material() -> str:
    """Measures that goods are sold by; `个`, `次` and the like count anything."""
    anything = {"个", "口", "对", "打", "车", "片", "张", "床", "提", "听", "板", "令", "项", "份", "批", "款"}
    return _any_of(word_set("zh_product.measure") - anything)


def _any_of(words: Iterable[str]) -> str:
    """Any of these, the longest first; single characters as a set, which is sooner looked through."""
    longer = sorted([word for word in words if len(word) > 1], key=len, reverse=True)
    single = "".join(sorted([re.escape(word) for word in words if len(word) == 1]))
    return "(?:" + "|".join([*map(re.escape, longer), *([f"[{single}]"] if single else [])]) + ")"
