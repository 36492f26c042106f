"""Who plays in the stories, what they write, and how they see their mail."""

from __future__ import annotations

import email.policy
from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import formataddr

from daemon.sealing import NOTICE_HEADER


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox."""

    name: str
    address: str

    def __str__(self) -> str:
        """As in a From field."""
        return formataddr((self.name, self.address))


ANN = Person("Ann Lee", "ann@customer.example")
WANG_FANG = Person("王芳", "wangfang@kehu.example")
QUALITY = Person("Quality", "quality@shop.example")
QUENTIN = Person("Quentin", "quentin@shop.example")  # a member of Quality
HANNAH = Person("Hannah", "hannah@shop.example")  # the head of Quality
FINANCE = Person("Finance", "finance@shop.example")
BELLA = Person("Bella", "bella@shop.example")  # a manager
OSCAR = Person("Oscar", "oscar@shop.example")  # the operator
MALLORY = Person("Mallory", "mallory@elsewhere.example")  # a stranger

CAST = (ANN, WANG_FANG, QUALITY, QUENTIN, HANNAH, FINANCE, BELLA, OSCAR, MALLORY)

BROKEN_KETTLES = """Dear Sirs,

We received 18 kettles (invoice 89621), and nine of them are defective: they leak at the base.
Please send us replacements.

Kind regards
Ann Lee
"""
BROKEN_COOLERS = """您好！

我公司收到贵公司发来的18台空调（发票号 33291234），其中3台存在质量问题，不制冷，无法使用，非常不满。
请为我们换货。

王芳
"""
WRONG_INVOICE = """Hello,

I want to complain about invoice 5501: you charged us twice for the same delivery. The correct amount is 480.00 EUR,
not 960.00 EUR. Please send a corrected invoice.

Ann Lee
"""
RIDDLE = """Hello,

please see below what we talked about on Tuesday.

Ann Lee
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in somebody's inbox. `kind` is what X-Amends-Notice says; "" for other people's mail."""

    raw: bytes
    kind: str
    subject: str
    text: str
    html: str
    sender: str
    to: tuple[str, ...]
    message_id: str
    headers: Mapping[str, str]  # by lower-case name

    @property
    def words(self) -> str:
        """Subject and text, white space made even."""
        return " ".join(f"{self.subject} {self.text}".split())

    @property
    def every_text(self) -> str:
        """The plain text of all parts, those of an enclosed letter too."""
        parts = [part for part in message_from_bytes(self.raw).walk() if part.get_content_type() == "text/plain"]
        contents = [part.get_payload(decode=True) for part in parts]
        return "\n".join(content.decode("utf-8", "replace") for content in contents if isinstance(content, bytes))


def parsed(raw: bytes) -> Mail:
    """A mail of the desk as its reader's program shows it. Our own mails are clean enough for the standard library."""
    message = message_from_bytes(raw, policy=email.policy.default)
    headers = {name.lower(): str(value) for name, value in message.items()}
    return Mail(
        raw=raw,
        kind=headers.get(NOTICE_HEADER.lower(), ""),
        subject=headers.get("subject", ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        sender=headers.get("from", ""),
        to=tuple(part.strip() for part in headers.get("to", "").split(",")),
        message_id=headers.get("message-id", ""),
        headers=headers,
    )


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    return "" if part is None else str(part.get_content())
