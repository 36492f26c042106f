"""A whole mail world in one thread: an SMTP server that delivers into IMAP mailboxes, all in memory.

Two people's software meets on one event loop: aiosmtpd takes mail in, pymap's dict backend gives it out. Nothing is
written to disk, nothing leaves 127.0.0.1, and mail for unknown addresses is kept in `unrouted`: it is "the Internet".

Everything public may be called from any thread. What pymap lacks is mended here: it drops custom keywords unless the
folder offers the wildcard flag, and it has no way to end its sessions.
"""

from __future__ import annotations

import asyncio
import os
import threading
from argparse import Namespace
from collections.abc import Awaitable, Callable, Container, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeVar, cast

from aiosmtpd.smtp import SMTP, AuthResult
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData, MailboxSet
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials import FetchRequirement
from pymap.parsing.specials.flag import Flag, Wildcard
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

T = TypeVar("T")

HOST = "127.0.0.1"
LETTER_BYTES = 50_000_000  # the SMTP server's SIZE limit
LINE_BYTES = 1 << 20  # asyncio's read buffer; a long UID list is one line
ANSWER_SECONDS = 30.0  # for a call from another thread


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail as it came in by SMTP."""

    sender: str  # of the envelope; empty for a bounce
    recipients: tuple[str, ...]
    content: bytes


Fault = Callable[[Sent], str | None]


class MailWorld:
    """Mailboxes of `users` (address -> password), each with INBOX and `folders`.

    `fault` may answer a mail with an SMTP reply of its own ("451 4.3.0 try later"), which then is not delivered; it
    may be set at any time. A subaddress of a user (desk+anything@) reaches that user.
    """

    def __init__(
        self,
        users: Mapping[str, str],
        folders: Sequence[str] = (),
        *,
        imap_port: int = 0,
        smtp_port: int = 0,
        fault: Fault | None = None,
    ) -> None:
        self.users = {address.lower(): password for address, password in users.items()}
        self.folders = tuple(folders)
        self.imap_port, self.smtp_port = imap_port, smtp_port  # 0: a free one, known after start()
        self.fault = fault
        self.sent: list[Sent] = []
        self.unrouted: list[Sent] = []
        self._sessions: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._mailboxes: dict[str, _Mailboxes] = {}
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop  # from start() to stop()
        self._done: asyncio.Event

    # ---- life -------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Serve from now on. Raises OSError when a given port is taken."""
        self._loop, self._done = asyncio.new_event_loop(), asyncio.Event()
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), name="mail-world", daemon=True)
        self._thread.start()
        try:
            started.result()
        except BaseException:
            self._thread.join()
            self._thread = None
            self._loop.close()
            raise

    def stop(self) -> None:
        """Drop all connections and stop serving. May be called twice."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._loop.call_soon_threadsafe(self._done.set)
            thread.join()
            self._loop.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, started: Future[None]) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(started))
        left = asyncio.all_tasks(self._loop)  # SMTP connections still open
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())

    async def _serve(self, started: Future[None]) -> None:
        try:
            async with AsyncExitStack() as stack:
                await self._start_imap(stack)
                await self._start_smtp(stack)
                started.set_result(None)
                await self._done.wait()
        except Exception as problem:
            if started.done():
                raise
            started.set_exception(problem)  # start() raises it in the thread that asked

    async def _start_imap(self, stack: AsyncExitStack) -> None:
        config = _config()
        login = Login(config)
        config.apply_context()
        for address, password in self.users.items():
            login.users_dict[address] = UserMetadata(config, address, password=password)
            self._mailboxes[address] = mailboxes = _Mailboxes()
            config.set_cache[address] = (mailboxes, FilterSet())
            for folder in self.folders:
                await mailboxes.add_mailbox(folder)
        serve = cast("Callable[..., Awaitable[None]]", IMAPServer(login, config))

        async def session(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = cast("asyncio.Task[None]", asyncio.current_task())
            self._sessions[task] = writer
            try:
                await serve(reader, writer, SocketInfo.get(writer, None, unique_id=os.urandom(8)))
            except (asyncio.CancelledError, ConnectionError):
                pass  # drop_sessions(), or the client went without a word
            finally:
                del self._sessions[task]
                writer.close()

        server = await asyncio.start_server(session, HOST, self.imap_port, limit=LINE_BYTES)
        self.imap_port = int(server.sockets[0].getsockname()[1])
        stack.push_async_callback(self._drop_sessions)
        stack.callback(server.close)  # before the sessions are dropped, so that none comes after

    async def _start_smtp(self, stack: AsyncExitStack) -> None:
        server = await self._loop.create_server(self._smtp, HOST, self.smtp_port)
        self.smtp_port = int(server.sockets[0].getsockname()[1])
        stack.callback(server.close)

    def _smtp(self) -> asyncio.BaseProtocol:
        def authenticate(
            _server: object, _session: object, _envelope: object, _mechanism: str, data: Any
        ) -> AuthResult:
            user, password = data.login.decode(), data.password.decode()
            # handled=False makes aiosmtpd answer a wrong password; otherwise it would leave the client waiting.
            return AuthResult(success=self.users.get(user.lower()) == password, handled=False, auth_data=user)

        return SMTP(
            self,
            hostname="mail-world.test",
            ident="mail world",
            data_size_limit=LETTER_BYTES,
            enable_SMTPUTF8=True,
            authenticator=cast("Any", authenticate),
            auth_require_tls=False,
            loop=self._loop,
        )

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """A mail has come by SMTP (aiosmtpd's hook)."""
        content = cast("bytes", envelope.original_content or envelope.content or b"")
        sender = "" if envelope.mail_from in {None, "<>"} else cast("str", envelope.mail_from)
        mail = Sent(sender, tuple(envelope.rcpt_tos), content)
        if self.fault is not None and (reply := self.fault(mail)) is not None:
            return reply
        self.sent.append(mail)
        strangers = [recipient for recipient in mail.recipients if not self._owner(recipient)]
        for recipient in mail.recipients:
            if owner := self._owner(recipient):
                await self._deliver(owner, content, "INBOX", None)
        if strangers:
            self.unrouted.append(Sent(mail.sender, tuple(strangers), content))
        return "250 2.0.0 OK"

    # ---- what tests and the demo do ---------------------------------------------------------------------------

    def deliver(self, address: str, raw: bytes, folder: str = "INBOX", received: datetime | None = None) -> int:
        """Put a letter into a folder as if it had come at `received` (aware; default now). Gives its UID.

        Raises KeyError when there is no such user or folder.
        """
        return self._call(self._deliver(self._user(address), raw, folder, received))

    def mail(self, address: str, folder: str = "INBOX") -> list[bytes]:
        """What is in a folder, in the order of arrival. A folder that does not exist has nothing in it."""
        return self._call(self._mail(self._user(address), folder))

    def drop_sessions(self) -> None:
        """Cut all IMAP connections: a fault to inject."""
        self._call(self._drop_sessions())

    def _user(self, address: str) -> str:
        if (owner := self._owner(address)) is None:
            raise KeyError(f"{address} is not a user of this mail world")
        return owner

    def _owner(self, address: str) -> str | None:
        return owner_of(address, self.users)

    async def _deliver(self, owner: str, raw: bytes, folder: str, received: datetime | None) -> int:
        mailbox = await self._mailboxes[owner].get_mailbox(folder)
        letter = AppendMessage(raw, received or datetime.now(UTC), frozenset[Flag]())
        return (await mailbox.append(letter, recent=True)).uid

    async def _mail(self, address: str, folder: str) -> list[bytes]:
        try:
            mailbox = await self._mailboxes[address].get_mailbox(folder)
        except KeyError:
            return []
        letters: list[bytes] = []
        async for message in mailbox.messages():
            loaded = await message.load_content(FetchRequirement.CONTENT)
            letters.append(bytes(loaded.get_body()))
        return letters

    async def _drop_sessions(self) -> None:
        sessions = dict(self._sessions)
        for task, writer in sessions.items():
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*sessions, return_exceptions=True)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(ANSWER_SECONDS)


