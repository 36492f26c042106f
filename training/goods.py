"""What `parsers.goods.product_evidence` learns from: letters in which somebody said what they are about.

`goods.tsv` says it of letters in `whole/`; `goods.*.txt` are further letters, each after a line `=== subject`, with
`[[a product]]` and `{{one that may be left out}}` marked where they stand. Of two marked names of which the one ends
in the other, the second is another name for the first. The letters of `labelled/plain/` are marked in the same way.

`python -m training.goods` trains the weights and writes `parsers/goods/product_weights.tsv`; the same letters, lexicon and
weights of sentences always give the same (twenty seconds). `python -m training.goods check` writes nothing: it leaves out one
file after the other and says how well the goods of its letters are found, as those of a stranger's would be.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parsers.goods import product_evidence
from parsers.goods.candidates import HAN, singular
from parsers.goods.products import best_named, find_goods, is_likely, standings
from parsers.message.quoting import divide
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.people.signature import read_signature
from parsers.text.reading import Reading
from training.labelled import labelled, marks_of, unmarked
from training.letters import whole_letters

EPOCHS = 60
LEAST = 15  # things that a sign must be of to be weighed
STEP = 0.2
DECAY = 40.0  # how strongly weights are held near nothing, for all lessons together
ENOUGH = 0.6  # the share of the longer name's words that the shorter must have to be the same
HERE = Path(__file__).parent
_DETAIL = re.compile(r"[,，(（].*| (?=\S*[\d\"'“”‘’]).*")  # a size, a colour, a number, a title
_HEAD = re.compile(r"^=== ?(.*)$", re.MULTILINE)
_SCRIPTS = ("/latin", "/han")

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Thing:
    """A product by all its names."""

    names: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing a letter speaks of: its signs, its script, and whether it is a product of the letter (None: or not)."""

    signs: tuple[str, ...]
    script: str
    right: bool | None
    name: str


@dataclass(frozen=True, slots=True)
class Example:
    """A letter's lessons, and what should be found in it."""

    source: str  # the file
    lessons: tuple[Lesson, ...]
    things: tuple[Thing, ...]


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        sys.stdout.writelines(line + "\n" for line in check(list(examples())))
        return
    write()


def write() -> None:
    """Train and write the weights."""
    path = Path(product_evidence.__file__).with_name("product_weights.tsv")
    path.write_text(written(train(list(examples()))), encoding="utf-8")


