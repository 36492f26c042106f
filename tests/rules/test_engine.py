"""What becomes of letters under the standard pack, and under packs of a few lines."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from parsers.letter import Fact, Flag, Letter, Origin, Purpose, Remedy, Topic, Urgency
from rules import Decision, Handling, Policy, decide, load
from rules.vocabulary import Fired, History
from tests.rules.letters import letter, said

STANDARD = load("standard")


def pack(folder: Path, rules: str) -> Policy:
    """The standard pack with rules of our own in front."""
    file = folder / "our.toml"
    file.write_text('extends = "standard"\ntitle = { en = "Ours", zh = "本公司" }\n' + rules, encoding="utf-8")
    return load(file)


def rule(name: str, when: str, then: str) -> str:
    """One rule as TOML."""
    return f"[[rule]]\nname = '{name}'\nwhen = '''{when}'''\nwhy = {{ en = 'because', zh = '因为' }}\nthen = {{ {then} }}\n"


def fired(decision: Decision, name: str) -> Fired:
    """The account of one rule."""
    return next(account for account in decision.fired if account.rule == name)


def test_a_sure_complaint_opens_a_case_and_says_why_in_the_letters_own_words():
    """Department, level and tags come with the rules, their sentences in both languages, and the customer's words."""
    text = "Two kettles leak at the base. Please act immediately, our line stopped this morning!"
    decision = decide(
        STANDARD,
        letter(
            text,
            topic=said(Topic.PRODUCT_QUALITY, "leak", text),
            urgency=said(Urgency.CRITICAL, "immediately", text),
            flags=(said(Flag.LINE_STOPPED, "line stopped", text), said(Flag.BATCH, "Two", text)),
        ),
    )
    assert (decision.handling, decision.level, decision.department) == (Handling.CASE, "critical", "quality")
    assert decision.tags == ("line_stopped", "batch")
    stopped = fired(decision, "customer's line stopped")
    assert stopped.words == ("line stopped",)  # not "Two": that is another flag
    assert (stopped.why, stopped.why_zh) == ("the customer's production stands still", "客户生产线停产")
    assert fired(decision, "product quality").words == ("leak",)
    assert "most urgent: the writer's situation is critical" in decision.reason


def test_without_a_rule_the_packs_defaults_hold():
    """A complaint about nothing in particular goes to customer service, at the normal level."""
    decision = decide(STANDARD, letter("I am not happy."))
    assert (decision.handling, decision.level, decision.department) == (Handling.CASE, "normal", "service")
    assert [account.rule for account in decision.fired] == ["handling"]


@pytest.mark.parametrize(
    "what, expected",
    [
        (letter(), Handling.CASE),
        (letter(confidence=0.4), Handling.CASE),
        (letter(confidence=0.39), Handling.TRIAGE),
        (letter(purpose=Purpose.ENQUIRY), Handling.ENQUIRY),
        (letter(purpose=Purpose.ORDER), Handling.ENQUIRY),
        (letter(purpose=Purpose.DUNNING, invoices=(Fact("1"),)), Handling.ENQUIRY),
        (letter(purpose=Purpose.ENQUIRY, confidence=0.5), Handling.ENQUIRY),
        (letter(purpose=Purpose.ENQUIRY, confidence=0.49), Handling.TRIAGE),
        (letter(purpose=Purpose.ENQUIRY, flags=(Fact(Flag.INJURY),)), Handling.TRIAGE),
        (letter(purpose=Purpose.ENQUIRY, legal_threat=Fact(value=True)), Handling.TRIAGE),
        (letter(purpose=Purpose.UNCLEAR), Handling.TRIAGE),
        (letter(purpose=Purpose.REPLY), Handling.TRIAGE),
        (letter(purpose=Purpose.THANKS), Handling.FILE),
        (letter(purpose=Purpose.NEWSLETTER), Handling.FILE),
        (letter(purpose=Purpose.NOTICE), Handling.FILE),
        (letter(purpose=Purpose.THANKS, confidence=0.72), Handling.FILE),
        (letter(purpose=Purpose.THANKS, confidence=0.71), Handling.TRIAGE),
        (letter(purpose=Purpose.THANKS, invoices=(Fact("89621"),)), Handling.TRIAGE),
        (letter(purpose=Purpose.NEWSLETTER, orders=(Fact("A-1"),)), Handling.TRIAGE),
        (letter(purpose=Purpose.THANKS, remedies=(Fact(Remedy.REFUND),)), Handling.TRIAGE),
        (letter(purpose=Purpose.THANKS, defect=(Fact("leaks"),)), Handling.TRIAGE),
        (letter(purpose=Purpose.NOTICE, flags=(Fact(Flag.FIRE),)), Handling.TRIAGE),
        (letter(purpose=Purpose.NOTICE, urgency=Fact(Urgency.CRITICAL)), Handling.TRIAGE),
        (letter(purpose=Purpose.NEWSLETTER, remedies=(Fact(Remedy.DISCOUNT),), origin=Origin.LIST), Handling.FILE),
        (letter(language="und"), Handling.TRIAGE),
        (letter(purpose=Purpose.THANKS, language="und"), Handling.TRIAGE),
        (letter(purpose=Purpose.NEWSLETTER, language="und", origin=Origin.LIST), Handling.FILE),
    ],
)  # fmt: skip
def test_when_in_doubt_a_person_looks(what: Letter, expected: Handling):
    """Nothing that might be a complaint is filed, nothing that might be harmless is called a complaint."""
    assert decide(STANDARD, what).handling is expected


