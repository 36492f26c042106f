"""A department's or manager's reply, from its text to instructions.

Give this the writer's own words only (`Letter.text`): quoted text is never scanned for commands (hazards H22). Total
and linear in the length of the text: each line is looked at once, the first few hundred characters of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from types import MappingProxyType

from parsers.answers.arguments import arguments_of
from parsers.answers.choosing import lone_choice
from parsers.answers.closing import name_start, words_end
from parsers.answers.heads import Head, Line, Place, heads_of
from parsers.answers.instruction import Command, Courtesy, Field, Instruction, Reply
from parsers.answers.labels import fields_of, label_begins, proposal_begins, proposals_of
from parsers.answers.meant import meant_command
from parsers.answers.words import any_of, either, words
from parsers.lexicon import lexicon
from parsers.text.folding import folded, lowered

TEXT_CHARACTERS = 200_000  # nobody writes more; what lies beyond is not read
WRAPPED_WIDTH = 60  # columns: after a shorter line the writer began a new one
COMMANDS = 20  # of one reply; a command word further down is text
BELOW_LINES = 8  # of a signature, under an "OK"
BELOW_CHARACTERS = 60
GREETING_CHARACTERS = 40
_ITEM = re.compile(r"\s{0,8}\d{1,2}[.)、]")  # goes on a numbered list
_BLANK = "\ufeff\u200b \t\r\n\u3000"
_KEYCAP = re.compile("[\ufe0e\ufe0f\u20e3\u200b\ufeff]")
_SENTENCE_END = (".", "!", "?", "。", "！", "？", ";", "；", ":", "：")
# A line below one of these is no part of a report: what it says counts as it would in a reply of its own.
_TEXTLESS = frozenset({Command.ACCEPT, Command.STATUS, Command.LIST, Command.RESEND, Command.CONFIRM, Command.REMIND})


@dataclass(frozen=True, slots=True)
class _Block:
    """A command and the text that belongs to it."""

    command: Command
    text: str
    choice: int | None = None
    courtesy: Courtesy = Courtesy.NONE


def reply_of(text: str, today: date, departments: Collection[str] = (), *, signed: str = "") -> Reply:
    """What the reply `text` tells the desk to do.

    `today` is the reader's day, for dates without a year. `departments`: names and aliases by which departments may be
    called, so that "wrong logistics" can be told from "wrong address"; the usual ones are known. `signed`: the writer's
    name as in the From field, which may stand below the words without any mark of a signature.
    """
    whole = text.strip(_BLANK)
    lines = [_line(line) for line in _KEYCAP.sub("", whole[:TEXT_CHARACTERS]).split("\n")]
    place = Place(today, tuple(departments))
    lines = lines[: words_end([line.written for line in lines], lambda written: bool(heads_of(_line(written), place)))]
    lines = lines[: name_start([line.written for line in lines], signed, place.departments)]
    before, blocks = _blocks(lines, place)
    if not blocks:
        return Reply(note=whole, meant=meant_command(whole))
    instructions = [one for block in blocks for one in _instructions(block, today, tuple(departments))]
    return Reply(instructions=tuple(instructions), note=before)


def _line(written: str) -> Line:
    written = written.rstrip("\r")
    return Line(written, folded(written), lowered(written))


def _blocks(lines: list[Line], place: Place) -> tuple[str, list[_Block]]:
    """The words before the first command, and each command with its text."""
    heads = list(islice(_headed(lines, place), COMMANDS))
    choice = None
    if opening := _opening(lines, heads[0][0] if heads else len(lines)):
        index, head, choice = opening
        heads.insert(0, (index, head))
    ends = [(index, head.start) for index, head in heads[1:]] + [(len(lines), 0)]
    blocks = [
        _Block(head.command, _between(lines, index, head.end, *end))
        for (index, head), end in zip(heads, ends, strict=False)  # without a command there is one end too many
    ]
    if choice is not None:
        blocks[0] = replace(blocks[0], choice=choice)
    if opening and blocks[0].command is Command.ACCEPT:
        received = _alone("RECEIVED").fullmatch(lines[opening[0]].low.strip())
        blocks[0] = replace(blocks[0], courtesy=Courtesy.RECEIVED if received else Courtesy.YES)
    return _note(lines[: heads[0][0]]) if heads else "", blocks


def _opening(lines: list[Line], below_until: int) -> tuple[int, Head, int | None] | None:
    """A first line that is nothing but an "OK" or a number: its index, the command it stands for, the number."""
    index = next((number for number, line in enumerate(lines) if _says(line)), len(lines))
    if index >= min(len(lines), below_until) or len(lines[index].low) > BELOW_CHARACTERS:
        return None
    line, below = lines[index], lines[index + 1 : below_until]
    if number := lone_choice(line.low):
        listed = any(_ITEM.match(other.low) for other in below)
        return None if listed else (index, Head(Command.CHOICE, 0, len(line.low)), number)
    for command in (Command.ACCEPT, Command.CONFIRM):
        if _alone(command.value).fullmatch(line.low.strip()) and not _says_more(below):
            return index, Head(command, 0, len(line.low)), None
    return None


def _headed(lines: list[Line], place: Place) -> Iterator[tuple[int, Head]]:
    """Every command, with the index of its line. What stands on a line depends on the command it stands under."""
    current: Command | None = None
    first, previous = True, ""
    for index, line in enumerate(lines):
        flowing = _width(previous) >= WRAPPED_WIDTH and not previous.rstrip().endswith(_SENTENCE_END)
        free = current is None or current in _TEXTLESS
        here = replace(place, free=free, first=first, flowing=flowing)
        resolving = current is Command.RESOLVE
        heads = [] if resolving and label_begins(line.low) else heads_of(line, here)
        if resolving and any(head.command is Command.ASK for head in heads):
            heads = []  # 补充 is also how a Chinese writer adds something, and nobody asks about what is settled
        if not heads and free and proposal_begins(line.low):
            heads = [Head(Command.OPTIONS, 0, 0)]
        for head in heads:
            yield index, head
            current = head.command
        first = first and not _says(line)
        previous = line.written


def _between(lines: list[Line], index: int, start: int, last: int, stop: int) -> str:
    """The written text from one place to another, its lines kept."""
    if index == last:
        return lines[index].written[start:stop].strip()
    written = [lines[index].written[start:], *(line.written for line in lines[index + 1 : last])]
    if last < len(lines) and stop:
        written.append(lines[last].written[:stop])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in written)).strip(_BLANK)


def _instructions(block: _Block, today: date, departments: tuple[str, ...]) -> Iterator[Instruction]:
    """What a block says; several only where a list of choices is answered at once ("APPROVE 1 and 3")."""
    lead, fields = fields_of(block.text, block.command)
    if block.command is Command.RESOLVE and lead and Field.SOLUTION not in fields:
        fields = {**fields, Field.SOLUTION: lead}
    found = arguments_of(block.command, block.text, lead, fields, today, departments)
    instruction = Instruction(
        command=block.command,
        text=block.text,
        fields=MappingProxyType(dict(fields)),
        choice=block.choice,
        days=found.days,
        target=found.target,
        reason=found.reason,
        until=found.until,
        proposals=proposals_of(block.text) if block.command is Command.OPTIONS else (),
        courtesy=block.courtesy,
    )
    yield from (replace(instruction, choice=choice) for choice in found.choices) if found.choices else (instruction,)


def _note(lines: list[Line]) -> str:
    return "\n".join(line.written for line in lines if not _is_greeting(line)).strip(_BLANK)


def _says(line: Line) -> bool:
    return bool(line.written.strip(_BLANK)) and not _is_greeting(line)


def _is_greeting(line: Line) -> bool:
    """`Dear colleagues,`, `Hi Anna`, `您好：`: a greeting, a name, and no more."""
    return len(line.low) <= GREETING_CHARACTERS and _greeting().fullmatch(line.low.strip()) is not None


def _says_more(below: list[Line]) -> bool:
    """Whether more than a signature stands below: then "OK" was the start of a letter."""
    said = [line.written.strip() for line in below if line.written.strip()]
    return len(said) > BELOW_LINES or any(
        len(line) > BELOW_CHARACTERS or line.endswith((*_SENTENCE_END, "，")) for line in said
    )


def _width(written: str) -> int:
    """Columns, as far as it matters: Chinese characters take two."""
    line = written[:WRAPPED_WIDTH]
    return len(line) + sum(character > "⺀" for character in line)


@cache
def _greeting() -> re.Pattern[str]:
    greeting = either(lexicon().words("sign.greeting") | words().words("form.greeting"))
    return re.compile(rf"{greeting}(?:(?: [a-z'.-]{{1,20}}){{0,3}}[,:!]?|[^\s,。]{{0,8}}[,:!。])")


@cache
def _alone(said: str) -> re.Pattern[str]:
    word = rf"(?:{any_of(f'alone.{said}')})"
    polite = rf"(?:[\s.,!~。、]{{0,4}}{any_of('form.filler')}){{0,4}}"
    return re.compile(rf"{word}(?:[\s.,!~。、]{{0,4}}{word})?{polite}[\s.,!~。、]{{0,6}}")
