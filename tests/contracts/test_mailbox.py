"""What every Mailbox promises to intake. Each claim is one test; each mailbox there is passes all of them."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from daemon.mailbox import After, Drawer, Mailbox, MailboxError, MailboxRefused
from tests.servers.mailbox_bench import Bench, MemoryBench, dovecot_bench, world_bench

NOON_IN_SHANGHAI = datetime(
    2024, 2, 29, 12, 0, 0, tzinfo=timezone(timedelta(hours=8))
)  # past: Dovecot corrects the future
PATIENCE = 20.0  # seconds; a wait that is not ended early fails the test by taking this long


def letter(subject: str, body: str = "The pump leaks.") -> bytes:
    """A small letter as bytes."""
    head = f"From: buyer@customer.example\r\nTo: desk@shop.test\r\nSubject: {subject}\r\nMessage-ID: <{subject}@customer.example>"
    return f"{head}\r\n\r\n{body}\r\n".encode()


def arrive(bench: Bench, mailbox: Mailbox, *raws: bytes, received: datetime | None = None) -> list[int]:
    """Letters arrive and the mailbox, already open, has seen them: what it may be asked for is what `uids()` gave."""
    uids = [bench.deliver(raw, received) for raw in raws]
    assert mailbox.uids()[-len(uids) :] == uids
    return uids


@pytest.fixture(params=["dovecot", "dovecot_without_move", "pymap", "memory"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A mailbox's world, once for each kind of mailbox."""
    made: Bench
    if request.param == "memory":
        made = MemoryBench()
    elif request.param == "pymap":
        made = world_bench(request.getfixturevalue("mail_world"))
    else:
        made = dovecot_bench(request.getfixturevalue(request.param))
    yield made
    made.close()


@pytest.fixture
def mailbox(bench: Bench) -> Mailbox:
    """The mailbox under test, moving letters away, opened."""
    opened = bench.mailbox()
    opened.open()
    return opened


# ---- opening --------------------------------------------------------------------------------------------------


def test_opening_tells_the_epoch_and_what_is_there(bench: Bench) -> None:
    """`open()` gives UIDVALIDITY, the next UID and the number of letters, and may be written to."""
    last = [bench.deliver(letter(f"n{number}")) for number in range(3)][-1]
    opened = bench.mailbox().open()
    assert opened.uidvalidity > 0
    assert opened.uidnext == last + 1
    assert opened.messages == 3
    assert not opened.read_only


def test_the_epoch_stays_the_same_from_one_opening_to_the_next(bench: Bench) -> None:
    """UIDs stored under an epoch are still good after a reconnect."""
    mailbox = bench.mailbox()
    first = mailbox.open()
    mailbox.close()
    assert mailbox.open().uidvalidity == first.uidvalidity


def test_missing_drawers_are_made(bench: Bench) -> None:
    """A first start on a fresh account needs no preparation: letters can be filed at once, nested folders too."""
    uid = bench.deliver(letter("one"))
    mailbox = bench.mailbox(handled="Amends/Handled/2026")
    mailbox.open()
    mailbox.file_away([uid], Drawer.HANDLED)
    assert bench.mail("Amends/Handled/2026") == [letter("one")]


def test_a_folder_name_in_chinese_works(bench: Bench) -> None:
    """Folder names are not limited to ASCII."""
    uid = bench.deliver(letter("one"))
    mailbox = bench.mailbox(handled="投诉/已处理")
    mailbox.open()
    mailbox.file_away([uid], Drawer.HANDLED)
    assert bench.mail("投诉/已处理") == [letter("one")]
    assert len(mailbox.drawer_uids(Drawer.HANDLED)) == 1


def test_a_missing_folder_itself_is_refused_by_name(bench: Bench) -> None:
    """A name mistyped in the configuration does not become an empty folder that is watched for ever."""
    with pytest.raises(MailboxRefused, match="Complaimts"):
        bench.mailbox(folder="Complaimts").open()
    assert bench.mail("Complaimts") == []


def test_nothing_works_before_opening_or_after_closing(bench: Bench) -> None:
    """A closed mailbox says so; closing twice is no error, and it can be opened again."""
    mailbox = bench.mailbox()
    with pytest.raises(MailboxError, match="not connected"):
        mailbox.uids()
    mailbox.open()
    mailbox.close()
    mailbox.close()
    with pytest.raises(MailboxError, match="not connected"):
        mailbox.fetch([1])
    mailbox.open()
    assert mailbox.uids() == []


# ---- looking --------------------------------------------------------------------------------------------------


