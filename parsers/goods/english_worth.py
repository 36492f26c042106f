"""How much speaks for an English name being a product: how it comes up, and what words it is made of."""

from __future__ import annotations

from itertools import pairwise

from parsers.goods.goods_words import Word, are_thing, thing
from parsers.text.wording import endings, word_set

SHARED, NUMBERED, TITLED, BOUGHT, INTRODUCED, NAMED = (
    3.4,
    3.0,
    2.7,
    1.6,
    1.0,
    0.7,
)  # how a name comes up, and what it weighs
FEW_DIGITS = 3  # of a model's name
_LEAST = 0.1  # of what is rather no product, though it may be one


def worth(words: list[Word], place: tuple[int, int], quantity: int | None, weight: float, *, title: bool) -> float:
    """How much speaks for the name at `place`; nothing or less: it is none. Titles may be made of any words."""
    first, end = place
    if title:
        return weight
    name = words[first:end]
    branded = quantity is None and _is_determined(words, first) and _is_branded(name)
    if is_packed(words, place):
        return weight
    return _weighed(name, quantity, weight, branded=branded)


def is_packed(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether containers stand at `place`, behind others that hold them: "two pallets of dark green bottles"."""
    first, end = place
    if not (words[end - 1].container and words[end - 1].plural) or words[end - 1].measure:
        return False
    if not all(word.container or word.colour for word in words[first:end]):
        return False
    at = first - 1
    while at > 0 and (words[at].adjective or words[at].colour):
        at -= 1
    held = at > 0 and words[at].lower == "of" and words[at - 1].container
    return held and words[at - 1].lower not in word_set("product.set_of")


def _is_determined(words: list[Word], first: int) -> bool:
    return first > 0 and (words[first - 1].determiner or words[first - 1].possessive)


def _weighed(name: list[Word], quantity: int | None, weight: float, *, branded: bool) -> float:
    """`worth` of what is no title, by its words."""
    head, several = name[-1], len(name) > 1
    known = model = False
    for word in name:
        if word.noun:
            known = True
        if word.model:
            model = True
    known = known or are_known_together(name)
    model = model or branded or (several and _is_numbered(name))
    modified = several and ((head.one_tail and not name[-2].idle) or (head.noun and name[-2].noun))
    idle = head.idle and not modified
    if quantity is not None and not modified and head.one_idle:
        return _LEAST if known else 0.0
    if not several and not model and head.container:
        return 0.0
    if model:
        return 0.0 if not known and _has_idle(name) else weight + 0.5
    if not known:
        return worth_unknown(name, quantity, weight, idle=idle)
    if (idle or head.one_vague) and not (several and _has_noun_or_capital(name[:-1])):
        less = 0.8 if quantity is not None else 1.2 if idle or not several else 0.0
        return max(_LEAST, weight - less)
    return weight - 0.9 if idle and several else weight


def worth_unknown(name: list[Word], quantity: int | None, weight: float, *, idle: bool) -> float:
    """`worth` of a name none of whose words is known to be goods: only what is bought, broken or counted."""
    head = name[-1].lower
    if weight < BOUGHT or idle or len(head) < 3:
        return 0.0
    if (quantity is None or len(name) == 1) and head.endswith(endings("product.no_noun")):
        return 0.0  # "43,902 estimated"
    if quantity is None and _has_idle(name):
        return 0.0
    return weight - (1.2 if quantity is not None else 0.6 if len(name) > 1 else 0.9)


def are_known_together(name: list[Word]) -> bool:
    """Whether two of its words that stand together are goods: "zinc watering cans"."""
    return any(are_thing(one, other) for one, other in pairwise(name))


def _has_idle(name: list[Word]) -> bool:
    return True in [word.idle for word in name]


def _has_noun_or_capital(name: list[Word]) -> bool:
    return True in [word.noun or word.capital for word in name]


def _is_numbered(name: list[Word]) -> bool:
    """`Duro 400 floor polisher`: a proper name, its number, and what it is."""
    return any(a.title and b.digit and b.text.isdigit() for a, b in pairwise(name[:-1]))


def _is_branded(name: list[Word]) -> bool:
    """`the Strider 9`: a proper name and its number."""
    *before, last = name
    return bool(before) and last.digit and len(last.text) <= FEW_DIGITS and before[-1].title and _are_brand(before)


def _are_brand(name: list[Word]) -> bool:
    """Whether only a brand is called so: no word counts pages or rooms, and one is known to no list."""
    if any(word.not_counted or word.idle or word.month or word.lower in word_set("product.numbered") for word in name):
        return False
    return any(word.title and len(word.text) > FEW_DIGITS and thing([word.lower]) is None for word in name)
