"""Chinese names of products: `十八台空调`, `购买的ABC智能电视`, `轴承5000套`.

Chinese has no spaces: a name ends in a known noun and begins where a word stands that no name goes across (see
`chinese_phrases`). Knows nothing of the letter as a whole: `products` decides what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import chain, islice

from parsers.goods.candidates import HAN, Candidate
from parsers.goods.chinese_counted import counted_candidates
from parsers.goods.chinese_measures import (
    DIGITS,
    any_measure,
    count_before,
    counted_together,
    counts_what_follows,
    is_only_measured,
    one_pointed_at,
    packs,
    quantity_behind,
)
from parsers.goods.chinese_phrases import MODEL_NAME, NUMBERED, cut, is_no_product, leftwards, sound, uncounted
from parsers.goods.chinese_scene import Scene, cues_around, is_at_fault, is_attribute, is_bought, scene_of
from parsers.text.numerals import ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import NEVER, endings, one_of, word_set

_MODEL = r"(?:(?<=[一-鿿])[A-Z][A-Za-z0-9-]{0,12}(?: (?:[A-Z][a-z]{2,5}|[A-Z0-9]{1,8})){0,2}(?![A-Za-z0-9]))?"
_LATIN = re.compile(
    r"(?:[A-Z]|i(?=[A-Z]))(?<![A-Za-z0-9.@-].)[A-Za-z0-9-]+(?: (?:i[A-Z]|[A-Z0-9])[A-Za-z0-9-]*){0,3}(?![A-Za-z0-9-])"
)
_SHORTEST_BRAND, _LONGEST_BRAND = 2, 4  # characters
_TITLE = re.compile(r"《(?P<name>[^《》\n]{2,24})》")
_CLOCK = re.compile(r"[\[(]?(?:\d{2,4}[-/.]\d{1,2}(?:[-/.]\d{1,2})? )?\d{1,2}:\d\d(?::\d\d)?[\])]? ?")  # `11:02 `
_NUMERALS = ZH_NUMERAL[1:-1]
_LATIN_BEFORE = 14  # characters before such a name that are looked at
_MOST_OF_A_KIND = 20  # such names, titles and brackets in one letter


def chinese_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    places = {start for start, _ in taken}
    scene = scene_of(reading, taken)
    found = chain(
        _by_noun(reading, scene),
        _by_ending(reading, scene),
        counted_candidates(reading, places, scene),
        _by_purchase(reading, scene),
        _by_model(reading, scene),
        _by_brand(reading, scene),
        _in_brackets(reading, places, scene),
        _titled(reading, scene),
    )
    yield from (c for c in found if not (_is_addressee(reading, c.start) or _is_speaker(reading, c)))


def _by_noun(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`海岚滚筒洗衣机`: a known name, with what belongs to it on its left."""
    vague = {(hit.start, hit.end) for hit in reading.found("zh_product.vague")}
    for hit in reading.found("zh_product.noun")[:200]:
        start, quantity = leftwards(reading, hit.start, scene)
        if _begins_another(reading, hit.start, hit.end, scene):
            continue
        if is_only_measured(reading.text[start : hit.end]) or (quantity is None and is_attribute(reading, hit.end)):
            continue
        end = _whole_end(reading, hit.end)
        if together := counted_together().match(reading.text, end):
            quantity = whole(together["number"])
        quantity = packs(reading, start, end, quantity)
        quantity = quantity if quantity is not None else quantity_behind(reading, end)
        quantity = quantity if quantity is not None else one_pointed_at(reading, start)
        is_bare = start == hit.start and end == hit.end
        if is_bare and reading.text.endswith("贵", 0, start):
            continue  # `贵酒店`: who is written to
        if reading.text.endswith(endings("zh_product.firm"), 0, start):
            continue  # `供应商:昆山精研弹簧`
        is_vague = is_bare and (hit.start, hit.end) in vague
        triggered = is_bought(reading, start)
        weight = 1.2 + (1.5 if quantity is not None else 0.0) + (0.8 if triggered else 0.0) - (0.6 if is_vague else 0.0)
        weight += 0.0 if is_bare else 0.8 if reading.text[start].isascii() else 0.4
        told = {"counted": quantity is not None, "bought": triggered, "vague": is_vague}
        cues = (*cues_around(reading, start, end, scene), "noun", *(cue for cue, holds in told.items() if holds))
        yield Candidate(reading.text[start:end], quantity, start, end, weight, cues)


