"""The Courier port: one mail handed to an SMTP server, and every way that can end, as values.

`SmtpCourier` (daemon.smtp) is the real one; the in-memory one passes the same contract suite (tests/contracts/).
Expected outcomes are returned, never raised: the outbox decides by them what becomes of the row.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is sent, to whom. `content` has CRLF line ends and is sent as it stands, dot-stuffed."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    def __post_init__(self) -> None:
        if not self.recipients:
            raise ValueError("an envelope needs at least one recipient")


@dataclass(frozen=True, slots=True)
class Reply:
    """An SMTP server's answer (RFC 5321, section 4.2)."""

    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """5yz: the same command will fail again."""
        return self.code >= 500


@dataclass(frozen=True, slots=True)
class Delivered:
    """250 after the final dot. `refused` holds the recipients that were turned away before it."""

    reply: Reply
    refused: dict[str, Reply]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody got it: all recipients, or the mail itself, were refused; each recipient with its reply."""

    replies: dict[str, Reply]


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection broke before the final dot: the server has nothing. A plain retry."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The final dot was sent and no answer came: it may have been accepted (hazards F13)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Down:
    """No mail can be sent at all now: no connection, no TLS, wrong password, MAIL refused. Says nothing of this mail."""

    reason: str
    configuration: bool  # a person must act: bad password, missing STARTTLS, policy refusal


Outcome = Delivered | Refused | Lost | Uncertain | Down


class Courier(Protocol):
    """Sends mail through a small pool of connections; `send` may run concurrently."""

    async def send(self, envelope: Envelope, data_begins: Callable[[], Awaitable[bool]]) -> Outcome:
        """Send one mail.

        `data_begins` is awaited after the recipients were accepted and before DATA: it journals that from now on the
        fate of this mail may be unknown. If it returns False the lease was lost: reset, and return `Lost`.
        """
        ...

    async def close(self) -> None:
        """Drop every connection without waiting for the server. Never raises."""
        ...
