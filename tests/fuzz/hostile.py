"""Letters made to hurt whoever reads them: slow, deep, wide or long beyond reason (hazards H03-H06, H32, H34, H39)."""

from __future__ import annotations

HEAD = b"From: anna@customer.example\nSubject: x\nMessage-ID: <1@customer.example>\n"
MIXED = b"Content-Type: multipart/mixed; boundary=q\n\n"


def hostile() -> dict[str, bytes]:
    """Every one of them by name."""
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
        "blanks": html + b"<pre>" + b" " * 400_000 + b"x</pre>",
        "blanks in plain text": HEAD + b"\n" + (b" " * 100_000 + b"x\n") * 5,
        "wide tables": html + b"<table><tr>" + b"<td>x</td>" * 15_000 + b"</table>",
        "letters of no size": html + b"<p style=font-size:0>x<b>y" * 20_000,
        "letters of no size, deep": html + b"<div style=font-size:0>x<b>y</b>" * 900 + b"z" * 100_000,
        "open quotes": html + b"<blockquote type=cite>" * 20_000,
        "tables": html + b"<table><tr><td>x" * 13_000,
        "many pages": HEAD + MIXED + (b"--q\nContent-Type: text/html\n\n" + b"<p>x</p>" * 6000 + b"\n") * 60,
        "empty lines, deep": deep + b"\n" * 3_000_000,
        "one line": HEAD + b"\n" + b"x" * 20_000_000,
        "base64 in pieces": HEAD + b"Content-Transfer-Encoding: base64\n\nQUI=\n" + b"QUJD" * 50_000 + b"-\n" * 20_000,
        "dashes": HEAD + MIXED + b"\n--" * 3_000_000,
        "dashed lines, deep": deep + b"--x\n" * 3_000_000,
        "quote marks": HEAD + b"\n" + b"> >\n" * 200_000,
        "reports": HEAD + b"Content-Type: message/delivery-status\n\n" + b"a: b\n\n" * 500_000,
        "a report of dashes": b"From: mailer-daemon@x.example\n\n" + b"-" * 500_000,
        "a report of headings": b"From: mailer-daemon@x.example\n\n" + b"following could not be " * 20_000,
        "passed on": HEAD
        + MIXED
        + b"--q\nContent-Type: message/rfc822\n\nFrom: a@b.example\nContent-Type: text/html\n\n"
        + b"<div>" * 100_000,
        "passed on in base64": HEAD
        + MIXED
        + (b"--q\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nRnJvbTogYQoK\n") * 400
        + b"--q\n\n"
        + b"x" * 20_000_000,
        "multiparts that have no part": HEAD
        + MIXED
        + (b"--q\nContent-Type: multipart/mixed; boundary=r\n\n" + b"-\n" * 20_000) * 400,
        "alternatives of many pages": HEAD
        + b"Content-Type: multipart/alternative; boundary=q\n\n--q\nContent-Type: multipart/mixed; boundary=r\n\n"
        + (b"--r\nContent-Type: text/html\n\n" + b"<p>x</p>" * 6000 + b"\n") * 300
        + b"--q\n\n",
        "passed on and on": HEAD
        + MIXED
        + b"--q\n"
        + b"Content-Type: message/rfc822\n\nFrom: a@b.example\n" * 45
        + b"\n"
        + b"x y\n" * 500_000,
        "bounced addresses": b"Return-Path: <>\nFrom: mailer-daemon@x.example\n\n" + b"a@b.c " * 90_000,
        "nothing but NUL": HEAD + b"\n" + b"\0" * 1_000_000,
        "utf-32": HEAD + b"Content-Type: text/plain; charset=utf-32\n\n" + b"\xff\xd9" * 500_000,
    }
