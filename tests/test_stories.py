"""The stories: every scenario in tests/stories and below, one test each; and what only Python can tell, on stage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.rehearsal.play import play
from daemon.rehearsal.scenario_file import load
from daemon.rehearsal.stage import Stage

STORIES = Path(__file__).parent / "stories"


def _title(file: Path) -> str:
    return file.relative_to(STORIES).with_suffix("").as_posix()


@pytest.mark.parametrize("file", sorted(STORIES.rglob("*.toml")), ids=_title)
def test_story(file: Path):
    """All that the story expects comes true, and the desk has no error of its own."""
    played = play(load(file))
    wrong = [f"{file.name}:{v.expectation.line}: {v.sentence}" for v in played.verdicts if not v.holds]
    assert played.verdicts
    assert [*wrong, *played.problems, played.trouble] == [""]


@pytest.fixture
def stage() -> Iterator[Stage]:
    """The stage of the stories, at nine on a Monday."""
    scenario = load(STORIES / "01-first-contact.toml")
    with Stage(scenario.config, scenario.start) as stage:
        yield stage


def test_two_letters_in_one_batch(stage: Stage):
    """Both are in the mailbox before the desk looks: two cases, four mails."""
    for who, invoice in (("ann", 89621), ("carl", 5501)):
        head = f"From: {who}@customer.example\r\nSubject: Leak\r\nMessage-ID: <{who}@customer.example>\r\n\r\n"
        stage.arrive(f"{head}We complain: 18 kettles are defective and leak (invoice {invoice}).\r\n".encode())
    stage.settle()
    assert [case.customer for case in stage.cases] == ["ann@customer.example", "carl@customer.example"]
    assert sorted(mail.notice for mail in stage.notices()) == ["acknowledgement"] * 2 + ["handover"] * 2
