"""Replies of departments and managers: which words are commands, and which are only words."""

from __future__ import annotations

from datetime import date

import pytest

from parsers import Letter, read
from parsers.answers import Command, Field, Instruction, reply_of

TODAY = date(2026, 11, 22)  # a Sunday


def only(text: str) -> Instruction:
    """The one instruction of a reply that has one."""
    (instruction,) = reply_of(text, TODAY).instructions
    return instruction


def commands(text: str) -> list[str]:
    """The commands of a reply, in order."""
    return [instruction.command.value for instruction in reply_of(text, TODAY).instructions]


@pytest.mark.parametrize(
    "text",
    ["ACCEPT", "accept", "Accept.", "accepted!", "ＡＣＣＥＰＴ", "ACCEPT - thanks", "accept, thanks", "accept this case", "We accept.", "Accepted, we will look at it.", '"ACCEPT"', "*ACCEPT*", "Acknowledged.", "Hi Anna\n\naccept", "Dear all,\n\nACCEPT\n\nKind regards,\nAnna Smith", "OK", "ok.", "Okay, thank you!", "OK\n-- \nAnna Smith\nQuality", "Received, thanks", "👍", "受理", "受理。", "受理了", "已受理", "受理，谢谢", "【受理】", "我们受理。", "好的，受理", "受理该投诉", "已接单", "签收", "接收", "收到", "收到，谢谢！", "收到！好的", "好的。\n\n王小明\n质量部", "您好，\n\n受理\n\n此致\n敬礼\n李伟"],
)  # fmt: skip
def test_a_case_is_accepted_with_one_word(text: str):
    """ACCEPT and 受理 accept in any case, width and politeness; so do OK, 收到 and 好的 alone."""
    assert commands(text) == ["ACCEPT"]


@pytest.mark.parametrize(
    "text",
    ["Accept my apologies for the delay.", "Accept our thanks.", "Accepting.", "Acceptance is tomorrow.", "On Monday ACCEPT", "We cannot ACCEPT this.", "We accept that this was our mistake and will call.", "ACCEPT / WRONG / ASK", "ACCEPT?", "ACCEPT but not now", "ACCEPT cannot be given", "Please accept.", "- ACCEPT\n- WRONG", "Please note that the case is closed", "Note that he is angry", "Close the door", "Closed Sundays", "closed by mistake, please reopen", "Wrong address on the label", "List of spare parts attached", "Status: resolved", "Status quo remains.", "Progress has been made.", "Extend my thanks to all", "Level with me", "Options are limited", "Approve of it? No.", "Please approve", "Please confirm.", "Resolve this please", "Resolved by replacing the seal", "Agreed that we meet on Monday", "Approved, but only 200", "Away from my desk, I cannot look", "Ask the customer for the invoice number.", "OK, but I do not think that this is our product at all.", "OK\n\nbut it is not our product, so please ask somebody else.", "> ACCEPT", "Split pins were missing", "Merge traffic ahead"],
)  # fmt: skip
def test_english_prose_gives_no_command(text: str):
    """A command word that begins or crosses ordinary prose does nothing; the reply is kept whole as a note."""
    reply = reply_of(text, TODAY)
    assert (reply.instructions, reply.note) == ((), text)


@pytest.mark.parametrize(
    "text",
    ["不受理", "受理不了，不是我们的产品", "受理吗？", "办结了吗？", "请批准", "同意，但是只能赔200", "同意您的看法", "同意吗", "进展顺利", "延期交货造成客户不满", "解决方案还在讨论", "关闭阀门后漏水停止", "合并报表请查收", "外出人员较多，请稍候", "确认一下客户地址", "补充一点：客户已退货", "转交的时候弄丢了", "清单：1 密封圈", "收到，但是这个不是我们部门负责的产品", "好的产品", "级别不够", "立案之前先问一下", "恢复正常后再说", "拒绝服务的是快递员", "受理/转交/补充"],
)  # fmt: skip
def test_chinese_prose_gives_no_command(text: str):
    """A Chinese command word counts only before a space, a mark or its argument; not in a question or with a "but"."""
    reply = reply_of(text, TODAY)
    assert (reply.instructions, reply.note) == ((), text)


