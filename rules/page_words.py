"""What readers call the closed sets of a policy, in both languages: units, days, starts, fields, sections.

Owns names only. Each table has a word for every member; a test keeps it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rules.durations import Budget, Unit
from rules.policy import Heard, Period, Section, Start


class Language(StrEnum):
    """A language that pages are written in."""

    EN = "en"
    ZH = "zh"


Pair = tuple[str, str]  # English, Chinese

UNITS: Mapping[Unit, Pair] = {  # what a budget is counted in
    Unit.MINUTES: ("clock time", "自然时间"),
    Unit.HOURS: ("clock time", "自然时间"),
    Unit.DAYS: ("calendar days", "自然日"),
    Unit.WORKING_MINUTES: ("working time", "工作时间"),
    Unit.WORKING_HOURS: ("working time", "工作时间"),
    Unit.WORKING_DAYS: ("working days", "工作日"),
}
_UNITS_ZH = {
    Unit.MINUTES: "分钟",
    Unit.HOURS: "小时",
    Unit.DAYS: "天",
    Unit.WORKING_MINUTES: "分钟（工作时间）",
    Unit.WORKING_HOURS: "小时（工作时间）",
    Unit.WORKING_DAYS: "个工作日",
}
STARTS: Mapping[Start, Pair] = {
    Start.RECEIVED: ("receipt of the letter", "收到来信"),
    Start.DISPATCHED: ("handover to the department", "移交责任部门"),
    Start.SIGNED: ("acceptance by the department", "责任部门签收"),
}
HEARD: Mapping[Heard, Pair] = {
    Heard.LADDER: ("the department, and up the ladder", "责任部门，并逐级上报"),
    Heard.MANAGERS: ("the department, its head and the managers at once", "责任部门，并立即上报部门负责人和管理层"),
    Heard.NOBODY: ("the department only", "仅责任部门"),
}
WEEKDAYS: tuple[Pair, ...] = (
    ("Monday", "周一"),
    ("Tuesday", "周二"),
    ("Wednesday", "周三"),
    ("Thursday", "周四"),
    ("Friday", "周五"),
    ("Saturday", "周六"),
    ("Sunday", "周日"),
)
PERIODS: Mapping[Period, Pair] = {
    Period.DAY: ("every working day", "每个工作日"),
    Period.WEEK: ("every week", "每周"),
    Period.MONTH: ("on the first working day of the month, for the month before", "每月首个工作日（上月数据）"),
}
FIELDS: Mapping[str, Pair] = {
    "cause": ("cause", "原因"),
    "solution": ("solution", "解决方案"),
    "measures": ("measures", "措施"),
    "compensation": ("compensation", "补偿"),
}
SECTIONS: Mapping[Section, Pair] = {
    Section.CATEGORIES: ("by category", "按类别"),
    Section.LEVELS: ("by level", "按级别"),
    Section.DEPARTMENTS: ("by department", "按部门"),
    Section.CHANNELS: ("by channel", "按渠道"),
    Section.RATE: ("complaint rate", "投诉率"),
    Section.DEFERRED: ("deferred cases and their share", "暂缓投诉及占比"),
    Section.LATE: ("missed clocks", "超时情况"),
    Section.CLOSURES: ("closed within the limit and later", "一次关闭与二次关闭"),
    Section.MEASURES: ("causes and measures", "原因与措施"),
    Section.REPEATS: ("repeated faults", "重复问题"),
    Section.SATISFACTION: ("satisfaction", "满意度"),
    Section.COMPENSATION: ("compensation", "补偿"),
    Section.STAFF: ("departments and staff", "部门与人员"),
    Section.TREND: ("trend", "趋势"),
    Section.FILED: ("what was filed", "已归档来信"),
}
WORDS_OF_THE_PACK: Mapping[str, Pair] = {  # that stand where personal roles stand
    "head": ("head of the department", "部门负责人"),
    "managers": ("managers", "管理层"),
}
HANDLINGS: Mapping[str, Pair] = {
    "case": ("a case is opened", "立案"),
    "enquiry": ("passed on as an enquiry", "作为咨询转交"),
    "triage": ("a person looks first", "先由人工判断"),
    "file": ("filed", "归档"),
}


def said(pair: Pair, language: Language) -> str:
    """The word in that language."""
    return pair[0] if language is Language.EN else pair[1]


def named(thing: Any, language: Language) -> str:
    """The name of whatever has one in `en` and `zh`."""
    return str(thing.en if language is Language.EN else thing.zh)


def length(budget: Budget, language: Language) -> str:
    """A length of time: "4 working hours", "4小时（工作时间）"."""
    return str(budget) if language is Language.EN else f"{budget.amount}{_UNITS_ZH[budget.unit]}"


def time_of_day(minutes: int) -> str:
    """Minutes since midnight as "09:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
