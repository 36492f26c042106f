"""Where in a reply a command begins.

A command word is at the start of a line, and it must be plain that it is meant as one. English words are ordinary
words, so a word in lower case counts only when it stands alone, or is followed by a colon, a dash or the argument that
the command takes; in capitals it counts as it is. Chinese words count when a space or a mark of punctuation follows.
A question, a condition or a "but" behind the word makes it no command: the desk asks rather than acts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from parsers.answers import arguments
from parsers.answers.instruction import Command
from parsers.answers.labels import label_begins
from parsers.answers.words import any_of, commands, either, words

LOOKED_AT = 240  # characters of a line
LEAST_CAPITALS = 3  # of a first word that stands for all: "A complaint", "NO complaint" are ordinary
CHAINED = 4  # commands that may stand behind one another on a line

# Take no words of their own: "Status: fixed" is part of a report.
_BARE = frozenset(
    {Command.STATUS, Command.LIST, Command.RESEND, Command.SPLIT, Command.COMPLAINT, Command.CONFIRM, Command.RESUME}
)
_CHAINS = _BARE | {Command.ACCEPT, Command.REMIND}
_MAY_ASK = frozenset({Command.STATUS, Command.LIST, Command.ASK})
# "Please approve" asks for approval; "please close" gives the command.
_NOT_ASKED_FOR = frozenset(
    {Command.ACCEPT, Command.APPROVE, Command.REJECT, Command.CONFIRM, Command.RESOLVE, Command.PROGRESS, Command.NOTE}
) | {Command.OPTIONS, Command.NOT_COMPLAINT, Command.COMPLAINT}
_SENTENCES = frozenset({Command.ACCEPT, Command.APPROVE, Command.REJECT, Command.RESOLVE, Command.NOT_COMPLAINT}) | {
    Command.RESUME,
    Command.CONFIRM,
    Command.REMIND,
}
_DOUBTED_BY: Mapping[str, frozenset[Command]] = {
    "form.but": frozenset({Command.ACCEPT, Command.RESOLVE, Command.NOT_COMPLAINT, Command.COMPLAINT, Command.CLOSE})
    | {Command.APPROVE, Command.CONFIRM, Command.RESUME, Command.MERGE},
    "form.condition": frozenset(
        {Command.APPROVE, Command.CONFIRM, Command.CLOSE, Command.MERGE, Command.RESUME, Command.COMPLAINT}
    ),
    "form.negation": frozenset({Command.ACCEPT, Command.APPROVE, Command.CONFIRM}),
    # "RESOLVE: not yet", "CLOSE - no!": what is said at once takes the word back
    "form.unready": frozenset({Command.ACCEPT, Command.RESOLVE, Command.CLOSE, Command.APPROVE, Command.CONFIRM})
    | {Command.NOT_COMPLAINT, Command.COMPLAINT, Command.RESUME, Command.MERGE},
    # "RESOLVE tomorrow", `办结，明天`: it is not so yet
    "form.later": frozenset({Command.RESOLVE, Command.CLOSE, Command.APPROVE, Command.CONFIRM, Command.MERGE}),
    "form.again": frozenset({Command.WRONG, Command.RESOLVE, Command.CLOSE}),
}
_SEPARATORS = r"\s.,:;!~。、-"
_OPENING = r"[\"'*_\[【「《<(]{0,4}"
_CLOSING = r"[\"'*_\]】」》>)]{0,4}"
_BOXED = re.compile(r"[\]】」》>]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as written, folded, and folded in lower case; all three equally long."""

    written: str
    plain: str
    low: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the line stands in its reply, and what the reader knows."""

    today: date
    departments: tuple[str, ...] = ()
    free: bool = True  # no command before it whose text it could belong to
    first: bool = True  # the first line that says anything
    flowing: bool = False  # a mail program may have wrapped a sentence into it


@dataclass(frozen=True, slots=True)
class Head:
    """A command word: where in its line it begins, and where what it says begins."""

    command: Command
    start: int
    end: int


def heads_of(line: Line, place: Place) -> list[Head]:
    """The commands at the start of the line, most often none or one: `ACCEPT, PROGRESS we are looking at it`."""
    heads: list[Head] = []
    at = 0
    while len(heads) < CHAINED and (head := _head(line, at, place, chained=bool(heads))):
        heads.append(replace(head, start=at) if heads else head)
        if head.command not in _CHAINS:
            break
        at = head.end
    return heads


def _head(line: Line, at: int, place: Place, *, chained: bool) -> Head | None:
    low = line.low[:LOOKED_AT]
    start = _match_end(rf"[{_SEPARATORS}]*(?:{any_of('form.and')}\s{{1,3}}|)" if chained else r"\s*", low, at)
    start = _match_end(_OPENING, low, start)
    if head := _word(line, low, start, place, chained=chained):
        return head
    if chained or not place.first or place.flowing:
        return None
    asked = _match_end(rf"(?:{any_of('form.please')}[{_SEPARATORS}]{{0,4}})", low, start)
    told = _match_end(rf"(?:{any_of('form.before')}[{_SEPARATORS}]{{0,4}}){{1,3}}", low, start)
    if asked > start:
        head = _word(line, low, asked, place, chained=False)
        return None if head is None or head.command in _NOT_ASKED_FOR else head
    head = _word(line, low, told, place, chained=False) if told > start else None
    return None if head is not None and _finds_fault(low[told : head.end], low[head.end :], place) else head


def _finds_fault(word: str, rest: str, place: Place) -> bool:
    """Whether "this is wrong: …" speaks of what the letter says: no department is named, where the case belongs."""
    plain = word.strip(" ,:;.!-")
    return plain == "wrong" and bool(rest.strip(" .!")) and not arguments.leads_to_department(rest, place.departments)


def _word(line: Line, low: str, start: int, place: Place, *, chained: bool) -> Head | None:
    """The command word at `start`, if it is meant as one."""
    match = _commands().match(low, start)
    if match is None:
        return None
    command = commands()[" ".join(match[0].split())]
    end = _match_end(_CLOSING, low, match.end())
    rest = low[end:]
    if _doubted(command, rest):
        return None
    if _alone().match(rest.rstrip("? ") if command in _MAY_ASK else rest):
        if command in _NOT_ASKED_FOR and not _capitals(line, match) and re.search(any_of("form.please"), rest):
            return None
        wrapped = place.flowing and line.plain[start : start + 1].islower()
        return None if wrapped else Head(command, start, len(line.low))
    glued = _match_end(rf"(?:{any_of('form.filler')}){{0,3}}", rest, 0) if not match[0].isascii() else 0
    after = rest[glued:]
    if _BOXED.match(low[:end], match.end()) and start and low[start - 1] in "[【「《<":
        return Head(command, start, end + _match_end(rf"[{_SEPARATORS}]*", rest, 0)) if place.free else None
    said = end + glued + _match_end(rf"[{_SEPARATORS}]*", after, 0)
    if _counts(command, match[0], after, place, capitals=_capitals(line, match)):
        return Head(command, start, said)
    if command in _CHAINS and not chained and re.match(r"[\s.,;!&。、-]", after):
        following = _head(line, end + glued, place, chained=True)
        return Head(command, start, said) if following else None
    return None


def _counts(command: Command, word: str, after: str, place: Place, *, capitals: bool) -> bool:
    if re.match(r"[^\S\n]{0,2}:", after):
        return command not in _BARE
    if capitals or _argued(command, after.lstrip(" ,-"), place):
        return True
    if command in _BARE and not place.free:
        return False
    weak = place.free and not place.flowing
    if not word.isascii():
        spaced = after[:1].isspace() and not place.flowing
        return command is Command.NOTE or spaced or (weak and re.match(r"[.,;!~。、-]", after) is not None)
    if re.match(r"\s-{1,2}\s", after):
        return weak
    if command in _SENTENCES and re.match(r"[.!]\s", after):
        return weak
    return weak and re.match(r"[^\S\n]?[,.;!]\s", after) is not None and " ".join(word.split()) in _said_forms()


def _doubted(command: Command, rest: str) -> bool:
    """Whether a question mark, a list of commands to choose from, a "but" or an "if" follows."""
    if re.match(r"\s{0,2}/", rest) or (command not in _MAY_ASK and re.match(r"[^\S\n]{0,2}\?", rest)):
        return True
    return any(
        command in doubted and re.match(rf"[{_SEPARATORS}]*{any_of(group)}", rest)
        for group, doubted in _DOUBTED_BY.items()
    )


def _argued(command: Command, rest: str, place: Place) -> bool:
    """Whether the command's own argument, or a label, begins `rest`."""
    if command in _ARGUMENTS:
        return _ARGUMENTS[command](rest, place)
    return command not in _BARE and command is not Command.ACCEPT and label_begins(rest)


