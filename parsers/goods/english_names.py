"""The product that an English phrase names, with all that speaks for it; none, where it is a person, a firm or a place."""

from __future__ import annotations

import re

from parsers.goods.candidates import Candidate
from parsers.goods.english_bounds import begin_of_name, end_of_edition, end_of_name, is_contained
from parsers.goods.english_counting import count_behind
from parsers.goods.english_phrases import is_title
from parsers.goods.english_scene import Scene, is_place, is_spoken_of, led_by, signs_around
from parsers.goods.english_tokens import Tokens
from parsers.goods.english_worth import BOUGHT, FEW_DIGITS, are_known_together, worth, worth_unknown
from parsers.goods.goods_words import Word, is_brand
from parsers.text.reading import Reading
from parsers.text.wording import word_set

_COUNTED = 1.0  # weight of a number behind the name
_TOLD = 0.7  # weight of being said to be bought or broken
_FIGURED = re.compile(r"\"? ?[(,] ?[^().\n]{0,30}\d")  # "the plotter (serial 4711)"
_INWARD = re.compile(r"\d[A-Z]{2}")  # the second half of a British postcode
_NUMBER_FOLLOWS = re.compile(
    r"\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d[\d ]{2}", re.IGNORECASE
)  # "my phone is 555 …"


def named(
    scene: Scene,
    tokens: Tokens,
    place: tuple[int, int],
    quantity: int | None,
    weight: float,
    *,
    bought: bool = False,
) -> list[Candidate]:
    """The product that the phrase at `place` names, if it is one."""
    reading, words = scene.reading, tokens.words
    title = is_title(words, place)
    within = place if title else _bounds(words, place, quantity)
    if within is None:
        return []
    first, end = within
    name, start, stop = words[first:end], tokens.starts[first], tokens.end(end - 1)
    head = name[-1]
    if head.possessive and len(name) == 1 and not head.capital:
        return []  # "you have the old firm's"
    followed, wrong = scene.behind and scene.is_followed(stop), scene.wrong and scene.is_at_fault(stop)
    filed = scene.places and scene.is_filed(start)
    weight = worth(words, within, quantity, weight + _TOLD * bool(followed or wrong or filed), title=title)
    headed = head.one in scene.subject and reading.body_start <= start
    if weight <= 0 and quantity is None and (headed or is_spoken_of(words, first, end)):
        weight = worth_unknown(name, None, BOUGHT, idle=head.idle)
    if weight <= 0 or (not title and _is_elsewhere(words, first, end, quantity)) or _is_contact(reading, head, stop):
        return []
    cues = ["bought"] if bought else []
    if quantity is not None:
        cues.append("counted")
        if _is_single(words, within, quantity):
            cues.append("singular")
    else:
        quantity = count_behind(reading, stop, scene.places)
        if quantity is not None and head.one in word_set("product.gauge"):
            return []  # "our weighbridge 4460 kg": what it was weighed with
        if quantity is not None:
            weight += _COUNTED
            cues.append("counted")
        elif is_place(words, first):
            weight -= 0.6  # "on the shelf", "over the phone": where, not what
    cues += led_by(words, first)
    cues += ["titled"] if title else _kinds_of(name, counted="counted" in cues)
    cues += signs_around(words, first, end)
    within = reading.sentence(start)
    filed_near = scene.is_numbered(*within)
    figured = _FIGURED.match(reading.text, stop)
    told = (
        (followed, "followed"),
        (wrong, "wrong"),
        (headed, "headed"),
        (figured, "figured"),
        (filed, "filed"),
        (filed_near, "numbered"),
        (not scene.numbers, "numberless"),
    )
    cues += [cue for holds, cue in told if holds]
    return [Candidate(reading.text[start:stop], quantity, start, stop, weight, tuple(cues))]


def _bounds(words: list[Word], place: tuple[int, int], quantity: int | None) -> tuple[int, int] | None:
    """Where the name in the phrase at `place` begins and ends."""
    end = end_of_name(words, place, quantity)
    if end is None:
        return None
    first = begin_of_name(words, place[0], end)
    end = _before_serial(words, first, end)
    return first, end_of_edition(words, end) if words[end - 1].model and is_brand(words[end - 1].text) else end


def _before_serial(words: list[Word], first: int, end: int) -> int:
    """Where the name ends: before a serial number's or a batch's word, "hand cream batch B2207"."""
    told = word_set("product.serial")
    for at in range(first + 1, end - 1):
        if words[at].lower in told and words[at + 1].text[-1:].isdigit():
            return at
    return end


def _is_single(words: list[Word], place: tuple[int, int], quantity: int | None) -> bool:
    """Whether several are counted of what has no plural."""
    head = words[place[1] - 1]
    if quantity is None or quantity < 2 or head.plural or head.model:
        return False
    return not is_contained(words, place[0])


def _kinds_of(name: list[Word], *, counted: bool) -> list[str]:
    """What kinds of words the name is made of."""
    cues: list[str] = []
    known, sold, model, capitals = counted and name[-1].noun, False, False, len(name) > 1
    for word in name:
        if word.listed:
            known = True
        if word.noun:
            sold = True
        if word.model:
            model = True
        if not word.capitals:
            capitals = False
    known = known or are_known_together(name)
    cues.append("noun" if known else "sold" if sold else "unknown")
    if True in [word.model and is_brand(word.text) for word in name]:
        cues.append("camel")
    if model:
        cues.append("model")
        if len(name) == 1:
            cues.append("long_code" if sum(map(str.isdigit, name[0].text)) > FEW_DIGITS else "code")
    if capitals:
        cues.append("capitals")
    return cues


def _is_contact(reading: Reading, head: Word, end: int) -> bool:
    """Whether a telephone is a way to call somebody and not goods."""
    return head.lower in word_set("product.contact") and _NUMBER_FOLLOWS.match(reading.text, end) is not None


def _is_elsewhere(words: list[Word], first: int, end: int, quantity: int | None) -> bool:
    """Whether it is a month, a colour, a company, a person, `your Mr Lovell`, or a place, `2 Corn Hill`, `Derby DE1 2AH`."""
    name = words[first:end]
    coloured = True
    for word in name:
        if word.no_goods:
            return True
        coloured = coloured and word.colour
    if coloured or _goes_on_as_firm(words, end) or (quantity is None and _is_finish(words, first, end)):
        return True
    if _is_single(words, (first, end), quantity) and False not in [word.title for word in name]:
        return True  # an address
    if len(name) > 1 and name[1].capital and name[0].lower in word_set("product.party"):
        return True  # "consignor Velmo Ceramics"
    if end < len(words) and words[end].digit and _INWARD.fullmatch(words[end].text):
        return True
    return len(name) > 1 and name[-1].digit and _INWARD.fullmatch(name[-1].text) is not None


def _is_finish(words: list[Word], first: int, end: int) -> bool:
    """Whether it says what something is made of or looks like: "twelve are polished brass", "the ones in oak"."""
    finishes = word_set("product.finish")
    if first == 0 or not all(word.lower in finishes or word.colour for word in words[first:end]):
        return False
    before = words[first - 1].lower
    return (
        before in word_set("product.be") or before in word_set("product.was") or before in word_set("product.in_finish")
    )


def _goes_on_as_firm(words: list[Word], end: int) -> bool:
    """Whether what follows makes it a company's name: "Sao La Garment JSC"."""
    if words[end - 1].firm and (words[end - 1].capital or (end > 1 and words[end - 2].capital)):
        return True  # "Ashby Steel plc"
    while end < len(words) and words[end].title and not words[end].firm:
        end += 1
    return end < len(words) and words[end].firm
