"""Limits: whatever comes, reading it ends in time and in memory proportional to the letter."""

from __future__ import annotations

import subprocess
import sys
import time
from base64 import encodebytes

import pytest

from parsers.letter import Letter, Unreadable
from parsers.mail import compose
from parsers.message.limits import HEADERS, NESTING, PARTS, bound
from tests.fuzz.hostile import HEAD, MIXED, hostile

SECONDS = 2.0
MEGABYTES = 256


@pytest.mark.parametrize("name", sorted(hostile()))
def test_hostile_letters_are_read_in_time(name: str):
    """Each within two seconds, whatever it is (hazards H03-H06, H32, H34, H39), with few warnings."""
    raw = hostile()[name]
    begin = time.process_time()
    answer = compose(raw)
    assert time.process_time() - begin < SECONDS
    assert isinstance(answer, Letter)
    assert len(answer.warnings) <= 20


def test_hostile_letters_are_read_in_little_memory():
    """The worst of them takes at most 256 MB beyond its own size, measured on a process of its own."""
    program = (
        "import resource, parsers\n"
        "from tests.fuzz.hostile import HEAD, hostile\n"
        "letters = hostile()\n"
        "parsers.read(HEAD + b'\\nIt leaks.')\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for name, raw in letters.items():\n"
        "    before = peak()\n"
        "    parsers.read(raw)\n"
        "    print((peak() - before) * 1024 - len(raw), name)\n"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    taken = {name: int(size) for size, _, name in (line.partition(" ") for line in told.splitlines())}
    assert taken.keys() == hostile().keys()
    assert max(taken.values()) < MEGABYTES * 1024 * 1024, max(taken, key=lambda name: taken[name])


def test_nesting_beyond_the_limit_is_refused():
    """A thousand levels are refused, forty are read (hazards H03)."""

    def nest(levels: int) -> bytes:
        return HEAD + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(levels)
        ) + b"\nIt leaks.\n"  # fmt: skip

    forty = compose(nest(40))
    assert isinstance(forty, Letter)
    assert forty.text == "It leaks."
    assert isinstance(compose(nest(1000)), Unreadable)
    assert isinstance(compose(HEAD + b"Content-Type: message/rfc822\n\n" * 3000), Unreadable)


def test_limits_are_where_they_are_said_to_be():
    """At each limit a letter is read whole; one beyond, it is cut with a warning or refused with a sentence."""

    def warned(raw: bytes) -> bool:
        bounded = bound(raw)
        return isinstance(bounded, Unreadable) or bool(bounded.warnings)

    fields = [b"X-%d: y\n" % number for number in range(HEADERS + 1)]
    parts = b"--q\n\nhi\n"
    assert not warned(b"".join(fields[:HEADERS]) + b"\nx")
    assert warned(b"".join(fields) + b"\nx")
    assert not warned(HEAD + MIXED + parts * PARTS)
    assert warned(HEAD + MIXED + parts * (PARTS + 1))
    level = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"
    assert not warned(HEAD + b"".join(level % (n, n) for n in range(NESTING)) + b"\nIt leaks.\n")
    assert warned(HEAD + b"".join(level % (n, n) for n in range(NESTING + 1)) + b"\nIt leaks.\n")


def test_thirty_megabytes_of_photos_are_no_hostile_input():
    """Photos are set aside before anything decodes them: they cost a second at most, and no warning."""
    photo = encodebytes(b"\xff\xd8" + bytes(5_000_000))
    part = b"--q\nContent-Type: image/jpeg; name=photo.jpg\nContent-Transfer-Encoding: base64\n\n" + photo
    raw = HEAD + MIXED + b"--q\n\nSee the photos.\n" + part * 5 + b"--q--\n"
    assert len(raw) > 30_000_000
    begin = time.process_time()
    answer = compose(raw)
    assert time.process_time() - begin < 1
    assert isinstance(answer, Letter)
    assert [file.size for file in answer.attachments] == [5_000_002] * 5
    assert answer.warnings == ()
