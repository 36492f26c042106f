"""Which products a letter is about, as written, and how many of each.

Letters name products that no list knows, so the grammar leads: what is counted ("18 cooling machines", `十八台空调`),
what was bought or delivered, and nouns that are goods with the words before them. People, days, letters and other
things that are counted in letters without being goods are in the lexicon, as are all other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from parsers.letter import Fact, Product
from parsers.lexicon import lexicon
from parsers.numerals import NUMBER, ZH_NUMERAL, whole
from parsers.reading import Reading

MAX_PRODUCTS = 8
_SECOND = 0.6  # of the weight of the weightiest: what is only mentioned in passing is no subject of the letter
_IN_SUBJECT = 0.6
MAX_NAME_WORDS = 7
MAX_EXTENSION = 6  # Chinese characters before a known noun that may belong to its name
MAX_NAME_CHARS = 60
MAX_TOKENS = 20_000
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?(?![A-Za-z\d])|[A-Za-zÀ-ÿ0-9][\wÀ-ÿ'&/.+-]*[\wÀ-ÿ+]|[A-Za-zÀ-ÿ]|[^\s\w]")
_MODEL = re.compile(r"(?=[A-Za-z-]*\d)(?=\d*-?[A-Za-z])[A-Z0-9][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$")
_CONTACT = re.compile(r"\s?(?:is|no\.?|number|nr|:)?\s?[:(+]?\s?\+?\d{3}", re.IGNORECASE)  # "my phone is 555 …"
_HAN = re.compile(r"[一-鿿]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    quantity: int | None
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    lower: str
    start: int
    end: int


def read_products(reading: Reading, taken: tuple[tuple[int, int], ...], end: int) -> tuple[Fact[Product], ...]:
    """The products, the weightiest first.

    `taken`: canonical places of numbers that name something else; `end`: where the signature begins.
    """
    candidates = list(_english(reading, taken))
    if _HAN.search(reading.text):
        candidates += _chinese(reading, taken)
    loose = next((c for c in candidates if not c.name and c.start < end), None)
    candidates = [
        c
        for c in candidates
        if c.name and c.start < end and not any(c.start < last and first < c.end for first, last in taken[:200])
    ]
    kept: list[list[_Candidate]] = []
    for candidate in sorted(candidates, key=lambda c: (-c.weight, c.start)):
        group = next((group for group in kept if _same(group, candidate)), None)
        if group is not None:
            group.append(candidate)
        elif len(kept) < MAX_PRODUCTS:
            kept.append([candidate])
    strong = [group for group in kept if _total(group, reading.body_start) >= 1.0]
    best = max((_total(group, reading.body_start) for group in strong), default=0.0)
    facts = [_fact(reading, group) for group in strong if _total(group, reading.body_start) >= best * _SECOND]
    if loose and facts and facts[0].value.quantity is None:  # "office chairs … we need 50 units"
        spans = (*facts[0].spans, reading.span(loose.start, loose.end))
        facts[0] = Fact(Product(facts[0].value.name, loose.quantity), spans)
    return tuple(facts)


def _total(group: list[_Candidate], body_start: int) -> float:
    named = _IN_SUBJECT if any(c.start < body_start for c in group) else 0.0
    return group[0].weight + 0.4 * min(len(group) - 1, 3) + named


def _fact(reading: Reading, group: list[_Candidate]) -> Fact[Product]:
    named = (
        group[0]
        if group[0].weight >= 3 or _HAN.search(group[0].name)
        else max(group, key=lambda c: (min(len(c.name.split()), 4), c.weight))
    )
    quantity = next((c.quantity for c in sorted(group, key=lambda c: (-c.weight, c.start)) if c.quantity), None)
    spans = tuple(reading.span(c.start, c.end) for c in sorted(group, key=lambda c: c.start)[:5])
    return Fact(Product(reading.original(named.start, named.end)[:MAX_NAME_CHARS].strip(), quantity), spans)


def _same(group: list[_Candidate], candidate: _Candidate) -> bool:
    mine = _key(candidate.name)
    for other in group:
        theirs = _key(other.name)
        if _HAN.search(candidate.name) or _HAN.search(other.name):
            a, b = "".join(mine), "".join(theirs)
            if a in b or b in a or (len(a) > 1 and a[-2:] == b[-2:]):
                return True
        elif mine[-1:] == theirs[-1:] or set(mine) <= set(theirs) or set(theirs) <= set(mine):
            return True
    return False


def _key(name: str) -> list[str]:
    return [_singular(word) for word in re.findall(r"[\w-]+", name.lower())]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "oes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


# ---------------------------------------------------------------- English


def _english(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[_Candidate]:
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


def _in_sentence(reading: Reading, tokens: list[_Token], places: set[int]) -> Iterator[_Candidate]:
    words = lexicon().words
    index = 0
    while index < len(tokens):
        token = tokens[index]
        quantity, used = _quantity(tokens, index, places)
        if quantity is not None:
            found = _phrase(tokens, index + used)
            after = tokens[index + used].lower if index + used < len(tokens) else ""
            if after in words("product.container") and (not found or _is_bare(tokens, found)):
                yield _Candidate("", quantity, token.start, tokens[index + used].end, 0.0)
            elif found and not _is_measure(tokens, index):
                yield from _named(reading, tokens, found, quantity, 3.0)
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
    return after in {"%", "/", ":", "°", "x", "mm", "cm", "kw", "w", "v", "gb", "inch", "-"} or (
        index > 0 and tokens[index - 1].lower in lexicon().words("ref.month")
    )


def _phrase(tokens: list[_Token], at: int) -> tuple[int, int] | None:
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
            or (_is_participle(word) and _noun(following))
        ) or (
            word in words("product.container")
            and not _noun(word)
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
            or (token.text.isdigit() and last == first)
        ):
            break
        if token.text.isdigit() and not (last and tokens[last - 1].text[:1].isupper()):
            break
        last += 1
        if last < len(tokens) and tokens[last - 1].text.endswith((".", "/")):
            break
    return (first, last) if last > first else None


def _named(
    reading: Reading, tokens: list[_Token], place: tuple[int, int], quantity: int | None, weight: float
) -> Iterator[_Candidate]:
    first, last = place
    words = lexicon().words
    known = [at for at in range(first, last) if _noun(tokens[at].lower)]
    models = [at for at in range(first, last) if _is_model(tokens[at])]
    end = (max([*known, *models]) if known or models else last - 1) + 1
    if quantity is not None and quantity > 1 and not known:
        plural = next(
            (at for at in range(first, last) if tokens[at].lower.endswith("s") and not tokens[at].lower.endswith("ss")),
            None,
        )
        if plural is None:
            return
        end = plural + 1
    head = tokens[end - 1].lower
    if not known and not models:
        if weight < 1.6 or _singular(head) in words("product.not") or head in words("product.not") or len(head) < 3:
            return
        if quantity is None and (
            head.endswith(("ly", "ing", "ed"))
            or any(
                t.lower in words("product.not") or _singular(t.lower) in words("product.not") for t in tokens[first:end]
            )
        ):
            return
        weight -= 0.6 if end - first > 1 or quantity is not None else 0.9
    elif (
        not models
        and (end - first == 1 or not any(_noun(t.lower) or t.text[:1].isupper() for t in tokens[first : end - 1]))
        and _singular(head) in words("product.not") | words("product.vague")
    ):
        weight -= 1.2 if quantity is None else 0.8
    elif not models and (head in words("product.not") or (_singular(head) in words("product.not"))) and end - first > 1:
        weight -= 0.9
    if models:
        weight += 0.5
    if quantity is not None and _singular(head) in words("product.not"):
        return
    if weight <= 0 or (head in words("product.container") and not models and end - first == 1):
        return
    if any(t.lower in words("ref.month") and t.text[:1].isupper() for t in tokens[first:end]):
        return
    if _CONTACT.match(reading.text, tokens[end - 1].end):
        return
    start, stop = tokens[first].start, tokens[end - 1].end
    yield _Candidate(re.sub(r"\s+", " ", reading.text[start:stop]), quantity, start, stop, weight)


@cache
def _nouns() -> frozenset[str]:
    return lexicon().words("product.noun")


def _noun(word: str) -> bool:
    return word in _nouns() or _singular(word) in _nouns()


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


# ---------------------------------------------------------------- Chinese


def _chinese(reading: Reading, taken: tuple[tuple[int, int], ...]) -> Iterator[_Candidate]:
    places = {start for start, _ in taken}
    vague = {(hit.start, hit.end) for hit in reading.found("zh_product.vague")}
    for hit in reading.found("zh_product.noun")[:200]:
        start, quantity = _leftwards(reading, hit.start)
        quantity = quantity if quantity is not None else _behind(reading, hit.end)
        weight = 1.2 + (1.5 if quantity is not None else 0.0) + (0.4 if start < hit.start else 0.0)
        if (hit.start, hit.end) in vague and start == hit.start:
            weight -= 0.6
        if _triggered(reading, start):
            weight += 0.8
        yield _Candidate(reading.text[start : hit.end], quantity, start, hit.end, weight)
    for match in _counted().finditer(reading.text):
        quantity = whole(match["number"])
        name = _cut(match["name"])
        if (
            match.start("number") in places
            or quantity is None
            or len(name) < 2
            or any(word in name for word in lexicon().words("zh_product.not"))
        ):
            continue
        start = match.start("name")
        yield _Candidate(name, quantity, start, start + len(name), 1.7)
    for match in _bought().finditer(reading.text):
        name = _cut(match["name"])
        if 2 <= len(name) <= 16 and not any(word in name for word in lexicon().words("zh_product.not")):
            yield _Candidate(name, None, match.start("name"), match.start("name") + len(name), 1.1)


def _leftwards(reading: Reading, start: int) -> tuple[int, int | None]:
    """Where the name begins that ends in a known noun, and the number before it."""
    text, stops = reading.text, lexicon().words("zh_product.left_stop")
    at, limit = start, max(0, start - 14)
    while at > limit:
        char = text[at - 1]
        if (
            (_HAN.match(char) and char not in stops)
            or (char.isascii() and (char.isalnum() or char in "-/"))
            or (char == " " and at - 2 >= limit and text[at - 2].isascii() and text[at - 2].isalnum())
        ):
            at -= 1
        else:
            break
    while at < start and text[at] in " -/":
        at += 1
    if sum(bool(_HAN.match(char)) for char in text[at:start]) > MAX_EXTENSION:
        at = start
    counted = _count_before().search(text, max(0, at - 14), start)
    if counted and counted.end() >= at:
        return counted.end(), whole(counted["number"])
    return at, None


def _behind(reading: Reading, end: int) -> int | None:
    match = _count_behind().match(reading.text, end)
    return whole(match["number"]) if match else None


def _triggered(reading: Reading, start: int) -> bool:
    before = reading.text[max(0, start - 8) : start]
    return any(word in before for word in lexicon().words("zh_product.trigger"))


def _cut(name: str) -> str:
    stops = lexicon().words("zh_product.right_stop")
    for at, char in enumerate(name):
        if char in stops:
            return name[:at].strip()
    return name.strip()


@cache
def _measure() -> str:
    return "(?:" + "|".join(sorted(lexicon().words("zh_product.measure"), key=len, reverse=True)) + ")"


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.A-Za-z第])(?P<number>\d{{1,8}}(?![\d.])|{ZH_NUMERAL}{{1,8}})\s?{_measure()}(?:的|装)?(?P<name>[A-Za-z0-9-]{{0,12}}[一-鿿]{{1,12}})"
    )


@cache
def _count_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.A-Za-z第])(?P<number>\d{{1,8}}|{ZH_NUMERAL}{{1,8}})\s?{_measure()}的?\s?")


@cache
def _count_behind() -> re.Pattern[str]:
    return re.compile(
        rf"[A-Z0-9 -]{{0,12}}[,(]?\s?(?:共|共计|合计|计|一共|总共|各|数量[:为]?|[*xX×])?\s?(?P<number>\d{{1,8}}|{ZH_NUMERAL}{{1,8}})\s?{_measure()}(?!月)"
    )


@cache
def _bought() -> re.Pattern[str]:
    triggers = "|".join(
        sorted((w for w in lexicon().words("zh_product.trigger") if len(w) > 1 or w in "买订"), key=len, reverse=True)
    )
    return re.compile(
        rf"(?:{triggers})(?:了|到|过)?(?:的|贵司的?|贵公司的?|你们的?|你们家的?|贵厂的?|一批|一款|这款)(?P<name>[A-Za-z0-9 -]{{0,16}}[一-鿿]{{0,12}})"
    )
