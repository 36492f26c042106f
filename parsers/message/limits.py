"""How much of a letter is read, decided on its raw bytes before any library sees them.

Two things leave here: the header fields as bytes, cut to sane lengths, and a light copy of the letter for the structure
reader, in which big parts are set aside (only their size is kept, under a header named after the letter's own hash, so
that no letter can forge it). Every step is linear in the size of the letter; the MIME standard's grammar is followed
only as far as counting parts and depth needs it. This module decodes nothing and judges nobody.

Why before and not after: single header fields of 50 KB keep the standard library busy for half a minute, and nesting
exhausts its stack (hazards H03-H06). A letter is cut with a warning where it can still be read, and refused only where
it cannot.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field

from parsers.letter import Unreadable
from parsers.message.content_fields import Fields, as_meant, declared, value_of, with_lost_boundary, with_lost_type
from parsers.message.field_lines import fields_of

HEADER_BLOCK_BYTES = 256 * 1024  # of the top header; Postfix refuses above 100 KB
HEADER_VALUE_BYTES = 64 * 1024  # References of a very long thread fit
STRUCTURED_VALUE_BYTES = 8 * 1024  # address lists and MIME parameters: what parsers are quadratic in
LIBRARY_HEADERS = 200
HEADERS = 1000
RECEIVED = 50  # hops; more is a loop (RFC 5321, section 6.3 asks for at least 100 by a relay, a desk is stricter)
PARTS = 500
ENCODED_MESSAGES = 20  # attached messages in base64 that are decoded: each costs a copy of the letter
NESTING = 50
PART_HEADER_BYTES = 32 * 1024
PART_VALUE_BYTES = 4 * 1024  # of one field of a part: a long Chinese file name fits
PART_HEADERS_BYTES = 256 * 1024  # of all parts together
DELIMITER_BYTES = 2048  # of one such line; more than seventy characters are against the standard
DELIMITERS = 200_000  # lines beginning with "--" that are compared with the boundaries
TEXT_BYTES = 2 * 1024 * 1024  # encoded, of one text part
TEXT_LINES = 20_000  # of one text part
LETTER_LINES = 60_000  # of all text parts: the library looks at each line once for every level of nesting
ASIDE_BYTES = 16 * 1024  # a file larger than this is set aside

# Editors put a byte order mark or blank lines before the header, and may indent its first line.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*+\n)*+(?:[ \t]++(?=[!-9;-~]++[ \t]*+:))?")
_MBOX_LINE = re.compile(rb">?From (?![ \t]*+:)")  # "From :" is the field, written as of old (RFC 5322, section 4.5)
_STRUCTURED = frozenset(
    [b"from", b"to", b"cc", b"bcc", b"reply-to", b"sender", b"return-path", b"received", b"message-id", b"date"]
)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A letter within the limits."""

    headers: tuple[tuple[str, bytes], ...]  # names in lower case, values unfolded, of the whole letter, in order
    body: bytes  # everything below the header, with LF as line end
    light: bytes  # the letter for the structure reader
    aside: str  # the header field that gives the size of a part set aside, in lower case
    hops: int  # Received fields, as far as the header was read
    warnings: tuple[str, ...]


@dataclass(slots=True)
class _Scan:
    """The one pass over a letter: what has been kept of it, and what is left of the budgets."""

    data: bytes
    aside: bytes
    out: list[bytes] = field(default_factory=list[bytes])
    warnings: dict[str, None] = field(default_factory=dict[str, None])  # ordered, each once
    lines_left: int = LETTER_LINES
    parts: int = 0
    header_bytes_left: int = PART_HEADERS_BYTES
    dashes_left: int = DELIMITERS
    messages_left: int = ENCODED_MESSAGES
    # Open multiparts, outermost first: delimiter line -> whether its parts are messages unless they say otherwise.
    open: dict[bytes, bool] = field(default_factory=dict[bytes, bool])
    reopened: dict[bytes, int] = field(default_factory=dict[bytes, int])  # multiparts inside one of the same boundary


