"""What the ports in memory promise to the stage; what they promise to the daemon is tried in tests/contracts/."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from daemon.config_tables import Mailbox as MailboxSettings
from daemon.courier import Delivered, Down, Envelope, Lost, Outcome, Refused
from daemon.mailbox import Drawer
from daemon.rehearsal.ports import InlineReaders, MemoryCourier, MemoryMailbox, Sent, VirtualClock
from parsers.letter import Unreadable
from tests.world import DESK_ADDRESS, SharedReaders

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MEI = "mei@customer.example"
LETTER = b"From: mei@customer.example\r\nSubject: The pump\r\n\r\nIt leaks.\r\n"
CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture
def clock() -> VirtualClock:
    """Nine o'clock in Shanghai."""
    return VirtualClock(NINE)


@pytest.fixture
def mailbox(clock: VirtualClock) -> MemoryMailbox:
    """A mailbox on a folder of its own name."""
    return MemoryMailbox(
        MailboxSettings(host="imap.shop.example", username="desk", folder="Complaints/2026"),
        clock,
    )


@pytest.fixture
def courier(clock: VirtualClock) -> MemoryCourier:
    """A courier of whom nobody is told."""
    return MemoryCourier(clock)


async def yes() -> bool:
    """The lease holds."""
    return True


async def send(courier: MemoryCourier, *recipients: str) -> Outcome:
    """Send a small mail."""
    return await courier.send(Envelope(DESK_ADDRESS, recipients or (MEI,), LETTER), yes)


# ---- mailbox ----------------------------------------------------------------------------------------------------------


def test_the_configured_folder_is_there_and_letters_arrive_in_it(mailbox: MemoryMailbox, clock: VirtualClock) -> None:
    """A rehearsal needs no preparation; a letter is dated as told, or by the clock, in whole seconds as IMAP has them."""
    mailbox.open()
    clock.move_to(NINE + timedelta(seconds=5, microseconds=7))
    uids = [mailbox.arrive(LETTER, NINE.astimezone(timezone(8 * HOUR))), mailbox.arrive(LETTER)]
    assert [(one.uid, one.received) for one in mailbox.summaries(uids)] == [
        (uids[0], NINE),
        (uids[1], NINE + timedelta(seconds=5)),
    ]
    assert mailbox.folder("Complaints/2026") == [LETTER, LETTER]
    assert mailbox.folder("INBOX") == mailbox.folder("no such folder") == []


def test_a_mailbox_outlives_the_daemon(mailbox: MemoryMailbox) -> None:
    """What a first daemon filed, and what came while none ran, is found by the next; no UID is used twice."""
    mailbox.open()
    first = mailbox.arrive(LETTER)
    mailbox.file_away([first], Drawer.HANDLED)
    mailbox.close()
    second = mailbox.arrive(LETTER)
    assert mailbox.open().messages == 1
    assert mailbox.uids() == [second]
    assert second > first
    assert mailbox.folder("Handled") == [LETTER]


def test_an_empty_letter_is_left_out_and_named(mailbox: MemoryMailbox) -> None:
    """Some servers keep letters without a byte; intake is told of one as `ImapMailbox` tells it."""
    mailbox.open()
    uid = mailbox.arrive(b"")
    assert (mailbox.fetch([uid]), mailbox.headers([uid])) == ([], {})
    assert mailbox.problems == [f"UID {uid}: an empty letter"]


# ---- courier ----------------------------------------------------------------------------------------------------------


async def test_what_was_accepted_is_kept_with_its_time_and_told_at_once(clock: VirtualClock) -> None:
    """The stage hears of each mail as it is accepted, and finds all of them afterwards."""
    heard: list[Sent] = []
    courier = MemoryCourier(clock, on_sent=heard.append)
    await send(courier)
    clock.move_to(NINE + HOUR)
    await send(courier)
    assert [mail.at for mail in courier.sent] == [NINE, NINE + HOUR]
    assert heard == courier.sent
    assert heard[0] == Sent(NINE, DESK_ADDRESS, (MEI,), LETTER)


async def test_a_refusal_ends_when_it_is_told_to(courier: MemoryCourier, clock: VirtualClock) -> None:
    """`until` is the first moment at which the address is taken again; the case of its letters does not matter."""
    courier.refuse("Mei@Customer.example", 450, "4.2.0 greylisted", until=NINE + HOUR)
    clock.move_to(NINE + HOUR - timedelta(seconds=1))
    assert isinstance(outcome := await send(courier), Refused)
    assert (outcome.replies[MEI].code, outcome.replies[MEI].text) == (450, "4.2.0 greylisted")
    clock.move_to(NINE + HOUR)
    assert isinstance(await send(courier), Delivered)


def test_only_a_refusal_refuses(courier: MemoryCourier) -> None:
    """A code that says yes would be a mistake of the stage."""
    with pytest.raises(ValueError, match="250 is no refusal"):
        courier.refuse(MEI, 250, "fine")
    with pytest.raises(ValueError, match="600 is no refusal"):
        courier.refuse_content(600, "what?")


async def test_a_server_that_goes_down_while_the_journal_is_written_has_nothing(courier: MemoryCourier) -> None:
    """Between the recipients and the content much may happen: it is a plain retry."""

    async def power_cut() -> bool:
        courier.down = True
        return True

    assert isinstance(await courier.send(Envelope(DESK_ADDRESS, (MEI,), LETTER), power_cut), Lost)
    assert courier.sent == []


async def test_a_courier_serves_the_next_daemon_too(courier: MemoryCourier) -> None:
    """Closed with one daemon and opened again for the next, it still has what was sent and is still broken."""
    await send(courier)
    courier.refuse(MEI, 550, "5.1.1 unknown")
    await courier.close()
    assert isinstance(await send(courier), Down)
    courier.reopen()
    assert isinstance(await send(courier), Refused)
    assert len(courier.sent) == 1


# ---- readers ----------------------------------------------------------------------------------------------------------


def test_letters_are_read_as_the_daemon_reads_them(readers: SharedReaders) -> None:
    """In this process or in a child, each letter of the corpus is the same letter; bytes that are none are Unreadable."""
    raws = [*(file.read_bytes() for file in sorted(CORPUS.glob("*.eml"))), b""]
    inline = InlineReaders(frozenset({DESK_ADDRESS}))
    inline.ready()
    read = inline.read(raws)
    assert read == readers.read(raws)
    assert isinstance(read[-1], Unreadable)
    inline.close()
