"""Whole letters: from the bytes that came to what the desk knows."""

from __future__ import annotations

import gc
import time
import tomllib
from base64 import b64encode, encodebytes
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.letter import Letter, Origin, Unreadable
from parsers.mail import compose, read
from parsers.text.reading import Reading
from tests.fuzz.hostile import HEAD, MIXED
from tests.fuzz.promises import broken_promises

CORPUS = Path(__file__).parent.parent / "corpus"
OWN = frozenset({"desk@amends.example"})


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


def test_base64_in_pieces_that_is_cut_off_gives_what_is_there():
    """A character more than the bytes need: the words before it are read."""
    raw = HEAD + b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    assert _letter(raw + b"VGhlIGtldHRsZSBsZWFrcy4gA=\n" + b64encode(b"Please.") + b"\n").text.startswith(
        "The kettle leaks."
    )


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
    import parsers.message.structure

    def fail(_: bytes) -> None:
        raise AttributeError("'NoneType' object has no attribute 'index'")

    monkeypatch.setattr(parsers.message.structure, "_parse", fail)
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


def test_an_ordinary_letter_is_quick():
    """A letter of 4 KB takes milliseconds (the limit leaves room for a busy machine and the facts)."""
    raw = HEAD + b"\n" + b"The kettle leaks and I want my money back, please.\n" * 60
    compose(raw)
    begin = time.process_time()
    for _ in range(20):
        compose(raw)
    assert (time.process_time() - begin) / 20 < 0.05


_LINES = st.sampled_from(
    [b"From: a@b.example", b"From: =?utf-8?q?x?= <a@b.c>, d@e.f", b"Subject: =?gb2312?B?y64=?=", b"Content-Type: multipart/mixed; boundary=q", b"Content-Type: multipart/alternative; boundary=r", b"Content-Type: message/rfc822", b"Content-Type: text/html; charset=gb2312", b"Content-Type: message/delivery-status", b"Content-Type: multipart/report; report-type=delivery-status; boundary=q", b"Content-Type: text/plain; name*=x''%ff", b"Content-Disposition: attachment; filename*0*=x; filename*1=\xff", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"", b"", b"--q", b"--r", b"--q--", b"--r--", b"\xcb\xae\xba\xf8", b"> x", b"On Monday a@b.c wrote:", b"Return-Path: <>", b"Date: \xff", b"Message-ID: <[", b"<p>x<blockquote type=cite>y", b"Final-Recipient: rfc822;x", b" folded", b"\0", b"\x1b$B!", b"Begin forwarded message:", b"\xed\xa0\x80"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(_LINES, st.binary(max_size=20)), max_size=30), st.sampled_from([b"\n", b"\r\n", b"\r"]))
def test_no_bytes_make_it_raise(lines: list[bytes], end: bytes):
    """Anything built of mail's own words is a letter or unreadable; what comes out can be stored as it is."""
    answer = compose(end.join(lines), own=OWN)
    if isinstance(answer, Letter):
        assert broken_promises(answer) == []


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


def _html(body: str) -> str:
    return _letter(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + body.encode()).text


def test_tables_of_values_keep_their_rows_and_cells():
    """One line a row, cells apart by tabs, whatever stands inside a cell; a table that only lays out a page is a page."""
    table = "<p>Wrong:</p><table><tr><th>Invoice<th>Goods<th>Qty</tr><tr><td>89621</td><td>Kettle<br>black</td><td> 9 </td></tr><tr><td>89622<td><p>水壶</p><td>18台</table><p>Bye"
    assert _html(table).split("\n\n") == [
        "Wrong:",
        "Invoice\tGoods\tQty\n89621\tKettle black\t9\n89622\t水壶\t18台",
        "Bye",
    ]
    page = f"<table><tr><td>{table}</td></tr></table>"
    assert "89621\tKettle black\t9" in _html(page)
    assert "\t" not in _html("<table><tr><td>Dear Sirs,</td></tr><tr><td>it leaks.</td></tr></table>")


def test_a_quoted_table_stays_quoted():
    """A table inside a cited block is history with it."""
    cited = "<p>No!</p><blockquote type=cite><table><tr><td>Invoice</td><td>1</td></tr></table></blockquote>"
    letter = _letter(HEAD + b"Content-Type: text/html\n\n" + cited.encode())
    assert letter.text == "No!"
    assert "Invoice\t1" in letter.quoted


