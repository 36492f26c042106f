"""Who holds a lease: host, process, and when that process started.

The start tells a living holder from another process that got the same number later, so that what a dead process on
this host held is free at once, without waiting for its lease to end.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Holder:
    """A process on a host. `start`: the kernel's clock ticks since boot, and the boot's id; "" where unknown."""

    host: str
    pid: int
    start: str

    @classmethod
    def me(cls) -> Self:
        """This process."""
        return cls(socket.gethostname(), os.getpid(), _start_of(os.getpid()))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From what `str` gave."""
        host, pid, start = text.split("|", 2)
        return cls(host, int(pid), start)

    def __str__(self) -> str:
        return f"{self.host}|{self.pid}|{self.start}"

    def is_dead(self) -> bool:
        """Whether this host can tell that the process is gone. False for other hosts: only their lease's end tells."""
        if self.host != socket.gethostname():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass  # it lives, as another user
        return _start_of(self.pid) != self.start


def _start_of(pid: int) -> str:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    return f"{stat.rpartition(')')[2].split()[19]}@{boot}"
