"""The tables of single values: [calendar], [care], [answering], [escalation], [penalties], [repeats], [keep].

Each is laid over its parents' key by key; what no pack of the chain says is as `policy` has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rules.chain import Chain
from rules.durations import Budget
from rules.hours import DAY_MINUTES, WEEK, WorkingTime, read_hours
from rules.policy import A_QUARTER, Answering, Care, Clock, Ladder, Penalties
from rules.vocabulary import ClockKind

NOT_DONE = "none"
HEAD, MANAGERS = "head", "managers"
KEEP_YEARS = 2
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")


def read_time(written: str) -> int:
    """Minutes since midnight of "09:00". Raises ValueError with a sentence that says what to write instead."""
    if (read := _TIME.fullmatch(written.strip())) is None:
        raise ValueError(f'"{written}" is no time of day; write it like "09:00"')
    return int(read[1]) * 60 + int(read[2])


@dataclass(frozen=True, slots=True)
class Settings:
    """Reads the tables of single values of a chain of packs; mistakes are told to its problems."""

    chain: Chain

    def working_time(self) -> WorkingTime:
        """[calendar]."""
        chain = self.chain
        hours = chain.setting(lambda h: h.calendar.hours, "calendar", "hours", 'write hours = "09:00-18:00"')
        days = chain.setting(lambda h: h.calendar.weekdays, "calendar", "weekdays", 'write weekdays = ["mon", …]')
        opens, closes = self._hours(hours, "calendar") if hours is not None else (0, DAY_MINUTES)
        try:
            return WorkingTime(
                opens,
                closes,
                self._weekdays(days) if days is not None else frozenset(range(7)),
                frozenset(chain.first(lambda h: h.calendar.holidays) or ()),
                frozenset(chain.first(lambda h: h.calendar.working_days) or ()),
            )
        except ValueError as error:
            nearest = next((file for file in chain.files if file.declared("calendar")), chain.files[0])
            chain.problems.add(nearest.at("calendar"), f"{error}; correct [calendar]")
            return WorkingTime()

    def care(self) -> Care:
        """[care]."""
        said = self.chain.merged("care")
        read: dict[str, Any] = {}
        for key in ("chase_after", "contact_after", "check_after", "silence_closes_after"):
            if key in said:
                may_be_none = key in {"chase_after", "contact_after"} and said[key] == NOT_DONE
                read[key] = None if may_be_none else self._budget(said[key], "care", key)
        if "delay_by" in said:
            read["delay_by"] = self._time(said["delay_by"], "care", "delay_by")
        if "hours" in said:
            read["opens"], read["closes"] = self._hours(said["hours"], "care")
        if "satisfied_tells" in said:
            for n, code in enumerate(said["satisfied_tells"]):
                if code != HEAD:
                    self.chain.known_role(code, self.chain.where("care", "satisfied_tells", n))
            read["satisfied_tells"] = tuple(said["satisfied_tells"])
        return Care(**read)

    def answering(self) -> Answering:
        """[answering]."""
        said = self.chain.merged("answering")
        level, approval = said.get("deferred_level"), said.get("closing_approval")
        if level is not None:
            self.chain.known_level(level, self.chain.where("answering", "deferred_level"))
        if approval is not None:
            self.chain.known_person(approval, self.chain.where("answering", "closing_approval"))
        return Answering(**_frozen(said))

    def ladder(self) -> Ladder:
        """[escalation]."""
        said = self.chain.merged("escalation")
        for key, steps in said.items():
            self._known_people(steps, "escalation", key, besides=(HEAD, MANAGERS))
            if not steps:
                self.chain.problems.add(
                    self.chain.where("escalation", key), f'nobody hears of it; write {key} = ["managers"] or the like'
                )
        return Ladder(**_frozen(said))

    def penalties(self, clocks: Iterable[tuple[str, Clock]]) -> Penalties | None:
        """[penalties], None when no pack has it. `clocks`: all clocks with their levels, to see what must have a price."""
        files = [file for file in self.chain.files if file.declared("penalties")]
        charged = list(dict.fromkeys((level, clock.kind) for level, clock in clocks if clock.penalty))
        if not files:
            self._check_amounts(charged, {})
            return None
        said = self.chain.merged("penalties")
        amounts: dict[str, int] = {}
        for file in reversed(files):
            for code, amount in file.head.penalties.amounts.items():
                where = file.at("penalties", "amounts", code)
                inherited = file is not self.chain.files[0] and code not in self.chain.level_codes
                if not inherited and self.chain.known_level(code, where):
                    amounts[code] = amount
        self._check_amounts(charged, amounts)
        if "signed_by" in said:
            self.chain.known_person(said["signed_by"], self.chain.where("penalties", "signed_by"))
        for n, code in enumerate(said.get("settled_by", ())):
            self.chain.known_role(code, self.chain.where("penalties", "settled_by", n))
        said["amounts"] = MappingProxyType(amounts)
        return Penalties(**_frozen(said))

    def repeats_within(self) -> Budget:
        """[repeats]."""
        written = self.chain.first(lambda h: h.repeats.within)
        return A_QUARTER if written is None else self._budget(written, "repeats", "within") or A_QUARTER

    def keep_years(self) -> int:
        """[keep]."""
        return self.chain.first(lambda h: h.keep.years) or KEEP_YEARS

    # -- single values --

    def _budget(self, written: str, table: str, key: str) -> Budget | None:
        return self.chain.budget(written, self.chain.where(table, key))

    def _time(self, written: str, table: str, key: str) -> int:
        try:
            return read_time(written)
        except ValueError as error:
            self.chain.problems.add(self.chain.where(table, key), str(error))
            return 0

    def _hours(self, written: str, table: str) -> tuple[int, int]:
        try:
            return read_hours(written)
        except ValueError as error:
            self.chain.problems.add(self.chain.where(table, "hours"), str(error))
            return 0, DAY_MINUTES

    def _weekdays(self, written: list[str]) -> frozenset[int]:
        for n, day in enumerate(written):
            if day not in WEEK:
                where = self.chain.where("calendar", "weekdays", n)
                self.chain.problems.add(where, f'"{day}" is no day of the week; write {", ".join(WEEK)}')
        if not written:
            where = self.chain.where("calendar", "weekdays")
            self.chain.problems.add(where, 'no day is worked; write weekdays = ["mon", …]')
        return frozenset(WEEK.index(day) for day in written if day in WEEK) or frozenset(range(7))

    def _known_people(self, codes: list[str], table: str, key: str, besides: tuple[str, ...]) -> None:
        for n, code in enumerate(codes):
            self.chain.known_person(code, self.chain.where(table, key, n), besides)

    def _check_amounts(self, charged: list[tuple[str, ClockKind]], amounts: dict[str, int]) -> None:
        """Every clock with a penalty must have its price."""
        codes = self.chain.level_codes
        for level, kind in charged:
            if level in codes and level not in amounts:
                self.chain.problems.add(
                    self.chain.where("penalties", "amounts"),
                    f'a missed {kind} clock has a penalty, but the level "{level}" no amount; '
                    f"write amounts = {{ {level} = 50 }} in [penalties]",
                )


def _frozen(said: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType] - lists out of TOML
