"""Header fields: tolerant in reading, strict about whom we would write to."""

from __future__ import annotations

import time
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.letter import Address
from parsers.message.attachments import safe_name
from parsers.message.headers import addresses, date_of, mailboxes, message_id, message_ids, text_of, valid_address


def _word(text: str | bytes, charset: str = "utf-8") -> str:
    data = text if isinstance(text, bytes) else text.encode(charset)
    return f"=?{charset}?B?{b64encode(data).decode()}?="


@pytest.mark.parametrize(
    "value, text",
    [
        (b"=?utf-8?q?hi=0D=0ABcc=3A_x=40y=2Ez?=", "hi Bcc: x@y.z"),
        (b"a\0b\x1b[31m\xe2\x80\xa8c\xe2\x80\xaed", "a\ufffdb [31m cd"),
        ("水壶漏水".encode(), "水壶漏水"),
        ("水壶漏水，请退款".encode("gb18030"), "水壶漏水，请退款"),
        ("Frösche".encode("cp1252"), "Frösche"),
        (_word("朱镕基的投诉".encode("gb18030"), "gb2312").encode(), "朱镕基的投诉"),
        (f"{_word('水壶'.encode()[:4])}\t{_word('水壶'.encode()[4:])}".encode(), "水壶"),
        (b"=?UTF-8?Q?=E6=B0?= =?utf-8?q?=B4?=", "水"),
        (b"=?gb2312?B?y6?= =?gb2312?B?4=?=", "水"),
        (f"Re: {_word('发票')} 89621 {_word('退款')} ok".encode(), "Re: 发票 89621 退款 ok"),
        (b"=?iso-8859-1?Q?Caf=E9?= =?utf-8?Q?_=E6=B0=B4?=", "Café 水"),
        (b"=?utf-8?Q?why??= ok", "why? ok"),
        (b"=?x-nothing?Q?plain?=", "plain"),
        (b"=?utf-8?X?plain?=", "=?utf-8?X?plain?="),
        (b"=?utf-8*en?Q?lang?=", "lang"),
        (b"=?utf-8?B?!!!?=", ""),
    ],
)
def test_unstructured_text(value: bytes, text: str):
    """Encoded words and raw 8-bit text become one safe line (hazards H01, H12)."""
    assert text_of(value) == text


@pytest.mark.parametrize(
    "value, expected",
    [
        (b"Anna <anna@b.example>", [("Anna", "anna@b.example")]),
        (b"anna@b.example", [("", "anna@b.example")]),
        (b"anna@b.example (Anna Smith)", [("Anna Smith", "anna@b.example")]),
        (b'"Smith, Anna" <anna@B.Example>', [("Smith, Anna", "anna@b.example")]),
        (
            b"a@b.example, B <b@c.example>; c@d.example",
            [("", "a@b.example"), ("B", "b@c.example"), ("", "c@d.example")],
        ),
        (
            b"Friends: a@b.example, c@d.example;, e@f.example",
            [("", "a@b.example"), ("", "c@d.example"), ("", "e@f.example")],
        ),
        (b"undisclosed-recipients:;", []),
        (b"<@relay.example,@other.example:a@b.example>", [("", "a@b.example")]),
        (_word("王小明").encode() + b" <w@b.example>", [("王小明", "w@b.example")]),
        (b'"' + _word("王小明").encode() + b'" <w@b.example>', [("王小明", "w@b.example")]),
        ("王小明 <w@b.example>".encode("gb18030"), [("王小明", "w@b.example")]),
        (b"=?utf-8?q?boss=40corp=2Eexample=3C?= <a@b.example>", [("boss@corp.example<", "a@b.example")]),
        ("x@bücher.example".encode(), [("", "x@xn--bcher-kva.example")]),
        (b'"a b"@c.example', []),
        (b"Anna <<a@b.example>>", [("Anna", "a@b.example")]),
        (b"<<a@b.example>>, <c@d.example>", [("", "a@b.example"), ("", "c@d.example")]),
        (b"a@b.example>", []),
        (b"alice@example.org(<bob@example.org>", [("<bob@example.org>", "alice@example.org")]),
        (b"a@b@c.example", []),
        (b"<a@b.example> <c@d.example>", []),
        (b"", []),
    ],
)
def test_addresses(value: bytes, expected: list[tuple[str, str]]):
    """Every way of writing a mailbox is read; what could be misread is nobody's address (hazards H20)."""
    assert addresses([value]) == tuple(Address(address, name) for name, address in expected)


