"""Header fields: from bytes to single lines, addresses, Message-IDs and dates.

What comes out is safe to store, to show and to send to: no control characters, no line ends, no characters that turn
the reading direction (hazards H01), and addresses only of a form that no mail server can misread (H20). The tolerant
half decodes what mail programs really write (RFC 2047 words split inside a character, words inside quotes, raw 8-bit
text); the strict half decides whom we would ever write to. All scanning is linear.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz

from parsers.letter import Address
from parsers.message.charsets import UNSEEN, codec_of, decode, scrub

SUBJECT_CHARACTERS = 1000
NAME_CHARACTERS = 200
ADDRESS_CHARACTERS = 254  # RFC 5321, section 4.5.3.1.3
ADDRESSES = 500  # of one field
REFERENCES = 200
MESSAGE_ID_CHARACTERS = 998
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.{0,1000}?)\?=", re.DOTALL)
_INVISIBLE = re.compile(f"[{UNSEEN}]")
_CONTROL = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029\xa0\u3000]+")
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[()]|<[^<>]*+>?|[,;:>]|\\.?|[^"(),;:<>\\]+', re.DOTALL)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}|\"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.,:;@()\[\]-]{1,62}\"")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_MESSAGE_ID = re.compile(r"<([^<>]{1,2000})>")
# What programs write that are no mail programs, and the library misreads: 2025-11-03T10:00:00.000, +08:00, GMT+0800.
_DATE_ISO = re.compile(
    r"^\s*+(\d{4})[-/](0[1-9]|1[0-2])[-/](\d\d)(?:T|[ ]++)(\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9}+)?", re.ASCII
)
_DATE_ZONE = re.compile(r"(:\d\d)(?:\.\d{1,9}+)?\s*+(?:GMT|UTC?)?([+-]\d\d):?(\d\d)\b", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Written differently by the two IDNA standards: such a domain may be another one than the writer means.
_TWO_MEANINGS = re.compile("[ßς\u200c\u200d]")


def one_line(text: str) -> str:
    """`text` as one line: white space and controls collapsed, direction marks dropped (hazards H01)."""
    if text.isascii() and text.isprintable() and "  " not in text:  # as most fields are
        return text.strip()
    return _CONTROL.sub(" ", _INVISIBLE.sub("", scrub(text))).strip()


def text_of(value: bytes, most: int = SUBJECT_CHARACTERS) -> str:
    """An unstructured field (Subject, say), decoded (RFC 2047), as one line of at most `most` characters."""
    return one_line(decode_words(decode(value)))[:most].rstrip()


def decode_words(text: str) -> str:
    """Replace the encoded words in `text` (RFC 2047, section 6.2). Adjacent words are joined before decoding."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, str, str]] = []  # adjacent words: charset, encoding, encoded text
    position = 0
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        if run and between.strip():
            out.append(_decode_run(run))
            run = []
        if between.strip() or not run:
            out.append(between)
        run.append((match[1], match[2].lower(), match[3]))
        position = match.end()
    if run:
        out.append(_decode_run(run))
    out.append(text[position:])
    return "".join(out)


def _decode_run(run: Sequence[tuple[str, str, str]]) -> str:
    """Words that stand side by side: those of one charset are decoded together, as they may share a character."""
    out: list[str] = []
    pending, label = b"", run[0][0]
    half = ""  # base64 that stops inside a group of four: some programs cut it anywhere
    for charset, encoding, encoded in run:
        if _same_charset(charset, label) is False:
            out.append(decode(pending + _base64(half), label))
            pending, label, half = b"", charset, ""
        if encoding == "q":
            pending += _base64(half) + _quoted(encoded)
            half = ""
            continue
        characters = half + re.sub(r"[^A-Za-z0-9+/=]", "", encoded)
        whole = "=" in characters or len(characters) % 4 == 0
        pending, half = (pending + _base64(characters), "") if whole else (pending, characters)
    out.append(decode(pending + _base64(half), label))
    return "".join(out)


def _same_charset(one: str, other: str) -> bool:
    return one.lower() == other.lower() or (codec_of(one) is not None and codec_of(one) == codec_of(other))


def _base64(characters: str) -> bytes:
    kept = characters.rstrip("=")
    kept = kept.partition("=")[0] if "=" in kept else kept
    if len(kept) % 4 == 1:  # no byte ends there
        kept = kept[:-1]
    try:
        return base64.b64decode(kept + "=" * (-len(kept) % 4))
    except binascii.Error:
        return b""


def _quoted(encoded: str) -> bytes:
    """The Q encoding (RFC 2047, section 4.2); anything that is no escape stands for itself."""
    data = encoded.replace("_", " ").encode("utf-8", "replace")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), data)


