"""Outgoing mail as bytes: the desk's words, both ways of reading them, and a letter enclosed as it came.

Pure: the same draft gives the same bytes, so that a mail composed once can be sent twice and still be one mail
(hazards D3). All lines are ASCII and short whatever the words are, except inside an enclosed letter. The enclosed
letter is never taken apart and written anew – a received mail does not survive that (hazards, section 4) – and it is
not copied into the outbox either: `compose_with_original` gives what stands before and after it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import quote

from daemon.headers import exact_header, ids_header, mailbox_header, text_header, thread, writable_id
from parsers.letter import Address

MAX_LINE_BYTES = 998  # RFC 5322, 2.1.1, without the line end
NAME_CHARACTERS = 60  # of an enclosed file's name
BASE64_LINE = 76  # RFC 2045, 6.8

_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # RFC 5646
_OURS = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "auto-submitted",
        "precedence",
        "x-auto-response-suppress",
        "content-language",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)


class Auto(StrEnum):
    """Why a machine writes (RFC 3834, section 5)."""

    GENERATED = "auto-generated"  # a clock or a decision made it
    REPLIED = "auto-replied"  # it answers one mail


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One mail to compose.

    `in_reply_to` are the identifiers of the mails it answers, `references` those mails' own References; identifiers
    that cannot be written are left out, for a stranger's odd Message-ID must not stop our answer. `headers` are further
    ones, such as X-Amends-Notice. `html` may be missing. `hears_absence` lets the reader's out-of-office notice come
    back, as the desk wants from departments. Raises ValueError for what only a mistake of ours could have put here.
    """

    message_id: str
    date: datetime
    sender: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str | None
    language: str
    auto: Auto
    reply_to: Address | None = None
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    hears_absence: bool = False

    def __post_init__(self) -> None:
        if not writable_id(self.message_id) or "@" not in self.message_id:
            raise ValueError("message_id must look like <left@right>")
        if self.date.tzinfo is None:
            raise ValueError("date must be aware")
        if not self.to:
            raise ValueError("a mail needs somebody to go to")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"not a language tag: {self.language!r}")
        if taken := _OURS & {name.lower() for name in self.headers}:
            raise ValueError(f"headers that are not for the caller: {sorted(taken)}")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A received letter ready to be enclosed: `content` stands between the two halves of the mail.

    As message/rfc822, so that mail programs open it as a mail, where RFC 2046, 5.2.1 allows that; else as a file.
    """

    content: bytes = field(repr=False)
    type: str
    encoding: str


def enclosed(raw: bytes) -> Enclosure:
    """How this letter can be enclosed. The same bytes always give the same enclosure."""
    letter = attachable(raw)
    if letter is None:
        return Enclosure(_base64(raw), "application/octet-stream", "base64")
    return Enclosure(letter, "message/rfc822", "7bit" if letter.isascii() else "8bit")


def attachable(raw: bytes) -> bytes | None:
    """The letter with CRLF line ends if it may be enclosed as message/rfc822, else None: NULs, long lines, nothing."""
    letter = _crlf(raw)
    if not letter or b"\0" in letter or any(len(line) > MAX_LINE_BYTES for line in letter.split(b"\r\n")):
        return None
    return letter


def compose(draft: Draft) -> bytes:
    """The whole mail, CRLF line ends, all ASCII. Raises ValueError for line breaks in header values."""
    return _header(draft) + _words(draft)


def compose_with_original(draft: Draft, original: Enclosure, name: str) -> tuple[bytes, bytes]:
    """Head and tail: head + `original.content` + tail is the mail, with the letter enclosed under `name`."""
    boundary = _boundary(draft, "m")
    while boundary.encode() in original.content:  # a letter cannot know it, unless it encloses this very mail
        boundary += "m"
    delimiter = f"--{boundary}".encode()
    head = (
        _header(draft)
        + f'Content-Type: multipart/mixed;\r\n boundary="{boundary}"\r\n'.encode()
        + (b"Content-Transfer-Encoding: 8bit\r\n" if original.encoding == "8bit" else b"")
        + b"\r\n"
        + b"".join((delimiter, b"\r\n", _words(draft), b"\r\n", delimiter, b"\r\n"))
        + exact_header("Content-Type", original.type)
        + exact_header("Content-Transfer-Encoding", original.encoding)
        + _disposition(name)
        + b"\r\n"
    )
    return head, b"\r\n" + delimiter + b"--\r\n"


def left_out(head: bytes, words: str) -> bytes:
    """What stands in the original's place when a server refuses it: a note of ours, fitting the head's last part."""
    note = f"{words}\r\n".encode()
    if head.rpartition(b"Content-Transfer-Encoding: ")[2].startswith(b"base64"):
        return _base64(note)
    header = b"Subject: Amends\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    return header + b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64(note)


def _header(draft: Draft) -> bytes:
    """All header fields but those that say how the body is made."""
    parents = [one for one in draft.in_reply_to if writable_id(one)]
    return b"".join(
        (
            exact_header("Date", format_datetime(draft.date)),
            mailbox_header("From", (draft.sender,)),
            mailbox_header("To", draft.to),
            mailbox_header("Reply-To", (draft.reply_to,)) if draft.reply_to else b"",
            text_header("Subject", draft.subject),
            exact_header("Message-ID", draft.message_id),
            ids_header("In-Reply-To", parents),
            ids_header("References", thread(draft.references, parents)),
            exact_header("Auto-Submitted", draft.auto),
            # Not "All": that would also ask Exchange to swallow bounces, and those must come back (hazards D8).
            exact_header(
                "X-Auto-Response-Suppress", "DR, RN, NRN" + ("" if draft.hears_absence else ", OOF, AutoReply")
            ),
            exact_header("Content-Language", draft.language),
            *(text_header(name, value) for name, value in draft.headers.items()),
            b"MIME-Version: 1.0\r\n",
        )
    )


def _words(draft: Draft) -> bytes:
    """The desk's words as a MIME entity: its own header lines, a blank line, its body. The last comes the best."""
    text = _text_part("plain", draft.text)
    if draft.html is None:
        return text
    boundary = _boundary(draft, "a")
    parts = (text, _text_part("html", draft.html))
    return b"".join(
        (
            f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"\r\n\r\n'.encode(),
            *(f"--{boundary}\r\n".encode() + part + b"\r\n" for part in parts),
            f"--{boundary}--\r\n".encode(),
        )
    )


