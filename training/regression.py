"""Logistic regression over signs: how the weights of things, of their mentions and of numbers are learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from parsers.text.sign_weights import BIAS, SCALE
from training.descent import Signed, learn_signs

STEP = 0.2

Weights = dict[str, float]
Signs = Mapping[str, float]
Lesson = tuple[Signs, float, float]  # signs with their values, whether it is right (0 or 1), how much the lesson counts


@dataclass(frozen=True, slots=True)
class Model:
    """How a kind of weights is learned."""

    epochs: int
    held: float  # how strongly each weight is held near nothing, in all lessons together
    least: int  # lessons that a sign must be of to be weighed


def learned(lessons: Sequence[Lesson], model: Model) -> Weights:
    """The weights of signs, from lessons of signs, whether it is right, and how much the lesson counts.

    The mean of the later half of the epochs, each descending with AdaGrad's steps; the same lessons give the same.
    """
    seen = Counter(sign for signs, _, _ in lessons for sign in signs)
    names = [BIAS, *sorted(sign for sign, number in seen.items() if number >= model.least)]
    numbers = {sign: number for number, sign in enumerate(names)}
    taught = [
        [(0, 1.0), *((numbers[sign], value) for sign, value in sorted(signs.items()) if sign in numbers)]
        for signs, _, _ in lessons
    ]
    held = [0.0, *(model.held / seen[sign] for sign in names[1:])]  # in all of an epoch as much for a rare sign
    weights = learn_signs(_arrays(taught, lessons), np.array(held), model.epochs, STEP, np.random.default_rng(1))
    return dict(zip(names, weights.tolist(), strict=True))


def _arrays(taught: Sequence[Sequence[tuple[int, float]]], lessons: Sequence[Lesson]) -> Signed:
    return Signed(
        features=np.array([number for signs in taught for number, _ in signs], np.int64),
        values=np.array([value for signs in taught for _, value in signs]),
        bounds=np.array([0, *accumulate(map(len, taught))]),
        right=np.array([right for _, right, _ in lessons]),
        counts=np.array([counts for _, _, counts in lessons]),
    )


def log_odds(weights: Weights, signs: Signs) -> float:
    """What these signs come to, as log odds."""
    return weights.get(BIAS, 0.0) + sum(weights.get(sign, 0.0) * value for sign, value in signs.items())


def written(weights: tuple[Weights, Weights], program: str) -> str:
    """Two columns of weights as `parsers.text.sign_weights` reads them; `program` is what wrote them."""
    lines = [f"# Written by `python -m {program}`; not for editing."]
    for sign in sorted({sign for each in weights for sign in each}):
        both = [str(round(each.get(sign, 0.0) * SCALE)) for each in weights]
        if both != ["0", "0"]:
            lines.append("\t".join([sign, *both]))
    return "\n".join(lines) + "\n"