def bound(raw: bytes) -> Bounded | Unreadable:
    """Cut a letter to the limits above.

    Gives `Unreadable` for an empty letter, one without a single header field, and one nested deeper than `NESTING`.
    """
    data = raw.replace(b"\r\r\n", b"\n") if b"\r\r\n" in raw else raw  # line ends converted twice, as on Windows
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")  # bare CR: old Macs (hazards H16)
    if before := _BEFORE.match(data):
        data = data[before.end() :]
    if not data:
        return Unreadable("The letter is empty.")
    fields, end = _top_header(data)
    if not fields:
        return Unreadable("The letter has no header, so it is not a mail.")
    body = data[end:]
    scan = _Scan(data, b"x-set-aside-" + hashlib.sha256(data).hexdigest()[:24].encode())
    headers = _cut_fields(fields, scan)
    mended = _mended(with_lost_type(headers, end, data), end, scan)
    _emit_header(_for_library(mended), scan)
    if not _emit_parts(mended, end, scan):
        return Unreadable(f"The letter is nested more than {NESTING} levels deep.")
    named = tuple([(name.decode("ascii"), value) for name, value in headers])
    hops = [name for name, _ in named].count("received")
    return Bounded(named, body, b"".join(scan.out), scan.aside.decode(), hops, tuple(scan.warnings))


def _top_header(data: bytes) -> tuple[Fields, int]:
    """The header fields of the letter and where its body starts; an mbox "From " line is skipped."""
    start = data.find(b"\n") + 1 if _MBOX_LINE.match(data) else 0
    return fields_of(data, start, HEADER_BLOCK_BYTES)


def _cut_fields(fields: Fields, scan: _Scan) -> Fields:
    """The fields with long values cut, at most `HEADERS` of them."""
    if len(fields) > HEADERS:
        scan.warnings[f"It has more than {HEADERS} header fields; only the first were read."] = None
    kept = fields[:HEADERS]
    for at, (name, value) in enumerate(kept):
        if len(value) > STRUCTURED_VALUE_BYTES:
            structured = name in _STRUCTURED or name.startswith(b"content-")
            most = STRUCTURED_VALUE_BYTES if structured else HEADER_VALUE_BYTES
            if len(value) > most:
                shown = name[:40].decode("ascii")
                scan.warnings[f"The header field {shown} is too long; only its start was read."] = None
            kept[at] = (name, value[:most])
    return kept


def _cut_part_fields(fields: Fields, scan: _Scan) -> Fields:
    """A part's fields with long values cut; when all parts together have spent their bytes, the part stays bare."""
    kept: Fields = []
    for name, value in fields[:LIBRARY_HEADERS]:
        size = len(name) + min(len(value), PART_VALUE_BYTES)
        if size > scan.header_bytes_left:
            scan.warnings["The headers of its parts are too long; not all were read."] = None
            break
        scan.header_bytes_left -= size
        kept.append((name, value[:PART_VALUE_BYTES]))
    return kept


def _for_library(headers: Fields) -> Fields:
    """What the structure reader sees of the top header: the MIME fields. The others are ours to read, and slow it down."""
    mime = [(name, value) for name, value in headers if name.startswith(b"content-")][:LIBRARY_HEADERS]
    return [(b"mime-version", b"1.0"), *mime]


def _emit_header(headers: Fields, scan: _Scan) -> None:
    scan.out.extend(name + b": " + value + b"\n" for name, value in headers)


