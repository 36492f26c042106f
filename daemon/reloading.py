"""The policy that runs follows its files: an edit on the disk is taken over while the daemon goes on.

Before the clocks are looked at, so are the files: first the cheap marks (time, size), then what is in them. A sound
edit replaces the office as a whole, and open cases' deadlines are computed anew. A broken one changes nothing but the
operator's inbox: the policy before it goes on, and an `alarm` says what is wrong, with file and line.
"""

from __future__ import annotations

import hashlib
import threading
import time
import tomllib
from pathlib import Path

from daemon import journal
from daemon.alarms import Alarms
from daemon.clock import Clock
from daemon.config import Config
from daemon.planning.office import Office
from daemon.recomputing import homeless, recompute
from daemon.store import cases
from daemon.store.engine import Store, StoreUnavailable
from daemon.tokens import Signer
from rules.pack import LONGEST_CHAIN, PackInvalid, load, shipped
from rules.policy import Policy

SETTLES_SECONDS = 0.2  # an editor may still be writing
MOST_PROBLEMS = 20  # in one alarm
MOST_CASES = 5
REFUSED = "the changed policy cannot be used; the one before it goes on"

Mark = tuple[int, int, int] | None  # None: the file is not there


def office_under(config: Config, policy: Policy, signer: Signer) -> Office:
    """The company under that policy. Raises ValueError for a country without known holidays."""
    calendar = policy.calendar(config.desk.timezone, config.desk.country)
    return Office(config, policy, calendar.with_days(off=frozenset(config.calendar.extra)), signer)


class CurrentOffice:
    """The office as it is now: call it once for each piece of work, and work with what it gave."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def __call__(self) -> Office:
        """The office."""
        return self._office

    def become(self, office: Office) -> None:
        """From now on it is this one."""
        self._office = office


class Reloading:
    """Keeps the current office up to date with the policy's files."""

    def __init__(self, current: CurrentOffice, store: Store, alarms: Alarms, clock: Clock) -> None:
        """`current` holds an office whose policy was loaded just now."""
        self._current = current
        self._store = store
        self._alarms = alarms
        self._clock = clock
        self._asked = threading.Event()
        self._behind = False  # whether the deadlines may be those of another policy
        files = files_of(current().config.desk.policy)
        self._marks = {file: _mark(file) for file in files}
        self._contents = {file: _content(file) for file in files}

    def ask(self) -> None:
        """Load the policy at the next look, changed or not (SIGHUP). From any thread, and from a signal handler."""
        self._asked.set()

    def catch_up(self) -> None:
        """Compute the deadlines anew at the next look: nobody knows what was edited before this daemon began."""
        self._behind = True

    def once(self) -> bool:
        """Look at the files. True: another policy runs now. Raises `StoreUnavailable`."""
        took = self._look()
        if self._behind:
            self._recompute()
            self._behind = False
        return took

    def _recompute(self) -> None:
        try:
            moved = recompute(self._store, self._current(), self._clock.now())
        except StoreUnavailable:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, due deadlines must be worked on; it is journaled
            journal.recompute_failed()
            return
        if moved:
            journal.clocks_moved(deadlines=len(moved), cases=len({shift.case for shift in moved}))

    def _look(self) -> bool:
        asked = self._asked.is_set()
        if self._marks == {file: _mark(file) for file in self._marks} and not asked:
            return False
        self._asked.clear()
        files = files_of(self._current().config.desk.policy)
        watched = dict.fromkeys(
            (*files, *self._marks)
        )  # what a broken file extends cannot be told; it did extend these
        self._marks = {file: _mark(file) for file in watched}
        contents = {file: _content(file) for file in watched}
        if contents == self._contents and not asked:
            return False  # touched, not changed
        office, problems = self._load()
        if office is None and self._is_being_written(contents):
            self._marks = dict.fromkeys(watched)  # the next look sees the whole
            return False
        self._contents = contents
        if office is None:
            self._refuse(problems)
            return False
        self._marks = {file: self._marks[file] for file in files}
        self._contents = {file: contents[file] for file in files}
        self._swap(office)
        return True

    @staticmethod
    def _is_being_written(contents: dict[Path, str]) -> bool:
        time.sleep(SETTLES_SECONDS)
        return contents != {file: _content(file) for file in contents}

    def _load(self) -> tuple[Office | None, tuple[str, ...]]:
        """The office under the policy as it is written now; or None, and what is wrong with it."""
        before = self._current()
        try:
            policy = load(before.config.desk.policy)
            office = office_under(before.config, policy, before.signer)
            problems = self._unfit(office)
        except PackInvalid as invalid:
            return None, invalid.problems
        except StoreUnavailable:
            self._asked.set()  # as soon as there is a database again
            raise
        except Exception:  # noqa: BLE001 - whatever it is, the clocks must be kept under the policy that runs; it is journaled
            journal.policy_failed(policy=before.config.desk.policy)
            return None, ("an error of ours, see the log",)
        return (None if problems else office), problems

    def _unfit(self, office: Office) -> tuple[str, ...]:
        """Open cases must not lose their clocks because a level was renamed."""
        with self._store.reading() as connection:
            lost = homeless(office, cases.open_ones(connection))
        return tuple(
            f'{office.config.desk.policy}: there is no level "{level}" any more, which open cases have '
            f"({_some([case.number for case in lost if case.level == level])}); keep it until they are closed"
            for level in sorted({case.level for case in lost})
        )

    def _refuse(self, problems: tuple[str, ...]) -> None:
        policy = self._current().policy
        journal.policy_refused(policy=policy.name, version=policy.version, problems=len(problems), first=problems[0])
        more = [f"and {len(problems) - MOST_PROBLEMS} more: amends check"] if len(problems) > MOST_PROBLEMS else []
        goes_on = f"in force: {policy.name} {policy.version}; a restart would not find it again"
        which = hashlib.sha256("\n".join(problems).encode()).hexdigest()[:12]  # other mistakes are told the same day
        self._alarms.sound(f"policy/{which}", REFUSED, *problems[:MOST_PROBLEMS], *more, goes_on)

    def _swap(self, office: Office) -> None:
        before = self._current().policy
        self._current.become(office)
        self._behind = True
        journal.policy_loaded(policy=office.policy.name, version=office.policy.version, before=before.version)


def files_of(policy: str) -> tuple[Path, ...]:
    """A policy's own files, the nearest first, as far as they can be read; none for a pack that comes with Amends."""
    files: list[Path] = []
    wanted: object = policy
    while isinstance(wanted, str) and wanted not in shipped() and len(files) < LONGEST_CHAIN:
        path = (files[-1].parent if files else Path()) / wanted
        files.append(path)
        try:
            wanted = tomllib.loads(path.read_text(encoding="utf-8")).get("extends")
        except (OSError, ValueError):  # gone, or no TOML: loading it says so
            break
    return tuple(files)


def _mark(file: Path) -> Mark:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _content(file: Path) -> str:
    """A hash of what is in it; "" when it is not there."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _some(numbers: list[str]) -> str:
    more = [f"and {len(numbers) - MOST_CASES} more"] if len(numbers) > MOST_CASES else []
    return ", ".join([*numbers[:MOST_CASES], *more])
