"""The files that came with a letter: which parts they are, and names that are safe to show and to save.

A name is what its sender chose: paths, control characters, direction marks and names that an operating system
reserves are taken out of it (hazards H13). A part without a name gets one from its place in the letter, so that reading
the same letter twice gives the same names (H14). Nothing is ever unpacked (H07).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from parsers.letter import Attachment
from parsers.message.charsets import decode
from parsers.message.headers import decode_words, one_line
from parsers.message.structure import Part

NAME_CHARACTERS = 120
NAME_BYTES = 240  # in UTF-8; file systems take 255
_ENDING = {
    "application/pdf": "pdf",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "message/delivery-status": "txt",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/html": "html",
    "text/plain": "txt",
    "text/rfc822-headers": "txt",
}
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2}){2}")
_UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def attachment_of(part: Part) -> Attachment:
    """The attachment that a part is."""
    name = safe_name(_declared_name(part)) or f"part-{part.path}.{_ENDING.get(part.type, 'bin')}"
    return Attachment(name=name, type=one_line(part.type)[:100], size=part.size, part=part.path)


def _declared_name(part: Part) -> str:
    if part.filename is None:
        return ""
    raw, charset = part.filename
    declared = decode_words(decode(raw, charset))
    if charset is None and _ESCAPES.search(declared):
        declared = _unescaped(declared)
    return declared[1:] if declared.count('"') == 1 and declared.startswith('"') else declared  # it was never closed


def _unescaped(declared: str) -> str:
    """A name as web mailers put it into a URL (%E5%8F%91): its escapes undone where they are UTF-8 beyond ASCII."""
    data = unquote_to_bytes(declared)
    if data.isascii():
        return declared
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return declared


def safe_name(declared: str) -> str:
    """`declared` as a plain file name of at most `NAME_CHARACTERS`; "" where nothing of it is left (hazards H13)."""
    name = unicodedata.normalize("NFC", one_line(declared)).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if len(name) > NAME_CHARACTERS:
        short = dot and len(ending) <= 10
        name = f"{stem[: NAME_CHARACTERS - len(ending) - 1]}.{ending}" if short else name[:NAME_CHARACTERS]
    return _short(name).strip(". ")


def _short(name: str) -> str:
    """`name` with as many characters before its ending as fit into `NAME_BYTES`."""
    over = len(name.encode()) - NAME_BYTES
    if over <= 0:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending.encode()) > 40:
        stem, dot, ending = name, "", ""
    return stem.encode()[: -over or None].decode("utf-8", "ignore") + dot + ending
