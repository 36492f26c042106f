"""A chain of pack files read as one: the nearest file that says something is right, and mistakes are told where they stand.

Owns the questions that all joining asks: who says it first, where it stands, and whether the level, department role or
personal role that it names is there. It reads no files.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from rules.durations import Budget
from rules.pack_file import PackFile, Problems, Where, near
from rules.shape import HeadTables

V = TypeVar("V")


@dataclass
class Chain:
    """Pack files, each extending the next one."""

    files: list[PackFile]
    problems: Problems

    # -- who says it --

    @property
    def levels_file(self) -> PackFile:
        """The file whose levels hold: the nearest that has any."""
        return next((file for file in self.files if file.declared("levels")), self.files[-1])

    @property
    def level_codes(self) -> list[str]:
        """The levels that hold, broken ones too, the lightest first."""
        return self.levels_file.declared("levels")

    def codes(self, table: str) -> list[str]:
        """The keys of a table in all files, the oldest first."""
        return list(dict.fromkeys(code for file in reversed(self.files) for code in file.declared(table)))

    def first(self, get: Callable[[HeadTables], V | None]) -> V | None:
        """What the nearest file says."""
        return next((said for file in self.files if (said := get(file.head)) is not None), None)

    def setting(self, get: Callable[[HeadTables], V | None], table: str, key: str, advice: str) -> V | None:
        """What the nearest file says; told as missing when none does (and none says it wrongly)."""
        said = self.first(get)
        if said is None and not any(file.says(table, key) for file in self.files):
            self.problems.add(
                self.files[0].at(table), f'"{key}" is missing in [{table}]; {advice}, or extends = "standard"'
            )
        return said

    def merged(self, table: str) -> dict[str, Any]:
        """A table of single values, key by key from the nearest file that has the key."""
        tables = [getattr(file.head, table) for file in reversed(self.files)]
        return {key: value for said in tables for key, value in said if value is not None}

    def where(self, *path: str | int) -> Where:
        """Where the nearest file says it."""
        return next((file.at(*path) for file in self.files if file.says(*path)), self.files[0].at(*path))

    # -- whether it can be --

    def known_level(self, code: str, where: Where) -> bool:
        """Whether there is that level; told when not."""
        codes = self.level_codes
        return self._known(code, codes, where, f'there is no level "{code}"; the levels are: {", ".join(codes)}')

    def known_role(self, code: str, where: Where) -> bool:
        """Whether there is that department role; told when not."""
        return self._known(
            code, self.codes("roles"), where, f'there is no department role "{code}"; add [roles.{code}]'
        )

    def known_person(self, code: str, where: Where, besides: Collection[str] = ()) -> bool:
        """Whether there is that personal role, or it is one of the words that may stand for it; told when not."""
        known = [*besides, *self.codes("people")]
        return self._known(code, known, where, f'there is no personal role "{code}"; add [people.{code}]')

    def budget(self, written: str, where: Where) -> Budget | None:
        """The length of time; told and None when it is none."""
        try:
            return Budget.parse(written)
        except ValueError as error:
            self.problems.add(where, str(error))
            return None

    def _known(self, code: str, known: Collection[str], where: Where, sentence: str) -> bool:
        if code not in known:
            self.problems.add(where, sentence + near(code, known))
        return code in known
