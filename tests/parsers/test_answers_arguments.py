"""What commands are told: departments, days, dates, addresses, labelled fields, proposals."""

from __future__ import annotations

from datetime import date

import pytest

from parsers.answers import Command, Field, Instruction, Proposal, reply_of

TODAY = date(2026, 11, 22)  # a Sunday


def only(text: str, *departments: str) -> Instruction:
    """The one instruction of a reply that has one."""
    (instruction,) = reply_of(text, TODAY, departments).instructions
    return instruction


@pytest.mark.parametrize(
    "text, target, reason",
    [("WRONG logistics", "logistics", ""), ("wrong logistics, they ship it", "logistics", "they ship it"), ("WRONG: Quality department because it broke", "Quality department", "because it broke"), ("WRONG to the sales team", "sales team", ""), ("transfer to logistics", "logistics", ""), ("转交 物流部", "物流部", ""), ("轉交物流部，不是我們的", "物流部", "不是我們的"), ("转给销售部处理", "销售部", ""), ("转交，不属于质量部，应由物流部处理", "物流部", "不属于质量部，应由物流部处理"), ("WRONG: this belongs to our logistics department", "logistics department", "this belongs to our logistics department"), ("WRONG\nDepartment: Spare parts\nReason: not in our store", "Spare parts", "not in our store"), ("WRONG Spare parts", "Spare parts", ""), ("Wrong department", "", ""), ("WRONG does not belong to quality", "", "does not belong to quality"), ("WRONG this is not about our product at all, ask around", "", "this is not about our product at all, ask around")],
)  # fmt: skip
def test_a_wrong_department_names_the_right_one(text: str, target: str, reason: str):
    """WRONG's department stands first, behind a label, or behind "it belongs to"; a sentence without one is a reason."""
    instruction = only(text)
    assert (instruction.command, instruction.target, instruction.reason) == (Command.WRONG, target, reason)


def test_the_companys_own_department_names_are_known():
    """What a company calls its departments counts, even in lower case."""
    assert reply_of("wrong after-sales hub", TODAY).instructions == ()
    assert only("wrong after-sales hub", "After-Sales Hub").target == "after-sales hub"


@pytest.mark.parametrize(
    "text, command, target",
    [("REASSIGN quality", "REASSIGN", "quality"), ("Reassign to quality", "REASSIGN", "quality"), ("转派给质量部，因为是质量问题", "REASSIGN", "质量部"), ("ASSIGN li@x.example", "ASSIGN", "li@x.example"), ("assign to li@x.example, she knows it", "ASSIGN", "li@x.example"), ('ASSIGN "Li Wei" <Li.Wei@x.example>', "ASSIGN", "Li.Wei@x.example"), ("指派给 li@x.example", "ASSIGN", "li@x.example"), ("LEVEL high", "LEVEL", "high"), ("level critical, a lawyer writes", "LEVEL", "critical"), ("Level: severe", "LEVEL", "severe"), ("级别 紧急", "LEVEL", "紧急"), ("升级为紧急，客户要起诉", "LEVEL", "紧急"), ("MERGE 2026-0012", "MERGE", "2026-0012"), ("merge with C-2026-0012", "MERGE", "C-2026-0012"), ("合并到 2026-0012", "MERGE", "2026-0012"), ("APPROVE watch", "APPROVE", "watch"), ("approve monitor.", "APPROVE", "monitor"), ("同意 关注", "APPROVE", "watch"), ("同意监控", "APPROVE", "monitor")],
)  # fmt: skip
def test_the_first_argument_is_the_target(text: str, command: str, target: str):
    """Departments, addresses, levels and case numbers are given as written; a follow-up mode by its English name."""
    instruction = only(text)
    assert (instruction.command.value, instruction.target) == (command, target)


@pytest.mark.parametrize(
    "text, days, reason",
    [("EXTEND 3 days, waiting for parts", 3, "waiting for parts"), ("EXTEND 3", 3, ""), ("extend by 2 working days: strike", 2, "strike"), ("EXTEND another three days", 3, ""), ("Extend two weeks", 10, ""), ("EXTEND waiting for parts, needs 4 more days", 4, "waiting for parts, needs 4 more days"), ("延期 3 个工作日，等配件", 3, "等配件"), ("延期三天", 3, ""), ("申请延期5天：等配件", 5, "等配件"), ("延長 十 天", 10, ""), ("延期一周", 5, ""), ("EXTEND\nDays: 5\nReason: parts", 5, "parts"), ("延期\n天数：2\n原因：缺货", 2, "缺货"), ("EXTEND because of a strike", None, "because of a strike"), ("EXTEND 9999 days", None, "9999 days")],
)  # fmt: skip
def test_an_extension_in_working_days(text: str, days: int | None, reason: str):
    """EXTEND takes days in digits or words, a week as five; what is left is the reason."""
    instruction = only(text)
    assert (instruction.command, instruction.days, instruction.reason) == (Command.EXTEND, days, reason)