def test_uids_come_in_order_and_only_those_asked_for(bench: Bench, mailbox: Mailbox) -> None:
    """`uids(after)` gives what is greater than `after`, though IMAP's "n:*" always names the last letter."""
    uids = [bench.deliver(letter(f"n{number}")) for number in range(4)]
    assert mailbox.uids() == uids
    assert mailbox.uids(uids[1]) == uids[2:]
    assert mailbox.uids(uids[-1]) == []
    assert mailbox.uids(uids[-1] + 1000) == []


def test_a_letter_that_comes_later_is_seen(bench: Bench, mailbox: Mailbox) -> None:
    """Every call looks anew, also when the folder has been open for long."""
    assert mailbox.uids() == []
    uid = bench.deliver(letter("late"))
    assert mailbox.uids() == [uid]


def test_summaries_tell_size_date_and_mark(bench: Bench, mailbox: Mailbox) -> None:
    """The size is exact, the date is that of arrival in UTC, and the mark of a new letter is unread."""
    raw = letter("one")
    uid = bench.deliver(raw, NOON_IN_SHANGHAI)
    [summary] = mailbox.summaries(mailbox.uids())
    assert (summary.uid, summary.size, summary.seen) == (uid, len(raw), False)
    assert summary.received is not None
    assert (summary.received, summary.received.tzinfo) == (datetime(2024, 2, 29, 4, 0, 0, tzinfo=UTC), UTC)


def test_letters_come_byte_for_byte(bench: Bench, mailbox: Mailbox) -> None:
    """`fetch()` gives the bytes that were delivered: Chinese, 8-bit bytes that are no text, and lines of any length."""
    raws = [
        letter("one"),
        letter("two", "水泵漏水，发票 89621"),
        letter("three").replace(b"pump", b"\xff\xfe\x80"),
        letter("four", "x" * 100_000),
        letter("five", ")\r\n* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\nA1 OK done"),
    ]
    uids = arrive(bench, mailbox, *raws, received=NOON_IN_SHANGHAI)
    fetched = mailbox.fetch(uids)
    assert [(one.uid, one.raw, one.size) for one in fetched] == [
        (uid, raw, len(raw)) for uid, raw in zip(uids, raws, strict=True)
    ]
    assert {one.received for one in fetched} == {NOON_IN_SHANGHAI.astimezone(UTC)}


def test_many_letters_come_in_one_call(bench: Bench, mailbox: Mailbox) -> None:
    """More letters than fit into one command are no different, in whatever order they are asked for, and each comes once."""
    letters = [letter(f"n{number}") for number in range(60)]
    raws = dict(zip(arrive(bench, mailbox, *letters), letters, strict=True))
    fetched = mailbox.fetch([*reversed(raws), *raws])
    assert {one.uid: one.raw for one in fetched} == raws
    assert len(fetched) == len(raws)


def test_the_beginning_of_a_huge_letter_can_be_had(bench: Bench, mailbox: Mailbox) -> None:
    """`first_bytes` gives no more than that, and the size tells that there is more; a small letter comes whole."""
    huge, small = letter("huge", "x" * 50_000), letter("small")
    uids = arrive(bench, mailbox, huge, small)
    first, second = mailbox.fetch(uids, first_bytes=1000)
    assert (first.raw, first.size) == (huge[:1000], len(huge))
    assert (second.raw, second.size) == (small, len(small))


def test_headers_are_the_block_before_the_empty_line(bench: Bench, mailbox: Mailbox) -> None:
    """`headers()` gives each letter's header block and nothing of its body."""
    uids = arrive(bench, mailbox, *(letter(f"n{number}") for number in range(3)))
    headers = mailbox.headers(uids)
    assert list(headers) == uids
    for number, uid in enumerate(uids):
        assert headers[uid].rstrip() == letter(f"n{number}").partition(b"\r\n\r\n")[0]


def test_reading_leaves_no_trace(bench: Bench, mailbox: Mailbox) -> None:
    """A letter that was only looked at is still unread for everybody else (hazards D2)."""
    [uid] = arrive(bench, mailbox, letter("one"))
    mailbox.summaries([uid])
    mailbox.headers([uid])
    mailbox.fetch([uid])
    mailbox.fetch([uid], first_bytes=10)
    assert not bench.is_seen(uid)


