"""Logistic regression over signs: how the weights of things, of their mentions and of numbers are learned."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.text.sign_weights import BIAS, SCALE

STEP = 0.2

Weights = dict[str, float]
Signs = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """How a kind of weights is learned."""

    epochs: int
    held: float  # how strongly each weight is held near nothing, in all lessons together
    least: int  # lessons that a sign must be of to be weighed


def learned(lessons: Sequence[tuple[Signs, float, float]], model: Model) -> Weights:
    """The weights of signs, from lessons of signs, whether it is right, and how much the lesson counts.

    The mean of the later half of the epochs, each descending with AdaGrad's steps; the same lessons give the same.
    """
    rng = random.Random(1)
    seen = Counter(sign for signs, _, _ in lessons for sign in signs)
    taught = [
        ([(BIAS, 1.0), *((s, value) for s, value in sorted(signs.items()) if seen[s] >= model.least)], right, counts)
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
