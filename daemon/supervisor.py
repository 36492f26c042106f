"""Turns the workers' `once()` into a service: a thread a mailbox, one event loop for the rest.

`schedule` holds the wake-up times and decides nothing: what is due is always read from the database (hazards F23,
F24). Every job is wrapped, since one that raises would starve the others (F28). A worker that fails rests, longer each
time, and goes on. SIGTERM and SIGINT end it in good order within seconds; anything harder is repaired at the next start.
SIGHUP loads the policy anew at once; an edit is noticed without it, before the clocks are looked at.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import schedule

from daemon import journal
from daemon.app import App, Reader
from daemon.config_watch import ConfigWatch
from daemon.courier import Down
from daemon.intake import LedgerLost
from daemon.mailbox import MailboxError, MailboxRefused
from daemon.store.engine import DatabaseMoved, StoreUnavailable

TICK_SECONDS = 1.0
DEADLINES_EVERY_SECONDS = 5
SENDER_EVERY_SECONDS = 5
LONGEST_IDLE_SECONDS = max(DEADLINES_EVERY_SECONDS, SENDER_EVERY_SECONDS) + 1
REST_FIRST_SECONDS = 2.0
REST_LONGEST_SECONDS = 300.0
REFUSED_REST_SECONDS = 300.0  # a wrong password tried too often locks the account (hazards F07)
ALARM_REST_SECONDS = 120.0  # a mailbox that has been out of reach for some minutes
STOP_SECONDS = 8.0
NARROWING_TRIES = 12  # of `run --once`: from 500 letters to one, and that three times


@dataclass(frozen=True, slots=True)
class Drained:
    """How `run --once` ended: what could not be reached, as sentences."""

    problems: tuple[str, ...]


class _Rest:
    """Growing pauses between failures."""

    def __init__(self) -> None:
        self._next = REST_FIRST_SECONDS

    def reset(self) -> None:
        self._next = REST_FIRST_SECONDS

    def grow(self) -> float:
        now, self._next = self._next, min(self._next * 2, REST_LONGEST_SECONDS)
        return now


async def drain(app: App, *, stays: bool = False) -> Drained:
    """Everything that is to be done now, once: a changed policy, mailboxes, due deadlines, outbox.

    `stays`: the daemon goes on afterwards, so the mailboxes stay open and ours.
    """
    problems: list[str] = []
    await asyncio.to_thread(app.reloading.once)
    taking = asyncio.create_task(_drain_mailboxes(app, problems, stays=stays))
    taking.add_done_callback(
        lambda done: done.cancelled() or done.exception()
    )  # the sender may fail before it is asked
    down: Down | None = None
    while not taking.done() and down is None:  # send while letters are still being read
        batch = await app.sender.once()
        down = batch.down
        if not batch.settled:
            await asyncio.wait({taking}, timeout=0.05)
    await taking
    while await asyncio.to_thread(app.deadlines.once):
        pass
    await asyncio.to_thread(app.reporting.once)
    while down is None:
        batch = await app.sender.once()
        down = batch.down
        if not batch.more:
            break
    if down is not None:
        problems.append(f"no mail can be sent: {down.reason}; all of it waits in the outbox")
    return Drained(tuple(problems))


async def _drain_mailboxes(app: App, problems: list[str], *, stays: bool) -> None:
    draining = (asyncio.to_thread(_drain_mailbox, reader, problems, stays=stays) for reader in app.readers)
    await asyncio.gather(*draining)


def _drain_mailbox(reader: Reader, problems: list[str], *, stays: bool) -> None:
    try:
        _take_all(reader)
        if not stays:
            reader.intake.release()
    except MailboxError as error:
        problems.append(str(error))  # begins with the mailbox
    finally:
        if not stays:
            reader.intake.close()


def _take_all(reader: Reader) -> None:
    """Everything that is there. A letter at which the server hangs up is found by asking for fewer, a few times."""
    for left in reversed(range(NARROWING_TRIES)):
        try:
            while reader.intake.once():
                pass
        except MailboxError:
            if not (reader.intake.narrowed() and left):
                raise
        else:
            return


class Supervisor:
    """Runs an `App` until it is told to stop."""

    def __init__(self, app: App, watch: ConfigWatch | None = None) -> None:
        """`watch`: of the file that the configuration came from, if it came from one."""
        self._app = app
        self._watch = watch
        self._stop = asyncio.Event()
        self._stopping = threading.Event()
        self._mail_waits = asyncio.Event()
        self._deadlines_due = asyncio.Event()
        self._fatal: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> None:
        """Until SIGTERM, SIGINT or `stop()`. Raises `LedgerLost` when a mailbox must not be read, `DatabaseMoved`."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread: tests and the demo
                self._loop.add_signal_handler(number, self.stop)
        with suppress(NotImplementedError, RuntimeError, ValueError):
            self._loop.add_signal_handler(signal.SIGHUP, self._reload)
        office = self._app.office()
        journal.started(
            mailboxes=len(self._app.readers),
            departments=len(office.config.departments),
            policy=office.policy.name,
            version=office.policy.version,
        )
        threads = [
            threading.Thread(target=self._read, args=(reader,), name=f"amends-{reader.name}", daemon=True)
            for reader in self._app.readers
        ]
        for thread in threads:
            thread.start()
        work = [asyncio.create_task(self._keep_clocks()), asyncio.create_task(self._send())]
        await self._tick()
        await self._wind_down(threads, work)
        journal.stopped()
        if isinstance(self._fatal, DatabaseMoved):
            await asyncio.to_thread(self._app.store.make_whole)
            journal.database_moved(reason=str(self._fatal))
            await asyncio.to_thread(
                self._app.alarms.call, "the desk has stopped: its database is not there", str(self._fatal)
            )
        if self._fatal is not None:
            raise self._fatal

    def stop(self) -> None:
        """End in good order. May be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)

    def _reload(self) -> None:
        self._app.reloading.ask()
        if self._watch is not None:
            self._watch.ask()
        self._deadlines_due.set()

    async def _tick(self) -> None:
        """`schedule` wakes the workers; `Event`s carry the wake-ups, so that a slow worker holds up nobody."""
        timetable = schedule.Scheduler()
        timetable.every(DEADLINES_EVERY_SECONDS).seconds.do(_quietly(self._deadlines_due.set))  # pyright: ignore[reportUnknownMemberType] - schedule types its job loosely
        timetable.every(SENDER_EVERY_SECONDS).seconds.do(_quietly(self._mail_waits.set))  # pyright: ignore[reportUnknownMemberType] - schedule types its job loosely
        while not self._stop.is_set():
            wake_up(timetable)
            self._see_the_database()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), TICK_SECONDS)

    def _see_the_database(self) -> None:
        """Stop before much is written into a file that was moved away; what was begun is still settled there."""
        try:
            self._app.store.stay_in_place()
        except DatabaseMoved as moved:
            self._fatal = moved
            self._stop.set()

    async def _wind_down(self, threads: list[threading.Thread], work: list[asyncio.Task[None]]) -> None:
        self._stopping.set()
        for reader in self._app.readers:
            reader.mailbox.wake()
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        joined = (asyncio.to_thread(thread.join, STOP_SECONDS) for thread in threads)
        await asyncio.gather(*joined)

    def _read(self, reader: Reader) -> None:
        """A mailbox's thread."""
        rest = _Rest()
        while not self._stopping.is_set():
            try:
                while reader.intake.once() and not self._stopping.is_set():
                    self._wake_sender()
                rest.reset()
                self._wake_sender()
                reader.mailbox.wait(reader.poll_seconds)
            except LedgerLost as lost:
                self._fatal = lost
                self.stop()
                return
            except MailboxError as error:
                reader.intake.close()  # it may have come from wait(): a broken link is not to be used again
                refused = isinstance(error, MailboxRefused)
                seconds = REFUSED_REST_SECONDS if refused else rest.grow()
                journal.mailbox_down(mailbox=reader.name, reason=str(error), again_seconds=seconds)
                if refused or seconds >= ALARM_REST_SECONDS:
                    self._tell_mailbox_down(reader.name, error)
                self._stopping.wait(seconds)
            except StoreUnavailable as error:
                seconds = rest.grow()
                journal.store_down(worker=reader.name, reason=str(error), again_seconds=seconds)
                self._tell_store_down(seconds, error)
                self._stopping.wait(seconds)
            except Exception:  # noqa: BLE001 - a bug of ours; the mailbox must be read again later; it is journaled
                seconds = rest.grow()
                journal.worker_failed(worker=reader.name, again_seconds=seconds)
                reader.intake.close()
                self._stopping.wait(seconds)
        with suppress(StoreUnavailable):
            reader.intake.release()

    async def _keep_clocks(self) -> None:
        self._app.reloading.catch_up()

        async def work() -> float:
            if self._watch is not None:
                await asyncio.to_thread(self._watch.look)
            await asyncio.to_thread(self._app.reloading.once)
            while await asyncio.to_thread(self._app.deadlines.once):
                pass
            await asyncio.to_thread(self._app.reporting.once)
            self._mail_waits.set()
            return 0.0

        await self._forever("deadlines", work, self._deadlines_due)

    async def _send(self) -> None:
        rest = _Rest()

        async def work() -> float:
            while True:
                batch = await self._app.sender.once()
                if batch.down is not None:
                    seconds = REFUSED_REST_SECONDS if batch.down.configuration else rest.grow()
                    if batch.down.configuration or seconds >= ALARM_REST_SECONDS:
                        why = f"why: {batch.down.reason}"
                        await asyncio.to_thread(self._app.alarms.sound, "smtp", "no mail can be sent", why)
                    return seconds
                rest.reset()
                if not batch.more:
                    return 0.0

        await self._forever("sender", work, self._mail_waits)

    async def _forever(self, name: str, work: Callable[[], Awaitable[float]], wake: asyncio.Event) -> None:
        rest = _Rest()
        while True:
            wake.clear()
            try:
                seconds = await work()
                rest.reset()
            except StoreUnavailable as error:
                seconds = rest.grow()
                journal.store_down(worker=name, reason=str(error), again_seconds=seconds)
                await asyncio.to_thread(self._tell_store_down, seconds, error)
            except Exception:  # noqa: BLE001 - a bug of ours; the worker must go on later; it is journaled
                seconds = rest.grow()
                journal.worker_failed(worker=name, again_seconds=seconds)
            if seconds:
                await asyncio.sleep(seconds)
            else:
                await wake.wait()

    def _tell_mailbox_down(self, mailbox: str, error: MailboxError) -> None:
        if error.filing:  # under the intake's own key: one of them is enough
            what, title = f"filing/{mailbox}", f"letters in the mailbox {mailbox} cannot be filed away"
        else:
            what, title = f"mailbox/{mailbox}", f"the mailbox {mailbox} cannot be read"
        self._app.alarms.sound(what, title, f"why: {error}")

    def _tell_store_down(self, seconds: float, error: StoreUnavailable) -> None:
        """After some minutes, as of a mail server that is out of reach."""
        if seconds >= ALARM_REST_SECONDS:
            self._app.alarms.sound(
                "database", "the database cannot be used: nothing is read and nothing sent", f"why: {error}"
            )

    def _wake_sender(self) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._mail_waits.set)


def wake_up(timetable: schedule.Scheduler) -> None:
    """Run what is due; all of it when the clock went back, an hour each autumn: `schedule` would wait for it."""
    timetable.run_pending()
    if (timetable.idle_seconds or 0) > LONGEST_IDLE_SECONDS:
        timetable.run_all()


def _quietly(job: Callable[[], None]) -> Callable[[], None]:
    """A job that raises would stop `schedule` for all the others."""

    def wrapped() -> None:
        try:
            job()
        except Exception:  # noqa: BLE001 - see above; it is journaled
            journal.worker_failed(worker="schedule", again_seconds=0)

    return wrapped
