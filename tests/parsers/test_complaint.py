"""What a letter is for: told from how it is written, where no word of a list would tell."""

from __future__ import annotations

import pytest

from parsers.facts import read_facts
from parsers.letter import Facts, Purpose

FILED_IN_SILENCE_FROM = 0.85  # the standard policy's limit: below it a person looks


def facts(text: str, subject: str = "") -> Facts:
    """The facts of a letter without a known sender."""
    return read_facts(subject=subject, text=text, language="en", sender=None, attachments=(), date=None)


@pytest.mark.parametrize(
    "text",
    [
        "First it was Tuesday, then Friday, and it is now three weeks and I am looking at an empty drive.",
        "My compliments to the designer of this tin opener. It has opened my thumb and nothing else so far.",
        "The rucksack held for exactly one walk. The strap is in my hand and the rest is somewhere in the heather.",
        "Incoming inspection rejected 40 of 60 pieces; please let us know how you wish to proceed.",
        "锅是好锅，就是每次炒菜手柄先掉。",
        "说三天，又说五天，现在半个月了，我还在等。",
        "来料抽检60件，40件超差，请告知处理意见。",
        "前台一边嗑瓜子一边说没房了，我明明付过钱。",
    ],
)
def test_a_complaint_in_nobody_s_words_is_a_complaint(text: str):
    """Irony, a story, a test report: the writer is dissatisfied, with no angry word."""
    assert facts(text).purpose is Purpose.COMPLAINT


@pytest.mark.parametrize(
    "text, purpose",
    [
        ("Would the blue one also come with a longer cable, and what would postage to Ireland be?", Purpose.ENQUIRY),
        ("Please supply 30 boxes of gloves, size 9, to our Leeds depot, same terms as in March.", Purpose.ORDER),
        ("Invoice 7711 is 30 days overdue. Kindly transfer the amount within a week.", Purpose.DUNNING),
        ("We are sorry that the vase was broken. A new one has been dispatched and will reach you on Friday.", Purpose.NOTICE),
        ("This month: how to answer an angry customer. Unsubscribe at any time.", Purpose.NEWSLETTER),
        ("The boy who brought the fridge even took the old one down four floors. Please thank him!", Purpose.THANKS),
        ("这款有大一号的吗？寄到昆明邮费多少？", Purpose.ENQUIRY),
        ("我司7711号发票已逾期30天，请一周内付款。", Purpose.DUNNING),
        ("送冰箱的小伙子还帮忙把旧的扛下四楼，请替我谢谢他！", Purpose.THANKS),
    ],
)  # fmt: skip
def test_other_letters_have_their_own_purpose(text: str, purpose: Purpose):
    """Enquiry, order, dunning, a supplier's answer, newsletter, thanks."""
    assert facts(text).purpose is purpose


@pytest.mark.parametrize("text", ["The blue one.", "12", "", "!!!"])
def test_too_little_to_tell_is_unclear(text: str):
    """Nothing is guessed from a few words that no list knows."""
    read = facts(text)
    assert (read.purpose, read.confidence < 0.4) == (Purpose.UNCLEAR, True)


@pytest.mark.parametrize(
    "text",
    [
        "We refer to our claim about the dented panels. New ones are fitted, you may close the case. Kind regards",
        "Please cancel my order for the tent, our trip has been called off. It is entirely our own doing.",
        "I wish to apply for the vacancy in your claims department, where I would handle broken and late parcels.",
        "关于上次箱体变形的投诉，新件已换好，可以结案了，谢谢配合。",
        "麻烦取消帐篷订单，行程取消了，是我们自己的原因。",
        "应聘客服岗位：处理过破损、迟发等投诉三百余起，简历见附件。",
    ],
)
def test_words_of_complaint_alone_make_none(text: str):
    """What is settled, one's own doing, or another's work is no complaint, whatever faults it names."""
    assert facts(text).purpose is not Purpose.COMPLAINT


@pytest.mark.parametrize("text", ["The valve is defective and leaks.", "阀门有缺陷，漏水。"])
def test_a_bare_statement_of_a_fault_is_a_complaint(text: str):
    """Who writes of nothing but a fault has it; the code is the particular one."""
    read = facts(text)
    assert (read.purpose, read.defect_kind) == (Purpose.COMPLAINT, "leak")


@pytest.mark.parametrize(
    "text",
    [
        "The plastic parts of order 4500090003 contain phthalates above the REACH limit.",
        "I already complained about the wipers last week. They have stopped working again.",
    ],
)
def test_a_limit_exceeded_and_a_fault_told_before_are_complaints(text: str):
    """However short the letter is."""
    read = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert (read.purpose, read.confidence >= 0.5) == (Purpose.COMPLAINT, True)


def test_to_reach_a_conclusion_is_no_regulation():
    """REACH is written large, or has a word for a rule beside it."""
    assert not facts("What will not go over him, I leave you to reach the conclusion.").flags
    assert facts("The lead in it exceeds REACH.").flags


def test_a_burnt_out_motor_is_no_fire():
    """A motor that burnt out is out of order; a burnt-down store is a fire."""
    assert not facts("三台电机烧毁，请处理。").flags
    assert facts("车间里的货全部烧毁。").flags


def test_a_doubtful_letter_is_never_surely_harmless():
    """Thanks that also tell of a fault are left to a person."""
    read = facts("Thank you all so much, lovely service, wonderful people! One cup has a crack, but never mind.")
    assert read.purpose is Purpose.COMPLAINT or read.confidence < FILED_IN_SILENCE_FROM


def test_the_words_are_shown():
    """The evidence stands in the text."""
    text = "The kettle leaks and nobody answers."
    shown = [text[span.start : span.end] for span in facts(text).purpose_spans]
    assert "leaks" in shown


@pytest.mark.parametrize(
    "text",
    ["Is there any progress regarding my refund of 3 May?", "关于索赔案件进展的询问：五周前提交的索赔到哪一步了？"],
)
def test_news_wanted_of_a_claim_is_the_complaint_once_more(text: str):
    """It is put as a question, and is none of somebody who wants to buy."""
    assert facts(text).purpose is Purpose.COMPLAINT


def test_an_order_that_is_not_due_is_only_asked_after():
    """Who says that there is no hurry has nothing to complain of."""
    text = "Has it been sent yet? I know the hamper is not due until Friday, I was only wondering."
    assert facts(text).purpose is Purpose.ENQUIRY


@pytest.mark.parametrize(
    "text",
    [
        "The whole weekend was perfect and your staff exemplary. One small wish: could the lamps be brighter?",
        "用了半年，爱不释手，推荐给了好几个同事。一点小建议：能不能出个深色的。不急，有空再说。",
    ],
)
def test_a_small_wish_at_the_end_of_praise_leaves_it_praise(text: str):
    """And it is more likely praise than anything else."""
    told = facts(text)
    assert told.purpose is Purpose.THANKS
    assert told.confidence >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "这次住店非常满意。房间朝湖，安静，床也舒服；前台连夜帮孩子找来了退烧贴，早餐样样现做。下次来杭州一定还会再选择你们，也会推荐给朋友！五星好评。",
        "We were very happy with our stay. Breakfast was excellent. Thank you so much for your help. We would highly recommend you.",
    ],
)
def test_praise_again_and_again_is_no_complaint_however_long(text: str):
    """Whatever the model makes of beds, desks and breakfasts, of which mostly those write who are angry."""
    assert facts(text, "Our stay").purpose is Purpose.THANKS
