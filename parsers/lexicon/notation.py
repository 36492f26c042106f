"""The notation of a phrase: an entry of a word file as literal beginnings, each with a pattern for what must follow.

What `(a|b|)`, `…` and `*` mean is told in the package's own words. Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.lexicon.word_file import Language

MAX_EXPANSIONS = 40  # of one written phrase; further alternatives are left to a regular expression
GAP = {"latin": 40, "han": 12}  # how many characters `…` stands for at most; `*` does for fewer
_GAPS = {"latin": rf"[^.!?;\n]{{0,{GAP['latin']}}}?", "han": rf"[^。!?;\n]{{0,{GAP['han']}}}?"}
# Stands for the full stop in "1.5", which ends no sentence: gaps are then as simple as sets of characters.
_POINT = "\0"
_IN_NUMBER = re.compile(r"\.(?=\d)")
_GROUP = re.compile(r"\(([^()]*)\)")
_NESTED = re.compile(r"\([^)]*\(")
PIECE = re.compile(r"(\s*…\s*|\*| ?\([^()]*\)(?: (?!…))?)")  # what in the notation of a rest is not literal
OPEN = re.compile(r"[…*(]")  # where the literal beginning of a phrase ends


class Rest(NamedTuple):
    """What must follow a literal beginning, in the notation of the word files."""

    notation: str
    script: str


def beginnings(entry: str, group: str, language: Language) -> Iterator[tuple[str, Rest | None]]:
    """The entry as literal beginnings, each with what must follow: alternatives are written out until there are enough."""
    if _NESTED.search(entry):
        raise ValueError(f"lexicon {language.code}: {entry!r} in {group} has brackets within brackets")
    shortest = 1 if language.script == "han" else 2
    for text in _expand(entry, shortest):
        plain = text.strip() if language.script == "han" else " ".join(text.split())
        open_ended = OPEN.search(plain)
        head = plain if open_ended is None else plain[: open_ended.start()].rstrip()
        if len(head.strip()) < shortest:
            raise ValueError(f"lexicon {language.code}: {entry!r} in {group} needs a literal beginning")
        yield head, None if open_ended is None else Rest(plain[len(head) :], language.script)


def _expand(entry: str, shortest: int) -> list[str]:
    """The entry with the `(a|b)` groups of its literal beginning written out, as far as that stays a reasonable number."""
    texts = [entry]
    while True:
        longer = [longer for text in texts for longer in _first_written_out(text)]
        if longer == texts or (len(longer) > MAX_EXPANSIONS and all(_head_length(text) >= shortest for text in texts)):
            return texts
        texts = longer


def _first_written_out(text: str) -> list[str]:
    """The text for each option of its first group, if that belongs to the beginning and not to what follows `…`."""
    match = _GROUP.search(text)
    if match is None or "…" in text[: match.start()] or "*" in text[: match.start()]:
        return [text]
    return [text[: match.start()] + option + text[match.end() :] for option in match[1].split("|")]


def _head_length(text: str) -> int:
    return len(re.split(r"[(…*]", text.lstrip())[0].strip())


def pattern(rest: Rest) -> str:
    """The rest as a regular expression; bounded everywhere, so it cannot run away."""
    script = rest.script
    parts: list[str] = []
    for piece in PIECE.split(rest.notation):
        if piece == "*":
            parts.append(r"[a-z]{0,12}(?![a-z0-9])" if script == "latin" else r"[^。!?;\n]{0,4}?")
        elif piece.strip() == "…":
            parts.append(rf"(?![a-z0-9]){_GAPS[script]}(?<![a-z0-9])" if script == "latin" else _GAPS[script])
        elif piece.strip().startswith("("):
            parts.append(_alternatives(piece, script))
        elif piece:
            parts.append(literal(piece))
    return "".join(parts) + (r"(?![a-z0-9])" if script == "latin" else "")


def _alternatives(piece: str, script: str) -> str:
    """One group with the spaces around it, of which a group that may be nothing takes one away."""
    options = sorted(piece.strip()[1:-1].split("|"), key=len, reverse=True)
    before, after = piece.startswith(" "), piece.endswith(" ")
    if before and "" in options and (after or not options[0].endswith(" ")):
        written = "|".join(_option(option.strip(), script) for option in options if option)
        return f"(?: (?:{written}))?" + (" " if after else "")
    written = "|".join(_option(option, script) for option in options)
    space = " ?" if "" in options else " "
    return (" " if before else "") + f"(?:{written})" + (space if after else "")


def _option(option: str, script: str) -> str:
    gap = rf"\s*{_GAPS[script]}\s*" if script == "latin" else _GAPS[script]
    return gap.join(literal(piece.strip() if index else piece) for index, piece in enumerate(option.split("…")))


def literal(text: str) -> str:
    """The text as the part of a pattern that it matches."""
    return re.escape(text).replace(r"\.", f"[.{_POINT}]")


def for_patterns(text: str) -> str:
    """The text as patterns are tried on it: what they take for the end of a sentence is one."""
    return _IN_NUMBER.sub(_POINT, text)
