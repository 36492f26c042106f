"""`amends retry`: try at once what waits, and say what came of it. Safe beside a running daemon: leases decide."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from daemon import journal
from daemon.app import App, build, open_to_change
from daemon.config import load
from daemon.sender import take_back
from daemon.store import letters, outbox

LETTER_MARK = "L"
_NUMBER = re.compile(rf"{LETTER_MARK}?\d{{1,18}}", re.IGNORECASE)  # as large as a database's numbers are


def retry(path: Path, ids: Sequence[str]) -> int:
    """Try again what `ids` name, or everything that waits when there are none. Exit code 1 when something still waits."""
    config = load(path)
    wrong = [name for name in ids if not _NUMBER.fullmatch(name)]
    if wrong:
        print(f"not a number of a mail (12) or a letter (L7): {', '.join(wrong)}", file=sys.stderr)
        return 2
    journal.configure()
    open_to_change(config).close()
    return asyncio.run(_retry(build(config), ids))


async def _retry(app: App, ids: Sequence[str]) -> int:
    wanted_letters = [int(name[1:]) for name in ids if name.upper().startswith(LETTER_MARK)]
    wanted_mails = [int(name) for name in ids if not name.upper().startswith(LETTER_MARK)]
    now = app.clock.now()
    try:
        with app.store.writing() as connection:
            reopened = letters.reopen(connection, wanted_letters if ids else None)
            take_back(connection, app.office(), now)
            tried = outbox.hurry(connection, wanted_mails if ids else None, now)
        if reopened:
            for reader in app.readers:
                while await asyncio.to_thread(reader.intake.settle_stored):
                    pass
        problem = await _send(app, tried if ids and not reopened else None)
        idle = [f"{LETTER_MARK}{which}" for which in wanted_letters if which not in reopened]
        idle += [str(which) for which in wanted_mails if which not in tried]
        return _report(app, tried, reopened, idle, problem)
    finally:
        await app.close()


async def _send(app: App, ids: list[int] | None) -> str:
    """Send the mails `ids`; None: everything that is due."""
    while ids is None or ids:
        batch = await app.sender.once(ids)
        if batch.down is not None:
            return batch.down.reason
        if not batch.more:
            break
    return ""


def _report(app: App, tried: list[int], reopened: list[int], idle: list[str], problem: str) -> int:
    """`idle`: what was named and does not wait for anything."""
    with app.store.reading() as connection:
        states = outbox.states(connection, tried)
        unread = letters.unsettled(connection, reopened)
    if reopened:
        print(f"letters read again: {len(reopened)}" + (f" ({len(unread)} cannot be read)" if unread else ""))
    told = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    print(f"mails tried: {len(tried)}" + (f" ({told})" if told else ""))
    if idle:
        print(f"nothing to try again: {', '.join(idle)}; see `amends outbox` and `amends letters`", file=sys.stderr)
    if problem:
        print(f"no mail can be sent now: {problem}", file=sys.stderr)
    return 0 if set(states) <= {"sent", "superseded"} and not (unread or idle or problem) else 1
