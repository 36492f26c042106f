"""Labelled fields: `Cause: …`, `【原因】…`, a label alone on its line; and the numbered proposals of OPTIONS.

A label stands at the start of a line, or behind a space or a mark of punctuation, and is followed by a colon. Its value
goes on to the next label. Which of the known labels are meant depends on the command, so the caller says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from parsers.answers.instruction import Command, Field, Proposal
from parsers.answers.words import any_of, choice_number, number_of, words
from parsers.text.folding import lowered
from parsers.text.numerals import ZH_NUMERAL

PROPOSALS = 20  # nobody offers more; a limit of work, not of people
_TABLES = {"field": tuple(field.value for field in Field), "proposal": ("benefit", "risk")}
_TELLS_CAUSE = frozenset({Command.RESOLVE, Command.PROGRESS, Command.OPTIONS})
_EDGES = " \t\r\n\u3000;,；，、|"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text taken apart at its labels: what stands before the first, and each label's value."""

    lead: str
    values: Mapping[str, str]


def fields_of(text: str, command: Command) -> tuple[str, Mapping[Field, str]]:
    """The words before the first label, and the fields with a value. Cause and reason share words: the command tells."""
    labelled = _apart(text, "field")
    found: dict[Field, str] = {}
    for name, value in labelled.values.items():
        field = Field(name)
        if field in (Field.CAUSE, Field.REASON):
            field = Field.CAUSE if command in _TELLS_CAUSE else Field.REASON
        found[field] = f"{found[field]}\n{value}" if field in found else value
    return labelled.lead, found


def label_begins(low: str) -> bool:
    """Whether the line (folded, lower case) begins with a field's label."""
    return _labels("field").match(low) is not None


def proposals_of(text: str) -> tuple[Proposal, ...]:
    """The proposals, in the order they are written; a number given twice counts once."""
    low = lowered(text)
    starts = list(_proposal().finditer(low)) or list(_item().finditer(low))
    found: dict[int, Proposal] = {}
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, end in zip(starts[:PROPOSALS], ends, strict=False):
        number = number_of(match["number"])
        said = _apart(text[match.end() : end], "proposal")
        if number is not None and (said.lead or said.values):
            benefit, risk = said.values.get("benefit", ""), said.values.get("risk", "")
            found.setdefault(number, Proposal(number, said.lead, benefit.rstrip(")）"), risk.rstrip(")）")))
    return tuple(found.values())


def proposal_begins(low: str) -> bool:
    """Whether the line begins with a numbered proposal that says something: `option 1: a new one`."""
    match = _proposal().match(low)
    return match is not None and bool(low[match.end() :].strip())


def _apart(text: str, table: str) -> Labelled:
    matches = list(_labels(table).finditer(lowered(text)))
    lead = text[: matches[0].start()] if matches else text
    values: dict[str, str] = {}
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=False):
        name = _names(table)[" ".join((match["label"] or match["boxed"] or match["line"]).split())]
        value = text[match.end() : end].strip(_EDGES)
        if value:
            values[name] = f"{values[name]}\n{value}" if name in values else value
    return Labelled(lead.strip(_EDGES).rstrip("(（").strip(), values)


@cache
def _names(table: str) -> Mapping[str, str]:
    """Which field each label's word names; of a word that names two, the first."""
    names: dict[str, str] = {}
    for name in _TABLES[table]:
        for word in words().words(f"{table}.{name}"):
            names.setdefault(word, name)
    return names


@cache
def _labels(table: str) -> re.Pattern[str]:
    label = any_of(*(f"{table}.{name}" for name in _TABLES[table]))
    like = any_of("form.filler")
    no_count = rf"(?!(?<=\w\s){any_of(f'field.{Field.DAYS.value}')})"  # "2 working days: a strike" labels nothing
    item = rf"^[^\S\n]{{0,8}}(?:(?:\d{{1,2}}|{ZH_NUMERAL}{{1,2}})[.)、]|[-*•·])[^\S\n]{{0,3}}"
    return re.compile(
        rf"(?:{item}|(?<![^\s,;.。、!?|(\[【*]))(?:\[|【|\*{{1,2}})?{no_count}(?P<label>{label})(?:{like})?(?:\]|】|\*{{1,2}})?[^\S\n]{{0,3}}:\*{{0,2}}"
        rf"|[【\[](?P<boxed>{label})[】\]]:?"
        rf"|^[^\S\n]{{0,8}}(?:\d[.)、][^\S\n]?)?(?P<line>{label})(?:[^\S\n]{{0,20}}$|[^\S\n][-=][^\S\n]|\t)",
        re.MULTILINE,
    )


@cache
def _proposal() -> re.Pattern[str]:
    option = any_of("proposal.option")
    return re.compile(
        rf"(?<![^\s,;.。、!?|(\[【*])[\[【*]{{0,2}}{option}[^\S\n]{{0,2}}(?P<number>{choice_number()})[\]】*]{{0,2}}"
        r"[^\S\n]{0,3}(?:[:.)、,]|-(?=\s))[*]{0,2}"
    )


@cache
def _item() -> re.Pattern[str]:
    return re.compile(r"^[^\S\n]{0,8}(?P<number>\d{1,2})[.)、:](?!\d)", re.MULTILINE)
