"""What a customer's further letters do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from daemon.case import EventKind, State
from daemon.matching import Joins, Standing
from parsers.letter import Authentication, Correction, Fact, Purpose, Remedy
from tests.planning.desk import ANN, BELLA, HANNAH, QUALITY, Desk, at, letter, remark

RESOLVED = "RESOLVE\nCause: a brittle seal\nSolution: nine new kettles leave today"


@pytest.fixture
def desk() -> Desk:
    """Monday 09:00: Ann has complained about kettles."""
    desk = Desk()
    desk.complain()
    return desk


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Ann has the answer and has been asked whether it is settled."""
    desk.staff(RESOLVED)
    desk.turn(minutes=90)
    return desk


@pytest.mark.parametrize("words", ["YES", "是", "5", "4", "Yes, thank you!", "满意，谢谢"])
def test_yes(asked: Desk, words: str):
    """Closed; the customer is told so, and the department reads her words."""
    asked.customer(words, to="closure_check")
    assert asked.case_now.state is State.CLOSED
    assert asked.told("closed").ended.value == "satisfied"
    assert asked.told("update", QUALITY).satisfied
    assert asked.clocks == {}


@pytest.mark.parametrize("words", ["NO", "否", "1", "2", "No, they still leak."])
def test_no(asked: Desk, words: str):
    """Listened to: back to the department with her words, and a new promise."""
    asked.turn(at(24, 10))
    asked.customer(words, to="closure_check")
    assert asked.case_now.state is State.REOPENED
    again = asked.told("redispatch", QUALITY)
    assert (again.why.value, again.said) == ("dissatisfied", words)
    assert asked.case_now.promised_at == at(1, 18, month=12)
    assert asked.case_now.dossier.dissatisfied == 1


def test_no_a_second_time(asked: Desk):
    """From the second time on the head has a copy."""
    for _ in range(2):
        asked.customer("NO", to="closure_check")
        asked.staff(RESOLVED, to="redispatch")
        asked.turn(minutes=90)
    assert [notice.context.copy for notice in asked.sent("redispatch", HANNAH)] == [True]


def test_a_no_raises_the_level_where_levels_rise():
    """At the dealer's a dissatisfied general complaint becomes an intermediate one."""
    desk = Desk("dealership")
    desk.complain()
    desk.staff(RESOLVED + "\nMeasures: seals are tested")
    desk.turn(minutes=90)
    desk.customer("NO", to="closure_check")
    assert desk.case_now.level == "intermediate"
    assert EventKind.LEVELLED in desk.happened()


@pytest.mark.parametrize("words", ["3", "Perhaps.", "I have not looked yet."])
def test_neither_yes_nor_no(asked: Desk, words: str):
    """What says neither is shown to the department, and the case waits on."""
    asked.customer(words, to="closure_check")
    assert asked.case_now.state in (State.RESOLVED, State.CONFIRMING)
    assert asked.told("update", QUALITY).letter.text == words


def test_a_yes_without_the_mark_of_that_mail_decides_nothing(asked: Desk):
    """Only a reply to the very question counts; the words are shown to the department all the same."""
    asked.customer("YES", to="closure_check", proven=False)
    asked.customer("YES", to="acknowledgement")
    assert asked.case_now.state is State.CONFIRMING
    assert len(asked.sent("update", QUALITY)) == 2


def test_thanks_do_not_reopen(asked: Desk):
    """Closed, and she says thank you: the case stays closed, and nobody answers."""
    asked.customer("YES", to="closure_check")
    before = asked.kinds(ANN)
    asked.customer("Thank you!", to="closed", purpose=Purpose.THANKS, confidence=0.9)
    assert asked.case_now.state is State.CLOSED
    assert asked.kinds(ANN) == before


def test_thanks_that_are_read_as_a_plain_reply_do_not_reopen(asked: Desk):
    """A short thank-you whose purpose nobody can read is still no objection."""
    asked.customer("YES", to="closure_check")
    for words in ("Thank you!", "谢谢！", "Thanks, got it."):
        asked.customer(words, to="closed")
    assert asked.case_now.state is State.CLOSED


def test_an_objection_reopens(asked: Desk):
    """Closed by silence, and she objects: back to the department."""
    asked.turn(days=10)
    assert asked.case_now.state is State.CLOSED
    asked.customer("They leak again.", to="closed", purpose=Purpose.COMPLAINT, confidence=0.9)
    assert asked.case_now.state is State.REOPENED


