"""The courier's procedure, figure by figure."""

from __future__ import annotations

import pytest

from parsers.letter import Amount, AmountRole, Fact, Flag, Letter, Product, Remedy, Topic, Urgency
from rules import ClockKind, decide, load
from rules.policy import Heard, Period, Start
from rules.vocabulary import History
from tests.rules.letters import letter
from tests.rules.terms import figures, report

COURIER = load("courier")
LEVELS = ("normal", "high", "critical")


def test_the_department_signs_within_ten_minutes_at_every_level():
    """Else its head hears of it."""
    assert figures(COURIER, ClockKind.SIGNING) == dict.fromkeys(LEVELS, "10 minutes")
    assert {COURIER.clocks[level, ClockKind.SIGNING].heard for level in LEVELS} == {Heard.LADDER}
    assert COURIER.ladder.first == ("head",)


def test_progress_is_reported_every_half_hour_from_signing():
    """Working minutes; a missed one is only a reminder to the department, each further half hour."""
    assert figures(COURIER, ClockKind.PROGRESS) == dict.fromkeys(LEVELS, "30 working minutes")
    for level in LEVELS:
        clock = COURIER.clocks[level, ClockKind.PROGRESS]
        assert (clock.start, clock.heard, str(clock.again)) == (Start.SIGNED, Heard.NOBODY, "30 working minutes")


def test_the_customers_answer_is_promised_as_in_the_standard_pack():
    """What this pack does not say is as there."""
    standard = load("standard")
    assert figures(COURIER, ClockKind.ANSWER) == figures(standard, ClockKind.ANSWER)
    assert [level.code for level in COURIER.levels] == [level.code for level in standard.levels]


def test_the_customer_is_called_back_after_ninety_minutes_and_a_yes_is_reported():
    """To the department's head and to general affairs."""
    assert str(COURIER.care.check_after) == "90 minutes"
    assert COURIER.care.satisfied_tells == ("head", "administration")


def test_there_is_a_monthly_summary_on_the_first_working_day_at_nine():
    """Staff and department figures, compensation, trend."""
    monthly = report(COURIER, "monthly summary")
    assert (monthly.every, monthly.on, monthly.at, monthly.to) == (Period.MONTH, None, 540, ("managers",))
    assert {"staff", "satisfaction", "compensation", "trend", "measures"} <= set(monthly.sections)


@pytest.mark.parametrize(
    "what, tag, department, level",
    [
        (letter(topic=Fact(Topic.LATE_DELIVERY)), "late", "logistics", "normal"),
        (letter("Your driver lost my parcel.", topic=Fact(Topic.LATE_DELIVERY)), "lost", "logistics", "high"),
        (letter("我的快件丢失了"), "lost", "logistics", "high"),
        (letter(topic=Fact(Topic.WRONG_OR_MISSING_GOODS)), "lost", "logistics", "high"),
        (letter(topic=Fact(Topic.DAMAGED_IN_TRANSIT)), "damaged", "logistics", "normal"),
        (letter(topic=Fact(Topic.SERVICE_ATTITUDE)), "attitude", "administration", "normal"),
        (letter(topic=Fact(Topic.BILLING)), "charge", "finance", "normal"),
    ],
)
def test_a_complaint_is_classified_by_its_content(what: Letter, tag: str, department: str, level: str):
    """Late, lost, damaged, attitude, charge."""
    decision = decide(COURIER, what)
    assert tag in decision.tags
    assert (decision.department, decision.level) == (department, level)


@pytest.mark.parametrize(
    "what, level",
    [
        (letter(products=(Fact(Product("parcels", 10)),)), "high"),  # reach
        (letter(products=(Fact(Product("parcels", 9)),)), "normal"),
        (letter(amounts=(Fact(Amount(500_000, "CNY", AmountRole.CLAIMED)),)), "high"),
        (letter(prior_contact=Fact(value=True)), "high"),  # dissatisfaction
        (letter(flags=(Fact(Flag.PUBLIC_THREAT),)), "high"),
        (letter(flags=(Fact(Flag.PUBLIC_CHANNEL),), legal_threat=Fact(value=True)), "critical"),
        (letter(flags=(Fact(Flag.PUBLIC_CHANNEL),), urgency=Fact(Urgency.HIGH)), "critical"),
        (letter(flags=(Fact(Flag.INJURY),)), "critical"),
        (letter(), "normal"),
    ],
)
def test_the_level_follows_from_content_reach_and_dissatisfaction(what: Letter, level: str):
    """The gravest of the three."""
    assert decide(COURIER, what).level == level


def test_who_complains_again_about_the_same_is_served_first():
    """The desk remembers."""
    assert decide(COURIER, letter(), history=History(repeats=2)).level == "high"


def test_a_partner_is_marked_and_people_confirm_who_is_responsible():
    """The mark decides no department; WRONG and REASSIGN know the partners by several names."""
    decision = decide(COURIER, letter("加盟网点态度差", topic=Fact(Topic.LATE_DELIVERY)))
    assert (decision.department, decision.tags) == ("logistics", ("late", "partner"))
    assert {"subcontractor", "加盟"} <= set(COURIER.role("partner").aliases)


def test_compensation_is_marked_so_that_it_can_be_tracked():
    """Whoever asks for money is in the compensation figures."""
    assert decide(COURIER, letter(remedies=(Fact(Remedy.REFUND),))).tags == ("compensation",)


def test_what_nobody_else_is_named_for_goes_to_regional_sales():
    """The sales manager assigns the regional lead."""
    assert decide(COURIER, letter()).department == "sales"
    assert {rule.department for rule in COURIER.rules} <= {
        "logistics", "administration", "finance", "sales", None,
    }  # fmt: skip