def _question(rest: str, place: Place) -> bool:
    del place
    return rest.rstrip().endswith("?") and not re.match(any_of("argument.person"), rest)


_ARGUMENTS: Mapping[Command, Callable[[str, Place], bool]] = {
    Command.ASK: _question,
    Command.EXTEND: lambda rest, place: arguments.names_days(rest) or arguments.names_day(rest, place.today),
    Command.AWAY: lambda rest, place: arguments.names_day(rest, place.today),
    Command.WRONG: lambda rest, place: arguments.names_department(rest, place.departments),
    Command.REASSIGN: lambda rest, place: arguments.names_department(rest, place.departments),
    Command.ASSIGN: lambda rest, _place: arguments.names_address(rest),
    Command.LEVEL: lambda rest, _place: arguments.names_level(rest),
    Command.MERGE: lambda rest, _place: arguments.names_case(rest),
    Command.APPROVE: lambda rest, _place: arguments.names_approved(rest),
    Command.REJECT: lambda rest, _place: arguments.names_choice(rest),
}


def _capitals(line: Line, match: re.Match[str]) -> bool:
    """Whether the word, or the first of several ("MERGE with", "ASK the customer"), is in capitals."""
    first = line.plain[match.start() : match.end()].split()[0]
    whole = line.plain[match.start() : match.end()].isupper()
    return whole or (len(first) >= LEAST_CAPITALS and first.isupper())


def _match_end(pattern: str, text: str, at: int) -> int:
    match = re.compile(pattern).match(text, at)
    return match.end() if match else at


@cache
def _commands() -> re.Pattern[str]:
    return re.compile(either(commands()))


@cache
def _said_forms() -> frozenset[str]:
    return words().words("form.said")


@cache
def _alone() -> re.Pattern[str]:
    """Nothing but politeness and punctuation to the end of the line."""
    return re.compile(rf"(?:[{_SEPARATORS}]{{0,6}}{any_of('form.filler')}){{0,8}}[{_SEPARATORS}]{{0,20}}\Z")
