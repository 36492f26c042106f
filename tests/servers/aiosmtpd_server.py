"""aiosmtpd behind types: a server written by others, in this process, as a second opinion on our SMTP client.

The only module of the tests that touches aiosmtpd.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class AiosmtpdServer:
    """Listens on 127.0.0.1 on the running loop. The attributes are switches, read at each command."""

    def __init__(self) -> None:
        self.port = 0
        self.accepted: list[tuple[str, tuple[str, ...], bytes]] = []
        self.refused: dict[str, int] = {}  # recipient -> code
        self.content_code = 250
        self.break_at_recipient = False
        self.break_after_dot = False
        self.keep_before_breaking = False
        self._server: asyncio.Server | None = None
        self._open: list[SMTP] = []

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Stop listening and drop all connections."""
        if self._server is not None:
            self._server.close()
        for session in self._open:
            _drop(session)
        self._open.clear()

    def _session(self) -> SMTP:
        session = SMTP(self, hostname="aiosmtpd.example")
        self._open.append(session)
        return session

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """The hook for RCPT."""
        if self.break_at_recipient:
            _drop(server)
        if code := self.refused.get(address):
            return f"{code} not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """The hook for what comes after the final dot."""
        if self.content_code == 250 and (self.keep_before_breaking or not self.break_after_dot):
            self.accepted.append((_sender(envelope), tuple(envelope.rcpt_tos), _bytes(envelope.content)))
        if self.break_after_dot:
            _drop(server)
        return f"{self.content_code} as told"


def _drop(session: SMTP) -> None:
    transport: Any = session.transport
    if transport is not None:
        transport.abort()


def _sender(envelope: Envelope) -> str:
    """The null sender comes as `<>`."""
    return (envelope.mail_from or "").removeprefix("<>")


def _bytes(content: str | bytes | None) -> bytes:
    if not isinstance(content, bytes):
        raise TypeError("aiosmtpd was not asked to decode")
    return content
