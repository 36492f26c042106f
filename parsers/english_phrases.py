"""English numbers and noun phrases within a sentence: where they begin and end, token by token.

Knows words and their order, not what the letter is about: `products_english` takes from here what may be a product.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple, cast

from parsers.goods_words import KNOWN_WORDS, is_model, is_noun, is_participle, is_plural, leads
from parsers.lexicon import lexicon
from parsers.numerals import NUMBER, whole
from parsers.wording import word_set

MAX_NAME_WORDS = 7
_FEW_DIGITS = 3
_TOKEN = re.compile(
    r"\d(?:[\d,]*\d)?(?:\.\d+)?(?!-?[A-Za-z]|\d)|[A-Za-zÀ-ÿ0-9](?:[A-Za-z0-9_À-ÿ'&/.+-]*[A-Za-z0-9_À-ÿ+])?|[^\s\w]|[一-鿿]+"
)
_NUMERIC = re.compile(rf"(?:{NUMBER})$")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")  # "2.000 pcs", as a German writes it
_THREE = re.compile(r"\d{3}")
_TIMES = frozenset("x×*")
_QUOTE = '"'


class Token(NamedTuple):  # a letter has hundreds: cheaper to make than a dataclass
    """A word, number or mark at canonical `start` up to `end`."""

    text: str
    lower: str
    start: int
    end: int


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words, numbers and marks between two places."""
    new = cast("Any", tuple).__new__  # past the constructor's own frame: this is done of every word
    tokens: list[Token] = []
    for word in _TOKEN.findall(text, start, end):
        at = text.find(word, start)  # what is passed over begins no token: cheaper than asking each match for its place
        start = at + len(word)
        tokens.append(new(Token, (word, word.lower(), at, start)))
    return tokens


class Promise(NamedTuple):
    """What may come of a word, by itself: most promise nothing, and are passed over without a second look."""

    counts: bool  # a number may begin with it
    introduces: bool  # a name may follow it, whatever that is
    states: bool  # a quantity or a name may follow it
    opens_next: bool  # one may begin behind it
    names: bool  # it is goods itself, if nothing that `ends` no name stands before it
    ends: bool


START = Promise(counts=False, introduces=False, states=False, opens_next=True, names=False, ends=True)


@lru_cache(maxsize=KNOWN_WORDS)
def promise(text: str) -> Promise:
    """What may come of the word `text`."""
    word = text.lower()
    return Promise(
        counts=word[0].isdigit() or "-" in word[1:] or word in lexicon().numbers,
        introduces=word in word_set("product.determiner") or word.endswith("'s"),
        states=word in word_set("product.quantity_label"),
        opens_next=word in word_set("product.trigger"),
        names=is_noun(word) or is_model(text),
        ends=word in word_set("product.stop") or not word[:1].isalpha(),
    )


def number_at(tokens: list[Token], index: int, places: frozenset[int]) -> tuple[int | None, int]:
    """The number at `index` and how many tokens it takes; those at `places` name something else."""
    token = tokens[index]
    words = word_set
    follows = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    brief = len(token.text) <= _FEW_DIGITS or _DOTTED.fullmatch(token.text)
    if token.start in places and not (brief and follows in words("product.container")):
        return None, 0  # what looks like an order's number is a quantity all the same in "24 cans"
    if index and tokens[index - 1].lower in words("product.not_counted"):
        return None, 0
    if index > 1 and tokens[index - 1].text == "." and tokens[index - 2].lower in words("product.not_counted"):
        return None, 0  # "No. 1962"
    if index > 1 and tokens[index - 1].text[:1].isupper() and not tokens[index - 1].text.isupper():
        return None, 0  # part of a name: "AirPlus 300"
    if token.text[:1].isdigit():
        return _digits(tokens, index, follows)
    used = _number_words(tokens, index)
    if not used and "-" in token.lower and all(part in lexicon().numbers for part in token.lower.split("-")):
        used = 1
    if not used:
        return None, 0
    value = whole(" ".join(t.lower for t in tokens[index : index + used]))
    alone = token.lower == "one" and used == 1 and follows not in words("product.container")
    return (None, 0) if alone else (value, used)


