"""A process that has imported the daemon already, and forks whenever a test wants to run `amends`.

Most of a short run is imports, and a test that kills the daemon at every step starts it a hundred times. What is forked
is a process of its own all the same: it has its arguments and environment, reads its configuration, opens its own
database and connections, and dies by itself. Nothing but modules and word lists was there before it. Its readers are
forked from where it was itself, and end as soon as it has. How a daemon does from the very first moment of a cold start
is told by `test_kill9` and `test_service`.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from pathlib import Path

from daemon import cli, crash

_FORKED = multiprocessing.get_context("forkserver")
_COMMANDS = [f"daemon.commands.{name}" for name in ("retry", "run", "trouble")]
_FORKED.set_forkserver_preload([__name__, "daemon.app", *_COMMANDS, "daemon.reader_seed"])
_STANDARD_OUTPUT, _STANDARD_ERROR = 1, 2


def amends(arguments: tuple[str, ...], environment: Mapping[str, str], folder: Path, seconds: float) -> tuple[int, str]:
    """Run `amends` in `folder` until it and all that it started are gone: how it ended, and what it told.

    Raises subprocess.TimeoutExpired when one of them lives on after so many seconds.
    """
    told, theirs = _FORKED.Pipe(duplex=False)
    process = _FORKED.Process(target=_run, args=(theirs, arguments, dict(environment), folder))
    process.start()
    theirs.close()
    with told:
        heard = _until_the_end(told, time.monotonic() + seconds)
    if heard is None:
        process.kill()
        raise subprocess.TimeoutExpired(["amends", *arguments], seconds)
    process.join()
    return process.exitcode or 0, heard.decode()


def _until_the_end(told: Connection, end: float) -> bytes | None:
    """Everything that is told before the last process closes its side; None when it takes too long."""
    heard: list[bytes] = []
    while wait([told], max(0.0, end - time.monotonic())):
        if not (some := os.read(told.fileno(), 65536)):
            return b"".join(heard)
        heard.append(some)
    return None


def _run(told: Connection, arguments: tuple[str, ...], environment: Mapping[str, str], folder: Path) -> None:
    """The forked process's life, with what a cold start has from whoever starts it."""
    for stream in (_STANDARD_OUTPUT, _STANDARD_ERROR):
        os.dup2(told.fileno(), stream)
    told.close()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    importlib.reload(crash)  # it looks at the environment when it is imported
    if sys.version_info < (3, 14):  # from then on a fork server takes no orders from those whom it has forked
        forkserver._forkserver.ensure_running = _nothing
    cli.cli(arguments, prog_name="amends")


def _nothing() -> None:
    """The fork server runs: we came out of it."""
