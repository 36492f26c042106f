"""`amends parse`: what is understood of letters in files. Changes nothing.

Needs no configuration; where one is given, letters are read as the desk reads them: with its catalogue of products, and
knowing its own addresses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import parsers
from daemon.catalogue_file import catalogue_of
from daemon.config import load
from daemon.facts_json import letter_json
from parsers.goods.catalogue import Catalogue
from parsers.letter import Unreadable

LARGEST_BYTES = 100_000_000


def parse(files: Sequence[Path], *, config: Path | None, as_json: bool) -> int:
    """Print one object (or one paragraph) a file. Exit code 1 when one could not be read.

    Raises `ConfigInvalid`, `CatalogueError`.
    """
    desk = None if config is None else load(config)
    own = frozenset[str]() if desk is None else desk.own_addresses
    catalogue = None if desk is None else catalogue_of(desk)
    failed = False
    for file in files:
        told = _read(file, own, catalogue)
        failed = failed or "error" in told
        print(json.dumps(told, ensure_ascii=False) if as_json else _paragraph(told))
    sys.stdout.flush()
    return 1 if failed else 0


def _read(file: Path, own: frozenset[str], catalogue: Catalogue | None) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_BYTES:
            return {"file": str(file), "error": f"larger than {LARGEST_BYTES:,} bytes"}
        raw = file.read_bytes()
    except OSError as error:
        return {"file": str(file), "error": error.strerror or str(error)}
    letter = parsers.read(raw, own=own, catalogue=catalogue)
    if isinstance(letter, Unreadable):
        return {"file": str(file), "error": letter.reason}
    return letter_json(letter, str(file))


def _paragraph(told: dict[str, Any]) -> str:
    if "error" in told:
        return f"{told['file']}: cannot be read: {told['error']}"
    left_out = ("file", "text", "quoted", "evidence", "evidence_subject", "message_id")
    lines = [f"{told['file']}"]
    for name, value in told.items():
        if name not in left_out and value not in (None, [], "", False):
            lines.append(f"  {name:<14} {_plain(value)}")
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part is not None)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON
    return str(value)
