# pyright: basic, reportMissingTypeStubs=false
# numba compiles these functions and knows no types but those of arrays.
"""Stochastic gradient descent with AdaGrad's step for each weight: the inner loops of training, compiled by numba.

Features are numbers here, and what belongs to a lesson stands in long arrays one behind the other: what begins at
`bounds[n]` and ends before `bounds[n + 1]` belongs to the n-th. The same arrays and the same generator always give the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]


def mean(trained: Sequence[tuple[Floats, Floats]]) -> tuple[list[list[float]], list[float]]:
    """The mean of several trainings' weights, and of what the labels start with."""
    weights = np.mean([weights for weights, _ in trained], axis=0)
    return weights.tolist(), np.mean([bias for _, bias in trained], axis=0).tolist()


class Descent(NamedTuple):
    """How weights are learned."""

    epochs: int
    step: float
    decay: float
    bias_step: float
    first_bias: float
    first_square: float
    forgotten: float  # the share of a lesson's features hidden at each look
    groups_alone: float  # the share of looks at the lexicon's groups only


class Kinds(NamedTuple):
    """Letters and their kinds: features with their values, by letter, and the shares of the kinds."""

    features: Integers
    values: Floats
    bounds: Integers
    wanted: Floats  # letter by kind
    looks: Integers  # the letters, as often as each is looked at in an epoch


class Shown(NamedTuple):
    """What is looked at of a letter: features, their values, and which of them are topical."""

    features: Integers
    values: Floats
    topical: Truths


class Clauses(NamedTuple):
    """Sentences and what they say: features by clause, clauses by sentence, and by label what is said and what is unsure."""

    features: Integers
    clauses: Integers  # bounds of the features of a clause
    bounds: Integers  # bounds of the clauses of a sentence
    said: Truths  # sentence by label
    unsure: Truths
    counts: Floats  # how much each sentence counts


class Signed(NamedTuple):
    """Things and the signs they have: signs with their values, by thing, whether it is right, and how much it counts."""

    features: Integers
    values: Floats
    bounds: Integers
    right: Floats
    counts: Floats


