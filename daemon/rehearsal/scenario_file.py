"""Scenarios as TOML files -> `Scenario`, or every mistake at once, each with its line.

The format is the design's, section 7; docs/rehearsal.md tells it to those who write scenarios. Files that a scenario
names are read here, so that a play never fails for a missing one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from daemon.catalogue_file import CatalogueError, catalogue_of
from daemon.config import Config, TableInvalid
from daemon.rehearsal.company import company
from daemon.rehearsal.names import NOTICES, STATES
from daemon.rehearsal.scenario import ANY, Attached, Expectation, MailServer, Scenario, ScenarioInvalid, Step, Wanted
from daemon.rehearsal.table import Place, Table, Troubles
from rules.pack import PackInvalid, shipped
from rules.pack import load as load_pack
from rules.policy import Policy

_LENGTH = re.compile(
    r"\s*(?:([0-9]+(?:\.[0-9]+)?)\s*d)?\s*(?:([0-9]+(?:\.[0-9]+)?)\s*h)?\s*(?:([0-9]+(?:\.[0-9]+)?)\s*m)?\s*"
)
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = re.compile(r"[!-9;-~]+")
TOP = ("title", "policy", "start", "until", "config", "step", "expect")
LETTER = ("from", "to", "subject", "body", "letter", "headers", "attachments", "answers", "answers_of", "bounces")
STEP = ("after", "at", *LETTER, "old", "smtp", "restart")
WANTED = ("notice", "to")
OF_NOTICE = ("to", "contains", "absent", "language")
OF_CASE = ("state", "level", "department", "final")
EXPECT = ("notice", "case", *OF_NOTICE, *OF_CASE, "by", "not_before", "count")
NOT_WITH_OLD = ("answers", "answers_of", "bounces", "smtp", "restart")
NOT_WITH_LETTER = ("subject", "body", "attachments", "answers", "answers_of", "bounces")
LARGEST_BYTES = 100_000_000


def load(path: Path) -> Scenario:
    """The scenario in the file at `path`. Raises `ScenarioInvalid` with every problem, in the file's order."""
    troubles = Troubles(path)
    table = troubles.read()
    return _Reading(path, table, troubles).scenario()


