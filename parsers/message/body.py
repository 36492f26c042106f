"""What the writer's letter says: which of its parts is the text, and that text as plain lines.

Of alternatives the plain text is taken, unless it is a stub beside an HTML part that says more. HTML is cleaned
(scripts, styles, hidden text), laid out, and its quotations marked with "> " as in plain mail, so that `quoting` has
one form to read. An attached message is a file: its text is not the writer's. Sizes are bounded (hazards H32).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.message.charsets import UNSEEN, decode, scrub
from parsers.message.enclosed import files_out_of, is_encrypted, unsigned
from parsers.message.markup import HTML_CHARACTERS, cites, text_of_html
from parsers.message.structure import Part

TEXT_CHARACTERS = 512 * 1024
BODIES = 50  # text parts that are joined: programs put pictures between paragraphs
STUB_CHARACTERS = 300  # a plain text shorter than this is compared with its HTML
_STUB = re.compile(
    r"(?i)(not support|unable to (display|read)|can(no|')t (display|read|view)|view (this|the) (e-?mail|message)"
    r"|html (e-?mail|format|version|message)|不支持|无法显示|HTML\s*格式)"
)
# Controls, and what no reader sees: soft hyphens and breaks of no width stand inside words.
_CONTROL = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200c{UNSEEN}]")
_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "pdf": "application/pdf"}
_MAIN_TYPES = frozenset(["text", "image", "audio", "video", "application", "message", "multipart", "font", "model"])
_ENRICHED = ("text/enriched", "text/richtext")
_HTML = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain", *_HTML, *_ENRICHED, "text/x-markdown")
_NO_TEXTS = ("text/rfc822-headers", "text/calendar", "text/x-amp-html")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Body:
    """The text, and the parts that are not in it."""

    text: str
    files: tuple[Part, ...]
    warnings: tuple[str, ...] = ()
    cites: bool = False  # a mail program has marked quotations in it


def body_of(root: Part) -> Body:
    """The text of a letter and its other parts, from the MIME tree."""
    used: set[str] = set()
    texts: list[str] = []
    left = HTML_CHARACTERS
    cited = False
    for choice in list(_choices(root)) or _last_resort(root):
        if len(texts) < BODIES:
            texts.append(_best(choice.plain, choice.html, left))
            left -= sum(part.size for part in choice.html)
            cited = cited or any(cites(part.content) for part in choice.html)
            used.update(part.path for part in choice.parts)
    text = "\n\n".join(filter(None, (text.strip("\n") for text in texts)))
    files = tuple(part for part in root.leaves() if part.path not in used and (part.size or part.filename))
    text, enclosed = _without_files(text, root.path)
    files += enclosed
    encrypted = any(map(_is_encrypted, _containers(root))) or is_encrypted(text)
    warnings = ("It is encrypted: what it says cannot be read.",) if encrypted else ()
    if len(text) > TEXT_CHARACTERS:
        warnings = (*warnings, f"Its text has {len(text)} characters; only the first {TEXT_CHARACTERS} were read.")
    return Body(unsigned(text[:TEXT_CHARACTERS]), files, warnings, cited)


def _without_files(text: str, path: str) -> tuple[str, tuple[Part, ...]]:
    """`text` without the files that stand in it, and those as parts behind the letter's own (hazards H08)."""
    left, files = files_out_of(text)
    found = [
        Part(path=f"{path}.{at}", type=_guessed_type(file.name), filename=(file.name.encode(), None), size=file.size)
        for at, file in enumerate(files, 1)
    ]
    return left.strip("\n"), tuple(found)


def _guessed_type(name: str) -> str:
    """The type that the commonest endings of file names mean."""
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


@dataclass(frozen=True, slots=True)
class _Choice:
    """One place where the letter has text: its plain and its HTML form, either of which may be missing.

    Where a form has pictures in it, it is in several parts.
    """

    plain: tuple[Part, ...]
    html: tuple[Part, ...]
    parts: tuple[Part, ...]  # all that stand for the same text


def _choices(part: Part) -> Iterator[_Choice]:
    if part.type == "multipart/alternative":
        yield from _one_of([form for child in part.children if (form := list(_choices(child)))])
    elif part.type == "multipart/related":
        yield from _choices(part.children[0]) if part.children else ()
    elif part.is_multipart:
        for child in part.children:
            yield from _choices(child)
    elif _is_text(part):
        yield _choice_of(part)


def _one_of(forms: list[list[_Choice]]) -> list[_Choice]:
    """What alternatives say: the first of them that is plain and the last in HTML; a single one, all that is in it."""
    if len(forms) < 2:
        return forms[0] if forms else []
    plain = [tuple(part for choice in form for part in choice.plain if part.content.strip()) for form in forms]
    html = [tuple(part for choice in form for part in choice.html if part.content.strip()) for form in reversed(forms)]
    parts = tuple(part for form in forms for choice in form for part in choice.parts)
    return [_Choice(next(filter(None, plain), ()), next(filter(None, html), ()), parts)]


def _choice_of(part: Part) -> _Choice:
    return _Choice((), (part,), (part,)) if part.type in _HTML else _Choice((part,), (), (part,))


def _last_resort(root: Part) -> list[_Choice]:
    """Of a letter without a text: the letter itself, though it calls itself a file, or its first part that is one in name only."""
    main = root.type.partition("/")[0]
    unknown = (main == "text" or main not in _MAIN_TYPES) and root.type not in _NO_TEXTS and root.filename is None
    if root.type in _TEXTS or unknown:  # a text of any kind can be read (RFC 2046, section 4.1.4)
        return [_choice_of(root)]
    texts = [part for part in root.leaves() if part.type in _TEXTS and part.disposition != "attachment"]
    return [_choice_of(texts[0])] if texts else []


