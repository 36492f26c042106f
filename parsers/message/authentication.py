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
COMMENTS_NESTED = 5
HEADER_BYTES = 100_000  # of a letter; the server's own header stands at the top
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_QUOTED = re.compile(r'"[^"]{0,500}"')
_RESULT = re.compile(r"^\s*([a-z0-9-]{1,20})(?:\s*/\s*\d{1,3})?\s*=\s*([a-z]{1,20})\b(.*)$", re.IGNORECASE | re.DOTALL)
_ESCAPED = re.compile(r"\\.")
_NAMED = re.compile(r"(?<![\w.])header\.(?:d|i|from)\s*=\s*([^\s;]{1,400})", re.IGNORECASE)
_DMARC_FAILED = re.compile(r"(?<![\w.-])dmarc\s{0,3}=\s{0,3}fail\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?<![\w.])(?:p|policy|policy\.dmarc|action|policy\.published-domain-policy)\s{0,3}=\s{0,3}(?:o\.?)?(?:reject|quarantine)\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[a-z0-9.-]{1,253}")


def authentication_of(raw: bytes, authserv_id: str, sender_domain: str) -> Authentication:
    """What is known of the letter's sender; `NONE` when `authserv_id` is "" or its header is not the topmost.

    DMARC's result decides. Without one, a DKIM signature of the sender's own domain passes, and a failed SPF without
    such a signature fails.
    """
    if not authserv_id:
        return Authentication.NONE
    header = _topmost(raw)
    plain = _plain(header)
    verdict = _judged(_trusted(plain, authserv_id), _ascii(sender_domain.lower()))
    is_open = "(" in plain or plain.count('"') % 2  # without its end: what passes there, a stranger may have written
    return Authentication.NONE if is_open and verdict is Authentication.PASS else verdict


def is_disowned(raw: bytes, authserv_id: str) -> bool:
    """Whether the domain of the From asks that such a letter be refused: DMARC failed, and it publishes reject or quarantine.

    An answer would go to whoever was impersonated. A domain that asks for nothing (p=none), or of which the server does
    not say what it asks for, often fails honestly: forwarded letters, a mail service that nobody has entered.
    """
    if not authserv_id:
        return False
    header = _topmost(raw)
    results = _trusted(_plain(header), authserv_id)
    failed = any(
        found is not None and found[1].lower() == "dmarc" and found[2].lower() == "fail"
        for found in map(_RESULT.match, results)
    )
    return failed and _ASKED.search(_of_dmarc(header)) is not None


def _of_dmarc(header: str) -> str:
    """What the server says with its DMARC result, comments included: up to the next part."""
    begin = _DMARC_FAILED.search(header)
    return "" if begin is None else header[begin.start() :].partition(";")[0]


def _topmost(raw: bytes) -> str:
    head = raw[:HEADER_BYTES]
    found = BytesHeaderParser().parsebytes(head).get("Authentication-Results", "")
    return " ".join(str(found).split())


def _trusted(plain: str, authserv_id: str) -> list[str]:
    """The results in the header; none where it is not the trusted server's."""
    parts = [part.strip() for part in plain.split(";")]
    if authserv_id.lower() == MICROSOFT:
        named = _RESULT.match(parts[0]) is not None and any(part.lower().startswith("compauth=") for part in parts)
        return parts if named else []
    return parts[1:] if parts[0].split(" ")[0].lower() == authserv_id.lower() else []


def _ascii(domain: str) -> str:
    """The domain as servers name it (RFC 5890, section 2.3.2.1); as it is where it has no such form."""
    try:
        return domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _plain(header: str) -> str:
    """The header without comments and without what in quoted strings looks like a part of it: a stranger's words."""
    plain = _QUOTED.sub(lambda quoted: re.sub(r"[;()=\s]", "_", quoted[0]), _ESCAPED.sub("_", header))
    for _ in range(COMMENTS_NESTED):
        plain = _COMMENT.sub(" ", plain)
    return plain


def _judged(results: list[str], domain: str) -> Authentication:
    found = [match for result in results if (match := _RESULT.match(result)) is not None]
    by_method: dict[str, list[tuple[str, str]]] = {}
    for match in found:
        by_method.setdefault(match[1].lower(), []).append((match[2].lower(), match[3]))
    for verdict, rest in by_method.get("dmarc", []):
        if verdict in ("pass", "bestguesspass"):
            if _NAMED.search(rest) is not None and not _aligned(rest, domain):
                return Authentication.NONE  # it passed for another From than the one that is read
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
    named = _NAMED.search(rest)
    signer = (
        named[1].lower().rpartition("@")[2].strip('".') if named else ""
    )  # before the @ stands what the signer likes
    if not domain or not _DOMAIN.fullmatch(signer):
        return False
    if "." not in signer:
        return signer == domain
    return signer == domain or domain.endswith(f".{signer}") or signer.endswith(f".{domain}")
