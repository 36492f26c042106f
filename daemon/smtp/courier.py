"""The real courier: one mail, one SMTP transaction, one outcome (RFC 5321, section 3.3).

Owns the order of a transaction and what each way of failing means. The line that matters is the final dot: before it
everything is harmless (`Lost`), after it nobody knows (`Uncertain`, hazards F13). Expected failures are outcomes; what
raises is a mistake of ours, and costs the connection it happened on. Nothing is retried here, with one exception: a
connection that had been idle and fails at MAIL has been offered nothing yet, so a new one is opened in silence.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from daemon.courier import Delivered, Down, Envelope, Lost, Outcome, Refused, Reply, Uncertain
from daemon.smtp.addresses import objection
from daemon.smtp.connection import Broken, Connection, SmtpSettings, Unopened
from daemon.smtp.pool import SmtpPool

__all__ = ["SmtpCourier", "SmtpSettings"]

GO_AHEAD = 354
CLOSING = 421
TOO_BIG = 552
LOGIN_FIRST = 530
LEASE_LOST = "lease lost"
# RFC 6152, 3: convert, or fail. A letter attached as it came cannot be converted; the outbox can send without it.
NO_EIGHT_BITS = Reply(554, "5.6.3 refused by us: the mail has 8-bit bytes and the server offers no 8BITMIME")

# Refusals of MAIL that are about this mail and not about us: too big (RFC 1870; RFC 3463 x.3.4, x.2.3), its form (x.6.z).
_ABOUT_THE_MAIL = re.compile(r"5\.(?:3\.4|2\.3|6\.\d{1,3})\b")


class SmtpCourier:
    """A `Courier` over SMTP. Concurrent `send`s share `settings.connections` connections."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._pool = SmtpPool(settings)

    @property
    def size_limit(self) -> int | None:
        """The server's limit in bytes for one mail (RFC 1870); None while unknown or unlimited."""
        return self._pool.size_limit

    async def send(self, envelope: Envelope, data_begins: Callable[[], Awaitable[bool]]) -> Outcome:
        """Send one mail; see `Courier.send`. Cancelled, it drops its connection and waits for nothing."""
        if envelope.sender and (wrong := objection(envelope.sender)):
            return Down(reason=f"our own sender address: {wrong.text}", configuration=True)
        refused = {one: reply for one in envelope.recipients if (reply := objection(one))}
        if len(refused) == len(set(envelope.recipients)):
            return Refused(refused)
        recipients = tuple(one for one in dict.fromkeys(envelope.recipients) if one not in refused)
        return await self._send(_Mail(envelope.sender, recipients, refused, envelope.content), data_begins)

    async def close(self) -> None:
        """Drop every connection without waiting for the server. Never raises."""
        self._pool.close()

    async def _send(self, mail: _Mail, data_begins: Callable[[], Awaitable[bool]]) -> Outcome:
        try:
            try:
                return await self._attempt(mail, data_begins, fresh=False)
            except _FoundDead:
                return await self._attempt(mail, data_begins, fresh=True)
        except Unopened as unopened:
            return unopened.down
        except Broken as broken:
            return Uncertain(broken.reason) if broken.dot_written else Lost(broken.reason)

    async def _attempt(self, mail: _Mail, data_begins: Callable[[], Awaitable[bool]], *, fresh: bool) -> Outcome:
        """The whole transaction. Raises `Unopened`, `Broken`, `_FoundDead`."""
        async with self._pool.lend(fresh=fresh) as loan:
            if not mail.content.isascii() and not loan.connection.takes_eight_bits:
                return Refused(mail.refused | dict.fromkeys(mail.recipients, NO_EIGHT_BITS))
            try:
                answer = await _announce(loan.connection, mail)
            except Broken as broken:
                if loan.was_idle:
                    raise _FoundDead from broken
                raise
            if loan.was_idle and answer.code == CLOSING:
                raise _FoundDead
            return await _after_mail(loan.connection, mail, answer, data_begins)


