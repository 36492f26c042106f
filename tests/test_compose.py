"""What the composer writes, read back with the standard library."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.compose import Auto, Draft, attachable, compose, compose_with_original, enclosed
from parsers.letter import Address

DRAFT = Draft(
    message_id="<c1.ack.a8f3@desk.factory.example>",
    date=datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC),
    sender=Address("desk@factory.example", "Customer Care"),
    to=(Address("mei@customer.example", "王美"),),
    subject="We have your letter about invoice 89621",
    text="Dear Mei,\n\nwe have it.\n",
    html="<p>Dear Mei,</p><p>we have it.</p>",
    language="en",
    auto=Auto.REPLIED,
)
LETTER = b"From: mei@customer.example\r\nSubject: broken\r\n\r\nIt broke.\r\n.\r\nFrom here on\r\n"
EXCHANGE_ID = f"<{'A' * 60}@{'B' * 40}.eurprd01.prod.exchangelabs.example>"

# What may reach a header: anything printable, no run of white space (the renderer has seen to that).
WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
LINES = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)


def read(raw: bytes) -> EmailMessage:
    """The mail as a mail program would see it."""
    return email.message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


def body(raw: bytes, subtype: str) -> str:
    """One of the two ways of reading it."""
    part = read(raw).get_body((subtype,))
    assert part is not None
    return part.get_content().replace("\r\n", "\n")


def untouched(whole: bytes) -> bytes:
    """The enclosed mail's bytes as the oldest of Python's parsers finds them, written again without any change."""
    as_it_is = policy.compat32.clone(linesep="\r\n", mangle_from_=False, max_line_length=0)
    parts = list(email.message_from_bytes(whole, policy=as_it_is).walk())
    inside = 1 + next(number for number, part in enumerate(parts) if part.get_content_type() == "message/rfc822")
    return parts[inside].as_bytes()


def sender(raw: bytes) -> tuple[str, str]:
    """Name and address in From. The modern parser puts a blank between two encoded words of a name, so the old one."""
    name, address = parseaddr(email.message_from_bytes(raw)["From"])
    return str(make_header(decode_header(name.replace("\r\n", "")))), address


def lines(raw: bytes) -> list[bytes]:
    """The mail's lines; proves on the way that there is no bare CR or LF."""
    found = raw.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in found)
    return found


def test_a_mail_says_what_it_was_told_to_say():
    """Every field of the draft is in the mail."""
    mail = read(compose(DRAFT))
    assert mail["From"] == "Customer Care <desk@factory.example>"
    assert mail["To"].addresses[0].display_name == "王美"
    assert mail["To"].addresses[0].addr_spec == "mei@customer.example"
    assert mail["Subject"] == DRAFT.subject
    assert mail["Message-ID"] == DRAFT.message_id
    assert mail["Date"].datetime == DRAFT.date
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Content-Language"] == "en"
    assert body(compose(DRAFT), "plain") == DRAFT.text
    assert body(compose(DRAFT), "html") == f"{DRAFT.html}\n"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert not mail.defects


def test_the_same_draft_gives_the_same_bytes():
    """A mail sent again after an uncertain end is the same mail (hazards D4)."""
    assert compose(DRAFT) == compose(replace(DRAFT))
    assert compose(DRAFT) != compose(replace(DRAFT, message_id="<other@desk.factory.example>"))


def test_a_machine_says_that_it_is_one_and_still_hears_bounces():
    """RFC 3834, and Exchange's header: no out-of-office answers, but never NDR, which are bounces (hazards D8)."""
    suppressed = read(compose(DRAFT))["X-Auto-Response-Suppress"].split(", ")
    assert {"OOF", "AutoReply", "DR"} <= set(suppressed)
    assert not {"All", "NDR"} & set(suppressed)
    department = read(compose(replace(DRAFT, auto=Auto.GENERATED, hears_absence=True)))
    assert "OOF" not in department["X-Auto-Response-Suppress"]
    assert department["Auto-Submitted"] == "auto-generated"
    assert department["Precedence"] is None


