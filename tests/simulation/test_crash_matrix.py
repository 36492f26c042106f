"""The daemon is killed before and after every durable step, started again, and must end where it would have (hazards D10).

The play is six letters, a clock that is due and a report on its day. `daemon.crash` names the steps; a test below sees to it that the matrix
has them all, and that the play passes every one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import ScriptedSmtp
from tests.simulation.desk import DESK, ROOT, Desk, Ending

ONCE = {
    "intake.keep.before", "intake.keep.after",
    "intake.read.before", "intake.settle.before", "intake.settle.after",
    "intake.file.before", "intake.file.after",
    "deadline.before", "deadline.after",
    "report.before", "report.after",
}  # fmt: skip
EVERY_LEASE = {"send.lease.before", "send.lease.after"}  # once or more often, as the batches fall
EVERY_MAIL = {
    "send.before", "send.data.before", "send.data.after", "send.after", "send.settle.before", "send.settle.after",
}  # fmt: skip
IN_DOUBT = {"send.data.after", "send.after", "send.settle.before"}  # journaled, and not yet settled
ACCEPTED = {"send.after", "send.settle.before"}  # ... and the server has the mail
WHILE_SENDING = {name for name in ONCE if name.startswith("intake.")}  # the sender works beside intake

Points = tuple[str, ...]  # one run of the daemon after the other, each killed there
MIDDLE = ":middle"
MATRIX: list[Points] = [
    *((name,) for name in sorted(ONCE | EVERY_LEASE | EVERY_MAIL)),
    *((name + MIDDLE,) for name in sorted(EVERY_MAIL)),
    *(("deadline.after", name) for name in sorted(EVERY_LEASE)),  # certainly with mails to be leased
    ("intake.settle.before",) * 3,  # from then on each letter is read alone
    ("intake.settle.after", "intake.file.before"),
    ("report.before", "report.after"),
    ("send.after", "send.after"),  # two mails in doubt
]
ON_POSTGRESQL: list[Points] = [
    ("intake.keep.after",),
    ("intake.settle.before",),
    ("intake.settle.after",),
    ("deadline.after", "send.lease.after"),
    ("report.after",),
    ("send.settle.before",),
]


def letter(sender: str, subject: str, text: str, number: int, **headers: str) -> bytes:
    """A letter to the desk."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, DESK, subject
    message["Message-ID"] = f"<{number}@customer.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def unreadable() -> bytes:
    """Sixty letters within each other: deeper than is read."""
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(60))
    return b"From: eve@customer.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n" + opened + b"\r\nbottom\r\n"


PLAY = (
    letter(
        "Ann Lee <ann@customer.example>",
        "Production line stopped because of your sensors",
        "Our production line has stopped since this morning because the sensors of your last delivery (order 7731) are"
        " faulty.\nWe need working replacements at once.\n\nAnn Lee\n",
        1,
    ),
    letter(
        "王芳 <wang@customer.example>",
        "投诉：电热水壶漏水",
        "您好！\n\n我公司上周收到贵公司发来的20台电热水壶（发票号 88213456），其中3台存在质量问题，底部漏水，无法使用，非常不满。\n请为我们换货。\n\n王芳\n",
        2,
    ),
    letter(
        "Ann Lee <ann@customer.example>",
        "Re: Production line stopped because of your sensors",
        "It is all four sensors now. When will the replacements come?\n\nAnn Lee\n",
        3,
        In_Reply_To="<1@customer.example>",
    ),
    letter(
        "Bob Stone <bob@customer.example>",
        "Thank you",
        "Thank you very much for the quick delivery, everything is perfect. Best regards, Bob\n",
        4,
    ),
    letter("ann@customer.example", "Out of office", "I am away until Monday.\n", 5, Auto_Submitted="auto-replied"),
    unreadable(),
)


@dataclass(frozen=True, slots=True)
class Story:
    """The play without a crash: when its letters came, how often each point was passed, how it ended."""

    received: datetime
    passed: Counter[str]
    ending: Ending
    accepted: int
    idle: Ending  # after a further run and a retry

    def crash_at(self, point: str) -> str:
        """The point as `CRASH_AT` takes it."""
        name, _, middle = point.partition(":")
        return f"{name}:{self.passed[name] // 2 + 1}" if middle else name


