"""A whole desk for tests that kill it: the real daemon as a process, a real Dovecot mailbox, an SMTP server of ours.

`Desk` starts the daemon and waits until it and every process it started are gone, however it ended. `Ending` is what
can be compared between two runs: everything durable, without ids of chance and moments of the clock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from sqlalchemy import inspect, select

from daemon.store import cases, letters, schema
from daemon.store.engine import Store
from daemon.store.migrate import upgrade
from tests.servers.dovecot import PASSWORD, Dovecot
from tests.servers.smtp import Accepted, ScriptedSmtp
from tests.simulation import warm as warm_process

ROOT = Path(__file__).parents[2]
FOLDERS = ("INBOX", "Handled", "Quarantine")
DESK = "desk@shop.example"
ZONE = ZoneInfo("Asia/Shanghai")
END_SECONDS = 120.0
POUR_LETTERS = 200  # per MULTIAPPEND
Row = dict[str, Any]

_POLICY = """
extends = "standard"
title = { en = "Clock time only", zh = "自然时间" }
drop = ["weekly digest", "worklist"]

[clocks.normal]
signing = "40 hours"
answer = "200 hours"

[clocks.high]
signing = "40 hours"
answer = "200 hours"

[clocks.critical]
signing = "10 hours"
answer = "100 hours"
"""
_REPORT = """
[[report]]
name = "daily digest"
kind = "digest"
title = {{ en = "Daily report", zh = "投诉日报" }}
every = "day"
at = "{at}"
to = ["managers"]
"""

_CONFIG = """
[desk]
name = "Shop complaints"
address = "{desk}"
timezone = "Asia/Shanghai"
subaddress = "+"
policy = "policy.toml"

[[mailbox]]
host = "127.0.0.1"
port = {imap_port}
security = "none"
username = "{user}"
password_env = "DESK_PASSWORD"
poll_seconds = {poll_seconds}

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
connections = {connections}

[store]
url = "{url}"

[[department]]
name = "Quality"
roles = ["quality", "service"]
address = "quality@shop.example"

[[department]]
name = "Logistics"
roles = ["logistics"]
address = "logistics@shop.example"
language = "zh"

[managers]
addresses = ["boss@shop.example"]

[operator]
address = "operator@shop.example"

[limits]
answers_per_address_per_day = 1000
answers_per_minute = 100000
"""


@dataclass(frozen=True, slots=True)
class Mail:
    """What came to the SMTP server, as its recipients see it."""

    message_id: str
    notice: str
    recipients: tuple[str, ...]
    subject: str
    in_reply_to: str
    content: str  # its hash


@dataclass(frozen=True, slots=True)
class Ended:
    """How a daemon ended. Nothing of it runs any more."""

    code: int
    told: str

    @property
    def killed(self) -> bool:
        """Whether it died by SIGKILL."""
        return self.code == -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says, as rows."""

    letters: list[Row]
    cases: list[Row]
    events: dict[str, list[Row]]  # by case number
    deadlines: list[Row]
    outbox: list[Row]

    @property
    def in_flight(self) -> frozenset[str]:
        """Message-IDs of mails whose DATA was journaled and whose end was not: the server may have them or not."""
        return frozenset(row["message_id"] for row in self.outbox if row["data_begun_at"] and row["state"] == "leased")

    @property
    def message_ids(self) -> dict[str, str]:
        """Message-ID by effect."""
        return {row["effect_key"]: row["message_id"] for row in self.outbox}


@dataclass(frozen=True, slots=True)
class Ending:
    """Everything that must be the same, whether or not the daemon was killed on the way."""

    letters: list[tuple[Any, ...]]
    cases: list[tuple[Any, ...]]
    events: dict[str, list[tuple[Any, ...]]]
    deadlines: list[tuple[Any, ...]]
    outbox: list[tuple[Any, ...]]
    folders: dict[str, list[str]]
    mails: Counter[tuple[Any, ...]]