def test_marks_of_our_own_written_into_html_stand_for_nothing():
    """The private characters under which quotations and tables are kept cannot be smuggled in."""
    smuggled = "".join(f"&#{mark};7&#{mark + 1};" for mark in (0xE000, 0xE002)) + "\ue0020\ue003"
    assert "It leaks." in _html(f"<p>It leaks.{smuggled}</p>")


@pytest.mark.parametrize("style", ["display:none", "visibility: hidden", "font-size:0", "opacity:0;color:red", "max-height:0px;overflow:hidden"])  # fmt: skip
def test_words_that_no_reader_sees_are_left_out(style: str):
    """Preheaders and the like are not what the writer says (hazards H32)."""
    assert _html(f"<div style='{style}'>refund</div><p>It leaks.</p>").strip() == "It leaks."


def test_letters_of_no_size_around_others_hide_none_of_them():
    """Programs that lay mails out set a size of nothing around everything, against gaps: the words inside have one."""
    page = "<table><tr><td style='font-size:0px;padding:9px'>refund <b>refund</b><div style='font-size:13px'>It <i>leaks</i>.</div></td></tr></table>"
    assert _html(page).split() == ["It", "leaks."]
    assert _html("<a style='color:red;mso-hide:all'>It leaks.</a>").strip() == "It leaks."  # hidden in Outlook alone
    assert (
        _html(
            "<p style='font-size:0'>a <b style='font-size:inherit'>refund</b></p><p style='font-size:0.8em'>It leaks.</p>"
        ).strip()
        == "It leaks."
    )


def test_a_text_that_calls_itself_a_file_is_read_when_there_is_no_other():
    """A letter is never empty because its one text has a name or a disposition."""
    named = b"Content-Type: text/plain; name=letter.txt\n"
    assert _letter(HEAD + named + b"Content-Disposition: attachment\n\nIt leaks.").text == "It leaks."
    letter = _letter(HEAD + MIXED + b"--q\n" + named + b"\nIt leaks.\n--q\nContent-Type: image/png\n\nx\n--q--\n")
    assert letter.text == "It leaks."
    assert [file.name for file in letter.attachments] == ["part-2.png"]


def test_alternatives_not_taken_are_no_attachments():
    """Of several forms of one text one is read, and the others are not listed as files."""
    inner = b"--r\n\nplain again\n--r\nContent-Type: text/html\n\n<p>html</p>\n--r--\n"
    letter = _letter(
        HEAD
        + b"Content-Type: multipart/alternative; boundary=q\n\n--q\n\nIt leaks.\n"
        + b"--q\nContent-Type: multipart/alternative; boundary=r\n\n"
        + inner
        + b"--q--\n"
    )
    assert letter.text == "It leaks."
    assert letter.attachments == ()


def test_texts_around_a_picture_in_alternatives_are_one_text():
    """Apple's programs put pictures and files into the alternatives: what stands below them is read too."""
    pieces = b"--r\nContent-Type: text/%b\n\nIt leaks.\n--r\nContent-Type: image/png\n\nx\n--r\nContent-Type: text/%b\n\nSee above.\n--r--\n"
    for kind in (b"plain", b"html"):
        mixed = b"--q\nContent-Type: multipart/mixed; boundary=r\n\n" + pieces.replace(b"%b", kind)
        for other in (b"", b"--q\nContent-Type: text/x-amp-html\n\nx\n", b"--q\nContent-Type: text/plain\n\n \n"):
            letter = _letter(HEAD + MIXED.replace(b"mixed", b"alternative") + other + mixed + b"--q--\n")
            assert letter.text.split() == ["It", "leaks.", "See", "above."]
            assert [file.type for file in letter.attachments] == [
                *([] if b"amp" not in other else ["text/x-amp-html"]),
                "image/png",
            ]


def test_related_parts_begin_where_they_say():
    """The text of multipart/related is the part that its start names, the first where it names none."""
    parts = b"--q\nContent-Type: image/png\nContent-ID: <photo>\n\nx\n--q\nContent-ID: <text>\n\nIt leaks.\n--q--\n"
    letter = _letter(HEAD + b'Content-Type: multipart/related; start="<text>"; boundary=q\n\n' + parts)
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["part-1.png"])
    assert (
        _letter(HEAD + b"Content-Type: multipart/related; boundary=q; start=x\n\n" + parts).attachments[0].part == "1"
    )


