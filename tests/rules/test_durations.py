"""Lengths of time as packs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.durations import Budget, Unit


@pytest.mark.parametrize(
    "written, amount, unit",
    [
        ("30 minutes", 30, Unit.MINUTES),
        ("1 hour", 1, Unit.HOURS),
        ("48 hours", 48, Unit.HOURS),
        ("3 days", 3, Unit.DAYS),
        ("30 working minutes", 30, Unit.WORKING_MINUTES),
        ("4 working hours", 4, Unit.WORKING_HOURS),
        (" 5  Working  Days ", 5, Unit.WORKING_DAYS),
    ],
)
def test_a_number_and_a_unit_are_a_budget(written: str, amount: int, unit: Unit):
    """Every unit of the manual can be written, in singular and plural, in any case."""
    assert Budget.parse(written) == Budget(amount, unit)


@pytest.mark.parametrize(
    "written", ["5", "", "five days", "1.5 hours", "-3 days", "3 weeks", "3 days 4 hours", "3d", "3days"]
)
def test_what_could_be_misread_is_refused_with_advice(written: str):
    """A bare number, a fraction or an unknown unit is never guessed at; the error says what to write."""
    with pytest.raises(ValueError, match="write a whole number and minutes, hours"):
        Budget.parse(written)


@pytest.mark.parametrize("written", ["0 days", "0 working hours", "1001 days", "9999999 minutes"])
def test_no_time_and_endless_time_are_refused(written: str):
    """A budget is at least one of its unit and at most a thousand days."""
    with pytest.raises(ValueError, match="write"):
        Budget.parse(written)


@given(st.integers(1, 1000), st.sampled_from(Unit))
def test_a_budget_reads_back_as_it_is_shown(amount: int, unit: Unit):
    """What a budget looks like in a notice can be pasted into a pack."""
    budget = Budget(amount, unit)
    assert Budget.parse(str(budget)) == budget
