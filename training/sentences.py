"""`python -m training.sentences`: train the weights that tell what a sentence says: which remedy, which threat.

Takes the sentences of `said/*.tsv`, the letters of `said/letters*.txt`, `labelled/` and `measured`, and requests put together from
the frames and deeds of `said/requests.*.txt`; trains `parsers.meaning.sentences` on them, and writes `parsers/meaning/sentences.tsv`.
The same words, lexicon and `parsers/meaning/weights.tsv` (by which the letters' topics are known) always give the same weights.
Run it after a change of any; it takes about three minutes.

`python -m training.sentences check` writes nothing: for every writer of the letters it trains without that writer's, and
says how well they are understood. The requests were written by people who knew some of the letters: it flatters.

Of a sentence only the whole is labelled, while the model weighs clauses: the likeliest clause of a sentence that says
something learns to say it, every clause of one that does not learns not to. Of some letters (`measured`) only the whole
letter is labelled; of these the likeliest clause of all learns in the same way that there was contact before.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from parsers.meaning import sentences
from parsers.text.folding import FIGURES_MEANT
from parsers.text.reading import Reading
from training.descent import Clauses, Descent, learn_clauses, mean
from training.labelled import labelled
from training.measured import measured
from training.requests import composed

HERE = Path(__file__).parent / "said"
COMPOSED = 6_000  # requests put together, in each language
COMPOSED_WEIGHT = 0.5
OBLIQUE_WEIGHT = 0.9  # of single sentences, which teach much in few words; their urgency is not labelled
LETTERS_WEIGHT = 2.5  # of what people really write, beside sentences made up to teach …
TRICKY_WEIGHT = 1.5  # … and of letters trickier than most of these
TRAININGS = 16
SEEN_AT_LEAST = 2
HOW = Descent(
    epochs=8, step=0.25, decay=2e-4, bias_step=0.03, first_bias=-3.0, first_square=0.02,
    forgotten=0.25, groups_alone=0.15,  # the groups are all that a language without sentences here has
)  # fmt: skip
SURE = 0.03  # an error smaller than this teaches nothing
FLATTEST = 0.7  # a feature none of whose weights is larger is left out
_ALL = frozenset(sentences.LABELS)
_LETTERS = {  # and what is not labelled in them, sentence by sentence
    "letters.txt": frozenset({"threat", "critical", "high", "low"}),
    "letters_urgent.txt": frozenset[str](),
}
_OF_REQUESTS = _ALL - sentences.REMEDIES
_OF_URGENCY = _OF_REQUESTS - {"prior"}

Rows = Mapping[str, Sequence[float]]


class Lesson(NamedTuple):
    """The features of each clause of one sentence, what it says, and what it might be taken to say."""

    clauses: tuple[tuple[str, ...], ...]
    said: frozenset[str]
    unsaid: frozenset[str]  # neither right nor wrong here
    weight: float = 1.0


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        check()
        return
    write()


def write() -> None:
    """Train and write the weights."""
    whole = [*_whole()]
    lessons = [
        *_sentences(),
        *(lesson for _, letter in letters() for lesson in letter),
        *whole,
        *_requests(random.Random(1)),
    ]
    rows, bias = averaged(lessons)
    Path(sentences.__file__).with_name("sentences.tsv").write_text(written(rows, bias), encoding="utf-8")


def check() -> None:
    """Say of each writer's letters how well their sentences are understood by weights that were trained without them."""
    others = [*_sentences(), *_requests(random.Random(1))]
    written_by: dict[str, list[tuple[str, list[Lesson]]]] = defaultdict(list)
    for name, lessons in letters():
        written_by[re.match(r"[a-z]+\d?(?=_)|[a-z]+", name)[0]].append((name, lessons))  # pyright: ignore[reportOptionalSubscript] - all names begin so
    for writer, own in written_by.items():
        rest = [each for other, known in written_by.items() if other != writer for _, found in known for each in found]
        rows, bias = averaged([*others, *rest], 1)
        model = sentences.Model(written(rows, bias).encode())
        sys.stdout.write(f"{writer}: {_outcome(model, own)}\n")
        sys.stdout.flush()


