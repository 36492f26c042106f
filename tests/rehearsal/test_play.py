"""Plays: what is judged and how, that they are always the same, and that they are quick."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from daemon.cli import cli

START = "start = 2026-11-23T09:00:00+08:00\nuntil = 2026-11-23T18:00:00+08:00\n"
COMPLAINT = """
[[step]]
from    = "Ann Lee <ann@customer.example>"
subject = "Nine kettles leak"
body    = "We received 18 kettles (invoice 89621), and nine of them are defective: they leak. Please send replacements."
"""
ACCEPTS = '[[step]]\nafter = "20m"\nfrom = "quality@factory.example"\nanswers = "handover"\nbody = "ACCEPT"\n'


def rehearsed(folder: Path, text: str, *options: str) -> Result:
    """`amends rehearse` on a scenario of that text."""
    file = folder / "play.toml"
    file.write_text(text, encoding="utf-8")
    return CliRunner().invoke(cli, ["rehearse", str(file), *options])


@pytest.mark.parametrize(
    "right, wrong, instead",
    [
        ('to = "ann@customer.example"', 'to = "bob@customer.example"', "it went to ann@customer.example"),
        ("by = 2026-11-23T09:00:00+08:00", "by = 2026-11-23T08:59:00+08:00", "it was too late"),
        ("not_before = 2026-11-23T09:00:00+08:00", "not_before = 2026-11-23T09:01:00+08:00", "it was too early"),
        ("count = 1", "count = 2", "there were 1"),
        ("count = 1", "count = 0", "there were 1"),
        ('contains = ["８９６２１", "KETTLES   leak"]', 'contains = ["89622"]', "it does not say “89622”"),
        ('absent = ["89622"]', 'absent = ["89621"]', "it says “89621”"),
        ('language = "en"', 'language = "zh"', "it is in en"),
        ("case = 1", "case = 2", "it is about case 1"),
    ],
)
def test_notices(tmp_path: Path, right: str, wrong: str, instead: str):
    """Each thing that can be asked of a notice can hold, and can fail, saying what came nearest and where it is asked."""
    expect = '[[expect]]\nnotice = "acknowledgement"\n'
    assert rehearsed(tmp_path, START + COMPLAINT + expect + right).exit_code == 0
    failed = rehearsed(tmp_path, START + COMPLAINT + expect + wrong)
    assert failed.exit_code == 1
    assert f"{tmp_path / 'play.toml'}:8: expected notice acknowledgement" in failed.stderr
    assert instead in failed.stderr


@pytest.mark.parametrize(
    "asked, holds",
    [
        ('state = "dispatched"', True),  # at some moment
        ('state = "dispatched"\nfinal = true', False),
        ('state = "accepted"\nfinal = true', True),
        ('state = "accepted"\nby = 2026-11-23T09:19:00+08:00', False),
        ('state = "accepted"\nby = 2026-11-23T09:20:00+08:00', True),
        ('state = "dispatched"\nnot_before = 2026-11-23T09:21:00+08:00', False),
        ('state = "accepted"\ncount = 0', False),
        ('level = "normal"\ndepartment = "质量部"', True),
        ('level = "high"', False),
        ('department = "finance"', False),
        ("count = 0", False),
    ],
)
def test_cases(tmp_path: Path, asked: str, *, holds: bool):
    """A case is judged at some moment of its window, or at the end."""
    result = rehearsed(tmp_path, f"{START}{COMPLAINT}{ACCEPTS}[[expect]]\ncase = 1\n{asked}\n")
    assert result.exit_code == (0 if holds else 1), result.stderr
    assert holds or "it was" in result.stderr


def test_cases_that_are_not_there(tmp_path: Path):
    """A second case that nobody opened."""
    assert rehearsed(tmp_path, START + COMPLAINT + "[[expect]]\ncase = 2\ncount = 0\n").exit_code == 0
    failed = rehearsed(tmp_path, START + COMPLAINT + "[[expect]]\ncase = 2\n")
    assert "no such case was opened (there were 1)" in failed.stderr


def test_an_answer_to_nothing(tmp_path: Path):
    """Exit code 2, the line of the step, and what did come to that address."""
    result = rehearsed(tmp_path, START + COMPLAINT + ACCEPTS.replace("quality@", "finance@"))
    assert result.exit_code == 2
    assert f"{tmp_path / 'play.toml'}:8: the step answers handover, and none has come to finance@" in result.stderr


def test_a_wrong_file(tmp_path: Path):
    """Exit code 2, and nothing is played."""
    result = rehearsed(tmp_path, START + "unti = 1\n")
    assert (result.exit_code, result.stdout) == (2, "")


def test_for_programs(tmp_path: Path):
    """One object a line, with the promised names and the scenario's offset."""
    result = rehearsed(
        tmp_path, START.replace("until = 2026-11-23", "until = 2026-11-30") + COMPLAINT + ACCEPTS, "--json"
    )
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(line["at"].endswith("+08:00") for line in lines)
    assert {line["event"] for line in lines} == {"letter", "notice", "case", "deadline"}
    handover = next(line for line in lines if line.get("notice") == "handover")
    assert (handover["case"], handover["to"], handover["attachments"]) == (
        1,
        ["quality@factory.example"],
        ["letter.eml"],
    )
    assert {"subject", "language", "text", "html", "message_id"} <= handover.keys()
    states = [line["state"] for line in lines if line["event"] == "case"]
    assert states == ["received", "dispatched", "accepted"]


