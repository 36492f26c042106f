"""A few persistent SMTP connections, opened when needed, the warmest lent first, each lent to one transaction at a time.

Owns which connections exist and how long they live; knows nothing of mails. Nothing here waits for a server to say
goodbye: a server that does not answer must not hold up our shutdown (hazards F14).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from daemon.courier import Down
from daemon.smtp.connection import Connection, SmtpSettings, Unopened, open_connection

IDLE_SECONDS = 60.0  # servers hang up on idlers after a few minutes, some of them without a word
CLOSED = Down(reason="the courier is closed", configuration=False)


@dataclass(frozen=True, slots=True)
class Loan:
    """A connection to use. One that had been idle may turn out to be dead at its first command."""

    connection: Connection
    was_idle: bool


class SmtpPool:
    """At most `settings.connections` connections, first come first served."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._turns = asyncio.Semaphore(settings.connections)
        self._idle: list[tuple[Connection, float]] = []  # with the loop's time of its last use
        self._lent: set[Connection] = set()
        self._closed = False
        self.size_limit: int | None = None  # as the newest connection's server said

    @asynccontextmanager
    async def lend(self, *, fresh: bool = False) -> AsyncGenerator[Loan, None]:
        """Wait for a turn, lend the connection used last or open one (`fresh`: open one); take it back at the end.

        Raises `Unopened`. An exception inside costs the connection: it is in the middle of something, and after a
        cancellation nobody waits.
        """
        async with self._turns:
            idle = None if fresh else self._warmest()
            connection = idle or await self._opened()
            self._lent.add(connection)
            try:
                yield Loan(connection, was_idle=idle is not None)
            except BaseException:
                connection.abandon()
                raise
            finally:
                self._lent.discard(connection)
                self._keep(connection)

    def close(self) -> None:
        """Drop all connections, the lent ones in the middle of what they do. Never raises."""
        self._closed = True
        for connection in tuple(self._lent):
            connection.abandon()
        for connection, _ in self._idle:
            connection.take_leave()
        self._idle.clear()

    def _keep(self, connection: Connection) -> None:
        """For the next mail, unless it is dead or has done its share."""
        if not connection.alive:
            return
        if connection.mails >= self._settings.per_connection:
            connection.take_leave()
        else:
            self._idle.append((connection, asyncio.get_running_loop().time()))

    async def _opened(self) -> Connection:
        if self._closed:
            raise Unopened(CLOSED)
        connection = await open_connection(self._settings)
        if self._closed:
            connection.abandon()
            raise Unopened(CLOSED)
        self.size_limit = connection.size_limit
        return connection

    def _warmest(self) -> Connection | None:
        now = asyncio.get_running_loop().time()
        while self._idle:
            connection, since = self._idle.pop()
            if connection.alive and now - since < IDLE_SECONDS:
                return connection
            connection.take_leave()
        return None
