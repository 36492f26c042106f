"""Reading a letter, whole and in its two halves, beside the standard library's email package on the same letters."""

from __future__ import annotations

import email
from collections.abc import Iterator, Sequence
from email import policy
from email.message import EmailMessage

import parsers
from bench.figures import Figure, cpu_seconds
from parsers.facts import read_facts
from parsers.letter import Letter, Unreadable
from parsers.message.body import body_of
from parsers.message.limits import bound
from parsers.message.structure import take_apart

BESIDE = "stdlib email"
HEADERS = ("Message-ID", "In-Reply-To", "References", "From", "To", "Cc", "Reply-To", "Subject", "Date")


def with_stdlib(raw: bytes) -> tuple[str, list[str]]:
    """The text and the headers that matter, as the standard library gives them: the yardstick."""
    mail = email.message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    text: str = body.get_content() if body is not None else ""
    return text, [str(mail[name]) for name in HEADERS]


def run(letters: Sequence[bytes]) -> Iterator[Figure]:
    """Milliseconds of CPU a letter."""
    read = [parsers.read(raw) for raw in letters]
    understood = [letter for letter in read if isinstance(letter, Letter)]
    if len(understood) != len(letters):
        raise AssertionError("an ordinary letter could not be read")
    names = ("parsers.read, all of it", "its structure and body", "its facts")
    whole, structure, facts, stdlib = cpu_seconds(
        (
            lambda: [parsers.read(raw) for raw in letters],
            lambda: [_structure(raw) for raw in letters],
            lambda: [_facts(letter) for letter in understood],
            lambda: [with_stdlib(raw) for raw in letters],
        )
    )
    for name, seconds in zip(names, (whole, structure, facts), strict=True):
        yield Figure(what=name, value=1000 * seconds / len(letters), unit="ms", beside=BESIDE, ratio=seconds / stdlib)


def _structure(raw: bytes) -> object:
    bounded = bound(raw)
    return bounded if isinstance(bounded, Unreadable) else body_of(take_apart(bounded).root)


def _facts(letter: Letter) -> object:
    return read_facts(
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        sender=letter.sender,
        attachments=letter.attachments,
        date=letter.date,
    )
