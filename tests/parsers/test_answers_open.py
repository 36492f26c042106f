"""What looks like an answer and leaves the matter open: a word taken back, a yes to something else, thanks that are none."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.answers import Asked, Command, CustomerAnswer, reply_of
from parsers.answers import customer_answer_of as answer_of
from parsers.facts import read_facts
from parsers.letter import Correction

TODAY = date(2026, 11, 23)  # a Monday


def settled(text: str) -> CustomerAnswer:
    """What a reply to "is it settled?" says."""
    return answer_of(text, asked=Asked.SATISFIED)


@pytest.mark.parametrize(
    "text",
    ["RESOLVE: not yet, the part is missing", "RESOLVE tomorrow", "Resolve - no, we wait", "CLOSE – not yet please", "CLOSE: no!", "APPROVE - wait", "ACCEPT unless finance objects", "ACCEPT – no, this is finance", "Wrong again.", "both", "办结：暂时不行", "办结，还差一个配件", "关闭：暂不", "同意，等财务确认后", "办结，下周完成"],
)  # fmt: skip
def test_a_command_taken_back_at_once_is_none(text: str):
    """What follows the word says that it is not so yet: the desk asks rather than acts."""
    assert reply_of(text, TODAY).instructions == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [("RESOLVE: No fault found, returned", "RESOLVE"), ("RESOLVE: After inspection the seal was replaced.", "RESOLVE"), ("CLOSE no reply from the customer", "CLOSE"), ("办结：未发现故障，已说明", "RESOLVE"), ("办结：部分退款200元", "RESOLVE"), ("受理，明天安排检测", "ACCEPT"), ("MERGE with case 2026-0031", "MERGE"), ("【进展】配件已到货", "PROGRESS"), ("WRONG\n\nThis is for the finance department", "WRONG")],
)  # fmt: skip
def test_a_command_and_what_was_found(text: str, name: str):
    """A not that belongs to the matter, a box around the word, one word in capitals of two: the command stands."""
    assert [one.command for one in reply_of(text, TODAY).instructions] == [Command(name)]


@pytest.mark.parametrize(
    "text", ["PROGRESS\nBooked.\n\nNOTE\nHe threatens with a lawyer", "进展\n已预约。\n\n备注\n客户是律师"]
)
def test_a_note_at_the_end_is_no_signature(text: str):
    """A command's word looks like a name and its text like a post: it is not cut off, nor sent to the customer."""
    assert [one.command for one in reply_of(text, TODAY).instructions] == [Command.PROGRESS, Command.NOTE]


@pytest.mark.parametrize(
    ("text", "until"),
    [("until the end of the week", date(2026, 11, 27)), ("until end of November", date(2026, 11, 30)), ("until month end", date(2026, 11, 30)), ("until the 30th", date(2026, 11, 30)), ("until 30/11/2026", date(2026, 11, 30)), ("until 12/15", date(2026, 12, 15)), ("until 5.12.", date(2026, 12, 5)), ("until this Friday", date(2026, 11, 27)), ("to 12.25", date(2026, 12, 25)), ("until 5/12", None), ("until 12/01/2026", None), ("2.5", None)],
)  # fmt: skip
def test_a_day_in_figures_or_the_end_of_something(text: str, until: date | None):
    """The number above 12 is the day; where either could be, nobody guesses."""
    [extend] = reply_of(f"EXTEND {text}", TODAY).instructions
    assert (extend.until, extend.days) == (until, None)


@pytest.mark.parametrize(
    ("text", "until"),
    [("延期到本周五", date(2026, 11, 27)), ("延期到月底", date(2026, 11, 30)), ("延期到12月底", date(2026, 12, 31)), ("延期到十二月一日", date(2026, 12, 1)), ("延期至12.25", date(2026, 12, 25)), ("出差 11.24-11.28 代理人 li@x.example", date(2026, 11, 28)), ("AWAY 24.11.–28.11. deputy li@x.example", date(2026, 11, 28))],
)  # fmt: skip
def test_days_as_chinese_and_dotted_writers_put_them(text: str, until: date):
    """The last day of a span counts, however its ends are written."""
    assert reply_of(text, TODAY).instructions[0].until == until


@pytest.mark.parametrize(
    "text",
    ["Yes, Tuesday 10 am suits me.", "Yes, please call me back", "Yes you promised to call", "Yes I want my money", "Yes. We will test it tomorrow.", "I want it resolved", "I expect this to be resolved by Friday", "Less than satisfied", "Everything fine apart from the scratch", "Satisfied customers look different", "How can I be satisfied", "I am not unsatisfied", "No, it's fine now", "是的，请周二上门", "是的，地址是高新路12号", "满意个屁", "谈何满意", "请给个满意的处理结果", "解决了一半", "应该解决了", "好像修好了", "算解决了吧", "难以满意", "客户满意是你们的口号", "无不满意"],
)  # fmt: skip
def test_a_yes_to_something_else_and_praise_that_is_none(text: str):
    """A yes that goes on about something else, a wish, a supposition, a mock: a person reads it."""
    assert settled(text).satisfied is None


@pytest.mark.parametrize(
    "text",
    ["Yes, the refund arrived today.", "Yes. Great service, thanks Maria!", "Yes please close it", "YES!! Thank you so much 😊", "Yes - you can close the case.", "Yes, fixed. 5 stars", "满意，没有任何问题", "是的，王先生，已经解决了", "解决了，非常感谢！", "是，已收到退款"],
)  # fmt: skip
def test_a_yes_that_goes_on_content(text: str):
    """Thanks, praise and what was done go with a yes; 任何 is no 何, 非常 no 非, 先生 no 先."""
    assert settled(text).satisfied is True


