"""What a part's content fields say (RFC 2045, RFC 2183), mended where they are written against the standard.

Works on the fields as bytes, as the standard library will read them afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from email.message import Message

Fields = list[tuple[bytes, bytes]]  # names in lower case, values unfolded
LOST_TYPE_BYTES = 500  # below a header without a content type in which a multipart may show itself
LOST_BOUNDARY_BYTES = 32 * 1024  # below a part's header in which its first delimiter may show itself
_ORDINARY_TYPE = re.compile(rb"[\w!#$&.+-]++/[\w!#$&.+-]++(?:;|$)")
_TYPE = re.compile(rb"([\w!#$&.+-]++)[ \t]*+/[ \t]*+([\w!#$&.+-]++)")
_ENCODING = re.compile(rb"[\w-]++")
_ENCODINGS = {  # as they are meant: without its blanks, quotation marks and comments, and however it is spelt
    b"base64": b"base64",
    b"b64": b"base64",
    b"quotedprintable": b"quoted-printable",
    b"qp": b"quoted-printable",
}
_ORDINARY_ENCODINGS = frozenset([b"7bit", b"8bit", b"base64", b"quoted-printable", b"binary"])
_PARAMETERS = re.compile(rb";|(?<![\w*-])(?=[\w*-]++[ \t]*+=)")  # where they begin, behind a type that does not end
_BOUNDARY = re.compile(rb'(?i)boundary *= *"?([^";<][^";]{0,299})')
_LOST_BOUNDARY = re.compile(rb"(?i)\n--([!#-\x5b\x5d-\x7e]{1,70})\n(?=content-[a-z-]{1,30}:)")
_PREAMBLE = re.compile(rb"\A[^\n]{0,60}\bMIME\b[^\n]{0,60}\Z")  # "This is a multi-part message in MIME format."


def as_meant(headers: Fields) -> Fields:
    """The fields, type and transfer encoding as they were meant. The same list where nothing is mended."""
    return _with_type(_with_encoding(headers))


def with_lost_type(headers: Fields, end: int, data: bytes) -> Fields:
    """The letter's headers; where a gateway took away its content type, it is the multipart that stands below."""
    if value_of(headers, b"content-type") is not None:
        return headers
    found = _LOST_BOUNDARY.search(data, end - 1, end + LOST_TYPE_BYTES)
    if found is None or data.find(b"\n--" + found[1] + b"--", found.end()) < 0:
        return headers
    above = data[end : found.start() + 1].strip()
    if above and not _PREAMBLE.search(above):
        return headers  # somebody's words, and below them the source of a mail
    return [*headers, (b"content-type", b'multipart/mixed; boundary="' + found[1] + b'"')]


def with_lost_boundary(headers: Fields, data: bytes, start: int, taken: Collection[bytes]) -> Fields:
    """`headers`; a multipart whose boundary is lost or wrong gets it from the first line below that can only be one.

    `start`: where the part begins in `data`; `taken`: delimiters of the multiparts around it. The same list where nothing
    is mended.
    """
    value = value_of(headers, b"content-type") or b""
    if value[:10].lower() != b"multipart/" or _occurs(headers, value, data, start):
        return headers
    if any(name == b"content-disposition" and value.lower().startswith(b"attachment") for name, value in headers):
        return headers  # a file, whatever it was
    found = _LOST_BOUNDARY.search(data, max(start - 1, 0), start + LOST_BOUNDARY_BYTES)
    if found is None or b"--" + found[1] in taken:
        return headers
    kind, _, rest = value.partition(b";")
    # The standard library takes angle brackets away, as if they were quotation marks.
    boundary = b"<" + found[1] + b">" if found[1][:1] == b"<" else found[1]
    return _with_field(headers, b"content-type", kind + b'; boundary="' + boundary + b'"; ' + rest)


def declared(headers: Fields, *, default_message: bool) -> tuple[str, bytes | None]:
    """Content type and boundary, exactly as the standard library will read them."""
    value = value_of(headers, b"content-type")
    if value is None:
        return ("message/rfc822" if default_message else "text/plain"), None
    kind = value.decode("ascii", "surrogateescape").partition(";")[0].strip().lower()
    if value.isascii() and kind.count("/") == 1 and not kind.startswith("multipart/"):
        return kind, None
    message = Message()
    message["Content-Type"] = value.decode("ascii", "surrogateescape")
    try:
        kind = message.get_content_type()
        boundary = message.get_boundary() if kind.startswith("multipart/") else None
        return kind, boundary.encode("ascii", "surrogateescape") if boundary else None
    except Exception:  # noqa: BLE001 - whatever a parameter makes the library raise, the part is then not a multipart
        return "text/plain", None


def value_of(headers: Fields, name: bytes) -> bytes | None:
    """What the first field of this name says."""
    for each, value in headers:
        if each == name:
            return value
    return None


def _with_encoding(headers: Fields) -> Fields:
    """`headers`; a transfer encoding (RFC 2045, section 6.1) in quotation marks, with a comment or misspelt, as meant."""
    value = value_of(headers, b"content-transfer-encoding")
    if value is None or value.lower() in _ORDINARY_ENCODINGS or (found := _ENCODING.search(value)) is None:
        return headers
    meant = _ENCODINGS.get(found[0].lower().replace(b"-", b"").replace(b"_", b""))
    return _with_field(headers, b"content-transfer-encoding", meant) if meant else headers


def _with_type(headers: Fields) -> Fields:
    """`headers`; a type with blanks or a comment in it, or without a semicolon behind it, as it should be written."""
    value = value_of(headers, b"content-type")
    if value is None or _ORDINARY_TYPE.match(value) or (kind := _TYPE.match(value)) is None:
        return headers
    parameters = _PARAMETERS.search(value, kind.end())
    rest = value[parameters.end() :].strip(b"; ") if parameters else b""
    return _with_field(headers, b"content-type", kind[1] + b"/" + kind[2] + (b"; " + rest if rest else b""))


def _with_field(headers: Fields, name: bytes, value: bytes) -> Fields:
    """`headers` with another value of the first field `name`, which must be there."""
    at = [each for each, _ in headers].index(name)
    return [*headers[:at], (name, value), *headers[at + 1 :]]


def _occurs(headers: Fields, content_type: bytes, data: bytes, start: int) -> bool:
    """Whether the boundary that a multipart declares, as the library will read it, stands below."""
    plain = _BOUNDARY.search(content_type)
    boundary = plain[1].rstrip() if plain else declared(headers, default_message=False)[1]
    if boundary is None:
        return False
    return data.find(b"\n--" + boundary, max(start - 1, 0), start + LOST_BOUNDARY_BYTES) >= 0
