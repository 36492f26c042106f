"""English numbers and noun phrases within a sentence: where they begin and end, token by token.

Knows words and their order, not what the letter is about: `products_english` takes from here what may be a product.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from parsers.goods.candidates import HAN
from parsers.goods.goods_words import KNOWN_WORDS, LONGEST_KEPT, Word, Words, are_thing
from parsers.lexicon import lexicon
from parsers.text.numerals import NUMBER, whole
from parsers.text.wording import one_of, word_set

MAX_NAME_WORDS = 7
_FEW_DIGITS = 3
_WORDS_BEFORE_PLURAL = 4  # "galvanised mild steel hoops"
_MOST_DIGITS = 9
_MAX_LEADING = 8  # words before a name that do not belong to it
_PARTS = (
    r"\d(?:[\d,]*\d)?(?:\.\d+)?(?!-?[A-Za-z]|\d)|\d(?:[\d,]*\d)?(?=(?i:{glued})(?![A-Za-z0-9-]))"
    r"|[A-Za-zÀ-ÿ0-9](?:[A-Za-z0-9_À-ÿ'&/.+-]*[A-Za-z0-9_À-ÿ+])?|[^\s\w]|[一-鿿]+"
)
_NUMERIC = re.compile(rf"(?:{NUMBER})$")
_WHOLE = re.compile(NUMBER)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")  # "2.000 pcs", as a German writes it
_LONGEST_ABBREVIATION = 4  # letters: PO, RMA, CASE
_FILE_NUMBER = re.compile(r"[A-Z]{0,6}-?\d{4,}[A-Z\d-]*")
_THREE = re.compile(r"\d{3}")
_TIMES = frozenset("x×*")
_QUOTE = '"'
_SUBTITLED = frozenset(":-")  # behind a title comes what it says besides: "Third Time Lucky: a life"
_WITHIN_TITLES = frozenset("&',/+!")
_LONGEST_TITLE = 16  # words and marks
_SMALL = 4  # letters from which on a title's word that no list knows has a capital
_LONGEST_BRACKETS = 6  # words and marks within


class Tokens(NamedTuple):  # made for every sentence: cheaper to make than a dataclass
    """The words, numbers and marks of a sentence, and at which canonical place each starts."""

    words: list[Word]
    starts: list[int]

    def end(self, at: int) -> int:
        """Behind which character the word `at` ends."""
        return self.starts[at] + len(self.words[at].text)

    def until(self, at: int) -> Tokens:
        """Those before `at`."""
        return Tokens(self.words[:at], self.starts[:at])


class _Pieces(dict[str, "Word | tuple[tuple[Word, int], ...]"]):
    """What stands between two spaces: a word, or several things as `(kettles,` has them, with their places in it.

    Those of Latin letters are kept, to be begun anew when they are too many.
    """

    def __init__(self) -> None:
        self.words = Words()

    def __missing__(self, piece: str) -> Word | tuple[tuple[Word, int], ...]:
        words = tuple([(self.words[match[0]], match.start()) for match in _token().finditer(piece)])
        found = words[0][0] if len(words) == 1 and words[0][1] == 0 else words
        if len(piece) <= LONGEST_KEPT and not HAN.search(piece):
            if len(self) >= KNOWN_WORDS:
                self.clear()
            self[piece] = found
        return found


@cache
def _token() -> re.Pattern[str]:
    """A number with a unit of goods directly behind is two: "500pcs"; with any other it is one: "25kg"."""
    return re.compile(_PARTS.replace("{glued}", one_of("product.glued")))


_PIECES = _Pieces()


def nothing() -> Word:
    """What stands beyond a sentence's words."""
    return _PIECES.words[""]


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """The words, numbers and marks between two places."""
    words: list[Word] = []
    starts: list[int] = []
    pieces = _PIECES
    for piece in text[start:end].split(" "):
        found = pieces[piece]
        if type(found) is Word:
            words.append(found)
            starts.append(start)
        else:
            for word, at in found:
                words.append(word)
                starts.append(start + at)
        start += len(piece) + 1
    return Tokens(words, starts)


