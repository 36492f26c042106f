"""`amends demo` as a visitor meets it: run for real in a folder of its own, and looked at afterwards."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.console import Console

from daemon.app import open_store
from daemon.config import load
from daemon.demo.company import DESK, FINANCE, MANAGER, QUALITY, Party, Person
from daemon.demo.correspondence import samples
from daemon.demo.gallery import page
from daemon.demo.play import perform
from daemon.demo.story import STORY, Answers, Arrives, Scene
from daemon.demo.timeline import Timeline
from daemon.demo.watch import Mail
from daemon.store import cases, letters, outbox

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor has in front of them after one demo."""

    out: Path
    code: int
    printed: str
    complaints: str  # standard error
    seconds: float

    @property
    def html(self) -> str:
        """The gallery."""
        return (self.out / "index.html").read_text(encoding="utf-8")

    def mails(self) -> list[EmailMessage]:
        """Everything the desk sent, in order."""
        files = sorted((self.out / "mail").glob("*.eml"))
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in found if mail["X-Amends-Notice"]]

    def notices(self, to: Person, kind: str | None = None) -> list[EmailMessage]:
        """What the desk sent to somebody."""
        return [m for m in self.mails() if to.address in str(m["To"]) and kind in (None, str(m["X-Amends-Notice"]))]

    def rows(self, listing: Callable[..., Any]) -> list[dict[str, Any]]:
        """A table of the database that the demo leaves behind."""
        store = open_store(load(self.out / "desk" / "config.toml"))
        try:
            with store.reading() as connection:
                return list(listing(connection))
        finally:
            store.close()


def visit(out: Path) -> Visit:
    """Run the demo as `make demo` does, without a terminal."""
    began = datetime.now(UTC)
    command = [sys.executable, "-m", "daemon", "demo", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False, encoding="utf-8")
    seconds = (datetime.now(UTC) - began).total_seconds()
    return Visit(out, done.returncode, done.stdout, done.stderr, seconds)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """One demo that the tests look at."""
    return visit(tmp_path_factory.mktemp("visitor") / "demo")


def writer(key: str) -> Person:
    """Who wrote the sample letter."""
    return next(sample.writer for sample in samples() if sample.key == key)


def test_it_ends_well_in_seconds_and_complains_of_nothing(seen: Visit) -> None:
    """Exit code 0, nothing on standard error, less than a minute even on a busy machine."""
    assert (seen.code, seen.complaints) == (0, "")
    assert seen.seconds < 60


def test_eight_letters_in_two_languages_arrive() -> None:
    """Eight sample letters, English and Chinese, a thank-you letter and an out-of-office note among them."""
    letters = samples()
    assert len(letters) == 8
    assert {letter.writer.language for letter in letters} == {"en", "zh"}
    assert {"thanks", "away"} <= {letter.key for letter in letters}
    assert sum(letter.automatic for letter in letters) == 1


def test_every_letter_is_accounted_for(seen: Visit) -> None:
    """Five cases, one letter that joins its case, two that are filed; the departments' five answers have theirs too."""
    rows = seen.rows(letters.listing)
    places = {(row["sender"], row["subject"]): (row["state"], row["case"]) for row in rows}
    told = {
        sample.key: places[(sample.writer.address, sample.subject)]
        for sample in samples()
        if sample.subject  # the customer's reply has the subject of what it answers
    }
    assert told == {
        "kettles": ("case", "C2026-000001"),
        "billing": ("case", "C2026-000002"),
        "away": ("filed", "C2026-000002"),
        "aircon": ("case", "C2026-000003"),
        "late": ("case", "C2026-000004"),
        "thanks": ("filed", None),
        "stopped": ("case", "C2026-000005"),
    }
    assert places[(writer("more").address, "Re: Invoice 89621: leaking kettles")] == ("case", "C2026-000001")
    assert len(rows) == 8 + 5
    assert {row["state"] for row in rows} == {"case", "filed"}


