"""What stands in a plain text without being the writer's words: files in letters of old, and PGP's lines.

Before MIME a file was put into the text itself: uuencoded ("begin 644 photo.jpg" … "end", POSIX uuencode) or yEnc
("=ybegin … name=photo.jpg" … "=yend"); some programs and gateways still do. Such a file is taken out of the text and
listed. Of a text that PGP has signed in place (RFC 9580, section 7) the frame goes and the words stay. Everything is
read line by line, in one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FILES = 50  # of one letter; more stay as text
_MARKS = ("begin ", "=ybegin ")
_UU_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,254})")
_YENC_BEGIN = re.compile(r"=ybegin (?=.{0,200}\bsize=(\d{1,12})\b).{0,200}\bname=(.{1,255})")
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_ENCRYPTED = re.compile(r"\A\s*+-----BEGIN PGP MESSAGE-----\n")
_ARMOR_FIELD = re.compile(r"(?:Hash|Charset|NotDashEscaped|Comment|Version): ?.{0,200}")


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """A file that stood in the text: its name as written, and its size in bytes once decoded."""

    name: str
    size: int


def files_out_of(text: str) -> tuple[str, tuple[EnclosedFile, ...]]:
    """`text` (LF line ends) without the files that stand in it, and those files in order."""
    if not any(mark in text for mark in _MARKS):
        return text, ()
    lines = text.split("\n")
    kept: list[str] = []
    files: list[EnclosedFile] = []
    position = 0
    while position < len(lines):
        found = _file_at(lines, position) if len(files) < FILES else None
        if found is None:
            kept.append(lines[position])
            position += 1
        else:
            file, position = found
            files.append(file)
    return "\n".join(kept), tuple(files)


def _file_at(lines: list[str], start: int) -> tuple[EnclosedFile, int] | None:
    """The file that begins in line `start`, and the number of the line behind it."""
    if begun := _UU_BEGIN.fullmatch(lines[start]):
        return _uuencoded(lines, start, begun[1].strip())
    if begun := _YENC_BEGIN.match(lines[start]):
        return _yencoded(lines, start, EnclosedFile(begun[2].strip(), int(begun[1])))
    return None


def _uuencoded(lines: list[str], start: int, name: str) -> tuple[EnclosedFile, int] | None:
    """A uuencoded file: every line as long as its first character says, at least one of them, and "end" or the text's end."""
    size, position = 0, start + 1
    while position < len(lines) and (length := _uu_length(lines[position])):
        size += length
        position += 1
    if not size:
        return None
    while position < len(lines) and lines[position].strip(" `") == "":
        position += 1
    if position == len(lines):  # it was cut off
        return EnclosedFile(name, size), position
    return (EnclosedFile(name, size), position + 1) if lines[position].rstrip() == "end" else None


def _uu_length(line: str) -> int:
    """How many bytes a uuencoded line holds; 0 where it is none. Blanks at its end may have been lost."""
    length = ord(line[0]) - 32 if line else 0
    if not 0 < length <= 45 or not line.isascii():
        return 0
    characters = (length + 2) // 3 * 4
    return length if characters - 4 <= len(line.rstrip()) - 1 <= characters + 1 and max(line) <= "`" else 0


def _yencoded(lines: list[str], start: int, file: EnclosedFile) -> tuple[EnclosedFile, int] | None:
    end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith(("=yend", "=ybegin "))), None)
    if end is None or not lines[end].startswith("=yend"):
        return None
    return file, end + 1


def is_encrypted(text: str) -> bool:
    """Whether a text is nothing but a PGP message."""
    return _ENCRYPTED.match(text) is not None


def _undashed(line: str) -> str:
    """A line without the dash that guards its own; a signature's delimiter has lost its blank by now."""
    return "-- " if line.rstrip() == "- --" else line.removeprefix("- ")


def unsigned(text: str) -> str:
    """A text signed in place without the frame: its armor lines, the dashes that guard dashes, and the signature."""
    if _SIGNED not in text:
        return text
    lines = text.split("\n")
    if _SIGNED not in lines or _SIGNATURE not in lines:
        return text
    start = lines.index(_SIGNED)
    body = start + 1
    while body < len(lines) and _ARMOR_FIELD.fullmatch(lines[body]):
        body += 1
    rest = lines[body:]
    if _SIGNATURE not in rest or rest[:1] != [""]:
        return text
    end = rest.index(_SIGNATURE)
    below = rest[rest.index(_SIGNATURE_END, end) + 1 :] if _SIGNATURE_END in rest[end:] else []
    return "\n".join([*lines[:start], *map(_undashed, rest[1:end]), *below])