def _digits(tokens: list[Token], index: int, follows: str) -> tuple[int | None, int]:
    text, used = tokens[index].text, 1
    if _DOTTED.fullmatch(text) and (follows in word_set("product.container") or is_noun(follows)):
        text = text.replace(".", "")
    elif len(text) <= _FEW_DIGITS and _THREE.fullmatch(follows) and index + 2 < len(tokens):
        grouped = tokens[index].end + 1 == tokens[index + 1].start
        if grouped and tokens[index + 2].lower in word_set("product.container"):
            text, used = text + follows, 2  # "30 000 pcs"
    if not re.fullmatch(NUMBER, text):
        return None, 0
    after = tokens[index + used : index + used + 2]
    if len(after) > 1 and after[0].text in _TIMES and after[1].text[0].isalnum() and not after[1].text.isdigit():
        used += 1  # "2 x front tyre"
    return whole(text), used


def _number_words(tokens: list[Token], index: int) -> int:
    """How many tokens from `index` on are number words, `two hundred and five`."""
    numbers, used = lexicon().numbers, 0
    while index + used < len(tokens) and used < 5:
        word = tokens[index + used].lower
        joins = used and word == "and" and tokens[min(index + used + 1, len(tokens) - 1)].lower in numbers
        if word not in numbers and not joins:
            break
        used += 1
    return used


def whole_of(tokens: list[Token], index: int, used: int, places: frozenset[int]) -> tuple[int, bool]:
    """Of "nine of the eighteen kettles" the tokens up to "kettles", and that it is a share."""
    at = index + used
    if at + 1 < len(tokens) and tokens[at].lower in word_set("product.share"):
        while at < len(tokens) and tokens[at].lower in word_set("product.share"):
            at += 1
        while at < len(tokens) and tokens[at].lower in word_set("product.determiner"):
            if tokens[at].lower in lexicon().numbers:
                break
            at += 1
        if at < len(tokens):
            whole_number, more = number_at(tokens, at, places)
            if whole_number is not None:
                return at + more - index, True
    return used, False


def is_measure(tokens: list[Token], index: int) -> bool:
    """Whether the number at `index` says how large, not how many."""
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if after in _TIMES and index + 2 < len(tokens) and not tokens[index + 2].text.isdigit():
        return False  # "2 x front tyre"
    if after == _QUOTE and tokens[index].end == tokens[index + 1].start:
        return True  # inches
    return after in word_set("product.measure") or (index > 0 and tokens[index - 1].lower in word_set("ref.month"))


def phrase_at(tokens: list[Token], at: int, *, counted: bool = False) -> tuple[int, int] | None:
    """Where the noun phrase that begins at `at` starts and ends (tokens), containers and adjectives left out."""
    first = _first_of_name(tokens, at, counted=counted)
    last = first
    quoted = first > 0 and tokens[first - 1].text == _QUOTE
    if quoted and counted and (closing := _closing(tokens, first)) is not None:
        return first, closing  # `40 copies of "Marketing in Practice"`
    while last < len(tokens) and last < first + MAX_NAME_WORDS:
        if quoted and last > first and tokens[last].text == _QUOTE and _goes_on(tokens, last + 1):
            quoted, first = False, first - 1  # `"Kentwell" teak bench`
        elif _ends_name(tokens, last, first):
            break
        last += 1
        if last < len(tokens) and tokens[last - 1].text.endswith((".", "/")):
            break
    if last == first:
        return None
    if (
        last + 1 < len(tokens)
        and tokens[last].lower == "of"
        and tokens[last - 1].lower in word_set("product.container")
    ):
        return phrase_at(tokens[: last + 9], last + 1, counted=counted) or (first, last)  # "a bulk bag of gravel"
    return first, last


