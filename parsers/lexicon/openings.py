"""What soon shows that none of the phrases with one literal beginning is there, so that few of their patterns are tried.

Of each phrase the first characters of its rest are known, or those behind the gap that its rest begins with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from parsers.lexicon.notation import GAP, PIECE, Rest, literal

# How rests with a gap in front begin, and what stands behind the first character after it, where no word may go on.
_GAP_FIRST = {"latin": re.compile(r"\s*…\s*"), "han": re.compile(r"\s*…\s*|\*")}
_BEFORE = {"latin": "(?<![a-z0-9].)", "han": ""}
_LOOK = 5  # characters behind a beginning, or a gap, that are looked at before a regular expression is tried
_Search = Callable[[str, int, int], re.Match[str] | None]
Longer = tuple[tuple[str, str, Rest], ...]  # table, group and rest of phrases
# Those of one beginning, each part behind what soon shows that none of it is there: first all whose rest has no gap in
# front, where the next so many characters must be one of these; then the others, where the search must find something in
# the next so many characters.
Rests = tuple[int, frozenset[str], Longer, int, _Search, Longer]


def apart(longer: Sequence[tuple[str, str, Rest]]) -> Rests:
    """The phrases of one beginning in two parts, with what to look at before they are tried."""
    near: list[tuple[str, str, Rest]] = []
    far: list[tuple[str, str, Rest]] = []
    openings: set[str] = set()
    sought: set[tuple[str, str]] = set()  # first characters behind a gap, the very first apart
    reach = 0
    for phrase in longer:
        notation, script = phrase[-1]
        gap = _GAP_FIRST[script].match(notation)
        found = {text.partition("…")[0] for text in _opening(notation[gap.end() :] if gap else notation)}
        if gap and "" not in found:
            far.append(phrase)
            sought |= {(literal(text[0]) + _BEFORE[script], literal(text[1:])) for text in found}
            reach = max(reach, GAP[script] + _LOOK)
        else:
            near.append(phrase)
            openings |= {""} if gap else found
    look = min(map(len, openings), default=0)
    return look, frozenset(text[:look] for text in openings), tuple(near), reach, _search_for(sought), tuple(far)


def _search_for(sought: Collection[tuple[str, str]]) -> _Search:
    """Finds one of these; those that begin alike together, so that the engine skips to places where one may begin."""
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for beginning, end in sorted(sought):
        ends[beginning].append(end)
    return re.compile("|".join(f"{each}(?:{'|'.join(ends[each])})" for each in ends) or "(?!)").search


def _opening(notation: str) -> set[str]:
    """The first `_LOOK` characters of what matches, or fewer; `…` stands where anything may. Some may be what never matches."""
    found = {""}
    for piece in filter(None, PIECE.split(notation)):
        known = {text for text in found if len(text) >= _LOOK or "…" in text}
        more = _written_out(piece)
        found = known | {(text + each)[:_LOOK] for text in found - known for each in more}
    return found


def _written_out(piece: str) -> set[str]:
    if piece == "*":
        return {"…"}
    if not piece.strip().startswith("("):
        return {piece.strip() if "…" in piece else piece}
    options = piece.strip()[1:-1].split("|")
    before, behind = " " * piece.startswith(" "), {"", " "} if piece.endswith(" ") else {""}
    texts = {text for option in options for text in (before + option, before + option.strip())}
    return {text + space for text in (texts | {""} if "" in options else texts) for space in behind}
