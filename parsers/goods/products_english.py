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

from parsers.goods.candidates import Candidate, singular
from parsers.goods.english_phrases import (
    Tokens,
    end_of_name,
    is_contained,
    is_measure,
    is_pair,
    is_title,
    number_at,
    phrase_at,
    title_at,
    tokens_of,
    whole_of,
)
from parsers.goods.goods_words import KNOWN_WORDS, Word, is_idle, thing
from parsers.text.numerals import NUMBER, whole
from parsers.text.reading import Reading
from parsers.text.wording import endings, whole_word, word_set

MAX_TOKENS = 20_000
MAX_SENTENCE_CHARS = 2_000
MAX_NUMBER_CHARS = 60
_SHARED, _NUMBERED, _TITLED, _BOUGHT, _INTRODUCED, _NAMED = (
    3.4,
    3.0,
    2.7,
    1.6,
    1.0,
    0.7,
)  # how a name comes up, and what it weighs
_LEAST = 0.1  # of what is rather no product, though it may be one
_COUNTED = 1.0  # weight of a number behind the name
_TOLD = 0.7  # weight of being said to be bought or broken
_PREDICATE_WITHIN = 14  # characters between a name and the words for what is wrong with it
_FILED_WITHIN, _FILED_BY = 4, " ,:-(/;"  # characters between a document's number and a name, and which
_NAMED_BESIDE = ("ware", "part", "fixture", "carrier")  # things that a title may stand behind
_SAID_WITHIN = 4  # words and marks before a title
_FEW_DIGITS = 3  # of a model's name
_LOOK_AHEAD = 4  # words that may stand before the noun of a name nothing introduces: "oak newel posts"
_CLAUSE_END = re.compile(r"[,.;:!?\n]")
_LETTER = r"[A-Za-zÀ-ÿ]"
_BEHIND_NAME = re.compile(
    rf" ?[-:,(x×*]{{0,2}} ?(?P<number>{NUMBER}) ?(?P<unit>[a-z]+\b|[)]| \d+[.,]\d\d(?!\d))", re.IGNORECASE
)
_FIGURED = re.compile(r"\"? ?[(,] ?[^().\n]{0,30}\d")  # "the plotter (serial 4711)"
_WORD = re.compile(r"[a-zà-ÿ]{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OF = re.compile(r"/(?:19|20)\d\d(?!\d)")  # behind the month in "03/2025"
_INWARD = re.compile(r"\d[A-Z]{2}")  # the second half of a British postcode
_NUMBER_FOLLOWS = re.compile(
    r"\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d[\d ]{2}", re.IGNORECASE
)  # "my phone is 555 …"


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
    places: set[int] = set()
    for start, end in taken[:200]:
        places.update(range(start, end if end - start <= MAX_NUMBER_CHARS else start + MAX_NUMBER_CHARS))
    scene = _Scene(
        reading,
        frozenset(places),
        frozenset([hit.start for hit in reading.found("goods.behind")]),
        tuple(sorted([hit.start for hit in reading.found("defect.")[:200]])),
        _words_of_subject(reading),
    )
    text, names_something, budget = reading.text, _names_something().search, MAX_TOKENS
    for start, stop in reading.sentences():
        end = stop if stop - start <= MAX_SENTENCE_CHARS else start + MAX_SENTENCE_CHARS
        if not names_something(text, start, end):
            continue
        tokens = tokens_of(text, start, end)
        budget -= len(tokens.words)
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


def _in_sentence(scene: _Scene, tokens: Tokens) -> list[Candidate]:
    words = tokens.words
    names = [word.names for word in words]
    found: list[Candidate] = []
    resumed, before = 0, None
    for index, here in enumerate(words):
        last, before = before, here
        if index < resumed or (here.passed and last is not None and not last.trigger and last.text != '"'):
            continue
        if here.counts:
            counted, after = _counted_at(scene, tokens, index)
            found += counted
            if after is not None:
                resumed = after
                continue
        if here.states:
            found += _stated_quantity(scene, tokens, index)
        if last is not None and last.text == '"' and (title := title_at(words, index)):
            found += _titled(scene, tokens, title)
            continue
        if (
            here.introduces
            or last is None
            or last.trigger
            or (((last.begins and not here.ends) or here.states) and True in names[index : index + _LOOK_AHEAD])
        ):
            found += _spoken_of_at(scene, tokens, index)
    return found


def _counted_at(scene: _Scene, tokens: Tokens, index: int) -> tuple[list[Candidate], int | None]:
    """What the number at `index` counts, and where to go on when it has been read to its end."""
    words, start = tokens.words, tokens.starts[index]
    quantity, used = number_at(tokens, index, scene.places)
    if not quantity or _MONTH_OF.match(scene.reading.text, tokens.end(index)):
        return [], None
    half = _half_before(words, index)
    quantity = quantity // 2 if half else quantity
    used, share = whole_of(tokens, index, used, scene.places)
    used += _size_between(words, index + used)
    found = phrase_at(tokens, index + used, counted=True)
    after = words[index + used if index + used < len(words) else index]
    if (after.standing or not (found or after.container)) and _YEAR.fullmatch(words[index].text):
        return [], None
    if not found or (after.container and _is_bare(words, found)):
        end = _end_of_count(words, index, used, found, half=half, share=share)
        return [] if end is None else [Candidate("", quantity, start, tokens.end(end), 0.0)], None
    if after.size and _is_size_of_packs(words, index + used + 1, found):
        return [], None  # "600 kg big bags"
    if _is_compared(words, found):
        return [], max(index + 1, found[1])
    if is_measure(tokens, index):
        return [], None
    return _named(scene, tokens, found, quantity, _SHARED if share else _NUMBERED), max(index + 1, found[1])


def _size_between(words: list[Word], at: int) -> int:
    """How many words say the size of what is counted: two of "four 25 kg bags", "two 5 m tape measures"."""
    return 2 if at + 2 < len(words) and words[at].digit and words[at + 1].size and words[at + 2].alpha else 0


def _end_of_count(
    words: list[Word], index: int, used: int, found: tuple[int, int] | None, *, half: int, share: bool
) -> int | None:
    """The last word of a number that counts what is not named beside it; None when it counts nothing."""
    at = index + used if index + used < len(words) else index
    after = words[at]
    if after.standing and not found:
        alone = share or not index or words[index - 1].lower in word_set("product.before_standing")
        return index if alone else None
    if after.size and _is_size_of_packs(words, index + used + 1, found):
        return None  # "the 20 kg sack of"
    if after.lower in word_set("product.off"):  # "toner, black, 4 off", but not "10 off the price"
        return None if words[min(at + 1, len(words) - 1)].determiner else at
    if after.container:  # but not "the 6 litre one", "is in forty pieces"
        return None if after.measure or _is_in_shards(words, index, after) else at
    if (ones := _ones_at(words, at)) is not None:
        return ones
    return index if _is_told_before(words, index - half, index + used) else None


def _ones_at(words: list[Word], at: int) -> int | None:
    """Where "ones" stands, behind adjectives or nothing: "send 40 good ones"."""
    while at < len(words) and words[at].adjective:
        at += 1
    return at if at < len(words) and words[at].lower in word_set("product.ones") else None


def _half_before(words: list[Word], index: int) -> int:
    """How many words before the number halve it: two of "half a dozen"."""
    if words[index].lower not in word_set("number.times"):
        return 0
    halves = (count for count in (2, 1) if index >= count)
    return next(
        (n for n in halves if " ".join([w.lower for w in words[index - n : index]]) in word_set("number.half")), 0
    )


def _is_in_shards(words: list[Word], index: int, after: Word) -> bool:
    """Whether the number says into how many pieces something broke: "in about forty pieces"."""
    at = index - 1
    while at > 0 and words[at].lower in word_set("product.about"):
        at -= 1
    return at >= 0 and words[at].lower in word_set("product.into") and after.lower in word_set("product.shards")


def _is_size_of_packs(words: list[Word], at: int, found: tuple[int, int] | None) -> bool:
    return (found is not None and words[found[1] - 1].container) or words[min(at, len(words) - 1)].container


def _is_told_before(words: list[Word], index: int, after: int) -> bool:
    """Whether the number counts what was named before: "eight of them", "I ordered two on the 28th"."""
    if after >= len(words):
        return _is_said_before(words, index)
    behind = words[after]
    if behind.share:
        return after + 1 < len(words) and (
            words[after + 1].lower in word_set("product.them") or not words[after + 1].alnum
        )
    if index and not words[index - 1].alnum and _is_changed(words, after):
        return True
    return (not behind.alnum or behind.stop) and _is_said_before(words, index)


def _is_changed(words: list[Word], after: int) -> bool:
    """Whether "instead of" and another number follow: "arrived today, 22 instead of 24"."""
    told = " ".join([word.lower for word in words[after : after + 2]])
    return told in word_set("product.instead") and after + 2 < len(words) and words[after + 2].counts


def _is_said_before(words: list[Word], index: int) -> bool:
    """Whether what stands before the number says that goods are counted: "I ordered two", "we need another 16"."""
    at = index - 1
    while at > 0 and words[at].lower in word_set("product.merely"):
        at -= 1
    return at >= 0 and (words[at].trigger or words[at].lower in word_set("product.telling"))


def _is_compared(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether the number says by how much: "two shades lighter", "three rows deep"."""
    first, last = place
    return first + 1 < last and words[first + 1].lower in word_set("product.compared")


def _stated_quantity(scene: _Scene, tokens: Tokens, index: int) -> list[Candidate]:
    """`Qty: 12`, of which the label stands at `index`."""
    words = tokens.words
    at = index + 1 + (index + 1 < len(words) and words[index + 1].text in ":-=")
    stated, _ = number_at(tokens, at, scene.places) if at < len(words) else (None, 0)
    return [] if stated is None else [Candidate("", stated, tokens.starts[index], tokens.end(at), 0.0)]


def _spoken_of_at(scene: _Scene, tokens: Tokens, index: int) -> list[Candidate]:
    """What is bought, had or simply named at `index`, without a number."""
    words = tokens.words
    here = words[index]
    at, bought, weight = index, index > 0 and words[index - 1].trigger, _NAMED
    if bought or here.introduces or not index:
        at += here.possessive
        while at < len(words) and words[at].determiner:
            at += 1
        bought = bought or (index > 1 and words[index - 2].trigger)
        if bought:
            weight = _BOUGHT
        elif here.introduces or scene.reading.body_start > tokens.starts[index]:
            weight = _INTRODUCED
    found = phrase_at(tokens, at)
    return _named(scene, tokens, found, None, weight, bought=bought) if found else []


def _titled(scene: _Scene, tokens: Tokens, place: tuple[int, int]) -> list[Candidate]:
    """A title in quotes, unless it is what somebody said or wrote: `stamped "Return to Sender"`."""
    before = tokens.words[max(0, place[0] - _SAID_WITHIN) : place[0] - 1]
    if not word_set("product.says").isdisjoint([word.lower for word in before]):
        return []
    if before and thing([before[-1].lower]) in _NAMED_BESIDE and not (before[-1].idle or before[-1].container):
        return []  # what is called so is goods itself: `the wooden train "Little Puffer"`
    return _named(scene, tokens, place, None, _TITLED)


def _is_bare(words: list[Word], place: tuple[int, int]) -> bool:
    """Whether the phrase is only a container, perhaps with a colour, and not of two words one: `50 units`, `1,800 metres navy`."""
    first, *others = words[slice(*place)]
    if not (first.container or first.colour) or is_pair(words, place[0]):
        return False  # `50 tote bags`
    return False not in [word.container or word.colour for word in others]


def _named(
    scene: _Scene,
    tokens: Tokens,
    place: tuple[int, int],
    quantity: int | None,
    weight: float,
    *,
    bought: bool = False,
) -> list[Candidate]:
    """The product that the phrase at `place` names, if it is one."""
    reading, words, first = scene.reading, tokens.words, place[0]
    end = end_of_name(words, place, quantity)
    if end is None:
        return []
    name, start, stop = words[first:end], tokens.starts[first], tokens.end(end - 1)
    head = name[-1]
    if head.possessive and len(name) == 1 and not head.capital:
        return []  # "you have the old firm's"
    followed, wrong = scene.behind and scene.is_followed(stop), scene.wrong and scene.is_at_fault(stop)
    title, filed = is_title(words, (first, end)), _is_filed(scene, start)
    weight = _worth(words, (first, end), quantity, weight + _TOLD * bool(followed or wrong or filed), title=title)
    headed = head.one in scene.subject and reading.body_start <= start
    if weight <= 0 and quantity is None and (headed or _is_spoken_of(words, first, end)):
        weight = _unknown(name, None, _BOUGHT, idle=head.idle)
    if weight <= 0 or (not title and _is_elsewhere(words, first, end, quantity)) or _is_contact(reading, head, stop):
        return []
    cues = ["bought"] if bought else []
    if quantity is not None:
        cues.append("counted")
        if _is_single(words, (first, end), quantity):
            cues.append("singular")
    else:
        quantity = _count_behind(reading, stop, scene.places)
        if quantity is not None:
            weight += _COUNTED
            cues.append("counted")
        elif _is_place(words, first):
            weight -= 0.6  # "on the shelf", "over the phone": where, not what
    cues += _led_by(words, first)
    cues += ["titled"] if title else _kinds_of(name, counted="counted" in cues)
    cues += _around(words, first, end)
    figured = _FIGURED.match(reading.text, stop)
    told = ((followed, "followed"), (wrong, "wrong"), (headed, "headed"), (figured, "figured"), (filed, "filed"))
    cues += [cue for holds, cue in told if holds]
    return [Candidate(reading.text[start:stop], quantity, start, stop, weight, tuple(cues))]


def _worth(words: list[Word], place: tuple[int, int], quantity: int | None, weight: float, *, title: bool) -> float:
    """`_weighed`, but for titles, which may be made of any words."""
    first, end = place
    if title:
        return weight
    name = words[first:end]
    branded = quantity is None and _is_determined(words, first) and _is_branded(name)
    return _weighed(name, quantity, weight, branded=branded)


def _is_single(words: list[Word], place: tuple[int, int], quantity: int | None) -> bool:
    """Whether several are counted of what has no plural."""
    head = words[place[1] - 1]
    if quantity is None or quantity < 2 or head.plural or head.model:
        return False
    return not is_contained(words, place[0])


def _is_filed(scene: _Scene, start: int) -> bool:
    """Whether the name at `start` stands behind a document's number: "Invoice 2024-1187, vacuum bags"."""
    text, at = scene.reading.text, start
    while at > 0 and start - at < _FILED_WITHIN and text[at - 1] in _FILED_BY:
        at -= 1
    return at - 1 in scene.places and not text[at:start].isspace() and at < start


def _is_determined(words: list[Word], first: int) -> bool:
    return first > 0 and (words[first - 1].determiner or words[first - 1].possessive)


def _led_by(words: list[Word], first: int) -> list[str]:
    """What stands before the name."""
    cues: list[str] = []
    at = first - 1
    while at >= 0 and words[at].adjective:
        at -= 1
        cues.append("adjective")
    if at >= 0 and words[at].determiner:
        cues.append(_whose(words[at].lower))
        at -= 1
    if at >= 0 and words[at].lower in word_set("product.preposition"):
        cues.append(f"p_{words[at].lower}")
    return cues


def _kinds_of(name: list[Word], *, counted: bool) -> list[str]:
    """What kinds of words the name is made of."""
    cues: list[str] = []
    known, model, capitals = counted and name[-1].ware, False, len(name) > 1
    for word in name:
        if word.noun:
            known = True
        if word.model:
            model = True
        if not word.capitals:
            capitals = False
    cues.append("noun" if known else "unknown")
    if model:
        cues.append("model")
        if len(name) == 1:
            cues.append("long_code" if sum(map(str.isdigit, name[0].text)) > _FEW_DIGITS else "code")
    if capitals:
        cues.append("capitals")
    return cues


@lru_cache(maxsize=KNOWN_WORDS)
def _whose(determiner: str) -> str:
    return next((kind for kind in ("yours", "ours", "this") if determiner in word_set(f"product.{kind}")), "the")


def _around(words: list[Word], first: int, end: int) -> list[str]:
    """Signs of the words before and behind the name."""
    at = first - 1
    while at >= 0 and words[at].leads and not words[at].trigger:
        at -= 1
    before = _sign_before(words[at].lower if at >= 0 else "^")
    behind = _sign_behind(words[end].lower if end < len(words) else "$")
    if before and behind:
        return [before, behind]
    return [before] if before else [behind] if behind else []


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


def _is_spoken_of(words: list[Word], first: int, end: int) -> bool:
    """Whether a name does something or something is done with it: "the kettle stopped", "replace the kettle"."""
    if end < len(words) and words[end].lower in word_set("product.predicate"):
        return True
    at, person = first - 1, word_set("product.person")
    while at >= 0 and (words[at].leads or words[at].lower in person):
        at -= 1
    return at >= 0 and words[at].lower in word_set("product.handled")


def _is_place(words: list[Word], first: int) -> bool:
    """Whether a preposition leads up to it: "on the shelf", "over the phone"."""
    at = first - 1
    while at >= 0 and words[at].determiner:
        at -= 1
    return 0 <= at < first - 1 and words[at].lower in word_set("product.place")


def _count_behind(reading: Reading, end: int, places: frozenset[int]) -> int | None:
    """The number that follows a name, `M12 bolts (2,000 pcs)` or, in a table's row, `K7 kettle 18 24.90`."""
    if times := _times_behind().match(reading.lower, end):
        return whole(times["number"])
    if changed := _changed_to().match(reading.lower, end):
        return whole(changed["number"])
    match = _BEHIND_NAME.match(reading.text, end)
    if not match or match.start("number") in places:
        return None
    unit = match["unit"].lower()
    if unit in word_set("product.fine") or (
        match.end("number") == match.start("unit") and unit in word_set("product.size")
    ):
        return None  # "biscuits 200 g", "cable reel 50m"
    enclosed = "(" in match[0] and (unit == ")" or unit in word_set("product.counted_as"))
    counted = unit in word_set("product.container") or unit[0] == " " or enclosed
    return whole(match["number"]) if counted else None


@cache
def _times_behind() -> re.Pattern[str]:
    """`bolts x 40`, `seat cushions x 8 arrived`, but not `boards x 3 metres`."""
    return re.compile(
        r" ?[x×*] ?(?P<number>\d{1,5})(?= ?(?:[,;)\n]|\.?(?:\s|$)|-\s))"
        rf"(?:(?! ?[a-z])|(?= {whole_word('product.predicate')}))"
    )


@cache
def _changed_to() -> re.Pattern[str]:
    """`can you make the trout 20 sides rather than 12`."""
    return re.compile(rf" (?P<number>{NUMBER})(?: [a-z]+)? {whole_word('product.instead')} (?:{NUMBER})(?! ?%)")


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
    if coloured or _goes_on_as_firm(words, end):
        return True
    if _is_single(words, (first, end), quantity) and False not in [word.title for word in name]:
        return True  # an address
    if len(name) > 1 and name[1].capital and name[0].lower in word_set("product.party"):
        return True  # "consignor Velmo Ceramics"
    if end < len(words) and words[end].digit and _INWARD.fullmatch(words[end].text):
        return True
    return len(name) > 1 and name[-1].digit and _INWARD.fullmatch(name[-1].text) is not None


def _goes_on_as_firm(words: list[Word], end: int) -> bool:
    """Whether what follows makes it a company's name: "Sao La Garment JSC"."""
    if words[end - 1].firm and (words[end - 1].capital or (end > 1 and words[end - 2].capital)):
        return True  # "Ashby Steel plc"
    while end < len(words) and words[end].title and not words[end].firm:
        end += 1
    return end < len(words) and words[end].firm


def _weighed(name: list[Word], quantity: int | None, weight: float, *, branded: bool) -> float:
    """How much speaks for it being a product; nothing or less: it is none."""
    head, several = name[-1], len(name) > 1
    known = quantity is not None and head.ware
    model = False
    for word in name:
        if word.noun:
            known = True
        if word.model:
            model = True
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
        return _unknown(name, quantity, weight, idle=idle)
    if (idle or head.one_vague) and not (several and _has_noun_or_capital(name[:-1])):
        less = 0.8 if quantity is not None else 1.2 if idle or not several else 0.0
        return max(_LEAST, weight - less)
    return weight - 0.9 if idle and several else weight


def _has_idle(name: list[Word]) -> bool:
    return True in [word.idle for word in name]


def _has_noun_or_capital(name: list[Word]) -> bool:
    return True in [word.noun or word.capital for word in name]


def _unknown(name: list[Word], quantity: int | None, weight: float, *, idle: bool) -> float:
    """The same of a name none of whose words is known to be goods: only what is bought, broken or counted."""
    head = name[-1].lower
    if weight < _BOUGHT or idle or len(head) < 3:
        return 0.0
    if (quantity is None or len(name) == 1) and head.endswith(endings("product.no_noun")):
        return 0.0  # "43,902 estimated"
    if quantity is None and _has_idle(name):
        return 0.0
    return weight - (1.2 if quantity is not None else 0.6 if len(name) > 1 else 0.9)


def _is_numbered(name: list[Word]) -> bool:
    """`Duro 400 floor polisher`: a proper name, its number, and what it is."""
    return any(a.title and b.digit and b.text.isdigit() for a, b in pairwise(name[:-1]))


def _is_branded(name: list[Word]) -> bool:
    """`the Strider 9`: a proper name and its number."""
    *before, last = name
    return bool(before) and last.digit and len(last.text) <= _FEW_DIGITS and before[-1].title and _are_brand(before)


def _are_brand(name: list[Word]) -> bool:
    """Whether only a brand is called so: no word counts pages or rooms, and one is known to no list."""
    if any(word.not_counted or word.idle or word.month or word.lower in word_set("product.numbered") for word in name):
        return False
    return any(word.title and len(word.text) > _FEW_DIGITS and thing([word.lower]) is None for word in name)
