"""Letters of which everything is labelled: their kind, what each sentence says, and what they are about.

A letter in `labelled/*/*.txt` begins with a line `# name kind [?label …]`: several kinds, joined by `|`, where a careful
reader could choose, and the labels about which he could differ. Its subject and its sentences follow, a line each:
the labels of `parsers.meaning.sentences`, a TAB, and the words, in which `[[…]]` marks a product wherever it is named and
`{{…}}` what may be taken for one or left. A blank line ends the letter. A file is one writer's hand.

The letters of `plain/` are such as people send; the files `v*` are mail to shops, apps, banks, hotels and carriers, half of it
about no product; `ya` to `yl` are in the stock phrases of textbooks, templates, tickets and reviews, which trickier letters had
made the weights distrust; each letter of the files `s*`, `w*`, `x*`, `ym` and `yn` is written around one difficulty of real mail.
Those of `tricky/` are such as people send too, but each has something in it that is easily mistaken, which is not so common in
life. Those of `hard/` are full of what is easily mistaken: remedies that are not wanted, contact with others, things that are no
products; they teach what sentences say, and nothing of how often.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "labelled"
_HAN = re.compile(r"[一-鿿]")
_SENTENCE = re.compile(r"[.!?。！？…”\"]$")
_MARK = re.compile(r"\[\[(.*?)\]\]|\{\{(.*?)\}\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its marks, and what it says."""

    said: frozenset[str]
    marked: str

    @property
    def text(self) -> str:
        """The words alone."""
        return unmarked(self.marked)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A letter: its kinds, the likeliest first; labels that may be doubted; its subject, then its sentences."""

    name: str
    source: str  # the file's name without its ending
    folder: str
    kinds: tuple[str, ...]
    doubtful: frozenset[str]
    lines: tuple[Line, ...]

    @property
    def hard(self) -> bool:
        """Whether it teaches nothing of how often something is said."""
        return self.folder == "hard"

    @property
    def tricky(self) -> bool:
        """Whether it is trickier than most."""
        return self.folder == "tricky"

    @property
    def subject(self) -> str:
        """The subject's words."""
        return self.lines[0].text

    @property
    def text(self) -> str:
        """The words of the letter: its sentences run on, as in a paragraph; what is none has a line of its own."""
        pieces: list[str] = []
        for line, after in zip(self.lines[1:], [*(each.text for each in self.lines[2:]), ""], strict=True):
            runs_on = bool(_SENTENCE.search(line.text)) and bool(_SENTENCE.search(after))
            pieces.append(line.text + ("" if _HAN.search(line.text) else " ") if runs_on else line.text + "\n")
        return "".join(pieces).strip()

    @property
    def marks(self) -> tuple[tuple[str, bool], ...]:
        """What is marked, in order: the words, and whether they may be left out."""
        return tuple(mark for line in self.lines for mark in marks_of(line.marked))


def unmarked(text: str) -> str:
    """The words without the marks around them."""
    return _MARK.sub(lambda mark: mark[1] or mark[2], text)


def marks_of(text: str) -> list[tuple[str, bool]]:
    """What is marked in `text`, in order: the words, and whether they may be left out."""
    return [(mark[1] or mark[2], mark[1] is None) for mark in _MARK.finditer(text)]


@cache
def labelled() -> Sequence[Labelled]:
    """All of them, in the order of the files. Raises ValueError, with file and line, for what is none."""
    return [letter for path in sorted(HERE.glob("*/*.txt")) for letter in _letters(path)]


def _letters(path: Path) -> list[Labelled]:
    letters: list[Labelled] = []
    head: list[str] = []
    lines: list[Line] = []
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if head and line:
            said, tab, text = line.partition("\t")
            if not tab:
                raise ValueError(f"{path}:{number}: no TAB between the labels and the sentence")
            lines.append(Line(frozenset(said.split(",")) - {""}, text))
        elif line.startswith("# "):
            head = line[2:].split()
        elif head:
            name, kinds, *doubts = head
            doubtful = frozenset(each.removeprefix("?") for each in doubts)
            letters.append(Labelled(name, path.stem, path.parent.name, tuple(kinds.split("|")), doubtful, tuple(lines)))
            head, lines = [], []
    return letters
