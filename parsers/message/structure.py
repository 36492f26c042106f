"""A letter's MIME tree, as mail-parser takes it apart, in types of our own.

mail-parser (over the standard library's `email`) decides which part is where; what a part's bytes mean is decided in
`charsets`, `headers` and `body`. This is the only module that touches the library, and it keeps its known faults in
here (hazards, section 4): it walks into attached messages, invents random file names, turns repeated fields into
lists, stumbles over a missing epilogue, and writes to its logger. Where it raises on a letter that the standard library
can read, the latter's reading is taken, with a warning.
"""

from __future__ import annotations

import base64
import email
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from typing import Any, cast

import mailparser

from parsers.message.charsets import decode
from parsers.message.limits import NESTING, Bounded

logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)  # it logs headers: other people's letters


# What most parts declare: fields that nothing can be wrong with, and parameters that need no decoding.
_WORD = r"[\w!#$&.+-]+"
_PARAMETER = re.compile(rf';[ \t]*({_WORD})=(?:"([\w!#$&.+:/=?(), -]*)"|([\w!#$&.+:/-]+))', re.ASCII)
_TYPE = re.compile(rf"({_WORD}/{_WORD})((?:{_PARAMETER.pattern})*)", re.ASCII)
_ENCODING = re.compile(r"(?i)7bit|8bit|base64|quoted-printable")
_VERSION = re.compile(r"1\.0")
_WORDS = re.compile(r"\s*+[\w+/=]*+(?:[^\s\w+/=]|[ \t]++\S)", re.ASCII)  # not on the first line of base64
_UNTIDY = {"base64": re.compile(r"=\s*+[A-Za-z0-9+/]{4}"), "quoted-printable": re.compile(r"=[ \t]++\n")}
_PIECE = re.compile(r"[A-Za-z0-9+/\n]++(?:=++\n*+|\Z)")
_ORDINARY = {"content-type": _TYPE, "content-transfer-encoding": _ENCODING, "mime-version": _VERSION}


class _Parser(mailparser.MailParser):
    """The library's parser, without what nobody asks for: its dictionary of the whole mail, of which it makes two.

    Nor does it decode the texts and look for files where it could find nothing but that nothing is wrong.
    """

    def parse(self) -> mailparser.MailParser | None:
        message = cast("Message | None", self.message)  # pyright: ignore[reportUnknownMemberType] - not typed
        if message is None or any(map(_is_odd, message.walk())):
            return super().parse()
        self._defects_categories = set[str]()
        return self

    def _make_mail(self, complete: bool = True) -> dict[str, object]:  # noqa: FBT001, FBT002 - as the library calls it
        del complete
        return {}