def _text_part(subtype: str, text: str) -> bytes:
    """UTF-8, as quoted-printable or base64, whichever is shorter."""
    raw = _crlf(text.encode("utf-8", "replace"))
    if not raw.endswith(b"\r\n"):
        raw += b"\r\n"
    printable = binascii.b2a_qp(raw)
    readable = len(printable) <= _base64_length(len(raw))
    encoding, body = ("quoted-printable", printable) if readable else ("base64", _base64(raw))
    return (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode()
        + body
    )


def _disposition(name: str) -> bytes:
    """The file's name, in the form of RFC 2231 where it needs one."""
    name = name[:NAME_CHARACTERS]
    if _PLAIN_NAME.fullmatch(name):
        return f'Content-Disposition: attachment; filename="{name}"\r\n'.encode()
    return f"Content-Disposition: attachment;\r\n filename*=UTF-8''{quote(name, safe='')}\r\n".encode()


def _boundary(draft: Draft, part: str) -> str:
    """Fixed by the Message-ID; "=_" occurs in neither quoted-printable nor base64 (RFC 2045, 6.7)."""
    return f"=_{hashlib.sha256(draft.message_id.encode()).hexdigest()[:32]}_{part}"


def _base64(raw: bytes) -> bytes:
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def _base64_length(octets: int) -> int:
    """What `_base64` makes of so many octets: four characters for three, 76 a line, and the line ends."""
    characters = -(-octets // 3) * 4
    return characters + -(-characters // BASE64_LINE) * len(b"\r\n")


def _crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
