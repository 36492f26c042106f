"""The manufacturing supplier's class A and class B, figure by figure."""

from __future__ import annotations

import pytest

from parsers.letter import Amount, AmountRole, Fact, Flag, Letter, Remedy, Topic, Urgency
from rules import ClockKind, decide, load
from rules.policy import Heard, Start
from rules.vocabulary import History
from tests.rules.letters import letter
from tests.rules.terms import budget, figures, report

MANUFACTURING = load("manufacturing")


def loss(sum_: int, currency: str | None = "CNY", minor: int = 100) -> Letter:
    """A complaint with a possible loss."""
    return letter(amounts=(Fact(Amount(sum_ * minor, currency, AmountRole.LOSS)),))


@pytest.mark.parametrize(
    "what, level",
    [
        (letter(flags=(Fact(Flag.LINE_STOPPED),)), "A"),
        (letter(flags=(Fact(Flag.BATCH),)), "A"),
        (letter(flags=(Fact(Flag.ROHS),)), "A"),
        (letter(flags=(Fact(Flag.REACH),)), "A"),
        (loss(5_000), "A"),
        (loss(5_000, None), "A"),  # a sum without currency is yuan
        (loss(4_999), "B"),
        (loss(700, "EUR"), "A"),
        (loss(699, "USD"), "B"),
        (loss(5_000, "JPY", minor=1), "B"),  # some 240 yuan
        (loss(100_000, "JPY", minor=1), "A"),
        (loss(500_000, "KRW", minor=1), "B"),
        (loss(1_000_000, "KRW", minor=1), "A"),
        (letter(urgency=Fact(Urgency.CRITICAL)), "B"),  # urgency is no reason
        (letter(topic=Fact(Topic.PRODUCT_QUALITY)), "B"),
        (letter(), "B"),
    ],
)
def test_class_a_is_a_stopped_line_a_batch_a_loss_or_a_forbidden_substance(what: Letter, level: str):
    """Everything else is class B."""
    assert decide(MANUFACTURING, what).level == level


@pytest.mark.parametrize("repeats, level", [(1, "B"), (2, "B"), (3, "A"), (4, "A")])
def test_the_third_complaint_about_the_same_fault_is_class_a(repeats: int, level: str):
    """Same customer, same product, same kind of defect within 90 days."""
    decision = decide(MANUFACTURING, letter(), history=History(repeats=repeats))
    assert decision.level == level
    assert ("watched" in decision.tags) == (repeats > 1)
    assert str(MANUFACTURING.repeats_within) == "90 days"


def test_the_same_fault_at_other_customers_is_watched():
    """It is a repeated fault, though not a repeated complaint."""
    decision = decide(MANUFACTURING, letter(), history=History(product_repeats=5))
    assert (decision.level, decision.tags) == ("B", ("repeated", "watched"))


def test_hidden_risks_are_watched():
    """In both languages."""
    assert decide(MANUFACTURING, letter("There is a hidden risk.")).tags == ("watched",)
    assert decide(MANUFACTURING, letter("存在安全隐患")).tags == ("watched",)


def test_class_a_is_announced_to_those_who_must_act():
    """The general manager's office, plant, quality, technology, business unit."""
    terms = MANUFACTURING.terms(level="A", role="quality")
    assert terms.announces == (
        "general_manager", "plant_head", "quality_head", "technical_lead", "business_unit_manager",
    )  # fmt: skip
    assert terms.any_hour
    assert MANUFACTURING.terms(level="B", role="quality").announces == ()


def test_class_a_has_a_preliminary_report_in_twenty_four_hours_or_the_managers_hear_at_once():
    """Clock time from receipt."""
    assert figures(MANUFACTURING, ClockKind.REPORT) == {"A": "24 hours"}
    clock = MANUFACTURING.clocks["A", ClockKind.REPORT]
    assert (clock.start, clock.heard) == (Start.RECEIVED, Heard.MANAGERS)


def test_class_b_has_a_first_reply_within_forty_eight_hours_of_receipt():
    """Any command but ACCEPT."""
    assert figures(MANUFACTURING, ClockKind.FIRST_REPLY) == {"B": "48 hours"}
    clock = MANUFACTURING.clocks["B", ClockKind.FIRST_REPLY]
    assert (clock.start, clock.accept_stops) == (Start.RECEIVED, False)


def test_signing_and_the_customers_answer_have_their_times():
    """Class A: half an hour of clock time, one working day."""
    assert figures(MANUFACTURING, ClockKind.SIGNING) == {"B": "4 working hours", "A": "30 minutes"}
    assert figures(MANUFACTURING, ClockKind.ANSWER) == {"B": "5 working days", "A": "1 working day"}


@pytest.mark.parametrize(
    "what",
    [
        letter("Please send us your 8D report."),
        letter("We expect corrective actions."),
        letter("请提交纠正措施"),
        letter(remedies=(Fact(Remedy.EXPLANATION),)),
    ],
)
def test_whoever_wants_measures_in_writing_gets_them(what: Letter):
    """RESOLVE without measures is refused."""
    decision = decide(MANUFACTURING, what)
    assert decision.tags == ("measures_wanted",)
    terms = MANUFACTURING.terms(level=decision.level, role=decision.department, tags=decision.tags)
    assert terms.mandatory == ("cause", "solution", "measures")
    assert MANUFACTURING.terms(level="B", role="quality").mandatory == ("cause", "solution")


def test_quality_passes_on_and_tracks_what_no_rule_sends_elsewhere():
    """Transport, invoices and conduct have their departments as in the standard pack."""
    assert decide(MANUFACTURING, letter()).department == "quality"
    assert decide(MANUFACTURING, letter(topic=Fact(Topic.AFTER_SALES_REPAIR))).department == "quality"
    assert decide(MANUFACTURING, letter(topic=Fact(Topic.LATE_DELIVERY))).department == "logistics"
    assert decide(MANUFACTURING, letter(topic=Fact(Topic.BILLING))).department == "finance"


def test_late_replies_missing_measures_and_repeated_faults_are_listed():
    """Every Monday, for assessment."""
    digest = report(MANUFACTURING, "weekly digest")
    assert {"late", "measures", "repeats"} <= set(digest.sections)
    assert (digest.on, digest.at, digest.to) == (0, 540, ("managers",))


def test_class_a_is_graver_than_class_b():
    """The gravest level that a rule names wins."""
    assert [level.code for level in MANUFACTURING.levels] == ["B", "A"]
    terms = MANUFACTURING.terms(level="A", role="quality")
    assert budget(terms, ClockKind.FIRST_REPLY) is None
