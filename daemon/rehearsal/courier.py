"""A mail server in memory, and the `daemon.courier.Courier` to it: keeps what it accepted, and fails as it is told.

Time never passes in it: a mail is accepted at the moment that the clock shows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from daemon.clock import Clock
from daemon.courier import Delivered, Down, Envelope, Lost, Outcome, Refused, Reply, Uncertain
from daemon.smtp.addresses import objection

CLOSING = 421
ACCEPTED = Reply(250, "2.0.0 accepted")


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that the server accepted: for the recipients that it had not turned away, at `at` (aware, UTC)."""

    at: datetime
    sender: str  # "": the null reverse-path
    recipients: tuple[str, ...]
    content: bytes


class Break(StrEnum):
    """Where connections break: before the final dot, or after it, with the mail lost or kept by the server."""

    BEFORE_DOT = "before_dot"
    AFTER_DOT = "after_dot"
    AFTER_DOT_KEPT = "after_dot_kept"


@dataclass(frozen=True, slots=True)
class _Refusal:
    reply: Reply
    until: datetime | None  # None: for good


class MemoryCourier:
    """A `daemon.courier.Courier`. The attributes are the switches of the stage, read at each mail."""

    def __init__(self, clock: Clock, on_sent: Callable[[Sent], None] | None = None) -> None:
        """`on_sent` is told of each mail as it is accepted, in the thread of the loop that sends."""
        self.on_sent = on_sent
        self.sent: list[Sent] = []
        self.down = False  # nobody answers
        self.breaks: Break | None = None
        self.objection: Callable[[Sent], Reply | None] | None = None  # what the final dot of a mail is answered with
        self._clock = clock
        self._refusals: dict[str, _Refusal] = {}
        self._content_refusal: Reply | None = None
        self._closed = False

    # ---- for the stage ----------------------------------------------------------------------------------------

    def refuse(self, address: str, code: int, text: str, until: datetime | None = None) -> None:
        """Answer this recipient (in whatever case) with a refusal, 400 to 599, until then or for good."""
        self._refusals[address.lower()] = _Refusal(_refusing(code, text), until)

    def refuse_content(self, code: int, text: str) -> None:
        """Answer the final dot with a refusal, 400 to 599."""
        self._content_refusal = _refusing(code, text)

    def recover(self) -> None:
        """Everything works again."""
        self.down, self.breaks, self.objection = False, None, None
        self._refusals.clear()
        self._content_refusal = None

    def reopen(self) -> None:
        """A daemon that starts again uses it again; what was sent, and what is broken, stays."""
        self._closed = False

    # ---- for the sender ---------------------------------------------------------------------------------------

    async def send(self, envelope: Envelope, data_begins: Callable[[], Awaitable[bool]]) -> Outcome:
        """Send one mail; see `Courier.send`. It arrives as it is given."""
        if envelope.sender and (wrong := objection(envelope.sender)):
            return Down(f"our own sender address: {wrong.text}", configuration=True)
        asked = tuple(dict.fromkeys(envelope.recipients))
        refused = {one: reply for one in asked if (reply := objection(one))}
        if len(refused) == len(asked):
            return Refused(refused)
        if self._closed or self.down:
            return Down("the courier is closed" if self._closed else "no answer from the server", configuration=False)
        refused |= self._refused_recipients(asked, refused)
        accepted = tuple(one for one in asked if one not in refused)
        if not accepted:
            return Refused(refused)
        if not await data_begins():
            return Lost("lease lost")
        return self._hand_over(Sent(self._clock.now(), envelope.sender, accepted, envelope.content), refused)

    async def close(self) -> None:
        """Nothing can be sent any more. Never raises."""
        self._closed = True

    def _hand_over(self, mail: Sent, refused: dict[str, Reply]) -> Outcome:
        if self._closed or self.down or self.breaks is Break.BEFORE_DOT:  # it may have gone down during data_begins
            return Lost("the connection broke before the final dot")
        if reply := self._content_refusal or (self.objection and self.objection(mail)):
            return Refused(refused | dict.fromkeys(mail.recipients, reply))
        if self.breaks is not Break.AFTER_DOT:
            self._accept(mail)
        return Delivered(ACCEPTED, refused) if self.breaks is None else Uncertain("no answer to the final dot")

    def _accept(self, mail: Sent) -> None:
        self.sent.append(mail)
        if self.on_sent is not None:
            self.on_sent(mail)

    def _refused_recipients(self, asked: tuple[str, ...], already: dict[str, Reply]) -> dict[str, Reply]:
        """Those that the server turns away. 421 ends the transaction: nobody gets the mail (RFC 5321, section 3.8)."""
        replies = {one: reply for one in asked if one not in already and (reply := self._refusal(one))}
        closing = next((reply for reply in replies.values() if reply.code == CLOSING), None)
        return replies if closing is None else dict.fromkeys(asked, closing) | already | replies

    def _refusal(self, address: str) -> Reply | None:
        refusal = self._refusals.get(address.lower())
        if refusal is None or (refusal.until is not None and refusal.until <= self._clock.now()):
            return None
        return refusal.reply


def _refusing(code: int, text: str) -> Reply:
    """A refusal. Raises ValueError for a code that is none."""
    if not 400 <= code <= 599:
        raise ValueError(f"{code} is no refusal: those are 400 to 599")
    return Reply(code, text)
