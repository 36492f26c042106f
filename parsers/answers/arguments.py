"""What a command is told: a department, an address, a number of days, a date, a choice. One reader for each command.

An argument stands first in the text; what is left of the text is the reason. A reader that finds no argument leaves
everything to the reason, and the desk asks again: nothing here is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from parsers.answers.days import Named, days_named
from parsers.answers.instruction import Command, Field
from parsers.answers.words import any_of, choice_number, counting, either, number_of, words
from parsers.text.folding import lowered
from parsers.text.numerals import ZH_NUMERAL, whole

LOOKED_AT = 400  # characters of the text that an argument may stand in
MAX_DAYS = 366
WEEK = 5  # working days
TARGET_CHARACTERS = 40
TARGET_WORDS = 4
_EDGES = " \t\r\n\u3000.,:;!-–—~。，：；！、"
_ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}")
_CASE = re.compile(r"#?((?=[a-z-]{0,12}\d)[a-z0-9][a-z0-9/-]{0,39})(?![a-z0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What was found; `reason` is the rest."""

    reason: str = ""
    target: str = ""
    days: int | None = None
    until: date | None = None
    choices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A command's text, the same folded, and what an argument may need to be understood."""

    text: str
    low: str
    today: date
    departments: tuple[str, ...]

    def without(self, *spans: tuple[int, int]) -> str:
        """The text with these parts cut out."""
        kept, done = "", 0
        for start, end in sorted(spans):
            kept += self.text[done : max(done, start)].rstrip(_EDGES) + " "
            done = max(done, end)
        return (kept.strip(_EDGES) + " " + self.text[done:].lstrip(_EDGES)).strip()


def arguments_of(
    command: Command, text: str, lead: str, fields: Mapping[Field, str], today: date, departments: Iterable[str]
) -> Arguments:
    """The arguments of `command` in its `text`; a labelled field wins over the running words.

    `lead`: the words before the first label. What labels say is not the reason, unless the label says that it is.
    """
    reader = _READERS.get(command)
    if reader is None:
        return Arguments(reason=fields.get(Field.REASON, lead))
    known = tuple(departments)
    found = reader(Said(text, lowered(text[:LOOKED_AT]), today, known))
    rest = reader(Said(lead, lowered(lead[:LOOKED_AT]), today, known)).reason if fields else found.reason
    days = _days_in(lowered(fields.get(Field.DAYS, "")[:LOOKED_AT])) if command is Command.EXTEND else None
    department = fields.get(Field.DEPARTMENT, "") if command in (Command.WRONG, Command.REASSIGN) else ""
    return replace(
        found,
        reason=fields.get(Field.REASON, rest),
        target=department or found.target,
        days=days[0] if days else found.days,
    )


def names_department(low: str, departments: Iterable[str]) -> bool:
    """Whether the text begins with a department and then ends, pauses or gives a reason."""
    match = _department(tuple(departments)).match(low)
    return match is not None and re.match(_PAUSE + f"|{_tail()}", low[match.end() :]) is not None


def leads_to_department(low: str, departments: Iterable[str]) -> bool:
    """Whether the text begins with a department, or says anywhere that the case belongs to one."""
    known = tuple(departments)
    return names_department(low, known) or _belongs(known).search(low) is not None


def names_days(low: str) -> bool:
    """Whether the text begins with a number of days."""
    match = _days().match(low)
    return match is not None


def names_level(low: str) -> bool:
    """Whether the text begins with a level's name."""
    return re.match(rf"{_toward()}{any_of('argument.level')}(?:{_PAUSE})", low) is not None


def names_choice(low: str) -> bool:
    """Whether the text begins with numbers of a list; a reason may follow."""
    return _choices().match(low) is not None


def names_approved(low: str) -> bool:
    """Whether the text begins with numbers of a list, so many days, or how a case is followed, and then pauses."""
    mode = re.match(any_of("mode.watch", "mode.monitor"), low)
    matches = (_choices().match(low), _days().match(low), mode)
    return any(match is not None and re.match(_PAUSE, low[match.end() :]) for match in matches)


def names_address(low: str) -> bool:
    """Whether the text begins with an e-mail address."""
    return re.match(rf"{_toward()}[<\"'\s]{{0,3}}{_ADDRESS.pattern}", low) is not None


def names_case(low: str) -> bool:
    """Whether the text begins with a case number."""
    return re.match(rf"{_toward()}(?:{any_of('form.filler')}\s{{0,2}}){{0,2}}{_CASE.pattern}", low) is not None


def names_day(low: str, today: date) -> bool:
    """Whether the text begins with a day, an until, or a number of days."""
    beginning = re.match(rf"\s{{0,3}}(?:{any_of('argument.until')})?\s{{0,3}}", low)
    start = beginning.end() if beginning else 0
    return names_days(low) or any(named.start <= start for named in days_named(low, today))


