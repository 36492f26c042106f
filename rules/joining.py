"""Lays the files of a chain of packs over each other, and checks what one table says about another.

Owns the rules of inheritance (told in `pack`) and every check that needs more than one table: levels, roles and clocks
that are spoken of must be there, and nothing a policy needs may be missing. It reads no files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import TypeVar

from rules.conditions import Condition, ConditionInvalid, compile_condition
from rules.durations import Budget
from rules.hours import DAY_MINUTES, WEEK, WorkingTime, read_hours
from rules.pack_file import PackFile, Problems, Where, near
from rules.policy import Clock, Example, Level, Policy, Role, Rule, Thresholds
from rules.shape import ClockTable, ExampleTable, RuleTable
from rules.vocabulary import ClockKind, Handling

NO_CLOCK = "none"
HANDLING_RULE = "handling"  # the name under which the engine gives its own finding
_RULES_MAY_SET = (Handling.CASE, Handling.TRIAGE, Handling.ENQUIRY)
V = TypeVar("V")


@dataclass
class Joining:
    """Lays a chain of files over each other, the nearest first, and checks what one table says about another."""

    files: list[PackFile]
    problems: Problems
    levels: tuple[Level, ...] = ()
    role_codes: set[str] = field(default_factory=set[str])

    def policy(self) -> Policy | None:
        """The policy, or None (with problems told) when something it needs is missing."""
        self.levels = self._levels()
        roles = self._roles()
        self.role_codes = {code for file in self.files for code in file.declared("roles")}
        rules = self._rules()
        clocks = self._clocks()
        working_time = self._working_time()
        department, level = self._default("department"), self._default("level")
        thresholds = [self._threshold(key) for key in ("case_at_least", "enquiry_at_least", "file_at_least")]
        examples = self._examples()
        if self.problems.found:
            return None
        head = self.files[0].head
        return Policy(
            name=PurePath(self.files[0].label).stem,
            en=head.title.en,
            zh=head.title.zh,
            levels=self.levels,
            roles=roles,
            rules=rules,
            clocks=MappingProxyType(clocks),
            working_time=working_time,
            default_department=department,
            default_level=level,
            thresholds=Thresholds(*thresholds),
            examples=examples,
        )

    def check_conditions(self) -> None:
        """Tell the mistakes in conditions only: all that can be said while a file of the chain is missing."""
        for file in self.files:
            for index, table in file.rules.items():
                self._condition(file, index, table)

    # -- levels and roles --

    @property
    def _levels_file(self) -> PackFile:
        return next((file for file in self.files if file.declared("levels")), self.files[-1])

    @property
    def _level_codes(self) -> list[str]:
        return self._levels_file.declared("levels")

    def _levels(self) -> tuple[Level, ...]:
        file, codes = self._levels_file, self._level_codes
        if not codes:
            self.problems.add(file.at(), 'there are no levels; add [levels.normal], or extends = "standard"')
        levels: list[Level] = []
        for rank, code in enumerate(codes):
            if table := file.head.levels.get(code):
                levels.append(Level(code, table.en, table.zh, rank, table.rises_to, table.people_only, table.any_hour))
                if table.rises_to is not None and table.rises_to not in codes[rank + 1 :]:
                    advice = "a level rises to one that stands below it in the file"
                    self.problems.add(
                        file.at("levels", code, "rises_to"),
                        f'"{code}" cannot rise to "{table.rises_to}"; {advice}{near(table.rises_to, codes)}',
                    )
        return tuple(levels)

    def _roles(self) -> tuple[Role, ...]:
        tables = {code: table for file in reversed(self.files) for code, table in file.head.roles.items()}
        if not tables and not any(file.declared("roles") for file in self.files):
            self.problems.add(
                self.files[0].at(), 'there are no department roles; add [roles.service], or extends = "standard"'
            )
        return tuple(Role(code, t.en, t.zh, tuple(t.aliases)) for code, t in tables.items())

    # -- rules --

    def _rules(self) -> tuple[Rule, ...]:
        rules: dict[str, Rule | None] = {}
        dropped: set[str] = set()
        for depth, file in enumerate(self.files):
            own: set[str] = set()
            for index, table in file.rules.items():
                where = file.at("rule", index, "name")
                if table.name in own:
                    self.problems.add(where, f'a second rule is named "{table.name}"; give it a name of its own')
                if table.name == HANDLING_RULE:
                    self.problems.add(where, f'"{HANDLING_RULE}" is the desk\'s own; choose another name for the rule')
                own.add(table.name)
                rule = self._rule(file, index, table, inherited=depth > 0)
                if table.name not in dropped:
                    rules.setdefault(table.name, rule)
            dropped |= set(file.head.drop)
            self._check_drops(file, self.files[depth + 1 :])
        return tuple(rule for rule in rules.values() if rule is not None)

    def _check_drops(self, file: PackFile, parents: list[PackFile]) -> None:
        inherited = [table.name for parent in parents for table in parent.rules.values()]
        for n, name in enumerate(file.head.drop):
            if name not in inherited:
                self.problems.add(
                    file.at("drop", n), f'no inherited rule is named "{name}"; take it out{near(name, inherited)}'
                )

    def _rule(self, file: PackFile, index: int, table: RuleTable, *, inherited: bool) -> Rule | None:
        """The rule, or None when it is broken (told) or, once inherited, has nothing left to say."""
        condition = self._condition(file, index, table)
        level = table.then.level
        if level is not None and inherited and level not in self._level_codes:
            level = None
        follows = (table.then.department, level, table.then.handling, tuple(table.then.tags))
        self._check_then(file, index, table, level)
        sound = table.then.handling is None or table.then.handling in _RULES_MAY_SET
        if condition is None or not sound or not any(follows):
            return None
        return Rule(
            name=table.name,
            condition=condition,
            en=table.why.en,
            zh=table.why.zh,
            department=table.then.department,
            level=level,
            handling=Handling(table.then.handling) if table.then.handling else None,
            tags=tuple(table.then.tags),
        )

    def _condition(self, file: PackFile, index: int, table: RuleTable) -> Condition | None:
        try:
            return compile_condition(table.when)
        except ConditionInvalid as invalid:
            for line, column, sentence in invalid.mistakes:
                self.problems.add(file.inside(line, column, "rule", index, "when"), f"{table.name}: {sentence}")
            return None

    def _check_then(self, file: PackFile, index: int, table: RuleTable, level: str | None) -> None:
        path, then = ("rule", index, "then"), table.then
        if then.department is None and then.level is None and then.handling is None and not then.tags:
            self.problems.add(file.at(*path), f"{table.name}: nothing follows; set department, level, handling or tags")
        if then.department is not None:
            self._known_role(file, then.department, *path, "department")
        if level is not None:
            self._known_level(file, level, *path, "level")
            if any(known.code == level and known.people_only for known in self.levels):
                self.problems.add(
                    file.at(*path, "level"), f'only people may set the level "{level}"; choose another level'
                )
        if then.handling is not None and then.handling not in _RULES_MAY_SET:
            may = ", ".join(_RULES_MAY_SET)
            why = " (only a letter that is surely nothing is filed)" if then.handling == Handling.FILE else ""
            self.problems.add(
                file.at(*path, "handling"), f'a rule cannot set handling "{then.handling}"{why}; write {may}'
            )

    def _known_role(self, file: PackFile, code: str, *path: str | int) -> None:
        if code not in self.role_codes:
            self.problems.add(
                file.at(*path), f'there is no department role "{code}"; add [roles.{code}]{near(code, self.role_codes)}'
            )

    def _known_level(self, file: PackFile, code: str, *path: str | int) -> None:
        if code not in self._level_codes:
            known = ", ".join(self._level_codes)
            self.problems.add(
                file.at(*path), f'there is no level "{code}"; the levels are: {known}{near(code, self._level_codes)}'
            )

    # -- clocks and hours --

    def _clocks(self) -> dict[tuple[str, ClockKind], Clock]:
        remind_at = self._setting(
            lambda f: f.head.defaults.remind_at, "defaults", "remind_at", 'write "remind_at = 0.8"'
        )
        clocks: dict[tuple[str, ClockKind], Clock | None] = {}
        for depth, file in enumerate(self.files):
            for code in file.declared("clocks"):
                if depth == 0 or file is self._levels_file:
                    self._known_level(file, code, "clocks", code)
            for code, written in file.head.clocks.items():
                for kind, budget in written.items():
                    if (read := self._clock(file, code, kind, budget, remind_at or 1.0)) is not None:
                        clocks.setdefault((code, read[0]), read[1])
        self._check_clocks(clocks)
        codes = self._level_codes
        return {at: clock for at, clock in clocks.items() if clock is not None and at[0] in codes}

    def _clock(
        self, file: PackFile, code: str, kind: str, written: str | ClockTable, remind_at: float
    ) -> tuple[ClockKind, Clock | None] | None:
        if kind not in set(ClockKind):
            known = ", ".join(ClockKind)
            self.problems.add(
                file.at("clocks", code, kind),
                f'there is no clock "{kind}"; the clocks are: {known}{near(kind, ClockKind)}',
            )
            return None
        if isinstance(written, ClockTable):
            text, remind_at, path = written.budget, written.remind_at, ("clocks", code, kind, "budget")
        else:
            text, path = written, ("clocks", code, kind)
        if text == NO_CLOCK:
            return ClockKind(kind), None
        try:
            return ClockKind(kind), Clock(ClockKind(kind), Budget.parse(text), remind_at)
        except ValueError as error:
            self.problems.add(file.at(*path), str(error))
            return ClockKind(kind), None

    def _check_clocks(self, clocks: dict[tuple[str, ClockKind], Clock | None]) -> None:
        broken = {code for file in self.files for code in file.declared("clocks") if code not in file.head.clocks}
        for level in self.levels:
            for kind in ClockKind:
                if (level.code, kind) not in clocks and not level.people_only and level.code not in broken:
                    self.problems.add(
                        self._levels_file.at("levels", level.code),
                        f'the level "{level.code}" has no {kind} clock; add {kind} = "…" to [clocks.{level.code}], '
                        f'or "{NO_CLOCK}"',
                    )

    def _working_time(self) -> WorkingTime:
        hours = self._setting(lambda f: f.head.calendar.hours, "calendar", "hours", 'write hours = "09:00-18:00"')
        days = self._setting(lambda f: f.head.calendar.weekdays, "calendar", "weekdays", 'write weekdays = ["mon", …]')
        off = self._first(lambda f: f.head.calendar.holidays)
        working = self._first(lambda f: f.head.calendar.working_days)
        opens, closes = self._hours(hours) if hours is not None else (0, DAY_MINUTES)
        try:
            return WorkingTime(
                opens,
                closes,
                self._weekdays(days) if days is not None else frozenset(range(7)),
                frozenset(off[1] if off else ()),
                frozenset(working[1] if working else ()),
            )
        except ValueError as error:
            nearest = next((file for file in self.files if file.declared("calendar")), self.files[0])
            self.problems.add(nearest.at("calendar"), f"{error}; correct [calendar]")
            return WorkingTime()

    def _hours(self, written: str) -> tuple[int, int]:
        try:
            return read_hours(written)
        except ValueError as error:
            self.problems.add(self._where("calendar", "hours"), str(error))
            return 0, DAY_MINUTES

    def _weekdays(self, written: list[str]) -> frozenset[int]:
        for n, day in enumerate(written):
            if day not in WEEK:
                where = self._where("calendar", "weekdays", n)
                self.problems.add(where, f'"{day}" is no day of the week; write {", ".join(WEEK)}')
        if not written:
            self.problems.add(self._where("calendar", "weekdays"), 'no day is worked; write weekdays = ["mon", …]')
        return frozenset(WEEK.index(day) for day in written if day in WEEK) or frozenset(range(7))

    # -- single values --

    def _default(self, key: str) -> str:
        advice = f"write {key} = in [defaults]"
        code: str | None = self._setting(lambda f: getattr(f.head.defaults, key), "defaults", key, advice)
        found = self._first(lambda f: getattr(f.head.defaults, key))
        if code is None or found is None:
            return ""
        known = self._known_role if key == "department" else self._known_level
        file = found[0]
        if key == "level" and code not in self._level_codes and file is not self.files[0]:
            file = self.files[0]  # the levels are the child's: it must say which of them is the usual one
        known(file, code, "defaults", key)
        return code

    def _threshold(self, key: str) -> float:
        advice = f"write {key} = 0.5 or the like in [handling]"
        share: float | None = self._setting(lambda f: getattr(f.head.handling, key), "handling", key, advice)
        return 1.0 if share is None else share

    def _first(self, get: Callable[[PackFile], V | None]) -> tuple[PackFile, V] | None:
        """The nearest file that says it, and what it says."""
        return next(((file, said) for file in self.files if (said := get(file)) is not None), None)

    def _setting(self, get: Callable[[PackFile], V | None], table: str, key: str, advice: str) -> V | None:
        """What the nearest file says; told as missing when none does (and none says it wrongly)."""
        if found := self._first(get):
            return found[1]
        if not any(file.says(table, key) for file in self.files):
            self.problems.add(
                self.files[0].at(table), f'"{key}" is missing in [{table}]; {advice}, or extends = "standard"'
            )
        return None

    def _where(self, *path: str | int) -> Where:
        return next((file.at(*path) for file in self.files if file.says(*path)), self.files[0].at(*path))

    # -- examples --

    def _examples(self) -> tuple[Example, ...]:
        file = self.files[0]
        return tuple(e for index, table in file.examples.items() if (e := self._example(file, index, table)))

    def _example(self, file: PackFile, index: int, table: ExampleTable) -> Example | None:
        if table.level is not None:
            self._known_level(file, table.level, "example", index, "level")
        if table.department is not None:
            self._known_role(file, table.department, "example", index, "department")
        if table.handling not in set(Handling):
            self.problems.add(
                file.at("example", index, "handling"),
                f'there is no handling "{table.handling}"; write {", ".join(Handling)}',
            )
            return None
        return Example(
            where=str(file.at("example", index)),
            subject=table.subject,
            text=table.text,
            sender=table.sender,
            channel=table.channel,
            customer_open_cases=table.customer_open_cases,
            handling=Handling(table.handling),
            level=table.level,
            department=table.department,
            tags=None if table.tags is None else tuple(table.tags),
        )
