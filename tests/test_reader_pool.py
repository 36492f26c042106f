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
    if not (task / "children").exists():
        continue  # a thread that has just ended
    for child in (task / "children").read_text().split():
        if b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
            os.waitid(os.P_PID, int(child), os.WEXITED | os.WNOWAIT)
            print("killed")
print(pool.read([RAW]) == before, before[0].facts.invoices[0].value)
pool.close()
"""
# Children as systemd's SIGTERM to the whole group finds them, and one that takes nothing any more.
STOPPED = """
import multiprocessing, threading, time
import daemon.reader_pool
daemon.reader_pool.GRACE_SECONDS = 0.1
pool.ready()
[child] = multiprocessing.active_children()
os.kill(child.pid, signal.SIGSTOP)
told = []
reading = threading.Thread(target=lambda: told.extend(pool.read([RAW])))
reading.start()
time.sleep(0.2)
os.kill(child.pid, signal.SIGTERM)
os.kill(child.pid, signal.SIGCONT)
reading.join()
print(type(told[0]).__name__)
pool._seconds = 0.3
os.kill(child.pid, signal.SIGSTOP)
print(type(pool.read([RAW + b"It leaks. " * 200_000])[0]).__name__)
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


def test_a_letter_is_not_blamed_for_a_signal_nor_waited_for_for_ever():
    """SIGTERM to the whole group lets a letter be read to its end; a stopped child is given up, however long the letter."""
    assert told_by(STOPPED).split("\n") == ["Letter", "Unreadable"]
