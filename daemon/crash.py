"""Named crash points, so that a test can kill the daemon before and after every durable step (hazards D10).

`CRASH_AT=name` ends the process with SIGKILL when it first passes the point; `CRASH_AT=name:3` the third time.
`CRASH_TRACE=file` appends each name as it is passed, so that a test can list them all. Unset, both cost one look-up.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from threading import Lock

_TARGET, _, _NTH = os.environ.get("CRASH_AT", "").partition(":")
_TRACE = os.environ.get("CRASH_TRACE", "")
_passed: Counter[str] = Counter()
_lock = Lock()


def crashpoint(name: str) -> None:
    """Pass the point `name`: die here if the environment says so."""
    if not _TARGET and not _TRACE:
        return
    with _lock:
        _passed[name] += 1
        if _TRACE:
            with Path(_TRACE).open("a", encoding="utf-8") as trace:
                trace.write(f"{name}\n")
        if name == _TARGET and _passed[name] == int(_NTH or 1):
            os.kill(os.getpid(), signal.SIGKILL)
