"""A letter that somebody passes on as an attached message (message/rfc822): then the attached letter is what they want read.

An attached message is not its sender's own words, so mostly it stays a file. It is read as the letter only where the
words above it are few and say no more than "please see below", and never where it is our own house's mail coming back:
what we said must not become what the customer says.
"""

from __future__ import annotations

import re

from parsers.message.body import body_of
from parsers.message.headers import addresses, text_of
from parsers.message.quoting import divide, is_forward, is_short
from parsers.message.structure import Headers, Part

_MENTIONED = re.compile(
    r"(?i)\b(forward(ed|ing)?|fwd|fyi|for your information|pass(ed|ing)? (this |it )?on|see (below|attached|the attached|enclosed)"
    r"|attached (e-?mail|mail|message|letter|complaint))\b|转发|轉寄|转给|转来|见附件|附件(中|里|为|是)?.{0,6}(邮件|投诉|来信)|(客户|顾客).{0,6}(来信|邮件)"
)
_SHOWN = ("from", "date", "subject")


def forwarded_letter(root: Part, text: str, *, subject: str, own: frozenset[str]) -> str:
    """The words of the one attached letter that `text` passes on, below its From, Date and Subject; "" for none.

    `text`: what stands above it; `own`: the desk's addresses in lower case.
    """
    attached = [part for part in root.leaves() if part.type == "message/rfc822" and part.message is not None]
    if root.type in ("multipart/report", "multipart/digest") or len(attached) != 1 or not is_short(text):
        return ""
    if text.strip() and not is_forward(subject) and not _MENTIONED.search(text):
        return ""
    [part] = attached
    header = part.nested[0] if part.nested else ()
    if part.message is None or _is_ours(header, own):
        return ""
    said = divide(body_of(part.message).text, subject=subject).own
    shown = [f"{name.capitalize()}: {text_of(value)}" for name in _SHOWN for key, value in header if key == name][:6]
    return "\n".join([*shown, "", said]) if said.strip() else ""


def _is_ours(header: Headers, own: frozenset[str]) -> bool:
    """Whether somebody of our own house wrote the attached letter."""
    houses = {address.rpartition("@")[2] for address in own}
    writers = addresses([value for name, value in header if name == "from"])
    return any(writer.key.rpartition("@")[2] in houses for writer in writers)