class _FoundDead(Exception):
    """A connection that had been idle was gone at MAIL: nothing has been offered yet."""


@dataclass(frozen=True, slots=True)
class _Mail:
    """What a transaction is about: the recipients that can be asked for, and those that we refused ourselves."""

    sender: str
    recipients: tuple[str, ...]
    refused: dict[str, Reply]
    content: bytes


async def _announce(connection: Connection, mail: _Mail) -> Reply:
    """MAIL, with the parameters that the server offers and the content needs. SIZE is an estimate (RFC 1870, 3)."""
    connection.mails += 1
    parameters = [f"SIZE={len(mail.content)}"] if connection.takes_size else []
    if not mail.content.isascii():
        parameters.append("BODY=8BITMIME")
    return await connection.command("MAIL", f"FROM:<{mail.sender}>", *parameters)


async def _after_mail(
    connection: Connection, mail: _Mail, answer: Reply, data_begins: Callable[[], Awaitable[bool]]
) -> Outcome:
    """From the answer to MAIL to the end. Raises `Broken`."""
    if not _is_yes(answer):
        return _mail_refused(mail, answer)
    refused = mail.refused | await _refused_recipients(connection, mail)
    accepted = [one for one in mail.recipients if one not in refused]
    if not accepted:
        await _reset(connection)
        return Refused(refused)
    if not await data_begins():
        await _reset(connection)
        return Lost(LEASE_LOST)
    ready = await connection.command("DATA")
    if ready.code != GO_AHEAD:
        return await _data_refused(connection, ready, refused | dict.fromkeys(accepted, ready))
    verdict = await connection.hand_over(mail.content)
    return Delivered(verdict, refused) if _is_yes(verdict) else Refused(refused | dict.fromkeys(accepted, verdict))


async def _refused_recipients(connection: Connection, mail: _Mail) -> dict[str, Reply]:
    """RCPT for each. 421 ends the transaction: nobody gets the mail now, accepted before or not."""
    refused: dict[str, Reply] = {}
    for recipient in mail.recipients:
        reply = await connection.command("RCPT", f"TO:<{recipient}>")
        if reply.code == CLOSING:
            return dict.fromkeys(mail.recipients, reply) | refused
        if not _is_yes(reply):
            refused[recipient] = reply
    return refused


def _mail_refused(mail: _Mail, reply: Reply) -> Outcome:
    """A refusal of MAIL is about the sender, that is about us, unless it says that it is about the mail."""
    if reply.code == TOO_BIG or _ABOUT_THE_MAIL.match(reply.text):
        return Refused(mail.refused | dict.fromkeys(mail.recipients, reply))
    advice = f"; {_advice(reply.text)}" if reply.code == LOGIN_FIRST else ""
    return Down(reason=f"MAIL: {reply.code} {reply.text}{advice}", configuration=reply.permanent)


def _advice(text: str) -> str:
    """What to do when a server says that something is wanted before MAIL (RFC 4954, 6; RFC 3207, 4)."""
    if "STARTTLS" in text.upper():
        return 'it wants TLS: set [smtp] security = "starttls"'
    return "it wants a login: set [smtp] username and password_env or password_file"


async def _data_refused(connection: Connection, reply: Reply, refused: dict[str, Reply]) -> Outcome:
    """Anything but 354. A yes here makes no sense: what the server would do next cannot be known."""
    if reply.code // 100 not in {4, 5}:
        connection.abandon()
        return Lost(f"DATA was answered with {reply.code} {reply.text}")
    await _reset(connection)
    return Refused(refused)


async def _reset(connection: Connection) -> None:
    """Forget the transaction. The outcome stands already: a connection that cannot be reset is only dropped."""
    if not connection.alive:
        return
    try:
        reply = await connection.command("RSET")
    except Broken:
        return
    if not _is_yes(reply):
        connection.abandon()


def _is_yes(reply: Reply) -> bool:
    return reply.code // 100 == 2
