"""`python -m training`: train all weights, first those that tell a complaint from other letters, and what it is about.

Takes the letters in `whole/` and `labelled/` and letters put together from the sentences in `letters.*.txt`, trains
`parsers.meaning.classifier` on them, and writes `parsers/meaning/weights.tsv`; then `training.sentences` and `training.goods`, which rest
on it, write theirs. The same letters and lexicon always give the same weights. Run it after a change of either; it takes
about twenty minutes.

`python -m training check` writes nothing: for every file of whole letters it trains without the file and says how well the
letters in it are understood, which is what a stranger's letters may expect (hours).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from parsers.meaning import classifier
from parsers.text.reading import Reading
from training import goods
from training import sentences as said
from training.letters import COMPLAINTS, KINDS, Example, composed, every, sentences

COMPOSED = 2_000  # letters put together from sentences
ROUNDS = 5  # how often a whole letter is looked at for each look at one that was put together
EPOCHS = 8
TRAININGS = 2
SEEN_AT_LEAST = 2  # features of a single letter say nothing
FORGOTTEN = 0.4  # the share of a letter's features hidden at each look, so that no single word is relied on
GROUPS_ALONE = 0.05
STEP = 0.3
DECAY = 1e-4
BIAS_STEP = 0.02
FLATTEST = 1.1  # a feature whose weights differ less is left out
HERE = Path(__file__).parent
TOPICS = len(COMPLAINTS)  # the kinds that are topics, which come first

Rows = dict[str, list[float]]


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


def _outcome(known: list[tuple[Example, Lesson]], model: tuple[Rows, list[float]]) -> str:
    weights = classifier.Model(written(*model))
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


def averaged(whole: list[Lesson], others: list[Lesson]) -> tuple[Rows, list[float]]:
    """The mean of several trainings, each in an order of its own: a doubtful letter depends on no one order."""
    trained = [train(whole, others, random.Random(seed)) for seed in range(1, TRAININGS + 1)]
    rows = {
        feature: [sum(column) / TRAININGS for column in zip(*(rows[feature] for rows, _ in trained), strict=True)]
        for feature in trained[0][0]
    }
    return rows, [sum(column) / TRAININGS for column in zip(*(bias for _, bias in trained), strict=True)]


def train(whole: list[Lesson], others: list[Lesson], rng: random.Random) -> tuple[Rows, list[float]]:
    """Weights by feature, and the kinds' own: stochastic gradient descent with AdaGrad's step for each weight."""
    seen = Counter(feature for each in (*whole, *others) for feature in each.features)
    rows: Rows = {feature: [0.0] * len(KINDS) for feature, count in seen.items() if count >= SEEN_AT_LEAST}
    squares: Rows = {feature: [0.01] * len(KINDS) for feature in rows}
    bias = [0.0] * len(KINDS)
    lessons = others + whole * ROUNDS
    for _ in range(EPOCHS):
        rng.shuffle(lessons)
        for features, shares in lessons:
            looked_at = {
                feature: value for feature, value in _shown(classifier.scaled(features), rng).items() if feature in rows
            }
            if looked_at:
                _learn(rows, squares, bias, looked_at, shares)
    return rows, bias


def _shown(features: dict[str, float], rng: random.Random) -> dict[str, float]:
    """What is not hidden; now and then the groups alone, as in a letter of a language without letters here."""
    if rng.random() < GROUPS_ALONE:
        return {feature: value for feature, value in features.items() if feature.startswith(classifier.GROUP_MARK)}
    left = 1 - FORGOTTEN
    return {feature: value / left for feature, value in features.items() if rng.random() < left}


def _learn(rows: Rows, squares: Rows, bias: list[float], features: dict[str, float], wanted: tuple[float, ...]) -> None:
    """One look at a letter: words and groups learn its kind, what it is about only which topic of a complaint."""
    topical = {feature: value for feature, value in features.items() if feature.startswith(classifier.TOPIC_MARK)}
    others = {feature: value for feature, value in features.items() if feature not in topical}
    sums = _sums(rows, bias, others)
    errors = _errors(sums, wanted)
    for index, error in enumerate(errors):
        bias[index] -= BIAS_STEP * error
    _step(rows, squares, others, errors)
    if topical and sum(wanted[:TOPICS]):
        told = _sums(rows, sums, topical)
        _step(rows, squares, topical, _errors(told[:TOPICS], wanted[:TOPICS]))


def _errors(sums: list[float], wanted: tuple[float, ...]) -> list[float]:
    return [share - want for share, want in zip(classifier.softmax(sums), wanted, strict=True)]


def _step(rows: Rows, squares: Rows, features: dict[str, float], errors: list[float]) -> None:
    for feature, value in features.items():
        row, square = rows[feature], squares[feature]
        for index, error in enumerate(errors):
            slope = error * value + DECAY * row[index]
            square[index] += slope * slope
            row[index] -= STEP * slope / square[index] ** 0.5


def _sums(rows: Rows, bias: list[float], features: dict[str, float]) -> list[float]:
    scaled = [[value * weight for weight in rows[feature]] for feature, value in features.items() if feature in rows]
    return [sum(column) for column in zip(bias, *scaled, strict=True)]


def written(rows: Rows, bias: list[float]) -> str:
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


def _line(feature: str, row: list[float]) -> str:
    return "\t".join([feature, *(str(round(value * classifier.SCALE)) for value in row)])


if __name__ == "__main__":
    main()
