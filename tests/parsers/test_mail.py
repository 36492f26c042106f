"""Whole letters: from the bytes that came to what the desk knows."""

from __future__ import annotations

import time
import tomllib
from base64 import encodebytes
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.letter import Letter, Origin, Unreadable
from parsers.mail import compose, read

CORPUS = Path(__file__).parent.parent / "corpus"
OWN = frozenset({"desk@amends.example"})
HEAD = b"From: anna@customer.example\nSubject: x\nMessage-ID: <1@customer.example>\n"
MIXED = b"Content-Type: multipart/mixed; boundary=q\n\n"


def _letter(raw: bytes) -> Letter:
    letter = compose(raw, own=OWN)
    assert isinstance(letter, Letter), letter
    return letter


@pytest.mark.parametrize("name", sorted(path.stem for path in CORPUS.glob("*.eml")))
def test_corpus(name: str):
    """Every letter of the corpus is read as its expectation says."""
    letter = _letter((CORPUS / f"{name}.eml").read_bytes())
    expected: dict[str, Any] = tomllib.loads((CORPUS / f"{name}.toml").read_text("utf-8"))
    known: dict[str, Any] = {
        "origin": letter.origin.value,
        "sender": letter.sender.address if letter.sender else "",
        "sender_name": letter.sender.name if letter.sender else "",
        "subject": letter.subject,
        "language": letter.language,
        "message_id": letter.message_id or "",
        "date": letter.date,
        "suppress_reply": letter.suppress_reply,
        "in_reply_to": list(letter.in_reply_to),
        "references": list(letter.references),
        "delivered_to": list(letter.delivered_to),
        "attachments": [attachment.name for attachment in letter.attachments],
        "sizes": [attachment.size for attachment in letter.attachments],
        "statuses": [[s.recipient, s.status, s.permanent] for s in letter.bounce.statuses] if letter.bounce else None,
        "original": letter.bounce.original_message_id if letter.bounce else None,
    }
    texts = {"text": letter.text, "quoted": letter.quoted, "warnings": "\n".join(letter.warnings)}
    assert {key: known[key] for key in expected if key in known} == {
        key: expected[key] for key in expected if key in known
    }
    for key in expected.keys() - known.keys():
        field, _, kind = key.rpartition("_")
        for words in expected[key]:
            assert (words in texts[field]) is (kind == "has"), (key, words, texts[field])


def test_the_same_bytes_give_the_same_letter():
    """Reading is a function: names of unnamed files, too (hazards H14)."""
    for path in CORPUS.glob("*.eml"):
        assert compose(path.read_bytes()) == compose(path.read_bytes())


def test_one_letter_in_two_mailboxes_has_one_key():
    """Trace fields and line ends differ from mailbox to mailbox, the content key does not; another body has another."""
    one = HEAD + b"\nThe kettle leaks.\n"
    other = b"Received: from a by b; today\r\nDelivered-To: x@y.example\r\n" + one.replace(b"\n", b"\r\n") + b"\r\n"
    assert _letter(one).content_key == _letter(other).content_key
    assert _letter(one + b"More.\n").content_key != _letter(one).content_key
    assert _letter(one.replace(b"Message-ID", b"X-Id")).content_key is None


def test_photos_are_set_aside_and_counted_to_the_byte():
    """Thirty megabytes of photos are read in under a second; sizes are those of the files."""
    photos = [b"\xff\xd8" + bytes(4_000_000 + n) for n in range(6)]
    parts = b"".join(
        b"--q\nContent-Type: image/jpeg; name=%d.jpg\nContent-Transfer-Encoding: base64\n\n%s" % (n, encodebytes(photo))
        for n, photo in enumerate(photos)
    )
    begin = time.process_time()
    letter = _letter(HEAD + MIXED + b"--q\n\nSee the photos.\n" + parts + b"--q--\n")
    assert time.process_time() - begin < 1
    assert [attachment.size for attachment in letter.attachments] == [len(photo) for photo in photos]
    assert letter.text == "See the photos."


def test_a_forged_note_of_size_is_not_believed():
    """The mark under which sizes are kept cannot be guessed by a letter."""
    raw = HEAD + MIXED + b"--q\nContent-Type: image/png; name=a.png\nX-Set-Aside: 999999\n\nabc\n--q--\n"
    assert _letter(raw).attachments[0].size == 3


def test_inline_uuencoded_and_broken_base64_are_no_obstacle():
    """Malformed encodings give what can be read of them (hazards H08)."""
    for encoding in (b"base64", b"x-uuencode", b"quoted-printable", b"nothing", b"base64; x"):
        raw = HEAD + b"Content-Transfer-Encoding: " + encoding + b"\n\nbegin 644 a\nM=====\n=Z=\xff\nend"
        assert isinstance(compose(raw), Letter)


def test_a_charset_that_python_chokes_on_is_no_obstacle():
    """A NUL in the charset's name, under 8-bit text, costs nothing (hazards H09)."""
    letter = _letter(
        HEAD + b'Content-Type: text/plain; charset="gb\x002312"\n\n' + "水壶漏水，请退款".encode("gb18030")
    )
    assert letter.text == "水壶漏水，请退款"