@pytest.mark.parametrize(
    "text, name",
    [("PROGRESS we are on it", "PROGRESS"), ("Update: parts ordered", "PROGRESS"), ("进展：已联系客户", "PROGRESS"), ("進展：客戶已聯繫", "PROGRESS"), ("处理进展：已发货", "PROGRESS"), ("NOTE customer is angry", "NOTE"), ("备注客户很急", "NOTE"), ("備註：急", "NOTE"), ("RESOLVED", "RESOLVE"), ("Resolved.", "RESOLVE"), ("办结", "RESOLVE"), ("辦結。", "RESOLVE"), ("已解决", "RESOLVE"), ("完结", "RESOLVE"), ("DEFER customer abroad", "DEFER"), ("On hold, the customer is abroad", "DEFER"), ("暂缓 客户出国", "DEFER"), ("延缓：客户出国", "DEFER"), ("not complaint", "NOT-COMPLAINT"), ("Not_complaint", "NOT-COMPLAINT"), ("NOT-COMPLAINT: spam", "NOT-COMPLAINT"), ("This is not a complaint.", "NOT-COMPLAINT"), ("非投诉，是询价", "NOT-COMPLAINT"), ("不是投诉", "NOT-COMPLAINT"), ("这不是投诉。", "NOT-COMPLAINT"), ("STATUS", "STATUS"), ("Status?", "STATUS"), ("STATUS please", "STATUS"), ("状态", "STATUS"), ("list", "LIST"), ("清单", "LIST"), ("resend please", "RESEND"), ("重發", "RESEND"), ("Remind them please", "REMIND"), ("催办！", "REMIND"), ("approve", "APPROVE"), ("Approved. Go ahead.", "APPROVE"), ("I agree", "APPROVE"), ("Yes, approved", "APPROVE"), ("同意", "APPROVE"), ("批准延期", "APPROVE"), ("同意延期三天", "APPROVE"), ("Rejected.", "REJECT"), ("not approved: too high", "REJECT"), ("驳回", "REJECT"), ("不同意，金额太高", "REJECT"), ("close", "CLOSE"), ("CLOSE customer withdrew", "CLOSE"), ("结案", "CLOSE"), ("关闭：客户撤诉", "CLOSE"), ("Reopen", "RESUME"), ("恢复", "RESUME"), ("SPLIT", "SPLIT"), ("拆分", "SPLIT"), ("This is a complaint.", "COMPLAINT"), ("立案", "COMPLAINT"), ("confirm", "CONFIRM"), ("Yes.", "CONFIRM"), ("確認", "CONFIRM"), ("是的", "CONFIRM"), ("升级", "LEVEL"), ("WRONG", "WRONG"), ("Wrong department", "WRONG")],
)  # fmt: skip
def test_every_command_has_its_words(text: str, name: str):
    """Each command is known by its canonical word and by what people say instead, in both languages."""
    assert commands(text) == [name]


@pytest.mark.parametrize("command", [command for command in Command if command is not Command.CHOICE])
def test_the_canonical_word_is_always_a_command(command: Command):
    """What our buttons write is understood, alone and in any case."""
    assert commands(command.value) == commands(f"{command.value.lower()}\r\n") == [command.value]


@pytest.mark.parametrize(
    "text, names",
    [("ACCEPT\nPROGRESS we are looking at it", ["ACCEPT", "PROGRESS"]), ("ACCEPT, PROGRESS we are looking at it", ["ACCEPT", "PROGRESS"]), ("accept and progress: we look", ["ACCEPT", "PROGRESS"]), ("ACCEPT. PROGRESS: we look", ["ACCEPT", "PROGRESS"]), ("受理，进展：已联系客户", ["ACCEPT", "PROGRESS"]), ("受理\n\n追问：何时购买？\n\n备注：客户很急", ["ACCEPT", "ASK", "NOTE"]), ("OK\nPROGRESS we look", ["ACCEPT", "PROGRESS"]), ("进展：已更换\n办结\n原因：老化", ["PROGRESS", "RESOLVE"]), ("2\nNOTE he insists", ["CHOICE", "NOTE"]), ("受理，办结 原因：老化；方案：换新", ["ACCEPT", "RESOLVE"])],
)  # fmt: skip
def test_several_commands_in_one_mail(text: str, names: list[str]):
    """Each command at the start of a line counts, and one right behind a command that takes no words."""
    assert commands(text) == names


def test_each_command_keeps_its_own_lines():
    """A command's text is what stands up to the next command, its line breaks kept; what stands before is a note."""
    reply = reply_of("Thanks for the letter.\nASK when did it break?\nWas there a noise?\nNOTE he is angry", TODAY)
    assert reply.note == "Thanks for the letter."
    assert [one.text for one in reply.instructions] == ["when did it break?\nWas there a noise?", "he is angry"]


def test_a_wrapped_sentence_is_no_command():
    """A mail program that breaks a sentence before "accept" does not accept anything."""
    text = "PROGRESS We asked the supplier again, and he says that he is willing to\naccept\nthe part back"
    assert only(text).text.endswith("accept\nthe part back")


