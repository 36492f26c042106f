"""Lays the files of a chain of packs over each other, and checks what one table says about another.

Owns the rules of inheritance (told in `pack`) and every check that needs more than one table: levels, roles and clocks
that are spoken of must be there, and nothing a policy needs may be missing. Clocks, single values and reports have
modules of their own. It reads no files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from rules.chain import Chain
from rules.clock_tables import ClockTables
from rules.conditions import Condition, ConditionInvalid, compile_condition
from rules.pack_file import PackFile, Problems, Where, near
from rules.policy import Example, Level, Person, Policy, Profile, Role, Rule, Thresholds
from rules.report_tables import join_reports
from rules.settings import HEAD, MANAGERS, Settings
from rules.shape import ExampleTable, RuleTable
from rules.vocabulary import Handling, History

HANDLING_RULE = "handling"  # the name under which the engine gives its own finding
_RULES_MAY_SET = (Handling.CASE, Handling.TRIAGE, Handling.ENQUIRY)


@dataclass
class Joining:
    """Lays a chain of files over each other, the nearest first, and checks what one table says about another."""

    chain: Chain
    levels: tuple[Level, ...] = ()

    @classmethod
    def of(cls, files: list[PackFile], problems: Problems) -> Joining:
        """The joining of these files, mistakes told to `problems`."""
        return cls(Chain(files, problems))

    def policy(self) -> Policy | None:
        """The policy, or None (with problems told) when something it needs is missing."""
        chain, settings, tables = self.chain, Settings(self.chain), ClockTables(self.chain)
        self.levels = self._levels()
        remind_at = 'write "remind_at = 0.8"'
        chain.setting(lambda h: h.defaults.remind_at, "defaults", "remind_at", remind_at)
        clocks, profiles = tables.of_levels(self.levels), tables.profiles()
        of_levels = [(level, clock) for (level, _), clock in clocks.items()]
        charges = [
            (lv.code, c) for p in profiles for c in p.clocks.values() if c for lv in self.levels if _bound(p, lv)
        ]
        penalties = settings.penalties([*of_levels, *charges])
        head = chain.files[0].head
        policy = Policy(
            name=PurePath(chain.files[0].label).stem,
            en=head.title.en,
            zh=head.title.zh,
            levels=self.levels,
            roles=self._roles(),
            people=self._people(),
            rules=self._rules(),
            clocks=clocks,
            clock_words=tables.words(),
            profiles=profiles,
            working_time=settings.working_time(),
            default_department=self._default("department"),
            default_level=self._default("level"),
            thresholds=Thresholds(
                *(self._threshold(key) for key in ("case_at_least", "enquiry_at_least", "file_at_least"))
            ),
            care=settings.care(),
            answering=settings.answering(),
            ladder=settings.ladder(),
            penalties=penalties,
            reports=join_reports(chain, penalties),
            repeats_within=settings.repeats_within(),
            keep_years=settings.keep_years(),
            examples=self._examples(),
        )
        return None if chain.problems.found else policy

    def check_conditions(self) -> None:
        """Tell the mistakes in conditions only: all that can be said while a file of the chain is missing."""
        for file in self.chain.files:
            for index, table in file.rules.items():
                self._condition(file, index, table)

    # -- levels, roles and people --

    def _levels(self) -> tuple[Level, ...]:
        file, codes = self.chain.levels_file, self.chain.level_codes
        if not codes:
            self._tell(file.at(), 'there are no levels; add [levels.normal], or extends = "standard"')
        levels: list[Level] = []
        for rank, code in enumerate(codes):
            if table := file.head.levels.get(code):
                levels.append(Level(code, table.en, table.zh, rank, table.rises_to, table.people_only, table.any_hour))
                if table.rises_to is not None and table.rises_to not in codes[rank + 1 :]:
                    advice = "a level rises to one that stands below it in the file"
                    self._tell(
                        file.at("levels", code, "rises_to"),
                        f'"{code}" cannot rise to "{table.rises_to}"; {advice}{near(table.rises_to, codes)}',
                    )
                self._check_risen(file, code, table.rises_to)
        return tuple(levels)

    def _check_risen(self, file: PackFile, code: str, rises_to: str | None) -> None:
        table = file.head.levels.get(rises_to or "")
        if table is not None and table.people_only:
            self._tell(
                file.at("levels", code, "rises_to"), f'only people may set the level "{rises_to}"; choose another level'
            )

    def _roles(self) -> tuple[Role, ...]:
        tables = {code: table for file in reversed(self.chain.files) for code, table in file.head.roles.items()}
        if not self.chain.codes("roles"):
            self._tell(
                self.chain.files[0].at(), 'there are no department roles; add [roles.service], or extends = "standard"'
            )
        return tuple(Role(code, t.en, t.zh, tuple(t.aliases)) for code, t in tables.items())

    def _people(self) -> tuple[Person, ...]:
        tables = {code: table for file in reversed(self.chain.files) for code, table in file.head.people.items()}
        for file in self.chain.files:
            for code in {HEAD, MANAGERS} & set(file.declared("people")):
                self._tell(file.at("people", code), f'"{code}" is a word of the packs\' own; choose another name')
        return tuple(Person(code, table.en, table.zh) for code, table in tables.items())

    def _tell(self, where: Where, sentence: str) -> None:
        self.chain.problems.add(where, sentence)

    # -- rules --

    def _rules(self) -> tuple[Rule, ...]:
        rules: dict[str, Rule | None] = {}
        dropped: set[str] = set()
        for depth, file in enumerate(self.chain.files):
            own: set[str] = set()
            for index, table in file.rules.items():
                where = file.at("rule", index, "name")
                if table.name in own:
                    self._tell(where, f'a second rule is named "{table.name}"; give it a name of its own')
                if table.name == HANDLING_RULE:
                    self._tell(where, f'"{HANDLING_RULE}" is the desk\'s own; choose another name for the rule')
                own.add(table.name)
                rule = self._rule(file, index, table, inherited=depth > 0)
                if table.name not in dropped:
                    rules.setdefault(table.name, rule)
            dropped |= set(file.head.drop)
            self._check_drops(file, self.chain.files[depth + 1 :])
        return tuple(rule for rule in rules.values() if rule is not None)

    def _check_drops(self, file: PackFile, parents: list[PackFile]) -> None:
        inherited = [
            table.name
            for parent in parents
            for tables in (parent.rules, parent.profiles, parent.reports)
            for table in tables.values()
        ]
        for n, name in enumerate(file.head.drop):
            if name not in inherited:
                advice = f"take it out{near(name, inherited)}"
                self._tell(file.at("drop", n), f'no inherited rule, profile or report is named "{name}"; {advice}')

    def _rule(self, file: PackFile, index: int, table: RuleTable, *, inherited: bool) -> Rule | None:
        """The rule, or None when it is broken (told) or, once inherited, has nothing left to say."""
        condition = self._condition(file, index, table)
        level = table.then.level
        if level is not None and inherited and level not in self.chain.level_codes:
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
                self._tell(file.inside(line, column, "rule", index, "when"), f"{table.name}: {sentence}")
            return None

    def _check_then(self, file: PackFile, index: int, table: RuleTable, level: str | None) -> None:
        path, then = ("rule", index, "then"), table.then
        if then.department is None and then.level is None and then.handling is None and not then.tags:
            self._tell(file.at(*path), f"{table.name}: nothing follows; set department, level, handling or tags")
        if then.department is not None:
            self.chain.known_role(then.department, file.at(*path, "department"))
        if level is not None:
            self.chain.known_level(level, file.at(*path, "level"))
            if any(known.code == level and known.people_only for known in self.levels):
                self._tell(file.at(*path, "level"), f'only people may set the level "{level}"; choose another level')
        if then.handling is not None and then.handling not in _RULES_MAY_SET:
            may = ", ".join(_RULES_MAY_SET)
            why = " (only a letter that is surely nothing is filed)" if then.handling == Handling.FILE else ""
            self._tell(file.at(*path, "handling"), f'a rule cannot set handling "{then.handling}"{why}; write {may}')

    # -- where no rule says anything --

    def _default(self, key: str) -> str:
        chain, advice = self.chain, f"write {key} = in [defaults]"
        code: str | None = chain.setting(lambda h: getattr(h.defaults, key), "defaults", key, advice)
        if code is None:
            return ""
        if key == "department":
            chain.known_role(code, chain.where("defaults", key))
        elif code in chain.level_codes or chain.files[0].says("defaults", key):
            chain.known_level(code, chain.where("defaults", key))
        else:  # the levels are the child's: it must say which of them is the usual one
            chain.known_level(code, chain.files[0].at("defaults", key))
        if key == "level" and any(known.code == code and known.people_only for known in self.levels):
            where = chain.where("defaults", key)
            self._tell(where, f'only people may set the level "{code}", and it has no clock; choose another level')
        return code

    def _threshold(self, key: str) -> float:
        advice = f"write {key} = 0.5 or the like in [handling]"
        share: float | None = self.chain.setting(lambda h: getattr(h.handling, key), "handling", key, advice)
        return 1.0 if share is None else share

    # -- examples --

    def _examples(self) -> tuple[Example, ...]:
        file = self.chain.files[0]
        return tuple(e for index, table in file.examples.items() if (e := self._example(file, index, table)))

    def _example(self, file: PackFile, index: int, table: ExampleTable) -> Example | None:
        if table.level is not None:
            self.chain.known_level(table.level, file.at("example", index, "level"))
        if table.department is not None:
            self.chain.known_role(table.department, file.at("example", index, "department"))
        if table.handling not in set(Handling):
            self._tell(
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
            history=History(**table.history.model_dump()),
            working=table.working,
            handling=Handling(table.handling),
            level=table.level,
            department=table.department,
            tags=None if table.tags is None else tuple(table.tags),
        )


def _bound(profile: Profile, level: Level) -> bool:
    """Whether the profile's clocks can be those of a case of that level."""
    return not level.people_only and (not profile.levels or level.code in profile.levels)