@pytest.mark.parametrize(
    "text",
    ["", "@", "a@", "@b", "a b@c.d", "a@b c.d", "a@b@c", "a@<b>", "a@b..c", "a@-b.c", "a\0@b.c", "a@" + "b" * 64 + ".c", "a" * 65 + "@b.c", "a@" + "b." * 130 + "c", "ü@b.c", "a@straße.example", "a@[1.2.3.4]", "a@b\u2028.c", "a,b@c.d", "a@b.c>", "a@b.c\r\nRCPT TO:<e@c.d>"],
)  # fmt: skip
def test_not_an_address(text: str):
    """We never write to anything that a server could take for something else."""
    assert valid_address(text) is None


@pytest.mark.parametrize(
    "value, identifier",
    [(b"<a@b>", "<a@b>"), (b" <a@b> (x)", "<a@b>"), (b"<a \n @b>", "<a@b>"), (b"a@b", "<a@b>"), (b"<[", None), (b"", None), (b"<>", None), (b"<a\xff@b>", "<a?@b>"), (b"<a@b", "<a@b>")],
)  # fmt: skip
def test_message_ids(value: bytes, identifier: str | None):
    """A Message-ID has its angle brackets and no inner space, however it was folded."""
    assert message_id(value) == identifier


def test_of_many_references_first_and_last_stay():
    """Of a thousand references two hundred are kept, the ends of the thread."""
    ids = message_ids([" ".join(f"<{n}@x>" for n in range(1000)).encode()])
    assert (len(ids), ids[0], ids[-1]) == (200, "<0@x>", "<999@x>")


@pytest.mark.parametrize(
    "value, moment",
    [
        (b"Mon, 23 Nov 2026 09:00:00 +0800", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"23 Nov 26 09:00 GMT", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        (b"Mon, 23 Nov 2026 09:00:00 +0800 (\xd6\xd0\xb9\xfa)", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"Mon, 23 Nov 99999 09:00:00 +0800", None),
        (b"Mon, 23 Nov 0000 09:00:00", None),
        (b"Mon, 23 Nov 2026 09:00:00 +99999999999", None),
        (b"2026-11-23T09:00:00+08:00", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"2026-11-23T01:00:00.000Z", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"2026/11/23 09:00 +0800", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"Mon, 23 Nov 2026 09:00:00 +08:00", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"Mon, 23 Nov 2026 09:00:00 GMT+0800", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"Mon, 23 Nov 2026 09:00:00.125 +0800", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        (b"2026-13-23T09:00:00Z", None),
        (b"yesterday", None),
        (b"", None),
    ],
)
def test_dates(value: bytes, moment: datetime | None):
    """Dates are aware and UTC; impossible ones are None (hazards H18)."""
    assert date_of(value) == moment


@pytest.mark.parametrize(
    "declared, safe",
    [
        ("../../etc/cron.d/x\0.pdf", "x_.pdf"),
        ("C:\\TEMP\\photo.jpg", "photo.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("CON.txt", "_CON.txt"),
        ("...", ""),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("照片 1.jpg", "照片 1.jpg"),
        ("发" * 100 + ".pdf", "发" * 78 + ".pdf"),
        ("发" * 100, "发" * 80),
        ("x. . ", "x"),
        ("a\r\nb.txt", "a b.txt"),
    ],
)
def test_file_names(declared: str, safe: str):
    """File names are no paths and hold nothing that hides or breaks (hazards H13)."""
    assert safe_name(declared).replace("\ufffd", "_") == safe


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_total(value: bytes):
    """No bytes in a field raise, and every line is one line."""
    for text in (text_of(value), *(name for name, _ in mailboxes([value])), *map(str, addresses([value]))):
        assert len(text.splitlines()) <= 1
    message_ids([value])
    message_id(value)
    date_of(value)
    safe_name(text_of(value))


@pytest.mark.parametrize(
    "piece",
    ["(c)", ",", "(", '"\\', "a@b.c, ", "<a ", "=?a?q?", "=?utf-8?b?YQ== ", "<", '"', "a@", ": ", "=?utf-8?q?a?= "],
)
def test_linear_time(piece: str):
    """Fields of 64 KB made of anything hostile are read within a second (hazards H05)."""
    value = (piece * (65536 // len(piece))).encode()
    begin = time.process_time()
    assert text_of(value) is not None
    assert addresses([value]) is not None
    assert message_ids([value]) is not None
    message_id(value)
    assert time.process_time() - begin < 1