def examples() -> Iterator[Example]:
    """All letters, in the order of the files."""
    for line in (HERE / "goods.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, number, things = line.split("\t")
            letter = whole_letters(HERE / "whole" / f"{name}.txt")[int(number)]
            yield example(name, letter.subject, letter.text, [_thing(each) for each in things.split("; ") if each])
    for path in sorted(HERE.glob("goods.*.txt")):
        _, *pieces = _HEAD.split(path.read_text(encoding="utf-8"))
        for subject, text in zip(pieces[::2], pieces[1::2], strict=True):
            yield example(path.name, subject, unmarked(text).strip(), _things(marks_of(text)))
    for letter in labelled():
        if not letter.hard:
            yield example(letter.source, letter.subject, letter.text, _things(letter.marks))


def _thing(written: str) -> Thing:
    names = tuple(written.lstrip("?").split("|"))
    return Thing(names, optional=written.startswith("?"))


def _things(marks: Iterable[tuple[str, bool]]) -> list[Thing]:
    """The marked names; one that ends another, or is in it, is a further name of it, and so is every shorter end."""
    things: list[Thing] = []
    for name, optional in marks:
        bare = _DETAIL.sub("", name)
        names = (name, *_ends(name)) if bare == name or len(bare) < 2 else (name, bare, *_ends(bare))
        at = next((at for at, thing in enumerate(things) if any(_is_one(name, each) for each in thing.names)), None)
        if at is None:
            things.append(Thing(names, optional=optional))
        else:
            known = things[at]
            things[at] = Thing(tuple(dict.fromkeys((*known.names, *names))), known.optional and optional)
    return things


def _is_one(one: str, other: str) -> bool:
    a, b = one.lower(), other.lower()
    if HAN.search(one):
        return a in b or b in a
    mine, others = _words(a), _words(b)
    return mine[-1:] == others[-1:] or set(mine) <= set(others) or set(others) <= set(mine)


def _ends(name: str) -> Iterator[str]:
    if HAN.search(name):
        yield from (name[at:] for at in range(1, len(name) - 1))
    else:
        words = name.split()
        yield from (" ".join(words[at:]) for at in range(1, len(words)))


def example(source: str, subject: str, text: str, things: Sequence[Thing]) -> Example:
    """What a letter teaches."""
    text = divide(text, subject=subject).own
    reading = Reading(subject, text)
    references = read_references(reading, text, find_labels(reading))
    signature = read_signature(text, None)
    end = reading.locate(signature.start) if signature.start is not None else len(reading.text)
    goods = find_goods(reading, text, references.taken, end)
    lessons: list[Lesson] = []
    for group, standing in zip(goods.groups, standings(reading, goods.groups), strict=True):
        named = best_named(group)
        name = reading.original(named.start, named.end)
        matching = [thing for thing in things if any(is_same(name, each) for each in thing.names)]
        right = bool(matching) if not matching or not all(thing.optional for thing in matching) else None
        signs = tuple(sorted(product_evidence.signs(reading, group, standing)))
        lessons.append(Lesson(signs, _SCRIPTS[HAN.search(name) is not None], right, name))
    return Example(source, tuple(lessons), tuple(things))


def is_same(one: str, other: str) -> bool:
    """Whether two names are one: the same words, or all of the shorter in most of the longer."""
    short, long = sorted((_words(one), _words(other)), key=len)
    if not short or len(short) < ENOUGH * len(long):
        return False
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _words(name: str) -> list[str]:
    name = name.lower()
    return re.findall(r"\w", name) if HAN.search(name) else [singular(word) for word in re.findall(r"\w+", name)]


def train(known: Sequence[Example]) -> Weights:
    """The weights: of each sign, and of it in each script; logistic regression, descending with AdaGrad's steps."""
    rng = random.Random(1)
    seen = Counter(sign for each in known for lesson in each.lessons for sign in lesson.signs)
    taught = [
        ([product_evidence.BIAS, *(s for s in lesson.signs if seen[s] >= LEAST)], lesson.script, float(lesson.right))
        for each in known
        for lesson in each.lessons
        if lesson.right is not None
    ]
    weights: Weights = defaultdict(float)
    squares: Weights = defaultdict(lambda: 0.01)
    held = DECAY / max(1, len(taught))
    for _ in range(EPOCHS):
        rng.shuffle(taught)
        for signs, script, right in taught:
            names = [*signs, *(sign + script for sign in signs)]
            error = 1 / (1 + math.exp(-sum(weights[name] for name in names))) - right
            for name in names:
                slope = error + (0 if name.startswith(product_evidence.BIAS) else held * weights[name])
                squares[name] += slope * slope
                weights[name] -= STEP * slope / squares[name] ** 0.5
    return weights


def check(known: Sequence[Example]) -> Iterator[str]:
    """File by file, how well the goods of its letters are found by weights that were trained without it."""
    for source in dict.fromkeys(each.source for each in known):
        weights = train([each for each in known if each.source != source])
        counts = [_counted(each, weights) for each in known if each.source == source]
        right, wrong, missed = map(sum, zip(*counts, strict=True))
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        yield f"{source}: {len(counts)} letters, precision {precision:.2f}, recall {recall:.2f}"


def _counted(known: Example, weights: Weights) -> tuple[int, int, int]:
    """How many things are found, how many names are of none, and how many things are missed."""
    told = [(_chance(weights, lesson), lesson.name) for lesson in known.lessons]
    likeliest = max((odds for odds, _ in told), default=0.0)
    names = [name for odds, name in told if is_likely(odds, likeliest)]
    found = {thing for thing in known.things if any(is_same(a, b) for a in names for b in thing.names)}
    wanted = {thing for thing in known.things if not thing.optional}
    wrong = sum(not any(is_same(a, b) for thing in known.things for b in thing.names) for a in names)
    return len(found & wanted), wrong, len(wanted - found)


def _chance(weights: Weights, lesson: Lesson) -> float:
    signs = (product_evidence.BIAS, *lesson.signs)
    return sum(weights.get(sign, 0.0) + weights.get(sign + lesson.script, 0.0) for sign in signs)


def written(weights: Weights) -> str:
    """The weights as `parsers.goods.product_evidence` reads them."""
    lines = ["# Written by `python -m training.goods`; not for editing."]
    for sign in sorted({name.partition("/")[0] for name in weights}):
        both = (weights[sign] + weights.get(sign + script, 0.0) for script in _SCRIPTS)
        lines.append("\t".join([sign, *(str(round(value * product_evidence.SCALE)) for value in both)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
