"""What the model learns from: letters written for it, and letters put together from sentences.

A file of whole letters has before each letter a line `=== kind | subject`; where a careful reader could choose
between kinds, all of them, the likeliest first. A file is one writer's hand or one occasion, so that leaving it out
shows how strangers are understood.

A file of sentences has sections, `[kind]`, of one sentence a line; `{p}` stands for a product of the section
`[products]`, `{n}` for a number. Letters of a kind are sentences of its own among those that stand in any letter.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.labelled import labelled

COMPLAINTS = (
    "product_quality", "damaged_in_transit", "wrong_or_missing_goods", "late_delivery", "billing", "service_attitude",
    "after_sales_repair", "safety_compliance",
)  # fmt: skip
OTHERS = ("thanks", "enquiry", "order", "dunning", "newsletter", "notice")
KINDS = COMPLAINTS + OTHERS

HERE = Path(__file__).parent
LIKELIEST = 0.65  # the share of the first of several kinds that a letter could be of, beside its part of the rest
_HEAD = re.compile(r"^=== ([a-z_ ]+)\| ?(.*)$", re.MULTILINE)

Sentences = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A letter to learn from, and what it is to be taken for: shares by kind, together 1, in the order of `KINDS`."""

    subject: str
    text: str
    shares: tuple[float, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Every kind that the letter may be taken for."""
        return frozenset(kind for kind, share in zip(KINDS, self.shares, strict=True) if share)

    @property
    def complaint(self) -> bool:
        """Whether its kinds are topics of a complaint."""
        return not self.kinds.isdisjoint(COMPLAINTS)


def whole_letters(path: Path) -> list[Example]:
    """The letters of a file, in order. Raises ValueError for a kind that there is not."""
    _, *pieces = _HEAD.split(path.read_text(encoding="utf-8"))
    heads, subjects, texts = pieces[::3], pieces[1::3], pieces[2::3]
    return [
        Example(subject.strip(), text.strip(), _shares(head.split()))
        for head, subject, text in zip(heads, subjects, texts, strict=True)
    ]


def every() -> dict[str, list[Example]]:
    """All whole letters, by the file they are in: of `whole/` and of `labelled/`."""
    found = {path.stem: whole_letters(path) for path in sorted((HERE / "whole").glob("*.txt"))}
    for letter in labelled():
        found.setdefault(letter.source, []).append(Example(letter.subject, letter.text, _shares(letter.kinds)))
    return found


def _shares(kinds: Sequence[str]) -> tuple[float, ...]:
    shares = [0.0] * len(KINDS)
    for kind in kinds:
        shares[KINDS.index(kind)] += (1 - LIKELIEST) / len(kinds)
    shares[KINDS.index(kinds[0])] += LIKELIEST
    return tuple(shares)


def composed(known: Sentences, kind: str, rng: random.Random) -> Example:
    """A letter of `kind`, put together."""
    return Example("", compose(known, kind, rng), _shares([kind]))


def sentences(path: Path) -> Sentences:
    """The sentences of a file by section."""
    sections: defaultdict[str, list[str]] = defaultdict(list)
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            sections[section].append(line)
    return sections


def compose(known: Sentences, kind: str, rng: random.Random) -> str:
    """A letter of `kind`, of one sentence up to about twelve."""
    parts = _complaint(known, kind, rng) if kind in COMPLAINTS else _other(known, kind, rng)
    if rng.random() < 0.3:
        parts.insert(0, rng.choice(known["greeting"]) + "\n")
    if rng.random() < 0.5:
        parts.append("\n" + rng.choice(known["closing"]))
    return " ".join(_filled(part, known, rng) for part in parts)


def _complaint(known: Sentences, kind: str, rng: random.Random) -> list[str]:
    """What happened, what is wrong, perhaps what else, what was tried, what is wanted."""
    parts = _some(known["frame"], 0.6, 2, rng) + _some(known[kind], 1, 4, rng)
    if rng.random() < 0.2:
        parts += _some(known[rng.choice(COMPLAINTS)], 1, 1, rng)
    if rng.random() < 0.12:
        parts.insert(0, rng.choice(known["thanks"]))
    parts += _some(known["enquiry"], 0.06, 1, rng) + _some(known["history"], 0.25, 1, rng)
    return parts + _some(known["demand"], 0.6, 2, rng)


def _other(known: Sentences, kind: str, rng: random.Random) -> list[str]:
    """A letter of another purpose; in thanks, what went wrong once and is over."""
    personal = kind in ("thanks", "enquiry")
    parts = _some(known["frame"], 0.5 if personal else 0.3, 2, rng) + _some(known[kind], 1, 4, rng)
    if kind == "thanks":
        parts = _some(known["past"], 0.3, 1, rng) + parts
    if kind in ("notice", "newsletter", "enquiry"):
        parts += _some(known["thanks"], 0.1, 1, rng)
    return parts


def _some(of: Sequence[str], chance: float, most: int, rng: random.Random) -> list[str]:
    """With this chance, 1 to `most` of these sentences; few oftener than many."""
    if rng.random() >= chance:
        return []
    return rng.sample(of, min(rng.randint(1, most), rng.randint(1, most) + 1, len(of)))


def _filled(sentence: str, known: Sentences, rng: random.Random) -> str:
    sentence = sentence.replace("{p}", rng.choice(known["products"]))
    return re.sub(
        r"\{n\}", lambda _: str(rng.randrange(2, 40) if rng.random() < 0.6 else rng.randrange(100, 99_999)), sentence
    )