def test_a_choice_that_is_not_there(desk: Desk):
    """7 of two: shown to the department, and she may still choose."""
    desk.staff("OPTIONS\nOption 1: repair\nBenefit: quick\nRisk: none\nOption 2: refund\nBenefit: simple\nRisk: none")
    desk.customer("7", to="options")
    assert desk.case_now.state is State.OPTIONS_SENT
    desk.customer("1", to="options")
    assert (desk.case_now.state, desk.case_now.dossier.chosen) == (State.AGREED, 1)
    assert desk.case_now.dossier.waiting_since is None


def test_further_words_reach_the_department_and_are_confirmed_once_a_day(desk: Desk):
    """Five letters on one day: five updates, one `added`; the next day one more."""
    for number in range(5):
        desk.customer(f"One more leaks: {number}.")
    assert len(desk.sent("update", QUALITY)) == 5
    assert len(desk.sent("added")) == 1
    desk.now += timedelta(days=1)
    desk.customer("And another.")
    assert len(desk.sent("added")) == 2


def test_a_correction_is_confirmed_each_time(desk: Desk):
    """She puts a number right: on record, told to the department, and confirmed to her although she wrote before."""
    desk.customer("One more leaks.")
    correction = Fact(Correction("invoices", "89612", "89621"))
    desk.customer("The invoice is 89612, not 89621.", corrections=(correction,), invoices=(Fact("89612"),))
    [corrected] = desk.told("added").corrected
    assert (corrected.of, corrected.right, corrected.wrong) == ("invoices", "89612", "89621")
    [event] = [event for event in desk.events["C2026-000001"] if event.kind is EventKind.CORRECTED]
    assert event.data["corrected"] == [["invoices", "89612", "89621"]]


@pytest.mark.parametrize("words", ["Thanks, it is batch 7.", "谢谢！", "It is batch 7."])
def test_an_answer_that_moves_the_promise_is_confirmed_with_the_new_date(desk: Desk, words: str):
    """The clocks stood still for three days, so the promise moves: she reads to when, though all she says is thanks."""
    desk.staff("ASK Which batch is it?")
    desk.now += timedelta(days=3)
    before = desk.case_now.promised_at
    desk.customer(words, to="clarification", purpose=Purpose.THANKS, confidence=0.9)
    assert desk.case_now.promised_at > before
    assert desk.told("added").promised == desk.case_now.promised_at


def test_thanks_that_move_nothing_are_not_confirmed(desk: Desk):
    """Nobody waited for her: thanks are thanks, and get no answer."""
    desk.customer("Thanks!", purpose=Purpose.THANKS, confidence=0.9)
    assert desk.sent("added") == []


def test_what_she_sends_is_not_asked_for_again(desk: Desk):
    """What was missing and has come is no longer chased."""
    assert desk.case_now.dossier.missing == ("pictures",)
    desk.customer("Nothing new.")
    assert desk.case_now.dossier.missing == ("pictures",)


def test_a_withdrawal_is_confirmed_by_the_department(desk: Desk):
    """She writes that it is settled: the department may close it, without a second mail."""
    desk.staff("ACCEPT")
    desk.customer("Please forget it, the matter is settled.")
    assert desk.case_now.dossier.withdrawn
    assert desk.case_now.state is State.ACCEPTED
    desk.staff("CLOSE", to="update")
    assert desk.case_now.state is State.CLOSED
    assert desk.told("closed").ended.value == "withdrawn"


def test_in_triage_the_managers_read_her(desk: Desk):
    """Whoever has the case reads what is added."""
    desk = Desk()
    desk.complain(letter(confidence=0.1))
    desk.customer("It is about the kettles.")
    assert desk.told("update", BELLA).letter.text == "It is about the kettles."
    assert desk.kinds(QUALITY) == []


OFFER = "OPTIONS\nOption 1: nine new kettles. Benefit: on Friday.\nOption 2: a repair. Benefit: your own kettles."


@pytest.mark.parametrize("words", ["I would take option 2, please.", "we'd go for the second one", "我选第二个"])
def test_a_choice_as_people_write_it(desk: Desk, words: str):
    """An option in running words is a choice: on record, told to the department, and confirmed."""
    desk.staff(OFFER)
    desk.customer(words, to="options")
    assert (desk.case_now.state, desk.case_now.dossier.chosen) == (State.AGREED, 2)
    update = desk.told("update", QUALITY)
    assert (update.choice, update.chosen.startswith("a repair")) == (2, True)
    assert desk.told("added", ANN).chosen.startswith("a repair")


