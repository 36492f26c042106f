"""What `parsers.goods` learns from of products: letters in which somebody said what they are about.

`goods.tsv` says it of letters in `whole/`; `goods.*.txt` are further letters, each after a line `=== subject`, with
`[[a product]]` and `{{one that may be left out}}` marked where they stand. Of two marked names of which the one ends
in the other, the second is another name for the first. The letters of `labelled/plain/` and `tricky/` are marked in the same way; of
these the tricky ones count half.

Two models are trained, for each script by itself: of a mention of a thing (`mention_evidence`), and of the thing with all
its mentions (`product_evidence`), which learns from odds that mentions were given by models that had not seen their letter.

`python -m training.goods` trains them and writes `parsers/goods/*_weights.tsv`; the same letters, lexicon and weights of
sentences always give the same (two minutes). `python -m training.goods check` writes nothing: it leaves out a fifth of the
files after the other and says how well the goods of their letters are found, as those of a stranger's would be.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parsers.goods import mention_evidence, product_evidence, sign_weights
from parsers.goods.candidates import HAN, has_han, singular
from parsers.goods.product_evidence import BEHIND, TOGETHER, Odds, compared
from parsers.goods.products import best_named, find_goods, is_likely, standings
from parsers.goods.sign_weights import BIAS
from parsers.message.quoting import divide
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.people.signature import read_signature
from parsers.text.reading import Reading
from training.labelled import labelled, marks_of, unmarked
from training.letters import whole_letters

PARTS = 5  # in which letters are left out in turn
LEAST = 15  # mentions or things that a sign must be of to be weighed
STEP = 0.2
TRICKY = 0.5  # how much a tricky letter counts
ENOUGH = 0.6  # the share of the longer name's words that the shorter must have to be the same
HERE = Path(__file__).parent
_DETAIL = re.compile(r"[,，(（].*| (?=\S*[\d\"'“”‘’]).*")  # a size, a colour, a number, a title
_HEAD = re.compile(r"^=== ?(.*)$", re.MULTILINE)
_SCALE = 2.0  # by which odds are divided to be about as large as the signs

Weights = dict[str, float]
Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Thing:
    """A product by all its names."""

    names: tuple[str, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """A thing a letter speaks of: its signs, those of each mention, and whether it is a product of it (None: or not)."""

    signs: tuple[str, ...]
    mentions: tuple[tuple[str, ...], ...]
    han: bool
    right: bool | None
    name: str


@dataclass(frozen=True, slots=True)
class Example:
    """A letter's lessons, and what should be found in it."""

    source: str  # the file
    lessons: tuple[Lesson, ...]
    things: tuple[Thing, ...]
    counts: float = 1.0  # how much it counts beside others


@dataclass(frozen=True, slots=True)
class Models:
    """The weights of mentions and of things, for letters with spaces and for Chinese."""

    mentions: tuple[Weights, Weights]
    things: tuple[Weights, Weights]


@dataclass(frozen=True, slots=True)
class Model:
    """How a kind of weights is learned."""

    epochs: int
    held: float  # how strongly each weight is held near nothing, in all lessons together


MENTIONS, THINGS = Model(14, 10.0), Model(40, 3.0)


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        sys.stdout.writelines(line + "\n" for line in check(list(examples())))
        return
    write()


def write() -> None:
    """Train and write the weights."""
    models = train(list(examples()))
    home = Path(sign_weights.__file__)
    home.with_name(f"{mention_evidence.FILE}.tsv").write_text(written(models.mentions), encoding="utf-8")
    home.with_name(f"{product_evidence.FILE}.tsv").write_text(written(models.things), encoding="utf-8")


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
            each = example(letter.source, letter.subject, letter.text, _things(letter.marks))
            yield replace(each, counts=TRICKY) if letter.tricky else each


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
        mentions = tuple(tuple(sorted(mention_evidence.mention_signs(reading, each))) for each in group)
        lessons.append(Lesson(signs, mentions, has_han(group[0].name), right, name))
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


def train(known: Sequence[Example]) -> Models:
    """The weights of both models: logistic regression, descending with AdaGrad's steps."""
    odds: dict[int, list[Odds]] = {}
    for part in range(PARTS):
        strange = _of_both([each for at, each in enumerate(known) if at % PARTS != part])
        odds |= {at: _odds(each, *strange) for at, each in enumerate(known) if at % PARTS == part}
    things: tuple[Weights, Weights] = ({}, {})
    for han in (False, True):
        lessons = [
            (_of_thing(lesson, each_odds), float(lesson.right), each.counts)
            for at, each in enumerate(known)
            for lesson, each_odds in zip(each.lessons, odds[at], strict=True)
            if lesson.right is not None and lesson.han is han
        ]
        things[han].update(_learned(lessons, THINGS))
    return Models(_of_both(known), things)