@pytest.mark.parametrize(
    ("key", "language", "number"),
    [
        ("kettles", "en", "89621"),
        ("billing", "en", "70418"),
        ("aircon", "zh", "33291047"),
        ("late", "zh", "20260212-07"),
        ("stopped", "en", "7731"),
    ],
)
def test_a_customer_is_acknowledged_in_their_language(seen: Visit, key: str, language: str, number: str) -> None:
    """One acknowledgement, in the letter's language, with the customer's own number."""
    [mail] = seen.notices(writer(key), "acknowledgement")
    assert mail["Content-Language"] == language
    assert number in words(mail, "plain")
    assert ("您好" in words(mail, "plain")) == (language == "zh")


def test_thanks_and_out_of_office_hear_nothing(seen: Visit) -> None:
    """Nobody is written to because of them: the thankful not at all, the absent only about her own complaint."""
    assert seen.notices(writer("thanks")) == []
    assert [str(mail["X-Amends-Notice"]) for mail in seen.notices(writer("away"))] == ["acknowledgement"]


def test_what_a_customer_adds_reaches_the_department(seen: Visit) -> None:
    """The reply to the acknowledgement joins its case; Quality reads the customer's own words."""
    [update] = seen.notices(QUALITY, "update")
    assert "B-2207" in words(update, "plain")
    assert "C2026-000001" in str(update["Subject"])


def test_departments_accept_by_mail(seen: Visit) -> None:
    """ACCEPT and 受理 out of quoting replies move every case on, and each is answered by a receipt."""
    assert [row["state"] for row in seen.rows(cases.listing)] == ["accepted"] * 5
    assert len([mail for mail in seen.mails() if mail["X-Amends-Notice"] == "receipt"]) == 5


def test_the_silent_department_is_reminded_when_its_time_comes(seen: Visit) -> None:
    """Finance has four working hours from 09:04: reminded after 80 % of them, again at their end; then the manager."""
    told = [(str(mail["X-Amends-Notice"]), at(mail)) for mail in seen.notices(FINANCE)]
    assert [kind for kind, _ in told] == ["handover", "reminder", "reminder", "receipt"]
    assert [f"{moment.astimezone(ZONE):%H:%M}" for _, moment in told[1:3]] == ["12:16", "13:04"]
    [escalation] = seen.notices(MANAGER)
    assert escalation["X-Amends-Notice"] == "escalation"
    assert at(escalation) == at(seen.notices(FINANCE)[2])


