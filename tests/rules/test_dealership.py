"""The car dealership's two regulations, figure by figure."""

from __future__ import annotations

import pytest

from parsers.letter import Amount, AmountRole, Fact, Flag, Letter, Topic, Urgency
from rules import ClockKind, decide, load
from rules.policy import Heard, Period, ReportKind, Start
from rules.vocabulary import History
from tests.rules.letters import letter
from tests.rules.terms import budget, figures, report

DEALERSHIP = load("dealership")


def loss(yuan: int, role: AmountRole = AmountRole.CLAIMED) -> Letter:
    """A complaint that claims, or has cost, so much."""
    return letter(amounts=(Fact(Amount(yuan * 100, "CNY", role)),))


def test_four_levels_of_which_three_rise():
    """General rises to intermediate, that to severe; unreasonable is for people only."""
    assert [(x.code, x.zh, x.rises_to, x.any_hour, x.people_only) for x in DEALERSHIP.levels] == [
        ("general", "一般", "intermediate", False, False),
        ("intermediate", "中级", "severe", False, False),
        ("severe", "强烈", None, True, False),
        ("unreasonable", "非理性", None, False, True),
    ]


def test_the_department_signs_within_an_hour_half_an_hour_or_ten_minutes():
    """Handover: an hour and half an hour of working time, ten minutes of clock time."""
    assert figures(DEALERSHIP, ClockKind.SIGNING) == {
        "general": "1 working hour",
        "intermediate": "30 working minutes",
        "severe": "10 minutes",
    }


def test_the_first_reply_comes_within_eight_four_or_two_hours_of_signing():
    """ACCEPT alone is none. A miss costs, but raises no level."""
    assert figures(DEALERSHIP, ClockKind.FIRST_REPLY) == {
        "general": "8 working hours",
        "intermediate": "4 working hours",
        "severe": "2 hours",
    }
    for level in ("general", "intermediate", "severe"):
        clock = DEALERSHIP.clocks[level, ClockKind.FIRST_REPLY]
        assert (clock.start, clock.accept_stops, clock.penalty, clock.rises) == (Start.SIGNED, False, True, False)


def test_a_case_is_closed_within_three_five_or_seven_days_or_rises():
    """From receipt; a miss costs and raises the level. The customer's answer is promised for the same day."""
    days = {"general": "3 days", "intermediate": "5 days", "severe": "7 days"}
    assert figures(DEALERSHIP, ClockKind.CLOSING) == days
    assert figures(DEALERSHIP, ClockKind.ANSWER) == days
    for level in days:
        closing = DEALERSHIP.clocks[level, ClockKind.CLOSING]
        assert (closing.start, closing.penalty, closing.rises) == (Start.RECEIVED, True, True)
        answer = DEALERSHIP.clocks[level, ClockKind.ANSWER]
        assert (answer.heard, answer.penalty, answer.rises) == (Heard.NOBODY, False, False)


def test_severe_stays_severe_and_goes_to_the_general_manager():
    """Where no level is left to rise to."""
    assert DEALERSHIP.ladder.top == ("general_manager",)


def test_a_granted_deferral_makes_an_unreasonable_complaint_without_any_clock():
    """Not even in after-sales, and not in public."""
    assert DEALERSHIP.answering.deferred_level == "unreasonable"
    for tags in ((), ("public",)):
        assert not DEALERSHIP.terms(level="unreasonable", role="service", tags=tags, channel="hotline").clocks


@pytest.mark.parametrize(
    "what, level",
    [
        (loss(10_000), "severe"),
        (loss(10_000, AmountRole.LOSS), "severe"),
        (loss(9_999), "intermediate"),
        (loss(1_000), "intermediate"),
        (loss(999), "general"),
        (loss(50_000, AmountRole.PRICE), "general"),  # what the car cost is no loss
        (letter(flags=(Fact(Flag.INJURY),)), "severe"),
        (letter(flags=(Fact(Flag.FIRE),)), "severe"),
        (letter(legal_threat=Fact(value=True)), "severe"),
        (letter(urgency=Fact(Urgency.CRITICAL)), "severe"),
        (letter(urgency=Fact(Urgency.HIGH)), "intermediate"),
        (letter(prior_contact=Fact(value=True)), "intermediate"),
        (letter(flags=(Fact(Flag.PUBLIC_THREAT),)), "intermediate"),
        (letter(flags=(Fact(Flag.PUBLIC_CHANNEL),)), "general"),  # a mark beside the level
        (letter(), "general"),
    ],
)
def test_the_level_follows_from_loss_danger_law_urgency_and_what_went_before(what: Letter, level: str):
    """Severe from 10,000, intermediate from 1,000."""
    assert decide(DEALERSHIP, what).level == level


