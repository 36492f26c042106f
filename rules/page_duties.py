"""The page's part about people: the customer, the department, penalties, reports."""

from __future__ import annotations

from collections.abc import Iterator

from rules.page_speech import Speech
from rules.page_words import PERIODS, SECTIONS, WEEKDAYS, Language, time_of_day
from rules.policy import Report, ReportKind


def care(speech: Speech) -> Iterator[str]:
    """How the customer is kept informed."""
    kept = speech.policy.care
    if kept.chase_after:
        after = speech.length(kept.chase_after)
        yield speech.say(
            f"- What is missing is asked for at once, and once more after {after}.",
            f"- 缺少的资料即时索取，{after}后再催一次。",
        )
    if kept.contact_after:
        after = speech.length(kept.contact_after)
        yield speech.say(
            f"- If nothing was written for {after}: a short sign of life.", f"- {after}未联系客户：主动告知进展。"
        )
    by, hours = time_of_day(kept.delay_by), f"{time_of_day(kept.opens)}\u2013{time_of_day(kept.closes)}"
    yield speech.say(
        f"- A delay is told by {by} of the promised day, with a new date.",
        f"- 延期最迟于承诺日{by}前告知，并给出新的日期。",
    )
    check, silence = speech.length(kept.check_after), speech.length(kept.silence_closes_after)
    yield speech.say(
        f"- {check} after the resolution the customer is asked; {silence} of silence close the case.",
        f"- 解决后{check}回访；{silence}无答复视为同意，予以结案。",
    )
    if kept.satisfied_tells:
        told = speech.people(kept.satisfied_tells)
        yield speech.say(
            f"- A satisfied customer is reported the same day to: {told}.", f"- 客户满意当日告知：{told}。"
        )
    yield speech.say(
        f"- Mails that answer no letter of the customer's leave between {hours}.",
        f"- 主动联系客户的时间：{hours}。",
    )


def answering(speech: Speech) -> Iterator[str]:
    """What the department must say, and what it may decide."""
    said = speech.policy.answering
    if said.mandatory:
        fields = speech.fields(said.mandatory)
        yield speech.say(f"- RESOLVE must name: {fields}.", f"- 办结时必填：{fields}。")
    if said.empty_phrases:
        phrases = ", ".join(said.empty_phrases)
        yield speech.say(
            f"- Empty phrases are refused when nothing else is said: {phrases}.", f"- 空话不予接受：{phrases}。"
        )
    days = said.extend_freely
    yield speech.say(
        f"- EXTEND up to {days} working days in all needs no approval; more, and every DEFER, does.",
        f"- 延期累计不超过{days}个工作日无需审批；超过者及所有暂缓均须审批。",
    )
    if said.deferred_level:
        level = speech.name(speech.policy.level(said.deferred_level))
        yield speech.say(f"- A deferred case has the level {level}.", f"- 获准暂缓的投诉级别为“{level}”。")
    if said.closing_approval:
        who = speech.people((said.closing_approval,))
        yield speech.say(f"- Closing needs the approval of: {who}.", f"- 结案须经批准：{who}。")
    wrongs = said.wrongs_to_managers
    yield speech.say(
        f"- WRONG number {wrongs} on one case goes to the managers.", f"- 同一投诉第{wrongs}次转交由管理层裁定。"
    )
    within, years = speech.length(speech.policy.repeats_within), speech.policy.keep_years
    yield speech.say(
        f"- The same fault within {within} counts as repeated. Closed cases are kept for {years} years.",
        f"- {within}内同类问题计为重复。结案资料保存{years}年。",
    )


def penalties(speech: Speech) -> Iterator[str]:
    """What a missed clock costs; nothing where nothing does."""
    priced = speech.policy.penalties
    if priced is None:
        return
    rows = [
        [speech.name(level), f"{priced.amounts[level.code]} {priced.currency}"]
        for level in speech.policy.levels
        if level.code in priced.amounts
    ]
    yield from speech.table((("Level", "级别"), ("Amount for each missed clock", "每次超时金额")), rows)
    yield ""
    if priced.monthly:
        yield speech.say(
            "Each further full month unclosed adds the amount once more.", "每逾一个整月未结，金额累加一次。"
        )
    signer, settlers = speech.people((priced.signed_by,)), speech.people(priced.settled_by)
    yield speech.say(
        f"Signed by: {signer}. Settled by: {settlers or '–'}.", f"签发：{signer}。结算：{settlers or '–'}。"
    )


def reports(speech: Speech) -> Iterator[str]:
    """The reports, and on which day they come."""
    rows = [
        [
            speech.name(report),
            _when(speech, report),
            speech.say("each department", "各部门") if report.kind is ReportKind.WORKLIST else speech.people(report.to),
            speech.listed(speech.word(SECTIONS[section]) for section in report.sections) or "–",
        ]
        for report in speech.policy.reports
    ]
    heads = (("Report", "报告"), ("When", "时间"), ("To", "收件人"), ("Contents", "内容"))
    yield from speech.table(heads, rows) if rows else ()


def _when(speech: Speech, report: Report) -> str:
    day = speech.word(PERIODS[report.every])
    if report.on is not None:
        weekday = speech.word(WEEKDAYS[report.on])
        day = speech.say(f"every {weekday}", f"每{weekday}")
    return f"{day}, {time_of_day(report.at)}" if speech.language is Language.EN else f"{day} {time_of_day(report.at)}"
