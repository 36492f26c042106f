"""Letters that somebody else sends for a customer: a web form, the hotline desk, a salesman who forwards.

A `[[source]]` says from whom such letters come, through which channel the complaint then came, and where the customer
is found: in From, in Reply-To, in a labelled line of the text ("field:E-mail"), or in the head of the forwarded mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from daemon.config import Config
from daemon.config_tables import Source
from parsers.letter import Address, Letter, Origin

MAIL = "mail"
FIELD = "field:"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_FORWARDED_FROM = re.compile(
    r"^[>\s*]*(?:from|发件人|寄件人|發件人|寄件者)\s*\**\s*[:：](.{1,300})$", re.IGNORECASE | re.MULTILINE
)
_LOOKED_AT = 20_000  # characters of a letter; a form's fields and a forwarded head stand at its beginning


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as its customer wrote it, and the channel it came through; `customer_known` False: nobody can tell whose."""

    letter: Letter
    channel: str = MAIL
    customer_known: bool = True


def as_the_customers(letter: Letter, config: Config) -> Written:
    """The letter with its customer as sender, where a source sent it; otherwise as it is."""
    source = _source_of(letter, config)
    if source is None:
        return Written(letter)
    customer = _customer(letter, source)
    person = Origin.PERSON if letter.origin in (Origin.LIST, Origin.AUTO_REPLY) else letter.origin
    told = replace(letter, origin=person, origin_reason=f"sent by the source {source.sender}")
    if customer is None or config.is_own(customer.address):
        return Written(told, source.channel, customer_known=False)
    own = letter.sender is not None and customer.key == letter.sender.key
    return Written(told if own else replace(told, sender=customer, suppress_reply=False), source.channel)


def _source_of(letter: Letter, config: Config) -> Source | None:
    if letter.sender is None:
        return None
    key = letter.sender.key
    wanted = (key, f"*@{key.rpartition('@')[2]}")
    return next((source for source in config.sources if source.sender.lower() in wanted), None)


def _customer(letter: Letter, source: Source) -> Address | None:
    if source.customer == "from":
        return letter.sender
    if source.customer == "reply-to":
        return letter.reply_to[0] if letter.reply_to else None
    text = f"{letter.text}\n{letter.quoted}"[:_LOOKED_AT]
    if source.customer == "forwarded":
        heads = _FORWARDED_FROM.finditer(text)
        return next((found for head in heads if (found := _address(head[1])) is not None), None)
    label = re.escape(source.customer.removeprefix(FIELD).strip())
    lines = re.finditer(rf"^[>\s*]*{label}\s*\**\s*[:：](.{{1,300}})$", text, re.IGNORECASE | re.MULTILINE)
    return next((found for line in lines if (found := _address(line[1])) is not None), None)


def _address(words: str) -> Address | None:
    """The address in a header's value or a field, with the name before it, if there is one."""
    found = _ADDRESS.search(words)
    if found is None:
        return None
    local, _, domain = found[0].rstrip(".").rpartition("@")
    name = words[: found.start()].strip(" \t\"'<*[(：:")
    return Address(f"{local}@{domain.lower()}", " ".join(name.split())[:100])