def words(mail: EmailMessage, subtype: str) -> str:
    """A mail's text or HTML; it has to have it."""
    part = mail.get_body((subtype,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def at(mail: EmailMessage) -> datetime:
    """The moment in Date."""
    return mail["Date"].datetime


def test_the_timeline_tells_it_all(seen: Visit) -> None:
    """Each letter and each kind of notice, the turns of the cases, the gallery and the next commands."""
    for sample in samples():
        assert sample.writer.name in seen.printed
    for word in ("acknowledgement", "handover", "reminder", "escalation", "receipt", "dispatched → accepted", "受理"):
        assert word in seen.printed
    assert "8 letters and 5 answers of departments" in seen.printed
    assert "amends cases -c" in " ".join(seen.printed.split())


class _Page(HTMLParser):
    """What a browser would fetch, and what is in the frames."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.frames: list[str] = []
        self.sandboxes: list[str | None] = []
        self.scripts = 0
        self.articles = 0
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value for name in ("src", "href") if (value := given.get(name))]
        self.scripts += tag == "script"
        self.articles += tag == "article"
        if tag == "iframe":
            self.frames.append(given.get("srcdoc") or "")
            self.sandboxes.append(given.get("sandbox"))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_gallery_holds_every_mail_that_was_sent(seen: Visit) -> None:
    """Each sent mail of the database has its card: subject, HTML part and plain text, and the letters are there too."""
    shown = _Page(seen.html)
    sent = seen.rows(outbox.listing)
    assert {row["state"] for row in sent} == {"sent"}
    assert [row["message_id"] for row in sent] == [str(mail["Message-ID"]) for mail in seen.mails()]
    text = "".join(shown.text)
    for mail in seen.mails():
        assert words(mail, "html") in shown.frames
        assert words(mail, "plain").strip() in text
        assert str(mail["Subject"]) in text
    assert shown.articles == len(sent) + 8 + 5


def test_the_gallery_needs_nothing_from_anywhere(seen: Visit) -> None:
    """Links go to the page itself or to the files beside it, which exist; frames may run nothing."""
    shown = _Page(seen.html)
    for address in shown.addresses:
        assert address.startswith("#") or (seen.out / address).is_file()
    assert set(shown.sandboxes) == {"allow-same-origin"}  # so that the page can measure them; no scripts in them
    assert "default-src 'none'" in seen.html


def test_it_can_be_seen_twice_and_leaves_other_files_alone(seen: Visit) -> None:
    """A second run in the same folder tells the same story, and what is not the demo's stays."""
    stranger = seen.out / "mail" / "my notes.eml"
    stranger.write_text("mine", encoding="utf-8")
    before = [mail["Subject"] for mail in seen.mails()]
    stranger_after = visit(seen.out)
    assert (stranger_after.code, stranger_after.complaints) == (0, "")
    assert stranger.read_text(encoding="utf-8") == "mine"
    stranger.unlink()
    assert [mail["Subject"] for mail in stranger_after.mails()] == before


def test_a_folder_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    """Exit code 2 and one line, when the gallery's place is a file."""
    (tmp_path / "demo").write_text("not a folder", encoding="utf-8")
    tried = visit(tmp_path / "demo")
    assert tried.code == 2
    assert len(tried.complaints.splitlines()) == 1
    assert "Traceback" not in tried.complaints


def test_a_story_that_does_not_come_true_is_not_called_a_success(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 and a sentence, when somebody is to answer a mail that never came."""
    steps = (Arrives("thanks"), Answers(FINANCE, "handover", "thanks", NOON, "ACCEPT"))
    story = [Scene("Nobody asked Finance", datetime(2026, 3, 9, 9, 0, tzinfo=ZONE), steps)]
    assert perform(tmp_path, Console(file=StringIO()), story) == 1
    assert "no handover has come to Finance" in capsys.readouterr().err


def hostile(subject: str, html: str) -> Mail:
    """A letter of somebody who wishes the page ill."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "eve@evil.example", DESK.address, NOON
    message["Subject"] = subject
    message.set_content("</pre><script>plain()</script>")
    message.add_alternative(html, subtype="html")
    eve = Person("Eve <b>", "eve@evil.example", Party.CUSTOMER)
    return Mail(
        at=NOON, writer=eve, readers=(DESK,), subject=subject, content=message.as_bytes(), message_id="<1@evil.example>"
    )


def test_a_hostile_letter_stays_in_its_frame() -> None:
    """Markup in subject, name and text is shown as text; the HTML cannot leave its frame."""
    evil = '<p>"></iframe><script>html()</script><img src="https://evil.example/spy.png">'
    shown = _Page(page([STORY[0], hostile("<script>subject()</script>", evil)], [], ZONE))
    assert shown.scripts == 1  # the page's own
    assert [frame.strip() for frame in shown.frames] == [evil]
    assert shown.addresses == ["#mail-01", "mail/01-letter.eml"]


@pytest.mark.parametrize("width", [80, 120])
def test_lines_are_aligned_whatever_the_script(width: int) -> None:
    """A Chinese letter counts by cells, not characters: every line is as wide as the next, and none wider than asked."""
    out = StringIO()
    line = Timeline(Console(file=out, width=width), ZONE, 1)
    for name, subject in (
        ("王芳", "投诉：三台空调不制冷，请尽快换货，非常不满" * 3),
        ("Nora Whitfield", "Kettles " * 20),
    ):
        customer = Person(name, "a@b.example", Party.CUSTOMER)
        line.mail(
            Mail(
                at=NOON,
                writer=customer,
                readers=(DESK,),
                subject=subject,
                content=b"",
                message_id="",
                case="C2026-000001",
            )
        )
    chinese, english = out.getvalue().splitlines()
    assert cell_len(chinese) == cell_len(english)
    assert cell_len(chinese) <= width
    assert cell_len(chinese[: chinese.index("“")]) == cell_len(english[: english.index("“")])


def test_no_letter_of_the_demo_reaches_a_real_domain() -> None:
    """All addresses are of the domain that is reserved for examples (RFC 2606, section 3)."""
    config = "\n".join(str(sample) for sample in samples())
    assert set(re.findall(r"@[\w.-]+\.(\w+)", config)) == {"example"}
