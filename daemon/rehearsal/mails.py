"""Letters as mail programs write them and mail servers give them back: bytes, ready for a mailbox.

Built from a step of a scenario and, for an answer, from the notice that it answers. Nothing is random: Message-IDs and
boundaries come from the step's place in the play, so that the same play has the same bytes.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, getaddresses, parseaddr
from mimetypes import MimeTypes

from daemon.rehearsal.scenario import Attached, Step
from daemon.rehearsal.shown import shown

QUOTING = {"en": "On {at:%a, %d %b %Y at %H:%M}, {who} wrote:", "zh": "{who} 于 {at:%Y-%m-%d %H:%M} 写道："}
ADDRESSES = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender"})
CRLF = "\r\n"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ANY_LINE_END = re.compile(rb"\r\n|\r|\n")
_MIME = frozenset({"mime-version", "content-type", "content-transfer-encoding"})
_TYPES = MimeTypes()  # Python's own table, not the machine's: the same scenario gives the same bytes anywhere


class Unwritable(Exception):
    """The letter cannot be written as the step asks. What is wrong and what to do, as a sentence."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail of the desk that somebody got: `recipient` of those it went to, `answers_to` its envelope's sender."""

    content: bytes
    recipient: str
    answers_to: str


def letter(step: Step, number: int, *, desk: str, answered: Notice | None = None) -> bytes:
    """The letter of the step, the play's `number`-th, to `desk` unless it says otherwise; or the answer to `answered`.

    Raises `Unwritable`.
    """
    if step.letter is not None:
        return _replaced(_ANY_LINE_END.sub(b"\r\n", step.letter), step.headers)
    fields = {
        "From": step.sender,
        "To": step.to or desk,
        "Subject": step.subject or "",
        "Date": format_datetime(step.written),
        "Message-ID": f"<{step.written:%Y%m%d%H%M%S}.{number}@{_domain(step.sender)}>",
    }
    body = step.body
    if answered is not None:
        original = message_from_bytes(answered.content.partition(b"\r\n\r\n")[0], policy=email.policy.default)
        fields |= _under(original, step)
        body = f"{body.rstrip()}\n\n{_quoted(original, shown(answered.content).text, body, step.written)}\n"
    return _written(fields, step.headers, body, step.attachments, f"=_rehearsal_{number}_")


def bounce(step: Step, number: int, notice: Notice, *, desk: str) -> bytes:
    """The delivery report for a notice that could not be delivered (RFC 3464), as Postfix words it."""
    host = f"mx.{_domain(notice.recipient)}"
    boundary = f"=_rehearsal_{number}_"
    fields = {
        "Return-Path": "<>",
        "From": step.sender or f"MAILER-DAEMON@{host} (Mail Delivery System)",
        "To": step.to or notice.answers_to or desk,
        "Subject": step.subject or "Undelivered Mail Returned to Sender",
        "Date": format_datetime(step.written),
        "Message-ID": f"<{step.written:%Y%m%d%H%M%S}.{number}@{host}>",
        "Auto-Submitted": "auto-replied",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/report; report-type=delivery-status; boundary="{boundary}"',
    }
    words = step.body or (
        f"This is the mail system at host {host}.\n\nI'm sorry to have to inform you that your message could not\n"
        f"be delivered to one or more recipients.\n\n<{notice.recipient}>: host {host} said: 550 5.1.1 no such user\n"
    )
    status = CRLF.join(
        [
            f"Reporting-MTA: dns; {host}",
            f"Arrival-Date: {format_datetime(step.written)}",
            "",
            f"Final-Recipient: rfc822; {notice.recipient}",
            f"Original-Recipient: rfc822;{notice.recipient}",
            "Action: failed",
            "Status: 5.1.1",
            f"Remote-MTA: dns; {host}",
            f"Diagnostic-Code: smtp; 550 5.1.1 <{notice.recipient}>: no such user",
            "",
        ]
    )
    head = notice.content.partition(b"\r\n\r\n")[0] + b"\r\n"
    parts = (
        ("text/plain; charset=utf-8", "\r\n".join(words.splitlines()).encode() + b"\r\n"),
        ("message/delivery-status", status.encode("ascii", "replace")),
        ("text/rfc822-headers", head),
    )
    whole = b"".join(
        f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n".encode() + content + b"\r\n" for kind, content in parts
    )
    return _head(fields, step.headers) + b"\r\n" + whole + f"--{boundary}--\r\n".encode()


def addresses_in(written: str) -> tuple[str, ...]:
    """The addresses of a field, in lower case."""
    return tuple(address.lower() for _, address in getaddresses([written]) if address)


# -- an answer --------------------------------------------------------------------------------------------------------


