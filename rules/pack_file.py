"""One pack file, read as far as it can be: its tables in their types, where each stands, and what is wrong with it.

A mistake in one place must not hide the others. What is broken is told and left out, the rest is read on; `declared`
still knows the names of what was left out, so that nothing that refers to it is told as a mistake too.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from rules import shape
from rules.positions import Path, Position, positions
from rules.shape import LISTS, ExampleTable, HeadTables, ProfileTable, ReportTable, RuleTable

LARGEST_PACK_BYTES = 1_000_000
MOST_RULES = 2000
_UNION_BRANCHES = frozenset({"str", "ClockTable"})
_LENGTHS = frozenset(
    {"budget", "again", "chase_after", "contact_after", "check_after", "silence_closes_after", "within"}
)
_PLACEHOLDER = {"en": "?", "zh": "?"}
Table = TypeVar("Table", bound=BaseModel)


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file. `order` puts the files of a chain in order; column 0: the line is enough; line 0: there is no file."""

    order: int
    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, once each."""

    found: list[tuple[Where, str]] = field(default_factory=list[tuple[Where, str]])

    def add(self, where: Where, sentence: str) -> None:
        """Note one problem at its place."""
        if (where, sentence) not in self.found:
            self.found.append((where, sentence))

    def sentences(self) -> tuple[str, ...]:
        """All of them as "file:line[:column]: what; what to do", in the order of the files and their lines."""
        return tuple(f"{where}: {sentence}" for where, sentence in sorted(self.found))


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file's tables. Those of lists keep their index, since broken ones are missing."""

    label: str
    order: int
    head: HeadTables
    rules: dict[int, RuleTable]
    profiles: dict[int, ProfileTable]
    reports: dict[int, ReportTable]
    examples: dict[int, ExampleTable]
    raw: dict[str, Any]
    places: dict[Path, Position]

    def at(self, *path: str | int) -> Where:
        """The line of a key, or of the nearest table around it."""
        return _at(self.label, self.order, self.places, path)

    def inside(self, line: int, column: int, *path: str | int) -> Where:
        """A place inside the text behind a key, both counted from 1."""
        place = self.places[path]
        first = place.value_column if line == 1 else 1
        return Where(self.order, self.label, place.value_line + line - 1, first + column - 1)

    def says(self, *path: str | int) -> bool:
        """Whether the file has that key."""
        return path in self.places

    def declared(self, table: str) -> list[str]:
        """The keys of a table as written, broken ones too, in their order."""
        return list(_as_table(self.raw.get(table)) or ())


def read_pack_file(label: str, order: int, data: bytes, problems: Problems) -> PackFile | None:
    """The file's tables, mistakes told; None when it is no TOML at all."""
    if len(data) > LARGEST_PACK_BYTES:
        problems.add(
            Where(order, label, 1),
            f"the file is larger than {LARGEST_PACK_BYTES} bytes; give the name of a policy pack",
        )
        return None
    try:
        text = data.decode().removeprefix("\ufeff").replace("\r\n", "\n")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Where(order, label, line), "the file is not UTF-8; save it as UTF-8")
        return None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        problems.add(*_syntax(label, order, error))
        return None
    places = positions(text)
    reading = _Reading(label, order, places, problems)
    return PackFile(
        label=label,
        order=order,
        head=reading.head({key: value for key, value in raw.items() if key not in LISTS}),
        rules=dict(reading.elements("rule", raw.get("rule", []), RuleTable)),
        profiles=dict(reading.elements("profile", raw.get("profile", []), ProfileTable)),
        reports=dict(reading.elements("report", raw.get("report", []), ReportTable)),
        examples=dict(reading.elements("example", raw.get("example", []), ExampleTable)),
        raw=raw,
        places=places,
    )


