"""English names of products: "18 cooling machines", "the K7 kettle", "a consignment of wrapping film".

People, days, letters and other things that are counted in letters without being goods are in the lexicon, as are all
other words. Knows nothing of the letter as a whole: `products` decides what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from parsers.goods.candidates import Candidate
from parsers.goods.english_counting import (
    by_number,
    counts_nothing,
    end_of_count,
    half_before,
    is_all_but,
    is_bare,
    is_compared,
    is_kind,
    is_no_count,
    is_rate,
    is_size_of_packs,
    is_year_of,
    size_between,
)
from parsers.goods.english_figures import is_measure, number_at, whole_of
from parsers.goods.english_names import named
from parsers.goods.english_phrases import phrase_at, title_at
from parsers.goods.english_scene import Scene, scene_of
from parsers.goods.english_tokens import Tokens, tokens_of
from parsers.goods.english_worth import BOUGHT, INTRODUCED, NAMED, NUMBERED, SHARED, TITLED, is_packed
from parsers.goods.goods_words import Word, are_thing, thing
from parsers.text.numerals import whole
from parsers.text.reading import Reading
from parsers.text.wording import word_set

MAX_TOKENS = 20_000
MAX_SENTENCE_CHARS = 2_000
_NAMED_BESIDE = ("ware", "part", "fixture", "carrier")  # things that a title may stand behind
_SAID_WITHIN = 4  # words and marks before a title
_LOOK_AHEAD = 4  # words that may stand before the noun of a name nothing introduces: "oak newel posts"
_TYPE_DIGITS = 4  # of a type's number that stands between how many and what: it is no thousands of "30 000"
_REFERENCE = re.compile(r"\d{4,}(?<!00)")
_LETTER = r"[A-Za-zÀ-ÿ]"
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OF = re.compile(r"/(?:(?:19|20)\d\d|[0-3]\d(?:/\d\d(?:\d\d)?)?)(?![\d/])")  # behind "03" in "03/2025", "03/07"


def english_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    scene = scene_of(reading, taken)
    text, names_something, budget = reading.text, _names_something().search, MAX_TOKENS
    for start, stop in reading.sentences():
        end = stop if stop - start <= MAX_SENTENCE_CHARS else start + MAX_SENTENCE_CHARS
        if not names_something(text, start, end):
            continue
        tokens = tokens_of(text, start, end)
        budget -= len(tokens.words)
        if budget < 0:
            return
        yield from _in_sentence(scene, tokens)


@cache
def _names_something() -> re.Pattern[str]:
    """What every name in English has: a letter, or a mark that makes a size of a number ("2000°")."""
    marks = [re.escape(word) for word in word_set("product.measure") if not re.search(_LETTER, word)]
    return re.compile("|".join([_LETTER, '"', *sorted(marks)]))


def _names(words: list[Word]) -> list[bool]:
    """Of each word, whether it is goods, by itself or with the one before it."""
    names = [word.names for word in words]
    for at, (before, word) in enumerate(pairwise(words), 1):
        if before.joins and are_thing(before, word):
            names[at] = True
    return names


def _in_sentence(scene: Scene, tokens: Tokens) -> list[Candidate]:
    words = tokens.words
    names = _names(words)
    found: list[Candidate] = []
    resumed, before = 0, None
    for index, here in enumerate(words):
        last, before = before, here
        if here.passed and last is not None and not last.opens:
            continue
        if index < resumed:
            continue
        if here.counts:
            counted, after = _counted_at(scene, tokens, index)
            found += counted
            if after is not None:
                resumed = after
                continue
        if here.states:
            found += _stated_quantity(scene, tokens, index)
        if last is not None and last.text == '"' and (title := title_at(words, index)):
            found += _titled(scene, tokens, title)
            continue
        if (
            here.introduces
            or last is None
            or last.trigger
            or (((last.begins and not here.ends) or here.states) and True in names[index : index + _LOOK_AHEAD])
        ):
            found += _spoken_of_at(scene, tokens, index)
    return found


def _counted_at(scene: Scene, tokens: Tokens, index: int) -> tuple[list[Candidate], int | None]:
    """What the number at `index` counts, and where to go on when it has been read to its end."""
    words, start = tokens.words, tokens.starts[index]
    quantity, used = number_at(tokens, index, scene.places)
    if not quantity or _MONTH_OF.match(scene.reading.text, tokens.end(index)):
        return [], None
    if counts_nothing(words, index, used, quantity) or is_no_count(words, index, used):
        return [], None
    half = half_before(words, index)
    quantity = quantity // 2 if half else quantity
    used += by_number(words, index + used)
    used, share = whole_of(tokens, index, used, scene.places)
    if share and is_all_but(words, index):
        quantity = whole(words[index + used - 1].lower) or quantity
    sized = size_between(words, index + used)
    used += sized
    used += _type_behind(words, index, used)
    found = phrase_at(tokens, index + used, counted=True)
    after = words[index + used if index + used < len(words) else index]
    if (after.standing or not (found or after.container)) and _YEAR.fullmatch(words[index].text):
        return [], None
    if not found or (after.container and is_bare(words, found) and not is_packed(words, found)):
        end = end_of_count(words, index, used, found, half=half, share=share)
        after_digits = index + used if used > 1 and words[index + 1].digit else None  # "4 500 pieces" is no 500
        return [] if end is None else [Candidate("", quantity, start, tokens.end(end), 0.0)], after_digits
    if after.size and is_size_of_packs(words, index + used + 1, found):
        return [], None  # "600 kg big bags"
    if is_compared(words, found):
        return [], max(index + 1, found[1])
    if not sized and is_measure(tokens, index):
        return _measured(scene, tokens, index + used), None
    is_one = found[0] == index + 1 < found[1] - 1 and quantity > 1 and is_kind(words, index, found[1])
    many = None if is_one or is_rate(words, found) or _is_reference(scene, words[index], start) else quantity
    counted = named(scene, tokens, found, many, SHARED if share else NUMBERED)
    if words[index].lower in word_set("loose.vague") or is_year_of(words, index, used):
        counted = [each._replace(quantity=None) for each in counted]  # counted, but nobody can say how many
    return counted, max(index + 1, found[1])


def _is_reference(scene: Scene, number: Word, start: int) -> bool:
    """Whether the subject begins with a number of many figures that is no round one: "60773 safety glasses for Pete"."""
    return start == 0 < scene.reading.body_start and _REFERENCE.fullmatch(number.text) is not None


def _measured(scene: Scene, tokens: Tokens, at: int) -> list[Candidate]:
    """The several goods that a size stands before of which the unit is at `at`: "350 m steel tubes"."""
    words = tokens.words
    if at + 1 >= len(words) or not words[at].measure or not words[at].alpha or words[at].noun:
        return []
    found = phrase_at(tokens, at + 1)
    if not found or found[0] != at + 1 or not (words[found[1] - 1].noun and words[found[1] - 1].plural):
        return []
    return named(scene, tokens, found, None, NAMED)


def _type_behind(words: list[Word], index: int, used: int) -> int:
    """1 where the number of a type follows how many there are: "200 6203 sealed bearings"."""
    at = index + used
    if used != 1 or at + 1 >= len(words) or not (words[index].text.isdigit() and words[at].text.isdigit()):
        return 0
    after = words[at + 1]
    is_type = len(words[at].text) >= _TYPE_DIGITS and after.alpha and not (after.stop or after.container or after.size)
    return int(is_type)


def _stated_quantity(scene: Scene, tokens: Tokens, index: int) -> list[Candidate]:
    """`Qty: 12`, of which the label stands at `index`."""
    words = tokens.words
    at = index + 1 + (index + 1 < len(words) and words[index + 1].text in ":-=")
    stated, _ = number_at(tokens, at, scene.places) if at < len(words) else (None, 0)
    return [] if stated is None else [Candidate("", stated, tokens.starts[index], tokens.end(at), 0.0)]


def _spoken_of_at(scene: Scene, tokens: Tokens, index: int) -> list[Candidate]:
    """What is bought, had or simply named at `index`, without a number."""
    words = tokens.words
    here = words[index]
    at, bought, weight = index, index > 0 and words[index - 1].trigger, NAMED
    if bought or here.introduces or not index:
        at += here.possessive
        while at < len(words) and words[at].determiner:
            at += 1
        bought = bought or (index > 1 and words[index - 2].trigger)
        if bought:
            weight = BOUGHT
        elif here.introduces or scene.reading.body_start > tokens.starts[index]:
            weight = INTRODUCED
    found = phrase_at(tokens, at)
    return named(scene, tokens, found, None, weight, bought=bought) if found else []


def _titled(scene: Scene, tokens: Tokens, place: tuple[int, int]) -> list[Candidate]:
    """A title in quotes, unless it is what somebody said or wrote: `stamped "Return to Sender"`."""
    before = tokens.words[max(0, place[0] - _SAID_WITHIN) : place[0] - 1]
    if not word_set("product.says").isdisjoint([word.lower for word in before]):
        return []
    if before and thing([before[-1].lower]) in _NAMED_BESIDE and not (before[-1].idle or before[-1].container):
        return []  # what is called so is goods itself: `the wooden train "Little Puffer"`
    return named(scene, tokens, place, None, TITLED)
