"""A mail is shown as its reader's program shows it, however it is built."""

from __future__ import annotations

from email.message import EmailMessage

from daemon.rehearsal.shown import shown


def test_parts_within_parts():
    """Text and HTML are found inside the parts that hold them; everything else is attached, an enclosed letter too."""
    letter = EmailMessage()
    letter["Subject"] = "Kettles"
    letter.set_content("They leak.")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "王芳 <fang@customer.example>", "投诉"
    mail.set_content("您好")
    mail.add_alternative("<p>您好</p>", subtype="html")
    mail.add_attachment(letter)
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="发票.pdf")
    seen = shown(mail.as_bytes())
    assert (seen.sender, seen.subject) == ("王芳 <fang@customer.example>", "投诉")
    assert (seen.text, seen.html) == ("您好\n", "<p>您好</p>\n")
    assert seen.attachments == ("message/rfc822", "发票.pdf")


def test_a_boundary_that_begins_like_another():
    """A line that only begins with the boundary is a line like any other."""
    raw = (
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\npreamble\r\n--b\r\n\r\none\r\n--bb\r\ntwo\r\n'
        b"--b  \r\nContent-Type: text/html\r\n\r\nthree\r\n--b--\r\nepilogue\r\n"
    )
    seen = shown(raw)
    assert (seen.text, seen.html, seen.attachments) == ("one\n--bb\ntwo", "three", ())


def test_broken_mail_is_shown_as_far_as_it_goes():
    """No header, no blank line, no boundary, a charset that is none, bare line ends: nothing raises, nothing is lost."""
    assert shown(b"\r\nonly words").text == "only words"
    assert shown(b"Subject: A\nno field\n\nwords").text == "no field\n\nwords"
    assert shown(b"Content-Type: text/plain; charset=none\r\n\r\n\xe5\x9d\x8f").text == "坏"
    unbound = shown(b"Content-Type: multipart/mixed\r\n\r\nwords")
    assert (unbound.text, unbound.attachments) == ("", ("multipart/mixed",))
