"""The demo's letters, and answers written as mail programs write them: under the mail they answer, quoting it.

Letters come as bytes, made with the standard library as any mail program's are; nothing here knows of the daemon.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from importlib import resources
from zlib import crc32

from daemon.demo.company import DESK, Party, Person

QUOTING = {"en": "On {at:%d %B %Y at %H:%M}, {who} wrote:", "zh": "{who} 于 {at:%Y-%m-%d %H:%M} 写道："}


@dataclass(frozen=True, slots=True)
class Sample:
    """One of the eight letters."""

    key: str
    writer: Person
    at: datetime
    subject: str  # "" for an answer: Re: and the subject of what it answers
    text: str
    html: str  # instead of text
    charset: str
    answers: str  # the kind of notice it answers; "" for a letter of its own
    automatic: bool  # a program wrote it, not the person


def samples() -> tuple[Sample, ...]:
    """All eight, in the order in which they come."""
    source = resources.files("daemon.demo").joinpath("letters.toml").read_text(encoding="utf-8")
    return tuple(
        Sample(
            key=entry["key"],
            writer=Person(entry["from"], entry["address"], Party.CUSTOMER, entry.get("language", "en")),
            at=entry["at"],
            subject=entry.get("subject", ""),
            text=entry.get("body", "").strip() + "\n",
            html=entry.get("html", "").strip(),
            charset=entry.get("charset", "utf-8"),
            answers=entry.get("answers", ""),
            automatic=entry.get("automatic", False),
        )
        for entry in tomllib.loads(source)["letter"]
    )


def letter(sample: Sample, answered: bytes | None = None) -> bytes:
    """The sample as it arrives. `answered`: the notice that it answers, where it does."""
    if answered is not None and not sample.automatic:
        return answer(answered, sample.writer, sample.text, sample.at)
    message = _begun(sample.writer, sample.at, str(DESK), sample.subject)
    if answered is not None:
        _hang_under(message, message_from_bytes(answered, policy=policy.default))
        message["Auto-Submitted"] = "auto-replied"
    if sample.html:
        message.set_content(sample.html + "\n", subtype="html", cte="quoted-printable")
    else:
        message.set_content(sample.text, charset=sample.charset, cte=_encoding(sample.text))
    return message.as_bytes(policy=policy.SMTP)


def answer(answered: bytes, writer: Person, text: str, at: datetime) -> bytes:
    """`text` as `writer`'s answer to the mail `answered`: to its Reply-To, in its thread, quoting its plain text."""
    original = message_from_bytes(answered, policy=policy.default)
    subject = str(original["Subject"])
    message = _begun(
        writer,
        at,
        formataddr((DESK.name, str(original["Reply-To"] or original["From"]))),
        subject if subject.lower().startswith("re:") else f"Re: {subject}",
    )
    _hang_under(message, original)
    body = f"{text.strip()}\n\n{_quoted(original, writer.language)}\n"
    message.set_content(body, cte=_encoding(body))
    return message.as_bytes(policy=policy.SMTP)


def _begun(writer: Person, at: datetime, to: str, subject: str) -> EmailMessage:
    domain = writer.address.partition("@")[2]
    message = EmailMessage()
    message["From"] = str(writer)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{at:%Y%m%d.%H%M%S}.{crc32(subject.encode()):08x}@{domain}>"
    return message


def _hang_under(message: EmailMessage, original: EmailMessage) -> None:
    """RFC 5322, section 3.6.4."""
    own = str(original["Message-ID"])
    message["In-Reply-To"] = own
    message["References"] = f"{original['References'] or ''} {own}".strip()


def _quoted(original: EmailMessage, language: str) -> str:
    part = original.get_body(("plain",))
    words = "" if part is None else str(part.get_content()).rstrip()
    at = original["Date"].datetime
    introduction = QUOTING[language].format(at=at, who=str(original["From"]))
    return "\n".join([introduction, *(f"> {line}".rstrip() for line in words.splitlines())])


def _encoding(text: str) -> str:
    """Readable where most of it is ASCII."""
    return "quoted-printable" if sum(map(str.isascii, text)) > len(text) // 2 else "base64"
