"""What numbers count in English: what stands behind them, what was named before, or the name in front of them."""

from __future__ import annotations

import re
from functools import cache

from parsers.goods.english_phrases import is_pair
from parsers.goods.goods_words import Word, thing
from parsers.lexicon import lexicon
from parsers.text.numerals import NUMBER, whole
from parsers.text.reading import Reading
from parsers.text.wording import one_of, whole_word, word_set

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG = 4  # digits: of such a number in brackets only a round one counts
_COUNT_OPENS = re.compile(r" {0,2}[-:,(x×*\d]", re.IGNORECASE)  # what all that is looked for behind a name begins with
_BEHIND_NAME = re.compile(
    rf" ?[-:,(x×*]{{0,2}} ?(?P<number>{NUMBER}) ?(?P<unit>[a-z]+\b|[)]| \d+[.,]\d\d(?!\d))", re.IGNORECASE
)


def half_before(words: list[Word], index: int) -> int:
    """How many words before the number halve it: two of "half a dozen"."""
    if words[index].lower not in word_set("number.times"):
        return 0
    halves = (count for count in (2, 1) if index >= count)
    return next(
        (n for n in halves if " ".join([w.lower for w in words[index - n : index]]) in word_set("number.half")), 0
    )


def size_between(words: list[Word], at: int) -> int:
    """How many words say the size of what is counted: two of "four 25 kg bags", three of "2 x 5 kg gravel"."""
    if at + 3 < len(words) and words[at].text in "x×*" and words[at + 2].lower in word_set("product.weighed"):
        return 3 if words[at + 1].digit and words[at + 3].alpha else 0
    return 2 if at + 2 < len(words) and words[at].digit and words[at + 1].size and words[at + 2].alpha else 0


def by_number(words: list[Word], at: int) -> int:
    """How many words only say that the number before counts: two of "150 no. scaffold boards", three of "9 nos. of fans"."""
    if at + 1 >= len(words) or words[at].lower not in word_set("product.by_number"):
        return 0
    used = 2 if words[at + 1].text == "." and at + 2 < len(words) else 1
    return used + (at + used + 1 < len(words) and words[at + used].share)


