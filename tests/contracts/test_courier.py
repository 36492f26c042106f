"""What every courier promises. A new courier passes this suite: write a `CourierWorld` for it and add it to `WORLDS`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol

import pytest

from daemon.courier import Courier, Delivered, Down, Envelope, Lost, Refused, Uncertain
from daemon.rehearsal.clock import VirtualClock
from daemon.rehearsal.courier import Break, MemoryCourier
from daemon.smtp.courier import SmtpCourier, SmtpSettings
from tests.servers.aiosmtpd_server import AiosmtpdServer
from tests.servers.smtp import Close, Reset, Say, ScriptedSmtp, Stage

DESK, MEI, TOM = "desk@factory.example", "mei@customer.example", "tom@customer.example"
CONTENT = b"Subject: your letter\r\n\r\nWe have it.\r\n.\r\n..and dots\r\n"


class CourierWorld(Protocol):
    """A courier, and the other side that a test can make misbehave."""

    @property
    def courier(self) -> Courier:
        """What is tried."""
        ...

    def accepted(self) -> list[tuple[str, tuple[str, ...], bytes]]:
        """Sender, recipients and content of each mail that arrived."""
        ...

    def refuse(self, address: str, code: int) -> None:
        """Answer this recipient with `code`."""
        ...

    def refuse_content(self, code: int) -> None:
        """Answer the final dot with `code`."""
        ...

    def break_before_dot(self) -> None:
        """Lose each connection before the final dot."""
        ...

    def break_after_dot(self, *, keep: bool) -> None:
        """Lose each connection after the final dot, having kept the mail or not."""
        ...

    async def go_down(self) -> None:
        """Drop all connections and take no new ones."""
        ...

    async def recover(self) -> None:
        """Everything works again."""
        ...


def settings(port: int) -> SmtpSettings:
    """Two connections, and time enough."""
    return SmtpSettings(
        host="127.0.0.1",
        port=port,
        security="none",
        connections=2,
        connect_timeout=10,
        command_timeout=10,
        final_timeout=10,
    )


class ScriptedWorld:
    """The real courier against the scripted server."""

    def __init__(self, server: ScriptedSmtp) -> None:
        self.server = server
        self.courier = SmtpCourier(settings(server.port))

    def accepted(self) -> list[tuple[str, tuple[str, ...], bytes]]:
        """Mails that the server has."""
        return [(mail.sender, mail.recipients, mail.content) for mail in self.server.accepted]

    def refuse(self, address: str, code: int) -> None:
        """At RCPT."""
        self.server.on(Stage.RCPT, Say(code), address=address)

    def refuse_content(self, code: int) -> None:
        """After the dot."""
        self.server.on(Stage.DOT, Say(code))

    def break_before_dot(self) -> None:
        """Somewhere before the content."""
        self.server.on(Stage.DATA, Reset())

    def break_after_dot(self, *, keep: bool) -> None:
        """Instead of the last answer."""
        self.server.on(Stage.DOT, Close(), keep=keep)

    async def go_down(self) -> None:
        """Nobody answers."""
        self.server.on(Stage.GREETING, Close())
        self.server.hang_up()

    async def recover(self) -> None:
        """As at the start."""
        self.server.behave()


class AiosmtpdWorld:
    """The real courier against aiosmtpd."""

    def __init__(self, server: AiosmtpdServer) -> None:
        self.server = server
        self.courier = SmtpCourier(settings(server.port))

    def accepted(self) -> list[tuple[str, tuple[str, ...], bytes]]:
        """Mails that the server has."""
        return self.server.accepted

    def refuse(self, address: str, code: int) -> None:
        """At RCPT."""
        self.server.refused[address] = code

    def refuse_content(self, code: int) -> None:
        """After the dot."""
        self.server.content_code = code

    def break_before_dot(self) -> None:
        """Somewhere before the content."""
        self.server.break_at_recipient = True

    def break_after_dot(self, *, keep: bool) -> None:
        """Instead of the last answer."""
        self.server.break_after_dot, self.server.keep_before_breaking = True, keep

    async def go_down(self) -> None:
        """Nobody answers."""
        self.server.stop()

    async def recover(self) -> None:
        """As at the start."""
        server = self.server
        server.refused.clear()
        server.content_code, server.break_at_recipient, server.break_after_dot = 250, False, False
        server.stop()
        await server.start()


class MemoryWorld:
    """The courier of a rehearsal."""

    def __init__(self) -> None:
        self.courier = MemoryCourier(VirtualClock(datetime(2026, 11, 23, tzinfo=UTC)))

    def accepted(self) -> list[tuple[str, tuple[str, ...], bytes]]:
        """Mails that it keeps."""
        return [(mail.sender, mail.recipients, mail.content) for mail in self.courier.sent]

    def refuse(self, address: str, code: int) -> None:
        """As told."""
        self.courier.refuse(address, code, "not here")

    def refuse_content(self, code: int) -> None:
        """As told."""
        self.courier.refuse_content(code, "not this")

    def break_before_dot(self) -> None:
        """As told."""
        self.courier.breaks = Break.BEFORE_DOT

    def break_after_dot(self, *, keep: bool) -> None:
        """As told."""
        self.courier.breaks = Break.AFTER_DOT_KEPT if keep else Break.AFTER_DOT

    async def go_down(self) -> None:
        """Nobody answers."""
        self.courier.down = True

    async def recover(self) -> None:
        """As at the start."""
        self.courier.recover()


@asynccontextmanager
async def scripted() -> AsyncGenerator[CourierWorld, None]:
    """A world around the scripted server."""
    with ScriptedSmtp() as server:
        yield ScriptedWorld(server)


@asynccontextmanager
async def aiosmtpd() -> AsyncGenerator[CourierWorld, None]:
    """A world around aiosmtpd."""
    server = AiosmtpdServer()
    await server.start()
    yield AiosmtpdWorld(server)
    server.stop()


@asynccontextmanager
async def memory() -> AsyncGenerator[CourierWorld, None]:
    """A world in memory."""
    yield MemoryWorld()


WORLDS: dict[str, Callable[[], AbstractAsyncContextManager[CourierWorld]]] = {
    "scripted": scripted,
    "aiosmtpd": aiosmtpd,
    "memory": memory,
}


@pytest.fixture(params=list(WORLDS))
async def world(request: pytest.FixtureRequest) -> AsyncGenerator[CourierWorld, None]:
    """Each courier in turn."""
    async with WORLDS[request.param]() as one:
        yield one
        await one.courier.close()


class Journal:
    """Stands for the outbox: what `data_begins` tells it, and what it answers."""

    def __init__(self, *, lease: bool = True) -> None:
        self.begun = 0
        self.lease = lease

    async def __call__(self) -> bool:
        """Note it, and say whether the lease still holds."""
        self.begun += 1
        return self.lease


def letter(*recipients: str, content: bytes = CONTENT) -> Envelope:
    """A mail from the desk."""
    return Envelope(DESK, recipients or (MEI,), content)


async def test_a_mail_arrives_as_it_was_given(world: CourierWorld):
    """Envelope and content reach the server byte for byte, lone dots included, after one note in the journal."""
    journal = Journal()
    outcome = await world.courier.send(letter(MEI, TOM), journal)
    assert isinstance(outcome, Delivered)
    assert outcome.reply.code == 250
    assert outcome.refused == {}
    assert world.accepted() == [(DESK, (MEI, TOM), CONTENT)]
    assert journal.begun == 1


async def test_a_null_sender_is_sent_as_such(world: CourierWorld):
    """An empty sender is the null reverse-path of RFC 5321."""
    outcome = await world.courier.send(Envelope("", (MEI,), CONTENT), Journal())
    assert isinstance(outcome, Delivered)
    assert world.accepted() == [("", (MEI,), CONTENT)]


async def test_one_refused_recipient_does_not_keep_the_mail_from_the_other(world: CourierWorld):
    """The refused one is named in the outcome, with the server's code (hazards F12)."""
    world.refuse(TOM, 550)
    outcome = await world.courier.send(letter(TOM, MEI), Journal())
    assert isinstance(outcome, Delivered)
    assert {who: reply.code for who, reply in outcome.refused.items()} == {TOM: 550}
    assert world.accepted() == [(DESK, (MEI,), CONTENT)]


