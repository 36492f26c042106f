"""Bounces: which address, which code, for good or for now, in whatever words a mail system puts it."""

from __future__ import annotations

from base64 import b64encode

import pytest

from parsers.letter import Letter, Origin
from parsers.mail import compose

DESK = "desk@amends.example"
OUR_ID = "<ack.7.sig@amends.example>"
PASTED = f"Received: from amends.example by mx.example\nFrom: {DESK}\nTo: other@elsewhere.example\nMessage-ID: {OUR_ID}\nSubject: Your letter\n\nWe have it."


def _letter(text: str, *, sender: str = "MAILER-DAEMON@mx.example", subject: str = "failure notice") -> Letter:
    head = (
        f"Return-Path: <>\nFrom: {sender}\nTo: {DESK}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    letter = compose((head + text).encode(), own=frozenset({DESK}))
    assert isinstance(letter, Letter)
    return letter


def _failed(letter: Letter) -> list[tuple[str, str, bool]]:
    assert letter.origin is Origin.BOUNCE, letter.origin_reason
    assert letter.bounce is not None
    return [(status.recipient, status.status, status.permanent) for status in letter.bounce.statuses]


@pytest.mark.parametrize(
    "text, failed",
    [
        pytest.param(
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n"
            "This is a permanent error; I've given up. Sorry it didn't work out.\n\n<anna@b.example>:\n192.0.2.1 does not like recipient.\n"
            f"Remote host said: 550 5.1.1 <anna@b.example>: User unknown\n\n--- Below this line is a copy of the message.\n\n{PASTED}",
            [("anna@b.example", "5.1.1", True)],
            id="qmail",
        ),
        pytest.param(
            "This message was created automatically by mail delivery software.\n\nA message sent by\n\n  <desk@amends.example>\n\n"
            "could not be delivered to one or more of its recipients. The following address(es) failed:\n\n  anna@b.example\n    (generated from info@b.example)\n"
            "    SMTP error from remote mail server after RCPT TO:<anna@b.example>:\n    host mx.b.example [192.0.2.1]: 452 4.2.2 Mailbox full\n"
            f"  bob@b.example\n    550 5.1.1 no such user\n\n------ This is a copy of the message, including all the headers. ------\n\n{PASTED}",
            [("anna@b.example", "4.2.2", False), ("bob@b.example", "5.1.1", True)],
            id="Exim",
        ),
        pytest.param(
            "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n"
            "<anna@b.example>: host mx.b.example[192.0.2.1] said: 550 5.7.1 <anna@b.example>:\n    Recipient address rejected: Access denied (in reply to RCPT TO command)\n",
            [("anna@b.example", "5.7.1", True)],
            id="Postfix",
        ),
        pytest.param(
            "   ----- Transcript of session follows -----\n550 b.example (smtp)... 550 Host unknown\n554 <anna@b.example>... 550 Host unknown (Authoritative answer from name server)\n\n"
            f"   ----- Unsent message follows -----\n{PASTED}",
            [("anna@b.example", "", True)],
            id="sendmail",
        ),
        pytest.param(
            "The original message was received at Mon, 23 Nov 2026 09:00:00 +0800\nfrom amends.example [192.0.2.9]\n\n   ----- The following addresses had permanent fatal errors -----\n"
            "<anna@b.example>\n    (reason: 553 5.3.0 <anna@b.example>... No such user)\n",
            [("anna@b.example", "5.3.0", True)],
            id="sendmail, permanent fatal errors",
        ),
        pytest.param(
            "Your message\n\n  To:      sales@elsewhere.example\n  Cc:      other@elsewhere.example\n  Subject: Release 2.0.12\n  Sent:    Mon, 23 Nov 2026 09:00:00 +0800\n\n"
            "did not reach the following recipient(s):\n\nanna@b.example on Mon, 23 Nov 2026 09:00:05 +0800\n    The recipient name is not recognized\n",
            [("anna@b.example", "", True)],
            id="Exchange 5.5",
        ),
        pytest.param(
            "Your message to anna@b.example couldn't be delivered.\n\nanna wasn't found at b.example.\n\nStatus code: 550 5.1.10\n",
            [("anna@b.example", "5.1.10", True)],
            id="Office 365",
        ),
        pytest.param(
            "Delivery to the following recipient failed permanently:\n\n     anna@b.example\n\nTechnical details of permanent failure:\n"
            f"550 550 5.1.1 unknown user (state 14).\n\n----- Original message -----\n\n{PASTED}",
            [("anna@b.example", "5.1.1", True)],
            id="Gmail",
        ),
        pytest.param(
            "抱歉，您的邮件被退回来了……\n原邮件信息：\n时　间：2026-11-23 09:00:00\n主　题：关于您的来信\n收件人：wang@qq.example\n\n退信原因：收件人邮箱不存在，550 Mailbox not found\n",
            [("wang@qq.example", "", True)],
            id="QQ",
        ),
        pytest.param(
            "您的邮件发送失败\n\n以下收件人无法送达：\nli@163.example\n原因：552 Quota exceeded\n\n---- 原邮件 ----\nother@elsewhere.example",
            [("li@163.example", "", False)],
            id="163",
        ),
        pytest.param(
            f"------- Failure Reasons  --------\n\nUser  not listed in public Name & Address Book\nanna@b.example\n\n\n------- Returned Message --------\n{PASTED}",
            [("anna@b.example", "", True)],
            id="Lotus",
        ),
        pytest.param(
            f"Invalid final delivery userid: anna@b.example\n\n\nOriginal message follows.\n\n{PASTED}",
            [("anna@b.example", "", True)],
            id="IMail",
        ),
        pytest.param(
            "次のあて先へのメッセージはエラーのため送信できませんでした。\n\n<anna@b.example>: 550 user unknown (in reply to RCPT TO command)\n",
            [("anna@b.example", "", True)],
            id="Japanese",
        ),
        pytest.param(
            "Your message:\n   From:    desk@amends.example\n   Subject: Your letter\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected: \n    anna@b.example\n",
            [("anna@b.example", "5.1.1", True)],
            id="MailMarshal",
        ),
        pytest.param(
            "This is the mail system at host mx.example.\n\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n\nYour message could not be delivered for more than 4 hours.\n"
            "It will be retried until it is 5 days old.\n\n<anna@b.example>: connect to mx.b.example[192.0.2.1]: Connection timed out\n",
            [("anna@b.example", "", False)],
            id="only late",
        ),
    ],
)  # fmt: skip
def test_words_of_mail_systems(text: str, failed: list[tuple[str, str, bool]]):
    """Of each system's words the failed addresses are read, with code and permanence, and no other address."""
    letter = _letter(text)
    assert _failed(letter) == failed
    assert letter.bounce is not None
    assert letter.bounce.original_message_id == (OUR_ID if PASTED in text else None)


def _report(recipient: str, *, subtype: str = "report; report-type=delivery-status") -> Letter:
    raw = (
        f"From: Mail System <mailer-daemon@mx.example>\nTo: {DESK}\nSubject: x\nContent-Type: multipart/{subtype}; boundary=q\n\n"
        f"--q\n\nIt failed.\n--q\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{recipient}\n"
        f"--q\nContent-Type: text/rfc822-headers\n\n{PASTED}\n--q--\n"
    )
    letter = compose(raw.encode())
    assert isinstance(letter, Letter)
    return letter


@pytest.mark.parametrize(
    "recipient, failed",
    [
        ("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1", ("a@b.example", "5.1.1", True)),
        ("Final-Recipient: RFC822; <a@b.example>\nAction: failed\nStatus: 4.4.7", ("a@b.example", "4.4.7", False)),
        ("Final-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1", ("a@b.example", "4.4.1", False)),
        ("Final-Recipient: rfc822;a@b.example\nAction: failure\nStatus: 553 too big", ("a@b.example", "", True)),
        (
            "Final-Recipient: rfc822;a@b.example\nAction: failed (no user)\nStatus: 5.1.1",
            ("a@b.example", "5.1.1", True),
        ),
        ("Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0", ("a@b.example", "2.0.0", False)),
        (
            "Original-Recipient: rfc822;us@b.example\nFinal-Recipient: rfc822;a@c.example\nAction: failed\nStatus: 5.0.0",
            ("us@b.example", "5.0.0", True),
        ),
        (
            "Final-Recipient: rfc822;a@b.example\nAction: failed\nDiagnostic-Code: smtp; 550 5.2.1 disabled",
            ("a@b.example", "5.2.1", True),
        ),
    ],
)
def test_standard_reports(recipient: str, failed: tuple[str, str, bool]):
    """RFC 3464 is read as it is written and as programs write it; the mail that came back is known by its Message-ID."""
    for letter in (_report(recipient), _report(recipient, subtype="mixed; report-type=delivery-status")):
        assert _failed(letter) == [failed]
        assert letter.bounce is not None
        assert letter.bounce.original_message_id == OUR_ID


@pytest.mark.parametrize(
    "sender, subject, text",
    [
        ("Mail Delivery System <Mail.Delivery.System@mx.example>", "Delivery status notification", "Delivery to a@b.example failed."),
        ("imss@mx.example", "Mail could not be delivered", "Unable to deliver message to <a@b.example>.\n550 5.1.1 unknown user"),
        ("System Administrator <gate@mx.example>", "Undeliverable: Your letter", "Your message did not reach a@b.example."),
        ("no-reply@mx.example", "メールエラー通知", "送信先のメールボックスが一杯のため、送信できませんでした。\nCould not be delivered to: <a@b.example>"),
        ("ndr@mx.example", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered. It was created automatically."),
        ("postmaster@mx.example", "Mail failure", "Your message was not delivered to a@b.example"),
        ("gate@mx.example", "邮件投递失败", "我们无法将您的邮件投递给 a@b.example。"),
        ("gate@mx.example", "Mail delivery failed", "Delivery to <a@b.example> failed: not in my rcpthosts."),
        ("post_master@mx.example", "Re: Your letter", "Error: Invalid user address\n550 - no such user here\n  RCPT TO: a@b.example"),
    ],
)  # fmt: skip
def test_bounces_without_a_null_return_path(sender: str, subject: str, text: str):
    """Gateways that send as anybody are known by subject and words together."""
    raw = f"From: {sender}\nTo: {DESK}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    letter = compose(raw.encode())
    assert isinstance(letter, Letter)
    assert letter.origin is Origin.BOUNCE, letter.origin_reason


@pytest.mark.parametrize(
    "subject, text",
    [
        ("Delivery failed: where is my parcel?", "My parcel was not delivered. You can reach me at anna@customer.example, invoice 89621."),
        ("Delivery delayed again", "The goods have been delayed for the third time. Write to anna@customer.example."),
        ("Undelivered parcel", "It could not be delivered, the driver says. anna@customer.example"),
        ("My letters to you", "Your message system is broken: my mail could not be delivered to support@shop.example, twice!"),
        ("退货无法送达", "你们的退货地址无法送达，快递退回来了，请联系 anna@customer.example。"),
        ("Mail could not be delivered", "Every mail that I send to support@shop.example could not be delivered. My kettle leaks."),
        ("Message not delivered", "We sent three mails to hello@shop.example; the message could not be delivered."),
        ("邮件发送失败", "我给 kf@shop.example 发的邮件被退回了三次，水壶漏水。"),
        ("投递失败", "快递投递失败，我在家等了一天。联系 anna@customer.example"),
        ("Failed heating", "The heating failed. There was no such user manual in the box."),
    ],
)  # fmt: skip
def test_customers_are_no_mail_systems(subject: str, text: str):
    """Whoever complains that something was not delivered is a person, and is answered."""
    raw = f"Return-Path: <anna@customer.example>\nFrom: Anna <anna@customer.example>\nTo: {DESK}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    letter = compose(raw.encode())
    assert isinstance(letter, Letter)
    assert letter.origin is Origin.PERSON, letter.origin_reason


def test_a_report_that_names_only_us_names_nobody():
    """The desk, to which the report is addressed, is not the one that failed."""
    assert _failed(_letter("Sorry desk@amends.example. Your mail could not be delivered.")) == []
    assert _failed(_letter("Your message was not delivered:\n\n<desk@amends.example>: 550 5.1.1 unknown")) == [
        (DESK, "5.1.1", True)
    ]


def test_failed_recipients_of_the_header_are_taken_where_nothing_better_is():
    """Exim and Google name the failed ones in a field of the header."""
    raw = b"Return-Path: <>\nX-Failed-Recipients: a@b.example, c@d.example\nFrom: mailer-daemon@mx.example\nSubject: Mail failure\n\nSorry."
    letter = compose(raw)
    assert isinstance(letter, Letter)
    assert [recipient for recipient, _, _ in _failed(letter)] == ["a@b.example", "c@d.example"]


def test_the_header_names_the_failed_ones_more_surely_than_the_words():
    """A report that speaks to its reader by address does not mean that it was the reader who failed."""
    raw = (
        f"Return-Path: <>\nX-Failed-Recipients: club@b.example\nFrom: mailer-daemon@mx.example\nTo: {DESK}\nSubject: Mail failure\n\n"
        f"{DESK}:\n\nThe group that you wrote to does not exist. It could not be delivered.\n\n----- Original message -----\n\n{PASTED}"
    )
    letter = compose(raw.encode(), own=frozenset({DESK}))
    assert isinstance(letter, Letter)
    assert _failed(letter) == [("club@b.example", "", True)]
    assert letter.bounce is not None
    assert letter.bounce.original_message_id == OUR_ID


def test_the_address_that_we_wrote_to_is_among_the_failed_ones():
    """An alias fails as the address behind it; the one that the desk knows is named beside it."""
    letter = _letter(
        "   ----- The following addresses had permanent fatal errors -----\nann@shaft.b.example\n    (expanded from: info@b.example)\n\n"
        "   ----- Transcript of session follows -----\n554 Too many hops\n"
    )
    assert [recipient for recipient, _, _ in _failed(letter)] == ["ann@shaft.b.example", "info@b.example"]


@pytest.mark.parametrize(
    "copy",
    [
        f"--q\nContent-Type: message/rfc822\n\n{PASTED}\n",
        f"--q\nContent-Type: text/rfc822-headers\n\n{PASTED}\n",
        f"   ----- Unsent message follows -----\n{PASTED}\n",
    ],
)
def test_a_report_that_names_nobody_is_about_the_mail_in_it(copy: str):
    """Where no word says who failed, it is the only one whom the mail that came back was for."""
    raw = (
        f"From: MAILER-DAEMON@mx.example\nTo: {DESK}\nSubject: Returned mail: Cannot send message for 4 days\nContent-Type: multipart/mixed; boundary=q\n\n"
        f"--q\n\n421 smtp... Deferred: Connection timed out\n\n{copy}--q--\n"
    )
    letter = compose(raw.encode(), own=frozenset({DESK}))
    assert isinstance(letter, Letter)
    assert _failed(letter) == [("other@elsewhere.example", "", False)]
    with_two = compose(raw.replace("To: other@", "To: a@b.example, other@").encode())
    assert isinstance(with_two, Letter)
    assert _failed(with_two) == []  # nobody can tell which of them


@pytest.mark.parametrize(
    "recipient, given_up",
    [
        ("Action: failed\nStatus: 5.1.1", True),
        ("Action: failed\nStatus: 4.4.7", True),
        ("Action: delayed\nStatus: 4.4.1", False),
        ("Action: relayed\nStatus: 2.0.0", False),
        ("Status: 5.0.0", True),
        ("Status: 4.2.2", False),
    ],
)
def test_a_mail_given_up_is_told_from_one_that_is_late(recipient: str, *, given_up: bool):
    """A server that was away for five days is no fault of the address; the mail is lost all the same."""
    letter = _report(f"Final-Recipient: rfc822; a@b.example\n{recipient}")
    assert letter.bounce is not None
    assert [status.given_up for status in letter.bounce.statuses] == [given_up]


@pytest.mark.parametrize(
    "text, given_up",
    [
        ("Your message could not be delivered:\n\n<a@b.example>: 452 4.2.2 Mailbox full", True),
        ("Your message could not be delivered to a@b.example: temporary server error, after 30 attempts", True),
        ("Your message to a@b.example is delayed. It will be retried for four days.", False),
        ("<a@b.example>: 451 4.7.1 try later\n\nYour message was not yet delivered. Attempts will continue.", False),
    ],
)
def test_words_tell_whether_a_mail_was_given_up(text: str, *, given_up: bool):
    """Only a mail system that says that it tries again does so."""
    letter = _letter(text)
    assert letter.bounce is not None
    assert [status.given_up for status in letter.bounce.statuses] == [given_up]


@pytest.mark.parametrize(
    "status, said, permanent",
    [
        ("5.2.2", "552 the account that you tried to reach is over quota", False),
        ("5.1.1", "550 5.1.1 mailbox full", False),
        ("5.0.0", "550 用户邮箱已满", False),
        ("5.7.1", "554 5.7.1 Client host [192.0.2.9] blocked using dnsbl.example", False),
        ("5.7.26", "550 5.7.26 the mail does not pass the checks of its domain", False),
        ("5.0.0", "554 DT:SPM 163 smtp8", False),
        ("5.0.0", "550 疑似垃圾邮件", False),
        ("5.3.4", "552 more than fits", False),
        ("5.7.1", "450 Greylisted, come back in five minutes", False),
        ("5.1.1", "550 no such user; for our rules against spam see http://b.example/spam", True),
        ("5.0.0", "550 account disabled, over quota for a year", True),
        ("5.0.0", "550 收件人邮箱不存在", True),
        ("5.7.1", "554 5.7.1 Recipient address rejected: Access denied", True),
    ],
)
def test_a_refusal_that_passes_is_no_dead_address(status: str, said: str, *, permanent: bool):
    """A full mailbox, a filter or a size is given up for this mail only; a user whom nobody knows is for good."""
    letter = _report(
        f"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {said}"
    )
    assert letter.bounce is not None
    assert [(one.permanent, one.given_up) for one in letter.bounce.statuses] == [(permanent, True)]


@pytest.mark.parametrize(
    "text, judged",
    [
        ("很抱歉，您的邮件被退回来了。\n收件人：a@b.example\n退信原因：对方邮箱空间已满。", (False, True)),
        ("很抱歉，您的邮件被退回来了。\n收件人：a@b.example\n退信原因：550 Mail content denied", (False, True)),
        ("Your mail to: a@b.example\nwas blocked by our Spam Firewall. It was not delivered.", (False, True)),
        ("VIRUS ALERT\nOur checker found a virus in a mail to\n-> a@b.example\nIts delivery was stopped.", (False, True)),
        ("Delivery incomplete. There was a temporary problem with your message to a@b.example. We will retry for 46 hours; you are told if it fails permanently.", (False, False)),
        ("您的邮件暂时无法送达 a@b.example，系统将继续尝试投递，如果永久失败会另行通知。", (False, False)),
        ("Ihre Nachricht an a@b.example konnte noch nicht zugestellt werden; es wird weiterhin versucht.", (False, False)),
    ],
)  # fmt: skip
def test_words_tell_what_passes(text: str, judged: tuple[bool, bool]):
    """The same in words; a failure that is only foreseen ("if it fails permanently") has not happened."""
    letter = _letter(text)
    assert letter.bounce is not None
    assert [(one.permanent, one.given_up) for one in letter.bounce.statuses] == [judged]


_BLOCKS = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; c@d.example\nAction: delayed\nStatus: 4.4.1\n"


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/global-delivery-status"])
@pytest.mark.parametrize("encoded", [False, True])
def test_reports_of_other_types_and_encodings(kind: str, *, encoded: bool):
    """The report of an internationalized mail (RFC 6533) may be in base64; gateways put base64 into the old one too."""
    body = b64encode(_BLOCKS.encode()).decode() if encoded else _BLOCKS
    raw = (
        f"From: gate@mx.example\nTo: {DESK}\nSubject: x\nContent-Type: multipart/report; report-type=delivery-status; boundary=q\n\n--q\n\nIt failed.\n"
        f"--q\nContent-Type: {kind}\nContent-Transfer-Encoding: {'base64' if encoded else '7bit'}\n\n{body}\n--q--\n"
    )
    letter = compose(raw.encode())
    assert isinstance(letter, Letter)
    assert _failed(letter) == [("a@b.example", "5.1.1", True), ("c@d.example", "4.4.1", False)]


@pytest.mark.parametrize(
    "fields",
    [
        "Original-Recipient: unknown;unknown-address@unknown\nFinal-Recipient: rfc822; a+x@b.example",
        "Original-Recipient: rfc822;a+2Bx@b.example\nFinal-Recipient: rfc822;a+x@b.example",
        "Original-Recipient: rfc822;unknown\nFinal-Recipient: rfc822;a+x@b.example",
        "Original-Recipient: \nFinal-Recipient: a+x@b.example",
        'Final-Recipient: rfc822; "Anna Berg" <a+x@b.example>',
    ],
)
def test_addresses_as_servers_write_them(fields: str):
    """What is no address, or the same address encoded (RFC 3461, section 4), gives way to the final recipient."""
    assert _failed(_report(f"{fields}\nAction: failed\nStatus: 5.1.1")) == [("a+x@b.example", "5.1.1", True)]


_PART = f"--q\nContent-Type: message/delivery-status\n\n{_BLOCKS}\n--q--\n"


@pytest.mark.parametrize(
    "subject, text, origin",
    [
        ("Zustellproblem", "Ihre Nachricht kam nicht an.", Origin.BOUNCE),
        ("Notice", "Sorry.", Origin.BOUNCE),
        ("Fwd: Undelivered Mail Returned to Sender", "The kettle leaks.", Origin.PERSON),
        ("My complaint came back", "I sent it to support@shop.example. The kettle leaks.", Origin.PERSON),
        ("投诉邮件被退回", "我给贵司发的邮件被退回了，见附件。", Origin.PERSON),
    ],
)
def test_a_reports_part_in_another_container(subject: str, text: str, origin: Origin):
    """Gateways put a report into any multipart; a customer who passes one on remains a person."""
    raw = f"From: anna@customer.example\nTo: {DESK}\nSubject: {subject}\nContent-Type: multipart/mixed; boundary=q\n\n--q\nContent-Type: text/plain; charset=utf-8\n\n{text}\n{_PART}"
    letter = compose(raw.encode())
    assert isinstance(letter, Letter)
    assert letter.origin is origin, letter.origin_reason


def test_who_was_refused_is_not_who_failed():
    """The address behind "mail from" is ours, whatever sub-address it bears."""
    letter = _letter("Your mail was not delivered: they are not accepting mail from desk+c42@amends.example:\n\tanna\n")
    assert _failed(letter) == []


def test_a_delivery_report_that_stands_alone_is_a_bounce():
    """Some gateways send the machine's part of a report as the whole letter."""
    raw = b"From: mx@x.example\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.1\n"
    letter = compose(raw)
    assert isinstance(letter, Letter)
    assert letter.origin is Origin.BOUNCE
    assert _failed(letter) == [("a@b.example", "5.1.1", True)]


def test_the_version_of_a_program_is_no_status():
    """v4.3.20 is the scanner's number; nothing in the report says that the failure will pass."""
    letter = _letter("Your mail could not be delivered to:\n\n<a@b.example>\n\nScan engine v4.3.20.")
    assert _failed(letter) == [("a@b.example", "", True)]