def test_only_what_surely_is_nothing_is_ever_filed():
    """Whatever a letter says, silence needs a harmless purpose, certainty, and no number, threat or danger."""
    alarming: tuple[dict[str, Any], ...] = (
        {"invoices": (Fact("1"),)},
        {"flags": (Fact(Flag.BATCH),)},
        {"legal_threat": Fact(value=True)},
    )
    for purpose in Purpose:
        for sure in (0.0, 0.5, 0.71, 0.72, 1.0):
            harmless = purpose in {Purpose.THANKS, Purpose.NEWSLETTER, Purpose.NOTICE} and sure >= 0.72
            filed = decide(STANDARD, letter(purpose=purpose, confidence=sure)).handling is Handling.FILE
            assert filed == harmless
            for extra in alarming:
                assert decide(STANDARD, letter(purpose=purpose, confidence=sure, **extra)).handling is not Handling.FILE


def test_a_desk_that_reads_english_only_gives_chinese_letters_to_a_person():
    """The languages are the desk's, not the parsers'."""
    assert decide(STANDARD, letter(language="zh")).handling is Handling.CASE
    assert decide(STANDARD, letter(language="zh"), languages=("en",)).handling is Handling.TRIAGE


def test_the_first_department_and_the_gravest_level_win_and_tags_add_up(tmp_path: Path):
    """Rules are asked in their order, the pack's own before those it inherits."""
    policy = pack(
        tmp_path,
        rule("a", "true", 'department = "sales", level = "high", tags = ["x", "y"]')
        + rule("b", "true", 'department = "finance", level = "critical", tags = ["y", "z"]')
        + rule("c", "true", 'level = "normal"'),
    )
    decision = decide(policy, letter(topic=Fact(Topic.PRODUCT_QUALITY)))
    assert (decision.department, decision.level, decision.tags) == ("sales", "critical", ("x", "y", "z"))
    assert [account.rule for account in decision.fired] == ["handling", "a", "b", "c", "product quality"]


def test_what_lost_is_told_with_the_rule_that_decided_instead(tmp_path: Path):
    """A rule that fired and did not get its way is no riddle; one that agrees has lost nothing."""
    policy = pack(
        tmp_path,
        rule("a", "true", 'department = "sales", level = "high"')
        + rule("b", "true", 'department = "finance", level = "critical"')
        + rule("c", "true", 'department = "sales", level = "critical"')
        + rule("d", "false", 'department = "quality", level = "normal"'),
    )
    assert decide(policy, letter()).lost == (
        'a: not High: "b" is graver, with Critical',
        'b: not Finance: "a" comes first, with Sales',
    )
    assert decide(STANDARD, letter()).lost == ()


def test_a_decision_says_how_sure_the_reading_was_that_it_rests_on():
    """Also when a person has to look."""
    assert decide(STANDARD, letter(confidence=0.95)).confidence == 0.95
    unsure = decide(STANDARD, letter(confidence=0.2))
    assert (unsure.handling, unsure.confidence) == (Handling.TRIAGE, 0.2)


def test_a_rule_can_ask_when_a_letter_came_and_what_went_before(tmp_path: Path):
    """Working time and history come from the desk, not from the letter."""
    policy = pack(
        tmp_path,
        rule("night", "!working_time", 'tags = ["night"]')
        + rule("again", "repeats >= 3 && customer_earlier_cases >= 2", 'tags = ["again"]')
        + rule("everywhere", "product_repeats > 5", 'tags = ["everywhere"]'),
    )
    assert decide(policy, letter()).tags == ()
    assert decide(policy, letter(), working=False).tags == ("night",)
    known = History(earlier_cases=2, repeats=3, product_repeats=6)
    assert decide(policy, letter(), history=known).tags == ("again", "everywhere")


