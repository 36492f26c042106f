"""English names of products: "18 cooling machines", "the K7 kettle", "a consignment of wrapping film".

People, days, letters and other things that are counted in letters without being goods are in the lexicon, as are all
other words. Knows nothing of the letter as a whole: `products` decides what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.candidates import Candidate, singular
from parsers.lexicon import lexicon
from parsers.numerals import NUMBER, whole
from parsers.reading import Reading

MAX_NAME_WORDS = 7
MAX_TOKENS = 20_000
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?(?![A-Za-z\d])|[A-Za-zÀ-ÿ0-9][\wÀ-ÿ'&/.+-]*[\wÀ-ÿ+]|[A-Za-zÀ-ÿ]|[^\s\w]")
_MODEL = re.compile(r"(?=[A-Za-z-]*\d)(?=\d*-?[A-Za-z])[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")
_PLACED = re.compile(
    r"\b(?:on|off|onto|over|under|behind|into|by|in) (?:the|a|an|my|our|her|his|your|their|the same) $"
)
_CONTACT = re.compile(
    r"\s(?:number|call|calls|line|company|conversation)\b|\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d{3}",
    re.IGNORECASE,
)  # "my phone is 555 …"


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int


def english_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    places = {start for start, _ in taken}
    budget = MAX_TOKENS
    for start, end in reading.sentences():
        tokens = [
            _Token(m[0], m[0].lower(), m.start(), m.end())
            for m in _TOKEN.finditer(reading.text, start, min(end, start + 2_000))
        ]
        budget -= len(tokens)
        if budget < 0:
            return
        yield from _in_sentence(reading, tokens, places)


def _in_sentence(reading: Reading, tokens: list[_Token], places: set[int]) -> Iterator[Candidate]:
    words = lexicon().words
    index = 0
    while index < len(tokens):
        token = tokens[index]
        quantity, used = _quantity(tokens, index, places)
        if quantity is not None:
            used, share = _share(tokens, index, used, places)
            found = _phrase(tokens, index + used, counted=True)
            after = tokens[index + used].lower if index + used < len(tokens) else ""
            if after in words("product.container") and (not found or _is_bare(tokens, found)):
                yield Candidate("", quantity, token.start, tokens[index + used].end, 0.0)
            elif found and not _is_measure(tokens, index):
                yield from _named(reading, tokens, found, quantity, 3.4 if share else 3.0)
                index = max(index + 1, found[1])
                continue
        triggered = index > 0 and tokens[index - 1].lower in words("product.trigger")
        introduced = token.lower in words("product.determiner")
        if introduced or triggered or token.start == tokens[0].start:
            at = index
            while at < len(tokens) and tokens[at].lower in words("product.determiner"):
                at += 1
            bought = triggered or (index > 1 and tokens[index - 2].lower in words("product.trigger"))
            found = _phrase(tokens, at)
            if found:
                yield from _named(
                    reading,
                    tokens,
                    found,
                    None,
                    1.6 if bought else 1.0 if introduced or reading.body_start > token.start else 0.7,
                )
        elif _noun(token.lower) or _is_model(token):
            found = _phrase(tokens, index)
            if found and (
                index == 0
                or tokens[index - 1].lower in words("product.stop")
                or not tokens[index - 1].lower[:1].isalpha()
            ):
                yield from _named(reading, tokens, found, None, 0.7)
        index += 1


def _share(tokens: list[_Token], index: int, used: int, places: set[int]) -> tuple[int, bool]:
    """Of "nine of the eighteen kettles" the tokens up to "kettles": nine is what the letter is about."""
    at = index + used
    if at + 1 < len(tokens) and tokens[at].lower == "of":
        at += 1
        while at < len(tokens) and tokens[at].lower in lexicon().words("product.determiner"):
            if tokens[at].lower in lexicon().numbers:
                break
            at += 1
        if at < len(tokens):
            whole_number, more = _quantity(tokens, at, places)
            if whole_number is not None:
                return at + more - index, True
    return used, False


def _is_participle(word: str) -> bool:
    """`leaking` in "the leaking boiler"."""
    return word.endswith(("ing", "ed", "en")) and word in lexicon().words("product.stop")


def _is_bare(tokens: list[_Token], place: tuple[int, int]) -> bool:
    """Whether the phrase is only a container: `50 units`."""
    return all(token.lower in lexicon().words("product.container") for token in tokens[slice(*place)])


def _quantity(tokens: list[_Token], index: int, places: set[int]) -> tuple[int | None, int]:
    """The number at `index` and how many tokens it takes."""
    token = tokens[index]
    if token.start in places or (
        index
        and tokens[index - 1].lower
        in {"$", "£", "€", "¥", "no", "no.", "#", "invoice", "order", "/", "usd", "eur", "gbp"}
    ):
        return None, 0
    if index > 1 and tokens[index - 1].text[:1].isupper() and not tokens[index - 1].text.isupper():
        return None, 0  # part of a name: "AirPlus 300"
    if token.text[:1].isdigit():
        return (whole(token.text), 1) if re.fullmatch(NUMBER, token.text) else (None, 0)
    used = 0
    while (
        index + used < len(tokens)
        and used < 5
        and (
            tokens[index + used].lower in lexicon().numbers
            or (
                used
                and tokens[index + used].lower == "and"
                and tokens[min(index + used + 1, len(tokens) - 1)].lower in lexicon().numbers
            )
        )
    ):
        used += 1
    if not used and "-" in token.lower and all(part in lexicon().numbers for part in token.lower.split("-")):
        used = 1
    if not used:
        return None, 0
    value = whole(" ".join(t.lower for t in tokens[index : index + used]))
    return (value, used) if token.lower != "one" or used > 1 else (None, 0)


def _is_measure(tokens: list[_Token], index: int) -> bool:
    after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    return after in {
        "%",
        "/",
        ":",
        "°",
        "x",
        "mm",
        "cm",
        "kw",
        "w",
        "v",
        "gb",
        "inch",
        "-",
        "kva",
        "hp",
        "tier",
        "year",
        "seater",
        "drawer",
        "door",
        "litre",
        "liter",
        "l",
        "tb",
        "watt",
        "volt",
        "amp",
        "ton",
        "tonne",
        "ply",
        "core",
        "person",
        "man",
        "channel",
        "port",
        "bar",
    } or (index > 0 and tokens[index - 1].lower in lexicon().words("ref.month"))


def _phrase(tokens: list[_Token], at: int, *, counted: bool = False) -> tuple[int, int] | None:
    """Where the noun phrase that begins at `at` starts and ends (tokens), containers and adjectives left out."""
    words = lexicon().words
    first = at
    while first < len(tokens) and first < at + 8:
        word = tokens[first].lower
        following = tokens[first + 1].lower if first + 1 < len(tokens) else ""
        if word in words("product.container") and following == "of":
            first += 2
        elif (
            word == "of"
            or word in words("product.determiner")
            or word in words("product.adjective")
            or word in {"(", '"', "'"}
            or (
                _is_participle(word)
                and (
                    _noun(following) or (counted and following[:1].isalpha() and following not in words("product.stop"))
                )
            )
        ) or (
            word in words("product.container")
            and (counted or not _noun(word))
            and following not in words("product.stop")
            and following[:1].isalpha()
        ):
            first += 1
        else:
            break
    last = first
    while last < len(tokens) and last < first + MAX_NAME_WORDS:
        token = tokens[last]
        if (
            not token.text[:1].isalnum()
            or (token.lower in words("product.stop") and not _is_model(token))
            or (token.text.isdigit() and last == first and not _is_measure(tokens, last))
        ):
            break
        if token.text.isdigit() and last > first and not (last and tokens[last - 1].text[:1].isupper()):
            break
        last += 1
        if last < len(tokens) and tokens[last - 1].text.endswith((".", "/")):
            break
    return (first, last) if last > first else None


def _named(
    reading: Reading, tokens: list[_Token], place: tuple[int, int], quantity: int | None, weight: float
) -> Iterator[Candidate]:
    first, _ = place
    end = _end_of_name(tokens, place, quantity)
    if end is None:
        return
    name = tokens[first:end]
    weight = _weighed(name, quantity, weight)
    calendar = any(t.lower in lexicon().words("ref.month") and t.text[:1].isupper() for t in name)
    if weight <= 0 or calendar or _CONTACT.match(reading.text, name[-1].end):
        return
    if quantity is None and _PLACED.search(reading.lower, max(0, name[0].start - 20), name[0].start):
        weight -= 0.6  # "on the shelf", "over the phone": where, not what
    start, stop = name[0].start, name[-1].end
    yield Candidate(reading.text[start:stop], quantity, start, stop, weight)


def _end_of_name(tokens: list[_Token], place: tuple[int, int], quantity: int | None) -> int | None:
    """Behind the last known noun or model; of counted unknown things behind the first plural."""
    first, last = place
    heads = [at for at in range(first, last) if _noun(tokens[at].lower) or _is_model(tokens[at])]
    if quantity is not None and quantity > 1 and not any(_noun(tokens[at].lower) for at in heads):
        plurals = (at for at in range(first, last) if tokens[at].lower.endswith("s") and tokens[at].lower[-2:] != "ss")
        plural = next(plurals, None)
        contained = first and tokens[first - 1].lower in {"of", *lexicon().words("product.container")}
        return last if plural is None and contained else None if plural is None else plural + 1
    return (max(heads) if heads else last - 1) + 1


def _weighed(name: list[_Token], quantity: int | None, weight: float) -> float:
    """How much speaks for it being a product; nothing or less: it is none."""
    words = lexicon().words
    head = name[-1].lower
    idle = _is_idle(head)
    known, model = any(_noun(t.lower) for t in name), any(_is_model(t) for t in name)
    if (quantity is not None and singular(head) in words("product.not")) or (
        len(name) == 1 and not model and head in words("product.container")
    ):
        return 0.0
    if model:
        return weight + 0.5
    if not known:
        if weight < 1.6 or idle or len(head) < 3:
            return 0.0
        if quantity is None and (head.endswith(("ly", "ing", "ed")) or any(_is_idle(t.lower) for t in name)):
            return 0.0
        return weight - (1.2 if quantity is not None else 0.6 if len(name) > 1 else 0.9)
    lone = not any(_noun(t.lower) or t.text[:1].isupper() for t in name[:-1])
    if lone and (idle or singular(head) in words("product.vague")):
        return weight - (0.8 if quantity is not None else 1.2 if len(name) == 1 or idle else 0.0)
    return weight - 0.9 if idle and len(name) > 1 else weight


def _is_idle(word: str) -> bool:
    """Whether it is counted and spoken of in letters without being goods: days, calls, invoices."""
    return word in lexicon().words("product.not") or singular(word) in lexicon().words("product.not")


@cache
def _nouns() -> frozenset[str]:
    return lexicon().words("product.noun")


def _noun(word: str) -> bool:
    return word in _nouns() or singular(word) in _nouns()


def _is_model(token: _Token) -> bool:
    return (
        2 <= len(token.text) <= 20
        and bool(_MODEL.match(token.text))
        and not re.fullmatch(
            r"(?i)\d+(?:st|nd|rd|th|am|pm|kg|g|mm|cm|m|km|v|w|kw|gb|mb|tb|l|ml|x|s|h|hrs?|mins?|days?|k|inch|hz|a|d|year|p)|[a-z]{1,3}\d{1,2}[a-z]{0,2}\d?[a-z]{2}|8d|mp3",
            token.text,
        )
        and sum(c.isdigit() for c in token.text) <= 6
    )