def test_no_choice_can_be_read(desk: Desk):
    """Her words go to the department as such, and she hears so, once a day, though another letter was confirmed already."""
    desk.customer("One more leaks.")
    desk.staff(OFFER)
    for words in ("Thank you. The one with the money, or both?", "Well?"):
        desk.customer(words, to="options")
    assert [notice.context.unchosen for notice in desk.sent("added")] == [False, True]
    assert desk.told("update", QUALITY).unchosen
    assert desk.case_now.state is State.OPTIONS_SENT


def test_an_old_mail_answered_with_a_new_wish_reopens(asked: Desk):
    """Weeks after closing she answers the first mail: what asks for something is no mere addition."""
    asked.customer("YES", to="closure_check")
    asked.customer("Please send new ones.", remedies=(Fact(Remedy.REPLACEMENT),))
    assert asked.case_now.state is State.REOPENED
    assert asked.told("redispatch", QUALITY).said == "Please send new ones."


def test_words_that_do_not_reopen_are_told_as_such(asked: Desk):
    """The department reads that the case stays closed; who says that all is well gets no answer."""
    asked.customer("YES", to="closure_check")
    before = asked.kinds(ANN)
    asked.customer("Thank you again, all is well.")
    assert asked.told("update", QUALITY).stays_closed
    assert asked.kinds(ANN) == before


def test_the_answer_disputed_reopens(desk: Desk):
    """She need not be asked first: whoever complains in answer to the resolution is not asked if it is settled."""
    desk.staff(RESOLVED)
    desk.customer("I also want compensation.", to="resolution", purpose=Purpose.COMPLAINT, confidence=0.7)
    assert desk.case_now.state is State.REOPENED
    assert desk.case_now.dossier.dissatisfied == 1


def test_a_complaint_is_no_silence(asked: Desk):
    """Asked, she complains in another letter: the time that is taken as agreement begins anew."""
    asked.turn(at(27, 10))
    asked.customer("One leaks.", to="acknowledgement", purpose=Purpose.COMPLAINT, confidence=0.7)
    assert asked.told("update", QUALITY).unclear
    assert asked.case_now.dossier.checked_at == at(27, 10)


def test_no_and_then_yes(asked: Desk):
    """The yes comes to a case at work: the department confirms it, as it does a withdrawal."""
    asked.customer("NO", to="closure_check")
    asked.customer("Sorry, yes: all is settled.", to="closure_check")
    assert asked.case_now.dossier.withdrawn
    assert asked.told("update", QUALITY).withdrawn


def test_withdrawn_and_taken_up_again(desk: Desk):
    """After the second letter an OK of the department's closes nothing, and she hears that she was heard."""
    desk.customer("Please ignore my complaint, the matter is settled.")
    before = len(desk.sent("added"))
    desk.now += timedelta(days=1)
    desk.customer("I was wrong. Please go on with it.", purpose=Purpose.THANKS, confidence=0.5)
    assert len(desk.sent("added")) == before + 1
    desk.staff("OK", to="update")
    assert desk.case_now.state is State.ACCEPTED


def test_what_was_not_needed_is_not_chased(asked: Desk):
    """Pictures were asked for; the complaint was answered without: a no does not bring the question back."""
    asked.turn(days=10)
    asked.customer("They never came!", to="closed", purpose=Purpose.COMPLAINT, confidence=0.9)
    asked.turn(days=3)
    assert not asked.sent("clarification")


def test_another_choice_than_is_carried_out(desk: Desk):
    """She changes her mind: the department reads that it must look, and she that her words were passed on."""
    desk.staff("OPTIONS\nOption 1: repair\nBenefit: quick\nRisk: none\nOption 2: refund\nBenefit: simple\nRisk: none")
    desk.customer("2", to="options")
    desk.customer("On reflection, option 1 please.", to="options")
    assert desk.told("update", QUALITY).unchosen
    assert desk.told("added").unchosen


def test_a_number_put_right_twice_keeps_its_name(desk: Desk):
    """The second time without the word "invoice": it is still the invoice's number."""
    desk.customer("89612, not 89621.", corrections=(Fact(Correction("invoices", "89612", "89621")),))
    desk.customer("应该是89216，不是89612。", corrections=(Fact(Correction("other_refs", "89216", "89612")),))
    assert desk.told("added").corrected[0].of == "invoices"