def test_for_people(tmp_path: Path):
    """The timeline; with -v the mails; the mails as files; the play as a page."""
    folder, page = tmp_path / "mails", tmp_path / "play.html"
    result = rehearsed(tmp_path, START + COMPLAINT, "-v", "--save", str(folder), "--gallery", str(page))
    assert result.exit_code == 0
    for words in ("Mon 23 Nov 09:00", "acknowledgement", "Please send replacements"):
        assert words in result.stdout
    assert (folder / "001-letter-ann@customer.example.eml").read_bytes().startswith(b"From: ")
    assert "Nine kettles leak" in page.read_text(encoding="utf-8")


def test_a_letter_steers_no_terminal(tmp_path: Path):
    """A real letter that is played may have anything in its subject and text; only its words are printed."""
    raw = b"From: m@x.example\nSubject: Leak \x1b[31m\n\nWe complain: 18 kettles are \x1b[2J defective \x07, invoice 4711.\n"
    (tmp_path / "own.eml").write_bytes(raw)
    result = rehearsed(tmp_path, START + '[[step]]\nletter = "own.eml"\n', "-v")
    assert "kettles" in result.stdout
    assert not {"\x1b", "\x07"} & set(result.stdout)


def test_letters_from_files(tmp_path: Path):
    """A letter is sent as it is, with its own From, with fields replaced; what is attached comes along."""
    raw = "From: carl@other.example\nSubject: Leak\nX-A: 1\n\nWe complain: 18 kettles are defective, invoice 4711.\n"
    (tmp_path / "own.eml").write_text(raw, encoding="ascii")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    steps = '[[step]]\nletter = "own.eml"\nheaders = { x-a = "2" }\n' + COMPLAINT + 'attachments = ["photo.png"]\n'
    folder = tmp_path / "mails"
    result = rehearsed(tmp_path, START + steps, "--save", str(folder))
    assert result.exit_code == 0
    letter = (folder / "001-letter-carl@other.example.eml").read_bytes()
    assert b"x-a: 2\r\n" in letter
    assert b"X-A: 1" not in letter
    assert any(b'filename="photo.png"' in file.read_bytes() for file in folder.glob("*-letter-ann*"))


def test_the_same_play_is_the_same(tmp_path: Path):
    """Byte for byte: the lines, and every mail."""
    text = START + COMPLAINT + ACCEPTS
    first = rehearsed(tmp_path, text, "--json", "--save", str(tmp_path / "one"))
    again = rehearsed(tmp_path, text, "--json", "--save", str(tmp_path / "two"))
    assert first.stdout == again.stdout
    mails = [{file.name: file.read_bytes() for file in (tmp_path / folder).iterdir()} for folder in ("one", "two")]
    assert mails[0] == mails[1]
    assert len(mails[0]) >= 5


@pytest.mark.parametrize("answer, seconds", [(ACCEPTS, 20), ("", 20)], ids=["accepted", "never answered"])
def test_a_month_is_short(tmp_path: Path, answer: str, seconds: float):
    """Thirty days and sixty complaints take seconds, also when nobody answers and all are reminded of.

    The bounds are three times what a machine with nothing else to do takes, so that a busy one does not fail.
    """
    letters = [COMPLAINT.replace("ann@", f"c{n}@").replace("89621", f"{70000 + n}") for n in range(60)]
    steps = [f'{letter}after = "5h"\n{answer}' for letter in letters]
    text = f"start = 2026-11-02T09:00:00+08:00\nuntil = 2026-12-02T09:00:00+08:00\n{''.join(steps)}"
    text = text.replace('after = "20m"', 'after = "10m"')
    began = time.process_time()
    result = rehearsed(tmp_path, text, "--json")
    assert result.exit_code == 0
    assert time.process_time() - began < seconds
