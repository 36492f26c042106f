"""Delivery reports: for whom, and for which mail of ours.

The standard form (RFC 3464) is read field by field. Of the others (qmail, Exim, Exchange before 2007, Lotus, the big
Chinese and Japanese providers) what all of them have: the failed address on a line of its own, behind a label, or in
the sentence that says so; a status or reply code; and our own header pasted below. A report that says no more than
"not delivered" is still a bounce, with nothing in it.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from parsers.letter import Bounce, DeliveryStatus
from parsers.message.headers import addresses, message_id, one_line, text_of, valid_address
from parsers.message.refusals import names_a_reason, passes
from parsers.message.structure import Headers, Part
from parsers.patterns import later

RECIPIENTS = 50
TEXT_CHARACTERS = 20_000
LINES = 400  # of a report in plain words
LINE_CHARACTERS = 1000
OPENING_CHARACTERS = 1500  # in which a report says that it is one
AROUND_CHARACTERS = 600  # behind an address, in which its code stands
DIAGNOSTIC_CHARACTERS = 500
_FIELD = re.compile(rb"(?m)^([A-Za-z-]{1,60}):(.*)$")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
_HEXED = re.compile(r"\+([0-9A-F]{2})")
_COPIES = ("message/rfc822", "message/global")  # of the mail that came back, and of its header alone
_COPIED_HEADERS = ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers")
_STATUS = re.compile(r"(?<![\d.v])([245]\.[0-7]\.\d{1,3})(?![\d.])")  # RFC 3463, section 2
_FAILURE_STATUS = re.compile(r"(?<![\d.v])([45]\.[0-7]\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ADDRESS = re.compile(r"(?<![\w.+%&*/-])([A-Za-z0-9._%+&*/-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})")
_PASTED_TO = re.compile(r"(?im)^[> \t]{0,8}to:[ \t]*(.{1,500})")
_PASTED_ID = re.compile(r"(?im)^[> \t]{0,8}message-id:[ \t]*(<[^<>\s]{1,998}>)")
# Where the mail that came back is pasted: its addresses are not the failed ones.
_PASTED = re.compile(
    r"(?im)^[> \t]{0,8}(?:message-id|return-path|received):|^[-_=*|# \t]{2,80}.{0,60}(?:original (?:message|mail)|returned (?:message|mail)"
    r"|unsent message|message text follows|header of the|原邮件|原始邮件|原信件)|(?:is|are|here's) (?:a|the) (?:copy|headers?) of"
    r"|original message (?:follows|details|headers)|first \d{1,4} lines of|summary of the undelivered"
)
_HEADING = re.compile(
    r"(?i)(?:following|these|failed|affected|intended|one or more)\b.{0,60}(?:recipient|address|user|mailbox)|(?:not reach|not (?:be )?delivered to|failed to reach)\b"
    r"|n['’]t be delivered to|did not receive a copy|fatal errors|delivery (?:errors|problems)|failure reasons|(?:以下|下列).{0,20}(?:收件人|地址|邮箱|郵箱)|(?:送达|投递|发送)到(?:以下|下列)|次のあて先"
)
_RECIPIENT_LABEL = re.compile(
    r"(?i)(?:recipients?|rcpt to|delivered to|deliver(?:y of .{0,20})? to|expanded from|message to|mail to|user(?:id)?|mailbox|addressed(?: to .{0,20})?|收件人(?:地址)?|收信人|收件地址|发送到|发送至|投递到|送达到?|地址|邮箱)"
    r"[\s:：]{0,4}(?:rfc822;)?[\s\"'“<(（\[]{0,4}$"
)
_OTHER_FIELD = re.compile(
    r"(?i)[\s*>|-]{0,12}(?:from|mail from|sender|original sender|reply-to|cc|subject|sent|date|(?:received-)?from-mta|发件人|寄件人|主题)\s{0,4}[:：]"
)
_MAIL_FROM = re.compile(
    r"(?i)\b(?:(?:e-?)?mails?|messages?) from[\s:]{1,3}[<\"'(]{0,2}$"
)  # who was refused is not who failed
_TO_FIELD = re.compile(r"(?i)(?:^|\s)to\s{0,4}:[\s\"'<]{0,4}$")
_LINE_START = re.compile(r"[\s>*•·|,;\[(<\"'“-]*(?:\d{3}[ -](?:\d\.\d\.\d\s)?[\s<]*)?(?:.{0,40}<)?")
_TEMPORARY = re.compile(
    r"(?i)delay|will (?:be )?retr|be retried|still trying|attempts will|continue to (?:try|attempt)|postponed|deferred|not yet|warning only|temporar|keep trying|delivered yet|verzögert|noch nicht|pas encore|todavía no|暂时|延迟|重试|稍后"
)
_TRIED_AGAIN = re.compile(
    r"(?i)delayed|will (?:be )?retr|be retried|still (?:trying|being)|attempts will|will (?:continue|keep)|continue to (?:try|attempt)|not yet|warning only|keep trying|delivered yet|verzögert|noch nicht|weiter(?:hin)? versucht|pas encore|todavía no|继续(?:尝试|投递)|(?:再次|重新)(?:尝试|投递)|稍后"
)
_PERMANENT = re.compile(r"(?i)permanent|fatal|giv(?:en|ing) up|gave up|no longer|永久|不存在")
# Of a condition that has not come yet: "you'll be notified if the delivery fails permanently".
_UNLESS = re.compile(r"(?i)\bif\b[^.\n]{0,60}\bpermanent|如果?[^。\n]{0,20}永久")
_FAILURE = later(
    r"(?i)(?:message|mail|delivery|邮件|郵件|メール).{0,160}?(?:(?:could|can|was|has|did|have|were)\s?(?:not|n['’]t)\s(?:yet\s)?(?:been\s|be\s)?(?:deliver|reach|sent|accept)"
    r"|cannot be deliver|undeliver|(?:has|have) been (?:postponed|delayed|rejected|returned)|failed|automatically rejected)"
    r"|unable to deliver|wasn['’]t able to deliver|not delivered to|undelivered mail|non-?delivery report|failed recipients|permanent fatal errors|maximum delivery attempts|delivery (?:errors|problems|failure)"
    r"|(?:following|these) (?:recipients?|address(?:es)?).{0,40}(?:fail|affected)|invalid (?:final delivery userid|user address)|user unknown|unknown user|no such user|not a valid user|transcript of session"
    r"|(?:邮件|郵件|信件).{0,60}?(?:退回|退信|无法|無法|未能|失败|失敗|被拒)|无法(?:将|把).{0,20}(?:邮件|信件).{0,20}(?:投递|送达|发送)|退信|投递失败|(?:送信|配信|お届け)(?:でき|に失敗|不能)"
    r"|nicht zugestellt|unzustellbar|(?:pas pu .{0,10}|non |pas [ée]t[ée] )(?:d[ée]livr|remis|distribu)|no (?:se )?(?:pudo|ha podido|puede) .{0,20}entrega|non .{0,20}(?:recapita|consegna)"
    r"|n[ãa]o .{0,20}entreg|не .{0,20}доставлен|nie .{0,30}dostarcz"
)
_OF_THEMSELVES = later(
    r"\bI (?:wrote|write|sent|send|resend|bought|ordered|am writing|complain)\b|(?i:\bmy\b(?! (?:bad|control|list|rcpt|hosts|queue)))|(?i:\bwe (?:wrote|sent|bought|ordered|received)\b)|(?i:\byours (?:faithfully|sincerely|truly))"
    r"|我(?:给|发|的|司|在|想|要|买|购|已)|我们(?:公司|给|发|买|购|收)|投诉"
)
_MACHINE = re.compile(
    r"(?i)(?:created|generated|sent) automatically|automatically (?:created|generated)|delivery software|mail (?:system|server|gateway)|message from \S{1,40} |自动发送|自动生成|系统邮件"
)


def speaks_of_failure(text: str) -> bool:
    """Whether the opening of `text` says, as mail systems do, that a mail did not reach somebody."""
    return _FAILURE.search(one_line(text[:OPENING_CHARACTERS])) is not None


def speaks_as_a_machine(text: str) -> bool:
    """Whether the opening of `text` names an address, as reports do, or says itself that a program has written it."""
    opening = text[:OPENING_CHARACTERS]
    return _ADDRESS.search(opening) is not None or _MACHINE.search(opening) is not None


def speaks_as_a_customer(text: str) -> bool:
    """Whether the opening of `text`, before what is pasted, speaks for one person or firm: mail systems do not."""
    opening = text[:OPENING_CHARACTERS]
    pasted = _PASTED.search(opening)
    return _OF_THEMSELVES.search(opening[: pasted.start()] if pasted else opening) is not None


def bounce_of(
    root: Part,
    text: str,
    *,
    parties: frozenset[str] = frozenset(),
    named: Sequence[bytes] = (),
) -> Bounce:
    """What a letter known to be a delivery report says; `text` is its readable text.

    `parties`: the report's own sender and addressees in lower case, who are the failed ones only where it names nobody
    else. `named`: its X-Failed-Recipients fields (Exim, Google), which are surer than its words. A report that names
    nobody at all is about the one whom the mail that came back was for.
    """
    statuses = tuple(_standard(root))[:RECIPIENTS]
    original = _original_id(root)
    if not statuses and (passed_on := _passed_on(root)) is not None:
        statuses, original = tuple(_standard(passed_on))[:RECIPIENTS], _original_id(passed_on) or original
    opening = text[:TEXT_CHARACTERS]
    if not statuses:
        said = {status.recipient.lower(): status for status in _loose(opening, parties)}
        surely = {address.key: address.address for address in addresses(named)}
        statuses = tuple(said.get(key) or _said(address, "", opening) for key, address in surely.items())[:RECIPIENTS]
        statuses = statuses or tuple(said.values()) or _of_addressee(root, opening, parties)
    if original is None and (match := _PASTED_ID.search(text[: TEXT_CHARACTERS * 2])):
        original = message_id(match[1].encode("ascii", "replace"))
    return Bounce(statuses, original)


def _standard(root: Part) -> Iterator[DeliveryStatus]:
    """The per-recipient blocks of message/delivery-status (RFC 3464, section 2.3)."""
    for part in root.leaves():
        if part.type in ("message/delivery-status", "message/global-delivery-status"):
            for block in _blocks(part):
                status = _recipient_status(block)
                if status is not None:
                    yield status


def _blocks(part: Part) -> Iterator[dict[str, bytes]]:
    """The groups of fields in a report's part; also where they are in base64, or below the first one as if a text."""
    for block in part.nested:
        yield dict(reversed(block))
    text = (part.nested_text or part.content)[:TEXT_CHARACTERS]
    if part.type == "message/delivery-status" and any(part.nested):
        return
    if _BASE64.fullmatch(text):
        with suppress(ValueError):
            text = b64decode(text + b"=" * (-len(b"".join(text.split())) % 4))
    for block in re.split(rb"\r?\n[ \t]*\r?\n", text):
        unfolded = re.sub(rb"\r?\n[ \t]+", b" ", block)
        yield {name.lower().decode("ascii"): value.strip() for name, value in reversed(_FIELD.findall(unfolded))}