def test_agreement_within_a_report_is_part_of_the_report():
    """Under PROGRESS, "We agree." is what the department reports."""
    assert only("PROGRESS:\nWe called him.\nWe agree.").text == "We called him.\nWe agree."


def test_what_is_added_to_a_resolution_is_not_asked():
    """Under 办结, 补充 adds to the resolution: nobody asks the customer about what is settled."""
    assert only("办结 已换新\n补充：另赠密封圈").fields[Field.SOLUTION] == "已换新\n补充：另赠密封圈"


@pytest.mark.parametrize(
    "ending",
    ["\n-- \nLi", "\n--\nLi Wei\nNOTE: this mail is confidential", "\n\nBest regards\nLi Wei", "\n\nThanks,\nLi\nQuality", "\n\n此致\n敬礼\n李伟", "\n\nWang Min\nQuality department\n+86 21 5555 0000", "\n\n王敏\n质量部", "\n\n质量部 王敏\n2026年11月22日"],
)  # fmt: skip
def test_signatures_are_not_reported(ending: str):
    """What stands below two hyphens, a closing, or is a name with a post, is not part of what the customer is told."""
    assert only(f"PROGRESS the seal is ordered{ending}").text == "the seal is ordered"


def test_a_short_last_paragraph_is_an_answer():
    """Two capitalised words below an empty line may be what is done: nothing is cut that could be an answer."""
    assert only("RESOLVE\nMeasures: none\nCompensation:\n\nFull Refund").fields[Field.COMPENSATION] == "Full Refund"


@pytest.mark.parametrize("text", ["Thanks\nPROGRESS seal ordered", "PROGRESS seal ordered\nThanks\nASK since when?"])
def test_thanks_between_commands_close_nothing(text: str):
    """A "Thanks" with a command below it is politeness, not the end."""
    assert commands(text)[-1] == ("ASK" if "ASK" in text else "PROGRESS")


@pytest.mark.parametrize(
    "text, number",
    [("2", 2), ("2.", 2), ("２", 2), ("2。", 2), ("2)", 2), ("(2)", 2), ("②", 2), ("2️⃣", 2), ("方案二", 2), ("选2", 2), ("选择方案 2", 2), ("选2，谢谢", 2), ("Option 2", 2), ("option two", 2), ("The second one please", 2), ("option: 12", 12), ("#3", 3), ("第一个", 1), ("1\n\nWang", 1), ("方案１。", 1), ("十", 10), ("2\n\nBecause it is their product.", 2)],
)  # fmt: skip
def test_a_line_that_is_only_a_number_chooses(text: str, number: int):
    """A number alone on the first line answers a numbered list."""
    instruction = only(text)
    assert (instruction.command, instruction.choice) == (Command.CHOICE, number)


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "100",
        "2026",
        "2 kettles are broken",
        "2.5",
        "二月再说",
        "1. We checked it\n2. We replace it",
        "1.\nchecked\n2.\nreplaced",
        "Hello\nwe sent\n2",
    ],
)
def test_other_numbers_choose_nothing(text: str):
    """Numbers in a sentence, numbered lists and impossible numbers are no choice."""
    assert reply_of(text, TODAY).instructions == ()


def test_a_reply_written_in_html():
    """An answer from a mail program that writes HTML, an empty line between all lines, reads like any other."""
    paragraphs = ["ACCEPT", "&nbsp;", "RESOLVE", "Cause:", "Seal worn", "Measures: check all", "Best regards", "Li Wei"]
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    letter = read(b"From: li@factory.example\r\nContent-Type: text/html\r\n\r\n" + html.encode())
    assert isinstance(letter, Letter)
    accepted, resolved = reply_of(letter.text, TODAY).instructions
    assert (accepted.command, resolved.command) == (Command.ACCEPT, Command.RESOLVE)
    assert resolved.fields == {Field.CAUSE: "Seal worn", Field.MEASURES: "check all"}


@pytest.mark.parametrize(
    "text, target",
    [
        ("This is wrong: the kettles were fine, they were used on gas.", None),
        ("This is wrong: logistics, they packed it", "logistics"),
        ("It is wrong: it belongs to logistics", "logistics"),
        ("It's not ours: the kettles were not sold by us", ""),
        ("此件不属于我部门，请转物流部", "物流部"),
    ],
)
def test_what_is_wrong_is_the_department_only_where_one_is_named(text: str, target: str | None):
    """Who says that the letter is wrong does not pass the case on; a request to pass it on is no name."""
    assert [one.target for one in reply_of(text, TODAY).instructions] == ([] if target is None else [target])