def test_a_rule_can_make_a_case_of_what_came_by_the_hotline(tmp_path: Path):
    """What is known of the channel and the customer beats what the letter looks like."""
    policy = pack(
        tmp_path,
        rule("hotline", 'channel == "hotline"', 'handling = "case"')
        + rule("well known", "customer_open_cases >= 2", 'handling = "triage"'),
    )
    note = letter(purpose=Purpose.NOTICE)
    assert decide(policy, note).handling is Handling.FILE
    assert decide(policy, note, channel="hotline").handling is Handling.CASE
    assert decide(policy, note, history=History(open_cases=2)).handling is Handling.TRIAGE


def test_a_rule_that_cannot_be_answered_sends_the_letter_to_a_person(tmp_path: Path):
    """A mistake that no sample showed loses no letter and files none; the decision names the rule."""
    policy = pack(tmp_path, rule("third invoice", 'topic == "billing" && invoices[2] == "7"', 'level = "high"'))
    decision = decide(policy, letter(topic=Fact(Topic.BILLING)))
    assert (decision.handling, decision.department) == (Handling.TRIAGE, "finance")
    assert "a person must look" in fired(decision, "third invoice").why


def test_words_can_be_sought_in_both_languages(tmp_path: Path):
    """Latin words whole, in any case, or by their beginning; Chinese anywhere, in any width."""
    policy = pack(tmp_path, rule("recall", 'words.mentions(["recall", "explo*", "召回", "ABC"])', 'tags = ["recall"]'))
    assert decide(policy, letter("A RECALL is due")).tags == ("recall",)
    assert decide(policy, letter("as I recalled")).tags == ()
    assert decide(policy, letter("it exploded")).tags == ("recall",)
    assert decide(policy, letter("请召回产品")).tags == ("recall",)
    assert decide(policy, letter("型号ＡＢＣ")).tags == ("recall",)
    assert fired(decide(policy, letter("A RECALL is due", subject="召回")), "recall").words == ("召回", "RECALL")


def test_words_that_prove_something_else_are_not_shown(tmp_path: Path):
    """A rule that asks for one flag or another thing shows no words of a flag it did not ask for."""
    policy = pack(tmp_path, rule("either", '"batch" in flags || topic == "billing"', 'tags = ["t"]'))
    text = "The line stopped; the invoice is wrong."
    what = letter(
        text,
        flags=(said(Flag.LINE_STOPPED, "line stopped", text),),
        topic=said(Topic.BILLING, "invoice is wrong", text),
    )
    assert fired(decide(policy, what), "either").words == ("invoice is wrong",)


def test_the_letters_words_stay_short_and_on_one_line(tmp_path: Path):
    """However long the evidence, the account of a rule fits a row of the handling form."""
    policy = pack(tmp_path, rule("any", "size(invoices) > 0", 'tags = ["n"]'))
    text = "long\nwords " * 50
    decision = decide(policy, letter(text, invoices=tuple(said(str(n), text[n:], text) for n in range(20))))
    words = fired(decision, "any").words
    assert 0 < len(words) <= 6
    assert all(len(word) <= 80 and "\n" not in word for word in words)


def test_the_same_letter_is_always_decided_the_same():
    """A decision can be taken again, by a replay or a rehearsal, and is equal."""
    what = letter("leaks", topic=Fact(Topic.PRODUCT_QUALITY), urgency=Fact(Urgency.HIGH))
    assert decide(STANDARD, what) == decide(STANDARD, what)


def test_a_hundred_rules_are_asked_within_a_millisecond(tmp_path: Path):
    """A pack may grow: the best of many runs of a hundred rules on a letter takes a millisecond at most."""
    rules = "".join(
        rule(f"r{n}", f'topic == "billing" && amount > {n}.0 || "batch" in flags && size(text) < {n}', 'tags = ["t"]')
        for n in range(100 - len(STANDARD.rules))
    )
    policy = pack(tmp_path, rules)
    assert len(policy.rules) == 100
    what = letter("The kettle leaks. " * 40, topic=Fact(Topic.BILLING))

    def once() -> float:
        begun = perf_counter()
        decide(policy, what)
        return perf_counter() - begun

    assert min(once() for _ in range(200)) <= 0.001
