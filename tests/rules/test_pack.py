"""Packs that are sound: what they become, and how one is laid over another."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules import Budget, Clock, ClockKind, PackInvalid, load
from rules.pack import shipped
from rules.policy import Heard, Period, ReportKind, Start

TITLE = 'extends = "standard"\ntitle = { en = "Ours", zh = "本公司" }\n'
OWN_LEVELS = """
[defaults]
level = "general"
[levels.general]
en = "General"
zh = "一般"
rises_to = "severe"
[levels.severe]
en = "Severe"
zh = "强烈"
[levels.unreasonable]
en = "Unreasonable"
zh = "非理性"
people_only = true
[clocks.general]
signing = "1 working hour"
answer = { budget = "3 days", remind_at = 0.5 }
[clocks.severe]
signing = "10 minutes"
answer = "none"
closing = "7 days"
"""
TUESDAY = """
[[report]]
name = "weekly digest"
kind = "digest"
title = { en = "Weekly report", zh = "投诉周报" }
every = "week"
on = "tue"
at = "09:00"
to = ["managers"]
"""


def write(folder: Path, text: str, name: str = "our.toml") -> Path:
    """A pack file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_every_shipped_pack_loads_and_brings_examples_in_both_languages():
    """A pack without examples is a promise nobody has tried."""
    assert "standard" in shipped()
    for name in shipped():
        examples = load(name).examples
        assert len(examples) >= 8
        assert any(example.text.isascii() for example in examples)
        assert any(not example.text.isascii() for example in examples)


def test_a_pack_says_only_what_differs(tmp_path: Path):
    """Clocks, defaults and hours are laid over the parent's key by key; the rest stays."""
    policy = load(
        write(
            tmp_path,
            TITLE
            + '[clocks.normal]\nanswer = "3 working days"\n[defaults]\ndepartment = "sales"\n'
            + '[calendar]\nhours = "08:30-24:00"\nholidays = [2026-12-24]\n[handling]\nfile_at_least = 0.99\n'
            + '[roles.claims]\nen = "Claims"\nzh = "理赔部"\n',
        )
    )
    assert policy.clock("normal", ClockKind.ANSWER) == Clock(ClockKind.ANSWER, Budget.parse("3 working days"), 0.8)
    assert policy.clock("normal", ClockKind.SIGNING) == Clock(
        ClockKind.SIGNING, Budget.parse("4 working hours"), 0.8, Start.DISPATCHED
    )
    assert (policy.default_department, policy.default_level) == ("sales", "normal")
    assert (policy.working_time.opens, policy.working_time.closes) == (510, 1440)
    assert (policy.thresholds.file_at_least, policy.thresholds.enquiry_at_least) == (0.99, 0.5)
    assert {role.code for role in policy.roles} >= {"claims", "quality"}
    assert len(policy.rules) == len(load("standard").rules)
    assert (policy.name, policy.en, policy.zh) == ("our", "Ours", "本公司")


def test_own_rules_come_first_and_one_of_the_same_name_replaces_the_parents(tmp_path: Path):
    """And a rule that is not wanted is dropped by its name."""
    policy = load(
        write(
            tmp_path,
            'drop = ["attitude"]\n'
            + TITLE
            + '[[rule]]\nname = "billing"\nwhen = \'true\'\nwhy = { en = "all to sales", zh = "统一由销售处理" }\n'
            + 'then = { department = "sales" }\n',
        )
    )
    names = [rule.name for rule in policy.rules]
    assert names[0] == "billing"
    assert names.count("billing") == 1
    assert "attitude" not in names
    assert policy.rules[0].department == "sales"


def test_a_pack_with_levels_of_its_own_has_only_those(tmp_path: Path):
    """Inherited rules keep department and tags; those that only set a level that is gone are gone too."""
    policy = load(write(tmp_path, TITLE + OWN_LEVELS))
    assert [level.code for level in policy.levels] == ["general", "severe", "unreasonable"]
    assert {level for level, _ in policy.clocks} == {"general", "severe"}
    assert policy.clock("severe", ClockKind.ANSWER) is None
    assert policy.clock("general", ClockKind.ANSWER) == Clock(ClockKind.ANSWER, Budget.parse("3 days"), 0.5)
    rules = {rule.name: rule for rule in policy.rules}
    assert "urgent" not in rules
    assert (rules["danger to people"].department, rules["danger to people"].level) == ("quality", None)


