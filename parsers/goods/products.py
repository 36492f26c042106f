"""Which products a letter is about, as written, and how many of each.

Letters name products that no list knows, so the grammar of each language leads: what is counted, what was bought or
delivered, and nouns that are goods with the words before them (`products_english`, `products_chinese`). Here the
candidates are brought together: names of the same thing, and only what the letter is about, not what it mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise

from parsers.goods.candidates import HAN, Candidate, has_han
from parsers.goods.catalogue import Catalogue, Match
from parsers.goods.loose_numbers import counts_something_else, first_of_goods, meant, named_before, no_money, stand_ins
from parsers.goods.product_evidence import Standing, chances
from parsers.goods.product_rows import read_rows, without_complete
from parsers.goods.products_chinese import chinese_candidates
from parsers.goods.products_english import english_candidates
from parsers.goods.put_right import put_right
from parsers.goods.quantities import number_before
from parsers.goods.same_goods import BRIEF_NAME, best_named, grouped, key_of
from parsers.letter import Fact, Product
from parsers.text.numerals import NUMBER, ZH_NUMERAL
from parsers.text.reading import Reading
from parsers.text.wording import endings, one_of, word_set

MAX_PRODUCTS = 8
MAX_NAME_CHARS = 60
MAX_CANDIDATES = 400  # of one language, in order of place: each is compared with the others (H34)
_LEAST = 0.3  # logarithm of the odds: rather a product of the letter than not
_ONLY = 0.0  # the same of the likeliest one
_ONLY_OF_BRIEF = -1.1  # … of a letter of two or three sentences: that is about something
_BRIEF_CHARS = 200  # such a letter, a Chinese character counted as three
_BESIDE_LISTED = 1.0  # what is not in the catalogue must be told plainly where something else is
_IN_SUBJECT = 0.6
_OPENING = 40  # characters: as far as greetings go, and as long as they are
_TOLD = frozenset({"bought", "wrong", "this", "followed", "row", "label"})
_LOOSE = " -,(/:#\"'"  # what joins a number to a name
_JOINED_WITHIN = 24  # characters
_BESIDE = 2  # characters at most between a name and its number
_WRONG_CHARS = 8  # characters of a word for a defect; what is longer has a gap: `我订的是…你们送来的是`
_LATE = 0.8  # less for what comes up only at the letter's end: people begin with what it is about


@dataclass(frozen=True, slots=True)
class Goods:
    """What may be products: the names of each thing together, the weightiest first; and numbers without a name."""

    groups: tuple[tuple[Candidate, ...], ...]
    loose: tuple[Candidate, ...]


def read_products(
    reading: Reading,
    text: str,
    taken: tuple[tuple[int, int], ...],
    end: int,
    catalogue: Catalogue | None = None,
) -> tuple[Fact[Product], ...]:
    """The products, those of the catalogue first, then the weightiest first.

    `text`: the original, for its tables. `taken`: canonical places of numbers that name something else; `end`: where
    the signature begins. What the catalogue names is a product even where no grammar sees it.
    """
    goods = find_goods(reading, text, taken, end)
    listed = _listed(reading, catalogue, end)
    candidates = [c for group in goods.groups for c in group]
    facts = [_listed_fact(reading, matches, candidates, taken) for matches in listed]
    groups = [group for group in goods.groups if not listed or not _is_listed(reading, group[0], listed)]
    likely = list(zip(chances(reading, groups, standings(reading, groups)), groups, strict=True))
    least = least_odds(max((odds for odds, _ in likely), default=0.0), brief=is_brief(reading))
    chosen = _named_apart([group for odds, group in likely if odds >= least])
    facts += [
        _fact(reading, group)
        for group in ([group for odds, group in likely if odds >= _BESIDE_LISTED] if listed else chosen)
    ]
    if any(fact.value.quantity is None for fact in facts):
        others = [group for odds, group in likely if odds < least]
        loose = no_money(reading, _not_of_others(goods.loose, others), [fact.value.name for fact in facts])
        for at, number in _later(reading, [] if listed else chosen, (*loose, *stand_ins(others))):
            if at < len(facts) and facts[at].value.quantity is None:
                spans = (*facts[at].spans, reading.span(number.start, number.end))
                facts[at] = Fact(replace(facts[at].value, quantity=number.quantity), spans)
    return tuple([_put_right(reading, fact, taken) for fact in facts[:MAX_PRODUCTS]])


def _named_apart(groups: list[Sequence[Candidate]]) -> list[Sequence[Candidate]]:
    """Without what only says together what others name one by one: "Two machines", the band saw and the dust extractor."""
    together = [group for group in groups if all(c.name.lower() in word_set("loose.any_kind") for c in group)]
    return [group for group in groups if group not in together] if len(groups) - len(together) > 1 else groups


def _put_right(reading: Reading, fact: Fact[Product], taken: Sequence[tuple[int, int]]) -> Fact[Product]:
    """With the number that the writer puts in the place of its own."""
    quantity = fact.value.quantity
    right = put_right(reading, quantity, frozenset(at for at, _ in taken)) if quantity else quantity
    return fact if right == quantity else replace(fact, value=replace(fact.value, quantity=right))


def _later(
    reading: Reading, groups: Sequence[Sequence[Candidate]], loose: Sequence[Candidate]
) -> Iterator[tuple[int, Candidate]]:
    """Which product each number without a name counts: the first wherever it stands, others in a product's own sentence."""
    if (first := first_of_goods(reading, loose)) is None:
        return  # "office chairs … we need 50 units"
    yield (meant(reading, groups, first) if groups else 0), first
    if len(groups) > 1:
        for number in loose:
            at = named_before(reading, groups, number)
            if at is not None and number.quantity != 1 and not counts_something_else(reading, number):
                yield at, number


