"""`amends run` and `amends run --once`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from daemon import journal
from daemon.app import build
from daemon.config import load
from daemon.config_watch import ConfigWatch
from daemon.supervisor import Supervisor, drain


def run(config: Path, *, once: bool, adopt: bool) -> int:
    """Serve until told to stop, or do what is to be done now. Exit code: 1 when a server could not be reached."""
    journal.configure()
    return asyncio.run(_once(config, adopt=adopt) if once else _serve(config, adopt=adopt))


async def _serve(config: Path, *, adopt: bool) -> int:
    running = load(config)
    watch = ConfigWatch(config, running)
    app = build(running, adopt=adopt)
    try:
        await Supervisor(app, watch).run()
    finally:
        await app.close()
    return 0


async def _once(config: Path, *, adopt: bool) -> int:
    app = build(load(config), adopt=adopt)
    try:
        drained = await drain(app)
    finally:
        await app.close()
    for problem in drained.problems:
        print(problem, file=sys.stderr)
    return 1 if drained.problems else 0