_PAUSE = r"[^\S\n]{0,3}(?:$|[.,:;!\n。、]|-(?=\s))"


@cache
def _tail() -> str:
    return rf"[^\S\n]{{0,3}}{any_of('form.tail', 'form.because')}"


@cache
def _toward() -> str:
    return rf"\s{{0,4}}(?:{any_of('form.toward')}\s{{0,3}})?(?:the\s(?=[a-z]))?"


@cache
def _belongs(departments: tuple[str, ...]) -> re.Pattern[str]:
    """`… it belongs to the logistics department`, `… 应由物流部处理`; not "does not belong to"."""
    said = any_of("form.belongs")
    return re.compile(rf"(?<!not )(?<!n't )(?<![a-z不非])(?:{said}){_department(departments).pattern}")


@cache
def _department(departments: tuple[str, ...]) -> re.Pattern[str]:
    known = either({lowered(name) for name in departments if name.strip()} | words().words("argument.department"))
    latin = either(word for word in words().words("argument.department_end") if word.isascii())
    han = either(word for word in words().words("argument.department_end") if not word.isascii())
    return re.compile(
        rf"{_toward()}(?P<target>{known}(?:\s{latin}|{han}(?!理))?|(?:[a-z&/-]{{2,20}}\s){{1,3}}{latin}|(?![不非])[一-鿿]{{1,8}}?{han}(?!理))"
    )


@cache
def _days() -> re.Pattern[str]:
    number = rf"(?P<number>(?<![\d.月年到至-])\d{{1,3}}|(?<![\d月年到至]){ZH_NUMERAL}{{1,4}}|(?<![a-z])(?:{counting()}|an?\b))"
    unit = rf"[^\S\n]{{0,2}}(?:(?P<week>{any_of('argument.week')})|{any_of('argument.day')})"
    return re.compile(rf"(?:\s{{0,3}}{any_of('form.toward', 'form.more')}){{0,2}}\s{{0,3}}\+?{number}{unit}")


def _days_in(low: str) -> tuple[int, int, int] | None:
    """The working days of `low` and their place: with a unit anywhere, a bare number only at the start."""
    match = _days().search(low)
    bare = (
        re.match(rf"{_toward()}\+?(?P<number>\d{{1,3}}|{counting()})(?!\.\d)(?={_PAUSE})", low)
        if match is None
        else None
    )
    found = match or bare
    if found is None:
        return None
    value = 1 if found["number"] in ("a", "an") else whole(found["number"])
    days = (value or 0) * (WEEK if match is not None and match["week"] else 1)
    return (days, found.start(), found.end()) if 1 <= days <= MAX_DAYS else None


def _extension(said: Said) -> Arguments:
    days_said = tuple(days_named(said.low, said.today))
    found = _days_in(said.low)
    if found is None or any(named.start <= found[1] < named.end for named in days_said):  # `12 月 5 日` is no five days
        return _until_a_day(said, days_said[0] if days_said else None)
    days, start, end = found
    leads = not said.low[:start].strip(_EDGES)
    return Arguments(reason=said.without((start, end)) if leads else said.text, days=days)


def _until_a_day(said: Said, until: Named | None) -> Arguments:
    """Until the day named. One that stands amid the reason stays in it: `the part comes on Friday`.

    After a number that counts nothing (`3 the part comes on Friday`) it may be no more than the reason's: whether three
    days are meant, or until Friday, only the writer knows, and the customer is promised neither.
    """
    if until is None:
        return Arguments(reason=said.text)
    spans = _until_spans(said, until)
    leads = not said.low[: spans[0][0]].strip(_EDGES)
    if leads or spans[0][0] < until.start:
        return Arguments(reason=said.without(*spans), until=until.day)
    counted = re.match(rf"{_toward()}\+?(?:\d{{1,3}}|{counting()})(?=\s)", said.low)
    return Arguments(reason=said.text, until=None if counted else until.day)


def _until_spans(said: Said, until: Named | None) -> list[tuple[int, int]]:
    """Where the named day stands, its `until` included."""
    if until is None:
        return []
    before = re.search(rf"(?<![a-z]){any_of('argument.until')}\s{{0,3}}$", said.low[: until.start])
    return [(before.start() if before else until.start, until.end)]


def _absence(said: Said) -> Arguments:
    """Until the last day named; `三天` is so many days from today."""
    named = max(days_named(said.low, said.today), key=lambda named: named.day, default=None)
    lasting = _days().search(said.low) if named is None else None
    if lasting and (days := _days_in(said.low)):
        named = Named(said.today + timedelta(days=days[0]), *lasting.span())
    address = _ADDRESS.search(said.low)
    spans = _until_spans(said, named)
    if address:
        before = re.search(rf"(?:{any_of('argument.deputy')})[\s:<(]{{0,4}}$", said.low[: address.start()])
        spans.append((before.start() if before else address.start(), address.end()))
    target = said.text[address.start() : address.end()] if address else ""
    return Arguments(reason=said.without(*spans), target=target, until=named.day if named else None)


