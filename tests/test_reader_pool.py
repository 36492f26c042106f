"""The children that read letters are forked from a process that does nothing else: it may not start, or be killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS = 60
START = """
import os, signal
from daemon.reader_pool import ReaderCannotStart, ReaderPool
pool = ReaderPool(own=frozenset(), seconds=60, memory_bytes=2 << 30, children=1)
RAW = b"From: ann@customer.example\\r\\nSubject: Kettle\\r\\n\\r\\nThe kettle leaks (invoice 89621).\\r\\n"
"""
WITHOUT_IT = """
from multiprocessing import spawn
spawn.set_executable("/bin/false")
try:
    pool.ready()
except ReaderCannotStart as trouble:
    print(trouble)
pool.close()
"""
KILLED = """
from pathlib import Path
before = pool.read([RAW])
for task in Path("/proc/self/task").iterdir():
    for child in (task / "children").read_text().split():
        if b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
            os.waitid(os.P_PID, int(child), os.WEXITED | os.WNOWAIT)
            print("killed")
print(pool.read([RAW]) == before, before[0].facts.invoices[0].value)
pool.close()
"""


def told_by(story: str) -> str:
    """What a process of its own tells that plays it: nobody else's readers are touched."""
    done = subprocess.run(
        [sys.executable, "-c", START + story], check=False, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_that_it_does_not_start_is_said_in_a_sentence():
    """No traceback, and no letter is blamed."""
    assert told_by(WITHOUT_IT) == "a process that reads letters does not start; is there too little memory?"


def test_that_it_is_killed_stops_no_letter():
    """The next letter is read as the one before: another such process takes its place."""
    assert told_by(KILLED).split("\n") == ["killed", "True 89621"]
