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

from parsers.candidates import Candidate, singular
from parsers.english_phrases import (
    START,
    Token,
    end_of_name,
    is_measure,
    number_at,
    phrase_at,
    promise,
    tokens_of,
    whole_of,
)
from parsers.goods_words import KNOWN_WORDS, is_idle, is_model, is_noun, is_plural, leads
from parsers.numerals import NUMBER, whole
from parsers.reading import Reading
from parsers.wording import endings, word_set

MAX_TOKENS = 20_000
MAX_SENTENCE_CHARS = 2_000
MAX_NUMBER_CHARS = 60
_SHARED, _NUMBERED, _BOUGHT, _INTRODUCED, _NAMED = 3.4, 3.0, 1.6, 1.0, 0.7  # how a name comes up, and what it weighs
_LEAST = 0.1  # of what is rather no product, though it may be one
_COUNTED = 1.0  # weight of a number behind the name
_TOLD = 0.7  # weight of being said to be bought or broken
_PREDICATE_WITHIN = 14  # characters between a name and the words for what is wrong with it
_FEW_DIGITS = 3  # of a model's name
_LOOK_AHEAD = 4  # words that may stand before the noun of a name nothing introduces: "oak newel posts"
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_LETTER = r"[A-Za-zÀ-ÿ]"
_BEHIND_NAME = re.compile(
    rf" ?[-:,(x×*]{{0,2}} ?(?P<number>{NUMBER}) ?(?P<unit>[a-z]+\b|[)]| \d+[.,]\d\d(?!\d))", re.IGNORECASE
)
_TIMES_BEHIND = re.compile(r" ?[x×*] ?(?P<number>\d{1,5})(?= ?(?:[,;)\n]|\.?(?:\s|$)|-\s))(?! ?[a-z])", re.IGNORECASE)
_FIGURED = re.compile(r"\"? ?[(,] ?[^().\n]{0,30}\d")  # "the plotter (serial 4711)"
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OF = re.compile(r"/(?:19|20)\d\d(?!\d)")  # behind the month in "03/2025"
_INWARD = re.compile(r"\d[A-Z]{2}")  # the second half of a British postcode
_NUMBER_FOLLOWS = re.compile(r"\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d{3}", re.IGNORECASE)  # "my phone is 555 …"


@dataclass(frozen=True, slots=True)
class _Scene:
    """What else is known of the places in the letter."""

    reading: Reading
    places: frozenset[int]  # where numbers begin that count nothing
    behind: frozenset[int]  # where "which we ordered", "from your shop" begins: what stands before it is goods
    wrong: tuple[int, ...]  # where words for a defect begin
    subject: frozenset[str]  # the words of the subject that may be goods, in the singular

    def is_followed(self, end: int) -> bool:
        """Whether what ends at `end` is said to have been bought."""
        return end in self.behind or end + 1 in self.behind or end + 2 in self.behind

    def is_at_fault(self, end: int) -> bool:
        """Whether words for a defect follow in the same clause."""
        at = bisect_left(self.wrong, end)
        if at == len(self.wrong) or self.wrong[at] - end > _PREDICATE_WITHIN:
            return False
        return not _CLAUSE_END.search(self.reading.text, end, self.wrong[at])


