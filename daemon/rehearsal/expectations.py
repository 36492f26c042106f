"""Whether what was expected has happened, and if not, what came nearest and when. Pure: a record in, verdicts out.

Words are compared as a reader would: upper and lower case, full and half width, and runs of white space are the same.
A department may be called by its name, an alias or the role it holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from daemon.config import Config
from daemon.rehearsal.mails import addresses_in
from daemon.rehearsal.record import CaseLine, Line, NoticeLine
from daemon.rehearsal.scenario import ANY, Expectation, Scenario

FIRST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an expectation holds. `sentence`: what was expected, and if it does not hold, what there was instead."""

    expectation: Expectation
    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class _Moment:
    """How a case stood from `line.at` until `until` (None: the end)."""

    line: CaseLine
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Check:
    """One thing that is asked of a candidate: whether it is so, and what there is instead, in words."""

    holds: bool
    instead: str


def judge(scenario: Scenario, record: Sequence[Line]) -> tuple[Verdict, ...]:
    """Each expectation, in the file's order."""
    judging = _Judging(scenario, record)
    return tuple(judging.verdict(expectation) for expectation in scenario.expectations)


def plain(text: str) -> str:
    """The text as words are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


class _Judging:
    """One play being judged."""

    def __init__(self, scenario: Scenario, record: Sequence[Line]) -> None:
        self._config = scenario.config
        self._local = scenario.local
        self._end = scenario.end
        self._notices = [line for line in record if isinstance(line, NoticeLine)]
        self._cases = [line for line in record if isinstance(line, CaseLine)]
        self._words: dict[int, str] = {}

    def verdict(self, expected: Expectation) -> Verdict:
        """Of a notice or of a case."""
        if expected.notice:
            found, nearest = self._of_notice(expected)
        else:
            found, nearest = self._of_case(expected)
        holds = found >= 1 if expected.count is None else found == expected.count
        sentence = asked(expected, self._local)
        return Verdict(expected, holds, sentence if holds else f"{sentence}; {nearest}")

    # -- notices ------------------------------------------------------------------------------------------------------

    def _of_notice(self, expected: Expectation) -> tuple[int, str]:
        checks = [(line, list(self._checks(expected, line))) for line in self._notices]
        right = [line for line, asked_of in checks if all(check.holds for check in asked_of)]
        if right:
            shown = "; ".join(self._told(line) for line in right[:3])
            return len(right), f"there were {len(right)}: {shown}{', …' if len(right) > 3 else ''}"
        alike = [item for item in checks if expected.notice in (ANY, item[0].notice)]
        if not alike:
            kinds = ", ".join(dict.fromkeys(line.notice for line in self._notices)) or "none at all"
            return 0, f"no such notice was sent (there were: {kinds})"
        line, asked_of = max(alike, key=lambda item: sum(check.holds for check in item[1]))
        wrong = ", ".join(check.instead for check in asked_of if not check.holds)
        return 0, f"the nearest was {self._told(line)}: {wrong}"

    def _checks(self, expected: Expectation, line: NoticeLine) -> Iterator[_Check]:
        """What is asked of a notice, the most telling first."""
        yield _Check(expected.notice in (ANY, line.notice), f"it is {line.notice}")
        wanted = addresses_in(expected.to)
        yield _Check(set(wanted) <= {who.lower() for who in line.to}, f"it went to {', '.join(line.to)}")
        if expected.case is not None:
            about = " and ".join(f"case {case}" for case in line.cases) or "no case"
            yield _Check(expected.case in line.cases, f"it is about {about}")
        if expected.by:
            yield _Check(line.at <= expected.by, "it was too late")
        if expected.not_before:
            yield _Check(line.at >= expected.not_before, "it was too early")
        if expected.language:
            same = expected.language.casefold() == line.language.casefold()
            yield _Check(same, f"it is in {line.language}")
        for text in expected.contains:
            yield _Check(plain(text) in self._said(line), f"it does not say “{text}”")
        for text in expected.absent:
            yield _Check(plain(text) not in self._said(line), f"it says “{text}”")

    def _said(self, line: NoticeLine) -> str:
        """The notice's words as they are compared, worked out once."""
        if id(line) not in self._words:
            self._words[id(line)] = plain(f"{line.subject}\n{line.text}")
        return self._words[id(line)]

    def _told(self, line: NoticeLine) -> str:
        return f"{line.notice} to {', '.join(line.to)} at {self._time(line.at)} (“{line.subject}”)"

    # -- cases --------------------------------------------------------------------------------------------------------

    def _of_case(self, expected: Expectation) -> tuple[int, str]:
        moments = self._moments(expected.case)
        if not moments:
            opened = len({line.case for line in self._cases})
            return 0, f"no such case was opened (there were {opened})"
        within = [moment for moment in moments if _in_window(moment, expected)]
        if expected.final:
            end = min(expected.by or self._end, self._end)
            within = [moment for moment in moments if moment.line.at <= end][-1:]
        right = [moment for moment in within if self._stands(expected, moment.line)]
        if right:
            return 1, f"it was {self._standing(right[0].line)}"
        history = ", then ".join(self._standing(moment.line) for moment in moments)
        return 0, f"it was {history}"

    def _moments(self, case: int | None) -> list[_Moment]:
        lines = [line for line in self._cases if line.case == case]
        ends: list[datetime | None] = [*(line.at for line in lines[1:]), None]
        return [_Moment(line, end) for line, end in zip(lines, ends, strict=bool(lines))]

    def _stands(self, expected: Expectation, line: CaseLine) -> bool:
        return (
            expected.state in ("", line.state)
            and plain(expected.level) in ("", plain(line.level))
            and (not expected.department or plain(expected.department) in _names(self._config, line.department))
        )

    def _standing(self, line: CaseLine) -> str:
        return f"{line.state}, {line.level}, {line.department} from {self._time(line.at)}"

    def _time(self, at: datetime) -> str:
        return f"{self._local(at):%Y-%m-%d %H:%M}"