@pytest.fixture(scope="session")
def story(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Nine hours after the letters came, when the first letter's reminder is due, everything runs undisturbed.

    Three hours after the letters came it was time for the day's report.
    """
    received = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=9)
    folder = tmp_path_factory.mktemp("undisturbed")
    trace = folder / "trace"
    with ScriptedSmtp() as smtp:
        desk = desk_of(received, folder, dovecot, smtp)
        ended = desk.run("run", "--once", environment={"CRASH_TRACE": str(trace)})
        assert ended.code == 0, ended.told
        ending, accepted = desk.ending(), len(smtp.accepted)
        ended = desk.run("run", "--once")
        assert ended.code == 0, ended.told
        retry(desk)
        assert len(smtp.accepted) == accepted
        return Story(received, Counter(trace.read_text("utf-8").split()), ending, accepted, desk.ending())


def desk_of(received: datetime, folder: Path, dovecot: Dovecot, smtp: ScriptedSmtp, url: str = "") -> Desk:
    """A desk that is a week old, with the play's letters in its mailbox and a report due three hours after them."""
    desk = Desk(folder, dovecot, smtp, url=url, report_at=received + timedelta(hours=3), warm=True)
    desk.begin(received - timedelta(days=7))
    desk.deliver((raw, received) for raw in PLAY)
    return desk


@pytest.fixture
def smtp() -> Iterator[ScriptedSmtp]:
    """A server that takes every mail."""
    with ScriptedSmtp() as server:
        yield server


def test_the_play_is_worth_repeating(story: Story) -> None:
    """Undisturbed: two cases, one joined by a reply; thanks and absence filed, the unreadable letter set aside."""
    states = Counter(state for _, _, state, _, _ in story.ending.letters)
    assert states == {"case": 3, "filed": 2, "quarantined": 1}
    assert len(story.ending.cases) == 2
    assert [len(story.ending.folders[name]) for name in ("INBOX", "Handled", "Quarantine")] == [0, 5, 1]
    kinds = Counter(kind for kind, *_ in story.ending.mails)
    expected = {"acknowledgement": 2, "handover": 2, "update": 1, "added": 1, "reminder": 1, "alarm": 1, "digest": 1}
    assert kinds == expected
    assert story.accepted == sum(kinds.values())


def test_a_further_run_does_nothing(story: Story) -> None:
    """What has been done is not done again, not even when asked to try again whatever waits."""
    assert story.idle == story.ending


def test_the_matrix_has_every_step(story: Story) -> None:
    """Each point named in the daemon is in the matrix, and the play passes it as often as the matrix thinks."""
    sources = "".join(path.read_text("utf-8") for path in sorted((ROOT / "daemon").rglob("*.py")))
    named = set(re.findall(r'crashpoint\("([^"]+)"\)', sources))
    assert named == ONCE | EVERY_LEASE | EVERY_MAIL
    assert {name for name, times in story.passed.items() if times == 1} - EVERY_LEASE == ONCE
    assert {story.passed[name] for name in EVERY_MAIL} == {story.accepted}
    assert set(story.passed) == named


@pytest.mark.parametrize("points", MATRIX, ids=" then ".join)
def test_killed_at_any_step_it_ends_as_if_nothing_had_happened(
    points: Points, story: Story, dovecot: Dovecot, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    """Every letter, case, event, clock and mail as in the undisturbed run; twice at most the mail that was in flight."""
    killed_and_mended(desk_of(story.received, tmp_path, dovecot, smtp), points, story)


@pytest.mark.parametrize("points", ON_POSTGRESQL, ids=" then ".join)
def test_killed_at_any_step_it_ends_the_same_on_postgresql(
    points: Points, story: Story, dovecot: Dovecot, smtp: ScriptedSmtp, tmp_path: Path, postgres_url: str
) -> None:
    """Nor does the database make a difference."""
    killed_and_mended(desk_of(story.received, tmp_path, dovecot, smtp, postgres_url), points, story)


def test_a_letter_that_the_daemon_does_not_survive_is_set_aside(
    story: Story, dovecot: Dovecot, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    """After three deaths letters are read alone, after six the one is given up; the others flow, and it can be retried."""
    desk = desk_of(story.received, tmp_path, dovecot, smtp)
    for _ in range(6):
        assert desk.run("run", "--once", environment={"CRASH_AT": "intake.read.before"}).killed
    assert desk.run("run", "--once").code == 0
    [poison, *others] = desk.kept().letters
    assert (poison["state"], poison["reason"]) == ("quarantined", "the daemon did not survive it 6 times")
    assert Counter(row["state"] for row in others) == {"case": 2, "filed": 2, "quarantined": 1}
    assert [len(desk.folders()[name]) for name in ("INBOX", "Handled", "Quarantine")] == [0, 4, 2]
    retry(desk)
    assert Counter(row["state"] for row in desk.kept().letters) == {"case": 3, "filed": 2, "quarantined": 1}


def killed_and_mended(desk: Desk, points: Points, story: Story) -> None:
    """Play, with a crash at each of the points in turn; then mend, and compare."""
    promised: dict[str, str] = {}
    doubtful: set[str] = set()
    for point in points:
        ended = desk.run("run", "--once", environment={"CRASH_AT": story.crash_at(point)})
        assert ended.killed, ended.told
        kept = desk.kept()
        assert_in_flight(point, kept.in_flight, desk)
        assert promised.items() <= kept.message_ids.items()
        promised, doubtful = kept.message_ids, doubtful | kept.in_flight
    mend(desk, doubtful)
    assert desk.ending() == story.ending
    assert promised.items() <= desk.kept().message_ids.items()
    assert_accepted_once(desk, doubtful, points)


def mend(desk: Desk, doubtful: set[str]) -> None:
    """Run undisturbed. What is in doubt waits half an hour for its second try (hazards D4), unless told to try now."""
    before = Counter(mail.message_id for mail in desk.mails() if mail.message_id in doubtful)
    ended = desk.run("run", "--once")
    assert ended.code == 0, ended.told
    assert before == Counter(mail.message_id for mail in desk.mails() if mail.message_id in doubtful)
    waiting = {row["message_id"]: row["state"] for row in desk.kept().outbox if row["state"] != "sent"}
    assert waiting == dict.fromkeys(doubtful, "uncertain")
    if doubtful:
        retry(desk)


def retry(desk: Desk) -> None:
    """Have everything tried again at once. Exit code 1: the unreadable letter is so still, and nothing else waits."""
    ended = desk.run("retry", "--all")
    assert ended.code == 1, ended.told
    assert "1 cannot be read" in ended.told
    assert Counter(row["state"] for row in desk.kept().letters)["quarantined"] == 1
    assert {row["state"] for row in desk.kept().outbox} == {"sent"}


def assert_in_flight(point: str, in_flight: frozenset[str], desk: Desk) -> None:
    """One connection: between journal and settling there is one mail, and none at any other step."""
    name = point.partition(":")[0]
    accepted = {mail.message_id for mail in desk.mails()}
    if name in IN_DOUBT:
        assert len(in_flight) == 1
        assert in_flight <= accepted if name in ACCEPTED else not in_flight & accepted
    else:
        assert len(in_flight) <= (1 if name in WHILE_SENDING else 0)


def assert_accepted_once(desk: Desk, doubtful: set[str], points: Points) -> None:
    """Each Message-ID once, with the same bytes; a mail that was in flight when the server had it already, twice."""
    mails = desk.mails()
    times = Counter(mail.message_id for mail in mails)
    assert set(times) == set(desk.kept().message_ids.values())
    assert len({(mail.message_id, mail.content) for mail in mails}) == len(times)
    assert {message_id for message_id, count in times.items() if count > 1} <= doubtful
    assert max(times.values()) <= 2
    certain = sum(point.partition(":")[0] in ACCEPTED for point in points)
    assert sum(count == 2 for count in times.values()) >= certain


def test_a_mail_in_doubt_a_second_time_is_held(
    story: Story, dovecot: Dovecot, smtp: ScriptedSmtp, tmp_path: Path
) -> None:
    """Killed at the first try and at the second: no third one, and the operator is told (hazards D4)."""
    desk = desk_of(story.received, tmp_path, dovecot, smtp)
    assert desk.run("run", "--once", environment={"CRASH_AT": "send.after"}).killed
    [doubtful] = desk.kept().in_flight
    assert desk.run("run", "--once").code == 0
    assert desk.run("retry", "--all", environment={"CRASH_AT": "send.after"}).killed
    assert desk.kept().in_flight == {doubtful}
    assert desk.run("run", "--once").code == 0
    desk.run("retry", "--all")
    assert Counter(mail.message_id for mail in desk.mails())[doubtful] == 2
    assert {row["message_id"]: row["state"] for row in desk.kept().outbox if row["state"] != "sent"} == {
        doubtful: "held"
    }
    assert any(mail.notice == "alarm" and "held" in mail.subject for mail in desk.mails())