@pytest.mark.parametrize(
    ("words", "language", "then"),
    [
        ("我一直在等你们的答复，已经三天了，漏水的水壶还堆在我们仓库里，请尽快告诉我怎么处理。", "zh", "zh"),
        ("好的，等你们的消息。", "zh", "en"),
        ("Dear Desk,\n\n我一直在等你们的答复，已经三天了，漏水的水壶还堆在仓库里，请尽快告诉我。", "zh", "zh"),
        ("Ich warte seit drei Tagen auf Ihre Antwort, und die Kessel stehen noch immer im Lager.", "und", "en"),
        (
            "Still waiting.\n\n--\n王芳 采购部经理\n上海北光贸易有限公司\n地址：上海市浦东新区世纪大道88号1203室",
            "zh",
            "en",
        ),
        ("OK.\n\n本邮件及其附件含有本公司的保密信息，禁止任何其他人以任何形式使用、复制或者披露。", "zh", "en"),
        (
            "The label on the box says 本产品不适用于商业用途，请勿在潮湿环境中使用，违者后果自负 and I cannot read it.",
            "zh",
            "en",
        ),
    ],
)
def test_a_customer_is_answered_in_the_language_they_go_on_in(desk: Desk, words: str, language: str, then: str):
    """From a sentence or two on, and in a language of the desk; the department is told what its words are read in.

    A footer below a few words, or what is quoted among them, is not the language that they write.
    """
    desk.customer(words, language=language)
    assert desk.case_now.language == desk.sent("added")[-1].language == then
    desk.staff("PROGRESS 原因已找到。")
    assert desk.sent("progress")[-1].language == then


def test_a_firms_english_footer_makes_nobody_english(desk: Desk):
    """Whose complaint is in Chinese and whose answer is three words above the firm's footer is answered in Chinese."""
    desk.customer("我一直在等你们的答复，已经三天了，漏水的水壶还堆在我们仓库里，请尽快告诉我怎么处理。", language="zh")
    desk.customer(
        "好的，谢谢。\n\nThis e-mail and any attachments are confidential and for the addressee alone.", language="en"
    )
    assert desk.case_now.language == "zh"


@pytest.mark.parametrize("proven", [True, False])
def test_a_withdrawal_that_our_server_doubts(desk: Desk, proven: bool):  # noqa: FBT001 - a case of the claim
    """Where the mail server says that it is not from her, only an answer with our mark takes the complaint back."""
    doubted = replace(remark("I withdraw my complaint."), authentication=Authentication.FAIL)
    desk.read(doubted, Joins(desk.case_now, Standing.CUSTOMER, "", proven, "acknowledgement"))
    assert desk.case_now.dossier.withdrawn is proven


OPTIONS = "OPTIONS\nOption 1: new ones. Benefit: quick. Risk: none.\nOption 2: money. Benefit: simple. Risk: slow."


@pytest.mark.parametrize(
    ("asked", "kind", "said"), [("ASK Which lot?", "clarification", "Lot 7."), (OPTIONS, "options", "1")]
)
def test_whom_nothing_may_be_written_keeps_the_promise(asked: str, kind: str, said: str):
    """An answer that must not be answered ends the wait, and moves no date that the customer could not read of."""
    desk = Desk()
    desk.complain()
    desk.staff(asked)
    promised = desk.case_now.promised_at
    desk.turn(days=2)
    joins = Joins(
        desk.case_now, Standing.CUSTOMER, "it", proven=True, notice=kind, effect_key=desk.sent(kind)[-1].effect_key
    )
    desk.read(replace(remark(said), suppress_reply=True), joins)
    assert (desk.case_now.dossier.waiting_since, desk.case_now.promised_at) == (None, promised)
    assert desk.sent("added") == []


def test_a_promise_first_read_with_a_further_letter_is_kept_too():
    """The first letter wanted no answer, the second was told the day: who then is late says so."""
    desk = Desk()
    desk.complain(replace(letter(), suppress_reply=True))
    desk.customer("Two more leak.", to="handover")
    assert desk.told("added").promised is not None
    desk.turn(days=8)
    assert desk.sent("delay")


def test_a_further_letter_gives_a_deferred_case_no_date():
    """The customer has just read that the day no longer holds; what confirms a letter promises it no second time."""
    desk = Desk()
    desk.complain()
    desk.staff("DEFER the maker is closed")
    desk.manager("APPROVE", to="approval")
    desk.customer("Please hurry.")
    assert desk.told("added").promised is None
