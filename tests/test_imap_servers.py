"""The IMAP mailbox on real servers where they differ: TLS, folder names, capabilities, renumbering, size."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.imap.mailbox import ImapMailbox
from daemon.imap.session import Session
from daemon.mailbox import Drawer, MailboxRefused, MailboxUnavailable
from tests.servers.dovecot import PASSWORD, Certificate, Dovecot
from tests.servers.imap_script import ImapScript
from tests.servers.mailbox_bench import changed, settings_for

LETTER = b"From: buyer@customer.example\r\nSubject: It broke\r\n\r\nIt broke.\r\n"


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    """A fresh user of the Dovecot that can do everything."""
    return dovecot.new_user()


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts the test authority, as it would a company's own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))


def mailbox_of(server: Dovecot, user: str, **changes: object) -> ImapMailbox:
    """A mailbox on a Dovecot."""
    return ImapMailbox(changed(settings_for(server.port, user, PASSWORD), **changes))


# ---- TLS (hazards F15) ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_letters_come_through_tls(dovecot: Dovecot, user: str, security: str, host: str) -> None:
    """A certificate that can be verified, for this very host, lets letters through; IDLE works under TLS too."""
    dovecot.deliver(user, LETTER)
    port = dovecot.tls_port if security == "tls" else dovecot.port
    mailbox = mailbox_of(dovecot, user, security=security, host=host, port=port)
    mailbox.open()
    assert [one.raw for one in mailbox.fetch(mailbox.uids())] == [LETTER]
    threading.Timer(0.05, mailbox.wake).start()
    mailbox.wait(20)
    assert len(mailbox.uids()) == 1
    mailbox.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(dovecot: Dovecot, user: str, security: str) -> None:
    """A self-made authority is not trusted by default, and the sentence says why and that nothing was sent."""
    port = dovecot.tls_port if security == "tls" else dovecot.port
    mailbox = mailbox_of(dovecot, user, security=security, port=port)
    with pytest.raises(MailboxRefused, match=r"certificate verify failed.*Nothing was sent"):
        mailbox.open()
    mailbox.close()


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_refused(dovecot: Dovecot, user: str) -> None:
    """127.0.0.2 is the same machine but not the name in the certificate."""
    mailbox = mailbox_of(dovecot, user, security="tls", host="127.0.0.2", port=dovecot.tls_port)
    with pytest.raises((MailboxRefused, MailboxUnavailable)) as raised:
        mailbox.open()
    assert "127.0.0.2" in str(raised.value)
    mailbox.close()


def test_without_starttls_no_password_is_sent(imap_script: ImapScript) -> None:
    """A server, or somebody in between, that does not offer STARTTLS does not get to see the password."""
    mailbox = ImapMailbox(changed(settings_for(imap_script.port), security="starttls"))
    with pytest.raises(MailboxRefused, match="not sent in the clear"):
        mailbox.open()
    mailbox.close()
    assert not [line for line in imap_script.said if b"LOGIN" in line or b"AUTHENTICATE" in line]


def test_a_refused_starttls_ends_it(imap_script: ImapScript) -> None:
    """STARTTLS offered and then refused is no reason to go on in the clear."""
    imap_script.capability += b" STARTTLS"
    imap_script.on["STARTTLS"] = lambda exchange: exchange.no(b"not today")
    mailbox = ImapMailbox(changed(settings_for(imap_script.port), security="starttls"))
    with pytest.raises(MailboxRefused, match="STARTTLS: Couldn't establish TLS"):
        mailbox.open()
    mailbox.close()
    assert not [line for line in imap_script.said if b"LOGIN" in line]


def test_tls_to_a_server_that_speaks_plainly_fails_with_a_sentence(imap_script: ImapScript) -> None:
    """The wrong port for `security = "tls"` is told, not a traceback."""
    mailbox = ImapMailbox(changed(settings_for(imap_script.port), security="tls"))
    with pytest.raises(MailboxUnavailable, match=r"\(tls\): connecting: .*SSL"):
        mailbox.open()
    mailbox.close()


# ---- names and passwords --------------------------------------------------------------------------------------


def test_a_name_and_password_that_are_not_ascii_log_in(dovecot: Dovecot) -> None:
    """LOGIN cannot carry them; AUTHENTICATE PLAIN can."""
    mailbox = ImapMailbox(settings_for(dovecot.port, "zoë@shop.test", "pässwörd"))
    mailbox.open()
    assert mailbox.uids() == []
    mailbox.close()


def test_a_wrong_password_is_refused_by_a_real_server(dovecot: Dovecot, user: str) -> None:
    """Dovecot's refusal reaches the operator in Dovecot's words, with the user's name and without the password."""
    mailbox = ImapMailbox(settings_for(dovecot.port, user, "hunter2"))
    with pytest.raises(MailboxRefused, match=f"logging in as {user}: .*AUTHENTICATIONFAILED") as raised:
        mailbox.open()
    assert "hunter2" not in str(raised.value)


@pytest.fixture
def dotted(dovecot_plain: Dovecot) -> Iterator[tuple[ImapMailbox, str]]:
    """A mailbox on the server with "INBOX." and dots, and its user."""
    user = dovecot_plain.new_user()
    mailbox = mailbox_of(dovecot_plain, user, handled="Amends/已处理", quarantine="INBOX/Amends/Quarantine")
    yield mailbox, user
    mailbox.close()