def english_candidates(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[Candidate]:
    """What may be a product; numbers at the places `taken` count nothing."""
    scene = _Scene(
        reading,
        frozenset(at for start, end in taken[:200] for at in range(start, min(end, start + MAX_NUMBER_CHARS))),
        frozenset(hit.start for hit in reading.found("goods.behind")),
        tuple(sorted(hit.start for hit in reading.found("defect.")[:200])),
        _words_of_subject(reading),
    )
    budget = MAX_TOKENS
    for start, stop in reading.sentences():
        end = min(stop, start + MAX_SENTENCE_CHARS)
        if not _names_something().search(reading.text, start, end):
            continue
        tokens = tokens_of(reading.text, start, end)
        budget -= len(tokens)
        if budget < 0:
            return
        yield from _in_sentence(scene, tokens)


@cache
def _names_something() -> re.Pattern[str]:
    """What every name in English has: a letter, or a mark that makes a size of a number ("2000°")."""
    marks = [re.escape(word) for word in word_set("product.measure") if not re.search(_LETTER, word)]
    return re.compile("|".join([_LETTER, '"', *sorted(marks)]))


def _words_of_subject(reading: Reading) -> frozenset[str]:
    """What the letter is headed with: an unknown word of it is goods when the letter goes on to speak of it."""
    words = _WORD.findall(reading.lower, 0, reading.body_start)
    return frozenset([one for one in map(_heading, words) if one])


@lru_cache(maxsize=KNOWN_WORDS)
def _heading(word: str) -> str | None:
    is_none = word in word_set("product.stop") or word in word_set("product.adjective") or is_idle(word)
    return None if is_none else singular(word)


def _in_sentence(scene: _Scene, tokens: list[Token]) -> Iterator[Candidate]:
    index = 0
    before = START
    promises = [promise(token.text) for token in tokens]
    goods = [each.names for each in promises]
    while index < len(tokens):
        here, after = promises[index], None
        if here.counts:
            found, after = _counted_at(scene, tokens, index)
            yield from found
        if after is None:
            if here.states:
                yield from _stated_quantity(scene, tokens, index)
            begins = before.ends and not before.counts and not here.ends
            names = (begins or here.states) and True in goods[index : index + _LOOK_AHEAD]
            if here.introduces or before.opens_next or names:
                yield from _spoken_of_at(scene, tokens, index)
        before = here if after is None else promises[after - 1]
        index = after or index + 1


def _counted_at(scene: _Scene, tokens: list[Token], index: int) -> tuple[list[Candidate], int | None]:
    """What the number at `index` counts, and where to go on when it has been read to its end."""
    words = word_set
    quantity, used = number_at(tokens, index, scene.places)
    if not quantity or _MONTH_OF.match(scene.reading.text, tokens[index].end):
        return [], None
    half = _half_before(tokens, index)
    quantity = quantity // 2 if half else quantity
    used, share = whole_of(tokens, index, used, scene.places)
    found = phrase_at(tokens, index + used, counted=True)
    after = tokens[index + used] if index + used < len(tokens) else tokens[index]
    if _YEAR.fullmatch(tokens[index].text) and (not found or after.lower in words("product.standing")):
        return [], None
    if after.lower in words("product.standing") and not found:
        alone = not index or tokens[index - 1].lower in words("product.before_standing")
        return [Candidate("", quantity, tokens[index].start, tokens[index].end, 0.0)] if alone or share else [], None
    if after.lower in words("product.size") and _is_size_of_packs(tokens, index + used + 1, found):
        return [], None  # "600 kg big bags", "the 20 kg sack of"
    if after.lower in words("product.container") and (not found or _is_bare(tokens, found)):
        if after.lower in words("product.measure") or _is_in_shards(tokens, index, after):
            return [], None  # "the 6 litre one", "is in forty pieces"
        return [Candidate("", quantity, tokens[index].start, after.end, 0.0)], None
    if not found and _is_told_before(tokens, index - half, index + used):
        return [Candidate("", quantity, tokens[index].start, tokens[index].end, 0.0)], None
    if found and _is_compared(tokens, found):
        return [], max(index + 1, found[1])
    if not found or is_measure(tokens, index):
        return [], None
    return list(_named(scene, tokens, found, quantity, _SHARED if share else _NUMBERED)), max(index + 1, found[1])


def _half_before(tokens: list[Token], index: int) -> int:
    """How many words before the number halve it: two of "half a dozen"."""
    if tokens[index].lower not in word_set("number.times"):
        return 0
    halves = (words for words in (2, 1) if index >= words)
    return next(
        (n for n in halves if " ".join(t.lower for t in tokens[index - n : index]) in word_set("number.half")), 0
    )


def _is_in_shards(tokens: list[Token], index: int, after: Token) -> bool:
    """Whether the number says into how many pieces something broke: "in about forty pieces"."""
    at = index - 1
    while at > 0 and tokens[at].lower in word_set("product.about"):
        at -= 1
    return at >= 0 and tokens[at].lower in word_set("product.into") and after.lower in word_set("product.shards")


def _is_size_of_packs(tokens: list[Token], at: int, found: tuple[int, int] | None) -> bool:
    containers = word_set("product.container")
    return bool(
        (found and tokens[found[1] - 1].lower in containers) or tokens[min(at, len(tokens) - 1)].lower in containers
    )


def _is_told_before(tokens: list[Token], index: int, after: int) -> bool:
    """Whether the number counts what was named before: "eight of them", "I ordered two on the 28th"."""
    words = word_set
    behind, next_one = (tokens[at].lower if at < len(tokens) else "." for at in (after, after + 1))
    if behind in words("product.share"):
        return next_one in words("product.them")
    ends = not behind[:1].isalnum() or behind in words("product.stop")
    return ends and index > 0 and tokens[index - 1].lower in words("product.trigger")


def _is_compared(tokens: list[Token], place: tuple[int, int]) -> bool:
    """Whether the number says by how much: "two shades lighter", "three rows deep"."""
    first, last = place
    return any(tokens[at].lower in word_set("product.compared") for at in range(first + 1, min(first + 2, last)))


def _stated_quantity(scene: _Scene, tokens: list[Token], index: int) -> Iterator[Candidate]:
    """`Qty: 12`, of which the label stands at `index`."""
    at = index + 1 + (index + 1 < len(tokens) and tokens[index + 1].text in ":-=")
    stated, _ = number_at(tokens, at, scene.places) if at < len(tokens) else (None, 0)
    if stated is not None:
        yield Candidate("", stated, tokens[index].start, tokens[at].end, 0.0)


def _spoken_of_at(scene: _Scene, tokens: list[Token], index: int) -> Iterator[Candidate]:
    """What is bought, had or simply named at `index`, without a number."""
    words, token = word_set, tokens[index]
    before = tokens[index - 1].lower if index else ""
    triggered = before in words("product.trigger")
    introduced = token.lower in words("product.determiner") or token.lower.endswith("'s")
    bought = triggered
    if introduced or triggered or not index:
        at = index + token.lower.endswith("'s")
        while at < len(tokens) and tokens[at].lower in words("product.determiner"):
            at += 1
        bought = triggered or (index > 1 and tokens[index - 2].lower in words("product.trigger"))
        in_subject = scene.reading.body_start > token.start
        weight = _BOUGHT if bought else _INTRODUCED if introduced or in_subject else _NAMED
    else:
        at, weight = index, _NAMED
    found = phrase_at(tokens, at)
    if found:
        yield from _named(scene, tokens, found, None, weight, ("bought",) if bought else ())


def _is_bare(tokens: list[Token], place: tuple[int, int]) -> bool:
    """Whether the phrase is only a container: `50 units`."""
    return all(token.lower in word_set("product.container") for token in tokens[slice(*place)])


def _named(
    scene: _Scene,
    tokens: list[Token],
    place: tuple[int, int],
    quantity: int | None,
    weight: float,
    cues: tuple[str, ...] = (),
) -> Iterator[Candidate]:
    reading, (first, _) = scene.reading, place
    end = end_of_name(tokens, place, quantity)
    if end is None:
        return
    name = tokens[first:end]
    followed, wrong = scene.is_followed(name[-1].end), scene.is_at_fault(name[-1].end)
    weight = _weighed(name, quantity, weight + (_TOLD if followed or wrong else 0.0))
    headed = scene.reading.body_start <= name[0].start and singular(name[-1].lower) in scene.subject
    if weight <= 0 and quantity is None and (headed or _is_spoken_of(tokens, first, end)):
        weight = _unknown(name, None, _BOUGHT, idle=is_idle(name[-1].lower))
    calendar = any(t.lower in word_set("ref.month") and t.text[:1].isupper() for t in name)
    if weight <= 0 or calendar or _is_contact(reading, name[-1]) or _goes_on_as_firm(tokens, end):
        return
    if all(t.lower in word_set("product.colour") for t in name) or _is_elsewhere(tokens, end, name):
        return
    contained = first > 0 and (
        tokens[first - 1].lower in {"of", '"'} or tokens[first - 1].lower in word_set("product.container")
    )
    if quantity is not None:
        cues = (*cues, "counted")
        if quantity > 1 and not contained and not is_plural(name[-1].lower) and not is_model(name[-1].text):
            if all(t.text.istitle() for t in name):
                return  # "2 Corn Hill": an address
            cues = (*cues, "singular")
    else:
        quantity = _count_behind(reading, name[-1].end, scene.places)
        weight += 0.0 if quantity is None else _COUNTED
        cues = cues if quantity is None else (*cues, "counted")
    if quantity is None and _is_place(tokens, place[0]):
        weight -= 0.6  # "on the shelf", "over the phone": where, not what
    start, stop = name[0].start, name[-1].end
    figured = _FIGURED.match(reading.text, stop)
    told = {"followed": followed, "wrong": wrong, "headed": headed, "figured": figured}
    cues = (*cues, *_cues(tokens, first, name), *_around(tokens, first, end), *[cue for cue in told if told[cue]])
    yield Candidate(reading.text[start:stop], quantity, start, stop, weight, cues)


def _cues(tokens: list[Token], first: int, name: list[Token]) -> Iterator[str]:
    """What stands before the name, and what kind of words it is made of."""
    words, at = word_set, first - 1
    while at >= 0 and tokens[at].lower in words("product.adjective"):
        at -= 1
        yield "adjective"
    introduced = tokens[at].lower if at >= 0 else ""
    if introduced in words("product.determiner"):
        kind = next((kind for kind in ("yours", "ours", "this") if introduced in words(f"product.{kind}")), "the")
        yield kind
        at -= 1
    before = tokens[at].lower if at >= 0 else ""
    if before in words("product.preposition"):
        yield f"p_{before}"
    yield "noun" if any(is_noun(t.lower) for t in name) else "unknown"
    if any(is_model(t.text) for t in name):
        yield "model"
    if len(name) == 1 and is_model(name[0].text):
        yield "long_code" if sum(map(str.isdigit, name[0].text)) > _FEW_DIGITS else "code"
    if len(name) > 1 and all(t.text.isupper() for t in name):
        yield "capitals"


def _around(tokens: list[Token], first: int, end: int) -> Iterator[str]:
    """Signs of the words before and behind the name."""
    at = first - 1
    while at >= 0 and leads(tokens[at].lower) and tokens[at].lower not in word_set("product.trigger"):
        at -= 1
    if before := _sign_before(tokens[at].lower if at >= 0 else "^"):
        yield before
    if behind := _sign_behind(tokens[end].lower if end < len(tokens) else "$"):
        yield behind


@lru_cache(maxsize=KNOWN_WORDS)
def _sign_before(word: str) -> str | None:
    return _sign("b", word, "have", "trigger", "handled", "be", "pronoun")


@lru_cache(maxsize=KNOWN_WORDS)
def _sign_behind(word: str) -> str | None:
    return _sign("a", word, "be", "was", "have", "pronoun", "predicate")


def _sign(place: str, word: str, *kinds: str) -> str | None:
    """Which of the lexicon's `kinds` a word beside a name is of; marks and prepositions are their own."""
    if not word[:1].isalnum() or word in word_set("product.preposition"):
        return f"{place}_{word}"
    return next((f"{place}_{kind}" for kind in kinds if word in word_set(f"product.{kind}")), None)


def _is_spoken_of(tokens: list[Token], first: int, end: int) -> bool:
    """Whether a name does something or something is done with it: "the kettle stopped", "replace the kettle"."""
    words, at = word_set, first - 1
    if end < len(tokens) and tokens[end].lower in words("product.predicate"):
        return True
    while at >= 0 and (leads(tokens[at].lower) or tokens[at].lower in words("product.person")):
        at -= 1
    return at >= 0 and tokens[at].lower in words("product.handled")


def _is_place(tokens: list[Token], first: int) -> bool:
    """Whether a preposition leads up to it: "on the shelf", "over the phone"."""
    at = first - 1
    while at >= 0 and tokens[at].lower in word_set("product.determiner"):
        at -= 1
    return 0 <= at < first - 1 and tokens[at].lower in word_set("product.place")


def _count_behind(reading: Reading, end: int, places: frozenset[int]) -> int | None:
    """The number that follows a name, `M12 bolts (2,000 pcs)` or, in a table's row, `K7 kettle 18 24.90`."""
    if times := _TIMES_BEHIND.match(reading.text, end):
        return whole(times["number"])
    match = _BEHIND_NAME.match(reading.text, end)
    if not match or match.start("number") in places:
        return None
    unit = match["unit"].lower()
    if unit in word_set("product.fine"):
        return None  # "biscuits 200 g"
    enclosed = "(" in match[0] and (unit == ")" or unit in word_set("product.counted_as"))
    counted = unit in word_set("product.container") or unit[0] == " " or enclosed
    return whole(match["number"]) if counted else None


def _is_contact(reading: Reading, head: Token) -> bool:
    """Whether a telephone is a way to call somebody and not goods."""
    return head.lower in word_set("product.contact") and bool(_NUMBER_FOLLOWS.match(reading.text, head.end))


def _goes_on_as_firm(tokens: list[Token], end: int) -> bool:
    """Whether what follows makes it a company's name: "Sao La Garment JSC"."""
    if tokens[end - 1].text[:1].isupper() and tokens[end - 1].lower in word_set("product.firm"):
        return True
    while end < len(tokens) and tokens[end].text.istitle() and tokens[end].lower not in word_set("product.firm"):
        end += 1
    return end < len(tokens) and tokens[end].lower in word_set("product.firm")


def _is_elsewhere(tokens: list[Token], end: int, name: list[Token]) -> bool:
    """Whether it is a person, `your Mr Lovell`, or the postcode of a place, `Derby DE1 2AH`."""
    if any(t.lower in word_set("product.person_title") for t in name):
        return True
    after = tokens[end].text if end < len(tokens) else ""
    return bool(_INWARD.fullmatch(after) or (len(name) > 1 and _INWARD.fullmatch(name[-1].text)))


def _weighed(name: list[Token], quantity: int | None, weight: float) -> float:
    """How much speaks for it being a product; nothing or less: it is none."""
    words = word_set
    head = name[-1].lower
    idle = is_idle(head)
    known, model = any(is_noun(t.lower) for t in name), any(is_model(t.text) for t in name) or _is_numbered(name)
    modified = len(name) > 1 and (
        (singular(head) in words("product.tail") and not is_idle(name[-2].lower))
        or (is_noun(head) and is_noun(name[-2].lower))
    )
    idle = idle and not modified
    if quantity is not None and singular(head) in words("product.not") and not modified:
        return _LEAST if known else 0.0
    if len(name) == 1 and not model and head in words("product.container"):
        return 0.0
    if model:
        return 0.0 if not known and any(is_idle(t.lower) for t in name) else weight + 0.5
    if not known:
        return _unknown(name, quantity, weight, idle=idle)
    lone = not any(is_noun(t.lower) or t.text[:1].isupper() for t in name[:-1])
    if lone and (idle or singular(head) in words("product.vague")):
        less = 0.8 if quantity is not None else 1.2 if len(name) == 1 or idle else 0.0
        return max(_LEAST, weight - less)
    return weight - 0.9 if idle and len(name) > 1 else weight


def _unknown(name: list[Token], quantity: int | None, weight: float, *, idle: bool) -> float:
    """The same of a name none of whose words is known to be goods: only what is bought, broken or counted."""
    head = name[-1].lower
    if weight < _BOUGHT or idle or len(head) < 3:
        return 0.0
    if quantity is None and (head.endswith(endings("product.no_noun")) or any(is_idle(t.lower) for t in name)):
        return 0.0
    return weight - (1.2 if quantity is not None else 0.6 if len(name) > 1 else 0.9)


def _is_numbered(name: list[Token]) -> bool:
    """`Duro 400 floor polisher`: a proper name, its number, and what it is."""
    return any(a.text.istitle() and b.text.isdigit() for a, b in pairwise(name[:-1]))
