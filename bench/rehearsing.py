"""A month of complaints played, in seconds. The yardstick: the standard library reads every letter and mail of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.figures import Figure
from daemon.rehearsal.play import play
from daemon.rehearsal.record import LetterLine, Line, NoticeLine
from daemon.rehearsal.scenario_file import load

BESIDE = "stdlib email, all its letters and mails"
COMPLAINTS = 200
BEGINNING = "start = 2026-11-02T09:00:00+08:00\nuntil = 2026-12-02T09:00:00+08:00\n"  # 30 days
COMPLAINT = """
[[step]]
after = "{wait}"
from = "Ann Lee <c{number}@customer.example>"
subject = "Nine kettles leak"
body = "We received 18 kettles (invoice {invoice}), and nine of them are defective: they leak. Please send replacements."
"""
ANSWER = '[[step]]\nafter = "{wait}"\nfrom = "quality@factory.example"\nanswers = "handover"\nbody = "{words}"\n'
ACCEPT = ANSWER.format(wait="10m", words="ACCEPT")
RESOLVE = ANSWER.format(wait="45m", words="RESOLVE\\nCause: wrong seal\\nSolution: nine new kettles leave today")
PLAYS: Mapping[str, str] = {
    "each accepted and resolved": ACCEPT + RESOLVE,
    "each accepted, and then nothing": ACCEPT,
    "nobody ever answers": "",
}


def run(_letters: Sequence[bytes]) -> Iterator[Figure]:
    """Seconds of CPU a month; 200 complaints whatever was asked for."""
    for name, answers in PLAYS.items():
        with TemporaryDirectory() as folder:
            file = Path(folder) / "month.toml"
            file.write_text(_month(answers), encoding="utf-8")
            began = process_time()
            played = play(load(file))
            seconds = process_time() - began
        yield Figure(what=name, value=seconds, unit="s", beside=BESIDE, ratio=seconds / _with_stdlib(played.record))


def _month(answers: str) -> str:
    wait = "2h" if answers else "3h"
    steps = (
        COMPLAINT.format(wait=wait, number=number, invoice=70_000 + number) + answers for number in range(COMPLAINTS)
    )
    return BEGINNING + "".join(steps)


def _with_stdlib(record: Sequence[Line]) -> float:
    """How long the standard library takes to read the same mails, as text."""
    began = process_time()
    for line in record:
        if isinstance(line, LetterLine | NoticeLine):
            body = message_from_bytes(line.content, policy=default).get_body(("plain", "html"))
            _ = body.get_content() if body is not None else ""
    return process_time() - began
