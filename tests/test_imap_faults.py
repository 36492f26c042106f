"""What the network and the server may do to us, byte by byte, and how the IMAP mailbox takes it (hazards F01-F09)."""

import dataclasses
import logging
import socket
import threading
import time
from collections.abc import Callable

import pytest

import daemon.imap.mailbox
from daemon.imap.mailbox import ImapMailbox, ImapSettings
from daemon.mailbox import After, Drawer, MailboxBusy, MailboxError, MailboxRefused, MailboxUnavailable
from tests.servers.imap_script import LETTER, Exchange, ImapScript, literal
from tests.servers.mailbox_bench import changed, settings_for

SOON = 5.0  # seconds within which a short deadline must have been kept


@pytest.fixture
def mailbox(imap_script: ImapScript) -> ImapMailbox:
    """A mailbox on the scripted server, with the patience of a test, not yet opened."""
    return mailbox_for(imap_script)


def mailbox_for(server: ImapScript, **changes: object) -> ImapMailbox:
    """A mailbox on a scripted server."""
    return ImapMailbox(changed(settings_for(server.port), **changes))


def letters(count: int) -> dict[int, bytes]:
    """So many letters, UIDs 1, 2, …, each with its number as subject."""
    return {uid: b"Subject: number %d\r\n\r\nIt broke.\r\n" % uid for uid in range(1, count + 1)}


def fetched(mailbox: ImapMailbox, uids: list[int]) -> dict[int, bytes]:
    """UID -> bytes."""
    return {one.uid: one.raw for one in mailbox.fetch(uids)}


# ---- F01: the connection breaks within a letter ---------------------------------------------------------------


@pytest.mark.parametrize("ending", [Exchange.close, Exchange.reset], ids=["end of file", "reset"])
def test_a_letter_cut_off_at_any_byte_is_fetched_whole_the_next_time(
    imap_script: ImapScript, mailbox: ImapMailbox, ending: Callable[[Exchange], None]
) -> None:
    """For every k: the server ends the connection after k bytes of its answer; no part of the letter is ever given out."""

    def answer_length() -> int:
        return len(imap_script.entry(1, b"BODY.PEEK[]"))

    for k in range(answer_length() + 1):

        def cut(exchange: Exchange, k: int = k) -> None:
            if b"BODY.PEEK[]" not in exchange.arguments:
                exchange.usual()
                return
            exchange.raw(exchange.fetched(1)[:k])
            ending(exchange)

        imap_script.on["UID FETCH"] = cut
        mailbox.open()
        with pytest.raises(MailboxUnavailable, match="fetching letters"):
            mailbox.fetch([1])
        del imap_script.on["UID FETCH"]
        mailbox.open()
        assert fetched(mailbox, [1]) == {1: LETTER}
    mailbox.close()


# ---- F02: silence and drips -----------------------------------------------------------------------------------


def test_a_dripping_server_is_cut_off_at_the_deadline(imap_script: ImapScript) -> None:
    """A byte every now and then resets every socket timeout; the command's own deadline ends it."""
    imap_script.on["UID SEARCH"] = lambda exchange: exchange.drip(b"* SEARCH" + b" 1" * 1000, 0.05)
    mailbox = mailbox_for(imap_script, command_deadline=0.3)
    mailbox.open()
    began = time.monotonic()
    with pytest.raises(MailboxUnavailable, match="SEARCH: no complete answer within"):
        mailbox.uids()
    assert 0.3 <= time.monotonic() - began < SOON
    mailbox.close()
    assert time.monotonic() - began < SOON


def test_a_dripping_greeting_is_cut_off_too(imap_script: ImapScript) -> None:
    """The deadline holds from the first byte on: connecting is guarded like a command."""
    imap_script.on["GREETING"] = lambda exchange: exchange.drip(b"* OK " + b"." * 1000, 0.05)
    mailbox = mailbox_for(imap_script, connect_timeout=0.2, command_deadline=0.1)
    began = time.monotonic()
    with pytest.raises(MailboxUnavailable, match="connecting: no complete answer"):
        mailbox.open()
    assert time.monotonic() - began < SOON


def test_a_dripping_letter_is_cut_off_and_nothing_of_it_is_given_out(imap_script: ImapScript) -> None:
    """The deadline of a fetch grows with the letters' size, and a drip is far below any link's speed."""

    def drip(exchange: Exchange) -> None:
        if b"BODY.PEEK[]" in exchange.arguments:
            exchange.drip(exchange.fetched(1), 0.05)
        exchange.usual()

    imap_script.on["UID FETCH"] = drip
    mailbox = mailbox_for(imap_script, command_deadline=0.3)
    mailbox.open()
    with pytest.raises(MailboxUnavailable, match="fetching letters: no complete answer"):
        mailbox.fetch([1])
    mailbox.close()