def _under(original: EmailMessage, step: Step) -> dict[str, str]:
    """The fields that hang a mail under the one it answers (RFC 5322, section 3.6.4)."""
    own = str(original["Message-ID"])
    subject = str(original["Subject"] or "")
    answer = subject if re.match(r"(?i)(re|回复|答复)\s*[:：]", subject) else f"Re: {subject}"
    return {
        "To": step.to or str(original["Reply-To"] or original["From"]),
        "Subject": answer if step.subject is None else step.subject,
        "In-Reply-To": own,
        "References": f"{original['References'] or ''} {own}".strip(),
    }


def _quoted(original: EmailMessage, text: str, answer: str, at: datetime) -> str:
    """The mail's text, each line marked, under a line that says whose it is. `original` is its header alone."""
    words = text.replace("\r\n", "\n").rstrip()
    sent = original["Date"].datetime.astimezone(at.tzinfo)
    language = "zh" if _CHINESE.search(answer) else "en"
    introduction = QUOTING[language].format(at=sent, who=str(original["From"]))
    return "\n".join([introduction, "", *(f"> {line}".rstrip() for line in words.splitlines())])


# -- bytes ------------------------------------------------------------------------------------------------------------


def _written(
    fields: Mapping[str, str], headers: Mapping[str, str], body: str, attachments: Iterable[Attached], boundary: str
) -> bytes:
    kind = next(
        (value for name, value in headers.items() if name.lower() == "content-type"), "text/plain; charset=utf-8"
    )
    message = _contents(kind, body, attachments, boundary)
    whole = message.as_bytes(policy=email.policy.SMTP)
    mime, _, content = whole.partition(b"\r\n\r\n")
    rest = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    own = {name.lower() for name in rest} & _MIME
    head = _head(fields, rest)
    return head + b"".join(_without(mime + b"\r\n", own)) + b"\r\n" + content


def _contents(kind: str, body: str, attachments: Iterable[Attached], boundary: str) -> EmailMessage:
    """The body with what is attached to it. `kind`: its Content-Type, which decides how it is written."""
    asked = EmailMessage()
    try:
        asked["Content-Type"] = kind
        subtype = asked.get_content_subtype() if asked.get_content_maintype() == "text" else "plain"
        charset = asked.get_content_charset() or "utf-8"
        message = EmailMessage()
        text = body if body.endswith("\n") else f"{body}\n"
        message.set_content(text, subtype=subtype, charset=charset, cte=_encoding(text))
    except (LookupError, UnicodeError, ValueError) as error:
        raise Unwritable(f"the body cannot be written as {kind}: {error}; take another charset") from error
    for file in attachments:
        guessed = _TYPES.guess_type(file.name)[0] or "application/octet-stream"
        main, _, sub = (
            "application/octet-stream" if guessed.startswith(("message/", "multipart/")) else guessed
        ).partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    if message.is_multipart():
        message.set_boundary(boundary)
    return message


def _encoding(text: str) -> str:
    """Readable where most of it is ASCII."""
    return "quoted-printable" if sum(map(str.isascii, text)) > len(text) // 2 else "base64"


def _head(fields: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """Header lines: `fields`, with `headers` added or in their place."""
    given = {name.lower(): (name, value) for name, value in fields.items()}
    given |= {name.lower(): (name, value) for name, value in headers.items()}
    return b"".join(_field(name, value) for name, value in given.values() if value)


def _field(name: str, value: str) -> bytes:
    """One field, folded at spaces where it is long; what is not ASCII as encoded words (RFC 2047)."""
    if not value.isascii():
        if name.lower() in ADDRESSES:
            value = ", ".join(formataddr(pair, "utf-8") for pair in getaddresses([value]))
        else:
            value = Header(value, "utf-8", header_name=name, maxlinelen=76).encode(linesep=CRLF)
    lines: list[str] = []
    rest = f"{name}: {value}"
    while len(rest) > 900 and CRLF not in rest and (cut := rest.rfind(" ", len(name) + 2, 900)) > 0:
        lines.append(rest[:cut])
        rest = rest[cut:]
    return CRLF.join([*lines, rest]).encode("ascii", "replace") + b"\r\n"


def _replaced(raw: bytes, headers: Mapping[str, str]) -> bytes:
    """A whole mail with some of its fields replaced, or added."""
    if not headers:
        return raw
    head, end, content = raw.partition(b"\r\n\r\n")
    kept = b"".join(_without(head + b"\r\n", {name.lower() for name in headers}))
    return kept + _head({}, headers) + (b"\r\n" if end else b"") + content


def _without(head: bytes, names: set[str]) -> list[bytes]:
    """The fields of a header block but for these, each with its folded lines."""
    fields = re.findall(rb"[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*", head)
    return [
        field for field in fields if field.partition(b":")[0].strip().decode("ascii", "replace").lower() not in names
    ]


def _domain(written: str) -> str:
    domain = parseaddr(written)[1].rpartition("@")[2]
    return domain if domain and domain.isascii() else "mail.example"
