"""A desk under fire: many letters, and a daemon that is killed again and again at any moment (hazards F20).

    python -m tests.simulation.kill9 --seed 1 --letters 500 --old 1000 --kills 30

pours letters into a mailbox, starts `amends run --once` and kills it with SIGKILL at a random moment, as often as asked,
while more letters come; lets it end at last, and then asks whether anything was lost, doubled or answered wrongly. A
daemon that ended before its moment came is not counted. The same seed gives the same letters and the same moments,
though not quite the same interleaving. Exit code 0: fine.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from pathlib import Path

from tests.servers.dovecot import Dovecot
from tests.servers.smtp import ScriptedSmtp
from tests.simulation.desk import DESK, Desk, Ended, Kept

FIRST_KILL_SECONDS = 0.05
LAST_KILL_SECONDS = 3.0
GROWTH = 1.3  # of the span of moments after a kill; a run that was done before its moment shortens it to what it took
RUNS_A_KILL = 4  # at most
CUSTOMERS = 60
CONNECTIONS = 2  # so many mails may be in flight when the daemon is killed


class Kind(StrEnum):
    """What a letter is, and so what must become of it."""

    COMPLAINT = "complaint"  # a case, and one acknowledgement
    FOLLOW_UP = "follow-up"  # joins the case of the letter it answers
    AUTOMATIC = "automatic"  # no case, no answer
    THANKS = "thanks"  # filed, no answer


WEIGHTS = {Kind.COMPLAINT: 45, Kind.FOLLOW_UP: 30, Kind.AUTOMATIC: 15, Kind.THANKS: 10}

_ENGLISH = (
    (
        "Invoice {n}: the kettles leak",
        "We received 24 electric kettles from you (invoice {n}). {k} of them are defective: they leak. Please replace them.\n",
    ),
    (
        "Complaint about our order {n}",
        "We are very disappointed: our order {n} should have come {k} weeks ago. Please deliver it immediately.\n",
    ),
    (
        "Wrong amount on invoice {n}",
        "I want to complain about invoice {n}: you charged us {k} times for the same delivery. Please correct it.\n",
    ),
)
_CHINESE = (
    ("投诉：电热水壶漏水 {n}", "您好！\n\n我公司上周收到贵公司发来的20台电热水壶（发票号 {n}），其中{k}台存在质量问题，底部漏水，无法使用，非常不满。\n请为我们换货。\n"),
    ("投诉：订单 {n} 迟迟未发货", "您好，\n\n我们的订单号 {n} 原定{k}周前到货，到现在还没有收到，对此非常不满。\n请立即发货！\n"),
    ("发票金额错误 {n}", "您好，\n\n投诉一下：发票号 {n} 的金额开错了，多收了我们 {k}00 元，请更正发票并退款。\n"),
)  # fmt: skip
_FOLLOW_UPS = {
    "en": "There is still no answer to letter {n}. When may we expect one?\n",
    "zh": "第 {n} 封信还没有收到答复，请问什么时候可以处理？\n",
}
_THANKS = {
    "en": ("Thank you", "Thank you very much for the quick delivery, everything is perfect. Best regards\n"),
    "zh": ("表扬", "特此感谢贵公司客服人员的耐心帮助，问题已圆满解决，非常满意！\n"),
}
_AWAY = {"en": ("Out of office", "I am away until Monday.\n"), "zh": ("自动回复：外出", "本人外出，周一回来。\n")}


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as it was put into the mailbox."""

    kind: Kind
    raw: bytes
    sender: str
    message_id: str
    answers: str | None  # Message-ID of the complaint it follows

    @property
    def sha256(self) -> str:
        """As the ledger names it."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """How it went. `failures`: sentences, none when all is well."""

    failures: tuple[str, ...]
    letters: int
    mails: int
    doubled: int
    kills: int
    runs: int  # those that ended before their moment came included
    last_run_seconds: float

    def __str__(self) -> str:
        told = (
            f"{self.letters} letters, {self.mails} mails ({self.doubled} of them twice), {self.kills} kills in"
            f" {self.runs} runs; the last run took {self.last_run_seconds:.1f} s"
        )
        return "\n".join((told, *(f"FAILED: {failure}" for failure in self.failures)))


# ---- the letters ----------------------------------------------------------------------------------------------


def post(chance: random.Random, count: int, start: str) -> list[Posted]:
    """`count` letters; `start` begins every Message-ID."""
    letters: list[Posted] = []
    complaints: list[tuple[str, Posted]] = []
    for number in range(1, count + 1):
        kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if kind is Kind.FOLLOW_UP and not complaints:
            kind = Kind.COMPLAINT
        customer = chance.randrange(CUSTOMERS)
        language = "zh" if customer % 2 else "en"
        sender, answered = f"customer{customer}@buyer.example", None
        if kind is Kind.FOLLOW_UP:
            language, answered = chance.choice(complaints)
            sender = answered.sender
        letter = _letter(chance, kind, sender, language, f"<{start}.{number}@buyer.example>", number, answered)
        letters.append(letter)
        if kind is Kind.COMPLAINT:
            complaints.append((language, letter))
    return letters


def _letter(
    chance: random.Random,
    kind: Kind,
    sender: str,
    language: str,
    message_id: str,
    number: int,
    answered: Posted | None,
) -> Posted:
    message = EmailMessage()
    message["From"] = f"{'客户' if language == 'zh' else 'Customer'} <{sender}>"
    message["To"], message["Message-ID"] = DESK, message_id
    match kind:
        case Kind.COMPLAINT:
            subject, text = chance.choice(_CHINESE if language == "zh" else _ENGLISH)
            reference, pieces = 10_000_000 + number, chance.randint(2, 9)
            subject, text = subject.format(n=reference), text.format(n=reference, k=pieces)
        case Kind.FOLLOW_UP:
            subject, text = "Re: letter", _FOLLOW_UPS[language].format(n=number)
        case Kind.AUTOMATIC:
            subject, text = _AWAY[language]
            message["Auto-Submitted"] = "auto-replied"
        case Kind.THANKS:
            subject, text = _THANKS[language]
    if answered is not None:
        message["In-Reply-To"] = message["References"] = answered.message_id
    message["Subject"] = subject
    message.set_content(text)
    return Posted(kind, message.as_bytes(policy=SMTP), sender, message_id, answered.message_id if answered else None)


# ---- the run --------------------------------------------------------------------------------------------------


def simulate(folder: Path, dovecot: Dovecot, *, seed: int, letters: int, old: int, kills: int) -> Report:
    """Everything the module promises, in `folder`. Raises subprocess.TimeoutExpired when a process lives on."""
    chance = random.Random(seed)
    now = datetime.now(UTC).replace(microsecond=0)
    fresh, past = post(chance, letters, "fresh"), post(chance, old, "old")
    with ScriptedSmtp() as smtp:
        desk = Desk(folder, dovecot, smtp, connections=CONNECTIONS)
        desk.deliver((letter.raw, now - timedelta(days=30)) for letter in past)
        killed, runs, doubtful, failures, span = 0, 0, set[str](), list[str](), LAST_KILL_SECONDS
        portions = _portions(fresh, kills + 1)
        while killed < kills and runs < RUNS_A_KILL * kills:
            desk.deliver((letter.raw, now - timedelta(minutes=30)) for letter in next(portions, ()))
            began = time.monotonic()
            ended = _run_and_kill(desk, chance.uniform(FIRST_KILL_SECONDS, span))
            span = min(span * GROWTH, LAST_KILL_SECONDS) if ended.killed else time.monotonic() - began
            runs, killed, doubtful = runs + 1, killed + ended.killed, doubtful | desk.kept().in_flight
            if not ended.killed and ended.code:
                failures.append(f"run {runs} ended with {ended.code}: {ended.told[-2000:]}")
        desk.deliver((letter.raw, now - timedelta(minutes=30)) for portion in portions for letter in portion)
        began = time.monotonic()
        failures += _let_end(desk, "run", "--once")
        seconds = time.monotonic() - began
        failures += _let_end(desk, "retry", "--all")
        failures += _check(desk, fresh, past, doubtful)
        failures += _further_run(desk, len(smtp.accepted))
        mails = [mail.message_id for mail in desk.mails()]
        distinct = len(set(mails))
        return Report(tuple(failures), len(fresh) + len(past), distinct, len(mails) - distinct, killed, runs, seconds)


def _portions(fresh: list[Posted], count: int) -> Iterator[list[Posted]]:
    """What comes before each run: half of the letters before the first, the others little by little."""
    half = len(fresh) // 2 if count > 1 else len(fresh)
    yield fresh[:half]
    for number in range(1, count):
        start, end = (half + (len(fresh) - half) * n // (count - 1) for n in (number - 1, number))
        yield fresh[start:end]


def _run_and_kill(desk: Desk, seconds: float) -> Ended:
    """Kill the daemon after so many seconds, unless it has ended by itself. None of its processes is left."""
    process = desk.start("run", "--once")
    try:
        return desk.ended(process, seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return desk.ended(process)


def _let_end(desk: Desk, *arguments: str) -> list[str]:
    ended = desk.run(*arguments)
    return [f"{' '.join(arguments)} ended with {ended.code}: {ended.told[-2000:]}"] if ended.code else []


def _further_run(desk: Desk, accepted: int) -> list[str]:
    before = desk.ending()
    failures = _let_end(desk, "run", "--once")
    if len(desk.mails()) != accepted or desk.ending() != before:
        failures.append("a further run changed something")
    return failures


# ---- what must be true ----------------------------------------------------------------------------------------


def _check(desk: Desk, fresh: list[Posted], past: list[Posted], doubtful: set[str]) -> list[str]:
    kept = desk.kept()
    return [
        *_check_ledger(kept, fresh, past),
        *_check_cases(kept, fresh),
        *_check_folders(desk.folders(), fresh, past),
        *_check_mails(desk, kept, fresh, doubtful),
    ]


def _check_ledger(kept: Kept, fresh: list[Posted], past: list[Posted]) -> Iterator[str]:
    """Every letter once, by its very bytes; old ones only by their headers."""
    seen = Counter(row["sha256"] for row in kept.letters if row["sha256"])
    if seen != Counter(letter.sha256 for letter in fresh):
        yield f"{len(fresh)} letters came, {seen.total()} are in the ledger"
    states = Counter(row["state"] for row in kept.letters)
    if states["baseline"] != len(past):
        yield f"{len(past)} old letters, {states['baseline']} known as such"
    if strange := set(states) - {"baseline", "case", "filed"}:
        yield f"letters ended as {', '.join(sorted(strange))}"


def _check_cases(kept: Kept, fresh: list[Posted]) -> Iterator[str]:
    """A case for each complaint, follow-ups in theirs, nothing else in any."""
    case_of = {row["message_id"]: row["case"] for row in kept.letters}
    for letter in fresh:
        case = case_of.get(letter.message_id)
        match letter.kind:
            case Kind.COMPLAINT if case is None:
                yield f"{letter.message_id} has no case"
            case Kind.FOLLOW_UP if case is None or case != case_of.get(letter.answers or ""):
                yield f"{letter.message_id} is in {case}, and answers a letter in {case_of.get(letter.answers or '')}"
            case Kind.AUTOMATIC | Kind.THANKS if case is not None:
                yield f"{letter.message_id} ({letter.kind}) is in {case}"
            case _:
                pass
    complaints = [case_of.get(letter.message_id) for letter in fresh if letter.kind is Kind.COMPLAINT]
    if len(set(complaints)) != len(complaints) or len(kept.cases) != len(complaints):
        yield f"{len(complaints)} complaints, {len(set(complaints))} cases of theirs, {len(kept.cases)} cases in all"
    for number, events in kept.events.items():
        opened = sum(event["kind"] == "opened" for event in events)
        if opened != 1 or [event["seq"] for event in events] != list(range(1, len(events) + 1)):
            yield f"the record of {number} is not one record"


def _check_folders(folders: dict[str, list[str]], fresh: list[Posted], past: list[Posted]) -> Iterator[str]:
    """Old letters are where they were, the others are filed."""
    if Counter(folders["INBOX"]) != Counter(letter.sha256 for letter in past):
        yield f"{len(folders['INBOX'])} letters in the INBOX, where {len(past)} old ones were"
    if Counter(folders["Handled"]) != Counter(letter.sha256 for letter in fresh):
        yield f"{len(folders['Handled'])} letters were filed, {len(fresh)} came"
    if folders["Quarantine"]:
        yield f"{len(folders['Quarantine'])} letters in quarantine"


def _check_mails(desk: Desk, kept: Kept, fresh: list[Posted], doubtful: set[str]) -> Iterator[str]:
    """One acknowledgement a complaint, under one Message-ID; nothing to those who asked for nothing."""
    mails = desk.mails()
    times = Counter(mail.message_id for mail in mails)
    if {row["state"] for row in kept.outbox} - {"sent"}:
        yield f"mails ended as {dict(Counter(row['state'] for row in kept.outbox))}"
    if set(times) != {row["message_id"] for row in kept.outbox}:
        yield f"{len(kept.outbox)} mails were written, {len(times)} were accepted"
    if len({(mail.message_id, mail.content) for mail in mails}) != len(times):
        yield "the same Message-ID came with different bytes"
    twice = {message_id for message_id, count in times.items() if count > 1}
    if twice - doubtful:
        yield f"{len(twice - doubtful)} mails came twice without having been in flight when the daemon was killed"
    answers: dict[str, set[str]] = defaultdict(set)
    for mail in mails:
        if mail.notice == "acknowledgement":
            answers[mail.in_reply_to].add(mail.message_id)
    complaints = {letter.message_id for letter in fresh if letter.kind is Kind.COMPLAINT}
    if set(answers) != complaints:
        yield f"{len(complaints)} complaints, {len(answers)} letters acknowledged"
    if any(len(own) > 1 for own in answers.values()):
        yield "a complaint was acknowledged under two Message-IDs"
    unasked = {letter.message_id for letter in fresh if letter.kind in {Kind.AUTOMATIC, Kind.THANKS}}
    if wrong := [mail.in_reply_to for mail in mails if mail.in_reply_to in unasked]:
        yield f"answered although nothing was asked: {', '.join(wrong[:5])}"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--letters", type=int, default=500)
    parser.add_argument("--old", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=30)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill9-") as folder, Dovecot() as dovecot:
        report = simulate(
            Path(folder), dovecot, seed=asked.seed, letters=asked.letters, old=asked.old, kills=asked.kills
        )
    sys.stdout.write(f"seed {asked.seed}: {report}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