def test_chinese_survives_everywhere():
    """Subject, names and both bodies."""
    draft = replace(
        DRAFT,
        sender=Address("desk@factory.example", "客户服务部（上海）, 投诉组"),
        subject="我们已收到您关于发票 89621 的来信：　" + "请放心，我们会在两个工作日内答复。" * 6,
        text="尊敬的王美女士：\n\n来信收悉。镕喆堃玥。\n",
        html="<p>尊敬的王美女士：</p>",
        language="zh-CN",
    )
    raw = compose(draft)
    mail = read(raw)
    assert raw.isascii()
    assert mail["Subject"] == draft.subject
    assert sender(raw) == (draft.sender.name, "desk@factory.example")
    assert body(raw, "plain") == draft.text
    assert body(raw, "html") == f"{draft.html}\n"


def test_the_shorter_encoding_is_taken():
    """Chinese as base64, English as quoted-printable."""
    english, chinese = (read(compose(replace(DRAFT, text=text, html=None))) for text in ("hello\n", "来信收悉。\n"))
    assert english["Content-Transfer-Encoding"] == "quoted-printable"
    assert chinese["Content-Transfer-Encoding"] == "base64"


@given(subject=LINES, name=LINES, text=st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_any_words_survive_in_short_ascii_lines(subject: str, name: str, text: str):
    """Whatever the words are: read back they are the same, and no line is longer than 78."""
    draft = replace(DRAFT, subject=subject, sender=Address("desk@factory.example", name), text=text, html=None)
    raw = compose(draft)
    mail = read(raw)
    assert raw.isascii()
    assert max(map(len, lines(raw))) <= 78
    assert str(mail["Subject"]) == subject
    assert sender(raw) == (name, "desk@factory.example")
    assert mail.get_content().removesuffix("\r\n").removesuffix("\n") == text.removesuffix("\n")


@pytest.mark.parametrize("length", [60, 70, 76, 200, 1000, 5000])
def test_one_endless_word_becomes_short_lines(length: int):
    """A subject without a space folds too, and is the same again."""
    raw = compose(replace(DRAFT, subject="x" * length, text="y" * length, html="z" * length))
    assert max(map(len, lines(raw))) <= 78
    assert read(raw)["Subject"] == "x" * length


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "hello\r\nBcc: evil@evil.example"},
        {"subject": "hello\nthere"},
        {"subject": "hello\u2028there"},
        {"sender": Address("desk@factory.example", "Desk\r\nBcc: evil@evil.example")},
        {"to": (Address("mei@customer.example>\r\nBcc: <evil@evil.example"),)},
        {"to": (Address("客户@customer.example"),)},
        {"reply_to": Address("not an address")},
        {"headers": {"X-Amends-Notice": "a\r\nb"}},
        {"headers": {"X-Amends Notice": "a"}},
    ],
)
def test_line_breaks_in_headers_are_our_mistake(changes: dict[str, Any]):
    """They were to be cleaned before; they are refused, not sent (hazards H01)."""
    with pytest.raises(ValueError, match=r"line break|header name|cannot be written"):
        compose(replace(DRAFT, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"message_id": "no-brackets@desk"},
        {"message_id": "<two words@desk>"},
        {"date": datetime(2026, 1, 1)},  # noqa: DTZ001 - that is what is refused
        {"to": ()},
        {"language": "en\r\n"},
        {"headers": {"Subject": "another"}},
        {"headers": {"Precedence": "bulk"}},
    ],
)
def test_a_draft_that_makes_no_mail_cannot_be_made(changes: dict[str, Any]):
    """Illegal values fail in the constructor."""
    with pytest.raises(ValueError, match=r"message_id|aware|somebody|language|not for the caller"):
        replace(DRAFT, **changes)


def test_an_answer_threads():
    """In-Reply-To and References hold the identifiers exactly, also those longer than a line."""
    raw = compose(replace(DRAFT, in_reply_to=(EXCHANGE_ID,), references=("<first@customer.example>", EXCHANGE_ID)))
    mail = read(raw)
    assert mail["In-Reply-To"] == EXCHANGE_ID
    assert str(mail["References"]).split() == ["<first@customer.example>", EXCHANGE_ID]
    assert EXCHANGE_ID.encode() in raw


