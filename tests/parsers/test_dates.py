"""Days as people name them, resolved against the day of the letter: Friday, 20 March 2026."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.facts import read_facts
from parsers.letter import Fact, StatedDate

WRITTEN = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)


def dates(text: str, written: datetime | None = WRITTEN) -> tuple[Fact[StatedDate], ...]:
    """The stretches of days that a letter names."""
    return read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=written).dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 3 March", "2026-03-03", "2026-03-03"),
        ("on July 1st", "2025-07-01", "2025-07-01"),
        ("at the end of June", "2025-06-21", "2025-06-30"),
        ("between 3 and 5 March", "2026-03-03", "2026-03-05"),
        ("since January", "2026-01-01", "2026-01-31"),
        ("last Monday", "2026-03-16", "2026-03-16"),
        ("Monday, 2 March", "2026-03-02", "2026-03-02"),
        ("two weeks ago", "2026-03-06", "2026-03-06"),
        ("last month", "2026-02-01", "2026-02-28"),
        ("03/04/2026", "2026-04-03", "2026-04-03"),
        ("12/25/2025", "2025-12-25", "2025-12-25"),
        ("三月三号", "2026-03-03", "2026-03-03"),
        ("3月3日至5日", "2026-03-03", "2026-03-05"),
        ("6月底", "2025-06-21", "2025-06-30"),
        ("去年12月12日", "2025-12-12", "2025-12-12"),
        ("上个月5号", "2026-02-05", "2026-02-05"),
        ("上周一", "2026-03-09", "2026-03-09"),
        ("前天", "2026-03-18", "2026-03-18"),
        ("半个月前", "2026-03-05", "2026-03-05"),
        ("民國115年3月1日", "2026-03-01", "2026-03-01"),
    ],
)
def test_a_day_is_resolved_against_the_letters_own(text: str, first: str, last: str) -> None:
    """A day and month alone are the nearest in the past; days are counted back from the letter's."""
    assert [(str(fact.value.first), str(fact.value.last)) for fact in dates(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "day"),
    [("by 30 March", "2026-03-30"), ("请于4月5日前答复", "2026-04-05"), ("by next Friday", "2026-03-27")],
)
def test_a_deadline_may_lie_ahead(text: str, day: str) -> None:
    """After "by" the nearest such day on either side is meant."""
    assert [str(fact.value.first) for fact in dates(text)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "you may 3 times",
        "31 June 2025",
        "3/3",
        "version 1.2.2026.5",
        "Monday to Friday",
        "order 20260303",
    ],
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    """Verbs, impossible days, fractions, versions, opening hours and order numbers name no day."""
    assert dates(text) == ()


def test_without_the_letters_own_day_only_full_dates_are_resolved() -> None:
    """Nobody knows which 3 March is meant when the letter has no date."""
    read = dates("on 3 March, yesterday, and 2026-03-05; 2026年3月7日", None)
    assert [str(fact.value.first) for fact in read] == ["2026-03-05", "2026-03-07"]


def test_a_date_points_at_its_words() -> None:
    """The evidence of a date is what the writer wrote."""
    text = "It came at the end of June and broke."
    (span,) = dates(text)[0].spans
    assert text[span.start : span.end] == "end of June"
