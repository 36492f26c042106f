"""Clocks and profiles, laid over each other: [clocks.LEVEL], [clock_kinds.KIND] and [[profile]].

What is said of a clock is looked for, key by key, first where the clock stands (its level or profile, the nearest file
first), then at its kind, then among the defaults. Text in place of a table is short for its budget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rules.chain import Chain
from rules.clock_kinds import STARTS, WORDS
from rules.pack_file import PackFile, Path, Where, near
from rules.policy import EVERY_WORKING_DAY, Clock, ClockWords, Heard, Level, Profile, Start
from rules.shape import ClockTable, ProfileTable
from rules.vocabulary import ClockKind

NO_CLOCK = "none"
REQUIRED = (ClockKind.SIGNING, ClockKind.ANSWER)  # of the others there is none unless a pack says so


@dataclass(frozen=True, slots=True)
class _Said:
    """What one place says of a clock."""

    file: PackFile
    path: Path
    table: ClockTable

    def where(self, key: str) -> Where:
        return self.file.at(*self.path, key) if self.file.says(*self.path, key) else self.file.at(*self.path)


class ClockTables:
    """All that a chain of packs says of clocks."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._asked: set[str] = set()  # levels that have clocks
        self._closing: set[str] = set()  # levels with a closing clock
        for file in chain.files:
            for kind, table in file.head.clock_kinds.items():
                self._known_kind(kind, file.at("clock_kinds", kind))
                if table.again is not None:
                    chain.budget(table.again, file.at("clock_kinds", kind, "again"))

    def words(self) -> Mapping[ClockKind, ClockWords]:
        """What readers call each kind."""
        return MappingProxyType({kind: self._words_of(kind) for kind in ClockKind})

    def of_levels(self, levels: tuple[Level, ...]) -> Mapping[tuple[str, ClockKind], Clock]:
        """The clocks of each level; those that are required and not there are told."""
        said: dict[tuple[str, ClockKind], list[_Said]] = {}
        for depth, file in enumerate(self._chain.files):
            for code in file.declared("clocks"):
                if depth == 0 or file is self._chain.levels_file:
                    self._chain.known_level(code, file.at("clocks", code))
            for code, written in file.head.clocks.items():
                for kind, one in self._said(file, ("clocks", code), written):
                    said.setdefault((code, kind), []).append(one)
        codes = self._chain.level_codes
        clocks = {at: self._clock(at[1], them) for at, them in said.items()}
        self._check_required(levels, set(clocks))
        self._asked = {level.code for level in levels if not level.people_only}
        self._closing = {
            code for (code, kind), clock in clocks.items() if kind is ClockKind.CLOSING and clock is not None
        }
        for level in levels:
            if not level.people_only and clocks.get((level.code, ClockKind.CLOSING)) is None:
                self._check_promise(said.get((level.code, ClockKind.ANSWER), []))
        return MappingProxyType({at: clock for at, clock in clocks.items() if clock is not None and at[0] in codes})

    def profiles(self) -> tuple[Profile, ...]:
        """The profiles, inherited ones first: the nearer a file, the stronger its profiles."""
        profiles: dict[str, Profile | None] = {}
        dropped: set[str] = set()
        for depth, file in enumerate(self._chain.files):
            own: dict[str, Profile | None] = {}
            for index, table in file.profiles.items():
                if table.name in own:
                    self._chain.problems.add(
                        file.at("profile", index, "name"),
                        f'a second profile is named "{table.name}"; give it a name of its own',
                    )
                profile = self._profile(file, index, table, inherited=depth > 0)
                if table.name not in profiles and table.name not in dropped:
                    own[table.name] = profile
            profiles = own | profiles
            dropped |= set(file.head.drop)
        return tuple(profile for profile in profiles.values() if profile is not None)

    # -- clocks --

    def _said(self, file: PackFile, at: Path, written: Mapping[str, str | ClockTable]) -> list[tuple[ClockKind, _Said]]:
        return [
            (ClockKind(kind), _Said(file, (*at, kind), ClockTable(budget=one) if isinstance(one, str) else one))
            for kind, one in written.items()
            if self._known_kind(kind, file.at(*at, kind))
        ]

    def _clock(self, kind: ClockKind, said: list[_Said]) -> Clock | None:
        """The clock, or None where it is "none" or broken (told)."""
        speaker = next((one for one in said if one.table.budget is not None), None)
        if speaker is None or speaker.table.budget is None:
            self._chain.problems.add(
                said[0].where("budget"), '"budget" is missing; add budget = "4 working hours" or the like'
            )
            return None
        if speaker.table.budget == NO_CLOCK:
            return None
        budget = self._chain.budget(speaker.table.budget, speaker.where("budget"))
        settings = self._settings(kind, said)
        if kind is ClockKind.SIGNING and settings["start"] is Start.SIGNED:
            place = next((one for one in said if one.table.start is not None), None)
            where = place.where("start") if place else self._chain.where("clock_kinds", kind.value, "start")
            self._chain.problems.add(
                where, 'signing cannot begin with signing; write start = "dispatched" or "received"'
            )
        return None if budget is None else Clock(kind=kind, budget=budget, **settings)

    def _settings(self, kind: ClockKind, said: list[_Said]) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "remind_at": self._chain.first(lambda head: head.defaults.remind_at) or 1.0,
            "start": STARTS[kind],
            "heard": Heard.LADDER,
            "again": EVERY_WORKING_DAY,
            "accept_stops": False,
            "penalty": False,
            "rises": False,
            "pauses": True,
            "extends": True,
        }
        for key in settings:
            of_kind = self._of_kind(kind, key)
            place = next((one for one in said if getattr(one.table, key) is not None), None)
            value = of_kind if place is None else getattr(place.table, key)
            if key == "again" and value is not None:
                where = place.where(key) if place else self._chain.where("clock_kinds", kind.value, key)
                value = self._chain.budget(value, where)
            if value is not None:
                settings[key] = value
        return settings

    def _of_kind(self, kind: ClockKind, key: str) -> Any:
        return self._chain.first(
            lambda head: getattr(head.clock_kinds[kind], key) if kind in head.clock_kinds else None
        )

    def _words_of(self, kind: ClockKind) -> ClockWords:
        usual, stops = WORDS[kind], self._of_kind(kind, "stops")
        return ClockWords(
            en=self._of_kind(kind, "en") or usual.en,
            zh=self._of_kind(kind, "zh") or usual.zh,
            stops_en=stops.en if stops else usual.stops_en,
            stops_zh=stops.zh if stops else usual.stops_zh,
        )

    def _known_kind(self, kind: str, where: Where) -> bool:
        if kind not in set(ClockKind):
            known = ", ".join(ClockKind)
            self._chain.problems.add(
                where, f'there is no clock "{kind}"; the clocks are: {known}{near(kind, ClockKind)}'
            )
        return kind in set(ClockKind)

    def _check_required(self, levels: tuple[Level, ...], there: set[tuple[str, ClockKind]]) -> None:
        broken = {c for file in self._chain.files for c in file.declared("clocks") if c not in file.head.clocks}
        for level in levels:
            for kind in REQUIRED:
                if (level.code, kind) not in there and not level.people_only and level.code not in broken:
                    beside = " where there is a closing clock" if kind is ClockKind.ANSWER else ""
                    self._chain.problems.add(
                        self._chain.levels_file.at("levels", level.code),
                        f'the level "{level.code}" has no {kind} clock; add {kind} = "…" to [clocks.{level.code}], '
                        f'or "{NO_CLOCK}"{beside}',
                    )

    def _all_close(self, clocks: Mapping[ClockKind, Clock | None], clocks_of: str | None, levels: list[str]) -> bool:
        """Whether every level that a profile can lie over has a closing clock, which the profile leaves there."""
        bound = [clocks_of] if clocks_of is not None else levels or sorted(self._asked)
        return ClockKind.CLOSING not in clocks and all(code in self._closing for code in bound)

    def _check_promise(self, said: list[_Said]) -> None:
        """Where nothing is closed in time either, "none" leaves no date that the acknowledgement could promise."""
        speaker = next((one for one in said if one.table.budget is not None), None)
        if speaker is not None and speaker.table.budget == NO_CLOCK:
            self._chain.problems.add(
                speaker.where("budget"),
                'with neither answer nor closing there is no date to promise the customer; write answer = "5 working days"'
                " or the like, or give closing a length of time",
            )

    # -- profiles --

    def _known_tags(self, tags: list[str], file: PackFile, at: Path) -> None:
        """A mark that no rule sets is on no case: the profile would never hold."""
        rules = (rule for one in self._chain.files for rule in one.rules.values())
        known = tuple(dict.fromkeys(tag for rule in rules for tag in rule.then.tags))
        for n, tag in enumerate(tags):
            if tag not in known:
                self._chain.problems.add(
                    file.at(*at, "tags", n), f'no rule sets the tag "{tag}"; add one that does{near(tag, known)}'
                )

    def _profile(self, file: PackFile, index: int, table: ProfileTable, *, inherited: bool) -> Profile | None:
        """The profile; None when it was inherited and speaks of levels that are not there any more."""
        chain, at = self._chain, ("profile", index)
        codes = chain.level_codes
        gone = {code for code in (*table.levels, table.clocks_of) if code is not None and code not in codes}
        levels = [code for code in table.levels if code in codes]
        for n, code in enumerate(table.levels):
            if not inherited:
                chain.known_level(code, file.at(*at, "levels", n))
        if table.clocks_of is not None and not inherited:
            chain.known_level(table.clocks_of, file.at(*at, "clocks_of"))
        for n, role in enumerate(table.roles):
            chain.known_role(role, file.at(*at, "roles", n))
        for key in ("copies", "announces", "escalates"):
            for n, person in enumerate(getattr(table, key)):
                chain.known_person(person, file.at(*at, key, n))
        if not inherited:
            self._known_tags(table.tags, file, at)
        clocks = {kind: self._clock(kind, [one]) for kind, one in self._said(file, (*at, "clocks"), table.clocks)}
        if inherited and table.levels and not levels:
            return None
        if clocks.get(ClockKind.CLOSING) is None and not self._all_close(clocks, table.clocks_of, levels):
            self._check_promise(
                [one for kind, one in self._said(file, (*at, "clocks"), table.clocks) if kind is ClockKind.ANSWER]
            )
        return Profile(
            name=table.name,
            en=table.why.en,
            zh=table.why.zh,
            roles=frozenset(table.roles),
            levels=frozenset(levels),
            tags=frozenset(table.tags),
            channels=frozenset(table.channels),
            clocks_of=None if table.clocks_of in gone else table.clocks_of,
            clocks=MappingProxyType(clocks),
            copies=tuple(table.copies),
            announces=tuple(table.announces),
            escalates=tuple(table.escalates),
            mandatory=tuple(table.mandatory),
            any_hour=table.any_hour,
        )
