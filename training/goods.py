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

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parsers.goods import mention_evidence, product_evidence
from parsers.goods.candidates import HAN, has_han, singular
from parsers.goods.product_evidence import BEHIND, TOGETHER, Odds, compared
from parsers.goods.products import find_goods, is_brief, is_likely, standings
from parsers.goods.same_goods import best_named
from parsers.message.quoting import divide
from parsers.numbers.reference_labels import find_labels
from parsers.numbers.references import read_references
from parsers.people.signature import read_signature
from parsers.text.reading import Reading
from training.labelled import labelled, marks_of, unmarked
from training.letters import whole_letters
from training.regression import Model, Signs, Weights, learned, log_odds, written

PARTS = 5  # in which letters are left out in turn
LEAST = 15  # mentions or things that a sign must be of to be weighed
TRICKY = 0.5  # how much a tricky letter counts
ENOUGH = 0.6  # the share of the longer name's words that the shorter must have to be the same
HERE = Path(__file__).parent
_DETAIL = re.compile(r"[,，(（].*| (?=\S*[\d\"'“”‘’]).*")  # a size, a colour, a number, a title
_HEAD = re.compile(r"^=== ?(.*)$", re.MULTILINE)
_SCALE = 2.0  # by which odds are divided to be about as large as the signs


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
    brief: bool
    counts: float = 1.0  # how much it counts beside others


@dataclass(frozen=True, slots=True)
class Models:
    """The weights of mentions and of things, for letters with spaces and for Chinese."""

    mentions: tuple[Weights, Weights]
    things: tuple[Weights, Weights]


MENTIONS, THINGS = Model(14, 10.0, LEAST), Model(40, 3.0, LEAST)


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        sys.stdout.writelines(line + "\n" for line in check(list(examples())))
        return
    write()


def write() -> None:
    """Train and write the weights."""
    models = train(list(examples()))
    mention_evidence.WEIGHTS.write_text(written(models.mentions, "training.goods"), encoding="utf-8")
    things = _unscaled(models.things[0]), _unscaled(models.things[1])
    product_evidence.WEIGHTS.write_text(written(things, "training.goods"), encoding="utf-8")


def _unscaled(weights: Weights) -> Weights:
    """The weights for odds as they are."""
    return {sign: weight / (_SCALE if sign in (TOGETHER, BEHIND) else 1) for sign, weight in weights.items()}


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
    return Example(source, tuple(lessons), tuple(things), brief=is_brief(reading))


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
        things[han].update(learned(lessons, THINGS))
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
    return learned(lessons, MENTIONS)


def _of_thing(lesson: Lesson, odds: Odds) -> Signs:
    """The signs of a thing, and what its mentions came to."""
    return dict.fromkeys(lesson.signs, 1.0) | {TOGETHER: odds.together / _SCALE, BEHIND: odds.behind / _SCALE}


def _odds(known: Example, latin: Weights, han: Weights) -> list[Odds]:
    """What the mentions of each thing come to by these weights."""
    return compared(
        [
            [log_odds((han if lesson.han else latin), dict.fromkeys(signs, 1.0)) for signs in lesson.mentions]
            for lesson in known.lessons
        ]
    )


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
        (log_odds(models.things[lesson.han], _of_thing(lesson, odds)), lesson.name)
        for lesson, odds in zip(known.lessons, _odds(known, *models.mentions), strict=True)
    ]
    likeliest = max((odds for odds, _ in told), default=0.0)
    names = [name for odds, name in told if is_likely(odds, likeliest, brief=known.brief)]
    found = {thing for thing in known.things if any(is_same(a, b) for a in names for b in thing.names)}
    wanted = {thing for thing in known.things if not thing.optional}
    wrong = sum(not any(is_same(a, b) for thing in known.things for b in thing.names) for a in names)
    return len(found & wanted), wrong, len(wanted - found)


if __name__ == "__main__":
    main()
