"""A line that is nothing but a choice from a numbered list: `2`, `Option two, please`, `方案二`, `②`, `the second one`."""

from __future__ import annotations

import re
from functools import cache

from parsers.answers.words import any_of, choice_number, number_of

LINE_CHARACTERS = 80
ORDINALS = range(1, 10)
_POLITE = r"\s.,!;~。、"


def lone_choice(low: str) -> int | None:
    """The number that a line (folded, lower case) chooses and says nothing besides."""
    if len(low) > LINE_CHARACTERS:
        return None
    match = _line().fullmatch(low.strip())
    if match is None:
        return None
    return number_of(match["number"]) if match["number"] else next(iter(ordinals_in(match["ordinal"])), None)


def ordinals_in(text: str) -> set[int]:
    """Every `second one`, `first option` in the text."""
    return {number for number in ORDINALS if _ordinal(number).search(text)}


@cache
def _ordinal(number: int) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(f'ordinal.{number}')} {any_of('customer.one')}")


@cache
def _line() -> re.Pattern[str]:
    lead = rf"(?:(?:#|{any_of('argument.option', 'argument.choose', 'customer.polite')})[\s.:#,]{{0,3}}){{0,3}}"
    ordinal = "|".join(_ordinal(number).pattern for number in ORDINALS)
    return re.compile(
        rf"[(\[]?{lead}(?:(?P<number>{choice_number()})\s?(?:{any_of('argument.counted')})?[)\]]?|(?P<ordinal>{ordinal}))"
        rf"(?:[{_POLITE}]{{0,4}}{any_of('customer.polite')}){{0,3}}[{_POLITE})]{{0,4}}"
    )
