"""The embedded mail world does what its users, the demo and the fast tests, rely on."""

import smtplib
from datetime import UTC, datetime
from typing import Any

import pytest
from imapclient import IMAPClient

from daemon.demo.world import MailWorld, Sent

LETTER = b"From: alice@customer.test\r\nTo: desk@shop.test\r\nSubject: It broke\r\n\r\n\xe5\x9d\x8f\xe4\xba\x86\r\n"


def send(world: MailWorld, sender: str, *recipients: str) -> None:
    """Hand a letter to the world by SMTP."""
    with smtplib.SMTP("127.0.0.1", world.smtp_port, timeout=10) as client:
        client.sendmail(sender, list(recipients), LETTER)


def mail_program(world: MailWorld) -> Any:
    """The desk's mail program, logged in (an IMAPClient, untyped)."""
    client = IMAPClient("127.0.0.1", world.imap_port, ssl=False, timeout=10)
    client.login("desk@shop.test", "secret")
    return client


def try_later(mail: Sent) -> str | None:
    """A fault: mail for the desk is refused for now."""
    return "451 4.3.0 try later" if "desk@shop.test" in mail.recipients else None


def test_mail_sent_by_smtp_arrives_unchanged(mail_world: MailWorld) -> None:
    """What goes in by SMTP is in the user's INBOX when the server has said 250, byte for byte."""
    send(mail_world, "alice@customer.test", "desk@shop.test")
    assert mail_world.mail("desk@shop.test") == [LETTER]
    assert mail_world.sent == [Sent("alice@customer.test", ("desk@shop.test",), LETTER)]
    assert mail_world.unrouted == []


def test_a_subaddress_reaches_its_user(mail_world: MailWorld) -> None:
    """Mail to desk+token@ is the desk's, and capitals do not matter; the envelope keeps what was written."""
    send(mail_world, "alice@customer.test", "Desk+c1-abc@Shop.test")
    assert mail_world.mail("desk@shop.test") == [LETTER]
    assert mail_world.sent[0].recipients == ("Desk+c1-abc@Shop.test",)


def test_mail_for_strangers_is_kept_as_the_internet(mail_world: MailWorld) -> None:
    """Unknown recipients of a mail are in `unrouted`, the known ones get it."""
    send(mail_world, "", "alice@customer.test", "buyer@elsewhere.example", "other@elsewhere.example")
    assert mail_world.unrouted == [Sent("", ("buyer@elsewhere.example", "other@elsewhere.example"), LETTER)]
    assert mail_world.mail("alice@customer.test") == [LETTER]


def test_a_fault_answers_in_the_servers_place(mail_world: MailWorld) -> None:
    """The fault's reply reaches the sender, nothing is delivered; without it all is well again."""
    mail_world.fault = try_later
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(mail_world, "alice@customer.test", "desk@shop.test")
    assert refused.value.smtp_code == 451
    assert mail_world.mail("desk@shop.test") == mail_world.sent == []
    mail_world.fault = None
    send(mail_world, "alice@customer.test", "desk@shop.test")
    assert mail_world.mail("desk@shop.test") == [LETTER]


def test_users_authenticate_by_smtp(mail_world: MailWorld) -> None:
    """The right password is taken and a wrong one answered, not left waiting."""
    with smtplib.SMTP("127.0.0.1", mail_world.smtp_port, timeout=10) as client:
        client.login("desk@shop.test", "secret")
    with (
        smtplib.SMTP("127.0.0.1", mail_world.smtp_port, timeout=10) as client,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        client.login("desk@shop.test", "wrong")


def test_keywords_stay_on_a_letter(mail_world: MailWorld) -> None:
    """A custom keyword set by one mail program is seen by another, in INBOX and in folders made later."""
    mail_world.deliver("desk@shop.test", LETTER, received=datetime(2024, 2, 29, tzinfo=UTC))
    with mail_program(mail_world) as client:
        client.create_folder("Later")
        client.select_folder("INBOX")
        [uid] = client.search()
        client.copy([uid], "Later")
        client.add_flags([uid], ["$Done"])
    with mail_program(mail_world) as client:
        client.select_folder("INBOX")
        assert b"$Done" in client.get_flags([uid])[uid]
    assert mail_world.mail("desk@shop.test", "Later") == [LETTER]


def test_delivering_to_a_stranger_is_an_error(mail_world: MailWorld) -> None:
    """A test that mistypes an address is told, not left to wonder."""
    with pytest.raises(KeyError, match=r"dekc@shop\.test"):
        mail_world.deliver("dekc@shop.test", LETTER)


def test_a_taken_port_is_told_by_start(mail_world: MailWorld) -> None:
    """`start()` raises what went wrong in the world's thread, and the world can be thrown away."""
    other = MailWorld({"a@b.test": "a"}, smtp_port=mail_world.smtp_port)
    with pytest.raises(OSError, match=r"address already in use"):
        other.start()
    other.stop()


def test_a_world_stops_with_clients_still_connected() -> None:
    """Neither an open IMAP session nor a half-sent mail keeps a world alive; stopping twice is no error."""
    world = MailWorld({"desk@shop.test": "secret"}, folders=("Handled", "投诉/质量"))
    world.start()
    imap = mail_program(world)
    assert imap.folder_exists("投诉/质量")
    smtp = smtplib.SMTP("127.0.0.1", world.smtp_port, timeout=10)
    smtp.ehlo()
    smtp.mail("alice@customer.test")
    world.stop()
    world.stop()
    smtp.close()
    imap.shutdown()
