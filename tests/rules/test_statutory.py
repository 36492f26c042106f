"""The packs that keep statutory times, each figure against its source (named in the pack's first lines)."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.letter import Amount, AmountRole, Fact, Letter
from rules import ClockKind, decide, load
from rules.policy import Heard
from rules.vocabulary import History
from tests.rules.letters import letter
from tests.rules.terms import budget, figures

PACKS = Path(__file__).parents[2] / "rules" / "packs"
STATUTORY = ("uk_disp", "eu_psd2", "au_rg271", "cn_banking", "cn_insurance")
STANDARD_LEVELS = ("normal", "high", "critical")


@pytest.mark.parametrize("name", STATUTORY)
def test_each_pack_names_its_source_and_leaves_no_extension_beyond_it_to_the_department(name: str):
    """Where the law has a last day, moving it is a manager's decision."""
    head = (PACKS / f"{name}.toml").read_text(encoding="utf-8").split("extends")[0]
    assert "# Source: " in head
    free = load(name).answering.extend_freely
    assert free == (20 if name == "eu_psd2" else 0)


def test_uk_eight_weeks_and_for_payments_fifteen_or_thirty_five_business_days():
    """DISP 1.6.2R, 1.6.2AR; early settlement by the third business day, DISP 1.5; records for three years, DISP 1.9."""
    policy = load("uk_disp")
    assert figures(policy, ClockKind.ANSWER) == dict.fromkeys(STANDARD_LEVELS, f"{8 * 7 * 24} hours")
    assert figures(policy, ClockKind.FIRST_REPLY) == dict.fromkeys(STANDARD_LEVELS, "3 working days")
    assert policy.clocks["normal", ClockKind.FIRST_REPLY].heard is Heard.NOBODY
    payment = decide(policy, letter("My direct debit was taken twice."))
    assert (payment.department, payment.tags) == ("payments", ("payment",))
    terms = policy.terms(level=payment.level, role=payment.department, tags=payment.tags)
    assert (budget(terms, ClockKind.ANSWER), budget(terms, ClockKind.CLOSING)) == ("15 working days", "35 working days")
    assert policy.keep_years == 3


def test_eu_fifteen_business_days_and_thirty_five_with_a_holding_letter():
    """PSD2, Article 101(2): what EXTEND may give without approval ends where the thirty-five end."""
    policy = load("eu_psd2")
    assert figures(policy, ClockKind.ANSWER) == dict.fromkeys(STANDARD_LEVELS, "15 working days")
    assert figures(policy, ClockKind.CLOSING) == dict.fromkeys(STANDARD_LEVELS, "35 working days")
    assert 15 + policy.answering.extend_freely == 35


def test_australia_thirty_days_and_forty_five_for_superannuation():
    """RG 271; nobody signs later than 24 hours after."""
    policy = load("au_rg271")
    assert figures(policy, ClockKind.ANSWER) == dict.fromkeys(STANDARD_LEVELS, f"{30 * 24} hours")
    assert figures(policy, ClockKind.SIGNING)["normal"] == "24 hours"
    decision = decide(policy, letter("My super fund does not answer."))
    terms = policy.terms(level=decision.level, role=decision.department, tags=decision.tags)
    assert budget(terms, ClockKind.ANSWER) == f"{45 * 24} hours"


@pytest.mark.parametrize("name", ["cn_banking", "cn_insurance"])
def test_china_fifteen_or_thirty_days_and_more_only_with_approval(name: str):
    """The measures of 2020: days of the calendar; the managers hear of a missed one at once."""
    policy = load(name)
    assert figures(policy, ClockKind.ANSWER) == {"simple": f"{15 * 24} hours", "complex": f"{30 * 24} hours"}
    assert {policy.clocks[level, ClockKind.ANSWER].heard for level in ("simple", "complex")} == {Heard.MANAGERS}


@pytest.mark.parametrize(
    "what, level",
    [
        (letter(), "simple"),
        (letter(legal_threat=Fact(value=True)), "complex"),
        (letter(amounts=(Fact(Amount(5_000_000, "CNY", AmountRole.CLAIMED)),)), "complex"),
        (letter("我们二十名客户共同投诉"), "complex"),
        (letter(prior_contact=Fact(value=True)), "complex"),
    ],
)
def test_china_a_complaint_is_complicated_by_law_sum_number_or_repetition(what: Letter, level: str):
    """Everything else is simple until a person says otherwise."""
    assert decide(load("cn_banking"), what).level == level
    assert decide(load("cn_banking"), letter(), history=History(repeats=2)).level == "complex"


@pytest.mark.parametrize(
    "text, department",
    [
        ("理赔太慢", "claims"),
        ("业务员销售误导", "sales"),
        ("申请退保被拒绝", "underwriting"),
        ("合同有误", "underwriting"),
    ],
)
def test_an_insurer_has_departments_of_its_own(text: str, department: str):
    """It extends the bank's pack, without cards and loans."""
    assert decide(load("cn_insurance"), letter(text)).department == department
    assert not {rule.name for rule in load("cn_insurance").rules} & {"cards", "loans"}