def test_flowed_text_is_joined():
    """Soft line ends of format=flowed are no line ends (RFC 3676)."""
    raw = HEAD + b"Content-Type: text/plain; format=flowed\n\nThe kettle \nleaks since \nMonday.\n\n-- \nAnna\n"
    assert _letter(raw).text == "The kettle leaks since Monday.\n\n-- \nAnna"


def test_hidden_words_and_scripts_of_html_are_not_read():
    """What no reader sees is not what the writer says (hazards H32)."""
    html = (
        b"<p>It leaks.</p><script>alert(1)</script><p style='display:none'>refund</p><span hidden>fire</span><!-- x -->"
    )
    assert _letter(HEAD + b"Content-Type: text/html\n\n" + html).text.strip() == "It leaks."


def test_answers_between_html_quotes_stay_in_order():
    """Cited blocks leave, answers between them stay."""
    html = b"<p>Hello</p><blockquote type=cite>Which invoice?</blockquote><p>89621</p><blockquote type=cite>Since?</blockquote><p>Sunday</p>"
    letter = _letter(HEAD + b"Content-Type: text/html\n\n" + html)
    assert letter.text.split() == ["Hello", "89621", "Sunday"]
    assert "Which invoice?" in letter.quoted


def test_where_mail_parser_fails_the_letter_is_still_read(monkeypatch: pytest.MonkeyPatch):
    """A fault of the structure library costs a warning, not the letter (hazards, section 4)."""
    import parsers.structure

    def fail(_: bytes) -> None:
        raise AttributeError("'NoneType' object has no attribute 'index'")

    monkeypatch.setattr(parsers.structure, "_parse", fail)
    letter = _letter(HEAD + b"\nThe kettle leaks.\n")
    assert letter.text == "The kettle leaks."
    assert any("mail-parser failed" in warning for warning in letter.warnings)


def test_a_bounce_without_epilogue_is_read():
    """The report that makes mail-parser raise AttributeError is a bounce like any other."""
    raw = (
        b"Return-Path: <>\nFrom: mailer-daemon@mx.example\nContent-Type: multipart/report; boundary=q; report-type=delivery-status\n\n"
        b"--q\n\nfailed\n--q\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\n"
    )
    letter = _letter(raw)
    assert letter.origin is Origin.BOUNCE
    assert letter.bounce is not None
    assert letter.bounce.statuses[0].recipient == "a@b.example"


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\xff\xfe\x00", b"no header at all", b":" * 100])
def test_what_is_no_letter(raw: bytes):
    """Bytes that are no mail are unreadable, with a sentence."""
    answer = read(raw)
    assert isinstance(answer, Unreadable)
    assert answer.reason.endswith(".")


def test_nesting_beyond_the_limit_is_refused():
    """A thousand levels are refused, forty are read (hazards H03)."""

    def nest(levels: int) -> bytes:
        return HEAD + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)
        ) + b"\nIt leaks.\n"  # fmt: skip

    assert _letter(nest(40)).text == "It leaks."
    assert isinstance(compose(nest(1000)), Unreadable)
    assert isinstance(compose(HEAD + b"Content-Type: message/rfc822\n\n" * 3000), Unreadable)


def _hostile() -> dict[str, bytes]:
    html = HEAD + b"Content-Type: text/html\n\n"
    deep = HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(49))
    return {
        "semicolons": HEAD + b"Content-Disposition: attachment" + b";" * 100_000 + b"\n\nx",
        "semicolons in 500 parts": HEAD
        + MIXED
        + (b"--q\nContent-Type: text/plain" + b";a=b" * 2000 + b"\n\nx\n") * 500,
        "comments": HEAD + b"To: " + b"(c)" * 16_000 + b"\n\nx",
        "commas": HEAD + b"To: " + b"," * 64_000 + b"\n\nx",
        "addresses": HEAD + b"To: " + b"a@b.c, " * 50_000 + b"\n\nx",
        "many address fields": HEAD + (b"Cc: " + b"(c)," * 2000 + b"\n") * 30 + b"\nx",
        "quotes": b"From: " + b'"\\' * 30_000 + b"\n\nx",
        "parameters": HEAD + b"Content-Type: text/plain; " + b"; ".join(b"p%d=v" % n for n in range(20_000)) + b"\n\nx",
        "continued parameters": HEAD
        + b"Content-Type: text/plain; "
        + b"; ".join(b"name*%d=v" % n for n in range(2000))
        + b"\n\nx",
        "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 16_000 + b"\n" + HEAD + b"\nx",
        "open words in all fields": b"".join(b"X-%d: " % n + b"=?a?q?" * 300 + b"\n" for n in range(120))
        + HEAD
        + b"\nx",
        "parts": HEAD + MIXED + b"--q\n\nhi\n" * 10_000,
        "fields": b"".join(b"X-A%d: b\n" % n for n in range(100_000)) + HEAD + b"\nx",
        "hops": b"Received: from a by b; Mon, 23 Nov 2026 09:00:00 +0800\n" * 100_000 + HEAD + b"\nx",
        "references": HEAD + b"References: " + b"<a " * 30_000 + b"\n\nx",
        "angle brackets": html + b"<" * 1_000_000,
        "open tags": html + b"<div>" * 200_000,
        "open quotes": html + b"<blockquote type=cite>" * 20_000,
        "tables": html + b"<table><tr><td>x" * 13_000,
        "many pages": HEAD + MIXED + (b"--q\nContent-Type: text/html\n\n" + b"<p>x</p>" * 6000 + b"\n") * 60,
        "empty lines, deep": deep + b"\n" * 3_000_000,
        "one line": HEAD + b"\n" + b"x" * 20_000_000,
        "dashes": HEAD + MIXED + b"\n--" * 3_000_000,
        "dashed lines, deep": deep + b"--x\n" * 3_000_000,
        "quote marks": HEAD + b"\n" + b"> >\n" * 200_000,
        "reports": HEAD + b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 500_000,
        "bounced addresses": b"Return-Path: <>\nFrom: mailer-daemon@x.example\n\n" + b"a@b.c " * 90_000,
        "nothing but NUL": HEAD + b"\n" + b"\0" * 1_000_000,
        "utf-32": HEAD + b"Content-Type: text/plain; charset=utf-32\n\n" + b"\xff\xd9" * 500_000,
    }