def test_an_attached_message_in_base64_is_read_as_one():
    """Programs encode attached messages, which none may do: what is inside is a message all the same."""
    inner = b"From: Max <max@customer.example>\r\nContent-Type: multipart/mixed; boundary=r\r\n\r\n--r\r\n\r\nThe kettle leaks.\r\n--r--\r\n"
    encoded = b"--q\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n%b\n--q--\n"
    letter = _letter(HEAD + MIXED + b"--q\n\nFYI\n" + encoded.replace(b"%b", encodebytes(inner)))
    assert letter.text == "FYI\n\nFrom: Max <max@customer.example>\n\nThe kettle leaks."
    assert [file.type for file in letter.attachments] == ["message/rfc822"]
    for honest in (inner, b"no base64!", encodebytes(b"no header")):
        assert _letter(HEAD + MIXED + b"--q\n\nFYI\n" + encoded.replace(b"%b", honest)).text.startswith("FYI")


@pytest.mark.parametrize(
    "words", [b"The kettle leaks.\n", b"\nLeaks!\n", b"<p>It leaks.</p>", b"Dear all,\nit leaks.\n"]
)
def test_words_that_call_themselves_base64_are_words(words: bytes):
    """A text whose first line cannot be base64 is read as it stands; base64 with a footer below is decoded."""
    kind = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    assert _letter(HEAD + kind + words).text == words.decode().strip()
    assert _letter(HEAD + kind + encodebytes(b"The kettle leaks.\n") + b"\n-- \nThe list\n").text.startswith(
        "The kettle leaks."
    )


@pytest.mark.parametrize(
    "kind",
    [b"text/plain charset=koi8-r", b"text/plain, charset=koi8-r", b"text/plain (Unix); charset=koi8-r", b"text / plain;charset=koi8-r", b"text/plain\0;charset=koi8-r", b"text/plain: charset=koi8-r"],
)  # fmt: skip
def test_a_type_that_is_not_written_as_it_should_be_is_understood(kind: bytes):
    """Scripts forget the semicolon, add blanks or a comment: the text is a text, in the charset that they name."""
    letter = _letter(HEAD + b"Content-Type: " + kind + b"\n\n" + "ЧАЙНИК ТЕЧЁТ".encode("koi8-r"))
    assert (letter.text, letter.attachments) == ("ЧАЙНИК ТЕЧЁТ", ())
    mixed = MIXED.replace(b"; ", b" ") + b"--q\n\nIt leaks.\n--q\nContent-Type: image/gif name=x.gif\n\nx\n--q--\n"
    letter = _letter(HEAD + mixed)
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["x.gif"])


@pytest.mark.parametrize(
    "kind", [b"", b"Content-Type: text/plain\n", b"Content-Type: multipart/mixed\n", b"Content-Type: text/x-page\n"]
)
def test_a_page_is_read_as_one_whatever_it_is_called(kind: bytes):
    """Web forms send pages without saying so; a text of a kind that nobody knows is a text."""
    letter = _letter(HEAD + kind + b"\n <!DOCTYPE html><html><title>Form</title><body><p>It leaks.</p></body></html>\n")
    assert "It leaks." in letter.text
    assert ("<p>" in letter.text) == (b"x-page" in kind)
    assert letter.attachments == ()
    card = _letter(HEAD + b"Content-Type: text/vcard; name=ann.vcf\n\nBEGIN:VCARD\n")
    assert (card.text, [file.name for file in card.attachments]) == ("", ["ann.vcf"])


def _passed_on(above: str, *, subject: str = "Complaint", writer: str = "max@customer.example") -> Letter:
    inner = f"From: Max <{writer}>\nTo: sales@shop.example\nSubject: Kettle\nContent-Type: text/html; charset=utf-8\n\n<p>It leaks, invoice 89621.</p><blockquote type=cite>Buy!</blockquote>"
    head = f"From: sales@shop.example\nSubject: {subject}\nMessage-ID: <2@shop.example>\n"
    return _letter((head + MIXED.decode() + f"--q\nContent-Type: text/plain; charset=utf-8\n\n{above}\n--q\nContent-Type: message/rfc822\n\n{inner}\n--q--\n").encode())  # fmt: skip


@pytest.mark.parametrize(
    "above, subject",
    [("", "Complaint"), ("FYI", "Kettle"), ("Please handle", "Fwd: Kettle"), ("请处理", "转发：水壶"), ("See the attached letter of our customer.", "Kettle"), ("客户来信见附件", "水壶")],
)  # fmt: skip
def test_a_letter_passed_on_as_an_attached_message_is_the_letter(above: str, subject: str):
    """With few words above, what is attached is what we are to read, its history apart; it stays listed as a file."""
    letter = _passed_on(above, subject=subject)
    assert letter.text.startswith(above)
    assert letter.text.endswith("From: Max <max@customer.example>\nSubject: Kettle\n\nIt leaks, invoice 89621.")
    assert [file.type for file in letter.attachments] == ["message/rfc822"]