def test_a_clock_is_laid_over_the_parents_key_by_key(tmp_path: Path):
    """Text is short for the budget; what a level does not say is said by the kind, then by the defaults."""
    write(
        tmp_path,
        TITLE
        + '[clock_kinds.first_reply]\nstart = "received"\nagain = "2 working hours"\npenalty = true\n'
        + '[clocks.normal]\nfirst_reply = { budget = "8 working hours", remind_at = 0.5, heard = "managers" }\n'
        + '[clocks.high]\nfirst_reply = "4 working hours"\n[penalties]\namounts = { normal = 1, high = 2 }\n',
        "parent.toml",
    )
    child = TITLE.replace("standard", "parent.toml") + (
        '[clock_kinds.first_reply]\naccept_stops = true\n[clocks.normal]\nfirst_reply = "6 working hours"\n'
        '[clocks.high]\nfirst_reply = { start = "signed", penalty = false }\n'
    )
    policy = load(write(tmp_path, child))
    assert policy.clock("normal", ClockKind.FIRST_REPLY) == Clock(
        ClockKind.FIRST_REPLY,
        Budget.parse("6 working hours"),
        0.5,
        Start.RECEIVED,
        Heard.MANAGERS,
        Budget.parse("2 working hours"),
        accept_stops=True,
        penalty=True,
    )
    high = policy.clock("high", ClockKind.FIRST_REPLY)
    assert high is not None
    assert (str(high.budget), high.remind_at, high.start, high.heard, high.penalty) == (
        "4 working hours", 0.8, Start.SIGNED, Heard.LADDER, False
    )  # fmt: skip
    assert policy.penalties is not None
    assert policy.penalties.amounts == {"normal": 1, "high": 2}


def test_every_kind_of_clock_has_its_usual_start_and_a_name(tmp_path: Path):
    """Signing runs from the handover, first reply and progress from signing, the others from receipt."""
    kinds = "".join(f'{kind} = "1 working day"\n' for kind in ClockKind)
    policy = load(write(tmp_path, TITLE + f"[clocks.normal]\n{kinds}"))
    starts = {kind: clock.start for kind in ClockKind if (clock := policy.clock("normal", kind))}
    assert starts == {
        ClockKind.SIGNING: Start.DISPATCHED,
        ClockKind.FIRST_REPLY: Start.SIGNED,
        ClockKind.PROGRESS: Start.SIGNED,
        ClockKind.REPORT: Start.RECEIVED,
        ClockKind.ANSWER: Start.RECEIVED,
        ClockKind.CLOSING: Start.RECEIVED,
    }
    assert set(policy.clock_words) == set(ClockKind)
    renamed = '[clock_kinds.signing]\nzh = "移交"\nstops = { en = "a stamp", zh = "盖章" }\n'
    words = load(write(tmp_path, TITLE + renamed)).clock_words[ClockKind.SIGNING]
    assert (words.en, words.zh, words.stops_en, words.stops_zh) == ("Signing", "移交", "a stamp", "盖章")


PARENT = (
    TITLE
    + """
[care]
chase_after = "none"
hours = "09:30-20:00"
[answering]
extend_freely = 3
[escalation]
top = ["general_manager"]
[penalties]
amounts = { normal = 10, high = 20, critical = 30 }
settled_by = ["finance"]
[[profile]]
name = "a"
why = { en = "a", zh = "甲" }
any_hour = true
[[profile]]
name = "b"
why = { en = "b", zh = "乙" }
levels = ["high"]
copies = ["general_manager"]
[[report]]
name = "weekly digest"
kind = "penalties"
title = { en = "P", zh = "考核" }
every = "month"
at = "08:15"
to = ["general_manager"]
"""
)
CHILD = (
    'drop = ["worklist", "public channel"]\n'
    + TITLE.replace("standard", "parent.toml")
    + """
[care]
check_after = "2 hours"
satisfied_tells = ["head"]
[answering]
mandatory = []
[penalties]
currency = "EUR"
amounts = { high = 25 }
[repeats]
within = "30 days"
[keep]
years = 3
[[profile]]
name = "a"
why = { en = "ours", zh = "本" }
roles = ["sales"]
"""
)


def test_every_table_is_laid_over_the_parents_key_by_key(tmp_path: Path):
    """Care, answering, escalation, penalties, repeats and keep: the child says only what differs."""
    write(tmp_path, PARENT, "parent.toml")
    policy = load(write(tmp_path, CHILD))
    care, answering, penalties = policy.care, policy.answering, policy.penalties
    assert (care.chase_after, str(care.contact_after), str(care.check_after)) == (None, "3 working days", "2 hours")
    assert (care.opens, care.closes, care.delay_by, care.satisfied_tells) == (570, 1200, 720, ("head",))
    assert (answering.mandatory, answering.extend_freely, answering.wrongs_to_managers) == ((), 3, 2)
    assert "加强培训" in answering.empty_phrases
    assert (policy.ladder.first, policy.ladder.top) == (("head",), ("general_manager",))
    assert penalties is not None
    assert (penalties.currency, penalties.amounts, penalties.settled_by) == (
        "EUR", {"normal": 10, "high": 25, "critical": 30}, ("finance",)
    )  # fmt: skip
    assert (str(policy.repeats_within), policy.keep_years) == ("30 days", 3)


