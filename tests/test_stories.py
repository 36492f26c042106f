"""The stories: every scenario in tests/stories, one test each; and what only Python can tell, on the same stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon.rehearsal.play import carry_out, play
from daemon.rehearsal.scenario import Scenario
from daemon.rehearsal.scenario_file import load
from daemon.rehearsal.stage import Stage

STORIES = Path(__file__).parent / "stories"
ANN, QUALITY = "ann@customer.example", "quality@factory.example"


@pytest.mark.parametrize("file", sorted(STORIES.glob("*.toml")), ids=lambda file: file.stem)
def test_story(file: Path):
    """All that the story expects comes true, and the desk has no error of its own."""
    played = play(load(file))
    wrong = [f"{file.name}:{v.expectation.line}: {v.sentence}" for v in played.verdicts if not v.holds]
    assert played.verdicts
    assert [*wrong, *played.problems, played.trouble] == [""]


@pytest.fixture
def accepted() -> Scenario:
    """Ann complains, and 20 minutes later Quality accepts."""
    return load(STORIES / "10-department-accepts.toml")


@pytest.fixture
def stage(accepted: Scenario) -> Iterator[Stage]:
    """The stage for it, at its start."""
    with Stage(accepted.config, accepted.start) as stage:
        yield stage


def test_mail_server_down_for_an_hour(stage: Stage, accepted: Scenario):
    """Nothing is lost and nothing is sent twice: what waited leaves within minutes of the server's return."""
    stage.courier.down = True
    carry_out(accepted.steps[0], 1, accepted, stage)
    back = accepted.start + timedelta(hours=1)
    stage.pass_until(back)
    assert stage.notices() == []
    stage.courier.recover()
    stage.pass_until(back + timedelta(minutes=6))
    assert [(mail.notice, mail.to) for mail in stage.notices()] == [
        ("acknowledgement", (ANN,)),
        ("handover", (QUALITY,)),
    ]
    assert not stage.problems


def test_restart_in_the_middle(stage: Stage, accepted: Scenario):
    """The daemon ends with mail unsent and clocks running; the next one sends it once, and knows the answer's case."""
    stage.courier.down = True
    carry_out(accepted.steps[0], 1, accepted, stage)
    stage.restart()
    stage.courier.recover()
    stage.pass_until(accepted.steps[1].at)
    stage.restart()
    carry_out(accepted.steps[1], 2, accepted, stage)
    stage.restart()
    stage.settle()
    assert [mail.notice for mail in stage.notices()] == ["acknowledgement", "handover", "receipt"]
    assert [case.state for case in stage.cases] == ["accepted"]


def test_first_contact_leaves_the_past_alone(accepted: Scenario):
    """A letter from before the desk began is left where it is, and nobody is written to."""
    began = datetime.fromisoformat("2026-11-23T08:00:00+08:00")
    table = accepted.config.mailboxes[0].model_copy(update={"start_from": accepted.start})
    config = accepted.config.model_copy(update={"mailboxes": (table,)})
    with Stage(config, began) as stage:
        stage.arrive(
            b"From: old@customer.example\r\nSubject: Leak\r\nMessage-ID: <o@c.example>\r\n\r\nAll defective!\r\n"
        )
        stage.settle()
        stage.pass_until(accepted.start)
        carry_out(accepted.steps[0], 1, accepted, stage)
        assert [letter.state for letter in stage.letters()] == ["baseline", "case"]
        assert len(stage.folder("INBOX")) == 1
        assert stage.notices(to="old@customer.example") == []


def test_two_letters_in_one_batch(stage: Stage):
    """Both are in the mailbox before the desk looks: two cases, four mails."""
    for who, invoice in (("ann", 89621), ("carl", 5501)):
        head = f"From: {who}@customer.example\r\nSubject: Leak\r\nMessage-ID: <{who}@customer.example>\r\n\r\n"
        stage.arrive(f"{head}We complain: 18 kettles are defective and leak (invoice {invoice}).\r\n".encode())
    stage.settle()
    assert [case.customer for case in stage.cases] == [ANN, "carl@customer.example"]
    assert sorted(mail.notice for mail in stage.notices()) == ["acknowledgement"] * 2 + ["handover"] * 2