def _not_of_others(loose: Sequence[Candidate], others: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """The numbers without those that stand beside the name of something else: `轻钢龙骨八十根`."""
    ends = {(c.end, c.quantity) for group in others for c in group if c.quantity and "noun" in c.cues}
    beside = range(_BESIDE + 1)
    return [c for c in loose if not any((c.start - gap, c.quantity) in ends for gap in beside)]


def is_likely(odds: float, likeliest: float, *, brief: bool = False) -> bool:
    """Whether the evidence makes it a product of the letter. Given are logarithms of odds, as `chances` has them."""
    return odds >= least_odds(likeliest, brief=brief)


def least_odds(likeliest: float, *, brief: bool = False) -> float:
    """From which odds on a thing is a product of the letter, by those of the likeliest."""
    return max(min(_LEAST, likeliest), _ONLY_OF_BRIEF if brief else _ONLY)


def is_brief(reading: Reading) -> bool:
    """Whether a letter says no more than two or three sentences."""
    body = reading.text[reading.body_start :]
    return len(body) * (1 if body.isascii() else 3) <= _BRIEF_CHARS


def standings(reading: Reading, groups: Sequence[Sequence[Candidate]]) -> list[Standing]:
    """How each group stands among the letter's others."""
    totals = [_total(group, reading) for group in groups]
    best = max(totals, default=0.0)
    shares = [total / best if best > 0 else 1.0 for total in totals]
    named = sorted((c.start, c.end, at) for at, group in enumerate(groups) for c in group)
    beside = [0.0] * len(groups)
    for (_, end, one), (start, _, other) in pairwise(named):
        if one != other and end <= start and _are_joined(reading.lower, end, start):
            beside[one] = max(beside[one], shares[other])
            beside[other] = max(beside[other], shares[one])
    ranks = _ranks(reading, groups)
    counted = [any("counted" in c.cues for c in group) for group in groups]
    return [
        Standing(shares[at], beside[at], len(groups), ranks[at], sum(counted) if counted[at] else 0)
        for at in range(len(groups))
    ]


def _ranks(reading: Reading, groups: Sequence[Sequence[Candidate]]) -> list[int]:
    """How many of the others come up before each in the letter's body."""
    firsts = [min([c.start for c in group if c.start >= reading.body_start], default=0) for group in groups]
    order = sorted(range(len(groups)), key=lambda at: firsts[at])
    return [order.index(at) for at in range(len(groups))]


def _are_joined(lower: str, start: int, end: int) -> bool:
    end = min(end, start + _JOINED_WITHIN)
    return _joining().search(lower, start, end) is not None and _joined().fullmatch(lower, start, end) is not None


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(one_of("product.joining"))


@cache
def _joined() -> re.Pattern[str]:
    """What stands between two things of which the same is said: "mugs and a bowl", `床和两个柜子`."""
    between = one_of("product.determiner", "product.adjective", "zh_product.measure")
    measures = one_of("product.container", "zh_product.measure")
    return re.compile(
        rf"(?:[ ,(]?(?:{NUMBER}|{ZH_NUMERAL}{{1,4}}) ?(?:{measures})\)?)?"
        rf"[ ,]*(?:{one_of('product.joining')})[ ]?(?:(?:{between}|{NUMBER}|{ZH_NUMERAL}{{1,4}}) ?){{0,3}}"
    )


def find_goods(reading: Reading, text: str, taken: tuple[tuple[int, int], ...], end: int) -> Goods:
    """Everything in the letter that may be a product, and every number that may be of one."""
    rows = read_rows(reading, text)
    candidates = list(islice(english_candidates(reading, taken), MAX_CANDIDATES))
    if has_han(reading.text):
        candidates += islice(chinese_candidates(reading, taken), MAX_CANDIDATES)
    told = without_complete(reading, rows.candidates)
    found = [*told, *_beside_tables(candidates, rows.tables, taken[:200])]
    found = _not_wrong(reading, [c for c in found if c.start < end and not _is_greeting(reading, c)])
    groups = grouped([c for c in found if c.name])
    groups.sort(key=lambda group: -_total(group, reading))
    loose = [c for c in found if not c.name]
    if loose:
        names = {reading.text[first:last] for first, last in taken[:200]}  # "no. 406 …, but 406 is what is printed"
        loose = [c for c in loose if str(c.quantity) not in names]
        loose.sort(key=lambda c: -c.weight)
    return Goods(tuple(map(tuple, groups)), tuple(loose))


def _beside_tables(
    candidates: Sequence[Candidate], tables: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[Candidate]:
    """The candidates without numbers that name something else, but for those within a table."""
    freed = [c for c in [_freed(candidate, taken) for candidate in candidates] if c is not None]
    if not tables:
        return freed
    return [c for c in freed if not any(c.start < last and first < c.end for first, last in tables)]


def _not_wrong(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Without Chinese names that lie within words for a defect, not within all that such words embrace."""
    if not any(has_han(c.name) for c in candidates):
        return candidates
    wrong = [(hit.start, hit.end) for hit in reading.found("defect.")[:200] if hit.end - hit.start <= _WRONG_CHARS]
    return [
        c
        for c in candidates
        if not (HAN.match(c.name) and any(first <= c.start and c.end <= last for first, last in wrong))
    ]


def _freed(candidate: Candidate, taken: Sequence[tuple[int, int]]) -> Candidate | None:
    """What is left of a name without the numbers at its ends that name something else: "seal kit HSK-88"."""
    start, end = candidate.start, candidate.end
    for first, last in taken:
        if start < last and first < end:
            if first > start:
                end = first
            else:
                start = last
    if (start, end) == (candidate.start, candidate.end):
        return candidate
    if start >= end or not candidate.name:
        return None
    kept = candidate.name[start - candidate.start : end - candidate.start]
    name = kept.strip(_LOOSE)
    if name.rpartition(" ")[2].lower() in word_set("product.not_counted"):
        name = name.rpartition(" ")[0].rstrip(_LOOSE)  # "gearmotors model GM-90"
    start += len(kept) - len(kept.lstrip(_LOOSE))
    return candidate._replace(name=name, start=start, end=start + len(name)) if len(name) >= BRIEF_NAME else None


def _is_greeting(reading: Reading, candidate: Candidate) -> bool:
    """Whether it stands in a line that the letter begins with: who is written to."""
    begins = reading.body_start
    if not begins <= candidate.start < begins + 2 * _OPENING:
        return False
    if _is_addressed(reading, candidate):
        return True
    if candidate.quantity or _TOLD.intersection(candidate.cues):
        return False
    line, end = reading.sentence(candidate.start)
    within = begins <= line < begins + _OPENING and end - line < _OPENING
    return within and reading.text[line:end].rstrip(" \n,").endswith((":", *endings("zh_product.greeted")))


def _is_addressed(reading: Reading, candidate: Candidate) -> bool:
    """Whether it is who a line such as "Dear rental desk," greets."""
    line = reading.text.rfind("\n", 0, candidate.start) + 1
    end = reading.text.find("\n", candidate.end)
    if end < 0 or end - line > _OPENING or not reading.text[line:end].rstrip().endswith((",", ":", "!")):
        return False
    before = reading.lower[line : candidate.start].split()
    return bool(before) and before[0] in word_set("sign.greeting")


def _listed(reading: Reading, catalogue: Catalogue | None, end: int) -> list[list[Match]]:
    """What the catalogue knows in the letter, by article in order of place."""
    articles: dict[str, list[Match]] = {}
    for match in catalogue.find(reading.lower) if catalogue else ():
        if match.start < end:
            articles.setdefault(match.sku or reading.lower[match.start : match.end], []).append(match)
    return list(articles.values())


def _listed_fact(
    reading: Reading, matches: list[Match], candidates: list[Candidate], taken: tuple[tuple[int, int], ...]
) -> Fact[Product]:
    first = matches[0]
    named = next((match for match in matches if match.name is None), first)
    beside = (
        c.quantity
        for match in matches
        for c in sorted(candidates, key=lambda c: -c.weight)
        if c.quantity and c.start < match.end and match.start < c.end
    )
    counted = (number_before(reading, match.start, frozenset(at for at, _ in taken)) for match in matches)
    quantity = next(beside, None) or next(filter(None, counted), None)
    name = named.name or reading.original(named.start, named.end)
    spans = tuple(reading.span(match.start, match.end) for match in matches[:5])
    return Fact(Product(name[:MAX_NAME_CHARS].strip(), quantity, first.sku, first.department), spans)


def _is_listed(reading: Reading, candidate: Candidate, listed: list[list[Match]]) -> bool:
    """Whether the catalogue's names say it already: at the same place, or "the kettle" where a "K7 kettle" is known."""
    words = key_of(candidate.name).words
    for match in (match for matches in listed for match in matches):
        if candidate.start < match.end and match.start < candidate.end:
            return True
        name = reading.lower[match.start : match.end]
        if candidate.name.lower() in name or words <= key_of(name).words:
            return True
    return False


def _total(group: Sequence[Candidate], reading: Reading) -> float:
    """How much speaks for the group beside the letter's others, roughly: by this they are put in order."""
    body, end = reading.body_start, len(reading.text)
    first, named = end, 0.0
    for candidate in group:
        start = candidate.start
        if start < body:
            named = _IN_SUBJECT
        elif start < first:
            first = start
    late = _LATE * (first - body) / (end - body or 1)
    return group[0].weight + 0.4 * (len(group) - 1 if len(group) < 4 else 3) + named - late


def _fact(reading: Reading, group: Sequence[Candidate]) -> Fact[Product]:
    named = best_named(group)
    quantity = next((c.quantity for c in sorted(group, key=lambda c: (-c.weight, c.start)) if c.quantity), None)
    places = sorted({(c.start, c.end) for c in group})[:5]
    spans = tuple(reading.span(first, last) for first, last in places)
    return Fact(Product(reading.original(named.start, named.end)[:MAX_NAME_CHARS].strip(), quantity), spans)