def _of_both(known: Sequence[Example]) -> tuple[Weights, Weights]:
    """The weights of mentions in letters with spaces, and in Chinese."""
    return _of_mentions(known, han=False), _of_mentions(known, han=True)


def _of_mentions(known: Sequence[Example], *, han: bool) -> Weights:
    """The weights of mentions; those of one thing count as much as the one mention of another."""
    lessons = [
        (dict.fromkeys(signs, 1.0), float(lesson.right), each.counts / len(lesson.mentions))
        for each in known
        for lesson in each.lessons
        if lesson.right is not None and lesson.han is han
        for signs in lesson.mentions
    ]
    return _learned(lessons, MENTIONS)


def _of_thing(lesson: Lesson, odds: Odds) -> Signs:
    """The signs of a thing, and what its mentions came to."""
    return dict.fromkeys(lesson.signs, 1.0) | {TOGETHER: odds.together / _SCALE, BEHIND: odds.behind / _SCALE}


def _odds(known: Example, latin: Weights, han: Weights) -> list[Odds]:
    """What the mentions of each thing come to by these weights."""
    return compared(
        [
            [_sum((han if lesson.han else latin), dict.fromkeys(signs, 1.0)) for signs in lesson.mentions]
            for lesson in known.lessons
        ]
    )


def _sum(weights: Weights, signs: Signs) -> float:
    return weights.get(BIAS, 0.0) + sum(weights.get(sign, 0.0) * value for sign, value in signs.items())


def _learned(lessons: Sequence[tuple[Signs, float, float]], model: Model) -> Weights:
    """The weights of signs, from lessons of signs, whether it is right, and how much the lesson counts."""
    rng = random.Random(1)
    seen = Counter(sign for signs, _, _ in lessons for sign in signs)
    taught = [
        ([(BIAS, 1.0), *((s, value) for s, value in sorted(signs.items()) if seen[s] >= LEAST)], right, counts)
        for signs, right, counts in lessons
    ]
    weights: Weights = defaultdict(float)
    squares: Weights = defaultdict(lambda: 0.01)
    held = {sign: model.held / number for sign, number in seen.items()}  # in all of an epoch as much for a rare sign
    late: Weights = defaultdict(float)
    for epoch in range(model.epochs):
        rng.shuffle(taught)
        for signs, right, counts in taught:
            total = sum([weights[sign] * value for sign, value in signs])
            error = (1 / (1 + math.exp(-total)) - right) * counts
            for sign, value in signs:
                slope = error * value + (0 if sign == BIAS else held[sign] * weights[sign])
                squares[sign] += slope * slope
                weights[sign] -= STEP * slope / squares[sign] ** 0.5
        if epoch >= model.epochs // 2:  # the mean of these is steadier than the last
            for sign, weight in weights.items():
                late[sign] += weight / (model.epochs - model.epochs // 2)
    return dict(late)


def check(known: Sequence[Example]) -> Iterator[str]:
    """File by file, how well the goods of its letters are found by weights that were trained without it."""
    sources = list(dict.fromkeys(each.source for each in known))
    for part in range(PARTS):
        left_out = sources[part::PARTS]
        models = train([each for each in known if each.source not in left_out])
        for source in left_out:
            counts = [_counted(each, models) for each in known if each.source == source]
            right, wrong, missed = map(sum, zip(*counts, strict=True))
            precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
            yield f"{source}: {len(counts)} letters, precision {precision:.2f}, recall {recall:.2f}"


def _counted(known: Example, models: Models) -> tuple[int, int, int]:
    """How many things are found, how many names are of none, and how many things are missed."""
    told = [
        (_sum(models.things[lesson.han], _of_thing(lesson, odds)), lesson.name)
        for lesson, odds in zip(known.lessons, _odds(known, *models.mentions), strict=True)
    ]
    likeliest = max((odds for odds, _ in told), default=0.0)
    names = [name for odds, name in told if is_likely(odds, likeliest)]
    found = {thing for thing in known.things if any(is_same(a, b) for a in names for b in thing.names)}
    wanted = {thing for thing in known.things if not thing.optional}
    wrong = sum(not any(is_same(a, b) for thing in known.things for b in thing.names) for a in names)
    return len(found & wanted), wrong, len(wanted - found)


def written(weights: tuple[Weights, Weights]) -> str:
    """The weights as `parsers.goods.sign_weights` reads them."""
    lines = ["# Written by `python -m training.goods`; not for editing."]
    for sign in sorted({sign for each in weights for sign in each}):
        scale = sign_weights.SCALE / (_SCALE if sign in (TOGETHER, BEHIND) else 1)
        both = [str(round(each.get(sign, 0.0) * scale)) for each in weights]
        if both != ["0", "0"]:
            lines.append("\t".join([sign, *both]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