def number_at(tokens: Tokens, index: int, places: frozenset[int]) -> tuple[int | None, int]:
    """The number at `index` and how many tokens it takes; those at `places` name something else."""
    words = tokens.words
    word = words[index]
    follows = words[index + 1] if index + 1 < len(words) else nothing()
    if tokens.starts[index] in places and not (follows.container and _is_brief(word.text)):
        return None, 0  # what looks like an order's number is a quantity all the same in "24 cans"
    if (
        index
        and words[index - 1].not_counted
        and not ((follows.container and _is_first_of(words, index - 1)) or _is_ordering(words, index - 1))
    ):
        return None, 0
    if index and words[index - 1].capital and words[index - 1].lower in word_set("product.numbered"):
        return None, 0  # "Plot 14 worktop"
    if index > 1 and words[index - 1].text == "." and words[index - 2].not_counted:
        return None, 0  # "No. 1962"
    if index > 1 and words[index - 1].capital and not (words[index - 1].capitals or words[index - 1].stop):
        return None, 0  # part of a name: "AirPlus 300"
    if index > 1 and words[index - 1].text in _TIMES and words[index - 2].digit and not follows.container:
        return None, 0  # "a 6 x 12 marquee"
    if word.digit:
        return (None, 0) if _is_part(tokens, index) else _digits(tokens, index, follows)
    used = _number_words(words, index)
    if not used and "-" in word.lower and all(part in lexicon().numbers for part in word.lower.split("-")):
        used = 1
    if not used or (word.lower == "one" and used == 1 and not follows.container):
        return None, 0
    value = whole(" ".join([each.lower for each in words[index : index + used]]))
    return value, used + _repeated(words, index + used, value)


def _repeated(words: list[Word], at: int, value: int | None) -> int:
    """3 where the number is said once more in figures: "ten (10) barriers"; otherwise 0."""
    if at + 2 >= len(words) or words[at].text != "(" or words[at + 2].text != ")":
        return 0
    return 3 if words[at + 1].digit and whole(words[at + 1].text) == value else 0


def _is_part(tokens: Tokens, index: int) -> bool:
    """Whether the figures are the end of something else: of a telephone number, "0161 496 0123", of a ratio, "1:18"."""
    words, starts = tokens.words, tokens.starts
    if len(words[index].text) >= _FEW_DIGITS and words[index].text.startswith("0"):
        return True
    if index < 2 or words[index - 1].text != ":" or not words[index - 2].digit:
        return False
    return starts[index] == tokens.end(index - 1) and starts[index - 1] == tokens.end(index - 2)


def _is_first_of(words: list[Word], at: int) -> bool:
    """Whether it says which delivery comes to so many: "first lot 60 pieces"."""
    return (
        at > 0 and words[at].lower in word_set("product.delivery") and words[at - 1].lower in word_set("product.which")
    )


def _is_ordering(words: list[Word], at: int) -> bool:
    """Whether a word that a document may be called by says what is done: "we order 500 bottles", "I want to order 20"."""
    if not at or not words[at].trigger:
        return False
    before = [word.lower for word in words[max(0, at - 2) : at]]
    return before[-1] in word_set("product.ordering") or " ".join(before) in word_set("product.ordering")


def _is_brief(number: str) -> bool:
    return len(number) <= _FEW_DIGITS or _DOTTED.fullmatch(number) is not None


def _digits(tokens: Tokens, index: int, follows: Word) -> tuple[int | None, int]:
    words, text, used = tokens.words, tokens.words[index].text, 1
    if (follows.container or follows.noun) and _DOTTED.fullmatch(text):
        text = text.replace(".", "")
    elif follows.digit and len(text) <= _FEW_DIGITS and index + 2 < len(words) and _THREE.fullmatch(follows.text):
        grouped = tokens.end(index) + 1 == tokens.starts[index + 1]
        if grouped and (words[index + 2].container or _are_several(words, index + 2)):
            text, used = text + follows.text, 2  # "30 000 pcs", "2 000 steel hoops"
    elif follows.lower in word_set("number.times") and text.isdigit():
        return int(text) * lexicon().numbers[follows.lower], 2  # "2 dozen"
    if not (text.isdigit() and len(text) <= _MOST_DIGITS) and not _WHOLE.fullmatch(text):
        return None, 0
    after = words[index + used : index + used + 2]
    glued = len(after) > 1 and after[0].text == "x" and tokens.end(index) == tokens.starts[index + 1]
    if glued and not any(
        word.one != word.lower and not word.stop for word in words[index + used + 1 : index + used + 4]
    ):
        return None, 0  # "10x magnifier", but "4x tyres"
    if len(after) > 1 and after[0].text in _TIMES and after[1].alnum and not after[1].text.isdigit():
        used += 1  # "2 x front tyre"
    return whole(text), used


