"""The catalogue's CSV file, read into a `Catalogue`, or everything that is wrong with it, each with its line.

The first row names the columns, in any case and order: `sku`; `name`, or several whose names begin with it ("name_en",
"name 2"), each with one or more names divided by `|`; and, if wanted, `department`. UTF-8 (with or without a byte order
mark) or GB18030; comma, semicolon or tab between the columns, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.config import Config
from parsers.goods.catalogue import Catalogue, Entry, is_searchable
from parsers.text.reading import canonical

LARGEST_BYTES = 50_000_000
MOST_ENTRIES = 200_000
MOST_PROBLEMS = 20  # told at once
LONGEST_NAME = 200  # characters
_SEPARATORS = ",;\t"


class CatalogueError(Exception):
    """The file cannot be used. `problems` are sentences for the operator, "file:line: what; what to do"."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Columns:
    sku: int
    names: tuple[int, ...]
    department: int | None


def load_catalogue(path: Path, departments: frozenset[str] | None = None) -> Catalogue:
    """The catalogue in the file at `path`.

    `departments`: the names that may stand in the column `department`; None: any. Raises `CatalogueError`.
    """
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= LARGEST_BYTES else b""
    except OSError as error:
        raise CatalogueError([f"{path.name}: it cannot be read ({error.strerror}); check [catalogue] path"]) from error
    if size > LARGEST_BYTES:
        raise CatalogueError(
            [f"{path.name}: it has more than {LARGEST_BYTES // 1_000_000} MB; leave out what is no name"]
        )
    return read_catalogue(raw, path.name, departments)


def catalogue_of(config: Config) -> Catalogue | None:
    """The catalogue that the configuration names; None when it names none. Raises `CatalogueError`.

    A product's department is told by its name, an alias or a role it holds.
    """
    if config.catalogue.path is None:
        return None
    names = ((d.name, *d.aliases, *d.roles) for d in config.departments)
    return load_catalogue(config.catalogue.path, frozenset(name for of_one in names for name in of_one))


def read_catalogue(raw: bytes, file: str, departments: frozenset[str] | None = None) -> Catalogue:
    """As `load_catalogue`, from the file's bytes; `file` is its name in the problems."""
    reader = _Reader(file, departments)
    entries = tuple(reader.entries(_text(raw, file)))
    if reader.problems:
        raise CatalogueError(reader.problems)
    return Catalogue(entries)


def _text(raw: bytes, file: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
    raise CatalogueError([f"{file}:{line}: it is neither UTF-8 nor GB18030; save the file as UTF-8"])


class _Reader:
    """Goes through the rows and collects what is wrong."""

    def __init__(self, file: str, departments: frozenset[str] | None) -> None:
        self._file = file
        self._departments = departments
        self._lines: dict[str, int] = {}  # by sku
        self.problems: list[str] = []

    def entries(self, text: str) -> Iterator[Entry]:
        header = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=header.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        columns = self._columns(next(rows, list[str]()))
        if columns is None:
            return
        before = rows.line_num
        try:
            for row in rows:
                line, before = before + 1, rows.line_num
                if any(cell.strip() for cell in row):
                    entry = self._entry(row, columns, line)
                    if entry is not None:
                        yield entry
                if len(self.problems) >= MOST_PROBLEMS:
                    return
                if len(self._lines) > MOST_ENTRIES:
                    self._tell(line, f"there are more than {MOST_ENTRIES} articles", "leave out what is no longer sold")
                    return
        except csv.Error as error:
            self._tell(rows.line_num, f"the row cannot be read ({error})", "check its quotation marks")

    def _columns(self, header: list[str]) -> _Columns | None:
        titles = [title.strip().casefold() for title in header]
        names = tuple(at for at, title in enumerate(titles) if title.startswith("name"))
        for title, there in (("sku", "sku" in titles), ("name", bool(names))):
            if not there:
                self._tell(1, f'there is no column "{title}"', "name the columns in the first row: sku,name,department")
        if self.problems:
            return None
        return _Columns(titles.index("sku"), names, titles.index("department") if "department" in titles else None)

    def _entry(self, row: list[str], columns: _Columns, line: int) -> Entry | None:
        cells = [cell.strip() for cell in row] + [""] * (max(columns.sku, *columns.names, columns.department or 0) + 1)
        sku = cells[columns.sku]
        names = tuple(
            dict.fromkeys(name.strip() for at in columns.names for name in cells[at].split("|") if name.strip())
        )
        department = (cells[columns.department] or None) if columns.department is not None else None
        if not sku:
            return self._tell(line, "the article has no sku", "fill it in, or remove the row")
        if sku in self._lines:
            return self._tell(
                line, f'sku "{sku}" stands already on line {self._lines[sku]}', "join the two rows with |"
            )
        self._lines[sku] = line
        if not names:
            return self._tell(line, f'article "{sku}" has no name', "fill in the column name")
        for name in names:
            if len(name) > LONGEST_NAME:
                return self._tell(line, f'a name of "{sku}" is longer than {LONGEST_NAME} characters', "shorten it")
            if not is_searchable(canonical(name)):
                return self._tell(line, f'no letter can be searched for "{name}"', "give at least two letters")
        if department is not None and self._departments is not None and department not in self._departments:
            known = ", ".join(sorted(self._departments))
            return self._tell(line, f'department "{department}" is not known', f"use one of: {known}")
        return Entry(sku, names, department)

    def _tell(self, line: int, what: str, do: str) -> None:
        self.problems.append(f"{self._file}:{line}: {what}; {do}")