def test_a_long_thread_keeps_its_first_and_its_last_twenty():
    """The header stays bounded, and the root of the thread stays known."""
    ids = tuple(f"<{number}@customer.example>" for number in range(100))
    mail = read(compose(replace(DRAFT, in_reply_to=("<parent@customer.example>",), references=ids)))
    assert str(mail["References"]).split() == [ids[0], *ids[-19:], "<parent@customer.example>"]


@pytest.mark.parametrize(
    "odd", ["<[", "no brackets", "<a b@c>", "<x@y>\r\nBcc: <evil@evil.example>", "<王@c>", "<" + "x" * 2000 + ">"]
)
def test_a_strangers_odd_message_id_does_not_stop_the_answer(odd: str):
    """It is left out; the mail goes."""
    mail = read(compose(replace(DRAFT, in_reply_to=(odd,), references=(odd, "<good@customer.example>"))))
    assert mail["In-Reply-To"] is None
    assert mail["References"] == "<good@customer.example>"
    assert mail["Bcc"] is None


# -- the original, enclosed


@pytest.mark.parametrize(
    "raw, encoding",
    [
        (LETTER, "7bit"),
        (LETTER.replace(b"\r\n", b"\n"), "7bit"),
        (LETTER + "来信".encode("gb18030"), "8bit"),
        (LETTER.removesuffix(b"\r\n"), "7bit"),
        (compose(DRAFT), "7bit"),
    ],
)
def test_an_original_is_enclosed_as_a_mail(raw: bytes, encoding: str):
    """Byte for byte between head and tail, and a mail program opens it as a mail."""
    enclosure = enclosed(raw)
    head, tail = compose_with_original(DRAFT, enclosure, "original.eml")
    whole = head + enclosure.content + tail
    mail = read(whole)
    words, original = mail.iter_parts()
    assert enclosure.content == attachable(raw)
    assert enclosure.content.replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
    assert original["Content-Transfer-Encoding"] == encoding
    assert original.get_content_type() == "message/rfc822"
    assert original.get_content()["Subject"] == read(raw)["Subject"]
    assert untouched(whole) == enclosure.content
    assert original.get_filename() == "original.eml"
    assert words.get_content_type() == "multipart/alternative"
    assert body(whole, "plain") == DRAFT.text
    assert head.isascii()
    assert tail.isascii()
    assert max(map(len, lines(head))) <= 998


@pytest.mark.parametrize("raw", [b"", b"Subject: a\0b\r\n\r\nx", b"Subject: x\r\n\r\n" + b"y" * 999 + b"\r\n"])
def test_what_may_not_be_enclosed_as_a_mail_is_enclosed_as_a_file(raw: bytes):
    """NULs, endless lines and nothing at all (RFC 2045, 2.7 and 2.8): base64, exact to the byte."""
    assert attachable(raw) is None
    enclosure = enclosed(raw)
    head, tail = compose_with_original(DRAFT, enclosure, "来信 1.eml")
    whole = head + enclosure.content + tail
    _, original = read(whole).iter_parts()
    assert original.get_content() == raw
    assert original.get_filename() == "来信 1.eml"
    assert whole.isascii()


def test_a_letter_that_encloses_this_very_mail_cannot_end_it_early():
    """The boundary is chosen so that it does not occur in the original."""
    first, end = compose_with_original(DRAFT, enclosed(LETTER), "original.eml")
    nested = enclosed(first + LETTER + end)
    head, tail = compose_with_original(DRAFT, nested, "original.eml")
    words, original = read(head + nested.content + tail).iter_parts()
    assert words.get_content_type() == "multipart/alternative"
    assert original.get_content()["Subject"] == DRAFT.subject
    assert len(list(original.get_content().iter_parts())) == 2


@given(raw=st.binary(max_size=3000))
def test_any_bytes_can_be_enclosed(raw: bytes):
    """Whatever the letter is, the whole is a mail of two parts, and the tail is not lost in it."""
    enclosure = enclosed(raw)
    head, tail = compose_with_original(DRAFT, enclosure, "original.eml")
    whole = head + enclosure.content + tail
    assert len(list(read(whole).iter_parts())) == 2
    assert max(map(len, lines(whole))) <= 998