def _passed_on(root: Part) -> Part | None:
    """A delivery report inside the letter: gateways that look for viruses attach the one that they pass on."""
    inside = (part.message for part in root.leaves() if part.message is not None)
    return next((message for message in inside if message.type == "multipart/report"), None)


def _recipient_status(fields: dict[str, bytes]) -> DeliveryStatus | None:
    recipient = _generic_address(fields)
    if not recipient:
        return None
    action = text_of(fields.get("action", b"")).lower()
    diagnostic = text_of(fields.get("diagnostic-code", b""), DIAGNOSTIC_CHARACTERS)
    match = _STATUS.search(text_of(fields.get("status", b""))) or _STATUS.search(diagnostic)
    status = match[1] if match else ""
    given_up = _is_failure(action) if action else status.startswith("5")
    permanent = given_up and not status.startswith("4") and not passes(status, diagnostic)
    return DeliveryStatus(recipient, status, permanent, diagnostic, given_up)


def _generic_address(fields: dict[str, bytes]) -> str:
    """Whom the block is about: as we wrote to them, where that is an address and not merely the same one encoded."""
    original, final = (_address_in(fields.get(name, b"")) for name in ("original-recipient", "final-recipient"))
    if not original or not final:
        return original or final
    decoded = _HEXED.sub(lambda match: chr(int(match[1], 16)), original)  # xtext (RFC 3461, section 4)
    usable = valid_address(original) is not None and "." in original.rpartition("@")[2] and decoded != final
    return original if usable else final


