"""The page's part about clocks: the table of them, profiles, and what a missed one does."""

from __future__ import annotations

from collections.abc import Iterator

from rules.clock_kinds import ACCEPT_STOPS
from rules.hours import WEEK
from rules.page_speech import Speech, upper
from rules.page_words import HEARD, STARTS, UNITS, WEEKDAYS, Language, Pair, time_of_day
from rules.policy import Clock, Profile
from rules.vocabulary import ClockKind

_CLOCK_HEADS: tuple[Pair, ...] = (
    ("Clock", "时限"),
    ("Starts with", "起算"),
    ("Stops with", "完成标准"),
    ("Budget", "期限"),
    ("Counted in", "计时方式"),
    ("Reminder at", "提醒"),
    ("If missed", "超时"),
)


def clocks(speech: Speech) -> Iterator[str]:
    """Working time, and one row a level and clock."""
    time = speech.policy.working_time
    days = speech.listed(speech.word(WEEKDAYS[day]) for day in range(len(WEEK)) if day in time.weekdays)
    hours = f"{time_of_day(time.opens)}\u2013{time_of_day(time.closes)}"
    yield speech.say(
        f"Working time: {days}, {hours}, and what the department's own hours say; public holidays are those of the "
        "desk's country. Days are over when work ends. A clock stands still while the customer is asked.",
        f"工作时间：{days} {hours}，部门另有规定的从其规定；节假日按所在国家。以天计的时限至当日下班为止；"
        "等待客户补充资料期间不计时。",
    )
    yield ""
    rows = [
        [speech.name(level), *_clock(speech, clock)]
        for kind in ClockKind
        for level in speech.policy.levels
        if (clock := speech.policy.clock(level.code, kind))
    ]
    yield from speech.table((("Level", "级别"), *_CLOCK_HEADS), rows)


def _clock(speech: Speech, clock: Clock) -> list[str]:
    words = speech.policy.clock_words[clock.kind]
    stops = speech.say(words.stops_en, words.stops_zh)
    if clock.accept_stops:
        stops = speech.word(ACCEPT_STOPS)
    return [
        speech.name(words),
        speech.word(STARTS[clock.start]),
        stops,
        speech.length(clock.budget),
        speech.word(UNITS[clock.budget.unit]),
        f"{clock.remind_at:.0%}",
        _if_missed(speech, clock),
    ]


def _if_missed(speech: Speech, clock: Clock) -> str:
    told = [speech.word(HEARD[clock.heard])]
    again = speech.length(clock.again)
    if clock.again.amount == 1:
        again = again.removeprefix("1").strip()
    told.append(speech.say(f"again every {again}", f"此后每{again}再次催办"))
    if not clock.pauses:
        told.append(speech.say("never stands still", "不暂停计时"))
    if not clock.extends:
        told.append(speech.say("EXTEND does not move it", "“延期”不改变此期限"))
    if clock.penalty:
        told.append(speech.say("penalty", "计入考核"))
    if clock.rises:
        told.append(speech.say("the level rises", "级别上升"))
    return speech.say("; ", "；").join(told)


def profiles(speech: Speech) -> Iterator[str]:
    """Terms of their own, one after the other."""
    for n, profile in enumerate(speech.policy.profiles):
        if n == 0:
            yield speech.say(
                "They hold besides those of the level; where they differ, the later one is right.",
                "在级别规定之外适用；如有冲突，以后者为准。",
            )
        yield ""
        yield f"### {upper(profile.name)}" if speech.language is Language.EN else f"### {profile.zh}"
        yield ""
        if speech.language is Language.EN:
            yield f"{upper(profile.en)}."
            yield ""
        yield speech.say(f"For {_whom(speech, profile)}.", f"适用：{_whom(speech, profile)}。")
        yield from _profile_terms(speech, profile)


def _whom(speech: Speech, profile: Profile) -> str:
    known = {
        speech.say("departments", "部门"): [speech.name(r) for r in speech.policy.roles if r.code in profile.roles],
        speech.say("levels", "级别"): [speech.name(x) for x in speech.policy.levels if x.code in profile.levels],
        speech.say("cases marked", "标记"): [f"`{tag}`" for tag in sorted(profile.tags)],
        speech.say("channels", "渠道"): [f"`{channel}`" for channel in sorted(profile.channels)],
    }
    parts = [f"{what} {speech.listed(which)}" for what, which in known.items() if which]
    return speech.say("; ", "；").join(parts) or speech.say("every case", "所有投诉")


def _profile_terms(speech: Speech, profile: Profile) -> Iterator[str]:
    terms: list[str] = []
    if profile.clocks_of:
        level = speech.name(speech.policy.level(profile.clocks_of))
        terms.append(speech.say(f"clocks as for the level {level}", f"时限按“{level}”级"))
    for people, pair in (
        (profile.copies, ("a copy of the handover goes to", "移交单抄送")),
        (profile.announces, ("announced to", "通报")),
        (profile.escalates, ("escalated at once to", "立即上报")),
    ):
        if people:
            terms.append(f"{speech.word(pair)} {speech.people(people)}")
    if profile.mandatory:
        fields = speech.fields(profile.mandatory)
        terms.append(speech.say(f"RESOLVE must name: {fields}", f"办结时必填：{fields}"))
    if profile.any_hour:
        terms.append(speech.say("reminders and escalations at any hour", "催办与上报不限时间"))
    for kind in (kind for kind, clock in profile.clocks.items() if clock is None):
        name = speech.name(speech.policy.clock_words[kind])
        terms.append(speech.say(f"no clock: {name}", f"不设时限：{name}"))
    if terms:
        yield from ("", *(f"- {upper(term)}" for term in terms))
    rows = [_clock(speech, clock) for clock in profile.clocks.values() if clock is not None]
    if rows:
        yield ""
        yield from speech.table(_CLOCK_HEADS, rows)


def missed(speech: Speech) -> Iterator[str]:
    """Whom a missed clock reaches."""
    ladder = speech.policy.ladder
    first, then, top = (speech.people(step) for step in (ladder.first, ladder.then, ladder.top))
    yield speech.say(
        "The department is reminded before a clock ends (the share of it in the table) and when it is missed.",
        "时限届满前（按表中比例）及超时后均提醒责任部门。",
    )
    yield ""
    yield speech.say(f"- The first missed clock of a case: {first}", f"- 首次超时：{first}")
    yield speech.say(f"- From the second on: {then}", f"- 第二次起：{then}")
    if any(level.rises_to for level in speech.policy.levels):
        yield speech.say(
            f"- Where the level should rise and is the highest already: {top}", f"- 应升级而已是最高级：{top}"
        )
