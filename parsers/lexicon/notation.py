"""The notation of a phrase: an entry of a word file as literal beginnings, each with a pattern for what must follow.

What `(a|b|)`, `…` and `*` mean is told in the package's own words. Every pattern is bounded (H34).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_GAP = re.compile(r"[…*]")


class Rest(NamedTuple):
    """What must follow a literal beginning, in the notation of the word files."""

    notation: str
    script: str


def beginnings(entry: str, group: str, language: Language) -> tuple[list[str], list[tuple[str, Rest]]]:
    """The entry as literal beginnings, those that are all of it and those that something must follow, with that.

    Alternatives are written out until there are enough.
    """
    if _NESTED.search(entry):
        raise ValueError(f"lexicon {language.code}: {entry!r} in {group} has brackets within brackets")
    shortest = 1 if language.script == "han" else 2
    written = _expand(entry, shortest)
    plain = list(map(str.strip, written)) if language.script == "han" else [" ".join(text.split()) for text in written]
    whole, longer = (plain, []) if OPEN.search("".join(written)) is None else _parted(plain, language.script)
    if min(len(head.strip()) for heads in (whole, (head for head, _ in longer)) for head in heads) < shortest:
        raise ValueError(f"lexicon {language.code}: {entry!r} in {group} needs a literal beginning")
    return whole, longer


def _parted(plain: Iterable[str], script: str) -> tuple[list[str], list[tuple[str, Rest]]]:
    whole: list[str] = []
    longer: list[tuple[str, Rest]] = []
    rest = Rest("", script)  # mostly one for all
    for text in plain:
        if open_ended := OPEN.search(text):
            head = text[: open_ended.start()].rstrip()
            if rest.notation != text[len(head) :]:
                rest = Rest(text[len(head) :], script)
            longer.append((head, rest))
        else:
            whole.append(text)
    return whole, longer


def _expand(entry: str, shortest: int) -> list[str]:
    """The entry with the `(a|b)` groups of its literal beginning written out, as far as that stays a reasonable number.

    Groups that stand behind a gap do not belong to it.
    """
    first, *others = _GROUP.split(entry)  # by turns literal text and a group's options
    texts = [first]
    for at in range(0, len(others), 2):
        options, behind = others[at : at + 2]
        written = [option + behind for option in options.split("|")]
        unwritten = [f"({options}){behind}"]
        longer = [text + each for text in texts for each in (unwritten if _GAP.search(text) else written)]
        if len(longer) > MAX_EXPANSIONS and all(_head_length(text) >= shortest for text in texts):
            rest = entry[-sum(map(len, others[at:]), 2 * len(others[at::2])) :]
            return [text + rest for text in texts]
        texts = longer
    return texts


def _head_length(text: str) -> int:
    return len(OPEN.split(text.lstrip(), maxsplit=1)[0].strip())


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