def test_who_complains_about_the_same_thing_again_is_intermediate():
    """The desk's own memory counts as much as the letter's words."""
    assert decide(DEALERSHIP, letter(), history=History(repeats=2)).level == "intermediate"


@pytest.mark.parametrize(
    "what, department",
    [
        (letter(topic=Fact(Topic.AFTER_SALES_REPAIR)), "service"),
        (letter(topic=Fact(Topic.PRODUCT_QUALITY)), "service"),
        (letter(topic=Fact(Topic.SAFETY_COMPLIANCE)), "service"),
        (letter(flags=(Fact(Flag.BATCH),)), "service"),
        (letter(topic=Fact(Topic.LATE_DELIVERY)), "sales"),
        (letter("The sales consultant promised a free service."), "sales"),
        (letter("销售顾问承诺送保养，现在不认账。"), "sales"),
        (letter("Your advertisement promised a gift."), "marketing"),
        (letter("你们的广告是骗人的"), "marketing"),
        (letter(topic=Fact(Topic.BILLING)), "finance"),
        (letter(topic=Fact(Topic.SERVICE_ATTITUDE)), "administration"),
        (letter("The sales consultant was rude.", topic=Fact(Topic.SERVICE_ATTITUDE)), "administration"),
        (letter(), "service"),
    ],
)
def test_each_complaint_has_its_department(what: Letter, department: str):
    """Service station, sales, marketing, finance, general administration."""
    assert decide(DEALERSHIP, what).department == department


def test_no_department_is_named_that_a_dealership_does_not_have():
    """Inherited rules would send letters to quality and logistics."""
    assert {rule.department for rule in DEALERSHIP.rules} <= {
        "service", "sales", "marketing", "finance", "administration", None,
    }  # fmt: skip


@pytest.mark.parametrize("channel", ["media", "authority", "consumer_association"])
def test_a_public_complaint_has_the_clocks_of_a_severe_one_at_any_hour(channel: str):
    """Whatever its level; that stays what it is."""
    decision = decide(DEALERSHIP, letter(topic=Fact(Topic.BILLING)), channel=channel)
    assert (decision.level, decision.tags) == ("general", ("public",))
    terms = DEALERSHIP.terms(level="general", role="finance", tags=decision.tags, channel=channel)
    assert [budget(terms, kind) for kind in (ClockKind.SIGNING, ClockKind.FIRST_REPLY, ClockKind.CLOSING)] == [
        "10 minutes",
        "2 hours",
        "7 days",
    ]
    assert terms.any_hour


def test_a_threat_to_go_public_is_not_yet_the_channel():
    """It raises the level and leaves the clocks alone."""
    assert "public" not in decide(DEALERSHIP, letter(flags=(Fact(Flag.PUBLIC_THREAT),))).tags


def test_after_sales_cases_are_settled_in_three_days_with_cause_and_measures():
    """At every level; other departments have their own days."""
    for level in ("general", "intermediate", "severe"):
        terms = DEALERSHIP.terms(level=level, role="service")
        assert budget(terms, ClockKind.CLOSING) == budget(terms, ClockKind.ANSWER) == "3 days"
        assert terms.mandatory == ("cause", "solution", "measures")
        assert terms.clocks[ClockKind.CLOSING].penalty
        assert terms.clocks[ClockKind.CLOSING].rises
    assert DEALERSHIP.terms(level="severe", role="sales").mandatory == ("cause", "solution")
    assert {"strengthen inspection", "加强检查", "加强培训"} <= set(DEALERSHIP.answering.empty_phrases)