class Desk:
    """A configured desk in a folder of its own, with a fresh mailbox."""

    def __init__(
        self,
        folder: Path,
        dovecot: Dovecot,
        smtp: ScriptedSmtp,
        *,
        url: str = "",
        connections: int = 1,
        poll_seconds: int = 60,
        report_at: datetime | None = None,
        warm: bool = False,
    ) -> None:
        """`url`: another database than a fresh SQLite file. `report_at`: the time of day of the one report; None: none.

        `warm`: what `run()` runs is forked from a process that has imported it (`tests.simulation.warm`).
        """
        self.folder = folder
        self.user = dovecot.new_user()
        self.url = url or f"sqlite:///{folder / 'amends.db'}"
        self._dovecot = dovecot
        self._smtp = smtp
        self._warm = warm
        self._config = folder / "config.toml"
        values: dict[str, object] = {"desk": DESK, "user": self.user, "url": self.url, "connections": connections}
        values["poll_seconds"] = poll_seconds
        report = "" if report_at is None else _REPORT.format(at=f"{report_at.astimezone(ZONE):%H:%M}")
        (folder / "policy.toml").write_text(_POLICY + report, "utf-8")
        self._config.write_text(_CONFIG.format(imap_port=dovecot.port, smtp_port=smtp.port, **values), "utf-8")

    def deliver(self, arrivals: Iterable[tuple[bytes, datetime]]) -> None:
        """Letters with the time at which the mail server received them."""
        waiting = list(arrivals)
        with self._dovecot.as_user(self.user) as client:
            for start in range(0, len(waiting), POUR_LETTERS):
                some = waiting[start : start + POUR_LETTERS]
                client.multiappend("INBOX", [{"msg": raw, "date": received} for raw, received in some])

    # ---- the daemon -------------------------------------------------------------------------------------------

    def start(
        self, *arguments: str, environment: Mapping[str, str] | None = None, log: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start `amends` with these arguments; `ended()` waits for it. `log`: where its standard error goes instead."""
        if log is not None:
            with log.open("w", encoding="utf-8") as errors:
                return self._start(arguments, environment, errors)
        return self._start(arguments, environment, subprocess.STDOUT)

    def _start(
        self, arguments: tuple[str, ...], environment: Mapping[str, str] | None, errors: IO[str] | int
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "daemon", *arguments, "--config", str(self._config)],
            cwd=ROOT,
            env=self._environment(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def _environment(self, more: Mapping[str, str] | None) -> dict[str, str]:
        return {**os.environ, "DESK_PASSWORD": PASSWORD, **(more or {})}

    def ended(self, process: subprocess.Popen[str], seconds: float = END_SECONDS) -> Ended:
        """Wait for the daemon and for all that it started.

        Its readers inherit its standard output, so the end of that pipe is the end of the last of them. Raises
        subprocess.TimeoutExpired when one of them lives on; then it may be called again.
        """
        told, _ = process.communicate(timeout=seconds)
        return Ended(process.returncode, told)

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> Ended:
        """Run `amends` to its end: a cold start, unless the desk is `warm`."""
        if self._warm:
            whole = (*arguments, "--config", str(self._config))
            return Ended(*warm_process.amends(whole, self._environment(environment), ROOT, END_SECONDS))
        return self.ended(self.start(*arguments, environment=environment))

    # ---- what can be seen afterwards --------------------------------------------------------------------------

    def mails(self, since: int = 0) -> list[Mail]:
        """What the SMTP server has accepted, in its order."""
        return [_mail(accepted) for accepted in self._smtp.accepted[since:]]

    def folders(self) -> dict[str, list[str]]:
        """sha256 of the letters in each folder of the mailbox."""
        return {name: sorted(_sha256(raw) for raw in self._dovecot.mail(self.user, name)) for name in FOLDERS}

    def begin(self, born: datetime) -> None:
        """The desk has been there since then: its database is older than its first letters, and reports are due."""
        store = Store(self.url)
        try:
            upgrade(store.engine)
            store.life(born)
        finally:
            store.close()

    def kept(self) -> Kept:
        """What the database says, without touching it.

        An SQLite file is looked at in a copy: opening it would mend what a killed daemon left behind, and that is for
        the next daemon to do.
        """
        if not self.url.startswith("sqlite"):
            return _kept(self.url)
        with tempfile.TemporaryDirectory(dir=self.folder) as copy:
            for name in ("amends.db", "amends.db-wal"):
                if (self.folder / name).exists():
                    shutil.copy(self.folder / name, copy)
            return _kept(f"sqlite:///{copy}/amends.db")

    def ending(self) -> Ending:
        """Everything durable, as it compares."""
        kept = self.kept()
        return Ending(
            letters=[(row["uid"], row["sha256"], row["state"], row["case"], row["reason"]) for row in kept.letters],
            cases=[tuple(value for name, value in row.items() if name != "changed_at") for row in kept.cases],
            events={
                number: [(row["seq"], row["kind"], row["actor"], row["data"]) for row in happened]
                for number, happened in kept.events.items()
            },
            deadlines=[
                (row["number"], row["kind"], row["due_at"], row["settled_at"] is not None, row["outcome"])
                for row in kept.deadlines
            ],
            outbox=sorted(
                (row["number"] or "", row["kind"], tuple(row["recipients"]), row["subject"], row["state"])
                for row in kept.outbox
            ),
            folders=self.folders(),
            mails=Counter(_story(mail, kept) for mail in {mail.message_id: mail for mail in self.mails()}.values()),
        )


def _kept(url: str) -> Kept:
    store = Store(url)
    try:
        if not inspect(store.engine).has_table(schema.outbox.name):
            return Kept([], [], {}, [], [])  # the daemon was killed before it had made its tables
        with store.reading() as connection:
            found = list(cases.listing(connection))
            by_number = {case.number: case for row in found if (case := cases.by_number(connection, row["number"]))}
            number = schema.cases.c.number
            clocks = select(schema.deadlines, number).join(schema.cases)
            clocks = clocks.order_by(number, schema.deadlines.c.kind, schema.deadlines.c.id)
            posted = select(schema.outbox, number).outerjoin(schema.cases).order_by(schema.outbox.c.id)
            return Kept(
                letters=sorted(letters.listing(connection), key=lambda row: row["uid"]),
                cases=found,
                events={number: cases.history(connection, case.id) for number, case in by_number.items()},
                deadlines=[dict(row) for row in connection.execute(clocks).mappings()],
                outbox=[dict(row) for row in connection.execute(posted).mappings()],
            )
    finally:
        store.close()


def _story(mail: Mail, kept: Kept) -> tuple[Any, ...]:
    """A mail as it is in every run: our own Message-IDs are random, so a thread is named by the mail it began with."""
    own = {row["message_id"]: (row["number"], row["kind"]) for row in kept.outbox}
    return mail.notice, mail.recipients, mail.subject, own.get(mail.in_reply_to, mail.in_reply_to)


def _mail(accepted: Accepted) -> Mail:
    header: Message = BytesHeaderParser().parsebytes(accepted.content)
    return Mail(
        message_id=str(header["Message-ID"]).strip(),
        notice=str(header["X-Amends-Notice"]),
        recipients=accepted.recipients,
        subject=str(header["Subject"]),
        in_reply_to=str(header["In-Reply-To"] or "").strip(),
        content=_sha256(accepted.content),
    )


def _sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