def is_rate(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether so many come to one of something: "20 blankets per bale", "12 mugs to a box"."""
    told = [word.lower for word in words[place[1] : place[1] + 2]]
    return told[:1] == ["per"] or " ".join(told) in word_set("product.to_each")


def is_all_but(words: list[Word], index: int) -> bool:
    """Whether so many are left out of all: "all but three of the 24 glasses"."""
    before = " ".join([word.lower for word in words[max(0, index - 2) : index]])
    return before in word_set("product.all_but")


def is_year_of(words: list[Word], index: int, used: int) -> bool:
    """Whether the number is the year of what has the thing: "my 2019 car's new tyres"."""
    at = index + used
    return at < len(words) and words[at].possessive and _YEAR.fullmatch(words[index].text) is not None


def counts_nothing(words: list[Word], index: int, used: int, quantity: int) -> bool:
    """Whether a month, a verb or a second size follows the number: "14 January", "a set of 8 can be held", "4 m by 5"."""
    after = words[index + used] if index + used < len(words) else None
    if is_extent(words, index + used) or _is_age(words, index):
        return True
    return after is not None and (after.month or (quantity > 1 and after.lower in word_set("product.modal")))


def _is_age(words: list[Word], index: int) -> bool:
    """Whether the number says how old somebody is: "an old lady of 90"."""
    return index > 1 and words[index - 1].lower == "of" and thing([words[index - 2].lower]) == "person"


def is_no_count(words: list[Word], index: int, used: int) -> bool:
    """Whether the number is a time before somebody's thing, "around two my heating pad", or what something bears, "says 150 kilos"."""
    after = words[index + used] if index + used < len(words) else None
    if after is None:
        return False
    if after.lower in word_set("product.owner"):
        return True
    bears = index > 0 and words[index - 1].lower in word_set("product.bearing")
    goes_on = index + used + 1 < len(words) and words[index + used + 1].share
    return bears and not goes_on and after.lower in word_set("product.borne")


def is_size_of_packs(words: list[Word], at: int, found: tuple[int, int] | None) -> bool:
    """Whether a container stands at `at` or ends the phrase `found`: the number says how large it is, "600 kg big bags"."""
    return (found is not None and words[found[1] - 1].container) or words[min(at, len(words) - 1)].container


def is_extent(words: list[Word], at: int) -> bool:
    """Whether the measure at `at` and what follows say how long and wide: "four metres by five"."""
    return (
        at + 2 < len(words)
        and words[at].container
        and words[at + 1].lower in word_set("product.dimension")
        and words[at + 2].counts
    )


def is_kind(words: list[Word], index: int, end: int) -> bool:
    """Whether the number at `index` says which one it is, as nothing up to `end` is a plural: "the 9 frame extractor"."""
    if index == 0 or words[index - 1].lower not in word_set("product.article"):
        return False
    return words[index].lower not in word_set("number.times") and not any(
        word.plural for word in words[index + 1 : end]
    )


def is_bare(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether the phrase is only a container, perhaps with a colour, and not of two words one: `50 units`, `1,800 metres navy`."""
    first, *others = words[slice(*place)]
    if not (first.container or first.colour) or is_pair(words, place[0]):
        return False  # `50 tote bags`
    return False not in [word.container or word.colour for word in others]


def is_compared(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether the number says by how much: "two shades lighter", "three rows deep"."""
    first, last = place
    return first + 1 < last and words[first + 1].lower in word_set("product.compared")


def end_of_count(
    words: list[Word], index: int, used: int, found: tuple[int, int] | None, *, half: int, share: bool
) -> int | None:
    """The last word of a number that counts what is not named beside it; None when it counts nothing."""
    at = index + used if index + used < len(words) else index
    after = words[at]
    if (
        share
        and used > 2
        and not found
        and (at == index or not after.alnum)
        and (not index or not words[index - 1].alnum)
    ):
        return at if at == index else at - 1  # "How many were short? Eighteen of sixty."
    if after.standing and not found:
        alone = share or not index or words[index - 1].lower in word_set("product.before_standing")
        return index if alone else None
    if after.size and is_size_of_packs(words, index + used + 1, found):
        return None  # "the 20 kg sack of"
    if after.lower in word_set("product.off"):  # "toner, black, 4 off", but not "10 off the price"
        return None if words[min(at + 1, len(words) - 1)].determiner else at
    if after.container:  # but not "the 6 litre one", "is in forty pieces"
        is_size = after.measure or (at > index and is_kind(words, index, at + 1))  # "the 60 metre"
        return None if is_size or _is_in_shards(words, index, after) else at
    if (ones := _ones_at(words, at)) is not None:
        return ones
    return index if _is_told_before(words, index - half, index + used) else None


def _ones_at(words: list[Word], at: int) -> int | None:
    """Where "ones" stands, behind adjectives or nothing: "send 40 good ones"."""
    while at < len(words) and words[at].adjective:
        at += 1
    return at if at < len(words) and words[at].lower in word_set("product.ones") else None


def _is_in_shards(words: list[Word], index: int, after: Word) -> bool:
    """Whether the number says into how many pieces something broke: "in about forty pieces"."""
    at = index - 1
    while at > 0 and words[at].lower in word_set("product.about"):
        at -= 1
    return at >= 0 and words[at].lower in word_set("product.into") and after.lower in word_set("product.shards")


def _is_told_before(words: list[Word], index: int, after: int) -> bool:
    """Whether the number counts what was named before: "eight of them", "I ordered two on the 28th"."""
    if after >= len(words):
        return _is_said_before(words, index)
    behind = words[after]
    if behind.share:
        return after + 1 < len(words) and (
            words[after + 1].lower in word_set("product.them") or not words[after + 1].alnum
        )
    if index and not words[index - 1].alnum and _is_changed(words, after):
        return True
    if _are_all(words, index) and (not behind.alnum or behind.stop):
        return True
    return (not behind.alnum or behind.stop) and _is_said_before(words, index)


def _are_all(words: list[Word], index: int) -> bool:
    """Whether the number says of how many it is a part: "of the dozen, four", "every one of the eight"."""
    before = " ".join([word.lower for word in words[max(0, index - 2) : index]])
    return before in word_set("product.of_all") and words[index].lower not in word_set("product.few")


def _is_changed(words: list[Word], after: int) -> bool:
    """Whether "instead of" and another number follow: "arrived today, 22 instead of 24"."""
    told = " ".join([word.lower for word in words[after : after + 2]])
    return told in word_set("product.instead") and after + 2 < len(words) and words[after + 2].counts


def _is_said_before(words: list[Word], index: int) -> bool:
    """Whether what stands before the number says that goods are counted: "I ordered two", "we need another 16"."""
    at = index - 1
    while index + 1 < len(words) and at > 0 and words[at].lower in word_set("product.merely"):
        if words[at].lower in word_set("product.whole") and words[index].digit and words[index + 1].text != "-":
            return True  # "on the front of all 450"
        at -= 1
    if at < 0:
        return False
    if " ".join([word.lower for word in words[max(0, at - 1) : at + 1]]) in word_set("product.there_are"):
        return True
    return words[at].trigger or words[at].lower in word_set("product.telling")


def count_behind(reading: Reading, end: int, places: frozenset[int]) -> int | None:
    """The number that follows a name, `M12 bolts (2,000 pcs)` or, in a table's row, `K7 kettle 18 24.90`."""
    if not _COUNT_OPENS.match(reading.text, end):
        return None  # as behind most names
    if times := _times_behind().match(reading.lower, end):
        return whole(times["number"])
    if changed := _changed_to().match(reading.lower, end):
        return whole(changed["number"])
    if reading.text.startswith(" (", end) and (enclosed := _enclosed().match(reading.lower, end)):
        named = enclosed.start("number") in places or _is_name(reading, end, enclosed)
        return None if named else whole(enclosed["number"])
    match = _BEHIND_NAME.match(reading.text, end)
    if not match or match.start("number") in places or _is_name(reading, end, match):
        return None
    unit = match["unit"].lower()
    if unit in word_set("product.fine") or (
        match.end("number") == match.start("unit") and unit in word_set("product.size")
    ):
        return None  # "biscuits 200 g", "cable reel 50m"
    if unit in word_set("product.long") or (unit in word_set("product.weighed") and whole(match["number"]) == 1):
        return None  # "carp rods 12 ft", "sliced cheddar, 1 kg"
    enclosed = "(" in match[0] and (unit == ")" or unit in word_set("product.counted_as"))
    counted = unit in word_set("product.container") or unit[0] == " " or enclosed
    return whole(match["number"]) if counted else None


def _is_name(reading: Reading, end: int, enclosed: re.Match[str]) -> bool:
    """Whether only digits stand in the brackets that name something else: "the sign (2254)", "chairs (40713)"."""
    digits = enclosed["number"]
    if not digits.isdigit() or not reading.text.startswith(")", enclosed.end("number")):
        return False
    is_of_one = not reading.lower.endswith("s", 0, end)
    if len(digits) >= _LONG:
        return is_of_one or not digits.endswith("0")
    return len(digits) == _LONG - 1 and is_of_one


@cache
def _times_behind() -> re.Pattern[str]:
    """`bolts x 40`, `seat cushions x 8 arrived`, but not `boards x 3 metres`."""
    return re.compile(
        r" ?[x×*] ?(?P<number>\d{1,5})(?= ?(?:[,;)\n]|\.?(?:\s|$)|-\s))"
        rf"(?:(?! ?[a-z])|(?= {whole_word('product.predicate', 'product.times_told')}))"
    )


@cache
def _enclosed() -> re.Pattern[str]:
    """`waistcoats (forty, bottle green)`, `rebar (46 t, 12 mm)`, `mugs (six of them)`; neither a year nor one of many figures."""
    words = "|".join(sorted(lexicon().numbers, key=len, reverse=True))
    spelt = rf"(?:{words})(?:[ -](?:and )?(?:{words})){{0,4}}"
    units = rf"(?: ?(?:{one_of('product.container', 'product.counted_as')}))?(?: {whole_word('product.share')} {whole_word('product.them')})?"
    return re.compile(
        rf" \((?:(?:{one_of('product.about')}|qty:?|all) )?(?P<number>(?!(?:19|20)\d\d[,;)])(?:{NUMBER})|{spelt}){units}\.?(?:\)|[,;] (?!\d))"
    )


@cache
def _changed_to() -> re.Pattern[str]:
    """`can you make the trout 20 sides rather than 12`."""
    return re.compile(rf" (?P<number>{NUMBER})(?: [a-z]+)? {whole_word('product.instead')} (?:{NUMBER})(?! ?%)")
