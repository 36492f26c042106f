"""English names of products: "18 cooling machines", "the K7 kettle", "a consignment of wrapping film".

People, days, letters and other things that are counted in letters without being goods are in the lexicon, as are all
other words. Knows nothing of the letter as a whole: `products` decides what it is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from parsers.candidates import HAN, Candidate, singular
from parsers.lexicon import lexicon
from parsers.numerals import NUMBER, whole
from parsers.reading import Reading
from parsers.wording import word_set

MAX_NAME_WORDS = 7
MAX_TOKENS = 20_000
MAX_SENTENCE_CHARS = 2_000
_SHARED, _NUMBERED, _BOUGHT, _INTRODUCED, _NAMED = 3.4, 3.0, 1.6, 1.0, 0.7  # how a name comes up, and what it weighs
_FEW_DIGITS = 3
_COUNTED = 1.0  # weight of a number behind the name
_TOLD = 0.7  # weight of being said to be bought or broken
_PREDICATE_WITHIN = 14  # characters between a name and the words for what is wrong with it
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_TOKEN = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?![A-Za-z\d])|[A-Za-zÀ-ÿ0-9](?:[A-Za-z0-9_À-ÿ'&/.+-]*[A-Za-z0-9_À-ÿ+])?|[^\s\w]|[一-鿿]+"
)
_WORD_OR_NUMBER = re.compile(r"[A-Za-zÀ-ÿ0-9]")
_NUMERIC = re.compile(rf"(?:{NUMBER})$")
_BEHIND_NAME = re.compile(
    rf" ?[-:,(x×*]{{0,2}} ?(?P<number>{NUMBER}) ?(?P<unit>[a-z]+\b|[)]| \d+[.,]\d\d(?!\d))", re.IGNORECASE
)
_MODEL = re.compile(r"(?=[A-Za-z-]*\d)(?=\d*-?[A-Za-z])[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")
_NUMBER_FOLLOWS = re.compile(r"\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d{3}", re.IGNORECASE)  # "my phone is 555 …"


class _Token(NamedTuple):  # a letter has hundreds: cheaper to make than a dataclass
    text: str
    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Scene:
    """What else is known of the places in the letter."""

    reading: Reading
    places: frozenset[int]  # where numbers begin that count nothing
    behind: frozenset[int]  # where "which we ordered", "from your shop" begins: what stands before it is goods
    wrong: tuple[int, ...]  # where words for a defect begin

    def tells(self, end: int) -> bool:
        """Whether what ends at `end` is said to have been bought, or to be at fault."""
        if end in self.behind or end + 1 in self.behind or end + 2 in self.behind:
            return True
        at = bisect_left(self.wrong, end)
        if at == len(self.wrong) or self.wrong[at] - end > _PREDICATE_WITHIN:
            return False
        return not _CLAUSE_END.search(self.reading.text, end, self.wrong[at])


def english_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    scene = _Scene(
        reading,
        frozenset(start for start, _ in taken),
        frozenset(hit.start for hit in reading.found("goods.behind")),
        tuple(sorted(hit.start for hit in reading.found("defect.")[:200])),
    )
    budget = MAX_TOKENS
    for start, stop in reading.sentences():
        end = min(stop, start + MAX_SENTENCE_CHARS)
        if not _WORD_OR_NUMBER.search(reading.text, start, end):
            continue
        tokens = [_Token(m[0], m[0].lower(), *m.span()) for m in _TOKEN.finditer(reading.text, start, end)]
        budget -= len(tokens)
        if budget < 0:
            return
        yield from _in_sentence(scene, tokens)


def _in_sentence(scene: _Scene, tokens: list[_Token]) -> Iterator[Candidate]:
    index = 0
    before = _START
    while index < len(tokens):
        here, after = _promise(tokens[index].text), None
        if here.counts:
            found, after = _counted_at(scene, tokens, index)
            yield from found
        if after is None and (here.opens or before.opens_next or (here.names and before.ends)):
            yield from _stated_quantity(scene, tokens, index)
            yield from _spoken_of_at(scene, tokens, index)
        before = here if after is None else _promise(tokens[after - 1].text)
        index = after or index + 1


class _Promise(NamedTuple):
    """What may come of a word, by itself: most promise nothing, and are passed over without a second look."""

    counts: bool  # a number may begin with it
    opens: bool  # a name or a quantity may follow it
    opens_next: bool  # one may begin behind it
    names: bool  # it is goods itself, if nothing that `ends` no name stands before it
    ends: bool


_START = _Promise(counts=False, opens=False, opens_next=True, names=False, ends=True)


@lru_cache(maxsize=4096)
def _promise(text: str) -> _Promise:
    word = text.lower()
    return _Promise(
        counts=word[0].isdigit() or "-" in word or word in lexicon().numbers,
        opens=word in word_set("product.determiner")
        or word.endswith("'s")
        or word in word_set("product.quantity_label"),
        opens_next=word in word_set("product.trigger"),
        names=_noun(word) or _may_be_model(text),
        ends=word in word_set("product.stop") or not word[:1].isalpha(),
    )


def _counted_at(scene: _Scene, tokens: list[_Token], index: int) -> tuple[list[Candidate], int | None]:
    """What the number at `index` counts, and where to go on when it has been read to its end."""
    words = word_set
    quantity, used = _quantity(tokens, index, scene.places)
    if quantity is None:
        return [], None
    used, share = _share(tokens, index, used, scene.places)
    found = _phrase(tokens, index + used, counted=True)
    after = tokens[index + used] if index + used < len(tokens) else tokens[index]
    if after.lower in words("product.standing") and not found:
        alone = not index or tokens[index - 1].lower in words("product.before_standing")
        return [Candidate("", quantity, tokens[index].start, tokens[index].end, 0.0)] if alone or share else [], None
    if after.lower in words("product.container") and (not found or _is_bare(tokens, found)):
        return [Candidate("", quantity, tokens[index].start, after.end, 0.0)], None
    if not found or _is_measure(tokens, index):
        return [], None
    return list(_named(scene, tokens, found, quantity, _SHARED if share else _NUMBERED)), max(index + 1, found[1])


def _stated_quantity(scene: _Scene, tokens: list[_Token], index: int) -> Iterator[Candidate]:
    """`Qty: 12`."""
    if tokens[index].lower not in word_set("product.quantity_label"):
        return
    at = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].text in ":-=")
    stated, _ = _quantity(tokens, at, scene.places) if at < len(tokens) else (None, 0)
    if stated is not None:
        yield Candidate("", stated, tokens[index].start, tokens[at].end, 0.0)


def _spoken_of_at(scene: _Scene, tokens: list[_Token], index: int) -> Iterator[Candidate]:
    """What is bought, had or simply named at `index`, without a number."""
    words, token = word_set, tokens[index]
    before = tokens[index - 1].lower if index else ""
    triggered = before in words("product.trigger")
    introduced = token.lower in words("product.determiner") or token.lower.endswith("'s")
    if introduced or triggered or not index:
        at = index + token.lower.endswith("'s")
        while at < len(tokens) and tokens[at].lower in words("product.determiner"):
            at += 1
        bought = triggered or (index > 1 and tokens[index - 2].lower in words("product.trigger"))
        in_subject = scene.reading.body_start > token.start
        weight = _BOUGHT if bought else _INTRODUCED if introduced or in_subject else _NAMED
    elif (before in words("product.stop") or not before[:1].isalpha()) and (_noun(token.lower) or _is_model(token)):
        at, weight = index, _NAMED
    else:
        return
    found = _phrase(tokens, at)
    if found:
        yield from _named(scene, tokens, found, None, weight)


def _share(tokens: list[_Token], index: int, used: int, places: frozenset[int]) -> tuple[int, bool]:
    """Of "nine of the eighteen kettles" the tokens up to "kettles": nine is what the letter is about."""
    at = index + used
    if at + 1 < len(tokens) and tokens[at].lower in word_set("product.share"):
        while at < len(tokens) and tokens[at].lower in word_set("product.share"):
            at += 1
        while at < len(tokens) and tokens[at].lower in word_set("product.determiner"):
            if tokens[at].lower in lexicon().numbers:
                break
            at += 1
        if at < len(tokens):
            whole_number, more = _quantity(tokens, at, places)
            if whole_number is not None:
                return at + more - index, True
    return used, False


@lru_cache(maxsize=4096)
def _is_participle(word: str) -> bool:
    """`leaking` in "the leaking boiler"."""
    return word.endswith(tuple(word_set("product.participle"))) and word in word_set("product.stop")


def _is_bare(tokens: list[_Token], place: tuple[int, int]) -> bool:
    """Whether the phrase is only a container: `50 units`."""
    return all(token.lower in word_set("product.container") for token in tokens[slice(*place)])


def _quantity(tokens: list[_Token], index: int, places: frozenset[int]) -> tuple[int | None, int]:
    """The number at `index` and how many tokens it takes."""
    token = tokens[index]
    words = word_set
    follows = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if token.start in places and not (len(token.text) <= _FEW_DIGITS and follows in words("product.container")):
        return None, 0  # what looks like an order's number is a quantity all the same in "24 cans"
    if index and tokens[index - 1].lower in words("product.not_counted"):
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
    return after in word_set("product.measure") or (index > 0 and tokens[index - 1].lower in word_set("ref.month"))


def _phrase(tokens: list[_Token], at: int, *, counted: bool = False) -> tuple[int, int] | None:
    """Where the noun phrase that begins at `at` starts and ends (tokens), containers and adjectives left out."""
    words = word_set
    first = at
    while first < len(tokens) and first < at + 8:
        word = tokens[first].lower
        following = tokens[first + 1].lower if first + 1 < len(tokens) else ""
        if word in words("product.container") and following == "of":
            first += 2
        elif following in words("product.age") and tokens[min(first + 2, len(tokens) - 1)].lower == "old":
            first += 3  # "my 12 year old rucksack"
        elif (
            _leads(word)
            or (word.endswith("'s") and following[:1].isalpha())
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
            or HAN.match(token.text)
            or (token.lower in words("product.stop") and not _is_model(token))
            or (_NUMERIC.match(token.text) and last == first and not _is_measure(tokens, last))
        ):
            break
        if (
            token.text[:1].isdigit()
            and not _is_model(token)
            and last > first
            and not (last and tokens[last - 1].text[:1].isupper())
        ):
            break
        last += 1
        if last < len(tokens) and tokens[last - 1].text.endswith((".", "/")):
            break
    return (first, last) if last > first else None


@lru_cache(maxsize=4096)
def _leads(word: str) -> bool:
    """Whether it may stand before a name without belonging to it: "of", "the", "broken", an opening quote."""
    return (
        word in {"of", "(", '"', "'"} or word in word_set("product.determiner") or word in word_set("product.adjective")
    )


def _named(
    scene: _Scene, tokens: list[_Token], place: tuple[int, int], quantity: int | None, weight: float
) -> Iterator[Candidate]:
    reading, (first, _) = scene.reading, place
    end = _end_of_name(tokens, place, quantity)
    if end is None:
        return
    name = tokens[first:end]
    told = scene.tells(name[-1].end)
    weight = _weighed(name, quantity, weight + (_TOLD if told else 0.0))
    calendar = any(t.lower in word_set("ref.month") and t.text[:1].isupper() for t in name)
    if weight <= 0 or calendar or _is_contact(reading, name[-1]) or _goes_on_as_firm(tokens, end):
        return
    if all(t.lower in word_set("product.colour") for t in name):
        return
    if quantity is None:
        quantity = _count_behind(reading, name[-1].end, scene.places)
        weight += 0.0 if quantity is None else _COUNTED
    if quantity is None and _is_place(tokens, place[0]):
        weight -= 0.6  # "on the shelf", "over the phone": where, not what
    start, stop = name[0].start, name[-1].end
    yield Candidate(reading.text[start:stop], quantity, start, stop, weight)


def _is_place(tokens: list[_Token], first: int) -> bool:
    """Whether a preposition leads up to it: "on the shelf", "over the phone"."""
    at = first - 1
    while at >= 0 and tokens[at].lower in word_set("product.determiner"):
        at -= 1
    return 0 <= at < first - 1 and tokens[at].lower in word_set("product.place")


def _count_behind(reading: Reading, end: int, places: frozenset[int]) -> int | None:
    """The number that follows a name, `M12 bolts (2,000 pcs)` or, in a table's row, `K7 kettle 18 24.90`."""
    match = _BEHIND_NAME.match(reading.text, end)
    if not match or match.start("number") in places:
        return None
    unit = match["unit"].lower()
    counted = unit in word_set("product.container") or unit[0] == " " or (unit == ")" and "(" in match[0])
    return whole(match["number"]) if counted else None