def owner_of(address: str, users: Container[str]) -> str | None:
    """Which of `users` (in lower case) a mail to `address` reaches, sub-addresses heeded; None: a stranger."""
    local, _, domain = address.lower().rpartition("@")
    candidates = (address.lower(), f"{local.partition('+')[0]}@{domain}")
    return next((candidate for candidate in candidates if candidate in users), None)


def _config() -> Config:
    """What pymap wants: it is configured through its command line's arguments."""
    arguments = Namespace(
        host=HOST,
        port=0,
        debug=False,
        cert=None,
        key=None,
        tls=False,
        proxy_protocol=None,
        passlib_cfg=None,
        inherited_sockets=None,
        demo_data=False,
        demo_user="-",
        demo_password="-",  # noqa: S106 - no such user is ever made
    )
    return Config.from_args(arguments, hash_context=Cleartext(), invalid_user_sleep=0.0)


class _Mailbox(MailboxData):
    """A folder that keeps custom keywords."""

    @property
    def permanent_flags(self) -> frozenset[Flag]:
        return super().permanent_flags | {Wildcard}


class _Mailboxes(MailboxSet):
    """A user's folders, all of them `_Mailbox`."""

    def __init__(self) -> None:
        super().__init__()
        self._inbox = _Mailbox(self._content_cache, self._thread_cache)

    async def add_mailbox(self, name: str) -> Any:
        await super().add_mailbox(name)
        self._set[name] = mailbox = _Mailbox(self._content_cache, self._thread_cache)
        return mailbox.mailbox_id
