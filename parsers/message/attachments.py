"""The files that came with a letter: which parts they are, and names that are safe to show and to save.

A name is what its sender chose: paths, control characters, direction marks and names that an operating system
reserves are taken out of it (hazards H13). A part without a name gets one from its place in the letter, so that reading
the same letter twice gives the same names (H14). Nothing is ever unpacked (H07).
"""

from __future__ import annotations

import re
import unicodedata

from parsers.letter import Attachment
from parsers.message.charsets import decode
from parsers.message.headers import decode_words, one_line
from parsers.message.structure import Part

NAME_CHARACTERS = 120
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
    return decode_words(decode(raw, charset))


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
    return name.strip(". ")