def _is_contact(reading: Reading, head: _Token) -> bool:
    """Whether a telephone is a way to call somebody and not goods."""
    return head.lower in word_set("product.contact") and bool(_NUMBER_FOLLOWS.match(reading.text, head.end))


def _goes_on_as_firm(tokens: list[_Token], end: int) -> bool:
    """Whether what follows makes it a company's name: "Sao La Garment JSC"."""
    return end < len(tokens) and tokens[end].lower in word_set("product.firm")


def _end_of_name(tokens: list[_Token], place: tuple[int, int], quantity: int | None) -> int | None:
    """Behind the last known noun or model; of counted unknown things behind the first plural."""
    first, last = place
    heads = [at for at in range(first, last) if _noun(tokens[at].lower) or _is_model(tokens[at])]
    if quantity is not None and quantity > 1 and not any(_noun(tokens[at].lower) for at in heads):
        plurals = (at for at in range(first, last) if tokens[at].lower.endswith("s") and tokens[at].lower[-2:] != "ss")
        plural = next(plurals, None)
        contained = first and tokens[first - 1].lower in {"of", *word_set("product.container")}
        return last if plural is None and contained else None if plural is None else plural + 1
    end = (max(heads) if heads else last - 1) + 1
    if heads and quantity is not None and quantity > 1 and not _is_plural(tokens[end - 1].lower):
        end = next((at + 1 for at in range(end, last) if _is_plural(tokens[at].lower)), end)  # "four kayak paddles"
    while end < last and tokens[end].lower in word_set("product.tail"):
        end += 1  # "phone case"
    return end


