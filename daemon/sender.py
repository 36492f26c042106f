"""The outbox's worker: lease -> send -> settle. `once()` takes one batch of mails.

A mail is leased in one transaction, journaled just before DATA, and settled after the server's answer; between these
three commits there is no other state in which a crash could leave it. Network I/O is never inside a transaction.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from daemon import journal
from daemon.alarms import run_command
from daemon.clock import Clock
from daemon.commit import apply
from daemon.courier import Courier, Down, Envelope, Outcome
from daemon.crash import crashpoint
from daemon.delivery import Next, after
from daemon.holder import Holder
from daemon.plan import Office, Plan
from daemon.planning.failures import Failure, alarm_notice, undelivered_plan
from daemon.store import cases, outbox
from daemon.store.engine import Store, StoreUnavailable
from daemon.store.outbox import Leased, OutboxState
from templates.contexts import Kind

LEASE = timedelta(minutes=15)  # longer than the longest SMTP conversation up to DATA
DATA_LEASE = timedelta(minutes=25)  # and than the ten minutes after the final dot
MAILS_PER_CONNECTION = 10  # leased at a time
LEFT_OUT = (
    "The mail server refused this mail with the original letter in it. The original is in the complaints mailbox."
    " 邮件服务器拒收了附有原信的邮件，原信保存在投诉邮箱中。"
)
NO_DATABASE = Down(reason="the database could not be used", configuration=False)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one batch did. `down`: why nothing can be sent now; `more`: there may be more at once."""

    settled: int
    more: bool
    down: Down | None = None