def _outcome(model: sentences.Model, own: list[tuple[str, list[Lesson]]]) -> str:
    """Of each label, letters rightly told to say it, told without right, and missed."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for _, lessons in own:
        unsaid = frozenset[str]().union(*(lesson.unsaid for lesson in lessons))
        said = frozenset[str]().union(*(lesson.said for lesson in lessons))
        told = {
            label
            for lesson in lessons
            for label, odds in model.weigh([model.rows.keys() & clause for clause in lesson.clauses]).items()
            if odds > 0
        }
        right.update(said & told)
        wrong.update(told - said - unsaid)
        missed.update(said - told)
    labels = [label for label in sentences.LABELS if right[label] + wrong[label] + missed[label]]
    return ", ".join(f"{label} {right[label]}/{wrong[label]}/{missed[label]}" for label in labels)


def _sentences() -> Iterator[Lesson]:
    for path in sorted(HERE.glob("*.tsv")):
        oblique = path.name.startswith("oblique.")
        unsaid, weight = (_OF_URGENCY, OBLIQUE_WEIGHT) if oblique else (frozenset[str](), 1.0)
        for labels, text in _lines(path):
            yield Lesson(_clauses(text), labels, unsaid - labels, weight)


def _lines(path: Path) -> Iterator[tuple[frozenset[str], str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" in line and not line.startswith("#"):
            labels, text = line.split("\t", 1)
            yield frozenset(labels.split(",")) & _ALL, text


def _clauses(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(clause)) for _, _, clauses in sentences.featured(Reading("", text)) for clause in clauses)


def _requests(rng: random.Random) -> Iterator[Lesson]:
    for path in sorted(HERE.glob("requests.*.txt")):
        others = [text for labels, text in _lines(HERE / f"{path.name.split('.')[1]}.tsv") if not labels]
        for labels, text in composed(path, COMPOSED, others, rng):
            yield Lesson(_clauses(text), labels, _OF_REQUESTS, COMPOSED_WEIGHT)


def letters() -> Iterator[tuple[str, list[Lesson]]]:
    """The labelled letters, by name."""
    for file, unlabelled in _LETTERS.items():
        for block in re.split(r"\n\n+", (HERE / file).read_text(encoding="utf-8")):
            head, *lines = block.strip("\n").split("\n")
            if not lines or "\t" not in lines[0]:
                continue
            name, *doubtful = head.removeprefix("# ").split()
            unsaid = unlabelled | {word.removeprefix("?") for word in doubtful}
            yield name, list(_letter([line.split("\t", 1) for line in lines], unsaid))
    for letter in labelled():
        lines = [(",".join(line.said), Reading("", line.text).text.strip()) for line in letter.lines]
        yield letter.name, list(_letter(lines, letter.doubtful, TRICKY_WEIGHT if letter.tricky else LETTERS_WEIGHT))


def _whole() -> Iterator[Lesson]:
    """Letters of which it is known that they tell of earlier contact, though not in which sentence."""
    by_sentence = {name for name, _ in letters()}
    for letter in measured():
        known = letter.labels
        if letter.name not in by_sentence and "prior_contact_accept" not in known:
            clauses = [
                clause for _, _, own in sentences.featured(Reading(letter.subject, letter.text)) for clause in own
            ]
            said = frozenset({"prior"} if known["prior_contact"] else ())
            yield Lesson(tuple(tuple(sorted(clause)) for clause in clauses), said, _ALL - {"prior"}, LETTERS_WEIGHT)


def _letter(lines: Sequence[Sequence[str]], unsaid: frozenset[str], weight: float = LETTERS_WEIGHT) -> Iterator[Lesson]:
    subject, *texts = (text for _, text in lines)
    reading = Reading(subject, "\n\n".join(texts))
    whole = reading.text.translate(FIGURES_MEANT)  # a line alone may not tell that a machine read it from paper
    ends: list[int] = []
    at = 0
    for _, text in lines:
        at = whole.index(text.translate(FIGURES_MEANT), at) + len(text)
        ends.append(at)
    for start, _, clauses in sentences.featured(reading):
        index = next((number for number, end in enumerate(ends) if start < end), len(ends) - 1)
        said = frozenset(lines[index][0].split(",")) & _ALL
        if clauses:
            yield Lesson(tuple(tuple(sorted(clause)) for clause in clauses), said, unsaid - said, weight)


def averaged(lessons: Sequence[Lesson], trainings: int = TRAININGS) -> tuple[Rows, Sequence[float]]:
    """The mean of several trainings, each in an order of its own: a doubtful sentence depends on no one order."""
    seen = Counter(feature for lesson in lessons for feature in set[str]().union(*lesson.clauses))
    names = sorted(feature for feature, count in seen.items() if count >= SEEN_AT_LEAST)
    packed = _packed(lessons, {name: number for number, name in enumerate(names)})
    is_group = np.array([name.startswith(sentences.GROUP_MARKS) for name in names])
    trained = [
        learn_clauses(packed, is_group, sentences.LENGTH_POWER, SURE, HOW, np.random.default_rng(seed))
        for seed in range(trainings)
    ]
    weights, bias = mean(trained)
    return dict(zip(names, weights, strict=True)), bias


def _packed(lessons: Sequence[Lesson], numbers: Mapping[str, int]) -> Clauses:
    clauses = [[numbers[each] for each in clause if each in numbers] for lesson in lessons for clause in lesson.clauses]
    return Clauses(
        np.array([feature for clause in clauses for feature in clause]),
        np.array([0, *accumulate(map(len, clauses))]),
        np.array([0, *accumulate(len(lesson.clauses) for lesson in lessons)]),
        np.array([[label in lesson.said for label in sentences.LABELS] for lesson in lessons]),
        np.array([[label in lesson.unsaid for label in sentences.LABELS] for lesson in lessons]),
        np.array([lesson.weight for lesson in lessons]),
    )


def written(rows: Rows, bias: Sequence[float]) -> str:
    """The weights as `parsers.meaning.sentences` reads them."""
    lines = [
        "# Written by `python -m training`; not for editing.",
        _line(sentences.BIAS, bias),
        *(_line(feature, row) for feature, row in sorted(rows.items()) if max(map(abs, row)) >= FLATTEST),
    ]
    return "\n".join(lines) + "\n"


def _line(feature: str, row: Iterable[float]) -> str:
    return feature + "\t" + " ".join(str(round(value * sentences.SCALE)) for value in row)


if __name__ == "__main__":
    main()