def _to_department(said: Said) -> Arguments:
    belongs = _belongs(said.departments)
    match = None if belongs.match(said.low.lstrip()) else _department(said.departments).match(said.low)
    if match is None:
        match = belongs.search(said.low)
        if match is None:
            return _to_clause(said)
        return Arguments(target=said.text[match.start("target") : match.end("target")], reason=said.text)
    tail = re.match(rf"(?:[^\S\n]{{0,3}}{any_of('form.tail')}){{0,2}}", said.low[match.end() :])
    return Arguments(
        target=said.text[match.start("target") : match.end("target")],
        reason=said.without((0, match.end() + (tail.end() if tail else 0))),
    )


def _to_clause(said: Said) -> Arguments:
    """A short first clause is a department by a name that is not known here; a sentence is a reason."""
    toward = re.match(_toward(), said.low)
    start = toward.end() if toward else 0
    stop = re.search(rf"[,:;.!?\n。、]|\s-\s|(?<![a-z]){any_of('form.because')}|$", said.low[start:])
    end = start + (stop.start() if stop else 0)
    target = said.text[start:end].strip(_EDGES)
    if not 0 < len(target) <= TARGET_CHARACTERS or len(target.split()) > TARGET_WORDS:
        return Arguments(reason=said.text)
    return Arguments(target=target, reason=said.without((0, end)))


def _to_address(said: Said) -> Arguments:
    address = _ADDRESS.search(said.low)
    if address is None:
        return Arguments(reason=said.text)
    toward = re.search(rf"(?<![a-z]){any_of('form.toward')}?[\s<]{{0,3}}$", said.low[: address.start()])
    start = toward.start() if toward else address.start()
    return Arguments(
        target=said.text[address.start() : address.end()], reason=said.without((start, address.end())).strip(">) ")
    )


def _level(said: Said) -> Arguments:
    match = re.match(rf"{_toward()}({any_of('argument.level')}|[a-z][a-z0-9-]{{0,19}}|[一-鿿]{{1,6}})", said.low)
    if match is None:
        return Arguments(reason=said.text)
    return Arguments(target=said.text[match.start(1) : match.end(1)], reason=said.without((0, match.end())))


def _case(said: Said) -> Arguments:
    match = re.match(rf"{_toward()}(?:{any_of('form.filler')}\s{{0,2}}){{0,2}}{_CASE.pattern}", said.low)
    if match is None:
        return Arguments(reason=said.text)
    return Arguments(target=said.text[match.start(1) : match.end(1)], reason=said.without((0, match.end())))


@cache
def _choices() -> re.Pattern[str]:
    number = choice_number()
    unit = any_of("argument.day", "argument.week")
    return re.compile(
        rf"\s{{0,3}}(?:#|{any_of('argument.option')})?\s{{0,2}}(?P<numbers>{number}(?:\s{{0,2}}(?:,|、|\+|{any_of('form.and')})\s{{0,2}}{number}){{0,20}})"
        rf"(?:{any_of('argument.counted')})?(?![^\S\n]{{0,2}}{unit})(?!\w|\.\d)"
    )


def _judged(said: Said) -> Arguments:
    """Of APPROVE and REJECT: the numbers of a list, or how a deferred case is followed."""
    for mode in ("watch", "monitor"):
        if match := re.match(rf"\s{{0,3}}(?:{any_of(f'mode.{mode}')})", said.low):
            return Arguments(target=mode, reason=said.without((0, match.end())))
    match = _choices().match(said.low)
    if match is None:
        return Arguments(reason=said.text)
    written = re.findall(choice_number(), match["numbers"])
    numbers = tuple(dict.fromkeys(number for one in written if (number := number_of(one)) is not None))
    return Arguments(choices=numbers, reason=said.without((0, match.end())))


def _approved(said: Said) -> Arguments:
    """`APPROVE 2 refunds` speaks of refunds: only a number that ends the phrase chooses."""
    match = _choices().match(said.low)
    if match is not None and not re.match(_PAUSE, said.low[match.end() :]):
        return Arguments(reason=said.text)
    return _judged(said)


_READERS: Mapping[Command, Callable[[Said], Arguments]] = {
    Command.WRONG: _to_department,
    Command.REASSIGN: _to_department,
    Command.ASSIGN: _to_address,
    Command.LEVEL: _level,
    Command.MERGE: _case,
    Command.EXTEND: _extension,
    Command.AWAY: _absence,
    Command.APPROVE: _approved,
    Command.REJECT: _judged,
}
