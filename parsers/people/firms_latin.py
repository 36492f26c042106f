"""How surely a part in Latin letters is a firm's name, by what marks it as one and by what else it could be."""

from __future__ import annotations

import re
from functools import cache

from parsers.people.firm_domain import is_domain
from parsers.people.firms import (
    DOMAIN,
    FIRM,
    LEGAL,
    LOOSE,
    TRADE,
    Sight,
    addressed_to,
    is_name,
    is_named_after,
    is_same_person,
)
from parsers.people.line_kinds import is_contact
from parsers.people.posts import has_legal_form, is_firm, is_latin_post, is_mark, is_place, words_of
from parsers.people.signatory import looks_like_person
from parsers.text.wording import any_set, whole_word, word_set

MAX_PART_CHARS = 70
_THREE_DIGITS = re.compile(r"\d{3}")
_WEB = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")  # the domain itself
_OF_WORDS = 0.5  # for what is a house rather than a department: "Biomedical Engineering, St Anne Hospital"; and for a loose part of several words: above a firm often stands its writer's calling, "Cellarer"
MAX_LOOSE_WORDS = 6  # of a part that no word marks
_MOST_OF_HONOURS = 6
_LEAST_LOOSE = 4


def latin_weight(part: str, sight: Sight, *, loose: bool) -> float:
    """What tells for the part; 0 for one that is no firm's name. `loose`: also for one that is only nothing else."""
    words = words_of(part)
    if not words or not _could_name(part, words, sight):
        return 0
    count, last = len(words), words[-1]
    upper = (part[0].isupper() or part[0].isdigit()) and part[0] != "0"
    if has_legal_form(part) and upper and count > 1:
        return LEGAL if count <= 9 else 0
    if is_domain(part, sight) and not is_latin_post(part):
        return 0 if _WEB.fullmatch(part) else DOMAIN
    if not upper or is_contact(part) or _THREE_DIGITS.search(part) or _house_number().match(part):
        return 0
    if is_latin_post(part) or not (_is_capital(part) or last in word_set("sign.company")):
        return 0
    if is_firm(part) and 1 < count <= 8 and last not in word_set("sign.street"):
        return FIRM + (0 if word_set("sign.house").isdisjoint(words) else _OF_WORDS)
    return _loose_weight(part, words, sight) if loose else 0


def _could_name(part: str, words: tuple[str, ...], sight: Sight) -> bool:
    """Whether the part is no address of mail, no sentence, no person's name, and not the one written to."""
    if not (3 <= len(part) <= MAX_PART_CHARS) or "@" in part or "www." in part.lower() or part.endswith(("!", "?")):
        return False
    if is_titled(words) or is_name(part, sight) or not word_set("sign.told").isdisjoint(words):
        return False
    return no_company().match(part.lower()) is None and not addressed_to(part, sight)


def _is_capital(part: str) -> bool:
    """Whether the last word has a capital letter, or all before it have one: `Curl Factory hairdressers`."""
    before = part.split()
    last = before.pop()
    return last[:1].isupper() or (len(before) > 1 and all(word[:1].isupper() for word in before) and is_mark(last))


def is_titled(words: tuple[str, ...]) -> bool:
    """Whether the words begin as a person's name does, or are nothing but ranks and honours."""
    return words[0] in word_set("sign.title") or any_set("sign.title", "sign.rank").issuperset(words)


def _loose_weight(part: str, words: tuple[str, ...], sight: Sight) -> float:
    """Of a part that is only nothing else."""
    if len(words) > MAX_LOOSE_WORDS or len(part) < _LEAST_LOOSE:
        return 0
    if part == sight.display and part != sight.name:  # the From says so too
        return TRADE
    abbreviated = len(words) == 1 and part.endswith(".")  # "BA (Hons.)"
    if abbreviated or is_place(part) or words[-1] in word_set("sign.no_name"):
        return 0
    if len(words) == 1 and part.isupper() and len(part) <= _MOST_OF_HONOURS:  # MRICS
        return 0
    if looks_like_person(part) and is_same_person(part, sight) and not is_named_after(part, words, sight):
        return 0
    return LOOSE + (_OF_WORDS if len(words) > 1 else 0)


@cache
def no_company() -> re.Pattern[str]:
    """What announces some other firm: "Payee: …"."""
    return re.compile(whole_word("sign.no_company"))


@cache
def _house_number() -> re.Pattern[str]:
    """`3 Church Walk`: an address, whatever it is called by."""
    return re.compile(rf"\d{{1,4}}[A-Za-z]? .*(?i:{whole_word('sign.address')})$")
