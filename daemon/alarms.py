"""Alarms: what needs the operator, told once a day for each thing that is wrong.

An alarm is a mail like any other, in the outbox; `[operator] alarm_command` is run besides, since a mail may be just
what cannot be sent. The command is a list of words, run by no shell; nothing of a letter is ever an argument of it
(hazards H38): the alarm's text goes to its standard input.
"""

from __future__ import annotations

import email
import email.policy
import subprocess
from collections.abc import Callable, Sequence

from daemon import journal
from daemon.clock import Clock
from daemon.commit import apply
from daemon.plan import Office, Plan
from daemon.planning.failures import alarm_notice
from daemon.store.engine import Store, StoreUnavailable

COMMAND_SECONDS = 30


class Alarms:
    """Puts alarms into the outbox."""

    def __init__(self, store: Store, office: Callable[[], Office], clock: Clock) -> None:
        self._store = store
        self._office = office
        self._clock = clock
        self._called: set[str] = set()  # alarms of which only the command could tell

    def sound(self, what: str, title: str, *lines: str) -> None:
        """Tell the operator; `what` names the trouble, and is told at most once a day."""
        office, now = self._office(), self._clock.now()
        notice = alarm_notice(office, title, lines, f"alarm/{what}/{office.local(now).date()}")
        try:
            with self._store.writing() as connection:
                apply(connection, office, Plan(notices=(notice,)), now)
        except StoreUnavailable as error:
            journal.alarm_lost(what=what, reason=str(error))
            self._call(office.config.operator.alarm_command, notice.effect_key, "\n".join((title, "", *lines)))

    def call(self, title: str, line: str) -> None:
        """Tell the operator's program only: there is no database for a mail, and the daemon ends."""
        command = self._office().config.operator.alarm_command
        if command:
            run_with(command, f"{title}\n\n{line}")

    def _call(self, command: Sequence[str], key: str, text: str) -> None:
        """Without a database there is no outbox, so only the operator's program can tell; once a day, too."""
        if command and key not in self._called:
            self._called.add(key)
            run_with(command, text)


def run_command(command: Sequence[str], content: bytes) -> None:
    """Run the operator's command with the alarm's words on its standard input. Never raises for what it does."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(("plain",))
    run_with(command, f"{mail['Subject']}\n\n{body.get_content() if body is not None else ''}")


def run_with(command: Sequence[str], text: str) -> None:
    """The same with words that are in no mail."""
    try:
        subprocess.run(list(command), input=text.encode(), timeout=COMMAND_SECONDS, check=True, capture_output=True)  # noqa: S603 - the operator's own words
    except (OSError, subprocess.SubprocessError) as error:
        journal.alarm_command_failed(command=command[0], reason=type(error).__name__)
