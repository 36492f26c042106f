"""The header lines of outgoing mail: ASCII, folded, nothing smuggled in (RFC 5322, RFC 2047).

Own code where the standard library has some, for one reason tried: under `email.policy.SMTP` a message identifier
longer than a line – Exchange makes them daily – is folded into encoded words, and the reply then threads nowhere. The
price is small, the gain is also that the same words give the same bytes under every Python. Each function returns one
header with its line end. A value with a line break or another control character raises ValueError: what comes out of
letters has been cleaned before (hazards H01), so here it is a mistake of ours.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence

from parsers.letter import Address

LINE_CHARACTERS = 76  # of a folded line; RFC 5322, 2.1.1 recommends at most 78
WORD_BYTES = 42  # of UTF-8 in one encoded word: 56 characters of base64 and 12 around them stay under 75 (RFC 2047, 2)
ID_CHARACTERS = 900  # a longer message identifier would break the limit of 998 for a line (RFC 5322, 2.1.1)
MAX_REFERENCES = 21  # the first, which names the thread, and the last twenty

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ADDRESS = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")
_ID = re.compile(r"<[!-;=?-~]+>")


def text_header(name: str, value: str) -> bytes:
    """Free text, such as a subject."""
    _checked(name, value)
    words = _words(value)
    plain = value.isascii() and "=?" not in value and all(len(word) < LINE_CHARACTERS - len(name) for word in words)
    return _folded(name, words if plain else encoded_words(" ".join(words)))


def exact_header(name: str, value: str) -> bytes:
    """A short ASCII value that programs read: it is neither encoded nor folded."""
    _checked(name, value)
    if not value.isascii() or len(value) > ID_CHARACTERS:
        raise ValueError(f"{name} must be short and ASCII")
    return f"{name}: {value}\r\n".encode("ascii")


def mailbox_header(name: str, mailboxes: Sequence[Address]) -> bytes:
    """From, To, Reply-To: display names and addresses."""
    words: list[str] = []
    for number, mailbox in enumerate(mailboxes, 1):
        _checked(name, mailbox.name)
        if not _ADDRESS.fullmatch(mailbox.address) or not mailbox.address.isascii():
            raise ValueError(f"{name} has an address that cannot be written")
        comma = "," if number < len(mailboxes) else ""
        bare = f"{mailbox.address}{comma}"
        words += [*_phrase(mailbox.name), f"<{mailbox.address}>{comma}"] if mailbox.name.strip() else [bare]
    return _folded(name, words)


def ids_header(name: str, ids: Iterable[str]) -> bytes:
    """In-Reply-To, References: identifiers as they are, one a line. Empty if there are none."""
    words = list(ids)
    return (f"{name}: " + "\r\n ".join(words) + "\r\n").encode("ascii") if words else b""


def writable_id(value: str) -> bool:
    """Whether this can stand in a header as a message identifier. Foreign ones may be anything (hazards H02)."""
    return len(value) <= ID_CHARACTERS and _ID.fullmatch(value) is not None


def thread(references: Iterable[str], parents: Iterable[str]) -> list[str]:
    """The References of an answer to `parents` (RFC 5322, 3.6.4): each once, the first and the last twenty."""
    ids = list(dict.fromkeys(filter(writable_id, (*references, *parents))))
    return ids if len(ids) <= MAX_REFERENCES else [ids[0], *ids[-(MAX_REFERENCES - 1) :]]


def encoded_words(text: str) -> list[str]:
    """`text` as encoded words, none splitting a character (RFC 2047, 5)."""
    chunks: list[bytes] = [b""]
    for character in text:
        encoded = character.encode()
        if len(chunks[-1]) + len(encoded) > WORD_BYTES:
            chunks.append(b"")
        chunks[-1] += encoded
    return [f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks]


def _phrase(name: str) -> list[str]:
    """A display name: as it is, quoted, or encoded."""
    words = _words(name)
    name = " ".join(words)
    if not name.isascii() or "=?" in name or len(name) > LINE_CHARACTERS // 2:
        return encoded_words(name)
    if _ATOMS.fullmatch(name):
        return words
    return ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"']


def _words(text: str) -> list[str]:
    """Split at plain blanks only: an ideographic space belongs to the text."""
    return [word for word in text.split(" ") if word]


def _folded(name: str, words: Sequence[str]) -> bytes:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_CHARACTERS and lines[-1].strip() != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _checked(name: str, value: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a header name: {name!r}")
    if _CONTROL.search(value):
        raise ValueError(f"{name} has a line break or a control character in it")
