"""The compiled loops of training: they learn what the lessons show, and the same lessons always teach the same."""

from __future__ import annotations

import numpy as np
import pytest

from training.descent import Clauses, Descent, Kinds, learn_clauses, learn_kinds
from training.regression import BIAS, Model, learned

HOW = Descent(
    epochs=20, step=0.3, decay=1e-4, bias_step=0.03, first_bias=0.0, first_square=0.01, forgotten=0.2, groups_alone=0.0
)
REFUND, BOX = 0, 1  # features; the first label is said where the first of them stands
NO_GROUPS = np.array([False, False])


def sentences() -> Clauses:
    """Two sentences of two clauses, in which one clause says what the sentence is labelled with, and two that say nothing."""
    return Clauses(
        features=np.array([REFUND, BOX, BOX, REFUND, BOX, BOX]),
        clauses=np.array([0, 1, 2, 3, 4, 5, 6]),
        bounds=np.array([0, 2, 4, 5, 6]),
        said=np.array([[True], [True], [False], [False]]),
        unsure=np.zeros((4, 1), dtype=np.bool_),
        counts=np.ones(4),
    )


def letters() -> Kinds:
    """Two letters of one kind and two of another, told apart by one word."""
    return Kinds(
        features=np.array([REFUND, BOX, REFUND, BOX]),
        values=np.ones(4),
        bounds=np.array([0, 1, 2, 3, 4]),
        wanted=np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 1.0]]),
        looks=np.arange(4),
    )


def test_the_clause_that_says_it_learns_to_say_it():
    """Of a labelled sentence the likeliest clause learns; what stands in unlabelled sentences too learns not to."""
    weights, _ = learn_clauses(sentences(), NO_GROUPS, 0.4, 0.01, HOW, np.random.default_rng(1))

    assert weights[REFUND, 0] > 1.0
    assert weights[BOX, 0] < 0.0


def test_a_doubtful_label_teaches_nothing():
    """Neither that it is said nor that it is not."""
    doubted = sentences()._replace(unsure=np.ones((4, 1), dtype=np.bool_))

    weights, bias = learn_clauses(doubted, NO_GROUPS, 0.4, 0.01, HOW, np.random.default_rng(1))

    assert not weights.any()
    assert not bias.any()


@pytest.mark.parametrize("topical", [False, True])
def test_words_tell_kinds_apart(*, topical: bool):
    """Each word comes to speak for the kind in whose letters it stands; so do topical ones, for topics."""
    is_topical = np.array([topical, topical])

    weights, _ = learn_kinds(letters(), NO_GROUPS, is_topical, 2, HOW, np.random.default_rng(1))

    assert weights[REFUND, 0] > 0 > weights[REFUND, 1]
    assert weights[BOX, 1] > 0 > weights[BOX, 0]


def test_what_is_no_complaint_teaches_nothing_about_topics():
    """A letter of none of the topics leaves topical features as they are."""
    others = letters()._replace(wanted=np.array([[0.0, 1.0]] * 4))

    weights, _ = learn_kinds(others, NO_GROUPS, np.array([True, True]), 1, HOW, np.random.default_rng(1))

    assert not weights.any()


def test_the_same_lessons_teach_the_same():
    """Whoever trains again gets the same weights."""
    one, other = (
        learn_clauses(sentences(), NO_GROUPS, 0.4, 0.01, HOW, np.random.default_rng(7))[0].tolist() for _ in range(2)
    )

    assert one == other


def test_a_sign_of_what_is_right_comes_to_speak_for_it():
    """And one of what is not against it; one that too few things have is not weighed at all."""
    lessons = [({"named": 1.0}, 1.0, 1.0), ({"of others": 1.0}, 0.0, 1.0)] * 20 + [({"rare": 1.0}, 1.0, 1.0)]

    weights = learned(lessons, Model(epochs=20, held=1.0, least=2))

    assert weights["named"] > 1.0
    assert weights["of others"] < -1.0
    assert weights.keys() == {BIAS, "named", "of others"}
