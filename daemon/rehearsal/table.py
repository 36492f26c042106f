"""A TOML table read key by key: what is wrong is noted with its line, and reading goes on.

Each method gives the value, or an empty one after it has noted why there is none. No rule of scenarios stands here.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from email.utils import getaddresses
from pathlib import Path
from typing import Any, cast

from daemon.rehearsal.scenario import ScenarioInvalid
from rules.positions import Path as Place
from rules.positions import Position, positions

__all__ = ["Place", "Table", "Troubles", "is_address"]


class Troubles:
    """What is wrong with one file, and where."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[Place, Position] = {}
        self._found: list[tuple[int, str]] = []
        self._others: list[str] = []

    def read(self) -> dict[str, Any]:
        """The file's tables. Raises `ScenarioInvalid` when it is no TOML."""
        try:
            text = self._path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise ScenarioInvalid((f"{self._path}: cannot be read: {error.strerror}; name another file",)) from error
        except UnicodeDecodeError as error:
            raise ScenarioInvalid((f"{self._path}:1: the file is not UTF-8 text; save it as UTF-8",)) from error
        text = text.replace("\r\n", "\n")
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            what, _, where = str(error).rpartition(" (at ")
            digits = where.removeprefix("line ").partition(",")[0]
            line = int(digits) if digits.isdigit() else text.count("\n") + 1
            sentence = f"this is not TOML: {what or error}; correct this line or the one before it"
            raise ScenarioInvalid((f"{self._path}:{line}: {sentence}",)) from error
        self._places = positions(text)
        return table

    def line(self, place: Place) -> int:
        """The line of a key, or of the nearest table around it."""
        around = (place[:length] for length in range(len(place), 0, -1))
        return next((self._places[part].line for part in around if part in self._places), 1)

    def add(self, place: Place, sentence: str) -> None:
        """Something is wrong there."""
        key = ".".join(part for part in place if isinstance(part, str) and part != "[key]")
        self._found.append((self.line(place), f"{key}: {sentence}" if key else sentence))

    def others(self, sentences: Iterable[str]) -> None:
        """What is wrong in other files, with their own lines."""
        self._others += sentences

    def stop(self) -> None:
        """Raise `ScenarioInvalid` if anything was wrong."""
        if self._found:
            here = [f"{self._path}:{line}: {sentence}" for line, sentence in sorted(dict.fromkeys(self._found))]
            raise ScenarioInvalid((*here, *self._others))


class Table:
    """One table and where it stands."""

    def __init__(self, place: Place, values: Mapping[str, Any], troubles: Troubles) -> None:
        self._place = place
        self._values = values
        self._troubles = troubles

    def has(self, key: str) -> bool:
        """Whether the key is there, whatever its value."""
        return key in self._values

    def line(self) -> int:
        """Where the table begins."""
        return self._troubles.line(self._place)

    def wrong(self, key: str, sentence: str) -> None:
        """Something is wrong with this key."""
        self._troubles.add((*self._place, key), sentence)

    def only(self, known: Sequence[str]) -> None:
        """Keys that are none of these are mistakes."""
        for key in self._values:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                advice = f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
                self.wrong(key, f"there is no such key; {advice}")

    def needs(self, key: str, example: str) -> bool:
        """Whether the key is there; a mistake if not."""
        if key not in self._values:
            self.wrong(key, f"is missing; add it, like {example}")
        return key in self._values

    def text(self, key: str) -> str:
        """Text, "" where there is none."""
        value = self._values.get(key, "")
        if not isinstance(value, str):
            self.wrong(key, "must be text; put it in quotes")
            return ""
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._values.get(key, [])
        items: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [None]
        if not all(isinstance(item, str) and item for item in items):
            self.wrong(key, 'must be a list of texts; write it like ["one", "two"]')
            return ()
        return tuple(items)

    def address(self, key: str) -> str:
        """Somebody's address, with or without a name."""
        value = self.text(key).strip()
        if not is_address(value) and (value or isinstance(self._values.get(key), str)):
            self.wrong(key, f'"{value}" is not a mail address; write it like "buyer@customer.example"')
            return ""
        return value

    def number(self, key: str, least: int) -> int | None:
        """A whole number, None where there is none."""
        value = self._values.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < least):
            self.wrong(key, f"must be a whole number from {least}, without quotes")
            return None
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false, without quotes")
            return False
        return value

    def moment(self, key: str, what: str) -> datetime | None:
        """An aware time, None where there is none. `what` happens then, in words."""
        value = self._values.get(key)
        if value is None:
            return None
        example = "2026-11-23T09:00:00+08:00"
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value
        if isinstance(value, datetime):
            self.wrong(key, f"has no offset from UTC; write when {what} like {example}")
        elif isinstance(value, date):
            self.wrong(key, f"has no time of day; write when {what} like {example}")
        else:
            self.wrong(key, f"must be a time without quotes; write when {what} like {example}")
        return None

    def table(self, key: str) -> Mapping[str, Any]:
        """The values of a table in it."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, f"must be a table; write [{key}] on a line of its own, or {key} = {{…}}")
            return {}
        return cast("dict[str, Any]", value)

    def inner(self, key: str) -> Table | None:
        """A table in it, None where there is none."""
        return Table((*self._place, key), self.table(key), self._troubles) if key in self._values else None

    def tables(self, key: str) -> list[Table]:
        """A list of tables in it."""
        value = self._values.get(key, [])
        rows: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [None]
        if not all(isinstance(row, dict) for row in rows):
            self.wrong(key, f"must be a list of tables; write [[{key}]] on a line of its own above each")
            return []
        return [Table((*self._place, key, number), row, self._troubles) for number, row in enumerate(rows)]


def is_address(text: str) -> bool:
    """Whether this is one mail address, or several with commas between; each with or without a name."""
    if not text or "\n" in text or "\r" in text:
        return False
    found = getaddresses([text])
    return bool(found) and all(0 < address.find("@") < len(address) - 1 for _, address in found)