def test_an_attached_message_of_ours_is_no_complaint():
    """What our own house wrote, or what stands below a letter of its own, does not become the customer's words."""
    assert "89621" not in _passed_on("See the attached message!", writer="sales@amends.example").text
    assert "89621" not in _passed_on("Your technician came on Monday and did not repair the heating.").text
    assert "89621" not in _passed_on("The heating is cold again. " * 40, subject="Fwd: Kettle").text


def test_a_file_behind_a_multipart_of_the_same_boundary_is_not_lost():
    """Some programs give the inner multipart the boundary of the outer one; what follows it is still there."""
    raw = (
        HEAD
        + MIXED
        + b"--q\nContent-Type: multipart/alternative; boundary=q\n\n--q\n\nIt leaks.\n--q--\n\n"
        + b"--q\nContent-Type: image/gif; name=photo.gif\n\nx\n--q--\n"
    )
    letter = _letter(raw)
    assert letter.text == "It leaks."
    assert [file.name for file in letter.attachments] == ["photo.gif"]


def test_alternatives_of_the_same_boundary_are_said_once():
    """Where the inner multipart has the boundary of the outer one, its plain and its HTML text are still one text."""
    alternative = b"--q\nContent-Type: multipart/alternative; boundary=q\n\n"
    plain, html = b"--q\n\nIt leaks.\n", b"--q\nContent-Type: text/html\n\n<p>It leaks.</p>\n--q--\n\n"
    photo = b"--q\nContent-Type: image/gif; name=photo.gif\n\nx\n--q--\n"
    letter = _letter(HEAD + MIXED + alternative + plain + html + photo)
    assert letter.text == "It leaks."
    assert [(file.name, file.part) for file in letter.attachments] == [("photo.gif", "4")]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n\n", b"      \n", b"\xef\xbb\xbf \t\r\n\r\n", b" ", b"\n \t"])
def test_what_stands_before_the_header_is_no_part_of_it(before: bytes):
    """Editors and scripts put a byte order mark or blank lines before a letter."""
    letter = _letter(before + HEAD + b"\nIt leaks.\n")
    assert (letter.text, letter.sender) == ("It leaks.", _letter(HEAD + b"\nIt leaks.\n").sender)


@pytest.mark.parametrize(
    "broken, subject",
    [
        (b"Subject: The kettles that we bought of you in\nMay and June leak\n", "The kettles that we bought of you in May and June leak"),
        (b"Subject: Kettle\n: nobody\n", "Kettle"),
        (b"Subject: Kettle\nX-Key: abc\nQFsmz55lntWkwYWhmvOgE=\n", "Kettle"),
    ],
)  # fmt: skip
def test_a_header_folded_without_white_space_goes_on(broken: bytes, subject: str):
    """A line that lost its indentation does not turn the rest of the header into the letter's words."""
    rest = b"Content-Type: text/html\nMessage-ID: <k1@customer.example>\n\n<p>It leaks.</p>\n"
    letter = _letter(b"From: ann@customer.example\n" + broken + rest)
    assert (letter.subject, letter.text, letter.message_id) == (subject, "It leaks.", "<k1@customer.example>")


@pytest.mark.parametrize(
    "body", [b"It leaks.\nSo does the other.\n", b" \nIt leaks.\nSubject: kettle\n", b" \n--q\nContent-Type: x/y\n"]
)
def test_words_below_a_header_without_a_blank_line_are_not_its_own(body: bytes):
    """What does not go on as a header is what the letter says, though the blank line is missing or not blank."""
    letter = _letter(b"From: ann@customer.example\nSubject: Kettle\n" + body)
    assert letter.subject == "Kettle"
    assert letter.text.split() == body.decode().split()


@pytest.mark.parametrize(
    "kind", [b"mixed", b"mixed;", b"report; report-type=delivery-status;\n\tbo", b"alternative; charset=utf-8"]
)
def test_a_multipart_that_lost_its_boundary_is_taken_apart(kind: bytes):
    """Gateways cut header fields short; the lines between the parts still show where the parts begin."""
    raw = (
        HEAD
        + b"Content-Type: multipart/"
        + kind
        + b"\n\nMIME\n\n--q\n\nIt leaks.\n--q\nContent-Type: image/gif\n\nx\n--q--\n"
    )
    letter = _letter(raw)
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["part-2.gif"])


