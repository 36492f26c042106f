"""`python -m training`: train all weights, first those that tell a complaint from other letters, and what it is about.

Takes the letters in `whole/` and `labelled/` and letters put together from the sentences in `letters.*.txt`, trains
`parsers.meaning.classifier` on them, and writes `parsers/meaning/weights.tsv`; then `training.sentences`, `training.numbers` and
`training.goods`, which rest on it, write theirs. The same letters and lexicon always give the same weights. Run it after a change of
either; it takes about ten minutes.

`python -m training check` writes nothing: for every file of whole letters it trains without the file and says how well the
letters in it are understood, which is what a stranger's letters may expect (an hour).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import numpy as np

from parsers.meaning import classifier
from parsers.text.reading import Reading
from training import goods, numbers
from training import sentences as said
from training.descent import Descent, Kinds, learn_kinds, mean
from training.letters import COMPLAINTS, KINDS, Example, composed, every, sentences

COMPOSED = 2_000  # letters put together from sentences
ROUNDS = 5  # how often a whole letter is looked at for each look at one that was put together
TRAININGS = 4
SEEN_AT_LEAST = 2  # features of a single letter say nothing
HOW = Descent(
    epochs=8, step=0.3, decay=1e-4, bias_step=0.02, first_bias=0.0, first_square=0.01,
    forgotten=0.4, groups_alone=0.05,  # so that no single word is relied on; as in a language without letters here
)  # fmt: skip
FLATTEST = 1.1  # a feature whose weights differ less is left out
HERE = Path(__file__).parent
TOPICS = len(COMPLAINTS)  # the kinds that are topics, which come first

Rows = dict[str, Sequence[float]]


class Lesson(NamedTuple):
    """What one letter teaches: its features, and the shares of the kinds."""

    features: tuple[str, ...]
    shares: tuple[float, ...]


def main() -> None:
    """Train and write the weights, or check."""
    if sys.argv[1:] == ["check"]:
        check()
        return
    whole = [lesson(example) for examples in every().values() for example in examples]
    path = Path(classifier.__file__).with_name("weights.tsv")
    path.write_text(written(*averaged(whole, put_together())), encoding="utf-8")
    said.write()
    numbers.write()
    goods.write()


def check() -> None:
    """Say of each file how its letters are understood by weights that were trained without it."""
    lessons = {source: [(example, lesson(example)) for example in examples] for source, examples in every().items()}
    others = put_together()
    for left_out, known in lessons.items():
        rest = [each for source, examples in lessons.items() if source != left_out for _, each in examples]
        model = averaged(rest, others)
        sys.stdout.write(f"{left_out}: {_outcome(known, model)}\n")
        sys.stdout.flush()


def _outcome(known: list[tuple[Example, Lesson]], model: tuple[Rows, Sequence[float]]) -> str:
    weights = classifier.Model(written(*model).encode())
    told = [(example, weights.lean(each.features)) for example, each in known]
    taken = [(example, leaning.complaint >= 0.5) for example, leaning in told]
    complaints = [(example, leaning) for example, leaning in told if example.complaint]
    topics = sum(
        max(leaning.topics, key=lambda topic: leaning.topics[topic]) in example.kinds for example, leaning in complaints
    )
    found = sum(is_taken and example.complaint for example, is_taken in taken)
    return (
        f"complaints found {found} of {len(complaints)}, taken for one {sum(each for _, each in taken)}; "
        f"topic right {topics} of {len(complaints)}"
    )


def put_together() -> list[Lesson]:
    """Lessons from letters that are put together from sentences, each kind and language equally often."""
    rng = random.Random(1)
    languages = [sentences(path) for path in sorted(HERE.glob("letters.*.txt"))]
    return [lesson(composed(languages[number % len(languages)], rng.choice(KINDS), rng)) for number in range(COMPOSED)]


def lesson(example: Example) -> Lesson:
    """What `example` teaches."""
    return Lesson(tuple(sorted(classifier.features(Reading(example.subject, example.text)))), example.shares)


def averaged(whole: Sequence[Lesson], others: Sequence[Lesson]) -> tuple[Rows, Sequence[float]]:
    """The mean of several trainings, each in an order of its own: a doubtful letter depends on no one order."""
    lessons = [*others, *whole]
    seen = Counter(feature for each in lessons for feature in each.features)
    names = sorted(feature for feature, count in seen.items() if count >= SEEN_AT_LEAST)
    packed = _packed(lessons, names, [*range(len(others)), *[*range(len(others), len(lessons))] * ROUNDS])
    is_group = np.array([name.startswith(classifier.GROUP_MARK) for name in names])
    is_topical = np.array([name.startswith(classifier.TOPIC_MARK) for name in names])
    trained = [
        learn_kinds(packed, is_group, is_topical, TOPICS, HOW, np.random.default_rng(seed)) for seed in range(TRAININGS)
    ]
    weights, bias = mean(trained)
    return dict(zip(names, weights, strict=True)), bias


def _packed(lessons: Sequence[Lesson], names: Sequence[str], looks: Sequence[int]) -> Kinds:
    numbers_of = {name: number for number, name in enumerate(names)}
    counted = [
        {
            numbers_of[feature]: value
            for feature, value in classifier.scaled(each.features).items()
            if feature in numbers_of
        }
        for each in lessons
    ]
    return Kinds(
        np.array([feature for each in counted for feature in each]),
        np.array([value for each in counted for value in each.values()]),
        np.array([0, *accumulate(map(len, counted))]),
        np.array([each.shares for each in lessons]),
        np.array(looks),
    )


def written(rows: Rows, bias: Sequence[float]) -> str:
    """The weights as `parsers.meaning.classifier` reads them, without those that hardly differ between the kinds."""
    lines = [
        "# Written by `python -m training`; not for editing.",
        "\t".join(["", *KINDS]),
        _line(classifier.BIAS, bias),
    ]
    for feature, row in sorted(rows.items()):
        middle = sum(row) / len(row)  # adding the same to every kind changes nothing
        line = [value - middle for value in row]
        if max(line) - min(line) >= FLATTEST:
            lines.append(_line(feature, line))
    return "\n".join(lines) + "\n"


def _line(feature: str, row: Sequence[float]) -> str:
    return "\t".join([feature, *(str(round(value * classifier.SCALE)) for value in row)])


if __name__ == "__main__":
    main()
