"""Numbers that stand without a name, "we need 50 units", `破碎217只`: which of them count goods, and which goods.

Rates, ranges, shares, money and sums of other things come without a name too. What tells them stands directly beside
the number or in its clause; the words are the lexicon's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from parsers.goods.candidates import HAN, Candidate
from parsers.goods.goods_words import is_idle
from parsers.lexicon import lexicon
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, whole_word, word_set

_NEAR = 24  # characters before a number that decide what it is
_NUMERAL = rf"{ZH_NUMERAL[:-1]}\d]"
_BESIDE = 4  # and behind it
_CLAUSE = re.compile(r"[,。;!?、:()\n]")
_FAR = 400  # characters before "four of them" that may say what "they" are


def first_of_goods(reading: Reading, loose: Sequence[Candidate]) -> Candidate | None:
    """The first number that counts goods; a single one, and how many were looked at, only where there is no other.

    How many came is no better while a larger number may be how many were ordered.
    """
    counts = [number for number in loose if not counts_something_else(reading, number)]
    most = max((number.quantity or 0 for number in counts), default=0)

    def worse(number: Candidate) -> tuple[bool, bool, bool]:
        arrived = (number.quantity or 0) < most and _have_come(reading, number)
        return _is_examined(reading, number), number.quantity == 1, arrived

    return min(counts, key=worse, default=None)


def meant(reading: Reading, groups: Sequence[Sequence[Candidate]], loose: Candidate) -> int:
    """Which of the products a number without a name counts: the one named last before it in its sentence, or the first before."""
    at = named_before(reading, groups, loose)
    if at is not None:
        return at
    return next((at for at, group in enumerate(groups) if any(c.start < loose.start for c in group)), 0)


def named_before(reading: Reading, groups: Sequence[Sequence[Candidate]], loose: Candidate) -> int | None:
    """The product that its sentence names last before the number."""
    start, _ = reading.sentence(loose.start)
    named = [(c.start, at) for at, group in enumerate(groups) for c in group if start <= c.start < loose.start]
    return max(named)[1] if named else None


def stand_ins(groups: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """What is counted under a word for anything of its kind: "all four machines" of the treadmill, "fifty bulbs" of tulips."""
    counted = [c for group in groups for c in group if c.quantity is not None and c.quantity > 1]
    return [c for c in counted if c.name.lower().split()[-1] in word_set("loose.stands_for")]


def no_money(reading: Reading, loose: Sequence[Candidate], names: Sequence[str]) -> list[Candidate]:
    """The numbers without such as `86块`, unless something of `names` is counted so: `瓷砖`, `电池`."""
    if any(name.endswith(endings("loose.in_blocks")) for name in names):
        return list(loose)
    return [number for number in loose if reading.text[number.end - 1] not in word_set("loose.money_measure")]


def counts_something_else(reading: Reading, number: Candidate) -> bool:
    """Whether it is a rate, part of a range, a share, money, or counts what is no goods."""
    text, start, end = reading.lower, number.start, number.end
    if _before().search(text, max(0, start - _NEAR), start) or _behind().match(text, end):
        return True
    if HAN.search(text, start, end):
        return _is_of_clause(text, start, end) or _counts_named(reading, start, end)
    if text[start:end].endswith(endings("loose.instances")) and _in_cases().search(text, max(0, start - _NEAR), start):
        return True
    return _is_vague(text[start:end].split()) or _are_others(text, start, end)


def _is_vague(words: Sequence[str]) -> bool:
    """Whether nobody can say how many pieces they are: "hundreds of them", "both cases", "three batches", or how far: "six feet"."""
    if words[0] in word_set("loose.pair") and words[-1] in word_set("loose.instances"):
        return True
    return (
        words[0] in word_set("loose.vague")
        or words[-1] in word_set("loose.sorts")
        or words[-1] in word_set("loose.far")
    )


def _is_of_clause(text: str, start: int, end: int) -> bool:
    """`每月照扣69块`, `要求只有两条`, `只能扫20平米`: what the clause before the number says it is."""
    near = max(0, start - _NEAR)
    first = max((mark.end() for mark in _CLAUSE.finditer(text, near, start)), default=near)
    return _is_extent(text, start, end) or any(
        text[end - 1] in word_set(f"loose.{kind}_measure") and _said_of(kind).search(text, first, end + _BESIDE)
        for kind in ("money", "said")
    )


def _is_extent(text: str, start: int, end: int) -> bool:
    """`只有2米8`, `96平方米的房子`, or neither behind a mark nor behind a word that counts: `只能扫20平米`."""
    if not text[start:end].endswith(endings("loose.extent")):
        return False
    if text[end : end + 1].isdigit() or text.startswith(endings("loose.of"), end):
        return True
    return text[start - 1].isalnum() and not text.endswith(endings("loose.counting"), 0, start)


def _counts_named(reading: Reading, start: int, end: int) -> bool:
    """`八支脚只有七支`: the same sentence says what is counted so."""
    text, stops = reading.text, word_set("zh_product.right_stop") | word_set("zh_product.left_stop")
    counted = re.compile(rf"{_NUMERAL}{re.escape(text[end - 1])}([一-鿿])")
    first = max(reading.sentence(start)[0], start - _FAR)
    if any(match[1] not in stops for match in counted.finditer(text, first, start)):
        return True
    return _are_papers(text[end - 1]).search(text, max(0, start - _FAR), start) is not None


@cache
def _are_papers(measure: str) -> re.Pattern[str]:
    """`三张票…那两张`: whatever stands before says that papers are counted so."""
    return re.compile(rf"{_NUMERAL}{re.escape(measure)}(?:{one_of('loose.papers')})")


def _are_others(text: str, start: int, end: int) -> bool:
    """Whether "four of them" are four of what was counted before, and that is no goods: "on eleven occasions"."""
    counted = list(_counted().finditer(text, max(0, start - _FAR), start))
    if not counted:
        return False
    last = counted[-1]
    if last["what"] in word_set("loose.living") and " " not in text[start:end]:
        return True  # "three ewes went down. Two have got up."
    if not _of_them().match(text, end):
        return False
    return is_idle(last["what"]) or _is_same(last["number"], text[start:end])


def _is_same(number: str, other: str) -> bool:
    """Whether two numbers are one: "a cake with two tiers, both of them"."""
    return whole(number) == whole(other.split(" ", maxsplit=1)[0])


def _is_examined(reading: Reading, number: Candidate) -> bool:
    if reading.lower.startswith(endings("loose.rest"), number.start):
        return True  # `另外六桶还是老味道`
    return _examined().search(reading.lower, max(0, number.start - _NEAR), number.start) is not None


def _have_come(reading: Reading, number: Candidate) -> bool:
    """Whether it says how many came: "we got 7", `实到144根`."""
    text, start, end = reading.lower, number.start, number.end
    if text.startswith(endings("loose.come"), start) or _came().search(text, max(0, start - _NEAR), start):
        return True
    return _comes().match(text, end) is not None


@cache
def _came() -> re.Pattern[str]:
    """What says so before a number."""
    return re.compile(rf"{whole_word('loose.come')} ?(?:(?:only|just) )?\Z")


@cache
def _comes() -> re.Pattern[str]:
    """What says so behind it: "seven came"."""
    return re.compile(rf" {whole_word('loose.comes')}")


@cache
def _number() -> str:
    words = "|".join(sorted(lexicon().numbers, key=len, reverse=True))
    return rf"(?:{NUMBER}|(?<![a-z])(?:{words})(?![a-z]))"


@cache
def _before() -> re.Pattern[str]:
    """What makes no count of the number that follows."""
    measure = one_of("zh_product.measure")
    return re.compile(
        rf"(?:{_number()} {whole_word('loose.range')} |{whole_word('loose.at')} |{whole_word('loose.holds')} |[×x*] ?"
        rf"|(?:{one_of('loose.size')})(?:{one_of('loose.about')})? ?|(?:{one_of('loose.into')})|(?:{one_of('loose.branch')})"
        rf"|(?:{one_of('loose.each')})[^,。;!?、:()\n]{{1,8}}|(?:{one_of('loose.one')})(?:{measure}))\Z"
    )


@cache
def _behind() -> re.Pattern[str]:
    """What makes none of the number before it."""
    return re.compile(
        rf" ?(?:{whole_word('loose.rate')}|/ ?[a-z一-鿿]|{whole_word('loose.until', 'loose.among')} {_number()})"
    )


@cache
def _said_of(kind: str) -> re.Pattern[str]:
    return re.compile(one_of(f"loose.{kind}"))


@cache
def _of_them() -> re.Pattern[str]:
    return re.compile(rf" ?{whole_word('product.share')} {whole_word('product.them')}")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_number()}) (?P<what>[a-z]+)")


@cache
def _in_cases() -> re.Pattern[str]:
    """What tells cases from boxes: "we know of three cases"."""
    return re.compile(rf"{whole_word('loose.instance_of')} (?:the |these |those |at least |about |only )?\Z")


@cache
def _examined() -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_word('loose.examined')} (?:just |only |about )?|(?:{one_of('loose.left')})[:有]?)\Z")
