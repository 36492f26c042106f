"""The catalogue's CSV file, read into a `Catalogue`, or everything that is wrong with it, each with its line.

The first row names the columns, in any case and order: `sku`; `name`, or several whose names begin with it ("name_en",
"name 2"), each with one or more names divided by `|`; and, if wanted, `department`. UTF-8 (with or without a byte order
mark), GB18030, or UTF-16 with a byte order mark; comma, semicolon or tab between the columns, as spreadsheets write them.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.config import Config
from parsers.goods.catalogue import Catalogue, Entry, is_searchable
from parsers.message.charsets import UNSEEN
from parsers.text.reading import canonical

LARGEST_BYTES = 50_000_000
MOST_ENTRIES = 200_000
MOST_PROBLEMS = 20  # told at once
LONGEST_NAME = 200  # characters
_SEPARATORS = ",;\t"
# GB18030 makes something of nearly any bytes. What it makes of Western text: an accented letter within a word has become
# half of a Chinese character ("K鋝ereibe"); and of Big5: characters that nobody has defined.
_STRANGE = re.compile(rb"(?<![\x80-\xff])[A-Za-z][\x80-\xff][a-z]{2}(?![\x80-\xff])")
_UNASSIGNED = re.compile("[\ue000-\uf8ff]")
_INVISIBLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f\u200c\u200d{UNSEEN}]")
_BEFORE_HEADER = re.compile(r"(?:sep=.(?=\r?\n)|[\r\n]){1,20}", re.IGNORECASE)  # Excel's own first line
_AS_TEXT = re.compile(r'="([^"]*)"')  # how programs keep a spreadsheet from taking 00123 for a number


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
        raise CatalogueError([f"{path}: it cannot be read ({error.strerror}); check [catalogue] path"]) from error
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
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # a spreadsheet's "Unicode text"
        return raw.decode("utf-16", "replace")
    reached = 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)  # of the likelier of the two
        else:
            strange = _STRANGE.search(raw) or _UNASSIGNED.search(text) if encoding == "gb18030" else None
            if strange is None:
                return text
            reached = (
                strange.start() if isinstance(strange.group(), bytes) else len(text[: strange.start()].encode(encoding))
            )
    line = raw.count(b"\n", 0, reached) + 1
    raise CatalogueError([f'{file}:{line}: it is neither UTF-8 nor GB18030; save the file as "CSV UTF-8"'])


class _Reader:
    """Goes through the rows and collects what is wrong."""

    def __init__(self, file: str, departments: frozenset[str] | None) -> None:
        self._file = file
        self._departments = departments
        self._lines: dict[str, int] = {}  # by sku
        self._width = 0  # of the header, in columns
        self.problems: list[str] = []

    def entries(self, text: str) -> Iterator[Entry]:
        begins = _BEFORE_HEADER.match(text)
        skipped = text[: begins.end()] if begins else ""
        text = text[len(skipped) :]
        header = text.partition("\n")[0]
        separator = max(_SEPARATORS, key=header.count)
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        above = skipped.count("\n")
        line = above + 1
        try:
            columns = self._columns(next(rows, list[str]()), line)
            if columns is None:
                return
            line = above + rows.line_num + 1
            for row in rows:
                if any(cell.strip() for cell in row):
                    entry = self._entry(row, columns, line)
                    if entry is not None:
                        yield entry
                if len(self.problems) >= MOST_PROBLEMS:
                    return
                if len(self._lines) > MOST_ENTRIES:
                    self._tell(line, f"there are more than {MOST_ENTRIES} articles", "leave out what is no longer sold")
                    return
                line = above + rows.line_num + 1
        except csv.Error as error:
            # In the row that begins here: a quotation mark that is not closed takes all that follows.
            self._tell(line, f"the row cannot be read ({error})", "check its quotation marks")

    def _columns(self, header: list[str], line: int) -> _Columns | None:
        titles = [title.strip().casefold() for title in header]
        names = tuple(at for at, title in enumerate(titles) if title.startswith("name"))
        for title, there in (("sku", "sku" in titles), ("name", bool(names))):
            if not there:
                self._tell(
                    line, f'there is no column "{title}"', "name the columns in the first row: sku,name,department"
                )
        if self.problems:
            return None
        self._width = len(header)
        return _Columns(titles.index("sku"), names, titles.index("department") if "department" in titles else None)

    def _entry(self, row: list[str], columns: _Columns, line: int) -> Entry | None:
        cells = [_plain(cell) for cell in row] + [""] * (max(columns.sku, *columns.names, columns.department or 0) + 1)
        sku = cells[columns.sku]
        names = tuple(
            dict.fromkeys(name.strip() for at in columns.names for name in cells[at].split("|") if name.strip())
        )
        department = (cells[columns.department] or None) if columns.department is not None else None
        if any(map(str.strip, row[self._width :])):
            return self._tell(
                line, "the row has more columns than the first", "put a name with a comma in quotation marks"
            )
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


def _plain(cell: str) -> str:
    """The cell on one line, without characters that nobody sees and no database keeps."""
    text = " ".join(_INVISIBLE.sub("", cell).split())
    as_text = _AS_TEXT.fullmatch(text)
    return as_text[1] if as_text else text