def test_profiles_and_reports_of_the_same_name_replace_the_parents_and_can_be_dropped(tmp_path: Path):
    """The parent's profiles come first, so that the child's are the stronger."""
    write(tmp_path, PARENT, "parent.toml")
    policy = load(write(tmp_path, CHILD))
    assert [(profile.name, profile.en) for profile in policy.profiles] == [("b", "b"), ("a", "ours")]
    assert [(r.name, r.kind, r.every, r.on, r.at) for r in policy.reports] == [
        ("weekly digest", ReportKind.PENALTIES, Period.MONTH, None, 495)
    ]


def test_inherited_terms_of_levels_that_are_gone_are_gone_too(tmp_path: Path):
    """A profile for certain levels only, and their amounts, mean nothing where those levels are not."""
    write(tmp_path, PARENT, "parent.toml")
    policy = load(write(tmp_path, TITLE.replace("standard", "parent.toml") + OWN_LEVELS))
    assert [profile.name for profile in policy.profiles] == ["public channel", "a"]
    assert policy.penalties is not None
    assert policy.penalties.amounts == {}


def test_a_pack_is_found_beside_the_config_and_its_parent_beside_it(tmp_path: Path):
    """Relative paths count from the file that says them, not from where the desk was started."""
    (tmp_path / "packs").mkdir()
    write(tmp_path / "packs", TITLE + '[defaults]\ndepartment = "finance"\n', "parent.toml")
    write(tmp_path / "packs", 'extends = "parent.toml"\ntitle = { en = "Child", zh = "子" }\n', "child.toml")
    assert load("packs/child.toml", base=tmp_path).default_department == "finance"


def test_the_version_changes_with_every_decision_and_with_nothing_else(tmp_path: Path):
    """Cases remember the version they were decided under: comments and examples are no new version."""
    plain = load(write(tmp_path, TITLE)).version
    assert load(write(tmp_path, "# a remark\n" + TITLE)).version == plain
    example = '[[example]]\nsubject = "s"\ntext = "t"\nhandling = "case"\n'
    assert load(write(tmp_path, TITLE + example)).version == plain
    assert load(write(tmp_path, TITLE + "[defaults]\nremind_at = 0.7\n")).version != plain
    for change in (
        "[calendar]\nholidays = [2026-12-24]\n",
        '[clock_kinds.signing]\nheard = "managers"\n',
        '[clocks.high]\nclosing = "9 days"\n',
        '[care]\ndelay_by = "11:00"\n',
        "[answering]\nmandatory = []\n",
        '[escalation]\nfirst = ["managers"]\n',
        "[penalties]\nmonthly = true\n",
        '[repeats]\nwithin = "91 days"\n',
        "[keep]\nyears = 3\n",
        '[people.chief]\nen = "Chief"\nzh = "主管"\n',
        '[[profile]]\nname = "p"\nwhy = { en = "p", zh = "本" }\nany_hour = true\n',
        TUESDAY,
    ):
        assert load(write(tmp_path, TITLE + change)).version != plain, change
    assert len(plain) == 12


def test_the_calendar_is_the_packs_hours_at_the_desks_place():
    """Zone and country come from the desk's config."""
    calendar = load("standard").calendar(ZoneInfo("Europe/London"), "GB")
    assert (calendar.time.opens, calendar.time.closes, calendar.country) == (540, 1080, "GB")


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path):
    """A byte order mark and CRLF line ends change nothing."""
    file = tmp_path / "our.toml"
    file.write_bytes(("\ufeff" + TITLE.replace("\n", "\r\n")).encode())
    assert load(file).en == "Ours"


def test_a_pack_that_is_not_there_is_told_with_those_that_are(tmp_path: Path):
    """A wrong name or path is a problem like any other, not a traceback."""
    for wanted in ("standart", tmp_path / "none.toml", str(tmp_path)):
        with pytest.raises(
            PackInvalid, match=r"there is no pack .* those that come with Amends are: .*standard"
        ) as told:
            load(wanted)
        assert told.value.problems[0].startswith(f"{wanted}: there is no")  # no line of a file that is not there
