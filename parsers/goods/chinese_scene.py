"""What stands around a Chinese name: words for a defect, for whose it is and for buying it, and numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from parsers.goods.chinese_measures import counted_places, sold_by
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, word_set

_CLAUSE_END = re.compile(r"[,。!?;、\n]")
_PREDICATE_WITHIN = 12  # characters between a name and the words for what is wrong with it
_FIGURED = re.compile(r" ?\([^()\n]{0,24}\d")  # `电热毯(订单1923)`
_WHOSE = ("this", "yours", "ours")


@dataclass(frozen=True, slots=True)
class Scene:
    """Places of characters that decide where a name may begin."""

    inside: frozenset[int]  # usually the beginning of another word, but here within one: `不` in `不锈钢`
    barred: frozenset[int]  # the number of something else
    numbers: tuple[int, ...]  # where such begin
    wrong: tuple[int, ...]  # where words for a defect begin
    counts: tuple[tuple[int, int], ...]  # where numbers with a measure may begin, and where the measures do
    sold: tuple[tuple[int, int], ...]  # those of them with a measure that goods are sold by


def scene_of(reading: Reading, taken: Sequence[tuple[int, int]]) -> Scene:
    """The scene of a letter; numbers at the places `taken` are those of something else."""
    counts, is_sold = list(counted_places(reading.text)), sold_by().match
    return Scene(
        inside=frozenset([at for hit in reading.found("zh_product.inside") for at in range(hit.start, hit.end)]),
        barred=frozenset([at for first, last in taken[:200] for at in range(first, last)]),
        numbers=tuple([first for first, _ in taken[:200]]),
        wrong=tuple([hit.start for hit in reading.found("defect.")[:200]]),
        counts=tuple(counts),
        sold=tuple([place for place in counts if is_sold(reading.text, place[1])]),
    )


def cues_around(reading: Reading, start: int, end: int, scene: Scene) -> tuple[str, ...]:
    """What stands before and behind the name."""
    text, body = reading.text, reading.body_start
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    cues: list[str] = []
    if before in _last_of_whose():
        cues += [kind for kind in _WHOSE if text.endswith(endings(f"zh_product.{kind}"), max(0, start - 2), start)]
    if before in word_set("zh_product.left_stop") or not before.isalnum():
        cues.append(f"b_{before or '^'}".replace("\n", "^"))
    if behind in word_set("zh_product.right_stop") or not behind.isalnum():
        cues.append(f"a_{behind or '$'}".replace("\n", "$"))
    last = text[max(start, end - 2) : end]
    if body <= start and text.find(last, 0, body - 1 + len(last)) >= 0:
        cues.append("headed")
    if _FIGURED.match(text, end):
        cues.append("figured")
    first, last_of = reading.sentence(start)
    if any(first <= place < last_of for place in scene.numbers):
        cues.append("numbered")
    if not scene.numbers:
        cues.append("numberless")
    return ("wrong", *cues) if is_at_fault(reading, end, scene) else tuple(cues)


@cache
def _last_of_whose() -> frozenset[str]:
    return frozenset([word[-1] for kind in _WHOSE for word in endings(f"zh_product.{kind}")])


def is_attribute(reading: Reading, end: int) -> bool:
    """Whether the name only says what kind of number, shop or fee is meant: `手机号`, `家具城`, `空调费`."""
    return reading.text.startswith(endings("zh_product.attributed"), end)


def is_at_fault(reading: Reading, end: int, scene: Scene) -> bool:
    """Whether words for a defect follow in the same clause."""
    at = bisect_left(scene.wrong, end)
    if at == len(scene.wrong) or scene.wrong[at] >= end + _PREDICATE_WITHIN:
        return False
    return not _CLAUSE_END.search(reading.text, end, scene.wrong[at] + 1)


def is_bought(reading: Reading, start: int) -> bool:
    """Whether words for buying or getting it stand right before."""
    return _trigger().search(reading.text, max(0, start - 8), start) is not None


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(one_of("zh_product.trigger"))
