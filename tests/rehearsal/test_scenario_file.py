"""What is wrong with a scenario is told with its line, all of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from daemon.rehearsal.scenario import Scenario, ScenarioInvalid
from daemon.rehearsal.scenario_file import load

START = "start = 2026-11-23T09:00:00+08:00\n"
STEP = '[[step]]\nfrom = "ann@customer.example"\nbody = "Hello"\n'


def loaded(folder: Path, text: str) -> Scenario:
    """The scenario of that text."""
    file = folder / "play.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("", 1, "start: is missing"),
        ("start = 2026-11-23T09:00:00\n", 1, "start: has no offset"),
        ('start = "today"\n', 1, "start: must be a time"),
        (START + "until = 2026-11-22T09:00:00+08:00\n", 2, "until: is before start"),
        (START + 'polcy = "x"\n', 2, "did you mean policy?"),
        (START + 'policy = "manufacture"\n', 2, "those that come with Amends are: au_rg271"),
        (START + 'policy = "none.toml"\n', 2, 'there is no pack "none.toml"'),
        (START + '[[step]]\nbody = "Hello"\n', 2, "from: is missing"),
        (START + '[[step]]\nfrom = "ann@customer.example"\n', 2, "body: is missing"),
        (START + '[[step]]\nfrom = "Ann"\nbody = "x"\n', 3, "is not a mail address"),
        (START + STEP + 'after = "soon"\n', 5, "is not a length of time"),
        (START + STEP + "after = 20\n", 5, "after: must be text"),
        (START + STEP + 'after = "1m"\nat = 2026-11-23T10:00:00+08:00\n', 5, "both `at` and `after`"),
        (START + STEP + "at = 2026-11-22T10:00:00+08:00\n", 5, "before the step above"),
        ("until = 2026-11-23T10:00:00+08:00\n" + START + STEP + 'after = "2h"\n', 6, "comes after `until`"),
        (START + STEP + 'anwsers = "handover"\n', 5, "did you mean answers?"),
        (START + STEP + 'answers = "handovr"\n', 5, "did you mean handover?"),
        (START + STEP + 'attachments = ["none.pdf"]\n', 5, "cannot be read"),
        (START + STEP + 'letter = "none.eml"\n', 4, "take out `letter` or `body`"),
        (START + STEP + 'headers = { "X Y" = "1" }\n', 5, "is not the name of a header field"),
        (START + STEP + 'headers = { X = "1\\nBcc: a" }\n', 5, "X must be one line"),
        (START + STEP + 'bounces = { to = "a@b.example" }\n', 5, "notice: is missing"),
        (START + STEP + 'old = "long"\n', 5, 'old: "long" is not a length of time'),
        (START + STEP + 'old = "0h"\n', 5, "is no time at all"),
        (START + STEP + 'old = "9999999d"\n', 5, "is too long"),
        (START + STEP + 'old = "72h"\nafter = "1m"\n', 5, "put the step there, without `after`"),
        (START + STEP + 'answers = "handover"\nold = "72h"\n', 5, "make a step of its own for `answers`"),
        (START + STEP + 'old = "72h"\nrestart = true\n', 6, "make a step of its own for `restart`"),
        (START + '[[step]]\nold = "72h"\n', 2, "from: is missing"),
        (START + '[[step]]\nsmtp = "off"\n', 3, 'must be "down" or "up"'),
        (START + '[[step]]\nrestart = "yes"\n', 3, "must be true or false"),
        (START + '[[step]]\nsmtp = "down"\nsubject = "x"\n', 2, "body: is missing"),
        (START + '[[expect]]\nto = "ann@customer.example"\n', 2, "neither of what"),
        (START + '[[expect]]\nnotice = "acknowledgment"\n', 3, "did you mean acknowledgement?"),
        (START + '[[expect]]\ncase = 1\nstate = "acepted"\n', 4, "did you mean accepted?"),
        (START + "[[expect]]\ncase = 0\n", 3, "must be a whole number from 1"),
        (START + "[[expect]]\ncase = 1\ncount = 2\n", 4, "there is only one such case"),
        (START + '[[expect]]\nnotice = "handover"\ncontains = "x"\n', 4, "must be a list of texts"),
        (START + '[[expect]]\nnotice = "handover"\nlevel = "high"\n', 4, "a notice has no such thing"),
        (START + '[config.desk]\naddress = "desk"\n', 3, "config.desk.address"),
        (START + '[config.dsk]\naddress = "desk"\n', 2, "did you mean desk?"),
        (START + "title = \n", 2, "this is not TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str):
    """Each kind of mistake: the line, what is wrong, and what to do."""
    with pytest.raises(ScenarioInvalid) as told:
        loaded(tmp_path, text)
    assert any(p.startswith(f"{tmp_path / 'play.toml'}:{line}: ") and words in p for p in told.value.problems), (
        told.value
    )


def test_all_mistakes_at_once(tmp_path: Path):
    """Nobody mends a file mistake by mistake."""
    with pytest.raises(ScenarioInvalid) as told:
        loaded(tmp_path, START + 'policy = "x"\n[[step]]\nfrom = "Ann"\n[[expect]]\ncase = "one"\n')
    assert len(told.value.problems) == 4


def test_times_add_up(tmp_path: Path):
    """`after` counts from the step before; without `until` the play ends with the last thing in the file."""
    expect = '[[expect]]\nnotice = "reminder"\ncount = 0\nby = 2026-11-27T09:00:00+08:00\n'
    scenario = loaded(tmp_path, START + STEP + 'after = "1h30m"\n' + STEP + 'after = "2d"\n' + expect)
    assert [f"{step.at:%d %H:%M}" for step in scenario.steps] == ["23 10:30", "25 10:30"]
    assert f"{scenario.end:%d %H:%M}" == "27 09:00"


def test_a_company_of_ones_own(tmp_path: Path):
    """[config] is laid over the built-in company, table by table; lists are replaced."""
    text = '[config.desk]\nname = "Ours"\n[[config.department]]\nname = "All"\naddress = "all@ours.example"\n'
    config = loaded(tmp_path, START + text).config
    assert (config.desk.name, config.desk.address) == ("Ours", "complaints@factory.example")
    assert [department.name for department in config.departments] == ["All"]
    assert config.managers.addresses == ("manager@factory.example",)


def test_the_built_in_company(tmp_path: Path):
    """A mailbox for every role of the pack; the offset of the start decides zone and holidays."""
    config = loaded(tmp_path, START).config
    quality = config.department("quality")
    assert quality is not None
    assert (quality.address, quality.head) == ("quality@factory.example", "head.quality@factory.example")
    assert (str(config.desk.timezone), config.desk.country) == ("Asia/Shanghai", "CN")
    assert str(loaded(tmp_path, "start = 2026-11-23T09:00:00Z\n").config.desk.timezone) == "UTC"
