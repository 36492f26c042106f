"""The page's part about decisions: levels, departments, rules."""

from __future__ import annotations

from collections.abc import Iterator

from rules.page_speech import Speech, upper
from rules.page_words import HANDLINGS
from rules.policy import Rule


def levels(speech: Speech) -> Iterator[str]:
    """The levels, the lightest first."""
    rows: list[list[str]] = []
    for level in speech.policy.levels:
        rises = speech.name(speech.policy.level(level.rises_to)) if level.rises_to else "–"
        setter = ("people only", "仅人工") if level.people_only else ("rules and people", "规则或人工")
        hours = ("any hour", "任何时间") if level.any_hour else ("working hours", "工作时间")
        name = f"{speech.name(level)} (`{level.code}`)"
        rows.append([name, rises, speech.say(*setter), speech.say(*hours)])
    heads = (
        ("Level, the lightest first", "级别（由轻到重）"),
        ("Rises to", "升级为"),
        ("Set by", "判定"),
        ("Reminders and escalations", "催办与上报"),
    )
    yield from speech.table(heads, rows)


def roles(speech: Speech) -> Iterator[str]:
    """Departments, their other names, and the people the pack speaks of."""
    rows = [[f"{speech.name(r)} (`{r.code}`)", ", ".join(r.aliases) or "–"] for r in speech.policy.roles]
    yield from speech.table((("Department", "部门"), ("Also called", "别名")), rows)
    if speech.policy.people:
        people = speech.listed(f"{speech.name(p)} (`{p.code}`)" for p in speech.policy.people)
        yield ""
        yield speech.say(f"People the pack speaks of: {people}.", f"涉及人员：{people}。")


def rules(speech: Speech) -> Iterator[str]:
    """How a letter is decided: what opens a case, and the rules in their order."""
    limits = speech.policy.thresholds
    case, enquiry, filed = (
        f"{share:.0%}" for share in (limits.case_at_least, limits.enquiry_at_least, limits.file_at_least)
    )
    yield speech.say(
        f"A complaint at least {case} sure opens a case. An enquiry, order or payment reminder at least {enquiry} sure "
        f"is passed on. Thanks, newsletters and machine notices at least {filed} sure are filed. A person looks at "
        "everything else.",
        f"投诉把握达到{case}即立案；咨询、订单、催款把握达到{enquiry}即转交；致谢、推广、通知把握达到{filed}即归档；"
        "其余由人工判断。",
    )
    role = speech.name(speech.policy.role(speech.policy.default_department))
    level = speech.name(speech.policy.level(speech.policy.default_level))
    yield ""
    yield speech.say(
        "All rules are asked, in this order: the first that names a department wins, the gravest level wins, marks add "
        f"up. Where no rule says anything: {role}, {level}.",
        f"所有规则依次判断：部门以最先命中者为准，级别取最重者，标记累加。无规则命中时：{role}，{level}。",
    )
    yield ""
    for number, rule in enumerate(speech.policy.rules, 1):
        yield speech.say(
            f"{number}. {upper(rule.en)}: {_follows(speech, rule)}. (*{rule.name}*)",
            f"{number}. {rule.zh}：{_follows(speech, rule)}。（*{rule.name}*）",
        )


def _follows(speech: Speech, rule: Rule) -> str:
    parts: list[str] = []
    if rule.department:
        parts.append(speech.say("to ", "转") + speech.name(speech.policy.role(rule.department)))
    if rule.level:
        parts.append(speech.say("level ", "定为") + speech.name(speech.policy.level(rule.level)))
    if rule.handling:
        parts.append(speech.word(HANDLINGS[rule.handling]))
    if rule.tags:
        parts.append(speech.say("marked ", "标记 ") + ", ".join(f"`{tag}`" for tag in rule.tags))
    return speech.say(", ", "，").join(parts)