def _in_window(moment: _Moment, expected: Expectation) -> bool:
    """Whether any moment of it lies in the expectation's window, both ends counted in."""
    if expected.by and moment.line.at > expected.by:
        return False
    earliest = expected.not_before or FIRST
    return moment.until is None or moment.until > earliest or moment.line.at >= earliest


def _names(config: Config, department: str) -> frozenset[str]:
    """What the department may be called."""
    found = config.department(department)
    names = (found.name, *found.aliases, *found.roles) if found else (department,)
    return frozenset(plain(name) for name in names)


def asked(expected: Expectation, local: Callable[[datetime], datetime]) -> str:
    """The expectation in words."""
    what = f"notice {expected.notice}" if expected.notice else f"case {expected.case}"
    parts = [f"expected {what}"]
    if expected.to:
        parts.append(f"to {expected.to}")
    if expected.notice and expected.case is not None:
        parts.append(f"about case {expected.case}")
    parts += [f"{name} {value}" for name, value in _values(expected)]
    parts += [f"saying “{text}”" for text in expected.contains]
    parts += [f"not saying “{text}”" for text in expected.absent]
    if expected.not_before:
        parts.append(f"not before {local(expected.not_before):%Y-%m-%d %H:%M}")
    if expected.by:
        parts.append(f"by {local(expected.by):%Y-%m-%d %H:%M}")
    if expected.final:
        parts.append("at the end")
    if expected.count is not None:
        parts.append("never" if expected.count == 0 else f"exactly {expected.count} times")
    return " ".join(parts)


def _values(expected: Expectation) -> list[tuple[str, str]]:
    named = (("state", expected.state), ("level", expected.level), ("department", expected.department))
    return [(name, value) for name, value in (*named, ("in language", expected.language)) if value]
