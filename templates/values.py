"""Values out of letters stay values: a template's output holds slots, and slots are filled last.

A letter's text must never become a link, a heading, an image or a table in what staff see (hazards H30, H31). Instead of
escaping, which has to know every special character of Markdown, a rendered template carries a numbered slot for each
value. Markdown is parsed with the slots in it, so that a value is never parsed at all; then each slot is replaced, in
one pass that is not repeated, by the value as it is (plain text) or HTML-escaped (HTML).

Values are made harmless on their way in: no control characters, no bidi overrides, one line unless `Lines`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

VALUE_MAX_CHARS = 400  # a single-line value is a number, a name, an address, a subject: longer is noise
LETTER_MAX_CHARS = 6000  # about two printed pages; the original has the rest
LETTER_MAX_LINES = 150

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: no template needs them, and Markdown takes them for letters
_SLOT = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_HAN = re.compile("[㐀-鿿]")
_AFTER_HAN = re.compile(f"([㐀-鿿])((?:[*]{{2}})?{_OPEN}([0-9]+){_CLOSE})")
_BEFORE_HAN = re.compile(f"({_OPEN}([0-9]+){_CLOSE}(?:[*]{{2}})?)(?=[㐀-鿿])")
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 controls but tab and line breaks
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"  # bidi marks, overrides and isolates; BOM (hazards H01)
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # Hebrew, Arabic and their kin
_APART, _JOINED = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (UAX 9)
_SURROGATES = re.compile("[\ud800-\udfff]")  # bytes that were no characters: UTF-8 cannot carry them


class Lines(str):
    """A text whose line breaks are meant: the writer's own words in a quote block."""

    __slots__ = ()


def harmless(text: str) -> str:
    """`text` with every kind of line break as LF, and without characters that can reorder or hide what is shown."""
    if text.isprintable():  # neither breaks nor controls nor marks: so are most values
        return text
    text = _HARMFUL.sub("", _BREAKS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text).replace("\t", " ")


def one_line(text: str, limit: int = VALUE_MAX_CHARS) -> str:
    """`text` on one line of at most `limit` characters; what was cut is shown by an ellipsis."""
    if len(text) <= limit and text.isprintable() and "  " not in text and text == text.strip():
        return text  # so are most values
    line = " ".join(harmless(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def letter(text: str) -> Lines:
    """A letter's text as it is quoted to staff: its lines kept, at most `LETTER_MAX_LINES` and `LETTER_MAX_CHARS`."""
    lines = harmless(text[: LETTER_MAX_CHARS * 2]).strip("\n ").split("\n")
    return Lines("\n".join(line.rstrip() for line in lines[:LETTER_MAX_LINES])[:LETTER_MAX_CHARS])


def is_cut(text: str) -> bool:
    """Whether `letter` shows less than the whole of `text`."""
    return len(text.strip()) > LETTER_MAX_CHARS or len(_BREAKS.findall(text.strip())) >= LETTER_MAX_LINES


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one rendering, in the order in which the template mentioned them."""

    kept: list[str] = field(default_factory=list[str])

    def slot(self, value: str) -> str:
        """Keep `value` and give the slot that stands for it."""
        self.kept.append(str(value) if isinstance(value, Lines) else one_line(value))
        return f"{_OPEN}{len(self.kept) - 1}{_CLOSE}"

    def spaced(self, text: str) -> str:
        """Markdown `text` with a space between a Chinese word and a value that begins or ends in a Latin letter.

        So a department's Latin name reads well in a Chinese sentence. Asterisks between the two keep to the value.
        """
        if not _HAN.search(text):
            return text
        text = _AFTER_HAN.sub(lambda found: f"{found[1]}{' ' if self._is_latin(found[3], 0) else ''}{found[2]}", text)
        return _BEFORE_HAN.sub(lambda found: f"{found[1]}{' ' if self._is_latin(found[2], -1) else ''}", text)

    def _is_latin(self, slot: str, place: int) -> bool:
        """Whether the value begins (place 0) or ends (-1) in a Latin letter. A quoted letter stands by itself."""
        value = self.kept[int(slot)]
        return bool(value) and not isinstance(value, Lines) and _LATIN.match(value[place]) is not None

    def plain(self, text: str) -> str:
        """`text` with every slot filled by the value as it is."""
        return _SLOT.sub(lambda found: _isolated(self.kept[int(found[1])]), text)

    def html(self, text: str) -> str:
        """`text`, which is HTML, with every slot filled by the escaped value; its line breaks are shown as such."""
        return _SLOT.sub(lambda found: html.escape(_isolated(self.kept[int(found[1])])).replace("\n", "<br>\n"), text)


def _isolated(value: str) -> str:
    """A name written from right to left set apart, so that it cannot draw our date's figures to its other side.

    A quoted letter's lines stand by themselves and need none. Any such mark in the value itself is gone by now.
    """
    if value.isascii() or isinstance(value, Lines) or not _RIGHT_TO_LEFT.search(value):
        return value
    return f"{_APART}{value}{_JOINED}"


def without_slots(text: str) -> str:
    """`text` without its slots: what the template itself says."""
    return _SLOT.sub("", text)
