"""`amends explain` and `amends policy`: what a policy makes of a letter, told to a person and to a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from daemon.commands.explain import explain
from daemon.commands.policy import policy
from rules import PackInvalid, load
from rules.examples import mail_of

STOPPED = next(example for example in load("standard").examples if "line_stopped" in (example.tags or ()))


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """The standard pack's letter about a stopped line."""
    file = tmp_path / "letter.eml"
    file.write_bytes(mail_of(STOPPED))
    return file


def test_a_person_reads_the_decision_and_its_reasons(letter: Path, capsys: pytest.CaptureFixture[str]):
    """Handling, level, department, marks, clocks, each rule with the letter's words, and what lost."""
    assert explain(letter, policy="standard", config=None, channel="mail", as_json=False) == 0
    told = capsys.readouterr().out
    assert STOPPED.subject in told
    assert "case, " in told
    assert "% sure" in told
    assert "Critical (critical)" in told
    assert "Quality (quality)" in told
    assert "signing 30 minutes" in told
    assert "customer's line stopped: the customer's production stands still – “" in told


def test_a_program_reads_the_same_as_json(letter: Path, capsys: pytest.CaptureFixture[str]):
    """One object, with the policy's version and the evidence of each rule."""
    assert explain(letter, policy="standard", config=None, channel="mail", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["handling"], told["level"], told["department"]) == ("case", "critical", "quality")
    assert (told["policy"], told["version"]) == ("standard", load("standard").version)
    assert 0.4 <= told["confidence"] <= 1
    assert "line_stopped" in told["tags"]
    assert told["clocks"] == {"signing": "30 minutes", "answer": "1 working day"}
    fired = {account["rule"]: account for account in told["fired"]}
    assert fired["customer's line stopped"]["why_zh"] == "客户生产线停产"
    assert any("line" in word for word in fired["customer's line stopped"]["words"])


def test_what_lost_is_told_with_what_beat_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A rule that fired and did not get its way says which one did."""
    file = tmp_path / "our.toml"
    rules = "".join(
        f'[[rule]]\nname = "{name}"\nwhen = "true"\nwhy = {{ en = "x", zh = "某" }}\nthen = {{ {then} }}\n'
        for name, then in (
            ("ours", 'department = "sales", level = "high"'),
            ("other", 'department = "finance", level = "normal"'),
        )
    )
    file.write_text(f'extends = "standard"\ntitle = {{ en = "Ours", zh = "本" }}\n{rules}', encoding="utf-8")
    mail = tmp_path / "plain.eml"
    mail.write_bytes(b"From: a@b.example\nSubject: Complaint\n\nI am writing to complain about you.\n")
    assert explain(mail, policy=str(file), config=None, channel="mail", as_json=True) == 0
    lost = json.loads(capsys.readouterr().out)["lost"]
    assert 'other: not Finance: "ours" comes first, with Sales' in lost
    assert 'other: not Normal: "ours" is graver, with High' in lost
    assert explain(mail, policy=str(file), config=None, channel="mail", as_json=False) == 0
    assert 'other: not Finance: "ours" comes first' in capsys.readouterr().out


def test_the_channel_counts(letter: Path, capsys: pytest.CaptureFixture[str]):
    """The same letter, passed on by an authority, is public."""
    assert explain(letter, policy="dealership", config=None, channel="authority", as_json=True) == 0
    assert "public" in json.loads(capsys.readouterr().out)["tags"]


def test_a_letter_that_no_person_wrote_opens_no_case_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The decision is shown all the same: as if a person had written it."""
    file = tmp_path / "away.eml"
    file.write_bytes(b"From: a@b.example\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am out of the office.\n")
    assert explain(file, policy="standard", config=None, channel="mail", as_json=False) == 0
    assert "no person wrote it (auto-reply: " in capsys.readouterr().out


@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_read_is_told_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, there: bool
):
    """A folder or a file that is not there: exit code 1, a sentence, no traceback."""
    file = tmp_path if there else tmp_path / "none.eml"
    assert explain(file, policy="standard", config=None, channel="mail", as_json=False) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{file}: cannot be read: ")


def test_a_pack_that_cannot_be_used_is_refused_by_both_commands(letter: Path):
    """With all that is wrong with it."""
    with pytest.raises(PackInvalid, match="there is no pack"):
        explain(letter, policy="standart", config=None, channel="mail", as_json=False)
    with pytest.raises(PackInvalid, match="there is no pack"):
        policy("standart", language="en")


DESK = """
[desk]
name = "Shop"
address = "complaints@shop.example"
timezone = "Asia/Shanghai"
policy = "courier"

[[mailbox]]
host = "127.0.0.1"
username = "complaints"
password_env = "PASSWORD"

[smtp]
host = "127.0.0.1"

[[department]]
name = "Service desk"
address = "service@shop.example"
roles = ["service"]

[managers]
addresses = ["boss@shop.example"]
"""


def test_beside_a_configuration_it_decides_as_that_desk(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Run where config.toml stands, nothing has to be named: its policy and its departments are those of the desk."""
    (tmp_path / "config.toml").write_text(DESK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert explain(letter, policy=None, config=None, channel="mail", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["policy"], told["department_name"]) == ("courier", "Service desk")
    assert explain(letter, policy="standard", config=None, channel="mail", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["policy"] == "standard"