@pytest.mark.parametrize(
    "text, until",
    [("AWAY until 2 Dec, deputy li@x.example", date(2026, 12, 2)), ("Away until December 2nd deputy: li@x.example", date(2026, 12, 2)), ("AWAY 2026-12-02 li@x.example", date(2026, 12, 2)), ("AWAY 1 Dec - 15 Dec, covered by li@x.example", date(2026, 12, 15)), ("AWAY until 5 January, deputy li@x.example", date(2027, 1, 5)), ("AWAY until 02.12.2026 deputy li@x.example", date(2026, 12, 2)), ("I am away until Friday, deputy li@x.example", date(2026, 11, 27)), ("AWAY until tomorrow li@x.example", date(2026, 11, 23)), ("AWAY\nUntil: 5 Dec\nDeputy: li@x.example", date(2026, 12, 5)), ("外出 至12月2日 代理 li@x.example", date(2026, 12, 2)), ("外出至 2026年12月2日，代理：li@x.example", date(2026, 12, 2)), ("请假三天，代理 li@x.example", date(2026, 11, 25)), ("出差到下周三 代理人：li@x.example", date(2026, 11, 25)), ("外出 12月1日至12月15日 由 li@x.example 代理", date(2026, 12, 15)), ("休假 至28号 代理 li@x.example", date(2026, 11, 28)), ("AWAY until 30 February, li@x.example", None), ("AWAY until 1 Nov, li@x.example", None), ("AWAY, li@x.example", None)],
)  # fmt: skip
def test_an_absence_has_an_end_and_a_deputy(text: str, until: date | None):
    """AWAY's day is read as people write it; a day that does not exist or has gone by is none."""
    instruction = only(text)
    assert (instruction.command, instruction.until, instruction.target) == (Command.AWAY, until, "li@x.example")


@pytest.mark.parametrize(
    "text, until, reason",
    [
        ("延期至12月5日，等配件", date(2026, 12, 5), "等配件"),
        ("延期 12 月 5 日", date(2026, 12, 5), ""),
        ("延期至 2026 年 12 月 5 日，等配件", date(2026, 12, 5), "等配件"),
        ("EXTEND parts missing, until 5 December", date(2026, 12, 5), "parts missing"),
        ("EXTEND 2 parts missing, until 5 December", date(2026, 12, 5), "2 parts missing"),
        ("EXTEND the part comes on 5 December", date(2026, 12, 5), "the part comes on 5 December"),
        ("EXTEND 3 the part comes on 5 December", None, "3 the part comes on 5 December"),
        ("延期 3 配件12月5日到货", None, "3 配件12月5日到货"),
    ],
)
def test_an_extension_up_to_a_day(text: str, until: date | None, reason: str):
    """EXTEND may name the day instead of counting; a number first that counts nothing is asked about, not guessed."""
    instruction = only(text)
    assert (instruction.until, instruction.days, instruction.reason) == (until, None, reason)


@pytest.mark.parametrize(
    "text, choices, reason",
    [("APPROVE 2", [2], ""), ("Approve 2.", [2], ""), ("同意第2项", [2], ""), ("APPROVE 1, 3", [1, 3], ""), ("同意1、3", [1, 3], ""), ("REJECT 2 too expensive", [2], "too expensive"), ("驳回 2 金额过高", [2], "金额过高"), ("REJECT 1 and 2: too high", [1, 2], "too high"), ("APPROVE 2 refunds", [None], "2 refunds"), ("APPROVE 2 more days", [None], "2 more days"), ("REJECT too high", [None], "too high"), ("REJECT\nReason: too high", [None], "too high")],
)  # fmt: skip
def test_lines_of_a_list_are_judged_by_number(text: str, choices: list[int | None], reason: str):
    """APPROVE and REJECT take the numbers of a list, one instruction each; other numbers are part of the reason."""
    instructions = reply_of(text, TODAY).instructions
    assert [one.choice for one in instructions] == choices
    assert {one.reason for one in instructions} == {reason}


