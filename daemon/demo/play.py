"""`amends demo`: a small company's Monday, played by the real daemon in a mail world of its own.

The mail servers are real servers (pymap for IMAP, aiosmtpd for SMTP) in a thread of this process; the daemon is
`app.build` with the configuration that a company would write. Time is the rehearsal's: it stands still, and jumps from
one thing due to the next; nothing in the daemon knows the difference. `Stage` says how the daemon is run, and why.

What it leaves in `out`: `index.html` with every mail, `mail/*.eml` the same as files, and `desk/` with configuration
and database, for `amends cases`, `amends show` and the others. It clears away only what an earlier play left there.
"""

from __future__ import annotations

import asyncio
import shlex
import shutil
import sys
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from daemon import journal
from daemon.app import build
from daemon.config import load
from daemon.demo import timeline
from daemon.demo.company import PASSWORD, STAFF, Party, write_config
from daemon.demo.correspondence import samples
from daemon.demo.gallery import mail_file, page
from daemon.demo.stage import Stage
from daemon.demo.story import STORY, ZONE, Scene
from daemon.demo.timeline import Timeline
from daemon.demo.watch import CaseFile, Mail, Turn, Watch
from daemon.demo.wording import Happening
from daemon.demo.world import MailWorld
from daemon.rehearsal.clock import VirtualClock

KEPT = ("config.toml", "mailbox.password", "amends.key", "amends.db", "journal.jsonl")
STALE = (*KEPT, "amends.db-wal", "amends.db-shm")
USAGE = 2
NO = 1


def play(out: Path, *, show: bool) -> int:
    """Play, write the gallery into the folder `out`, with `show` open it in a browser. Gives the exit code."""
    code = perform(out, timeline.console())
    if show and code != USAGE:
        webbrowser.open((out / "index.html").resolve().as_uri())
    return code


def perform(out: Path, console: Console, story: Sequence[Scene] = STORY) -> int:
    """The same on a console of one's own, and without a browser. Tests give another story."""
    began = time.monotonic()
    try:
        _clear(out)
        with TemporaryDirectory(prefix="amends-demo-") as folder:
            steps = sum(len(scene.steps) for scene in story)
            stage, files = _on_stage(Path(folder), story, Timeline(console, ZONE, steps))
            _keep(out, Path(folder), stage.happenings, files)
    except OSError as error:
        return _say([f"the demo cannot have what it needs: {error}"], USAGE)
    timeline.ending(console, files, _to_know(out, stage.happenings, time.monotonic() - began))
    return _say(stage.problems, NO)


def _on_stage(folder: Path, story: Sequence[Scene], line: Timeline) -> tuple[Stage, tuple[CaseFile, ...]]:
    """The play from the first curtain to the last; the daemon's files are in `folder`."""
    letters = {sample.key: sample for sample in samples()}
    people = tuple(dict.fromkeys([*STAFF, *(sample.writer for sample in letters.values())]))
    clock = VirtualClock(story[0].at)
    world = MailWorld({person.address: PASSWORD for person in people})
    with (folder / "journal.jsonl").open("w", encoding="utf-8") as log, world, asyncio.Runner() as runner, line:
        journal.configure(log)
        app = build(load(write_config(folder, imap_port=world.imap_port, smtp_port=world.smtp_port)), clock=clock)
        try:
            watch = Watch(app.store, world, people)
            stage = Stage(app, runner, world, clock, watch, line, letters)
            for scene in story:
                stage.play(scene)
            stage.problems += watch.unsent()
            return stage, watch.files()
        finally:
            runner.run(app.close())
            journal.configure()


def _clear(out: Path) -> None:
    """Away with what an earlier play left; nothing else in the folder is touched."""
    for folder in (out / "mail", out / "desk"):
        folder.mkdir(parents=True, exist_ok=True)
    for old in (*(out / "desk" / name for name in STALE), *(out / "mail").glob("[0-9][0-9]-*.eml"), out / "index.html"):
        old.unlink(missing_ok=True)


def _keep(out: Path, folder: Path, happenings: Sequence[Happening], files: Sequence[CaseFile]) -> None:
    """The gallery, the mails, and the desk's own files."""
    for name in KEPT:
        shutil.copy2(folder / name, out / "desk" / name)
    mails = [mail for mail in happenings if isinstance(mail, Mail)]
    for number, mail in enumerate(mails, 1):
        (out / "mail" / mail_file(mail, number)).write_bytes(mail.content)
    (out / "index.html").write_text(page(happenings, files, ZONE), encoding="utf-8")


def _to_know(out: Path, happenings: Sequence[Happening], seconds: float) -> list[tuple[str, str]]:
    """(label, sentence) pairs for the end."""
    mails = [mail for mail in happenings if isinstance(mail, Mail)]
    wrote = sum(mail.writer.party is Party.CUSTOMER for mail in mails)
    answered = sum(mail.writer.party is Party.DEPARTMENT for mail in mails)
    sent = len(mails) - wrote - answered
    amends = shlex.quote(sys.argv[0]) if Path(sys.argv[0]).name == "amends" else "amends"
    config = shlex.quote(str(out / "desk" / "config.toml"))
    number = next((turn.case for turn in happenings if isinstance(turn, Turn)), "C…")
    return [
        ("seen", f"{wrote} letters and {answered} answers of departments, {sent} mails sent; {seconds:.1f} s"),
        ("gallery", f"{out / 'index.html'}: every mail as its reader sees it"),
        ("look", f"{amends} cases -c {config}"),
        ("", f"{amends} show {number} -c {config}"),
        ("", f"{amends} outbox -c {config}"),
        ("", f"{amends} parse {shlex.quote(str(out / 'mail'))}/01-letter.eml"),
    ]


def _say(problems: Sequence[str], code: int) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201 - a sentence for whoever ran it
    return code if problems else 0