def _address_in(value: bytes) -> str:
    """The address behind its type ("rfc822;"), in angle brackets or not; as it is written where it is none."""
    written = text_of(value).partition(";")[2] or text_of(value)
    bracketed = re.search(r"<([^<>]{3,254})>", written)
    return valid_address((bracketed[1] if bracketed else written).strip()) or one_line(written)[:254]


def _is_failure(action: str) -> bool:
    """RFC 3464, section 2.3.3 knows "failed"; some programs write "failure", "error", "failed (user unknown)"."""
    return action.startswith(("fail", "error", "undeliver"))


def _original_id(root: Part) -> str | None:
    """The Message-ID of the mail that came back, from the copy of it or of its header."""
    for part in root.leaves():
        found: bytes | None = None
        if part.type in _COPIES and part.nested:
            found = _first(part.nested[0], "message-id")
        elif part.type in _COPIED_HEADERS:
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


@dataclass(frozen=True, slots=True)
class _Named:
    """An address in a report in plain words, and how much its place says for its being a failed one."""

    address: str
    start: int
    end: int
    listed: bool  # on a line of its own, or behind a label
    below_heading: bool


def _loose(text: str, parties: frozenset[str]) -> tuple[DeliveryStatus, ...]:
    """Failed addresses of a report in plain words, with what is said in the lines after each."""
    pasted = _PASTED.search(text)
    head = text[: pasted.start()] if pasted else text
    named = list(_named(head))
    if not named and pasted and not head.strip():  # its words stand below the header they speak of
        head, named = text, list(_named(text))
    others = [one for one in named if one.address.lower() not in parties]
    found: dict[str, DeliveryStatus] = {}
    failed = _failed(others or [one for one in named if one.listed])
    for number, one in enumerate(failed[: RECIPIENTS * 4]):
        following = (other.start for other in failed[number + 1 :] if other.address != one.address)
        around = head[one.end : min(next(following, len(head)), one.end + AROUND_CHARACTERS)]
        found.setdefault(one.address.lower(), _said(one.address, around, head))
    return tuple(found.values())[:RECIPIENTS]


