"""Signed names: our Message-IDs, and the token in addresses and subjects (hazards D7).

A notice's id is derived from the effect it stands for, so the same plan made twice gives the same Message-ID, and from
the database's own life, so a lost database never gives an old one again. A token is bound to notice, case and party:
knowing one proves that its holder was sent that notice, and it opens nothing else. 80 bits each; 60 bits name a notice.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass

MAC_BITS = 80
NOTICE_ID_BITS = 60
MAC_BYTES = MAC_BITS // 8
KEY_BYTES = 32

_NAME = r"[a-z2-7]{12}"
_MAC = r"[a-z2-7]{16}"
_MESSAGE_ID = re.compile(rf"<am\.({_NAME})\.({_MAC})@[^<>@\s]+>")
_TOKEN = re.compile(rf"\bam-({_NAME})({_MAC})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A token as found in an address or a subject; proves nothing until `Signer.proves` says so."""

    notice_id: str
    mac: str


class Signer:
    """Makes and checks signed names. Holds the desk's key; never shows it."""

    def __init__(self, key: bytes, life: str) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError(f"the desk's key needs {KEY_BYTES} bytes, not {len(key)}")
        self._key = key
        self._life = life

    def __repr__(self) -> str:
        return "Signer(…)"

    def notice_id(self, effect_key: str) -> str:
        """The name of the notice that is the effect `effect_key`: twelve letters and digits."""
        return self._sign(NOTICE_ID_BITS, "notice", self._life, effect_key)

    def message_id(self, notice_id: str, domain: str) -> str:
        """The notice's Message-ID, with angle brackets (RFC 5322, section 3.6.4)."""
        return f"<am.{notice_id}.{self._sign(MAC_BITS, 'message-id', notice_id)}@{domain}>"

    def token(self, notice_id: str, case: str, party: str) -> str:
        """What a holder of the notice may show: fits a sub-address and a subject."""
        return f"am-{notice_id}{self._sign(MAC_BITS, 'token', notice_id, case, party)}"

    def notice_of(self, message_id: str) -> str | None:
        """The notice id inside a Message-ID that is truly ours, else None."""
        found = _MESSAGE_ID.fullmatch(message_id)
        if found and self._same(found[2], self._sign(MAC_BITS, "message-id", found[1])):
            return found[1]
        return None

    def proves(self, token: Token, case: str, party: str) -> bool:
        """Whether `token` was made for that case and party."""
        return self._same(token.mac, self._sign(MAC_BITS, "token", token.notice_id, case, party))

    def _sign(self, bits: int, *parts: str) -> str:
        text = "".join(f"{len(part)}:{part}" for part in parts)  # unambiguous: no part can pose as two
        mac = hmac.digest(self._key, text.encode(), "sha256")
        return base64.b32encode(mac[:MAC_BYTES])[: bits // 5].decode("ascii").lower()

    @staticmethod
    def _same(given: str, right: str) -> bool:
        return hmac.compare_digest(given.encode(), right.encode())


def tokens_in(*texts: str) -> tuple[Token, ...]:
    """All tokens in header values, in order, each once."""
    found = (Token(m[1].lower(), m[2].lower()) for text in texts for m in _TOKEN.finditer(text))
    return tuple(dict.fromkeys(found))