def _whole_end(reading: Reading, end: int) -> int:
    """Where the name ends whose known part ends at `end`: `花洒套装`, `螺杆机组`."""
    for sold in endings("zh_product.sold"):
        if reading.text.startswith(sold, end):
            return end + len(sold)
    for machine in endings("zh_product.machine"):
        if reading.text.startswith(machine, end) and not counts_what_follows(reading, end + len(machine)):
            return end + len(machine)
    return end


def _is_addressee(reading: Reading, at: int) -> bool:
    """Whether it stands in a line that says to whom the letter goes: `致:迅捷电梯工程有限公司`, `供应商:明远紧固件`."""
    line = reading.text.rfind("\n", 0, at) + 1
    return at - line < _LATIN_BEFORE * 2 and reading.text.startswith(_said_to(), line)


def _is_speaker(reading: Reading, candidate: Candidate) -> bool:
    """Whether a talk that is copied names who says something so: `11:02 小智机器人:亲,…`."""
    if not reading.text.startswith(":", candidate.end):
        return False
    line = reading.text.rfind("\n", 0, candidate.start) + 1
    return _CLOCK.fullmatch(reading.text, line, candidate.start) is not None


@cache
def _said_to() -> tuple[str, ...]:
    """What such lines begin with."""
    return (*endings("zh_product.addressing"), *[word for word in endings("zh_product.firm") if word.endswith(":")])


def _begins_another(reading: Reading, start: int, end: int, scene: Scene) -> bool:
    """Whether a noun of one character is the beginning of another word: `花圃`, `驱动花纹`."""
    return end - start == 1 and end not in scene.wrong and counts_what_follows(reading, end)