def _of_addressee(root: Part, text: str, parties: frozenset[str]) -> tuple[DeliveryStatus, ...]:
    """The status of a report that names nobody: of the only one whom the mail was for that is attached or pasted."""
    pasted = _PASTED.search(text)
    head, below = (text[: pasted.start()], text[pasted.start() :]) if pasted else (text, "")
    written = _to_of_attached(root)
    if written is None and (match := _PASTED_TO.search(below)):
        written = match[1].encode()
    found = [address.address for address in addresses([written or b""]) if address.key not in parties]
    return (_said(found[0], head, head),) if len(found) == 1 else ()


def _to_of_attached(root: Part) -> bytes | None:
    """The To of the mail that came back, from the copy of it or of its header."""
    for part in root.leaves():
        if part.type in _COPIES and part.nested:
            return _first(part.nested[0], "to")
        if part.type in _COPIED_HEADERS and (match := _PASTED_TO.search(_unfolded(part.content or part.nested_text))):
            return match[1].encode()
    return None


def _failed(named: Sequence[_Named]) -> Sequence[_Named]:
    """The failed ones among the addresses of a report: all that are listed, below the heading where there is one."""
    listed = [one for one in named if one.listed]
    return (
        [one for one in listed if one.below_heading]
        or listed
        or [one for one in named if one.below_heading][:1]
        or named[:1]
    )


def _named(head: str) -> Iterator[_Named]:
    """The addresses of a report in plain words, in order; those in fields such as From are left out."""
    position = 0
    below = False
    for line in head.split("\n")[:LINES]:
        seen = line[:LINE_CHARACTERS]
        heading = _HEADING.search(seen)
        if not _OTHER_FIELD.match(seen):
            for match in _ADDRESS.finditer(seen):
                address = _recipient(match[1])
                if address is not None and not _MAIL_FROM.search(seen[max(0, match.start() - 40) : match.start()]):
                    yield _Named(
                        address,
                        position + match.start(),
                        position + match.end(),
                        listed=_is_listed(seen[: match.start()]),
                        below_heading=below or (heading is not None and heading.end() <= match.start()),
                    )
        below = below or heading is not None
        position += len(line) + 1


def _is_listed(before: str) -> bool:
    """Whether an address after these words of its line stands where reports put a failed one."""
    if _TO_FIELD.search(before):
        return False
    return (
        _LINE_START.fullmatch(before[-80:] if len(before) <= 80 else "x") is not None
        or _RECIPIENT_LABEL.search(before[-60:]) is not None
    )


def _said(address: str, around: str, head: str) -> DeliveryStatus:
    """What the words after an address say of it; what the whole report says, where they say nothing."""
    code = _FAILURE_STATUS.search(around) or _FAILURE_STATUS.search(head)
    reply = _REPLY.search(around)
    status = code[1] if code else ""
    if status or reply:
        temporary = (status or (reply[1] if reply else "")).startswith("4")
    else:
        temporary = _TEMPORARY.search(head) is not None and not _is_permanent(head)
    diagnostic = one_line(around).strip("<>()[]\"'.,:;：；，。 ")[:DIAGNOSTIC_CHARACTERS]
    given_up = not temporary or _is_permanent(head) or _TRIED_AGAIN.search(head) is None
    soft = passes(status, diagnostic) or (not names_a_reason(diagnostic) and passes("", head[:OPENING_CHARACTERS]))
    return DeliveryStatus(address, status, not temporary and not soft, diagnostic, given_up)


def _is_permanent(head: str) -> bool:
    return _PERMANENT.search(_UNLESS.sub(" ", head)) is not None


def _recipient(written: str) -> str | None:
    """A failed address as written in prose; None for the mail systems' own."""
    if re.match(r"(?i)(mailer-daemon|postmaster)@", written):
        return None
    return valid_address(written.lstrip("*/-").rstrip("."))