_parse = cast("Callable[[bytes], Any]", _Parser.from_bytes)  # pyright: ignore[reportUnknownMemberType] - the library is not typed

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One node of the MIME tree. A message/* part is a leaf: its text is not the writer's."""

    path: str  # "2.3": third part of the second, as IMAP counts; "1" for a letter of one part
    type: str  # "text/plain", lower case
    parameters: dict[str, bytes] = field(default_factory=dict[str, bytes])  # charset, format, delsp, name …
    disposition: str = ""  # "inline", "attachment" or ""
    filename: tuple[bytes, str | None] | None = None  # as declared, with its charset (RFC 2231)
    content: bytes = b""  # decoded from its transfer encoding; b"" where it was set aside
    size: int = 0  # bytes, decoded
    children: tuple[Part, ...] = ()
    nested: tuple[Headers, ...] = ()  # message/*: the header blocks inside
    nested_text: bytes = b""  # message/rfc822: the start of its first text
    message: Part | None = (
        None  # message/rfc822 of the letter itself, not of one attached to it: the tree of what is inside
    )

    @property
    def is_multipart(self) -> bool:
        """Whether it is only a container."""
        return self.type.startswith("multipart/")

    def leaves(self) -> Iterator[Part]:
        """Every part that is no container, in order."""
        if not self.is_multipart:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class Structure:
    """The tree, and what was odd about it."""

    root: Part
    warnings: tuple[str, ...] = ()


def take_apart(bounded: Bounded) -> Structure:
    """The MIME tree of a letter within the limits. Raises nothing but what a bug of ours would raise."""
    message, warnings = _message(bounded.light)
    root = _part(message, "", bounded.aside, NESTING + 2, look_inside=True)
    return Structure(root, warnings)


def _message(light: bytes) -> tuple[Message, tuple[str, ...]]:
    try:
        parsed = _parse(light)
        message = cast("Message | None", parsed.message)
        defects = sorted(map(str, cast("set[str]", parsed.defects_categories)))
    except Exception as error:  # noqa: BLE001 - the library raises AttributeError and others on real mail (hazards, section 4)
        fallen = f"mail-parser failed on it ({type(error).__name__}); read without it."
        return email.message_from_bytes(light), (fallen,)
    if message is None:
        return email.message_from_bytes(light), ("mail-parser gave nothing; read without it.",)
    oddities = tuple(f"Malformed: {defect}." for defect in defects if defect not in _HARMLESS)
    return message, oddities


# Ours to judge (addresses, dates, charsets), or found in every second letter.
_HARMLESS = frozenset(
    ["AddressHeaderDefect", "ReceivedHeaderDefect", "DateHeaderDefect", "CharsetDecodeDefect", "MimeHeaderDefect"]
)


def _is_odd(part: Message) -> bool:
    """Whether the library may find something wrong with a part, or be unable to read it."""
    if part.defects:
        return True
    for name, value in _raw_items(part):
        ordinary = _ORDINARY.get(name.lower())
        if ordinary is None or not ordinary.fullmatch(value) or "name" in value.lower():
            return True
    return False


def _part(message: Message, path: str, aside: str, depth: int, *, look_inside: bool) -> Part:
    kind = message.get_content_type()
    blocks = _below(message)
    if kind.startswith("multipart/") and blocks and depth > 0:
        prefix = f"{path}." if path else ""
        children = tuple(
            _part(child, f"{prefix}{i}", aside, depth - 1, look_inside=look_inside) for i, child in enumerate(blocks, 1)
        )
        parameters = _parameters(message, "content-type")
        grouped = _started(children, blocks, parameters) if "start" in parameters else _regrouped(children, blocks)
        return Part(path=path or "0", type=kind, parameters=parameters, children=grouped)
    declared = [value for name, value in _raw_items(message) if name.lower().startswith("content-")]
    view = message if all(map(str.isascii, declared)) else _view(message)
    disposition = _parameters(view, "content-disposition")
    parameters = _parameters(view, "content-type")
    nested, first, inner_size = _inside(blocks, aside)
    content = _content(message)
    return Part(
        path=path or "1",
        type=_leaf_type(kind, content),
        parameters=parameters,
        disposition=disposition.get("", b"").decode("ascii", "replace").lower(),
        # A cheap look before the parameters are parsed once more: `filename=`, `name=`, and their encoded forms.
        filename=_filename(view) if "name" in " ".join(declared).lower() else None,
        content=content,
        size=_noted_size(message, aside) or (inner_size if blocks else len(content)),
        nested=nested,
        nested_text=first,
        message=_part(blocks[0], path or "1", aside, depth, look_inside=False) if look_inside and blocks else None,
    )


def _leaf_type(kind: str, content: bytes) -> str:
    """The type of a part that is no container: a multipart without parts is a text, and a page of HTML is one."""
    if kind != "text/plain" and not kind.startswith("multipart/"):
        return kind
    return "text/html" if content[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")) else "text/plain"


def _started(children: tuple[Part, ...], blocks: list[Message], parameters: dict[str, bytes]) -> tuple[Part, ...]:
    """`children`, the one first that a multipart/related says it starts with (RFC 2387, section 3.2)."""
    start = parameters["start"].decode("ascii", "replace")
    at = next((i for i, block in enumerate(blocks) if _ascii(block, "content-id") == start), 0)
    return (children[at], *children[:at], *children[at + 1 :])


def _regrouped(children: tuple[Part, ...], blocks: list[Message]) -> tuple[Part, ...]:
    """`children`, with the alternatives put back together that the library took apart.

    Where a multipart inside has the boundary of the outer one (old Macs, and much malware), the library takes its parts
    for the outer one's and leaves it empty; its texts then follow, and would be read as two that belong together.
    """
    at = next((i for i, block in enumerate(blocks) if block.get_content_type() == "multipart/alternative"), None)
    if at is None or blocks[at].is_multipart() or children[at].content.strip():
        return children
    end = at + 1
    while end < len(children) and children[end].type in ("text/plain", "text/html") and children[end].filename is None:
        end += 1
    inner = replace(children[at], type="multipart/alternative", content=b"", size=0, children=children[at + 1 : end])
    return (*children[:at], inner, *children[end:])


def _below(message: Message) -> list[Message]:
    """The parts of a container or of an attached message. A leaf's text is never asked for as text: its charset may raise."""
    return cast("list[Message]", message.get_payload()) if message.is_multipart() else []


def _content(message: Message) -> bytes:
    """A leaf's bytes, its transfer encoding undone as far as it can be (hazards H08)."""
    if message.is_multipart():
        return b""
    encoding = _ascii(message, "content-transfer-encoding").lower()
    if encoding == "base64" and _is_plain(message):
        del message["content-transfer-encoding"]
    elif encoding in _UNTIDY:
        _tidy(message, encoding)
    try:
        decoded = cast("object", message.get_payload(decode=True))
    except Exception:  # noqa: BLE001 - uuencode and base64 gone wrong raise what they like; the bytes as they came will do
        del message["content-transfer-encoding"]
        decoded = cast("object", message.get_payload(decode=True))
    return decoded if isinstance(decoded, bytes) else b""


def _tidy(message: Message, encoding: str) -> None:
    """Blanks behind a soft line break go (RFC 2045, section 6.7), and base64 in pieces, each padded, becomes one."""
    payload = cast("object", message.get_payload())
    if not isinstance(payload, str) or not (untidy := _UNTIDY[encoding].search(payload)):
        return
    if encoding == "base64":
        message.set_payload(base64.b64encode(_joined(payload)).decode("ascii"))
    else:
        message.set_payload(payload[: untidy.start()] + _UNTIDY[encoding].sub("=\n", payload[untidy.start() :]))


def _joined(payload: str) -> bytes:
    """What padded pieces of base64 say together, up to the first that is none: a list's footer, say."""
    data, position = bytearray(), 0
    while piece := _PIECE.match(payload, position):  # never searched for: behind what is none, that takes for ever
        characters = len(piece[0]) - piece[0].count("\n")
        if characters % 4 and position:
            break
        whole = "".join(piece[0].split()).rstrip("=")
        whole = whole[:-1] if len(whole) % 4 == 1 else whole  # cut off in the middle: no byte ends there
        data += base64.b64decode(whole + "=" * (-len(whole) % 4))
        position = piece.end()
    return bytes(data)


def _is_plain(message: Message) -> bool:
    """Whether a text that says it is in base64 begins with words that cannot be."""
    payload = cast("object", message.get_payload())
    return message.get_content_maintype() == "text" and isinstance(payload, str) and _WORDS.match(payload) is not None


def _inside(blocks: list[Message], aside: str) -> tuple[tuple[Headers, ...], bytes, int]:
    """Of a message/* part: the header blocks inside, the start of the first text, and the size in bytes."""
    if not blocks:
        return (), b"", 0
    text = next((_content(part) for part in blocks[0].walk() if part.get_content_maintype() == "text"), b"")
    return tuple(_headers(block) for block in blocks[:100]), text[:20_000], sum(_measure(b, aside) for b in blocks)


def _headers(message: Message) -> Headers:
    return tuple((name.lower(), value.encode("ascii", "surrogateescape")) for name, value in _raw_items(message))


def _raw_items(message: Message) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in message.raw_items()]


def _measure(message: Message, aside: str) -> int:
    """How many bytes an attached message has, near enough: fields and contents, set aside ones included."""
    size = 0
    for part in message.walk():
        size += sum(len(name) + len(value) + 3 for name, value in _raw_items(part))
        size += _noted_size(part, aside) or len(_content(part))
    return size


def _noted_size(message: Message, aside: str) -> int:
    value = _ascii(message, aside)
    return int(value) if value.isdigit() else 0


def _ascii(message: Message, name: str) -> str:
    value = next((value for key, value in _raw_items(message) if key.lower() == name), "")
    return value.encode("ascii", "replace").decode("ascii").strip()


def _view(message: Message) -> Message:
    """The part's MIME fields, with raw 8-bit file names decoded."""
    view = Message()
    for name, value in _raw_items(message):
        if name.lower().startswith("content-"):
            view[name] = decode(value.encode("ascii", "surrogateescape"))
    return view


def _parameters(message: Message, header: str) -> dict[str, bytes]:
    """A MIME field's parameters, names in lower case; its main value is under the empty name."""
    value = next((str(value) for name, value in message.raw_items() if name.lower() == header), None)
    if value is None:
        return {}
    found: dict[str, bytes] = {}
    if simple := _TYPE.fullmatch(value):
        found[""] = simple[1].encode()
        for name, quoted, plain in _PARAMETER.findall(simple[2]):
            found.setdefault(name.lower(), (quoted or plain).strip().encode())
        return found
    try:
        pairs = message.get_params(failobj=[], header=header)
    except Exception:  # noqa: BLE001 - the library's parameter parsing raises a dozen kinds on hostile input (hazards H02)
        return {}
    for index, (name, value) in enumerate(cast("list[tuple[str, object]]", pairs)):
        plain = cast("tuple[object, object, str]", value)[2] if isinstance(value, tuple) else value
        text = name if index == 0 else str(plain)
        found.setdefault("" if index == 0 else name.lower(), text.strip().encode("utf-8", "replace"))
    return found


def _one_parameter(message: Message, parameter: str, header: str) -> object:
    """A parameter; where it stands there twice, as RFC 2231 has it, for the other is a stand-in (RFC 6266, section 4.3)."""
    pairs = cast("list[tuple[str, object]]", message.get_params(failobj=[], header=header))
    values = [value for name, value in pairs[1:] if name.lower() == parameter]
    values.sort(key=lambda value: not isinstance(value, tuple))  # stable: of several alike the first counts
    return values[0] if values else None


def _filename(message: Message) -> tuple[bytes, str | None] | None:
    """The declared file name as bytes with its charset, from Content-Disposition or else Content-Type."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = _one_parameter(message, parameter, header)
        except Exception:  # noqa: BLE001, S112 - as in _parameters; the part is then unnamed
            continue
        if isinstance(value, tuple):  # RFC 2231: charset, language, percent-decoded as Latin-1
            charset, _, text = cast("tuple[str | None, str | None, str]", value)
            return text.encode("latin-1", "replace"), charset
        if isinstance(value, str) and value.strip():
            return value.encode("utf-8", "replace"), None
    return None