def _closing(tokens: list[Token], first: int) -> int | None:
    """Where the title in quotes ends whose first word is at `first`, if no name goes on behind it."""
    within = range(first + 1, min(first + MAX_NAME_WORDS + 1, len(tokens)))
    closing = next((at for at in within if tokens[at].text == _QUOTE), None)
    return None if closing is None or _goes_on(tokens, closing + 1) else closing


def _first_of_name(tokens: list[Token], at: int, *, counted: bool) -> int:
    words, first = word_set, at
    while first < len(tokens) and first < at + 8:
        word = tokens[first].lower
        following = tokens[first + 1].lower if first + 1 < len(tokens) else ""
        if word in words("product.container") and following == "of":
            first += 2
        elif following in words("product.age") and tokens[min(first + 2, len(tokens) - 1)].lower == "old":
            first += 3  # "my 12 year old rucksack"
        elif leads(word) or _is_led_on(word, following, counted=counted):
            first += 1
        else:
            break
    return first


def _is_led_on(word: str, following: str, *, counted: bool) -> bool:
    """Whether by what follows the word does not belong to the name: a possessor, a participle, a container."""
    stop, goes_on = word_set("product.stop"), following[:1].isalpha()
    if word.endswith("'s") and goes_on:
        return True
    if is_participle(word) and (is_noun(following) or (counted and goes_on and following not in stop)):
        return True
    return (
        word in word_set("product.container") and (counted or not is_noun(word)) and following not in stop and goes_on
    )


def _ends_name(tokens: list[Token], at: int, first: int) -> bool:
    token = tokens[at]
    if not token.text[:1].isalnum() or "一" <= token.text[0] <= "鿿":
        return True
    if token.lower in word_set("product.stop") and not is_model(token.text):
        return True
    if not token.text[:1].isdigit() or is_model(token.text):
        return False
    if at == first:
        return bool(_NUMERIC.match(token.text)) and not is_measure(tokens, at)
    follows = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    return not tokens[at - 1].text[:1].isupper() or follows in word_set("product.container")


def _goes_on(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text[:1].isalpha() and tokens[at].lower not in word_set("product.stop")


def end_of_name(tokens: list[Token], place: tuple[int, int], quantity: int | None) -> int | None:
    """Behind the last known noun or model; of counted unknown things behind the first plural."""
    first, last = place
    heads = [at for at in range(first, last) if is_noun(tokens[at].lower) or is_model(tokens[at].text)]
    if quantity is not None and quantity > 1 and not any(is_noun(tokens[at].lower) for at in heads):
        plural = next((at for at in range(first, last) if is_plural(tokens[at].lower)), None)
        contained = first and (
            tokens[first - 1].lower in {"of", _QUOTE} or tokens[first - 1].lower in word_set("product.container")
        )
        return last if plural is None and contained else None if plural is None else plural + 1
    end = (max(heads) if heads else last - 1) + 1
    if heads and quantity is not None and quantity > 1 and not is_plural(tokens[end - 1].lower):
        end = next((at + 1 for at in range(end, last) if is_plural(tokens[at].lower)), end)  # "four kayak paddles"
    while end < last and tokens[end].lower in word_set("product.tail"):
        end += 1  # "phone case"
    return _beyond(tokens, end, last) if heads else end


def _beyond(tokens: list[Token], end: int, last: int) -> int:
    """A name may end in a word that no list knows: "Vanilla Cream Filling", "the press elbows are too narrow"."""
    while end < last and tokens[end].text.istitle() and tokens[end - 1].text[:1].isupper():
        end += 1
    is_plural_at_the_end = end + 1 == last < len(tokens) and is_plural(tokens[end].lower)
    if not is_plural_at_the_end or is_plural(tokens[end - 1].lower):
        return end
    return last if tokens[last].lower in word_set("product.plural_verb") else end