@pytest.mark.parametrize("text", ["还在漏", "No :(", "Nah", "No - the refund is missing", "not so happy with this"])
def test_a_short_no(text: str):
    """A face or a dash behind it changes nothing."""
    assert settled(text).satisfied is False


@pytest.mark.parametrize(
    ("text", "rating"),
    [("3. Friendly but slow", 3), ("YES 5 - great service!", 5), ("Yes (5)", 5), ("four stars", 4), ("评价：5", 5), ("4 stars, but it still leaks", None), ("5/5 but the refund is missing", None), ("4 of 5 are broken", None), ("4 out of 5 machines fail", None), ("1. It leaks\n2. It stinks", None), ("3. Who pays?", None)],
)  # fmt: skip
def test_a_rating_with_words_behind_it(text: str, rating: int | None):
    """A good rating counts only where the words agree, since it may close a case by itself; shares and lists are none."""
    assert settled(text).rating == rating


@pytest.mark.parametrize(
    "text",
    ["You said option 1 was impossible.", "Option 1 was what you promised in May", "I reject option 1", "Probably option 2", "Let me think about option 2", "with option 2 I lose 30 euros", "both", "1 - I want an apology\n2 - I want a refund", "第二，我要求道歉", "第一次用就坏了", "第二个师傅态度很差", "换第二台也坏了", "方案一太慢了", "可能选方案二", "拒绝方案一", "方案二你们自己留着吧", "我有第三个方案：全额退款"],
)  # fmt: skip
def test_an_option_spoken_of_is_not_taken(text: str):
    """Only consent leads to a choice: what is refused, weighed, counted or told of is none."""
    assert answer_of(text, asked=Asked.CHOICE).choice is None


@pytest.mark.parametrize(
    "text",
    ["Option 2 is fine", "Happy with option 2", "Option 2: Refund", "2 - refund please", "option2", "opt 2", "Let's do 2", "方案（二）", "好的，2", "方案二可以", "方案2（退款）"],
)  # fmt: skip
def test_an_option_consented_to_is_taken(text: str):
    """As a title, in brackets, glued to its word, or called fine."""
    assert answer_of(text, asked=Asked.CHOICE).choice == 2


@pytest.mark.parametrize(
    "text",
    ["please ignore, found it", "Never mind, it's working now", "Ignore my last mail, the parcel has just arrived", "We would like to withdraw our complaint", "False alarm, please disregard", "已经好了不用了", "请忽略上一封邮件，已收到货", "已经找到了，不用管了"],
)  # fmt: skip
def test_a_matter_dropped_with_its_reason(text: str):
    """An "ignore it" or "never mind" takes back what was found, came or works."""
    assert answer_of(text, asked=Asked.NOTHING).withdrawn


@pytest.mark.parametrize(
    "text",
    ["your agent asked me to withdraw my complaint", "I was pressured to withdraw my complaint", "I'd withdraw my complaint for 500 EUR", "Please ignore my last mail, the correct invoice is 89612", "Please ignore the first photo", "We found the parcel damaged, never mind the box", "客服让我先撤诉再退款", "你们怎么擅自撤销投诉", "绝不撤诉", "不撤诉", "撤诉的条件是全额退款", "不用了，我要退款"],
)  # fmt: skip
def test_what_others_want_taken_back_stands(text: str):
    """Asked to, for money, or another mail meant: nothing is withdrawn."""
    assert not answer_of(text, asked=Asked.NOTHING).withdrawn


@pytest.mark.parametrize(
    ("text", "thanks"),
    [("Many thanks, have a nice day", True), ("非常感谢你们的帮助！", True), ("Great, thanks", True), ("Thanks in advance for a refund", False), ("Thank you for wasting my time", False), ("Thanks to you I lost a customer", False), ("Thank you, my number is 020 7946 0018", False), ("谢谢，请开发票", False), ("谢谢你们的敷衍", False), ("谢谢啊，又拖了一周", False)],
)  # fmt: skip
def test_thanks_clause_by_clause(text: str, thanks: object):
    """Whoever thanks and goes on, or thanks for the trouble, is not met with silence."""
    assert answer_of(text, asked=Asked.NOTHING).thanks is thanks


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("Please change the invoice number from 89621 to 89612.", Correction("invoices", "89612", "89621")),
        ("I typed 89621 but the invoice is 89612", Correction("invoices", "89612", "89621")),
        ("订单号：7731（之前写成7713了）", Correction("orders", "7731", "7713")),
        ("抱歉，订单号打错了：7713，正确为7731", Correction("orders", "7731", "7713")),
        ("Please change the order number from 7713 to 7716.", Correction("orders", "7716", "7713")),
        ("The invoice is for 300, not 400", None),
        ("The label says order 7713, not 7731.", None),
        ("已付发票89621，不是89612那张", None),
    ],
)
def test_numbers_put_right_and_sums_told(text: str, correction: Correction | None):
    """From one to the other is no row of numbers; what a sum is or a label says puts no number right."""
    read = read_facts(subject="", text=text, language="en", sender=None, attachments=(), date=None)
    assert [fact.value for fact in read.corrections] == ([correction] if correction else [])
    if correction:
        assert [fact.value for fact in getattr(read, correction.of)] == [correction.right]


@pytest.mark.parametrize(
    ("text", "rating"),
    [("Yes, at last. 3", 3), ("Yes, finally! 4", 4), ("Yes, about time too", None), ("是的，终于。4", 4), ("满意，总算。", None)],
)  # fmt: skip
def test_a_yes_that_was_long_in_coming_is_a_yes(text: str, rating: int | None):
    """Relief takes nothing back; what is still wrong does."""
    assert (settled(text).satisfied, settled(text).rating) == (True, rating)
    assert settled("Yes, now it leaks again").satisfied is not True