class _Reading:
    """One file being read."""

    def __init__(self, path: Path, table: Mapping[str, Any], troubles: Troubles) -> None:
        self._path = path
        self._folder = path.absolute().parent
        self._top = Table((), table, troubles)
        self._troubles = troubles

    def scenario(self) -> Scenario:
        top = self._top
        top.only(TOP)
        title = top.text("title") or self._path.stem
        start = (
            top.moment("start", "the play begins") if top.needs("start", "start = 2026-11-23T09:00:00+08:00") else None
        )
        until = top.moment("until", "the play ends")
        config = self._config(start)
        anchor = start or datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        if start and until and until < start:
            self._troubles.add(("until",), "is before start; write a later time")
        steps = self._steps(anchor, until if start else None)
        expectations = tuple(self._expectation(table) for table in top.tables("expect"))
        self._troubles.stop()
        if start is None or config is None:
            raise ScenarioInvalid((f"{self._path}:1: cannot be read; correct it",))
        moments = [step.at for step in steps] + [at for e in expectations for at in (e.by, e.not_before) if at]
        return Scenario(
            file=self._path,
            title=title,
            config=config,
            start=start,
            end=until or max([start, *moments]),
            steps=steps,
            expectations=expectations,
        )

    # -- the company --------------------------------------------------------------------------------------------------

    def _config(self, start: datetime | None) -> Config | None:
        overrides = self._top.table("config")
        desk: Any = overrides.get("desk")
        own = cast("dict[str, Any]", desk).get("policy") if isinstance(desk, dict) else None
        place: Place = ("policy",) if own is None else ("config", "desk", "policy")
        name = self._top.text("policy") or "standard" if own is None else own
        policy = self._policy(place, name) if isinstance(name, str) else load_pack("standard")
        if policy is None:
            return None
        shown = start or datetime.fromisoformat("2000-01-01T00:00:00+00:00")
        table = company(policy, shown, overrides)
        if own is None and isinstance(table.get("desk"), dict):
            table["desk"] = {**table["desk"], "policy": name}
        try:
            config = Config.from_table(table, self._folder)
            catalogue_of(config)
        except TableInvalid as invalid:
            for problem in invalid.problems:
                self._troubles.add(("config", *problem.place), problem.sentence)
            return None
        except CatalogueError as unusable:
            for sentence in unusable.problems:
                self._troubles.add(("config", "catalogue", "path"), sentence)
            return None
        return config

    def _policy(self, place: Place, name: str) -> Policy | None:
        if (name not in shipped() and _NAME.fullmatch(name)) or not (
            name in shipped() or (self._folder / name).is_file()
        ):
            known = ", ".join(shipped())
            advice = f"those that come with Amends are: {known}; or write the path of a pack's file"
            self._troubles.add(place, f'there is no pack "{name}"; {advice}')
            return None
        try:
            return load_pack(name, base=self._folder)
        except PackInvalid as invalid:
            self._troubles.add(place, f'the pack "{name}" has mistakes; correct them first')
            self._troubles.others(invalid.problems)
            return None

    # -- steps --------------------------------------------------------------------------------------------------------

    def _steps(self, start: datetime, until: datetime | None) -> tuple[Step, ...]:
        steps: list[Step] = []
        at = start
        for table in self._top.tables("step"):
            moment = self._moment(table, at)
            if moment < at:
                table.wrong("at", "is before the step above it, or before start; put the steps in their order")
            if until and moment > until:
                table.wrong("at" if table.has("at") else "after", "comes after `until`; make the play longer")
            at = max(at, moment)
            steps.append(self._step(table, at, start))
        return tuple(steps)

    def _moment(self, table: Table, before: datetime) -> datetime:
        if table.has("at") and table.has("after"):
            table.wrong("after", "the step has both `at` and `after`; keep one of them")
        if table.has("at"):
            return table.moment("at", "the step happens") or before
        try:
            return before + self._length(table, "after")
        except OverflowError:
            table.wrong("after", f'"{table.text("after")}" is too long; write a shorter time')
            return before

    def _length(self, table: Table, key: str) -> timedelta:
        """A length of time, zero where there is none. Raises OverflowError."""
        written = table.text(key)
        if not written:
            if table.has(key):
                table.wrong(key, 'must be a length of time; write it like "20m", "3h" or "2d"')
            return timedelta(0)
        read = _LENGTH.fullmatch(written)
        if read is None or not any(read.groups()):
            table.wrong(key, f'"{written}" is not a length of time; write it like "20m", "3h" or "2d"')
            return timedelta(0)
        days, hours, minutes = (float(part or 0) for part in read.groups())
        return timedelta(days=days, hours=hours, minutes=minutes)

    def _old(self, table: Table, at: datetime, start: datetime) -> timedelta:
        if not table.has("old"):
            return timedelta(0)
        for key in NOT_WITH_OLD:
            if table.has(key):
                table.wrong(key, f"an old letter was there before the desk; make a step of its own for `{key}`")
        if at != start:
            table.wrong(
                "old", "is for letters that are there when the play begins; put the step there, without `after`"
            )
        try:
            old = self._length(table, "old")
            _ = start - old
        except OverflowError:
            table.wrong("old", f'"{table.text("old")}" is too long; write a shorter time')
            return timedelta(0)
        if not old and _LENGTH.fullmatch(table.text("old")):
            table.wrong("old", "is no time at all; leave it out, or write how long the letter has been there")
        return old

    def _smtp(self, table: Table) -> MailServer | None:
        if not table.has("smtp"):
            return None
        written = table.text("smtp")
        if written not in [server.value for server in MailServer]:
            table.wrong("smtp", 'must be "down" or "up"')
            return None
        return MailServer(written)

    def _step(self, table: Table, at: datetime, start: datetime) -> Step:
        table.only(STEP)
        smtp, restart = self._smtp(table), table.flag("restart")
        writes = any(table.has(key) for key in LETTER) or not (table.has("smtp") or table.has("restart"))
        answers = table.text("answers")
        if answers:
            self._known_notice(table, "answers", answers)
        ways = [key for key in ("answers", "answers_of", "bounces") if table.has(key)]
        if len(ways) > 1:
            table.wrong(ways[1], f"the step has both `{ways[0]}` and `{ways[1]}`; make two steps of it")
        letter = self._letter(table)
        bounces = self._wanted(table, "bounces")
        sender = table.address("from")
        if writes and not sender and not any(table.has(key) for key in ("from", "letter", "bounces")):
            table.wrong("from", 'is missing; add who writes, from = "buyer@customer.example"')
        if writes and not any(table.has(key) for key in ("body", "letter", "bounces", "attachments")):
            table.wrong("body", "is missing; add what is written, or letter = the name of an .eml file")
        return Step(
            line=table.line(),
            at=at,
            smtp=smtp,
            restart=restart,
            writes=writes,
            old=self._old(table, at, start),
            sender=sender,
            to=table.address("to"),
            subject=table.text("subject") if table.has("subject") else None,
            body=table.text("body"),
            letter=letter,
            headers=self._headers(table),
            attachments=self._attachments(table),
            answers=answers,
            answers_of=self._wanted(table, "answers_of"),
            bounces=bounces,
        )

    def _letter(self, table: Table) -> bytes | None:
        name = table.text("letter")
        if not name:
            if table.has("letter"):
                table.wrong("letter", 'must be the name of a file; write it like "letter.eml"')
            return None
        for key in NOT_WITH_LETTER:
            if table.has(key):
                table.wrong(key, f"a letter from a file is sent as it is; take out `letter` or `{key}`")
        return self._file(table, "letter", name)

    def _attachments(self, table: Table) -> tuple[Attached, ...]:
        found = ((name, self._file(table, "attachments", name)) for name in table.texts("attachments"))
        return tuple(Attached(Path(name).name, content) for name, content in found if content is not None)

    def _file(self, table: Table, key: str, name: str) -> bytes | None:
        path = self._folder / name
        try:
            if path.is_file() and path.stat().st_size > LARGEST_BYTES:
                table.wrong(key, f'"{name}" is larger than {LARGEST_BYTES:,} bytes; take a smaller one')
                return None
            return path.read_bytes()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            table.wrong(key, f'the file "{name}" cannot be read: {reason}; put it beside the scenario')
            return None

    def _headers(self, table: Table) -> Mapping[str, str]:
        headers: dict[str, str] = {}
        for name, value in table.table("headers").items():
            if not _HEADER.fullmatch(name):
                table.wrong("headers", f'"{name}" is not the name of a header field; write it like Reply-To')
            elif not isinstance(value, str) or "\n" in value or "\r" in value:
                table.wrong("headers", f"{name} must be one line of text, in quotes")
            else:
                headers[name] = value
        return headers

    def _wanted(self, table: Table, key: str) -> Wanted | None:
        inner = table.inner(key)
        if inner is None:
            return None
        inner.only(WANTED)
        notice = inner.text("notice") if inner.needs("notice", 'notice = "acknowledgement"') else ""
        if notice:
            self._known_notice(inner, "notice", notice)
        return Wanted(notice, inner.address("to"))

    # -- expectations -------------------------------------------------------------------------------------------------

    def _expectation(self, table: Table) -> Expectation:
        table.only(EXPECT)
        notice, case, count = table.text("notice"), table.number("case", 1), table.number("count", 0)
        if not table.has("notice") and not table.has("case"):
            table.wrong("notice", 'says neither of what; add notice = "acknowledgement" or case = 1')
        self._fitting(table, count)
        if notice:
            self._known_notice(table, "notice", notice)
        elif table.has("notice"):
            table.wrong("notice", 'must be the name of a notice; write it like "acknowledgement"')
        by, not_before = table.moment("by", "the latest moment"), table.moment("not_before", "the earliest moment")
        if by and not_before and by < not_before:
            table.wrong("by", "is before `not_before`; nothing can ever hold")
        state = table.text("state")
        if state and state not in STATES:
            table.wrong("state", f'there is no state "{state}"; {_near(state, STATES)}')
        return Expectation(
            line=table.line(),
            notice=notice,
            case=case,
            to=table.address("to"),
            state=state,
            level=table.text("level"),
            department=table.text("department"),
            by=by,
            not_before=not_before,
            count=count,
            contains=table.texts("contains"),
            absent=table.texts("absent"),
            language=table.text("language"),
            final=table.flag("final"),
        )

    def _fitting(self, table: Table, count: int | None) -> None:
        """What is asked must fit what it is asked of."""
        of_notice = table.has("notice")
        for key in OF_CASE if of_notice else OF_NOTICE:
            if table.has(key) and (of_notice or table.has("case")):
                this, other = ("notice", "case") if of_notice else ("case", "notice")
                table.wrong(key, f"a {this} has no such thing; put it into an [[expect]] of its own for a {other}")
        if not of_notice and count is not None and count > 1:
            table.wrong("count", "there is only one such case; write 0 (never) or 1")

    def _known_notice(self, table: Table, key: str, name: str) -> None:
        if name != ANY and name not in NOTICES:
            table.wrong(key, f'there is no notice "{name}"; {_near(name, NOTICES)}')


def _near(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else f"there are: {', '.join(known)}"
