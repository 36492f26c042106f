"""`python -m training`: train the weights that tell a complaint from other letters, and what it is about.

Puts letters together from the sentences in `letters.*.txt`, trains `parsers.classifier` on them, and writes
`parsers/weights.tsv`. The same sentences and lexicon always give the same weights. Run it after a change of the
sentences or the lexicon; it takes about half a minute.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from parsers import classifier
from parsers.reading import Reading
from training.letters import KINDS, compose, sentences

LETTERS = 16_000
EPOCHS = 4
SEEN_AT_LEAST = 8  # features of fewer letters say nothing
FORGOTTEN = 0.3  # the share of a letter's features hidden at each look, so that no single word is relied on
GROUPS_ALONE = 0.1
STEP = 0.3
DECAY = 1e-4
BIAS_STEP = 0.02
FLATTEST = 0.9  # a feature whose weights differ less is left out

Rows = dict[str, list[float]]


def main() -> None:
    """Train and write the weights."""
    rng = random.Random(1)
    languages = {path.name.split(".")[1]: sentences(path) for path in sorted(Path(__file__).parent.glob("*.txt"))}
    letters: list[tuple[list[str], int]] = []
    for number in range(LETTERS):
        kind = rng.choice(KINDS)
        code = list(languages)[number % len(languages)]
        text = compose(languages[code], kind, rng)
        letters.append((sorted(classifier.features(Reading("", text))), KINDS.index(kind)))
    rows, bias = train(letters, rng)
    path = Path(classifier.__file__).with_name("weights.tsv")
    path.write_text(written(rows, bias), encoding="utf-8")


def train(letters: list[tuple[list[str], int]], rng: random.Random) -> tuple[Rows, list[float]]:
    """Weights by feature, and the kinds' own: stochastic gradient descent with AdaGrad's step for each weight."""
    seen = Counter(feature for features, _ in letters for feature in features)
    rows: Rows = {feature: [0.0] * len(KINDS) for feature, count in seen.items() if count >= SEEN_AT_LEAST}
    squares: Rows = {feature: [0.01] * len(KINDS) for feature in rows}
    bias = [0.0] * len(KINDS)
    for _ in range(EPOCHS):
        rng.shuffle(letters)
        for features, kind in letters:
            looked_at = [feature for feature in _shown(features, rng) if feature in rows]
            if looked_at:
                _learn(rows, squares, bias, looked_at, kind)
    return rows, bias


def _shown(features: list[str], rng: random.Random) -> list[str]:
    """What is not hidden; now and then the groups alone, as in a letter of a language without sentences here."""
    if rng.random() < GROUPS_ALONE:
        return [feature for feature in features if feature.startswith(classifier.GROUP_MARK)]
    return [feature for feature in features if rng.random() >= FORGOTTEN]


def _learn(rows: Rows, squares: Rows, bias: list[float], features: list[str], kind: int) -> None:
    weight = len(features) ** -classifier.LENGTH_POWER
    sums = [sum(column) for column in zip(*(rows[feature] for feature in features), strict=True)]
    shares = classifier.softmax(own + total * weight for own, total in zip(bias, sums, strict=True))
    errors = [share - (index == kind) for index, share in enumerate(shares)]
    for index, error in enumerate(errors):
        bias[index] -= BIAS_STEP * error
    for feature in features:
        row, square = rows[feature], squares[feature]
        for index, error in enumerate(errors):
            slope = error * weight + DECAY * row[index]
            square[index] += slope * slope
            row[index] -= STEP * slope / square[index] ** 0.5


def written(rows: Rows, bias: list[float]) -> str:
    """The weights as `parsers.classifier` reads them, without those that hardly differ between the kinds."""
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