@pytest.mark.parametrize("declared", [b'"r"', b"'q'", b'"<q>"'])
def test_a_multipart_of_another_boundary_is_taken_apart(declared: bytes):
    """Where the boundary that it declares never comes, the lines between the parts show where they begin."""
    real = b"<q>" if b"<" in declared else b"q"
    kind = b"Content-Type: multipart/mixed; boundary=" + declared + b"; charset=utf-8\n\nMIME\n\n"
    parts = b"--%b\nContent-Type: text/plain\n\nIt leaks.\n--%b\nContent-Type: image/gif\n\nx\n--%b--\n"
    letter = _letter(HEAD + kind + parts.replace(b"%b", real))
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["part-2.gif"])


def test_a_multipart_none_of_whose_parts_comes_is_a_text():
    """What stands above the first part is nobody's text, unless there is no part: then it is all the letter has."""
    inner = b"--q\nContent-Type: multipart/alternative; boundary=r\n\nIt leaks.\n"
    photo = b"--q\nContent-Type: image/gif; name=photo.gif\n\nx\n--q--\n"
    assert _letter(HEAD + MIXED + b"It leaks.\n").text == "It leaks."
    assert _letter(HEAD + MIXED + b"It leaks.\n--q--\nThat is all.\n").text == "It leaks."
    letter = _letter(HEAD + MIXED + b"Preamble\n" + inner + photo)
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["photo.gif"])


def test_a_boundary_may_be_longer_than_it_should():
    """Programs write boundaries of several hundred characters, against the standard."""
    long = b"b" * 600
    letter = _letter(HEAD + MIXED.replace(b"q", long) + b"--" + long + b"\n\nIt leaks.\n--" + long + b"--\n")
    assert letter.text == "It leaks."


def test_a_multipart_without_parts_is_a_text():
    """Where nothing shows where parts would begin, all of it is what the letter says."""
    letter = _letter(HEAD + b"Content-Type: multipart/mixed\n\nIt leaks.\n\n-- \nAnn\n--q\nno part\n")
    assert letter.text.startswith("It leaks.")
    assert letter.attachments == ()


def test_the_kind_of_a_report_is_told_in_one_line():
    """Whatever control characters it is declared with (hazards H01)."""
    kind = b'Content-Type: multipart/report; report-type="odd\x1eones"; boundary=q\n\n--q\n\nSeen.\n--q--\n'
    letter = _letter(HEAD + kind)
    assert letter.origin_reason == "multipart/report with report-type=odd ones"


@pytest.mark.parametrize("encoding", [b'"base64"', b"base64 (as ever)", b"base-64", b"B64", b"base64;"])
def test_a_transfer_encoding_written_against_the_standard_is_understood(encoding: bytes):
    """In quotation marks, with a comment or misspelt, it is what was meant."""
    kind = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    assert _letter(HEAD + kind + encoding + b"\n\n" + encodebytes(b"It leaks.")).text == "It leaks."
    assert _letter(HEAD + kind + b"quoted_printable\n\nC=27est cass=C3=A9").text == "C'est cassé"


def test_base64_in_padded_pieces_is_one_text():
    """Programs encode line by line; a list's footer below is none of it."""
    kind = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    pieces = b"".join(map(encodebytes, (b"It leaks.\n", "水壶漏水\n".encode(), b"Anna")))
    assert _letter(HEAD + kind + pieces).text == "It leaks.\n水壶漏水\nAnna"
    assert _letter(HEAD + kind + encodebytes(b"It leaks!!") + b"This list is run by us all\n").text == "It leaks!!"


def test_blanks_behind_a_soft_line_break_are_nothing():
    """Transports add them (RFC 2045, section 6.7, rule 3)."""
    kind = b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n"
    assert _letter(HEAD + kind + b"It le= \t\naks =3D bad=\n.").text == "It leaks = bad."


def test_line_ends_converted_twice_are_line_ends():
    """CR CR LF, as Windows programs write."""
    raw = HEAD + b"To: desk@amends.example\n" + MIXED + b"--q\n\nIt\nleaks.\n--q--\n"
    letter = _letter(raw.replace(b"\n", b"\r\r\n"))
    assert (letter.subject, letter.text) == ("x", "It\nleaks.")


def test_a_blank_before_the_colon_is_of_old():
    """At the top "From :" is the field, not an mbox line (RFC 5322, section 4.5)."""
    letter = _letter(b"From : anna@customer.example\nSubject : x\n\nIt leaks.")
    assert letter.sender is not None
    assert (letter.sender.address, letter.subject) == ("anna@customer.example", "x")