def _emit_parts(headers: Fields, start: int, scan: _Scan) -> bool:
    """Copy the body part by part from `start`, big parts set aside. False: nested too deep."""
    default_message = False
    while True:
        opened = _open_part(headers, start, scan, default_message=default_message)
        if opened is None:
            return False
        headers, start, kind, own = opened
        stop, delimiter = _next_delimiter(scan, start)
        if own is not None and delimiter == own:
            scan.out.append(b"\n\n")  # a preamble is nobody's text; where no part follows, it is all there is
        else:
            _emit_leaf(headers, kind, start, stop, scan)
        while delimiter is not None and delimiter.endswith(b"--") and delimiter not in scan.open:
            # The end of a multipart: what follows it, up to the next delimiter, is nobody's text.
            if not _ends_the_inner(delimiter[:-2], scan):
                _close(delimiter[:-2], scan)
                scan.out.append(delimiter + b"\n")
            start = min(stop + len(delimiter) + 1, len(scan.data))
            stop, delimiter = _next_delimiter(scan, start)
        if delimiter is None:
            return True
        scan.parts += 1
        if scan.parts > PARTS:
            scan.warnings[f"It has more than {PARTS} parts; only the first were read."] = None
            return True
        _close(delimiter, scan, keep=True)
        default_message = scan.open[delimiter]
        scan.out.append(delimiter + b"\n")
        start = scan.data.find(b"\n", stop) + 1 or len(scan.data)
        headers, start = fields_of(scan.data, start, PART_HEADER_BYTES)
        headers = _mended(_cut_part_fields(headers, scan), start, scan)
        _emit_header(headers, scan)


def _open_part(
    headers: Fields, start: int, scan: _Scan, *, default_message: bool
) -> tuple[Fields, int, str, bytes | None] | None:
    """Follow attached messages into their headers, note a multipart's boundary. None: nested too deep.

    Gives the headers that govern the text at `start`, its content type, and a multipart's own delimiter; they have been
    copied, the blank line below them has not.
    """
    for _ in range(NESTING):
        kind, boundary = declared(headers, default_message=default_message)
        delimiter = b"--" + boundary if boundary else None
        if delimiter is not None:
            scan.reopened[delimiter] = scan.reopened.get(delimiter, 0) + 1 if delimiter in scan.open else 0
            scan.open[delimiter] = kind == "multipart/digest"
        if len(scan.open) > NESTING:
            return None
        if delimiter is not None:
            _undo_base64(headers, start, scan, first=delimiter)
        if not kind.startswith("message/") or kind == "message/delivery-status":
            return headers, start, kind, delimiter
        scan.out.append(b"\n")
        _undo_base64(headers, start, scan)
        inner, start = fields_of(scan.data, start, HEADER_BLOCK_BYTES)
        headers = _mended(_cut_part_fields(inner, scan), start, scan)
        _emit_header(headers, scan)
        default_message = False
    return None


def _undo_base64(headers: Fields, start: int, scan: _Scan, first: bytes = b":") -> None:
    """Put an attached message, or a multipart, in base64 in its place: none may be so encoded, and some are.

    `first`: what its first line must have in it (RFC 2045, section 6.4; RFC 2046, section 5.2.1).
    """
    encoding = value_of(headers, b"content-transfer-encoding") or b""
    if encoding.strip().lower() != b"base64" or scan.messages_left == 0:
        return
    stop, _ = _next_delimiter(scan, start)
    encoded = scan.data[start:stop]
    try:
        message = b"" if first in encoded.lstrip().partition(b"\n")[0] else base64.b64decode(encoded)
    except ValueError:
        return
    if first not in message.partition(b"\n")[0]:
        return  # no header comes out of it, or it stood there as it is
    scan.messages_left -= 1
    scan.data = scan.data[:start] + message.replace(b"\r\n", b"\n") + b"\n" + scan.data[stop:]


def _mended(headers: Fields, start: int, scan: _Scan) -> Fields:
    """A part's headers, its content fields as they were meant where they are written against the standard."""
    meant = as_meant(headers)
    bounded = with_lost_boundary(meant, scan.data, start, scan.open)
    if bounded is not meant:
        scan.warnings["A part of it does not say where its parts begin; that was concluded."] = None
    return bounded