@pytest.mark.parametrize("name", sorted(_hostile()))
def test_hostile_letters_are_read_in_time(name: str):
    """Each within two seconds, whatever it is (hazards H03-H06, H32, H34, H39), with few warnings."""
    raw = _hostile()[name]
    begin = time.process_time()
    answer = compose(raw)
    assert time.process_time() - begin < 2
    assert isinstance(answer, Letter)
    assert len(answer.warnings) <= 20


def test_an_ordinary_letter_is_quick():
    """A letter of 4 KB takes milliseconds (the limit leaves room for a busy machine and the facts)."""
    raw = HEAD + b"\n" + b"The kettle leaks and I want my money back, please.\n" * 60
    compose(raw)
    begin = time.process_time()
    for _ in range(20):
        compose(raw)
    assert (time.process_time() - begin) / 20 < 0.05


def _texts(letter: Letter) -> list[str]:
    """Everything in a letter that the desk stores as text."""
    people = [letter.sender, *letter.reply_to, *letter.to, *letter.cc]
    names = [part for person in people if person for part in (person.name, person.address)]
    files = [part for file in letter.attachments for part in (file.name, file.type, file.part)]
    statuses = letter.bounce.statuses if letter.bounce else ()
    reports = [part for status in statuses for part in (status.recipient, status.status, status.diagnostic)]
    ids = [letter.message_id or "", *letter.in_reply_to, *letter.references, *letter.delivered_to]
    plain = [letter.text, letter.quoted, letter.subject, letter.origin_reason, letter.language, *letter.warnings]
    return [*names, *files, *reports, *ids, *plain]


_LINES = st.sampled_from(
    [b"From: a@b.example", b"From: =?utf-8?q?x?= <a@b.c>, d@e.f", b"Subject: =?gb2312?B?y64=?=", b"Content-Type: multipart/mixed; boundary=q", b"Content-Type: multipart/alternative; boundary=r", b"Content-Type: message/rfc822", b"Content-Type: text/html; charset=gb2312", b"Content-Type: message/delivery-status", b"Content-Type: multipart/report; report-type=delivery-status; boundary=q", b"Content-Type: text/plain; name*=x''%ff", b"Content-Disposition: attachment; filename*0*=x; filename*1=\xff", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"", b"", b"--q", b"--r", b"--q--", b"--r--", b"\xcb\xae\xba\xf8", b"> x", b"On Monday a@b.c wrote:", b"Return-Path: <>", b"Date: \xff", b"Message-ID: <[", b"<p>x<blockquote type=cite>y", b"Final-Recipient: rfc822;x", b" folded", b"\0", b"\x1b$B!", b"Begin forwarded message:", b"\xed\xa0\x80"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(_LINES, st.binary(max_size=20)), max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_no_bytes_make_it_raise(lines: list[bytes], end: bytes):
    """Anything built of mail's own words is a letter or unreadable; what comes out can be stored as it is."""
    answer = compose(end.join(lines), own=OWN)
    if isinstance(answer, Letter):
        for text in _texts(answer):
            assert "\0" not in text
            text.encode("utf-8")  # refuses lone surrogates
        assert not any(map(str.isspace, answer.message_id or ""))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_noise_makes_it_raise(data: bytes):
    """Nor does noise, alone or below a header."""
    compose(data)
    compose(HEAD + data)


def test_a_named_text_file_is_a_file():
    """A long table sent as a text file is listed with its size and is no part of the text."""
    letter = _letter(
        HEAD
        + MIXED
        + b"--q\n\nSee the list.\n--q\nContent-Type: text/csv; name=list.csv\n\n"
        + b"a,b\n" * 30_000
        + b"\n--q--\n"
    )
    assert letter.text == "See the list."
    assert [(attachment.name, attachment.size) for attachment in letter.attachments] == [("list.csv", 120_000)]
    assert not any("too long" in warning for warning in letter.warnings)