def near(wrong: str, known: Iterable[str]) -> str:
    """A hint at what was probably meant, to be put at the end of a sentence; "" when nothing is near."""
    close = get_close_matches(wrong, list(known), n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


@dataclass(slots=True)
class _Reading:
    label: str
    order: int
    places: dict[Path, Position]
    problems: Problems

    def elements(self, name: str, raw: object, model: type[Table]) -> Iterator[tuple[int, Table]]:
        """The sound elements of an array of tables, with their index."""
        if not isinstance(raw, list):
            self._tell((name,), f'"{name}" must be a list of tables; write [[{name}]]')
            return
        elements = cast("list[object]", raw)
        if len(elements) > MOST_RULES:
            self._tell((name, MOST_RULES), f"more than {MOST_RULES} of [[{name}]]; divide the pack")
        for index, element in enumerate(elements[:MOST_RULES]):
            if (table := self._table(model, element, (name, index))) is not None:
                yield index, table

    def head(self, raw: dict[str, Any]) -> HeadTables:
        """Everything else, without what is broken."""
        try:
            return HeadTables.model_validate(raw)
        except ValidationError as error:
            cut = copy.deepcopy(raw)
            for detail in error.errors():
                self._explain(detail, ())
                _cut(cut, detail)
        try:
            return HeadTables.model_validate(cut)
        except ValidationError:  # told already; nothing of it can be kept
            return HeadTables.model_validate({"title": _PLACEHOLDER})

    def _table(self, model: type[Table], raw: object, at: Path) -> Table | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            details = error.errors()
        for detail in details:
            self._explain(detail, at)
        table = _as_table(raw)
        if table is not None and all(detail["type"] == "extra_forbidden" for detail in details):
            cut = copy.deepcopy(table)
            for detail in details:
                _remove(cut, detail["loc"])
            return model.model_validate(cut)
        return None

    def _explain(self, detail: ErrorDetails, at: Path) -> None:
        loc = tuple(part for part in detail["loc"] if part not in _UNION_BRANCHES and part != "[key]")
        path, key = (*at, *loc), str(loc[-1]) if loc else "it"
        a_table = isinstance(detail["input"], dict)
        match detail["type"]:
            case "extra_forbidden":
                hint = "" if key in _KEYS else near(key, _KEYS)  # known, but not in this table
                self._tell(path, f'there is no key "{key}" here; correct its name or take it out{hint}')
            case "missing":
                self._tell(path, f'"{key}" is missing; add it')
            case "string_type" if "str" in detail["loc"] and a_table:
                pass  # a clock written as a table: its other branch tells what is wrong inside
            case "model_type" | "string_type" if loc[0] == "clocks" or key in _LENGTHS:
                self._tell(path, f'"{key}" must be a length of time in quotes; write it like "4 working hours"')
            case _:
                said = detail["msg"][0].lower() + detail["msg"][1:]
                self._tell(path, f'"{key}" {said.replace("input should", "should")}; correct it')

    def _tell(self, path: Path, sentence: str) -> None:
        self.problems.add(_at(self.label, self.order, self.places, path), sentence)


def _at(label: str, order: int, places: dict[Path, Position], path: Path) -> Where:
    nearest = next((places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in places), None)
    return Where(order, label, nearest.line if nearest else 1)


def _syntax(label: str, order: int, error: Exception) -> tuple[Where, str]:
    told = str(error) or "the tables are nested too deeply"
    found = re.search(r" \(at line (\d+), column (\d+)\)", told)
    where = Where(order, label, int(found[1]), int(found[2])) if found else Where(order, label, 1)
    sentence = told[: found.start()] if found else told.removesuffix(" (at end of document)")
    return where, f"{sentence}; correct the TOML there" if isinstance(error, tomllib.TOMLDecodeError) else sentence


def _cut(raw: dict[str, Any], detail: ErrorDetails) -> None:
    """Take out of a file's head the smallest part that a mistake spoils."""
    loc = detail["loc"]
    if loc[0] == "title":
        raw["title"] = _PLACEHOLDER
    elif detail["type"] == "extra_forbidden":
        _remove(raw, loc)
    else:
        _remove(raw, loc[:3] if loc[0] == "clocks" else loc[:2])


def _remove(raw: dict[str, Any], loc: tuple[int | str, ...]) -> None:
    """Remove the key at a path, if it is (still) there. A list is removed whole: its indexes must not move."""
    table = raw
    for part in loc[:-1]:
        inner = _as_table(table.get(str(part)))
        if inner is None:
            table.pop(str(part), None)
            return
        table = inner
    table.pop(str(loc[-1]), None)


def _as_table(value: object) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _model_keys() -> frozenset[str]:
    tables = (t for t in vars(shape).values() if isinstance(t, type) and issubclass(t, BaseModel))
    return frozenset(key for table in tables for key in table.model_fields) | set(LISTS)


_KEYS = _model_keys()