class Sender:
    """Sends what the outbox holds."""

    def __init__(
        self,
        courier: Courier,
        store: Store,
        office: Callable[[], Office],
        clock: Clock,
        holder: Holder,
        chance: random.Random,
    ) -> None:
        """`chance` spreads the pauses between tries."""
        self._courier = courier
        self._store = store
        self._office = office
        self._clock = clock
        self._holder = holder
        self._chance = chance
        self._sounded: set[int] = set()
        self._unsettled: list[tuple[Leased, Outcome]] = []  # what was answered while the database was out of use

    async def once(self, ids: Sequence[int] | None = None) -> Sent:
        """Send one batch (of `ids` only, if given). Raises `StoreUnavailable`."""
        mails = await asyncio.to_thread(self._lease, ids)
        if not mails:
            return Sent(0, more=False)
        await self._sound(mails)
        queues = _by_recipients(mails)
        turns = iter(queues)
        connections = self._office().config.smtp.connections
        try:
            downs = await asyncio.gather(*(self._work(turns) for _ in range(min(connections, len(queues)))))
        except StoreUnavailable:
            for queue in queues:
                self._unsettled += [(mail, NO_DATABASE) for mail in queue]
                queue.clear()
            raise
        down = next((d for d in downs if d is not None), None)
        waiting = [mail for queue in queues for mail in queue]  # the courier went down before their turn
        if down is not None:
            for mail in waiting:
                await asyncio.to_thread(self._settle, mail, down)
            journal.courier_down(reason=down.reason, configuration=down.configuration)
        return Sent(len(mails) - len(waiting), more=down is None, down=down)

    async def _sound(self, mails: Sequence[Leased]) -> None:
        """An alarm also runs the operator's command, before it is sent: the mail may be what does not work."""
        command = self._office().config.operator.alarm_command
        for mail in mails:
            if command and mail.kind == Kind.ALARM.value and mail.id not in self._sounded:
                self._sounded.add(mail.id)
                await asyncio.to_thread(run_command, command, mail.content)

    async def _work(self, turns: Iterator[deque[Leased]]) -> Down | None:
        """One connection's worth: take queues until there are none, or nothing can be sent."""
        for queue in turns:
            while queue:
                mail = queue.popleft()
                try:
                    outcome = await self._send(mail)
                except StoreUnavailable:  # DATA could not be journaled, so nothing was handed over
                    self._unsettled.append((mail, NO_DATABASE))
                    raise
                await asyncio.to_thread(self._settle_sooner_or_later, mail, outcome)
                if isinstance(outcome, Down):
                    return outcome
        return None

    async def _send(self, mail: Leased) -> Outcome:
        async def data_begins() -> bool:
            return await asyncio.to_thread(self._journal_data, mail)

        crashpoint("send.before")
        outcome = await self._courier.send(Envelope(mail.sender, mail.recipients, mail.content), data_begins)
        crashpoint("send.after")
        return outcome

    def _settle_sooner_or_later(self, mail: Leased, outcome: Outcome) -> None:
        """An answer outlives a locked or full database: forgotten, it would let an accepted mail be sent again."""
        try:
            self._settle(mail, outcome)
        except StoreUnavailable:
            self._unsettled.append((mail, outcome))
            raise

    def _settle_the_rest(self) -> None:
        while self._unsettled:
            self._settle(*self._unsettled[0])
            del self._unsettled[0]

    def _lease(self, ids: Sequence[int] | None) -> list[Leased]:
        self._settle_the_rest()
        now = self._clock.now()
        config = self._office().config
        wanted = config.smtp.connections * MAILS_PER_CONNECTION
        with self._store.reading() as connection:
            if not outbox.has_work(connection, now):
                return []  # so it is most of the time: nobody has to wait for our lock
        crashpoint("send.lease.before")
        with self._store.writing() as connection:
            abandoned = take_back(connection, self._office(), now)
            allowed = min(wanted, self._allowance(connection, now))
            if not allowed:
                self._alarm_of_the_brake(connection, now)
            until = now + LEASE
            mails = (
                outbox.lease(connection, self._holder, now=now, until=until, limit=allowed, ids=ids) if allowed else []
            )
        crashpoint("send.lease.after")
        if abandoned.waiting or abandoned.uncertain or abandoned.held:
            held = len(abandoned.held)
            journal.abandoned(queued=abandoned.waiting, uncertain=abandoned.uncertain, held=held)
        return mails

    def _allowance(self, connection: Connection, now: datetime) -> int:
        """How many mails the limits leave for now."""
        config = self._office().config
        limits = [
            (MINUTE, config.limits.answers_per_minute, "minute"),
            (MINUTE, config.smtp.per_minute, "minute"),
            (DAY, config.smtp.per_day, "day"),
        ]
        room = [10_000]
        for period, most, name in limits:
            if most:
                sent = outbox.sent_since(connection, now - period)
                room.append(max(0, most - sent))
                if sent >= most:
                    journal.brake(sent=sent, per=name)
        return min(room)

    def _alarm_of_the_brake(self, connection: Connection, now: datetime) -> None:
        """Mail waits for [limits] answers_per_minute, which stands against loops: a person looks (hazards H26)."""
        office = self._office()
        most = office.config.limits.answers_per_minute
        due = outbox.next_due(connection)
        if due is None or due > now or outbox.sent_since(connection, now - MINUTE) < most:
            return  # nothing waits, or only for the operator's own [smtp] per_minute or per_day
        title = f"mail is held back: {most} mails left within a minute"
        lines = ("what waits: amends outbox", "the limit: [limits] answers_per_minute")
        notice = alarm_notice(office, title, lines, f"alarm/brake/{office.local(now).date()}")
        apply(connection, office, Plan(notices=(notice,)), now)

    def _journal_data(self, mail: Leased) -> bool:
        now = self._clock.now()
        crashpoint("send.data.before")
        with self._store.writing() as connection:
            ours = outbox.begin_data(connection, mail, self._holder, now=now, until=now + DATA_LEASE)
        crashpoint("send.data.after")
        return ours

    def _settle(self, mail: Leased, outcome: Outcome) -> None:
        now = self._clock.now()
        step = after(mail, outcome, now=now, chance=self._chance.random())
        crashpoint("send.settle.before")
        with self._store.writing() as connection:
            if step.state is OutboxState.REFUSED and mail.encloses and not mail.was_uncertain:
                done = outbox.leave_original_out(connection, mail, LEFT_OUT, error=step.error, now=now)
                step = replace(step, state=OutboxState.QUEUED, undelivered=())
            elif step.next_at is not None:
                done = outbox.put_back(
                    connection,
                    mail,
                    step.state,
                    next_at=step.next_at,
                    results=step.results,
                    error=step.error,
                    counts=step.counts,
                )
            else:
                done = outbox.settle(connection, mail, step.state, results=step.results, error=step.error, now=now)
            if done and (step.undelivered or step.state is OutboxState.HELD):
                _tell(connection, self._office(), mail.case_id, _failure(mail, step), now)
        crashpoint("send.settle.after")
        journal.mail_settled(
            outbox=mail.id, kind=mail.kind, state=step.state.value, attempts=mail.attempts, error=step.error
        )


def _by_recipients(mails: Sequence[Leased]) -> list[deque[Leased]]:
    """Mails to the same people go one after the other, so that they lie in the inbox in the order they were written."""
    queues: dict[tuple[str, ...], deque[Leased]] = {}
    for mail in mails:
        queues.setdefault(mail.recipients, deque()).append(mail)
    return list(queues.values())


def take_back(connection: Connection, office: Office, now: datetime) -> outbox.Abandoned:
    """Free what dead holders held; of mails whose second try is in doubt too, a person is told (hazards D4)."""
    abandoned = outbox.free_abandoned(connection, now=now)
    for mail in abandoned.held:
        failure = Failure(
            outbox_id=mail.id,
            kind=mail.kind,
            party=mail.party,
            ended=OutboxState.HELD.value,
            error=outbox.ABANDONED,
            recipients=mail.recipients,
        )
        _tell(connection, office, mail.case_id, failure, now)
    return abandoned


def _tell(connection: Connection, office: Office, case_id: int | None, failure: Failure, now: datetime) -> None:
    case = None if case_id is None else cases.load(connection, [case_id])[case_id]
    apply(connection, office, undelivered_plan(office, case, failure, now), now)


def _failure(mail: Leased, step: Next) -> Failure:
    return Failure(
        outbox_id=mail.id,
        kind=mail.kind,
        party=mail.party,
        ended=step.state.value,
        error=step.error,
        recipients=step.undelivered or mail.recipients,
    )
