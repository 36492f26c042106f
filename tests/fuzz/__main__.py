"""Feed mutated letters to the reader until the time is over: `python -m tests.fuzz --seconds 60 [--seed N]`.

Each must give a `Letter` that keeps its promises, or `Unreadable`, the same one twice, within two seconds of CPU. The
first that does not is written to a file, with the seed and the number that make it again; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from random import Random

from parsers.letter import Letter
from parsers.mail import compose
from tests.fuzz.mutations import mutated, seeds
from tests.fuzz.promises import broken_promises

CPU_SECONDS = 2.0


def complaint(raw: bytes) -> str:
    """What is wrong with how `raw` is read, as a sentence; "" where nothing is."""
    begin = time.process_time()
    try:
        answer = compose(raw, own=frozenset({"desk@amends.example"}))
    except Exception as error:  # noqa: BLE001 - any exception at all is the find
        return f"It raises {type(error).__name__}: {error}"
    taken = time.process_time() - begin
    if taken > CPU_SECONDS:
        return f"It takes {taken:.1f} seconds."
    if answer != compose(raw, own=frozenset({"desk@amends.example"})):
        return "Read twice, it gives two letters."
    return " ".join(broken_promises(answer)) if isinstance(answer, Letter) else ""


def main() -> int:
    """Fuzz as long as was asked for."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    options.add_argument("--seed", type=int, default=1, help="which letters: the same seed makes the same ones (1)")
    chosen = options.parse_args()
    letters = seeds()
    end = time.monotonic() + chosen.seconds
    for number in count():
        if time.monotonic() >= end:
            sys.stdout.write(f"seed {chosen.seed}: {number} letters, nothing wrong\n")
            return 0
        raw = mutated(letters, Random(f"{chosen.seed} {number}"))
        if wrong := complaint(raw):
            kept = Path(tempfile.gettempdir()) / f"fuzz-{chosen.seed}-{number}.eml"
            kept.write_bytes(raw)
            sys.stdout.write(f"seed {chosen.seed}, letter {number}: {wrong} It is kept in {kept}.\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