async def test_when_all_recipients_are_refused_nothing_is_sent(world: CourierWorld):
    """Each recipient has its own reply, the journal is not troubled, and the next mail goes its way."""
    world.refuse(MEI, 550)
    world.refuse(TOM, 451)
    journal = Journal()
    outcome = await world.courier.send(letter(MEI, TOM), journal)
    assert isinstance(outcome, Refused)
    assert {who: (reply.code, reply.permanent) for who, reply in outcome.replies.items()} == {
        MEI: (550, True),
        TOM: (451, False),
    }
    assert journal.begun == 0
    assert isinstance(await world.courier.send(letter("ann@customer.example"), Journal()), Delivered)


async def test_a_server_that_hangs_up_over_one_recipient_takes_the_mail_for_nobody(world: CourierWorld):
    """421 ends the transaction: also who had been accepted before is refused, for now, and the journal not troubled."""
    world.refuse(TOM, 421)
    journal = Journal()
    outcome = await world.courier.send(letter(MEI, TOM), journal)
    assert isinstance(outcome, Refused)
    assert {who: reply.code for who, reply in outcome.replies.items()} == {MEI: 421, TOM: 421}
    assert (world.accepted(), journal.begun) == ([], 0)


@pytest.mark.parametrize("code", [452, 554])
async def test_refused_content_is_refused_for_everybody(world: CourierWorld, code: int):
    """A refusal after the dot counts for every recipient that had been accepted before."""
    world.refuse_content(code)
    outcome = await world.courier.send(letter(MEI, TOM), Journal())
    assert isinstance(outcome, Refused)
    assert {who: reply.code for who, reply in outcome.replies.items()} == {MEI: code, TOM: code}
    assert world.accepted() == []


