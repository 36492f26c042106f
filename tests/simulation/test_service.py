"""`amends run` as a service: real Dovecot, a real SMTP server, a real process that is told to stop."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import ScriptedSmtp
from tests.simulation.desk import Desk

WITHIN_SECONDS = 60.0  # a busy machine; each step takes about a second on an idle one
STOPS_WITHIN_SECONDS = 10.0  # hazards F34
OPENED = '"mailbox opened"'


def complaint(number: int) -> bytes:
    """A letter of its own customer's."""
    return (
        f"From: customer{number}@home.example\r\nTo: desk@shop.example\r\nSubject: Broken kettle {number}\r\n"
        f"Message-ID: <live-{number}@home.example>\r\nDate: Mon, 16 Nov 2026 09:00:00 +0800\r\n\r\n"
        f"Dear Sirs,\r\n\r\nthe kettle of invoice {70000 + number} leaks. Please replace it.\r\n"
    ).encode()


def until(true: Callable[[], bool], what: str) -> None:
    """Look often until something is so."""
    end = time.monotonic() + WITHIN_SECONDS
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"not within {WITHIN_SECONDS} s: {what}")
        time.sleep(0.05)


@contextmanager
def running(desk: Desk, log: Path) -> Generator[subprocess.Popen[str]]:
    """The service, up and idling; whatever happens, it is gone afterwards."""
    process = desk.start("run", log=log)
    try:
        until(lambda: OPENED in log.read_text("utf-8"), "the mailbox is opened")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        desk.ended(process)


def test_a_letter_is_answered_while_the_service_runs_and_it_stops_when_told(dovecot: Dovecot, tmp_path: Path) -> None:
    """A letter that arrives is acknowledged and handed over at once; SIGTERM ends the service in good order."""
    with ScriptedSmtp() as smtp:
        desk = Desk(tmp_path, dovecot, smtp)
        with running(desk, tmp_path / "log") as service:
            desk.deliver([(complaint(1), datetime.now(UTC))])
            until(lambda: len(desk.mails()) == 2, "the acknowledgement and the handover are sent")
            until(lambda: not desk.folders()["INBOX"], "the letter is filed away")

            service.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            assert desk.ended(service, STOPS_WITHIN_SECONDS).code == 0
            assert time.monotonic() - asked < STOPS_WITHIN_SECONDS

        assert {mail.notice for mail in desk.mails()} == {"acknowledgement", "handover"}


def test_the_service_survives_its_servers(dovecot: Dovecot, tmp_path: Path) -> None:
    """The IMAP link is cut and every SMTP connection is closed: the next letter is answered all the same, once."""
    with ScriptedSmtp() as smtp:
        desk = Desk(tmp_path, dovecot, smtp)
        with running(desk, tmp_path / "log"):
            desk.deliver([(complaint(1), datetime.now(UTC))])
            until(lambda: len(desk.mails()) == 2, "the first letter is answered")

            dovecot.drop(desk.user)
            smtp.hang_up()
            desk.deliver([(complaint(2), datetime.now(UTC))])
            until(lambda: len(desk.mails()) == 4, "the second letter is answered")

        assert len({mail.message_id for mail in desk.mails()}) == len(desk.mails()) == 4
        assert "mailbox down" in (tmp_path / "log").read_text("utf-8")


def test_a_second_daemon_waits_for_the_mailbox_and_takes_it_over(dovecot: Dovecot, tmp_path: Path) -> None:
    """Two daemons on one database: one reads; when it is killed, the other goes on, and nobody is answered twice."""
    with ScriptedSmtp() as smtp:
        desk = Desk(tmp_path, dovecot, smtp, poll_seconds=1)
        with running(desk, tmp_path / "first") as first:
            second = desk.start("run", log=tmp_path / "second")
            try:
                until(lambda: "another daemon" in (tmp_path / "second").read_text("utf-8"), "the second one waits")
                first.kill()
                first.wait()
                desk.deliver([(complaint(number), datetime.now(UTC)) for number in (1, 2)])
                until(lambda: len(desk.mails()) == 4, "the second daemon answers")
            finally:
                second.send_signal(signal.SIGTERM)
                assert desk.ended(second, WITHIN_SECONDS).code == 0

        assert len({mail.message_id for mail in desk.mails()}) == len(desk.mails()) == 4