def _are_several(words: list[Word], at: int) -> bool:
    """Whether known goods in the plural are named within a few words: "galvanised steel hoops"."""
    for word in words[at : at + _WORDS_BEFORE_PLURAL]:
        if word.plural and word.noun:
            return True
        if not word.alpha or (word.stop and not word.participle):
            return False
    return False


def _number_words(words: list[Word], index: int) -> int:
    """How many from `index` on are number words, `two hundred and five`."""
    used = 0
    while index + used < len(words) and used < 5:
        word = words[index + used]
        joins = used and word.lower == "and" and words[min(index + used + 1, len(words) - 1)].number
        if not word.number and not joins:
            break
        used += 1
    return used


def whole_of(tokens: Tokens, index: int, used: int, places: frozenset[int]) -> tuple[int, bool]:
    """Of "nine of the eighteen kettles" the tokens up to "kettles", and that it is a share."""
    words, at = tokens.words, index + used
    if at + 1 < len(words) and words[at].share:
        while at < len(words) and words[at].share:
            at += 1
        while at < len(words) and words[at].determiner and not words[at].number:
            at += 1
        if at + 1 < len(words) and words[at].digit and words[at + 1].size:
            return at - index, True  # "600 of the 5 ml syringes"
        if at < len(words):
            whole_number, more = number_at(tokens, at, places)
            if whole_number is not None:
                return at + more - index, True
    return used, False


def is_measure(tokens: Tokens, index: int) -> bool:
    """Whether the number at `index` says how large, not how many."""
    words = tokens.words
    after = words[index + 1] if index + 1 < len(words) else nothing()
    if after.noun and after.measure and _is_compound(words, index + 1):
        return False  # "40 bar stools"
    if after.lower in _TIMES and index + 2 < len(words) and not words[index + 2].text.isdigit():
        return False  # "2 x front tyre"
    if after.text == _QUOTE and tokens.end(index) == tokens.starts[index + 1]:
        return True  # inches
    return after.measure or (index > 0 and words[index - 1].month)


def _is_compound(words: list[Word], at: int) -> bool:
    return at + 1 < len(words) and f"{words[at].lower}-{words[at + 1].one}" in word_set("product.no_measure")


def phrase_at(tokens: Tokens, at: int, *, counted: bool = False) -> tuple[int, int] | None:
    """Where the noun phrase that begins at `at` starts and ends (tokens), containers and adjectives left out."""
    words = tokens.words
    first = last = _first_of_name(words, at, counted=counted)
    count = len(words)
    quoted = 0 < first <= count and words[first - 1].text == _QUOTE
    if quoted and (title := title_at(words, first)) is not None:
        return title  # `40 copies of "Rivers & Coasts" in paperback`
    if quoted and counted and (closing := _closing(words, first)) is not None:
        return first, closing  # `40 copies of "marketing in practice"`
    while last < count and last < first + MAX_NAME_WORDS:
        word = words[last]
        if quoted and last > first and word.text == _QUOTE and _goes_on(words, last + 1):
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
    closing = next((at for at in within if words[at].text == _QUOTE), None)
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
        if word.text == _QUOTE:
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
        and words[first - 1].text == _QUOTE
        and (words[last].text == _QUOTE or words[last].text in _SUBTITLED)
    )


def _first_of_name(words: list[Word], at: int, *, counted: bool) -> int:
    first, count = at, len(words)
    while first < count and first < at + _MAX_LEADING:
        word = words[first]
        following = words[first + 1] if first + 1 < count else nothing()
        if word.text == _QUOTE and following.determiner and title_at(words, first + 1):
            return first + 1  # `12 copies of "The Salt Road"`
        if (word.container or word.lower in word_set("product.holder")) and following.lower == "of":
            first += 2
        elif word.digit and following.text in _TIMES and words[min(first + 2, count - 1)].digit:
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