async def test_a_break_before_the_dot_is_a_plain_retry(world: CourierWorld):
    """The server has nothing, and the courier says so; later the same mail goes."""
    world.break_before_dot()
    assert isinstance(await world.courier.send(letter(), Journal()), Lost)
    assert world.accepted() == []
    await world.recover()
    assert isinstance(await world.courier.send(letter(), Journal()), Delivered)


@pytest.mark.parametrize("keep", [True, False])
async def test_a_break_after_the_dot_is_uncertain(world: CourierWorld, *, keep: bool):
    """The courier cannot know whether the server kept the mail, and does not guess (hazards F13)."""
    world.break_after_dot(keep=keep)
    journal = Journal()
    assert isinstance(await world.courier.send(letter(), journal), Uncertain)
    assert len(world.accepted()) == keep
    assert journal.begun == 1


async def test_a_server_that_is_away_says_nothing_about_the_mail(world: CourierWorld):
    """`Down`, nobody needs to act, and when the server is back the mail goes."""
    assert isinstance(await world.courier.send(letter(), Journal()), Delivered)
    await world.go_down()
    outcome = await world.courier.send(letter(), Journal())
    assert isinstance(outcome, Down)
    assert not outcome.configuration
    await world.recover()
    assert isinstance(await world.courier.send(letter(), Journal()), Delivered)


async def test_a_lost_lease_stops_the_mail(world: CourierWorld):
    """If `data_begins` says no, the server gets no content (hazards F22), and the connection can be used again."""
    assert isinstance(await world.courier.send(letter(), Journal(lease=False)), Lost)
    assert world.accepted() == []
    assert isinstance(await world.courier.send(letter(TOM), Journal()), Delivered)
    assert world.accepted() == [(DESK, (TOM,), CONTENT)]


async def test_a_journal_that_fails_is_not_hidden(world: CourierWorld):
    """What `data_begins` raises is raised; the server has nothing, and the courier still works."""

    async def full_disk() -> bool:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        await world.courier.send(letter(), full_disk)
    assert world.accepted() == []
    assert isinstance(await world.courier.send(letter(), Journal()), Delivered)


async def test_many_at_once_arrive_once_each(world: CourierWorld):
    """`send` may run concurrently."""
    mails = [letter(f"customer{number}@customer.example") for number in range(20)]
    outcomes = await asyncio.gather(*(world.courier.send(mail, Journal()) for mail in mails))
    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert sorted(recipients for _, recipients, _ in world.accepted()) == sorted(mail.recipients for mail in mails)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b@c.example",
        "x@y.example>\r\nRCPT TO:<evil@y.example",
        "x@y.example\r\nDATA",
        "<x@y.example>",
        "x y@y.example",
        '"x y"@y.example',
        "x@y.example SIZE=1",
        "x\x00@y.example",
        "x@y..example",
        f"{'x' * 65}@y.example",
        f"x@{'y' * 250}.example",
        "客户@customer.example",
        "x@客户.example",
    ],
)
async def test_no_server_is_shown_a_strange_address(world: CourierWorld, address: str):
    """It is refused with 553 by us (hazards H20); the other recipient gets the mail."""
    assert isinstance(outcome := await world.courier.send(letter(address), Journal()), Refused)
    assert outcome.replies[address].code == 553
    assert isinstance(outcome := await world.courier.send(letter(address, MEI), Journal()), Delivered)
    assert outcome.refused[address].code == 553
    assert world.accepted() == [(DESK, (MEI,), CONTENT)]


async def test_a_strange_sender_is_our_own_mistake(world: CourierWorld):
    """A sender address no server could take is for a person to mend."""
    outcome = await world.courier.send(Envelope("desk@x\r\n", (MEI,), CONTENT), Journal())
    assert isinstance(outcome, Down)
    assert outcome.configuration


async def test_a_closed_courier_sends_nothing(world: CourierWorld):
    """Closing twice is fine, and a send that comes too late finds the courier down."""
    await world.courier.close()
    await world.courier.close()
    assert isinstance(await world.courier.send(letter(), Journal()), Down)
    assert world.accepted() == []
