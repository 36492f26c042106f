"""Customers' replies: only what is clear counts; the rest is kept as words for a person."""

from __future__ import annotations

import pytest

from parsers.answers import Asked, customer_answer_of


def satisfied(text: str) -> bool | None:
    """What a reply to "are you satisfied?" says."""
    return customer_answer_of(text, asked=Asked.SATISFIED).satisfied


@pytest.mark.parametrize(
    "text",
    ["YES", "Yes.", "yes!", "Y", "ＹＥＳ", "Yes, thank you", "yes, all fine thank you", "Yes thank you everything is fine now", "Yes, we are satisfied with the solution.", "yes, it's resolved now thank you so much", "Satisfied", "I am satisfied", "Very happy with the outcome.", "It works now, thank you.", "All good, thanks!", "Everything works perfectly now.", "Satisfied (yes/no): yes", "YES\n\nBut the postman was rude.", "是", "是的", "满意", "滿意，謝謝", "非常满意，谢谢！", "很满意", "已解决", "是的，已经解决了，谢谢", "没问题，谢谢", "已经修好了，谢谢！", "谢谢你们的处理，满意", "是否满意：是"],
)  # fmt: skip
def test_a_clear_yes(text: str):
    """A yes alone, or one with nothing against it, is a yes."""
    assert satisfied(text) is True


@pytest.mark.parametrize(
    "text",
    ["NO", "No!", "n", "no, it still leaks", "No, the machine is still broken", "No, we are still waiting", "No, nobody has called me", "没有，没人联系我", "不，没人联系我", "no it is not resolved", "Nope, still broken.", "not satisfied", "Not yet.", "I am not satisfied", "Not satisfied at all", "We are not happy with this.", "The new kettle does not work", "Nothing has changed.", "The case is not resolved. I am dissatisfied.", "NO\n\nNobody called me.", "Satisfied: no", "否", "不", "不满意", "不滿意", "不太满意", "没有解决", "沒有解決", "还没好", "還是漏水", "否，还是漏水", "问题依然存在", "对处理结果不满意，要求重新处理", "还没收到退款", "是否满意：否\n意见：太慢"],
)  # fmt: skip
def test_a_clear_no(text: str):
    """A no alone, or plain dissatisfaction without any praise, is a no."""
    assert satisfied(text) is False


@pytest.mark.parametrize(
    "text",
    ["", "Thank you.", "OK", "Fine, thanks", "No, thank you", "No, thank you, everything is fine", "No problem", "No, that was all", "No, nothing else", "No, you have been very helpful", "No, although they came twice", "不错，谢谢", "没有，就这些", "不清楚", "Yes but it still leaks", "Yes, satisfied, but the delay was bad", "Yes. Could you send the receipt?", "YES / NO", "是/否", "YES\nNO", "Satisfied:", "是否满意：", "I will be satisfied once the refund arrives", "I hope it is solved", "Are you satisfied? not really", "It is not that I am unhappy", "I couldn't be happier", "Not only satisfied", "满意吗", "解决了，但是态度不好", "基本满意", "一般", "还可以", "不是不满意", "如果退款就满意", "好的，谢谢", "NO\n\nEverything is fine now."],
)  # fmt: skip
def test_what_is_not_clear_is_left_to_a_person(text: str):
    """A polite no, a yes with a but, a question, a condition, a form left as it came: none of them is an answer."""
    answer = customer_answer_of(text, asked=Asked.SATISFIED)
    assert (answer.satisfied, answer.words) == (None, text)


@pytest.mark.parametrize(
    "text, rating",
    [("5", 5), ("4/5", 4), ("4 / 5", 4), ("5 分", 5), ("5分", 5), ("四分", 4), ("４分", 4), ("★★★★", 4), ("★★★★☆", 4), ("⭐⭐⭐⭐⭐", 5), ("Rating (1-5): 4", 4), ("rating: 4/5", 4), ("I rate it 4/5", 4), ("评分：4", 4), ("满意，5分", 5), ("给4分", 4), ("4 out of 5 stars", 4), ("3 stars", 3), ("5星好评", 5), ("YES\nRating: 5\n\nThe staff were friendly.", 5), ("10/10", None), ("4-5", None), ("4.5/5", None), ("7", None), ("3 or 4 stars, rating: 4", 4), ("4 stars for speed, 2 stars for manners", None), ("等了5分钟", None), ("delivered on 3/5", None), ("1/5 of the goods arrived", None), ("yes", None)],
)  # fmt: skip
def test_a_rating_from_one_to_five(text: str, rating: int | None):
    """Digits, Chinese numerals and stars rate; minutes, days, shares and two different ratings do not."""
    assert customer_answer_of(text, asked=Asked.SATISFIED).rating == rating


@pytest.mark.parametrize(
    "text, choice",
    [("2", 2), ("2.", 2), ("２", 2), ("②", 2), ("2, please", 2), ("2\nThanks\nTom", 2), ("option 2", 2), ("Option two please", 2), ("Choice: 2", 2), ("I'd take option 2, please", 2), ("I choose the second one", 2), ("the first option, thanks", 1), ("Please proceed with option 1.", 1), ("We accept option 2", 2), ("yes, option 2", 2), ("方案二", 2), ("方案2", 2), ("第二个", 2), ("选2", 2), ("我选方案二", 2), ("選擇第二種", 2), ("我要第一种方案", 1), ("请按方案1处理", 1), ("同意方案二，谢谢", 2), ("好的，方案二", 2), ("Option 2\n\nPlease don't call me before 9.", 2), ("I would take option 2, please.", 2), ("we'd go for the second one", 2), ("Dear team,\n\nWe would like to go for option two, thanks.\n\nAnn", 2), ("the first", 1), ("2nd option please", 2), ("We'll go with the 1st.", 1), ("We go for 2", 2), ("I would rather have the second.", 2), ("Please go ahead with the first", 1), ("Option 2 please. How long will it take?", 2), ("我选第二个", 2), ("您好，\n\n我们选第二个方案，请尽快安排。\n\n王敏", 2), ("二号方案", 2), ("可以，就第二个吧", 2), ("第二种方案比较好", 2), ("Option B", 2), ("option B please", 2), ("B, thanks", 2), ("b)", 2), ("I'll go with A.", 1), ("My choice: B", 2), ("选B", 2), ("方案A", 1), ("乙方案", 2), ("就A吧", 1), ("按方案A来", 1), ("还是选方案一吧", 1), ("还是第二种吧", 2), ("Definitely the second.", 2), ("I'll have the first one", 1)],
)  # fmt: skip
def test_an_option_is_chosen(text: str, choice: int):
    """One option, named by number, letter or place, is chosen."""
    assert customer_answer_of(text, asked=Asked.CHOICE).choice == choice


