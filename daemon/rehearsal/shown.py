"""A mail as its reader's program shows it: fields, words and attachments, taken apart with the standard library.

Not with our own parser or composer: what a play shows must not depend on what it puts to the test. The library's older
interface is used, since it is ten times as fast and never raises on broken mail; what cannot be shown is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    Mail = Message[str, str]  # only the type checker knows the class as generic

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is seen of a mail."""

    sender: str
    to: str
    subject: str
    message_id: str
    text: str
    html: str
    attachments: tuple[str, ...]


def shown(content: bytes) -> Shown:
    """The mail's fields decoded, its words, and the names of what is attached (the type where there is no name)."""
    message = message_from_bytes(content)
    leaves = list(_leaves(message))
    return Shown(
        sender=_field(message, "From"),
        to=_field(message, "To"),
        subject=_field(message, "Subject"),
        message_id=_field(message, "Message-ID"),
        text=_words(leaves, "text/plain"),
        html=_words(leaves, "text/html"),
        attachments=tuple(_name(part) for part in leaves if not _is_words(part)),
    )


def message_id(content: bytes) -> str:
    """The Message-ID alone, of a mail of the desk."""
    found = _MESSAGE_ID.search(content)
    return found[1].decode("ascii", "replace") if found else ""


def _leaves(message: Mail) -> list[Mail]:
    """Parts that hold no others; an enclosed letter is one."""
    payload: Any = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        return [message]
    return [leaf for part in cast("list[Mail]", payload) for leaf in _leaves(part)]


def _is_words(part: Mail) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _words(leaves: list[Mail], kind: str) -> str:
    part = next((leaf for leaf in leaves if leaf.get_content_type() == kind and _is_words(leaf)), None)
    raw: Any = None if part is None else part.get_payload(decode=True)
    if part is None or not isinstance(raw, bytes):
        return ""
    try:
        text = raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that is none
        text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _name(part: Mail) -> str:
    return _decoded(part.get_filename() or "") or part.get_content_type()


def _field(message: Mail, name: str) -> str:
    return " ".join(_decoded(str(message[name] or "")).split())


def _decoded(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def _piece(piece: Any, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        return bytes(piece).decode(charset or "utf-8", "replace")
    except LookupError:
        return bytes(piece).decode("utf-8", "replace")