def test_folder_names_follow_the_servers_separator_and_prefix(
    dovecot_plain: Dovecot, dotted: tuple[ImapMailbox, str]
) -> None:
    """The configuration's "/" becomes ".", and folders are made under "INBOX." where the server wants them there."""
    mailbox, user = dotted
    dovecot_plain.deliver(user, LETTER)
    mailbox.open()
    mailbox.file_away(mailbox.uids(), Drawer.HANDLED)
    assert dovecot_plain.mail(user, "INBOX.Amends.已处理") == [LETTER]
    with dovecot_plain.as_user(user) as client:
        subscribed = {name for _, _, name in client.list_sub_folders()}
        there = {name for _, _, name in client.list_folders()}
    assert {"INBOX.Amends.已处理", "INBOX.Amends.Quarantine"} <= there
    assert {"INBOX.Amends.已处理", "INBOX.Amends.Quarantine"} <= subscribed


def test_a_server_without_move_and_uidplus_keeps_a_read_copy(
    dovecot_plain: Dovecot, dotted: tuple[ImapMailbox, str]
) -> None:
    """Nothing is expunged: the letter is in the drawer and also, marked as read, where it was."""
    mailbox, user = dotted
    dovecot_plain.deliver(user, LETTER)
    dovecot_plain.deliver(user, LETTER.replace(b"It broke", b"Marked by a colleague"))
    with dovecot_plain.as_user(user) as client:
        client.delete_messages([2])
    mailbox.open()
    mailbox.file_away([1], Drawer.QUARANTINE)
    assert [summary.seen for summary in mailbox.summaries(mailbox.uids())] == [True, False]
    assert len(mailbox.drawer_uids(Drawer.QUARANTINE)) == 1


# ---- renumbering, news, size ----------------------------------------------------------------------------------


def test_a_new_epoch_is_seen_at_the_next_opening(dovecot: Dovecot, user: str) -> None:
    """Dovecot ends the session when UIDVALIDITY changes; after reconnecting the new epoch is told (hazards F03)."""
    dovecot.deliver(user, LETTER)
    mailbox = mailbox_of(dovecot, user)
    old = mailbox.open().uidvalidity
    dovecot.renumber(user, old + 7)
    with pytest.raises(MailboxUnavailable):
        mailbox.uids()
    assert mailbox.open().uidvalidity == old + 7
    assert len(mailbox.uids()) == 1
    mailbox.close()


def test_a_new_letter_ends_the_wait(dovecot: Dovecot, user: str) -> None:
    """IDLE wakes us when a letter comes, long before the wait is over."""
    mailbox = mailbox_of(dovecot, user)
    mailbox.open()
    delivery = threading.Timer(0.1, dovecot.deliver, (user, LETTER))
    delivery.start()
    began = time.monotonic()
    mailbox.wait(30)
    assert time.monotonic() - began < 10
    delivery.join()
    assert mailbox.uids() == [1]
    mailbox.close()


def test_a_letter_that_comes_during_the_look_ends_the_wait(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between NOOP and SEARCH: Dovecot leaves it out of the result, says EXISTS after it, and IDLE is silent then."""
    search = Session.search
    late = [LETTER]

    def search_after_a_delivery(session: Session, *criteria: str) -> list[int]:
        while late:
            dovecot.deliver(user, late.pop())
        return search(session, *criteria)

    monkeypatch.setattr(Session, "search", search_after_a_delivery)
    mailbox = mailbox_of(dovecot, user)
    mailbox.open()
    assert mailbox.uids() == []
    began = time.monotonic()
    mailbox.wait(30)
    assert time.monotonic() - began < 10
    assert mailbox.uids() == [1]
    mailbox.close()


def test_a_backlog_of_thousands_is_read_and_filed(dovecot: Dovecot, user: str) -> None:
    """2,000 letters come in batches of 50, each once, and end in the drawer (how fast: the bench says)."""
    raws = [LETTER.replace(b"It broke", b"Number %d" % number) for number in range(2000)]
    dovecot.pour(user, raws)
    mailbox = mailbox_of(dovecot, user)
    mailbox.open()
    uids = mailbox.uids()
    got: list[bytes] = []
    for start in range(0, len(uids), 50):
        batch = uids[start : start + 50]
        assert len(mailbox.summaries(batch)) == len(batch)
        got += [one.raw for one in mailbox.fetch(batch)]
        mailbox.file_away(batch, Drawer.HANDLED)
    assert got == raws
    assert mailbox.uids() == []
    assert len(mailbox.drawer_uids(Drawer.HANDLED)) == 2000
    assert mailbox.problems == []
    mailbox.close()


def test_big_letters_come_whole(dovecot: Dovecot, user: str) -> None:
    """Of 3 letters of 5 MB, more than one command may bring, every byte arrives."""
    raw = LETTER + b"x" * 998 + b"\r\n" + (b"y" * 998 + b"\r\n") * 5000
    for _ in range(3):
        dovecot.deliver(user, raw)
    mailbox = mailbox_of(dovecot, user)
    mailbox.open()
    assert [one.raw == raw for one in mailbox.fetch(mailbox.uids())] == [True] * 3
    mailbox.close()


def test_dovecots_directory_is_gone_after_it_stops() -> None:
    """A private server leaves nothing behind: no process that answers, no directory."""
    with Dovecot() as server:
        assert server.mail(server.new_user()) == []
        base: Path = server.log_path.parent
    assert not base.exists()


def test_the_folders_that_are_there_are_named(dovecot: Dovecot, user: str) -> None:
    """Whoever mistypes a folder, or the sent folder, reads which ones the server has."""
    with dovecot.as_user(user) as client:
        client.create_folder("Sent Items")
    mailbox = mailbox_of(dovecot, user, security="none", host="127.0.0.1", port=dovecot.port, folder="Sent")
    with pytest.raises(MailboxRefused, match=r"selecting Sent.*the folders there are .*INBOX.*Sent Items"):
        mailbox.open()