def test_a_letter_that_has_gone_is_left_out(bench: Bench, mailbox: Mailbox) -> None:
    """A colleague deletes a letter between our look and our fetch: the others come, and nothing is raised (hazards F04)."""
    uids = arrive(bench, mailbox, *(letter(f"n{number}") for number in range(3)))
    bench.remove(uids[1])
    left = [uids[0], uids[2]]
    assert [one.uid for one in mailbox.fetch(uids)] == left
    assert [one.uid for one in mailbox.summaries(uids)] == left
    assert list(mailbox.headers(uids)) == left
    assert mailbox.uids() == left


def test_asking_for_nothing_gives_nothing(mailbox: Mailbox) -> None:
    """Empty lists are fine everywhere."""
    assert mailbox.fetch([]) == []
    assert mailbox.summaries([]) == []
    assert mailbox.headers([]) == {}
    mailbox.file_away([], Drawer.HANDLED)


# ---- filing away ----------------------------------------------------------------------------------------------


def test_filing_moves_letters_into_the_drawer(bench: Bench, mailbox: Mailbox) -> None:
    """What was filed is in its drawer, unchanged, and no longer in the folder; the rest stays."""
    one, two, three = arrive(bench, mailbox, letter("one"), letter("two"), letter("three"))
    mailbox.file_away([one], Drawer.HANDLED)
    mailbox.file_away(iter([two]), Drawer.QUARANTINE)
    assert bench.mail() == [letter("three")]
    assert mailbox.uids() == [three]
    assert bench.mail("Handled") == [letter("one")]
    assert bench.mail("Quarantine") == [letter("two")]


def test_filing_a_letter_that_has_gone_is_no_error(bench: Bench, mailbox: Mailbox) -> None:
    """A second filing after a crash, or a colleague who was faster, changes nothing."""
    one, two = arrive(bench, mailbox, letter("one"), letter("two"))
    bench.remove(two)
    mailbox.file_away([one, two], Drawer.HANDLED)
    mailbox.file_away([one, two, two + 500], Drawer.HANDLED)
    assert bench.mail("Handled") == [letter("one")]
    assert bench.mail() == []


def test_filing_touches_nothing_else(bench: Bench, mailbox: Mailbox) -> None:
    """A letter that somebody has marked as deleted but not expunged is still there afterwards (hazards D2)."""
    ours, theirs = arrive(bench, mailbox, letter("ours"), letter("theirs"))
    bench.mark_deleted(theirs)
    mailbox.file_away([ours], Drawer.HANDLED)
    assert bench.mail() == [letter("theirs")]


def test_filing_can_mean_marking_as_seen(bench: Bench) -> None:
    """With after = "seen" the letter stays where it is, marked as read."""
    one, two = (bench.deliver(letter(name)) for name in ("one", "two"))
    mailbox = bench.mailbox(After.SEEN)
    mailbox.open()
    mailbox.file_away([one], Drawer.HANDLED)
    assert mailbox.uids() == [one, two]
    assert bench.is_seen(one)
    assert not bench.is_seen(two)
    assert {summary.uid: summary.seen for summary in mailbox.summaries([one, two])} == {one: True, two: False}


def test_filing_can_mean_nothing(bench: Bench) -> None:
    """With after = "leave" the server never knows that we were there."""
    uid = bench.deliver(letter("one"))
    mailbox = bench.mailbox(After.LEAVE)
    mailbox.open()
    mailbox.file_away([uid], Drawer.HANDLED)
    assert mailbox.uids() == [uid]
    assert not bench.is_seen(uid)
    assert mailbox.drawer_uids(Drawer.HANDLED) == []


def test_a_drawer_can_be_looked_into(bench: Bench, mailbox: Mailbox) -> None:
    """What a past life has filed can be listed and indexed, and the folder is the selected one again afterwards."""
    *filed, kept = arrive(bench, mailbox, letter("n0"), letter("n1"), letter("kept"))
    mailbox.file_away(filed, Drawer.HANDLED)
    uids = mailbox.drawer_uids(Drawer.HANDLED)
    headers = mailbox.drawer_headers(Drawer.HANDLED, uids)
    assert [b"<n0@" in headers[uids[0]], b"<n1@" in headers[uids[1]]] == [True, True]
    assert mailbox.drawer_uids(Drawer.QUARANTINE) == []
    assert mailbox.uids() == [kept]
    mailbox.file_away([kept], Drawer.QUARANTINE)
    assert bench.mail("Quarantine") == [letter("kept")]


def test_a_folder_that_is_its_own_drawer_is_marked(bench: Bench) -> None:
    """A drawer configured as the folder itself does not send letters in circles: they are marked as seen."""
    uid = bench.deliver(letter("one"))
    mailbox = bench.mailbox(handled="INBOX")
    mailbox.open()
    mailbox.file_away([uid], Drawer.HANDLED)
    assert mailbox.uids() == [uid]
    assert bench.is_seen(uid)
    assert mailbox.drawer_uids(Drawer.HANDLED) == []