def _is_plural(word: str) -> bool:
    return word.endswith("s") and word[-2:] != "ss"


def _weighed(name: list[_Token], quantity: int | None, weight: float) -> float:
    """How much speaks for it being a product; nothing or less: it is none."""
    words = word_set
    head = name[-1].lower
    idle = _is_idle(head)
    known, model = any(_noun(t.lower) for t in name), any(_is_model(t) for t in name) or _is_numbered(name)
    modified = len(name) > 1 and (
        (singular(head) in words("product.tail") and not _is_idle(name[-2].lower))
        or (_noun(head) and _noun(name[-2].lower))
    )
    idle = idle and not modified
    if (quantity is not None and singular(head) in words("product.not") and not modified) or (
        len(name) == 1 and not model and head in words("product.container")
    ):
        return 0.0
    if model:
        return weight + 0.5
    if not known:
        if weight < 1.6 or idle or len(head) < 3:
            return 0.0
        if quantity is None and (
            head.endswith(tuple(word_set("product.no_noun"))) or any(_is_idle(t.lower) for t in name)
        ):
            return 0.0
        return weight - (1.2 if quantity is not None else 0.6 if len(name) > 1 else 0.9)
    lone = not any(_noun(t.lower) or t.text[:1].isupper() for t in name[:-1])
    if lone and (idle or singular(head) in words("product.vague")):
        return weight - (0.8 if quantity is not None else 1.2 if len(name) == 1 or idle else 0.0)
    return weight - 0.9 if idle and len(name) > 1 else weight


