"""Which addresses a server may be shown at all: nothing that it could misread as more than an address (hazards H20)."""

from __future__ import annotations

import re

from daemon.courier import Reply

MAX_ADDRESS_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3: a path is at most 256 with its brackets
MAX_LOCAL_CHARACTERS = 64  # RFC 5321, 4.5.3.1.1

_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = r'"(?:[!#-;=?-\[\]-~]|\\[!-;=?-~])+"'  # no blanks, no angle brackets: nothing a server could misread
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)*"
_LITERAL = r"\[[A-Za-z0-9.:]+\]"
_ADDRESS = re.compile(rf"(?P<local>{_ATOMS}(?:\.{_ATOMS})*|{_QUOTED})@(?:{_DOMAIN}|{_LITERAL})")


def objection(address: str) -> Reply | None:
    """Our own refusal of an address that no server should be shown (hazards H20); None if there is none."""
    if not address.isascii():
        return Reply(553, "5.6.7 refused by us: the address is not ASCII, which needs SMTPUTF8")
    match = _ADDRESS.fullmatch(address) if len(address) <= MAX_ADDRESS_CHARACTERS else None
    if match is None or len(match["local"]) > MAX_LOCAL_CHARACTERS:
        return Reply(553, "5.1.3 refused by us: not a valid address")
    return None