def _by_purchase(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`购买的某某`: whatever was bought."""
    for match in _bought().finditer(reading.text):
        start = match.start("name")
        name = cut(sound(uncounted(match["name"]), start, scene))
        if reading.text.startswith(tuple(_NUMERALS), start + len(name)):
            name = name.rstrip(_NUMERALS)  # `晚报二十|一年`
        if is_attribute(reading, start + len(name)):
            continue  # `寄来的电子发票`
        if 2 <= len(name) <= 16 and not is_no_product(name) and not count_before().match(name):
            cues = (*cues_around(reading, start, start + len(name), scene), "bought", "unknown")
            yield Candidate(name, None, start, start + len(name), 1.1, cues)


def _by_model(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`购买 Galaxion L7 一台`: a name in Latin letters alone, bought or counted."""
    for match in islice(_LATIN.finditer(reading.text), _MOST_OF_A_KIND):
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
        if not behind and counts_what_follows(reading, end):
            continue
        quantity = next((whole(found["number"]) for found in (before, behind) if found and found["number"]), None)
        shown = {"counted": quantity is not None, "bought": before is not None}
        cues = (*cues_around(reading, start, end, scene), "unknown", *(cue for cue, holds in shown.items() if holds))
        yield Candidate(name, quantity, start, end, 1.7 if quantity else 1.1, cues)


def _by_brand(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`云驰E5长续航版`: a Chinese brand and a model's name behind it, perhaps with an edition."""
    text, stops = reading.text, word_set("zh_product.left_stop")
    for match in islice(MODEL_NAME.finditer(text), _MOST_OF_A_KIND):
        start, end = match.span()
        if start in scene.barred or end - 1 in scene.barred:
            continue
        brand = next(
            (at for at in range(start, start - _LONGEST_BRAND - 2, -1) if not _may_be_of_brand(text, at - 1, stops)), 0
        )
        if not _SHORTEST_BRAND <= start - brand <= _LONGEST_BRAND:
            continue
        edition = _edition().match(text, end)
        if not edition and (is_attribute(reading, end) or counts_what_follows(reading, end)):
            continue
        end = edition.end() if edition else end
        if not is_no_product(text[brand:end]):
            cues = (*cues_around(reading, brand, end, scene), "unknown")
            yield Candidate(text[brand:end], quantity_behind(reading, end), brand, end, 1.1, cues)


def _may_be_of_brand(text: str, at: int, stops: Container[str]) -> bool:
    return at >= 0 and "一" <= text[at] <= "鿿" and text[at] not in stops


def _in_brackets(reading: Reading, places: set[int], scene: Scene) -> Iterator[Candidate]:
    """`订单240618(儿童安全门栏,1套)`: what was ordered, in brackets."""
    for match in islice(_bracketed().finditer(reading.text), _MOST_OF_A_KIND):
        start, end = match.span("name")
        if match.start("number") not in places and not is_no_product(match["name"]):
            cues = (*cues_around(reading, start, end, scene), "counted", "unknown")
            yield Candidate(match["name"], whole(match["number"]), start, end, 1.9, cues)


def _titled(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`《中国古代建筑图典》一套`: a book by its title; laws and contracts have titles too."""
    for match in islice(_TITLE.finditer(reading.text), _MOST_OF_A_KIND):
        name, (start, end) = match["name"], match.span("name")
        if name.endswith(endings("zh_product.titled")):
            continue
        bound = _bound().match(reading.text, match.end())
        quantity = quantity_behind(reading, bound.end() if bound else match.end())
        cues = (*cues_around(reading, start, end, scene), "titled", *(("counted",) if quantity is not None else ()))
        yield Candidate(name, quantity, start, end, 1.7 if quantity else 1.1, cues)


def _by_ending(reading: Reading, scene: Scene) -> Iterator[Candidate]:
    """`传送带`, `球阀`: no known names, but what they end in is goods."""
    for hit in reading.found("zh_product.ending")[:200]:
        start, quantity = leftwards(reading, hit.start, scene)
        name = reading.text[start : hit.end]
        if name.startswith("第") or (name[:1].isascii() and reading.text.endswith("第", 0, start)):
            continue  # `第6.4条`
        if (
            start == hit.start
            or counts_what_follows(reading, hit.end)
            or is_only_measured(name)
            or is_no_product(name)
            or is_attribute(reading, hit.end)
        ):
            continue
        quantity = packs(reading, start, hit.end, quantity)
        quantity = quantity if quantity is not None else quantity_behind(reading, hit.end)
        told = is_bought(reading, start) or is_at_fault(reading, hit.end, scene)
        weight = 0.8 + (1.5 if quantity is not None else 0.0) + (0.6 if told else 0.0)
        cues = (*cues_around(reading, start, hit.end, scene), "ending", *(("counted",) if quantity is not None else ()))
        yield Candidate(name, quantity, start, hit.end, weight, (*cues, "bought") if told else cues)


@cache
def _bought() -> re.Pattern[str]:
    """By the first characters of what says it, to which the engine skips."""
    triggers = [word for word in word_set("zh_product.trigger") if len(word) > 1 or word in "买订"]
    alone = word_set("zh_product.bought")
    whose = f"(?:了|到|过)?(?:的是?|(?:{one_of('zh_product.whose')})的?|一批|一款|这款)"
    heads = "|".join(
        rf"{initial}(?:(?:{_rests(triggers, initial)}){whose}|(?<![没未].)(?:{_rests(alone, initial)})了?)"
        for initial in sorted({word[0] for word in (*triggers, *alone)})
    )
    return re.compile(rf"(?:{heads})(?P<name>[A-Za-z0-9 -]{{0,16}}[一-鿿]{{0,12}}(?:{_MODEL}|{NUMBERED}))")


def _rests(words: Iterable[str], initial: str) -> str:
    """What follows the initial in those that have it, the longest first."""
    rests = sorted({re.escape(word[1:]) for word in words if word[0] == initial}, key=len, reverse=True)
    return "|".join(rests) if rests else NEVER


@cache
def _bound() -> re.Pattern[str]:
    return re.compile(one_of("zh_product.bound"))


@cache
def _latin_count() -> re.Pattern[str]:
    return re.compile(rf" ?(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{any_measure()}")


@cache
def _latin_trigger() -> re.Pattern[str]:
    count = rf"(?:(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{any_measure()}的? ?)?"
    return re.compile(rf"(?:{one_of('zh_product.trigger')})(?:了|过|到)?的? ?{count}\Z")


@cache
def _edition() -> re.Pattern[str]:
    """Behind a model's name; it reads no further than a name goes."""
    stops = re.escape("".join(word_set("zh_product.right_stop")))
    return re.compile(rf"[^{stops}\W\dA-Za-z_]{{0,5}}?(?:{one_of('zh_product.edition')})")


@cache
def _bracketed() -> re.Pattern[str]:
    number = rf"(?P<number>{DIGITS}|{ZH_NUMERAL}{{1,4}}) ?{any_measure()}"
    return re.compile(rf"\((?P<name>[A-Za-z0-9 -]{{0,12}}[一-鿿]{{2,10}}),? ?[x×*]? ?{number} ?[),;]")