def _is_numbered(name: list[_Token]) -> bool:
    """`Duro 400 floor polisher`: a proper name, its number, and what it is."""
    return any(a.text.istitle() and b.text.isdigit() for a, b in pairwise(name[:-1]))


@lru_cache(maxsize=4096)
def _is_idle(word: str) -> bool:
    """Whether it is counted and spoken of in letters without being goods: days, calls, invoices."""
    return word in word_set("product.not") or singular(word) in word_set("product.not")


@cache
def _nouns() -> frozenset[str]:
    return word_set("product.noun")


@lru_cache(maxsize=4096)
def _noun(word: str) -> bool:
    """Whether it is known to be goods, or ends in what is: `motorbike`, `spray-gun`."""
    one = singular(word)
    if word in _nouns() or one in _nouns():
        return True
    return any(one[at:] in _heads() for at in range(3, len(one) - 3)) and not _is_idle(word)


@cache
def _heads() -> frozenset[str]:
    return word_set("product.head")


def _is_model(token: _Token) -> bool:
    return _may_be_model(token.text)


@lru_cache(maxsize=4096)
def _may_be_model(text: str) -> bool:
    return (
        2 <= len(text) <= 20
        and bool(_MODEL.match(text))
        and not re.fullmatch(
            r"(?i)\d+(?:st|nd|rd|th|am|pm|kg|g|mm|cm|m|km|v|w|kw|gb|mb|tb|l|ml|x|s|h|hrs?|mins?|days?|k|inch|hz|a|d|year|p)|[a-z]{1,3}\d{1,2}[a-z]{0,2}\d?[a-z]{2}|8d|mp3|\d+x\d+",
            text,
        )
        and sum(c.isdigit() for c in text) <= 6
    )
