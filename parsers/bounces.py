"""Delivery reports: for whom, and for which mail of ours.

The standard form (RFC 3464) is read field by field. Of the others (qmail, Exchange, the big Chinese providers) what
most of them have: the failed address near a phrase, a status code, and our own header pasted below. A report that says
no more than "not delivered" is still a bounce, with nothing in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.headers import addresses, message_id, one_line, text_of, valid_address
from parsers.letter import Bounce, DeliveryStatus
from parsers.structure import Headers, Part

RECIPIENTS = 50
TEXT_CHARACTERS = 20_000
DIAGNOSTIC_CHARACTERS = 500
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ADDRESS = re.compile(
    r"(?<![^\s<(\[\"'：:;；])([A-Za-z0-9._%+=&'*/-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
)
_PASTED_ID = re.compile(r"(?im)^[> \t]{0,8}message-id:[ \t]*(<[^<>\s]{1,998}>)")
# Where the mail that came back is pasted: its addresses are not the failed ones.
_PASTED = re.compile(
    r"(?im)^[> \t]{0,8}(?:message-id|return-path|received):|^[-_ ]{2,}.{0,40}(?:original message|copy of the message|原邮件|原始邮件)"
)
_TEMPORARY = re.compile(r"(?i)delay|will (be )?retr|still trying|not yet|warning|暂时|延迟|重试")


def bounce_of(root: Part, text: str) -> Bounce:
    """What a letter known to be a delivery report says; `text` is its readable text."""
    statuses = tuple(_standard(root))[:RECIPIENTS]
    original = _original_id(root)
    if not statuses:
        statuses = _loose(text[:TEXT_CHARACTERS])
    if original is None and (match := _PASTED_ID.search(text[: TEXT_CHARACTERS * 2])):
        original = message_id(match[1].encode("ascii", "replace"))
    return Bounce(statuses, original)


def _standard(root: Part) -> Iterator[DeliveryStatus]:
    """The per-recipient blocks of message/delivery-status (RFC 3464, section 2.3)."""
    for part in root.leaves():
        if part.type in ("message/delivery-status", "message/global-delivery-status"):
            for block in part.nested:
                status = _recipient_status(dict(reversed(block)))
                if status is not None:
                    yield status


def _recipient_status(fields: dict[str, bytes]) -> DeliveryStatus | None:
    named = fields.get("original-recipient") or fields.get("final-recipient")
    if named is None:
        return None
    written = text_of(named).partition(";")[2] or text_of(named)
    recipient = valid_address(written.strip().strip("<>")) or one_line(written)[:254]
    action = text_of(fields.get("action", b"")).lower()
    diagnostic = text_of(fields.get("diagnostic-code", b""), DIAGNOSTIC_CHARACTERS)
    match = _STATUS.search(text_of(fields.get("status", b""))) or _STATUS.search(diagnostic)
    status = match[1] if match else ""
    permanent = action == "failed" and not status.startswith("4") if action else status.startswith("5")
    return DeliveryStatus(recipient, status, permanent, diagnostic)


def _original_id(root: Part) -> str | None:
    """The Message-ID of the mail that came back, from the copy of it or of its header."""
    for part in root.leaves():
        found: bytes | None = None
        if part.type in ("message/rfc822", "message/global") and part.nested:
            found = _first(part.nested[0], "message-id")
        elif part.type in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            match = _PASTED_ID.search(_unfolded(part.content or part.nested_text))
            found = match[1].encode("ascii", "replace") if match else None
            if found is None and part.nested:
                found = _first(part.nested[0], "message-id")
        if found and (identifier := message_id(found)):
            return identifier
    return None


def _first(headers: Headers, name: str) -> bytes | None:
    return next((value for key, value in headers if key == name), None)


def _unfolded(content: bytes) -> str:
    return re.sub(r"\r?\n[ \t]+", " ", content[:64_000].decode("utf-8", "replace"))


def _loose(text: str) -> tuple[DeliveryStatus, ...]:
    """Failed addresses of a report in plain words, with what is said in the lines after each."""
    pasted = _PASTED.search(text)
    head = text[: pasted.start()] if pasted else text
    found: dict[str, DeliveryStatus] = {}
    named = [(match, address) for match in _ADDRESS.finditer(head) if (address := _recipient(match[1]))]
    for number, (match, address) in enumerate(named[: RECIPIENTS * 4]):
        if len(found) >= RECIPIENTS:
            break
        following = (other.start() for other, name in named[number + 1 : number + 10] if name != address)
        around = head[match.end() : min(next(following, len(head)), match.end() + 600)]
        code = _STATUS.search(around) or _STATUS.search(head)
        reply = _REPLY.search(around)
        status = code[1] if code else ""
        temporary = status.startswith("4") or bool(reply and reply[1].startswith("4"))
        temporary = temporary or (not status and not reply and _TEMPORARY.search(head) is not None)
        diagnostic = one_line(around).strip("<>()\"'.,:;：；，。 ")[:DIAGNOSTIC_CHARACTERS]
        found.setdefault(address.lower(), DeliveryStatus(address, status, not temporary, diagnostic))
    return tuple(found.values())


def _recipient(written: str) -> str | None:
    """A failed address as written in prose; None for the mail systems' own."""
    if re.match(r"(?i)(mailer-daemon|postmaster)@", written):
        return None
    return valid_address(written.rstrip("."))


def failed_recipients(values: list[bytes]) -> tuple[DeliveryStatus, ...]:
    """Recipients named in X-Failed-Recipients fields (Exim, Google), for reports that have nothing better."""
    return tuple(DeliveryStatus(address.address, "", permanent=True) for address in addresses(values)[:RECIPIENTS])