def _next_delimiter(scan: _Scan, start: int) -> tuple[int, bytes | None]:
    """The next line that ends a part, and where it stands; the end of the letter and None where there is none."""
    position = start - 1  # the newline before the part's first line
    while scan.open:
        position = scan.data.find(b"\n--", position)
        if position < 0:
            break
        scan.dashes_left -= 1
        if scan.dashes_left < 0:
            scan.warnings["It has too many lines that look like ends of parts; only its start was read."] = None
            return position + 1, None
        end = scan.data.find(b"\n", position + 1)
        line = scan.data[position + 1 : len(scan.data) if end < 0 else end][:DELIMITER_BYTES].rstrip(b" \t")
        if line in scan.open or (line.endswith(b"--") and line[:-2] in scan.open):
            return position + 1, line
        position += 3
    return len(scan.data), None


def _close(delimiter: bytes, scan: _Scan, *, keep: bool = False) -> None:
    """Forget the multiparts inside the one that `delimiter` belongs to, and itself unless `keep`."""
    names = list(scan.open)
    for name in names[names.index(delimiter) + keep :]:
        del scan.open[name]


def _ends_the_inner(delimiter: bytes, scan: _Scan) -> bool:
    """Whether this end is that of a multipart inside one with the same boundary (old Macs, and much malware).

    The library takes the parts of both for the outer one's and would stop here: what follows, mostly a file, was lost.
    """
    if not scan.reopened.get(delimiter):
        return False
    scan.reopened[delimiter] -= 1
    return True


def _emit_leaf(headers: Fields, kind: str, start: int, stop: int, scan: _Scan) -> None:
    """Copy one part's content, or what is left of it within the limits, below a note of its size."""
    size = stop - start
    values = dict(reversed(headers))
    disposition = values.get(b"content-disposition", b"").lower()
    named = b"name" in values.get(b"content-type", b"").lower() and not disposition.startswith(b"inline")
    text = kind.startswith(("text/", "multipart/", "message/"))
    file = not text or disposition.startswith(b"attachment") or (named and kind.startswith("text/"))
    if file and size > ASIDE_BYTES:
        encoding = values.get(b"content-transfer-encoding", b"").lower().strip()
        scan.out.append(scan.aside + b": %d\n\n\n" % _decoded_size(scan.data, start, stop, encoding))
        return
    keep = _cut(scan, start, stop)
    if keep < stop:
        scan.warnings[f"A text of {size} bytes is too long; only its start was read."] = None
        scan.out.append(scan.aside + b": %d\n" % size)
    scan.lines_left -= scan.data.count(b"\n", start, keep)
    scan.out.append(b"\n" + scan.data[start:keep] + (b"" if scan.data[keep - 1 : keep] == b"\n" else b"\n"))


def _cut(scan: _Scan, start: int, stop: int) -> int:
    """Where a text must end: at a line end within the limits of bytes and lines."""
    most = min(TEXT_LINES, max(scan.lines_left, 0))
    if stop - start > TEXT_BYTES:
        stop = scan.data.rfind(b"\n", start, start + TEXT_BYTES) + 1 or start + TEXT_BYTES
    if scan.data.count(b"\n", start, stop) <= most:
        return stop
    position = start
    for _ in range(most):
        position = scan.data.find(b"\n", position, stop) + 1
    return position


def _decoded_size(data: bytes, start: int, stop: int, encoding: bytes) -> int:
    """The size of a part in bytes once decoded, counted and not decoded."""
    stop = max(start, stop - 1)  # the newline before a delimiter belongs to the delimiter
    length = stop - start
    if encoding == b"base64":
        characters = length - data.count(b"\n", start, stop)
        padding = data.count(b"=", max(start, stop - 4), stop)
        return max(0, characters * 3 // 4 - padding)
    if encoding == b"quoted-printable":
        soft = data.count(b"=\n", start, stop)
        return max(0, length - 2 * soft - 2 * (data.count(b"=", start, stop) - soft))
    return length
