"""The fuzz target, as far as a test suite has time for it; `python -m tests.fuzz --seconds 600` goes further."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.__main__ import complaint
from tests.fuzz.mutations import mutated, seeds

LETTERS = 120


def test_mutated_letters_are_read():
    """Letters of the corpus, mutated at random, keep every promise that reading makes."""
    letters = seeds()
    wrong = {number: complaint(mutated(letters, Random(f"0 {number}"))) for number in range(LETTERS)}
    assert {number: said for number, said in wrong.items() if said} == {}


def test_a_seed_makes_the_same_letters():
    """What was found once can be found again."""
    letters = seeds()
    assert mutated(letters, Random("1 7")) == mutated(letters, Random("1 7"))


def test_the_fuzzer_notices(monkeypatch: pytest.MonkeyPatch):
    """A reader that raises is found out."""

    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("tests.fuzz.__main__.compose", fail)
    assert complaint(b"x") == "It raises RecursionError: too deep"
