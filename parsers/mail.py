"""From bytes to a letter: the one composition, to be read from top to bottom.

Limits first, on the raw bytes; then structure; then, each in its module, what the header says, which part is the text,
which of its words are the writer's, who is speaking, in what language, and what facts the words hold. Reading is pure:
no clock, no network, no disk; the same bytes give the same letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from parsers.facts import read_facts
from parsers.goods.catalogue import Catalogue
from parsers.letter import Address, Bounce, Letter, Origin, Unreadable
from parsers.message.attachments import attachment_of
from parsers.message.body import Body, body_of
from parsers.message.bounces import bounce_of, speaks_as_a_customer
from parsers.message.forwarding import forwarded_letter
from parsers.message.headers import (
    addresses,
    date_of,
    mailboxes,
    message_id,
    message_ids,
    one_line,
    text_of,
    valid_address,
    valid_addresses,
)
from parsers.message.limits import Bounded, bound
from parsers.message.origin import MARKS, origin_of
from parsers.message.quoting import divide, is_marked
from parsers.message.structure import Part, take_apart
from parsers.text.language import language_of
from parsers.text.subject_marks import unanswered, unmarked

ATTACHMENTS = 200
WARNINGS = 20
_REPORTS = {  # the part that a report is known by, and its report-type
    "message/delivery-status": "delivery-status",  # RFC 3464
    "message/global-delivery-status": "delivery-status",  # RFC 6533
    "message/feedback-report": "feedback-report",  # RFC 5965
    "message/disposition-notification": "disposition-notification",  # RFC 8098
    "message/global-disposition-notification": "disposition-notification",
}
DECODED_FIELDS = 20  # of one name: origin marks are not worth more
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")


def read(raw: bytes, *, own: frozenset[str] = frozenset(), catalogue: Catalogue | None = None) -> Letter | Unreadable:
    """Read a letter from its bytes.

    `own`: the desk's own addresses in lower case; their sub-addressed forms count as well.
    `catalogue`: the company's products, to be found by their names. Total: no bytes make it
    raise, and the worst of them take two seconds. What is not a letter within our limits is `Unreadable`.
    """
    try:
        return compose(raw, own=own, catalogue=catalogue)
    except Exception as error:  # noqa: BLE001 - a fault of ours must cost one letter (kept, quarantined), never the daemon
        return Unreadable(f"Reading it failed: {type(error).__name__} in {_where(error)}.")


def compose(
    raw: bytes, *, own: frozenset[str] = frozenset(), catalogue: Catalogue | None = None
) -> Letter | Unreadable:
    """As `read`, but a fault of ours raises: for tests, which must see it."""
    bounded = bound(raw)
    if isinstance(bounded, Unreadable):
        return bounded
    structure = take_apart(bounded)
    head = _head(bounded)
    body = body_of(structure.root)
    attachments = tuple(map(attachment_of, body.files[:ATTACHMENTS]))
    verdict = origin_of(
        head.fields,
        sender=head.sender,
        subject=head.subject,
        text=body.text,
        report=_report_type(structure.root, head.subject, body.text),
        calendar=_calendar_method(structure.root),
        own=own,
    )
    divided = divide(body.text, subject=head.subject, answering=body.cites or _answers(head))
    text = divided.own
    if verdict.origin is Origin.PERSON:
        passed_on = forwarded_letter(structure.root, text, subject=head.subject, own=own)
        text = "\n\n".join(filter(None, (text, passed_on)))
    language = language_of(text, head.subject)
    return Letter(
        origin=verdict.origin,
        origin_reason=verdict.reason,
        suppress_reply=verdict.suppress_reply or head.looks_forged,
        message_id=head.message_id,
        in_reply_to=message_ids(head.raw("in-reply-to")),
        references=message_ids(head.raw("references")),
        subject=head.subject,
        sender=head.sender,
        reply_to=addresses(head.raw("reply-to")),
        to=addresses(head.raw("to")),
        cc=addresses(head.raw("cc")),
        delivered_to=_delivered_to(head),
        date=head.date,
        language=language,
        text=text,
        quoted=divided.quoted,
        attachments=attachments,
        facts=read_facts(
            subject=head.subject,
            text=text,
            language=language,
            sender=head.sender,
            attachments=attachments,
            date=head.date,
            catalogue=catalogue,
        ),
        bounce=_bounce(structure.root, body, head) if verdict.origin is Origin.BOUNCE else None,
        content_key=_content_key(bounded, head),
        warnings=_warnings(bounded.warnings, structure.warnings, head.warnings, body.warnings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """What the header says of the letter as a whole."""

    fields: Mapping[str, Sequence[str]]  # those that tell who is speaking: decoded, one line each, by lower-case name
    values: Mapping[str, Sequence[bytes]]  # as they came, by lower-case name
    message_id: str | None
    subject: str
    sender: Address | None
    writer: Address | None  # the first valid address of the first From, whatever else there is
    date: datetime | None
    looks_forged: bool = False
    warnings: tuple[str, ...] = ()

    def raw(self, name: str) -> Sequence[bytes]:
        """The values of a field as they came, in order."""
        return self.values.get(name, ())


def _head(bounded: Bounded) -> _Head:
    values: dict[str, list[bytes]] = {}
    for name, value in bounded.headers:
        values.setdefault(name, []).append(value)
    # Received is only counted, so it is not decoded.
    fields = {
        name: ["…"] * len(found) if name == "received" else [text_of(value[:2000]) for value in found[:DECODED_FIELDS]]
        for name, found in values.items()
        if name in MARKS
    }
    froms = values.get("from", ())
    written = mailboxes(froms)
    valid = valid_addresses(written)
    sender, doubts = _sender(len(froms), written, valid)
    oddities = [*doubts, *_oddities(values)]
    dates = values.get("date", ())
    date = date_of(dates[0]) if dates else None
    if dates and date is None:
        oddities.append("Its Date cannot be read.")
    identifiers = values.get("message-id", ())
    return _Head(
        fields=fields,
        values=values,
        message_id=message_id(identifiers[0]) if identifiers else None,
        subject=text_of(next(iter(values.get("subject", ())), b"")),
        sender=sender,
        writer=next(iter(valid if len(froms) < 2 else addresses(froms[:1])), None),
        date=date,
        looks_forged=any("more than one" in doubt for doubt in doubts),
        warnings=tuple(oddities),
    )


def _sender(
    count: int, written: Sequence[tuple[str, str]], valid: Sequence[Address]
) -> tuple[Address | None, list[str]]:
    """The one address in `count` From fields, or None with the reason: none, not valid, or more than one (hazards H19).

    `written`: all that stand there; `valid`: those of them that are valid.
    """
    if not count:
        return None, ["It has no From."]
    named = [address.lower() for _, address in written if "@" in address]
    if (count > 1 or len(named) > 1) and not (len({*named}) == 1 and len(valid) == 1):
        return None, ["It has more than one From address: nobody can tell who wrote it."]
    if not valid:
        return None, ["Its From is not an address that can be written to."]
    sender = valid[0]
    claimed = valid_address(sender.name.strip("<>")) if "@" in sender.name else None
    if claimed is not None and claimed.lower() != sender.key:
        return sender, [f"Its sender's name is another address ({claimed})."]
    return sender, []


def _oddities(values: Mapping[str, Sequence[bytes]]) -> list[str]:
    """Fields that must stand once and do not, or must stand and do not (RFC 5322, section 3.6)."""
    repeated = [name for name in ("subject", "message-id", "date", "to", "reply-to") if len(values.get(name, ())) > 1]
    found = [f"It has {len(values[name])} {name} fields; the first counts." for name in repeated]
    if "message-id" not in values:
        found.append("It has no Message-ID.")
    return found


def _answers(head: _Head) -> bool:
    """Whether the letter answers a mail (RFC 5322, section 3.6.4), or says so by its subject."""
    referring = message_ids(head.raw("in-reply-to")) or message_ids(head.raw("references"))
    return bool(referring) or is_marked(head.subject)


def _report_type(root: Part, subject: str, text: str) -> str:
    """The report-type of a letter that is a report, or should be one (RFC 6522); "" for none.

    A report's part says it as well where the letter around it does not, unless somebody passes the report on.
    """
    declared = one_line(root.parameters.get("report-type", b"").decode("ascii", "replace")).lower()
    if declared and root.is_multipart and root.type != "multipart/report":
        return declared
    kinds = {part.type for part in root.leaves()}
    held = next((report for kind, report in _REPORTS.items() if kind in kinds), "")
    if root.type == "multipart/report":
        return held if held == "delivery-status" else declared or held or "unknown"
    if not held or unanswered(subject) != unmarked(subject) or speaks_as_a_customer(text):
        return ""
    return held


def _calendar_method(root: Part) -> str:
    """The iTIP method of the first calendar part (RFC 6047, section 2.4), "" for none."""
    methods = (part.parameters.get("method", b"") for part in root.leaves() if part.type == "text/calendar")
    return next(methods, b"").decode("ascii", "replace").lower()[:40]


def _bounce(root: Part, body: Body, head: _Head) -> Bounce:
    there = addresses([*head.raw("to"), *head.raw("from")])
    parties = frozenset(address.key for address in there)
    return bounce_of(root, body.text, parties=parties, named=head.raw("x-failed-recipients"))


def _delivered_to(head: _Head) -> tuple[str, ...]:
    found = [address.address for name in _DELIVERED for address in addresses(head.raw(name))]
    return tuple(dict.fromkeys(found))[:50]


def _content_key(bounded: Bounded, head: _Head) -> str | None:
    """SHA-256 (hex) of what two copies of one letter share: Message-ID, From, Date and the body, whatever its line ends.

    Trace fields differ from mailbox to mailbox and are left out. None without a Message-ID.
    """
    if head.message_id is None:
        return None
    writer = head.writer.key if head.writer else ""
    dates = head.raw("date")
    digest = hashlib.sha256()
    for piece in (head.message_id.encode(), writer.encode(), dates[0].strip() if dates else b""):
        digest.update(piece + b"\0")
    digest.update(bounded.body.rstrip(b"\n"))
    return digest.hexdigest()


def _warnings(*sources: Sequence[str]) -> tuple[str, ...]:
    """All warnings, each once, at most `WARNINGS`; the last one then says how many are missing."""
    every = tuple(dict.fromkeys(warning for source in sources for warning in source))
    if len(every) <= WARNINGS:
        return every
    return (*every[: WARNINGS - 1], f"And {len(every) - WARNINGS + 1} more oddities.")


def _where(error: BaseException) -> str:
    """The module and line of ours in which an error arose, for the operator; never the letter's words."""
    where, trace = "parsers", error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("parsers"):
            where = f"{module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return where