def test_a_big_letter_may_take_longer_than_a_command(imap_script: ImapScript, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter that is slow because it is big is not given up: its bytes lengthen the deadline."""
    imap_script.letters = {1: b"Subject: big\r\n\r\n" + b"x" * 4000}
    monkeypatch.setattr("daemon.imap.session.SLOWEST_LINK_BYTES_PER_SECOND", 2000)  # 4 KB: two seconds more

    def slow(exchange: Exchange) -> None:
        if b"BODY.PEEK[]" in exchange.arguments:
            exchange.server.stopping.wait(0.4)
        exchange.usual()

    imap_script.on["UID FETCH"] = slow
    mailbox = mailbox_for(imap_script, command_deadline=0.2)
    mailbox.open()
    assert fetched(mailbox, [1]) == imap_script.letters
    mailbox.close()


def test_a_silent_server_is_given_up_after_the_read_timeout(imap_script: ImapScript) -> None:
    """No answer at all ends with the socket's timeout, sooner than the deadline."""
    imap_script.on["NOOP"] = Exchange.hang
    mailbox = mailbox_for(imap_script, read_timeout=0.2)
    mailbox.open()
    began = time.monotonic()
    with pytest.raises(MailboxUnavailable, match=r"NOOP: .*timed out"):
        mailbox.uids()
    assert time.monotonic() - began < SOON
    mailbox.close()


def test_closing_a_hung_connection_does_not_wait(imap_script: ImapScript, monkeypatch: pytest.MonkeyPatch) -> None:
    """`close()` gives a server a moment for its farewell and no more."""
    monkeypatch.setattr("daemon.imap.session.FAREWELL_SECONDS", 0.1)
    imap_script.on["LOGOUT"] = Exchange.hang
    mailbox = mailbox_for(imap_script)
    mailbox.open()
    began = time.monotonic()
    mailbox.close()
    assert time.monotonic() - began < SOON


def test_nobody_listening_is_unavailable() -> None:
    """A refused connection names the host and port and says what was tried."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(
            MailboxUnavailable, match=rf"complaints at 127\.0\.0\.1:{port} \(none\): connecting: .*refused"
        ):
            ImapMailbox(settings_for(port)).open()


# ---- F04, F05, F06: answers that are not what was asked for ---------------------------------------------------


def test_a_refused_batch_costs_only_the_letters_that_are_bad(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """The server says NO to a batch because of one letter: the others come, and the bad one is named in `problems`."""
    imap_script.letters = letters(5)

    def refuse_three(exchange: Exchange) -> None:
        if 3 not in exchange.uids or b"BODY.PEEK[]" not in exchange.arguments:
            exchange.usual()
            return
        exchange.raw(exchange.fetched(exchange.uids[0]))  # partial data, then NO
        exchange.no(b"[EXPUNGEISSUED] cannot read message")

    imap_script.on["UID FETCH"] = refuse_three
    mailbox.open()
    assert fetched(mailbox, [1, 2, 3, 4, 5]) == {uid: raw for uid, raw in letters(5).items() if uid != 3}
    assert [
        problem for problem in mailbox.problems if problem.startswith("UID 3: ") and "cannot read message" in problem
    ]
    assert len(mailbox.problems) == 1
    mailbox.close()


def test_an_answer_that_breaks_the_parser_costs_only_its_letter(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Nonsense that makes imapclient raise something is left out; the rest of the batch is not."""
    imap_script.letters = letters(3)

    def nonsense(exchange: Exchange) -> None:
        if b"BODY.PEEK[]" not in exchange.arguments or 2 not in exchange.uids:
            exchange.usual()
            return
        for uid in exchange.uids:
            exchange.raw(b"* 2 FETCH (UID 2 BODY[]\r\n" if uid == 2 else exchange.fetched(uid))
        exchange.ok()

    imap_script.on["UID FETCH"] = nonsense
    mailbox.open()
    assert set(fetched(mailbox, [1, 2, 3])) == {1, 3}
    assert [problem.split(":")[0] for problem in mailbox.problems] == ["UID 2"]
    mailbox.close()


@pytest.mark.parametrize(
    "date",
    [
        b'"31-Dec-9999 23:59:59 -1200"',
        b'"99-Foo-2026 25:61:61 +9999"',
        b'"x"',
        b"NIL",
        b"()",
    ],
)
def test_a_date_that_cannot_be_read_is_no_date(imap_script: ImapScript, mailbox: ImapMailbox, date: bytes) -> None:
    """INTERNALDATE out of the calendar costs neither the letter nor its neighbours' dates."""
    imap_script.letters = letters(2)

    def odd_date(exchange: Exchange) -> None:
        if b"INTERNALDATE" not in exchange.arguments:
            exchange.usual()
            return
        for uid in exchange.uids:
            line = exchange.fetched(uid)
            exchange.raw(line if uid == 2 else line.replace(b'"22-Nov-2026 09:00:00 +0800"', date))
        exchange.ok()

    imap_script.on["UID FETCH"] = odd_date
    mailbox.open()
    one, two = mailbox.fetch([1, 2])
    assert (one.raw, one.received) == (letters(2)[1], None)
    assert two.received is not None
    assert two.received.isoformat() == "2026-11-22T01:00:00+00:00"
    mailbox.close()


@pytest.mark.parametrize("body", [b"NIL", b'""', b"{0}\r\n"])
def test_an_empty_letter_is_left_out_and_named(imap_script: ImapScript, mailbox: ImapMailbox, body: bytes) -> None:
    """BODY[] NIL or empty is not a letter yet (hazards F06)."""
    imap_script.letters = letters(2)

    def empty(exchange: Exchange) -> None:
        if b"BODY.PEEK[]" not in exchange.arguments:
            exchange.usual()
            return
        exchange.raw(b"* 1 FETCH (UID 1 BODY[] " + body + b")\r\n" + exchange.fetched(2))
        exchange.ok()

    imap_script.on["UID FETCH"] = empty
    mailbox.open()
    assert fetched(mailbox, [1, 2]) == {2: letters(2)[2]}
    assert mailbox.problems == ["UID 1: the server gives an empty letter"]
    mailbox.close()


def test_unasked_answers_are_not_letters(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """FETCH lines about other letters, without UID or without BODY[], EXISTS and EXPUNGE in between change nothing."""
    imap_script.letters = letters(3)

    def chatty(exchange: Exchange) -> None:
        exchange.send(
            b"* 4 EXISTS", b"* 2 FETCH (FLAGS (\\Seen))", b"* 7 FETCH (UID 99 BODY[] " + literal(b"stray") + b")"
        )
        exchange.raw(exchange.fetched(1))
        exchange.send(b"* 3 EXPUNGE", b"* 2 FETCH (UID 2 FLAGS (\\Deleted))", b"* 1 RECENT")
        exchange.ok()

    mailbox.open()
    mailbox.summaries([1, 2, 3])
    imap_script.on["UID FETCH"] = chatty
    assert fetched(mailbox, [1, 2, 3]) == {1: letters(3)[1]}
    mailbox.close()


def test_what_was_pushed_earlier_is_not_mixed_into_the_next_fetch(imap_script: ImapScript) -> None:
    """Python's imaplib keeps unasked lines for the next command; a body pushed with a STORE must not become a letter."""

    def push(exchange: Exchange) -> None:
        exchange.send(b"* 1 FETCH (UID 1 BODY[] " + literal(b"not a letter") + b")")
        exchange.ok()

    imap_script.on["UID STORE"] = push
    mailbox = mailbox_for(imap_script, after=After.SEEN)
    mailbox.open()
    mailbox.summaries([1])
    mailbox.file_away([1], Drawer.HANDLED)
    imap_script.letters.clear()
    assert fetched(mailbox, [1]) == {}
    mailbox.close()


def test_an_answer_nobody_can_read_is_transient(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Nonsense where there is no single letter to blame: reconnect and try again, it is no refusal."""
    imap_script.on["LIST"] = lambda exchange: (exchange.send(b"* LIST (("), exchange.ok())[-1]
    with pytest.raises(MailboxUnavailable):
        mailbox.open()
    mailbox.close()


def test_big_letters_do_not_pile_up_in_one_command(
    imap_script: ImapScript, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command asks for no more bytes than its share, so that its deadline means something; a giant comes alone."""
    monkeypatch.setattr(daemon.imap.mailbox, "FETCH_BYTES", 500)
    imap_script.letters = {
        uid: b"Subject: x\r\n\r\n" + b"x" * size for uid, size in enumerate([100, 100, 900, 300, 300], 1)
    }
    mailbox.open()
    assert fetched(mailbox, [1, 2, 3, 4, 5]) == imap_script.letters
    asked = [line.split()[3] for line in imap_script.said if b"BODY.PEEK[]" in line]
    assert asked == [b"1,2", b"3", b"4", b"5"]
    mailbox.close()


# ---- F07: refusals --------------------------------------------------------------------------------------------


def login_says(server: ImapScript, text: bytes) -> ImapMailbox:
    """A mailbox on a server that answers LOGIN with NO."""
    server.on["LOGIN"] = lambda exchange: exchange.no(text)
    return mailbox_for(server, password=lambda: "hunter2 is a secret")


@pytest.mark.parametrize(
    "text", [b"[UNAVAILABLE] directory is down", b"[INUSE] wait", b"Too many connections, try again later"]
)
def test_a_login_refused_for_now_is_transient(imap_script: ImapScript, text: bytes) -> None:
    """LOGIN NO [UNAVAILABLE] is not a wrong password: reconnect soon, wake nobody."""
    with pytest.raises(MailboxUnavailable, match=r"logging in as desk@shop\.test"):
        login_says(imap_script, text).open()


def test_a_wrong_password_is_refused(imap_script: ImapScript) -> None:
    """LOGIN NO says that a person must act, in the server's words."""
    with pytest.raises(MailboxRefused, match="Invalid credentials"):
        login_says(imap_script, b"[AUTHENTICATIONFAILED] Invalid credentials").open()


@pytest.mark.parametrize("answer", [b" NO wrong: ", b" BAD syntax: "])
def test_the_password_is_in_no_message_even_if_the_server_repeats_it(
    imap_script: ImapScript, answer: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that echoes the command does not make us print it, nor does logging at its loudest (hazards H36)."""
    secret = 'hunter2 "quoted" \\ secret'
    imap_script.on["LOGIN"] = lambda exchange: exchange.send(exchange.tag + answer + exchange.arguments)
    with caplog.at_level(logging.DEBUG), pytest.raises(MailboxError) as raised:
        mailbox_for(imap_script, password=lambda: secret).open()
    shown = (
        f"{raised.value} {raised.value!r} {raised.value.__cause__} {settings_for(1, password=secret)!r} {caplog.text}"
    )
    assert "hunter2" not in shown
    assert raised.value.__suppress_context__


def test_a_connection_lost_during_login_is_not_a_wrong_password(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """The library calls both a failed login; only one of them needs a person."""
    imap_script.on["LOGIN"] = Exchange.close
    with pytest.raises(MailboxUnavailable):
        mailbox.open()


@pytest.mark.parametrize("password", ["a\r\nA1 DELETE INBOX", "a\nb", "a\0b"])
def test_a_password_with_a_line_break_is_never_sent(imap_script: ImapScript, password: str) -> None:
    """What follows a line break would be a command of its own (hazards D9)."""
    with pytest.raises(MailboxRefused, match="line break"):
        mailbox_for(imap_script, password=lambda: password).open()
    assert not [line for line in imap_script.said if b"LOGIN" in line or b"DELETE" in line]


def test_a_password_that_cannot_be_had_is_refused(imap_script: ImapScript) -> None:
    """A missing secret file or variable is told to the operator, not a crash."""

    def missing() -> str:
        raise FileNotFoundError(2, "No such file or directory", "secrets/imap")

    with pytest.raises(MailboxRefused, match="secrets/imap"):
        ImapMailbox(dataclasses.replace(settings_for(imap_script.port), password=missing)).open()


def test_the_password_is_asked_for_at_every_login(imap_script: ImapScript) -> None:
    """A password changed while the daemon runs is used at the next reconnect."""
    passwords = iter(["old", "new"])
    mailbox = mailbox_for(imap_script, password=lambda: next(passwords))
    mailbox.open()
    mailbox.open()
    mailbox.close()
    assert [line.split()[-1] for line in imap_script.said if b"LOGIN" in line] == [b'"old"', b'"new"']


def test_a_farewell_in_the_middle_is_transient(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """BYE instead of an answer: reconnect."""

    def bye(exchange: Exchange) -> None:
        exchange.send(b"* BYE Session invalidated - AccessTokenExpired")
        exchange.close()

    imap_script.on["NOOP"] = bye
    mailbox.open()
    with pytest.raises(MailboxUnavailable):
        mailbox.uids()
    mailbox.close()


def test_a_busy_server_is_transient_whatever_the_command(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """NO [THROTTLED] to a fetch is not a bad letter: nothing is left out, all is tried again later."""
    imap_script.on["UID FETCH"] = lambda exchange: exchange.no(b"[THROTTLED] slow down")
    mailbox.open()
    with pytest.raises(MailboxUnavailable, match="THROTTLED"):
        mailbox.fetch([1])
    assert mailbox.problems == []
    mailbox.close()


def test_a_full_drawer_is_told_to_a_person(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """NO [OVERQUOTA] to MOVE is refused in words, after what could be moved has been moved."""
    imap_script.letters = letters(3)

    def full_for_two(exchange: Exchange) -> None:
        exchange.no(b"[OVERQUOTA] Quota exceeded") if 2 in exchange.uids else exchange.usual()

    imap_script.on["UID MOVE"] = full_for_two
    mailbox.open()
    with pytest.raises(MailboxRefused, match=r"MOVE to Handled: .*Quota exceeded"):
        mailbox.file_away([1, 2, 3], Drawer.HANDLED)
    assert set(imap_script.letters) == {2}
    mailbox.close()


def test_a_drawer_that_was_removed_is_made_again(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """NO [TRYCREATE] makes the folder and moves the letters."""
    folders = {b'"Quarantine"'}

    def move(exchange: Exchange) -> None:
        missing = exchange.arguments.split()[-1] not in folders
        exchange.no(b"[TRYCREATE] no such folder") if missing else exchange.usual()

    imap_script.on["UID MOVE"] = move
    imap_script.on["LIST"] = lambda exchange: exchange.ok()
    mailbox.open()
    imap_script.on["CREATE"] = lambda exchange: (folders.add(exchange.arguments), exchange.ok())[-1]
    mailbox.file_away([1], Drawer.HANDLED)
    assert b'"Handled"' in folders
    assert imap_script.letters == {}
    mailbox.close()


# ---- F08, F09 and other odd servers ---------------------------------------------------------------------------


def test_a_read_only_folder_is_still_read(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """SELECT answered with READ-ONLY: letters come in, filing is refused to itself and named, nothing is raised."""

    def select(exchange: Exchange) -> None:
        exchange.command = "EXAMINE"
        exchange.usual()

    imap_script.on["SELECT"] = select
    assert mailbox.open().read_only
    assert fetched(mailbox, mailbox.uids()) == {1: LETTER}
    mailbox.file_away([1], Drawer.HANDLED)
    assert imap_script.letters == {1: LETTER}
    assert len(mailbox.problems) == 1
    assert "read-only" in mailbox.problems[0]
    mailbox.close()


def test_an_ok_without_text_is_a_clear_message(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Python's imaplib does not understand "A1 OK"; the operator is told what came."""
    imap_script.on["NOOP"] = lambda exchange: exchange.send(exchange.tag + b" OK")
    mailbox.open()
    with pytest.raises(MailboxUnavailable, match=r"NOOP: .*unexpected response: .* OK"):
        mailbox.uids()
    mailbox.close()


def test_a_server_without_epochs_is_epoch_zero(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """UIDVALIDITY missing is 0, for intake to distrust (hazards F03)."""
    imap_script.on["SELECT"] = lambda exchange: (exchange.send(b"* 1 EXISTS"), exchange.ok(b"[READ-WRITE]"))[-1]
    opened = mailbox.open()
    assert (opened.uidvalidity, opened.uidnext, opened.messages) == (0, 0, 1)
    mailbox.close()


def test_a_folder_renumbered_while_we_look_into_a_drawer_is_noticed(
    imap_script: ImapScript, mailbox: ImapMailbox
) -> None:
    """UIDs of one epoch are never used in the next."""
    mailbox.open()
    imap_script.uidvalidity += 1
    with pytest.raises(MailboxUnavailable, match="renumbered"):
        mailbox.drawer_uids(Drawer.HANDLED)
    mailbox.close()


def test_a_huge_folder_is_listed_in_pages(
    imap_script: ImapScript, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No answer lists more than a page of UIDs, whatever gaps there are between them; nothing is missed or doubled."""
    monkeypatch.setattr(daemon.imap.mailbox, "SEARCH_UIDS", 10)
    uids = [number * number * 1000 for number in range(1, 96)]
    imap_script.letters = dict.fromkeys(uids, LETTER)
    longest = 0

    def measured(exchange: Exchange) -> None:
        nonlocal longest
        wanted = exchange.arguments.split()[-1]
        found = imap_script.named(wanted) if b"UID" in exchange.arguments else imap_script.numbered(wanted)
        longest = max(longest, len(found))
        exchange.usual()

    imap_script.on["UID SEARCH"] = measured
    mailbox.open()
    assert mailbox.uids() == uids
    assert longest == 10
    for after in (0, 1, uids[3], uids[50], uids[-2], uids[-1]):
        assert mailbox.uids(after) == [uid for uid in uids if uid > after]
    searches = len([line for line in imap_script.said if b"SEARCH" in line])
    mailbox.uids(uids[-1])
    assert len([line for line in imap_script.said if b"SEARCH" in line]) - searches == 2  # a poll looks only at the end
    mailbox.close()


def test_a_search_answered_in_several_lines_is_one_answer(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """RFC 3501 lets a server cut its list of UIDs into lines, name one twice, and add what was not asked for."""

    def in_lines(exchange: Exchange) -> None:
        exchange.send(b"* SEARCH 3 1", b"* SEARCH", b"* 9 EXISTS", b"* SEARCH 3 7 (MODSEQ 917162500)")
        exchange.ok()

    imap_script.on["UID SEARCH"] = in_lines
    mailbox.open()
    assert mailbox.uids() == [1, 3, 7]
    mailbox.close()


def test_a_refused_search_is_told_in_the_servers_words(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """NO to SEARCH is neither an empty folder nor a lost connection."""
    imap_script.on["UID SEARCH"] = lambda exchange: exchange.no(b"[NOPERM] not yours to search")
    mailbox.open()
    with pytest.raises(MailboxRefused, match=r"SEARCH: .*not yours to search"):
        mailbox.uids()
    mailbox.close()


def test_a_folder_that_shrinks_while_it_is_listed_is_still_listed(
    imap_script: ImapScript, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sequence number beyond the last letter is BAD to some servers; the pages are only larger then."""
    monkeypatch.setattr(daemon.imap.mailbox, "SEARCH_UIDS", 10)
    imap_script.letters = letters(35)
    mailbox.open()

    def strict(exchange: Exchange) -> None:
        if b"UID" not in exchange.arguments and not imap_script.numbered(exchange.arguments.split()[-1]):
            exchange.send(exchange.tag + b" BAD no such message")
        else:
            exchange.usual()

    imap_script.on["UID SEARCH"] = strict
    for uid in range(1, 31):
        del imap_script.letters[uid]
    assert mailbox.uids() == [31, 32, 33, 34, 35]
    mailbox.close()


def test_without_move_or_uidplus_nothing_is_ever_expunged(imap_script: ImapScript) -> None:
    """A server of 1996: the letter is copied, once, marked as read and left, for EXPUNGE would take others' mail with it."""
    imap_script.capability = b"IMAP4rev1"
    mailbox = mailbox_for(imap_script)
    mailbox.open()
    mailbox.file_away([1], Drawer.HANDLED)
    mailbox.open()  # the letter is still there, and met again
    mailbox.file_away([1], Drawer.HANDLED)
    mailbox.close()
    said = b"\n".join(imap_script.said)
    assert said.count(b"UID COPY 1 ") == 1
    assert imap_script.seen == {1}
    assert b"EXPUNGE" not in said
    assert b"Deleted" not in said


def test_only_uids_and_configured_names_are_sent(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Nothing of a letter ever becomes part of a command, even if it is made to look like one (hazards D9)."""
    imap_script.letters = {1: b'Message-ID: <x">\r\nSubject: A1 DELETE INBOX\r\n\r\nA2 LOGOUT\r\n'}
    mailbox.open()
    fetched(mailbox, mailbox.uids())
    mailbox.headers([1])
    mailbox.file_away([1], Drawer.QUARANTINE)
    mailbox.close()
    said = b"\n".join(imap_script.said)
    assert b"DELETE" not in said
    assert b"Message-ID" not in said
    assert b"ENVELOPE" not in said


def test_the_client_introduces_itself_only_where_that_is_understood(
    imap_script: ImapScript, mailbox: ImapMailbox
) -> None:
    """163.com wants ID before SELECT; a server that does not offer ID is not asked; one that refuses it is forgiven."""
    mailbox.open()
    assert not [line for line in imap_script.said if b" ID " in line]
    imap_script.capability += b" ID"
    imap_script.on["ID"] = lambda exchange: exchange.no(b"never mind")
    mailbox.open()
    mailbox.close()
    commands = [line.split()[1] for line in imap_script.said if len(line.split()) > 1]
    assert commands.index(b"ID") < len(commands) - 1 - commands[::-1].index(b"SELECT")


# ---- IDLE -----------------------------------------------------------------------------------------------------


def idling(*pieces: bytes, pause: float = 0.0) -> Callable[[Exchange], None]:
    """An IDLE that sends these pieces, each in its own segment, then waits for DONE."""

    def idle(exchange: Exchange) -> None:
        for piece in pieces:
            exchange.raw(piece)
            exchange.server.stopping.wait(pause)
        exchange.read_line()
        exchange.ok(b"idle done")

    return idle


@pytest.mark.parametrize(
    "pieces",
    [
        (b"+ idling\r\n", b"* 2 EXISTS\r\n"),
        (b"+ idling\r\n* 2 EXISTS\r\n",),
        (b"+ idling\r\n", b"* 2 EX", b"ISTS\r\n"),
        (b"* 2 EXISTS\r\n+ idling\r\n",),
        (b"+ idling\r\n* 2 EXI", b"STS\r\n"),
    ],
    ids=["own segment", "same segment", "split line", "before the go-ahead", "split across the go-ahead"],
)
def test_news_during_idle_ends_the_wait(
    imap_script: ImapScript, mailbox: ImapMailbox, pieces: tuple[bytes, ...]
) -> None:
    """However the line is cut into segments, the wait ends and the connection is still in step."""
    imap_script.on["IDLE"] = idling(*pieces, pause=0.03)
    mailbox.open()
    began = time.monotonic()
    mailbox.wait(30)
    assert time.monotonic() - began < SOON
    assert mailbox.uids() == [1]
    mailbox.close()


def test_a_sign_of_life_during_idle_is_no_news(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Dovecot's "* OK Still here" every two minutes does not make us poll."""
    imap_script.on["IDLE"] = idling(b"+ idling\r\n", b"* OK Still here\r\n")
    mailbox.open()
    began = time.monotonic()
    mailbox.wait(0.3)
    assert time.monotonic() - began >= 0.3
    mailbox.close()


def with_line(line: bytes) -> Callable[[Exchange], None]:
    """The usual answer, and a line that has nothing to do with the command before it."""

    def answer(exchange: Exchange) -> None:
        exchange.send(line)
        exchange.usual()

    return answer


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ("UID SEARCH", b"* 2 EXISTS"),
        ("UID FETCH", b"* 2 EXISTS"),
        ("UID MOVE", b"* 2 EXISTS\r\n* 1 EXPUNGE"),
        ("UID MOVE", b"* 1 EXPUNGE\r\n* 1 EXISTS"),  # as many as before, and yet a new one
    ],
    ids=["search", "fetch", "move", "move, the number being the same"],
)
def test_news_with_another_answer_ends_the_wait(
    imap_script: ImapScript, mailbox: ImapMailbox, answers: str, line: bytes
) -> None:
    """A server tells of a letter once (RFC 3501, section 7.3.1): with the answer that is just due, and IDLE is silent."""
    mailbox.open()
    imap_script.on[answers] = with_line(line)
    mailbox.uids()
    mailbox.fetch([1])
    mailbox.file_away([1], Drawer.HANDLED)
    began = time.monotonic()
    mailbox.wait(30)
    assert time.monotonic() - began < SOON
    mailbox.close()


def test_news_with_another_answer_is_news_to_a_polled_mailbox_too(imap_script: ImapScript) -> None:
    """Without IDLE a letter the server has told of does not wait for the next poll either."""
    mailbox = mailbox_for(imap_script, idle=False)
    mailbox.open()
    imap_script.on["UID SEARCH"] = with_line(b"* 2 EXISTS")
    mailbox.uids()
    began = time.monotonic()
    mailbox.wait(30)
    assert time.monotonic() - began < SOON
    mailbox.close()


def test_a_server_that_repeats_the_number_with_every_answer_tells_no_news(
    imap_script: ImapScript, mailbox: ImapMailbox
) -> None:
    """Or a look would be followed by a look, without an end. What was filed away makes it look once more at most."""

    def chatty(exchange: Exchange) -> None:
        exchange.send(b"* %d EXISTS" % len(imap_script.letters))
        exchange.usual()

    imap_script.on |= dict.fromkeys(("NOOP", "UID SEARCH", "UID FETCH"), chatty)
    imap_script.on["UID MOVE"] = with_line(b"* 1 EXPUNGE")
    mailbox.open()
    mailbox.file_away(mailbox.uids(), Drawer.HANDLED)
    mailbox.wait(0.01)
    mailbox.uids()
    began = time.monotonic()
    mailbox.wait(0.3)
    assert time.monotonic() - began >= 0.3
    mailbox.close()


def test_letters_that_go_are_no_news(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """A colleague deletes a letter: nothing has come, and the wait goes on."""
    imap_script.on["NOOP"] = with_line(b"* 1 EXPUNGE")
    mailbox.open()
    mailbox.uids()
    began = time.monotonic()
    mailbox.wait(0.3)
    assert time.monotonic() - began >= 0.3
    mailbox.close()


def test_idle_is_renewed_before_routers_forget_it(
    imap_script: ImapScript, mailbox: ImapMailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long wait is a chain of short IDLEs."""
    monkeypatch.setattr(daemon.imap.mailbox, "IDLE_SECONDS", 0.1)
    mailbox.open()
    mailbox.wait(0.35)
    mailbox.close()
    assert len([line for line in imap_script.said if line.endswith(b" IDLE")]) >= 3


def test_a_silent_death_during_idle_is_noticed_at_its_end(
    imap_script: ImapScript, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A peer that no longer answers DONE is given up after the read timeout."""
    monkeypatch.setattr(daemon.imap.mailbox, "IDLE_SECONDS", 0.1)

    def deaf(exchange: Exchange) -> None:
        exchange.send(b"+ idling")
        exchange.hang()

    imap_script.on["IDLE"] = deaf
    mailbox = mailbox_for(imap_script, read_timeout=0.2)
    mailbox.open()
    with pytest.raises(MailboxUnavailable, match="ending IDLE"):
        mailbox.wait(30)
    mailbox.close()


@pytest.mark.parametrize("ending", [Exchange.close, Exchange.reset], ids=["end of file", "reset"])
def test_an_idle_connection_that_breaks_ends_the_wait(
    imap_script: ImapScript, mailbox: ImapMailbox, ending: Callable[[Exchange], None]
) -> None:
    """The wait ends with MailboxUnavailable at once."""

    def broken(exchange: Exchange) -> None:
        exchange.send(b"+ idling")
        ending(exchange)

    imap_script.on["IDLE"] = broken
    mailbox.open()
    with pytest.raises(MailboxUnavailable):
        mailbox.wait(30)
    mailbox.close()


def test_a_server_that_refuses_idle_is_polled(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """NO to IDLE: said once, and from then on a wait is only a wait, which can still be ended."""
    imap_script.on["IDLE"] = lambda exchange: exchange.no(b"not now")
    mailbox.open()
    threading.Timer(0.1, mailbox.wake).start()
    mailbox.wait(30)
    mailbox.wait(0.01)
    assert len(mailbox.problems) == 1
    assert "not now" in mailbox.problems[0]
    assert mailbox.uids() == [1]
    mailbox.close()


def test_idle_can_be_switched_off(imap_script: ImapScript) -> None:
    """`idle = false` in the configuration: the server is never asked to."""
    mailbox = mailbox_for(imap_script, idle=False)
    mailbox.open()
    mailbox.wait(0.01)
    mailbox.close()
    assert not [line for line in imap_script.said if b"IDLE" in line]


def test_after_leave_no_folder_is_made(imap_script: ImapScript) -> None:
    """A mailbox that is only read needs no drawers, so none are made."""
    mailbox = mailbox_for(imap_script, after=After.LEAVE)
    mailbox.open()
    mailbox.close()
    assert not [line for line in imap_script.said if b"CREATE" in line or b"Handled" in line]


def test_settings_do_not_change() -> None:
    """Settings are frozen: what a connection was made with is what the operator reads."""
    settings: ImapSettings = settings_for(1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.host = "elsewhere"  # pyright: ignore[reportAttributeAccessIssue] - that it cannot be set is the claim


def test_a_server_that_says_goodbye_at_once_has_refused_nobody(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Too many connections, or a restart: tried again soon, and no person has to act."""
    imap_script.greeting = b"* BYE Maximum connection limit reached\r\n"
    with pytest.raises(MailboxBusy, match="Maximum connection limit"):
        mailbox.open()


def test_throttling_is_no_letters_fault(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Microsoft's BAD to a FETCH means later; the letters are not asked for one by one and given up."""
    mailbox.open()
    words = b" BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds"
    imap_script.on["UID FETCH"] = lambda exchange: exchange.send(exchange.tag + words)
    with pytest.raises(MailboxBusy):
        mailbox.fetch([1])
    mailbox.close()


def test_a_server_that_tells_no_case_apart_has_the_folder(imap_script: ImapScript, mailbox: ImapMailbox) -> None:
    """Exchange shows "handled" when it is asked for "Handled"; another of that name cannot be made."""

    def listed(exchange: Exchange) -> None:
        exchange.send(b'* LIST () "/" ' + exchange.arguments.split()[-1].lower())
        exchange.ok()

    def refuses(exchange: Exchange) -> None:
        asked.append(exchange.arguments)
        exchange.no(b"Folder already exists")

    asked = list[bytes]()
    imap_script.on |= {"LIST": listed, "CREATE": refuses}
    mailbox.open()
    assert asked == []
    mailbox.close()
