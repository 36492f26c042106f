"""For which firm somebody writes, by the mail's From: `Jo at Marsh Pumps`, `Marsh Pumps Billing`, `佛山粤通物流-阿坤`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.letter import Fact
from parsers.patterns import later
from parsers.people.firm_domain import LEAST_DOMAIN_CHARS, is_domain, squashed
from parsers.people.firm_parts import parts_of
from parsers.people.firms import FIRM, LESS, LOOSE, Candidate, Sight
from parsers.people.line_kinds import HAN
from parsers.people.posts import firm_end, has_legal_form, is_firm, is_latin_post, is_mark, words_of
from parsers.people.sheet import Sheet
from parsers.people.signatory import WITH_FIRM, display_parts, looks_like_person
from parsers.text.folding import folded
from parsers.text.lines import Line
from parsers.text.wording import any_set, word_set

_LISTED_FIRST = later(r"[Aa0-9]{1,5}[-_ ]?(?=[一-鿿])")
_MOST_OF_KEEPER = 4
_LEAST_OF_FAMILY = 3  # letters


def shown(_: Sheet, sight: Sight) -> Iterator[Candidate]:
    """The From: `佛山粤通物流-阿坤`, `The Copper Pan Cafe`; never a person's name or a department alone."""
    display = sight.display
    yield from _of_own_name(sight)
    if not display:
        return
    if HAN.search(display) and (shop := _shop_of(display)):
        yield Candidate(FIRM - LESS, Fact(shop))
    person, firm = display_parts(display)
    if firm and (is_firm(firm) or looks_like_person(person) or " " not in person):
        yield Candidate(FIRM - LESS, Fact(_with_article(firm, sight)))
        return
    yield from _by_domain(display, sight)
    role = not HAN.search(display) and _is_role(display, sight)
    if not (role or looks_like_person(display)):
        yield from _parts(display, sight)


def _of_own_name(sight: Sight) -> Iterator[Candidate]:
    """`Tanner Bikes` of rob@tannerbikes, whom the From calls Rob Tanner: the family's name, and a word that marks a firm."""
    family = sight.display.rpartition(" ")[2]
    kind = sight.domain.replace("-", "").removeprefix(family.lower())
    if len(family) >= _LEAST_OF_FAMILY and is_mark(kind) and f"{family.lower()}{kind}" == sight.domain.replace("-", ""):
        yield Candidate(LOOSE - 2, Fact(f"{family} {kind.capitalize()}"))


def _by_domain(display: str, sight: Sight) -> Iterator[Candidate]:
    """The From as far as it is the domain's name: `Marlow House`, `Marlow House Billing`, `Reception Marlow House`."""
    words, core = display.split(), sight.domain.replace("-", "")
    if len(words) > 1 and "," not in display and _is_house(display, sight):
        yield Candidate(FIRM - LESS, Fact(display))
    firms = [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    if is_latin_post(words[0]):
        firms.append(" ".join(words[1:]))
    for firm in firms if core else ():
        if squashed(firm) == core:
            yield Candidate(FIRM - LESS, Fact(firm))


def _parts(display: str, sight: Sight) -> Iterator[Candidate]:
    """What of a From could be a firm, and what is left of it without an office."""
    whole = sight.name == display and WITH_FIRM.search(display)  # "Jo Marsh (Marsh Pumps Ltd)"
    unaddressed = replace(sight, addressed="", name="" if whole else sight.name)
    for each in parts_of(Line(0, _without_person(display)), 0, unaddressed, loose=True):
        if each.weight > LOOSE or (each.weight == LOOSE and each.fact.value != sight.name):
            yield Candidate(min(each.weight, FIRM) - LESS, Fact(each.fact.value))
    words = display.split()
    kept = _without_office(words)
    if kept and len(kept) < len(words) and not HAN.search(display):
        firm = " ".join(kept)
        yield Candidate(LOOSE - 2 if not is_firm(firm) else LOOSE, Fact(firm))


def _with_article(firm: str, sight: Sight) -> str:
    """The firm of a From without its "the", unless the domain has one, too: "jo at the fern" of thefern."""
    first, _, rest = firm.partition(" ")
    return rest if rest and first.lower() == "the" and not sight.domain.startswith("the") else firm


def _is_role(display: str, sight: Sight) -> bool:
    """`Bakery`, `School Office`, `Pharmacy Quality`: a kind of house and an office, and no name."""
    words = words_of(display)
    if not words:
        return False  # "* * *"
    if len(words) == 1:
        return is_firm(display) or is_latin_post(display)
    kinds = any_set("sign.company", "sign.firm", "sign.field", "sign.job")
    named = any(word not in kinds for word in words) or has_legal_form(display)
    office = words[-1] in any_set("sign.field", "sign.job", "sign.bulletin")
    return not named and office and not is_domain(display, sight)


def _shop_of(display: str) -> str:
    """`AAA鸿达五金老吴`: a shop's name, before it what makes it stand first in a list, behind it who keeps it."""
    bare = _LISTED_FIRST.sub("", display).rstrip("0123456789 -—_|·")
    for end in range(len(bare) - 1, max(2, len(bare) - _MOST_OF_KEEPER - 1), -1):
        keeper = bare[end:].lstrip("-—_|· ")
        if looks_like_person(keeper) and firm_end(bare[:end]) == end and bare[:end] not in word_set("sign.company"):
            return bare[:end].rstrip("-—_|· ")
    return bare if bare != display and firm_end(bare) == len(bare) else ""


def _without_person(display: str) -> str:
    """`清水湾酒店（何静）`: the firm without who writes for it."""
    firm, _, person = folded(display).partition("(")
    return display[: len(firm)] if is_firm(firm) and looks_like_person(person.removesuffix(")")) else display


def _is_house(display: str, sight: Sight) -> bool:
    """Whether the From is the domain's name and the mailbox none of a person's: "Marlow Roasters" of hello@marlowroasters."""
    run = squashed(display)
    return len(run) >= LEAST_DOMAIN_CHARS and is_domain(display, sight) and not (set(words_of(display)) & sight.mailbox)


def _without_office(words: list[str]) -> list[str]:
    """`The GrowthPulse Team`, `Vendor Corp Billing`: the firm without what of it writes."""
    office = any_set("sign.field", "sign.job", "sign.bulletin")
    kept = words[1:] if words[0].lower() == "the" else words
    while kept and ((last := kept[-1].lower().strip(".,-–—:")) in office or last in {"", "&"}):
        kept = kept[:-1]
    return kept