@pytest.mark.parametrize("above", [b"", b"This is a multi-part message in MIME format.\n\n"])
def test_a_multipart_whose_content_type_was_taken_away_is_taken_apart(above: bytes):
    """Below a header without one, nothing but a multipart can look so; somebody's words above it are a text."""
    parts = b"--q\nContent-Type: text/plain\n\nIt leaks.\n--q\nContent-Type: image/gif; name=x.gif\n\nx\n--q--\n"
    letter = _letter(HEAD + b"\n" + above + parts)
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["x.gif"])
    assert _letter(HEAD + b"\nThis is what came:\n" + parts).text.startswith("This is what came:")


def test_a_multipart_in_base64_is_taken_apart():
    """None may be encoded as a whole (RFC 2045, section 6.4), and some are."""
    parts = b"--q\n\nIt leaks.\n--q\nContent-Type: image/gif; name=x.gif\n\nx\n--q--\n"
    letter = _letter(HEAD + b"Content-Transfer-Encoding: base64\n" + MIXED + encodebytes(parts))
    assert (letter.text, [file.name for file in letter.attachments]) == ("It leaks.", ["x.gif"])


@pytest.mark.parametrize("kind", [b"plain/text", b"html/text", b"unknown/unknown"])
def test_a_letter_of_one_part_of_no_known_kind_is_a_text(kind: bytes):
    """What it says is not lost; a picture is no text, nor is a file."""
    assert _letter(HEAD + b"Content-Type: " + kind + b"\n\nIt leaks.").text == "It leaks."
    for file in (b"image/x-unknown", kind + b"; name=a.bin"):
        letter = _letter(HEAD + b"Content-Type: " + file + b"\n\nIt leaks.")
        assert (letter.text, len(letter.attachments)) == ("", 1)


@pytest.mark.parametrize(
    "declared, name",
    [
        (b"filename=\"fp.pdf\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf", "发票.pdf"),
        (b"filename=fp.pdf; filename*0*=UTF-8''%E5%8F%91; filename*1*=%E7%A5%A8.pdf", "发票.pdf"),
        (b'filename="%E5%8F%91%E7%A5%A8.pdf"', "发票.pdf"),
        (b'filename="50%25 %41%42.pdf"', "50%25 %41%42.pdf"),
        (b'filename="invoice.pdf', "invoice.pdf"),
    ],
)
def test_names_of_files_are_those_their_senders_see(declared: bytes, name: str):
    """The full name counts, not its stand-in in ASCII (RFC 6266, section 4.3), nor what a URL made of it."""
    file = b"--q\n\nIt leaks.\n--q\nContent-Type: application/pdf\nContent-Disposition: attachment; "
    letter = _letter(HEAD + MIXED + file + declared + b"\n\nx\n--q--\n")
    assert [attachment.name for attachment in letter.attachments] == [name]


@pytest.mark.parametrize("mark", ["\u200b", "\xad", "\u2060", "\ufeff"])
def test_marks_that_nobody_sees_hide_no_number(mark: str):
    """Copied from a web page or a chat, a number comes with zero-width spaces and soft hyphens."""
    words = f"The kettle of order {mark}47{mark}1177{mark} is bro{mark}ken, please re{mark}fund it."
    letter = read(f"From: a@b.example\nSubject: Order {mark}471177\n\n{words}\n".encode())
    assert isinstance(letter, Letter)
    assert [fact.value for fact in letter.facts.orders] == ["471177"]
    assert (letter.subject, letter.text) == ("Order 471177", words.replace(mark, ""))


def test_controls_of_both_kinds_are_no_words():
    """A terminal obeys those above ASCII as well: U+009B begins what ESC [ does."""
    kind = b"Content-Type: text/plain; charset=utf-8\n\n"
    assert _letter(HEAD + kind + "It \x9b2J leaks\x1b.".encode()).text == "It 2J leaks."


def test_a_letter_that_has_been_read_is_gone_at_once():
    """What was found in it goes with its last use: nothing in there keeps itself until garbage is looked for."""
    was = gc.isenabled()
    gc.disable()
    try:
        for name in ("gmail-plain-en", "qq-reply-gb2312"):
            _letter((CORPUS / f"{name}.eml").read_bytes())
        left = [each for each in gc.get_objects() if isinstance(each, Reading)]
    finally:
        if was:
            gc.enable()
    assert not left
