"""Who speaks to the desk's people and machines in a chat that is passed on: `[18:02] Tasha: hi`, `10:03 阿May：不退款`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from parsers.letter import Fact, Span, Where
from parsers.people.line_kinds import HAN
from parsers.people.persons import NICK
from parsers.people.persons_chinese import han_rank
from parsers.people.persons_latin import latin_name
from parsers.people.sheet import Sheet
from parsers.text.folding import folded
from parsers.text.lines import Line
from parsers.text.wording import any_set, endings, one_of, whole_word

MAX_LINES_OF_CHAT = 60
MAX_SUBJECT_CHARS = 200
MAX_SPEAKER_CHARS = 24
_LEAST_SAID = 2  # lines of a chat
_CLOCK = re.compile(
    r"[(\[]?(?:\d{4}-\d\d-\d\d )?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?[)\]]?\s{0,3}[-–|]?\s?", re.IGNORECASE
)
_SPEAKER = re.compile(rf"([^\W\d_][^:\[\]]{{0,{MAX_SPEAKER_CHARS}}}?) ?:(?!\d|//)")
_CALLED = re.compile(r"[阿小老大][A-Z][a-z]{1,11}")  # `阿May`
_END = re.compile(r"[,;|)\]】(#/。]| [-–—] |$")


def visitor(sheet: Sheet, subject: str) -> Fact[str] | None:
    """The one who speaks besides the desk's people, named in full by the subject if that does; None where nobody chats."""
    said = list(_said(sheet))
    ours = sum(_is_desk(speaker.value) for speaker in said)
    others = {speaker.value: speaker for speaker in reversed(said) if not _is_desk(speaker.value)}
    if not ours or len(said) < _LEAST_SAID or len(others) != 1:
        return None
    (speaker,) = others.values()
    told = named_in(subject)
    if told and (told.value.startswith(speaker.value) or not is_called(speaker.value)):
        return told
    return speaker if is_called(speaker.value) else None


def named_in(subject: str) -> Fact[str] | None:
    """Whom the subject names: `Chat transcript (visitor: Tasha Reid)`, `Voicemail from Ann Bell`, `用户：阿May`."""
    plain = folded(subject[:MAX_SUBJECT_CHARS])
    for match in _announced().finditer(plain):
        end = _END.search(plain, match.end())
        rest = plain[match.end() : end.start() if end else len(plain)].strip()
        name = rest.split(" ")[0] if HAN.search(rest) else rest
        if is_called(name):
            start = plain.index(name, match.end())
            span = Span(start, start + len(name), Where.SUBJECT)
            return Fact(subject[span.start : span.end], (span,))
    return None


def is_called(name: str) -> bool:
    """Whether somebody is called so: a name, if one for short, and no word for whoever writes: `Visitor`, `用户`."""
    if name.lower() in any_set("sign.name_mark", "sign.name_label"):
        return False
    if HAN.search(name):
        return han_rank(name) >= NICK or _CALLED.fullmatch(name) is not None
    return latin_name(name) == name


def _said(sheet: Sheet) -> Iterator[Fact[str]]:
    """Who says each line of a chat: behind the time of day, or at the start of a line."""
    lines: Sequence[Line] = (*sheet.head, *sheet.addressee, *sheet.body[:MAX_LINES_OF_CHAT], *sheet.block)
    for line in lines:
        if ":" not in line.text and "：" not in line.text:  # as in most: it need not be folded
            continue
        plain = line.plain
        clock = _CLOCK.match(plain)
        speaker = _SPEAKER.match(plain, clock.end() if clock else 0)
        if speaker:
            yield line.cut(*speaker.span(1))


def _is_desk(speaker: str) -> bool:
    """Whether it is one of ours, or a machine: `Bot`, `Agent Lewis`, `客服小周`."""
    lower = speaker.lower()
    return _desk().match(lower) is not None or lower.endswith(endings("sign.desk_end"))


@cache
def _desk() -> re.Pattern[str]:
    return re.compile(whole_word("sign.desk_side"))


@cache
def _announced() -> re.Pattern[str]:
    label = rf"(?:(?i:{whole_word('sign.name_mark')})|{one_of('sign.name_label')}) ?: ?"
    return re.compile(rf"{label}|(?i:{whole_word('sign.recorded_of')}) ")
