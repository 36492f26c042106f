"""How many of what stands at a place in the letter: the number before it, in any language's words.

For names whose place is known (the catalogue's); the grammars of `products_english` and `products_chinese` count what
they find themselves.
"""

from __future__ import annotations

import re

from parsers.lexicon import lexicon
from parsers.patterns import later
from parsers.text.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.text.reading import Reading

_LOOK_BACK = 40  # characters
_WORD = later(rf"(?:{NUMBER})(?![\d.])|[a-zà-ÿ][a-zà-ÿ'-]*|{ZH_NUMERAL}+|[一-鿿]|[^\s\w]")


def number_before(reading: Reading, at: int, places: frozenset[int]) -> int | None:
    """`3` of "3 of the faulty …", `18` of `18台…`; None when no number leads up to `at`.

    `places`: where numbers begin that count nothing.
    """
    start = max(reading.sentence(at)[0], at - _LOOK_BACK)
    words = list(_WORD.finditer(reading.lower, start, at))
    found: int | None = None
    while words:
        word = words[-1]
        number = _number(words)
        if number is not None:
            if word.start() in places or (words and words[-1][0] in lexicon().words("product.not_counted")):
                break
            found = number  # "3 of the 24": the first is what the letter is about
        elif words and word[0] in _between():
            words.pop()
        else:
            break
    return found


def _number(words: list[re.Match[str]]) -> int | None:
    """The number that the last words make; they are taken off."""
    taken: list[str] = []
    while words and (words[-1][0] in lexicon().numbers or (taken and words[-1][0] == "and")):
        taken.insert(0, words.pop()[0])
    if taken:
        return whole(" ".join(taken))
    value = whole(words[-1][0]) if words else None
    if value is not None:
        words.pop()
    return value


def _between() -> frozenset[str]:
    """What may stand between a number and the name of what is counted."""
    words = lexicon().words
    return (
        words("product.container")
        | words("product.determiner")
        | words("product.adjective")
        | words("product.between")
        | words("zh_product.measure")
        | words("zh_product.between")
    )
