"""The page that staff read: everything the pack says is on it, in both languages, and docs/packs/ is this page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from daemon.commands.policy import policy as command
from rules import ClockKind, Policy, load
from rules.durations import Unit
from rules.pack import shipped
from rules.page import page
from rules.page_words import FIELDS, HANDLINGS, HEARD, PERIODS, SECTIONS, STARTS, UNITS, WEEKDAYS, Language, Pair
from rules.policy import Heard, Period, Section, Start
from rules.shape import AnswerField
from rules.vocabulary import Handling

PAGES = Path(__file__).parents[2] / "docs" / "packs"
PACKS = {name: load(name) for name in shipped()}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", sorted(PACKS))
def test_the_pages_in_docs_are_those_that_the_command_prints(name: str, capsys: pytest.CaptureFixture[str]):
    """Whoever changes a pack makes its pages again: `amends policy PACK > docs/packs/PACK.md`."""
    for language, file in ((Language.EN, f"{name}.md"), (Language.ZH, f"{name}.zh.md")):
        assert command(name, language=language) == 0
        assert (PAGES / file).read_text(encoding="utf-8") == capsys.readouterr().out


def test_there_is_no_page_of_a_pack_that_is_not_there():
    """One English and one Chinese page a pack."""
    assert {file.name for file in PAGES.iterdir()} == {f"{name}{end}" for name in PACKS for end in (".md", ".zh.md")}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_level_rule_clock_profile_and_report_is_on_the_page(name: str, language: Language):
    """Nothing a pack decides is left out."""
    policy = PACKS[name]
    told = page(policy, language)
    chinese = language is Language.ZH
    for thing in (*policy.levels, *policy.roles, *policy.people, *policy.reports):
        assert (thing.zh if chinese else thing.en) in told
    for rule in policy.rules:
        assert f"*{rule.name}*" in told
        assert (rule.zh if chinese else rule.en[1:]) in told
    for profile in policy.profiles:
        assert (profile.zh if chinese else profile.en[1:]) in told
    clocks = [*policy.clocks.values(), *(c for p in policy.profiles for c in p.clocks.values() if c)]
    rows = [line for line in told.splitlines() if line.startswith("|") and "80%" in line]
    assert len(rows) == len(clocks)
    for clock in clocks:
        words = policy.clock_words[clock.kind]
        assert any((words.zh if chinese else words.en) in row and str(clock.budget.amount) in row for row in rows)


@pytest.mark.parametrize("name", sorted(PACKS))
def test_the_chinese_page_is_chinese(name: str):
    """No sentence of the English page is left in it, but names of rules, codes and aliases."""
    english = {line for line in page(PACKS[name]).splitlines() if line and not line.startswith("| --")}
    left = [line for line in page(PACKS[name], Language.ZH).splitlines() if line in english]
    assert left == []
    prose = [line for line in page(PACKS[name], Language.ZH).splitlines() if line and not line.startswith("| --")]
    assert all(CHINESE.search(line) for line in prose)


def test_a_table_is_not_torn_by_what_stands_in_it(tmp_path: Path):
    """A bar in a name stays inside its cell."""
    file = tmp_path / "our.toml"
    title = 'title = { en = "A|B", zh = "甲" }\n'
    file.write_text(f'extends = "standard"\n{title}[roles.x]\nen = "One|Two"\nzh = "一|二"\n', encoding="utf-8")
    assert "| One\\|Two (`x`) | – |" in page(load(file))


@pytest.mark.parametrize(
    "words, closed",
    [
        (UNITS, set(Unit)),
        (STARTS, set(Start)),
        (HEARD, set(Heard)),
        (PERIODS, set(Period)),
        (SECTIONS, set(Section)),
        (HANDLINGS, {handling.value for handling in Handling}),
        (FIELDS, set(AnswerField.__args__)),
    ],
)
def test_every_member_of_a_closed_set_has_its_words(words: Mapping[StrEnum | str, Pair], closed: set[StrEnum | str]):
    """In both languages."""
    assert set(words) == closed
    assert all(en and CHINESE.search(zh) for en, zh in words.values())
    assert len(WEEKDAYS) == 7


def test_a_clock_that_acceptance_stops_says_so():
    """The one thing about a clock that its kind's sentence would tell wrongly."""
    told = page(PACKS["dealership"])
    assert "any command of the department, ACCEPT too | 30 minutes" in told
    assert "any command but ACCEPT | 8 working hours" in told


def test_penalties_and_rises_are_on_the_clocks_that_have_them():
    """As the daemon will do it."""
    policy: Policy = PACKS["dealership"]
    rows = [row for row in page(policy).splitlines() if row.startswith("| General | ")]
    closing = next(row for row in rows if policy.clock_words[ClockKind.CLOSING].en in row)
    first = next(row for row in rows if policy.clock_words[ClockKind.FIRST_REPLY].en in row)
    assert closing.endswith("penalty; the level rises |")
    assert first.endswith("penalty |")
