"""English noun phrases within a sentence: where they begin and end, token by token.

Knows words and their order, not what the letter is about: `products_english` takes from here what may be a product.
"""

from __future__ import annotations

import re

from parsers.goods.english_figures import is_measure
from parsers.goods.english_tokens import QUOTE, TIMES, Tokens, nothing
from parsers.goods.goods_words import Word, are_thing
from parsers.text.numerals import NUMBER
from parsers.text.wording import word_set

MAX_NAME_WORDS = 7
_MAX_LEADING = 8  # words before a name that do not belong to it
_NUMERIC = re.compile(rf"(?:{NUMBER})$")
_LONGEST_ABBREVIATION = 4  # letters: PO, RMA, CASE
_FILE_NUMBER = re.compile(r"[A-Z]{0,6}-?\d{4,}[A-Z\d-]*")
_SUBTITLED = frozenset(":-")  # behind a title comes what it says besides: "Third Time Lucky: a life"
_WITHIN_TITLES = frozenset("&',/+!")
_LONGEST_TITLE = 16  # words and marks
_SMALL = 4  # letters from which on a title's word that no list knows has a capital
_LONGEST_BRACKETS = 6  # words and marks within


def phrase_at(tokens: Tokens, at: int, *, counted: bool = False) -> tuple[int, int] | None:
    """Where the noun phrase that begins at `at` starts and ends (tokens), containers and adjectives left out."""
    words = tokens.words
    first = last = _first_of_name(words, at, counted=counted)
    count = len(words)
    quoted = 0 < first <= count and words[first - 1].text == QUOTE
    if quoted and (title := title_at(words, first)) is not None:
        return title  # `40 copies of "Rivers & Coasts" in paperback`
    if quoted and counted and (closing := _closing(words, first)) is not None:
        return first, closing  # `40 copies of "marketing in practice"`
    while last < count and last < first + MAX_NAME_WORDS:
        word = words[last]
        if quoted and last > first and word.text == QUOTE and _goes_on(words, last + 1):
            quoted, first = False, first - 1  # `"Kentwell" teak bench`
        elif (word.bars and not _goes_across(words, first, last)) or (
            word.figure and _ends_at_number(tokens, last, first)
        ):
            break
        last += 1
    if last == first:
        return None
    if last + 1 < count and words[last].lower == "of" and words[last - 1].container:
        return phrase_at(tokens.until(last + 9), last + 1, counted=counted) or (first, last)  # "a bulk bag of gravel"
    return first, last


def _goes_across(words: list[Word], first: int, at: int) -> bool:
    """Whether a name goes on across what else ends it: "Apple & Oat Bars", "the band saw"."""
    if at == first:
        return at + 1 < len(words) and are_thing(words[at], words[at + 1])  # "the can opener"
    return _joins_one_name(words, first, at) if words[at].text == "&" else are_thing(words[at - 1], words[at])


def _joins_one_name(words: list[Word], first: int, at: int) -> bool:
    """Whether the mark at `at` joins what one thing is made of: "Apple & Oat Bars", but not "Tables & Chairs"."""
    if at == first or at + 2 >= len(words) or not (words[at - 1].capital and words[at + 1].capital):
        return False
    return not (words[at - 1].plural or words[at + 1].plural) and words[at + 2].capital and words[at + 2].noun


def _closing(words: list[Word], first: int) -> int | None:
    """Where the title in quotes ends whose first word is at `first`, if no name goes on behind it."""
    within = range(first + 1, min(first + MAX_NAME_WORDS + 1, len(words)))
    closing = next((at for at in within if words[at].text == QUOTE), None)
    return None if closing is None or _goes_on(words, closing + 1) else closing


def title_at(words: list[Word], first: int) -> tuple[int, int] | None:
    """Where the title starts and ends whose first word is at `first`, behind a quote; what follows a colon says no more.

    A title has capitals but for small words, and no noun goes on behind it unless it has such: `"Kentwell" teak bench`.
    """
    if first >= len(words) or not (words[first].capital or words[first].digit):
        return None
    small, main = int(words[first].determiner), None
    for at in range(first, min(first + _LONGEST_TITLE, len(words))):
        word = words[at]
        if word.text == QUOTE:
            long = at - first > 1 and (small or not _goes_on(words, at + 1))
            return (first, main or at) if long and words[first:at] and _is_large(words[at - 1]) else None
        if word.text in _SUBTITLED:
            main = main or at
        elif not _is_large(word):
            if word.text not in _WITHIN_TITLES and not (word.alpha and (word.stop or len(word.text) < _SMALL)):
                return None
            small += 1
    return None


