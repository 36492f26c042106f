"""A command word that was misspelt: which one was meant. Nothing is ever carried out on it; the desk only asks.

Looked for where a reply holds no command at all, at its very beginning. An English word must look like a command (in
capitals, alone on its line, or before a colon) or be long and almost right; a Chinese one must stand by itself. A
command's own word counts before a comma ("accept, we look into it"), unless what follows takes it back.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.answers.instruction import Command
from parsers.answers.words import any_of, commands, words
from parsers.text.folding import folded, lowered

SLIPS = 2  # letters more, less or other
SHORTEST = 4  # letters of a word in capitals; below that two slips make any word of any other
CERTAIN = 6  # letters of an ordinary word, which may have one slip
HAN_SHORTEST = 2
LOOKED_AT = 60
_FIRST = re.compile(r"\W{0,6}(?P<word>[A-Za-z][A-Za-z-]{2,15}|[㐀-鿿]{2,6})(?P<after>.?)")
_HAN_ENDS = re.compile(r"[了的吧啦呢啊]+$")


def meant_command(text: str) -> Command | None:
    """The command that the first word of `text` almost is; None where none or two are as near."""
    line = next((line for line in text.split("\n") if line.strip()), "").strip()[:LOOKED_AT]
    match = _FIRST.match(folded(line))
    if match is None:
        return None
    word, after = match["word"], match["after"]
    if after == "," and (exact := _with_a_comma(lowered(word), line[match.end() :])):
        return exact
    alone = match.end() >= len(line.rstrip(" .!。！")) or after == ":"
    if not word.isascii():
        return _nearest(_HAN_ENDS.sub("", lowered(word)), 1) if alone or after in " ,.。、" else None
    if len(word) >= SHORTEST and (word.isupper() or alone):
        return _nearest(lowered(word), SLIPS if len(word) > SHORTEST else 1)
    return _nearest(lowered(word), 1) if len(word) >= CERTAIN and lowered(word) not in commands() else None


def _with_a_comma(word: str, rest: str) -> Command | None:
    """`accept, we look into it`, `收到，马上处理`: a command's own word, and a sentence that nobody can be sure of."""
    found = _own_words().get(word)
    return None if found is None or _taken_back().search(lowered(folded(rest))) else found


@cache
def _own_words() -> dict[str, Command]:
    """Each command's name, and what says it when it stands alone."""
    alone = dict.fromkeys(words().words("alone.ACCEPT"), Command.ACCEPT)
    return alone | {one.value.lower(): one for one in Command if one not in (Command.CHOICE, Command.CONFIRM)}


@cache
def _taken_back() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){any_of('form.but', 'form.condition', 'form.negation')}")


def _nearest(word: str, slips: int) -> Command | None:
    ordinary = words().words("form.before") | words().words("form.please") | words().words("form.greeting")
    if len(word) < HAN_SHORTEST or word in ordinary:
        return None
    found = {command: min(slipped(word, one, slips) for one in known) for command, known in _known().items()}
    best = min(found.values())
    nearest = [command for command, slip in found.items() if slip == best]
    return nearest[0] if best <= slips and len(nearest) == 1 else None


@cache
def _known() -> dict[Command, tuple[str, ...]]:
    """Each command's single words."""
    known = {command: [word for word, its in commands().items() if its is command] for command in Command}
    return {command: tuple(w for w in said if " " not in w) for command, said in known.items() if said}


def slipped(one: str, other: str, most: int) -> int:
    """How many letters are more, less or other, two swapped neighbours counting once; `most` + 1 for any more than that."""
    if abs(len(one) - len(other)) > most or one.isascii() is not other.isascii():
        return most + 1
    if not one.isascii() and not set(one) & set(other):
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