@pytest.mark.parametrize(
    "text",
    ["RESOLVE\nCause: seal worn\nSolution: new kettle\nMeasures: check all\nCompensation: 200", "RESOLVE Cause: seal worn; Solution: new kettle; Measures: check all; Compensation: 200", "resolve compensation: 200\nmeasures: check all\nsolution: new kettle\nroot cause: seal worn", "RESOLVE\n\nCause:\n\nseal worn\n\nSolution:\n\nnew kettle\n\nCorrective and preventive measures:\n\ncheck all\n\nCompensation:\n\n200", "RESOLVE\n1. Cause: seal worn\n2. Solution: new kettle\n3. Preventive measures: check all\n4. Compensation: 200", "Ｒｅｓｏｌｖｅ：\nＣａｕｓｅ：seal worn\nSolution：new kettle\nMeasures：check all\nCompensation：200", "办结\n原因：seal worn\n解决方案：new kettle\n整改措施：check all\n赔偿：200", "辦結 原因：seal worn 解決方案：new kettle 糾正預防措施：check all 補償：200", "办结\n【原因】seal worn\n【方案】new kettle\n【措施】check all\n【补偿】200", "办结【原因】seal worn【方案】new kettle【措施】check all【补偿】200", "RESOLVE\n**Cause:** seal worn\n**Solution:** new kettle\n**Measures:** check all\n**Compensation:** 200", "RESOLVE\nCause\nseal worn\nSolution\nnew kettle\nMeasures\ncheck all\nCompensation\n200", "已解决：new kettle\n根本原因：seal worn\n预防措施：check all\n补偿：200", "RESOLVED new kettle\nCause: seal worn\n措施：check all\nCompensation - 200"],
)  # fmt: skip
def test_labelled_fields_in_any_form(text: str):
    """Labels of either language, in any order and width, on one line or several; words without a label are the solution."""
    assert only(text).fields == {
        Field.CAUSE: "seal worn",
        Field.SOLUTION: "new kettle",
        Field.MEASURES: "check all",
        Field.COMPENSATION: "200",
    }


@pytest.mark.parametrize("text, solution", [("RESOLVE we sent a new one", "we sent a new one"), ("办结：已换新", "已换新"), ("RESOLVE\nwe sent\na new one", "we sent\na new one")])  # fmt: skip
def test_a_resolution_without_labels_is_the_solution(text: str, solution: str):
    """RESOLVE with nothing but words says what was done."""
    assert only(text).fields == {Field.SOLUTION: solution}


def test_an_empty_field_is_no_field():
    """A form sent back unfilled has no fields, so that what is mandatory is asked for again."""
    assert only("RESOLVE\nCause:\nSolution:\nMeasures: check all\nCompensation:").fields == {
        Field.MEASURES: "check all"
    }


def test_cause_and_reason_share_a_word():
    """原因 is the cause of a fault under 办结 and the reason under 延期."""
    assert only("办结 原因：老化").fields == {Field.CAUSE: "老化"}
    assert only("延期2天 原因：缺货").reason == "缺货"


NEW = Proposal(1, "a new kettle", "quick", "same model")
REFUND = Proposal(2, "your money", "simple", "takes a week")


@pytest.mark.parametrize(
    "text",
    ["OPTIONS\nOption 1: a new kettle Benefit: quick Risk: same model\nOption 2: your money Benefit: simple Risk: takes a week", "OPTIONS Option 1: a new kettle; Benefit: quick; Risk: same model; Option 2: your money; Benefit: simple; Risk: takes a week", "Options:\n\nOption 1: a new kettle\n\nAdvantage: quick\n\nDrawback: same model\n\nOption 2: your money\n\nAdvantage: simple\n\nDrawback: takes a week", "OPTIONS\nOption one - a new kettle (pros: quick; cons: same model)\nOption two - your money (pros: simple; cons: takes a week)", "OPTIONS\n1. a new kettle. Benefit: quick, Risk: same model\n2. your money. Benefit: simple, Risk: takes a week", "方案\n方案一：a new kettle 好处：quick 风险：same model\n方案二：your money 好处：simple 风险：takes a week", "方案一：a new kettle\n优点：quick\n缺点：same model\n方案二：your money\n优点：simple\n缺点：takes a week", "受理\n方案如下：\n方案１：a new kettle；好處：quick；風險：same model\n方案２：your money；好處：simple；風險：takes a week"],
)  # fmt: skip
def test_proposals_with_benefit_and_risk(text: str):
    """OPTIONS are numbered, each with its benefit and risk, in either language, on one line or several."""
    options = reply_of(text, TODAY).instructions[-1]
    assert options.command is Command.OPTIONS
    assert [(one.number, one.text.rstrip("."), one.benefit, one.risk) for one in options.proposals] == [
        (one.number, one.text, one.benefit, one.risk) for one in (NEW, REFUND)
    ]


def test_options_without_proposals_offer_nothing():
    """OPTIONS with running words only is kept as words: nothing is offered that was not numbered."""
    assert only("OPTIONS a new one or the money").proposals == ()
