"""`amends parse`: what is understood of letters in files. Changes nothing.

Needs no configuration; where one is given, letters are read as the desk reads them: with its catalogue of products, and
knowing its own addresses.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import parsers
from daemon.catalogue_file import catalogue_of
from daemon.config import load
from daemon.facts_json import letter_json
from parsers.goods.catalogue import Catalogue
from parsers.letter import Letter, Unreadable

LARGEST_BYTES = 100_000_000
STANDARD_INPUT = Path("-")
_OUTLOOK = bytes.fromhex("d0cf11e0a1b11ae1")  # a compound file (MS-CFB, section 2.2), as Outlook's .msg are
# The line before each letter of an mbox file (RFC 4155, appendix A): sender, and a date as `ctime` has it.
_POSTMARK = re.compile(
    rb"(?:\A|\n\r?\n)(From [^\r\n]{1,300} \d{1,2}:\d\d(?::\d\d)? [^\r\n]{0,20}\d{4}[^\r\n]{0,20}\r?\n)"
)


def parse(files: Sequence[Path], *, config: Path | None, as_json: bool) -> int:
    """Print one object (or one paragraph) a letter. Exit code 1 when one could not be read.

    A file in mbox form holds several; they are told apart as FILE:1, FILE:2. Raises `ConfigInvalid`, `CatalogueError`.
    """
    desk = None if config is None else load(config)
    own = frozenset[str]() if desk is None else desk.own_addresses
    catalogue = None if desk is None else catalogue_of(desk)
    failed = False
    for file in files:
        for told in _read(file, own, catalogue):
            failed = failed or "error" in told
            print(json.dumps(told, ensure_ascii=False) if as_json else _paragraph(told), flush=True)
    return 1 if failed else 0


def bytes_of(file: Path) -> bytes | Unreadable:
    """What stands in the file, or why that cannot be a letter."""
    try:
        if file == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        else:
            with file.open("rb") as opened:
                raw = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        return Unreadable(error.strerror or str(error))
    if len(raw) > LARGEST_BYTES:
        return Unreadable(f"larger than {LARGEST_BYTES:,} bytes")
    if raw.startswith(_OUTLOOK):
        return Unreadable("It is in Outlook's own form (.msg); save the letter as .eml, or mail it to the desk.")
    return raw


def letters_of(
    file: Path, own: frozenset[str], catalogue: Catalogue | None
) -> Iterator[tuple[str, Letter | Unreadable]]:
    """Each letter in the file by its name: the file's, or FILE:1, FILE:2 where it is an mbox of several."""
    raw = bytes_of(file)
    if isinstance(raw, Unreadable):
        yield str(file), raw
        return
    letters = _letters(raw)
    for number, each in enumerate(letters, 1):
        name = f"{file}:{number}" if len(letters) > 1 else str(file)
        yield name, parsers.read(each, own=own, catalogue=catalogue)


def _read(file: Path, own: frozenset[str], catalogue: Catalogue | None) -> Iterator[dict[str, Any]]:
    for name, letter in letters_of(file, own, catalogue):
        yield {"file": name, "error": letter.reason} if isinstance(letter, Unreadable) else letter_json(letter, name)


def _letters(raw: bytes) -> list[bytes]:
    """The letters of an mbox file, each with its postmark; any other file is one letter."""
    starts = [match.start(1) for match in _POSTMARK.finditer(raw)] if raw.startswith(b"From ") else []
    return [raw[start:end] for start, end in pairwise([*starts, len(raw)])] or [raw]


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