def _is_large(word: Word) -> bool:
    return word.capital or word.digit


def is_title(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether the name at `place` is a title in quotes."""
    first, last = place
    return (
        0 < first < last < len(words)
        and words[first - 1].text == QUOTE
        and (words[last].text == QUOTE or words[last].text in _SUBTITLED)
    )


def _first_of_name(words: list[Word], at: int, *, counted: bool) -> int:
    first, count = at, len(words)
    while first < count and first < at + _MAX_LEADING:
        word = words[first]
        following = words[first + 1] if first + 1 < count else nothing()
        if word.text == QUOTE and following.determiner and title_at(words, first + 1):
            return first + 1  # `12 copies of "The Salt Road"`
        if (word.container or word.lower in word_set("product.holder")) and following.lower == "of":
            first += 2
        elif word.digit and following.text in TIMES and words[min(first + 2, count - 1)].digit:
            first += 3  # "a 6 x 12 marquee"
        elif word.container and following.text == "(" and (inner := _behind_brackets(words, first + 1)):
            first = inner  # "14 bags (50 kg) of barley"
        elif word.plural and following.text == "'" and _goes_on(words, first + 2):
            first += 2  # "the daughters' frocks"
        elif following.age and words[min(first + 2, count - 1)].lower == "old":
            first += 3  # "my 12 year old rucksack"
        elif (word.capitals and _is_filed(words, first)) or _is_sized(word, following):
            first += 2  # "PO 3392 plush toys", "the size 10 boots"
        elif word.leads or (word.may_lead and _is_led_on(word, following, counted=counted)):
            first += 1
        else:
            break
    return first


def _behind_brackets(words: list[Word], at: int) -> int:
    """Behind the "of" that follows the few words in brackets at `at`; 0 when none does."""
    closing = next(
        (each for each in range(at + 1, min(at + _LONGEST_BRACKETS, len(words))) if words[each].text == ")"), 0
    )
    return closing + 2 if closing and closing + 1 < len(words) and words[closing + 1].lower == "of" else 0


def _is_sized(word: Word, following: Word) -> bool:
    """Whether the two are a size before a name: "size 10"."""
    return following.digit and word.lower in word_set("product.sizing")


def _is_filed(words: list[Word], at: int) -> bool:
    """Whether the abbreviation at `at` and what follows are some document's number before a name."""
    if at + 2 >= len(words) or len(words[at].text) > _LONGEST_ABBREVIATION:
        return False
    return _FILE_NUMBER.fullmatch(words[at + 1].text) is not None and words[at + 2].text.islower()


def _is_led_on(word: Word, following: Word, *, counted: bool) -> bool:
    """Whether by what follows the word does not belong to the name: a possessor, a participle, a container."""
    goes_on = following.alpha
    if word.possessive and goes_on:
        return True
    goes_on = goes_on and not following.stop
    if word.participle and (following.noun or (counted and goes_on)):
        return True
    if _are_pair(word, following) or (
        word.container and not word.plural and following.one in word_set("product.of_container")
    ):
        return False  # "ten coil cabinets", "forty bottle openers"
    return word.container and (counted or not word.noun) and goes_on


def is_pair(words: list[Word], at: int) -> bool:
    """Whether the container at `at` and the next make one thing: "tote bags"."""
    return at + 1 < len(words) and _are_pair(words[at], words[at + 1])


def _are_pair(word: Word, following: Word) -> bool:
    return word.noun and not word.plural and following.container and following.plural


def _ends_at_number(tokens: Tokens, at: int, first: int) -> bool:
    words = tokens.words
    if at == first:
        return _NUMERIC.match(words[at].text) is not None and not is_measure(tokens, at)
    return not words[at - 1].capital or (at + 1 < len(words) and words[at + 1].container)


def _goes_on(words: list[Word], at: int) -> bool:
    return at < len(words) and words[at].alpha and not words[at].stop
