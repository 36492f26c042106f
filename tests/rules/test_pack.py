"""Packs that are sound: what they become, and how one is laid over another."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules import Budget, Clock, ClockKind, PackInvalid, load
from rules.pack import shipped

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
"""


def write(folder: Path, text: str, name: str = "our.toml") -> Path:
    """A pack file."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_standard_pack_keeps_the_procedures_figures():
    """Answer in 5, 2 or 1 working days; signed in 4 working hours, at once when critical; reminded at 80 %."""
    policy = load("standard")
    assert [(level.code, level.zh, level.rank, level.rises_to) for level in policy.levels] == [
        ("normal", "普通", 0, None),
        ("high", "紧急", 1, None),
        ("critical", "特急", 2, None),
    ]
    figures = {(level, kind.value): str(clock.budget) for (level, kind), clock in policy.clocks.items()}
    assert figures == {
        ("normal", "signing"): "4 working hours",
        ("normal", "answer"): "5 working days",
        ("high", "signing"): "4 working hours",
        ("high", "answer"): "2 working days",
        ("critical", "signing"): "30 minutes",
        ("critical", "answer"): "1 working day",
    }
    assert {clock.remind_at for clock in policy.clocks.values()} == {0.8}
    assert (policy.default_department, policy.default_level) == ("service", "normal")
    assert policy.role("quality").zh == "质量部"
    assert policy.level("high").en == "High"


def test_every_shipped_pack_loads_and_brings_examples_in_both_languages():
    """A pack without examples is a promise nobody has tried."""
    assert "standard" in shipped()
    for name in shipped():
        examples = load(name).examples
        assert len(examples) >= 10
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
    assert policy.clock("normal", ClockKind.SIGNING) == Clock(ClockKind.SIGNING, Budget.parse("4 working hours"), 0.8)
    assert (policy.default_department, policy.default_level) == ("sales", "normal")
    assert (policy.working_time.opens, policy.working_time.closes) == (510, 1440)
    assert (policy.thresholds.file_at_least, policy.thresholds.enquiry_at_least) == (0.99, 0.6)
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
    assert load(write(tmp_path, TITLE + "[calendar]\nholidays = [2026-12-24]\n")).version != plain
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
        with pytest.raises(PackInvalid, match=r"there is no pack .* those that come with Amends are: .*standard"):
            load(wanted)