def test_a_major_after_sales_complaint_is_answered_in_thirty_minutes_and_the_director_has_a_copy():
    """ACCEPT is an answer here; from receipt. It costs like any missed clock."""
    terms = DEALERSHIP.terms(level="severe", role="service")
    first = terms.clocks[ClockKind.FIRST_REPLY]
    assert (str(first.budget), first.start, first.accept_stops, first.penalty) == (
        "30 minutes", Start.RECEIVED, True, True,
    )  # fmt: skip
    assert (terms.copies, terms.escalates) == (("service_director",), ())
    assert DEALERSHIP.terms(level="severe", role="sales").copies == ()


def test_what_comes_by_the_hotline_is_answered_in_three_hours_and_closed_in_three_days():
    """Unless it is a major complaint, whose thirty minutes are stricter."""
    terms = DEALERSHIP.terms(level="general", role="service", channel="hotline")
    first = terms.clocks[ClockKind.FIRST_REPLY]
    assert (str(first.budget), first.start, first.accept_stops) == ("3 hours", Start.RECEIVED, True)
    assert budget(terms, ClockKind.CLOSING) == "3 days"
    severe = DEALERSHIP.terms(level="severe", role="service", channel="hotline")
    assert budget(severe, ClockKind.FIRST_REPLY) == "30 minutes"
    assert decide(DEALERSHIP, letter(), channel="hotline").tags == ("hotline",)


def test_a_public_after_sales_complaint_is_signed_in_ten_minutes_and_a_major_one_goes_to_public_relations():
    """Like a severe one: 3b's thirty minutes never loosen 3a's ten. Closed in three days like all of after-sales."""
    terms = DEALERSHIP.terms(level="general", role="service", tags=("public",), channel="authority")
    assert (budget(terms, ClockKind.SIGNING), budget(terms, ClockKind.CLOSING)) == ("10 minutes", "3 days")
    assert terms.escalates == ()
    major = DEALERSHIP.terms(level="severe", role="service", tags=("public",), channel="authority")
    assert (major.escalates, major.copies) == (("public_relations",), ("service_director",))


def test_each_missed_clock_costs_by_level_and_again_each_month():
    """50, 100, 200 yuan; signed by the general manager, settled by administration and finance."""
    penalties = DEALERSHIP.penalties
    assert penalties is not None
    assert penalties.amounts == {"general": 50, "intermediate": 100, "severe": 200}
    assert (penalties.currency, penalties.monthly, penalties.signed_by) == ("CNY", True, "general_manager")
    assert penalties.settled_by == ("administration", "finance")
    charged = {kind for (_, kind), clock in DEALERSHIP.clocks.items() if clock.penalty}
    assert charged == {ClockKind.SIGNING, ClockKind.FIRST_REPLY, ClockKind.CLOSING}


def test_every_friday_at_nine_there_is_a_summary_and_a_penalty_bulletin():
    """In place of the standard Monday digest; the departments' lists still come on Mondays."""
    summary, bulletin = report(DEALERSHIP, "weekly digest"), report(DEALERSHIP, "penalty bulletin")
    assert (summary.kind, summary.every, summary.on, summary.at, summary.to) == (
        ReportKind.DIGEST, Period.WEEK, 4, 540, ("managers",),
    )  # fmt: skip
    assert {"categories", "levels", "departments", "rate", "deferred"} <= set(summary.sections)
    assert (bulletin.kind, bulletin.every, bulletin.on, bulletin.at, bulletin.to) == (
        ReportKind.PENALTIES, Period.WEEK, 4, 540, ("general_manager",),
    )  # fmt: skip
    assert report(DEALERSHIP, "worklist").on == 0
    assert len(DEALERSHIP.reports) == 4


def test_every_month_there_is_an_analysis_and_the_archive_is_kept_two_years():
    """For the service director and the general manager, on the first working day."""
    monthly = report(DEALERSHIP, "monthly analysis")
    assert (monthly.kind, monthly.every, monthly.on, monthly.at) == (ReportKind.DIGEST, Period.MONTH, None, 540)
    assert monthly.to == ("service_director", "general_manager")
    assert DEALERSHIP.keep_years == 2