def _is_text(part: Part) -> bool:
    """Whether a leaf is part of what the writer says, rather than a file."""
    if part.disposition == "attachment" or part.type in _NO_TEXTS:
        return False
    if part.filename is not None and part.disposition != "inline":
        return False
    return part.type in _TEXTS


def _best(plain: tuple[Part, ...], html: tuple[Part, ...], left: int) -> str:
    as_plain = "\n\n".join(map(_plain, plain[:BODIES]))
    if not html or left <= 0 or (as_plain.strip() and len(as_plain.strip()) > STUB_CHARACTERS):
        return as_plain
    bare = as_plain.strip()
    as_html = _html(html, left)
    stub = not bare or _STUB.search(bare) or len(bare) * 4 < len(as_html.strip())
    return as_html if stub and as_html.strip() else as_plain


def _html(parts: tuple[Part, ...], left: int) -> str:
    texts: list[str] = []
    for part in parts[:BODIES]:
        if left > 0:
            texts.append(tidy(text_of_html(_decoded(part), left)))
        left -= part.size
    return "\n\n".join(texts)


def _decoded(part: Part) -> str:
    label = part.parameters.get("charset", b"").decode("ascii", "replace") or None
    if label is None and part.type != "text/plain":
        label = _declared_in_html(part.content)
    return decode(part.content, label)


def _declared_in_html(content: bytes) -> str | None:
    match = re.search(rb"""(?i)<meta[^<>]{0,200}?charset\s*=\s*["']?([\w:.+-]{1,40})""", content[:4096])
    return match[1].decode("ascii") if match else None


def _plain(part: Part) -> str:
    text = _clean(_decoded(part))
    if part.type in _ENRICHED:
        return _stripped(unenriched(text, flowed=part.type == "text/richtext"))
    if part.parameters.get("format", b"").lower() == b"flowed":
        text = unflow(text, delete_space=part.parameters.get("delsp", b"").lower() == b"yes")
    return _stripped(_unguarded(text) if "\n>From " in text else text)


def _unguarded(text: str) -> str:
    """`text` without the ">" that mailboxes of old (mbox) put before a line's "From"."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith(">From ") and not _is_quoted(lines, at):
            lines[at] = line[1:]
    return "\n".join(lines)


def _is_quoted(lines: list[str], at: int) -> bool:
    """Whether a line is part of a quotation: one of several lines, or announced by the line above."""
    above = next((line for line in reversed(lines[max(at - 2, 0) : at]) if line.strip()), "")
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return above.startswith(">") or below.startswith(">") or above.rstrip().endswith((":", "："))


def unenriched(text: str, *, flowed: bool) -> str:
    """Enriched text (RFC 1896, section 3) as plain text; `flowed`: its forerunner richtext (RFC 1341, section 7.1.3)."""
    text = re.sub(r"(?is)<(param|comment)>[^<]{0,2000}+</\1>", "", text)
    if flowed:
        text = re.sub(r"(?i)<(?:nl|np|/?paragraph)>", "\x01", text.replace("\n", " "))
    else:
        text = re.sub("\n+", lambda ends: "\x01" * (len(ends[0]) - 1) or " ", text.rstrip("\n"))
    text = re.sub(r"(?i)<(<)|<(lt)>|</?[a-z][a-z0-9-]{0,60}>", lambda tag: "<" if tag[1] or tag[2] else "", text)
    return text.replace("\x01", "\n").strip(" ")


def tidy(text: str) -> str:
    """`text` with LF line ends, no controls but tab, no direction overrides, no trailing blanks (hazards H15)."""
    return _stripped(_clean(text))


def _clean(text: str) -> str:
    text = text[: TEXT_CHARACTERS * 2].replace("\r\n", "\n")
    if _is_plain(text):
        return text
    return _CONTROL.sub("", _LINE_END.sub("\n", scrub(text)).replace("\xa0", " "))


def _is_plain(text: str) -> bool:
    """Whether the only thing in it that cannot be printed is the ends of lines, as in most texts."""
    return text.replace("\n", "").isprintable()


def _stripped(text: str) -> str:
    if " \n" not in text and not text.endswith(" ") and _is_plain(text):
        return text
    return "\n".join(line if line == "-- " else line.rstrip() for line in text.split("\n"))


def unflow(text: str, *, delete_space: bool) -> str:
    """Join the soft-wrapped lines of format=flowed text (RFC 3676, sections 4.1 to 4.5)."""
    out: list[str] = []
    open_depth: int | None = None  # of a paragraph whose last line was soft
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:].removeprefix(" ")
        soft = rest.endswith(" ") and rest != "-- "
        kept = rest[:-1] if soft and delete_space else rest
        if open_depth == depth and rest != "-- ":
            out[-1] += kept
        else:
            out.append(f"{'>' * depth} {kept}" if depth else kept)
        open_depth = depth if soft else None
    return "\n".join(out)


def _containers(part: Part) -> Iterator[Part]:
    yield part
    for child in part.children:
        yield from _containers(child)


def _is_encrypted(part: Part) -> bool:
    """PGP/MIME or S/MIME (hazards H40); a detached signature is not."""
    if part.type == "multipart/encrypted":
        return True
    smime = part.type in ("application/pkcs7-mime", "application/x-pkcs7-mime")
    return smime and part.parameters.get("smime-type", b"enveloped-data").lower() != b"signed-data"
