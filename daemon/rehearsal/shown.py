"""A mail as its reader's program shows it: fields, words and attachments, taken apart with the standard library.

Not with our own parser or composer: what a play shows must not depend on what it puts to the test. Only the header
blocks go through the library's parser; bodies are cut at their boundaries (RFC 2046, section 5.1.1) without looking at
each line, which is several times as fast. Nothing raises on broken mail; what cannot be shown is left out.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    Mail = Message[str, str]  # only the type checker knows the class as generic

_PARSER = BytesParser()
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


@dataclass(frozen=True, slots=True)
class _Part:
    """Header fields, and the bytes below them."""

    head: Mail
    body: bytes


def shown(content: bytes) -> Shown:
    """The mail's fields decoded, its words, and the names of what is attached (the type where there is no name)."""
    whole = _part(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    leaves = _leaves(whole)
    return Shown(
        sender=_field(whole.head, "From"),
        to=_field(whole.head, "To"),
        subject=_field(whole.head, "Subject"),
        message_id=_field(whole.head, "Message-ID"),
        text=_words(leaves, "text/plain"),
        html=_words(leaves, "text/html"),
        attachments=tuple(_name(part.head) for part in leaves if not _is_words(part.head)),
    )


def message_id(content: bytes) -> str:
    """The Message-ID alone, of a mail of the desk."""
    found = _MESSAGE_ID.search(content)
    return found[1].decode("ascii", "replace") if found else ""


def _part(raw: bytes) -> _Part:
    head, blank, body = (b"", b"", raw[1:]) if raw.startswith(b"\n") else raw.partition(b"\n\n")
    fields = _fields(head)
    above = fields.get_payload()  # from the first line on that is no field: the body began there
    stray = above.encode("utf-8", "surrogateescape") + blank if isinstance(above, str) and above else b""
    return _Part(fields, stray + body)


@lru_cache(maxsize=256)
def _fields(head: bytes) -> Mail:
    """To be read only: the parts of a desk's mails have few different heads."""
    return _PARSER.parsebytes(head, headersonly=True)


def _leaves(part: _Part) -> list[_Part]:
    """Parts that hold no others; an enclosed letter is one."""
    boundary = part.head.get_boundary() if part.head.get_content_maintype() == "multipart" else None
    inner = _inner(part.body, boundary.encode("utf-8", "replace")) if boundary else []
    return [leaf for raw in inner for leaf in _leaves(_part(raw))] if inner else [part]


def _inner(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the delimiters."""
    parts: list[bytes] = []
    delimiter = b"\n--" + boundary
    for piece in (b"\n" + body).split(delimiter)[1:]:
        rest, line_end, raw = piece.partition(b"\n")
        if piece.startswith(b"--"):
            break
        if rest.strip():  # a longer boundary that begins like this one
            parts[-1:] = [b"".join((*parts[-1:], delimiter, piece))]
        else:
            parts.append(raw if line_end else b"")
    return parts


def _is_words(part: Mail) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"


def _words(leaves: list[_Part], kind: str) -> str:
    part = next((leaf for leaf in leaves if leaf.head.get_content_type() == kind and _is_words(leaf.head)), None)
    if part is None:
        return ""
    raw = _decode(part.body, str(part.head.get("Content-Transfer-Encoding", "")).strip().lower())
    try:
        return raw.decode(part.head.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    except LookupError:  # a charset that is none
        return raw.decode("utf-8", "replace").replace("\r\n", "\n")


def _decode(body: bytes, encoding: str) -> bytes:
    """What the transfer encoding stands for (RFC 2045, section 6); as it is where it cannot be undone."""
    try:
        match encoding:
            case "quoted-printable":
                return a2b_qp(body)
            case "base64":
                return a2b_base64(body)
            case _:
                return body
    except ValueError:
        return body


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