@njit(cache=True)
def learn_signs(lessons: Signed, held: Floats, epochs: int, step: float, chance: np.random.Generator) -> Floats:
    """The weights of the signs, each held near nothing as strongly as `held` says of it, at each of its things.

    Given is the mean of the later half of the epochs, which is steadier than the last.
    """
    weights, late = np.zeros(len(held)), np.zeros(len(held))
    squares = np.full(len(held), 0.01)
    order = np.arange(len(lessons.right))
    for epoch in range(epochs):
        chance.shuffle(order)
        for thing in order:
            first, last = lessons.bounds[thing], lessons.bounds[thing + 1]
            total = 0.0
            for at in range(first, last):
                total += weights[lessons.features[at]] * lessons.values[at]
            error = (1.0 / (1.0 + math.exp(-total)) - lessons.right[thing]) * lessons.counts[thing]
            for at in range(first, last):
                sign = lessons.features[at]
                slope = error * lessons.values[at] + held[sign] * weights[sign]
                squares[sign] += slope * slope
                weights[sign] -= step * slope / math.sqrt(squares[sign])
        if epoch >= epochs // 2:
            late += weights / (epochs - epochs // 2)
    return late


@njit(cache=True)
def learn_kinds(
    lessons: Kinds, is_group: Truths, is_topical: Truths, topics: int, how: Descent, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """The weights, feature by kind, and the kinds' own.

    Words and groups learn a letter's kind; topical features learn only which topic of a complaint it is, of which there
    are as many as `topics`, the first kinds.
    """
    kinds = lessons.wanted.shape[1]
    weights = np.zeros((len(is_group), kinds))
    squares = np.full((len(is_group), kinds), how.first_square)
    bias = np.full(kinds, how.first_bias)
    order = lessons.looks.copy()
    for _ in range(how.epochs):
        chance.shuffle(order)
        for letter in order:
            shown = _shown(lessons, letter, is_group, is_topical, how, chance)
            if len(shown.features):
                _learn_letter(weights, squares, bias, shown, lessons.wanted[letter], topics, how)
    return weights, bias


@njit(cache=True)
def _shown(
    lessons: Kinds, letter: np.int_, is_group: Truths, is_topical: Truths, how: Descent, chance: np.random.Generator
) -> Shown:
    """What is not hidden of a letter's features, and its values; now and then the groups alone."""
    first, last = lessons.bounds[letter], lessons.bounds[letter + 1]
    features, values = lessons.features[first:last], lessons.values[first:last]
    if chance.random() < how.groups_alone:
        kept = is_group[features]
        return Shown(features[kept], values[kept], is_topical[features[kept]])
    kept = chance.random(last - first) >= how.forgotten
    return Shown(features[kept], values[kept] / (1.0 - how.forgotten), is_topical[features[kept]])


@njit(cache=True)
def _learn_letter(
    weights: Floats, squares: Floats, bias: Floats, shown: Shown, wanted: Floats, topics: int, how: Descent
) -> None:
    sums = bias.copy()
    told = np.zeros(topics)
    for at, feature in enumerate(shown.features):
        if shown.topical[at]:
            told += weights[feature, :topics] * shown.values[at]
        else:
            sums += weights[feature] * shown.values[at]
    errors, about = _shares(sums) - wanted, _shares(sums[:topics] + told) - wanted[:topics]
    bias -= how.bias_step * errors
    complains = wanted[:topics].sum() > 0
    for at, feature in enumerate(shown.features):
        if not shown.topical[at]:
            _step(weights[feature], squares[feature], errors * shown.values[at], how)
        elif complains:
            _step(weights[feature, :topics], squares[feature, :topics], about * shown.values[at], how)


@njit(cache=True)
def learn_clauses(
    lessons: Clauses, is_group: Truths, power: float, sure: float, how: Descent, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """The weights, feature by label, and the labels' own.

    What a sentence says its likeliest clause learns to say, what it does not none of its clauses. A clause's features
    count the less the more they are, by `power`; an error below `sure` teaches nothing.
    """
    labels = lessons.said.shape[1]
    weights = np.zeros((len(is_group), labels))
    squares = np.full((len(is_group), labels), how.first_square)
    bias = np.full(labels, how.first_bias)
    order = np.arange(len(lessons.bounds) - 1)
    for _ in range(how.epochs):
        chance.shuffle(order)
        for sentence in order:
            features, ends = _looked_at(lessons, sentence, is_group, how, chance)
            scores = _scores(weights, bias, features, ends, power)
            for label in range(labels):
                if len(scores) and not lessons.unsure[sentence, label]:
                    wanted = 1.0 if lessons.said[sentence, label] else 0.0
                    errors = _errors(scores[:, label], wanted, sure) * lessons.counts[sentence]
                    bias[label] -= how.bias_step * errors.sum()
                    _step_label(weights[:, label], squares[:, label], features, ends, errors, power, how)
    return weights, bias


@njit(cache=True)
def _looked_at(
    lessons: Clauses, sentence: np.int_, is_group: Truths, how: Descent, chance: np.random.Generator
) -> tuple[Integers, Integers]:
    """The features of a sentence that are not hidden, and where each of its clauses ends that has some."""
    first, last = lessons.bounds[sentence], lessons.bounds[sentence + 1]
    alone = chance.random() < how.groups_alone
    features = np.empty(lessons.clauses[last] - lessons.clauses[first], np.int64)
    ends = np.zeros(last - first + 1, np.int64)
    count = clauses = 0
    for clause in range(first, last):
        for at in range(lessons.clauses[clause], lessons.clauses[clause + 1]):
            feature = lessons.features[at]
            if (is_group[feature] or not alone) and chance.random() >= how.forgotten:
                features[count] = feature
                count += 1
        if count > ends[clauses]:
            clauses += 1
            ends[clauses] = count
    return features[:count], ends[: clauses + 1]


@njit(cache=True)
def _scores(weights: Floats, bias: Floats, features: Integers, ends: Integers, power: float) -> Floats:
    """The log odds of each label, clause by clause."""
    scores = np.zeros((len(ends) - 1, len(bias)))
    for clause in range(len(ends) - 1):
        for feature in features[ends[clause] : ends[clause + 1]]:
            scores[clause] += weights[feature]
        scores[clause] *= float(ends[clause + 1] - ends[clause]) ** -power
        scores[clause] += bias
    return scores


@njit(cache=True)
def _errors(odds: Floats, wanted: float, sure: float) -> Floats:
    """By how much each clause is wrong about a label; nothing for those that are not to learn."""
    errors = 1.0 / (1.0 + np.exp(-np.minimum(30.0, np.maximum(-30.0, odds)))) - wanted
    likeliest = np.argmax(odds)
    for clause in range(len(errors)):
        if abs(errors[clause]) < sure or (wanted > 0 and clause != likeliest):
            errors[clause] = 0.0
    return errors


@njit(cache=True)
def _step_label(
    weights: Floats, squares: Floats, features: Integers, ends: Integers, errors: Floats, power: float, how: Descent
) -> None:
    for clause, error in enumerate(errors):
        if error == 0.0:
            continue
        slope = error * float(ends[clause + 1] - ends[clause]) ** -power
        for feature in features[ends[clause] : ends[clause + 1]]:
            held = slope + how.decay * weights[feature]
            squares[feature] += held * held
            weights[feature] -= how.step * held / math.sqrt(squares[feature])


@njit(cache=True)
def _step(weights: Floats, squares: Floats, slopes: Floats, how: Descent) -> None:
    for at, each in enumerate(slopes):
        slope = each + how.decay * weights[at]
        squares[at] += slope * slope
        weights[at] -= how.step * slope / math.sqrt(squares[at])


@njit(cache=True)
def _shares(sums: Floats) -> Floats:
    powers = np.exp(sums - sums.max())
    return powers / powers.sum()