@pytest.mark.parametrize(
    "text",
    ["yes", "neither", "都不行", "都可以", "Option A or B?", "a.m. please", "Plan B", "I want a\nrefund", "Option A is a joke", "选A还是选B", "我第一个买的", "option 1 or option 2?", "2 or 3", "What does option 2 cost?", "not option 1", "I do not want option 1", "Option 2 isn't good", "不接受方案一", "方案一和方案二都可以", "Option 2, but only if you pay shipping", "2\nbut only if you pay shipping", "方案一，如果能免运费", "I have 2 kettles", "2 weeks is too long", "option 1 please. option 2 is too slow", "0", "option 1 would be too slow", "Would option 2 be possible by Friday?", "Option 1 is no good for us.", "I would take option 2 but only by Friday.", "We take 2 weeks of holiday", "I want the first answer by Friday", "Is the second any better? I wonder.", "就一个问题，什么时候能到货", "方案二是什么意思？", "两个方案都不行"],
)  # fmt: skip
def test_what_is_no_choice_is_left_to_a_person(text: str):
    """Conditions, questions, refusals and two options in one letter choose nothing."""
    answer = customer_answer_of(text, asked=Asked.CHOICE)
    assert (answer.choice, answer.words) == (None, text)


@pytest.mark.parametrize(
    "text",
    ["the matter is settled, please close it", "I want to withdraw my complaint.", "Please close my complaint.", "please consider this matter closed", "The problem has been resolved.", "问题已解决，请撤销投诉", "問題已解決，請撤銷投訴", "我要撤回投诉", "撤诉", "不用处理了", "事情已经解决，谢谢"],
)  # fmt: skip
def test_a_complaint_is_taken_back(text: str):
    """That the matter is settled, or the complaint withdrawn, may be said at any time."""
    assert customer_answer_of(text, asked=Asked.NOTHING).withdrawn


@pytest.mark.parametrize(
    "text",
    ["I will not withdraw my complaint", "If you pay I will withdraw my complaint", "please do not close the case", "The problem has not been resolved.", "Has the matter been settled?", "before you close my case I want the refund", "why did you close my complaint?", "I was told the matter is settled but it is not.", "cancel my order", "我不想撤销投诉", "请不要取消投诉", "如果赔偿到账，我就撤诉", "投诉我不撤回"],
)  # fmt: skip
def test_a_complaint_is_not_taken_back(text: str):
    """A not, an if or a question takes nothing back."""
    assert not customer_answer_of(text, asked=Asked.NOTHING).withdrawn


@pytest.mark.parametrize("text", ["YES", "5", "option 2", "不满意"])
def test_answers_count_only_where_they_were_asked_for(text: str):
    """A yes, a rating or a number in answer to a notice that asked nothing is only text."""
    answer = customer_answer_of(text, asked=Asked.NOTHING)
    assert (answer.satisfied, answer.rating, answer.choice, answer.words) == (None, None, None, text)


@pytest.mark.parametrize(
    "text, words",
    [("YES", ""), ("YES\nRating: 5\n\nThe staff were friendly.\n\nBest regards\nTom", "The staff were friendly."), ("no, it still leaks", "no, it still leaks"), ("是\n5分\n客服很好", "客服很好")],
)  # fmt: skip
def test_free_words_are_what_is_not_the_form(text: str, words: str):
    """The words kept are the customer's own, without the yes, the rating and the signature."""
    assert customer_answer_of(text, asked=Asked.SATISFIED).words == words


@pytest.mark.parametrize(
    ("text", "satisfied", "rating"),
    [("YES 4", True, 4), ("Yes, 5", True, 5), ("NO 2", False, 2), ("满意 5", True, 5), ("不满意：1", False, 1)],
)
def test_the_answer_that_the_form_asks_for(text: str, satisfied: object, rating: int):
    """A yes or no with its rating on one line is both, and nothing of it is left over as words."""
    answer = customer_answer_of(text, asked=Asked.SATISFIED)
    assert (answer.satisfied, answer.rating, answer.words) == (satisfied, rating, "")


@pytest.mark.parametrize(
    ("text", "thanks"),
    [
        ("Thank you very much for your quick help!", True),
        ("Dear team,\nMany thanks, all is well now.\n\nKind regards\nAnn", True),
        ("好的，收到，谢谢", True),
        ("OK", True),
        ("Thanks. The refund has been taken back by your bank.", False),
        ("Thank you, but nothing has arrived.", False),
        ("谢谢，还没有到账。", False),
    ],
)
def test_thanks_and_nothing_else(text: str, thanks: object):
    """Every sentence must thank or say that all is well; one that says more may be the next complaint."""
    assert customer_answer_of(text, asked=Asked.NOTHING).thanks is thanks
