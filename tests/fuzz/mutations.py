"""Letters that nobody wrote: those of the corpus, cut, spliced, doubled and salted with what parsers stumble over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

CORPUS = Path(__file__).parent.parent / "corpus"
MOST_BYTES = 300_000
_SALT = (
    b"\0", b"\r", b"\n", b"\r\n", b"\n\n", b"\xff", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\x1b$B", b"=?utf-8?B?", b"=?gb2312?Q?=CB=AE?=", b"?=", b"=\n",
    b"--", b"--q", b"<", b">", b'"', b"\\", b"(", b";" * 50, b"," * 50, b"@", b"<>", b"<blockquote type=cite>", b"<table><tr><td>", b"&#0;", b"> > ", b"On 1/1/26 9:00, a@b.c wrote:\n",
    b"-----Original Message-----\n", b"---------- Forwarded message ----------\n", b"From: a@b.example\nDate: 1 Jan 2026 09:00\nSubject: x\n",
    b"Content-Type: multipart/mixed; boundary=q\n", b"Content-Type: multipart/report; report-type=delivery-status; boundary=q\n", b"Content-Type: message/rfc822\n\n",
    b"Content-Type: text/html; charset=gb2312\n", b"Content-Type: text/plain; charset=utf-7\n", b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: x-uuencode\n",
    b"Content-Disposition: attachment; filename*0*=utf-8''%2e%2e%2f; filename*1=x\n", b"Return-Path: <>\n", b"From: mailer-daemon@x.example\n", b"Final-Recipient: rfc822; a@b.example\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    """The letters of the corpus, in the order of their names."""
    return [path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))]


def mutated(letters: Sequence[bytes], rng: Random) -> bytes:
    """One of `letters` with one to eight mutations, at most `MOST_BYTES` long."""
    data = rng.choice(letters)
    for _ in range(rng.randint(1, 8)):
        data = rng.choice((_salted, _cut, _doubled, _repeated, _spliced, _flipped, _relined))(data, letters, rng)
    return data[:MOST_BYTES]


def _salted(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.choice(_SALT) * rng.choice((1, 1, 1, 3, 200)) + data[at:]


def _cut(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[:start] + data[start + rng.randint(1, 400) :]


def _doubled(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    start = rng.randint(0, len(data))
    return data[: start + rng.randint(1, 1000)] + data[start:]


def _repeated(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b"\n"]
    at = rng.randrange(len(lines))
    return b"".join([*lines[:at], lines[at] * rng.choice((2, 10, 1000)), *lines[at:]])


def _spliced(data: bytes, letters: Sequence[bytes], rng: Random) -> bytes:
    other = rng.choice(letters)
    return data[: rng.randint(0, len(data))] + other[rng.randint(0, len(other)) :]


def _flipped(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    out = bytearray(data or b"x")
    for _flip in range(rng.randint(1, 20)):
        out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _relined(data: bytes, _: Sequence[bytes], rng: Random) -> bytes:
    return b"".join(line.rstrip(b"\r\n") + rng.choice((b"\n", b"\r\n", b"\r")) for line in data.splitlines())
