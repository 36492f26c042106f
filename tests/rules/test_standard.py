"""The standard procedure, figure by figure."""

from __future__ import annotations

import pytest

from parsers.letter import Fact, Flag, Letter, Purpose, Topic, Urgency
from rules import ClockKind, Handling, decide, load
from rules.policy import Heard, Period, ReportKind, Start
from tests.rules.letters import letter
from tests.rules.terms import figures, report

STANDARD = load("standard")


def test_three_levels_that_do_not_rise():
    """Normal, high, critical; only critical does not wait for working hours."""
    assert [(level.code, level.zh, level.rises_to, level.any_hour) for level in STANDARD.levels] == [
        ("normal", "普通", None, False),
        ("high", "紧急", None, False),
        ("critical", "特急", None, True),
    ]
    assert (STANDARD.default_department, STANDARD.default_level) == ("service", "normal")


def test_the_customer_is_promised_an_answer_within_five_two_or_one_working_days():
    """By level, from receipt."""
    assert figures(STANDARD, ClockKind.ANSWER) == {
        "normal": "5 working days",
        "high": "2 working days",
        "critical": "1 working day",
    }


def test_the_department_signs_within_four_working_hours_or_thirty_minutes():
    """From the handover, so that a WRONG starts it anew; critical: clock time."""
    assert figures(STANDARD, ClockKind.SIGNING) == {
        "normal": "4 working hours",
        "high": "4 working hours",
        "critical": "30 minutes",
    }
    assert {STANDARD.clocks[at].start for at in STANDARD.clocks if at[1] is ClockKind.SIGNING} == {Start.DISPATCHED}


def test_there_is_a_reminder_at_eighty_per_cent_and_again_every_working_day():
    """The head hears first, head and managers from the second miss."""
    for clock in STANDARD.clocks.values():
        assert (clock.remind_at, clock.heard, str(clock.again)) == (0.8, Heard.LADDER, "1 working day")
        assert (clock.penalty, clock.rises) == (False, False)
    assert (STANDARD.ladder.first, STANDARD.ladder.then) == (("head",), ("head", "managers"))


def test_the_customer_is_kept_informed():
    """One chase after 2 working days, a sign of life after 3, a delay by noon, a check 90 minutes after."""
    care = STANDARD.care
    assert (str(care.chase_after), str(care.contact_after), care.delay_by) == ("2 working days", "3 working days", 720)
    assert (str(care.check_after), str(care.silence_closes_after)) == ("90 minutes", "5 working days")
    assert (care.opens, care.closes, care.satisfied_tells) == (480, 1260, ())


def test_cause_and_solution_must_be_named_and_empty_phrases_are_known():
    """Five working days of delay are free; the second WRONG goes to the managers."""
    answering = STANDARD.answering
    assert (answering.mandatory, answering.extend_freely) == (("cause", "solution"), 5)
    assert (answering.wrongs_to_managers, answering.deferred_level, answering.closing_approval) == (2, None, None)
    assert {"strengthen inspection", "strengthen training", "will pay attention", "improve quality awareness"} <= set(
        answering.empty_phrases
    )
    assert {"加强检查", "加强培训", "加强管理", "提高意识"} <= set(answering.empty_phrases)


def test_managers_have_a_digest_and_departments_their_list_on_mondays_at_nine():
    """And no penalties."""
    assert [(r.kind, r.every, r.on, r.at, r.to) for r in STANDARD.reports] == [
        (ReportKind.DIGEST, Period.WEEK, 0, 540, ("managers",)),
        (ReportKind.WORKLIST, Period.WEEK, 0, 540, ()),
    ]
    assert report(STANDARD, "weekly digest").zh == "投诉周报"
    assert STANDARD.penalties is None
    assert (STANDARD.keep_years, str(STANDARD.repeats_within)) == (2, "90 days")


def test_a_complaint_taken_to_a_public_channel_is_not_left_until_the_morning():
    """Its reminders come at any hour, whatever its level; a threat alone does not do that."""
    done = decide(STANDARD, letter(flags=(Fact(Flag.PUBLIC_CHANNEL),)))
    threat = decide(STANDARD, letter(flags=(Fact(Flag.PUBLIC_THREAT),)))
    assert (done.level, done.tags, threat.level, threat.tags) == ("high", ("public",), "high", ("public_threat",))
    assert STANDARD.terms(level="normal", role="service", tags=done.tags).any_hour
    assert not STANDARD.terms(level="high", role="service", tags=threat.tags).any_hour


@pytest.mark.parametrize("channel", ["media", "authority", "consumer_association"])
def test_what_comes_through_an_authority_is_public_and_never_filed(channel: str):
    """Even what looks like a newsletter is seen by a person."""
    assert decide(STANDARD, letter(), channel=channel).tags == ("public",)
    assert decide(STANDARD, letter(purpose=Purpose.NOTICE), channel=channel).handling is Handling.TRIAGE
    assert decide(STANDARD, letter(purpose=Purpose.NOTICE)).handling is Handling.FILE


@pytest.mark.parametrize(
    "what, level, department",
    [
        (letter(flags=(Fact(Flag.INJURY),)), "critical", "quality"),
        (letter(flags=(Fact(Flag.LINE_STOPPED),)), "critical", "quality"),
        (letter(urgency=Fact(Urgency.CRITICAL)), "critical", "service"),
        (letter(urgency=Fact(Urgency.HIGH)), "high", "service"),
        (letter(legal_threat=Fact(value=True)), "high", "service"),
        (letter(flags=(Fact(Flag.ROHS),)), "high", "quality"),
        (letter(topic=Fact(Topic.PRODUCT_QUALITY)), "normal", "quality"),
        (letter(topic=Fact(Topic.AFTER_SALES_REPAIR)), "normal", "service"),
        (letter(topic=Fact(Topic.LATE_DELIVERY)), "normal", "logistics"),
        (letter(topic=Fact(Topic.BILLING)), "normal", "finance"),
        (letter(topic=Fact(Topic.SERVICE_ATTITUDE)), "normal", "administration"),
    ],
)
def test_each_kind_of_complaint_has_its_department_and_level(what: Letter, level: str, department: str):
    """What is not named here falls to customer service, at the normal level."""
    decision = decide(STANDARD, what)
    assert (decision.level, decision.department) == (level, department)
