"""English numbers within a sentence, token by token: how many of something, and not how large or which."""

from __future__ import annotations

import re

from parsers.goods.english_tokens import QUOTE, TIMES, Tokens, nothing
from parsers.goods.goods_words import Word
from parsers.lexicon import lexicon
from parsers.text.numerals import NUMBER, whole
from parsers.text.wording import word_set

_FEW_DIGITS = 3
_WORDS_BEFORE_PLURAL = 4  # "galvanised mild steel hoops"
_MOST_DIGITS = 9
_WHOLE = re.compile(NUMBER)
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")  # "2.000 pcs", as a German writes it
_THREE = re.compile(r"\d{3}")


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
    if index > 1 and words[index - 1].text in TIMES and words[index - 2].digit and not follows.container:
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
    if len(after) > 1 and after[0].text in TIMES and after[1].alnum and not after[1].text.isdigit():
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
    if after.lower in TIMES and index + 2 < len(words) and not words[index + 2].text.isdigit():
        return False  # "2 x front tyre"
    if after.text == QUOTE and tokens.end(index) == tokens.starts[index + 1]:
        return True  # inches
    return after.measure or (index > 0 and words[index - 1].month)


def _is_compound(words: list[Word], at: int) -> bool:
    return at + 1 < len(words) and f"{words[at].lower}-{words[at + 1].one}" in word_set("product.no_measure")
