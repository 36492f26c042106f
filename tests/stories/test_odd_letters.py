"""Letters that are too big, cannot be read, or make trouble; and what the operator does about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from daemon import settling
from daemon.plan import Reading
from daemon.store import letters
from tests.cast import ANN, BROKEN_KETTLES, OSCAR, QUALITY, WANG_FANG, WRONG_INVOICE
from tests.world import DESK_ADDRESS, PASSWORD, MakeWorld, SharedReaders, World

SOURCE = "{% for x in y %} {{ 7*7 }} kettles leak"


def test_a_giant_letter_still_gets_its_case(make_world: MakeWorld):
    """Over [limits] letter_bytes only the beginning is read: case, acknowledgement and handover come all the same."""
    world = make_world(settings={"limits": {"letter_bytes": 1_000_000}})
    letter = world.letter(from_=ANN, attachments=[("film.bin", b"\0" * 900_000)])
    assert len(letter.raw) > 1_000_000
    world.run()
    assert "89621" in world.only(ANN, "acknowledgement").words
    handover = world.only(QUALITY, "handover")
    assert "too large to be sent on" in handover.words
    assert len(handover.raw) < 100_000
    assert world.folder_of("Handled") == [letter.raw]


def test_a_letter_that_is_too_big_to_be_sent_on(make_world: MakeWorld):
    """[smtp] max_bytes: the form goes out without the original and says where it is."""
    world = make_world(settings={"smtp": {"max_bytes": 200_000}})
    world.letter(from_=ANN, attachments=[("photo.bin", b"\0" * 200_000)])
    world.run()
    assert "too large to be sent on" in world.only(QUALITY, "handover").words


def test_a_dangerous_file_is_not_passed_on(world: World):
    """A letter with a program in it is not enclosed; the form says so."""
    world.letter(from_=ANN, attachments=[("invoice.pdf.exe", b"MZ")])
    world.run()
    handover = world.only(QUALITY, "handover")
    assert "can do harm" in handover.words
    assert b"MZ" not in handover.raw
    assert b"TVo" not in handover.raw


@pytest.mark.parametrize("raw", [b"\r\n\r\n", b"this is no mail at all\r\n"], ids=["empty", "no header"])
def test_what_is_no_letter_is_put_aside(world: World, raw: bytes):
    """It is kept, quarantined with a reason, moved out of the way, told to the operator; the next letter flows."""
    world.deliver(raw)
    world.letter(from_=ANN)
    world.run()
    assert world.ended() == ["quarantined", "case"]
    assert world.letters()[0]["reason"]
    assert len(world.folder_of("Quarantine")) == 1
    assert world.kinds(ANN) == ["acknowledgement"]
    assert world.kinds(OSCAR) == ["alarm"]


def _retry(world: World) -> None:
    """What `amends retry --all` does with quarantined letters."""
    with world.app.store.writing() as connection:
        assert len(letters.reopen(connection, None)) == 1
    world.run()


def test_retry_after_a_mend(make_world: MakeWorld, readers: SharedReaders):
    """A letter that could not be read in time waits in quarantine; after the mend, retry makes its case."""
    hasty = SharedReaders(own=frozenset({DESK_ADDRESS}), seconds=0.0, memory_bytes=1_000_000_000, children=1)
    world = make_world(readers=hasty)
    world.letter(from_=ANN)
    world.run()
    assert world.ended() == ["quarantined"]
    assert world.kinds(ANN) == []
    hasty.end()
    world.stop()
    world.readers = readers
    world.turn(days=1)
    _retry(world)
    assert world.ended() == ["case"]
    assert world.kinds(ANN) == ["acknowledgement"]


def test_a_bug_of_ours_costs_one_letter(world: World, monkeypatch: pytest.MonkeyPatch):
    """A letter that finds a bug is tried three times and quarantined, and the operator told; its neighbours are answered."""
    good: Callable[..., Any] = settling.plan_letter

    def plan(office: Any, reading: Reading, *rest: Any) -> Any:
        if "5501" in reading.letter.subject:
            raise ZeroDivisionError("a bug of ours")
        return good(office, reading, *rest)

    monkeypatch.setattr(settling, "plan_letter", plan)
    world.letter(from_=ANN, subject="Invoice 5501", text=WRONG_INVOICE)
    world.letter(from_=ANN)
    for _ in range(3):
        world.run()
    assert world.ended() == ["quarantined", "case"]
    assert world.kinds(ANN) == ["acknowledgement"]
    assert "amends retry" in world.only(OSCAR, "alarm").text
    assert "a bug of ours" in world.log.getvalue()
    assert ANN.address not in world.log.getvalue(), "the log tells of the bug, never of a letter"
    monkeypatch.undo()
    _retry(world)
    assert world.ended() == ["case", "case"]
    assert "5501" in world.inbox(ANN)[1].text


def test_hostile_headers_stay_values(world: World):
    """A subject and a name that try to add headers end up as one line of text, or not at all."""
    injected = "=?utf-8?q?Kettles=0D=0ABcc:_mallory@elsewhere.example?="
    head = [f'From: "{injected}" <{ANN.address}>', f"Subject: {injected}", "Message-ID: <1@mail.example>"]
    world.deliver("\r\n".join([*head, "", *BROKEN_KETTLES.splitlines(), ""]).encode())
    world.run()
    assert world.kinds(ANN) == ["acknowledgement"]
    for mail in world.everything():
        header = mail.content.partition(b"\r\n\r\n")[0].lower()
        assert b"\nbcc:" not in header
        assert set(mail.recipients) <= {ANN.address, QUALITY.address}


def test_template_source_stays_text(world: World):
    """What looks like a template in a letter is shown, never run."""
    world.letter(from_=ANN, subject="{{ 7*7 }} kettles", text=f"{SOURCE}\n\n{BROKEN_KETTLES}")
    world.run()
    assert SOURCE in world.only(QUALITY, "handover").text
    assert "49 kettles" not in world.only(QUALITY, "handover").text


def test_advertising_is_not_relayed(world: World):
    """A complaint whose subject is a link gets an answer without it: the desk advertises for nobody."""
    world.letter(from_=ANN, subject="Cheap pills at www.pills.example, invoice 89621 kettles are defective")
    world.run()
    acknowledgement = world.only(ANN, "acknowledgement")
    assert b"pills" not in acknowledgement.raw
    assert "by Monday 30 November" in acknowledgement.words


def test_more_than_one_batch(world: World):
    """Sixty letters at once: every one ends, in the order of arrival, and the folder is empty."""
    for number in range(60):
        name = f"customer{number}@customer.example"
        world.letter(from_=name, text=WRONG_INVOICE.replace("5501", str(60_000 + number)), subject=f"Invoice {number}")
    world.letter(from_=WANG_FANG)
    world.run()
    assert set(world.ended()) == {"case"}
    assert [case["number"] for case in world.cases()] == [f"C2026-{number:06d}" for number in range(1, 62)]
    assert world.folder_of("INBOX") == []
    assert world.kinds(WANG_FANG) == ["acknowledgement"]


def test_the_log_keeps_secrets(world: World):
    """Neither passwords nor what people write are in the log; what an operator greps for is."""
    letter = world.letter(from_=ANN)
    world.deliver(b"\r\n")
    world.run()
    log = world.log.getvalue()
    for secret in (PASSWORD, "kettles", "89621", letter.message_id):
        assert secret not in log
    assert '"letter settled"' in log
    assert "C2026-000001" in log
