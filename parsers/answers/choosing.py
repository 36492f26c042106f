"""A choice from a numbered list, as people write it.

A line that is nothing else: `2`, `Option two, please`, `方案二`, `②`, `the second one`, `the first`. Or a sentence that takes
it: `I would go for option 2`, `we take the second`. Letters stand for numbers: `option B`, `选A`, `B, please`.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.answers.words import LETTER, any_of, choice_number, number_of, words

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
    return number_of(match["number"]) if match["number"] else _place(match["ordinal"])


def taken_in(text: str) -> set[int]:
    """Every option that a verb of choosing takes: `I would take option 2`, `go with 1`, `we prefer the second`."""
    return {
        number
        for match in _taken().finditer(text)
        if (number := number_of(match["number"]) if match["number"] else _place(match["ordinal"])) is not None
    }


def ordinal_places(text: str) -> list[tuple[int, int, int]]:
    """Every `second one`, `first option` in the text: its number, and where it begins and ends."""
    return [(number, *match.span()) for number in ORDINALS for match in _ordinal(number).finditer(text)]


@cache
def _ordinal(number: int) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(f'ordinal.{number}')} {any_of('customer.one')}")


def _place(written: str) -> int | None:
    """The number of `second`, `the 2nd one`."""
    return next((n for n in ORDINALS if re.search(rf"\b{any_of(f'ordinal.{n}')}", written)), None)


@cache
def _ordinals() -> str:
    """Any `second one`; `the second` alone, since `second` may count anything."""
    known = any_of(*(f"ordinal.{number}" for number in ORDINALS))
    return rf"(?:{known} {any_of('customer.one')}|(?<=the ){known})"


@cache
def _taken() -> re.Pattern[str]:
    named = rf"(?:#|{any_of('argument.named')})\s?"
    ends = rf"(?=[^\S\n]{{0,2}}(?:$|[.,!;:\n。、)]|{any_of('customer.after_option')}))"
    return re.compile(
        rf"(?<![a-z]){any_of('customer.takes')}\s?(?:the |for |to have ){{0,2}}"
        rf"(?:{named}(?P<named>)|)(?:(?P<number>{choice_number()}|(?(named){LETTER}|{_bare_letter()}))"
        rf"(?:{any_of('argument.counted')})?|(?P<ordinal>{_ordinals()}))(?(named)(?![a-z0-9%])|{ends})",
        re.MULTILINE,
    )


def _bare_letter() -> str:
    """A letter that ends its sentence; `a` is an article wherever a line may only have been broken."""
    return r"(?:[b-e](?=[.!。]|[^\S\n]*$)|a(?=[.!。]|\s*\Z))"


@cache
def _line() -> re.Pattern[str]:
    glued = "|".join(sorted(re.escape(word) for word in words().words("argument.glued")))
    lead = rf"(?:(?:#|{any_of('argument.option', 'argument.choose', 'customer.polite', 'customer.leading')}|(?:{glued})(?=\d))[\s.:#,(]{{0,3}}){{0,3}}"
    return re.compile(
        rf"[(\[]?{lead}(?:(?P<number>{choice_number()}|{LETTER})\s?(?:{any_of('argument.counted')})?[)\]]?|(?P<ordinal>{_ordinals()}))"
        rf"(?:[{_POLITE}]{{0,4}}{any_of('customer.polite')}){{0,3}}[{_POLITE})]{{0,4}}"
    )
