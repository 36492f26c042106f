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


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("It was delivered on 13/2 and leaks.", "2026-02-13", "2026-02-13"),
        ("Your statement of 27.02. is wrong.", "2026-02-27", "2026-02-27"),
        ("2/15 在 LINE 反映，没人理", "2026-02-15", "2026-02-15"),
        ("2.15下单，还没发货", "2026-02-15", "2026-02-15"),
        ("坏了，5号到货的", "2026-03-05", "2026-03-05"),
        ("都18号了，还是没人来", "2026-03-18", "2026-03-18"),
        ("请在28号前送到", "2026-03-28", "2026-03-28"),
        ("It is now the 17th and nothing came.", "2026-03-17", "2026-03-17"),
        ("It failed on the 12th of this month.", "2026-03-12", "2026-03-12"),
        ("We ordered on Thursday of last week.", "2026-03-12", "2026-03-12"),
        ("the week before last", "2026-03-02", "2026-03-08"),
        ("上上周", "2026-03-02", "2026-03-08"),
        ("上周末", "2026-03-14", "2026-03-15"),
        ("It was installed last year.", "2025-01-01", "2025-12-31"),
        ("前年买的", "2024-01-01", "2024-12-31"),
        ("大年初六买的", "2026-02-22", "2026-02-22"),
        ("正月十五买的", "2026-03-03", "2026-03-03"),
        ("去年双十一买的", "2025-11-11", "2025-11-11"),
        ("It broke on Boxing Day.", "2025-12-26", "2025-12-26"),
        ("It came on 5/3 and cost £40, or 46 €.", "2026-03-05", "2026-03-05"),
        ("最慢 4/22 前補寄", "2026-04-22", "2026-04-22"),
    ],
)
def test_a_day_may_be_written_short(text: str, first: str, last: str) -> None:
    """Without a year, a month, or as a feast; by what stands around it."""
    assert [(str(fact.value.first), str(fact.value.last)) for fact in dates(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was ordered on 1/30 and sent on 2/3.", ["2026-01-30", "2026-02-03"]),
        ("It was ordered on 30/1 and sent on 2/3.", ["2026-01-30", "2026-03-02"]),
        ("订单于 30/1 下单，2/3 到货，坏了。", ["2026-01-30", "2026-03-02"]),
    ],
)
def test_a_day_of_one_reading_tells_how_the_others_are_written(text: str, days: list[str]) -> None:
    """Who wrote "1/30" has put the month first, there and everywhere in the letter."""
    assert [str(fact.value.first) for fact in dates(text)] == days


@pytest.mark.parametrize(
    "text",
    [
        "The tap on the 5th floor leaks and the 3rd shelf is bent.",
        "A 3/8 bolt and a 5/16 inch nut.",
        "For 1/2 of the price I could have had two.",
        "I gave it 4/5 stars.",
        "Last year's model was better.",
        "评分只有4/5分，1/3的货是坏的",
        "15号楼2号机坏了",
        "地址是人民路18号，收到的是5号电池",
        "6号前台没人接",
        "10日内退款",
        "国庆路的店",
        "沈国庆 137 0000 9982",
        "车送去年检了",
    ],
)
def test_what_is_written_like_a_short_day_is_none(text: str) -> None:
    """Floors, fractions, ratings, houses, sizes, streets and spans of days."""
    assert dates(text) == ()