def valid_address(text: str) -> str | None:
    """`text` as an address we would send to, its domain as lower-case A-labels; None where it is none (hazards H20).

    One @ outside quotes, no white space, controls or angle brackets, ASCII or IDNA, at most 254 characters.
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return None
    if not domain.isascii():
        if _TWO_MEANINGS.search(domain.lower()) or len(domain) > ADDRESS_CHARACTERS:
            return None
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    domain = domain.lower()
    address = f"{local}@{domain}"
    labels = domain.split(".")
    if len(address) > ADDRESS_CHARACTERS or not all(map(_LABEL.fullmatch, labels)):
        return None
    return address


def addresses(values: Iterable[bytes]) -> tuple[Address, ...]:
    """The valid addresses of the fields `values`, in order, each once; at most `ADDRESSES`."""
    return valid_addresses(mailboxes(values))


def valid_addresses(written: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    """The same of what `mailboxes` gives."""
    found: dict[str, Address] = {}
    for name, spec in written:
        address = valid_address(spec)
        if address is not None and len(found) < ADDRESSES:
            found.setdefault(address.lower(), Address(address, name))
    return tuple(found.values())


def mailboxes(values: Iterable[bytes]) -> list[tuple[str, str]]:
    """(name, address as written) of every mailbox in the fields `values`, valid or not (RFC 5322, section 3.4)."""
    return [mailbox for value in values for mailbox in _mailboxes(decode(value))]


def _mailboxes(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str] | None] = []
    words: list[str] = []
    comment: list[str] = []
    angle: str | None = None
    depth = 0  # of comments
    for piece in _PIECE.findall(text):
        if depth or piece == "(":
            depth += (piece == "(") - (piece == ")")
            comment.append("" if piece in ("(", ")") else piece)
        elif piece in (",", ";"):
            found.append(_mailbox(words, angle, comment))
            words, comment, angle = [], [], None
        elif piece == ":":
            words = []  # the name of a group (RFC 5322, section 3.4); its members follow
        elif piece == "<":
            continue  # doubled, as in "Ann <<ann@example.org>>"
        elif piece.startswith("<"):
            angle = piece.strip("<> \t") if angle is None else f"{angle} <"  # two of them: no address
        elif piece != ")" and (piece != ">" or angle is None):
            words.append(piece)
    found.append(_mailbox(words, angle, comment))
    return [mailbox for mailbox in found if mailbox is not None]


def _mailbox(words: list[str], angle: str | None, comment: list[str]) -> tuple[str, str] | None:
    plain = "".join(words).strip()
    if angle is None:
        return (_name("".join(comment)), plain) if plain else None
    if angle.startswith("@") and ":" in angle:
        angle = angle.partition(":")[2]  # an old route (RFC 5322, section 4.4)
    return _name(plain or "".join(comment)), angle


def _name(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] == '"':
        written = re.sub(r"\\(.)", r"\1", written[1:-1])
    elif '"' in written:
        written = written.replace('"', "")
    return one_line(decode_words(written)).strip("'\" ")[:NAME_CHARACTERS]


def message_id(value: bytes) -> str | None:
    """The one identifier of a Message-ID field, with angle brackets; None where there is none."""
    found = message_ids([value])
    if found:
        return found[0]
    bare = value.decode("ascii", "replace").split()
    stripped = _id_characters(bare[0].strip("<>")) if bare else ""
    return f"<{stripped}>" if "@" in stripped else None


def message_ids(values: Iterable[bytes]) -> tuple[str, ...]:
    """The identifiers in In-Reply-To or References fields, each once: of very many, the first and last hundred."""
    found: dict[str, None] = {}
    for value in values:
        for match in _MESSAGE_ID.finditer(value.decode("ascii", "replace")):
            inner = _id_characters(match[1])
            if inner:
                found.setdefault(f"<{inner}>")
    every = tuple(found)
    return every if len(every) <= REFERENCES else every[: REFERENCES // 2] + every[-REFERENCES // 2 :]


def _id_characters(text: str) -> str:
    """Folding leaves white space inside; anything else that is not printable ASCII is no identifier's."""
    if text.isascii() and text.isprintable() and " " not in text:  # as most are
        return text[:MESSAGE_ID_CHARACTERS]
    return re.sub(r"[^\x21-\x7e]", "?", re.sub(r"\s+", "", text))[:MESSAGE_ID_CHARACTERS]


def _named_month(date: re.Match[str]) -> str:
    """A date of ISO 8601 as RFC 5322 writes it."""
    return f"{date[3]} {_MONTHS[int(date[2]) - 1]} {date[1]} {date[4]} "


def _apart(zone: re.Match[str]) -> str:
    """The zone as RFC 5322 writes it, behind a space."""
    return f"{zone[1]} {zone[2]}{zone[3]}"


def date_of(value: bytes) -> datetime | None:
    """A Date field as an aware UTC time; None where it is missing, unreadable, or not of our age (1980 to 2200)."""
    text = _DATE_ZONE.sub(_apart, _DATE_ISO.sub(_named_month, decode(value[:200])))
    try:
        parsed = None if " 0000 " in text else parsedate_tz(text)  # which takes the year 0 for 2000
        moment = None if parsed is None else datetime.fromtimestamp(mktime_tz(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):  # hazards H18
        return None
    return moment if moment is not None and 1980 <= moment.year <= 2200 else None
