"""What the desk's own mail server says about a letter's sender: Authentication-Results (RFC 8601).

Anybody can write such a header; only the topmost one is looked at, and only when it bears the authserv-id that the
operator has named (section 5). Microsoft 365 writes none: there the topmost header counts when the operator names
`MICROSOFT`, and its form has to be Microsoft's (it begins with a result, and has compauth).
"""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser

from parsers.letter import Authentication

MICROSOFT = "microsoft"
HEADER_BYTES = 100_000  # of a letter; the server's own header stands at the top
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"^\s*([a-z0-9-]{1,20})\s*=\s*([a-z]{1,20})\b(.*)$", re.IGNORECASE | re.DOTALL)
_DOMAIN = re.compile(r"header\.(?:d|i|from)\s*=\s*@?([a-z0-9.-]{1,253})", re.IGNORECASE)


def authentication_of(raw: bytes, authserv_id: str, sender_domain: str) -> Authentication:
    """What is known of the letter's sender; `NONE` when `authserv_id` is "" or its header is not the topmost.

    DMARC's result decides. Without one, a DKIM signature of the sender's own domain passes, and a failed SPF without
    such a signature fails.
    """
    if not authserv_id:
        return Authentication.NONE
    header = _topmost(raw)
    parts = [part.strip() for part in _COMMENT.sub(" ", header).split(";")]
    if authserv_id.lower() == MICROSOFT:
        trusted = _RESULT.match(parts[0]) is not None and any(part.lower().startswith("compauth=") for part in parts)
        results = parts
    else:
        trusted = parts[0].split(" ")[0].lower() == authserv_id.lower()
        results = parts[1:]
    return _judged(results, sender_domain.lower()) if trusted else Authentication.NONE


def _topmost(raw: bytes) -> str:
    head = raw[:HEADER_BYTES]
    found = BytesHeaderParser().parsebytes(head).get("Authentication-Results", "")
    return " ".join(str(found).split())


def _judged(results: list[str], domain: str) -> Authentication:
    found = [match for result in results if (match := _RESULT.match(result)) is not None]
    by_method: dict[str, list[tuple[str, str]]] = {}
    for match in found:
        by_method.setdefault(match[1].lower(), []).append((match[2].lower(), match[3]))
    for verdict, _ in by_method.get("dmarc", []):
        if verdict in ("pass", "bestguesspass"):
            return Authentication.PASS
        if verdict == "fail":
            return Authentication.FAIL
    signed = any(verdict == "pass" and _aligned(rest, domain) for verdict, rest in by_method.get("dkim", []))
    if signed:
        return Authentication.PASS
    failed = any(verdict in ("fail", "hardfail") for verdict, _ in by_method.get("spf", []))
    return Authentication.FAIL if failed else Authentication.NONE


def _aligned(rest: str, domain: str) -> bool:
    """Relaxed alignment: the signing domain is the sender's, or one is within the other (RFC 7489, section 3.1.1)."""
    named = _DOMAIN.search(rest)
    if named is None or not domain:
        return False
    signer = named[1].lower().rpartition("@")[2].strip(".")
    return signer == domain or domain.endswith(f".{signer}") or signer.endswith(f".{domain}")