# ---- waiting --------------------------------------------------------------------------------------------------


def test_waiting_ends_after_its_time(mailbox: Mailbox) -> None:
    """`wait()` of a moment takes that moment, and the mailbox works as before."""
    began = time.monotonic()
    mailbox.wait(0.05)
    assert 0.05 <= time.monotonic() - began < PATIENCE
    assert mailbox.uids() == []


def test_waiting_ends_when_woken(mailbox: Mailbox) -> None:
    """`wake()` from another thread ends a wait at once."""
    waker = threading.Timer(0.05, mailbox.wake)
    waker.start()
    began = time.monotonic()
    mailbox.wait(PATIENCE)
    assert time.monotonic() - began < PATIENCE / 2
    waker.join()
    assert mailbox.uids() == []


def test_a_wake_up_call_before_the_wait_is_not_lost(mailbox: Mailbox) -> None:
    """Woken while it was busy, the mailbox does not wait; the call counts once, however often it came."""
    for _ in range(5000):
        mailbox.wake()
    began = time.monotonic()
    mailbox.wait(PATIENCE)
    assert time.monotonic() - began < PATIENCE / 2
    began = time.monotonic()
    mailbox.wait(0.05)
    assert time.monotonic() - began >= 0.05


def test_waiting_between_two_connections_can_be_ended_too(bench: Bench) -> None:
    """A mailbox that is closed, waiting to reconnect, hears a wake-up call."""
    mailbox = bench.mailbox()
    mailbox.wake()
    began = time.monotonic()
    mailbox.wait(PATIENCE)
    assert time.monotonic() - began < PATIENCE / 2


def test_a_letter_that_came_between_the_look_and_the_wait_ends_the_wait(bench: Bench, mailbox: Mailbox) -> None:
    """Nobody waits for the next poll with a letter that was there before the waiting began."""
    assert mailbox.uids() == []
    uid = bench.deliver(letter("one"))
    began = time.monotonic()
    mailbox.wait(PATIENCE)
    assert time.monotonic() - began < PATIENCE / 2
    assert mailbox.uids() == [uid]


@pytest.mark.parametrize("after", After)
def test_a_letter_that_came_while_another_was_handled_ends_the_wait(bench: Bench, after: After) -> None:
    """The server may tell of it with the answer to any command, and then never again: it is not overheard."""
    first = bench.deliver(letter("one"))
    mailbox = bench.mailbox(after)
    mailbox.open()
    assert mailbox.uids() == [first]
    second = bench.deliver(letter("two"))
    mailbox.summaries([first])
    mailbox.fetch([first])
    mailbox.file_away([first], Drawer.HANDLED)
    began = time.monotonic()
    mailbox.wait(PATIENCE)
    assert time.monotonic() - began < PATIENCE / 2
    assert second in mailbox.uids()


def test_news_is_told_once(bench: Bench, mailbox: Mailbox) -> None:
    """After the look that found the letter, and its being filed, a wait is a wait again."""
    bench.deliver(letter("one"))
    mailbox.wait(PATIENCE)
    uids = mailbox.uids()
    mailbox.fetch(uids)
    mailbox.file_away(uids, Drawer.HANDLED)
    assert mailbox.uids() == []
    began = time.monotonic()
    mailbox.wait(0.3)
    assert time.monotonic() - began >= 0.3


# ---- trouble --------------------------------------------------------------------------------------------------


def test_a_lost_connection_is_a_mailbox_error_and_can_be_mended(bench: Bench, mailbox: Mailbox) -> None:
    """After a cut every call raises MailboxError; close and open, and all is as before."""
    uid = bench.deliver(letter("one"))
    before = mailbox.uids()
    bench.drop()
    with pytest.raises(MailboxError):
        mailbox.uids()
    mailbox.close()
    mailbox.open()
    assert mailbox.uids() == before == [uid]
    assert mailbox.fetch([uid])[0].raw == letter("one")


def test_a_connection_lost_while_waiting_is_a_mailbox_error(bench: Bench, mailbox: Mailbox) -> None:
    """A cut during `wait()` is noticed there or, where the server is only polled, at the next call."""
    cutter = threading.Timer(0.05, bench.drop)
    cutter.start()

    def wait_and_look() -> None:
        mailbox.wait(1.0)
        mailbox.uids()

    with pytest.raises(MailboxError):
        wait_and_look()
    cutter.join()
